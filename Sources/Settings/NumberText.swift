/// Reads `-?digits[.digits][e[+-]digits]` and nothing else: no signs in front but minus, no blanks, no separators, and
/// no `inf` or `nan`. The locale does not matter. Nil also when the value is too large for a double.
func number(_ text: String) -> Double? {
    var rest = text.utf8[...]
    func digits() -> Bool {
        let count = rest.prefix { (48...57).contains($0) }.count
        rest = rest.dropFirst(count)
        return count > 0
    }
    if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    guard digits() else { return nil }
    if rest.first == UInt8(ascii: ".") {
        rest = rest.dropFirst()
        guard digits() else { return nil }
    }
    if let mark = rest.first, mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") {
        rest = rest.dropFirst()
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest = rest.dropFirst() }
        guard digits() else { return nil }
    }
    guard rest.isEmpty, let value = Double(text), value.isFinite else { return nil }
    return value == 0 ? 0 : value
}

/// A whole number that a double holds exactly, also when written `8.0`.
func wholeNumber(_ text: String) -> Int? {
    guard let value = number(text), value.rounded() == value, abs(value) <= 9_007_199_254_740_992 else { return nil }
    return Int(value)
}

/// The shortest text that reads back as the same number; whole numbers without a fraction.
package func numberText(_ value: Double) -> String {
    if value.rounded() == value, abs(value) < 1e15 { return String(Int(value)) }
    return value.description
}

/// Why a text that should be a number is none, as advice; nil when nothing better than the expectation can be said.
func adviceOnNumber(_ text: String, isRatio: Bool) -> String? {
    if text.hasSuffix("%") {
        let bare = text.dropLast().trimmed
        guard isRatio, let value = number(bare) else { return "write the number without `%`" }
        return "write \(numberText(value)) % as \(ratioText(ofPercent: value))"
    }
    if text.contains(",") { return "write `.` as the decimal point and no separators between thousands" }
    var digits = text.filter { !"_' \u{A0}\u{202F}’".contains($0) }
    if digits.hasPrefix("+") { digits.removeFirst() }
    if digits.hasPrefix(".") { digits = "0" + digits }
    if digits != text, number(digits) != nil { return "write \(digits)" }
    return nil
}

/// Advice on a text that is no whole number.
func adviceOnWholeNumber(_ text: String) -> String? {
    guard let value = number(text), value.magnitude < 1e15 else { return adviceOnNumber(text, isRatio: false) }
    let (below, above) = (value.rounded(.down), value.rounded(.up))
    return below < above ? "write \(numberText(below)) or \(numberText(above))" : nil
}

/// Advice for a ratio above 1: written as a percentage, or just beyond the whole.
func adviceOnRatio(_ value: Double) -> String? {
    guard value > 1 else { return nil }
    if value < 2 {
        let text = numberText(value)
        return
            "a ratio is at most 1, and \(text) is \(percentText(ofRatio: value)) %; \(text) % is \(ratioText(ofPercent: value))"
    }
    return value <= 100
        ? "ratios are written as 0.05 for 5 %: \(numberText(value)) % is \(ratioText(ofPercent: value))"
        : "ratios are written as 0.05 for 5 %"
}

private func percentText(ofRatio value: Double) -> String { numberText((value * 1e12).rounded() / 1e10) }

private func ratioText(ofPercent value: Double) -> String {
    numberText((value * 1e10).rounded() / 1e12)
}

extension StringProtocol {
    /// Without blanks and line breaks at both ends.
    var trimmed: String {
        let isBlank: (Character) -> Bool = { $0.isWhitespace }
        return String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }
}
