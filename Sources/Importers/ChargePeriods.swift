import Billing

extension ColumnLayout {
    /// The time that a record charges for, half-open. The time of day counts where the file states it; a date alone is a
    /// day, and months of a file of month grain are whole.
    func charged(_ line: ChargeLine, _ field: (Int) -> String) -> Range<String> {
        let month = Self.midnight(line.month.firstDay)..<Self.midnight((line.month + 1).firstDay)
        if document.month != nil || isPivotedByMonth || format.grain == .month { return month }
        guard let (first, firstText) = named(.firstDay, field) ?? named(.billingDay, field) else { return month }
        let start = utcTime(firstText) ?? Self.midnight(first.firstDay)
        var end = Self.midnight(first.lastDay + 1)
        if let (last, lastText) = named(.lastDay, field) {
            let day = format.endIsExclusive ? last.firstDay : last.lastDay + 1
            end = (format.endIsExclusive ? utcTime(lastText) : nil) ?? Self.midnight(day)
        }
        if start < end { return start..<end }
        return start..<Self.midnight((Day(start.prefix(10)) ?? first.firstDay) + 1)
    }

    /// The period of the document that bills a record, in days as the document names them: a month, unless the file states
    /// another.
    func billed(_ line: ChargeLine, _ field: (Int) -> String) -> Range<String> {
        let month = line.month.firstDay..<(line.month + 1).firstDay
        let start =
            format.billsStatedPeriods ? named(.billingDay, field)?.0.firstDay ?? month.lowerBound : month.lowerBound
        var end = month.upperBound
        if format.billsStatedPeriods, let index = header.index(of: "billingperiodend"),
            let stated = format.dates.period(field(index))?.firstDay, start < stated
        {
            end = stated
        }
        return Self.midnight(start)..<Self.midnight(end)
    }

    /// What the record says in a column of days.
    private func named(_ wanted: LineField, _ field: (Int) -> String) -> (NamedPeriod, String)? {
        guard let key = census.first(where: { $0.key.field == wanted })?.key.key else { return nil }
        let text = field(key.column)
        guard !isNull(text), let period = format.dates.period(text) else { return nil }
        return (period, text)
    }

    private static func midnight(_ day: Day) -> String { "\(day)T00:00:00Z" }
}

extension ImportFormat {
    /// Documents of FOCUS name the whole period that they bill.
    fileprivate var billsStatedPeriods: Bool { id == ImportFormat.focus.id }
}

/// A date with a time of day, ISO 8601 or with a space between them, as UTC; nil for anything else. Without a zone it is
/// UTC, fractions of a second are cut off.
func utcTime(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 16, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " "),
        let day = Day(text.prefix(10)), let hour = twoDigits(bytes, 11), hour < 24, bytes[13] == UInt8(ascii: ":"),
        let minute = twoDigits(bytes, 14), minute < 60
    else { return nil }
    var second = 0
    var i = 16
    if i < bytes.count, bytes[i] == UInt8(ascii: ":") {
        guard let seconds = twoDigits(bytes, 17), seconds < 60 else { return nil }
        second = seconds
        i = 19
        if i < bytes.count, bytes[i] == UInt8(ascii: ".") {
            i += 1
            while i < bytes.count, bytes[i] &- 48 < 10 { i += 1 }
        }
    }
    guard let offset = zoneMinutes(String(decoding: bytes[i...], as: UTF8.self).trimmingBlanks) else { return nil }
    let minutes = hour * 60 + minute - offset
    let days = minutes >= 0 ? minutes / 1440 : -1
    let rest = minutes - days * 1440
    func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
    return "\(day + days)T\(two(rest / 60)):\(two(rest % 60)):\(two(second))Z"
}

/// Minutes east of UTC.
private func zoneMinutes(_ text: String) -> Int? {
    if ["", "Z", "z", "UTC"].contains(text) { return 0 }
    let bytes = Array(text.utf8).filter { $0 != UInt8(ascii: ":") }
    guard bytes.count == 5 || bytes.count == 3, let hours = twoDigits(bytes, 1), hours < 24 else { return nil }
    let minutes = bytes.count == 5 ? twoDigits(bytes, 3) : 0
    guard let minutes, minutes < 60 else { return nil }
    switch bytes[0] {
    case UInt8(ascii: "+"): return hours * 60 + minutes
    case UInt8(ascii: "-"): return -(hours * 60 + minutes)
    default: return nil
    }
}

private func twoDigits(_ bytes: [UInt8], _ start: Int) -> Int? {
    guard start + 1 < bytes.count, bytes[start] &- 48 < 10, bytes[start + 1] &- 48 < 10 else { return nil }
    return Int(bytes[start] - 48) * 10 + Int(bytes[start + 1] - 48)
}
