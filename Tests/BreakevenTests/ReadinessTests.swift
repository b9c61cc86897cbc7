import Diagnostics
import Economics
import Reports
import Settings
import TestSupport
import Testing

@testable import Breakeven

/// The scorecard, from readiness.csv to money and months. MODEL.md 12 and 14.15.
struct ReadinessTests {
    private static let costs =
        "costs: {days_per_level: 10, day_rate: 500, tool_setup: 1000, tool_month: 200, weeks_per_level: 6}"

    private func analysed(
        _ rows: String?, month: String = "auto", _ readiness: String = Self.costs, overrides: [String] = []
    ) throws -> Analysis {
        let project = try SmallProject()
        try project.write(
            "breakeven.yaml",
            """
            model:
              workloads:
                - {id: chat, tok_in: 90000, tok_out: 9000, price_in: 2, price_out: 8, pool: p, migrate_month: \(month)}
              pools:
                - {id: p, tps_in: 9000, tps_out: 900, gpus_per_replica: 1}
              capacity: {rent_gpu_hour: 2}
              people: {fte_base: 2, fte_max: 9, loaded_cost_year: 100000}
            readiness: {\(readiness)}
            """)
        if let rows { try project.write("readiness.csv", "capability,level,evidence,target,weight,critical\n" + rows) }
        return try Analysis(try ProjectFolder(path: project.folder, overrides: overrides), RunOptions())
    }

    private func value(_ analysis: Analysis, _ line: String, _ instance: Instance = Instance(.base, .hybrid))
        -> DriverValue
    {
        analysis.data.evaluation.result(line, lane: Instance.all.firstIndex(of: instance)!)
    }

    private func check(_ analysis: Analysis, _ id: String) -> DriverValue {
        analysis.data.checkEvaluation.result("result_\(id)", lane: 0)
    }

