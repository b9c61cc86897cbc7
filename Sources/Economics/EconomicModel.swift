/// Builds the model of one project from the sections of lines.
package enum EconomicModel {
    /// - Parameters:
    ///   - members: of the project; the sets that belong to the method are added here.
    ///   - horizon: last month, 1…120.
    package static func make(members: Members, horizon: Int) throws(ModelError) -> Model {
        var members = members
        members.lists[.scheduleStep] = (1...6).map { Member(id: "step_\($0)", label: "step \($0)") }
        members.lists[.view] = [
            Member(id: "headline"), Member(id: "with_residual", label: "with residual value"),
        ]
        return try Model(
            sections: [
                .drivers(members: members), .time, .memory, .readiness(members: members),
                .migrationConstants, .readinessOfPlan, .baseline, .migration, .capacity,
                .taxSchedule,
                .fleet, .fleetCosts, .costs, .cash, .rateSearch, .rateRoots, .merit, .metricParts,
                .breakEvenInputs, .breakEven, .owningAgainstRenting, .priceDecline,
                .metrics(hasPools: !members[.pool].isEmpty), .costGroups, .stay, .checkParts, .checks,
            ], members: members, horizon: horizon)
    }
}
