import Tabular

/// The fields of one record for inner loops: what ``RecordBatch/field(_:_:)`` gives, without a call into another module.
struct RecordFields {
    private let bytes: UnsafePointer<UInt8>
    private let separators: UnsafePointer<UInt32>
    private let start: Int
    let count: Int

    @inline(__always)
    init(_ batch: RecordBatch, _ record: Int) {
        let first = Int(batch.firsts[record])
        bytes = batch.bytes
        separators = batch.separators + first
        start = Int(batch.starts[record])
        count = Int(batch.firsts[record &+ 1]) &- first
    }

    /// The raw bytes of a field, quotes and all. At least eight more bytes may be read after them, of any value.
    @inline(__always)
    subscript(column: Int) -> UnsafeBufferPointer<UInt8> {
        assert(column >= 0 && column < count)
        // In bounds: the index lists one separator per field, and every separator lies inside the block.
        let from = column == 0 ? start : Int(separators[column &- 1]) &+ 1
        return UnsafeBufferPointer(start: bytes + from, count: Int(separators[column]) &- from)
    }
}
