import Diagnostics
import Foundation
import Testing

@testable import Breakeven

/// What the first page and the guide of the commands show is what the program says.
struct ReadmeTests {
    static func readme() throws -> String {
        try ["README.md", "Sources/Breakeven/Breakeven.docc/Commands.md"].map {
            try String(contentsOf: Repository.root.appending(path: $0), encoding: .utf8)
        }.joined(separator: "\n")
    }

    @Test func figuresOfTheSampleAreThoseOfTheProgram() throws {
        let sample = Repository.root.appending(path: "Samples/acme").path
        let analysis = try Analysis(try ProjectFolder(path: sample, overrides: []), RunOptions())
        let warnings = (analysis.warnings + PlanMessages.warnings(analysis)).filter { $0.severity == .warning }.map(
            \.rendered
        ).joined(separator: "\n")
        #expect(
            try Self.readme().contains("$ breakeven report Samples/acme\n\(warnings)\nSamples/acme/reports"),
            "README.md shows other warnings than `breakeven report Samples/acme`:\n\(warnings)")
        let figures = ReportMessages.checked(analysis).split(separator: "\n").dropFirst().joined(separator: "\n")
        #expect(
            try Self.readme().contains(figures),
            "README.md shows other figures than `breakeven report Samples/acme`:\n\(figures)")
    }

    @Test func thePlanIsWhatTheProgramSays() throws {
        let sample = Repository.root.appending(path: "Samples/acme").path
        let plan = PlanText(try Analysis(try ProjectFolder(path: sample, overrides: []), RunOptions()).data).text
        let shown = plan.split(separator: "\n").prefix(3).joined(separator: "\n") + "\n…"
        #expect(try Self.readme().contains(shown), "README.md shows another plan than the sample's:\n\(shown)")
    }

    @Test func theExplanationIsWhatTheProgramSays() throws {
        let file = Repository.root.appending(path: "Samples/acme/expected/explain/payback_month.txt")
        let lines = try String(contentsOf: file, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(
            try Self.readme().contains(lines.prefix(5).joined(separator: "\n") + "\n…"),
            "README.md shows another explanation than the sample's")
    }

    /// One file a command: `CheckCommand.swift`.
    static func commands() -> [String] {
        let folder = Repository.root.appending(path: "Sources/Breakeven/Commands")
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix("Command.swift") }.map { $0.dropLast(13).lowercased() }.sorted()
    }

    @Test(arguments: commands())
    func commandsAreShown(_ command: String) throws {
        #expect(
            try Self.readme().contains("$ breakeven \(command) "),
            "neither README.md nor Commands.md shows a run of \(command)")
    }

    @Test func guidesAreNamedOnTheFirstPage() throws {
        let folder = Repository.root.appending(path: "Sources/Breakeven/Breakeven.docc")
        let root = try String(contentsOf: folder.appending(path: "Breakeven.md"), encoding: .utf8)
        let guides = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".md") }
        for guide in guides.sorted() where guide != "Breakeven.md" {
            #expect(root.contains("- <doc:\(guide.dropLast(3))>"), "\(guide) is not listed in Breakeven.md")
        }
    }
}
