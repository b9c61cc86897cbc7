extension Section {
    /// Month-0 volumes and prices in the steady state: what MODEL.md 9.5 asks of a project.
    static func breakEvenInputs(_ members: Members) -> Section {
        Section(
            "Break-even: what a replica costs and displaces", breakEvenInputLines(members))
    }

    private static func breakEvenInputLines(_ members: Members) -> [Line] {
        let parts = members.parts
        // What owned GPUs cost outside warranty, spread over their life; and the running cost that no replica changes.
        let failures: Expression? =
            parts.contains(.failures)
            ? (1 - "is_lease") * "gpu_failures_year" / 12 * "gpu_replacement_cost"
                * max(0, "life_months" - "warranty_months")
                / "life_months" : nil
        let storage: Expression? =
            parts.contains(.storage)
            ? "storage_gb" * "storage_gb_month" + "egress_gb" * "egress_gb_price" : nil
        func paidHours(_ form: String) -> Expression {
            guard parts.contains(.monthPrices) else { return "typical_hours" }
            let ofMonth = Expression.line("\(form)_month_hours")
            return .choose(ofMonth > 0, ofMonth, "typical_hours")
        }
        return [
            Line(
                "typical_hours", "Hours of a typical month", .hours, .count, .cell, section: "9.5",
                .choose("is_calendar", .constant(.hoursPerDay) * .constant(.daysPerYear) / 12, "hours_basis")),
            Line(
                "spend_month0", "API spend at month 0, without support plan", .moneyPerMonth, .money, .cell,
                section: "9.5", .sum(.members("cost_month0"))),
            Line(
                "counts_as_migrated", "Migrates, or may when nothing does", .flag, .flag, .cell, over: .workload,
                section: "9.5", .choose("project", "start" <= "horizon", "eligible" * ("pool_position" > 0))),
            Line(
                "steady_share", "Share served in the steady state", .ratio, .percent, .cell, over: .workload,
                section: "9.5",
                ("pool_position" > 0) * "max_share" * .element(.ownItems("ramp"), at: max(1, "ramp_steps"))),
            Line(
                "displaceable", "API spend that own models could serve", .moneyPerMonth, .money, .cell, over: .workload,
                section: "9.5", "steady_share" * "tokens_cost_month0" * APIBill.priceFactorAtMonth0(parts)),
            Line(
                "steady_seconds", "Work in the steady state", .seconds, .count, .cell, over: .workload, section: "9.5",
                "steady_share" * (1 - "fallback_share" * (1 - "is_escalation")) * ("seconds_in" + "seconds_out")),
            Line(
                "own_u_max", "Highest utilisation of the pool", .ratio, .percent, .cell, over: .workload,
                section: "9.5", .choose("pool_position" > 0, .element(.members("u_max"), at: "pool_position"), 1)),
            Line(
                "steady_held", "Replica time held in the steady state", .seconds, .count, .cell, over: .workload,
                section: "9.5",
                "steady_share" * (1 - "fallback_share" * (1 - "is_escalation")) * "seconds_held"),
            Line(
                "steady_need", "Replicas for the peak, before rounding", .replica, .fraction, .cell, over: .workload,
                section: "9.5",
                max("steady_seconds" / "own_u_max", "steady_held") * "peak_to_avg"
                    / ("typical_hours" * .constant(.secondsPerHour))),
            Line(
                "server_outlay", "Server with network and storage", .money, .money, .cell, over: .fleet,
                section: "9.5", .numberOrZero("server_price") * (1 + "network_storage_pct")),
            Line(
                "server_running", "Support, colocation and power of a server", .moneyPerMonth, .money, .cell,
                over: .fleet, section: "9.5",
                "server_outlay" * "support_pct_annual" / 12 + "colo_per_kw_month" * "kw_max"
                    + "kw_idle" * "pue" * "typical_hours" * "tariff_kwh"),
            Line(
                "server_running_busy", "Power of a busy server beyond an idle one", .moneyPerMonth, .money, .cell,
                over: .fleet, section: "9.5",
                ("kw_max" - "kw_idle") * "pue" * "typical_hours" * "tariff_kwh"),
            Line(
                "server_month", "A server, a month: its lease, or its price over its life", .moneyPerMonth, .money,
                .cell, over: .fleet, section: "9.5",
                .choose(
                    "is_lease", .numberOrZero("lease_month"),
                    -.payment(rate: "monthly_rate", periods: "life_months", present: "server_outlay"))),
            Line(
                "gpu_month_bought", "A bought or leased GPU, capital included, when idle", .moneyPerMonth, .money,
                .cell,
                over: .fleet, section: "9.5",
                adding(
                    failures,
                    to: ("server_month" + "server_running") / "gpus_per_server")),
            Line(
                "gpu_month_rented", "A rented or reserved GPU", .moneyPerMonth, .money, .cell, over: .fleet,
                section: "9.5",
                .choose(
                    "is_reserved", paidHours("reserved") * .numberOrZero("reserved_gpu_hour"),
                    paidHours("rent") * .numberOrZero("rent_gpu_hour"))
                    + "is_reserved" * "reserved_site_month"),
            Line(
                "gpu_month_extras", "Licences and monitoring of a GPU", .moneyPerMonth, .money, .cell, over: .fleet,
                section: "9.5", "software_per_gpu_year" / 12 + "observability_per_gpu"),
            Line(
                "pool_gpu_bought", "An owned GPU of the pool at its utilisation", .moneyPerMonth, .money, .cell,
                over: .pool, section: "9.5",
                ofFleet("gpu_month_bought") + "u_max" * ofFleet("server_running_busy") / "pool_gpus_per_server"),
            Line(
                "pool_gpu_month", "A GPU of the pool, licences and monitoring apart", .moneyPerMonth, .money, .cell,
                over: .pool, section: "9.5",
                .choose(ofFleet("is_buy") > 0, "pool_gpu_bought", ofFleet("gpu_month_rented"))),
            Line(
                "replica_month", "A replica, a month", .moneyPerMonth, .money, .cell, over: .pool, section: "9.5",
                (1 + "contingency_pct") * "gpus_per_replica"
                    * (ofFleet("gpu_month_extras") + "pool_gpu_month")),
            Line(
                "own_replica_month", "A replica of the pool, a month", .moneyPerMonth, .money, .cell, over: .workload,
                section: "9.5", ofPool("replica_month")),
            Line(
                "own_spares", "Spare replicas of the pool", .replica, .count, .cell, over: .workload, section: "9.5",
                ofPool("spares")),
            Line(
                "own_least", "Least replicas of the pool without spares", .replica, .count, .cell, over: .workload,
                section: "9.5", max(1, ofPool("min_replicas") - "own_spares")),
            Line(
                "pool_counts", "The pool serves a migrated workload", .flag, .flag, .cell, over: .pool, section: "9.5",
                .sumEach(
                    Expression.each(.members("pool")).equals("pool_id") * .each(.members("counts_as_migrated"))) > 0),
            Line(
                "planned_gpus", "GPUs at the planned peak", .gpu, .count, .cell, section: "9.5", .greatest(.all("gpus"))
            ),
            Line(
                "planned_staff", "Staff at the planned peak", .fte, .fraction, .cell, section: "9.5",
                min(max("fte_base" + "planned_gpus" * "fte_per_gpu", "fte_min"), "fte_max")),
            Line(
                "one_off_within", "One-off costs within the horizon", .money, .money, .cell, section: "9.5",
                .sumEach((.each(.members("one_off_month")) <= "horizon") * .each(.members("one_off_amount")))
                    + members.readinessLineOfPlan("one_off")),
            Line(
                "fixed_people", "People and on-call, a month", .moneyPerMonth, .money, .cell, section: "9.5",
                "planned_staff" * "loaded_cost_year" / 12 + "oncall_month"),
            Line(
                "fixed_services", "Monitoring, model updates, security and tools, a month", .moneyPerMonth, .money,
                .cell, section: "9.5",
                "observability_fixed" + "retrain_events_year" * "retrain_cost_event" / 12 + "security_month"
                    + "compliance_year" / 12 + members.readinessLineOfPlan("recurring")),
            Line(
                "fixed_one_off", "One-off costs spread over the horizon, a month", .moneyPerMonth, .money, .cell,
                section: "9.5", -.payment(rate: "monthly_rate", periods: "horizon", present: "one_off_within")),
            Line(
                "fixed_month", "Fixed cost of own hosting, without spares", .moneyPerMonth, .money, .cell,
                section: "9.5",
                (1 + "contingency_pct")
                    * (adding(storage, to: "fixed_people" + "fixed_services") + "fixed_one_off")),
        ]
    }

    private static func adding(_ part: Expression?, to sum: Expression) -> Expression { part.map { sum + $0 } ?? sum }

    private static func ofFleet(_ line: String) -> Expression {
        .element(.members(line), at: max(1, "fleet_position"))
    }

    private static func ofPool(_ line: String) -> Expression {
        .choose("pool_position" > 0, .element(.members(line), at: "pool_position"), 0)
    }

    /// The staircase of own cost against the API bill, for the plan as a whole and for each workload moved alone.
    /// MODEL.md 9.5 to 9.7.
    static let breakEven = Section(
        "Break-even spend",
        wholeThresholdInputs + thresholds(prefix: "whole_", over: nil)
            + workloadThresholdInputs + thresholds(prefix: "own_", over: .workload))

    private static let wholeThresholdInputs: [Line] = {
        func migrated(_ line: String) -> Expression {
            .each(.members("counts_as_migrated")) * .each(.members(line))
        }
        return [
            Line(
                "whole_displaceable", "API spend that could move", .moneyPerMonth, .money, .cell, section: "9.5",
                .sumEach(migrated("displaceable"))),
            Line(
                "whole_fallback", "Share of it that falls back", .ratio, .percent, .cell, section: "9.5",
                .choose(
                    "whole_displaceable" > 0,
                    .sumEach(migrated("displaceable") * .each(.members("fallback_share"))) / "whole_displaceable", 0)),
            Line(
                "whole_need", "Replicas for the peak, before rounding", .replica, .fraction, .cell, section: "9.5",
                .sumEach(migrated("steady_need"))),
            Line(
                "whole_seconds", "Work in the steady state", .seconds, .count, .cell, section: "9.5",
                .sumEach(migrated("steady_seconds"))),
            Line(
                "whole_replica", "A replica of the mix, a month", .moneyPerMonth, .money, .cell, section: "9.5",
                .choose(
                    "whole_need" > 0,
                    .sumEach(migrated("steady_need") * .each(.members("own_replica_month"))) / "whole_need", 0)),
            Line(
                "whole_spares", "Spare replicas", .replica, .count, .cell, section: "9.5",
                .sumEach(.each(.members("pool_counts")) * .each(.members("spares")))),
            Line(
                "whole_least", "Least replicas without spares", .replica, .count, .cell, section: "9.5",
                .sumEach(
                    .each(.members("pool_counts"))
                        * (1
                            + (.each(.members("min_replicas")) - .each(.members("spares")) > 1)
                                * (.each(.members("min_replicas")) - .each(.members("spares")) - 1))
                )),
            Line(
                "whole_tokens", "Tokens that could move", .tokens, .count, .cell, section: "9.6",
                .sumEach(migrated("steady_share") * .each(.members("workload_tokens")))),
        ]
    }()

    private static let workloadThresholdInputs: [Line] = [
        Line(
            "own_displaceable", "Alone: API spend that could move", .moneyPerMonth, .money, .cell, over: .workload,
            section: "9.5", "eligible" * "displaceable"),
        Line(
            "own_fallback", "Alone: share that falls back", .ratio, .percent, .cell, over: .workload, section: "9.5",
            .line("fallback_share")),
        Line(
            "own_need", "Alone: replicas for the peak, before rounding", .replica, .fraction, .cell, over: .workload,
            section: "9.5", .line("steady_need")),
        Line(
            "own_seconds", "Alone: work in the steady state", .seconds, .count, .cell, over: .workload,
            section: "9.5", .line("steady_seconds")),
        Line(
            "own_replica", "Alone: a replica, a month", .moneyPerMonth, .money, .cell, over: .workload,
            section: "9.5", .line("own_replica_month")),
        Line(
            "own_tokens", "Alone: tokens that could move", .tokens, .count, .cell, over: .workload, section: "9.6",
            "eligible" * "steady_share" * "workload_tokens"),
        Line(
            "own_unit_cost", "Alone: GPU cost of its tokens, without fixed cost", .moneyPerToken, .price, .cell,
            over: .workload, section: "9.6",
            .choose("own_tokens" > 0, "own_need" * "own_replica" / "own_tokens", 0)),
    ]

    /// A label inside another one: a small letter first, but `API` stays.
    private static func inside(_ label: String) -> String {
        let second = label.dropFirst().first
        return second?.isUppercase == true ? label : label.prefix(1).lowercased() + label.dropFirst()
    }

    /// Thresholds from the inputs with the same prefix. The mix of workloads stays as it is while the spend varies.
    private static func thresholds(prefix: String, over members: MemberSet?) -> [Line] {
        func own(_ name: String) -> Expression { .line(prefix + name) }
        func line(
            _ name: String, _ label: String, _ unit: Unit, _ display: Display, section: String = "9.5",
            _ expression: Expression
        ) -> Line {
            Line(
                prefix + name, members == nil ? label : "Alone: " + inside(label),
                unit, display, .cell, over: members, section: section, expression)
        }
        let exists = own("replica_gain") > 0
        return [
            line(
                "displaces", "API spend that a replica displaces", .moneyPerMonth, .money,
                .choose(own("need") > 0, own("displaceable") / own("need"), 0)),
            line(
                "fixed", "Fixed cost with spare replicas", .moneyPerMonth, .money,
                "fixed_month" + own("replica") * own("spares")),
            line(
                "replica_gain", "What a full replica saves", .moneyPerMonth, .money,
                own("displaces") * (1 - own("fallback")) - own("replica")),
            line(
                "gain_share", "Saving on each unit of spend, before own cost", .ratio, .percent,
                .choose(
                    "spend_month0" > 0, own("displaceable") / "spend_month0" * (1 - own("fallback")), 0)),
            line(
                "replicas_first", "Replicas at the first spend that wins", .replica, .count,
                .choose(exists, max(own("least"), .guardedCeiling(own("fixed") / own("replica_gain"))), 0)),
            line(
                "replicas_always", "Replicas from which every spend wins", .replica, .count,
                .choose(
                    exists,
                    .guardedCeiling((own("fixed") + own("displaces") * (1 - own("fallback"))) / own("replica_gain")), 0)
            ),
            line(
                "no_spend", "What stands where no spend wins", .word, .word,
                .choose(own("gain_share") > 0, .word("never"), .word("none"))),
            line(
                "spend_first", "First monthly spend that wins", .moneyPerMonth, .money,
                .choose(
                    (own("gain_share") > 0) * exists,
                    (own("fixed") + own("replicas_first") * own("replica")) / own("gain_share"),
                    own("no_spend"))),
            line(
                "spend_always", "Monthly spend above which it always wins", .moneyPerMonth, .money,
                .choose(
                    (own("gain_share") > 0) * exists,
                    max(
                        .numberOrZero(prefix + "spend_first"),
                        (own("fixed") + (own("replicas_always") - 1) * own("replica")) / own("gain_share")),
                    own("no_spend"))),
            line(
                "replicas_now", "Replicas at today's spend", .replica, .count,
                max(own("least"), .guardedCeiling(own("need")))),
            line(
                "cost_now", "Own cost at today's spend", .moneyPerMonth, .money,
                own("fixed") + own("replicas_now") * own("replica")),
            line(
                "headroom", "How far the API price may fall before it loses", .ratio, .percent, section: "9.7",
                .choose(
                    own("gain_share") > 0, 1 - own("cost_now") / ("spend_month0" * own("gain_share")), .word("none"))),
            line(
                "price_of_tokens", "API price of the tokens that could move", .moneyPerToken, .price, section: "9.6",
                .choose(own("tokens") > 0, own("displaceable") / own("tokens"), 0)),
            line(
                "no_tokens", "What stands where no tokens win", .word, .word, section: "9.6",
                .choose(own("price_of_tokens") > 0, .word("never"), .word("none"))),
            line(
                "tokens_first", "Tokens at the first spend that wins", .tokens, .count, section: "9.6",
                .choose(
                    (own("price_of_tokens") > 0) * exists,
                    .numberOrZero(prefix + "spend_first") / own("price_of_tokens"), own("no_tokens"))),
            line(
                "worth_of_replica", "API spend that a replica displaces when always busy", .moneyPerMonth, .money,
                section: "9.6",
                .choose(
                    own("seconds") > 0,
                    own("displaceable") * (1 - own("fallback")) / own("seconds") * "typical_hours"
                        * .constant(.secondsPerHour), 0)),
            line(
                "no_utilisation", "What stands where no utilisation pays", .word, .word, section: "9.6",
                .choose(own("worth_of_replica") > 0, .word("never"), .word("none"))),
            line(
                "utilisation_needed", "Utilisation at which a replica pays for itself", .ratio, .percent,
                section: "9.6",
                .choose(
                    (own("worth_of_replica") > 0) * (own("replica") <= own("worth_of_replica")),
                    own("replica") / own("worth_of_replica"), own("no_utilisation"))),
        ]
    }

    /// Bought against rented, hour by hour. MODEL.md 9.9.
    static let owningAgainstRenting = Section(
        "Owned against rented hours",
        [
            Line(
                "can_compare", "Both prices are known", .flag, .flag, .cell, over: .fleet, section: "9.9",
                (1 - .isWord("server_price", DriverKind.noPrice)) * (1 - .isWord("rent_gpu_hour", DriverKind.noPrice))),
            Line(
                "owned_hour", "Running cost of an owned GPU-hour, when busy", .moneyPerHour, .price, .cell,
                over: .fleet,
                section: "9.9", ("server_running" + "server_running_busy") / ("gpus_per_server" * "typical_hours")),
            Line(
                "no_hours", "What stands where no hours pay for a GPU", .word, .word, .cell, over: .fleet,
                section: "9.9", .choose("can_compare", .word("never"), .word("none"))),
            Line(
                "hours_to_own", "Rented hours that pay for a GPU", .hours, .count, .cell, over: .fleet, section: "9.9",
                .choose(
                    "can_compare" * (.numberOrZero("rent_gpu_hour") > "owned_hour"),
                    "server_outlay" / "gpus_per_server" / (.numberOrZero("rent_gpu_hour") - "owned_hour"),
                    "no_hours")),
            Line(
                "life_hours", "Hours of a server's life", .hours, .count, .cell, over: .fleet, section: "9.9",
                "typical_hours" * "life_months"),
            Line(
                "use_to_own", "Share of its life that a GPU must be busy", .ratio, .percent, .cell, over: .fleet,
                section: "9.9",
                .choose(
                    "can_compare" * (.numberOrZero("rent_gpu_hour") > 0),
                    ("server_outlay" / "gpus_per_server" + "owned_hour" * "life_hours")
                        / (max(.numberOrZero("rent_gpu_hour"), 0) * "life_hours"),
                    .word("none"))),
        ])
}

