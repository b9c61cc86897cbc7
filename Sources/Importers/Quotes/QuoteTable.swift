import Diagnostics
import Tabular

/// A quote file cut into records, with the header found among the lines before the table.
struct QuoteTable: Sendable {
    let file: InputFile
    let dialect: Dialect
    let compression: Compression
    let encoding: String
    let header: QuoteHeader
    /// Records after the header.
    let rows: [TableRow]

    /// Records in which a header is looked for: letterheads are shorter.
    private static let searched = 60

    /// - Throws: 65 when no line names the columns of a quote, and what the reader throws; 66.
    init(_ file: InputFile) throws(Failure) {
        let preview = try FilePreview.open(file)
        var best: (score: Int, dialect: Dialect, header: QuoteHeader)?
        for delimiter in [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")] {
            for record in preview.records(delimiter: delimiter, limit: Self.searched) {
                let header = QuoteHeader(record.fields.map(trimmed))
                // A header that lacks nothing beats any that lacks something.
                let score = header.missing.isEmpty ? 1000 + header.fieldCount : header.fieldCount
                guard score > (best?.score ?? 0) else { continue }
                best = (score, Dialect(delimiter: delimiter, headerLine: record.line), header)
            }
        }
        guard let best, best.header.missing.isEmpty else {
            throw Failure(.badData, .notAQuote(file.name, nearest: best.map { ($0.dialect.headerLine, $0.header) }))
        }
        self.file = file
        dialect = best.dialect
        header = best.header
        compression = preview.compression
        encoding = preview.encoding
        rows = Array(try readTable(file, dialect: best.dialect).dropFirst())
    }
}

/// Without white space at both ends, no-break spaces included.
func trimmed(_ text: some StringProtocol) -> String {
    var rest = text[...]
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
}

extension Diagnostic {
    static func notAQuote(_ file: String, nearest: (line: Int, header: QuoteHeader)?) -> Diagnostic {
        let expected = "the columns of a quote: price, and gpu_model_raw or instance_type"
        let fix = "name the columns as in the quote template, or move the file out of the quotes folder"
        guard let nearest, nearest.header.fieldCount > 0 else {
            return Diagnostic(
                "not-a-quote", at: SourcePosition(file: file), found: "no line with a column of a quote",
                expected: expected, fix: fix)
        }
        let missing = nearest.header.missing.joined(separator: " and ")
        return Diagnostic(
            "not-a-quote", at: SourcePosition(file: file, line: nearest.line), found: "a header without \(missing)",
            expected: expected, fix: fix)
    }
}
