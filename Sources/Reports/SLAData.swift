package import Billing
package import Economics

/// The SLA model and its figures: one lane a scenario.
package struct SLAData: Sendable {
    package var model: Model
    package var evaluation: Evaluation
    /// Incidents and downtime of the months, by the keys of the model.
    package var history: [String: DriverValue]
    /// A vendor's terms whose tiers are in use; nil: those of the project.
    package var published: PublishedTerms?

    /// Lines of the model of all figures that the availability of own replicas rests on, by the key's last part.
    static let poolLines = [
        ("needed", "most_needed"), ("spares", "spares"), ("least", "min_replicas"),
        ("available", "replica_availability"),
    ]

    /// - Parameter figures: of the model; one lane for each of ``Instance/all``.
    /// - Throws: ``ModelError`` or ``EvaluationError``, both defects.
    package init(
        _ structure: SLAStructure, _ history: [String: DriverValue], _ published: PublishedTerms?,
        _ register: DriverRegister, _ figures: Evaluation
    ) throws {
        self.published = published
        let pools = figures.model.members[.pool]
        model = try SLAModel.make(structure, pools: pools)
        self.history = history
        evaluation = try Evaluator(model).evaluate(
            Scenario.allCases.map { scenario in
                let instance = Instance(scenario, .hybrid)
                var lane = register.lane(instance)
                lane.drivers.merge(history) { $1 }
                for (member, pool) in pools.enumerated() {
                    for (name, line) in Self.poolLines {
                        lane.drivers["pools.\(pool.id).\(name)"] = figures.result(
                            line, member: member, lane: Instance.all.firstIndex(of: instance)!)
                    }
                }
                return lane
            })
    }

    package func place(_ line: String, member: Int = 0, in placement: Placement) -> Place {
        placement.lines[model.index(of: line)!].place(member: member, at: 0)
    }

    func value(_ line: String, member: Int = 0, _ scenario: Scenario = .base) -> DriverValue {
        evaluation.result(line, member: member, lane: Scenario.allCases.firstIndex(of: scenario)!)
    }
}
