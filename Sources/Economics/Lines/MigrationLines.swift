extension Section {
    /// When each workload moves, and what it needs by then. MODEL.md 6 and CONTRACT.md, strategies.
    static func migrationConstants(_ members: Members) -> Section {
        Section("Migration: constants", constants(allReady: members.lastReadinessMonth))
    }

    /// - Parameter allReady: month from which readiness lets everything move at once.
    private static func constants(allReady: Expression) -> [Line] {
        [
            Line("pool_id", "Pool", .word, .word, .cell, over: .pool, section: "4", .memberText(.id)),
            Line(
                "fleet_of_pool", "Fleet of the pool", .word, .word, .cell, over: .pool, section: "7",
                .memberText(.fleetOfPool)),
            Line("fleet_id", "Fleet", .word, .word, .cell, over: .fleet, section: "7", .memberText(.id)),
            Line(
                "is_lease", "Servers are leased", .flag, .flag, .cell, over: .fleet, section: "7",
                .isWord("mode", "lease")),
            Line(
                "is_buy", "Servers are bought or leased", .flag, .flag, .cell, over: .fleet, section: "7",
                .isWord("mode", "buy") + "is_lease"),
            Line(
                "is_reserved", "GPUs are reserved", .flag, .flag, .cell, over: .fleet, section: "7",
                .isWord("mode", "reserved")),
            Line(
                "is_block", "GPUs are reserved for a block of months", .flag, .flag, .cell, over: .fleet, section: "7",
                .isWord("mode", "block")),
            Line(
                "ready_month", "First month with capacity", .month, .count, .cell, over: .fleet, section: "6",
                max(1, "is_buy" * "lead_months")),
            Line(
                "fleet_position", "Place of the fleet", .index, .count, .cell, over: .pool, section: "7",
                .position(of: "fleet_of_pool", in: .members("fleet_id"))),
            Line(
                "pool_ready_month", "First month with capacity", .month, .count, .cell, over: .pool, section: "6",
                .choose("fleet_position" > 0, .element(.members("ready_month"), at: "fleet_position"), 1)),
            Line(
                "pool_gpus_per_server", "GPUs in a server", .gpu, .count, .cell, over: .pool, section: "4",
                .choose("fleet_position" > 0, .element(.members("gpus_per_server"), at: "fleet_position"), 1)),
            Line(
                "pool_position", "Place of the pool (0 = none)", .index, .count, .cell, over: .workload, section: "4",
                .position(of: "pool", in: .members("pool_id"))),
            Line(
                "own_ready_month", "First month with capacity", .month, .count, .cell, over: .workload, section: "6",
                .choose("pool_position" > 0, .element(.members("pool_ready_month"), at: "pool_position"), 1)),
            Line(
                "is_never", "Never moves", .flag, .flag, .cell, over: .workload, section: "6",
                .isWord("migrate_month", "never")),
            Line(
                "planned_month", "Planned month (0 = none)", .month, .count, .cell, over: .workload, section: "6",
                .numberOrZero("migrate_month")),
            Line(
                "strategy_is_full", "Strategy: everything at once", .flag, .flag, .cell, section: "6", .isFullStrategy),
            Line(
                "moves", "Moves under this strategy", .flag, .flag, .cell, over: .workload, section: "6",
                ("pool_position" > 0) * "eligible"
                    * ("strategy_is_full" * (1 - "is_never")
                        + (1 - "strategy_is_full") * ("planned_month" > 0))),
            Line(
                "start", "Month of migration (T + 1 = never)", .month, .count, .cell, over: .workload, section: "6",
                .choose(
                    "moves",
                    "strategy_is_full" * max("own_ready_month", allReady) + (1 - "strategy_is_full")
                        * "planned_month",
                    "horizon" + 1)),
            Line(
                "first_start", "First migration", .month, .count, .cell, section: "6", .least(.members("start"))),
            Line(
                "project", "Something moves within the horizon", .flag, .flag, .cell, section: "8.8",
                "first_start" <= "horizon"),
            Line(
                "parallel_months", "Parallel run", .months, .fraction, .cell, over: .workload, section: "1",
                "parallel_weeks" * .constant(.daysPerWeek) * 12 / .constant(.daysPerYear)),
            Line(
                "ramp_steps", "Steps of the ramp", .index, .count, .cell, over: .workload, section: "6",
                .countOfNumbers(.ownItems("ramp"))),
            Line(
                "is_escalation", "Fallback by escalation", .flag, .flag, .cell, over: .workload, section: "6",
                .isWord("fallback_type", "escalation")),
            Line(
                "own_cache_hit", "Cache hits of the pool", .ratio, .percent, .cell, over: .workload, section: "4",
                .choose("pool_position" > 0, .element(.members("cache_hit"), at: "pool_position"), 0)),
            Line(
                "own_tps_in", "Input throughput of the pool", .of("token/s"), .count, .cell, over: .workload,
                section: "4", .choose("pool_position" > 0, .element(.members("tps_in"), at: "pool_position"), 0)),
            Line(
                "own_tps_out", "Output throughput of the pool", .of("token/s"), .count, .cell, over: .workload,
                section: "4", .choose("pool_position" > 0, .element(.members("tps_out"), at: "pool_position"), 0)),
            Line(
                "seconds_in", "Work of the input at month 0", .seconds, .count, .cell, over: .workload, section: "4",
                .choose(
                    "own_tps_in" > 0,
                    .constant(.tokensPerMillion) * "token_ratio"
                        * ("tok_in" + "tok_cached" * (1 - "own_cache_hit")) / "own_tps_in", 0)),
            Line(
                "seconds_out", "Work of the output at month 0", .seconds, .count, .cell, over: .workload, section: "4",
                .choose(
                    "own_tps_out" > 0,
                    .constant(.tokensPerMillion) * "token_ratio" * "tok_out" / "own_tps_out", 0)),
            Line(
                "seconds_held", "Memory held at month 0", .seconds, .count, .cell, over: .workload, section: "4",
                .choose(
                    "pool_position" > 0,
                    "token_ratio" * "tok_out" * .element(.members("held_by_token"), at: "pool_position"), 0)),
            Line(
                "on", "Own hosting is staffed", .flag, .flag, section: "5",
                "project" * "live" * ("t" >= "first_start" - "start_before_months")),
        ]
    }

    /// Shares and load of each workload in each month. MODEL.md 6.
    static func migration(_ parts: Set<ModelPart>) -> Section {
        let bill = APIBill(side: .alternative, parts: parts)
        let spend = Line(
            "residual_spend", "API spend of all workloads that remains", .moneyPerMonth, .money, section: "3",
            .sum(.members("residual_workload")))
        let lines =
            shares + [residual(bill)] + (parts.contains(.commitment) ? [spend] : [])
            + bill.lines(
                tokens: .each(.members("tokens_cost_month0")) * .each(.members("api_share")),
                spend: .line(spend.id))
        return Section(
            "Migration: shares and load",
            lines + [
                Line(
                    "demand", "Work on own GPUs", .seconds, .count, over: .workload, section: "4",
                    "live" * "load_share" * "volume" * ("seconds_in" + "seconds_out")),
                Line(
                    "residual_api", "Residual API cost", .moneyPerMonth, .money, section: "6", total: true,
                    .sum(.members("residual_workload")) + bill.fixed),
            ])
    }

    private static func residual(_ bill: APIBill) -> Line {
        var cost = "api_tokens_cost" * Expression.line("api_share") + "api_other_cost"
        if bill.parts.contains(.tiers) {
            cost =
                "live" * "api_path" * "volume"
                * ("tokens_cost_month0" * Expression.line("api_share") + "api_other_month") * (1 - bill.discount)
        }
        return Line(
            "residual_workload", "Residual API cost", .moneyPerMonth, .money, over: .workload, section: "6",
            total: true, cost)
    }

    private static let shares: [Line] =
        [
            Line(
                "parallel_share", "Share of the month in parallel", .ratio, .percent, over: .workload, section: "6",
                ("t" >= "start") * max(0, min(1, "parallel_months" - ("t" - "start")))),
            Line(
                "served_share", "Share served by own models", .ratio, .percent, over: .workload, section: "6",
                ("t" >= "start") * "max_share"
                    * .element(.ownItems("ramp"), at: max(1, min("t" - "start" + 1, "ramp_steps")))
                    * (1 - "parallel_share")),
            Line(
                "api_share", "Share paid to the API", .ratio, .percent, over: .workload, section: "6",
                1 - "served_share" * (1 - "fallback_share")),
            Line(
                "load_share", "Load on own GPUs", .ratio, .percent, over: .workload, section: "6",
                "served_share" * (1 - "fallback_share" * (1 - "is_escalation"))
                    + "shadow_share" * "parallel_share"),
        ]
}
