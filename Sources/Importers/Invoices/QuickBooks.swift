import Billing
import Money

extension ImportFormat {
    /// QuickBooks → Reports → General ledger or Transaction detail, exported as CSV: title lines, then one row a booking
    /// under the title of its account. Dates in American order, amounts such as `$(250.00)` and `4,250.00`.
    ///
    /// The name of a booking is the vendor. A bill stands twice, on the account of the expense and on that of what is
    /// owed; the former counts. So do expenses, checks and journal entries as they are; payments only settle bills.
    static let quickBooksLedger = ImportFormat(
        id: "quickbooks-ledger", name: "QuickBooks general ledger", vendor: nil,
        recognise: .columns("date", "transaction type", "num", "name", "amount"),
        columns: [
            .day("date", to: .firstDay).required,
            .text("transaction type", to: .fact),
            .text("name", to: .provider).account,
            .text("split", to: .fact),
            .text("class", to: .project),
            .text("currency", to: .currency),
            .money("amount", to: .billedCost, style: NumberStyle(allowsGrouping: true)).required,
        ],
        role: .money, dates: .isoOrAmerican, endIsExclusive: false, skipsUndatedRows: true, evidence: { _ in .booked },
        interpret: { (line, facts) throws(RowProblem) in
            let type = facts.text("transaction type").lowercased()
            if type.contains("payment") || type == "transfer" || type == "deposit" { return .skip("payment") }
            let counterpart = facts.text("split").lowercased()
            let isBill = type == "bill" || type == "vendor credit"
            if isBill, !counterpart.isEmpty, !counterpart.contains("payable"), !counterpart.contains("a/p") {
                return .skip("other side of a booking")
            }
            if type == "credit memo" || type == "vendor credit" { line.category = .credit }
            return .keep
        })
}
