import Tabular

/// Tools whose results are read. Raw values are what `inspect` calls the format.
package enum BenchmarkTool: String, CaseIterable, Hashable, Sendable {
    case vllm = "vllm-bench-serve"
    case aiperf
    case guideLLM = "guidellm"
    case inferenceX = "inferencex"

    /// As people call it.
    package var name: String {
        switch self {
        case .vllm: "vllm bench serve"
        case .aiperf: "AIPerf"
        case .guideLLM: "guidellm"
        case .inferenceX: "InferenceX"
        }
    }
}

/// What a benchmark tool wrote about one run, before it is checked; nil: the file does not say.
package struct BenchmarkFigures: Hashable, Sendable {
    package var tool: BenchmarkTool
    package var model: String?
    package var precision: String?
    package var gpu: String?
    package var gpus: Double?
    package var input: Double?
    package var output: Double?
    package var concurrency: Double?
    /// Seconds.
    package var firstToken: Double?
    package var nextToken: Double?
    /// A second, of the whole system.
    package var outputRate: Double?
    package var totalRate: Double?
    package var requests: Double?
    package var failed: Double?
    /// The run ended before all requests were sent.
    package var wasStopped = false
    package var date: String?

    init(tool: BenchmarkTool) { self.tool = tool }
}

extension BenchmarkFigures {
    /// Every run that a JSON document of a known tool holds; empty: none that is known.
    static func runs(in document: JSONValue) -> [BenchmarkFigures] {
        if let rows = document.elements { return rows.compactMap(inferenceX) }
        if let runs = guideLLM(document) { return runs }
        return [vllm(document), aiperf(document), inferenceX(document)].compactMap(\.self).prefix(1).map(\.self)
    }

    /// `vllm bench serve --save-result`. `--metadata` adds members of the user's own.
    private static func vllm(_ document: JSONValue) -> BenchmarkFigures? {
        guard let duration = document.number("duration"), let input = document.number("total_input_tokens"),
            let output = document.number("total_output_tokens"), let completed = document.number("completed")
        else { return nil }
        var run = BenchmarkFigures(tool: .vllm)
        run.readNames(document)
        run.model = document["model_id"]?.text ?? run.model
        run.requests = document.number("num_prompts") ?? completed
        // A run that was stopped counts no failure, and has not completed what it was asked for.
        run.failed = [document.number("failed"), run.requests.map { max(0, $0 - completed) }].compactMap(\.self).max()
        if completed > 0 {
            run.input = input / completed
            run.output = output / completed
        }
        if duration > 0 {
            run.outputRate = output / duration
            run.totalRate = (input + output) / duration
        }
        run.concurrency = document.number("max_concurrency")
        // With several tokens in a piece of a stream the time between pieces is not that between tokens.
        run.firstToken = document.number("mean_ttft_ms").map { $0 / 1000 }
        run.nextToken = document.number("mean_tpot_ms").map { $0 / 1000 }
        run.date = document["date"]?.text.map { date in
            let digits = date.prefix(8)
            guard digits.count == 8, digits.allSatisfy(\.isNumber) else { return String(date.prefix(10)) }
            return "\(digits.prefix(4))-\(digits.dropFirst(4).prefix(2))-\(digits.suffix(2))"
        }
        return run
    }

    /// AIPerf and genai-perf, `profile_export_aiperf.json`: one object for each metric.
    private static func aiperf(_ document: JSONValue) -> BenchmarkFigures? {
        func average(_ name: String) -> Double? { document[name]?.number("avg") }
        guard let outputRate = average("output_token_throughput"), document["request_throughput"] != nil else {
            return nil
        }
        var run = BenchmarkFigures(tool: .aiperf)
        run.readNames(document)
        run.model = document["input_config"]?["endpoint"]?["model_names"]?.elements?.first?.text ?? run.model
        run.input = average("input_sequence_length")
        run.output = average("output_sequence_length")
        run.outputRate = outputRate
        run.totalRate = average("total_token_throughput")
        run.firstToken = average("time_to_first_token").map { $0 / 1000 }
        run.nextToken = average("inter_token_latency").map { $0 / 1000 }
        // The count is left out where the tool did not track it; the list of errors stands anyway.
        let listed = document["error_summary"]?.elements?.compactMap { $0.number("count") }.reduce(0, +)
        run.failed = average("error_request_count") ?? listed ?? 0
        run.requests = average("request_count").map { $0 + (run.failed ?? 0) }
        run.wasStopped = document["was_cancelled"] == .bool(true)
        run.readTelemetry(document)
        run.concurrency = document["input_config"]?["loadgen"]?.number("concurrency")
        run.date = document["start_time"]?.text.map { String($0.prefix(10)) }
        return run
    }

