import Billing

/// What a model's weights and the KV cache of its requests take, from its published configuration.
package struct ModelMemory: Hashable, Sendable {
    /// Gigabytes of all weights; experts that a token does not use count too.
    package var weightsGB: Double
    /// Bytes of the cache for one token of a request.
    package var cacheBytesPerToken: Double

    /// Nil: the model, or how many bytes its precision takes, is not known.
    ///
    /// - Parameters:
    ///   - model: as a vendor or a model hub spells it.
    ///   - precision: of the weights; the cache has 16 bits for weights of 16 bits, else 8.
    package init?(model: String, precision: String) {
        let key = ThroughputPoint.modelKey(model)
        guard let row = Self.table.first(where: { ThroughputPoint.modelKey($0.model) == key }),
            let bytes = Self.bytesOfWeight[ThroughputPoint.precisionKey(precision)]
        else { return nil }
        weightsGB = row.billions * bytes
        cacheBytesPerToken = row.cache * (bytes == 2 ? 1 : 0.5)
    }

    /// A weight of four bits carries the scale of its block along.
    private static let bytesOfWeight = ["bf16": 2, "fp8": 1, "int8": 1, "fp4": 0.5625]

    /// Billions of weights; bytes of the cache for a token at 16 bits: 2 · layers · KV heads · size of a head, or layers ·
    /// compressed size where attention is latent.
    private static let table: [(model: String, billions: Double, cache: Double)] = [
        ("Llama-3.1-8B", 8.0, 131_072), ("Llama-3.1-70B", 70.6, 327_680), ("Llama-3.1-405B", 405.8, 516_096),
        ("Mixtral-8x7B", 46.7, 131_072), ("Mixtral-8x22B", 140.6, 229_376), ("Qwen3-8B", 8.2, 147_456),
        ("Qwen3-32B", 32.8, 262_144), ("Qwen3-30B-A3B", 30.5, 98_304), ("Qwen3-235B-A22B", 235.1, 192_512),
        ("DeepSeek-V3", 671.0, 70_272), ("DeepSeek-R1", 671.0, 70_272), ("gpt-oss-20b", 20.9, 49_152),
        ("gpt-oss-120b", 116.8, 73_728),
    ]

    /// The fewest GPUs whose memory holds the weights and one request; nil: no number does.
    ///
    /// - Parameters:
    ///   - gpu: gigabytes of one GPU.
    ///   - weights: gigabytes.
    ///   - request: gigabytes of the cache of one request.
    package static func fewestGPUs(of gpu: Double, weights: Double, request: Double) -> Int? {
        let usable = gpu * MethodConstant.memoryShare.value - MethodConstant.memoryReserve.value
        guard usable > 0 else { return nil }
        return Int(((weights + request) / usable - MethodConstant.guardBelowCeiling.value).rounded(.up))
    }
}
