package import Diagnostics
import Money

/// A month that an earlier report forecast and that has closed since.
package struct BackTest: Hashable, Sendable {
    /// Period of the report that made the forecast.
    package var report: Month
    package var month: Month
    /// API cost if everything stays on the API, base scenario; reporting currency.
    package var forecast: Double
    /// API spend of the ledger without tax; reporting currency.
    package var actual: Double

    /// How far ahead the forecast looked.
    package var monthsAhead: Int { month - report }

    /// Every complete month up to a period that a report forecast, oldest report first. Forecasts are of everything on the
    /// API: months in which own GPUs already serve say nothing about them.
    ///
    /// - Throws: 65 when a sum needs more than 38 digits.
    package static func made(
        _ reports: [EarlierReport], _ outcome: LedgerOutcome, through period: Month
    ) throws(Failure) -> [BackTest] {
        var spend: [Month: Amount] = [:]
        for row in outcome.ledger.rows where row.tokenClass != .tax {
            guard let cost = row.costReporting else { continue }
            spend[row.month] = try exactly { () throws(AmountError) in try (spend[row.month] ?? .zero).adding(cost) }
        }
        var tests: [BackTest] = []
        for report in reports.sorted(by: { $0.period < $1.period }) {
            for month in spend.keys.sorted() where month > report.period && month <= period {
                guard outcome.coverage.isComplete(month), let forecast = report.forecast[month] else { continue }
                tests.append(
                    BackTest(
                        report: report.period, month: month, forecast: forecast,
                        actual: spend[month]?.doubleValue ?? 0))
            }
        }
        return tests
    }
}
