/// Reads one JSON object of texts: tags, SKU details. Values that are objects or lists keep their source text.
///
/// Accepts what exports hold besides strict JSON: no outer braces, and text that is no object at all (no pairs then).
/// Keys are trimmed. Never throws: such a cell is an extra, not the charge.
struct JSONText {
    private let characters: [UInt8]
    private var i = 0

    /// Pairs of the object; of two equal keys the last counts.
    static func pairs(_ text: String) -> [String: String] {
        let text = text.trimmingBlanks
        guard !text.isEmpty else { return [:] }
        if text.hasPrefix("[") { return pairs(ofList: text) }
        var reader = JSONText(text.hasPrefix("{") ? text : "{" + text + "}")
        return reader.object() ?? mapPairs(text)
    }

    /// Pairs of `[{"key": "team", "value": "search"}]`, as lists of labels are written.
    private static func pairs(ofList text: String) -> [String: String] {
        var pairs: [String: String] = [:]
        for object in objects(text) {
            guard let key = object["key"]?.trimmingBlanks, !key.isEmpty else { continue }
            pairs[key] = object["value"] ?? ""
        }
        return pairs
    }

    /// Pairs of `{team=search, env=prod}` and `{'team': 'search'}`, as programs print their maps.
    private static func mapPairs(_ text: String) -> [String: String] {
        guard text.hasPrefix("{"), text.hasSuffix("}") else { return [:] }
        if text.contains("'"), !text.contains("\"") {
            var reader = JSONText(text.replacing("'", with: "\""))
            return reader.object() ?? [:]
        }
        var pairs: [String: String] = [:]
        for entry in text.dropFirst().dropLast().split(separator: ",") {
            guard let equals = entry.firstIndex(of: "=") else { return [:] }
            let key = String(entry[..<equals]).trimmingBlanks
            pairs[key] = String(entry[entry.index(after: equals)...]).trimmingBlanks
        }
        return pairs
    }

    /// The objects of a list; none when the text is no list of objects.
    static func objects(_ text: String) -> [[String: String]] {
        var reader = JSONText(text)
        guard reader.take("[") else { return [] }
        var objects: [[String: String]] = []
        while let object = reader.object() {
            objects.append(object)
            guard reader.take(",") else { break }
        }
        return reader.take("]") ? objects : []
    }

    /// One object with the named pairs of another, in order of their names. If there are others only, one pair without a
    /// name says so.
    /// - Parameter prefix: taken off the names that have it, before they are compared.
    static func only(_ names: Set<String>, of text: String, dropping prefix: String? = nil) -> String {
        var pairs = pairs(text).filter { !$0.value.isEmpty }
        if let prefix {
            for (key, value) in pairs.sorted(by: { $0.key < $1.key }) where key.hasPrefix(prefix) {
                pairs[key] = nil
                pairs[String(key.dropFirst(prefix.count))] = value
            }
        }
        guard !pairs.isEmpty else { return "" }
        let kept = pairs.filter { names.contains($0.key) }.sorted { $0.key < $1.key }
        guard !kept.isEmpty else { return "{\"\":\"-\"}" }
        return "{" + kept.map { quoted($0.key) + ":" + quoted($0.value) }.joined(separator: ",") + "}"
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    private init(_ text: String) { characters = Array(text.utf8) }

    private mutating func object() -> [String: String]? {
        guard take("{") else { return nil }
        var pairs: [String: String] = [:]
        if take("}") { return pairs }
        while true {
            guard let key = string(), take(":"), let value = value() else { return nil }
            pairs[key.trimmingBlanks] = value
            if take("}") { return pairs }
            guard take(",") else { return nil }
        }
    }

    private mutating func value() -> String? {
        skipSpace()
        guard i < characters.count else { return nil }
        switch characters[i] {
        case UInt8(ascii: "\""): return string()
        case UInt8(ascii: "{"), UInt8(ascii: "["): return nested()
        default:
            let start = i
            while i < characters.count, !",}]".utf8.contains(characters[i]) { i += 1 }
            let text = String(decoding: characters[start..<i], as: UTF8.self).trimmingBlanks
            return text == "null" ? "" : text
        }
    }

    private mutating func nested() -> String? {
        let start = i
        var depth = 0
        while i < characters.count {
            switch characters[i] {
            case UInt8(ascii: "\""):
                guard string() != nil else { return nil }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
            i += 1
            if depth == 0 { return String(decoding: characters[start..<i], as: UTF8.self) }
        }
        return nil
    }

    private mutating func string() -> String? {
        skipSpace()
        guard i < characters.count, characters[i] == UInt8(ascii: "\"") else { return nil }
        i += 1
        var bytes: [UInt8] = []
        while i < characters.count {
            let byte = characters[i]
            i += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: bytes, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard i < characters.count else { return nil }
                let escaped = characters[i]
                i += 1
                switch escaped {
                case UInt8(ascii: "n"): bytes.append(10)
                case UInt8(ascii: "t"): bytes.append(9)
                case UInt8(ascii: "r"): bytes.append(13)
                case UInt8(ascii: "b"): bytes.append(8)
                case UInt8(ascii: "f"): bytes.append(12)
                case UInt8(ascii: "u"):
                    guard let scalar = scalar() else { return nil }
                    bytes.append(contentsOf: String(scalar).utf8)
                default: bytes.append(escaped)
                }
            default: bytes.append(byte)
            }
        }
        return nil
    }

    private mutating func scalar() -> Character? {
        guard let first = codeUnit() else { return nil }
        guard (0xD800..<0xDC00).contains(first) else {
            return Unicode.Scalar(first).map { Character($0) } ?? "\u{FFFD}"
        }
        guard i + 1 < characters.count, characters[i] == UInt8(ascii: "\\"), characters[i + 1] == UInt8(ascii: "u")
        else { return "\u{FFFD}" }
        i += 2
        guard let second = codeUnit(), (0xDC00..<0xE000).contains(second) else { return "\u{FFFD}" }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)).map { Character($0) } ?? "\u{FFFD}"
    }

    private mutating func codeUnit() -> UInt32? {
        guard i + 4 <= characters.count else { return nil }
        defer { i += 4 }
        return UInt32(String(decoding: characters[i..<(i + 4)], as: UTF8.self), radix: 16)
    }

    private mutating func skipSpace() {
        while i < characters.count, [32, 9, 10, 13].contains(characters[i]) { i += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard i < characters.count, characters[i] == UInt8(ascii: character) else { return false }
        i += 1
        return true
    }
}
