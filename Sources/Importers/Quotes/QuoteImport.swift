package import Billing
package import Diagnostics
import Money
package import Tabular

/// One quote file as read: what `inspect` shows of it.
package struct QuoteFile: Sendable {
    package var file: InputFile
    /// `quote`, or the id of the price list.
    package var format: String = "quote"
    /// Hexadecimal, of the file's bytes as they are.
    package var sha256: String
    package var compression: Compression
    package var encoding: String
    package var delimiter: UInt8
    /// Physical line of the header, from 1.
    package var headerLine: Int
    /// The columns that told a quote, as the file spells them: prices, and what names the GPU.
    package var recognisedBy: [String]
    /// Records after the header without blank lines: accepted + rejected + skipped.
    package var rows: Int
    /// Rows that gave a line (two where a price list has a spot price too). Of a price list all that can be bought, though
    /// only the cheapest become lines.
    package var accepted: Int
    package var rejected: Int
    /// Rows that are no quotes, by reason: `total`, `footnote`, `empty`.
    package var skipped: [String: Int]
    package var lines: [QuoteLine]
    /// Warnings and notes, by position.
    package var notes: [Diagnostic]
    /// What makes the import fail, by position.
    package var errors: [Diagnostic]
}

/// All quotes of a project.
package struct QuoteImport: Sendable {
    /// By file name.
    package var files: [QuoteFile]
    /// By file name and line.
    package var lines: [QuoteLine]
    /// By position.
    package var notes: [Diagnostic]
}

/// Reads the quote files of a project, tables in archives included. The order of the files does not matter.
///
/// - Parameters:
///   - asOf: the report's day; quotes that lapsed before it are warned about, and kept.
///   - selection: what the project asks of price lists.
///   - jobs: threads that read a price list.
/// - Throws: 65 with every bad value of every file, a file that is no quote, an id that stands twice; 66.
package func readQuotes(
    _ files: [InputFile], asOf: Day, selection: QuoteSelection = QuoteSelection(), jobs: Int = 2
) throws(Failure) -> QuoteImport {
    var read: [QuoteFile] = []
    var errors: [Diagnostic] = []
    var status = ExitStatus.badData
    let sources = SourceFiles(files, checksParts: false)
    errors += sources.problems
    status = max(status, sources.status ?? status)
    let archiveNotes = sources.entries.flatMap { entry in
        if case .archive(let archive) = entry { archive.notes } else { [Diagnostic]() }
    }
    for file in sources.tables.sorted(by: { $0.name < $1.name }) {
        do throws(Failure) {
            read.append(try inspectQuotes(file, asOf: asOf, selection: selection, jobs: jobs))
        } catch {
            errors += error.diagnostics
            status = max(status, error.status)
        }
    }
    errors += read.flatMap(\.errors)
    let lines = read.flatMap(\.lines)
    var seen: [String: QuoteLine] = [:]
    for line in lines {
        if let earlier = seen[line.id] {
            errors.append(.duplicateQuoteId(line.id, first: earlier.position, at: line.position))
        } else {
            seen[line.id] = line
        }
    }
    guard errors.isEmpty else { throw Failure(status, errors.sorted(by: byPosition)) }
    return QuoteImport(files: read, lines: lines, notes: archiveNotes + read.flatMap(\.notes))
}

/// Reads one quote file as far as it can be read; bad values are in `errors`.
///
/// - Parameter asOf: nil: nothing is said about expiry.
/// - Throws: 65 when the file is no quote or broken; 66.
package func inspectQuotes(
    _ file: InputFile, asOf: Day?, selection: QuoteSelection = QuoteSelection(), jobs: Int = 2
) throws(Failure) -> QuoteFile {
    let preview = try FilePreview.open(file)
    if let header = PriceListHeader(preview) {
        return try readPriceList(preview, header, asOf: asOf, selection: selection, jobs: jobs)
    }
    let table = try QuoteTable(file)
    let width = table.header.names.count
    let filled = table.rows.lazy.filter { skipReason($0, table.header) == nil }
        .map { HeaderWidth.filled($0.fields, atLeast: width) }
    let header = SourcePosition(file: file.name, line: table.dialect.headerLine)
    if let problem = HeaderWidth.problem(header: width, counts: filled, at: header) {
        throw Failure(.badData, problem)
    }
    let reader = QuoteLineReader(table)
    var result = QuoteFile(
        file: file, sha256: try sha256(of: file), compression: table.compression, encoding: table.encoding,
        delimiter: table.dialect.delimiter, headerLine: table.dialect.headerLine,
        recognisedBy: table.header.recognisingColumns, rows: table.rows.count, accepted: 0, rejected: 0, skipped: [:],
        lines: [],
        notes: [], errors: [])
    for row in table.rows {
        if let reason = skipReason(row, table.header) {
            result.skipped[reason, default: 0] += 1
            continue
        }
        let read = reader.read(row)
        result.notes += read.notes
        result.errors += read.errors
        result.lines += read.lines
        if read.errors.isEmpty { result.accepted += 1 } else { result.rejected += 1 }
    }
    result.notes += summaries(result, table.header)
    if let asOf {
        result.notes += result.lines.filter {
            $0.isExpired(on: asOf) && $0.lineType == .compute && $0.status != .unpriced
        }.map { .quoteExpired($0, asOf: asOf) }
    }
    result.notes.sort(by: byPosition)
    result.errors.sort(by: byPosition)
    return result
}

