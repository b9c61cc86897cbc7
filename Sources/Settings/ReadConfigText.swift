import Diagnostics

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A configuration file as text.
struct ConfigText {
    var name: String
    var text: String
    /// Lines without their ends.
    var lines: [Substring]
    /// By line: a character is a byte.
    private let isASCII: [Bool]

    init(name: String, text: String) {
        self.name = name
        self.text = text
        lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
        isASCII = lines.map { $0.utf8.allSatisfy { $0 < 128 } }
    }

    /// - Parameter mark: column in characters from 1.
    /// - Returns: The place with its column in bytes.
    func position(line: Int, character: Int) -> SourcePosition {
        guard lines.indices.contains(line - 1) else { return SourcePosition(file: name, line: line, column: character) }
        if isASCII[line - 1] {
            return SourcePosition(
                file: name, line: line, column: Swift.min(character, lines[line - 1].utf8.count + 1))
        }
        let before = lines[line - 1].unicodeScalars.prefix(character - 1)
        return SourcePosition(file: name, line: line, column: String.UnicodeScalarView(before).utf8Count + 1)
    }

    /// The line of a place, when a caret below it would stand right.
    func excerpt(at position: SourcePosition?) -> String? {
        guard let position, position.file == name, let line = position.line, lines.indices.contains(line - 1) else {
            return nil
        }
        let text = lines[line - 1]
        guard text.utf8.count <= 120, text.utf8.allSatisfy({ (32..<127).contains($0) }) else { return nil }
        return String(text)
    }
}

extension String.UnicodeScalarView {
    fileprivate var utf8Count: Int { reduce(0) { $0 + UTF8.width($1) } }
}

/// Reads a whole file and checks that it is UTF-8 text.
///
/// - Throws: 66 when it cannot be read, 78 when it is no text.
func readConfigText(file: String, name: String) throws(Failure) -> ConfigText {
    guard let handle = fopen(file, "rb") else {
        throw Failure(.missingInput, .unreadable(name, reason: String(cString: strerror(errno))))
    }
    defer { fclose(handle) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = fread(&chunk, 1, chunk.count, handle)
        if count == 0 { break }
        bytes += chunk[..<count]
    }
    guard ferror(handle) == 0 else {
        throw Failure(.missingInput, .unreadable(name, reason: String(cString: strerror(errno))))
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    if let encoding = wideEncoding(bytes) { throw Failure(.badConfiguration, .otherEncoding(encoding, name)) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
        let wrong = offsetOfInvalidUTF8(bytes)
        throw Failure(
            .badConfiguration, .notUTF8(byte: bytes[wrong], at: position(of: wrong, in: bytes, file: name)))
    }
    if let control = bytes.firstIndex(where: { $0 < 32 && $0 != 9 && $0 != 10 && $0 != 13 || $0 == 127 }) {
        throw Failure(
            .badConfiguration,
            .controlCharacter(bytes[control], at: position(of: control, in: bytes, file: name)))
    }
    return ConfigText(name: name, text: text)
}

/// UTF-16 or UTF-32, with or without its byte order mark; nil for anything else.
private func wideEncoding(_ bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) { return "UTF-32" }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
    // Latin letters have a zero at every other byte.
    let beginning = bytes.prefix(64)
    return beginning.count >= 8 && beginning.count { $0 == 0 } * 3 >= beginning.count ? "UTF-16" : nil
}

/// The first byte that begins no valid sequence.
private func offsetOfInvalidUTF8(_ bytes: [UInt8]) -> Int {
    var offset = 0
    while offset < bytes.count {
        let lead = bytes[offset]
        let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        let end = min(offset + length, bytes.count)
        guard String(validating: bytes[offset..<end], as: UTF8.self) != nil else { return offset }
        offset = end
    }
    return max(0, bytes.count - 1)
}

private func position(of offset: Int, in bytes: [UInt8], file: String) -> SourcePosition {
    let before = bytes[..<offset]
    let line = before.count { $0 == 10 } + 1
    let start = before.lastIndex(of: 10).map { $0 + 1 } ?? 0
    return SourcePosition(file: file, line: line, column: offset - start + 1)
}

extension Diagnostic {
    static func unreadable(_ name: String, reason: String) -> Diagnostic {
        Diagnostic(
            "unreadable", at: SourcePosition(file: name), found: "no readable file (\(reason))",
            expected: "the configuration of the project",
            fix: "check the path and its permissions; without the file every default holds")
    }

    static func otherEncoding(_ encoding: String, _ name: String) -> Diagnostic {
        Diagnostic(
            "not-utf-8", at: SourcePosition(file: name), found: "\(encoding) text", expected: "UTF-8 text",
            fix: "save the file again as UTF-8")
    }

    static func notUTF8(byte: UInt8, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "not-utf-8", at: position, found: "the byte 0x\(hex(byte))", expected: "UTF-8 text",
            fix: "save the file as UTF-8")
    }

    static func controlCharacter(_ byte: UInt8, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "control-character", at: position, found: "the control character 0x\(hex(byte))", expected: "text",
            fix: "take the character out")
    }

    private static func hex(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
}
