import Billing

/// How a format writes days.
enum DateStyle: Hashable, Sendable {
    /// `2026-03-01`, with or without a time after `T` or a space.
    case iso
    /// The same, or `3/1/26` and `3/1/2026` in American order.
    case isoOrAmerican
    /// The same or Unix seconds.
    case isoOrUnixSeconds
    /// Any common way to write a day or a month, parts in this order where they are numbers.
    case handWritten(DateOrder)

    /// The first bytes that hold the day and the month, for files that write ISO.
    static let dayPrefix = 10
    static let monthPrefix = 7
}

/// Order of day, month and year in dates of numbers.
enum DateOrder: String, Hashable, Sendable {
    case dmy, mdy, ymd
}

/// A day, or a whole month, as text names it.
enum NamedPeriod: Hashable, Sendable {
    case day(Day)
    case month(Month)

    var firstDay: Day {
        switch self {
        case .day(let day): day
        case .month(let month): month.firstDay
        }
    }
    var lastDay: Day {
        switch self {
        case .day(let day): day
        case .month(let month): month.lastDay
        }
    }
}

extension DateStyle {
    /// - Returns: nil for text that is no period in this style, also for days that do not exist.
    func period(_ text: String) -> NamedPeriod? {
        if let day = isoDay(text) { return .day(day) }
        switch self {
        case .iso: return nil
        case .isoOrAmerican: return americanDay(text).map { .day($0) }
        case .isoOrUnixSeconds: return unixDay(text).map { .day($0) }
        case .handWritten(let order): return handWrittenPeriod(text, order: order)
        }
    }

    /// What the style looks like, for messages.
    var expectation: String {
        switch self {
        case .iso: "a date such as 2026-03-01"
        case .isoOrAmerican: "a date such as 2026-03-01 or 3/1/26"
        case .isoOrUnixSeconds: "a date such as 2026-03-01, or Unix seconds"
        case .handWritten(.dmy): "a month such as 2026-03, or a date such as 2026-03-01 or 31/3/2026"
        case .handWritten(.mdy): "a month such as 2026-03, or a date such as 2026-03-01 or 3/31/2026"
        case .handWritten(.ymd): "a month such as 2026-03, or a date such as 2026-03-01"
        }
    }
}

private func isoDay(_ text: String) -> Day? {
    let bytes = text.utf8
    guard let end = bytes.index(bytes.startIndex, offsetBy: 10, limitedBy: bytes.endIndex) else { return nil }
    guard end == bytes.endIndex || bytes[end] == UInt8(ascii: "T") || bytes[end] == UInt8(ascii: " ") else {
        return nil
    }
    return Day(text[..<end])
}

private func unixDay(_ text: String) -> Day? {
    let digits = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    guard (9...11).contains(digits.utf8.count), let seconds = Int(digits), seconds > 0 else { return nil }
    return Day(number: seconds / 86_400)
}

private func americanDay(_ text: String) -> Day? {
    let date = text.split(separator: " ").first.map(String.init) ?? ""
    return day(of: date.split(separator: "/", omittingEmptySubsequences: false).map(String.init), order: .mdy)
}

/// A day out of three numbers; two-digit years are of this century.
private func day(of parts: [String], order: DateOrder) -> Day? {
    guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 4 && $0.allSatisfy(\.isASCIIDigit) })
    else { return nil }
    let order = parts[0].utf8.count == 4 ? .ymd : order
    let (y, m, d) =
        switch order {
        case .dmy: (parts[2], parts[1], parts[0])
        case .mdy: (parts[2], parts[0], parts[1])
        case .ymd: (parts[0], parts[1], parts[2])
        }
    guard y.utf8.count == 4 || y.utf8.count == 2, m.utf8.count <= 2, d.utf8.count <= 2, let year = Int(y),
        let month = Int(m), let day = Int(d), (1...12).contains(month)
    else { return nil }
    let named = Month(year: year < 100 ? 2000 + year : year, month: month)
    guard (1...named.dayCount).contains(day) else { return nil }
    return Day(year: named.year, month: named.month, day: day)
}

private func handWrittenPeriod(_ text: String, order: DateOrder) -> NamedPeriod? {
    let text = text.trimmingBlanks
    if let month = Month(text) { return .month(month) }
    let digits = text.allSatisfy(\.isASCIIDigit)
    if digits, text.utf8.count == 6, let month = Month("\(text.prefix(4))-\(text.suffix(2))") { return .month(month) }
    if digits, text.utf8.count == 8 {
        return Day("\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.suffix(2))").map { .day($0) }
    }
    // A spreadsheet's serial number of a day between 2009 and 2064.
    if digits, text.utf8.count == 5, let serial = Int(text), (40_000...60_000).contains(serial) {
        return .day(Day(number: serial - 25_569))
    }
    var parts: [String] = []
    for part in text.split(whereSeparator: { " /.-,'’".contains($0) }) { parts.append(String(part)) }
    if parts.count > 3, parts[3].contains(":") { parts = Array(parts[..<3]) }
    if parts.count == 2 {
        if let month = monthNumber(parts[0]), let year = year(parts[1]) {
            return .month(Month(year: year, month: month))
        }
        if let month = monthNumber(parts[1]), let year = year(parts[0]) {
            return .month(Month(year: year, month: month))
        }
        return nil
    }
    if parts.count == 3, let month = parts.compactMap({ $0.first?.isLetter == true ? monthNumber($0) : nil }).first {
        let numbers = parts.filter { $0.first?.isLetter != true }
        guard numbers.count == 2 else { return nil }
        let isYearFirst = numbers[0].utf8.count == 4
        guard let year = year(numbers[isYearFirst ? 0 : 1]) else { return nil }
        return day(of: ["\(year)", "\(month)", numbers[isYearFirst ? 1 : 0]], order: .ymd).map { .day($0) }
    }
    return day(of: parts, order: order).map { .day($0) }
}

private func year(_ text: String) -> Int? {
    guard text.allSatisfy(\.isASCIIDigit), let number = Int(text) else { return nil }
    if text.utf8.count == 4 { return (1990...2999).contains(number) ? number : nil }
    return text.utf8.count == 2 ? 2000 + number : nil
}

/// 1…12 for a number or the name of a month in English, German, French or Spanish, in full or cut to three letters.
private func monthNumber(_ text: String) -> Int? {
    if let number = Int(text) { return text.utf8.count <= 2 && (1...12).contains(number) ? number : nil }
    let word = text.lowercased()
    guard word.count >= 3 else { return nil }
    let hits = monthNames.enumerated().filter { _, names in
        names.contains { $0 == word || ($0.hasPrefix(word) && (word.count == 3 || word.count == 4)) }
    }
    return hits.count == 1 ? hits[0].offset + 1 : nil
}

private let monthNames: [[String]] = [
    ["january", "januar", "janvier", "enero"], ["february", "februar", "février", "fevrier", "febrero"],
    ["march", "märz", "maerz", "mars", "marzo"], ["april", "avril", "abril"], ["may", "mai", "mayo"],
    ["june", "juni", "juin", "junio"], ["july", "juli", "juillet", "julio"],
    ["august", "août", "aout", "agosto"], ["september", "septembre", "septiembre"],
    ["october", "oktober", "octobre", "octubre"], ["november", "novembre", "noviembre"],
    ["december", "dezember", "décembre", "decembre", "diciembre"],
]

extension Character {
    var isASCIIDigit: Bool { isASCII && isNumber }
}

extension String {
    /// Without spaces, tabs and no-break spaces at both ends.
    var trimmingBlanks: String {
        guard let first, let last, first.isWhitespace || last.isWhitespace else { return self }
        return String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
