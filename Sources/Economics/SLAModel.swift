/// What outages cost and what the contract pays for them. MODEL.md 13.
///
/// How it works: incidents of a month are Poisson, their lengths exponential, so the downtime of a month is a compound sum.
/// P(D > d) needs P(N > i) and the Poisson weights of d/μ for i = 0, 1, 2, …: one row an i, and one SUMPRODUCT a tier.
/// Where the project has an incident history, the shares of its months stand in place of the series.
package enum SLAModel {
    /// Last row of the series. For ``DriverCatalogue/mostIncidentsPerMonth`` the rest is below 1e-13.
    package static let terms = 80

    package static func make(_ structure: SLAStructure, pools: [Member]) throws(ModelError) -> Model {
        let hasHistory = !structure.history.isEmpty
        let now = SLAPart(id: "sla", words: "", tiers: .slaTier, hasHistory: hasHistory)
        var sections: [Section] = [terms(structure), now.outages]
        var workings = hasHistory ? [history] : []
        workings.append(now.tierSection)
        var needsSeries = !hasHistory
        var series = [now.series]
        if structure.betterTiers != nil {
            let better = SLAPart(
                id: "sla_better", words: "Better SLA: ", tiers: .slaBetterTier,
                hasHistory: hasHistory && !structure.betterIsMoreReliable)
            if !better.hasHistory { needsSeries = true }
            sections.append(better.outages)
            workings.append(better.tierSection)
            series.append(better.series)
        }
        sections += [losses, cover, breaches]
        if structure.betterTiers != nil { sections.append(offer) }
        if !pools.isEmpty { sections.append(ownHosting) }
        sections.append(bounds(hasPools: !pools.isEmpty))
        // Workings by month and tier, and the long rows, stand at the end, where nobody has to read past them.
        sections += workings
        if needsSeries { sections += [seriesRows] + series.compactMap(\.self) }
        return try Model(sections: sections, members: structure.members(pools: pools), horizon: 1)
    }

    static func cell(
        _ id: String, _ label: String, _ unit: Unit, _ display: Display, over members: MemberSet? = nil,
        _ expression: Expression
    ) -> Line {
        Line(id, label, unit, display, .cell, over: members, section: "13", expression)
    }

    /// Every driver that is a single value, linked from its cell on the Assumptions sheet.
    private static func terms(_ structure: SLAStructure) -> Section {
        let usesSeries = structure.history.isEmpty
        let lines = DriverCatalogue.sla.filter { definition in
            guard definition.isLive, !definition.pattern.contains("#") else { return false }
            if ["sla.incidents_per_month", "sla.mttr_minutes"].contains(definition.pattern) { return usesSeries }
            guard definition.pattern.hasPrefix("sla.better.") else { return true }
            return structure.betterTiers != nil
                && (definition.name == "extra_fee_month" || usesSeries || structure.betterIsMoreReliable)
        }.map { definition in
            let isBetter = definition.pattern.hasPrefix("sla.better.")
            return cell(
                (isBetter ? "better_" : "") + definition.name, definition.label, Unit.of(definition.unit),
                definition.display, .driver(definition.pattern))
        }
        return Section("Terms and rates", lines)
    }

    /// What incidents.csv says of each month.
    private static let history = Section(
        "Incident history",
        [
            cell(
                "month_incidents", "Incidents", .incidents, .count, over: .slaMonth, .driver("sla.history.*.incidents")),
            cell("month_downtime", "Downtime", .minutes, .fraction, over: .slaMonth, .driver("sla.history.*.downtime")),
            cell(
                "history_months", "Months of history", .months, .count,
                .countOfNumbers(.members("month_incidents"))),
        ])

    /// 0, 1, 2, …: shared by every series.
    private static let seriesRows = Section(
        "Rows of the series",
        [
            cell("term", "Incidents in a month", .incidents, .count, over: .slaTerm, .memberIndex),
            cell("term_log", "ln of it", .index, .ratio, over: .slaTerm, .logarithm(max(1, "term"))),
            cell(
                "term_log_factorial", "ln of its factorial", .index, .ratio, over: .slaTerm,
                .sumEach((.each(.members("term")) <= "term") * .each(.members("term_log")))),
        ])

    /// A switch that fails leaves the incident as long as it was.
    private static func withSwitch(_ works: Expression, _ fails: Expression) -> Expression {
        "switch_success" * works + (1 - "switch_success") * fails
    }

    private static let losses = Section(
        "What outages cost",
        [
            cell(
                "switched_minutes", "Length of an incident when the switch works", .minutes, .fraction,
                min("sla_repair", "detect_minutes" + "switch_minutes")),
            cell(
                "failover_minutes", "Length of an incident with a second source", .minutes, .fraction,
                withSwitch("switched_minutes", "sla_repair")),
            cell(
                "loss_without_fallback", "Expected loss without a second source", .moneyPerMonth, .money,
                "sla_expected_downtime" * "traffic_share" * "loss_per_minute" + "sla_incidents" * "cost_per_incident"),
            cell(
                "loss_with_fallback", "Expected loss with a second source", .moneyPerMonth, .money,
                "sla_incidents" * "failover_minutes" * "traffic_share" * "loss_per_minute"
                    + "sla_incidents" * "cost_per_incident"),
            cell(
                "sla_expected_loss", "Expected loss", .moneyPerMonth, .money,
                .choose("fallback", "loss_with_fallback", "loss_without_fallback")),
            cell(
                "fallback_saves", "What a second source saves", .moneyPerMonth, .money,
                "loss_without_fallback" - "loss_with_fallback"),
        ])

    /// Where no month falls in the first tier and no further, nothing can be said of its loss.
    package static let noFirstTier = "no such month"

    private static let cover = Section(
        "What credits cover",
        [
            cell(
                "sla_coverage", "Share of the loss that credits pay", .ratio, .percent,
                .choose("sla_expected_loss" > 0, "sla_expected_credit" / "sla_expected_loss", .word("no loss"))),
            cell(
                "uncovered_loss", "Loss that stays with us", .moneyPerMonth, .money,
                max(0, "sla_expected_loss" - "sla_expected_credit")),
            // A month of the first tier: bad enough for its credit, not for the next one's.
            cell(
                "first_tier_chance", "Probability of a month in the first tier", .ratio, .percent,
                .member("sla_within", "sla.tiers.1")),
            cell(
                "first_tier_minutes", "Minutes of outage in all such months", .minutes, .fraction,
                "fallback"
                    * withSwitch(
                        "switched_minutes" * .member("sla_incidents_within", "sla.tiers.1"),
                        .member("sla_minutes_within", "sla.tiers.1"))
                    + (1 - "fallback") * .member("sla_minutes_within", "sla.tiers.1")),
            cell(
                "first_tier_loss", "Loss of such a month", .moneyPerMonth, .money,
                .choose(
                    "first_tier_chance" > .constant(.leastProbability),
                    ("first_tier_minutes" * "traffic_share" * "loss_per_minute"
                        + .member("sla_incidents_within", "sla.tiers.1") * "cost_per_incident") / "first_tier_chance",
                    .word(noFirstTier))),
            cell(
                "no_credit", "What stands where no credit can be named", .word, .word,
                .choose(
                    "first_tier_chance" > .constant(.leastProbability), .word("no fee"), .word(noFirstTier))),
            cell(
                "required_credit", "Credit of the first tier that would pay such a month in full", .ratio, .percent,
                .choose(
                    ("first_tier_chance" > .constant(.leastProbability)) * ("fee_month" > 0),
                    .numberOrZero("first_tier_loss") / "fee_month", "no_credit")),
            cell(
                "credits_suffice", "Whether the cap of credits covers such a month", .word, .word,
                .choose(
                    .numberOrZero("first_tier_loss") > "fee_month" * "credit_cap", .word("no"), .word("yes"))),
            cell(
                "required_verdict", "Whether credits can do that", .word, .word,
                .choose(
                    "first_tier_chance" > .constant(.leastProbability), "credits_suffice", .word(noFirstTier))),
        ])

    private static let breaches = Section(
        "Breaches over a year, and the way out",
        [
            cell(
                "breach_chance", "Probability of a month with a breach", .ratio, .percent,
                .member("sla_breach", "sla.tiers.1")),
            cell("breaches_year", "Breaches a year, expected", .months, .fraction, "breach_chance" * 12),
            cell(
                "breach_in_year", "Probability of at least one breach in a year", .ratio, .percent,
                1 - (1 - "breach_chance").raised(to: 12)),
            cell(
                "termination_chance", "Probability that the termination clause can be used", .ratio, .percent,
                1
                    - .atMost(
                        min("termination_misses" - 1, "termination_months"), trials: "termination_months",
                        probability: "breach_chance")),
            cell(
                "binomial_deviation", "Contrast: spread if every minute failed on its own", .minutes, .fraction,
                ("sla_expected_downtime" * "sla_uptime").raised(to: .constant(.half))),
            cell(
                "binomial_breach", "Contrast: probability of a breach by that", .ratio, .percent,
                1
                    - .atMost(
                        .roundDown(.member("sla_minutes", "sla.tiers.1")), trials: .roundDown("month_minutes"),
                        probability: 1 - "sla_uptime")),
        ])

    private static let offer = Section(
        "What a better SLA is worth",
        [
            cell(
                "better_minutes", "Minutes of an outage under it, with the fallback", .minutes, .fraction,
                withSwitch(min("sla_better_repair", "detect_minutes" + "switch_minutes"), "sla_better_repair")),
            cell(
                "better_loss", "Expected loss under it", .moneyPerMonth, .money,
                .choose(
                    "fallback", "sla_better_incidents" * "better_minutes", "sla_better_expected_downtime")
                    * "traffic_share" * "loss_per_minute" + "sla_better_incidents" * "cost_per_incident"),
            cell(
                "better_worth", "Worth to us, at most", .moneyPerMonth, .money,
                "sla_expected_loss" - "better_loss" + "sla_better_expected_credit" - "sla_expected_credit"),
            cell(
                "better_vendor_cost", "Cost to the vendor in credits", .moneyPerMonth, .money,
                "sla_better_expected_credit" - "sla_expected_credit"),
            cell(
                "better_price", "Price at which to meet the vendor", .moneyPerMonth, .money,
                .choose(
                    "better_worth" > max(0, "better_vendor_cost"),
                    ("better_worth" + max(0, "better_vendor_cost")) * .constant(.half), .word("no room to meet"))),
            cell(
                "better_gain", "Gain at the price asked", .moneyPerMonth, .money,
                "better_worth" - "better_extra_fee_month"
            ),
            cell(
                "better_verdict", "At the price asked", .word, .word,
                .choose("better_gain" > 0, .word("take it"), .word("ask for less"))),
        ])

    /// Replicas of own hosting, alone and with the API behind them.
    private static let ownHosting = Section(
        "Own replicas with the API behind them",
        [
            cell(
                "pool_needed", "Replicas needed at the peak", .replica, .count, over: .pool,
                .driver("sla.pool.*.needed")),
            cell("pool_spares", "Spare replicas", .replica, .count, over: .pool, .driver("sla.pool.*.spares")),
            cell("pool_least", "Least replicas", .replica, .count, over: .pool, .driver("sla.pool.*.least")),
            cell(
                "pool_up", "Availability of one replica", .ratio, .ratio, over: .pool, .driver("sla.pool.*.available")),
            cell(
                "pool_installed", "Replicas", .replica, .count, over: .pool,
                max("pool_least", "pool_needed" + "pool_spares")),
            cell(
                "own_available", "Enough replicas are up", .ratio, .ratio, over: .pool,
                .choose(
                    "pool_installed" > 0,
                    .atMost(
                        "pool_installed" - "pool_needed", trials: "pool_installed", probability: 1 - "pool_up"), 1)),
            cell(
                "api_behind", "API is there and the switch works", .ratio, .ratio, "sla_uptime" * "switch_success"),
            cell(
                "own_with_api", "Own replicas or the API", .ratio, .ratio, over: .pool,
                1 - (1 - "own_available") * (1 - "api_behind")),
            cell(
                "own_downtime", "Downtime of own hosting alone", .minutes, .fraction, over: .pool,
                (1 - "own_available") * "month_minutes"),
            cell(
                "own_downtime_with_api", "Downtime with the API behind it", .minutes, .fraction, over: .pool,
                (1 - "own_with_api") * "month_minutes"
                    + "own_incidents_per_month" * ("detect_minutes" + "switch_minutes")),
        ])

    /// How far a figure lies outside what it can be. MODEL.md 14.
    private static func bounds(hasPools: Bool) -> Section {
        var lines = [
            cell(
                "sla_below_zero", "Probabilities below 0", .index, .count,
                .sumEach((.each(.members("sla_within")) < 0) * 1)),
            cell(
                "sla_above_one", "Probabilities above 1", .index, .count,
                .sumEach((.each(.members("sla_breach")) > 1 + .constant(.checkRelative)) * 1)),
            cell(
                "sla_above_fee", "Credit above the fee", .index, .count,
                ("sla_expected_credit" > "fee_month" + .constant(.checkTolerance)) * 1),
        ]
        if hasPools {
            lines.append(
                cell(
                    "sla_worse_with_api", "Pools that are less available with the API behind them", .index, .count,
                    .sumEach(
                        (.each(.members("own_with_api")) < .each(.members("own_available")) - .constant(.checkRelative))
                            * 1)))
        }
        return Section(
            "Bounds",
            lines + [
                cell(
                    "sla_outside", "Figures outside their bounds", .index, .count, .sumOfLines(lines.map(\.id)))
            ])
    }
}
