import Billing
import Diagnostics
import Economics
import Foundation
import Money
import Reports
import TestSupport
import Testing

@testable import Breakeven

/// What has come of a migration: figures worked out by hand from those of ``MigratedProject``.
@Suite struct ActualsTests {
    private static func amounts(_ texts: String...) -> [Amount?] { texts.map { Amount($0) } }

    @Test func theBaselineStaysAsItWasBeforeTheFirstMigration() throws {
        let data = try MigratedProject().analysed().data
        #expect(data.heading.period == Month("2026-09"))
        #expect(data.spend.window == ["2026-04", "2026-05", "2026-06"].map { Month($0)! })
        let lane = data.lane(Instance(.base, .hybrid))
        // 1,000 × 2 + 100 × 10 + 500 × 1.
        #expect(data.evaluation.value("api_run_rate", lane: lane) == 3500)
        #expect(data.register[key: "meta.start_month"]?.source == "default: the first month of migrated_since")
        #expect(data.register[key: "workloads.support.migrate_month"]?.base == .number(1))
        #expect(data.register[key: "workloads.support.migrate_month"]?.source == "migrated_since 2026-07")
    }

    @Test func everyMonthIsTheFrozenBaselineLessWhatWasPaid() throws {
        let gates = try #require(try MigratedProject().analysed().data.gates)
        let months = try #require(gates.actuals).months
        #expect(months.map(\.month) == ["2026-07", "2026-08", "2026-09"].map { Month($0)! })
        // July: (400 + 700) × 2 + (40 + 70) × 10 + 500 × 1; then 1,200 × 2 + 120 × 10 + 600 and 1,300 × 2 + 130 × 10 + 600.
        #expect(months.map(\.frozenCost) == Self.amounts("3800", "4200", "4500"))
        // 400 × 2 + 40 × 10 + 500 × 0.9, then 100 × 2 + 10 × 10 + 600 × 0.9.
        #expect(months.map(\.apiCost) == Self.amounts("1650", "840", "840"))
        // The gateway's own 1.25 USD are no cost.
        #expect(months.map(\.ownCost) == Self.amounts("1000", "1000", "1000"))
        #expect(months.map(\.saving) == Self.amounts("1150", "2360", "2660"))
        #expect(months.map(\.ownTokens) == Self.amounts("770000000", "1210000000", "1320000000"))
        // 700 × 2 + 70 × 10, and so on.
        #expect(months.map(\.ownAtFrozenPrices) == Self.amounts("2100", "3300", "3600"))
    }

    @Test func thePlanOfTheSameMonthsStandsBesideThem() throws {
        let gates = try #require(try MigratedProject().analysed().data.gates)
        // 3,000 × 0.9 of the API is saved less 730 hours of one GPU; in July after two weeks in parallel.
        let plan: [Double] = [2700.0 * (1 - 14 * 12 / 365.0) - 730, 2700 - 730, 2700 - 730]
        for (index, expected) in plan.enumerated() {
            #expect(abs(gates.value("planned_saving", member: index) - expected) < 1e-9)
            let actual = gates.actuals!.months[index].saving!.doubleValue
            #expect(abs(gates.value("saving_variance", member: index) - (actual - expected)) < 1e-9)
        }
        #expect(gates.value("actual_saving_to_date") == 6170)
        #expect(abs(gates.value("saving_variance_to_date") - (6170 - plan.reduce(0, +))) < 1e-9)
    }

    @Test func workloadsAreShownEachWithItsVolumeAndFrozenCost() throws {
        let volumes = try #require(try MigratedProject().analysed().data.gates?.actuals).volumes
        let july = volumes.filter { $0.month == Month("2026-07") }
        #expect(july.map(\.workload) == ["search", "support"])
        #expect(july.map(\.frozenCost) == Self.amounts("500", "3300"))
        #expect(july.map(\.apiCost) == Self.amounts("450", "1200"))
        #expect(july[1].apiTokens == [.input: Amount(400_000_000), .output: Amount(40_000_000)])
        #expect(july[1].ownTokens == [.input: Amount(700_000_000), .output: Amount(70_000_000)])
    }

    @Test func aPriceThatTheProjectStatesIsTheFrozenOne() throws {
        let gates = try #require(try MigratedProject().analysed(["workloads.support.price_in=3"]).data.gates)
        // One more dollar for each of July's 1,100 Mtok.
        #expect(gates.actuals?.months[0].frozenCost == Amount(4900))
    }

