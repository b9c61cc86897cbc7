package import Diagnostics

/// Which workload a charge line belongs to. One entry of `attribution`; the first that matches wins.
package struct AttributionRule: Hashable, Sendable {
    /// Patterns by key (`project`, `model`, `tag.team` …): every key must match, by any of its patterns.
    package var when: [String: [String]]
    package var workload: String
    package var position: SourcePosition?

    package init(when: [String: [String]], workload: String, position: SourcePosition? = nil) {
        self.when = when
        self.workload = workload
        self.position = position
    }
}
