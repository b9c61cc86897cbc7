import Diagnostics
import Foundation
import Settings
import Testing

/// Writes text to a file of its own, loads it as `breakeven.yaml`, and removes it.
func load(_ yaml: String, set overrides: [String] = []) throws(Failure) -> ProjectSettings {
    let path = NSTemporaryDirectory() + "settings-\(UUID().uuidString).yaml"
    _ = FileManager.default.createFile(atPath: path, contents: Data(yaml.utf8))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try loadSettings(file: path, name: "breakeven.yaml", overrides: overrides)
}

/// Every message as text, or what was loaded although it should not be.
func messages(_ yaml: String, set overrides: [String] = []) -> String {
    do {
        _ = try load(yaml, set: overrides)
        return "loaded without a message"
    } catch {
        return error.text
    }
}

extension Failure {
    var text: String { "\(status.rawValue)\n" + diagnostics.map(\.rendered).joined(separator: "\n") }
}

/// Folder with the reference configurations, where the machine has it.
let sharedFolder = ProcessInfo.processInfo.environment["BREAKEVEN_SHARED"]

/// A configuration that is refused, and every word of the refusal.
struct WrongConfiguration: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let yaml: String
    let overrides: [String]
    let expected: String

    init(_ description: String, yaml: String, set overrides: [String] = [], expected: String) {
        testDescription = description
        self.yaml = yaml
        self.overrides = overrides
        self.expected = expected
    }
}

/// SplitMix64, so that a property can be drawn again from its seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
