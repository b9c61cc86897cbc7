import Economics
import Exporters
import Foundation
import Reports
import Tabular
import TestSupport
import Testing

@testable import Breakeven

/// The plan as tables: it adds up, and the command shows what the report writes.
struct PlanTableTests {
    @Test(arguments: 1...16 as ClosedRange<UInt64>)
    func phasesAndTheRestAreTheWhole(_ seed: UInt64) throws {
        var project = RandomProject(seed: seed)
        if seed % 2 == 0 { project.setAll(["migrate_month": "auto", "parallel_weeks": 3, "fallback_share": 0.05]) }
        let data = try analysed(project, []).data
        for lane in Instance.all.indices {
            let scale = data.evaluation.value("check_scale", lane: lane)
            #expect(data.evaluation.value("check_phases_add_up", lane: lane) < 1e-9)
            func total(_ line: String, over set: MemberSet? = nil) -> Double {
                let count = set.map { data.model.members[$0].count } ?? 1
                return (0..<count).reduce(0) { $0 + data.evaluation.total(line, member: $1, lane: lane) }
            }
            let baseline = total("phase_baseline", over: .phase) + total("permanent_baseline")
            #expect(abs(baseline - total("baseline_api")) <= 1e-9 * scale)
            let saving = total("phase_saving", over: .phase) + total("permanent_displaced")
            #expect(abs(saving - data.evaluation.value("savings_total", lane: lane)) <= 1e-9 * scale)
        }
        let lane = data.lane(Instance(.base, .hybrid))
        let rows = PlanTables.phaseRows(data)
        let saved = data.evaluation.value("savings_total", lane: lane)
        let scale = data.evaluation.value("check_scale", lane: lane)
        #expect(abs(rows.reduce(0) { $0 + $1.saving } - saved) <= 1e-9 * scale, "seed \(seed)")
        let oneOff = data.evaluation.total("one_off", lane: lane)
        #expect(abs(rows.reduce(0) { $0 + $1.oneOff } - oneOff) <= 1e-9 * scale, "seed \(seed)")
        #expect(rows.map(\.phase) == rows.map(\.phase).sorted())
        #expect(rows.map(\.month) == rows.map(\.month).sorted())
    }

    @Test func aPriorityCanBeWorkedOutFromItsRow() throws {
        var project = RandomProject(seed: 6)
        project.setAll([
            "migrate_month": "auto", "eligible": true, "simplicity": 0.5, "quality_risk": 0.25, "price_in": 40,
            "price_out": 90, "parallel_weeks": 2, "fallback_share": 0.1,
        ])
        let entries = try analysed(project, ["migration.beta=2"]).data.plan
        let moved = entries.filter { $0.month != nil }
        #expect(!moved.isEmpty)
        let sum = moved.reduce(0) { $0 + max(0, $1.savingMarginal!) }
        for entry in entries {
            guard let saving = entry.savingMarginal, let priority = entry.priority else { continue }
            #expect(abs(priority - max(0, saving) / sum * 0.25 * 0.75) < 1e-12)
        }
    }
}

@Suite(.enabled(if: Binary.path != nil, "the program is built beside the tests"))
struct PlanCommandTests {
    private static func project() throws -> ScratchFolder {
        let scratch = ScratchFolder()
        try FileManager.default.createDirectory(atPath: scratch.file("p"), withIntermediateDirectories: true)
        try Data(
            """
            model:
              meta: {start_month: 2027-01, horizon_months: 24}
              market: {api_price_decline_annual: 0.1}
              migration: {platform_points: 40}
              pools: [{id: small, gpus_per_replica: 1, tps_in: 20000, tps_out: 2500}]
              capacity: {mode: rent, rent_gpu_hour: 2}
              people: {loaded_cost_year: 120000}
              workloads:
                - {id: chat, pool: small, tok_in: 40000, tok_out: 5000, price_in: 1, price_out: 5, effort_days: 30, simplicity: 0.4}
                - {id: search, pool: small, tok_in: 30000, tok_out: 1000, price_in: 1, price_out: 5, effort_days: 10, simplicity: 0.9}
                - {id: legal, pool: small, tok_in: 9000, tok_out: 900, price_in: 1, price_out: 5, gates: {data_allowed: false}}
                - {id: tiny, pool: small, tok_in: 9000, tok_out: 1, price_in: 0.001, price_out: 0.1, peak_to_avg: 40}
            """.utf8
        ).write(to: URL(fileURLWithPath: "\(scratch.file("p"))/breakeven.yaml"))
        return scratch
    }

