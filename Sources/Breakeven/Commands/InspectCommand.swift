import ArgumentParser
import Diagnostics
import Exporters
import Settings
import Tabular

/// What a file is, before it goes into a project.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Tell what a file is: format, period, rows, totals, and what would be rejected.",
        discussion:
            "Invoices, quotes, price lists and benchmark results are told apart by what they hold. The status is 65 for a file that no format reads, and 0 for one that is read, whatever its rows hold."
    )

    @Argument(help: "Exports of vendors, GPU quotes and price lists, or benchmark results.", completion: .file())
    var files: [String]
    @OptionGroup var place: ProjectOption
    @OptionGroup var common: CommonOptions

    func run() throws {
        let console = Console(common)
        try leave(console) { () throws(Failure) in
            let project = try FilesOfProject(files, project: place.project)
            var worst = ExitStatus.ok
            var results: [JSONValue] = []
            let inspections = project.files.lazy.flatMap {
                FileInspection.all(of: $0, project: project, jobs: processorCount)
            }
            for (index, inspection) in inspections.enumerated() {
                worst = max(worst, inspection.status)
                if common.json {
                    results.append(inspection.json)
                    continue
                }
                if !common.quiet { console.print((index > 0 ? "\n" : "") + inspection.text(all: common.verbose)) }
                if case .unreadable = inspection { console.say(inspection.notes) }
            }
            if common.json { console.print(JSONValue.array(results).text(pretty: true)) }
            return worst
        }
    }
}

/// The project whose settings hold for files that are given by name.
struct ProjectOption: ParsableArguments {
    @Option(
        help: "Project whose sources and attribution hold; default the current folder if it has a breakeven.yaml.",
        completion: .directory)
    var project: String?
}
