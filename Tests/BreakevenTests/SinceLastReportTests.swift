import Billing
import Economics
import Foundation
import Money
import Reports
import TestSupport
import Testing

@testable import Breakeven

/// A project whose figures all stand in its configuration, but for invoices beside them.
private func hosting() throws -> SmallProject {
    let project = try SmallProject()
    try project.write(
        "breakeven.yaml",
        """
        report: {currency: USD}
        model:
          meta: {horizon_months: 12}
          people: {loaded_cost_year: 60000}
          capacity: {rent_gpu_hour: 2.5}
          pools:
            - {id: main, gpu: H100-SXM-80GB, gpus_per_replica: 1, tps_in: 20000, tps_out: 2500}
          workloads:
            - {id: chat, pool: main, tok_in: 9000, tok_out: 1500, price_in: 3, price_out: 15, migrate_month: 2}
            - {id: search, pool: main, tok_in: 2000, tok_out: 300, price_in: 3, price_out: 15, migrate_month: never}
        """)
    return project
}

private func analysed(
    _ project: SmallProject, _ period: String, _ overrides: [String] = [], baseline: String? = nil
) throws -> Analysis {
    try Analysis(
        try ProjectFolder(path: project.folder, overrides: overrides),
        RunOptions(period: Month(period), baseline: baseline))
}

private func report(_ project: SmallProject, _ period: String, _ overrides: [String] = []) throws {
    let outcome = try project.run(
        ["report", "p", "--quiet", "--formats", "csv", "--period", period] + overrides.flatMap { ["--set", $0] })
    try #require(outcome.status == 0, "\(outcome.errors)")
}

struct SinceLastReportTests {
    @Test(arguments: [
        ("finance.discount_rate_annual=0.2", Bridge.Cause.assumptions),
        ("workloads.chat.price_out=12", .price), ("workloads.chat.migrate_month=5", .plan),
        ("market.api_discount=0.05", .price),
    ]) func aDriverThatWasChangedMovesItsOwnStepAlone(_ earlier: String, _ cause: Bridge.Cause) throws {
        let project = try hosting()
        try report(project, "2026-05", [earlier])
        let bridge = try #require(try analysed(project, "2026-06").data.history?.bridge)
        for step in bridge.steps {
            #expect((abs(step.change) > 1) == (step.cause == cause), "\(step.cause) \(step.change)")
        }
        #expect(bridge.changes.map(\.cause).contains(cause))
    }

    @Test func tokensOfOneWorkloadMoveVolumeAndMix() throws {
        let project = try hosting()
        try report(project, "2026-05", ["workloads.chat.tok_in=6000"])
        let bridge = try #require(try analysed(project, "2026-06").data.history?.bridge)
        let moved = bridge.steps.filter { abs($0.change) > 1 }.map(\.cause)
        #expect(moved == [.volume, .mix])
    }

    @Test(arguments: 1...4) func theStepsAddUpToTheWholeChange(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let project = try hosting()
        func number(_ low: Double, _ high: Double) -> Double { low + (high - low) * random.unit() }
        let overrides = [
            "workloads.chat.tok_in=\(number(1000, 12000))", "workloads.search.tok_out=\(number(0, 900))",
            "workloads.chat.price_in=\(number(1, 6))", "capacity.rent_gpu_hour=\(number(1, 4))",
            "finance.discount_rate_annual=\(number(0, 0.3))",
            "workloads.chat.migrate_month=\(random.integer(in: 1...9))",
        ]
        try report(project, "2026-05", overrides)
        let earlier = try analysed(project, "2026-05", overrides).data
        let data = try analysed(project, "2026-06").data
        let bridge = try #require(data.history?.bridge)
        let lane = data.lane(Instance(.base, .hybrid))
        #expect(bridge.earlier == earlier.evaluation.value("npv", lane: lane), "seed \(seed)")
        #expect(bridge.now == data.evaluation.value("npv", lane: lane), "seed \(seed)")
        let sum = bridge.earlier + bridge.steps.reduce(0) { $0 + $1.change }
        #expect(abs(sum - bridge.now) < 0.005, "seed \(seed)")
        #expect(bridge.steps.first { $0.cause == .model }!.change == 0, "seed \(seed)")
    }

