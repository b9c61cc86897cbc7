import Billing
import Money

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Folder of real exports that are no part of this package; nil when `BREAKEVEN_SHARED` names none.
let sharedData: String? = ProcessInfo.processInfo.environment["BREAKEVEN_SHARED"].flatMap {
    FileManager.default.fileExists(atPath: "\($0)/data/billing") ? "\($0)/data" : nil
}

/// One line a row: month, provider, model, workload, class, tokens, requests, cost, currency, estimated.
func text(_ ledger: Ledger) -> String {
    ledger.rows.map { row in
        [
            "\(row.month)", row.provider, row.model, row.workload, row.tokenClass.rawValue,
            row.tokens.map { "\($0)" } ?? "", row.requests.map { "\($0)" } ?? "", row.cost.map { "\($0)" } ?? "",
            row.currency?.code ?? "", "\(row.estimated)",
        ].joined(separator: ",") + "\n"
    }.joined()
}

func isClose(_ a: Double?, _ b: Double, relative: Double = 1e-12) -> Bool {
    guard let a else { return false }
    return abs(a - b) <= relative * max(abs(a), abs(b), 1e-300)
}
