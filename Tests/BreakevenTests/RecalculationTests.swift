import Economics
import Exporters
import Foundation
import Reports
import TestSupport
import Testing

@testable import Breakeven

/// Every formula of a workbook against an independent calculator.
@Suite(.enabled(if: Recalculation.program != nil, "LibreOffice is not installed; make test installs it"), .serialized)
struct RecalculationTests {
    private static let sample =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path + "/Samples/acme"

    /// A workbook whose cached results are all wrong, so that nothing stale can pass for a recalculation.
    private func withoutCaches(_ content: WorkbookContent) -> WorkbookContent {
        var content = content
        for index in content.sheets.indices {
            for (address, cell) in content.sheets[index].cells {
                if case .formula(let text, _) = cell.content {
                    content.sheets[index].cells[address]!.content = .formula(text: text, value: .number(-987_654_321))
                }
            }
        }
        return content
    }

    private func compare(_ content: WorkbookContent, _ found: [String: [String: Recalculation.Value]], _ name: String)
        -> Int
    {
        var formulas = 0
        for sheet in content.sheets {
            for (address, cell) in sheet.cells {
                guard case .formula(let text, let expected) = cell.content else { continue }
                formulas += 1
                let place = CellName.text(
                    row: address.row, column: address.column, lockRow: false, lockColumn: false)
                let actual = found[sheet.name]?[place]
                let agrees: Bool =
                    switch (expected, actual) {
                    case (.number(let a), .number(let b)): abs(a - b) <= 1e-9 * max(abs(a), abs(b)) + 1e-9
                    case (.text(let a), .text(let b)): a == b
                    default: false
                    }
                #expect(
                    agrees,
                    "\(name), \(sheet.name)!\(place) =\(text): \(expected), recalculated \(String(describing: actual))")
            }
        }
        return formulas
    }

    private func check(_ contents: [(name: String, content: WorkbookContent)]) throws -> Int {
        let folder = NSTemporaryDirectory() + "workbooks-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var files: [String] = []
        for (index, item) in contents.enumerated() {
            let file = "\(folder)/book-\(index).xlsx"
            try writeWorkbook(withoutCaches(item.content), to: file)
            files.append(file)
        }
        let results = try Recalculation.recalculate(files)
        return zip(contents, results).reduce(0) { $0 + compare($1.0.content, $1.1, $1.0.name) }
    }

    /// Eight projects, fifty with BREAKEVEN_LONG, all in one call of the calculator.
    @Test func everyFormulaOfRandomProjectsAgrees() throws {
        let count: UInt64 = ProcessInfo.processInfo.environment["BREAKEVEN_LONG"] == nil ? 8 : 50
        let contents = try (0..<count).map { number in
            let seed = 101 + number
            // Later months repeat the formulas of earlier ones; two projects keep their length.
            var project = RandomProject(seed: seed)
            if seed > 102 { project.horizon = min(project.horizon, 10) }
            return ("seed \(seed)", try ReportWorkbook.make(try analysed(project).data))
        }
        let formulas = try check(contents)
        #expect(formulas > 6250 * Int(count))
        if count > 8 { print("\(count) projects, \(formulas) formulas recalculated") }
    }

    /// One phase that has been judged; two phases with a scorecard, an earlier plan and a month without a bill.
    @Test func everyFormulaOfAMigrationAgrees() throws {
        let one = try MigratedProject()
        let two = try MigratedProject()
        let outcome = try two.project.run(["report", "p", "--quiet", "--formats", "csv", "--period", "2026-06"])
        try #require([0, 3].contains(outcome.status), "\(outcome.errors)")
        try two.configure(
            search:
                "pool: main, parallel_weeks: 2, fallback_share: {base: 0.1, low: 0.05, high: 0.2, low_scenario: low}, migrate_month: 3",
            head: "uncertainty: {weights: {low: 0.3, base: 0.5, high: 0.2}}")
        try two.project.write("readiness.csv", "capability,level,evidence\non_call,3,log\n")
        try two.project.write("invoices/gpu.csv", "Month,Vendor,Amount,Currency\n2026-08,Lumen GPU,1000,USD\n")
        let contents = try [one, two].enumerated().map { number, project in
            ("migration \(number + 1)", try ReportWorkbook.make(try project.analysed().data))
        }
        #expect(try check(contents) > 10_000)
    }

    /// No load, no migration, never pays back, several IRRs, nothing discounted, ten years, one month, every optional part.
    private static let degenerate: [(name: String, change: @Sendable (inout RandomProject) -> Void)] = [
        ("no load", { project in project.setAll(["tok_in": 0, "tok_cached": 0, "tok_out": 0]) }),
        ("no migration", { project in project.setAll(["migrate_month": "never"]) }),
        ("never pays back", { project in project.opex["security_month"] = 500_000 }),
        (
            "several rates",
            { project in
                project.horizon = 36
                project.finance["tax_rate"] = 0
                project.setAll(["migrate_month": 1, "eligible": true])
                project.oneOffs = [["month": 30, "label": "taken down", "amount": 9_000_000]]
            }
        ),
        ("nothing discounted", { project in project.finance["discount_rate_annual"] = 0 }),
        ("ten years", { project in project.horizon = 120 }),
        ("one month", { project in project.horizon = 1 }),
        (
            "every part",
            { project in
                project.horizon = 36
                project.setAll(["migrate_month": 3, "eligible": true])
                project.capacity["mode"] = "buy"
                project.capacity["life_months"] = 20
                project.market["commitment"] = [
                    "minimum_month": 20_000,
                    "tiers": [["from": 10_000, "discount": 0.05], ["from": 30_000, "discount": 0.2]],
                ]
                project.market["api_price_steps"] = [["month": 6, "factor": 0.8], ["month": 30, "factor": 0]]
                project.opex.merge(
                    [
                        "gpu_failures_year": 0.06, "gpu_replacement_cost": 20_000, "warranty_months": 12,
                        "storage_gb": 5000, "storage_gb_month": 0.02, "egress_gb": 100, "egress_gb_price": 0.09,
                    ]) { $1 }
                project.optimised = [
                    "caching_share": 0.3, "caching_price_ratio": 0.1, "batch_share": 0.2, "batch_price_ratio": 0.5,
                    "cheaper_share": 0.1, "cheaper_price_ratio": 0.3, "start_month": 4,
                ]
            }
        ),
    ]

    @Test func everyFormulaOfDegenerateProjectsAgrees() throws {
        let contents = try Self.degenerate.enumerated().map { index, item in
            var project = RandomProject(seed: UInt64(201 + index))
            project.horizon = min(project.horizon, 12)
            item.change(&project)
            return (item.name, try ReportWorkbook.make(try analysed(project).data))
        }
        #expect(try check(contents) > 50_000)
    }

    @Test func everyFormulaOfTheSampleAgrees() throws {
        let analysis = try Analysis(try ProjectFolder(path: Self.sample, overrides: []), RunOptions())
        #expect(try check([("acme", try ReportWorkbook.make(analysis.data))]) > 5000)
    }

    @Test func everyFormulaOfAProjectWithoutPoolsAgrees() throws {
        var project = RandomProject(seed: 5)
        project.pools = []
        for index in project.workloads.indices { project.workloads[index].values["pool"] = nil }
        let analysis = try analysed(project)
        #expect(metric(analysis, "recommendation") == .word("get a quote and a throughput"))
        #expect(metric(analysis, "npv") == .word("needs a throughput and a quote"))
        #expect(try check([("no pools", try ReportWorkbook.make(analysis.data))]) > 1000)
    }

    /// Changing an input cell and recalculating must give what `--set` gives.
    @Test func anInputCellEqualsAnOverride() throws {
        var project = RandomProject(seed: 11)
        project.horizon = 18
        project.capacity["mode"] = "buy"
        // The plan is pinned: a changed input must change neither who moves nor in which order.
        for index in project.workloads.indices { project.workloads[index].values["migrate_month"] = 2 + 4 * index }
        project.workloads[0].values["fallback_type"] = "failover"
        project.trials = 0
        project.readiness = [
            ("on_call", 1, "rota", "4"), ("gpu_monitoring", 3, "", ""), ("security_review", 1, "a review", "3"),
        ]
        try expectCells(
            [
                ("finance.discount_rate_annual", "0.07"), ("capacity.server_price", "180000"),
                ("workloads.load 1.tok_in", "9000"), ("pools.pool-1.gpus_per_replica", "2"), ("capacity.mode", "rent"),
                ("workloads.load 1.migrate_month", "5"), ("market.api_price_decline_annual", "0.3"),
                ("finance.depr_tax", "MACRS5"), ("capacity.life_months", "17"),
                ("workloads.load 1.fallback_type", "escalation"), ("meta.hours_basis", "744"),
                ("people.fte_base", "1.5"), ("readiness.levels.on_call", "3"),
                ("readiness.evidenced.gpu_monitoring", "1"), ("readiness.targets.security_review", "4"),
                ("readiness.targets_2.security_review", "4"), ("readiness.targets.gpu_monitoring", "4"),
                ("readiness.costs.day_rate", "1000"),
            ]
        ) { try analysed(project, $0) }
    }

    /// Where a quote gives the capacity, too: the price of the quote itself.
    @Test func anInputCellOfTheSampleEqualsAnOverride() throws {
        try expectCells([
            ("quotes.redwood-h200-server.price", "250000"),
            ("pools.large.tps_out", "4000"), ("pools.small.next_token_seconds", "0.3"),
            ("pools.large.availability_target", "0.999"), ("sla.tiers.1.credit", "0.2"),
        ]) { overrides in
            // Trials are values of a run; the next test has what a workbook says of them once an input differs.
            try Analysis(
                try ProjectFolder(
                    path: Self.sample, overrides: ["uncertainty.trials=0", "meta.horizon_months=18"] + overrides),
                RunOptions())
        }
    }

    /// What nothing uses moves no figure of the model, and the sheets that compare quotes.
    @Test func aPriceOfAnUnusedQuoteMovesTheSheetsOfQuotes() throws {
        try expectCells(
            [("quotes.summit-h100-36m.price", "16"), ("quotes.tidal-h100-24m.price", "250000")],
            moving: ["Quotes", "Vendors"]
        ) { overrides in
            try Analysis(
                try ProjectFolder(path: Self.sample, overrides: ["uncertainty.trials=0"] + overrides), RunOptions())
        }
    }

    @Test func aChangedInputTakesTheTrialsFromTheBoardPage() throws {
        var project = RandomProject(seed: 101)
        // Without a range nothing is tried.
        project.finance["discount_rate_annual"] = ["base": 0.1, "low": 0.08, "high": 0.12]
        var content = try ReportWorkbook.make(try analysed(project).data)
        func shown() throws -> (probability: Recalculation.Value?, sentence: Recalculation.Value?) {
            let folder = NSTemporaryDirectory() + "stale-" + UUID().uuidString
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            try writeWorkbook(withoutCaches(content), to: folder + "/book.xlsx")
            let board = try #require(try Recalculation.recalculate([folder + "/book.xlsx"])[0]["Board page"])
            let row = try #require(
                board.first { $0.value == .text("Probability that the NPV is positive") }?.key.dropFirst())
            return (board["D\(row)"], board["B7"])
        }
        func said(_ value: Recalculation.Value?) -> String {
            if case .text(let text)? = value { return text }
            return ""
        }
        let before = try shown()
        guard case .number? = before.probability else { throw Expected(found: before.probability) }
        #expect(said(before.sentence).contains(" of 50 trials. "))
        let name = try #require(content.names.first { $0.name == DriverName.defined("finance.discount_rate_annual") })
        let sheet = try #require(content.sheets.firstIndex { $0.name == name.target.sheet })
        content.sheets[sheet].cells[name.target.first]!.content = .number(0.123)
        let after = try shown()
        #expect(after.probability == .text("stale"))
        #expect(said(after.sentence).contains("Inputs have changed since the trials"))
    }

    private struct Expected: Error { var found: Recalculation.Value? }

    /// - Parameter sheets: Whose formulas a change moves; nil: those of the model, and so the board page.
    private func expectCells(
        _ changes: [(key: String, value: String)], moving sheets: [String]? = nil,
        analysed: ([String]) throws -> Analysis
    ) throws {
        let before = try analysed([])
        let reruns = try changes.map { try analysed(["\($0.key)=\($0.value)"]) }
        let unchanged = try ReportWorkbook.make(before.data)
        let folder = NSTemporaryDirectory() + "change-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let files = try changes.enumerated().map { index, change in
            var content = unchanged
            let name = try #require(content.names.first { $0.name == DriverName.defined(change.key) })
            let sheet = try #require(content.sheets.firstIndex { $0.name == name.target.sheet })
            content.sheets[sheet].cells[name.target.first]!.content =
                Double(change.value).map(CellContent.number) ?? .text(change.value)
            let file = "\(folder)/changed-\(index).xlsx"
            try writeWorkbook(withoutCaches(content), to: file)
            return file
        }
        let found = try Recalculation.recalculate(files)
        for (index, change) in changes.enumerated() {
            let rerun = try comparable(ReportWorkbook.make(reruns[index].data), with: unchanged)
            #expect(compare(rerun, found[index], change.key) > 5000)
            #expect((values(before) == values(reruns[index])) == (sheets != nil), "\(change.key) must matter")
            for name in sheets ?? [] {
                func formulas(_ content: WorkbookContent) -> [CellContent]? {
                    content.sheets.first { $0.name == name }?.cells.sorted { $0.key < $1.key }.map(\.value.content)
                }
                #expect(formulas(rerun) != formulas(unchanged), "\(change.key) must move \(name)")
            }
        }
    }

    /// The formulas of a rerun that the changed workbook has, too.
    ///
    /// Which assumptions the board page lists and which class of source a cost line names, a run decides once.
    private func comparable(_ rerun: WorkbookContent, with changed: WorkbookContent) -> WorkbookContent {
        var rerun = rerun
        var chosenAnew = 0
        for index in rerun.sheets.indices {
            // Values of the run, and the cells that say that an input is no longer the run's; what is below its target.
            if ["Sensitivities", "Playbooks"].contains(rerun.sheets[index].name) {
                rerun.sheets[index].cells = CellGrid()
                continue
            }
            // What a workload adds to the saving is worked out once a run; its share and the priority are made of it.
            let ofRun = ["Share of the savings", "Priority", "Saving, weighted"].map(CellContent.text)
            let columnsOfRun = Set(
                rerun.sheets[index].cells.filter { ofRun.contains($0.value.content) }.map(\.key.column))
            for (address, cell) in rerun.sheets[index].cells {
                guard case .formula(let text, _) = cell.content else { continue }
                if columnsOfRun.contains(address.column) || text.hasPrefix("Sensitivities!") {
                    rerun.sheets[index].cells[address]!.content = .text(text)
                    continue
                }
                if case .formula(text, _)? = changed.sheets[index].cells[address]?.content { continue }
                rerun.sheets[index].cells[address]!.content = .text(text)
                chosenAnew += 1
            }
        }
        #expect(chosenAnew < 30, "\(chosenAnew) formulas of other cells")
        return rerun
    }

    private func values(_ analysis: Analysis) -> [[Double]] {
        let data = analysis.data
        return data.model.lines.map { data.evaluation.series($0.id, lane: 1) }
            + (data.sla.map { sla in sla.model.lines.map { sla.evaluation.series($0.id, lane: 1) } } ?? [])
    }
}
