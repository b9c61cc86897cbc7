import Billing
import Diagnostics
import Importers
import Tabular
import Testing

struct BenchmarkTests {
    private static let vllm = """
        {"date": "20260908-071536", "backend": "vllm", "model_id": "meta-llama/Llama-3.1-8B-Instruct", "num_prompts": 10,
         "completed": 10, "duration": 10.0, "total_input_tokens": 1000, "total_output_tokens": 2000,
         "output_throughput": 200.0, "mean_ttft_ms": 126.0, "mean_tpot_ms": 18.0, "mean_itl_ms": 115.0,
         "gpu": "A100-SXM4-80GB", "gpus": 2, "precision": "BF16", "itls": [[], []]}
        """

    private static let aiperf = """
        {"input_config": {"endpoint": {"model_names": ["Llama-3.1-8B"]}, "loadgen": {"concurrency": 32}},
         "request_count": {"unit": "requests", "avg": 100}, "request_throughput": {"unit": "requests/sec", "avg": 2.0},
         "input_sequence_length": {"avg": 500}, "output_sequence_length": {"avg": 100},
         "output_token_throughput": {"avg": 200.0}, "total_token_throughput": {"avg": 1200.0},
         "time_to_first_token": {"unit": "ms", "avg": 150}, "inter_token_latency": {"unit": "ms", "avg": 20},
         "start_time": "2026-09-08T07:15:36"}
        """

    private static let aiperfCSV = """
        Metric,avg,min,max,p99
        Time to First Token (ms),150,100,200,199
        Inter Token Latency (ms),20,10,30,29
        Output Sequence Length (tokens),100,90,110,109
        Input Sequence Length (tokens),500,500,500,500

        Metric,Value
        Output Token Throughput (tokens/sec),200.00
        Total Token Throughput (tokens/sec),"1,200.00"
        Request Throughput (requests/sec),2.00
        Request Count (requests),100
        """

    private static let inferenceX = """
        [{"hw": "h200", "model": "Llama-3.1-8B", "precision": "fp8", "tp": 2, "isl": 1024, "osl": 1024, "conc": 64,
          "tput_per_gpu": 5480, "output_tput_per_gpu": 2740, "input_tput_per_gpu": 2740, "date": "2026-03-01"}]
        """

    private func read(_ text: String, _ name: String) throws -> [ThroughputPoint] {
        try withFile("benchmarks/\(name)", text) { try readBenchmarks([$0]) }
    }

    @Test func vllmCountsTokensAndNeverTheGapsOfTheStream() throws {
        let point = try #require(try read(Self.vllm, "run.json").first)
        #expect(point.model == "Llama-3.1-8B-Instruct")
        #expect((point.gpu, point.gpus, point.precision) == ("A100-SXM-80GB", 2, "bf16"))
        #expect((point.inputTokens, point.outputTokens) == (100, 200))
        #expect((point.outputRate, point.totalRate) == (200, 300))
        #expect((point.firstToken, point.nextToken) == (0.126, 0.018))
        #expect((point.kind, point.date) == (.own, "2026-09-08"))
        #expect(point.source == "vllm bench serve, benchmarks/run.json")
    }

    @Test(arguments: [
        (aiperf, "2x-H100-SXM-80GB-fp8.json"), (aiperfCSV, "2x-H100-SXM-80GB-fp8.csv"),
    ])
    func toolsAgreeOnOneRun(_ text: String, _ name: String) throws {
        let point = try #require(try read(text, name).first)
        #expect((point.gpu, point.gpus, point.precision) == ("H100-SXM-80GB", 2, "fp8"))
        #expect((point.inputTokens, point.outputTokens) == (500, 100))
        #expect((point.outputRate, point.totalRate) == (200, 1200))
        #expect(point.firstToken == 0.15)
    }

    /// Two of four GPUs decode: 3,000 tokens a second of each, and 4,500 tokens in and out of each of the four.
    @Test func gpusThatOnlyReadTakeNoPartInTheOutput() throws {
        let row =
            #"{"hw": "h200", "model": "m", "num_prefill_gpu": 2, "num_decode_gpu": 2, "tp": 8, "isl": 2048, "#
            + #""osl": 1024, "tput_per_gpu": 4500, "output_tput_per_gpu": 3000, "input_tput_per_gpu": 6000}"#
        let point = try #require(try read(row, "rows.json").first)
        #expect((point.gpus, point.outputRate, point.totalRate) == (4, 6000, 18_000))
        let without = try #require(try read(row.replacing("\"tput_per_gpu\": 4500, ", with: ""), "rows.json").first)
        #expect(without.totalRate == 18_000)
    }

    /// Longer than what is read of a file to tell what it is.
    @Test func aLongTableIsReadToItsEnd() throws {
        let rows = (1...9000).map { "h200,Llama-3.1-8B,fp8,2,1024,1024,64,5480,\($0)\n" }.joined()
        let points = try read("hw,model,precision,tp,isl,osl,conc,tput_per_gpu,output_tput_per_gpu\n" + rows, "r.csv")
        #expect(points.count == 9000 && points.last?.outputRate == 18_000)
    }

    @Test func inferenceXRowsMayBeATable() throws {
        let table =
            "hw,model,precision,tp,isl,osl,conc,tput_per_gpu,output_tput_per_gpu\n"
            + "h200,Llama-3.1-8B,fp8,2,1024,1024,64,5480,2740\nh200,Llama-3.1-8B,fp8,2,8192,1024,,4000,440\n"
        let points = try read(table, "rows.csv")
        #expect(points.map(\.outputRate) == [5480, 880] && points.map(\.totalRate) == [10_960, 8000])
        #expect(points.map(\.concurrency) == [64, nil])
    }

