import Billing
import Economics
import TestSupport

/// A project with workloads that are free to move, drawn at random: capacity that comes in large steps, and money that
/// often pays only for several workloads together.
struct PlanProject {
    var structure: ModelStructure
    var given: [String: GivenDriver]

    init(seed: UInt64, workloads: Int, horizon: Int) {
        var random = SplitMix64(seed: seed)
        func number(_ low: Double, _ high: Double) -> Double {
            ((low + (high - low) * random.unit()) * 1000).rounded() / 1000
        }
        let ids = (1...workloads).map { "w\($0 < 10 ? "0" : "")\($0)" }
        let pools = (1...random.integer(in: 1...2)).map { "p\($0)" }
        var given: [String: GivenDriver] = [:]
        func set(_ key: String, _ value: Double) { given[key] = GivenDriver(.number(value)) }
        func set(_ key: String, _ word: String) { given[key] = GivenDriver(.word(word)) }
        for id in ids {
            set("workloads.\(id).tok_in", number(200, 9000))
            set("workloads.\(id).tok_out", number(20, 1200))
            set("workloads.\(id).price_in", number(0.2, 3))
            set("workloads.\(id).price_out", number(1, 15))
            set("workloads.\(id).growth_monthly", number(-0.01, 0.04))
            set("workloads.\(id).peak_to_avg", number(1, 4))
            set("workloads.\(id).parallel_weeks", Double(random.integer(in: 2...4)))
            set("workloads.\(id).fallback_share", number(0.02, 0.15))
            set("workloads.\(id).simplicity", number(0.1, 1))
            set("workloads.\(id).quality_risk", number(0, 0.9))
            set("workloads.\(id).effort_days", Double(random.integer(in: 0...60)))
            set("workloads.\(id).pool", pools[random.integer(in: 0...(pools.count - 1))])
        }
        for pool in pools {
            set("pools.\(pool).gpus_per_replica", [1, 2, 4][random.integer(in: 0...2)])
            set("pools.\(pool).tps_in", number(8000, 30_000))
            set("pools.\(pool).tps_out", number(800, 4000))
        }
        set("capacity.mode", ["buy", "rent", "rent"][random.integer(in: 0...2)])
        set("capacity.server_price", number(100_000, 300_000))
        set("capacity.rent_gpu_hour", number(1, 3))
        set("capacity.lead_months", Double(random.integer(in: 0...3)))
        set("people.loaded_cost_year", number(20_000, 250_000))
        set("people.fte_base", 0.5)
        set("market.api_price_decline_annual", number(0, 0.3))
        set("migration.platform_points", Double(random.integer(in: 0...80)))
        set("migration.gap_months", Double(random.integer(in: 0...1)))
        set("one_off.1.month", 1)
        set("one_off.1.amount", number(0, 60_000))
        var parts: [ModelPart: Int] = [:]
        if seed % 4 == 3 || seed % 7 == 5 {
            parts[.commitment] = 1
            set("market.commitment.minimum_month", number(0, 60_000))
        }
        if seed % 7 == 5 {
            parts[.tiers] = 2
            for (tier, from) in [(1, 10_000.0), (2, 60_000)] {
                set("market.commitment.tiers.\(tier).from", from)
                set("market.commitment.tiers.\(tier).discount", 0.05 * Double(tier))
            }
        }
        self.given = given
        structure = ModelStructure(
            startMonth: Month("2027-01")!, horizon: horizon, workloads: ids.map { .init(id: $0) }, pools: pools,
            poolsWithCapacity: [], oneOffs: 1, parts: parts)
    }

    var register: DriverRegister {
        get throws { try DriverRegister(structure: structure, layers: [DriverLayer(.configuration, given)]) }
    }

    func plan() throws -> MigrationPlan { try MigrationPlan(register: try register, structure: structure) }
}
