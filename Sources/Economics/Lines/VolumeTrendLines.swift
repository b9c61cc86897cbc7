/// How the volume of the invoices has grown: shown beside the growth that the model assumes, and never taken for it.
/// MODEL.md 2.1 (g).
package enum VolumeTrend {
    /// Lines by month that stand in the table of the trend.
    package static func holds(_ line: Line) -> Bool { line.id.hasPrefix("trend_") && line.members == .historyMonth }

    /// What a month is that every source covers to its last day.
    package static let complete = "complete"

    /// Least squares on the logarithm of the tokens over the months that are complete.
    static let section = Section(
        "Growth of the volume",
        [
            perMonth("trend_month", "Month", .date, .month, "month"),
            perMonth("trend_tokens", "Million tokens", .tokens, .count, "tokens"),
            perMonth("trend_state", "Coverage", .word, .word, .input("historyMonth.*.coverage")),
            perMonth(
                "trend_counts", "Complete, with tokens", .flag, .flag,
                .isWord("trend_state", complete) * ("tokens" > 0)),
            perMonth("trend_place", "Number of the month", .index, .count, .memberIndex),
            perMonth(
                "trend_log", "Logarithm of the tokens", .ratio, .ratio,
                .choose("trend_counts" > 0, .logarithm("tokens" / .constant(.oneToken)), 0)),
            single("trend_months", "Trend: complete months with tokens", .index, .sum(.members("trend_counts"))),
            single(
                "trend_mean_place", "Trend: mean number of the months", .index,
                .sumEach(counted * .each(.members("trend_place"))) / max(1, "trend_months")),
            single(
                "trend_mean_log", "Trend: mean logarithm of the tokens", .ratio,
                .sum(.members("trend_log")) / max(1, "trend_months")),
            single(
                "trend_spread", "Trend: squares of the numbers about their mean", .index,
                .sumEach(counted * fromMean * fromMean)),
            single(
                "trend_slope", "Trend: slope of the logarithm", .ratio,
                .choose(
                    "trend_spread" > 0, .sumEach(counted * fromMean * .each(.members("trend_log"))) / "trend_spread", 0)
            ),
            perMonth(
                "trend_gap", "Logarithm above the trend", .ratio, .ratio,
                "trend_counts"
                    * ("trend_log" - "trend_mean_log" - "trend_slope" * ("trend_place" - "trend_mean_place"))),
            perMonth(
                "trend_share", "Tokens against their trend", .ratio, .percent,
                .choose("trend_counts" > 0, .exponential("trend_gap"), 0)),
            single(
                "trend_freedom", "Trend: months beyond two", .index,
                max(0, "trend_months" - 1 - 1)),
            shown(
                "volume_growth_history", "Growth of the tokens in the invoices, a month",
                .exponential("trend_slope") - 1),
            single(
                "trend_residual", "Trend: squares of the distances from it", .ratio,
                .sumEach(.each(.members("trend_gap")) * .each(.members("trend_gap")))),
            shown(
                "volume_growth_error", "Its standard error",
                .exponential("trend_slope")
                    * ("trend_residual"
                    / max(1, "trend_freedom") / max(1, "trend_spread")).raised(to: .constant(.half))),
        ])

    private static let counted = Expression.each(.members("trend_counts"))
    private static let fromMean = Expression.each(.members("trend_place")) - "trend_mean_place"

    private static func single(_ id: String, _ label: String, _ unit: Unit, _ expression: Expression) -> Line {
        Line(id, label, unit, .ratio, .cell, section: "2.1", expression)
    }

    /// Words where a line through the months would say nothing.
    private static func shown(_ id: String, _ label: String, _ expression: Expression) -> Line {
        Line(
            id, label, .ratio, .percent, .cell, section: "2.1",
            .choose("trend_freedom" > 0, expression, .word("needs three complete months")))
    }

    private static func perMonth(
        _ id: String, _ label: String, _ unit: Unit, _ display: Display, _ expression: Expression
    ) -> Line {
        Line(id, label, unit, display, .cell, over: .historyMonth, section: "2.1", expression)
    }
}
