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
    var migrated: MigratedWorkloads
    var notes: [Diagnostic] = []

    /// - Throws: 66 when there is no month to report on; 78 when `baseline.through` is no month of the ledger; what
    ///   ``MigratedWorkloads`` throws.
    init(
        _ outcome: LedgerOutcome, _ invoices: [ImportedFile], _ settings: ProjectSettings, _ options: RunOptions
    ) throws(Failure) {
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
            notes += UncoveredDays.notes(coverage, invoices, period: complete)
        } else if let newest = coverage.newestMonth {
            period = newest
            notes.append(.noCompleteMonth(newest, file: UncoveredDays.file(coverage, invoices, newest)))
        } else if let start = settings.model.startMonth {
            period = start + -1
        } else {
            throw Failure(.missingInput, .noPeriod())
        }
        if let complete = coverage.newestMonth, coverage.isComplete(period) == false, complete >= period,
            notes.isEmpty, !coverage.months.isEmpty
        {
            notes.append(.periodNotComplete(period, file: UncoveredDays.file(coverage, invoices, period)))
        }
        asOf = options.asOf ?? settings.report.asOf ?? period.lastDay
        notes += Self.afterToday(options.asOf ?? settings.report.asOf, invoices)
        migrated = try MigratedWorkloads(settings, coverage, period: period)
        notes += migrated.notes
        // Once something has moved, month 0 stays the last one of the frozen baseline.
        startMonth = settings.model.startMonth ?? migrated.first ?? period + 1
        window = coverage.baselineWindow(
            through: settings.baseline.through ?? migrated.first.map { $0 + -1 } ?? period,
            months: settings.baseline.months)
        if let through = settings.baseline.through {
            try check(through, coverage, at: settings.origins["baseline.through"])
        }
    }

    /// The first month of the model that has not closed by the period.
    var firstOpenMonth: Int { max(1, period - startMonth + 2) }

    /// The first charge of the newest month that begins after the day that the run calls today.
    private static func afterToday(_ asOf: Day?, _ invoices: [ImportedFile]) -> [Diagnostic] {
        guard let asOf else { return [] }
        var newest: (month: Month, at: SourcePosition)?
        for file in invoices {
            for line in file.lines where line.month.firstDay > asOf && line.month > newest?.month ?? line.month + -1 {
                let number = line.firstLine > 0 ? line.firstLine : nil
                newest = (line.month, SourcePosition(file: file.name, line: number))
            }
        }
        return newest.map { [.monthsAfterToday($0.month, asOf: asOf, at: $0.at)] } ?? []
    }

    /// Whether the month that ends the baseline can.
    private mutating func check(_ through: Month, _ coverage: Coverage, at position: SourcePosition?) throws(Failure) {
        guard let first = coverage.months.first?.month, let last = coverage.newestMonth else {
            notes.append(.baselineWithoutInvoices(through, at: position))
            return
        }
        guard (first...last).contains(through) else {
            throw Failure(.badConfiguration, .baselineOutsideLedger(through, first: first, last: last, at: position))
        }
        if through > period { notes.append(.baselineAfterPeriod(through, period: period, at: position)) }
        if !coverage.isComplete(through), let end = window.last {
            notes.append(.baselineMonthNotComplete(through, endsWith: end, at: position))
        }
    }
}

extension Diagnostic {
    static func noDataForPeriod(_ period: Month, first: Month, last: Month) -> Diagnostic {
        Diagnostic(
            "no-data-for-period", key: "--period",
            found: "\(period), and the invoices run from \(first) to \(last)",
            expected: "a month with invoices", fix: "leave --period out, or add the exports of \(period) to invoices/")
    }

    static func baselineOutsideLedger(
        _ through: Month, first: Month, last: Month, at position: SourcePosition?
    ) -> Diagnostic {
        Diagnostic(
            "baseline-outside-ledger", at: position, key: "baseline.through",
            found: "\(through) for `baseline.through`, and the invoices run from \(first) to \(last)",
            expected: "a month from \(first) to \(last)",
            fix: "take `baseline.through` out to end with the period, or add the exports of \(through) to invoices/")
    }

    static func baselineMonthNotComplete(
        _ through: Month, endsWith end: Month, at position: SourcePosition?
    ) -> Diagnostic {
        Diagnostic(
            "baseline-month-not-complete", .warning, at: position, key: "baseline.through",
            found: "\(through) for `baseline.through`, which is not covered to its last day by every source; the "
                + (end == through ? "baseline takes the days that there are" : "baseline ends with \(end)"),
            expected: "a complete month", fix: "export the rest of \(through), or name an earlier month")
    }

    static func baselineAfterPeriod(_ through: Month, period: Month, at position: SourcePosition?) -> Diagnostic {
        Diagnostic(
            "baseline-after-period", .warning, at: position, key: "baseline.through",
            found: "\(through) for `baseline.through`, after the period \(period): the baseline knows what came later",
            expected: "\(period) or an earlier month", fix: "take `baseline.through` out, or give --period \(through)")
    }

    static func baselineWithoutInvoices(_ through: Month, at position: SourcePosition?) -> Diagnostic {
        Diagnostic(
            "baseline-without-invoices", .warning, at: position, key: "baseline.through",
            found: "\(through) for `baseline.through`, and no invoices that it could end",
            expected: "invoices, the last of which it names",
            fix: "add invoices, or take `baseline.through` out")
    }

    static func noPeriod() -> Diagnostic {
        Diagnostic(
            "no-period", key: "--period", found: "no invoices and no start month, so there is no month to report on",
            expected: "invoices, `model: meta: start_month:` or --period",
            fix: "give --period YYYY-MM")
    }

    static func noCompleteMonth(_ month: Month, file: String) -> Diagnostic {
        Diagnostic(
            "no-complete-month", .warning, at: SourcePosition(file: file),
            found: "no month is covered to its last day; the report takes \(month) with the days that there are",
            expected: "exports that reach the end of a month",
            fix: "export whole months; nothing is extrapolated")
    }

    static func periodNotComplete(_ month: Month, file: String) -> Diagnostic {
        Diagnostic(
            "period-not-complete", .warning, at: SourcePosition(file: file),
            found: "\(month) is not covered to its last day by every source",
            expected: "exports that reach \(month.lastDay)", fix: "export the rest of the month and run again")
    }
}