    /// A row of InferenceX's results: rates are of one GPU.
    private static func inferenceX(_ row: JSONValue) -> BenchmarkFigures? {
        guard let perGPU = row.number("output_tput_per_gpu") else { return nil }
        var run = BenchmarkFigures(tool: .inferenceX)
        run.readNames(row)
        // Prefill and decode may run on GPUs of their own; output is then a rate of those that decode.
        let (prefill, decode) = (row.number("num_prefill_gpu") ?? 0, row.number("num_decode_gpu") ?? 0)
        let apart = prefill > 0 && decode > 0
        let gpus = apart ? prefill + decode : run.gpus ?? row.number("tp") ?? 1
        run.gpus = gpus
        run.gpu = run.gpu ?? row["hw"]?.text
        run.input = row.number("isl")
        run.output = row.number("osl")
        let output = perGPU * (apart ? decode : gpus)
        run.outputRate = output
        run.totalRate =
            row.number("tput_per_gpu").map { $0 * gpus }
            ?? row.number("input_tput_per_gpu").map { $0 * (apart ? prefill : gpus) + output }
        run.concurrency = row.number("conc")
        run.firstToken = row.number("mean_ttft")
        run.nextToken = row.number("mean_tpot")
        run.date = row["date"]?.text
        return run
    }

    /// Members that users add, and that some tools write under the same names.
    mutating func readNames(_ document: JSONValue) {
        gpu = document["gpu"]?.text ?? gpu
        gpus =
            document.number("gpus") ?? document.number("num_gpus") ?? document.number("tensor_parallel_size") ?? gpus
        precision = document["precision"]?.text ?? precision
        model = document["model"]?.text ?? model
    }

    /// AIPerf's telemetry, where it was on: which GPUs it watched.
    private mutating func readTelemetry(_ document: JSONValue) {
        var names: [String] = []
        for endpoint in document["telemetry_data"]?["endpoints"]?.members ?? [] {
            for watched in endpoint.value["gpus"]?.members ?? [] {
                if let name = watched.value["gpu_name"]?.text { names.append(name) }
            }
        }
        watch(names)
    }

    /// GPUs of one kind stand for the run, unless the file says it itself.
    private mutating func watch(_ names: [String]) {
        guard gpu == nil, let name = names.first, names.allSatisfy({ $0 == name }) else { return }
        gpu = name
        gpus = gpus ?? Double(names.count)
    }

    static func isInferenceX(header: [String]) -> Bool { header.contains { trimmed($0) == "output_tput_per_gpu" } }

    /// Rows of InferenceX as a table: the names of its members are the columns.
    static func inferenceX(rows: [[String]]) -> [BenchmarkFigures] {
        guard let header = rows.first?.map(trimmed), isInferenceX(header: header) else { return [] }
        return rows.dropFirst().compactMap { row in
            let filled = zip(header, row.map(trimmed)).filter { !$1.isEmpty }
            return filled.isEmpty ? nil : inferenceX(.object(filled.map { .init($0, .string($1)) }))
        }
    }

    /// AIPerf's CSV: a table of statistics, a blank line, a table of single values, and perhaps one of the GPUs watched.
    static func aiperf(rows: [[String]]) -> BenchmarkFigures? {
        var values: [String: Double] = [:]
        var valueColumn: Int?
        var watched: [(id: String, name: String)] = []
        var gpuColumns: (id: Int, name: Int)?
        for row in rows {
            guard let name = row.first.map(trimmed), row.count > 1 else { continue }
            if let id = row.firstIndex(of: "GPU_UUID"), let name = row.firstIndex(of: "GPU_Name") {
                gpuColumns = (id, name)
            } else if let columns = gpuColumns {
                guard row.count > max(columns.id, columns.name) else { continue }
                let id = trimmed(row[columns.id])
                if !watched.contains(where: { $0.id == id }) { watched.append((id, trimmed(row[columns.name]))) }
            } else if name == "Metric" {
                valueColumn = row.firstIndex { ["avg", "value"].contains(trimmed($0).lowercased()) }
            } else if let column = valueColumn, column < row.count {
                values[metric(name)] = Double(trimmed(row[column]).filter { $0 != "," })
            }
        }
        guard let outputRate = values["output token throughput"], values["request throughput"] != nil else {
            return nil
        }
        var run = BenchmarkFigures(tool: .aiperf)
        run.input = values["input sequence length"]
        run.output = values["output sequence length"]
        run.outputRate = outputRate
        run.totalRate = values["total token throughput"]
        run.firstToken = values["time to first token"].map { $0 / 1000 }
        run.nextToken = values["inter token latency"].map { $0 / 1000 }
        run.failed = values["error request count"] ?? 0
        run.requests = values["request count"].map { $0 + (run.failed ?? 0) }
        run.watch(watched.map(\.name))
        return run
    }

    /// `Time to First Token (ms)` without its unit.
    private static func metric(_ name: String) -> String { trimmed(name.prefix { $0 != "(" }).lowercased() }
}

extension JSONValue {
    /// A member that is a number; nil: none.
    func number(_ key: String) -> Double? {
        switch self[key] {
        case .number(let value): value
        case .integer(let value): Double(value)
        case .string(let text): Double(text)
        default: nil
        }
    }
}
