extension Section {
    /// The NPV that the project's own weights of the three scenarios make. MODEL.md 10.
    package static let expectedValue = Section(
        "Expected NPV",
        Scenario.allCases.flatMap { scenario in
            [
                Line(
                    "weight_\(scenario.rawValue)", "Weight of the scenario \(scenario.rawValue)", .ratio, .percent,
                    .cell,
                    section: "10", .input("weight.\(scenario.rawValue)")),
                Line(
                    "npv_\(scenario.rawValue)", "NPV, \(scenario.rawValue)", .money, .money, .cell, section: "10",
                    .driver("npv.\(scenario.rawValue)")),
            ]
        } + [
            Line(
                "npv_expected", "NPV, weighted by scenario", .money, .money, .cell, section: "10",
                "weight_low" * "npv_low" + "weight_base" * "npv_base" + "weight_high" * "npv_high")
        ])
}

/// The scenarios of the plan weighted as the project says.
package enum ExpectedValue {
    /// - Parameters:
    ///   - weights: of each scenario, 1 in all.
    ///   - npvs: of the plan in each scenario, in the reporting currency.
    /// - Returns: In the reporting currency.
    /// - Throws: A defect.
    package static func npv(weights: [Scenario: Double], npvs: [Scenario: Double]) throws -> Double {
        var lane = Lane(isFullStrategy: false, drivers: [:])
        for scenario in Scenario.allCases {
            lane.drivers["weight.\(scenario.rawValue)"] = .number(weights[scenario] ?? 0)
            lane.drivers["npv.\(scenario.rawValue)"] = .number(npvs[scenario] ?? 0)
        }
        let model = try Model(sections: [.expectedValue], members: Members(lists: [:]), horizon: 1)
        return try Evaluator(model).evaluate([lane]).value("npv_expected", lane: 0)
    }
}
