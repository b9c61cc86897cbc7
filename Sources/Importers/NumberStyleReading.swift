package import Money

/// What a cell says as a number.
package enum NumberCell: Hashable, Sendable {
    case null
    case value(Amount)
    case unreadable
}

extension NumberStyle {
    /// Reads a cell's text; spaces around it do not matter.
    package func read(_ text: some StringProtocol) -> NumberCell {
        let trimmed = trimmingSpaces(String(text)).withoutFormulaGuard
        if nullWords.contains(trimmed) { return .null }
        let number = allowsGrouping ? withoutOrnaments(trimmed) : trimmed
        var style = self
        if allowsEitherMark, let number { style.decimal = Self.lastMark(of: number) ?? decimal }
        guard let number, let plain = style.withPoint(number), let amount = Amount(plain) else { return .unreadable }
        return .value(amount)
    }

    /// The last mark of a number, unless it may set thousands apart.
    private static func lastMark(of text: String) -> UInt8? {
        guard let last = text.lastIndex(where: { $0 == "," || $0 == "." }) else { return nil }
        let digits = text[text.index(after: last)...].prefix { $0.isASCIIDigit }.count
        let isOnly = text.count { $0 == "," || $0 == "." } == 1
        return digits == 3 && isOnly && text[last] == "," ? nil : text[last].asciiValue
    }

    /// The currency that a sign or a code of three letters around a number names.
    static func currency(of text: String) -> Currency? {
        let text = trimmingSpaces(text)
        for (sign, code) in [("$", "USD"), ("€", "EUR"), ("£", "GBP")] where text.contains(sign) {
            return Currency(code)
        }
        guard text.contains(where: \.isASCIIDigit) else { return nil }
        let letters = text.filter { $0.isASCII && $0.isLetter }
        let isAround = text.hasPrefix(letters) || text.hasSuffix(letters)
        return letters.count == 3 && isAround ? Currency(letters) : nil
    }

    /// The number with a point as decimal mark and without the marks between thousands; nil when these are misplaced.
    private func withPoint(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        guard allowsGrouping else {
            if decimal == UInt8(ascii: ".") { return text }
            guard !bytes.contains(UInt8(ascii: ".")) else { return nil }
            return String(decoding: bytes.map { $0 == decimal ? UInt8(ascii: ".") : $0 }, as: UTF8.self)
        }
        let end = bytes.firstIndex { $0 | 32 == UInt8(ascii: "e") } ?? bytes.count
        let mark = bytes[..<end].firstIndex(of: decimal) ?? end
        var whole = String(decoding: bytes[..<mark], as: UTF8.self)
        let rest = (mark < end ? "." : "") + String(decoding: bytes[min(mark + 1, end)..<end], as: UTF8.self)
        for separator in [decimal == UInt8(ascii: ",") ? "." : ",", "'", "\u{2019}", " ", "\u{A0}", "\u{202F}"]
        where whole.contains(separator) {
            let groups = whole.split(separator: Character(separator), omittingEmptySubsequences: false)
            let first = groups[0].hasPrefix("-") ? groups[0].dropFirst() : groups[0]
            // No one sets `0,125` or `012,345` in thousands.
            guard (1...3).contains(first.utf8.count), first.first != "0",
                groups.dropFirst().allSatisfy({ $0.utf8.count == 3 })
            else {
                return nil
            }
            whole = groups.joined()
            break
        }
        return whole + rest + String(decoding: bytes[end...], as: UTF8.self)
    }

    /// The bare number inside `$(250.00)`, `-$5.00`, `$-5.00`, `5.00-`, `−5`, `EUR 3,50`; nil when signs contradict.
    private func withoutOrnaments(_ text: String) -> String? {
        var text = text.replacing("\u{2212}", with: "-")
        var minus = 0
        func strip() {
            text = trimmingSpaces(text)
            for sign in ["$", "€", "£", "¥"] where text.hasPrefix(sign) { text = String(text.dropFirst()) }
            for sign in ["€", "£", "$"] where text.hasSuffix(sign) { text = String(text.dropLast()) }
            let letters = text.prefix { $0.isASCII && $0.isLetter }
            if letters.count == 3 { text = String(text.dropFirst(3)) }
            let last = text.suffix(3)
            if last.count == 3, last.allSatisfy({ $0.isASCII && $0.isLetter }) { text = String(text.dropLast(3)) }
            text = trimmingSpaces(text)
        }
        strip()
        if text.hasPrefix("("), text.hasSuffix(")") {
            text = String(text.dropFirst().dropLast())
            minus += 1
        }
        strip()
        if text.hasPrefix("-") {
            text = String(text.dropFirst())
            minus += 1
        }
        if text.hasSuffix("-") {
            text = String(text.dropLast())
            minus += 1
        }
        strip()
        guard minus < 2, text.first?.isNumber == true || text.first == "." else { return nil }
        return (minus == 1 ? "-" : "") + text
    }
}

/// Without blanks, tabs and no-break spaces at both ends.
private func trimmingSpaces(_ text: String) -> String {
    func isSpace(_ c: Character) -> Bool { c == " " || c == "\t" || c == "\u{A0}" || c == "\u{202F}" }
    guard let first = text.first, let last = text.last, isSpace(first) || isSpace(last) else { return text }
    return String(text.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
}