    @Test func telemetryTellsTheGPUs() throws {
        let gpus =
            #""telemetry_data": {"endpoints": {"a:9401": {"gpus": {"gpu_0": {"gpu_name": "NVIDIA A100-SXM4-80GB"}, "#
            + #""gpu_1": {"gpu_name": "NVIDIA A100-SXM4-80GB"}}}}}, "request_count""#
        let point = try #require(try read(Self.aiperf.replacing("\"request_count\"", with: gpus), "run.json").first)
        #expect((point.gpu, point.gpus) == ("A100-SXM-80GB", 2))
        let watched =
            "\nEndpoint,GPU_Index,GPU_Name,GPU_UUID,Metric,avg,min\n"
            + "a:9401,0,NVIDIA A100-SXM4-80GB,GPU-1,GPU Power Usage (W),430,200\n"
            + "a:9401,0,NVIDIA A100-SXM4-80GB,GPU-1,GPU Utilization (%),33,0\n"
            + "a:9401,1,NVIDIA A100-SXM4-80GB,GPU-2,GPU Power Usage (W),430,200\n"
        let same = try #require(try read(Self.aiperfCSV + "\n" + watched, "run.csv").first)
        #expect((same.gpu, same.gpus, same.outputRate) == ("A100-SXM-80GB", 2, 200))
    }

    @Test func inferenceXRowsAreOfOneGPU() throws {
        let point = try #require(try read(Self.inferenceX, "rows.json").first)
        #expect((point.gpu, point.gpus) == ("H200-SXM-141GB", 2))
        #expect((point.outputRate, point.totalRate) == (5480, 10_960))
        #expect((point.inputTokens, point.outputTokens, point.concurrency) == (1024, 1024, 64))
    }

    @Test(arguments: [
        (
            vllm.replacing("\"completed\": 10", with: "\"completed\": 7"), "run.json",
            "benchmarks/run.json: error: found 3 failed requests of 10, expected a run in which every request was answered\n"
                + "  fix: lower the load until none fails, and measure again"
        ),
        (
            vllm.replacing("\"completed\": 10", with: "\"completed\": 9, \"failed\": 0"), "run.json",
            "benchmarks/run.json: error: found 1 failed request of 10, expected a run in which every request was answered\n"
                + "  fix: lower the load until none fails, and measure again"
        ),
        (
            aiperf.replacing(
                "\"request_count\"", with: "\"error_request_count\": {\"avg\": 4}, \"request_count\""), "H200-SXM.json",
            "benchmarks/H200-SXM.json: error: found 4 failed requests of 104, expected a run in which every request was answered\n"
                + "  fix: lower the load until none fails, and measure again"
        ),
        (
            aiperf, "run.json",
            "benchmarks/run.json: error: found a result that does not say on which GPUs it was measured, expected a GPU that is known, such as H100-SXM-80GB\n"
                + "  fix: add \"gpu\", \"gpus\" and \"precision\" to the file, or call it 2x-H100-SXM-80GB-fp8.json"
        ),
        (
            vllm.replacing("A100-SXM4-80GB", with: "H100"), "run.json",
            "benchmarks/run.json: error: found \"H100\" as the GPU, expected one GPU; it could be H100-NVL-94GB, H100-PCIE-80GB, H100-SXM-80GB\n"
                + "  fix: add \"gpu\", \"gpus\" and \"precision\" to the file, or call it 2x-H100-SXM-80GB-fp8.json"
        ),
        (
            vllm.replacing("\"total_output_tokens\": 2000", with: "\"total_output_tokens\": 0"), "run.json",
            "benchmarks/run.json: error: found a result of vllm bench serve without tokens of a request or a second, expected mean input and output tokens of a request, and output tokens a second, above 0\n"
                + "  fix: measure again with a tokenizer, so that tokens are counted"
        ),
        (
            vllm.replacing("A100-SXM4-80GB", with: "H900-SXM-80GB"), "run.json",
            "benchmarks/run.json: error: found \"H900-SXM-80GB\" as the GPU, expected a GPU that is known; nearest: H100-SXM-80GB, H200-SXM-141GB, A100-SXM-40GB\n"
                + "  fix: add \"gpu\", \"gpus\" and \"precision\" to the file, or call it 2x-H100-SXM-80GB-fp8.json"
        ),
        (
            aiperf.replacing(
                "\"request_count\"",
                with:
                    "\"error_request_count\": null, \"error_summary\": [{\"count\": 81}, {\"count\": 3}], \"request_count\""
            ),
            "H200-SXM.json",
            "benchmarks/H200-SXM.json: error: found 84 failed requests of 184, expected a run in which every request was answered\n"
                + "  fix: lower the load until none fails, and measure again"
        ),
        (
            aiperf.replacing("\"start_time\"", with: "\"was_cancelled\": true, \"start_time\""), "H200-SXM.json",
            "benchmarks/H200-SXM.json: error: found a run of AIPerf that was stopped before its end, expected a run that ended by itself\n"
                + "  fix: measure again, with fewer requests or more time"
        ),
        (
            "{\"a\": 1}", "run.json",
            "benchmarks/run.json: error: found no benchmark result that is known, expected a result of vllm bench serve, AIPerf, guidellm or InferenceX\n"
                + "  fix: save the result as JSON, or move the file out of the benchmarks folder"
        ),
    ])
    func resultsThatCannotBeReliedOnAreRefused(_ text: String, _ name: String, _ message: String) throws {
        let found = try failure { _ = try read(text, name) }
        #expect(found.status == .badData)
        #expect(found.text == [message])
    }
}
