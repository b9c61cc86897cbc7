import Billing
import Diagnostics
import Economics
import Foundation
import Importers
import Reports
import Tabular
import TestSupport
import Testing

@testable import Breakeven

/// Playbooks of what is red or yellow, on a sheet and as a table. MODEL.md 12.
struct PlaybookTests {
    private static let own = """
        # Alarm

        Ours.

        ## Stop the bleeding

        - Owner: Duty officer
        - Weeks: 2
        - Days: 1.5
        - Exit evidence: a log
        - On Monday: =call
        - Open tools: a phone

        ## Standardise

        - Owner: Duty officer
        - Weeks: 3
        - Days: 4
        - Exit evidence: a page
        - On Monday: write
        - Open tools: paper

        ## Prove

        - Owner: Auditor
        - Weeks: 4
        - Days: 0
        - Exit evidence: a drill
        - On Monday: drill
        - Open tools: a clock

        """

    private func project(_ rows: String) throws -> SmallProject {
        let project = try SmallProject()
        try project.write("breakeven.yaml", "readiness: {costs: {day_rate: 500, weeks_per_level: 6}}\n")
        try project.write("readiness.csv", "capability,level,evidence,target,weight,critical\n" + rows)
        return project
    }

    private func analysed(_ project: SmallProject, _ overrides: [String] = []) throws -> Analysis {
        try Analysis(try ProjectFolder(path: project.folder, overrides: overrides), RunOptions())
    }

    @Test(arguments: Capability.all.map(\.id))
    func everyCapabilityHasAPlaybookThatCanBeActedOn(_ id: String) throws {
        let path = Repository.root.appending(path: "Templates/playbooks/\(id).md").path
        let playbook = try readPlaybook(InputFile(path: path, name: "\(id).md"), capability: id)
        #expect(playbook.title == Capability.of(id)?.label)
        #expect(playbook.steps.last.map { $0.weeks >= 4 } == true, "a target is met for four weeks")
        for step in playbook.steps {
            #expect(step.days > 0 && step.days <= step.weeks * 5, "one person can do it in the time")
            #expect(step.onMonday.count > 60 && step.exitEvidence.count > 60)
        }
    }

    @Test func noPlaybookIsOfSomethingElse() throws {
        let folder = Repository.root.appending(path: "Templates/playbooks").path
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(names == Capability.all.map { "\($0.id).md" }.sorted())
    }

