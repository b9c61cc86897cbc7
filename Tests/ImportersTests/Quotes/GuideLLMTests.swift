import Billing
import Diagnostics
import Importers
import Tabular
import Testing

/// Reports of guidellm in every layout that it has had.
struct GuideLLMTests {
    /// One distribution an outcome, as every layout has it.
    private static func metric(_ name: String, _ mean: Double) -> String {
        let none =
            #"{"mean": 0.0, "median": 0.0, "count": 0, "total_sum": 0.0, "percentiles": {"p50": 0.0}, "pdf": null}"#
        return
            #""\#(name)": {"successful": {"mean": \#(mean), "median": 1.0, "count": 50, "percentiles": {"p50": 1.0}}, "#
            + #""errored": \#(none), "incomplete": {"mean": 7777.0, "count": 2}, "total": {"mean": 8888.0, "count": 52}}"#
    }

    private static let metrics =
        [
            ("requests_per_second", 2.0), ("request_concurrency", 32), ("request_latency", 16),
            ("prompt_token_count", 500), ("output_token_count", 100), ("time_to_first_token_ms", 150),
            ("time_per_output_token_ms", 21.3), ("inter_token_latency_ms", 20), ("output_tokens_per_second", 200),
            ("tokens_per_second", 1200),
        ].map { metric($0, $1) }.joined(separator: ", ")

    private static func totals(errored: Int = 0) -> String {
        #"{"successful": 50, "errored": \#(errored), "incomplete": 2, "total": \#(52 + errored)}"#
    }

    /// guidellm 0.2 and 0.3: the model in `worker`, totals beside the metrics, the user's facts in `extras`.
    private static let layout0 = """
        {"benchmarks": [{"type_": "generative_benchmark", "id_": "1", "run_id": "2",
         "args": {"profile": {"type_": "sweep"}, "strategy_index": 3, "strategy": {"type_": "constant", "rate": 2.0}},
         "run_stats": {"requests_made": \(totals())},
         "worker": {"type_": "generative", "backend_type": "openai_http", "backend_target": "http://gpu:8000",
          "backend_model": "meta-llama/Llama-3.1-8B-Instruct"},
         "extras": {"gpu": "NVIDIA H100 80GB HBM3", "gpus": 2, "precision": "FP8"},
         "start_time": 1757315736.5, "end_time": 1757315796.5, "duration": 60.0,
         "metrics": {\(metrics)}, "request_totals": \(totals()), "requests": {"successful": []}}]}
        """

    private static func run(totals: String) -> String {
        #"{"type_": "generative_benchmark", "config": {"id_": "1", "run_index": 0, "strategy": {"type_": "concurrent"}, "#
            + #""backend": {"target": "http://gpu:8000", "model": "meta-llama/Llama-3.1-8B-Instruct"}}, "#
            + #""scheduler_metrics": {"requests_made": \#(totals)}, "metrics": {"request_totals": \#(totals), \#(metrics)}, "#
            + #""requests": {"successful": [], "total": null}, "start_time": 1757315736.5, "duration": 60.0}"#
    }

    /// guidellm 0.5 and 0.6.
    private static func layout1(_ runs: [String] = [run(totals: totals())], version: String = "1") -> String {
        #"{"metadata": {"version": \#(version), "guidellm_version": "0.6.0", "python_version": "3.12.3"}, "#
            + #""args": {"target": "http://gpu:8000", "profile": "concurrent", "backend": "openai_http", "#
            + #""model": "meta-llama/Llama-3.1-8B-Instruct"}, "benchmarks": [\#(runs.joined(separator: ", "))]}"#
    }

