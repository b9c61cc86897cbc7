/// Writes records as RFC 4180 with LF line ends, quoting only what needs it.
package struct CSVEncoder: Sendable {
    package private(set) var bytes: [UInt8] = []
    private var isFirstField = true

    package init() {}

    /// Adds a field to the record under way.
    package mutating func append(_ field: some StringProtocol) {
        if isFirstField { isFirstField = false } else { bytes.append(UInt8(ascii: ",")) }
        let needsQuotes = field.utf8.contains {
            $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 10 || $0 == 13
        }
        guard needsQuotes else { return bytes.append(contentsOf: field.utf8) }
        bytes.append(UInt8(ascii: "\""))
        for byte in field.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Ends the record under way. A record of one empty field is written as `""`, so that it is not a blank line.
    package mutating func endRecord() {
        if bytes.isEmpty || bytes.last == 10, !isFirstField {
            bytes.append(contentsOf: [UInt8(ascii: "\""), UInt8(ascii: "\"")])
        }
        bytes.append(10)
        isFirstField = true
    }

    /// Adds a whole record.
    package mutating func append(record: [String]) {
        for field in record { append(field) }
        endRecord()
    }

    /// Hands out what was written so far and starts over; for writing piece by piece.
    package mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }
}
