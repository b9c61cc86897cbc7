/// Rules for sheet names, defined names and table names. They are stricter than the library, which accepts names that
/// make a spreadsheet program offer to repair the file.
enum NameRule {
    static let sheetLength = 31

    /// - Returns: The error, or nil for a usable name.
    static func sheet(_ name: String, taken: Set<String>) -> XLSXError? {
        if name.isEmpty { return .badSheetName(name, "no characters") }
        if name.utf16.count > sheetLength { return .badSheetName(name, "\(name.utf16.count) characters") }
        if let character = name.unicodeScalars.first(where: { "[]:*?/\\".unicodeScalars.contains($0) }) {
            return .badSheetName(name, "the character \(character)")
        }
        if name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F || $0.value & 0xFFFE == 0xFFFE }) {
            return .badSheetName(name, "a control character")
        }
        if name.hasPrefix("'") || name.hasSuffix("'") { return .badSheetName(name, "an apostrophe at an end") }
        if name.lowercased() == "history" { return .badSheetName(name, "a reserved word") }
        if taken.contains(name.lowercased()) { return .badSheetName(name, "a name that another sheet has") }
        return nil
    }

    /// Letters, digits, `_` and `.`, starting with a letter or `_`, and nothing that reads as a cell.
    static func defined(_ name: String, taken: Set<String>) -> XLSXError? {
        let bytes = Array(name.utf8)
        guard let first = bytes.first else { return .badDefinedName(name, "no characters") }
        if bytes.count > 127 { return .badDefinedName(name, "\(bytes.count) characters") }
        // Letters of every script are letters here; only those of the Latin alphabet can name a cell.
        if let scalar = name.unicodeScalars.first(where: { !$0.isASCII && !isLetterOrDigit($0) }) {
            return .badDefinedName(name, "the character \(scalar)")
        }
        let isLetter = { (byte: UInt8) in (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte >= 0x80 }
        let isDigit = { (byte: UInt8) in byte >= 0x30 && byte <= 0x39 }
        if !isLetter(first) && first != 0x5F { return .badDefinedName(name, "a first character other than a letter") }
        if !bytes.allSatisfy({ isLetter($0) || isDigit($0) || $0 == 0x5F || $0 == 0x2E }) {
            return .badDefinedName(name, "a character other than letters, digits, _ and .")
        }
        let letters = bytes.prefix(while: isLetter)
        let rest = bytes.dropFirst(letters.count)
        let looksLikeCell = letters.count <= 3 && !rest.isEmpty && rest.allSatisfy(isDigit)
        if looksLikeCell || looksLikeRowColumn(bytes.map { isLetter($0) ? $0 | 0x20 : $0 }) {
            return .badDefinedName(name, "the look of a cell reference")
        }
        if ["true", "false"].contains(name.lowercased()) { return .badDefinedName(name, "a reserved word") }
        if taken.contains(name.lowercased()) { return .badDefinedName(name, "a name that is already defined") }
        return nil
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber: true
        default: false
        }
    }

    /// `r`, `c`, `r1`, `c12`, `r1c1`, `rc`: references of the row-column style. Lower case in.
    private static func looksLikeRowColumn(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        let dropDigits = { rest = rest.drop { $0 >= 0x30 && $0 <= 0x39 } }
        if rest.first == 0x72 {
            rest = rest.dropFirst()
            dropDigits()
        }
        if rest.first == 0x63 {
            rest = rest.dropFirst()
            dropDigits()
        }
        return rest.isEmpty && !bytes.isEmpty
    }
}

extension XLSXError {
    static func badSheetName(_ name: String, _ found: String) -> XLSXError {
        XLSXError(
            .content, "bad-sheet-name", found: "\(found) in the sheet name \"\(name)\"",
            expected: "1 to 31 characters without []:*?/\\ and without an apostrophe at an end, not History, unique",
            fix: "choose another name for the sheet")
    }

    static func badDefinedName(_ name: String, _ found: String) -> XLSXError {
        XLSXError(
            .content, "bad-defined-name", found: "\(found) in the defined name \"\(name)\"",
            expected: "a letter, then letters, digits, _ and ., unlike a cell such as TCO1 or R1C1, unique",
            fix: "choose another name, for example with the prefix out_")
    }
}
