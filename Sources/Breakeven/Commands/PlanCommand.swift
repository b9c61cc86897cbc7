import ArgumentParser
import Diagnostics
import Exporters
import Reports
import Tabular

/// The recommended migration, without writing a report.
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show the recommended migration: phases, what each costs and brings, and what stays on the API.",
        discussion:
            "Months that the project gives stand; the others are the plan with the best NPV. --csv prints csv/phases.csv of the report. A plan that breaks a rule of migration is shown, and the exit status is 3."
    )

    @Argument(help: "Project folder; default the current one.", completion: .directory)
    var project = "."
    @Flag(help: "Print the phases as CSV.")
    var csv = false
    @OptionGroup var arguments: RunArguments
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if csv, common.json { throw ValidationError("found --csv and --json, expected one of them") }
    }

    func run() throws {
        let console = Console(common)
        try leave(console) { () throws(Failure) in
            var options = try arguments.options()
            options.hasSensitivities = false
            let analysis = try Analysis(try ProjectFolder(path: project, overrides: arguments.set), options)
            let broken = PlanMessages.broken(analysis)
            console.say(analysis.warnings + PlanMessages.warnings(analysis) + broken)
            if csv {
                console.printBytes(try encodeCSV(PlanTables.phases(analysis.data)))
            } else {
                let text = PlanText(analysis.data)
                console.print(common.json ? text.json.text(pretty: true) : text.text)
            }
            return broken.isEmpty ? .ok : .checksFailed
        }
    }
}
