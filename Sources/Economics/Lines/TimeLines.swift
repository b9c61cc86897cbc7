extension Section {
    /// Months, hours, rates and price paths. MODEL.md 1.
    static func time(_ parts: Set<ModelPart>) -> Section {
        let steps = Expression.sumEach((.each(.members("price_step_month")) <= "t") * 1)
        let apiPath: Expression =
            parts.contains(.priceSteps)
            ? .choose(steps > 0, .element(.members("price_step_factor"), at: max(1, steps)), 1)
            : (1 - "api_price_decline_annual").raised(to: "t" / 12)
        return Section(
            "Time, rates and price paths", timeLines(apiPath: apiPath))
    }

    private static func timeLines(apiPath: Expression) -> [Line] {
        [
            Line("t", "Month of the model", .index, .count, section: "1", opening: -1, .previous("t") + 1),
            Line("date", "Month ends", .date, .month, section: "1", .endOfMonth("start_month", "t" - 1)),
            Line("live", "Months with flows, from 1", .flag, .flag, section: "1", "t" >= 1),
            Line("last", "Last month", .flag, .flag, section: "1", Expression.line("t").equals("horizon")),
            Line(
                "is_calendar", "Hours by calendar", .flag, .flag, .cell, section: "1",
                .isWord("hours_basis", "calendar")),
            Line(
                "hours", "Hours of the month", .hours, .count, section: "1",
                .choose(
                    "is_calendar", .constant(.hoursPerDay) * ("date" - .endOfMonth("date", -1)), "hours_basis")),
            Line(
                "is_nominal", "Nominal discount rate", .flag, .flag, .cell, section: "1",
                .isWord("rate_convention", "nominal")),
            Line(
                "monthly_rate", "Monthly discount rate", .ratio, .percent, .cell, section: "1",
                .choose(
                    "is_nominal", "discount_rate_annual" / 12,
                    (1 + "discount_rate_annual").raised(to: 1 / 12) - 1)),
            Line(
                "api_path", "API price, relative to month 0", .ratio, .ratio, section: "1", apiPath),
            Line(
                "rent_path", "GPU rent, relative to month 0", .ratio, .ratio, section: "1",
                (1 - "rent_decline_annual").raised(to: "t" / 12)),
            Line(
                "wage_path", "Wages, relative to month 0", .ratio, .ratio, section: "5",
                (1 + "wage_inflation").raised(to: "t" / 12)),
            Line(
                "discount_factor", "Discount factor", .ratio, .ratio, section: "8.7",
                1 / (1 + "monthly_rate").raised(to: "t")),
        ]
    }
}
