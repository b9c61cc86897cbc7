/// Cuts bytes into records one byte at a time: for previews, not for gigabytes.
struct PlainRecords {
    struct Record {
        var line: Int
        /// Offset of the record's first byte.
        var start: Int
        /// Raw bytes of the fields, quotes and all.
        var fields: [Range<Int>]
        /// The bytes ended inside a quoted field.
        var isUnclosed: Bool
        /// The bytes ended before a line end came.
        var isLast: Bool
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private let delimiter: UInt8
    private var offset: Int
    private var line = 1

    init(_ bytes: UnsafeBufferPointer<UInt8>, delimiter: UInt8) {
        self.bytes = bytes
        self.delimiter = delimiter
        offset = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// The next record that is not a blank line.
    mutating func next() -> Record? {
        while offset < bytes.count {
            if bytes[offset] == 10 || bytes[offset] == 13 {
                skipLineEnd()
            } else {
                return record()
            }
        }
        return nil
    }

    private mutating func skipLineEnd() {
        if bytes[offset] == 13, offset + 1 < bytes.count, bytes[offset + 1] == 10 { offset += 1 }
        offset += 1
        line += 1
    }

    private mutating func record() -> Record {
        var record = Record(line: line, start: offset, fields: [], isUnclosed: false, isLast: false)
        var start = offset
        while true {
            if offset < bytes.count, bytes[offset] == UInt8(ascii: "\""), offset == start {
                offset += 1
                record.isUnclosed = true
                while offset < bytes.count {
                    if bytes[offset] == UInt8(ascii: "\"") {
                        offset += 1
                        guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else {
                            record.isUnclosed = false
                            break
                        }
                        offset += 1
                    } else if bytes[offset] == 10 || bytes[offset] == 13 {
                        skipLineEnd()
                    } else {
                        offset += 1
                    }
                }
            }
            while offset < bytes.count, bytes[offset] != delimiter, bytes[offset] != 10, bytes[offset] != 13 {
                offset += 1
            }
            record.fields.append(start..<offset)
            guard offset < bytes.count else {
                record.isLast = true
                return record
            }
            guard bytes[offset] == delimiter else {
                skipLineEnd()
                return record
            }
            offset += 1
            start = offset
        }
    }
}
