package import Diagnostics
package import Money

/// A bill of a past month that is no longer what an earlier report read.
package struct Restatement: Hashable, Sendable {
    package var bill: EarlierReport.Bill
    /// 0 where the earlier report had no such bill.
    package var earlier: Amount
    /// 0 where the invoices no longer have it.
    package var now: Amount
    package var difference: Amount

    /// Bills up to the earlier report's period whose money differs, in order of month, provider and currency.
    ///
    /// - Throws: 65 when a sum needs more than 38 digits.
    package static func found(_ earlier: EarlierReport, _ ledger: Ledger) throws(Failure) -> [Restatement] {
        var now: [EarlierReport.Bill: Amount] = [:]
        for row in ledger.rows where row.month <= earlier.period {
            guard let cost = row.cost, let currency = row.currency else { continue }
            let bill = EarlierReport.Bill(month: row.month, provider: row.provider, currency: currency.code)
            now[bill] = try exactly { () throws(AmountError) in try (now[bill] ?? .zero).adding(cost) }
        }
        var found: [Restatement] = []
        for bill in Set(now.keys).union(earlier.bills.keys.filter { $0.month <= earlier.period }).sorted() {
            let (before, after) = (earlier.bills[bill] ?? .zero, now[bill] ?? .zero)
            guard before != after else { continue }
            let difference = try exactly { () throws(AmountError) in try after.subtracting(before) }
            found.append(Restatement(bill: bill, earlier: before, now: after, difference: difference))
        }
        return found
    }
}
