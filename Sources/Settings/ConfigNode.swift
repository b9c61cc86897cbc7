package import Diagnostics

/// A piece of configuration as written, before the schema gives it a type.
package struct ConfigNode: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        /// - Parameter isPlain: without quotes, so that `null`, `~` and nothing mean no value.
        case scalar(String, isPlain: Bool)
        case list([ConfigNode])
        /// In the order of the file, keys unique.
        case map([ConfigEntry])
    }

    package var content: Content
    /// A place in the file, or ``SourcePosition/override(_:)``.
    package var position: SourcePosition

    package init(_ content: Content, at position: SourcePosition) {
        self.content = content
        self.position = position
    }

    /// Nothing after the colon.
    var isEmpty: Bool { content == .scalar("", isPlain: true) }

    /// Said to have no value: `null` or `~`.
    var isNull: Bool {
        guard case .scalar(let text, isPlain: true) = content else { return false }
        return ["~", "null", "Null", "NULL"].contains(text)
    }

    /// How a message names what it found.
    var described: String {
        switch content {
        case .scalar(let text, _): isEmpty ? "nothing" : quoted(text)
        case .list: "a list"
        case .map: "a mapping"
        }
    }
}

package struct ConfigEntry: Hashable, Sendable {
    package var key: String
    package var keyPosition: SourcePosition
    package var value: ConfigNode

    package init(key: String, keyPosition: SourcePosition, value: ConfigNode) {
        self.key = key
        self.keyPosition = keyPosition
        self.value = value
    }
}

extension SourcePosition {
    /// The place of a value that the command line gives: it reads `--set KEY`.
    package static func override(_ key: String) -> SourcePosition { SourcePosition(file: "--set \(key)") }

    package var isOverride: Bool { file.hasPrefix("--set ") && line == nil }
}

/// Text in double quotes, shortened to 60 characters, control characters escaped.
func quoted(_ text: String) -> String {
    var shown = ""
    for scalar in text.unicodeScalars.prefix(60) {
        switch scalar.value {
        case 0..<32, 127..<160: shown += scalar.escaped(asASCII: true)
        default: shown.unicodeScalars.append(scalar)
        }
    }
    return "\"\(shown)\(text.unicodeScalars.count > 60 ? "…" : "")\""
}
