/// How a capability comes to its target: three steps, each with an owner, time, work and what shows that it is done.
package struct Playbook: Hashable, Sendable {
    /// The steps in their order.
    package enum Stage: String, CaseIterable, Hashable, Sendable {
        /// The least that must be there: a named owner, an alarm, a way back by hand.
        case stopTheBleeding = "Stop the bleeding"
        /// Automated, written down, rehearsed.
        case standardise = "Standardise"
        /// Drilled, and measured against its target for weeks.
        case prove = "Prove"
    }

    package struct Step: Hashable, Sendable {
        package var stage: Stage
        /// The role that answers for it.
        package var owner: String
        /// From its begin to its end.
        package var weeks: Double
        /// Work of people.
        package var days: Double
        /// What an auditor would accept.
        package var exitEvidence: String
        /// What is done first.
        package var onMonday: String
        /// Tools whose source is open.
        package var tools: String

        package init(
            stage: Stage, owner: String, weeks: Double, days: Double, exitEvidence: String, onMonday: String,
            tools: String
        ) {
            self.stage = stage
            self.owner = owner
            self.weeks = weeks
            self.days = days
            self.exitEvidence = exitEvidence
            self.onMonday = onMonday
            self.tools = tools
        }
    }

    /// Id of the capability, as in readiness.csv.
    package var capability: String
    package var title: String
    /// Why it matters, in a sentence or two.
    package var purpose: String
    /// One for each of ``Stage``, in that order.
    package var steps: [Step]
    /// The file that it stands in: `playbooks/on_call.md` of the project, or `Templates/playbooks/on_call.md`.
    package var source: String

    package init(capability: String, title: String, purpose: String, steps: [Step], source: String) {
        self.capability = capability
        self.title = title
        self.purpose = purpose
        self.steps = steps
        self.source = source
    }
}
