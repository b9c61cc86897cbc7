import ArgumentParser
import Billing
import Diagnostics
import Exporters
import Reports
import Settings
import Tabular

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The main job: reads a project and writes the workbook, the CSV summaries and the manifest.
struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Read a project folder and write the workbook, the CSV summaries and the manifest.",
        discussion:
            "PROJECT is a folder with breakeven.yaml, invoices/ and quotes/; without one the current folder. Files instead of folders give spend, baseline and tie-out with every default."
    )

    @Argument(help: "Project folders, or invoice files.", completion: .file())
    var projects: [String] = []
    @OptionGroup var arguments: RunArguments
    @Option(help: "Folder of the report; default PROJECT/reports/PERIOD.", completion: .directory)
    var output: String?
    @Option(help: "What to write: xlsx, csv or both.")
    var formats = "xlsx,csv"
    @Flag(help: "Replace a report although a later period has one; the old folder is kept as PERIOD.N.")
    var restate = false
    @Option(
        help: "Manifest of the report to compare with; default the newest earlier one of the project.",
        completion: .file(extensions: ["json"]))
    var baseline: String?
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if baseline != nil, projects.count > 1, projects.allSatisfy(isFolder) {
            throw ValidationError("--baseline takes one project; several projects are compared with their own reports")
        }
        let known = ["xlsx", "csv"]
        if formats.allSatisfy({ ", ".contains($0) }) {
            throw ValidationError("found --formats without a format, expected xlsx, csv or xlsx,csv")
        }
        if output?.isEmpty == true { throw ValidationError("found --output without a folder, expected --output DIR") }
        for format in formats.split(separator: ",") where !known.contains(String(format)) {
            throw ValidationError("found format \"\(format)\", expected xlsx or csv")
        }
        if output != nil, projects.count > 1, projects.allSatisfy(isFolder) {
            throw ValidationError("--output takes one project; several projects go to their own reports folders")
        }
        // What is not there is said so by the run itself, with its own exit code.
        guard projects.allSatisfy({ FileManager.default.fileExists(atPath: $0) }) else { return }
        let folders = projects.filter(isFolder)
        if !folders.isEmpty, folders.count < projects.count {
            throw ValidationError("found folders and files together, expected either project folders or invoice files")
        }
    }

    func run() throws {
        let console = Console(common)
        try leave(console) { () throws(Failure) in
            var options = try arguments.options()
            options.baseline = baseline
            if !projects.isEmpty, !projects.contains(where: isFolder) {
                let project = try ProjectFolder(files: projects, overrides: arguments.set)
                return try write(project, options, console)
            }
            var worst = ExitStatus.ok
            for path in projects.isEmpty ? ["."] : projects {
                do throws(Failure) {
                    let project = try ProjectFolder(path: trimmed(path), overrides: arguments.set)
                    worst = max(worst, try write(project, options, console))
                } catch {
                    guard projects.count > 1 else { throw error }
                    console.say(error.diagnostics)
                    worst = max(worst, error.status)
                }
            }
            return worst
        }
    }

    private func write(_ project: ProjectFolder, _ options: RunOptions, _ console: Console) throws(Failure)
        -> ExitStatus
    {
        let analysis = try Analysis(project, options)
        let written = try ReportFiles(analysis, formats: Set(formats.split(separator: ",").map(String.init))).write(
            output: output, restate: restate)
        let warnings = analysis.warnings + PlanMessages.warnings(analysis)
        console.say(warnings)
        console.say(ReportMessages.failedChecks(analysis))
        if common.json {
            console.print(ReportMessages.json(analysis, written).text(pretty: true))
        } else if !common.quiet {
            console.print(ReportMessages.summary(analysis, written))
        }
        return analysis.status(warnings, isStrict: options.isStrict)
    }

    private func trimmed(_ path: String) -> String {
        path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }
}

/// Options that decide what is worked out, for `report` and `check`.
struct RunArguments: ParsableArguments {
    @Option(help: "Month of the report, YYYY-MM; default the newest complete month.")
    var period: String?
    @Option(name: .customLong("as-of"), help: "The only \"today\", YYYY-MM-DD; default the last day of the period.")
    var asOf: String?
    @Option(help: "Override a setting: KEY=VALUE, for example finance.discount_rate_annual=0.08. May be repeated.")
    var set: [String] = []
    @Flag(help: "Warnings, placeholders and expired assumptions become failures.")
    var strict = false
    @Option(help: "Files read at a time; default the number of processors.")
    var jobs: Int?

    func validate() throws {
        if let period, Month(period) == nil {
            let advice = adviceOnMonth(period).map { "; \($0)" } ?? ""
            throw ValidationError("found --period \(period), expected a month such as 2026-10\(advice)")
        }
        if let asOf, Day(asOf) == nil {
            let advice = adviceOnDay(asOf).map { "; \($0)" } ?? ""
            throw ValidationError("found --as-of \(asOf), expected a day such as 2026-10-31\(advice)")
        }
        if let jobs, jobs < 1 { throw ValidationError("found --jobs \(jobs), expected 1 or more") }
    }

    func options() throws(Failure) -> RunOptions {
        RunOptions(
            period: period.flatMap { Month($0) }, asOf: asOf.flatMap { Day($0) }, isStrict: strict,
            jobs: jobs ?? processorCount)
    }
}

/// Files read at a time where nobody says.
var processorCount: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }
