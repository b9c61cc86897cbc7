import Billing
package import Diagnostics
import Money
package import Tabular

/// Adds up the records of a file by key, exactly.
///
/// The result is the same for any number of jobs and any size of blocks.
///
/// - Parameter jobs: Threads to use, at least 1.
/// - Throws: 65 when the file is broken or a sum needs more than 38 digits; 66 when it cannot be opened.
package func aggregate(
    _ file: InputFile, dialect: Dialect, plan: AggregationPlan, jobs: Int, options: ScanOptions = ScanOptions()
) throws(Failure) -> Aggregation {
    let workers = (0..<max(1, jobs)).map { _ in RecordAggregator(file: file.name, plan: plan) }
    let summary = try scanRecords(file, dialect: dialect, options: options, visitors: workers)
    var result = Aggregation(groups: [], rejects: [], accepted: 0, skipped: [:], summary: summary)
    var parts: [PartialGroup] = []
    for worker in workers {
        let (groups, rejects, skipped, census) = worker.finish()
        parts += groups
        result.rejects += rejects
        result.skipped.merge(skipped, uniquingKeysWith: +)
        result.census += census
    }
    // Texts side by side are compared at once; only where that leaves a tie, one after the other.
    let census = Set(result.census).map { (all: $0.joined(separator: "|"), texts: $0) }
    result.census = census.sorted { a, b in
        a.all != b.all ? a.all < b.all : a.texts.lexicographicallyPrecedes(b.texts)
    }.map(\.texts)
    result.rejects.sort { $0.line < $1.line }
    result.groups = try merged(parts, measures: plan.measures.count) { measure in
        .sumTooLarge(column: plan.columnNames[plan.measures[measure].column], file: file.name)
    }
    result.accepted = result.groups.reduce(0) { $0 + $1.rows }
    return result
}

/// What one thread has of a group.
struct PartialGroup {
    var texts: [String]
    var rows: Int
    var firstLine: Int
    /// Per measure, numbers that add up to the thread's share; none when no record gave a value.
    var sums: [[Amount]]
}

/// Groups of the same texts become one.
private func merged(
    _ parts: [PartialGroup], measures: Int, tooLarge: (Int) -> Diagnostic
) throws(Failure) -> [AggregatedGroup] {
    var places: [[String]: Int] = [:]
    var groups: [PartialGroup] = []
    for part in parts.sorted(by: { $0.firstLine < $1.firstLine }) {
        guard let place = places[part.texts] else {
            places[part.texts] = groups.count
            groups.append(part)
            continue
        }
        groups[place].rows += part.rows
        for measure in 0..<measures { groups[place].sums[measure] += part.sums[measure] }
    }
    var result: [AggregatedGroup] = []
    result.reserveCapacity(groups.count)
    for group in groups {
        var sums: [Amount?] = []
        for measure in 0..<measures {
            do throws(AmountError) {
                sums.append(group.sums[measure].isEmpty ? nil : try sum(of: group.sums[measure]))
            } catch {
                throw Failure(.badData, tooLarge(measure))
            }
        }
        result.append(
            AggregatedGroup(texts: group.texts, rows: group.rows, firstLine: group.firstLine, sums: sums))
    }
    return result
}

/// The exact sum, whatever the order of the numbers.
///
/// Adding a number of the other sign never overflows, so only a sum that is itself too large throws.
private func sum(of amounts: [Amount]) throws(AmountError) -> Amount {
    if amounts.count == 1 { return try Amount.zero.adding(amounts[0]) }
    var positive = amounts.filter { !$0.isNegative }.sorted()
    var negative = amounts.filter(\.isNegative).sorted(by: >)
    var total = Amount.zero
    while !positive.isEmpty || !negative.isEmpty {
        let takesPositive = negative.isEmpty || (total.isNegative || total.isZero) && !positive.isEmpty
        total = try total.adding(takesPositive ? positive.removeLast() : negative.removeLast())
    }
    return total
}

extension Diagnostic {
    static func sumTooLarge(column: String, file: String) -> Diagnostic {
        Diagnostic(
            "sum-too-large", at: SourcePosition(file: file),
            found: "a sum of column \(column) that needs more than 38 digits", expected: "at most 38 digits",
            fix: "check the numbers of this column for a wrong scale")
    }
}
