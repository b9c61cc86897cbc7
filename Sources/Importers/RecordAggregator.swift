import Billing
import Tabular

/// Adds up the records that one thread sees.
///
/// A class because the scan calls it back; the work is that of ``GroupSums``.
final class RecordAggregator: RecordVisitor {
    private var sums: GroupSums?

    init(file: String, plan: AggregationPlan) { sums = GroupSums(file: file, plan: plan) }

    func visit(_ batch: RecordBatch) {
        // Out of the class while the records go by: a local value needs no check for others who look at it.
        guard var sums = sums.take() else { return }
        sums.add(batch)
        self.sums = consume sums
    }

    /// What this thread has; the aggregator is used up.
    func finish() -> (groups: [PartialGroup], rejects: [RejectedRow], skipped: [String: Int], census: [[String]]) {
        guard let sums = sums.take() else { return ([], [], [:], []) }
        return (sums.groups(), sums.rejects, sums.skipped, sums.census)
    }
}
