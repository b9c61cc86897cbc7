/// Dates as a spreadsheet counts them: days, 1 being the first of January 1900, right from March 1900 on.
enum SpreadsheetDay {
    /// Serial of 1970-01-01: day 0 is 1899-12-30.
    private static let offset = 25_569

    static func serial(year: Int, month: Int, day: Int) -> Int {
        let year = year + (month - 1 >= 0 ? (month - 1) / 12 : (month - 12) / 12)
        let month = ((month - 1) % 12 + 12) % 12 + 1
        // Days of the civil calendar, years beginning in March.
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468 + offset
    }

    static func civil(_ serial: Int) -> (year: Int, month: Int, day: Int) {
        let days = serial - offset + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let part = (5 * dayOfYear + 2) / 153
        let month = part < 10 ? part + 3 : part - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * part + 2) / 5 + 1)
    }

}

extension Calculator {
    func date(_ year: Double, _ month: Double, _ day: Double) throws(FormulaError) -> Double {
        guard (0..<10_000).contains(year), month.magnitude < 100_000, day.magnitude < 10_000_000 else { throw .number }
        let full = year < 1900 ? Int(year) + 1900 : Int(year)
        let serial =
            SpreadsheetDay.serial(year: full, month: Int(month.rounded(.down)), day: 1) + Int(day.rounded(.down)) - 1
        guard serial >= 0 else { throw .number }
        return Double(serial)
    }

    func dayOfMonth(_ serial: Double) throws(FormulaError) -> Int {
        guard (0..<2_958_466).contains(serial) else { throw .number }
        return SpreadsheetDay.civil(Int(serial)).day
    }

    /// EDATE and EOMONTH.
    func monthsLater(_ serial: Double, _ months: Double, atEnd: Bool) throws(FormulaError) -> Double {
        guard (0..<2_958_466).contains(serial), months.magnitude < 120_000 else { throw .number }
        let start = SpreadsheetDay.civil(Int(serial))
        let month = start.month + Int(months)
        let last = SpreadsheetDay.civil(SpreadsheetDay.serial(year: start.year, month: month + 1, day: 1) - 1)
        let day = atEnd ? last.day : min(start.day, last.day)
        let result = SpreadsheetDay.serial(year: start.year, month: month, day: 1) + day - 1
        guard result >= 0 else { throw .number }
        return Double(result)
    }
}
