import Billing
import Tabular

/// guidellm, `benchmarks.json`: one element for each rate that was tried.
///
/// Layouts. Up to guidellm 0.3 there is no `metadata`, and a run names its model in `worker` and holds what the user adds in
/// `extras`. Later ones count their layout in `metadata.version`: 1 keeps the arguments in `args`, 2 (guidellm 0.7) in
/// `config`, with the user's labels. Each run names its model in `config.backend` then. The metrics are the same in all: one
/// distribution for each outcome of a request, of which those that were answered count.
extension BenchmarkFigures {
    /// Newest value of `metadata.version` that is known.
    static let newestGuideLLMLayout = 2

    /// - Returns: nil when this is no report of guidellm, or one in a layout that is not known.
    static func guideLLM(_ document: JSONValue) -> [BenchmarkFigures]? {
        guard isGuideLLM(document), unknownGuideLLMLayout(document) == nil else { return nil }
        return document["benchmarks"]?.elements?.map { guideLLM($0, in: document) }
    }

    static func isGuideLLM(_ document: JSONValue) -> Bool {
        guard let runs = document["benchmarks"]?.elements else { return false }
        return document["metadata"]?["guidellm_version"] != nil
            || runs.contains { run in
                (run["type_"]?.text ?? "").hasPrefix("generative_")
                    || run["metrics"]?["output_tokens_per_second"]?["successful"] != nil
            }
    }

    /// What a report of guidellm is in, as words; nil: a layout that is known.
    static func unknownGuideLLMLayout(_ document: JSONValue) -> String? {
        let metadata = document["metadata"]
        let program = metadata?["guidellm_version"]?.text.map { "guidellm \($0)" } ?? "guidellm"
        if let layout = metadata?.number("version"), layout > Double(newestGuideLLMLayout) {
            return "layout \(Int(layout)) of \(program)"
        }
        let runs = document["benchmarks"]?.elements ?? []
        return runs.isEmpty || runs.contains { $0["metrics"]?.members == nil } ? "\(program) without metrics" : nil
    }

    private static func guideLLM(_ run: JSONValue, in document: JSONValue) -> BenchmarkFigures {
        let metrics = run["metrics"]
        func mean(_ name: String) -> Double? { metrics?[name]?["successful"]?.number("mean") }
        var result = BenchmarkFigures(tool: .guideLLM)
        for place in [document, document["config"]?["metadata"]?["labels"], run["extras"]] {
            if let place { result.readNames(place) }
        }
        let models = [
            run["config"]?["backend"]?["model"], run["worker"]?["backend_model"], document["args"]?["model"],
            document["args"]?["backend_kwargs"]?["model"], document["config"]?["spec"]?["backend"]?["model"],
        ]
        result.model = models.lazy.compactMap { $0?.text }.first ?? result.model
        result.input = mean("prompt_token_count")
        result.output = mean("output_token_count")
        result.outputRate = mean("output_tokens_per_second")
        result.totalRate = mean("tokens_per_second")
        result.firstToken = mean("time_to_first_token_ms").map { $0 / 1000 }
        // Its time per output token counts the first one in.
        result.nextToken = (mean("inter_token_latency_ms") ?? mean("time_per_output_token_ms")).map { $0 / 1000 }
        result.concurrency = mean("request_concurrency")
        let totals =
            metrics?["request_totals"] ?? run["request_totals"] ?? run["scheduler_metrics"]?["requests_made"]
            ?? run["run_stats"]?["requests_made"]
        result.requests = totals?.number("total")
        // What was under way when the time was up is no failure.
        result.failed = totals?.number("errored")
        result.date = run.number("start_time").flatMap { seconds in
            seconds > 0 ? "\(Day(number: Int(seconds / 86_400)))" : nil
        }
        return result
    }

    /// guidellm's report as YAML, which begins with its metadata or with its arguments.
    static func isGuideLLMYAML(_ bytes: [UInt8]) -> Bool {
        let text = String(decoding: bytes.prefix(4096), as: UTF8.self)
        let lines = text.split(whereSeparator: \.isNewline)
        return lines.contains { $0 == "benchmarks:" || $0 == "metadata:" }
            && (text.contains("guidellm") || text.contains("generative_"))
    }

    /// guidellm's own table: three lines of header, groups of columns in the first.
    static func isGuideLLMTable(_ rows: [[String]]) -> Bool {
        rows.count > 2 && rows[0].contains("Run Info") && rows[1].contains("Run ID")
    }
}
