import Exporters
import Reports
import TestSupport
import Testing
import XLSX

@testable import Breakeven

/// A formula that nobody can read is one that nobody checks: at most 120 characters, eight references, no IF in an IF.
@Suite struct ShortFormulaTests {
    private static func check(_ analysis: Analysis, _ name: String) throws {
        let scratch = ScratchFolder()
        try writeWorkbook(try ReportWorkbook.make(analysis.data), to: scratch.file("book.xlsx"))
        let criteria = try Verification(file: scratch.file("book.xlsx"), project: nil).criteria
        for id in ["CAL-03", "CAL-04"] {
            let criterion = try #require(criteria.first { $0.id == id })
            #expect(criterion.result == "pass", "\(name), \(id): \(criterion.detail)")
        }
    }

    @Test("Formulas are short in projects with every part that a project can have")
    func everyPart() throws {
        var project = RandomProject(seed: 105)
        project.horizon = 36
        project.setAll(["migrate_month": 3, "eligible": true])
        project.market["commitment"] = [
            "minimum_month": 20_000,
            "tiers": [["from": 10_000, "discount": 0.05], ["from": 30_000, "discount": 0.2]],
        ]
        project.market["api_price_steps"] = [["month": 6, "factor": 0.8], ["month": 30, "factor": 0]]
        try Self.check(try analysed(project), "every part")
    }

    @Test("Formulas are short over ten years", arguments: [UInt64(101), 108, 113])
    func tenYears(_ seed: UInt64) throws {
        var project = RandomProject(seed: seed)
        project.horizon = 120
        try Self.check(try analysed(project), "seed \(seed)")
    }

    @Test("Formulas are short whatever the form of capacity", arguments: UInt64(1)...12)
    func anyProject(_ seed: UInt64) throws {
        var project = RandomProject(seed: seed)
        project.horizon = min(project.horizon, 13)
        try Self.check(try analysed(project), "seed \(seed)")
    }

    @Test("Formulas are short once workloads have moved, with an earlier plan and a scorecard")
    func migrated() throws {
        let moved = try MigratedProject()
        let outcome = try moved.project.run(["report", "p", "--quiet", "--formats", "csv", "--period", "2026-06"])
        try #require([0, 3].contains(outcome.status), "\(outcome.errors)")
        try moved.project.write("readiness.csv", "capability,level,evidence\non_call,3,log\n")
        try Self.check(try moved.analysed(), "migrated")
    }
}
