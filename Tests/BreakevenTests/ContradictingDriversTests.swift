import Diagnostics
import Economics
import Reports
import TestSupport
import Testing

@testable import Breakeven

/// Drivers that are valid each by itself: what contradicts is refused or said, and what stands by itself is not.
struct ContradictingDriversTests {
    private static func analysed(
        model: String = "", workload: String = "migrate_month: 2", set: [String] = []
    ) throws -> Analysis {
        let project = try SmallProject()
        try project.write(
            "breakeven.yaml",
            """
            model:
              meta: {horizon_months: 24}
              \(model)
              workloads: [{id: chat, tok_in: 4000, tok_out: 1000, price_in: 2, price_out: 8, pool: p, \(workload)}]
              pools: [{id: p, tps_in: 90000, tps_out: 9000, gpus_per_replica: 1}]
              capacity: {rent_gpu_hour: 2}
            """)
        return try Analysis(try ProjectFolder(path: project.folder, overrides: set), RunOptions())
    }

    private static func codes(_ analysis: Analysis) -> Set<String> {
        Set((analysis.warnings + PlanMessages.warnings(analysis)).map(\.code))
    }

    @Test(
        "A least above its most is refused, in the base case and at the ends",
        arguments: [
            ("people: {fte_min: 3, fte_max: 2}", "people.fte_min 3 above people.fte_max 2"),
            ("people: {fte_max: 0.25}", "people.fte_min 0.5 (the default) above people.fte_max 0.25"),
            (
                "people: {fte_min: {base: 1, high: 4}, fte_max: 3}",
                "people.fte_min 4 above people.fte_max 3 in the scenario low"
            ),
        ])
    func aLeastAboveItsMostIsRefused(people: String, found: String) throws {
        let failure = try #require(throws: Failure.self) { try Self.analysed(model: people) }
        #expect(failure.status == .badConfiguration)
        #expect(failure.diagnostics.map(\.found) == [found])
        #expect(failure.diagnostics[0].position?.line == 3)
    }

    @Test func anIdleServerDrawsNoMoreThanABusyOne() throws {
        let failure = try #require(throws: Failure.self) { try Self.analysed(set: ["capacity.kw_idle=3"]) }
        #expect(failure.diagnostics.map(\.found) == ["capacity.kw_idle 3 above capacity.kw_max 0 (the default)"])
        #expect(throws: Never.self) { try Self.analysed(set: ["capacity.kw_idle=3", "capacity.kw_max=3"]) }
    }

    @Test(
        "What has no effect is said, with its place",
        arguments: [
            ("market: {api_price_steps: [{month: 100, factor: 0.5}]}", "migrate_month: 2", "step-beyond-horizon"),
            ("", "migrate_month: 2, eligible: false", "planned-though-not-eligible"),
            ("finance: {discount_rate_annual: -0.05}", "migrate_month: 2", "negative-discount-rate"),
            ("market: {rent_decline_annual: {base: 0.1, low_scenario: low}}", "migrate_month: 2", "end-without-range"),
            (
                "market: {rent_decline_annual: {base: 0.1, low: 0, high: 0.3, low_scenario: high}}",
                "migrate_month: 2", "scenarios-inverted"
            ),
        ])
    func whatHasNoEffectIsSaid(model: String, workload: String, code: String) throws {
        let found = Self.codes(try Self.analysed(model: model, workload: workload))
        let all: Set = [
            "step-beyond-horizon", "planned-though-not-eligible", "negative-discount-rate", "end-without-range",
            "scenarios-inverted",
        ]
        #expect(found.intersection(all) == [code])
    }

    @Test("Scenarios that a project has turned round itself are told with the driver that does it")
    func customScenariosThatAreInverted() throws {
        let analysis = try Self.analysed(
            model: "market: {rent_decline_annual: {base: 0.1, low: 0, high: 0.3, low_scenario: high}}")
        let warning = try #require(
            (analysis.warnings + PlanMessages.warnings(analysis)).first { $0.code == "scenarios-inverted" })
        #expect(
            warning.expected
                == "low to be worse than high: market.rent_decline_annual stands at its favourable end in low")
        #expect(warning.position?.line == 3 && warning.fix?.contains("take low_scenario out") == true)
    }

    @Test("The board page prints no decline that is not used")
    func stepsTakeThePlaceOfTheDecline() throws {
        let steps = try Self.analysed(
            model: "market: {api_price_decline_annual: 0.2, api_price_steps: [{month: 6, factor: 0.9}]}")
        let board = try SheetSentenceTests.texts("Board page", steps.data)
        #expect(!board.contains("API price decline, a year"))
        #expect(board.contains("by the steps given; the yearly decline is not used"))
        let smooth = try Self.analysed(model: "market: {api_price_decline_annual: 0.2}")
        #expect(try SheetSentenceTests.texts("Board page", smooth.data).contains("API price decline, a year"))
    }
}
