import ArgumentParser
import Diagnostics
import Exporters
import Settings
import Tabular

/// Everything `report` does short of writing.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Do everything that report does short of writing; for the CI of a finance folder.")

    @Argument(help: "Project folder; default the current one.", completion: .directory)
    var project = "."
    @OptionGroup var arguments: RunArguments
    @Flag(help: "Print the effective configuration, every default included, and stop.")
    var showConfig = false
    @OptionGroup var common: CommonOptions

    func run() throws {
        let console = Console(common)
        var findings: [Diagnostic] = []
        do {
            try leave(Console(quiet: common.json, console)) { () throws(Failure) in
                do throws(Failure) {
                    let options = try arguments.options()
                    var folder = try ProjectFolder(path: project, overrides: arguments.set)
                    if showConfig {
                        _ = try TemplateSetup.fill(&folder.settings, project: folder.path)
                        console.print(renderSettings(folder.settings))
                        return .ok
                    }
                    let analysis = try Analysis(folder, options)
                    findings =
                        analysis.warnings + PlanMessages.warnings(analysis) + ReportMessages.failedChecks(analysis)
                    if !common.json {
                        console.say(findings)
                        if !common.quiet { console.print(ReportMessages.checked(analysis)) }
                    }
                    return analysis.status(findings, isStrict: options.isStrict)
                } catch {
                    findings = error.diagnostics
                    throw error
                }
            }
        } catch {
            if common.json { console.print(ReportMessages.findings(findings, ok: false).text(pretty: true)) }
            throw error
        }
        if common.json, !showConfig { console.print(ReportMessages.findings(findings, ok: true).text(pretty: true)) }
    }
}

extension Console {
    /// The same console, silent when the result is JSON: findings are in it.
    init(quiet json: Bool, _ other: Console) {
        self = other
        isSilent = json
    }
}
