import ArgumentParser
import Billing
import Diagnostics
import Dispatch
import Exporters
import Reports
import Settings
import Synchronization
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
                return try write(try ProjectFolder(files: projects, overrides: arguments.set), options).said(
                    by: console)
            }
            let paths = projects.isEmpty ? ["."] : projects.map(trimmed)
            guard paths.count > 1 else {
                return try write(try ProjectFolder(path: paths[0], overrides: arguments.set), options).said(by: console)
            }
            return all(paths, options, console)
        }
    }

    /// Every project on its own, as many at a time as there are jobs; what they say stands in the order of the projects.
    private func all(_ paths: [String], _ options: RunOptions, _ console: Console) -> ExitStatus {
        // A project that is named twice would wait for itself.
        let workers = Set(paths).count < paths.count ? 1 : min(options.jobs, paths.count)
        var options = options
        options.jobs = max(1, options.jobs / workers)
        let one = options
        let outcomes = Mutex((next: 0, said: 0, done: [Int: Outcome](), worst: ExitStatus.ok))
        let work: @Sendable (Int) -> Void = { _ in
            while true {
                let index = outcomes.withLock { state in
                    defer { state.next += 1 }
                    return state.next
                }
                guard index < paths.count else { return }
                var outcome: Outcome
                do throws(Failure) {
                    outcome = try write(try ProjectFolder(path: paths[index], overrides: arguments.set), one)
                } catch {
                    outcome = Outcome(diagnostics: error.diagnostics, text: nil, status: error.status)
                }
                outcomes.withLock { state in
                    state.done[index] = outcome
                    while let ready = state.done.removeValue(forKey: state.said) {
                        state.worst = max(state.worst, ready.said(by: console))
                        state.said += 1
                    }
                }
            }
        }
        if workers == 1 { work(0) } else { DispatchQueue.concurrentPerform(iterations: workers, execute: work) }
        return outcomes.withLock { $0.worst }
    }

    /// What a report has to say, to be said when it is its turn.
    private struct Outcome: Sendable {
        var diagnostics: [Diagnostic]
        var text: String?
        var status: ExitStatus

        func said(by console: Console) -> ExitStatus {
            console.say(diagnostics)
            if let text { console.print(text) }
            return status
        }
    }

    private func write(_ project: ProjectFolder, _ options: RunOptions) throws(Failure) -> Outcome {
        let analysis = try Analysis(project, options)
        let written = try ReportFiles(analysis, formats: Set(formats.split(separator: ",").map(String.init))).write(
            output: output, restate: restate)
        let warnings = analysis.warnings + PlanMessages.warnings(analysis)
        var text: String?
        if common.json {
            text = ReportMessages.json(analysis, written).text(pretty: true)
        } else if !common.quiet {
            text = ReportMessages.summary(analysis, written)
        }
        return Outcome(
            diagnostics: warnings + ReportMessages.failedChecks(analysis), text: text,
            status: analysis.status(warnings, isStrict: options.isStrict))
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
