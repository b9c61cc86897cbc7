import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a project folder holds besides tables.
@Suite struct FoundFiles {
    @Test func aPipeUnderInvoicesIsNamedAndNotWaitedFor() throws {
        let project = try SmallProject()
        #expect(mkfifo("\(project.folder)/invoices/feed.csv", 0o600) == 0)
        let outcome = try project.run(["report", "p"])
        #expect(outcome.status == 0)
        #expect(
            outcome.errors.contains(
                """
                invoices/feed.csv: warning: found a pipe under invoices, expected a file
                  fix: write its content into a file; it is not part of this report
                """))
        let inspected = try project.run(["inspect", "p/invoices/feed.csv"])
        #expect(inspected.status == 66)
        #expect(inspected.errors.contains("found a pipe, device or socket, expected a file"))
    }

    @Test func anArchiveIsASourceBesideItsTables() throws {
        let project = try SmallProject()
        let table = SmallProject.header + "2026-01,Beta,m,1,USD\n"
        try project.write(
            "invoices/beta.zip", Zip([Zip.Member("bills/beta.csv", table), Zip.Member("bill.pdf", "%PDF")]).bytes)
        try project.write("invoices/copy.csv", table.replacing("\n", with: "\r\n"))
        let outcome = try project.run(["report", "p"])
        #expect(outcome.status == 0)
        #expect(
            outcome.errors.contains(
                """
                invoices/copy.csv: warning: found the same text (line ends and packing aside) as \
                invoices/beta.zip/bills/beta.csv; its rows are counted once, expected each export once
                """))
        let files = SmallProject.files(below: "\(project.folder)/reports/2026-06")
        let sources = String(decoding: files["csv/sources.csv"] ?? [], as: UTF8.self).split(separator: "\n")
        #expect(
            sources.map { $0.split(separator: ",", omittingEmptySubsequences: false)[0] } == [
                "file", "invoices/acme.csv", "invoices/beta.zip", "invoices/beta.zip/bills/beta.csv",
                "invoices/copy.csv",
            ])
        let inspected = try project.run(["inspect", "--json", "p/invoices/beta.zip"])
        #expect(inspected.status == 0)
        let json = try JSONSerialization.jsonObject(with: Data(inspected.output.utf8)) as? [[String: Any]]
        #expect(json?.map { $0["format"] as? String } == ["zip", "generic"])
        #expect(json?.map { ($0["file"] as? String)?.hasSuffix("beta.zip/bills/beta.csv") } == [false, true])
    }

    @Test func aLinkToAFolderIsNamedAndCounted() throws {
        let project = try SmallProject()
        try project.write("elsewhere/b.csv", SmallProject.header + "2026-01,Beta,m,1,USD\n")
        try FileManager.default.createSymbolicLink(
            atPath: "\(project.folder)/invoices/more", withDestinationPath: "../elsewhere")
        let outcome = try project.run(["report", "p"])
        #expect(outcome.status == 0)
        #expect(
            outcome.errors.contains(
                """
                invoices/more: warning: found a link to a folder under invoices, expected a file
                  fix: write its content into a file; it is not part of this report
                """))
        let files = SmallProject.files(below: "\(project.folder)/reports/2026-06")
        let checks = String(decoding: files["csv/checks.csv"] ?? [], as: UTF8.self)
        #expect(checks.contains("files-read,Every file under the inputs was read,1,0,"))
        #expect(try project.run(["report", "p", "--strict", "--quiet"]).status == 3)
    }

    @Test(.enabled(if: geteuid() != 0, "root may open every folder")) func aClosedFolderEndsTheRun() throws {
        let project = try SmallProject()
        try project.write("invoices/sub/b.csv", SmallProject.header + "2026-01,Beta,m,1,USD\n")
        #expect(chmod("\(project.folder)/invoices/sub", 0) == 0)
        defer { chmod("\(project.folder)/invoices/sub", 0o700) }
        let outcome = try project.run(["report", "p"])
        #expect(outcome.status == 66)
        #expect(
            outcome.errors == """
                invoices/sub: error: found a folder under invoices that may not be opened, expected a folder whose files can be listed
                  fix: give the user who runs this leave to read it, or move it out of the project

                """)
    }

    @Test(arguments: [
        (
            "inputs: {fx: rates.csv}", 66,
            "breakeven.yaml:1:14: error: found no file rates.csv in the project, expected the file that `inputs.fx` names\n  fix: correct the name, or leave the key out"
        ),
        (
            "inputs: {invoices: [invoices/acme.csv, invoices/beta.csv]}", 66,
            "breakeven.yaml:1:20: error: found no file invoices/beta.csv in the project, expected the file that `inputs.invoices` names"
        ),
        (
            "inputs: {invoices: [\"invoices/**\", \"bills/**\"]}", 0,
            "breakeven.yaml:1:20: warning: found no file that matches `bills/**`, expected at least one\n  fix: correct the pattern, or take it out"
        ),
    ]) func inputsThatAreNotThereAreNamed(_ configuration: String, _ status: Int32, _ message: String) throws {
        let project = try SmallProject()
        try project.write("breakeven.yaml", configuration)
        let outcome = try project.run(["check", "p"])
        #expect(outcome.status == status)
        let shown = outcome.errors.split(separator: "\n").filter { !$0.hasPrefix("    ") }.joined(separator: "\n")
        #expect(shown.contains(message), "\(outcome.errors)")
    }

    @Test func aBenchmarkInAnotherFormIsAskedForAsJSON() throws {
        let project = try SmallProject()
        try project.write("benchmarks/run.yaml", "metadata:\n  guidellm_version: 0.8.1\n")
        #expect(
            try project.run(["check", "p"]).errors.contains(
                """
                benchmarks/run.yaml: warning: found a file under benchmarks that is not .json or .csv, expected a result as JSON
                  fix: export the result as JSON; the file is not part of this report
                """))
    }

    @Test func aReportGoesNeitherOverAnotherPeriodNorAmongTheInputs() throws {
        let project = try SmallProject()
        #expect(try project.run(["report", "p", "--output", "out", "--quiet"]).status == 0)
        let before = SmallProject.files(below: "\(project.folder)/../out")
        let other = try project.run(["report", "p", "--period", "2026-05", "--output", "out"])
        #expect(other.status == 73)
        #expect(
            other.errors.contains(
                """
                out: error: found the report of 2026-06, where that of 2026-05 should go, expected a folder without a report, or with one of 2026-05
                  fix: name another folder; --restate replaces it all the same
                """))
        #expect(SmallProject.files(below: "\(project.folder)/../out") == before)
        let among = try project.run(["report", "p", "--output", "p/invoices/report"])
        #expect(among.status == 73)
        #expect(
            among.errors.contains(
                """
                p/invoices/report: error: found a folder that is read as input, expected a folder outside of invoices, quotes and benchmarks
                  fix: leave --output out, or name a folder elsewhere
                """))
    }

    @Test func workloadsOfInvoicesWithOneWorkbookNameAreBothNamed() throws {
        let project = try SmallProject()
        try project.write(
            "w.csv",
            "vendor,month,amount,currency,workload\nFoo,2026-09,1,USD,search-bot\nFoo,2026-09,2,USD,search_bot\n")
        let outcome = try project.run(["report", "p/w.csv"])
        #expect(outcome.status == 78)
        #expect(
            outcome.errors.contains(
                """
                error: found the ids "search-bot" and "search_bot", which both become the workbook name `search_bot`, expected ids that differ in letters, digits or `_`, case apart
                  fix: book both to one workload with rules under `attribution`, or rename one of the two
                """), "\(outcome.errors)")
    }
}
