/// A record as the slow reader sees it.
package struct SlowRecord: Hashable, Sendable {
    package var line: Int
    package var fields: [String]

    package init(line: Int, fields: [String]) {
        self.line = line
        self.fields = fields
    }
}

/// The slow, obvious CSV reader: one byte at a time, one state, nothing clever. The real one must agree on every input.
///
/// A field is quoted only if its first byte is a quote. Inside, two quotes stand for one; what follows the closing
/// quote is kept as it is. LF, CRLF and CR end a line. A line without a byte is no record.
///
/// - Returns: Nil when the bytes end inside quotes.
package func readSlowly(_ bytes: [UInt8], delimiter: UInt8 = UInt8(ascii: ",")) -> (records: [SlowRecord], lines: Int)?
{
    var input = bytes[...]
    if input.starts(with: [0xEF, 0xBB, 0xBF]) { input = input.dropFirst(3) }
    var records: [SlowRecord] = []
    var line = 1
    func takeLineEnd() {
        let first = input.removeFirst()
        if first == 13, input.first == 10 { input.removeFirst() }
        line += 1
    }
    while !input.isEmpty {
        if input.first == 10 || input.first == 13 {
            takeLineEnd()
            continue
        }
        var record = SlowRecord(line: line, fields: [])
        while true {
            var text: [UInt8] = []
            if input.first == 34 {
                input.removeFirst()
                while true {
                    guard let byte = input.first else { return nil }
                    if byte == 34 {
                        input.removeFirst()
                        guard input.first == 34 else { break }
                        text.append(input.removeFirst())
                    } else if byte == 10 || byte == 13 {
                        text.append(byte)
                        if byte == 13, input.dropFirst().first == 10 { text.append(10) }
                        takeLineEnd()
                    } else {
                        text.append(input.removeFirst())
                    }
                }
            }
            while let byte = input.first, byte != delimiter, byte != 10, byte != 13 { text.append(input.removeFirst()) }
            record.fields.append(String(decoding: text, as: UTF8.self))
            guard input.first == delimiter else { break }
            input.removeFirst()
        }
        records.append(record)
        if input.isEmpty {
            line += 1
        } else {
            takeLineEnd()
        }
    }
    return (records, line - 1)
}
