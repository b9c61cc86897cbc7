import Billing
import Diagnostics
import Economics
import Importers
import Settings

/// Memory of the pools: what their models take, where the project names a model and does not write it, and whether it fits.
struct PoolMemory: Sendable {
    /// `pools.ID.weights_gb`, `kv_bytes_per_token` and `gpu_memory_gb`, with where they come from.
    var layer = DriverLayer(.quote, [:])

    init(_ settings: ModelSettings) {
        for pool in settings.poolIds {
            func word(_ name: String) -> String? {
                if case .word(let word)? = settings.given["pools.\(pool).\(name)"]?.base { word } else { nil }
            }
            func set(_ name: String, _ value: Double, _ source: String) {
                let key = "pools.\(pool).\(name)"
                guard settings.given[key] == nil else { return }
                var given = GivenDriver(.number(value))
                given.source = source
                given.confidence = .estimate
                layer.drivers[key] = given
            }
            if let gpu = word("gpu"), case .known(let model, _) = GPUName(gpu).resolution {
                set("gpu_memory_gb", Double(model.memory), "memory of \(model.name)")
            }
            guard let model = word("model"), let precision = word("precision"),
                let memory = ModelMemory(model: model, precision: precision)
            else { continue }
            set("weights_gb", memory.weightsGB, "configuration of \(model), \(precision)")
            set("kv_bytes_per_token", memory.cacheBytesPerToken, "configuration of \(model), \(precision)")
        }
    }

    /// What does not fit, with the number of GPUs that would.
    static func problems(of pools: [String], in register: DriverRegister) -> [Diagnostic] {
        pools.compactMap { pool in
            func number(_ name: String) -> Double {
                if case .number(let value)? = register[key: "pools.\(pool).\(name)"]?.base { value } else { 0 }
            }
            let (weights, memory, gpus) = (number("weights_gb"), number("gpu_memory_gb"), number("gpus_per_replica"))
            guard weights > 0, memory > 0 else { return nil }
            let request =
                (number("request_tokens_in") + number("request_tokens_out")) * number("kv_bytes_per_token")
                / MethodConstant.bytesPerGigabyte.value
            let fewest = ModelMemory.fewestGPUs(of: memory, weights: weights, request: request)
            if let fewest, Double(fewest) <= gpus { return nil }
            return .memoryTooSmall(
                pool, weights: weights, request: request, gpus: Int(gpus), memory: memory, fewest: fewest,
                at: register[key: "pools.\(pool).gpus_per_replica"]?.position)
        }
    }
}

extension Diagnostic {
    /// - Parameters:
    ///   - weights: and `request` and `memory`, gigabytes.
    ///   - fewest: GPUs of that memory that would hold it; nil: none would.
    static func memoryTooSmall(
        _ pool: String, weights: Double, request: Double, gpus: Int, memory: Double, fewest: Int?,
        at position: SourcePosition?
    ) -> Diagnostic {
        func text(_ value: Double) -> String { Sentence.Shown.tenths.text(value) }
        let share = MethodConstant.memoryShare.value * memory - MethodConstant.memoryReserve.value
        return Diagnostic(
            "memory-too-small", at: position, key: "pools.\(pool).gpus_per_replica",
            found:
                "pool \(pool): weights of \(text(weights)) GB and a request of \(text(request)) GB, and \(gpus) x \(text(share)) GB that serving may use of \(text(memory)) GB",
            expected: fewest.map { "at least \($0) GPUs in a replica" } ?? "a GPU with more memory",
            fix: fewest.map {
                "write gpus_per_replica: \($0) or more with the throughput of that size, or choose a GPU with more memory or weights of fewer bits"
            } ?? "choose a GPU with more memory")
    }
}
