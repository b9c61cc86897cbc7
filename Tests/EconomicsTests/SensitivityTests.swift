import Billing
import Economics
import Testing
import TestSupport

/// A project of two workloads and one pool, small enough to be evaluated by the thousand.
struct TrialProject {
    var register: DriverRegister
    var model: Model

    init(horizon: Int = 24, mode: String = "buy", _ change: (inout [String: GivenDriver]) -> Void = { _ in }) throws {
        var given: [String: GivenDriver] = [:]
        func set(_ key: String, _ base: Double, _ low: Double? = nil, _ high: Double? = nil) {
            var driver = GivenDriver(.number(base))
            driver.low = low
            driver.high = high
            given[key] = driver
        }
        for (id, month) in [("a", 3.0), ("b", 5)] {
            set("workloads.\(id).tok_in", 9000)
            set("workloads.\(id).tok_out", 1200)
            set("workloads.\(id).price_in", 3)
            set("workloads.\(id).price_out", 15)
            set("workloads.\(id).growth_monthly", 0.01, 0, 0.02)
            set("workloads.\(id).migrate_month", month)
            given["workloads.\(id).pool"] = GivenDriver(.word("p"))
        }
        set("pools.p.gpus_per_replica", 4)
        set("pools.p.tps_in", 20000, 15000, 22000)
        set("pools.p.tps_out", 3000)
        given["capacity.mode"] = GivenDriver(.word(mode))
        set("capacity.server_price", 280_000, 250_000, 320_000)
        set("capacity.rent_gpu_hour", 2.5, 2, 3)
        set("capacity.lead_months", 2)
        set("capacity.life_months", 36, 30, 48)
        set("market.api_price_decline_annual", 0.2, 0.1, 0.3)
        set("people.fte_base", 1, 0.5, 1.5)
        set("people.loaded_cost_year", 200_000)
        change(&given)
        let structure = ModelStructure(
            startMonth: Month("2027-01")!, horizon: horizon, workloads: [.init(id: "a"), .init(id: "b")], pools: ["p"],
            poolsWithCapacity: [], oneOffs: 0)
        register = try DriverRegister(structure: structure, layers: [DriverLayer(.configuration, given)])
        model = try EconomicModel.make(members: structure.members, horizon: horizon)
    }

    var whole: Evaluator { get throws { try Evaluator(model) } }
    var pruned: Evaluator { get throws { try Evaluator(model, for: MonteCarlo.lines) } }

    func options(trials: Int = 300, seed: UInt64 = 7) -> UncertaintyOptions {
        var options = UncertaintyOptions()
        options.trials = trials
        options.seed = seed
        return options
    }
}

struct SensitivityTests {
    @Test("14.13: The tornado stands on the run, and its bars are runs", arguments: ["buy", "rent"])
    func theTornadoStandsOnTheRun(_ mode: String) throws {
        let project = try TrialProject(mode: mode)
        let base = project.register.lane(Instance(.base, .hybrid))
        let run = try project.whole.evaluate([base])
        let tornado = try Tornado(project.pruned, project.register, project.options(), jobs: 2)
        #expect(tornado.npvBase == run.value("net_present_value", lane: 0))
        for bar in tornado.bars where bar.key != Tornado.delayKey && !bar.isStated {
            for (value, npv) in [(bar.low, bar.npvLow), (bar.high, bar.npvHigh)] {
                var lane = base
                lane.drivers[bar.key] = .number(value)
                // The book life follows the life of a server; no figure of cash does.
                #expect(try project.whole.evaluate([lane]).value("net_present_value", lane: 0) == npv, "\(bar.key)")
            }
        }
        let swings = tornado.bars.map(\.swing)
        #expect(swings == swings.sorted(by: >))
        #expect(tornado.bars.contains { $0.key == Tornado.delayKey && $0.npvLow == tornado.npvBase })
    }