extension Section {
    /// The yearly fall of the API price at which the plan stops paying. MODEL.md 9.8: NPV needs the saved API spend at
    /// constant prices only, so the search is a sum of products in each turn.
    static let priceDecline = Section(
        "Decline of the API price that ends the case",
        [
            Line(
                "saved_constant_price",
                "API spend saved, at prices of month 0, discounted and after tax, relative to the baseline", .ratio,
                .ratio, section: "9.8",
                (1 - "tax_rate") * ("baseline_api" - "residual_api") / "api_path" * "discount_factor" / "check_scale"),
            Line(
                "rest_of_npv", "NPV without the API spend saved, relative to the baseline", .ratio, .ratio, .cell,
                over: .view, section: "9.8",
                "net_present_value" / "check_scale"
                    - .sumEach(.each(.all("saved_constant_price")) * .each(.all("api_path")))),
            Line(
                "decline_at_lowest", "NPV at the lowest decline, relative", .ratio, .ratio, .cell, over: .view,
                section: "9.8",
                worth(at: .constant(.lowestDecline))),
            Line(
                "decline_at_highest", "NPV at the highest decline, relative", .ratio, .ratio, .cell, over: .view,
                section: "9.8", worth(at: .constant(.highestDecline))),
            Line(
                "decline_range", "Declines that are searched, from end to end", .ratio, .ratio, .cell, section: "9.8",
                .constant(.highestDecline) - .constant(.lowestDecline)),
            Line(
                "decline_exists", "A decline ends the case", .flag, .flag, .cell, over: .view, section: "9.8",
                "project" * ("decline_at_lowest" >= 0) * ("decline_at_highest" < 0)),
            Line(
                "decline_value", "NPV at the decline, relative", .ratio, .ratio, .rateTurns, over: .view,
                section: "9.8",
                opening: 0, home: .returnsSheet, worth(at: "decline")),
            Line(
                "decline", "Decline a year", .ratio, .ratio, .rateTurns, over: .view, section: "9.8", opening: 0,
                home: .returnsSheet,
                .choose(
                    "decline_exists" * ("rate_turn" > 0),
                    .previous("decline")
                        + ((.previous("decline_value") >= 0) - (.previous("decline_value") < 0))
                            * "decline_range" * "turn_part",
                    .constant(.lowestDecline))),
            Line(
                "decline_found", "Decline of the last turn", .ratio, .ratio, .cell, over: .view, section: "9.8",
                home: .returnsSheet, .element(.all("decline"), at: 1 + .constant(.rateTurns))),
        ] + newton(1, from: "decline_found") + newton(2, from: "decline_1") + newton(3, from: "decline_2"))

    private static func worth(at decline: Expression) -> Expression {
        "rest_of_npv"
            + .sumEach(.each(.all("saved_constant_price")) * (1 - decline).raised(to: .each(.all("t")) / 12))
    }

    private static func newton(_ turn: Int, from start: Expression) -> [Line] {
        func line(_ id: String, _ label: String, _ unit: Unit, _ display: Display, _ expression: Expression) -> Line {
            Line(id, label, unit, display, .cell, over: .view, section: "9.8", home: .returnsSheet, expression)
        }
        return [
            line(
                "decline_npv_\(turn)", "NPV before Newton step \(turn), relative", .ratio, .ratio, worth(at: start)),
            line(
                "decline_slope_\(turn)", "its slope", .ratio, .ratio,
                .sumEach(
                    .each(.all("saved_constant_price")) * .each(.all("t")) / 12
                        * (1 - start).raised(to: .each(.all("t")) / 12 - 1))),
            line(
                "decline_\(turn)", "Decline after Newton step \(turn)", .ratio, .ratio,
                .choose(
                    "decline_exists",
                    start + .line("decline_npv_\(turn)") / .line("decline_slope_\(turn)"), 0)),
        ]
    }
}
