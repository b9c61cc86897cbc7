import Economics
import Foundation
import Reports
import TestSupport
import Testing

@testable import Breakeven

/// MODEL.md 14, the laws that compare months or runs with one another, on projects drawn at random.
struct InvariantTests {
    private static let lane = 1
    private static let seeds: [UInt64] = [1, 4, 8, 13, 14, 27]

    /// Every workload may move, in a month that no search chooses.
    private static func pinned(_ seed: UInt64, _ values: [String: Any] = [:]) -> RandomProject {
        var project = RandomProject(seed: seed)
        project.horizon = 36
        project.setAll(["migrate_month": 4, "eligible": true])
        project.setAll(values)
        return project
    }

    private static func close(_ a: Double, _ b: Double, _ scale: Double) -> Bool {
        abs(a - b) <= 1e-9 * max(1, abs(scale))
    }

    @Test(
        "14.1: In every month the lines add up to the alternative and the flow is the difference", arguments: seeds)
    func everyMonthAddsUp(seed: UInt64) throws {
        let evaluation = try analysed(RandomProject(seed: seed)).data.evaluation
        for lane in Instance.all.indices {
            func series(_ line: String, _ member: Int? = nil) -> [Double] {
                member.map { evaluation.series(line, member: $0, lane: lane) } ?? evaluation.series(line, lane: lane)
            }
            let scale = evaluation.value("check_scale", lane: lane)
            let costs =
                Section.runningCosts.filter { $0.part == nil }.map { series($0.line.id) }
                + ["residual_api", "contingency", "one_off", "capex"].map { series($0) }
            let (resale, horizon) = (series("resale"), series("horizon_resale"))
            for (member, counted) in [0.0, 1].enumerated() {
                let alternative = series("alternative", member)
                let (tax, flow) = (series("tax", member), series("cash_flow", member))
                for month in alternative.indices {
                    let sum = costs.reduce(0) { $0 + $1[month] } - resale[month] - counted * horizon[month]
                    #expect(Self.close(sum, alternative[month], scale), "seed \(seed), month \(month)")
                    #expect(
                        Self.close(series("baseline_api")[month] - sum - tax[month], flow[month], scale),
                        "seed \(seed), month \(month)")
                }
            }
        }
    }

    @Test("14.12: Workloads that move and workloads that stay are the whole baseline, every month", arguments: seeds)
    func everyWorkloadMovesOrStays(seed: UInt64) throws {
        let data = try analysed(RandomProject(seed: seed)).data
        for lane in Instance.all.indices {
            let baseline = data.evaluation.series("baseline_api", lane: lane)
            let fixed = data.evaluation.value("api_fixed_month", lane: lane)
            var groups = [[Double]](repeating: [Double](repeating: 0, count: baseline.count), count: 2)
            for workload in data.model.members[.workload].indices {
                let moves = data.evaluation.value("moves", member: workload, lane: lane) > 0
                for (month, cost) in data.evaluation.series("api_cost", member: workload, lane: lane).enumerated() {
                    groups[moves ? 0 : 1][month] += cost
                }
            }
            for month in baseline.indices {
                let sum = groups[0][month] + groups[1][month] + (month > 0 ? fixed : 0)
                #expect(Self.close(sum, baseline[month], baseline[month]), "seed \(seed), month \(month)")
            }
        }
    }

    @Test("14.7: Replicas, GPUs and servers are whole, and none is used beyond what it can do", arguments: seeds)
    func capacityIsWhole(seed: UInt64) throws {
        let data = try analysed(RandomProject(seed: seed)).data
        for lane in Instance.all.indices {
            for line in ["replicas", "gpus", "servers"] {
                #expect(
                    data.evaluation.series(line, lane: lane).allSatisfy { $0 >= 0 && $0 == $0.rounded() },
                    "seed \(seed), \(line)")
            }
            for fleet in data.model.members[.fleet].indices {
                let owned = data.evaluation.series("fleet_servers", member: fleet, lane: lane)
                let needed = data.evaluation.series("servers_needed", member: fleet, lane: lane)
                #expect(zip(owned, needed).allSatisfy { $0 >= $1 }, "seed \(seed)")
            }
            #expect(data.evaluation.series("utilisation", lane: lane).allSatisfy { $0 >= 0 && $0 <= 1 }, "seed \(seed)")
        }
    }

    @Test(
        "14.8: Depreciation that ends within the horizon is the whole capex, less salvage in the books",
        arguments: seeds.prefix(3), ["SL", "MACRS5", "bonus"])
    func depreciationEndsWithCapex(seed: UInt64, schedule: String) throws {
        var project = Self.pinned(seed, ["growth_monthly": 0])
        project.horizon = 96
        project.capacity.merge(["mode": "buy", "life_months": 200, "book_salvage_frac": 0.1]) { $1 }
        for index in project.pools.indices { project.pools[index]["capacity"] = nil }
        project.finance["depr_book_months"] = 18
        project.finance["depr_tax"] = schedule
        let evaluation = try analysed(project).data.evaluation
        let capex = evaluation.total("capex", lane: Self.lane)
        let last = evaluation.series("bought", member: 0, lane: Self.lane).lastIndex { $0 > 0 } ?? 0
        try #require(last <= 96 - 72 + 1, "seed \(seed): bought in month \(last)")
        #expect(Self.close(evaluation.total("depreciation_book", lane: Self.lane), capex * 0.9, capex), "seed \(seed)")
        #expect(Self.close(evaluation.total("depreciation_tax", lane: Self.lane), capex, capex), "seed \(seed)")
    }

    @Test("14.9: More escalation never raises the NPV", arguments: seeds)
    func escalationNeverHelps(seed: UInt64) throws {
        let project = Self.pinned(seed, ["fallback_type": "escalation", "fallback_share": 0.05])
        var more = project
        more.setAll(["fallback_share": 0.3])
        let (a, b) = (try analysed(project), try analysed(more))
        #expect(
            number(metric(b, "npv"))! <= number(metric(a, "npv"))! + 1e-9 * number(metric(a, "baseline_cost_total"))!,
            "seed \(seed)")
    }

    @Test("14.9: A longer parallel run never lowers the API bill of any month", arguments: seeds)
    func parallelRunsCostApiSpend(seed: UInt64) throws {
        let short = try analysed(Self.pinned(seed, ["parallel_weeks": 2])).data.evaluation
        let long = try analysed(Self.pinned(seed, ["parallel_weeks": 9.5])).data.evaluation
        let pairs = zip(short.series("residual_api", lane: Self.lane), long.series("residual_api", lane: Self.lane))
        #expect(pairs.allSatisfy { $1 >= $0 * (1 - 1e-12) }, "seed \(seed)")
    }

    @Test("14.6: A complete fallback leaves the whole bill, whatever moves when", arguments: seeds)
    func aCompleteFallbackLeavesTheWholeBill(seed: UInt64) throws {
        let evaluation = try analysed(Self.pinned(seed, ["fallback_share": 1])).data.evaluation
        let pairs = zip(
            evaluation.series("baseline_api", lane: Self.lane), evaluation.series("residual_api", lane: Self.lane))
        #expect(pairs.allSatisfy { Self.close($0, $1, $0) }, "seed \(seed)")
    }

    @Test(
        "14.11: A share moved uniformly costs between staying and moving all, but for fixed cost and one replica",
        arguments: seeds)
    func hybridStaysWithinItsBounds(seed: UInt64) throws {
        var project = Self.pinned(
            seed, ["fallback_share": 0, "parallel_weeks": 0, "ramp": [1.0], "pool": "pool-1", "api_other_month": 0])
        project.pools = Array(project.pools.prefix(1))
        project.pools[0].merge(["min_replicas": 0, "spare_replicas": 1]) { $1 }
        project.capacity.merge(["mode": "rent", "gpus_sold_together": 1]) { $1 }
        project.people["gpus_per_fte"] = 0
        project.market["api_fixed_month"] = 0
        project.setAll(["max_share": 1])
        let data = try analysed(project).data
        func atEnd(_ line: String) -> Double { data.evaluation.series(line, lane: Self.lane).last! }
        let need = data.evaluation.series("need", member: 0, lane: Self.lane).last!
        let gpus = data.evaluation.value("gpus_per_replica", member: 0, lane: Self.lane)
        let rent = data.evaluation.series("rent_price", member: 0, lane: Self.lane).last!
        let fleet = { (line: String) in data.evaluation.value(line, member: 0, lane: Self.lane) }
        let replica =
            (1 + data.evaluation.value("contingency_pct", lane: Self.lane)) * gpus
            * (atEnd("hours") * rent + fleet("software_per_gpu_year") / 12
                + data.evaluation.value("observability_per_gpu", lane: Self.lane))
        let api = atEnd("baseline_api")
        let fixed = atEnd("opex") - replica * atEnd("replicas") + replica
        let variable = replica * need
        for share in [0.25, 0.5, 0.9] {
            project.setAll(["max_share": share])
            let partly = try analysed(project).data.evaluation
            let cost =
                partly.series("residual_api", lane: Self.lane).last! + partly.series("opex", lane: Self.lane).last!
            let margin = 1e-6 * max(api, cost)
            #expect(cost >= min(api, variable + fixed) - margin, "seed \(seed), share \(share)")
            #expect(
                cost <= max(api, variable + fixed) + (1 - share) * fixed + replica + margin,
                "seed \(seed), share \(share)")
        }
    }

    @Test(
        "14.11: Under declining savings payback exists just where the running sum at its height is not below zero",
        arguments: UInt64(1)...60)
    func paybackUnderDecliningSavings(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let saved = 10_000 + 90_000 * random.unit()
        let running = saved * (0.2 + 0.7 * random.unit())
        let decline = 1 - 0.006 - 0.05 * random.unit()
        let turn = (log(running / saved) / log(decline)).rounded(.down)
        let height = saved * decline * (1 - pow(decline, turn)) / (1 - decline) - running * turn
        for share in [0.3, 0.95, 1.05, 3] {
            let upfront = height * share
            guard upfront > 0 else { continue }
            let flows = [-upfront] + (1...600).map { saved * pow(decline, Double($0)) - running }
            let exists = FinanceFunctions.payback(flows) != .never
            #expect(exists == (share < 1), "seed \(seed), \(share) of the height")
        }
    }

    @Test("14.10: The order of workloads, pools and one-off costs changes nothing", arguments: seeds)
    func orderDoesNotMatter(seed: UInt64) throws {
        let project = Self.pinned(seed)
        var other = project
        other.workloads.reverse()
        other.pools.reverse()
        other.oneOffs.reverse()
        let (a, b) = (try analysed(project), try analysed(other))
        let scale = number(metric(a, "baseline_cost_total"))!
        for id in ["npv", "npv_with_residual", "savings_total", "capex_total", "peak_funding", "gpus_peak"] {
            #expect(Self.close(number(metric(a, id))!, number(metric(b, id))!, scale), "seed \(seed): \(id)")
        }
    }

    @Test("14.8: MACRS shares add up to the whole price")
    func scheduleIsWhole() {
        let shares: [MethodConstant] = [.macrsYear1, .macrsYear2, .macrsYear3, .macrsYear4, .macrsYear5, .macrsYear6]
        #expect(abs(shares.reduce(0) { $0 + $1.value } - 1) < 1e-15)
    }
}