    /// Critical first, then the longest delay, then the heaviest, then by id; what is green has none.
    @Test func theOrderUnblocksThePlan() throws {
        let analysis = try analysed(
            try project(
                """
                ab_testing,0,,2,9,no
                autoscaling,1,x,2,1,no
                capacity_review,1,x,2,1,no
                gpu_monitoring,2,x,3,9,yes
                load_balancing,1,x,3,1,yes
                model_cicd,2,x,2,1,no
                on_call,0,,3,2,yes

                """))
        #expect(
            analysis.data.playbooks.entries.map(\.capability.id) == [
                "on_call", "load_balancing", "gpu_monitoring", "ab_testing", "autoscaling", "capacity_review",
            ])
        let table = PlaybookTables.playbooks(analysis.data)
        #expect(table.rows.count == 18)
        #expect(
            table.rows[0][0...4] == [
                .integer(1), .text("on_call"), .integer(1), .text("Stop the bleeding"), .text("red"),
            ])
    }

    @Test func aPlaybookOfTheProjectReplacesTheOneThatComesWithTheProgram() throws {
        let project = try project("gpu_monitoring,2,x,3,2,yes\non_call,1,x,2,1,no\n")
        try project.write("playbooks/gpu_monitoring.md", Self.own)
        let analysis = try analysed(project)
        let rows = PlaybookTables.playbooks(analysis.data).rows
        #expect(
            rows[0] == [
                .integer(1), .text("gpu_monitoring"), .integer(1), .text("Stop the bleeding"), .text("yellow"),
                .text("Duty officer"), .number(2), .number(1.5), .number(750), .text("a log"), .text("=call"),
                .text("a phone"), .text("playbooks/gpu_monitoring.md"),
            ])
        #expect(rows[3][12] == .text("Templates/playbooks/on_call.md"))
        #expect(analysis.inputs.contains { $0.file.name == "playbooks/gpu_monitoring.md" && $0.format == "playbook" })
        let data = analysis.data.playbooks
        #expect(data.evaluation.value("days", member: 0, lane: 0) == 5.5)
        #expect(data.evaluation.value("cost", member: 0, lane: 0) == 2750)
        let other = try analysed(project, ["readiness.costs.day_rate=1000"]).data.playbooks
        #expect(other.evaluation.value("cost", member: 0, lane: 0) == 5500)
    }

    private static let ownRows = "capability,level,evidence,target,weight,critical,dimension\n"

    private func ownCapability(_ rows: String) throws -> SmallProject {
        let project = try project("")
        try project.write("readiness.csv", Self.ownRows + rows)
        try project.write("playbooks/data_residency.md", Self.own.replacing("# Alarm", with: "# Data residency"))
        return project
    }

    @Test func aPlaybookMayAddACapabilityOfTheCompanysOwn() throws {
        let project = try ownCapability("on_call,2,x,2,1,no,\nData residency,1,x,3,2,yes,maturity\n")
        let analysis = try analysed(project)
        #expect(analysis.data.playbooks.entries.map(\.capability.label) == ["Data residency"])
        #expect(PlaybookTables.playbooks(analysis.data).rows[0][12] == .text("playbooks/data_residency.md"))
        let row = ReadinessTables.readiness(analysis.data).rows[1]
        #expect(
            row[0...7] == [
                .text("data_residency"), .text("maturity"), .integer(1), .integer(3), .integer(2), .text("red"),
                .integer(1), .number(2),
            ])
        #expect(analysis.data.register[key: "readiness.levels.data_residency"]?.label == "Data residency: Level")
        #expect(
            analysis.data.evaluation.result("readiness_month", lane: analysis.data.lane(Instance(.base, .hybrid)))
                == .number(3))
        let sheets = try ReportWorkbook.make(analysis.data).sheets
        let sheet = try #require(sheets.first { $0.name == WorkbookLayout.SheetName.readiness })
        #expect(sheet.cells.contains { $0.value.content == .text("Data residency") })
        let closed = try analysed(project, ["readiness.levels.data_residency=3"])
        #expect(closed.data.playbooks.entries.isEmpty)
        #expect(try project.run(["report", "p", "--quiet"]).status == 0)
    }

    @Test func aCapabilityThatNobodyKnowsStaysAnError() throws {
        let project = try ownCapability("data_residenzy,1,x,3,2,yes,maturity\n")
        let outcome = try project.run(["check", "p"])
        #expect(outcome.status == 65)
        #expect(outcome.errors.contains("fix: the nearest is data_residency\n"), "\(outcome.errors)")
        let other = try ownCapability("data_residency,1,x,3,2,yes,maturity\n")
        let misspelt = try other.run(["check", "p", "--set", "readiness.levels.data_residenzy=2"])
        #expect(misspelt.status == 78)
        #expect(
            misspelt.errors.contains("the nearest valid key is `data_residency`"), "\(misspelt.errors)")
        let strange = try ownCapability("data_residency,1,x,3,2,yes,laws\n").run(["check", "p"])
        #expect(
            strange.errors.contains(
                "readiness.csv:2: error: found \"laws\" in column dimension, expected one of team, tooling, maturity\n")
        )
        let moved = try ownCapability("on_call,1,x,3,2,yes,tooling\ndata_residency,1,x,3,2,yes,team\n").run([
            "check", "p",
        ])
        #expect(
            moved.errors.contains(
                "readiness.csv:2: error: found tooling in column dimension for on_call, expected team\n  fix: leave the cell empty: only a capability of your own needs it\n"
            ), "\(moved.errors)")
    }

    @Test func withoutAGapThereIsNoSheetAndAnEmptyTable() throws {
        for rows in ["on_call,2,x,2,1,no\n", nil] {
            let project = try rows.map(project) ?? SmallProject()
            let analysis = try analysed(project)
            #expect(PlaybookTables.playbooks(analysis.data).rows.isEmpty)
            let sheets = try ReportWorkbook.make(analysis.data).sheets.map(\.name)
            #expect(!sheets.contains(WorkbookLayout.SheetName.playbooks))
        }
    }

    @Test func theSheetShowsEachStepWithItsMoneyAndWeeks() throws {
        let project = try project("gpu_monitoring,2,x,3,2,yes\non_call,1,x,2,1,no\n")
        try project.write("playbooks/gpu_monitoring.md", Self.own)
        let content = try ReportWorkbook.make(try analysed(project).data)
        let sheet = try #require(content.sheets.first { $0.name == WorkbookLayout.SheetName.playbooks })
        func row(_ label: String) throws -> Int {
            try #require(
                sheet.cells.filter { $0.key.column == 0 && $0.value.content == .text(label) }.map(\.key.row).max(),
                "\(label)")
        }
        let first = try row("1  Alarm")
        #expect(sheet[first + 2, 0]?.content == .text("1  Stop the bleeding"))
        #expect(sheet[first + 2, 1]?.content == .number(2))
        #expect(sheet[first + 2, 2]?.content == .number(1.5))
        guard case .formula(_, .number(750))? = sheet[first + 2, 3]?.content else {
            Issue.record("no cost beside the step: \(String(describing: sheet[first + 2, 3]))")
            return
        }
        #expect(sheet[first + 2, 4]?.content == .text("Duty officer"))
        #expect(sheet[first + 2, 8]?.content == .text("=call"))
        #expect(try row("2  On-call") == first + 6)
        let said = (3...7).compactMap { row -> String? in
            if case .formula(_, .text(let sentence))? = sheet[row, 0]?.content { sentence } else { nil }
        }
        #expect(said.contains("Up to date: these are all red and yellow ones."), "\(said)")
    }

    @Test(arguments: [
        (
            "on-call.md",
            "playbooks/on-call.md: error: found a playbook of \"on-call\", expected one of \(Capability.all.map(\.id).joined(separator: ", "))\n  fix: rename the file: the nearest is on_call.md\n"
        ),
        (
            "zzz.md",
            "playbooks/zzz.md: error: found a playbook of \"zzz\", expected one of \(Capability.all.map(\.id).joined(separator: ", "))\n  fix: rename the file to ID.md with one of these; for a capability of your own add its row to readiness.csv, with an id of small letters, digits and _\n"
        ),
    ])
    func aFileNameThatIsNoCapabilityIsRefused(_ name: String, _ message: String) throws {
        let project = try project("on_call,1,x,2,1,no\n")
        try project.write("playbooks/\(name)", Self.own)
        let outcome = try project.run(["report", "p"])
        #expect(outcome.status == 65)
        #expect(outcome.errors == message)
    }

    @Test func whatNoRowNamesIsSaid() throws {
        let project = try project("on_call,2,x,2,1,no\n")
        try project.write("playbooks/ab_testing.md", Self.own)
        try project.write("playbooks/notes.txt", "x")
        let messages = try analysed(project).warnings.map(\.rendered)
        #expect(
            messages.contains(
                "playbooks/ab_testing.md: warning: found a playbook of ab_testing, which no row of readiness.csv names, expected a row with its level\n  fix: add the row; until then the playbook stands nowhere in the report"
            ))
        #expect(
            messages.contains(
                "playbooks/notes.txt: warning: found a file under playbooks that is not .md, expected a playbook in Markdown\n  fix: name it after its capability, with .md; it is not part of this report"
            ))
    }

    @Test func withoutTheTemplatesTheReportStandsAndSaysSo() throws {
        let project = try project("on_call,1,x,2,1,no\n")
        let outcome = try project.run(["report", "p"], environment: ["BREAKEVEN_HOME": project.scratch.path])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
            outcome.errors.contains(
                "warning: found no playbook of on_call, below the target, expected one for each capability that is red or yellow\n  fix: write playbooks/on_call.md, or set BREAKEVEN_HOME to the folder that holds the Templates of the program\n"
            ))
    }

    @Test func twoOfOneCapabilityAreRefused() throws {
        let project = try project("on_call,1,x,2,1,no\n")
        try project.write("playbooks/a/on_call.md", Self.own)
        try project.write("playbooks/b/on_call.md", Self.own)
        let failure = #expect(throws: Failure.self) { try analysed(project) }
        #expect(failure?.status == .badData)
        #expect(
            failure?.diagnostics.map(\.rendered) == [
                "playbooks/b/on_call.md: error: found a playbook of on_call again, first in playbooks/a/on_call.md, expected one playbook of a capability\n  fix: take one of the two out of the folder"
            ])
    }
}
