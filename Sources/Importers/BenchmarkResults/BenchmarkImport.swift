package import Billing
package import Diagnostics
package import Tabular

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
            for run in try benchmarkRuns(file) {
                switch point(run, file) {
                case .success(let point): points.append(point)
                case .failure(let failure): errors += failure.diagnostics
                }
            }
        } catch {
            errors += error.diagnostics
            status = max(status, error.status)
        }
    }
    guard errors.isEmpty else { throw Failure(status, errors) }
    return points
}

private func benchmarkRuns(_ file: InputFile) throws(Failure) -> [BenchmarkFigures] {
    let preview = try FilePreview.open(file)
    let start = preview.bytes.first { ![9, 10, 13, 32, 0xEF, 0xBB, 0xBF].contains($0) }
    var runs: [BenchmarkFigures] = []
    if start == UInt8(ascii: "{") || start == UInt8(ascii: "[") {
        if let document = JSONValue.parse(try wholeFile(file)) { runs = BenchmarkFigures.runs(in: document) }
    } else {
        let rows = preview.records(delimiter: UInt8(ascii: ","), limit: 5000).map(\.fields)
        runs = BenchmarkFigures.aiperf(rows: rows).map { [$0] } ?? BenchmarkFigures.inferenceX(rows: rows)
    }
    guard !runs.isEmpty else { throw Failure(.badData, .notABenchmark(file.name)) }
    return runs
}

private func point(_ run: BenchmarkFigures, _ file: InputFile) -> Result<ThroughputPoint, Failure> {
    let position = SourcePosition(file: file.name)
    if let failed = run.failed, failed > 0 {
        return .failure(Failure(.badData, .benchmarkFailed(failed, of: run.requests, at: position)))
    }
    if run.wasStopped { return .failure(Failure(.badData, .benchmarkStopped(run.tool, at: position))) }
    guard let input = run.input, let output = run.output, let outputRate = run.outputRate, input >= 0, output > 0,
        outputRate > 0
    else { return .failure(Failure(.badData, .benchmarkWithoutRates(run.tool, at: position))) }
    let name = GPUName(run.gpu ?? fileStem(file.name))
    guard case .known(let gpu, _) = name.resolution else {
        return .failure(Failure(.badData, .benchmarkWithoutGPU(run.gpu, name.resolution, at: position)))
    }
    var point = ThroughputPoint(
        model: run.model.map { String($0.split(separator: "/").last ?? "") } ?? "",
        precision: (run.precision ?? precision(in: file.name)).lowercased(), gpu: gpu.name,
        gpus: run.gpus.flatMap { Int(exactly: $0) } ?? name.count ?? 1, input: input, output: output,
        outputRate: outputRate, totalRate: run.totalRate, kind: .own, source: "\(run.tool), \(file.name)",
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

extension Diagnostic {
    static func notABenchmark(_ file: String) -> Diagnostic {
        Diagnostic(
            "not-a-benchmark", at: SourcePosition(file: file), found: "no benchmark result that is known",
            expected: "a result of vllm bench serve, AIPerf, guidellm or InferenceX",
            fix: "save the result as JSON, or move the file out of the benchmarks folder")
    }

    static func benchmarkFailed(_ failed: Double, of requests: Double?, at position: SourcePosition) -> Diagnostic {
        let all = requests.map { " of \(Int($0))" } ?? ""
        return Diagnostic(
            "benchmark-failed", at: position, found: "\(Int(failed)) failed requests\(all)",
            expected: "a run in which every request was answered",
            fix: "lower the load until none fails, and measure again")
    }

    static func benchmarkWithoutRates(_ tool: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "benchmark-without-rates", at: position,
            found: "a result of \(tool) without tokens of a request or a second",
            expected: "mean input and output tokens of a request, and output tokens a second, above 0",
            fix: "measure again with a tokenizer, so that tokens are counted")
    }

    static func benchmarkStopped(_ tool: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "benchmark-stopped", at: position, found: "a run of \(tool) that was stopped before its end",
            expected: "a run that ended by itself", fix: "measure again, with fewer requests or more time")
    }

    /// - Parameter resolution: what the name could stand for, where the file gives one.
    static func benchmarkWithoutGPU(
        _ text: String?, _ resolution: GPUResolution, at position: SourcePosition
    ) -> Diagnostic {
        var expected = "a GPU that is known, such as H100-SXM-80GB"
        if text != nil {
            switch resolution {
            case .known: break
            case .ambiguous(let models):
                expected = "one GPU; it could be \(models.map(\.name).joined(separator: ", "))"
            case .unknown(let nearest):
                if !nearest.isEmpty { expected = "a GPU that is known; nearest: \(nearest.joined(separator: ", "))" }
            }
        }
        return Diagnostic(
            "benchmark-without-gpu", at: position,
            found: text.map { "\"\($0)\" as the GPU" } ?? "a result that does not say on which GPUs it was measured",
            expected: expected,
            fix: "add \"gpu\", \"gpus\" and \"precision\" to the file, or call it 2x-H100-SXM-80GB-fp8.json")
    }
}
