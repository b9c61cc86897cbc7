import Foundation
import TestSupport
import Testing

@testable import Breakeven

@Suite(.enabled(if: Binary.path != nil, "the program is built beside the tests"))
struct InitTests {
    let scratch = ScratchFolder()

    private func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Binary.Outcome {
        try Binary.run(arguments, in: scratch.path, environment: environment)
    }

    @Test func theStarterProjectPassesCheck() throws {
        let made = try run(["init", "p"])
        #expect(made.status == 0)
        #expect(
            made.output == """
                p
                  breakeven.yaml
                  control_totals.csv
                  readiness.csv
                  sla_terms.csv
                  workloads.csv
                next: put exports under p/invoices and run `breakeven report p`

                """)
        #expect(made.errors.isEmpty)
        #expect(FileManager.default.fileExists(atPath: scratch.file("p/invoices")))
        #expect(FileManager.default.fileExists(atPath: scratch.file("p/quotes")))
        let empty = try run(["check", "p", "--quiet"])
        #expect(empty.status == 66)
        #expect(
            empty.errors == """
                p: error: found no invoices and no workloads, expected exports under invoices/, or `model: workloads:` in breakeven.yaml
                  fix: copy the CSV exports of your vendors into invoices/ and run again

                """)
        write(
            Array("Month,Vendor,Model,Amount,Currency\n2026-01,Acme AI,m,10,USD\n".utf8),
            to: scratch.file("p/invoices/a.csv"))
        let check = try run(["check", "p", "--quiet"])
        #expect(check.status == 0)
        #expect(check.errors.isEmpty)
        #expect(try run(["check", "p", "--strict", "--quiet"]).status == 3, "placeholders are no answer")
    }

    @Test func theStarterProjectTakesInvoices() throws {
        #expect(try run(["init", "p", "--quiet"]).status == 0)
        write(
            Array("Month,Vendor,Model,Amount,Currency\n2026-01,Acme AI,m,10,USD\n".utf8),
            to: scratch.file("p/invoices/a.csv"))
        let outcome = try run(["report", "p"])
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    @Test func theSampleIsTheExampleCompany() throws {
        let made = try run(["init", "p", "--sample", "--json"])
        #expect(made.status == 0)
        #expect(made.output.contains("\"invoices/aws/"))
        #expect(!made.output.contains("expected/"))
        #expect(
            bytes(of: scratch.file("p/breakeven.yaml"))
                == bytes(of: Repository.root.appending(path: "Samples/acme/breakeven.yaml").path))
    }

    @Test func aFolderThatHoldsAnythingIsRefused() throws {
        try FileManager.default.createDirectory(atPath: scratch.file("p"), withIntermediateDirectories: true)
        #expect(try run(["init", "p", "--quiet"]).status == 0, "an empty folder is fine")
        let before = SmallProject.files(below: scratch.path)
        let outcome = try run(["init", "p"])
        #expect(outcome.status == 73)
        #expect(
            outcome.errors == """
                p: error: found a folder that holds breakeven.yaml, expected no folder yet, or an empty one
                  fix: name another folder; this one is untouched

                """)
        #expect(SmallProject.files(below: scratch.path) == before)
    }

    @Test func withoutItsFilesItSaysWhereToHaveThem() throws {
        let outcome = try run(["init", "p"], environment: ["BREAKEVEN_HOME": scratch.path])
        #expect(outcome.status == 66)
        #expect(
            outcome.errors == """
                Templates/project: error: found no such folder beside the program, expected the files that it is installed with
                  fix: set BREAKEVEN_HOME to the folder that holds Templates and Samples, or install the program again

                """)
        #expect(!FileManager.default.fileExists(atPath: scratch.file("p")))
    }

    @Test(arguments: LaterCommands.names) func commandsOfLaterVersionsSaySo(_ name: String) throws {
        let outcome = try run([name, "x", "--y"])
        #expect(outcome.status == 64)
        #expect(
            outcome.errors.hasPrefix(
                "Error: found the command \(name), which is not in this version; expected report, init, check, plan, explain, "
                    + "inspect, convert or verify\n"))
    }
}
