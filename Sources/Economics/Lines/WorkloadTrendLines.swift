/// How the volume of each workload has grown by the invoices, beside the growth that the model takes: shown, and never
/// used. The same least squares as for the volume as a whole. MODEL.md 2.1 (g).
extension VolumeTrend {
    /// Workloads whose growth is shown: the dearest, as many as a page holds.
    package static let mostWorkloads = 12
    /// Complete months without which a line through them says nothing.
    package static let leastMonths = 3

    static let byWorkload = Section(
        "Growth of the volume by workload",
        [
            Line(
                "history_place", "Number of the month", .index, .count, section: "2.1", opening: 0,
                .previous("history_place") + 1),
            Line(
                "history_month", "Month", .date, .month, section: "2.1",
                .element(.members("month"), at: "history_place")),
            Line(
                "history_complete", "Complete, with tokens", .flag, .flag, section: "2.1",
                .element(.members("trend_counts"), at: "history_place")),
            Line(
                "trend_workload", "Workload", .word, .word, .cell, over: .trendWorkload, section: "2.1",
                .memberText(.id)),
            Line(
                "own_tokens", "Million tokens, complete months", .tokens, .count, over: .trendWorkload, section: "2.1",
                "history_complete"
                    * .sumEach(
                        Expression.each(.members("ledger_month")).equals("history_month")
                            * Expression.each(.members("ledger_workload")).equals("trend_workload")
                            * .each(.members("ledger_tokens"))) / .constant(.tokensPerMillion)),
            Line(
                "own_log", "Logarithm of them", .ratio, .ratio, over: .trendWorkload, section: "2.1",
                .choose("own_tokens" > 0, .logarithm("own_tokens" / .constant(.oneToken)), 0)),
            single(
                "own_growth", "Growth in the invoices, a month", .percent,
                shown(.exponential("own_slope") - 1)),
            single(
                "own_growth_error", "Its standard error", .percent,
                shown(
                    .exponential("own_slope")
                        * ("own_squares" / max(1, "own_months" - 1 - 1) / max(1, "own_spread"))
                        .raised(to: .constant(.half)))),
            single("own_months", "Complete months with tokens", .count, .sumEach(counted * 1)),
            single("own_growth_taken", "Growth that the model takes", .percent, .driver("workloads.*.growth_monthly")),
            single(
                "own_mean_place", "Mean number of the months", .ratio,
                .sumEach(counted * .each(.all("history_place"))) / max(1, "own_months")),
            single(
                "own_mean_log", "Mean logarithm of the tokens", .ratio,
                .sum(.all("own_log")) / max(1, "own_months")),
            single(
                "own_spread", "Squares of the numbers about their mean", .ratio,
                .sumEach(counted * squared(fromMean))),
            single(
                "own_slope", "Slope of the logarithm", .ratio,
                .choose(
                    "own_spread" > 0, .sumEach(counted * fromMean * .each(.all("own_log"))) / max(1, "own_spread"), 0)),
            single(
                "own_squares", "Squares of the logarithms about the line", .ratio,
                .sumEach(
                    counted * squared(.each(.all("own_log")) - "own_mean_log" - "own_slope" * fromMean))),
        ])

    private static let counted = Expression.each(.all("own_tokens")) > 0
    private static let fromMean = Expression.each(.all("history_place")) - "own_mean_place"

    private static func squared(_ amount: Expression) -> Expression { amount.raised(to: 1 / .constant(.half)) }

    private static func shown(_ figure: Expression) -> Expression {
        .choose("own_months" - 1 - 1 > 0, figure, .word("needs three complete months"))
    }

    private static func single(_ id: String, _ label: String, _ display: Display, _ expression: Expression) -> Line {
        Line(
            id, label, display == .count ? .index : .ratio, display, .cell, over: .trendWorkload, section: "2.1",
            expression)
    }
}
