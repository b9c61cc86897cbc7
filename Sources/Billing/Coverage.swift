/// Which days the sources of a run cover, and so which months are complete.
///
/// A source is a series of files of one format for one account. Its last covered day is the last one that any of its
/// files says something about.
package struct Coverage: Hashable, Sendable {
    package struct Source: Hashable, Sendable {
        /// `openai-cost OpenAI org-1`: format, provider, account where it is known.
        package var name: String
        package var providers: [String]
        package var grain: Grain
        package var firstDay: Day
        package var lastDay: Day
        /// Months that the source itself marks as not closed.
        package var openMonths: Set<Month>
        package var files: [String]
    }

    /// Days of a month that a source does not reach, or does not stand by yet.
    package struct Gap: Hashable, Sendable {
        package var source: String
        package var from: Day
        package var to: Day
    }

    package struct MonthCoverage: Hashable, Sendable {
        package var month: Month
        package var isComplete: Bool
        package var gaps: [Gap]
    }

    /// Sorted by name.
    package let sources: [Source]
    /// Every calendar month from the first to the last with data.
    package let months: [MonthCoverage]

    /// - Parameter files: without duplicates; files without a period say nothing.
    package init(of files: [ImportedFile], names: ModelNames = .shipped) {
        sources = Self.series(of: files, names: names)
        let first = sources.map(\.firstDay.month).min()
        let last = sources.map(\.lastDay.month).max()
        guard let first, let last else {
            months = []
            return
        }
        let sources = sources
        months = (first.index...last.index).map { index in
            let month = Month(index: index)
            let gaps = sources.compactMap { Self.gap(of: $0, in: month, newest: last) }
            return MonthCoverage(month: month, isComplete: gaps.isEmpty, gaps: gaps)
        }
    }

    /// A source leaves a gap in the month in which its last day lies, unless that is the month's last, and in the newest
    /// month of all when it ends with the month before: then its export is late. One that ended earlier has ended.
    ///
    /// A month that the source marks as open is a gap as a whole.
    private static func gap(of source: Source, in month: Month, newest: Month) -> Gap? {
        if source.openMonths.contains(month) {
            return Gap(source: source.name, from: month.firstDay, to: month.lastDay)
        }
        guard source.grain == .finer, source.lastDay < month.lastDay, source.firstDay <= month.lastDay else {
            return nil
        }
        let isLate = month == newest && month - source.lastDay.month == 1
        guard source.lastDay.month == month || isLate else { return nil }
        return Gap(source: source.name, from: max(source.lastDay + 1, month.firstDay), to: month.lastDay)
    }

    package var newestCompleteMonth: Month? { months.last { $0.isComplete }?.month }

    /// The newest month with data, complete or not.
    package var newestMonth: Month? { months.last?.month }

    package func isComplete(_ month: Month) -> Bool {
        months.first { $0.month == month }?.isComplete ?? false
    }

    /// The newest complete months up to `through`, oldest first: at most `months` of them. When there is none, the
    /// newest month with data up to `through` alone; nothing is extrapolated from the days it covers.
    package func baselineWindow(through: Month, months count: Int) -> [Month] {
        let upTo = months.filter { $0.month <= through }
        let complete = upTo.filter(\.isComplete).suffix(max(0, count)).map(\.month)
        return complete.isEmpty ? upTo.suffix(1).map(\.month) : complete
    }

    /// Months of the window that a source of the provider covers, at least in part; at least 1.
    package func coveredMonths(of provider: String, in window: [Month]) -> Int {
        let own = sources.filter { $0.providers.contains(provider) }
        let covered = window.filter { month in
            own.contains { $0.firstDay.month <= month && month <= $0.lastDay.month }
        }
        return max(1, covered.count)
    }

    // MARK: Series

    private static func series(of files: [ImportedFile], names: ModelNames) -> [Source] {
        var series: [(keys: Set<[String]>, source: Source)] = []
        for file in files {
            guard let from = file.periodFrom, let to = file.periodTo else { continue }
            let providers = Set(file.lines.map { names.canonicalProvider($0.provider) })
            let accounts = Set(file.lines.map { [file.format, $0.dimensions.account] })
            // Rows without an account belong to the vendor, not to each other's accounts.
            var keys = Set(accounts.filter { !$0[1].isEmpty })
            if keys.isEmpty { keys = Set(providers.map { [file.format, "", $0] }) }
            let account = keys.count == 1 ? keys.first?[1] ?? "" : ""
            let name = ([file.format] + providers.sorted().prefix(2) + [Masking.masked(account)])
                .filter { !$0.isEmpty }.joined(separator: " ")
            var merged = (
                keys: keys,
                source: Source(
                    name: name, providers: providers.sorted(), grain: file.grain, firstDay: from, lastDay: to,
                    openMonths: file.openMonths, files: [file.name])
            )
            for other in series where !other.keys.isDisjoint(with: merged.keys) {
                merged.keys.formUnion(other.keys)
                merged.source.name = min(merged.source.name, other.source.name)
                merged.source.providers = Set(merged.source.providers + other.source.providers).sorted()
                merged.source.grain = other.source.grain == .finer ? .finer : merged.source.grain
                merged.source.firstDay = min(merged.source.firstDay, other.source.firstDay)
                merged.source.lastDay = max(merged.source.lastDay, other.source.lastDay)
                merged.source.openMonths.formUnion(other.source.openMonths)
                merged.source.files = (merged.source.files + other.source.files).sorted()
            }
            series.removeAll { !$0.keys.isDisjoint(with: merged.keys) }
            series.append(merged)
        }
        return series.map(\.source).sorted {
            ($0.name, $0.firstDay, $0.files.first ?? "") < ($1.name, $1.firstDay, $1.files.first ?? "")
        }
    }
}
