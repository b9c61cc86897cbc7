#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

package import Billing

/// What a pool needs to know of its throughput.
package struct ThroughputRequest: Hashable, Sendable {
    package var model: String
    /// Empty: any; points of different precisions are never mixed.
    package var precision: String
    /// Canonical name.
    package var gpu: String
    package var gpusPerReplica: Int
    /// Mean tokens of a request.
    package var inputTokens: Double
    package var outputTokens: Double

    package init(
        model: String, precision: String, gpu: String, gpusPerReplica: Int, inputTokens: Double, outputTokens: Double
    ) {
        self.model = model
        self.precision = precision
        self.gpu = gpu
        self.gpusPerReplica = gpusPerReplica
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
    }
}

/// The rates of a replica, the point that they come from, and how far away it is.
package struct ThroughputChoice: Hashable, Sendable {
    /// In the order in which they are tried.
    package enum Rule: String, CaseIterable, Hashable, Sendable {
        /// The user's own measurement of the nearest shape.
        case own
        /// A published measurement of the nearest shape: all tokens at its total rate.
        case measured
        /// Input at the rate of prefill, output at the rate of decode, each as if alone.
        case additive
        /// An estimate, three quarters of it: estimates run high against measurements.
        case estimate
    }

    /// Input and output tokens a second of a replica.
    package var tpsIn: Double
    package var tpsOut: Double
    package var rule: Rule
    package var point: ThroughputPoint
    /// How many times longer or shorter requests are than those measured, as one factor of at least 1.
    package var distance: Double

    /// Share of an estimate that is believed.
    package static let estimateDiscount = 0.75

    /// The best that is known; nil: nothing fits the model, GPU and precision.
    ///
    /// - Parameter own: the user's own results; with `model` or `precision` empty they fit any.
    package static func choose(
        _ request: ThroughputRequest, own: [ThroughputPoint], library: [ThroughputPoint] = ThroughputLibrary.points
    ) -> ThroughputChoice? {
        let fitting = (own + library).filter { $0.fits(request) }
        for rule in Rule.allCases {
            let candidates = fitting.filter { rule.takes($0) }
            // Ties go to the higher rate a GPU, then to the table's order.
            let best = candidates.enumerated().min { a, b in
                let (x, y) = (a.element.distance(to: request), b.element.distance(to: request))
                if x != y { return x < y }
                let (p, q) = (a.element.rateOfGPU, b.element.rateOfGPU)
                return p == q ? a.offset < b.offset : p > q
            }
            if let best { return ThroughputChoice(request, rule, best.element) }
        }
        return nil
    }

    private init(_ request: ThroughputRequest, _ rule: Rule, _ point: ThroughputPoint) {
        self.rule = rule
        self.point = point
        distance = point.distance(to: request)
        let share =
            Double(request.gpusPerReplica) / Double(point.gpus) * (rule == .estimate ? Self.estimateDiscount : 1)
        let splits = rule == .additive || rule == .estimate
        if splits, let prefill = point.prefillRate, let decode = point.decodeRate {
            tpsIn = prefill * share
            tpsOut = decode * share
        } else {
            // Tokens in and out at one total rate take the time that the measurement took.
            tpsIn = point.totalRate * share
            tpsOut = point.totalRate * share
        }
    }

    /// The choice as a sentence for the sheet and the source of the driver.
    package var text: String {
        let what =
            switch rule {
            case .own: "own benchmark"
            case .measured: "measured"
            case .additive: "prefill and decode apart"
            case .estimate: "estimated, times 0.75"
            }
        let shape = "\(Self.tokens(point.inputTokens)) in, \(Self.tokens(point.outputTokens)) out"
        let far = distance < 1.005 ? "same shape" : "requests \(Self.tenths(distance)) times away"
        let date = point.date.isEmpty ? "" : ", \(point.date)"
        return
            "\(what): \(point.model.isEmpty ? "a model that it does not name," : point.model) \(point.precision) on \(point.gpus) \(point.gpu), \(shape), \(far); \(point.source)\(date)"
    }

    private static func tokens(_ value: Double) -> String { "\(Int(value.rounded()))" }

    private static func tenths(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}

extension ThroughputChoice.Rule {
    func takes(_ point: ThroughputPoint) -> Bool {
        switch self {
        case .own: point.kind == .own
        case .measured: point.kind == .measured
        case .additive: point.kind != .estimated && point.prefillRate != nil && point.decodeRate != nil
        case .estimate: point.kind == .estimated
        }
    }
}

extension ThroughputPoint {
    fileprivate var rateOfGPU: Double { totalRate / Double(gpus) }

    fileprivate func fits(_ request: ThroughputRequest) -> Bool {
        guard gpu == request.gpu else { return false }
        if !request.precision.isEmpty, !precision.isEmpty || kind != .own {
            guard Self.precisionKey(precision) == Self.precisionKey(request.precision) else { return false }
        }
        if model.isEmpty, kind == .own { return true }
        return Self.modelKey(model) == Self.modelKey(request.model)
    }

    /// Of both lengths together: e to the distance of their logarithms.
    fileprivate func distance(to request: ThroughputRequest) -> Double {
        func steps(_ a: Double, _ b: Double) -> Double { log(max(a, 1) / max(b, 1)) }
        let input = steps(request.inputTokens, inputTokens)
        let output = steps(request.outputTokens, outputTokens)
        return exp((input * input + output * output).squareRoot())
    }

    /// `meta-llama/Llama-3.3-70B-Instruct` and `Llama-3.1-70B` are one architecture.
    static func modelKey(_ name: String) -> String {
        let plain = (name.split(separator: "/").last ?? "").lowercased()
        let words = plain.split { !($0.isLetter || $0.isNumber || $0 == ".") }
            .filter { !["meta", "instruct", "it", "chat", "fp8", "fp4", "nvfp4", "mxfp4", "bf16"].contains($0) }
        let key = words.joined().filter { $0 != "." }
        return ["llama3370b": "llama3170b"][key] ?? key
    }

    static func precisionKey(_ precision: String) -> String {
        switch precision.lowercased() {
        case "fp4", "nvfp4", "mxfp4": "fp4"
        case "bf16", "fp16", "bfloat16", "16": "bf16"
        case let other: other
        }
    }
}
