import Billing
import Diagnostics
import Economics
import Settings

/// Throughput of the pools that name a model and no rates: own benchmarks first, then what is published.
struct PoolThroughput: Sendable {
    /// `pools.ID.tps_in` and `tps_out`, and the latency where the measurement tells it, with where they come from.
    var layer = DriverLayer(.quote, [:])
    /// One for each pool: what was chosen; a warning where its requests are far from those measured.
    var notes: [Diagnostic] = []

    /// Requests more than this many times longer or shorter than those measured are warned about.
    private static let farAway = 2.0

    /// - Throws: 78 when a pool names a model for which nothing is known, or leaves out what the choice needs.
    init(_ settings: ModelSettings, _ own: [ThroughputPoint]) throws(Failure) {
        var problems: [Diagnostic] = []
        for pool in settings.poolIds {
            func driver(_ name: String) -> GivenDriver? { settings.given["pools.\(pool).\(name)"] }
            func word(_ name: String) -> String? {
                if case .word(let word)? = driver(name)?.base { word } else { nil }
            }
            func number(_ name: String) -> Double? {
                if case .number(let number)? = driver(name)?.base { number } else { nil }
            }
            guard driver("tps_in") == nil, driver("tps_out") == nil, let model = word("model") else { continue }
            let needed = ["gpu", "gpus_per_replica", "precision", "request_tokens_in", "request_tokens_out"]
            let missing = needed.filter { driver($0) == nil }
            guard missing.isEmpty, let gpu = word("gpu"), let gpus = number("gpus_per_replica"),
                let input = number("request_tokens_in"), let output = number("request_tokens_out")
            else {
                problems.append(.throughputNeeds(missing, pool: pool, at: driver("model")?.position))
                continue
            }
            let request = ThroughputRequest(
                model: model, precision: word("precision") ?? "", gpu: canonicalGPU(gpu), gpusPerReplica: Int(gpus),
                inputTokens: input, outputTokens: output)
            guard let choice = ThroughputChoice.choose(request, own: own) else {
                problems.append(.noThroughput(request, pool: pool, own: own, at: driver("model")?.position))
                continue
            }
            for (name, rate) in [("tps_in", choice.tpsIn), ("tps_out", choice.tpsOut)] {
                var given = GivenDriver(.number(rate))
                given.source = choice.text
                given.confidence = .estimate
                layer.drivers["pools.\(pool).\(name)"] = given
            }
            // As measured, waiting included: requests in flight are the rate times this. MODEL.md 4.
            let latency = [
                ("first_token_seconds", choice.point.firstToken), ("next_token_seconds", choice.point.nextToken),
            ]
            for (name, seconds) in latency where driver(name) == nil {
                guard let seconds else { continue }
                var given = GivenDriver(.number(seconds))
                given.source = choice.text
                given.confidence = .estimate
                layer.drivers["pools.\(pool).\(name)"] = given
            }
            notes.append(.throughputChosen(choice, pool: pool, isFar: choice.distance > Self.farAway))
        }
        if !problems.isEmpty { throw Failure(.badConfiguration, problems) }
    }
}

extension Diagnostic {
    static func throughputNeeds(_ missing: [String], pool: String, at position: SourcePosition?) -> Diagnostic {
        Diagnostic(
            "throughput-needs", at: position, key: "pools.\(pool).model",
            found: "pool \(pool) names a model, and not \(missing.joined(separator: ", "))",
            expected: "tps_in and tps_out, or what is needed to choose them from benchmarks",
            fix: "write \(missing.joined(separator: ", ")) for the pool")
    }

    static func noThroughput(
        _ request: ThroughputRequest, pool: String, own: [ThroughputPoint], at position: SourcePosition?
    ) -> Diagnostic {
        let known = Set(
            (own + ThroughputLibrary.points).filter { $0.gpu == request.gpu }.map { "\($0.model) \($0.precision)" })
        return Diagnostic(
            "no-throughput", at: position, key: "pools.\(pool).model",
            found: "no throughput of \(request.model) \(request.precision) on \(request.gpu)",
            expected: known.isEmpty
                ? "a benchmark of your own below benchmarks/"
                : "one of: \(known.sorted().joined(separator: ", ")); or a benchmark of your own below benchmarks/",
            fix: "save the result of `vllm bench serve` below benchmarks/, or write tps_in and tps_out")
    }

    static func throughputChosen(_ choice: ThroughputChoice, pool: String, isFar: Bool) -> Diagnostic {
        let key = "pools.\(pool).tps_out"
        let found = "throughput of pool \(pool): \(choice.text)"
        if choice.point.model.isEmpty {
            return Diagnostic(
                "throughput-of-any-model", .warning, key: key, found: found,
                expected: "a result that names its model: another model's rate sizes another fleet",
                fix: "write the model into the file's name or its column, or give tps_in and tps_out")
        }
        guard isFar || choice.rule == .estimate else { return .note("throughput-chosen", key: key, found: found) }
        return Diagnostic(
            "throughput-chosen", .warning, key: key, found: found, expected: "a measurement of requests like yours",
            fix: "measure it with `vllm bench serve` at your lengths")
    }
}
