import Billing
import Diagnostics

/// A month of the invoices that lies years away from the others: mostly a mistyped year, which must not become the
/// report's period, or stretch its history, in silence.
struct MonthsApart: Sendable {
    /// Empty months between two with charges that no pause of a customer explains.
    static let years = 12
    /// The longest history that a workbook shows.
    static let longest = 600

    /// The first charge behind the gap, or the last before it, whichever side has fewer rows.
    struct Place: Hashable, Sendable {
        var month: Month
        /// The nearest month on the other side.
        var other: Month
        var at: SourcePosition
        var isLater: Bool
    }

    var places: [Place] = []
    /// From the first month with charges to the last.
    var span = 0

    init(_ invoices: [ImportedFile]) {
        struct First {
            var rows = 0
            var at: SourcePosition?
        }
        var months: [Month: First] = [:]
        for file in invoices {
            for line in file.lines {
                var first = months[line.month] ?? First()
                first.rows += line.rows
                if first.at == nil {
                    first.at = SourcePosition(file: file.name, line: line.firstLine > 0 ? line.firstLine : nil)
                }
                months[line.month] = first
            }
        }
        let sorted = months.keys.sorted()
        guard let first = sorted.first, let last = sorted.last else { return }
        span = last - first + 1
        for (before, after) in zip(sorted, sorted.dropFirst()) where after - before > Self.years {
            let older = sorted.filter { $0 <= before }.reduce(0) { $0 + months[$1]!.rows }
            let newer = sorted.filter { $0 >= after }.reduce(0) { $0 + months[$1]!.rows }
            let isLater = newer <= older
            let (month, other) = isLater ? (after, before) : (before, after)
            places.append(Place(month: month, other: other, at: months[month]!.at!, isLater: isLater))
        }
    }

    /// - Parameter asked: `--period`; who names it knows which months there are.
    /// - Returns: what is said and does not stop the run.
    /// - Throws: 65 when such a month would be the period or the history is longer than a workbook can show.
    func notes(asked: Month?) throws(Failure) -> [Diagnostic] {
        let stops = places.filter { $0.isLater && asked == nil || span > Self.longest }
        guard stops.isEmpty else {
            throw Failure(.badData, stops.map { .monthApart($0, .error, mayBeRight: span <= Self.longest) })
        }
        return places.map { .monthApart($0, .warning, mayBeRight: false) }
    }
}

extension Diagnostic {
    static func monthApart(_ place: MonthsApart.Place, _ severity: Severity, mayBeRight: Bool) -> Diagnostic {
        let distance = abs(place.month - place.other)
        return Diagnostic(
            "month-apart", severity, at: place.at,
            found:
                "charges of \(place.month), \(distance) months \(place.isLater ? "after" : "before") \(place.other), "
                + "the nearest month with charges",
            expected: "months that follow one another, with at most \(MonthsApart.years) between them",
            fix: mayBeRight
                ? "correct the date; if it is right, say which month to report: --period \(place.other) or --period \(place.month)"
                : severity == .error
                    ? "correct the date, or move the old exports out of the project"
                    : "correct the date if it is mistyped")
    }

    static func monthsAfterToday(_ month: Month, asOf: Day, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "months-after-today", .warning, at: position,
            found: "charges of \(month), which begins after the as-of date \(asOf)",
            expected: "charges of months up to that day",
            fix: "correct the date of the row or the as-of date, or name the month to report with --period")
    }
}
