import ArgumentParser
import Billing
import Diagnostics
import Exporters
import Importers
import Reports
import Settings
import Tabular

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Any supported export as FOCUS 1.2, or as the monthly ledger.
struct ConvertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Write exports as one CSV: FOCUS 1.2, or the monthly ledger.",
        discussion: """
            focus: one row for each record of the exports, or for each kind of token where a record counts several. Money and text are those of the export; x_FilledColumns names what FOCUS asks for and the export does not say.

            ledger: one row for each month, provider, model, workload and token class, with the columns of csv/spend.csv. Several currencies stay apart; cost_reporting is filled where the project names a currency and has the rates.

            The status is 3 when rows were rejected.
            """
    )

    /// What can be written.
    enum Target: String, CaseIterable {
        case focus, ledger
    }

    @Argument(help: "Exports of vendors.", completion: .file())
    var files: [String]
    @Option(help: "What to write: focus or ledger.", completion: .list(Target.allCases.map(\.rawValue)))
    var to = "focus"
    @Option(name: [.customShort("o"), .customLong("output")], help: "File to write; default standard output.")
    var output: String?
    @OptionGroup var place: ProjectOption
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard Target(rawValue: to) != nil else {
            throw ValidationError("found --to \(to), expected --to focus or --to ledger")
        }
        if common.json, output == nil {
            throw ValidationError("found --json without -o, expected -o FILE: standard output holds the result")
        }
    }

    func run() throws {
        let console = Console(common)
        try leave(console) { () throws(Failure) in
            let project = try FilesOfProject(files, project: place.project)
            if let output { try refuseInput(output, of: project) }
            let outcome = try convert(project, console)
            if common.json {
                console.print(outcome.json(output: output).text(pretty: true))
            } else {
                console.say(outcome.findings)
            }
            return outcome.status
        }
    }

    private func convert(_ project: FilesOfProject, _ console: Console) throws(Failure) -> ConversionOutcome {
        if to == Target.focus.rawValue {
            let conversion = try FocusConversion(project, jobs: processorCount)
            guard let output else { return try conversion.write { (piece) in console.printBytes(piece) } }
            return try writeFile(to: output) { (write) throws(Failure) in try conversion.write(write) }
        }
        let conversion = try LedgerConversion(project, jobs: processorCount)
        if let output {
            try writeFile(conversion.csv, to: output)
        } else {
            console.printBytes(conversion.csv)
        }
        return conversion.outcome
    }

    /// - Throws: 73 when the output is one of the inputs, under whatever name or link.
    private func refuseInput(_ output: String, of project: FilesOfProject) throws(Failure) {
        var inputs = project.files
        if let folder = project.project {
            inputs +=
                [folder.configuration, folder.exchangeRates, folder.controlTotals, folder.workloads]
                .compactMap(\.self) + folder.invoices + folder.quotes
        }
        var target = stat()
        guard stat(output, &target) == 0 else { return }
        for input in inputs {
            var status = stat()
            guard stat(input.path, &status) == 0 else { continue }
            if status.st_dev == target.st_dev, status.st_ino == target.st_ino {
                throw Failure(.cannotCreate, .outputIsInput(output, input: input.name))
            }
        }
    }
}

extension Diagnostic {
    static func outputIsInput(_ output: String, input: String) -> Diagnostic {
        Diagnostic(
            "output-is-input", at: SourcePosition(file: output),
            found: output == input ? "an input as the output" : "the input \(input) as the output",
            expected: "another file", fix: "name a new file with -o; the input is untouched")
    }
}