    @Test func aMonthWithoutABillSavesNothingThatCouldBeSaid() throws {
        let migrated = try MigratedProject()
        try migrated.project.write(
            "invoices/gpu.csv", "Month,Vendor,Amount,Currency\n2026-07,Lumen GPU,1000,USD\n2026-09,Lumen GPU,1000,USD\n"
        )
        let analysis = try migrated.analysed()
        let gates = try #require(analysis.data.gates)
        #expect(gates.actuals?.months.map(\.saving) == [Amount(1150), nil, Amount(2660)])
        #expect(gates.value("actual_saving_to_date") == 3810)
        #expect(gates.gates.filter { $0.gate == .saving }.map(\.status) == ["no data"])
        #expect(
            analysis.warnings.map(\.rendered).contains(
                """
                sources: warning: found no cost of own hosting for 2026-08, expected a bill for every month since the first migration
                  fix: add the GPU invoices with `serves: own` under `sources`; without them nothing is said about the saving
                """))
    }

    /// A gateway that states a cost of 0 beside its tokens has sent no bill.
    @Test func aCostOfZeroIsNoBill() throws {
        let migrated = try MigratedProject()
        try migrated.project.write(
            "invoices/gpu.csv",
            "Month,Vendor,Amount,Currency\n2026-07,Lumen GPU,1000,USD\n2026-08,Lumen GPU,0,USD\n2026-09,Lumen GPU,1000,USD\n"
        )
        let months = try #require(try migrated.analysed().data.gates?.actuals).months
        #expect(months.map(\.ownCost) == [Amount(1000), nil, Amount(1000)])
        #expect(months.map(\.saving) == [Amount(1150), nil, Amount(2660)])
    }

    /// A bill without the volume that it paid for would look like a loss, and miss the gate.
    @Test func aMonthWithoutTheVolumeOfOwnGPUsSavesNothingThatCouldBeSaid() throws {
        let migrated = try MigratedProject()
        let gateway = "\(migrated.project.folder)/invoices/gateway.csv"
        let lines = try String(contentsOfFile: gateway, encoding: .utf8).split(separator: "\n")
        try migrated.project.write(
            "invoices/gateway.csv", lines.filter { !$0.contains("2026-08") }.joined(separator: "\n") + "\n")
        let analysis = try migrated.analysed()
        let gates = try #require(analysis.data.gates)
        #expect(gates.actuals?.months.map(\.saving) == [Amount(1150), nil, Amount(2660)])
        #expect(gates.value("actual_saving_to_date") == 3810)
        #expect(gates.gates.filter { $0.gate == .saving }.map(\.status) == ["no data"])
        #expect(
            analysis.warnings.map(\.rendered).contains(
                """
                sources: warning: found no volume on own GPUs for 2026-08, expected a gateway's export for every month since the first migration
                  fix: add it with `serves: own` under `sources`; without it nothing is said about the saving
                """))
    }

    /// Volume that the wrong name gets would look like a loss of the right one.
    @Test func volumeOfAnotherWorkloadSavesNothingThatCouldBeSaid() throws {
        let migrated = try MigratedProject()
        let text = TestSupport.bytes(of: "\(migrated.folder)/breakeven.yaml") ?? []
        try migrated.project.write(
            "breakeven.yaml",
            String(decoding: text, as: UTF8.self).replacing("workload: support}", with: "workload: search}"))
        let analysis = try migrated.analysed()
        #expect(analysis.data.gates?.actuals?.months.map(\.saving) == [nil, nil, nil])
        let warnings = analysis.warnings.map(\.rendered)
        #expect(
            warnings.contains(
                """
                attribution: warning: found volume on own GPUs in 2026-07, 2026-08, 2026-09 that is attributed to search, which has not moved by then, expected own volume of workloads with `migrated_since` alone
                  fix: add a rule under `attribution` for it, or write `migrated_since` beside search; until then nothing is said about the saving of these months
                """))
        // In its first month it may only have run in parallel.
        #expect(
            warnings.contains(
                """
                workloads.support.migrated_since: warning: found no volume of support on own GPUs in 2026-08, 2026-09, after its first month there, expected its tokens in a gateway's export of every such month
                  fix: add the export with `serves: own`, or a rule under `attribution`; until then nothing is said about the saving of these months
                """))
    }

    @Test func aStopRuleThatIsMetGoesBeforeThePlan() throws {
        let migrated = try MigratedProject()
        try migrated.project.write(
            "invoices/gpu.csv",
            "Month,Vendor,Amount,Currency\n2026-07,Lumen GPU,9000,USD\n2026-08,Lumen GPU,9000,USD\n2026-09,Lumen GPU,9000,USD\n"
        )
        let data = try migrated.analysed().data
        #expect(data.gates?.call == .returnToAPI)
        let outcome = try migrated.project.run(["report", "p", "--formats", "csv", "--output", "out"])
        #expect(outcome.output.contains("  Gates           return to the API: see csv/gates.csv"), "\(outcome.output)")
        let summary = String(
            decoding: TestSupport.bytes(of: migrated.project.scratch.file("out/csv/summary.csv")) ?? [], as: UTF8.self)
        #expect(
            summary.contains("recommendation,base,hybrid,,text,move in phases: but the gates say: return to the API\n"))
        #expect(summary.contains("gates_call,,,,text,return to the API\n"))
        #expect(try MigratedProject().analysed().data.gates?.call == .goOn)
    }

    @Test func whatMovesBesidesStartsInAMonthThatHasNotClosed() throws {
        let migrated = try MigratedProject()
        try migrated.configure(
            search: "pool: main, parallel_weeks: 2, fallback_share: 0.1, tok_in: 90000, price_in: 1, peak_to_avg: 1")
        let data = try migrated.analysed().data
        // July is month 1, and September has closed.
        #expect(data.plan.first { $0.workload == "search" }?.month == 4)
    }

    @Test func aMigratedWorkloadWithoutAPoolIsNamed() throws {
        let migrated = try MigratedProject()
        let text = TestSupport.bytes(of: "\(migrated.folder)/breakeven.yaml") ?? []
        try migrated.project.write(
            "breakeven.yaml",
            String(decoding: text, as: UTF8.self).replacing("id: support, pool: main,", with: "id: support,"))
        #expect(
            try migrated.analysed().warnings.map(\.rendered).contains(
                """
                workloads.support.pool: warning: found 2026-07 for `migrated_since` of support, and no pool with a throughput and a price that serves it, expected the pool on which it runs, so that the plan holds the months that have passed
                  fix: write `pool:` beside its id, and the pool under `model: pools:`
                """))
    }

    @Test func ownTokensThatHadNoPriceAreNamed() throws {
        let migrated = try MigratedProject()
        try migrated.configure(head: "")
        let text = TestSupport.bytes(of: "\(migrated.folder)/breakeven.yaml") ?? []
        try migrated.project.write(
            "breakeven.yaml",
            String(decoding: text, as: UTF8.self).replacing("workload: support}", with: "workload: fresh}"))
        let analysis = try migrated.analysed()
        #expect(analysis.data.gates?.actuals?.months[0].ownAtFrozenPrices == .zero)
        #expect(
            analysis.warnings.map(\.rendered).contains(
                """
                workloads.fresh.price_in: warning: found tokens of fresh on own GPUs, and no frozen price_in, expected a price from the months of the baseline
                  fix: write `workloads.fresh.price_in`; until then they save nothing
                """))
    }

    @Test func billsForGPUsAreTiedLikeOthers() throws {
        let migrated = try MigratedProject()
        try migrated.project.write("control_totals.csv", "vendor,month,currency,total\nLumen GPU,2026-08,USD,1000\n")
        let ties = try migrated.analysed().data.spend.ties
        #expect(ties.filter { $0.vendor == "Lumen GPU" }.map(\.result) == [.noDeclaredTotal, .pass, .noDeclaredTotal])
        #expect(!ties.contains { $0.vendor == "LiteLLM" })
    }

    @Test func aReportBeforeTheMigrationIsWhatItWouldBeWithoutIt() throws {
        let migrated = try MigratedProject()
        func tables(_ support: String) throws -> [String: [UInt8]] {
            try migrated.configure(support: support)
            let outcome = try migrated.project.run(
                ["report", "p", "--quiet", "--formats", "csv", "--period", "2026-06", "--output", "out"])
            try #require([0, 3].contains(outcome.status), "\(outcome.errors)")
            return SmallProject.files(below: "\(migrated.project.scratch.file("out"))/csv")
        }
        let with = try tables("migrated_since: 2026-07")
        let without = try tables("simplicity: 0.5")
        #expect(with.keys.sorted() == without.keys.sorted())
        // Only where a table names the file of the configuration or its hash may the two differ.
        for name in with.keys.sorted() where name != "assumptions.csv" {
            #expect(with[name] == without[name], "\(name)")
        }
        #expect(!with.keys.contains("actuals.csv"))
    }

    @Test func theReportWritesActualsVolumesAndGates() throws {
        let migrated = try MigratedProject()
        let outcome = try migrated.project.run(["report", "p", "--quiet", "--formats", "csv", "--output", "out"])
        try #require([0, 3].contains(outcome.status), "\(outcome.errors)")
        func lines(_ name: String) -> [String] {
            let bytes = TestSupport.bytes(of: migrated.project.scratch.file("out/csv/\(name).csv")) ?? []
            return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        }
        let actuals = lines("actuals")
        #expect(actuals[0].hasPrefix("month,frozen_cost,api_cost,own_cost,saving,plan_saving,variance,earlier_report"))
        #expect(actuals[1].hasPrefix("2026-07,3800,1650,1000,1150,727.26"))
        #expect(actuals[2].hasPrefix("2026-08,4200,840,1000,2360,1970,390,"))
        #expect(
            lines("actual_volumes")[2] == "2026-07,support,400000000,0,40000000,700000000,0,70000000,3300,2100,1200")
        #expect(
            lines("gates").map {
                $0.split(separator: ",", omittingEmptySubsequences: false).prefix(6).joined(separator: ",")
            }
                == [
                    "phase,metric,threshold,actual,date,status",
                    "1,readiness,not red,,2026-06-30,no data",
                    "1,evaluation,0.9,1 of 1,2026-06-30,met",
                    "1,saving,0.8,1.3219746998914033,2026-09-30,met",
                    "1,unit_cost,1,0.3333333333333333,2026-09-30,met",
                ])
        #expect(lines("summary").contains("actual_saving_to_date,,,6170,USD,"))
        let package = TestSupport.bytes(of: migrated.project.scratch.file("out/datapackage.json")) ?? []
        #expect(String(decoding: package, as: UTF8.self).contains("csv/actual_volumes.csv"))
    }

    @Test func theNewestReportFromBeforeTheMigrationIsThePlanBeside() throws {
        let migrated = try MigratedProject()
        for (period, share) in [("2026-05", "0.3"), ("2026-06", "0.2"), ("2026-07", "0.1")] {
            let outcome = try migrated.project.run([
                "report", "p", "--quiet", "--formats", "csv", "--period", period, "--set",
                "workloads.support.fallback_share=\(share)",
            ])
            try #require([0, 3].contains(outcome.status), "\(outcome.errors)")
        }
        let gates = try #require(try migrated.analysed().data.gates)
        #expect(gates.earlier?.period == Month("2026-06"))
        // In month 2 the report of June expects a fallback of 20 %.
        #expect(abs(gates.value("earlier_saving", member: 1) - (3000 * 0.8 - 730)) < 1e-6)
        #expect(abs(gates.value("earlier_variance", member: 1) - (2360 - 1670)) < 1e-6)
        let named = try migrated.analysed(baseline: "\(migrated.folder)/reports/2026-05/manifest.json")
        #expect(named.data.gates?.earlier?.period == Month("2026-05"))
    }

    @Test func theCommandShowsActualsAndGates() throws {
        let outcome = try MigratedProject().project.run(["plan", "p"])
        #expect(
            outcome.output.hasSuffix(
                """

                Actual against plan, USD:
                Month    Frozen baseline    API    Own  Saving   Plan  Variance
                2026-07            3,800  1,650  1,000   1,150    727       423
                2026-08            4,200    840  1,000   2,360  1,970       390
                2026-09            4,500    840  1,000   2,660  1,970       690

                Gates and stop rules:
                Phase  Metric                                                         Threshold   Actual  Date        Status
                1      Readiness of team and tooling                                    not red           2026-06-30  no data
                1      Workloads whose own evaluation set passes                         90.0 %   1 of 1  2026-06-30  met
                1      Saving of the phase's months against the plan, which is 100 %     80.0 %  132.2 %  2026-09-30  met
                1      Own cost of the tokens served, of the frozen API price           100.0 %   33.3 %  2026-09-30  met

                """), "\(outcome.output)")
    }

    @Test func aFigureOfTheActualsIsExplained() throws {
        let migrated = try MigratedProject()
        let outcome = try migrated.project.run(["explain", "actual_saving_to_date", "p"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("out_actual_saving_to_date"))
        #expect(outcome.output.contains("own_booked × (frozen_cost - actual_api - actual_own)"))
        try migrated.configure(support: "simplicity: 0.5")
        let refused = try migrated.project.run(["explain", "actual_saving_to_date", "p"])
        #expect(refused.status == 64)
        #expect(
            refused.errors.contains(
                """
                error: found the metric "actual_saving_to_date", and no workload that own GPUs serve by a plan, expected a workload with `migrated_since`, and a pool with a price
                  fix: once a workload has moved, write `migrated_since: YYYY-MM` beside its id
                """))
    }
}
