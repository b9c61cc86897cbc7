import Diagnostics
import Exporters
import Foundation
import Reports

/// Writes the cells of a list as a workbook, through everything that stands between a sheet and the library.
///
/// usage: WriterBenchmark read|write CELLS FILE.xlsx
///
/// `read` stops before the workbook is written: what `write` takes beyond it is the writing. `Benchmarks/writer.c` does the
/// same without anything in between, `Benchmarks/writer.py` makes the list and compares the two.
@main
enum WriterBenchmark {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, ["read", "write"].contains(arguments[1]) else {
            return print("usage: WriterBenchmark read|write CELLS FILE.xlsx")
        }
        let text = try String(contentsOfFile: arguments[2], encoding: .utf8)
        var sheets: [Sheet] = []
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            if fields[0] == "S" {
                sheets.append(Sheet(name: String(fields[1]), kind: .data))
                continue
            }
            guard let row = Int(fields[1]), let column = Int(fields[2]), let style = Int(fields[3]) else { continue }
            let content: CellContent? =
                switch fields[0] {
                case "N": Double(fields[4]).map(CellContent.number)
                case "T": .text(String(fields[4]))
                case "F": Double(fields[4]).map { .formula(text: String(fields[5]), value: .number($0)) }
                case "G": .formula(text: String(fields[5]), value: .text(String(fields[4])))
                default: .blank
                }
            guard let content else { continue }
            sheets[sheets.count - 1][row, column] = Cell(content, role(style), format(style))
        }
        var content = WorkbookContent(sheets: sheets, names: [], title: "Cells")
        content.created = 1_700_000_000
        sheets = []
        if arguments[1] == "write" { try writeWorkbook(content, to: arguments[3]) }
    }

    /// As many looks as the workbook has that the list was made of.
    private static func role(_ style: Int) -> CellRole {
        let roles = CellRole.allCases.filter { ![.title, .headline].contains($0) }
        return roles[style % roles.count]
    }

    private static func format(_ style: Int) -> NumberFormat {
        let formats = NumberFormat.allCases
        return formats[style / 8 % formats.count]
    }
}
