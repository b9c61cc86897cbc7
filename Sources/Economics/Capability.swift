/// What a company must be able to do before it hosts models itself. MODEL.md section 12.
package struct Capability: Hashable, Sendable {
    package enum Dimension: String, CaseIterable, Hashable, Sendable {
        case team, tooling, maturity

        package var label: String {
            switch self {
            case .team: "Team"
            case .tooling: "Tooling"
            case .maturity: "Operational maturity"
            }
        }
    }

    /// As in readiness.csv.
    package var id: String
    package var label: String
    package var dimension: Dimension
    /// What it is, in a sentence.
    package var meaning: String
    /// What an auditor would accept as evidence.
    package var evidence: String
    package var isCritical: Bool

    /// What the levels that a capability or a target may have are called, from 0 on.
    package static let levels = ["none", "ad hoc", "defined", "managed", "measured"]
    package static let highestLevel = levels.count - 1
    /// Highest level without evidence.
    package static let levelWithoutEvidence = 1

    /// Where nobody says otherwise: what must not fail is managed, the rest is defined.
    package var target: Int { isCritical ? 3 : 2 }
    package var weight: Int { isCritical ? 2 : 1 }

    private init(
        _ id: String, _ label: String, _ dimension: Dimension, critical: Bool = false, _ meaning: String,
        evidence: String
    ) {
        self.id = id
        self.label = label
        self.dimension = dimension
        self.meaning = meaning
        self.evidence = evidence
        isCritical = critical
    }

    /// One of the company's own, with a playbook in its project.
    package init(own id: String, label: String, dimension: Dimension, meaning: String) {
        self.init(id, label, dimension, meaning, evidence: "")
    }

    /// Whether a text can be the id of a capability: lower-case letters, digits and `_`, a letter first, at most 40 bytes.
    package static func isID(_ text: String) -> Bool {
        guard let first = text.utf8.first, (97...122).contains(first), text.utf8.count <= 40 else { return false }
        return text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
    }

    /// Phases that may have targets of their own; those that follow keep the last one's. A target can rise as often as
    /// there are levels.
    package static let mostPhases = highestLevel

    /// The place that a capability is added to; sheets, tables, keys and messages follow from it.
    package static let all: [Capability] = [
        Capability(
            "ml_staffing", "ML infrastructure staffing", .team,
            "At least one ML engineer and one DevOps engineer have the serving stack as their job",
            evidence: "names and roles in the team chart; a cover plan for holidays"),
        Capability(
            "on_call", "On-call", .team, critical: true,
            "Somebody named gets up at three in the morning, and somebody else the next week",
            evidence: "the rota of the next four weeks; a page that was answered within the target"),
        Capability(
            "gpu_monitoring", "GPU monitoring", .tooling, critical: true,
            "Use, memory, temperature, faults, queue and latency of every GPU are seen and alarm",
            evidence: "a dashboard link; an alert rule and the page that it sent in a test"),
        Capability(
            "model_versioning", "Model versioning and rollback", .tooling, critical: true,
            "Every model that serves has a version, an origin and a way back",
            evidence: "a registry entry with hash and licence; the log of a rehearsed rollback"),
        Capability(
            "load_balancing", "Load balancing with fallback route", .tooling, critical: true,
            "Requests are spread over replicas and go to the API when own hosting fails",
            evidence: "the gateway configuration; the record of a fallback drill"),
        Capability(
            "autoscaling", "Autoscaling", .tooling,
            "Replicas follow the load between a floor and a ceiling, without a person",
            evidence: "the scaling rule; a load test in which replicas came and went"),
        Capability(
            "model_cicd", "CI/CD for models", .tooling,
            "A model, its prompt and its serving configuration reach production by a pipeline with gates",
            evidence: "a pipeline run that stopped at a gate; a release made without a shell"),
        Capability(
            "ab_testing", "A/B testing", .maturity,
            "Part of the traffic meets the new model first, and numbers decide",
            evidence: "the report of a test with sample size and decision"),
        Capability(
            "automated_evaluation", "Automated evaluation", .maturity, critical: true,
            "The company's own cases are scored on every change, against a threshold",
            evidence: "the evaluation set with its owner; results of the last three runs"),
        Capability(
            "incident_runbooks", "Incident runbooks", .maturity,
            "What to do for each alert is written, known and rehearsed",
            evidence: "a runbook for each alert; minutes of the last drill or review"),
        Capability(
            "capacity_review", "Capacity review", .maturity,
            "Use, growth, price and lead times are looked at every month, before capacity is short",
            evidence: "minutes of the last two reviews, with decisions"),
        Capability(
            "security_review", "Security review", .maturity,
            "Models, images, data flows and access are reviewed before they serve and every year",
            evidence: "the signed review; findings with owner and date"),
    ]

    package static func of(_ id: String) -> Capability? { all.first { $0.id == id } }

    /// Finds a capability by its id or label as people write it: case, blanks and signs do not count.
    ///
    /// - Parameter own: of the company, beside those that everybody has.
    package static func named(_ text: String, own: [Capability] = []) -> Capability? {
        let wanted = folded(text)
        return (all + own).first { folded($0.id) == wanted || folded($0.label) == wanted }
    }

    private static func folded(_ text: String) -> String {
        String(text.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || ("0"..."9").contains($0) })
    }
}
