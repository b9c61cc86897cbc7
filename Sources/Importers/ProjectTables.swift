import Diagnostics
import Money
import Tabular

/// A small table that the user keeps: `workloads.csv`, `fx.csv`, `control_totals.csv`. Columns are found by name, in any
/// order and case; the delimiter is the one under which the header has most columns.
struct ProjectTable: Sendable {
    let file: InputFile
    /// Trimmed.
    let header: [String]
    let headerLine: Int
    /// Trimmed cells; a row shorter than the header is filled up with blanks, and rows of blanks are left out.
    let rows: [TableRow]
    let delimiter: UInt8

    /// - Throws: 65 when the file has no header, a column twice, or a row longer than the header; 66.
    init(_ file: InputFile, columns: String) throws(Failure) {
        let preview = try FilePreview.open(file)
        let delimiters = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
        let firsts = delimiters.map { ($0, preview.records(delimiter: $0, limit: 1).first) }
        guard let best = firsts.max(by: { ($0.1?.fields.count ?? 0) < ($1.1?.fields.count ?? 0) }), let first = best.1
        else {
            throw Failure(.badData, .tableWithoutHeader(file.name, columns: columns))
        }
        let table = try readTable(file, dialect: Dialect(delimiter: best.0, headerLine: first.line))
        var header = table[0].fields.map(trimmed)
        // The ECB ends its lines with a comma.
        while header.count > 1, header.last == "" { header.removeLast() }
        var errors: [Diagnostic] = []
        var seen: Set<String> = []
        for name in header where !seen.insert(name.lowercased()).inserted {
            errors.append(.duplicateColumn(name, at: SourcePosition(file: file.name, line: first.line)))
        }
        let width = header.count
        // A row that ends early is one whose last cells are blank.
        let counts = table.dropFirst().lazy.map(\.fields).filter { !$0.allSatisfy { trimmed($0).isEmpty } }
            .map { max(width, HeaderWidth.filled($0, atLeast: width)) }
        let position = SourcePosition(file: file.name, line: first.line)
        if errors.isEmpty, let problem = HeaderWidth.problem(header: width, counts: counts, at: position) {
            throw Failure(.badData, problem)
        }
        var rows: [TableRow] = []
        for row in table.dropFirst() {
            var fields = row.fields.map(trimmed)
            while fields.count > header.count, fields.last == "" { fields.removeLast() }
            if fields.allSatisfy(\.isEmpty) { continue }
            if fields.count > header.count {
                errors.append(
                    .longTableRow(
                        fields.count, header: header.count, at: SourcePosition(file: file.name, line: row.line)))
                continue
            }
            fields += Array(repeating: "", count: header.count - fields.count)
            rows.append(TableRow(line: row.line, fields: fields))
        }
        guard errors.isEmpty else { throw Failure(.badData, errors) }
        self.file = file
        self.header = header
        headerLine = first.line
        self.rows = rows
        delimiter = best.0
    }

    func column(_ name: String) -> Int? { header.firstIndex { $0.lowercased() == name } }

    func position(_ line: Int) -> SourcePosition { SourcePosition(file: file.name, line: line) }

    /// Decimal separators by column, from the numbers of all rows.
    func decimalStyles() -> DecimalStyles {
        var styles = DecimalStyles(delimiter: delimiter)
        for row in rows {
            for (column, text) in row.fields.enumerated() {
                if let number = WrittenNumber(text) { styles.note(number, column: column) }
            }
        }
        return styles
    }

    /// Reads a number; a text that is none, or that could be two, adds an error.
    func number(
        _ row: TableRow, _ column: Int, _ styles: DecimalStyles, expected: String, _ errors: inout [Diagnostic]
    ) -> Amount? {
        let text = row.fields[column]
        guard let number = WrittenNumber(text) else {
            errors.append(
                .badTableValue(
                    text, column: header[column], expected: expected,
                    fix: text.isEmpty
                        ? "fill in the cell, or delete the row"
                        : "write digits, with one decimal mark and neither words nor signs beside them",
                    at: position(row.line)))
            return nil
        }
        if let amount = number.amount(styles.style(column: column)) { return amount }
        if case .either(let ifPoint, let ifComma) = number.reading {
            errors.append(
                .ambiguousNumber(
                    text, column: header[column], ifPoint: ifPoint, ifComma: ifComma, at: position(row.line)))
        }
        return nil
    }

    /// Errors for columns that a table does not have.
    func unknownColumns(known: [String]) -> [Diagnostic] {
        header.filter { name in !known.contains(name.lowercased()) }.map { name in
            .unknownColumn(
                name, nearest: nearestNames(to: name, among: known, limit: 1).first, at: position(headerLine))
        }
    }

    func missingColumns(_ required: [String]) -> [Diagnostic] {
        let missing = required.filter { column($0) == nil }
        return missing.isEmpty ? [] : [.missingColumns(missing, required: required, at: position(headerLine))]
    }
}

extension Diagnostic {
    static func tableWithoutHeader(_ file: String, columns: String) -> Diagnostic {
        Diagnostic(
            "no-header", at: SourcePosition(file: file), found: "no header record",
            expected: "a header with \(columns)",
            fix: "write the header, or delete the file")
    }

    static func duplicateColumn(_ name: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "duplicate-column", at: position, found: "the column \"\(name)\" twice", expected: "each column once",
            fix: "delete or rename one of them")
    }

    static func longTableRow(_ count: Int, header: Int, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "ragged-row", at: position, found: "\(count) fields",
            expected: "at most \(header), as many as the header has", fix: "quote the fields that hold the delimiter")
    }

    static func unknownColumn(_ name: String, nearest: String?, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "unknown-column", at: position, found: name.isEmpty ? "a column without a name" : "the column \"\(name)\"",
            expected: nearest.map { "a known column; nearest: \($0)" } ?? "a known column",
            fix: "rename the column or delete it")
    }

    static func missingColumns(_ names: [String], required: [String], at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "missing-column", at: position,
            found: "a header without \(names.joined(separator: " and "))",
            expected: "the columns \(required.joined(separator: ", "))", fix: "add the missing column")
    }

    /// A cell of a table that is not what its column holds.
    static func badTableValue(
        _ text: String, column: String, expected: String, fix: String, at position: SourcePosition
    ) -> Diagnostic {
        Diagnostic(
            "bad-table-value", at: position,
            found: text.isEmpty ? "nothing in column \(column)" : "\"\(text)\" in column \(column)",
            expected: expected, fix: fix)
    }
}
