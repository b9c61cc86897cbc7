/// Gates of the plan, and what has come of it since the first workload moved.
package enum GateModel {
    /// What a project has to judge gates by.
    package struct Shape: Hashable, Sendable {
        /// Phases of the plan.
        package var phases: Int
        /// Months since the first migration; 0: nothing has moved.
        package var months: Int
        /// Ids of moving workloads whose evaluation is known.
        package var evaluated: [String]
        package var hasScorecard: Bool
        /// The scorecard has targets for later phases, which those are held against.
        package var hasTargetsByPhase: Bool
        package var hasPlan: Bool
        package var hasEarlier: Bool

        package init(
            phases: Int, months: Int, evaluated: [String], hasScorecard: Bool, hasTargetsByPhase: Bool = false,
            hasPlan: Bool, hasEarlier: Bool
        ) {
            self.hasTargetsByPhase = hasTargetsByPhase
            self.phases = phases
            self.months = months
            self.evaluated = evaluated
            self.hasScorecard = hasScorecard
            self.hasPlan = hasPlan
            self.hasEarlier = hasEarlier
        }
    }

    /// Metrics without a scenario, once something has moved.
    package static let metrics = [
        "actual_saving_to_date", "planned_saving_to_date", "saving_variance_to_date", "gates_call",
    ]

    /// - Throws: ``ModelError`` when the definitions contradict each other; that is a defect of the program.
    package static func make(_ shape: Shape) throws(ModelError) -> Model {
        var sections: [Section] = []
        if shape.months > 0 { sections.append(.actuals(hasPlan: shape.hasPlan, hasEarlier: shape.hasEarlier)) }
        if shape.phases > 0 {
            sections.append(
                .gates(
                    hasScorecard: shape.hasScorecard, byPhase: shape.hasTargetsByPhase,
                    hasEvaluations: !shape.evaluated.isEmpty,
                    hasActuals: shape.months > 0))
        }
        func numbered(_ count: Int) -> [Member] { (0..<count).map { Member(id: "\($0 + 1)") } }
        return try Model(
            sections: sections,
            members: Members(lists: [
                .actualMonth: numbered(shape.months), .phase: numbered(shape.phases),
                .evaluated: shape.evaluated.map { Member(id: $0) },
                .gateStatus: GateStatus.allCases.map { Member(id: $0.rawValue) },
            ]), horizon: 1)
    }
}