    @Test("What MODEL.md 10 asks for has a bar: a range of its own, or a step that its label states")
    func everySubjectHasABar() throws {
        let project = try TrialProject(horizon: 24) { given in
            for key in given.keys {
                given[key]?.low = nil
                given[key]?.high = nil
            }
            given["capacity.residual_start"] = GivenDriver(.number(0.5))
        }
        let tornado = try Tornado(
            project.pruned, project.register, project.options(),
            withResidual: try Sensitivities.npvWithResidual(project.model, project.register), jobs: 2)
        let steps = tornado.bars.filter(\.isStated)
        #expect(
            Set(steps.map(\.key)) == [
                "market.api_price_decline_annual", "growth_change", "fallback_factor", "tps_factor",
                "gpu_price_factor", "fte_factor", "finance.discount_rate_annual", Tornado.residualKey,
            ])
        let base = project.register.lane(Instance(.base, .hybrid))
        var dearer = base
        for key in base.drivers.keys where key.hasSuffix(".server_price") {
            if case .number(let price)? = base.drivers[key] { dearer.drivers[key] = .number(price * 1.15) }
        }
        let prices = try #require(steps.first { $0.key == "gpu_price_factor" })
        #expect(try project.whole.evaluate([dearer]).value("net_present_value", lane: 0) == prices.npvHigh)
        let residual = try #require(steps.first { $0.key == Tornado.residualKey })
        let run = try project.whole.evaluate([base])
        #expect(residual.npvLow == tornado.npvBase)
        #expect(residual.npvHigh == run.value("net_present_value", member: 1, lane: 0))
        #expect(residual.npvHigh > residual.npvLow)
        // No step stands in for a range: the risks of the board page are of what the project gives.
        #expect(tornado.downsides(project.register).isEmpty)
        let ranged = try Tornado(try TrialProject().pruned, TrialProject().register, project.options(), jobs: 2)
        #expect(!ranged.bars.contains { $0.isStated && $0.key == "gpu_price_factor" })
        #expect(Set(ranged.bars.map(\.key)).count == ranged.bars.count)
    }

    @Test func equalSwingsStandInTheOrderOfTheirKeys() throws {
        let project = try TrialProject(mode: "rent")
        let tornado = try Tornado(project.pruned, project.register, project.options(), jobs: 1)
        // Nothing is bought: what belongs to servers moves nothing.
        let idle = tornado.bars.filter { $0.swing == 0 }.map(\.key)
        #expect(idle.contains("capacity.server_price") && idle.contains("capacity.life_months"))
        #expect(idle == idle.sorted())
    }

    @Test func theMiddleOfEachGridIsTheRun() throws {
        let project = try TrialProject()
        let run = try project.whole.evaluate([project.register.lane(Instance(.base, .hybrid))])
        let grids = try TwoWayGrid.all(project.pruned, project.register, jobs: 2)
        #expect(
            grids.map { "\($0.rows.name) \($0.columns.name)" } == [
                "market.api_price_decline_annual growth_change", "gpu_price_factor tps_factor",
                "fte_factor spend_factor",
            ])
        for grid in grids {
            let middle = grid.cells[try #require(grid.baseRow)][try #require(grid.baseColumn)]
            #expect(middle.npv == run.value("net_present_value", lane: 0))
            #expect(middle.payback == run.result("payback_month", lane: 0))
        }
        // A steeper fall of the API price never helps.
        for (above, below) in zip(grids[0].cells, grids[0].cells.dropFirst()) {
            for (a, b) in zip(above, below) { #expect(b.npv <= a.npv) }
        }
    }

    @Test("14.13: The same seed gives the same trials on any number of cores")
    func theSameSeedGivesTheSameTrialsOnAnyNumberOfCores() throws {
        let project = try TrialProject()
        let one = try MonteCarlo(project.pruned, project.register, project.options(), jobs: 1)
        for jobs in [2, 3, 7] {
            let other = try MonteCarlo(project.pruned, project.register, project.options(), jobs: jobs)
            #expect(other.npvPercentiles.map(\.npv) == one.npvPercentiles.map(\.npv))
            #expect(other.npvMean == one.npvMean && other.bins == one.bins && other.gates == one.gates)
        }
        let another = try MonteCarlo(project.pruned, project.register, project.options(seed: 8), jobs: 2)
        #expect(another.npvMean != one.npvMean)
    }

    @Test func aTrialIsTheRunOfItsDraws() throws {
        let project = try TrialProject()
        let options = project.options(trials: 40)
        let drivers = project.register.uncertain(options)
        #expect(drivers.map(\.key) == drivers.map(\.key).sorted())
        #expect(!drivers.contains { $0.key == "finance.depr_book_months" })
        let random = CounterRandom(seed: options.seed)
        let base = project.register.lane(Instance(.base, .hybrid))
        var npv: [Double] = []
        for trial in 0..<options.trials {
            var lane = base
            for (place, driver) in drivers.enumerated() {
                let u = random.unit(UInt64(trial * drivers.count + place))
                let value = driver.value(u)
                #expect(value >= driver.low && value <= driver.high)
                #expect(!driver.isWhole || value == value.rounded())
                lane.drivers[driver.key] = .number(value)
                for follower in driver.followers { lane.drivers[follower] = .number(value) }
            }
            npv.append(try project.whole.evaluate([lane]).value("net_present_value", lane: 0))
        }
        let result = try MonteCarlo(project.pruned, project.register, options, jobs: 2)
        #expect(result.wins == npv.count { $0 > 0 })
        #expect(result.percentile(0.5) == Statistics.percentile(npv.sorted(), 0.5))
        #expect(result.npvMean == npv.reduce(0, +) / Double(npv.count))
    }

    @Test func changingADistributionLeavesTheOtherDrawsAlone() throws {
        let project = try TrialProject()
        var options = project.options()
        let before = project.register.uncertain(options)
        options.distributions["people.fte_base"] = .uniform
        let after = project.register.uncertain(options)
        #expect(before.map(\.key) == after.map(\.key))
        #expect(zip(before, after).filter { $0 != $1 }.map(\.1.key) == ["people.fte_base"])
    }

    @Test("A correlation moves every driver towards the same side, and no draw of its own")
    func driversGoWrongTogether() throws {
        let project = try TrialProject()
        var options = project.options(trials: 8000)
        let drivers = project.register.uncertain(options)
        let random = CounterRandom(seed: options.seed)
        func columns(_ correlation: Double) -> [[Double]] {
            options.correlation = correlation
            let draws = TrialDraws(drivers, options)
            return drivers.indices.map { place in
                (0..<options.trials).map { draws.share($0, place, common: draws.common($0)) }
            }
        }
        let independent = columns(0)
        for (place, column) in independent.enumerated() {
            #expect(column == (0..<options.trials).map { random.unit(UInt64($0 * drivers.count + place)) })
        }
        let together = columns(0.6)
        for (place, driver) in drivers.enumerated() {
            #expect(together[place].allSatisfy { $0 >= 0 && $0 < 1 }, "\(driver.key)")
            let mean = together[place].reduce(0, +) / Double(options.trials)
            #expect(abs(mean - 0.5) < 0.02, "\(driver.key) stays uniform: \(mean)")
            for (other, second) in drivers.enumerated().dropFirst(place + 1) {
                let r = Self.correlation(together[place], together[other])
                // Of the uniforms: 6/π · asin(ρ/2), a little below that of the normals.
                #expect(abs(r - driver.side * second.side * 0.582) < 0.06, "\(driver.key), \(second.key): \(r)")
            }
        }
        let plain = try MonteCarlo(project.pruned, project.register, project.options(), jobs: 1)
        options = project.options()
        options.correlation = 0.6
        let wide = try MonteCarlo(project.pruned, project.register, options, jobs: 3)
        #expect(
            wide.npvPercentiles.map(\.npv)
                == (try MonteCarlo(project.pruned, project.register, options, jobs: 1)).npvPercentiles.map(\.npv))
        #expect(wide.percentile(0.95) - wide.percentile(0.05) > plain.percentile(0.95) - plain.percentile(0.05))
        options.correlation = 0
        #expect(
            (try MonteCarlo(project.pruned, project.register, options, jobs: 2)).npvPercentiles.map(\.npv)
                == plain.npvPercentiles.map(\.npv))
    }

    private static func correlation(_ a: [Double], _ b: [Double]) -> Double {
        let n = Double(a.count)
        let (x, y) = (a.reduce(0, +) / n, b.reduce(0, +) / n)
        let shared = zip(a, b).reduce(0) { $0 + ($1.0 - x) * ($1.1 - y) }
        let (p, q) = (a.reduce(0) { $0 + ($1 - x) * ($1 - x) }, b.reduce(0) { $0 + ($1 - y) * ($1 - y) })
        return shared / (p * q).squareRoot()
    }

    @Test func figuresOfTheTrialsHangTogether() throws {
        let project = try TrialProject()
        let result = try MonteCarlo(project.pruned, project.register, project.options(), jobs: 2)
        #expect(result.percentile(0.05) <= result.percentile(0.5) && result.percentile(0.5) <= result.percentile(0.95))
        #expect(result.npvLeast <= result.percentile(0.01) && result.percentile(0.99) <= result.npvMost)
        #expect(result.winningInterval.contains(result.probabilityOfWinning))
        #expect(result.paybackInterval.contains(result.probabilityOfPayback))
        #expect(abs(result.bins.reduce(0) { $0 + $1.share } - 1) < 1e-12)
        #expect(result.gates.map(\.month) == [6, 12, 18])
        for gate in result.gates {
            #expect(gate.p05 <= gate.p50 && gate.p50 <= gate.p95)
            #expect(gate.expectedLoss >= Swift.max(0, -gate.mean) - 1e-9)
        }
    }

    @Test func withoutEndsEveryTrialIsTheRun() throws {
        let project = try TrialProject { given in
            for key in given.keys {
                given[key]?.low = nil
                given[key]?.high = nil
            }
        }
        let run = try project.whole.evaluate([project.register.lane(Instance(.base, .hybrid))])
        let result = try MonteCarlo(project.pruned, project.register, project.options(), jobs: 2)
        #expect(result.drivers.isEmpty)
        #expect(result.npvLeast == run.value("net_present_value", lane: 0) && result.npvLeast == result.npvMost)
        #expect(result.bins.count == 1)
    }

    /// Blocks, pruning and shared figures change no bit.
    @Test(arguments: UInt64(1)...6)
    func blocksOfLanesGiveWhatSingleLanesGive(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let project = try TrialProject(mode: seed % 2 == 0 ? "buy" : "rent")
        let base = project.register.lane(Instance(.base, seed % 3 == 0 ? .full : .hybrid))
        let keys = [
            "market.api_price_decline_annual", "workloads.a.growth_monthly", "pools.p.tps_in", "capacity.life_months",
        ]
        let lanes = (0..<150).map { _ in
            var lane = base
            lane.drivers[keys[0]] = .number(random.unit() * 0.4)
            lane.drivers[keys[1]] = .number(random.unit() * 0.05 - 0.01)
            lane.drivers[keys[2]] = .number(10_000 + random.unit() * 20_000)
            lane.drivers[keys[3]] = .number(Double(random.integer(in: 6...40)))
            return lane
        }
        let wanted = [LaneFigure("net_present_value"), LaneFigure("cumulative_cash_flow", at: 12)]
        let blocks = try project.pruned.figures(wanted, of: lanes, jobs: 3)
        for (number, lane) in lanes.enumerated() where number % 10 == 0 {
            let single = try project.whole.evaluate([lane])
            #expect(blocks[0][number] == single.value("net_present_value", lane: 0), "seed \(seed), lane \(number)")
            #expect(blocks[1][number] == single.value("cumulative_cash_flow", at: 12, lane: 0), "seed \(seed)")
        }
    }
}
