import Economics
import Foundation
import TestSupport

/// A project drawn at random, as a configuration that can be changed and written to a folder.
struct RandomProject {
    struct Workload {
        var id: String
        var values: [String: Any]
    }

    var horizon: Int
    var finance: [String: Any]
    var market: [String: Any]
    var people: [String: Any]
    var opex: [String: Any]
    var capacity: [String: Any]
    var pools: [[String: Any]]
    var workloads: [Workload]
    var oneOffs: [[String: Any]]
    var hours: Any
    /// Of the Monte Carlo; few, since most tests are about the model.
    var trials = 50
    /// Of every second project.
    var sla: [String: Any]?
    /// Rows of readiness.csv; none: no file.
    var readiness: [(capability: String, level: Int, evidence: String, later: String)] = []
    /// What the money of readiness is multiplied by.
    var readinessMoney = 1.0
    /// The API bill after free optimisations; empty: none.
    var optimised: [String: Any] = [:]

    /// Keys of money, for laws about scale.
    static let moneyKeys: Set<String> = [
        "price_in", "price_cached", "price_out", "api_other_month", "server_price", "tariff_kwh", "colo_per_kw_month",
        "software_per_gpu_year", "rent_gpu_hour", "reserved_gpu_hour", "lease_month", "loaded_cost_year",
        "oncall_month",
        "observability_fixed", "observability_per_gpu", "retrain_cost_event", "security_month", "compliance_year",
        "api_fixed_month", "amount",
    ]

    init(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        func number(_ low: Double, _ high: Double) -> Double {
            // Few digits, so that nothing lands within rounding of a whole replica.
            ((low + (high - low) * random.unit()) * 1000).rounded() / 1000
        }
        func pick<T>(_ list: [T]) -> T { list[random.integer(in: 0...(list.count - 1))] }
        func whole(_ range: ClosedRange<Int>) -> Int { random.integer(in: range) }
        horizon = pick([1, 6, 24, 36, 48])
        hours = pick([730, 720, 744, "calendar"] as [Any])
        finance = [
            "discount_rate_annual": pick([0, 0.05, 0.1, 0.2]), "rate_convention": pick(["effective", "nominal"]),
            "tax_rate": pick([0, 0, 0.25]), "depr_book_months": whole(12...60),
            "depr_tax": pick(["SL", "MACRS5", "bonus"]), "wage_inflation": number(0, 0.05),
            "contingency_pct": number(0, 0.1),
        ]
        market = [
            "api_price_decline_annual": number(-0.05, 0.4), "gpu_price_decline_annual": number(0, 0.3),
            "rent_decline_annual": number(0, 0.3), "api_fixed_month": pick([0, 500.0]), "api_discount": pick([0, 0.1]),
        ]
        people = [
            "fte_base": number(0, 1), "gpus_per_fte": pick([0, 48]), "loaded_cost_year": 200_000,
            "oncall_month": number(0, 3000), "start_before_months": whole(0...3),
        ]
        opex = [
            "observability_fixed": number(0, 2000), "observability_per_gpu": number(0, 50), "retrain_events_year": 3,
            "retrain_cost_event": 8000, "security_month": 900, "compliance_year": 20_000,
        ]
        capacity = [
            "mode": pick(["buy", "rent", "reserved"]), "gpus_per_server": pick([4, 8]), "server_price": 250_000,
            "network_storage_pct": 0.1, "lead_months": whole(0...4), "life_months": whole(6...50),
            "residual_start": number(0, 0.8), "residual_decline_annual": number(0, 0.5), "support_pct_annual": 0.08,
            "kw_idle": 3, "kw_max": 10, "pue": 1.3, "tariff_kwh": 0.12, "colo_per_kw_month": 150,
            "rent_gpu_hour": number(1, 4), "reserved_gpus": pick([0, 8, 16]), "reserved_gpu_hour": 1.9,
            "gpus_sold_together": pick([1, 4]), "book_salvage_frac": pick([0, 0.1]), "software_per_gpu_year": 300,
        ]
        pools = (1...whole(1...3)).map { index in
            var pool: [String: Any] = [
                "id": "pool-\(index)", "gpus_per_replica": pick([1, 2, 4, 16]), "tps_in": number(5000, 30_000),
                "tps_out": number(500, 4000), "u_max": number(0.5, 0.9), "spare_replicas": whole(0...2),
                "min_replicas": whole(0...2), "cache_hit": pick([0, 0.5, 1]),
            ]
            if index == 3 { pool["capacity"] = ["mode": pick(["buy", "rent"]), "lead_months": whole(0...2)] }
            return pool
        }
        let poolCount = pools.count
        workloads = (1...whole(1...4)).map { index in
            Workload(
                id: "load \(index)",
                values: [
                    "tok_in": number(500, 15_000), "tok_cached": number(0, 3000), "tok_out": number(50, 2000),
                    "price_in": number(0.5, 5), "price_cached": number(0, 0.5), "price_out": number(2, 25),
                    "api_other_month": pick([0, 250.0]), "growth_monthly": number(-0.02, 0.05),
                    "peak_to_avg": number(1, 4), "pool": "pool-\(whole(1...poolCount))",
                    "eligible": pick([true, true, false]),
                    "migrate_month": pick(
                        ["never", "auto", "stay", whole(1...12), whole(1...12), whole(20...60)] as [Any]),
                    "parallel_weeks": pick([0, 2, 4, 9.5]), "ramp": pick([[1.0], [0.5, 1], [0.25, 0.1, 0.75]]),
                    "max_share": number(0.5, 1), "fallback_share": number(0, 0.2),
                    "fallback_type": pick(["failover", "escalation"]), "shadow_share": number(0, 1),
                    "token_ratio": number(0.8, 1.4),
                ])
        }
        oneOffs = (0..<whole(0...3)).map { index in
            ["month": whole(0...40), "label": "item \(index)", "amount": number(1000, 60_000)]
        }
        if seed % 5 == 3 {
            capacity["mode"] = pick(["lease", "block"])
            capacity["lease_month"] = 6500.0
            capacity["block_month"] = whole(1...9)
            capacity["block_months"] = whole(2...14)
            capacity["reserved_gpus"] = 8
        }
        if seed % 4 == 1 {
            finance.merge(
                ["loan_share": number(0.3, 1), "loan_rate_annual": pick([0, 0.07]), "loan_months": whole(6...48)]
            ) { $1 }
        }
        if seed % 3 == 2 {
            readiness = Capability.all.filter { _ in whole(0...5) > 0 }.map {
                ($0.id, whole(0...4), pick(["", "a log"]), pick(["", "4"]))
            }
        }
        if seed % 2 == 0 {
            sla = [
                "fee_month": number(1000, 200_000), "incidents_per_month": pick([0, 0.2, 1, 7.5, 30]),
                "mttr_minutes": number(1, 300), "loss_per_minute": pick([0, 40.0]), "cost_per_incident": 250,
                "fallback": pick([true, false]), "detect_minutes": 3, "switch_minutes": number(0, 20),
                "switch_success": 0.97, "own_incidents_per_month": 0.5, "claim_probability": number(0, 1),
                "tiers": [
                    ["below": 0.999, "credit": 0.1], ["below": 0.99, "credit": 0.25], ["below": 0.95, "credit": 1],
                ],
                "better": ["mttr_minutes": number(1, 60), "extra_fee_month": 500],
            ]
        }
    }

