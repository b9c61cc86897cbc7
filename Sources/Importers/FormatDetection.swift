import Billing
import Diagnostics
import Tabular

/// A file whose format is known, ready to be read.
struct DetectedFile: Sendable {
    var preview: FilePreview
    var dialect: Dialect
    var header: Header
    var format: ImportFormat

    /// The first records after the header, which show how the file writes its dates.
    var samples: [[String]] {
        preview.records(delimiter: dialect.delimiter, limit: 100 + dialect.headerLine)
            .filter { $0.line > dialect.headerLine }.map(\.fields)
    }

    /// The columns that told the format, as the file spells them: its signature, or what a table made by hand maps.
    var recognisingColumns: [String] {
        let signature = format.recognise
        var names = signature.all + signature.anyOf.compactMap { $0.first(where: header.contains) }
        names += signature.beginning.compactMap { group in
            header.names.first { name in group.contains { name.hasPrefix($0) } }
        }
        if format.id == ImportFormat.genericId { names = format.columns.compactMap(\.names.first) }
        return names.compactMap { header.index(of: $0).map { header.spelled[$0] } }
    }
}

/// Finds the format of a file by its header: within the first 30 physical lines, with any of four delimiters.
///
/// - Parameter rule: what the project says about the file, if anything.
/// - Throws: 65 when no format, or more than one, recognises it; 66 when it cannot be opened.
func detect(_ file: InputFile, rule: SourceRule?) throws(Failure) -> DetectedFile {
    let preview = try FilePreview.open(file)
    let isMapped = rule?.format == ImportFormat.genericId || rule?.format == nil && rule?.columns.isEmpty == false
    if !isMapped, let found = try detect(preview, among: headerCandidates(in: preview, reach: 1), rule: rule) {
        return found
    }
    let candidates = headerCandidates(in: preview, reach: headerReach)
    if !isMapped {
        if let found = try detect(preview, among: candidates, rule: rule) { return found }
        if let wanted = rule?.format {
            guard ImportFormat.all.contains(where: { $0.id == wanted }) else {
                throw Failure(.badConfiguration, .unknownFormat(wanted, at: rule?.position))
            }
            throw Failure(.badData, notTheWantedFormat(wanted, candidates: candidates, file: file, rule: rule))
        }
    }
    return try detectGeneric(preview, candidates: candidates, rule: rule)
}

/// The first candidate that a format knows.
private func detect(
    _ preview: FilePreview, among candidates: [HeaderCandidate], rule: SourceRule?
) throws(Failure) -> DetectedFile? {
    let file = preview.file
    for candidate in candidates {
        let hits = ImportFormat.all.filter { $0.recognise.matches(candidate.header) }
        if let wanted = rule?.format {
            guard let hit = hits.first(where: { $0.id == wanted }) else { continue }
            return DetectedFile(preview: preview, dialect: candidate.dialect, header: candidate.header, format: hit)
        }
        let unread = UnreadFormat.all.filter { $0.recognise.matches(candidate.header) }
        if hits.count + unread.count > 1 {
            throw Failure(
                .badData,
                .ambiguousFormat(hits.map(\.id) + unread.map(\.id), at: candidate.position(in: file)))
        }
        if let hit = hits.first {
            return DetectedFile(preview: preview, dialect: candidate.dialect, header: candidate.header, format: hit)
        }
        if let format = unread.first {
            throw Failure(.badData, .formatNotRead(format, at: candidate.position(in: file)))
        }
    }
    return nil
}

/// A record that may be the header.
struct HeaderCandidate: Sendable {
    var dialect: Dialect
    var header: Header

    func position(in file: InputFile) -> SourcePosition {
        SourcePosition(file: file.name, line: dialect.headerLine, column: 1)
    }
}

private let delimiters: [UInt8] = [",", ";", "\t", "|"].map { UInt8(ascii: $0) }
private let headerReach = 30

