import Billing
import Economics
import Importers
import Tabular

/// A benchmark result as `inspect` shows it: what ran on what, how fast, and which pools would take it.
extension BenchmarkFile {
    /// One labelled fact a line, the file's own facts first.
    func facts(all: Bool) -> [(String, String)] {
        let usable = runs.count { $0.point != nil }
        let facts = [
            ("format", "\(tool.rawValue), a benchmark result of \(tool.name)"),
            ("written as", "\(encoding), \(isTable ? "fields parted by \",\"" : "JSON")"),
            ("runs", "\(runs.count): \(usable) usable, \(runs.count - usable) refused"),
        ]
        guard runs.count > 1 else { return facts + runs.flatMap(\.facts) }
        let shown = all ? runs.count : min(10, runs.count)
        let more = shown < runs.count ? [("", "and \(runs.count - shown) more: --verbose lists all")] : []
        return facts + runs.prefix(shown).map { ("run", $0.line) } + more
    }

    var json: [JSONValue] { runs.map(\.json) }
}

extension BenchmarkRun {
    fileprivate var facts: [(String, String)] {
        var facts = [("measured", subject)]
        if let requests { facts.append(("requests", requests)) }
        if let shape { facts.append(("tokens", "\(shape) for a request")) }
        if let throughput { facts.append(("throughput", throughput)) }
        if let latency { facts.append(("latency", latency)) }
        facts.append(("used for", use))
        return facts
    }

    /// Everything in one line, for files that hold many runs.
    fileprivate var line: String {
        [subject, shape, throughput, requests, point == nil ? "refused" : nil].compactMap(\.self)
            .joined(separator: "; ")
    }

    private var subject: String {
        let model = point?.model ?? figures.model ?? ""
        let precision = point?.precision ?? figures.precision ?? ""
        let gpus = point.map { Double($0.gpus) } ?? figures.gpus
        let gpu = point?.gpu ?? figures.gpu
        var words = model.isEmpty ? "a model that is not named" : model
        if !precision.isEmpty { words += " in \(precision)" }
        if let gpu {
            words += " on \(gpus.map { "\(short($0)) x " } ?? "")\(gpu)"
        } else {
            words += " on GPUs that are not named"
        }
        if let date = figures.date { words += ", \(date)" }
        return words
    }

    private var requests: String? {
        guard let requests = figures.requests else { return nil }
        let failed = figures.failed.map { ", \(short($0)) failed" } ?? ""
        let held = figures.concurrency.map { ", \(short($0)) at a time" } ?? ""
        return "\(short(requests)) requests\(failed)\(held)"
    }

    private var shape: String? {
        guard let input = figures.input, let output = figures.output else { return nil }
        return "\(short(input)) in, \(short(output)) out"
    }

    private var throughput: String? {
        guard let rate = figures.outputRate else { return nil }
        let total = (figures.totalRate ?? point?.totalRate).map { ", \(short($0)) with input" } ?? ""
        let each = point.map { "; \(short(rate / Double($0.gpus))) out of a GPU" } ?? ""
        return "\(short(rate)) tokens/s out\(total)\(each)"
    }

    private var latency: String? {
        guard let first = figures.firstToken else { return nil }
        let next = figures.nextToken.map { ", \(short($0 * 1000)) ms for each further one" } ?? ""
        return "\(short(first * 1000)) ms to the first token\(next)"
    }

    /// Which pools take the run, and at which rates.
    private var use: String {
        guard let point, let choice else { return "nothing until it is mended" }
        let model = point.model.isEmpty ? "any model" : "model \(point.model)"
        let precision = point.precision.isEmpty ? "any precision" : "precision \(point.precision)"
        return
            "tps_in and tps_out of pools with \(model), \(precision) and GPU \(point.gpu): \(short(choice.tpsOut)) tokens/s for a replica of \(point.gpus)"
    }

    /// What a pool of the measured kind and size would get.
    private var choice: ThroughputChoice? {
        guard let point else { return nil }
        return ThroughputChoice.choose(
            ThroughputRequest(
                model: point.model, precision: point.precision, gpu: point.gpu, gpusPerReplica: point.gpus,
                inputTokens: point.inputTokens, outputTokens: point.outputTokens), own: [point], library: [])
    }

    fileprivate var json: JSONValue {
        func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
        func number(_ value: Double?) -> JSONValue { value.map(JSONValue.number) ?? .null }
        return [
            "tool": .string(figures.tool.name), "model": text(point?.model ?? figures.model),
            "precision": text(point?.precision ?? figures.precision), "gpu": text(point?.gpu ?? figures.gpu),
            "gpus": point.map { .integer($0.gpus) } ?? number(figures.gpus), "input_tokens": number(figures.input),
            "output_tokens": number(figures.output), "concurrency": number(figures.concurrency),
            "output_tokens_per_second": number(figures.outputRate),
            "total_tokens_per_second": number(point?.totalRate ?? figures.totalRate),
            "first_token_seconds": number(figures.firstToken), "next_token_seconds": number(figures.nextToken),
            "requests": number(figures.requests), "failed_requests": number(figures.failed),
            "date": text(figures.date), "status": .string(point == nil ? "refused" : "usable"),
            "tps_in": number(choice?.tpsIn), "tps_out": number(choice?.tpsOut), "used_for": .string(use),
        ]
    }
}

/// At most two digits after the point.
private func short(_ value: Double) -> String { decimalText((value * 100).rounded() / 100) }
