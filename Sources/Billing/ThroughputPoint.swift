package import Diagnostics

/// How fast a model ran on some GPUs at one shape of request.
package struct ThroughputPoint: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        /// The user's own benchmark.
        case own
        /// Published by somebody who measured it.
        case measured
        /// Computed from measurements of parts.
        case estimated
    }

    /// As its makers write it, without the organisation.
    package var model: String
    /// `fp8`, `bf16`; empty: not stated.
    package var precision: String
    /// Canonical name.
    package var gpu: String
    /// GPUs that the rates below are of.
    package var gpus: Int
    /// Mean tokens of a request.
    package var inputTokens: Double
    package var outputTokens: Double
    /// Requests in flight; nil: not stated, or as many as the system took.
    package var concurrency: Double?
    /// Seconds to the first token, mean.
    package var firstToken: Double?
    /// Seconds for each further token, mean.
    package var nextToken: Double?
    /// Output tokens a second of the whole system.
    package var outputRate: Double
    /// Input and output tokens a second of the whole system.
    package var totalRate: Double
    /// Input tokens a second where the GPUs do nothing else; nil: not known.
    package var prefillRate: Double?
    /// Output tokens a second where the GPUs do nothing else; nil: not known.
    package var decodeRate: Double?
    package var kind: Kind
    package var source: String
    /// When it was measured or published, ISO 8601 as far as it is known.
    package var date: String
    package var position: SourcePosition?

    /// - Parameter totalRate: nil: as many input tokens as the shape gives for each output token.
    package init(
        model: String, precision: String, gpu: String, gpus: Int, input: Double, output: Double, outputRate: Double,
        totalRate: Double? = nil, kind: Kind, source: String, date: String
    ) {
        self.model = model
        self.precision = precision
        self.gpu = gpu
        self.gpus = gpus
        inputTokens = input
        outputTokens = output
        self.outputRate = outputRate
        self.totalRate = totalRate ?? outputRate * (input + output) / output
        self.kind = kind
        self.source = source
        self.date = date
    }
}
