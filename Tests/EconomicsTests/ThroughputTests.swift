import Billing
import Economics
import Testing

struct ThroughputTests {
    private func request(
        _ model: String = "Llama-3.1-70B", _ precision: String = "fp8", _ gpu: String = "H100-SXM-80GB",
        gpus: Int = 2, _ input: Double = 2000, _ output: Double = 500
    ) -> ThroughputRequest {
        ThroughputRequest(
            model: model, precision: precision, gpu: gpu, gpusPerReplica: gpus, inputTokens: input,
            outputTokens: output)
    }

    private func point(
        _ kind: ThroughputPoint.Kind, _ input: Double, _ output: Double, rate: Double, gpus: Int = 2,
        prefill: Double? = nil, decode: Double? = nil
    ) -> ThroughputPoint {
        var point = ThroughputPoint(
            model: "Llama-3.1-70B-Instruct", precision: "fp8", gpu: "H100-SXM-80GB", gpus: gpus, input: input,
            output: output, outputRate: rate, kind: kind, source: "test", date: "2026-11-01")
        point.prefillRate = prefill
        point.decodeRate = decode
        return point
    }

    @Test func ownResultsComeFirstThenMeasuredThenPartsThenEstimates() throws {
        let own = point(.own, 8000, 500, rate: 100)
        let measured = point(.measured, 4000, 500, rate: 200)
        let parts = point(.own, 2000, 500, rate: 300)
        let estimate = point(.estimated, 2000, 500, rate: 1926, prefill: 15_612, decode: 5136)
        let all = try #require(ThroughputChoice.choose(request(), own: [own], library: [measured, estimate]))
        #expect(all.rule == .own)
        #expect(all.tpsIn == 1700 && all.tpsOut == 1700)
        let published = try #require(ThroughputChoice.choose(request(), own: [], library: [estimate, measured]))
        #expect(published.rule == .measured)
        #expect(abs(published.distance - 2) < 1e-12)
        let last = try #require(ThroughputChoice.choose(request(), own: [], library: [estimate]))
        #expect(last.rule == .estimate)
        #expect(last.tpsIn == 15_612 * 0.75 && last.tpsOut == 5136 * 0.75)
        let nearest = try #require(ThroughputChoice.choose(request(), own: [own, parts], library: []))
        #expect(nearest.point == parts)
    }

    @Test func aTotalRateTakesTheTimeThatTheMeasurementTook() throws {
        // 1000 requests of 5000 in and 500 out at 814.37 output tokens a second on 2 GPUs.
        let choice = try #require(
            ThroughputChoice.choose(
                request("Llama-3.1-70B", "fp8", "H100-SXM-80GB", 5000, 500), own: [],
                library: [point(.measured, 5000, 500, rate: 814.37)]))
        let seconds = 1000 * (5000 / choice.tpsIn + 500 / choice.tpsOut)
        #expect(abs(seconds - 1000 * 500 / 814.37) < 1e-9)
    }

    @Test func ratesGrowWithTheGPUsOfAReplica() throws {
        let measured = point(.measured, 2000, 500, rate: 100, gpus: 2)
        let choice = try #require(ThroughputChoice.choose(request(gpus: 8), own: [], library: [measured]))
        #expect(choice.tpsOut == 100 * 5 * 4)
    }

    @Test(arguments: [
        ("Llama-3.1-70B", "bf16", "H100-SXM-80GB"), ("Llama-3.1-70B", "fp8", "L40S-48GB"),
        ("Llama-3.1-8B", "fp8", "H100-SXM-80GB"),
    ])
    func otherModelsGPUsAndPrecisionsNeverFit(_ model: String, _ precision: String, _ gpu: String) {
        let library = [point(.measured, 2000, 500, rate: 100), point(.estimated, 2000, 500, rate: 100)]
        #expect(ThroughputChoice.choose(request(model, precision, gpu), own: [], library: library) == nil)
    }

    @Test func theLibraryKnowsThePublishedFigures() throws {
        let long = try #require(
            ThroughputChoice.choose(request("Llama-3.3-70B-Instruct", "FP8", "H200-SXM-141GB", 8192, 1024), own: []))
        #expect(long.rule == .measured)
        #expect(long.distance == 1)
        let short = try #require(
            ThroughputChoice.choose(request("meta-llama/Llama-3.3-70B", "fp8", "H100-SXM-80GB", 1000, 1000), own: []))
        #expect(short.point.outputRate == 4418)
        #expect(
            short.text
                == "measured: Llama-3.3-70B fp8 on 2 H100-SXM-80GB, 1000 in, 1000 out, same shape; NVIDIA TensorRT-LLM performance overview, greatest throughput, 2025"
        )
        // Only estimated there.
        let old = try #require(
            ThroughputChoice.choose(request("Llama-3.1-8B", "bf16", "A100-SXM-80GB", gpus: 1, 2000, 500), own: []))
        #expect(old.rule == .estimate)
        #expect(old.tpsIn == 14_332 * 0.75)
    }

    @Test func everyRowOfTheLibraryIsWhole() {
        #expect(ThroughputLibrary.points.count == 226)
        for point in ThroughputLibrary.points {
            #expect(point.gpus >= 1 && point.outputRate > 0 && point.totalRate >= point.outputRate, "\(point)")
            #expect(point.kind == .measured || point.prefillRate != nil && point.decodeRate != nil, "\(point)")
            #expect(!point.source.isEmpty)
        }
    }
}
