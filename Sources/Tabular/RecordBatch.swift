/// Records of one block, valid only while a visitor is looking at them.
///
/// Bytes are those of the file; a field keeps its quotes until ``text(_:_:)`` is asked for it.
package struct RecordBatch {
    /// What the offsets below count from.
    package let bytes: UnsafePointer<UInt8>
    /// Offsets of the bytes after each field, of all records one after the other.
    package let separators: UnsafePointer<UInt32>
    /// By record: the offset of its first byte.
    package let starts: UnsafePointer<UInt32>
    /// By record, and one more: its first separator.
    package let firsts: UnsafePointer<UInt32>
    private let lines: UnsafePointer<UInt32>
    private let baseLine: Int
    /// Records to look at.
    package let records: Range<Int>

    init(_ index: RecordIndex, bytes: UnsafePointer<UInt8>, baseLine: Int, after headerLine: Int) {
        self.bytes = bytes
        separators = UnsafePointer(index.separators)
        starts = UnsafePointer(index.starts)
        firsts = UnsafePointer(index.firsts)
        lines = UnsafePointer(index.lines)
        self.baseLine = baseLine
        var first = 0
        while first < index.recordCount, baseLine + Int(index.lines[first]) <= headerLine { first += 1 }
        records = first..<index.recordCount
    }

    /// Physical line on which a record begins, from 1.
    package func line(_ record: Int) -> Int { baseLine + Int(lines[record]) }

    package func fieldCount(_ record: Int) -> Int { Int(firsts[record + 1]) - Int(firsts[record]) }

    /// The raw bytes of a field, quotes and all. At least eight more bytes may be read after them, of any value.
    ///
    /// - Parameter column: below ``fieldCount(_:)``.
    package func field(_ record: Int, _ column: Int) -> UnsafeBufferPointer<UInt8> {
        // In bounds: the index lists one separator per field, and every separator lies inside the block.
        let first = Int(firsts[record])
        let start = column == 0 ? Int(starts[record]) : Int(separators[first + column - 1]) + 1
        return UnsafeBufferPointer(start: bytes + start, count: Int(separators[first + column]) - start)
    }

    /// The text of a field without its quotes.
    package func text(_ record: Int, _ column: Int) -> String {
        String(decoding: unquoted(field(record, column)), as: UTF8.self)
    }
}

/// Looks at records as they come, in any order of blocks. Each visitor is used by one thread at a time.
package protocol RecordVisitor: AnyObject {
    func visit(_ batch: RecordBatch)
}