    @Test func aWorkloadThatCameIsAStepOfVolumeAndMix() throws {
        let project = try hosting()
        try report(project, "2026-05")
        let file = "\(project.folder)/breakeven.yaml"
        let more =
            "    - {id: voice, pool: main, tok_in: 4000, tok_out: 900, price_in: 3, price_out: 15, migrate_month: 3}\n"
        try project.write("breakeven.yaml", try String(contentsOfFile: file, encoding: .utf8) + "\n" + more)
        let bridge = try #require(try analysed(project, "2026-06").data.history?.bridge)
        #expect(bridge.steps.first { $0.cause == .model }!.change == 0)
        #expect(abs(bridge.steps.first { $0.cause == .mix }!.change) > 1)
    }

    @Test func aBillThatWasRewrittenIsNamedToTheCent() throws {
        let project = try SmallProject()
        try report(project, "2026-05")
        let text = try String(contentsOfFile: "\(project.folder)/invoices/acme.csv", encoding: .utf8)
        try project.write(
            "invoices/acme.csv",
            text.replacingOccurrences(of: "2026-03,Acme AI,model-1,1031.50", with: "2026-03,Acme AI,model-1,1030.25"))
        let history = try #require(try analysed(project, "2026-06").data.history)
        let found = history.restatements.map {
            "\($0.bill.month) \($0.bill.provider) \($0.earlier) \($0.now) \($0.difference)"
        }
        #expect(found == ["2026-03 Acme AI 2064 2062.75 -1.25"])
    }

    @Test func aForecastIsTestedAgainstTheMonthsThatClosed() throws {
        let project = try SmallProject()
        try report(project, "2026-03")
        try report(project, "2026-04")
        let tests = try #require(try analysed(project, "2026-06").data.history).backTests
        #expect(
            tests.map { "\($0.report) \($0.month) \($0.monthsAhead)" } == [
                "2026-03 2026-04 1", "2026-03 2026-05 2", "2026-03 2026-06 3", "2026-04 2026-05 1", "2026-04 2026-06 2",
            ])
        // Mean of January to March: two rows of 1000 + 10 × month + model + 0.5 each.
        #expect(abs(tests[0].forecast - 2044) < 1e-9)
        #expect(tests[0].actual == 2084)
    }

    @Test func theFirstReportHasNothingToCompareWith() throws {
        let project = try SmallProject()
        try report(project, "2026-05")
        #expect(try analysed(project, "2026-05").data.history == nil)
        #expect(!FileManager.default.fileExists(atPath: "\(project.folder)/reports/2026-05/csv/bridge.csv"))
    }

    @Test func anEarlierReportThatWasAlteredIsNotCompared() throws {
        let project = try SmallProject()
        try report(project, "2026-05")
        let file = "\(project.folder)/reports/2026-05/csv/summary.csv"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try Data((text + "x").utf8).write(to: URL(fileURLWithPath: file))
        let outcome = try project.run(["report", "p", "--formats", "csv"])
        #expect(outcome.status == 0)
        #expect(
            outcome.errors.contains(
                """
                reports/2026-05/csv/summary.csv: warning: found a file that is not what its report's manifest names, expected an earlier report as it was written
                  fix: restore the report's folder, or name another one with --baseline

                """))
    }

    @Test(arguments: [
        (
            "nowhere.json", Int32(66),
            """
            --baseline: error: found nowhere.json, and no file or folder of that name, expected the manifest.json of an earlier report, or its folder
              fix: check the path and its spelling

            """
        ),
        (
            "p/invoices", 65,
            """
            --baseline: error: found p/invoices, which is no manifest of a report, expected the manifest.json of an earlier report, or its folder
              fix: name a folder such as reports/2026-09

            """
        ),
    ]) func aBaselineThatIsNoneIsRefused(_ path: String, _ status: Int32, _ message: String) throws {
        let project = try SmallProject()
        let outcome = try project.run(["report", "p", "--baseline", path])
        #expect(outcome.status == status)
        #expect(outcome.errors == message)
        #expect(!FileManager.default.fileExists(atPath: "\(project.folder)/reports/2026-06/manifest.json"))
    }
}
