package import Billing

/// Dates as spreadsheets count them: days since 1899-12-30.
package enum SpreadsheetDate {
    private static let origin = Day(year: 1899, month: 12, day: 30)

    /// Months in which a model can start so that every program for spreadsheets shows all its dates, up to 120 months on.
    package static let startMonths = Month("1900-03")!...Month("9989-12")!

    package static func serial(_ day: Day) -> Int { day - origin }
    package static func day(_ serial: Int) -> Day { origin + serial }

    /// The last day of the month `months` after the one of `serial`.
    package static func endOfMonth(serial: Double, months: Double) -> Double {
        Double(Self.serial((day(Int(serial)).month + Int(months)).lastDay))
    }
}
