/// Outages and credits under one contract: today's, or a better one on offer.
struct SLAPart {
    /// Prefix of the lines.
    let id: String
    /// Prefix of the labels.
    let words: String
    let tiers: MemberSet
    /// The months of incidents.csv in place of the series.
    let hasHistory: Bool

    private var isOffer: Bool { tiers == .slaBetterTier }

    private func line(
        _ name: String, _ label: String, _ unit: Unit, _ display: Display, over members: MemberSet? = nil,
        _ expression: Expression
    ) -> Line {
        SLAModel.cell("\(id)_\(name)", words + label, unit, display, over: members, expression)
    }

    private func own(_ name: String) -> Expression { .line("\(id)_\(name)") }

    private func all(_ name: String) -> Expression { .each(.members("\(id)_\(name)")) }

    var outages: Section {
        let months = Expression.line("history_months")
        let mean: Expression = .sum(.members("month_downtime")) / months
        let rates: [Line] =
            hasHistory
            ? [
                line(
                    "incidents", "Incidents a month", .incidents, .fraction, .sum(.members("month_incidents")) / months),
                line(
                    "repair", "Mean length of an incident", .minutes, .fraction,
                    .choose(
                        own("incidents") > 0,
                        .sum(.members("month_downtime")) / max(1, .sum(.members("month_incidents"))), 0)),
                line("expected_downtime", "Expected downtime a month", .minutes, .fraction, mean),
                line(
                    "variance", "Variance of the downtime of a month", .index, .fraction,
                    .sumEach(
                        (.each(.members("month_downtime")) - own("expected_downtime"))
                            * (.each(.members("month_downtime")) - own("expected_downtime"))) / months),
            ]
            : [
                line(
                    "incidents", "Incidents a month", .incidents, .fraction,
                    .line(isOffer ? "better_incidents_per_month" : "incidents_per_month")),
                line(
                    "repair", "Mean length of an incident", .minutes, .fraction,
                    .line(isOffer ? "better_mttr_minutes" : "mttr_minutes")),
                line(
                    "expected_downtime", "Expected downtime a month", .minutes, .fraction,
                    own("incidents") * own("repair")),
                line(
                    "variance", "Variance of the downtime of a month", .index, .fraction,
                    (1 + 1) * own("incidents") * own("repair") * own("repair")),
            ]
        return Section(
            words + "Outages",
            rates + [
                line(
                    "deviation", "Spread of the downtime of a month", .minutes, .fraction,
                    own("variance").raised(to: .constant(.half))),
                line(
                    "uptime", "Expected uptime", .ratio, .ratio,
                    max(0, 1 - own("expected_downtime") / "month_minutes")),
            ])
    }

    /// Nil where the history stands in its place.
    var series: Section? {
        guard !hasHistory else { return nil }
        return Section(
            words + "Series over the number of incidents",
            [
                line(
                    "chance", "Probability of so many incidents", .ratio, .ratio, over: .slaTerm,
                    .choose(
                        own("incidents") > 0,
                        .exponential(
                            "term" * .logarithm(own("incidents")) - own("incidents") - "term_log_factorial"),
                        Expression.line("term").equals(0))),
                line(
                    "at_least", "Probability of at least so many", .ratio, .ratio, over: .slaTerm,
                    .sumEach((.each(.members("term")) >= "term") * all("chance"))),
                line(
                    "more", "Probability of more", .ratio, .ratio, over: .slaTerm,
                    .sumEach((.each(.members("term")) > "term") * all("chance"))),
                // λ·P(N ≥ i − 1) = λ·P(N ≥ i) + i·P(N = i): the weight of minutes.
                line(
                    "minutes_weight", "Weight of the minutes", .incidents, .ratio, over: .slaTerm,
                    own("incidents") * own("at_least") + "term" * own("chance")),
            ])
    }

    var tierSection: Section {
        let key = isOffer ? "sla.better.tiers.#" : "sla.tiers.#"
        var lines = [
            line("below", "Uptime below", .ratio, .ratio, over: tiers, .driver("\(key).below")),
            line("credit", "Credit, share of the fee", .ratio, .percent, over: tiers, .driver("\(key).credit")),
            line("place", "Place of the tier", .index, .count, over: tiers, .memberIndex),
            line(
                "minutes", "Downtime from which it holds", .minutes, .fraction, over: tiers,
                (1 - own("below")) * "month_minutes"),
        ]
        if hasHistory {
            let longer: Expression = .each(.members("month_downtime")) > own("minutes")
            let months = Expression.line("history_months")
            lines += [
                line(
                    "breach", "Probability of more downtime", .ratio, .percent, over: tiers,
                    .sumEach(longer * 1) / months),
                line(
                    "incidents_beyond", "Incidents of such months, of all months", .incidents, .ratio, over: tiers,
                    .sumEach(longer * .each(.members("month_incidents"))) / months),
                line(
                    "minutes_beyond", "Minutes of such months, of all months", .minutes, .fraction, over: tiers,
                    .sumEach(longer * .each(.members("month_downtime"))) / months),
            ]
        } else {
            let weight: Expression = .exponential(
                .each(.members("term")) * own("log_ratio") - own("ratio") - .each(.members("term_log_factorial")))
            lines += [
                line(
                    "ratio", "That downtime in mean incidents", .ratio, .ratio, over: tiers,
                    own("minutes") / own("repair")),
                line("log_ratio", "ln of it", .index, .ratio, over: tiers, .logarithm(own("ratio"))),
                line(
                    "breach", "Probability of more downtime", .ratio, .percent, over: tiers,
                    .sumEach(weight * all("more"))),
                line(
                    "incidents_beyond", "Incidents of such months, of all months", .incidents, .ratio, over: tiers,
                    own("incidents") * .sumEach(weight * all("at_least"))),
                line(
                    "minutes_beyond", "Minutes of such months, of all months", .minutes, .fraction, over: tiers,
                    own("repair") * .sumEach(weight * all("minutes_weight"))),
            ]
        }
        func within(_ name: String, _ label: String, _ unit: Unit, _ display: Display, _ whole: String) -> Line {
            line(
                name, label, unit, display, over: tiers,
                own(whole)
                    - .sumWhere(
                        .members("\(id)_\(whole)"), key: .members("\(id)_place"), equals: own("place") + 1))
        }
        lines += [
            within("within", "Probability of a month in this tier", .ratio, .percent, "breach"),
            within(
                "incidents_within", "Incidents of such months, of all months", .incidents, .ratio, "incidents_beyond"),
            within("minutes_within", "Minutes of such months, of all months", .minutes, .fraction, "minutes_beyond"),
            line(
                "paid", "Share of the fee paid for such a month", .ratio, .percent, over: tiers,
                min(own("credit"), "credit_cap") * "claim_probability"),
            line(
                "expected_credit", "Expected credit", .moneyPerMonth, .money,
                "fee_month" * .sumEach(all("within") * all("paid"))),
        ]
        return Section(words + "Credit tiers", lines)
    }
}
