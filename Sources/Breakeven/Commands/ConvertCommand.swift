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

/// Any supported export as the monthly ledger.
struct ConvertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Write exports as the monthly ledger: one CSV with the columns of csv/spend.csv.",
        discussion:
            "Several currencies stay apart; cost_reporting is filled where the project names a currency and has the rates. The status is 3 when rows were rejected."
    )

    @Argument(help: "Exports of vendors.", completion: .file())
    var files: [String]
    @Option(help: "What to write: ledger.", completion: .list(["ledger"]))
    var to: String?
    @Option(name: [.customShort("o"), .customLong("output")], help: "File to write; default standard output.")
    var output: String?
    @OptionGroup var place: ProjectOption
    @OptionGroup var common: CommonOptions

    func validate() throws {
        switch to {
        case "ledger": break
        case nil: throw ValidationError("found no --to, expected --to ledger")
        case "focus":
            throw ValidationError("found --to focus, which is not in this version; expected --to ledger")
        case let other?: throw ValidationError("found --to \(other), expected --to ledger")
        }
        if common.json, output == nil {
            throw ValidationError("found --json without -o, expected -o FILE: standard output holds the ledger")
        }
    }

    func run() throws {
        let console = Console(common)
        try leave(console) { () throws(Failure) in
            let project = try FilesOfProject(files, project: place.project)
            if let output { try refuseInput(output, of: project) }
            let conversion = try LedgerConversion(project, jobs: processorCount)
            if let output {
                try writeFile(conversion.csv, to: output)
            } else {
                console.printBytes(conversion.csv)
            }
            if common.json {
                console.print(conversion.json(output: output).text(pretty: true))
            } else {
                console.say(conversion.findings)
            }
            return conversion.status
        }
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
