import Diagnostics
import Foundation
import Settings

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
