import Foundation
import TestSupport
import Testing

@testable import Economics

/// The rule of MODEL.md 11 done the slow way: every candidate is a lane of the whole model, every subset is tried.
private struct SlowPlanner {
    let project: PlanProject
    let register: DriverRegister
    let evaluator: Evaluator
    let model: Model
    let base: Lane
    var ids: [String] { project.structure.workloads.map(\.id) }

    init(_ project: PlanProject) throws {
        self.project = project
        register = try project.register
        model = try EconomicModel.make(members: project.structure.members, horizon: project.structure.horizon)
        evaluator = try Evaluator(model, for: ["net_present_value", "savings_total"])
        base = register.lane(Instance(.base, .hybrid))
    }

    private func number(_ key: String) -> Double {
        if case .number(let value)? = register[key: key]?.base { return value }
        return 0
    }

    func months(_ order: [String]) -> [String: Int] {
        var months: [String: Int] = [:]
        var next = 1
        if register[key: "capacity.mode"]?.base == .word("buy") {
            next = max(1, Int(number("capacity.lead_months")))
        }
        for id in order {
            months[id] = next
            let parallel = Int((number("workloads.\(id).parallel_weeks") * 7 * 12 / 365 - 1e-9).rounded(.up))
            next += parallel + Int(number("migration.gap_months"))
        }
        return months
    }

    func figures(_ orders: [[String]]) throws -> [(npv: Double, saving: Double)] {
        let lanes = orders.map { order in
            var lane = base
            for id in ids { lane.drivers["workloads.\(id).migrate_month"] = .word("stay") }
            for (id, month) in months(order) where month <= project.structure.horizon {
                lane.drivers["workloads.\(id).migrate_month"] = .number(Double(month))
            }
            return lane
        }
        let columns = try evaluator.figures(
            [LaneFigure("net_present_value"), LaneFigure("savings_total")], of: lanes)
        return lanes.indices.map { (columns[0][$0], columns[1][$0]) }
    }

    func ranking() throws -> [String] {
        var rest = ids
        var chosen: [String] = []
        var before = try figures([[]])[0].saving
        while !rest.isEmpty {
            guard rest.contains(where: { months(chosen + [$0])[$0]! <= project.structure.horizon }) else { break }
            let savings = try figures(rest.map { chosen + [$0] }).map { $0.saving - before }
            let sum = savings.reduce(0) { $0 + max(0, $1) }
            func priority(_ index: Int) -> Double {
                guard sum > 0 else { return 0 }
                return max(0, savings[index]) / sum * number("workloads.\(rest[index]).simplicity")
                    * (1 - number("workloads.\(rest[index]).quality_risk"))
            }
            let best = rest.indices.min { a, b in
                let (x, y) = (priority(a), priority(b))
                if abs(x - y) > 1e-12 * max(x, y) { return x > y }
                if abs(savings[a] - savings[b]) > 1e-6 { return savings[a] > savings[b] }
                return rest[a] < rest[b]
            }!
            before += savings[best]
            chosen.append(rest.remove(at: best))
        }
        return chosen + rest
    }

    /// NPV of the best subset, and its workloads in the order of moving.
    func best() throws -> (npv: Double, order: [String]) {
        let ranked = try ranking()
        let subsets = (0..<(1 << ranked.count)).map { mask in
            ranked.indices.filter { mask >> $0 & 1 == 1 }.map { ranked[$0] }
        }
        let npvs = try figures(subsets).map(\.npv)
        let most = npvs.max()!
        let equal = subsets.indices.filter { npvs[$0] >= most - 1e-12 * abs(most) - 1e-6 }
        let first = equal.min { a, b in
            subsets[a].count != subsets[b].count
                ? subsets[a].count < subsets[b].count
                : subsets[a].sorted().lexicographicallyPrecedes(subsets[b].sorted())
        }!
        return (npvs[first], subsets[first])
    }
}

/// With `BREAKEVEN_LONG` the tests draw as many and as large instances as the figures of the guide name.
private let isLong = ProcessInfo.processInfo.environment["BREAKEVEN_LONG"] != nil