    @Test func theCommandShowsThePhasesOfTheReport() throws {
        let scratch = try Self.project()
        let csv = try Binary.run(["plan", "p", "--csv"], in: scratch.path)
        #expect(csv.status == 0, "\(csv.errors)")
        let report = try Binary.run(["report", "p", "--formats", "csv", "--output", "out"], in: scratch.path)
        #expect([0, 3].contains(report.status), "\(report.errors)")
        let written = TestSupport.bytes(of: scratch.file("out/csv/phases.csv")) ?? []
        #expect(csv.output == String(decoding: written, as: UTF8.self))
        #expect(csv.output.split(separator: "\n").count == 3)

        let text = try Binary.run(["plan", "p"], in: scratch.path)
        #expect(text.status == 0)
        let lines = text.output.split(separator: "\n").map(String.init)
        #expect(lines[0].hasPrefix("Phase  Month        Workload"))
        #expect(lines.contains("  legal  compliance: its data may not be processed there"))
        #expect(lines.contains("  tiny   does not pay from month 5, its turn"))
        #expect(lines.contains("60 to 80 % of the savings with 20 % of the complexity: tested on these figures"))
        #expect(lines.last?.hasPrefix("  80.0 % of the savings take ") == true)

        let json = try #require(
            JSONValue.parse(Array(try Binary.run(["plan", "p", "--json"], in: scratch.path).output.utf8)))
        #expect(json["phases"]?.elements?.count == 2)
        #expect(json["api"]?.elements?.compactMap { $0["workload"]?.text } == ["legal", "tiny"])
    }

    @Test func whereWaitingCostsMoreThanItSparesTheTextSaysSo() throws {
        let scratch = try Self.project()
        func text(gap: Int) throws -> String {
            try Binary.run(
                ["plan", "p", "--set", "migration.gap_months=\(gap)", "--set", "workloads.tiny.migrate_month=never"],
                in: scratch.path
            ).output
        }
        let words = "The plan starts one workload after another; all at once the NPV would be "
        #expect(try text(gap: 9).contains(words))
        #expect(try text(gap: 9).contains("give several workloads the same migrate_month to start them together."))
        let pinned = try Binary.run(
            [
                "plan", "p", "--set", "workloads.chat.migrate_month=1", "--set", "workloads.search.migrate_month=1",
                "--set", "workloads.tiny.migrate_month=never",
            ], in: scratch.path)
        #expect(!pinned.output.contains(words), "\(pinned.output)")
    }

    @Test func withoutAPoolNothingMovesAndTheReasonIsSaid() throws {
        let outcome = try SmallProject().run(["plan", "p"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
            outcome.output == """
                Nothing moves.

                Stays on the API:
                  unattributed  needs a throughput and a quote

                60 to 80 % of the savings with 20 % of the complexity: needs a throughput and a quote

                """)
    }

    @Test func aPinnedMonthBeforeCapacityIsShownAndRefused() throws {
        let scratch = try Self.project()
        let outcome = try Binary.run(
            [
                "plan", "p", "--set", "capacity.mode=buy", "--set", "capacity.server_price=90000", "--set",
                "capacity.lead_months=4", "--set", "workloads.chat.migrate_month=2",
            ], in: scratch.path)
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains("found a migration in month 2, and capacity from month 4"))
        #expect(outcome.output.contains("chat"))
    }

    @Test func csvAndJSONExcludeEachOther() throws {
        let outcome = try SmallProject().run(["plan", "p", "--csv", "--json"])
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("found --csv and --json, expected one of them"))
    }
}
