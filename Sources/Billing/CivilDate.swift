/// A calendar month, the grain of every invoice and of the model.
package struct Month: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Months since year 0: `year * 12 + (month - 1)`.
    package let index: Int

    package init(index: Int) { self.index = index }

    /// - Parameter month: 1…12.
    package init(year: Int, month: Int) { index = year * 12 + month - 1 }

    /// Reads `YYYY-MM`; nothing else.
    package init?(_ text: some StringProtocol) {
        guard let digits = CivilDigits(text.utf8, length: 7) else { return nil }
        self.init(digits)
    }

    fileprivate init?(_ digits: CivilDigits) {
        guard digits.year >= 1, (1...12).contains(digits.month) else { return nil }
        self.init(year: digits.year, month: digits.month)
    }

    package var year: Int { index / 12 }
    package var month: Int { index % 12 + 1 }
    package var firstDay: Day { Day(year: year, month: month, day: 1) }
    package var lastDay: Day { (self + 1).firstDay + -1 }
    package var dayCount: Int { (self + 1).firstDay.number - firstDay.number }

    /// `YYYY-MM`.
    package var description: String {
        let y = String(year)
        return String(repeating: "0", count: max(0, 4 - y.count)) + y + (month < 10 ? "-0" : "-") + String(month)
    }

    package static func < (a: Month, b: Month) -> Bool { a.index < b.index }
    package static func + (a: Month, months: Int) -> Month { Month(index: a.index + months) }
    package static func - (a: Month, b: Month) -> Int { a.index - b.index }
}

/// A calendar day in the proleptic Gregorian calendar, without zone or time.
package struct Day: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Days since 1970-01-01.
    package let number: Int

    package init(number: Int) { self.number = number }

    /// - Parameters: a valid date; use ``init(_:)`` for text that may be wrong.
    package init(year: Int, month: Int, day: Int) {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        number = era * 146_097 + dayOfEra - 719_468
    }

    /// Reads `YYYY-MM-DD`; nothing else, and only days that exist.
    package init?(_ text: some StringProtocol) { self.init(CivilDigits(text.utf8, length: 10)) }

    /// The same for a part of a cell: a concrete type, because other modules call no specialised form of a generic one.
    package init?(_ text: Substring) { self.init(CivilDigits(text.utf8, length: 10)) }

    private init?(_ digits: CivilDigits?) {
        guard let digits, let month = Month(digits), (1...month.dayCount).contains(digits.day) else { return nil }
        self.init(year: digits.year, month: digits.month, day: digits.day)
    }

    private var civil: (year: Int, month: Int, day: Int) {
        let z = number + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let mp = (5 * dayOfYear + 2) / 153
        let month = mp < 10 ? mp + 3 : mp - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * mp + 2) / 5 + 1)
    }

    package var month: Month { Month(year: civil.year, month: civil.month) }
    package var dayOfMonth: Int { civil.day }

    /// `YYYY-MM-DD`.
    package var description: String { "\(month)-\(dayOfMonth < 10 ? "0" : "")\(dayOfMonth)" }

    package static func < (a: Day, b: Day) -> Bool { a.number < b.number }
    package static func + (a: Day, days: Int) -> Day { Day(number: a.number + days) }
    package static func - (a: Day, b: Day) -> Int { a.number - b.number }
}

/// The numbers of `YYYY-MM` or `YYYY-MM-DD`, read byte by byte: exports hold many days.
private struct CivilDigits {
    var year = 0
    var month = 0
    var day = 0

    init?(_ bytes: some Sequence<UInt8>, length: Int) {
        var place = 0
        for byte in bytes {
            if place == 4 || place == 7 {
                guard byte == UInt8(ascii: "-") else { return nil }
            } else {
                guard (48...57).contains(byte) else { return nil }
                let digit = Int(byte) - 48
                switch place {
                case 0..<4: year = year * 10 + digit
                case 5..<7: month = month * 10 + digit
                default: day = day * 10 + digit
                }
            }
            place += 1
            guard place <= length else { return nil }
        }
        guard place == length else { return nil }
    }
}