struct MigrationPlanTests {
    @Test func thePlanIsTheBestOfAllSubsets() throws {
        var moved = 0
        for seed in 1...(isLong ? 1000 : 24) as ClosedRange<UInt64> {
            let count = isLong ? 1 + Int(seed % 12) : 1 + Int(seed % 5)
            let project = PlanProject(seed: seed, workloads: count, horizon: isLong && seed % 3 == 0 ? 36 : 14)
            let plan = try project.plan()
            let slow = try SlowPlanner(project)
            let best = try slow.best()
            let order = plan.entries.filter { $0.month != nil }.sorted { $0.month! < $1.month! }
            #expect(order.map(\.workload) == best.order, "seed \(seed)")
            #expect(abs(plan.npv - best.npv) <= 1e-9 * max(1, abs(best.npv)) + 1e-4, "seed \(seed)")
            #expect(
                order.allSatisfy { $0.month == slow.months(best.order)[$0.workload] }, "seed \(seed)")
            // The months stand in the register, and the whole model agrees with them.
            let npv = try slow.evaluator.evaluate([plan.register.lane(Instance(.base, .hybrid))])
                .value("net_present_value", lane: 0)
            #expect(abs(npv - plan.npv) <= 1e-9 * max(1, abs(npv)) + 1e-4, "seed \(seed)")
            moved += order.count
        }
        #expect(moved > 12)
    }

    /// Above twelve workloads the search is not exhaustive.
    @Test func manyWorkloadsComeWithinOnePercentOfTheBest() throws {
        var losses: [Double] = []
        for seed in 1...(isLong ? 200 : 2) as ClosedRange<UInt64> {
            // Seeds without discount tiers, whose plans have no short way.
            let project = PlanProject(seed: 7 * (1000 + seed), workloads: isLong ? 16 : 13, horizon: isLong ? 36 : 28)
            let plan = try project.plan()
            let facts = try PlanFacts(try project.register, project.structure)
            let search = try facts.search()
            let ranked = try search.ranked(facts.free).map(\.workload)
            // Beyond the last month nothing moves: such workloads double the subsets and change no plan.
            let reach = ranked.indices.reduce(into: 0) { reach, index in
                if search.schedule([ranked[index]])[0].month <= project.structure.horizon { reach = index + 1 }
            }
            let plans = (0..<(1 << reach)).map { mask in
                search.schedule((0..<reach).filter { mask >> $0 & 1 == 1 }.map { ranked[$0] })
            }
            let figures = try search.values.figures(plans)
            let best = figures.max { $0.npv < $1.npv }!
            let still = try search.values.figures([[]])[0]
            let scale = max(abs(best.saving - still.saving), 1)
            losses.append((best.npv - plan.npv) / scale)
        }
        losses.sort()
        func at(_ share: Double) -> Double { losses[min(losses.count - 1, Int(share * Double(losses.count)))] }
        print("loss against all subsets, of the total saving: median \(at(0.5)), 90 % \(at(0.9)), most \(losses.last!)")
        #expect(losses.allSatisfy { $0 > -1e-9 })
        #expect(losses.last! <= 0.01)
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func theOrderOfWorkloadsAndPoolsChangesNothing(_ seed: UInt64) throws {
        let project = PlanProject(seed: seed, workloads: 5, horizon: 18)
        let plan = try project.plan()
        var random = SplitMix64(seed: seed)
        var other = project
        other.structure.workloads.shuffle(using: &random)
        other.structure.pools.reverse()
        let again = try other.plan()
        #expect(again.entries.sorted { $0.workload < $1.workload } == plan.entries)
        #expect(again.npv.bitPattern == plan.npv.bitPattern)
        #expect(again.complexity == plan.complexity)
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func marginalSavingsAddUpToTheSavingOfThePlan(_ seed: UInt64) throws {
        let project = PlanProject(seed: 100 + seed, workloads: 6, horizon: 24)
        let plan = try project.plan()
        let moved = plan.entries.filter { $0.month != nil }
        let sum = moved.reduce(0) { $0 + $1.savingMarginal! }
        #expect(abs(sum - plan.saving) <= 1e-6 * max(1, abs(plan.saving)))
        #expect(moved.map { $0.rank! }.sorted() == Array(1..<(moved.count + 1)))
        #expect(plan.entries.allSatisfy { ($0.month == nil) == !$0.reason.isEmpty })
    }

    @Test(arguments: [
        ("gates.data_allowed", 0, "compliance: its data may not be processed there"),
        ("gates.eval_pass_rate", 0.85, "quality: 0.85 of its evaluation set passes, 0.9 must"),
        ("gates.fallback_tested", 0, "fallback: its route back to the API is not tested"),
        ("parallel_weeks", 6, "rules: 6 weeks in parallel, 2 to 4 must be"),
        ("fallback_share", 0, "rules: fallback_share is 0, and a fallback that is never used is not tested"),
        ("eligible", 0, "not eligible"),
    ])
    func aGateKeepsAWorkloadOnTheAPI(_ key: String, _ value: Double, _ reason: String) throws {
        var project = PlanProject(seed: 2, workloads: 3, horizon: 24)
        project.given["people.loaded_cost_year"] = GivenDriver(.number(0))
        project.given["one_off.1.amount"] = GivenDriver(.number(0))
        project.given["capacity.mode"] = GivenDriver(.word("rent"))
        project.given["capacity.rent_gpu_hour"] = GivenDriver(.number(0.01))
        #expect(try project.plan().entries.allSatisfy { $0.decision == .migrate })
        project.given["workloads.w02.\(key)"] = GivenDriver(.number(value))
        let entry = try project.plan().entries[1]
        #expect(entry.reason == reason)
        #expect(entry.decision == (reason.isEmpty ? .migrate : .never))
    }

    @Test func aPoolWithoutThroughputKeepsItsWorkloadsOnTheAPI() throws {
        var project = PlanProject(seed: 3, workloads: 2, horizon: 24)
        for pool in project.structure.pools { project.given["pools.\(pool).tps_out"] = GivenDriver(.number(0)) }
        let pools = try project.register
        for entry in try project.plan().entries {
            guard case .word(let pool)? = pools[key: "workloads.\(entry.workload).pool"]?.base else { continue }
            #expect(entry.reason == "capacity: pool \(pool) has no output throughput")
        }
    }

    /// A project in which everything pays.
    private static func paying(_ seed: UInt64, workloads: Int) -> PlanProject {
        var project = PlanProject(seed: seed, workloads: workloads, horizon: 24)
        project.given["people.loaded_cost_year"] = GivenDriver(.number(0))
        project.given["one_off.1.amount"] = GivenDriver(.number(0))
        project.given["capacity.mode"] = GivenDriver(.word("rent"))
        project.given["capacity.rent_gpu_hour"] = GivenDriver(.number(0.01))
        project.given["migration.gap_months"] = GivenDriver(.number(2))
        return project
    }

    @Test(arguments: [1, 2, 4, 6] as [UInt64])
    func aMonthThatIsGivenKeepsItsDistance(_ seed: UInt64) throws {
        var project = Self.paying(seed, workloads: 4)
        project.given["workloads.w02.migrate_month"] = GivenDriver(.number(5))
        let plan = try project.plan()
        let months = plan.entries.compactMap(\.month).sorted()
        #expect(months.count == 4, "seed \(seed)")
        #expect(months.contains(5))
        // Each parallel run of two to four weeks takes a month, then come two without a move.
        #expect(zip(months, months.dropFirst()).allSatisfy { $1 - $0 >= 3 }, "seed \(seed): \(months)")
    }

    /// A workload with a given month counts when it moves, not before those that the plan moves earlier.
    @Test func savingsAreThoseOfTheOrderOfMonths() throws {
        var project = Self.paying(2, workloads: 4)
        project.given["workloads.w03.migrate_month"] = GivenDriver(.number(12))
        let plan = try project.plan()
        let first = try #require(plan.entries.first { $0.rank == 1 })
        #expect(first.month == 1)
        var alone = project
        for id in project.structure.workloads.map(\.id) where id != first.workload {
            alone.given["workloads.\(id).migrate_month"] = GivenDriver(.word("stay"))
        }
        alone.given["workloads.\(first.workload).migrate_month"] = GivenDriver(.number(1))
        let saving = try alone.plan().saving
        #expect(abs(first.savingMarginal! - saving) <= 1e-6 * max(1, abs(saving)))
    }

    @Test func whatComesAfterTheLastMonthHasNoneLeft() throws {
        var project = Self.paying(2, workloads: 4)
        project.structure.horizon = 5
        let plan = try project.plan()
        #expect(plan.entries.compactMap(\.month).sorted() == [1, 4])
        #expect(
            plan.entries.filter { $0.month == nil }.map(\.reason)
                == Array(repeating: "no month is left after those that move", count: 2))
    }

    @Test func pinnedMonthsStandAndCountBeforeWhatIsChosen() throws {
        var project = PlanProject(seed: 5, workloads: 4, horizon: 24)
        project.given["workloads.w03.migrate_month"] = GivenDriver(.number(9))
        project.given["workloads.w04.migrate_month"] = GivenDriver(.word("never"))
        let plan = try project.plan()
        #expect(plan.entries[2].month == 9)
        #expect(!plan.entries[2].isPlanned)
        #expect(plan.entries[3].decision == .never)
        #expect(plan.register[key: "workloads.w03.migrate_month"]?.source == "")
    }
}

