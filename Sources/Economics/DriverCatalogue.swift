/// Every driver of the model, in the order of the Assumptions sheet. MODEL.md section 2 and CONTRACT.md, drivers.
package enum DriverCatalogue {
    package static let all: [DriverDefinition] =
        general + parts + workload + gates + pool + capacity + poolCapacity + oneOff + sla + readiness

    /// Finds the definition of a full key such as `workloads.classify.ramp.1` or `pools.small.capacity.pue`.
    package static func definition(of key: String) -> DriverDefinition? {
        if let definition = exact[key] { return definition }
        let parts = key.split(separator: ".", omittingEmptySubsequences: false)
        if let definition = readinessDefinition(of: parts) { return definition }
        let tail = Int(parts[parts.count - 1]) == nil ? parts.last : parts.dropLast().last
        return byName[String(tail ?? "")]?.first { matches($0.pattern, key) }
    }

    private static let byName = Dictionary(grouping: all.filter { $0.pattern != $0.name }, by: \.name)

    /// The definition whose pattern is just this.
    static func definition(withPattern pattern: String) -> DriverDefinition? { exact[pattern] }

    private static let exact = Dictionary(uniqueKeysWithValues: all.map { ($0.pattern, $0) })

    private static func matches(_ pattern: String, _ key: String) -> Bool {
        let wanted = pattern.split(separator: ".")
        let given = key.split(separator: ".", omittingEmptySubsequences: false)
        // An id may itself hold dots: the wildcard takes what the fixed parts around it leave.
        guard let star = wanted.firstIndex(where: { $0 == "*" || $0 == "#" }) else { return wanted == given }
        let tail = wanted.count - star - 1
        guard given.count >= wanted.count, given[..<star] == wanted[..<star] else { return false }
        return zip(given.suffix(tail), wanted.suffix(tail)).allSatisfy { part, want in
            want == "#" ? Int(part).map { $0 >= 1 } ?? false : part == want
        } && (wanted[star] != "#" || (Int(given[star]).map { $0 >= 1 } ?? false))
    }

    package static let general: [DriverDefinition] = [
        .init(
            "meta.hours_basis", "Hours in a month", unit: "h or calendar", .hoursBasis, default: .number(730),
            .neither),
        .init(
            "finance.discount_rate_annual", "Discount rate, a year", unit: "ratio",
            .number(min: -1, max: nil, openMin: true, openMax: false), default: .number(0.10), .hurts, placeholder: true
        ),
        .init(
            "finance.rate_convention", "Rate convention", unit: "word", .choice(["effective", "nominal"]),
            default: .word("effective"), .neither),
        .init("finance.tax_rate", "Tax rate (0 = off)", unit: "ratio", .share, default: .number(0), .neither),
        .init(
            "finance.depr_book_months", "Book depreciation", unit: "months", .integer(min: 1, max: 600), default: nil,
            .neither),
        .init(
            "finance.depr_tax", "Tax depreciation", unit: "word", .choice(["SL", "MACRS5", "bonus"]),
            default: .word("SL"), .neither),
        .init(
            "finance.wage_inflation", "Wage inflation, a year", unit: "ratio",
            .number(min: -1, max: nil, openMin: true, openMax: false), default: .number(0), .hurts),
        .init(
            "finance.contingency_pct", "Contingency on own costs", unit: "ratio", .share, default: .number(0), .hurts),
        .init(
            "market.api_price_decline_annual", "API price decline, a year", unit: "ratio", .decline,
            default: .number(0), .hurts),
        .init(
            "market.gpu_price_decline_annual", "Server price decline, a year", unit: "ratio", .decline,
            default: .number(0), .favours),
        .init(
            "market.rent_decline_annual", "GPU rent decline, a year", unit: "ratio", .decline, default: .number(0),
            .favours),
        .init(
            "market.api_fixed_month", "API support plan and gateway", unit: "CUR/month", .money, default: .number(0),
            .neither),
        .init("market.api_discount", "API discount", unit: "ratio", .share, default: .number(0), .hurts),
        .init("people.fte_base", "Staff before the first GPU", unit: "FTE", .count, default: .number(0), .hurts),
        .init(
            "people.gpus_per_fte", "GPUs that one person runs (0 = no such term)", unit: "GPU/FTE", .count,
            default: .number(0), .favours),
        .init("people.fte_min", "Least staff", unit: "FTE", .count, default: .number(0.5), .hurts),
        .init("people.fte_max", "Most staff", unit: "FTE", .count, default: .number(2), .hurts),
        .init(
            "people.loaded_cost_year", "Loaded cost of one person, a year", unit: "CUR/FTE", .money,
            default: .number(0), .hurts, money: true),
        .init(
            "people.oncall_month", "On-call pay", unit: "CUR/month", .money, default: .number(0), .hurts, money: true),
        .init(
            "people.start_before_months", "Staff starts before the first migration", unit: "months",
            .integer(min: 0, max: 120), default: .number(0), .hurts),
        .init(
            "opex.observability_fixed", "Monitoring, fixed", unit: "CUR/month", .money, default: .number(0), .hurts,
            money: true),
        .init(
            "opex.observability_per_gpu", "Monitoring, for each GPU", unit: "CUR/GPU/month", .money,
            default: .number(0), .hurts, money: true),
        .init(
            "opex.retrain_events_year", "Model updates, a year", unit: "events", .count, default: .number(0), .hurts),
        .init(
            "opex.retrain_cost_event", "Cost of one model update", unit: "CUR", .money, default: .number(0), .hurts,
            money: true),
        .init(
            "opex.security_month", "Security", unit: "CUR/month", .money, default: .number(0), .hurts, money: true),
        .init(
            "opex.compliance_year", "Compliance, a year", unit: "CUR", .money, default: .number(0), .hurts, money: true),
        .init(
            "migration.platform_points", "Complexity of the platform, paid once", unit: "days", .count,
            default: .number(0), .neither, live: false),
        .init(
            "migration.alpha", "Weight of the saving in the priority", unit: "exponent", .count, default: .number(1),
            .neither, live: false),
        .init(
            "migration.beta", "Weight of the simplicity in the priority", unit: "exponent", .count,
            default: .number(1), .neither, live: false),
        .init(
            "migration.gamma", "Weight of the quality risk in the priority", unit: "exponent", .count,
            default: .number(1), .neither, live: false),
        .init(
            "migration.gap_months", "Months between two migrations", unit: "months", .integer(min: 0, max: 120),
            default: .number(1), .neither, live: false),
        .init(
            "migration.min_eval_pass", "Share of the evaluation set that must pass", unit: "ratio", .share,
            default: .number(0.9), .neither, live: false),
        .init(
            "migration.gate_saving_share", "Gate: least saving of a phase, of the plan", unit: "ratio", .count,
            default: .number(0.8), .neither),
        .init(
            "migration.gate_unit_cost_share", "Gate: most that a token may cost, of the frozen API price",
            unit: "ratio", .count, default: .number(1), .neither),
        .init(
            "migration.review_months", "Months after which the last phase is judged", unit: "months",
            .integer(min: 1, max: 120), default: .number(3), .neither),
    ]

    package static let workload: [DriverDefinition] = [
        .init("workloads.*.tok_in", "Input tokens", unit: "Mtok/month", .count, default: nil, .favours),
        .init(
            "workloads.*.tok_cached", "Cached input tokens", unit: "Mtok/month", .count, default: .number(0), .favours),
        .init("workloads.*.tok_out", "Output tokens", unit: "Mtok/month", .count, default: nil, .favours),
        .init("workloads.*.price_in", "API price, input", unit: "CUR/Mtok", .money, default: nil, .favours),
        .init(
            "workloads.*.price_cached", "API price, cached input", unit: "CUR/Mtok", .money, default: .number(0),
            .favours),
        .init("workloads.*.price_out", "API price, output", unit: "CUR/Mtok", .money, default: nil, .favours),
        .init(
            "workloads.*.api_other_month", "API money without tokens", unit: "CUR/month",
            .number(min: nil, max: nil, openMin: false, openMax: false), default: .number(0), .neither),
        .init(
            "workloads.*.growth_monthly", "Volume growth, a month", unit: "ratio",
            .number(min: -1, max: nil, openMin: true, openMax: false), default: .number(0), .favours),
        .init(
            "workloads.*.peak_to_avg", "Peak over average load", unit: "ratio",
            .number(min: 1, max: nil, openMin: false, openMax: false), default: .number(3), .hurts, placeholder: true),
        .init("workloads.*.pool", "Pool", unit: "id", .text, default: nil, .neither, live: false),
        .init("workloads.*.eligible", "May move", unit: "flag", .flag, default: .number(1), .neither),
        .init(
            "workloads.*.migrate_month", "Month of migration", unit: "month, never or stay",
            .integerOrWord(min: 1, words: ["never", "stay", "auto"]), default: .word("auto"), .neither),
        .init("workloads.*.parallel_weeks", "Parallel run", unit: "weeks", .count, default: .number(4), .hurts),
        .init("workloads.*.ramp.#", "Ramp, share in month", unit: "ratio", .share, default: .number(1), .favours),
        .init(
            "workloads.*.max_share", "Most that own models can serve", unit: "ratio", .share, default: .number(1),
            .favours),
        .init(
            "workloads.*.fallback_share", "Share that falls back to the API", unit: "ratio", .share,
            default: .number(0.05), .hurts, placeholder: true),
        .init(
            "workloads.*.fallback_type", "Fallback", unit: "word", .choice(["failover", "escalation"]),
            default: .word("failover"), .neither),
        .init(
            "workloads.*.shadow_share", "Load mirrored in the parallel run", unit: "ratio", .share,
            default: .number(1), .hurts),
        .init(
            "workloads.*.token_ratio", "Own-model tokens for each API token", unit: "ratio", .positive,
            default: .number(1), .hurts),
        .init(
            "workloads.*.simplicity", "Simplicity, 0 to 1", unit: "ratio", .share, default: .number(0.5), .neither,
            live: false),
        .init(
            "workloads.*.quality_risk", "Quality risk, 0 to 1", unit: "ratio", .share, default: .number(0.5), .neither,
            live: false),
        .init(
            "workloads.*.effort_days", "Effort of the migration", unit: "days", .count, default: .number(0), .neither,
            live: false),
        .init(
            "workloads.*.reason", "Why it stays on the API", unit: "word",
            .choice(["quality", "compliance", "volume", "latency", "feature"]), default: nil, .neither, live: false),
    ]

    /// What must be known before a workload may move; nothing is assumed where nothing is said.
    package static let gates: [DriverDefinition] = [
        .init(
            "workloads.*.gates.eval_pass_rate", "Share of its evaluation set that passes", unit: "ratio", .share,
            default: nil, .neither, live: false),
        .init(
            "workloads.*.gates.data_allowed", "Its data may be processed there", unit: "flag", .flag, default: nil,
            .neither, live: false),
        .init(
            "workloads.*.gates.fallback_tested", "Its route back to the API is tested", unit: "flag", .flag,
            default: nil, .neither, live: false),
    ]

    package static let pool: [DriverDefinition] = [
        .init(
            "pools.*.gpu", "GPU for which the throughput holds", unit: "id", .text, default: nil, .neither, live: false),
        .init(
            "pools.*.model", "Model that the pool serves", unit: "id", .text, default: nil, .neither, live: false),
        .init(
            "pools.*.precision", "Precision of its weights", unit: "word", .text, default: nil, .neither, live: false),
        .init(
            "pools.*.request_tokens_in", "Input tokens of a request, mean", unit: "token", .count, default: .number(0),
            .hurts),
        .init(
            "pools.*.request_tokens_out", "Output tokens of a request, mean", unit: "token", .count,
            default: .number(0), .neither),
        .init(
            "pools.*.weights_gb", "Weights of the model (0 = memory is not sized)", unit: "GB", .count,
            default: .number(0), .hurts),
        .init(
            "pools.*.kv_bytes_per_token", "KV cache of a token", unit: "B/token", .count, default: .number(0), .hurts),
        .init("pools.*.gpu_memory_gb", "Memory of a GPU", unit: "GB", .count, default: .number(0), .favours),
        .init(
            "pools.*.first_token_seconds", "Time to the first token of an answer", unit: "s", .count,
            default: .number(0), .hurts),
        .init(
            "pools.*.next_token_seconds", "Time for each further token", unit: "s/token", .count, default: .number(0),
            .hurts),
        .init(
            "pools.*.availability_target", "Availability that spares must reach (0 = spares as given)", unit: "ratio",
            .number(min: 0, max: 1, openMin: false, openMax: true), default: .number(0), .hurts),
        .init(
            "pools.*.replica_availability", "Availability of one replica", unit: "ratio",
            .number(min: 0, max: 1, openMin: true, openMax: false), default: .number(1), .favours),
        .init(
            "pools.*.gpus_per_replica", "GPUs in a replica", unit: "GPU", .integer(min: 1, max: nil), default: nil,
            .neither),
        .init("pools.*.tps_in", "Input throughput of a replica", unit: "token/s", .positive, default: nil, .favours),
        .init("pools.*.tps_out", "Output throughput of a replica", unit: "token/s", .positive, default: nil, .favours),
        .init(
            "pools.*.u_max", "Highest utilisation planned", unit: "ratio",
            .number(min: 0, max: 1, openMin: true, openMax: false), default: .number(0.7), .favours),
        .init(
            "pools.*.spare_replicas", "Spare replicas", unit: "replicas", .integer(min: 0, max: nil),
            default: .number(1), .hurts),
        .init(
            "pools.*.min_replicas", "Least replicas", unit: "replicas", .integer(min: 0, max: nil),
            default: .number(2), .hurts),
        .init(
            "pools.*.cache_hit", "Cached input served from own cache", unit: "ratio", .share, default: .number(0),
            .favours),
    ]

    package static let capacity = capacityDefinitions(prefix: "capacity")
    package static let poolCapacity = capacityDefinitions(prefix: "pools.*.capacity")

    private static func capacityDefinitions(prefix: String) -> [DriverDefinition] {
        [
            .init(
                "\(prefix).mode", "Form of capacity", unit: "word",
                .choice(["buy", "lease", "rent", "reserved", "block"]), default: .word("rent"), .neither),
            .init(
                "\(prefix).quote", "Quote that sets the prices", unit: "id or cheapest", .text, default: nil, .neither,
                live: false),
            .init(
                "\(prefix).allow_spot", "Spot quotes may be chosen", unit: "flag", .flag, default: .number(0),
                .neither, live: false),
            .init(
                "\(prefix).regions", "Regions whose quotes may be chosen, patterns", unit: "words", .text, default: nil,
                .neither, live: false),
            .init(
                "\(prefix).max_term_months", "Longest commitment that may be chosen", unit: "months",
                .integer(min: 0, max: nil), default: nil, .neither, live: false),
            .init(
                "\(prefix).min_gpu_memory_gb", "Least memory of a GPU that may be chosen", unit: "GB",
                .integer(min: 0, max: nil), default: nil, .neither, live: false),
            .init(
                "\(prefix).max_gpus_together", "Most GPUs that a quote may bind at a time", unit: "GPU",
                .integer(min: 1, max: nil), default: nil, .neither, live: false),
            .init(
                "\(prefix).gpus_per_server", "GPUs in a server", unit: "GPU", .integer(min: 1, max: nil),
                default: .number(8), .neither),
            .init(
                "\(prefix).gpus_sold_together", "GPUs sold together", unit: "GPU", .integer(min: 1, max: nil),
                default: .number(1), .hurts),
            .init(
                "\(prefix).server_price", "Price of a server", unit: "CUR", .price, default: .word(DriverKind.noPrice),
                .hurts),
            .init(
                "\(prefix).network_storage_pct", "Network and storage, share of the server price", unit: "ratio",
                .share, default: .number(0), .hurts),
            .init(
                "\(prefix).lead_months", "Order to service", unit: "months", .integer(min: 0, max: 120),
                default: .number(0), .hurts),
            .init(
                "\(prefix).life_months", "Life of a server", unit: "months", .integer(min: 1, max: 600),
                default: .number(48), .favours),
            .init(
                "\(prefix).residual_start", "Resale value when new, share of the price", unit: "ratio", .share,
                default: .number(0), .favours),
            .init(
                "\(prefix).residual_decline_annual", "Resale value decline, a year", unit: "ratio", .share,
                default: .number(0), .hurts),
            .init(
                "\(prefix).book_salvage_frac", "Book salvage, share of the price", unit: "ratio", .share,
                default: .number(0), .neither),
            .init(
                "\(prefix).support_pct_annual", "Hardware support, share of the price a year", unit: "ratio", .share,
                default: .number(0), .hurts),
            .init("\(prefix).kw_idle", "Power of an idle server", unit: "kW", .count, default: .number(0), .hurts),
            .init("\(prefix).kw_max", "Power of a busy server", unit: "kW", .count, default: .number(0), .hurts),
            .init(
                "\(prefix).pue", "Power usage effectiveness", unit: "ratio",
                .number(min: 1, max: nil, openMin: false, openMax: false), default: .number(1), .hurts),
            .init("\(prefix).tariff_kwh", "Electricity", unit: "CUR/kWh", .money, default: .number(0), .hurts),
            .init(
                "\(prefix).colo_per_kw_month", "Colocation", unit: "CUR/kW/month", .money, default: .number(0),
                .hurts),
            .init(
                "\(prefix).software_per_gpu_year", "Software licences, a year", unit: "CUR/GPU", .money,
                default: .number(0), .hurts),
            .init(
                "\(prefix).rent_gpu_hour", "GPU rent", unit: "CUR/GPU-hour", .price, default: .word(DriverKind.noPrice),
                .hurts),
            .init(
                "\(prefix).rent_month_hours", "Hours of the month that the rent is for (0 = priced by the hour)",
                unit: "h", .count, default: .number(0), .neither),
            .init(
                "\(prefix).rent_minimum_month", "Least bill of a month with GPUs on demand", unit: "CUR/month", .money,
                default: .number(0), .hurts),
            .init(
                "\(prefix).reserved_gpus", "GPUs reserved", unit: "GPU", .integer(min: 0, max: nil),
                default: .number(0), .hurts),
            .init(
                "\(prefix).reserved_gpu_hour", "Reserved GPU price", unit: "CUR/GPU-hour", .price,
                default: .word(DriverKind.noPrice), .hurts),
            .init(
                "\(prefix).reserved_month_hours",
                "Hours of the month that the reserved price is for (0 = priced by the hour)", unit: "h", .count,
                default: .number(0), .neither),
            .init(
                "\(prefix).reserved_site_month", "Room and power of a reserved GPU", unit: "CUR/GPU/month", .money,
                default: .number(0), .hurts),
            .init(
                "\(prefix).reserved_term_months", "Term of a reservation (0 = no end)", unit: "months",
                .integer(min: 0, max: nil), default: .number(0), .neither),
            .init(
                "\(prefix).reserved_upfront", "Reserved price paid at signing", unit: "CUR/GPU", .money,
                default: .number(0), .neither),
            .init(
                "\(prefix).lease_month", "Lease of a server", unit: "CUR/month", .price,
                default: .word(DriverKind.noPrice), .hurts),
            .init(
                "\(prefix).block_month", "First month of a capacity block", unit: "month",
                .integer(min: 1, max: nil), default: .number(1), .neither),
            .init(
                "\(prefix).block_months", "Months of a capacity block", unit: "months", .integer(min: 1, max: nil),
                default: .number(1), .neither),
        ]
    }

    package static let oneOff: [DriverDefinition] = [
        .init(
            "one_off.#.month", "One-off cost, month", unit: "month", .integer(min: 0, max: nil), default: nil, .neither),
        .init("one_off.#.label", "One-off cost, label", unit: "text", .text, default: nil, .neither, live: false),
        .init("one_off.#.amount", "One-off cost", unit: "CUR", .money, default: nil, .hurts),
    ]
}
