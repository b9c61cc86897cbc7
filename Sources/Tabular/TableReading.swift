package import Diagnostics

/// A record of a small table.
package struct TableRow: Hashable, Sendable {
    /// Line on which it begins, from 1.
    package var line: Int
    package var fields: [String]

    package init(line: Int, fields: [String]) {
        self.line = line
        self.fields = fields
    }
}

/// Reads a small table whole: the header record first, then every record after it, blank lines left out.
///
/// - Returns: At least the header.
/// - Throws: 65 when the file is no UTF-8 text, broken, has no record on line `dialect.headerLine`, or more than
///   200,000 after it; 66 when it cannot be opened.
package func readTable(_ file: InputFile, dialect: Dialect) throws(Failure) -> [TableRow] {
    _ = try FilePreview.open(file)
    let collector = RowCollector()
    // Everything from the header on: what the scan takes for its header is the line before it.
    let whole = Dialect(delimiter: dialect.delimiter, headerLine: dialect.headerLine - 1)
    _ = try scanRecords(file, dialect: whole, options: ScanOptions(hashing: false), visitors: [collector])
    guard let header = collector.rows.first, header.line == dialect.headerLine else {
        throw Failure(.badData, .headerMissing(at: SourcePosition(file: file.name, line: dialect.headerLine)))
    }
    if let line = collector.firstLineTooMany {
        throw Failure(.badData, .tableTooLong(at: SourcePosition(file: file.name, line: line)))
    }
    return collector.rows
}

/// Turns records into strings, as many as a small table may have.
private final class RowCollector: RecordVisitor {
    var rows: [TableRow] = []
    var firstLineTooMany: Int?

    func visit(_ batch: RecordBatch) {
        for record in batch.records {
            guard rows.count <= 200_000 else {
                firstLineTooMany = firstLineTooMany ?? batch.line(record)
                return
            }
            rows.append(
                TableRow(
                    line: batch.line(record),
                    fields: (0..<batch.fieldCount(record)).map { batch.text(record, $0) }))
        }
    }
}

extension Diagnostic {
    static func tableTooLong(at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "table-too-long", at: position, found: "more than 200,000 records", expected: "a small table",
            fix: "keep only the rows that the project needs")
    }

    static func headerMissing(at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "header-missing", at: position, found: "no record that begins on this line", expected: "the header",
            fix: "wait until nobody writes to the file, then run again")
    }
}
