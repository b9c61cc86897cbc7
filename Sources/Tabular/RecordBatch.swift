/// Records of one block, valid only while a visitor is looking at them.
///
/// Bytes are those of the file; a field keeps its quotes until ``text(_:_:)`` is asked for it.
package struct RecordBatch {
    @usableFromInline let bytes: UnsafePointer<UInt8>
    @usableFromInline let separators: UnsafePointer<UInt32>
    @usableFromInline let starts: UnsafePointer<UInt32>
    @usableFromInline let firsts: UnsafePointer<UInt32>
    @usableFromInline let lines: UnsafePointer<UInt32>
    @usableFromInline let baseLine: Int
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
    @inlinable package func line(_ record: Int) -> Int { baseLine + Int(lines[record]) }

    @inlinable package func fieldCount(_ record: Int) -> Int { Int(firsts[record + 1]) - Int(firsts[record]) }

    /// The raw bytes of a field, quotes and all. At least eight more bytes may be read after them, of any value.
    ///
    /// - Parameter column: below ``fieldCount(_:)``.
    @inlinable @inline(__always)
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
