package import Diagnostics

/// Reads a small table whole: the header record first, then every record after it, blank lines left out.
///
/// - Returns: At least the header.
/// - Throws: 65 when the file is no UTF-8 text, broken, has no line `dialect.headerLine`, or more than 200,000 records;
///   66 when it cannot be opened.
package func readTable(_ file: InputFile, dialect: Dialect) throws(Failure) -> [TableRow] {
    var rows: [TableRow] = []
    _ = try readPlainly(file, dialect: dialect) { line, fields throws(Failure) in
        rows.append(TableRow(line: line, fields: fields))
        if rows.count > 200_001 { throw Failure(.badData, .tableTooLong(file.name, line: line)) }
    }
    guard rows.first?.line == dialect.headerLine else {
        throw Failure(.badData, .headerMissing(file.name, line: dialect.headerLine))
    }
    return rows
}

package func readPlainly(
    _ file: InputFile, dialect: Dialect, _ body: (Int, [String]) throws(Failure) -> Void
) throws(Failure) -> ScanSummary {
    _ = try FilePreview.open(file)
    let source = try ReadableFile(file)
    var raw = [UInt8](repeating: 0, count: source.size)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(source.size, 1), alignment: 64)
    defer { buffer.deallocate() }
    let count = try source.read(into: buffer, at: 0)
    raw = Array(buffer[..<count])
    let digest = sha256(of: raw)
    var bytes = raw
    if raw.starts(with: [0x1F, 0x8B]) {
        let gunzip = Gunzip(file: file.name)
        var position = 0
        bytes = []
        let output = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
        defer { output.deallocate() }
        while true {
            let n = try gunzip.fill(output) { (target) throws(Failure) in
                let n = min(target.count, raw.count - position)
                raw.withUnsafeBytes {
                    target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[position..<(position + n)]))
                }
                position += n
                return n
            }
            bytes.append(contentsOf: output[..<n])
            if n < output.count { break }
        }
    }
    if let offset = firstInvalidUTF8(bytes, isWhole: true) {
        throw Failure(.badData, .invalidUTF8(bytes[offset], at: position(of: offset, in: bytes, file: file.name)))
    }
    var summary = ScanSummary(sha256: digest, bytes: raw.count, records: 0, lines: 0)
    let held = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, bytes.count))
    defer { held.deallocate() }
    _ = held.initialize(from: bytes)
    let view = UnsafeBufferPointer(rebasing: held[..<bytes.count])
    var reader = PlainRecords(view, delimiter: dialect.delimiter)
    while let record = reader.next() {
        guard record.line >= dialect.headerLine else { continue }
        if record.isUnclosed {
            throw Failure(.badData, .unclosedQuote(at: SourcePosition(file: file.name, line: record.line)))
        }
        if record.fields.count > 5000 {
            throw Failure(
                .badData, .tooManyFields(record.fields.count, at: SourcePosition(file: file.name, line: record.line)))
        }
        if record.line > dialect.headerLine { summary.records += 1 }
        try body(
            record.line,
            record.fields.map { String(decoding: unquoted(UnsafeBufferPointer(rebasing: view[$0])), as: UTF8.self) })
    }
    summary.lines =
        position(of: bytes.count, in: bytes, file: "").line! - (bytes.last == 10 || bytes.last == 13 ? 1 : 0)
    return summary
}

extension Diagnostic {
    static func tableTooLong(_ file: String, line: Int) -> Diagnostic {
        Diagnostic(
            "table-too-long", at: SourcePosition(file: file, line: line), found: "more than 200,000 records",
            expected: "a small table", fix: "keep the rows that the project needs")
    }

    static func headerMissing(_ file: String, line: Int) -> Diagnostic {
        Diagnostic(
            "header-missing", at: SourcePosition(file: file, line: line), found: "no record on line \(line)",
            expected: "the header")
    }

    static func unclosedQuote(at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "unclosed-quote", at: position, found: "a record with a quoted field that the file never closes",
            expected: "a closing quote",
            fix: "close the quote, or double a quote that belongs to the text; if the file breaks off, export it again")
    }

    static func tooManyFields(_ count: Int, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "too-many-fields", at: position, found: "a record of \(count) fields", expected: "at most 5,000",
            fix: "check the delimiter and the line ends of the file")
    }
}
