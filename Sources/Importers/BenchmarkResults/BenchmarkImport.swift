package import Billing
package import Diagnostics
package import Tabular

/// One benchmark result as read: what `inspect` shows of it.
package struct BenchmarkFile: Sendable {
    package var file: InputFile
    package var tool: BenchmarkTool
    /// Hexadecimal, of the file's bytes as they are.
    package var sha256: String
    package var encoding: String
    /// A table of fields parted by commas; else JSON.
    package var isTable: Bool
    /// In the order of the file.
    package var runs: [BenchmarkRun]

    /// What makes the import fail.
    package var errors: [Diagnostic] { runs.flatMap(\.errors) }
}

/// One run of a benchmark, and the point that it gives.
package struct BenchmarkRun: Sendable {
    package var figures: BenchmarkFigures
    /// Nil: the run cannot be relied on.
    package var point: ThroughputPoint?
    package var errors: [Diagnostic] = []
}

/// Reads results of the user's own benchmarks: `vllm bench serve`, AIPerf as JSON and CSV, guidellm, InferenceX.
///
/// No tool says on which GPUs it ran: the file does in a member that the user adds, else its name does.
///
/// - Returns: By file name, runs in the order of the file.
/// - Throws: 65 with every file that is no result, or one that cannot be relied on; 66.
package func readBenchmarks(_ files: [InputFile]) throws(Failure) -> [ThroughputPoint] {
    var points: [ThroughputPoint] = []
    var errors: [Diagnostic] = []
    var status = ExitStatus.badData
    for file in files.sorted(by: { $0.name < $1.name }) {
        do throws(Failure) {
            let read = try inspectBenchmark(file)
            points += read.runs.compactMap(\.point)
            errors += read.errors
        } catch {
            errors += error.diagnostics
            status = max(status, error.status)
        }
    }
    guard errors.isEmpty else { throw Failure(status, errors) }
    return points
}

/// Reads one benchmark result as far as it can be read; runs that cannot be relied on have their reasons.
///
/// - Throws: 65 when the file is no result that is known (code `not-a-benchmark`), or one in a layout that is not; 66.
package func inspectBenchmark(_ file: InputFile) throws(Failure) -> BenchmarkFile {
    let preview = try FilePreview.open(file)
    let isTable = !preview.isJSON
    var runs: [BenchmarkFigures] = []
    if isTable {
        // A table that begins like none of the tools' is not read to its end.
        let start = preview.records(delimiter: UInt8(ascii: ","), limit: 200).map(\.fields)
        if BenchmarkFigures.isGuideLLMTable(start) { throw Failure(.badData, .guideLLMTable(file.name)) }
        if BenchmarkFigures.isGuideLLMYAML(preview.bytes) { throw Failure(.badData, .guideLLMYAML(file.name)) }
        if let run = BenchmarkFigures.aiperf(rows: start) {
            runs = [run]
        } else if BenchmarkFigures.isInferenceX(header: start.first ?? []) {
            let rows = try readTable(file, dialect: Dialect(delimiter: UInt8(ascii: ",")))
            runs = BenchmarkFigures.inferenceX(rows: rows.map(\.fields))
        }
    } else if let document = JSONValue.parse(try wholeFile(file)) {
        runs = BenchmarkFigures.runs(in: document)
        if runs.isEmpty, BenchmarkFigures.isGuideLLM(document),
            let layout = BenchmarkFigures.unknownGuideLLMLayout(document)
        {
            throw Failure(.badData, .unknownGuideLLMLayout(layout, file.name))
        }
    }
    guard let first = runs.first else { throw Failure(.badData, .notABenchmark(file.name)) }
    return BenchmarkFile(
        file: file, tool: first.tool, sha256: try sha256(of: file), encoding: preview.encoding, isTable: isTable,
        runs: runs.enumerated().map { index, figures in
            let place = runs.count > 1 ? " in run \(index + 1) of \(runs.count)" : ""
            switch point(figures, file, place: place) {
            case .success(let point): return BenchmarkRun(figures: figures, point: point)
            case .failure(let failure):
                return BenchmarkRun(figures: figures, point: nil, errors: failure.diagnostics)
            }
        })
}

extension FilePreview {
    /// Begins as a JSON document does.
    package var isJSON: Bool {
        let start = bytes.first { ![9, 10, 13, 32, 0xEF, 0xBB, 0xBF].contains($0) }
        return start == UInt8(ascii: "{") || start == UInt8(ascii: "[")
    }
}

private func point(
    _ run: BenchmarkFigures, _ file: InputFile, place: String
) -> Result<ThroughputPoint, Failure> {
    let position = SourcePosition(file: file.name)
    if let failed = run.failed, failed > 0 {
        return .failure(Failure(.badData, .benchmarkFailed(failed, of: run.requests, place, at: position)))
    }
    if run.wasStopped { return .failure(Failure(.badData, .benchmarkStopped(run.tool.name, at: position))) }
    guard let input = run.input, let output = run.output, let outputRate = run.outputRate, input >= 0, output > 0,
        outputRate > 0
    else { return .failure(Failure(.badData, .benchmarkWithoutRates(run.tool.name, place, at: position))) }
    let name = GPUName(run.gpu ?? fileStem(file.name))
    guard case .known(let gpu, _) = name.resolution else {
        return .failure(Failure(.badData, .benchmarkWithoutGPU(run.gpu, name.resolution, at: position)))
    }
    var point = ThroughputPoint(
        model: run.model.map { String($0.split(separator: "/").last ?? "") } ?? "",
        precision: (run.precision ?? precision(in: file.name)).lowercased(), gpu: gpu.name,
        gpus: run.gpus.flatMap { Int(exactly: $0) } ?? name.count ?? 1, input: input, output: output,
        outputRate: outputRate, totalRate: run.totalRate, kind: .own, source: "\(run.tool.name), \(file.name)",
        date: run.date ?? "")
    point.concurrency = run.concurrency
    point.firstToken = run.firstToken
    point.nextToken = run.nextToken
    point.position = position
    return .success(point)
}

/// `2x-H100-SXM-80GB-fp8.json`
private func precision(in name: String) -> String {
    let known: Set<String> = ["fp4", "nvfp4", "mxfp4", "fp8", "int8", "int4", "bf16", "fp16"]
    let words = name.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
    return words.first(where: known.contains) ?? ""
}
