import Economics
import Foundation
import Testing

@testable import Breakeven
@testable import Reports

/// MODEL.md 9.5 to 9.8: the staircase around its thresholds, and the decline at which nothing is left.
struct ThresholdTests {
    /// What a spend saves in a month when the mix stays as it is: MODEL.md 9.5, written out anew.
    private struct Staircase {
        var fixed: Double, replica: Double, displaces: Double, least: Double, share: Double, gain: Double

        init?(_ analysis: Analysis, _ lane: Int) {
            func value(_ id: String) -> Double { analysis.data.evaluation.value(id, lane: lane) }
            guard value("spend_month0") > 0, value("whole_displaceable") > 0 else { return nil }
            fixed = value("whole_fixed")
            replica = value("whole_replica")
            displaces = value("whole_displaces")
            least = value("whole_least")
            share = value("whole_displaceable") / value("spend_month0")
            gain = share * (1 - value("whole_fallback"))
        }

        func saving(_ spend: Double) -> Double {
            gain * spend - fixed - max(least, (share * spend / displaces - 1e-9).rounded(.up)) * replica
        }
    }

    @Test(
        "14.11: Below the first spend nothing wins, at it something does, above the last everything does",
        arguments: ModelLaws.seeds)
    func theStaircaseWinsWhereTheThresholdsSay(seed: UInt64) throws {
        let analysis = try analysed(RandomProject(seed: seed))
        for (lane, instance) in Instance.all.enumerated() {
            guard let stairs = Staircase(analysis, lane) else { continue }
            let first = metric(analysis, "threshold_spend_first", instance.scenario, instance.strategy)
            let always = metric(analysis, "threshold_spend_always", instance.scenario, instance.strategy)
            let label = "seed \(seed), \(instance)"
            guard case .number(let first) = first, case .number(let always) = always else {
                #expect(first == .word("never") && always == .word("never"), "\(label): \(first), \(always)")
                for step in 1...400 { #expect(stairs.saving(Double(step) * 5000) <= 0, "\(label)") }
                continue
            }
            #expect(first <= always, "\(label)")
            let near = 1e-6 * max(1, stairs.fixed + stairs.replica)
            #expect(stairs.saving(first) >= -near, "\(label): saves \(stairs.saving(first)) at \(first)")
            for step in 1..<200 {
                let below = first * Double(step) / 200
                #expect(stairs.saving(below) <= near, "\(label): saves \(stairs.saving(below)) at \(below)")
                let above = always * (1 + Double(step) / 50)
                #expect(stairs.saving(above) >= -near, "\(label): saves \(stairs.saving(above)) at \(above)")
            }
        }
    }

    @Test("The decline that ends the case leaves an NPV of zero", arguments: ModelLaws.seeds)
    func theDeclineThatEndsTheCaseLeavesNothing(seed: UInt64) throws {
        var project = RandomProject(seed: seed)
        for index in project.workloads.indices where "\(project.workloads[index].values["migrate_month"]!)" == "auto" {
            project.workloads[index].values["migrate_month"] = 2
        }
        // One value for all scenarios.
        project.market["api_price_decline_annual"] = 0.1
        let analysis = try analysed(project)
        guard case .number(let decline) = metric(analysis, "break_even_api_decline") else {
            #expect(metric(analysis, "break_even_api_decline") == .word("none"), "seed \(seed)")
            return
        }
        let there = try analysed(project, ["market.api_price_decline_annual=\(decline)"])
        let scale = number(metric(analysis, "baseline_cost_total"))!
        #expect(
            abs(number(metric(there, "npv"))!) <= 1e-9 * scale, "seed \(seed): \(metric(there, "npv")) at \(decline)")
    }

    /// Fixed cost 20,000, a replica 7,300 that displaces 12,000: wins from 56,500, loses again at 60,100, wins from 63,800.
    private func goldenProject(replicaDisplaces: Double) -> RandomProject {
        var project = RandomProject(seed: 3)
        project.horizon = 24
        project.hours = 730
        project.finance = ["contingency_pct": 0]
        project.market = [:]
        project.people = ["fte_base": 0, "fte_min": 0, "gpus_per_fte": 0, "loaded_cost_year": 0, "oncall_month": 0]
        project.opex = ["security_month": 20_000]
        project.capacity = ["mode": "rent", "rent_gpu_hour": 10]
        project.oneOffs = []
        project.readiness = []
        project.pools = [
            [
                "id": "p", "gpus_per_replica": 1, "tps_in": 1_000_000, "tps_out": 1000, "u_max": 1, "spare_replicas": 0,
                "min_replicas": 0,
            ]
        ]
        // A replica works off 2,628 million tokens a month.
        project.workloads = [
            .init(
                id: "w",
                values: [
                    "pool": "p", "tok_in": 0, "tok_out": 13_140, "price_in": 0, "price_out": replicaDisplaces / 2628.0,
                    "peak_to_avg": 1, "fallback_share": 0, "max_share": 1, "migrate_month": 1, "parallel_weeks": 2,
                ])
        ]
        return project
    }