private func byPosition(_ a: Diagnostic, _ b: Diagnostic) -> Bool {
    let nowhere = SourcePosition(file: "")
    return (a.position ?? nowhere, a.code, a.found) < (b.position ?? nowhere, b.code, b.found)
}

/// Why a record is no quote line; nil: it is one. Sums of lines above would count their money twice.
private func skipReason(_ row: TableRow, _ header: QuoteHeader) -> String? {
    let filled = row.fields.indices.filter { !trimmed(row.fields[$0]).isEmpty }
    guard let first = filled.first else { return "empty" }
    let gpuColumns = [QuoteField.gpu, .gpuRaw].compactMap { header.columns[$0]?.first }
    let gpuTexts = gpuColumns.filter { $0 < row.fields.count }.map { trimmed(row.fields[$0]) }.filter { !$0.isEmpty }
    let namesGPU = gpuTexts.contains {
        if case .unknown = GPUName($0).resolution { false } else { true }
    }
    if isTotal(trimmed(row.fields[first])), !namesGPU { return "total" }
    if filled.count == 1, header.names.count > 2, !namesGPU { return "footnote" }
    return nil
}

/// `Subtotal`, `Grand total:`, `Total (EUR)`, `Summe`.
private func isTotal(_ text: String) -> Bool {
    let totals: Set<String> = [
        "subtotal", "total", "sum", "summe", "zwischensumme", "gesamt", "gesamtsumme", "gesamtbetrag", "totals",
    ]
    var words = quoteWords(text)[...]
    if let first = words.first, ["grand", "sub", "net", "order", "quote"].contains(first) { words = words.dropFirst() }
    guard let first = words.first, totals.contains(first) else { return false }
    let harmless: Set<String> = [
        "price", "amount", "cost", "net", "gross", "excl", "incl", "vat", "tax", "netto", "brutto", "per", "month",
        "order",
    ]
    return words.dropFirst().allSatisfy { harmless.contains($0) || CurrencyMark.isCode($0) }
}

/// What rules supplied or left out, one note a kind, so that a price list of a thousand lines stays readable.
private func summaries(_ file: QuoteFile, _ header: QuoteHeader) -> [Diagnostic] {
    var notes: [Diagnostic] = []
    for assumption in QuoteAssumption.allCases {
        let lines = file.lines.filter { $0.assumed.contains(assumption) && $0.lineType == .compute }
        guard let first = lines.first, let what = assumption.text(first) else { continue }
        notes.append(.quoteAssumption(what, count: lines.count, first: first.position))
    }
    let skipped = file.skipped.filter { $0.key != "empty" }.sorted { $0.key < $1.key }
    if !skipped.isEmpty { notes.append(.quoteRowsSkipped(skipped.map { ($0.key, $0.value) }, file: file.file.name)) }
    if !header.unread.isEmpty {
        notes.append(.quoteColumnsUnread(header.unread.map { header.names[$0] }, file: file.file.name))
    }
    return notes
}

extension QuoteAssumption {
    /// Nil: not worth a note.
    fileprivate func text(_ line: QuoteLine) -> String? {
        switch self {
        case .currency: "no currency is named; \(line.currency?.code ?? "none") is taken"
        case .expiryThirtyDays: "no last day is named; the price is taken to hold for 30 days after the quote date"
        case .noExpiry: "neither a quote date nor a last day is named; the price is taken not to lapse"
        case .priceUnit: "the price unit is not fully named; \(line.priceUnit?.rawValue ?? "none") is taken"
        case .termMonths: "no term is named; \(line.termMonths) months are taken"
        case .gpuVariant: "the GPU's variant is not named; \(line.gpu ?? "the usual one") is taken"
        case .gpuFromInstance: "the GPU is taken from the instance type"
        case .pricing, .lineType, .quantity, .gpusPerUnit: nil
        }
    }
}

extension Diagnostic {
    static func quoteAssumption(_ what: String, count: Int, first: SourcePosition) -> Diagnostic {
        .note(
            "quote-assumption", at: first,
            found: count == 1 ? what : "\(what) (\(count) lines, this is the first)")
    }

    static func quoteRowsSkipped(_ reasons: [(String, Int)], file: String) -> Diagnostic {
        .note(
            "quote-rows-skipped", at: SourcePosition(file: file),
            found: "rows that are no quote lines: " + reasons.map { "\($0.1) \($0.0)" }.joined(separator: ", "))
    }

    static func quoteColumnsUnread(_ names: [String], file: String) -> Diagnostic {
        .note(
            "quote-columns-unread", at: SourcePosition(file: file),
            found: "columns that are not read: " + names.joined(separator: ", "))
    }

    static func quoteExpired(_ line: QuoteLine, asOf: Day) -> Diagnostic {
        Diagnostic(
            "quote-expired", .warning, at: line.position,
            found: "quote \(line.id) of \(line.vendor) lapsed on \(line.validUntil!)",
            expected: "a price that holds on \(asOf)", fix: "ask the vendor to confirm or renew it")
    }

    static func duplicateQuoteId(_ id: String, first: SourcePosition, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "duplicate-quote-id", at: position, found: "quote_line_id \"\(id)\" again, first at \(first)",
            expected: "an id that no other quote line has",
            fix: "give each line its own quote_line_id, or rename one of the files")
    }
}
