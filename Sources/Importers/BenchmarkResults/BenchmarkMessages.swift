import Billing
import Diagnostics

extension Diagnostic {
    static func notABenchmark(_ file: String) -> Diagnostic {
        Diagnostic(
            "not-a-benchmark", at: SourcePosition(file: file), found: "no benchmark result that is known",
            expected: "a result of vllm bench serve, AIPerf, guidellm or InferenceX",
            fix: "save the result as JSON, or move the file out of the benchmarks folder")
    }

    static func unknownGuideLLMLayout(_ layout: String, _ file: String) -> Diagnostic {
        Diagnostic(
            "unknown-benchmark-layout", at: SourcePosition(file: file), found: "a report in \(layout)",
            expected:
                "layout 1 or 2 with metrics, or one without a number, as guidellm 0.2 to 0.8 write them",
            fix: "measure with one of these versions, or write tps_in and tps_out of the pool")
    }

    static func guideLLMTable(_ file: String) -> Diagnostic {
        Diagnostic(
            "benchmark-table", at: SourcePosition(file: file), found: "guidellm's table of results",
            expected: "its report as JSON",
            fix: "keep benchmarks.json of the same run, and move the table out of the benchmarks folder")
    }

    static func guideLLMYAML(_ file: String) -> Diagnostic {
        Diagnostic(
            "benchmark-yaml", at: SourcePosition(file: file), found: "guidellm's report as YAML",
            expected: "its report as JSON",
            fix: "export the same run as benchmarks.json, and move the YAML out of the benchmarks folder")
    }

    /// - Parameter place: ` in run 2 of 5`; empty: the file holds one run.
    static func benchmarkFailed(
        _ failed: Double, of requests: Double?, _ place: String, at position: SourcePosition
    ) -> Diagnostic {
        let all = requests.map { " of \(Int($0))" } ?? ""
        return Diagnostic(
            "benchmark-failed", at: position,
            found: "\(failed == 1 ? "1 failed request" : "\(Int(failed)) failed requests")\(all)\(place)",
            expected: "a run in which every request was answered",
            fix: "lower the load until none fails, and measure again")
    }

    static func benchmarkWithoutRates(_ tool: String, _ place: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "benchmark-without-rates", at: position,
            found: "a result of \(tool) without tokens of a request or a second\(place)",
            expected: "mean input and output tokens of a request, and output tokens a second, above 0",
            fix: "measure again with a tokenizer, so that tokens are counted")
    }

    static func benchmarkStopped(_ tool: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "benchmark-stopped", at: position, found: "a run of \(tool) that was stopped before its end",
            expected: "a run that ended by itself", fix: "measure again, with fewer requests or more time")
    }

    /// - Parameter resolution: what the name could stand for, where the file gives one.
    static func benchmarkWithoutGPU(
        _ text: String?, _ resolution: GPUResolution, at position: SourcePosition
    ) -> Diagnostic {
        var expected = "a GPU that is known, such as H100-SXM-80GB"
        if text != nil {
            switch resolution {
            case .known: break
            case .ambiguous(let models):
                expected = "one GPU; it could be \(models.map(\.name).joined(separator: ", "))"
            case .unknown(let nearest):
                if !nearest.isEmpty { expected = "a GPU that is known; nearest: \(nearest.joined(separator: ", "))" }
            }
        }
        return Diagnostic(
            "benchmark-without-gpu", at: position,
            found: text.map { "\"\($0)\" as the GPU" } ?? "a result that does not say on which GPUs it was measured",
            expected: expected,
            fix: "add \"gpu\", \"gpus\" and \"precision\" to the file, or call it 2x-H100-SXM-80GB-fp8.json")
    }
}