    /// Gives every workload these values.
    mutating func setAll(_ values: [String: Any]) {
        for index in workloads.indices { workloads[index].values.merge(values) { $1 } }
    }

    /// Every amount of money times `factor`.
    func scaled(by factor: Double) -> RandomProject {
        func scale(_ values: [String: Any]) -> [String: Any] {
            Dictionary(
                uniqueKeysWithValues: values.map { key, value in
                    guard Self.moneyKeys.contains(key) else { return (key, value) }
                    return (key, ((value as? Double) ?? Double(value as! Int)) * factor)
                })
        }
        var copy = self
        copy.market = scale(market)
        copy.people = scale(people)
        copy.opex = scale(opex)
        copy.capacity = scale(capacity)
        copy.workloads = workloads.map { Workload(id: $0.id, values: scale($0.values)) }
        copy.oneOffs = oneOffs.map(scale)
        copy.readinessMoney = readinessMoney * factor
        return copy
    }

    /// Writes `breakeven.yaml` (JSON is YAML) into a new folder.
    func write() throws -> String {
        let folder = NSTemporaryDirectory() + "breakeven-test-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let model: [String: Any] = [
            "meta": ["start_month": "2027-01", "horizon_months": horizon, "hours_basis": hours, "currency": "USD"],
            "finance": finance, "market": market, "people": people, "opex": opex, "capacity": capacity,
            "pools": pools, "one_off": oneOffs, "optimised": optimised,
            "workloads": workloads.map { load in load.values.merging(["id": load.id]) { a, _ in a } },
        ]
        var whole: [String: Any] = ["model": model]
        whole["sla"] = sla
        whole["uncertainty"] = ["trials": trials]
        if !readiness.isEmpty {
            whole["readiness"] = [
                "costs": [
                    "days_per_level": 12, "day_rate": 800 * readinessMoney, "tool_setup": 2500 * readinessMoney,
                    "tool_month": 300 * readinessMoney, "weeks_per_level": 3,
                ]
            ]
            let rows = readiness.map { "\($0.capability),\($0.level),\($0.evidence),\($0.later)\n" }
            try Data(("capability,level,evidence,target_2\n" + rows.joined()).utf8)
                .write(to: URL(fileURLWithPath: folder + "/readiness.csv"))
        }
        let data = try JSONSerialization.data(withJSONObject: whole, options: [.sortedKeys])
        try data.write(to: URL(fileURLWithPath: folder + "/breakeven.yaml"))
        return folder
    }
}
