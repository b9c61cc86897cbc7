import Diagnostics
import Foundation
import Settings
import Testing

/// Files that are no text, word for word.
@Suite struct UnreadableFileTests {
    private func refusal(of bytes: [UInt8]) -> String {
        let path = NSTemporaryDirectory() + "settings-\(UUID().uuidString).yaml"
        _ = FileManager.default.createFile(atPath: path, contents: Data(bytes))
        defer { try? FileManager.default.removeItem(atPath: path) }
        do {
            _ = try loadSettings(file: path, name: "breakeven.yaml")
            return "loaded"
        } catch { return error.text }
    }

    @Test func aMissingFileIsAMissingInput() {
        do {
            _ = try loadSettings(file: "/nowhere/breakeven.yaml", name: "breakeven.yaml")
            Issue.record("loaded")
        } catch {
            #expect(
                error.text == """
                    66
                    breakeven.yaml: error: found no readable file (No such file or directory), expected the configuration of the project
                      fix: check the path and its permissions; without the file every default holds
                    """)
        }
    }

    @Test func bytesThatAreNoUTF8AreNamedWithTheirPlace() {
        #expect(
            refusal(of: Array("report:\n  title: é".utf8) + [0xFC, 0x0A]) == """
                78
                breakeven.yaml:2:12: error: found the byte 0xFC, expected UTF-8 text
                  fix: save the file as UTF-8
                """)
    }

    @Test func controlCharactersAreNamedWithTheirPlace() {
        #expect(
            refusal(of: Array("report:\n  title: a".utf8) + [0, 0x0A]) == """
                78
                breakeven.yaml:2:11: error: found the control character 0x00, expected text
                  fix: take the character out
                """)
    }

    @Test(arguments: ["\u{FEFF}report: {title: a}\r\n", "report:\r\n  title: a\r\n", "report:\r  title: a"])
    func everyLineEndAndAByteOrderMarkAreFine(_ text: String) {
        #expect(refusal(of: Array(text.utf8)) == "loaded")
    }

    @Test func aliasesThatMultiplyAreRefused() {
        var yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...7 {
            yaml +=
                "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
                + "]\n"
        }
        #expect(
            messages(yaml) == """
                78
                breakeven.yaml:1:1: error: found more than 200000 values once all aliases are replaced, expected a configuration
                    a0: &a0 [x, x, x, x, x, x, x, x, x, x]
                    ^
                  fix: take out aliases that contain aliases
                """)
    }

    @Test func deepNestingIsRefusedWithoutACrash() {
        #expect(messages(String(repeating: "[", count: 5000)).hasPrefix("78\nbreakeven.yaml:"))
        #expect(
            messages(String(repeating: "{a: ", count: 400) + String(repeating: "}", count: 400))
                .contains("found the unknown key `a` at the top level"))
    }

    @Test(arguments: UInt64(1)...200)
    func noTextCrashesTheReader(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let pieces = [
            "model", "report", ":", " ", "\n", "  ", "- ", "{", "}", "[", "]", ",", "&a", "*a", "<<", "null", "~", "'",
            "\"",
            "workloads", "id", "ramp", "1", "%", "é", "#", "|", ">", "?", "!t", "\t", "---", "meta", "finance", "base",
        ]
        let yaml = (0..<Int.random(in: 1...40, using: &generator))
            .map { _ in pieces[Int.random(in: 0..<pieces.count, using: &generator)] }.joined()
        let text = messages(yaml, set: [yaml, "model.\(yaml)=\(yaml)"])
        #expect(text.hasPrefix("78\n") || text == "loaded without a message", "seed \(seed)")
    }
}
