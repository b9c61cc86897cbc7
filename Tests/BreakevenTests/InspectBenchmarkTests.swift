import Foundation
import TestSupport
import Testing

/// `inspect` on results of benchmarks: what ran on what, how fast, and what it would be used for.
@Suite(.enabled(if: Binary.path != nil, "the program is built beside the tests"))
struct InspectBenchmarkTests {
    static let vllm = """
        {"date": "20260908-071536", "backend": "vllm", "model_id": "meta-llama/Llama-3.1-8B-Instruct", "num_prompts": 10,
         "completed": 10, "duration": 10.0, "total_input_tokens": 1000, "total_output_tokens": 2000,
         "max_concurrency": 4, "mean_ttft_ms": 126.0, "mean_tpot_ms": 18.25,
         "gpu": "A100-SXM4-80GB", "gpus": 2, "precision": "BF16"}
        """

    private static let rows =
        "hw,model,precision,tp,isl,osl,conc,tput_per_gpu,output_tput_per_gpu\n"
        + "h200,Llama-3.1-8B,fp8,2,1024,1024,64,5480,2740\nh200,Llama-3.1-8B,fp8,2,8192,1024,,4000,0\n"

    private func inspect(_ name: String, _ text: String, _ options: [String] = []) throws -> Binary.Outcome {
        let project = try SmallProject(months: 1)
        try project.write("benchmarks/\(name)", text)
        return try project.run(["inspect", "p/benchmarks/\(name)"] + options)
    }

    private func json(_ outcome: Binary.Outcome) throws -> [String: Any] {
        let files = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]]
        return try #require(files?.first, "\(outcome.errors)")
    }

    @Test func aResultSaysWhatRanAndWhatForItIsUsed() throws {
        let outcome = try inspect("run.json", Self.vllm)
        #expect(outcome.status == 0)
        #expect(
            outcome.output == """
                p/benchmarks/run.json
                  format       vllm-bench-serve, a benchmark result of vllm bench serve
                  written as   utf-8, JSON
                  runs         1: 1 usable, 0 refused
                  measured     Llama-3.1-8B-Instruct in bf16 on 2 x A100-SXM-80GB, 2026-09-08
                  requests     10 requests, 0 failed, 4 at a time
                  tokens       100 in, 200 out for a request
                  throughput   200 tokens/s out, 300 with input; 100 out of a GPU
                  latency      126 ms to the first token, 18.25 ms for each further one
                  used for     tps_in and tps_out of pools with model Llama-3.1-8B-Instruct, precision bf16 and GPU A100-SXM-80GB: 300 tokens/s for a replica of 2

                """)
    }

    @Test func aRunThatFailedIsShownAndRefused() throws {
        let outcome = try inspect("run.json", Self.vllm.replacing("\"completed\": 10", with: "\"completed\": 8"))
        #expect(outcome.status == 0)
        #expect(
            outcome.output.hasSuffix(
                """
                  runs         1: 0 usable, 1 refused
                  measured     meta-llama/Llama-3.1-8B-Instruct in BF16 on 2 x A100-SXM4-80GB, 2026-09-08
                  requests     10 requests, 2 failed, 4 at a time
                  tokens       125 in, 250 out for a request
                  throughput   200 tokens/s out, 300 with input
                  latency      126 ms to the first token, 18.25 ms for each further one
                  used for     nothing until it is mended
                  refused runs
                    p/benchmarks/run.json: error: found 2 failed requests of 10, expected a run in which every request was answered
                      fix: lower the load until none fails, and measure again

                """), "\(outcome.output)")
    }

    @Test func manyRunsAreOneLineEach() throws {
        let outcome = try inspect("rows.csv", Self.rows)
        #expect(outcome.status == 0)
        #expect(
            outcome.output == """
                p/benchmarks/rows.csv
                  format       inferencex, a benchmark result of InferenceX
                  written as   utf-8, fields parted by ","
                  runs         2: 1 usable, 1 refused
                  run          Llama-3.1-8B in fp8 on 2 x H200-SXM-141GB; 1024 in, 1024 out; 5480 tokens/s out, 10960 with input; 2740 out of a GPU
                  run          Llama-3.1-8B in fp8 on 2 x h200; 8192 in, 1024 out; 0 tokens/s out, 8000 with input; refused
                  refused runs
                    p/benchmarks/rows.csv: error: found a result of InferenceX without tokens of a request or a second in run 2 of 2, expected mean input and output tokens of a request, and output tokens a second, above 0
                      fix: measure again with a tokenizer, so that tokens are counted

                """)
    }

    @Test func aProgramReadsTheSame() throws {
        let file = try json(inspect("run.json", Self.vllm, ["--json"]))
        #expect(file["file"] as? String == "p/benchmarks/run.json")
        #expect((file["sha256"] as? String)?.count == 64)
        #expect(file["format"] as? String == "vllm-bench-serve")
        for (key, value) in ["rows": 1, "accepted": 1, "rejected": 0, "skipped": 0] {
            #expect(file[key] as? Int == value, "\(key)")
        }
        let run = try #require((file["benchmarks"] as? [[String: Any]])?.first)
        for (key, value) in [
            "tool": "vllm bench serve", "model": "Llama-3.1-8B-Instruct", "precision": "bf16", "gpu": "A100-SXM-80GB",
            "date": "2026-09-08", "status": "usable",
        ] { #expect(run[key] as? String == value, "\(key)") }
        for (key, value) in [
            "gpus": 2, "input_tokens": 100, "output_tokens": 200, "concurrency": 4, "output_tokens_per_second": 200,
            "total_tokens_per_second": 300, "first_token_seconds": 0.126, "next_token_seconds": 0.01825, "requests": 10,
            "failed_requests": 0, "tps_in": 300, "tps_out": 300,
        ] as [String: Double] { #expect(run[key] as? Double == value, "\(key)") }
        let failed = try json(
            inspect("run.json", Self.vllm.replacing("\"completed\": 10", with: "\"completed\": 8"), ["--json"]))
        #expect(failed["rejected"] as? Int == 1)
        #expect((failed["benchmarks"] as? [[String: Any]])?.first?["status"] as? String == "refused")
        #expect(
            (failed["notes"] as? [[String: Any]])?.map { $0["message"] as? String } == [
                "found 2 failed requests of 10, expected a run in which every request was answered"
            ])
    }

    @Test func aLayoutThatIsNotKnownIsNamed() throws {
        let outcome = try inspect(
            "run.json", #"{"metadata": {"version": 9, "guidellm_version": "1.0"}, "benchmarks": []}"#)
        #expect(outcome.status == 65)
        #expect(
            outcome.errors == """
                p/benchmarks/run.json: error: found a report in layout 9 of guidellm 1.0, expected layout 1 or 2 with metrics, or one without a number, as guidellm 0.2 to 0.8 write them
                  fix: measure with one of these versions, or write tps_in and tps_out of the pool

                """)
    }

    @Test func otherJSONIsSaidToBeNone() throws {
        let outcome = try inspect("run.json", "{\"a\": 1}\n")
        #expect(outcome.status == 65)
        #expect(
            outcome.errors.contains(
                "p/benchmarks/run.json: error: found no benchmark result that is known, expected a result of vllm bench serve, AIPerf, guidellm or InferenceX"
            ), "\(outcome.errors)")
    }
}
