package import Diagnostics
package import Money

/// What the invoices say in all, exact: the facts that summaries print and the workbook's formulas come near to.
package struct LedgerTotals: Hashable, Sendable {
    /// Reporting currency, tax included.
    package let invoices: Amount
    /// Reporting currency of the period of the report, without tax; 0 when the ledger does not reach it.
    package let spendOfPeriod: Amount
    /// Imported less declared, where something was declared.
    package let difference: Amount?

    /// - Throws: 65 when a sum needs more than 38 digits.
    package init(_ ledger: Ledger, _ ties: [TieRow], period: Month) throws(Failure) {
        func sum(_ amounts: [Amount]) throws(Failure) -> Amount {
            try exactly { () throws(AmountError) in
                var total = Amount.zero
                for amount in amounts { total = try total.adding(amount) }
                return total
            }
        }
        invoices = try sum(ledger.rows.compactMap(\.costReporting))
        spendOfPeriod = try sum(
            ledger.rows.filter { $0.month == period && $0.tokenClass != .tax }.compactMap(\.costReporting))
        let differences = ties.compactMap(\.difference)
        difference = differences.isEmpty ? nil : try sum(differences)
    }
}
