extension JSONValue {
    /// Reads one JSON document.
    ///
    /// Tolerant of a byte order mark, of bytes that are not UTF-8 and of half surrogates (both read as U+FFFD), strict
    /// in the rest. Whole numbers that fit are `integer`, all others `number`.
    ///
    /// - Returns: Nil when the bytes are no JSON, or nest deeper than 200 levels.
    package static func parse(_ bytes: [UInt8]) -> JSONValue? {
        var reader = JSONReader(bytes)
        guard let value = reader.value(depth: 0) else { return nil }
        reader.skipBlanks()
        return reader.isAtEnd ? value : nil
    }
}

private struct JSONReader {
    private let bytes: [UInt8]
    private var i = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { i = 3 }
    }

    var isAtEnd: Bool { i >= bytes.count }

    mutating func skipBlanks() {
        while i < bytes.count, [9, 10, 13, 32].contains(bytes[i]) { i += 1 }
    }

    mutating func value(depth: Int) -> JSONValue? {
        skipBlanks()
        guard !isAtEnd, depth <= 200 else { return nil }
        switch bytes[i] {
        case UInt8(ascii: "{"): return object(depth: depth)
        case UInt8(ascii: "["): return array(depth: depth)
        case UInt8(ascii: "\""): return string().map(JSONValue.string)
        case UInt8(ascii: "t"): return take("true") ? .bool(true) : nil
        case UInt8(ascii: "f"): return take("false") ? .bool(false) : nil
        case UInt8(ascii: "n"): return take("null") ? .null : nil
        default: return number()
        }
    }

    private mutating func take(_ word: StaticString) -> Bool {
        let matches = word.withUTF8Buffer { bytes[i...].starts(with: $0) }
        if matches { i += word.utf8CodeUnitCount }
        return matches
    }

    private mutating func object(depth: Int) -> JSONValue? {
        i += 1
        var members: [JSONValue.Member] = []
        skipBlanks()
        if take("}") { return .object([]) }
        while true {
            skipBlanks()
            guard let key = string() else { return nil }
            skipBlanks()
            guard take(":"), let value = value(depth: depth + 1) else { return nil }
            members.append(.init(key, value))
            skipBlanks()
            if take("}") { return .object(members) }
            guard take(",") else { return nil }
        }
    }

    private mutating func array(depth: Int) -> JSONValue? {
        i += 1
        var elements: [JSONValue] = []
        skipBlanks()
        if take("]") { return .array([]) }
        while true {
            guard let value = value(depth: depth + 1) else { return nil }
            elements.append(value)
            skipBlanks()
            if take("]") { return .array(elements) }
            guard take(",") else { return nil }
        }
    }

    private mutating func string() -> String? {
        guard take("\"") else { return nil }
        var text: [UInt8] = []
        while i < bytes.count {
            let byte = bytes[i]
            i += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let scalar = escape() else { return nil }
                text.append(contentsOf: String(scalar).utf8)
            case 0..<32: return nil
            default: text.append(byte)
            }
        }
        return nil
    }

    /// What stands behind a backslash.
    private mutating func escape() -> Unicode.Scalar? {
        guard !isAtEnd else { return nil }
        let byte = bytes[i]
        i += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            guard let unit = fourDigits() else { return nil }
            if let scalar = Unicode.Scalar(unit) { return scalar }
            let start = i
            if unit < 0xDC00, take("\\u"), let second = fourDigits(), (0xDC00...0xDFFF).contains(second) {
                return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (second - 0xDC00))
            }
            i = start
            return "\u{FFFD}"
        default: return nil
        }
    }

    private mutating func fourDigits() -> UInt32? {
        guard i + 4 <= bytes.count else { return nil }
        var unit: UInt32 = 0
        for byte in bytes[i..<(i + 4)] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            unit = unit << 4 | UInt32(digit)
        }
        i += 4
        return unit
    }

    private mutating func number() -> JSONValue? {
        let start = i
        _ = take("-")
        let first = i
        guard digits() else { return nil }
        if bytes[first] == UInt8(ascii: "0"), i > first + 1 { return nil }
        let wholeEnd = i
        if take(".") { guard digits() else { return nil } }
        if take("e") || take("E") {
            _ = take("+") || take("-")
            guard digits() else { return nil }
        }
        let text = String(decoding: bytes[start..<i], as: UTF8.self)
        if i == wholeEnd, let value = Int(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else { return nil }
        return .number(value)
    }

    private mutating func digits() -> Bool {
        let start = i
        while i < bytes.count, bytes[i] &- 48 < 10 { i += 1 }
        return i > start
    }
}
