#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Rules for the texts, numbers and formulas of cells.
enum TextRule {
    static let cellLength = 32_767
    static let formulaLength = 8_192
    static let formulaTextLength = 255

    /// Refuses what XML cannot hold. Other control characters are escaped by the library.
    static func checkCharacters(_ text: String, _ what: String, at place: @autoclosure () -> Place?) throws(XLSXError) {
        var text = text
        let suspicious = text.withUTF8 { bytes in
            bytes.contains { $0 == 0 || $0 == 0xEF }  // U+FFFE and U+FFFF start with the byte EF
        }
        guard suspicious else { return }
        for scalar in text.unicodeScalars where scalar.value == 0 || scalar.value & 0xFFFE == 0xFFFE {
            throw .badCharacter(scalar, what, at: place())
        }
    }

    static func checkLength(
        _ text: String, _ what: String, _ limit: Int, at place: @autoclosure () -> Place?
    ) throws(XLSXError) {
        // A UTF-8 text has at least as many bytes as UTF-16 units: counting bytes is enough for most.
        guard text.utf8.count > limit else { return }
        let count = text.utf16.count
        if count > limit { throw .tooLong(what, count, limit, at: place()) }
    }

    /// For fields whose room the library or the format counts in bytes.
    static func checkBytes(
        _ text: String, _ what: String, _ limit: Int, at place: @autoclosure () -> Place?
    ) throws(XLSXError) {
        if text.utf8.count > limit { throw .tooManyBytes(what, text.utf8.count, limit, at: place()) }
        try checkCharacters(text, what, at: place())
    }

    /// Length, texts inside, brackets and quotes. What the functions mean is not checked.
    static func checkFormula(_ formula: String, at place: @autoclosure () -> Place?) throws(XLSXError) {
        try checkLength(formula, "formula", formulaLength, at: place())
        var text = formula
        let (finding, longest, isSuspicious) = text.withUTF8(scan)
        if isSuspicious { try checkCharacters(formula, "formula", at: place()) }
        if let finding { throw .badFormula(formula, finding, at: place()) }
        if longest > formulaTextLength {
            throw .tooLong("text inside a formula", longest, formulaTextLength, at: place())
        }
    }

    /// Bytes that the scan of a formula has to look at: control characters, quotes, brackets, the first of U+FFFE.
    private static let looks: [Bool] = (0..<256).map { byte in
        byte < 0x20 || [0x22, 0x27, 0x28, 0x29, 0xEF].contains(byte)
    }

    /// - Returns: What is wrong, the bytes of the longest quoted text, and whether a character may be none of XML's.
    private static func scan(
        _ bytes: UnsafeBufferPointer<UInt8>
    ) -> (finding: String?, longestText: Int, isSuspicious: Bool) {
        if bytes.isEmpty { return ("no characters", 0, false) }
        if bytes[0] == 0x3D { return ("a leading =", 0, true) }
        var depth = 0
        var longest = 0
        var isSuspicious = false
        // The byte of the quote that is open; 0: none.
        var quote: UInt8 = 0
        var start = 0
        return looks.withUnsafeBufferPointer { looks in
            for i in 0..<bytes.count {
                let byte = bytes[i]
                guard looks[Int(byte)] else { continue }
                if byte == 0 || byte == 0xEF {
                    isSuspicious = true
                } else if quote != 0 {
                    guard byte == quote else { continue }
                    if byte == 0x22 { longest = max(longest, i - start) }
                    quote = 0
                    continue
                }
                switch byte {
                case 0xEF: continue
                case 0x22, 0x27:
                    quote = byte
                    start = i + 1
                case 0x28: depth += 1
                case 0x29:
                    depth -= 1
                    if depth < 0 { return ("a ) without its (", longest, true) }
                default:
                    if quote == 0 { return ("a control character", longest, true) }
                }
            }
            if quote != 0 { return ("a quote that is not closed", longest, isSuspicious) }
            return (depth == 0 ? nil : "a ( without its )", longest, isSuspicious)
        }
    }

    /// Text as the file must hold it: `_x0041_` typed by a person would be read back as the escape of `A`.
    static func escapingEscapes(_ text: String) -> String {
        let mayHoldEscape =
            text.utf8.withContiguousStorageIfAvailable {
                $0.baseAddress.map { memchr($0, 0x5F, text.utf8.count) != nil } ?? false
            } ?? true
        guard mayHoldEscape, holdsEscape(text) else { return text }
        var result: [UInt8] = []
        let bytes = Array(text.utf8)
        for (i, byte) in bytes.enumerated() {
            if byte == 0x5F && isEscape(bytes[i...]) { result += Array("_x005F".utf8) }
            result.append(byte)
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func holdsEscape(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.indices.contains { bytes[$0] == 0x5F && isEscape(bytes[$0...]) }
    }

    /// `_x`, four hexadecimal digits, `_`.
    private static func isEscape(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count >= 7 else { return false }
        let b = Array(bytes.prefix(7))
        let isHex = { (x: UInt8) in (x >= 0x30 && x <= 0x39) || ((x | 0x20) >= 0x61 && (x | 0x20) <= 0x66) }
        return b[0] == 0x5F && b[1] == 0x78 && b[6] == 0x5F && b[2...5].allSatisfy(isHex)
    }
}

extension XLSXError {
    static func badCharacter(_ scalar: Unicode.Scalar, _ what: String, at place: Place?) -> XLSXError {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return XLSXError(
            .content, "bad-character", at: place, found: "the character U+\(padded) in a \(what)",
            expected: "characters that XML allows", fix: "remove the character from the text")
    }

    static func tooLong(_ what: String, _ count: Int, _ limit: Int, at place: Place?) -> XLSXError {
        XLSXError(
            .content, "too-long", at: place, found: "a \(what) of \(count) characters",
            expected: "at most \(limit)", fix: "shorten it")
    }

    static func tooManyBytes(_ what: String, _ count: Int, _ limit: Int, at place: Place?) -> XLSXError {
        XLSXError(
            .content, "too-long", at: place, found: "a \(what) of \(count) bytes", expected: "at most \(limit)",
            fix: "shorten it")
    }

    static func badFormula(_ formula: String, _ finding: String, at place: Place?) -> XLSXError {
        XLSXError(
            .content, "bad-formula", at: place, found: "\(finding) in the formula \(formula.prefix(80))",
            expected: "a formula without =, every ( and every quote closed", fix: "correct the formula")
    }
}
