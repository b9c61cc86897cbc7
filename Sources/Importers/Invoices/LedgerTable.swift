import Billing
import Money

extension ImportFormat {
    /// The monthly ledger, as `convert --to ledger`, `aggregate` and csv/spend.csv of a report write it.
    ///
    /// Workloads are those of the ledger: it was attributed when it was made. Its money is that of one basis; it is read
    /// as billed.
    static let ledger = ImportFormat(
        id: "ledger", name: "monthly ledger", vendor: nil,
        recognise: .columns(
            "month", "provider", "model", "workload", "token_class", "tokens", "requests", "cost", "currency"),
        columns: [
            .day("month", to: .firstDay).required,
            .text("provider", to: .provider).required.account,
            .text("model", to: .model).required,
            .text("workload", to: .workload).required.part,
            .text("token_class", to: .fact).required,
            .text("currency", to: .currency).required,
            .count("tokens", to: .quantity).required,
            .count("requests", to: .requests).required,
            .money("cost", to: .billedCost).required,
        ],
        grain: .month, dates: .handWritten(.ymd),
        interpret: { (line, facts) throws(RowProblem) in
            let text = facts.text("token_class")
            guard let tokenClass = TokenClass(rawValue: text) else {
                throw RowProblem(
                    column: "token_class", code: "unknown-token-class", found: text,
                    expected: TokenClass.allCases.map(\.rawValue).joined(separator: ", "),
                    fix: "write the ledger again")
            }
            line.tokenClass = tokenClass
            line.category = tokenClass == .credit ? .credit : tokenClass == .tax ? .tax : .usage
            line.provider = withoutGuard(line.provider)
            line.model = withoutGuard(line.model)
            line.workload = withoutGuard(line.workload)
            if let tokens = facts.sum("tokens") { line.tokens[tokenClass] = tokens }
            return .keep
        })
}

/// The text without the apostrophe that keeps spreadsheets from taking it for a formula.
private func withoutGuard(_ text: String) -> String {
    guard text.utf8.first == UInt8(ascii: "'"), let next = text.utf8.dropFirst().first else { return text }
    let guarded = [UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 9, 13]
    return guarded.contains(next) ? String(text.dropFirst()) : text
}
