/// The three consistent directions of uncertainty. MODEL.md 10.
package enum Scenario: String, CaseIterable, Hashable, Sendable {
    case low, base, high
}

/// What is done. CONTRACT.md, strategies.
package enum Strategy: String, CaseIterable, Hashable, Sendable {
    /// The phased plan, pinned or planned.
    case hybrid
    /// Everything that may move, as early as capacity can be there.
    case full
    /// Nothing moves.
    case api
}

/// One evaluated copy of the model.
package struct Instance: Hashable, Sendable {
    package var scenario: Scenario
    package var strategy: Strategy

    package init(_ scenario: Scenario, _ strategy: Strategy) {
        self.scenario = scenario
        self.strategy = strategy
    }

    /// Those with a sheet of their own, in the order of the sheets. `api` needs none: it is the baseline.
    package static let all: [Instance] =
        [Strategy.hybrid, .full].flatMap { strategy in Scenario.allCases.map { Instance($0, strategy) } }
}
