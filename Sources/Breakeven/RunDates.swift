import Billing
import Diagnostics
import Settings

/// The dates of a run: which month is reported, what "today" is, which months make the baseline. CONTRACT.md, meaning.
struct RunDates: Sendable {
    var period: Month
    var asOf: Day
    var startMonth: Month
    /// Months of the baseline, oldest first; empty without invoices.
    var window: [Month]
    var notes: [Diagnostic] = []

    /// - Throws: 66 when there is no month to report on.
    init(_ outcome: LedgerOutcome, _ settings: ProjectSettings, _ options: RunOptions) throws(Failure) {
        let coverage = outcome.coverage
        if let asked = options.period {
            if let first = coverage.months.first?.month, let last = coverage.newestMonth,
                !(first...last).contains(asked)
            {
                throw Failure(.missingInput, .noDataForPeriod(asked, first: first, last: last))
            }
            period = asked
        } else if let complete = coverage.newestCompleteMonth {
            period = complete
        } else if let newest = coverage.newestMonth {
            period = newest
            notes.append(.noCompleteMonth(newest))
        } else if let start = settings.model.startMonth {
            period = start + -1
        } else {
            throw Failure(.missingInput, .noPeriod())
        }
        if let complete = coverage.newestMonth, coverage.isComplete(period) == false, complete >= period,
            notes.isEmpty, !coverage.months.isEmpty
        {
            notes.append(.periodNotComplete(period))
        }
        asOf = options.asOf ?? settings.report.asOf ?? period.lastDay
        startMonth = settings.model.startMonth ?? period + 1
        window = coverage.baselineWindow(
            through: settings.baseline.through ?? period, months: settings.baseline.months)
    }
}

extension Diagnostic {
    static func noDataForPeriod(_ period: Month, first: Month, last: Month) -> Diagnostic {
        Diagnostic(
            "no-data-for-period", key: "--period",
            found: "--period \(period), and the invoices run from \(first) to \(last)",
            expected: "a month with invoices", fix: "leave --period out, or add the exports of \(period) to invoices/")
    }

    static func noPeriod() -> Diagnostic {
        Diagnostic(
            "no-period", found: "no invoices and no start month, so there is no month to report on",
            expected: "invoices, `model: meta: start_month:` or --period",
            fix: "give --period YYYY-MM")
    }

    static func noCompleteMonth(_ month: Month) -> Diagnostic {
        Diagnostic(
            "no-complete-month", .warning,
            found: "no month is covered to its last day; the report takes \(month) with the days that there are",
            expected: "exports that reach the end of a month",
            fix: "export whole months; nothing is extrapolated")
    }

    static func periodNotComplete(_ month: Month) -> Diagnostic {
        Diagnostic(
            "period-not-complete", .warning, found: "\(month) is not covered to its last day by every source",
            expected: "exports that reach \(month.lastDay)", fix: "export the rest of the month and run again")
    }
}
