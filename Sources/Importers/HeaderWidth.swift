import Billing
import Diagnostics
import Tabular

/// Tells a header that has another number of names than its rows have fields: then the rows are right, and the header is
/// what has to be mended.
enum HeaderWidth {
    /// - Parameters:
    ///   - header: names of the header.
    ///   - counts: of each row that holds something, as ``filled(_:atLeast:)`` counts them.
    /// - Returns: nil when a row fits the header, the rows differ among each other, or there is only one: then the row is as
    ///   likely to be wrong.
    static func problem(header: Int, counts: some Sequence<Int>, at position: SourcePosition) -> Diagnostic? {
        var rows = 0
        var fields: Int?
        for count in counts {
            guard count != header, count == fields ?? count else { return nil }
            fields = count
            rows += 1
        }
        guard let fields, rows > 1 else { return nil }
        return .headerWidth(header, rows: rows, of: fields, at: position)
    }

    /// Whether the rows below what is likeliest the header all have another width.
    static func problem(of candidate: HeaderCandidate, in preview: FilePreview) -> Diagnostic? {
        let width = candidate.header.names.count
        let counts = preview.records(delimiter: candidate.dialect.delimiter, limit: .max).lazy
            .filter { $0.line > candidate.dialect.headerLine }
            .map { filled($0.fields, atLeast: width) }
        return problem(
            header: width, counts: counts,
            at: SourcePosition(file: preview.file.name, line: candidate.dialect.headerLine))
    }

    /// Fields of a row without blank ones at its end that no name stands above.
    static func filled(_ fields: [String], atLeast width: Int) -> Int {
        let blanks = fields.dropFirst(width).reversed().prefix { trimmed($0).isEmpty }.count
        return fields.count - blanks
    }

    /// Whether it was the header that made every record of an invoice file a reject.
    static func problem(of file: ImportedFile) -> Diagnostic? {
        let ragged = file.rejects.filter { $0.code == raggedRow }
        guard file.accepted == 0, ragged.count > 1, ragged.count == file.rejects.count, let first = ragged.first,
            ragged.allSatisfy({ $0.value == first.value && $0.expected == first.expected }),
            let fields = first.value.split(separator: " ").first.flatMap({ Int($0) }),
            let header = first.expected.split(separator: " ").first.flatMap({ Int($0) })
        else { return nil }
        return .headerWidth(
            header, rows: ragged.count, of: fields, at: SourcePosition(file: file.name, line: file.headerLine))
    }

    /// Code of a record with another number of fields than the header.
    static let raggedRow = "ragged-row"
}

extension Diagnostic {
    static func headerWidth(_ header: Int, rows: Int, of fields: Int, at position: SourcePosition) -> Diagnostic {
        let names = header == 1 ? "1 name" : "\(header) names"
        return Diagnostic(
            "header-width", at: position,
            found: "a header of \(names) above \(rows) rows, each of \(fields) fields",
            expected: "a name for each field",
            fix: header < fields
                ? "write the name that the header lacks, at its place in line \(position.line ?? 1)"
                : "take the name out that no row has a field for, or export the file again")
    }
}
