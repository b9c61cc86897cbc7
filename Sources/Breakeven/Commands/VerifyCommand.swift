import ArgumentParser
import Diagnostics
import Exporters
import Tabular

/// An auditor's look at a workbook.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check a workbook as an auditor would: structure, every cached value computed anew, hashes.",
        discussion:
            "Reads the file without trust in its writer and decides the criteria that a file alone decides. Beside its report, the CSV files and hashes are compared too; with PROJECT, the inputs. Leaves with 3 when something fails."
    )

    @Argument(help: "The workbook.", completion: .file(extensions: ["xlsx"]))
    var file: String
    @Argument(help: "Project folder whose inputs must be those of the report.", completion: .directory)
    var project: String?
    @OptionGroup var common: CommonOptions

    func run() throws {
        let console = Console(common)
        try leave(Console(quiet: common.json, console)) { () throws(Failure) in
            do throws(Failure) {
                let verification = try Verification(file: file, project: project)
                if common.json {
                    console.print(verification.json.text(pretty: true))
                } else {
                    if !common.quiet { console.print(verification.text) }
                    console.say(common.quiet ? verification.allFindings : verification.findings)
                }
                return verification.ok ? .ok : .checksFailed
            } catch {
                if common.json {
                    console.print(ReportMessages.findings(error.diagnostics, ok: false).text(pretty: true))
                }
                throw error
            }
        }
    }
}