    @Test func theGoldenStaircaseWinsTwice() throws {
        let analysis = try analysed(goldenProject(replicaDisplaces: 12_000))
        #expect(abs(number(metric(analysis, "threshold_spend_first"))! - 56_500) < 1e-6)
        #expect(abs(number(metric(analysis, "threshold_spend_always"))! - 63_800) < 1e-6)
        let stairs = try #require(Staircase(analysis, Instance.all.firstIndex(of: Instance(.base, .hybrid))!))
        #expect(stairs.saving(60_100) < 0)
        // 60,000 of spend today: five replicas of 7,300 and the fixed cost.
        #expect(abs(number(metric(analysis, "threshold_api_price_headroom"))! - (1 - 56_500.0 / 60_000)) < 1e-12)
        #expect(abs(number(metric(analysis, "threshold_utilisation"))! - 7300.0 / 12_000) < 1e-12)
        #expect(abs(number(metric(analysis, "threshold_tokens"))! - 56_500 / (12_000 / 2628.0)) < 1e-6)
    }

    @Test("The staircase of the sheet Break-even has treads and risers, and marks the first spend that wins")
    func theStaircaseIsDrawnInSteps() throws {
        let analysis = try analysed(goldenProject(replicaDisplaces: 12_000))
        let stairs = try #require(Staircase(analysis, Instance.all.firstIndex(of: Instance(.base, .hybrid))!))
        let sheet = try #require(
            try ReportWorkbook.make(analysis.data).sheets.first { $0.name == WorkbookLayout.SheetName.breakEven })
        let chart = try #require(sheet.charts.first)
        // The first line of a chart is the unbroken one: steps show in no other.
        let steps = chart.series[0]
        #expect(steps.name == "Own cost")
        let x = steps.cachedCategories.map { value -> Double in
            if case .number(let number) = value { return number }
            return .nan
        }
        let own = steps.cachedValues
        for point in 1..<x.count {
            let (run, rise) = (x[point] - x[point - 1], own[point] - own[point - 1])
            #expect(run >= 0 && (abs(run) < 1e-6 || abs(rise) < 1e-6), "a slope from \(x[point - 1]) to \(x[point])")
            // Between two risers the line is the staircase's own.
            let middle = x[point] - run / 2
            if run > 1 {
                let saved = stairs.gain * middle
                #expect(abs(saved - own[point] - stairs.saving(middle)) < 1e-6, "at \(middle)")
            }
        }
        #expect(Set(own).count > 5)
        let first = try #require(chart.series.last)
        #expect(first.cachedCategories == [.number(number(metric(analysis, "threshold_spend_first"))!)])
        #expect(abs(first.cachedValues[0] - 56_500) < 1e-6)
        let never = try analysed(goldenProject(replicaDisplaces: 7299))
        let plain = try ReportWorkbook.make(never.data).sheets.first { $0.name == WorkbookLayout.SheetName.breakEven }
        #expect(plain?.charts.first?.series.count == 2)
    }

    @Test("Where a replica displaces less than it costs, no spend wins")
    func aReplicaThatNeverPaysIsNamedNever() throws {
        let analysis = try analysed(goldenProject(replicaDisplaces: 7299))
        #expect(metric(analysis, "threshold_spend_first") == .word("never"))
        #expect(metric(analysis, "threshold_utilisation") == .word("never"))
        #expect(number(metric(analysis, "threshold_api_price_headroom"))! < 0)
    }

    /// Each word of the summary has a reason of its own, and not that of another figure.
    @Test func theSummarySaysWhyNoSpendWins() throws {
        let analysis = try analysed(goldenProject(replicaDisplaces: 7299))
        func text(_ id: String) throws -> Field {
            let rows = ModelTables.summary(analysis.data).rows
            return try #require(rows.first { $0[..<3] == [.text(id), .text("base"), .text("hybrid")] })[5]
        }
        let replica =
            "never: a full replica costs 7,300 USD a month and saves 7,299 USD of API spend: more of them lose more"
        #expect(try text("threshold_spend_first") == .text(replica))
        #expect(try text("threshold_tokens") == .text(replica))
        #expect(
            try text("threshold_utilisation")
                == .text("never: a replica costs 7,300 USD a month and displaces 7,299 USD even when it is always busy")
        )
        #expect(
            try text("payback_month")
                == .text("never: the running sum stays below zero within \(analysis.data.model.horizon) months"))
    }

    /// What `explain` says beyond "never".
    private func reasons(_ project: RandomProject, _ overrides: [String] = []) throws -> [String] {
        let data = try analysed(project, overrides).data
        let reasons = Reasons(data: data, lane: data.lane(Instance(.base, .hybrid)))
        return (reasons.reason(metric: "payback_month").map { [$0] } ?? [])
            + reasons.whatWouldDo(metric: "payback_month")
    }

    private func boardAndBreakEven(_ project: RandomProject) throws -> [String] {
        let content = try ReportWorkbook.make(try analysed(project).data)
        return content.sheets.filter { ["Board page", "Break-even"].contains($0.name) }.flatMap { sheet in
            sheet.cells.compactMap { _, cell in
                if case .formula(_, .text(let text)) = cell.content { text } else { nil }
            }
        }
    }

    @Test func idleReservedGPUsAreNamedWhereAPlanNeverPays() throws {
        var project = goldenProject(replicaDisplaces: 12_000)
        project.capacity = ["mode": "reserved", "reserved_gpus": 50, "reserved_gpu_hour": 10, "rent_gpu_hour": 10]
        let said = try reasons(project).joined(separator: " ")
        #expect(said.contains("50 GPUs are reserved"), "\(said)")
        #expect(said.contains("never more than 5 are needed"), "\(said)")
        #expect(!said.contains("falling prices"))
        let sheets = try boardAndBreakEven(project)
        #expect(sheets.contains { $0.contains("The NPV is negative all the same") && $0.contains("idle reservations") })
        #expect(sheets.contains("In no month does own hosting cost less to run than it saves on the API."))
    }

    @Test("Price steps and an unused commitment are named where they end a case")
    func whatEndsACaseIsNamed() throws {
        var project = goldenProject(replicaDisplaces: 12_000)
        project.market = ["api_price_steps": [["month": 2, "factor": 0.05]]]
        let said = try reasons(project).joined(separator: " ")
        #expect(said.contains("its price steps take the API price to 5.0 % of today's by month"), "\(said)")
        var committed = goldenProject(replicaDisplaces: 12_000)
        committed.market["commitment"] = ["minimum_month": 60_000]
        let sheets = try boardAndBreakEven(committed)
        #expect(sheets.contains { $0.contains("is commitment that nobody uses.") }, "\(sheets)")
    }

    /// 60,100 lies between the first spend that wins and the one from which it always does.
    @Test func aSpendInTheGapOfTheStaircaseIsNotCalledAWin() throws {
        var project = goldenProject(replicaDisplaces: 12_000)
        project.workloads[0].values["tok_out"] = 13_140.0 * 60_100 / 60_000
        let said = try reasons(project).joined(separator: " ")
        #expect(said.contains("one more replica has started and is not yet full"), "\(said)")
        let sheets = try boardAndBreakEven(project)
        #expect(sheets.contains { $0.contains("today's 60,100, below the 63,800 from which it always pays") })
        #expect(sheets.contains("The NPV says the same."))
    }

    @Test func whereNothingMovesNoSheetSaysThatItPaysOrDoesNot() throws {
        var project = goldenProject(replicaDisplaces: 12_000)
        project.workloads[0].values["migrate_month"] = "never"
        let sheets = try boardAndBreakEven(project)
        #expect(sheets.contains { $0.contains("Nothing moves in the plan, so its NPV is zero") })
        #expect(sheets.contains { $0.contains("Nothing moves, so nothing has to come back.") })
        #expect(!sheets.contains { $0.contains("does not pay back") || $0.contains("positive all the same") })
        let rows = ModelTables.summary(try analysed(project).data).rows
        for metric in ["irr_annual", "mirr_annual", "break_even_api_decline"] {
            let row = try #require(rows.first { $0[..<3] == [.text(metric), .text("base"), .text("hybrid")] })
            #expect(row[5] == .text("none: nothing moves, so every flow is zero"), "\(metric)")
        }
    }

    /// 0.64 and 0.95 % a month: both lie between two rates of an even search.
    @Test func rootsThatLieCloseTogetherAreBothFound() throws {
        var project = goldenProject(replicaDisplaces: 12_000)
        // Five replicas and the fixed cost against 60,000: 3,500 a month, from month 1 on.
        let (near, far) = (1.08, 1.12)
        func worth(_ yearly: Double, _ flows: (Int) -> Double) -> Double {
            (0...24).reduce(0) { $0 + flows($1) / pow(yearly, Double($1) / 12) }
        }
        let before = try analysed(project).data
        let flows = before.evaluation.series("cash_flow", lane: before.lane(Instance(.base, .hybrid)))
        // Two one-off costs, in months 1 and 24, that bring the NPV to zero at both rates.
        let (a1, b1, c1) = (pow(near, -1.0 / 12), pow(near, -24.0 / 12), worth(near) { flows[$0] })
        let (a2, b2, c2) = (pow(far, -1.0 / 12), pow(far, -24.0 / 12), worth(far) { flows[$0] })
        let determinant = a1 * b2 - a2 * b1
        project.oneOffs = [
            ["month": 1, "label": "first", "amount": (c1 * b2 - c2 * b1) / determinant],
            ["month": 24, "label": "last", "amount": (a1 * c2 - a2 * c1) / determinant],
        ]
        let analysis = try analysed(project)
        #expect(metric(analysis, "irr_count") == .number(2))
        let rows = ModelTables.summary(analysis.data).rows
        let irr = try #require(rows.first { $0[..<3] == [.text("irr_annual"), .text("base"), .text("hybrid")] })
        #expect(irr[5] == .text("several: 8.0 %; 12.0 %"))
    }
}
