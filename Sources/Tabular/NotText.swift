import Diagnostics

/// What is wrong with bytes that were to be a CSV file, judged by how they begin.
func notText(_ bytes: [UInt8], file: String) -> Diagnostic? {
    func starts(_ text: String) -> Bool { bytes.starts(with: text.utf8) }
    if bytes.isEmpty { return .emptyFile(file, "an empty file (0 bytes)") }
    if bytes == byteOrderMark { return .emptyFile(file, "a file with nothing but a byte order mark") }
    if starts("PK\u{3}\u{4}") {
        let beginning = String(decoding: bytes.prefix(4096), as: UTF8.self)
        return beginning.contains("[Content_Types].xml") || beginning.contains("xl/")
            ? .anotherFormat(file, "an Excel workbook (XLSX)", fix: "open it and save the sheet as CSV UTF-8")
            : .anotherFormat(file, "a ZIP archive", fix: "unpack it and give the CSV files in it")
    }
    if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
        return .anotherFormat(file, "an Excel workbook (XLS)", fix: "open it and save the sheet as CSV UTF-8")
    }
    if starts("%PDF-") {
        return .anotherFormat(file, "a PDF document", fix: "download the usage or cost export as CSV instead")
    }
    if starts("PAR1") { return .anotherFormat(file, "a Parquet file", fix: "export it as CSV") }
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) {
        return .anotherFormat(file, "UTF-32 text", fix: "save it again as CSV UTF-8")
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) || looksLikeUTF16(bytes) {
        return .anotherFormat(file, "UTF-16 text", fix: "save it again as CSV UTF-8")
    }
    let body = bytes.starts(with: byteOrderMark) ? bytes.dropFirst(3) : bytes[...]
    let text = body.drop { $0 == 32 || $0 == 9 || $0 == 10 || $0 == 13 }
    if text.isEmpty { return .emptyFile(file, "a file of blank lines only") }
    let beginning = String(decoding: text.prefix(64), as: UTF8.self).lowercased()
    if beginning.hasPrefix("<!doctype html") || beginning.hasPrefix("<html") || beginning.hasPrefix("<head") {
        return .anotherFormat(
            file, "an HTML page, as a login or error page saved under the export's name",
            fix: "sign in and download the export again")
    }
    if beginning.hasPrefix("<?xml") { return .anotherFormat(file, "an XML document", fix: "export it as CSV") }
    if let offset = bytes.firstIndex(of: 0) {
        return .nulByte(at: position(of: offset, in: bytes, file: file))
    }
    return nil
}

/// Plain letters in UTF-16 have a zero at every other byte.
private func looksLikeUTF16(_ bytes: [UInt8]) -> Bool {
    let pairs = min(bytes.count, 64) / 2
    guard pairs >= 4 else { return false }
    let even = (0..<pairs).filter { bytes[2 * $0] == 0 }.count
    let odd = (0..<pairs).filter { bytes[2 * $0 + 1] == 0 }.count
    return (even == 0 && odd * 4 >= pairs * 3) || (odd == 0 && even * 4 >= pairs * 3)
}

/// Line and column of a byte; line ends are LF, CRLF and CR, and a byte order mark takes no column.
func position(of offset: Int, in bytes: [UInt8], file: String) -> SourcePosition {
    var line = 1
    var start = bytes.starts(with: byteOrderMark) ? 3 : 0
    var i = start
    while i < offset {
        if bytes[i] == 10 || bytes[i] == 13 {
            if bytes[i] == 13, i + 1 < bytes.count, bytes[i + 1] == 10 { i += 1 }
            line += 1
            start = i + 1
        }
        i += 1
    }
    return SourcePosition(file: file, line: line, column: offset - start + 1)
}

extension Diagnostic {
    static func emptyFile(_ file: String, _ found: String) -> Diagnostic {
        Diagnostic(
            "empty-file", at: SourcePosition(file: file), found: found, expected: "a header line and records",
            fix: "export it again, or remove it if there was nothing to bill")
    }

    static func anotherFormat(_ file: String, _ found: String, fix: String) -> Diagnostic {
        Diagnostic(
            "not-csv", at: SourcePosition(file: file), found: found, expected: "CSV text in UTF-8", fix: fix)
    }

    static func nulByte(at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "not-csv", at: position, found: "a NUL byte, as in binary data", expected: "CSV text in UTF-8",
            fix: "export it again as CSV UTF-8")
    }

    static func invalidUTF8(_ byte: UInt8, at position: SourcePosition) -> Diagnostic {
        let hex = String(byte, radix: 16, uppercase: true)
        return Diagnostic(
            "invalid-utf8", at: position, found: "the byte 0x\(hex.count < 2 ? "0" : "")\(hex), which is not UTF-8",
            expected: "text in UTF-8", fix: "save the file again as CSV UTF-8")
    }
}