    /// guidellm 0.7 and 0.8: labels of the user in the configuration.
    private static let layout2 =
        #"{"metadata": {"version": 2, "guidellm_version": "0.8.1"}, "config": {"metadata": {"labels": "#
        + #"{"gpu": "NVIDIA H100 80GB HBM3", "gpus": "2", "precision": "fp8"}}, "spec": {"backend": {"kind": "#
        + #""openai_http", "model": "meta-llama/Llama-3.1-8B-Instruct"}}}, "benchmarks": ["#
        + run(totals: totals()).replacing(#", "model": "meta-llama/Llama-3.1-8B-Instruct""#, with: "") + "]}"

    private func read(_ text: String, _ name: String = "2x-H100-SXM-80GB-fp8.json") throws -> [ThroughputPoint] {
        try withFile("benchmarks/\(name)", text) { try readBenchmarks([$0]) }
    }

    @Test(arguments: [
        (layout0, "run.json"), (layout1(), "2x-H100-SXM-80GB-fp8.json"), (layout2, "run.json"),
    ])
    func everyLayoutGivesTheSameRun(_ text: String, _ name: String) throws {
        let points = try read(text, name)
        #expect(points.count == 1)
        let point = try #require(points.first)
        #expect(point.model == "Llama-3.1-8B-Instruct")
        #expect((point.gpu, point.gpus, point.precision) == ("H100-SXM-80GB", 2, "fp8"))
        #expect((point.inputTokens, point.outputTokens, point.concurrency) == (500, 100, 32))
        #expect((point.outputRate, point.totalRate) == (200, 1200))
        #expect((point.firstToken, point.nextToken) == (0.15, 0.02))
        #expect(point.date == "2025-09-08")
    }

    @Test func everyRateOfASweepIsAPoint() throws {
        let slower = Self.run(totals: Self.totals()).replacing("200.0", with: "150.0")
        let points = try read(Self.layout1([slower, Self.run(totals: Self.totals())]))
        #expect(points.map(\.outputRate) == [150, 200])
    }

    @Test(arguments: [
        (
            layout1(version: "3"), "run.json",
            "benchmarks/run.json: error: found a report in layout 3 of guidellm 0.6.0, expected layout 1 or 2 with metrics, or one without a number, as guidellm 0.2 to 0.8 write them\n"
                + "  fix: measure with one of these versions, or write tps_in and tps_out of the pool"
        ),
        (
            layout1([#"{"type_": "generative_benchmark", "results": []}"#]), "run.json",
            "benchmarks/run.json: error: found a report in guidellm 0.6.0 without metrics, expected layout 1 or 2 with metrics, or one without a number, as guidellm 0.2 to 0.8 write them\n"
                + "  fix: measure with one of these versions, or write tps_in and tps_out of the pool"
        ),
        (
            layout1([run(totals: totals()), run(totals: totals(errored: 3))]), "2x-H100-SXM-80GB-fp8.json",
            "benchmarks/2x-H100-SXM-80GB-fp8.json: error: found 3 failed requests of 55 in run 2 of 2, expected a run in which every request was answered\n"
                + "  fix: lower the load until none fails, and measure again"
        ),
        (
            "Run Info,Run Info,Request Counts\nRun ID,Run Index,Successful\n,,\na,0,50\n", "benchmarks.csv",
            "benchmarks/benchmarks.csv: error: found guidellm's table of results, expected its report as JSON\n"
                + "  fix: keep benchmarks.json of the same run, and move the table out of the benchmarks folder"
        ),
        (
            "metadata:\n  version: 2\n  guidellm_version: 0.8.1\nbenchmarks:\n  - type_: generative_benchmark\n",
            "run.yaml",
            "benchmarks/run.yaml: error: found guidellm's report as YAML, expected its report as JSON\n"
                + "  fix: export the same run as benchmarks.json, and move the YAML out of the benchmarks folder"
        ),
        (
            #"{"benchmarks": [{"name": "sort", "stats": {"mean": 1}}]}"#, "run.json",
            "benchmarks/run.json: error: found no benchmark result that is known, expected a result of vllm bench serve, AIPerf, guidellm or InferenceX\n"
                + "  fix: save the result as JSON, or move the file out of the benchmarks folder"
        ),
    ])
    func whatIsNotKnownIsSaid(_ text: String, _ name: String, _ message: String) throws {
        let found = try failure { _ = try read(text, name) }
        #expect(found.status == .badData)
        #expect(found.text == [message])
    }
}
