import Foundation
import TestSupport
import Testing

private let folder = SampleFolder("acme")

@Suite struct AcmeReportTests {
    @Test func `the report of the sample has the expected CSV files`() throws {
        try withTemporaryFolder { temporary in
            let output = temporary.appending(path: "report")
            let result = try BuiltProgram().run(["report", folder.url.path, "--output", output.path])
            #expect(result.status == 0, "\(result.errors)")

            let csv = output.appending(path: "csv")
            let written = try FileManager.default.contentsOfDirectory(atPath: csv.path).sorted()
            for name in written {
                let actual = try [UInt8](Data(contentsOf: csv.appending(path: name)))
                let path = "expected/csv/\(name)"
                if SampleFolder.isRecording { try folder.write(actual, to: path) }
                #expect(
                    folder.bytes(of: path).map(lines) == lines(actual), "\(path) differs: run with RECORD=1 to accept")
            }
            #expect(folder.files(below: "expected/csv") == written.map { "expected/csv/\($0)" })
        }
    }
}

private func lines(_ bytes: [UInt8]) -> [Substring] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
}