    @Test func withoutAFileNothingIsAddedAndTheMetricsSaySo() throws {
        let analysis = try analysed(nil, "weights: {}")
        #expect(value(analysis, "readiness_score") == .word("no readiness.csv"))
        #expect(value(analysis, "readiness_status") == .word("no readiness.csv"))
        #expect(value(analysis, "readiness_month") == .number(0))
        #expect(analysis.data.evaluation.total("readiness_tools", lane: 1) == 0)
        #expect(ReadinessTables.readiness(analysis.data).rows.isEmpty)
        #expect(check(analysis, "readiness-delay") == .word("n/a: no readiness.csv"))
        let rows = ModelTables.summary(analysis.data).rows.filter { $0[0] == .text("readiness_score") }
        #expect(
            rows == [[.text("readiness_score"), .empty, .empty, .empty, .text("points"), .text("no readiness.csv")]])
    }

    /// By hand: weights 2, 2, 1; levels 3 of 3, 1 of 3, 1 of 2; score 100 (6 + 2 + 1) / (6 + 6 + 2).
    @Test func scoreColoursMoneyAndDelayFollowTheDefinition() throws {
        let analysis = try analysed(
            "load_balancing,3,drill,3,2,yes\nGPU monitoring,1,dashboard,3,2,yes\nab_testing,1,a test,2,1,no\n")
        let table = ReadinessTables.readiness(analysis.data)
        #expect(
            table.rows.map { Array($0[0...5]) + Array($0[9...11]) } == [
                [
                    .text("gpu_monitoring"), .text("tooling"), .integer(1), .integer(3), .integer(2), .text("red"),
                    .number(12_000), .number(200), .number(12),
                ],
                [
                    .text("load_balancing"), .text("tooling"), .integer(3), .integer(3), .integer(0), .text("green"),
                    .number(0), .number(0), .number(0),
                ],
                [
                    .text("ab_testing"), .text("maturity"), .integer(1), .integer(2), .integer(1), .text("yellow"),
                    .number(6000), .number(200), .number(0),
                ],
            ])
        #expect(value(analysis, "readiness_score") == .number(100 * 9 / 14))
        #expect(value(analysis, "readiness_status") == .word("red"))
        #expect(value(analysis, "tooling_status") == .word("red"))
        #expect(value(analysis, "maturity_status") == .word("yellow"))
        // 12 weeks are 2.76 months: the plan starts in the third, everything at once too.
        #expect(value(analysis, "readiness_month") == .number(3))
        #expect(value(analysis, "first_start") == .number(3))
        #expect(value(analysis, "first_start", Instance(.low, .full)) == .number(3))
        #expect(analysis.data.evaluation.total("one_off", lane: 1) == 18_000)
        #expect(check(analysis, "readiness-delay") == .word("pass"))
    }

    /// 18,000 one-off over the months of the horizon, and two tools at 200, are part of what own hosting has to earn.
    @Test func gapsRaiseTheFixedCostThatASpendHasToPayFor() throws {
        let ready = "load_balancing,3,drill,3,2,yes\ngpu_monitoring,3,board,3,2,yes\nab_testing,2,a test,2,1,no\n"
        let gaps = "load_balancing,3,drill,3,2,yes\ngpu_monitoring,1,board,3,2,yes\nab_testing,1,a test,2,1,no\n"
        func fixed(_ rows: String) throws -> Double {
            let analysis = try analysed(
                rows, overrides: ["finance.discount_rate_annual=0", "finance.contingency_pct=0"])
            return analysis.data.evaluation.value("fixed_month", lane: 1)
        }
        let horizon = try Double(analysed(ready).data.model.horizon)
        #expect(abs(try fixed(gaps) - fixed(ready) - (18_000 / horizon + 400)) < 1e-6)
    }

    private func phased(_ rows: String, chat: String = "auto", search: String = "auto") throws -> Analysis {
        let project = try SmallProject()
        try project.write(
            "breakeven.yaml",
            """
            model:
              workloads:
                - {id: chat, tok_in: 90000, tok_out: 9000, price_in: 2, price_out: 8, pool: p, migrate_month: \(chat)}
                - {id: search, tok_in: 90000, tok_out: 9000, price_in: 2, price_out: 8, pool: p, migrate_month: \(search)}
              pools:
                - {id: p, tps_in: 9000, tps_out: 900, gpus_per_replica: 1}
              capacity: {rent_gpu_hour: 2}
              people: {fte_base: 2, fte_max: 9, loaded_cost_year: 100000}
            readiness: {costs: {days_per_level: 10, day_rate: 500, tool_setup: 1000, tool_month: 200, weeks_per_level: 12}}
            """)
        try project.write("readiness.csv", rows)
        return try Analysis(try ProjectFolder(path: project.folder, overrides: []), RunOptions())
    }

    private static let rising = "capability,level,evidence,target,target_2,critical\ngpu_monitoring,2,board,2,4,yes\n"

    /// Two levels to the target of phase 2: 24 weeks, 5.5 months.
    @Test func theTargetOfASecondPhaseDelaysThatPhaseAlone() throws {
        let analysis = try phased(Self.rising)
        #expect(value(analysis, "readiness_status") == .word("green"))
        #expect(value(analysis, "readiness_status_2") == .word("red"))
        #expect(value(analysis, "readiness_score_2") == .number(50))
        #expect(value(analysis, "readiness_month") == .number(0))
        #expect(value(analysis, "readiness_month_2") == .number(6))
        #expect(analysis.data.plan.compactMap(\.month).sorted() == [1, 6])
        #expect(check(analysis, "plan-rules") == .word("pass"))
        // Who moves everything at once needs every target at once.
        #expect(value(analysis, "first_start", Instance(.base, .full)) == .number(6))
        let flat = try phased("capability,level,evidence,target,critical\ngpu_monitoring,2,board,2,yes\n")
        #expect(flat.data.plan.compactMap(\.month).sorted() == [1, 3])
    }

    /// A phase in front of a pinned month would make that the second one, which readiness does not allow there yet.
    @Test(arguments: [("2", [2, 6]), ("7", [1, 7])])
    func thePlanMakesNoPinnedMonthBreakReadiness(_ pinned: String, _ months: [Int]) throws {
        let analysis = try phased(Self.rising, chat: pinned)
        #expect(analysis.data.plan.compactMap(\.month).sorted() == months)
        #expect(check(analysis, "plan-rules") == .word("pass"))
    }

    @Test func moneyOfALaterTargetFallsBeforeThePhaseThatItUnblocks() throws {
        let analysis = try phased(Self.rising, chat: "1", search: "9")
        let lane = analysis.data.lane(Instance(.base, .hybrid))
        let oneOff = analysis.data.evaluation.series("one_off", lane: lane)
        #expect(oneOff.indices.filter { oneOff[$0] != 0 } == [3])
        #expect(oneOff[3] == 12_000)
        let tools = analysis.data.evaluation.series("readiness_tools", lane: lane)
        #expect(tools[2] == 0 && tools[3] == 200 && tools.last == 200)
        #expect(value(analysis, "one_off_within") == .number(12_000))
        // A plan of one phase owes nothing to the second.
        let single = try phased(Self.rising, chat: "1", search: "never")
        #expect(single.data.evaluation.total("one_off", lane: lane) == 0)
        #expect(single.data.evaluation.total("readiness_tools", lane: lane) == 0)
        let early = try phased(Self.rising, chat: "1", search: "4")
        #expect(check(early, "plan-rules") == .word("fail"))
        #expect(
            PlanMessages.broken(early).map(\.found) == [
                "a migration in month 4, and critical gaps of readiness that take until month 6"
            ])
    }

    @Test func tablesAndPlaybooksShowEveryPhase() throws {
        let analysis = try phased(Self.rising)
        let gates = try #require(analysis.data.gates)
        #expect(gates.evaluation.result("phase_readiness_now", member: 0, lane: 0) == .word("green"))
        #expect(gates.evaluation.result("phase_readiness_now", member: 1, lane: 0) == .word("red"))
        let table = ReadinessTables.readiness(analysis.data)
        #expect(
            Array(table.columns.map(\.name).suffix(6)) == [
                "target_2", "gap_2", "status_2", "one_off_2", "recurring_month_2", "delay_weeks_2",
            ])
        #expect(
            Array(table.rows[0].suffix(6)) == [
                .integer(4), .integer(2), .text("red"), .number(12_000), .number(200), .number(24),
            ])
        #expect(analysis.data.playbooks.entries.map(\.capability.id) == ["gpu_monitoring"])
        #expect(PlaybookTables.playbooks(analysis.data).rows[0][4] == .text("red"))
        let sheets = try ReportWorkbook.make(analysis.data).sheets
        let sheet = try #require(sheets.first { $0.name == WorkbookLayout.SheetName.readiness })
        #expect(sheet.cells.contains { $0.value.content == .text("Overall, phase 2") })
        let plain = try analysed("on_call,1,x,2,1,no\n")
        #expect(ReadinessTables.readiness(plain.data).columns.count == 13)
    }

    @Test func aTargetBelowTheDefaultOfTheFirstPhaseIsRefused() {
        let failure = #expect(throws: Failure.self) {
            try phased("capability,level,evidence,target_2\ngpu_monitoring,1,x,2\n")
        }
        #expect(
            failure?.diagnostics.map(\.rendered) == [
                "readiness.csv:2: error: found 2 in column target_2, and no target for the first phase, which is 3 by default, expected a target of at least 3: a later phase asks for no less\n  fix: write the target of the first phase in column target"
            ])
    }

    @Test func aLevelWithoutEvidenceCountsAsOne() throws {
        let analysis = try analysed("gpu_monitoring,4,,2,1,yes\n")
        #expect(value(analysis, "capability_capped") == .number(1))
        #expect(value(analysis, "capability_status") == .word("yellow"))
        #expect(
            analysis.warnings.map(\.rendered).contains(
                """
                readiness.csv:2: warning: found gpu_monitoring at level 4 without evidence, which counts as level 1, expected where the evidence is kept
                  fix: name a document, a link or a log that shows it
                """))
    }

    @Test func aWordThatStandsForNothingCapsTheLevelAndIsNamed() throws {
        let analysis = try analysed("gpu_monitoring,4,TBD,2,1,yes\n")
        #expect(value(analysis, "capability_capped") == .number(1))
        #expect(
            analysis.warnings.map(\.rendered).contains(
                """
                readiness.csv:2: warning: found gpu_monitoring at level 4 with "TBD" for evidence, which counts as level 1, expected where the evidence is kept
                  fix: name a document, a link or a log that shows it
                """))
        let sheet = try #require(
            try ReportWorkbook.make(analysis.data).sheets.first { $0.name == WorkbookLayout.SheetName.readiness })
        #expect(sheet.cells.contains { $0.value.content == .text("\"TBD\" shows nothing: level 1 counts at most") })
    }

    /// Two people where a rota needs five: level 3 counts as 1, two levels below the target.
    @Test func tooFewPeopleForTheRotaCostMoneyAndTime() throws {
        let analysis = try analysed("on_call,3,rota,3,1,yes\n")
        #expect(value(analysis, "capability_capped") == .number(1))
        #expect(value(analysis, "readiness_one_off") == .number(12_000))
        #expect(value(analysis, "readiness_month") == .number(3))
        #expect(value(analysis, "first_start") == .number(3))
        #expect(value(analysis, "people_missing") == .number(3))
        #expect(value(analysis, "people_missing_year") == .number(300_000))
        let manned = try analysed("on_call,3,rota,3,1,yes\n", "\(Self.costs), team: {existing_people: 3}")
        #expect(value(manned, "readiness_one_off") == .number(0))
        #expect(value(manned, "people_missing_year") == .number(0))
        // What the missing people would cost is shown, and paid by nobody.
        let staff = { (run: Analysis) in run.data.evaluation.series("staff", lane: 1).max() }
        #expect(staff(analysis) == staff(manned))
    }

    @Test func tooFewPeopleForTheLeastTeamCapTheStaffing() throws {
        let analysis = try analysed(
            "ml_staffing,3,chart,2,1,no\n", overrides: ["people.fte_base=1"])
        #expect(value(analysis, "capability_capped") == .number(1))
        #expect(value(analysis, "capability_status") == .word("red"))
        #expect(value(analysis, "readiness_one_off") == .number(6000))
        #expect(value(analysis, "people_missing") == .number(1))
    }

    @Test func aPinnedMonthBeforeTheDelayFailsItsChecks() throws {
        let analysis = try analysed("gpu_monitoring,1,x,3,1,yes\n", month: "2")
        #expect(check(analysis, "readiness-delay") == .word("fail"))
        #expect(check(analysis, "plan-rules") == .word("fail"))
        #expect(
            PlanMessages.broken(analysis).map(\.code) == ["plan-readiness"])
    }

    @Test(arguments: [(0.0, "red", "warn"), (3, "green", "pass")])
    func aRotaNeedsEnoughPeople(_ existing: Double, _ status: String, _ result: String) throws {
        let analysis = try analysed(
            "on_call,3,rota,3,1,yes\n", "\(Self.costs), team: {existing_people: \(existing)}")
        #expect(value(analysis, "capability_status") == .word(status))
        #expect(value(analysis, "readiness_status") == .word(status))
        #expect(check(analysis, "on-call-rota") == .word(result))
    }

    @Test func costsThatNobodyGaveAreNamed() throws {
        let analysis = try analysed("gpu_monitoring,1,x,3,1,yes\n", "thresholds: {green: 90}")
        #expect(analysis.data.notes.contains { $0.contains("Readiness: rate of a day") })
    }

    @Test("14.15: Raising a level never lowers the score and never raises a cost or the delay")
    func raisingALevelNeverCosts() throws {
        var random = SplitMix64(seed: 412)
        var levels = Capability.all.map { _ in random.integer(in: 0...4) }
        let rows = zip(Capability.all, levels).map {
            "\($0.id),\($1),\(random.integer(in: 0...2) == 0 ? "" : "log"),,,\n"
        }
        let base = try analysed(rows.joined(), month: "30")
        let evaluator = try Evaluator(base.data.model)
        func lane() -> Lane {
            var lane = base.data.register.lane(Instance(.base, .hybrid))
            for (capability, level) in zip(Capability.all, levels) {
                lane.drivers["readiness.levels.\(capability.id)"] = .number(Double(level))
            }
            return lane
        }
        for step in 0..<200 {
            levels = levels.map { _ in random.integer(in: 0...4) }
            let before = lane()
            let raised = random.integer(in: 0...(levels.count - 1))
            guard levels[raised] < 4 else { continue }
            levels[raised] += 1
            let result = try evaluator.evaluate([before, lane()])
            #expect(
                result.value("readiness_score", lane: 1) >= result.value("readiness_score", lane: 0),
                "seed 412, step \(step)")
            for line in ["readiness_one_off", "readiness_recurring", "readiness_delay", "readiness_month"] {
                #expect(result.value(line, lane: 1) <= result.value(line, lane: 0), "\(line), seed 412, step \(step)")
            }
            #expect(result.total("alternative", member: 0, lane: 1) <= result.total("alternative", member: 0, lane: 0))
        }
    }
}
