import Diagnostics
import Economics
import Reports
import Settings
import Testing

@testable import Breakeven

struct PoolMemoryTests {
    private func analysed(_ pool: String) throws -> Analysis {
        let project = try SmallProject()
        try project.write(
            "breakeven.yaml",
            """
            model:
              workloads:
                - {id: chat, tok_in: 4000, tok_out: 1000, price_in: 2, price_out: 8, pool: p, migrate_month: 2}
              pools:
                - {id: p, tps_in: 9000, tps_out: 900, \(pool)}
              capacity: {rent_gpu_hour: 2}
            """)
        return try Analysis(try ProjectFolder(path: project.folder, overrides: []), RunOptions())
    }

    @Test func aModelAndAGPUGiveTheirMemory() throws {
        let register = try analysed("gpu: H100 SXM, gpus_per_replica: 2, model: Llama-3.3-70B, precision: fp8").data
            .register
        #expect(register[key: "pools.p.weights_gb"]?.base == .number(70.6))
        #expect(register[key: "pools.p.kv_bytes_per_token"]?.base == .number(163_840))
        #expect(register[key: "pools.p.gpu_memory_gb"]?.base == .number(80))
        #expect(register[key: "pools.p.weights_gb"]?.source == "configuration of Llama-3.3-70B, fp8")
    }

    @Test func whatDoesNotFitIsRefusedWithTheNumberOfGPUsThatWould() {
        let failure = #expect(throws: Failure.self) {
            try analysed(
                "gpu: H100 SXM, gpus_per_replica: 4, model: Llama-3.1-405B, precision: fp8, request_tokens_in: 9000, request_tokens_out: 1000"
            )
        }
        #expect(failure?.status == .badConfiguration)
        #expect(
            failure?.diagnostics.map(\.rendered) == [
                "breakeven.yaml:5:76: error: found pool p: weights of 405.8 GB and a request of 2.6 GB, and 4 x 67.9 GB that serving may use of 80.0 GB, expected at least 7 GPUs in a replica\n"
                    + "  fix: write gpus_per_replica: 7 or more with the throughput of that size, or choose a GPU with more memory or weights of fewer bits"
            ])
    }

    @Test func aGPUThatServingFillsAloneIsRefused() {
        let failure = #expect(throws: Failure.self) {
            try analysed("gpus_per_replica: 4, weights_gb: 8, gpu_memory_gb: 4")
        }
        #expect(
            failure?.diagnostics.map(\.rendered) == [
                "breakeven.yaml:5:61: error: found pool p: weights of 8.0 GB and a request of 0.0 GB, and 4 x -0.5 GB that serving may use of 4.0 GB, expected a GPU with more memory\n"
                    + "  fix: choose a GPU with more memory"
            ])
    }
}
