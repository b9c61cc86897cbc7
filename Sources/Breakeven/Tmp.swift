import ArgumentParser
import Diagnostics
import Exporters
import Reports
let toolVersion = "0.1.0"
@main struct Tmp: ParsableCommand {
    @Argument var project: String
    @Argument var out: String
    @Option var set: [String] = []
    func run() throws {
        do {
            let a = try Analysis(try ProjectFolder(path: project, overrides: set), RunOptions())
            for w in a.warnings { print(w.rendered) }
            try writeWorkbook(ReportWorkbook.make(a.data), to: out)
            for row in ModelTables.summary(a.data).rows where row[1] == .text("base") { print(row) }
            for row in ModelTables.checks(a.data).rows { print(row) }
        } catch let f as Failure { for d in f.diagnostics { print(d.rendered) } }
    }
}
