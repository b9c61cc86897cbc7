import Billing
import Diagnostics
import Economics
import Testing

/// The published golden case: from tokens a month to GPUs that are billed, every step worked out by hand.
struct SizingTests {
    @Test func aSmallLoadPaysForTheBlockThatGPUsAreSoldIn() throws {
        let structure = ModelStructure(
            startMonth: Month("2026-12")!, horizon: 3, workloads: [.init(id: "chat", rampSteps: 1)], pools: ["h100"],
            poolsWithCapacity: [], oneOffs: 0)
        var given: [String: GivenDriver] = [
            "capacity.mode": GivenDriver(.word("rent")), "workloads.chat.pool": GivenDriver(.word("h100")),
        ]
        let numbers: [String: Double] = [
            "workloads.chat.tok_in": 2000, "workloads.chat.tok_out": 400, "workloads.chat.price_in": 1,
            "workloads.chat.price_out": 2, "workloads.chat.peak_to_avg": 3, "workloads.chat.migrate_month": 1,
            "workloads.chat.parallel_weeks": 0, "workloads.chat.fallback_share": 0, "workloads.chat.ramp.1": 1,
            "pools.h100.gpus_per_replica": 2, "pools.h100.tps_in": 2 * 7806, "pools.h100.tps_out": 2 * 2568,
            "pools.h100.u_max": 0.65, "pools.h100.spare_replicas": 1, "pools.h100.min_replicas": 1,
            "capacity.gpus_sold_together": 8, "capacity.rent_gpu_hour": 2.35,
        ]
        for (key, value) in numbers { given[key] = GivenDriver(.number(value)) }
        let register = try DriverRegister(structure: structure, layers: [DriverLayer(.configuration, given)])
        let model = try EconomicModel.make(members: structure.members, horizon: structure.horizon)
        let result = try Evaluator(model).evaluate([register.lane(Instance(.base, .hybrid))])
        func last(_ id: String) throws -> Double { try #require(result.series(id, member: 0, lane: 0).last) }
        let secondsOfMonth = 730.0 * 3600
        #expect(abs(try last("busy") / secondsOfMonth * 2 - 0.15676) < 0.000005)
        #expect(abs(try last("peak") / secondsOfMonth * 2 - 0.47029) < 0.000005)
        #expect(abs(try last("need") * 2 - 0.72353) < 0.000005)
        #expect(try last("pool_replicas") == 2)
        #expect(try last("pool_gpus") == 4)
        #expect(abs(try last("fleet_rent") - 13_724) < 0.005)
        #expect(abs(try last("fleet_rent") / 2400 - 5.72) < 0.005)
        #expect(abs(try last("busy") / secondsOfMonth * 2 / 8 - 0.0196) < 0.00005)
    }
}