struct PlanComplexityTests {
    private func steps(_ parts: [(effort: Double, saving: Double)]) -> [PlanComplexity.Step] {
        var sum = 0.0
        return parts.enumerated().map { index, part in
            sum += part.saving
            return .init(workload: "w\(index)", isInPlan: true, effort: part.effort, savingSoFar: sum)
        }
    }

    @Test func theClaimHoldsWhenLittleEffortSavesMost() {
        let found = PlanComplexity(steps: steps([(10, 800), (90, 200)]), platform: 5)
        #expect(found.claims.map(\.words) == ["holds", "holds"])
        #expect(found.claims[0].complexity == 15.0 / 105)
        #expect(found.steps.map(\.savingShare) == [0.8, 1])
    }

    @Test func aLargePlatformBreaksTheClaim() {
        let found = PlanComplexity(steps: steps([(10, 900), (10, 100)]), platform: 30)
        #expect(found.claims.map(\.words) == ["does not hold", "does not hold"])
        #expect(found.claims.map(\.complexity) == [0.8, 0.8])
    }

    @Test func withoutEffortsOrSavingsThereIsNoAnswer() {
        let none = PlanComplexity(steps: steps([(0, 100)]), platform: 0)
        #expect(none.claims.map(\.words) == Array(repeating: "needs effort_days and platform_points", count: 2))
        let loss = PlanComplexity(steps: steps([(5, -100)]), platform: 9)
        #expect(loss.claims.map(\.words) == ["nothing saves", "nothing saves"])
        #expect(loss.claims.allSatisfy { $0.complexity == nil })
    }
}
