import Foundation
import TestSupport
import Testing

private let folder = SampleFolder("acme")

@Suite struct AcmeExplainTests {
    @Test(arguments: [
        ("npv", []), ("payback_month", ["--scenario", "low"]), ("threshold_spend_first", []), ("invoices_total", []),
    ]) func `derivations of the sample read as recorded`(_ metric: String, _ options: [String]) throws {
        let result = try BuiltProgram().run(["explain", metric, folder.url.path] + options)
        #expect(result.status == 0, "\(result.errors)")
        let path = "expected/explain/\(metric).txt"
        if SampleFolder.isRecording { try folder.write(Array(result.output.utf8), to: path) }
        #expect(
            folder.bytes(of: path).map { String(decoding: $0, as: UTF8.self) } == result.output,
            "\(path) differs: run with RECORD=1 to accept")
    }
}
