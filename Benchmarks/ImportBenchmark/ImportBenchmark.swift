import Billing
import Diagnostics
import Importers
import Tabular

/// Reads invoices as `breakeven convert --to ledger` does, up to the charge lines, with or without SHA-256.
///
/// usage: ImportBenchmark [--no-hash] FILE…
@main
enum ImportBenchmark {
    static func main() throws {
        var files: [InputFile] = []
        var options = ScanOptions()
        for argument in CommandLine.arguments.dropFirst() {
            if argument == "--no-hash" {
                options.hashing = false
            } else {
                files.append(InputFile(path: argument, name: argument))
            }
        }
        let imported = try importInvoices(files, rules: [], jobs: 2, options: options)
        for file in imported {
            print(file.accepted, file.lines.count, file.totals.map { "\($0.amount) \($0.currency)" }, file.sha256)
        }
    }
}
