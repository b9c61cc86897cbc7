package import Diagnostics
import Money
package import Reports
import Tabular

/// A table as a CSV file of the report: UTF-8, LF, RFC 4180, one header line.
///
/// Text that a spreadsheet would take for a formula gets a leading apostrophe; numbers are never altered. Amounts are
/// exact, other numbers the shortest decimals that read back the same.
///
/// - Throws: 70 for a number that is none, or a row that does not fit the columns: a defect of the table's author.
package func encodeCSV(_ table: Table) throws(Failure) -> [UInt8] {
    var encoder = CSVEncoder()
    encoder.append(record: table.columns.map(\.name))
    for (index, row) in table.rows.enumerated() {
        guard row.count == table.columns.count else {
            throw Failure(.defect, .raggedTable(table, row: index + 1, fields: row.count))
        }
        for (column, field) in row.enumerated() {
            switch field {
            case .empty: encoder.append("")
            case .text(let text): encoder.append(guarded(text))
            case .integer(let value): encoder.append(String(value))
            case .amount(let value): encoder.append(value.description)
            case .number(let value):
                guard value.isFinite else {
                    throw Failure(.defect, .notFinite(value, table, row: index + 1, column: table.columns[column].name))
                }
                encoder.append(decimalText(value))
            }
        }
        encoder.endRecord()
    }
    return encoder.take()
}

/// The text, harmless when a spreadsheet opens it.
private func guarded(_ text: String) -> String {
    switch text.utf8.first {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 9, 13: "'" + text
    default: text
    }
}

extension Diagnostic {
    static func notFinite(_ value: Double, _ table: Table, row: Int, column: String) -> Diagnostic {
        Diagnostic(
            "not-finite", at: SourcePosition(file: "csv/\(table.name).csv", line: row + 1),
            found: "\(value) in column \(column)",
            expected: "a finite number or an empty cell",
            fix: "this is a defect of the program: please report it with the inputs that lead to it")
    }

    static func raggedTable(_ table: Table, row: Int, fields: Int) -> Diagnostic {
        Diagnostic(
            "ragged-table", at: SourcePosition(file: "csv/\(table.name).csv", line: row + 1),
            found: "\(fields) fields",
            expected: "\(table.columns.count), one for each column",
            fix: "this is a defect of the program: please report it with the inputs that lead to it")
    }
}
