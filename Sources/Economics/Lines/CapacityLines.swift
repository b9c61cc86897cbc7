extension Section {
    /// From work to whole replicas, GPUs and servers. MODEL.md 4.
    static let capacity = Section(
        "Capacity",
        [
            Line(
                "replicas_per_server", "Replicas that fit a server", .replica, .count, .cell, over: .pool, section: "4",
                max(1, .roundDown("pool_gpus_per_server" / "gpus_per_replica"))),
            Line(
                "servers_per_replica", "Servers that a replica spans", .server, .count, .cell, over: .pool,
                section: "4", .roundUp("gpus_per_replica" / "pool_gpus_per_server")),
            Line(
                "busy", "Work of the pool", .seconds, .count, over: .pool, section: "4",
                .sumEach(
                    Expression.each(.members("pool")).equals("pool_id") * .each(.members("demand")))),
            Line(
                "peak", "Work at the peak", .seconds, .count, over: .pool, section: "4",
                .sumEach(
                    Expression.each(.members("pool")).equals("pool_id") * .each(.members("demand"))
                        * .each(.members("peak_to_avg")))),
            Line(
                "peak_prefill", "Of it prefill: reading the input", .seconds, .count, over: .pool, section: "4",
                ofOwnWorkloads("seconds_in")),
            Line(
                "peak_held", "Memory held by requests at the peak", .seconds, .count, over: .pool, section: "4",
                ofOwnWorkloads("seconds_held")),
            Line(
                "need", "Replicas needed, before rounding", .replica, .fraction, over: .pool, section: "4",
                max(
                    "peak" / ("hours" * .constant(.secondsPerHour) * "u_max"),
                    "peak_held" / ("hours" * .constant(.secondsPerHour)))),
            Line(
                "most_needed", "Most replicas needed in any month", .replica, .count, .cell, over: .pool, section: "4",
                .guardedCeiling(.greatest(.all("need")))),
            // Each trial is a replica that may fail: as few spares as leave enough with the wanted probability.
            Line(
                "spares", "Spare replicas", .replica, .count, .cell, over: .pool, section: "4",
                .choose(
                    "availability_target" > 0,
                    .sumEach(
                        Expression.atMost(
                            .each(.all("rate_turn")), trials: max(1, "most_needed") + .each(.all("rate_turn")),
                            probability: 1 - "replica_availability") < "availability_target"), "spare_replicas")),
            Line(
                "pool_replicas", "Replicas", .replica, .count, over: .pool, section: "4",
                ("busy" > 0) * max("min_replicas", .guardedCeiling("need") + "spares")),
            Line(
                "pool_gpus", "GPUs needed", .gpu, .count, over: .pool, section: "4",
                "pool_replicas" * "gpus_per_replica"),
            Line(
                "pool_servers", "Servers needed", .server, .count, over: .pool, section: "4",
                .roundUp("pool_replicas" / "replicas_per_server") * "servers_per_replica"),
            Line(
                "replicas", "Replicas", .replica, .count, section: "4", .sum(.members("pool_replicas"))),
            Line(
                "utilisation", "Utilisation", .ratio, .percent, section: "8.8",
                .choose(
                    "replicas" > 0,
                    .sum(.members("busy")) / (max("replicas", 1) * "hours" * .constant(.secondsPerHour)), 0)),
            Line(
                "fleet_replicas", "Replicas of the fleet", .replica, .count, over: .fleet, section: "4",
                .sumEach(
                    Expression.each(.members("fleet_of_pool")).equals("fleet_id") * .each(.members("pool_replicas")))),
            Line(
                "fleet_busy", "Work of the fleet", .seconds, .count, over: .fleet, section: "4",
                .sumEach(Expression.each(.members("fleet_of_pool")).equals("fleet_id") * .each(.members("busy")))),
            Line(
                "fleet_utilisation", "Utilisation of the fleet", .ratio, .percent, over: .fleet, section: "4",
                "fleet_busy" / (max("fleet_replicas", 1) * "hours" * .constant(.secondsPerHour))),
            Line(
                "gpus_needed", "GPUs needed", .gpu, .count, over: .fleet, section: "4",
                .sumEach(
                    Expression.each(.members("fleet_of_pool")).equals("fleet_id") * .each(.members("pool_gpus")))),
            Line(
                "servers_needed", "Servers needed", .server, .count, over: .fleet, section: "4",
                .sumEach(
                    Expression.each(.members("fleet_of_pool")).equals("fleet_id") * .each(.members("pool_servers")))),
        ])

    /// What one workload's share of a pool adds up to at the peak, from replica-seconds at month 0.
    private static func ofOwnWorkloads(_ seconds: String) -> Expression {
        .sumEach(
            Expression.each(.members("pool")).equals("pool_id") * .each(.members("load_share"))
                * .each(.members("volume")) * .each(.members("peak_to_avg")) * .each(.members(seconds))) * "live"
    }

    /// Memory of a replica, and how many requests it holds at a time; 0 where the pool does not say what that takes.
    static let memory = Section(
        "Memory of a replica",
        [
            Line(
                "memory_free", "Memory left beside the weights", .gigabytes, .fraction, .cell, over: .pool,
                section: "4",
                .choose(
                    ("weights_gb" > 0) * ("gpu_memory_gb" > 0),
                    "gpus_per_replica" * ("gpu_memory_gb" * .constant(.memoryShare) - .constant(.memoryReserve))
                        - "weights_gb", 0)),
            Line(
                "request_memory", "KV cache of a request", .gigabytes, .fraction, .cell, over: .pool, section: "4",
                ("request_tokens_in" + "request_tokens_out") * "kv_bytes_per_token" / .constant(.bytesPerGigabyte)),
            Line(
                "requests_held", "Requests that a replica holds", .index, .count, .cell, over: .pool, section: "4",
                .choose("request_memory" > 0, .roundDown(max(0, "memory_free") / "request_memory"), 0)),
            Line(
                "request_seconds", "Time of a request", .of("s"), .fraction, .cell, over: .pool, section: "4",
                "first_token_seconds" + max(0, "request_tokens_out" - .constant(.oneToken)) * "next_token_seconds"),
            Line(
                "held_by_token", "A replica's memory held by a million output tokens",
                Unit("replica-s/Mtok", .second / .token),
                .fraction, .cell, over: .pool, section: "4",
                .choose(
                    ("requests_held" > 0) * ("request_tokens_out" > 0),
                    .constant(.tokensPerMillion) / max(.constant(.oneToken), "request_tokens_out") * "request_seconds"
                        / max(1, "requests_held"), 0)),
        ])

    /// Vintages of bought servers: ratchet, refresh, lead time, residual value, depreciation. MODEL.md 7.
    static let fleet = Section(
        "Servers bought, by month of service",
        [
            Line(
                "alive", "Servers alive at the start", .server, .count, over: .fleet, section: "7",
                .sumEach((.each(.beforeNow("t")) > "t" - "life_months") * .each(.beforeNow("bought")))),
            Line(
                "bought", "Servers bought for this month", .server, .count, over: .fleet, section: "7", opening: 0,
                "is_buy" * "live" * max(0, "servers_needed" - "alive")),
            Line(
                "fleet_servers", "Servers (owned, else needed)", .server, .count, over: .fleet, section: "7",
                "is_buy" * "live" * ("alive" + "bought") + (1 - "is_buy") * "servers_needed"),
            Line(
                "order_month", "Month of the order", .month, .count, over: .fleet, section: "7",
                max("t" - "lead_months", 0)),
            Line(
                "server_path", "Price of a server ordered for this month, relative to month 0", .ratio, .ratio,
                over: .fleet, section: "7", (1 - "gpu_price_decline_annual").raised(to: "order_month" / 12)),
            Line(
                "server_cost", "Price of a server in service this month", .moneyPerMonth, .money, over: .fleet,
                section: "7", .numberOrZero("server_price") * (1 + "network_storage_pct") * "server_path"),
            Line(
                "vintage_cost", "Cost of servers in service from this month", .moneyPerMonth, .money, over: .fleet,
                section: "7", total: true, "bought" * "server_cost"),
            // A leased server is the lessor's: no capital, no depreciation, no resale.
            Line(
                "vintage_owned", "Of them owned", .moneyPerMonth, .money, over: .fleet, section: "7",
                (1 - "is_lease") * "vintage_cost"),
            Line(
                "fleet_capex", "Capex", .moneyPerMonth, .money, over: .fleet, section: "7", total: true,
                .sumWhere(.all("vintage_owned"), key: .all("order_month"), equals: "t")),
            Line(
                "retire_month", "Month in which this vintage retires", .month, .count, over: .fleet, section: "7",
                "t" + "life_months"),
            Line(
                "cost_in_service", "Cost of servers in service", .moneyPerMonth, .money, over: .fleet, section: "7",
                .sumEach((.each(.upToNow("t")) > "t" - "life_months") * .each(.upToNow("vintage_cost")))),
            Line(
                "resale_at_end_of_life", "Resale share at the end of life", .ratio, .percent, .cell, over: .fleet,
                section: "7", "residual_start" * (1 - "residual_decline_annual").raised(to: "life_months" / 12)),
            Line(
                "fleet_resale", "Resale of retired servers", .moneyPerMonth, .money, over: .fleet, section: "7",
                total: true,
                "live" * .sumWhere(.all("vintage_owned"), key: .all("retire_month"), equals: "t")
                    * "resale_at_end_of_life"),
            Line(
                "resale_at_horizon", "Resale share at the horizon", .ratio, .percent, over: .fleet, section: "7",
                "residual_start"
                    * (1 - "residual_decline_annual").raised(to: max(1, "horizon" - "t" + 1) / 12)),
            Line(
                "horizon_value", "Value of servers alive at the horizon", .money, .money, .cell, over: .fleet,
                section: "7",
                .sumEach(
                    (.each(.all("retire_month")) > "horizon") * .each(.all("vintage_owned"))
                        * .each(.all("resale_at_horizon")))),
            Line(
                "fleet_depreciation_book", "Book depreciation", .moneyPerMonth, .money, over: .fleet, section: "7",
                total: true,
                "live"
                    * .sumEach((.each(.upToNow("t")) > "t" - "depr_book_months") * .each(.upToNow("vintage_owned")))
                    * (1 - "book_salvage_frac") / "depr_book_months"),
            Line(
                "fleet_depreciation_tax", "Tax depreciation", .moneyPerMonth, .money, over: .fleet, section: "7",
                total: true,
                .sumEach(
                    (.each(.members("step_from")) <= "t" - .each(.upToNow("t")))
                        * (.each(.members("step_to")) > "t" - .each(.upToNow("t")))
                        * .each(.members("step_rate")) * .each(.upToNow("vintage_owned")))),
        ])

    /// Tax depreciation as six steps of a monthly rate: one step for straight line or expensing, six for MACRS.
    static let taxSchedule = Section(
        "Tax depreciation schedule",
        [
            Line("is_macrs", "MACRS 5-year", .flag, .flag, .cell, section: "7", .isWord("depr_tax", "MACRS5")),
            Line("is_expensed", "Full expensing", .flag, .flag, .cell, section: "7", .isWord("depr_tax", "bonus")),
            Line(
                "is_straight", "Straight line", .flag, .flag, .cell, section: "7",
                1 - "is_macrs" - "is_expensed"),
            Line("step", "Step", .index, .count, .cell, over: .scheduleStep, section: "7", .memberIndex),
            Line(
                "step_from", "From age", .months, .count, .cell, over: .scheduleStep, section: "7",
                "is_macrs" * "step" * 12),
            Line(
                "step_to", "To age", .months, .count, .cell, over: .scheduleStep, section: "7",
                "is_macrs" * ("step" + 1) * 12
                    + Expression.line("step").equals(0)
                    * ("is_expensed" + "is_straight" * "depr_book_months")),
            Line(
                "step_rate", "Share a month", .ratio, .percent, .cell, over: .scheduleStep, section: "7",
                "is_macrs"
                    * .ownConstant([.macrsYear1, .macrsYear2, .macrsYear3, .macrsYear4, .macrsYear5, .macrsYear6]) / 12
                    + Expression.line("step").equals(0) * ("is_expensed" + "is_straight" / "depr_book_months")),
        ])
}
