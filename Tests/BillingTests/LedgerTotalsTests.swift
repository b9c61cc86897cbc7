import Money
import Testing

@testable import Billing

struct LedgerTotalsTests {
    private static let january = Month(year: 2026, month: 1)
    private static let february = Month(year: 2026, month: 2)

    private static func row(_ month: Month, _ tokenClass: TokenClass, _ cost: String?) -> LedgerRow {
        var row = LedgerRow(month: month, provider: "P", model: "m", workload: "w", tokenClass: tokenClass)
        row.costReporting = cost.map { Amount($0)! }
        return row
    }

    private static func tie(imported: String, difference: String?) -> TieRow {
        TieRow(
            vendor: "P", month: january, currency: Currency("USD"), declared: nil, imported: Amount(imported)!,
            difference: difference.map { Amount($0)! }, tolerance: Amount("0.01")!, result: .pass)
    }

    @Test func sumsKeepEveryDigit() throws {
        let ledger = Ledger(rows: [
            Self.row(Self.january, .output, "0.1"), Self.row(Self.january, .request, "0.2"),
            Self.row(Self.january, .tax, "7"), Self.row(Self.january, .credit, "-0.000000000001"),
            Self.row(Self.february, .output, "1000000000000.07"), Self.row(Self.february, .output, nil),
        ])
        let ties = [
            Self.tie(imported: "1", difference: "0.1"), Self.tie(imported: "1", difference: "0.2"),
            Self.tie(imported: "1", difference: nil),
        ]
        let totals = try LedgerTotals(ledger, ties, period: Self.january)
        #expect("\(totals.spendOfPeriod)" == "0.299999999999")
        #expect("\(totals.invoices)" == "1000000000007.369999999999")
        #expect(totals.difference.map { "\($0)" } == "0.3")
    }

    @Test func withoutDeclaredTotalsThereIsNoDifference() throws {
        let totals = try LedgerTotals(
            Ledger(rows: []), [Self.tie(imported: "1", difference: nil)], period: Self.january)
        #expect(totals.difference == nil)
        #expect(totals.invoices == .zero)
        #expect(totals.spendOfPeriod == .zero)
    }
}
