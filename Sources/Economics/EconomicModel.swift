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
        members.lists[.fiscalYear] = (1...Members.fiscalYears(horizon: horizon)).map {
            Member(id: "year_\($0)", label: "fiscal year \($0)")
        }
        members.lists[.request] = (1...Members.requests).map { Member(id: "request_\($0)", label: "request \($0)") }
        members.lists[.phase] = (0..<Swift.min(Section.mostPhases, Swift.max(1, members[.workload].count))).map {
            Member(id: "phase_\($0 + 1)", label: "phase \($0 + 1)")
        }
        let parts = members.parts
        // Steps and tiers leave no smooth price whose fall could be searched.
        let isSmooth = parts.isDisjoint(with: [.commitment, .tiers, .priceSteps])
        return try Model(
            sections: [
                .drivers(members: members), .time(parts), .memory, .readiness(members: members),
                .migrationConstants(members), .readinessOfPlan(members), .baseline(parts), .migration(parts), .capacity,
                .taxSchedule,
                .fleet, .committedCapacity(parts), .fleetCosts(parts), .costs(members),
            ]
                + (parts.contains(.optimised) ? [.optimised(parts)] : []) + [
                    .cash, .rateSearch, .rateRoots, .merit, .metricParts,
                    .breakEvenInputs(members), .breakEven, .owningAgainstRenting, .breakEvenReasons,
                    .mustBeTrue,
                ] + (isSmooth ? [.priceDecline] : []) + [
                    .metrics(hasPools: !members[.pool].isEmpty, hasSmoothPrice: isSmooth, parts), .costGroups(parts),
                    .fiscalYears, .capitalRequest, .leaseQuestion,
                ] + (parts.contains(.fixedTerm) ? [.reservationTerms, .fixedTerm(parts)] : [])
                + (parts.contains(.lease) ? [.leaseOrBuy] : [])
                + (parts.contains(.loan) ? [.loan] : []) + [
                    .stay,
                    .checkParts, .phases(parts), .checks(parts),
                ], members: members, horizon: horizon)
    }
}