/// Records of the first physical lines under each delimiter, by line; widest first within a line.
private func headerCandidates(in preview: FilePreview, reach: Int) -> [HeaderCandidate] {
    var candidates: [HeaderCandidate] = []
    let declared = declaredDelimiter(in: preview)
    for delimiter in declared.map({ [$0] }) ?? delimiters {
        for record in preview.records(delimiter: delimiter, limit: reach) {
            guard record.line <= headerReach else { break }
            guard record.fields.count > 1 else { continue }
            candidates.append(
                HeaderCandidate(
                    dialect: Dialect(delimiter: delimiter, headerLine: record.line), header: Header(record.fields)))
        }
    }
    return candidates.sorted {
        ($0.dialect.headerLine, -$0.header.names.count, $0.dialect.delimiter)
            < ($1.dialect.headerLine, -$1.header.names.count, $1.dialect.delimiter)
    }
}

/// The delimiter of a first line such as `sep=;`, as spreadsheet programs write it.
private func declaredDelimiter(in preview: FilePreview) -> UInt8? {
    var line = preview.bytes.prefix { $0 != 10 && $0 != 13 }
    if line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
    let text = String(decoding: line, as: UTF8.self).lowercased()
    guard text.hasPrefix("sep="), line.count == 5, let last = line.last, delimiters.contains(last) else { return nil }
    return last
}

/// The widest record: what a reader would take for the header when nothing recognises it. Where that is a record of
/// figures, the last one above it that holds none: a header with a name too few.
func likeliestHeader(_ candidates: [HeaderCandidate]) -> HeaderCandidate? {
    let widest = candidates.map(\.header.names.count).max()
    guard let first = candidates.first(where: { $0.header.names.count == widest }) else { return nil }
    guard first.header.holdsFigures else { return first }
    let above = candidates.last { candidate in
        candidate.dialect.delimiter == first.dialect.delimiter
            && candidate.dialect.headerLine < first.dialect.headerLine && !candidate.header.holdsFigures
    }
    return above ?? first
}

extension Header {
    /// A name of a column is no number and no date.
    fileprivate var holdsFigures: Bool {
        spelled.contains { WrittenNumber($0) != nil || WrittenDate($0) != nil }
    }
}

private func notTheWantedFormat(
    _ wanted: String, candidates: [HeaderCandidate], file: InputFile, rule: SourceRule?
) -> Diagnostic {
    guard let format = ImportFormat.all.first(where: { $0.id == wanted }) else {
        return .unknownFormat(wanted, at: rule?.position)
    }
    let header = likeliestHeader(candidates)
    return .columnsMissing(
        header.map { format.recognise.missing(in: $0.header) } ?? format.recognise.all, format: format.id,
        at: header?.position(in: file) ?? SourcePosition(file: file.name))
}

extension Diagnostic {
    static func ambiguousFormat(_ ids: [String], at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "ambiguous-format", at: position, found: "a header that \(ids.joined(separator: " and ")) both recognise",
            expected: "exactly one format",
            fix: "say which under `sources`: {files: \"\(SourceRule.files(for: position.file))\", format: \(ids[0])}")
    }

    static func unknownFormat(_ id: String, at position: SourcePosition?) -> Diagnostic {
        Diagnostic(
            "unknown-format", at: position, key: "sources.format", found: "format \(id)",
            expected: "one of \(importFormatIds.joined(separator: ", "))",
            fix: nearestNames(to: id, among: importFormatIds, limit: 1).first.map { "the nearest is \($0)" }
                ?? "take one of these, or leave `format` out: the header tells the format of most exports")
    }

    static func columnsMissing(_ columns: [String], format: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "columns-missing", at: position,
            found: "a header without \(columns.joined(separator: ", "))", expected: "the columns of format \(format)",
            fix: "export the file again with these columns, or name the right format under `sources`")
    }

    static func formatNotRead(_ format: UnreadFormat, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "format-not-read", at: position, found: "\(format.name) (\(format.id)), which holds no charges",
            expected: "an invoice, or an export of cost or usage", fix: format.advice)
    }
}
