package import Billing
package import Economics

/// Playbooks of the capabilities that are red or yellow, in the order that unblocks the plan.
package struct PlaybookData: Sendable {
    package struct Entry: Hashable, Sendable {
        /// Index among the capabilities of the model of all figures.
        package var member: Int
        package var capability: Member
        package var playbook: Playbook
    }

    package let entries: [Entry]
    /// Capabilities that are red or yellow and have no playbook.
    package let missing: [String]
    package let model: Model
    /// One lane: base, hybrid.
    package let evaluation: Evaluation
    /// Weeks and days of the steps, by the keys of the model.
    let typed: [String: DriverValue]

    static let instance = Instance(.base, .hybrid)

    /// - Parameters:
    ///   - playbooks: the one of a capability; nil: there is none.
    ///   - figures: of the model of all figures; one lane for each of ``Instance/all``.
    /// - Throws: ``ModelError`` or ``EvaluationError``, both defects.
    package init(_ playbooks: (String) -> Playbook?, _ register: DriverRegister, _ figures: Evaluation) throws {
        var entries: [Entry] = []
        var missing: [String] = []
        let capabilities = figures.model.members[.capability]
        let order =
            capabilities.isEmpty
            ? [] : PlaybookModel.order(figures, lane: Instance.all.firstIndex(of: Self.instance)!)
        for member in order {
            let capability = capabilities[member]
            if let playbook = playbooks(capability.id) {
                entries.append(Entry(member: member, capability: capability, playbook: playbook))
            } else {
                missing.append(capability.id)
            }
        }
        var typed: [String: DriverValue] = [:]
        for entry in entries {
            for (step, content) in zip(PlaybookModel.steps, entry.playbook.steps) {
                typed[PlaybookModel.key("weeks", step: step, of: entry.capability.id)] = .number(content.weeks)
                typed[PlaybookModel.key("days", step: step, of: entry.capability.id)] = .number(content.days)
            }
        }
        var lane = register.lane(Self.instance)
        lane.drivers.merge(typed) { $1 }
        if lane.drivers["readiness.costs.day_rate"] == nil { lane.drivers["readiness.costs.day_rate"] = .number(0) }
        self.entries = entries
        self.missing = missing
        self.typed = typed
        model = try PlaybookModel.make(entries.map(\.capability.id))
        evaluation = try Evaluator(model).evaluate([lane])
    }
}
