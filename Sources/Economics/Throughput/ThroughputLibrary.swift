package import Billing

/// Published throughput: the rows that a project may lean on until it has its own.
package enum ThroughputLibrary {
    /// In the order of the tables.
    package static let points: [ThroughputPoint] =
        read(
            ThroughputTables.tensorRT, kind: .measured,
            source: "NVIDIA TensorRT-LLM performance overview, greatest throughput", date: "2025")
        + read(ThroughputTables.nim, kind: .measured, source: "NVIDIA NIM performance guide", date: "2025")
        + read(
            ThroughputTables.inferenceX, kind: .measured, source: "InferenceX, output from latency by Little's law",
            date: nil)
        + read(
            ThroughputTables.estimates, kind: .estimated, source: "NVIDIA aiconfigurator 0.12.0", date: "2026-11-23")

    /// - Parameter date: of the whole table; nil: the last word of each row is its own.
    private static func read(
        _ table: String, kind: ThroughputPoint.Kind, source: String, date: String?
    ) -> [ThroughputPoint] {
        table.split(separator: "\n").map { row in
            let words = row.split(separator: " ").map(String.init)
            func number(_ index: Int) -> Double? { index < words.count ? Double(words[index]) : nil }
            var point = ThroughputPoint(
                model: words[0], precision: words[1], gpu: words[2], gpus: Int(words[3])!, input: number(4)!,
                output: number(5)!, outputRate: number(9)!, kind: kind, source: source,
                date: date ?? (words[10] == "-" ? "" : words[10]))
            point.concurrency = number(6)
            point.firstToken = number(7).map { $0 / 1000 }
            point.nextToken = number(8).map { $0 / 1000 }
            if kind == .estimated {
                point.prefillRate = number(10)
                point.decodeRate = number(11)
            }
            return point
        }
    }
}
