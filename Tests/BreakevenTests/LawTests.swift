import Economics
import Foundation
import Reports
import TestSupport
import Testing

@testable import Breakeven

/// MODEL.md 14, the laws about volume, trials, outages and the files of a report, on projects drawn at random.
struct LawTests {
    private static let seeds: [UInt64] = [1, 4, 8, 13, 14, 27]

    @Test("Every law of MODEL.md 14 has a test named for it", arguments: 1...16)
    func everyLawHasATest(item: Int) throws {
        let folder = Repository.root.appending(path: "Tests").path
        for case let name as String in FileManager.default.enumerator(atPath: folder) ?? .init()
        where name.hasSuffix(".swift") {
            if try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8).contains("\"14.\(item): ") { return }
        }
        Issue.record("no test is named 14.\(item)")
    }

    @Test("14.5: What needs no GPU is paid without volume, too", arguments: seeds)
    func fixedLinesRemainWithoutVolume(seed: UInt64) throws {
        var project = RandomProject(seed: seed)
        project.horizon = 36
        project.setAll(["migrate_month": 4, "eligible": true, "tok_in": 0, "tok_cached": 0, "tok_out": 0])
        let empty = try analysed(project).data.evaluation
        for line in ["gpus", "power", "capex"] {
            #expect(empty.series(line, lane: 1).allSatisfy { $0 == 0 }, "seed \(seed), \(line)")
        }
        let on = empty.series("on", lane: 1)
        #expect(on.contains(1), "seed \(seed)")
        for (month, running) in on.enumerated() {
            for (line, amount) in [("security", 900 + 20_000.0 / 12), ("retraining", 3 * 8000 / 12.0)] {
                let paid = empty.series(line, lane: 1)[month]
                #expect(abs(paid - running * amount) < 1e-6, "seed \(seed), \(line), month \(month): \(paid)")
            }
        }
    }

    @Test(
        "14.13: Trials, tornado and grids of any project stand on its run, in order and between 0 and 1",
        arguments: seeds)
    func trialsStandOnTheRun(seed: UInt64) throws {
        var project = RandomProject(seed: seed)
        project.trials = 300
        project.setAll(["migrate_month": 4, "eligible": true])
        let decline = project.market["api_price_decline_annual"] as! Double
        project.market["api_price_decline_annual"] = ["base": decline, "low": decline - 0.1, "high": decline + 0.2]
        project.people["loaded_cost_year"] = ["base": 200_000, "low": 150_000, "high": 220_000]
        let analysis = try analysed(project)
        let sensitivities = try #require(analysis.data.sensitivities)
        #expect(metric(analysis, "npv") == .number(sensitivities.tornado.npvBase), "seed \(seed)")
        for grid in sensitivities.grids {
            let middle = grid.cells[try #require(grid.baseRow)][try #require(grid.baseColumn)]
            #expect(metric(analysis, "npv") == .number(middle.npv), "seed \(seed)")
        }
        let trials = try #require(sensitivities.monteCarlo)
        let percentiles = trials.npvPercentiles.map(\.npv)
        #expect(percentiles == percentiles.sorted(), "seed \(seed)")
        #expect(trials.npvLeast <= percentiles[0] && percentiles[percentiles.count - 1] <= trials.npvMost)
        for chance in [trials.probabilityOfWinning, trials.probabilityOfPayback] + trials.gates.map(\.probabilityOfLoss)
        {
            #expect((0...1).contains(chance), "seed \(seed): \(chance)")
        }
        #expect(
            analysis.data.checkEvaluation.result("result_sensitivities-stand-on-run", lane: 0) == .word("pass"),
            "seed \(seed)")
    }

    @Test("14.14: Probabilities of outages lie between 0 and 1, and credits within the fee", arguments: UInt64(1)...20)
    func outagesStayInBounds(seed: UInt64) throws {
        let analysis = try analysed(RandomProject(seed: seed * 2))
        let sla = try #require(analysis.data.sla)
        let pools = analysis.data.model.members[.pool].indices
        for scenario in Scenario.allCases.indices {
            func value(_ line: String, _ member: Int = 0) -> Double {
                sla.evaluation.value(line, member: member, lane: scenario)
            }
            var chances = ["breach_chance", "breach_in_year", "termination_chance", "sla_uptime"].map { value($0) }
            for line in ["own_available", "own_with_api"] { chances += pools.map { value(line, $0) } }
            for chance in chances {
                #expect((0...(1 + 1e-12)).contains(chance), "seed \(seed * 2): \(chance)")
            }
            #expect(value("sla_expected_credit") <= value("fee_month") * (1 + 1e-12), "seed \(seed * 2)")
            for pool in pools {
                // Own replicas with the API behind them, against the better of the two.
                #expect(
                    value("own_with_api", pool) >= max(value("own_available", pool), value("api_behind")) - 1e-12,
                    "seed \(seed * 2), pool \(pool)")
            }
        }
    }

    @Test(
        "14.14: Of n replicas that need k, more never help less, and one that is enough is never beaten by itself",
        arguments: UInt64(1)...60)
    func spareReplicasNeverHurt(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let up = random.unit()
        func available(_ needed: Int, of installed: Int) -> Double {
            FinanceFunctions.atMost(Double(installed - needed), trials: Double(installed), probability: 1 - up)
        }
        let needed = random.integer(in: 1...12)
        var before = 0.0
        for installed in needed...(needed + 8) {
            let now = available(needed, of: installed)
            #expect((0...(1 + 1e-12)).contains(now), "seed \(seed), \(needed) of \(installed): \(now)")
            #expect(now >= before - 1e-12, "seed \(seed), \(needed) of \(installed)")
            #expect(available(1, of: installed) >= up - 1e-12, "seed \(seed), 1 of \(installed)")
            before = now
        }
        #expect(abs(available(needed, of: needed) - pow(up, Double(needed))) < 1e-12, "seed \(seed)")
    }

    @Test(
        "14.16: The totals of the sheets are those of the CSV files to the cent, and no cell is an error",
        arguments: seeds)
    func sheetsAndTablesAgree(seed: UInt64) throws {
        let data = try analysed(RandomProject(seed: seed)).data
        let content = try ReportWorkbook.make(data)
        let sheets = Dictionary(uniqueKeysWithValues: content.sheets.map { ($0.name, $0.cells) })
        func shown(_ place: Place) -> CellValue? {
            switch sheets[place.sheet]?[CellAddress(row: place.row, column: place.column)]?.content {
            case .formula(_, let value)?: value
            case .number(let number)?: .number(number)
            default: nil
            }
        }
        for (sheet, cells) in sheets {
            for case .formula(let text, let value) in cells.map(\.value.content) {
                switch value {
                case .number(let number): #expect(number.isFinite, "seed \(seed), \(sheet): \(text)")
                case .text(let words): #expect(!words.hasPrefix("#"), "seed \(seed), \(sheet): \(text) is \(words)")
                }
            }
        }
        var compared = 0
        for row in ModelTables.summary(data).rows {
            guard case .text(let id) = row[0], case .text(let scenario) = row[1], case .text(let strategy) = row[2],
                case .number(let value) = row[3],
                let metric = Metric.all(of: data.model).first(where: { $0.id == id })
            else { continue }
            let name = metric.definedName(Scenario(rawValue: scenario)!, Strategy(rawValue: strategy)!)
            let target = try #require(content.names.first { $0.name == name }, "\(name)").target
            let place = Place(sheet: target.sheet, row: target.first.row, column: target.first.column)
            guard case .number(let cell)? = shown(place) else {
                Issue.record("seed \(seed), \(name): \(String(describing: shown(place)))")
                continue
            }
            #expect(abs(cell - value) < 0.005, "seed \(seed), \(name): \(cell), \(value)")
            compared += 1
        }
        #expect(compared > 100, "seed \(seed)")
        let layout = WorkbookLayout(data)
        var sums: [String: Double] = [:]
        for row in ModelTables.timeline(data).rows {
            guard case .text(let scenario) = row[2], case .text(let strategy) = row[3], case .text(let line) = row[4],
                case .number(let value) = row[5]
            else { continue }
            sums["\(scenario) \(strategy) \(line)", default: 0] += value
        }
        for (lane, instance) in Instance.all.enumerated() {
            for line in ["baseline_api", "residual_api", "rent", "staff", "capex", "contingency", "one_off"] {
                let places = layout.models[lane].lines[data.model.index(of: line)!]
                guard case .number(let cell)? = shown(places.totalPlace(member: 0)!) else {
                    Issue.record("seed \(seed), \(instance), \(line) has no total")
                    continue
                }
                let sum = try #require(sums["\(instance.scenario.rawValue) \(instance.strategy.rawValue) \(line)"])
                #expect(abs(cell - sum) < 0.005, "seed \(seed), \(instance), \(line): \(cell), \(sum)")
            }
        }
    }

    @Test("14.2: Index, level yearly cost and a payback that lasts are those of the flows", arguments: seeds)
    func furtherMeasuresAreThoseOfTheFlows(seed: UInt64) throws {
        let data = try analysed(RandomProject(seed: seed)).data.evaluation
        for lane in Instance.all.indices {
            let (flows, factors) = (
                data.series("cash_flow", member: 0, lane: lane), data.series("discount_factor", lane: lane)
            )
            let out = -zip(flows, factors).reduce(0) { $0 + min(0, $1.0) * $1.1 }
            let npv = zip(flows, factors).reduce(0) { $0 + $1.0 * $1.1 }
            switch data.result("profitability_index", member: 0, lane: lane) {
            case .number(let index): #expect(abs(index - (1 + npv / out)) <= 1e-9 * max(1, index), "seed \(seed)")
            case .word: #expect(out <= 0, "seed \(seed)")
            }
            let lasts =
                data.result("payback_lasts_by_view", member: 0, lane: lane) != .word("no")
                && data.result("payback_lasts_by_view", member: 0, lane: lane) != .word("never")
            #expect(lasts == FinanceFunctions.staysPaidBack(flows), "seed \(seed), lane \(lane)")
            let rate = data.value("monthly_rate", lane: lane)
            for (line, id) in [
                ("baseline_api", "equivalent_cost_api"), ("alternative_headline", "equivalent_cost_plan"),
            ] {
                let present = zip(data.series(line, lane: lane), factors).reduce(0) { $0 + $1.0 * $1.1 }
                let level = FinanceFunctions.equivalentCost(
                    rate: rate, periods: Double(flows.count - 1), present: present)
                let found = data.value(id, lane: lane)
                #expect(abs(found - 12 * level) <= 1e-9 * max(1, abs(found)), "seed \(seed), \(id)")
            }
        }
    }
}
