import Billing
import Diagnostics
import Economics
import Settings
import Testing

@testable import Breakeven

struct PoolThroughputTests {
    private func settings(_ changes: [String: DriverValue?]) -> ModelSettings {
        var values: [String: DriverValue?] = [
            "model": .word("Llama-3.3-70B"), "precision": .word("fp8"), "gpu": .word("H100 SXM"),
            "gpus_per_replica": .number(4), "request_tokens_in": .number(1000), "request_tokens_out": .number(1000),
        ]
        values.merge(changes) { $1 }
        var settings = ModelSettings()
        settings.poolIds = ["p"]
        for (name, value) in values { if let value { settings.given["pools.p.\(name)"] = GivenDriver(value) } }
        return settings
    }

    @Test func aPoolThatNamesAModelGetsPublishedRates() throws {
        let read = try PoolThroughput(settings([:]), [])
        // 4418 output tokens a second on 2 GPUs, as many in, on 4.
        #expect(read.layer.drivers["pools.p.tps_in"]?.base == .number(17_672))
        #expect(read.layer.drivers["pools.p.tps_out"]?.base == .number(17_672))
        #expect(
            read.notes.map(\.rendered) == [
                "pools.p.tps_out: note: throughput of pool p: measured: Llama-3.3-70B fp8 on 2 H100-SXM-80GB, 1000 in, 1000 out, same shape; NVIDIA TensorRT-LLM performance overview, greatest throughput, 2025"
            ])
    }

    @Test func ownResultsComeBeforePublishedOnes() throws {
        let own = ThroughputPoint(
            model: "Llama-3.3-70B-Instruct", precision: "fp8", gpu: "H100-SXM-80GB", gpus: 2, input: 4000, output: 1000,
            outputRate: 100, kind: .own, source: "vllm bench serve, benchmarks/run.json", date: "2026-11-01")
        let read = try PoolThroughput(settings([:]), [own])
        #expect(read.layer.drivers["pools.p.tps_out"]?.base == .number(1000))
        #expect(
            read.notes.map(\.rendered) == [
                "pools.p.tps_out: warning: found throughput of pool p: own benchmark: Llama-3.3-70B-Instruct fp8 on 2 H100-SXM-80GB, 4000 in, 1000 out, requests 4.0 times away; vllm bench serve, benchmarks/run.json, 2026-11-01, expected a measurement of requests like yours\n"
                    + "  fix: measure it with `vllm bench serve` at your lengths"
            ])
    }

    /// Little's law needs the time of a request: the measurement's, where the project writes none.
    @Test func theLatencyOfTheMeasurementIsUsedToo() throws {
        var own = ThroughputPoint(
            model: "Llama-3.3-70B-Instruct", precision: "fp8", gpu: "H100-SXM-80GB", gpus: 4, input: 1000, output: 1000,
            outputRate: 100, kind: .own, source: "vllm bench serve, benchmarks/run.json", date: "2026-11-01")
        own.firstToken = 0.4
        own.nextToken = 0.02
        let read = try PoolThroughput(settings([:]), [own])
        #expect(read.layer.drivers["pools.p.first_token_seconds"]?.base == .number(0.4))
        #expect(read.layer.drivers["pools.p.next_token_seconds"]?.base == .number(0.02))
        #expect(
            read.layer.drivers["pools.p.next_token_seconds"]?.source == read.layer.drivers["pools.p.tps_out"]?.source)
        let written = try PoolThroughput(settings(["next_token_seconds": .number(0.05)]), [own])
        #expect(written.layer.drivers["pools.p.next_token_seconds"] == nil)
        own.firstToken = nil
        #expect(try PoolThroughput(settings([:]), [own]).layer.drivers["pools.p.first_token_seconds"] == nil)
    }

    @Test func ratesThatAreWrittenStand() throws {
        let read = try PoolThroughput(settings(["tps_in": .number(5)]), [])
        #expect(read.layer.drivers.isEmpty && read.notes.isEmpty)
        #expect(try PoolThroughput(settings(["model": nil]), []).layer.drivers.isEmpty)
    }

    @Test func whatIsMissingOrUnknownIsNamed() {
        let missing = #expect(throws: Failure.self) {
            try PoolThroughput(settings(["precision": nil, "request_tokens_in": nil]), [])
        }
        #expect(missing?.status == .badConfiguration)
        #expect(
            missing?.diagnostics.map(\.rendered) == [
                "pools.p.model: error: found pool p names a model, and not precision, request_tokens_in, expected tps_in and tps_out, or what is needed to choose them from benchmarks\n"
                    + "  fix: write precision, request_tokens_in for the pool"
            ])
        let unknown = #expect(throws: Failure.self) {
            try PoolThroughput(settings(["gpu": .word("T4"), "precision": .word("fp8")]), [])
        }
        #expect(
            unknown?.diagnostics.map(\.rendered) == [
                "pools.p.model: error: found no throughput of Llama-3.3-70B fp8 on T4-16GB, expected a benchmark of your own below benchmarks/\n"
                    + "  fix: save the result of `vllm bench serve` below benchmarks/, or write tps_in and tps_out"
            ])
    }
}
