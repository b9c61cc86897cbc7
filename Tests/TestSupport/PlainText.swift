/// Reads CSV byte by byte, the obvious way: RFC 4180, LF or CRLF. Blank lines are left out.
package func csvRecords(_ bytes: [UInt8]) -> [[String]] {
    var records: [[String]] = []
    var record: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    var wasQuoted = false
    func isBlank() -> Bool { record.isEmpty && field.isEmpty && !wasQuoted }
    func endField() {
        record.append(String(decoding: field, as: UTF8.self))
        field = []
        wasQuoted = false
    }
    var i = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while i < bytes.count {
        let byte = bytes[i]
        i += 1
        if isQuoted {
            if byte != UInt8(ascii: "\"") {
                field.append(byte)
            } else if i < bytes.count, bytes[i] == UInt8(ascii: "\"") {
                field.append(byte)
                i += 1
            } else {
                isQuoted = false
            }
        } else if byte == UInt8(ascii: "\""), field.isEmpty {
            isQuoted = true
            wasQuoted = true
        } else if byte == UInt8(ascii: ",") {
            endField()
        } else if byte == 10 {
            if isBlank() { continue }
            endField()
            records.append(record)
            record = []
        } else if byte != 13 {
            field.append(byte)
        }
    }
    if !isBlank() {
        endField()
        records.append(record)
    }
    return records
}

/// A JSON object of texts, numbers, truth values and nulls, whose keys differ. Whether numbers are well formed is not
/// looked at.
package func isFlatJSONObject(_ text: String) -> Bool {
    var rest = Substring(text)
    func skip() { rest = rest.drop { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" || $0 == "\r\n" } }
    func take(_ character: Character) -> Bool {
        skip()
        guard rest.first == character else { return false }
        rest = rest.dropFirst()
        return true
    }
    func string() -> String? {
        guard take("\"") else { return nil }
        var result = ""
        while let character = rest.popFirst() {
            if character == "\"" { return result }
            result.append(character)
            if character == "\\" {
                guard let escaped = rest.popFirst(), "\"\\/bfnrtu".contains(escaped) else { return nil }
                result.append(escaped)
            }
        }
        return nil
    }
    func value() -> Bool {
        skip()
        if rest.first == "\"" { return string() != nil }
        let word = rest.prefix { $0.isLetter || $0.isNumber || "+-.".contains($0) }
        rest = rest.dropFirst(word.count)
        return ["true", "false", "null"].contains(String(word)) || Double(word) != nil
    }
    guard take("{") else { return false }
    if take("}") {
        skip()
        return rest.isEmpty
    }
    var keys: Set<String> = []
    while true {
        guard let key = string(), keys.insert(key).inserted, take(":"), value() else { return false }
        if take("}") { break }
        guard take(",") else { return false }
    }
    skip()
    return rest.isEmpty
}
