/// How the volume of the invoices swings with the calendar: shown, and never assumed. MODEL.md 2.1 (g).
extension VolumeTrend {
    /// Complete months with tokens below which a calendar month would rest on one year.
    package static let leastMonthsOfSeasons = 24

    /// Rows of the index.
    package static let calendarMonths = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// The geometric mean of the tokens against their trend, by calendar month.
    static let seasons = Section(
        "Seasons of the volume",
        [
            Line(
                "trend_calendar", "Calendar month", .word, .word, .cell, over: .historyMonth, section: "2.1",
                .input("historyMonth.*.calendar")),
            byCalendar("season_month", "Calendar month", .word, .word, .memberText(.id)),
            byCalendar(
                "season_index", "Tokens against their trend", .ratio, .percent,
                .choose(
                    "season_months" > 0, .exponential("season_gap" / max(1, "season_months")), .word("no such month"))),
            byCalendar("season_months", "Complete months of it", .index, .count, .sumEach(counted)),
            byCalendar(
                "season_gap", "Sum of their logarithms above the trend", .ratio, .ratio,
                .sumEach(counted * .each(.members("trend_gap")))),
        ])

    private static let counted =
        Expression.each(.members("trend_counts"))
        * Expression.each(.members("trend_calendar")).equals("season_month")

    private static func byCalendar(
        _ id: String, _ label: String, _ unit: Unit, _ display: Display, _ expression: Expression
    ) -> Line {
        Line(id, label, unit, display, .cell, over: .calendarMonth, section: "2.1", expression)
    }
}
