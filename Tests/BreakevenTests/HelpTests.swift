import Foundation
import TestSupport
import Testing

/// The help of each command is a file of its own; RECORD=1 writes them anew.
@Suite(.enabled(if: Binary.path != nil, "the program is built beside the tests"))
struct HelpTests {
    @Test(arguments: ["", "report", "init", "check", "plan", "explain", "inspect", "convert", "verify"])
    func helpIsAsRecorded(
        _ command: String
    )
        throws
    {
        let outcome = try Binary.run(
            ["help"] + (command.isEmpty ? [] : [command]), in: "/", environment: ["COLUMNS": "80"])
        #expect(outcome.status == 0)
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Help")
        let file = folder.appendingPathComponent("\(command.isEmpty ? "breakeven" : command).txt")
        if ProcessInfo.processInfo.environment["RECORD"] != nil {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(outcome.output.utf8).write(to: file)
        }
        let expected = try String(contentsOf: file, encoding: .utf8)
        #expect(outcome.output == expected, "run with RECORD=1 to accept")
    }
}
