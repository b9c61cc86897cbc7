import Billing
import Diagnostics
import Economics
import Testing

/// What bounds the replicas of a pool besides throughput: the memory that requests hold, and the spares that availability asks.
struct PoolSizingTests {
    private func evaluated(_ changes: [String: Double]) throws -> (Evaluation, DriverRegister) {
        let structure = ModelStructure(
            startMonth: Month("2026-12")!, horizon: 3, workloads: [.init(id: "chat", rampSteps: 1)], pools: ["p"],
            poolsWithCapacity: [], oneOffs: 0)
        var given: [String: GivenDriver] = [
            "capacity.mode": GivenDriver(.word("rent")), "workloads.chat.pool": GivenDriver(.word("p")),
        ]
        // A 70B model at 8 bits on two GPUs of 80 GB.
        var numbers: [String: Double] = [
            "workloads.chat.tok_in": 4000, "workloads.chat.tok_out": 1000, "workloads.chat.price_in": 1,
            "workloads.chat.price_out": 2, "workloads.chat.peak_to_avg": 3, "workloads.chat.migrate_month": 1,
            "workloads.chat.parallel_weeks": 0, "workloads.chat.fallback_share": 0, "workloads.chat.ramp.1": 1,
            "pools.p.gpus_per_replica": 2, "pools.p.tps_in": 1_000_000, "pools.p.tps_out": 1_000_000,
            "pools.p.u_max": 0.7, "pools.p.spare_replicas": 1, "pools.p.min_replicas": 1,
            "capacity.rent_gpu_hour": 2, "pools.p.weights_gb": 70.6, "pools.p.gpu_memory_gb": 80,
            "pools.p.kv_bytes_per_token": 163_840, "pools.p.request_tokens_in": 2000,
            "pools.p.request_tokens_out": 500, "pools.p.first_token_seconds": 1, "pools.p.next_token_seconds": 0.5,
        ]
        numbers.merge(changes) { $1 }
        for (key, value) in numbers { given[key] = GivenDriver(.number(value)) }
        let register = try DriverRegister(structure: structure, layers: [DriverLayer(.configuration, given)])
        let model = try EconomicModel.make(members: structure.members, horizon: structure.horizon)
        return (try Evaluator(model).evaluate([register.lane(Instance(.base, .hybrid))]), register)
    }

    /// 0.9 x 160 GB, less the weights and 2 x 4.12 GB, holds 397,700 tokens: 159 requests of 2,500.
    @Test func memoryLeftBesideTheWeightsHoldsRequests() throws {
        let (found, _) = try evaluated([:])
        #expect(abs(found.value("memory_free", member: 0, lane: 0) - 65.16) < 1e-9)
        #expect(found.value("requests_held", member: 0, lane: 0) == 159)
    }

    /// 1,000 Mtok of output are 2,000,000 requests a month, 2.283 a second at the peak; each stays 250.5 s, so 571.9 are in
    /// flight and need 3.597 replicas that hold 159.
    @Test func requestsInFlightAskForReplicasThatThroughputDoesNot() throws {
        let (found, _) = try evaluated([:])
        let need = try #require(found.series("need", member: 0, lane: 0).last)
        #expect(abs(need - 2_000_000 * 3 / (730.0 * 3600) * 250.5 / 159) < 1e-9)
        #expect(found.series("pool_replicas", member: 0, lane: 0).last == 5)
        let (without, _) = try evaluated(["pools.p.weights_gb": 0])
        #expect(without.series("pool_replicas", member: 0, lane: 0).last == 2)
    }

    /// Four needed, each there 98 % of the time: 4 are all there in 92.2 % of the time, 4 of 5 in 99.6 %, 4 of 6 in 99.98 %.
    @Test(arguments: [(0.9, 0.0), (0.99, 1.0), (0.999, 2.0), (0.99999, 3.0)])
    func sparesReachAnAvailability(_ target: Double, _ spares: Double) throws {
        let (found, _) = try evaluated([
            "pools.p.availability_target": target, "pools.p.replica_availability": 0.98,
        ])
        #expect(found.value("most_needed", member: 0, lane: 0) == 4)
        #expect(found.value("spares", member: 0, lane: 0) == spares)
        #expect(found.series("pool_replicas", member: 0, lane: 0).last == 4 + spares)
    }

    @Test func memoryThatIsTooSmallFailsItsCheck() throws {
        #expect(try evaluated([:]).0.value("check_memory_fits", lane: 0) == 0)
        #expect(try evaluated(["pools.p.gpus_per_replica": 1]).0.value("check_memory_fits", lane: 0) == 1)
    }

    @Test func fewestGPUsAreTheFirstThatFit() {
        for weights in [1.0, 67.88, 70.6, 135.76, 405.8] {
            for memory in [24.0, 80, 141] {
                let fewest = ModelMemory.fewestGPUs(of: memory, weights: weights, request: 0)!
                let share = 0.9 * memory - 4.12
                #expect(Double(fewest) * share >= weights - 1e-6 && Double(fewest - 1) * share < weights)
            }
        }
        #expect(ModelMemory.fewestGPUs(of: 4, weights: 1, request: 0) == nil)
    }

    @Test func knownModelsHaveTheirMemory() {
        let memory = ModelMemory(model: "meta-llama/Llama-3.3-70B-Instruct", precision: "fp8")
        #expect(memory?.weightsGB == 70.6 && memory?.cacheBytesPerToken == 163_840)
        #expect(ModelMemory(model: "Llama-3.1-8B", precision: "bf16")?.weightsGB == 16)
        #expect(ModelMemory(model: "gpt-oss-120b", precision: "mxfp4")?.weightsGB == 116.8 * 0.5625)
        #expect(ModelMemory(model: "nobody's", precision: "fp8") == nil)
    }

    @Test func binomialTailsAreThoseOfTheTextbook() {
        #expect(abs(FinanceFunctions.atMost(1, trials: 5, probability: 0.02) - 0.996_158) < 1e-6)
        #expect(FinanceFunctions.atMost(0, trials: 3, probability: 0.5) == 0.125)
        #expect(FinanceFunctions.atMost(3, trials: 3, probability: 1) == 1)
        #expect(FinanceFunctions.atMost(0, trials: 3, probability: 0) == 1)
    }
}
