import Foundation
import TestSupport
import Testing

private let folder = SampleFolder("acme")

/// Whoever sorts a table in a spreadsheet program before saving it gets the same figures.
@Suite struct InputOrderTests {
    /// Of what names a line of a file or its hash the order may leave a trace.
    private static let compared = [
        "summary", "timeline", "spend", "workloads", "phases", "readiness", "sla", "checks", "gates", "sensitivity",
    ]

    @Test func `rows in another order give the same bytes`() throws {
        try withTemporaryFolder { temporary in
            let project = temporary.appending(path: "acme")
            try FileManager.default.copyItem(at: folder.url, to: project)
            func tables(_ output: String) throws -> [String: Data] {
                let report = temporary.appending(path: output)
                let result = try BuiltProgram().run([
                    "report", project.path, "--formats", "csv", "--output", report.path,
                ])
                #expect(result.status == 0, "\(result.errors)")
                return try Dictionary(
                    uniqueKeysWithValues: Self.compared.map {
                        ($0, try Data(contentsOf: report.appending(path: "csv/\($0).csv")))
                    })
            }
            let before = try tables("before")
            var turned = 0
            for name in try FileManager.default.subpathsOfDirectory(atPath: project.path)
            where name.hasSuffix(".csv") && !name.hasPrefix("expected/") {
                let file = project.appending(path: name)
                let rows = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
                guard let header = rows.first, !rows.contains(where: { $0.contains("\"") }) else { continue }
                let text = ([header] + rows.dropFirst().reversed()).joined(separator: "\n") + "\n"
                try text.write(to: file, atomically: true, encoding: .utf8)
                turned += 1
            }
            #expect(turned > 6)
            let after = try tables("after")
            for name in Self.compared { #expect(after[name] == before[name], "\(name).csv") }
        }
    }
}
