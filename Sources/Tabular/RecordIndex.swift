/// Where the fields and records of a stretch of bytes begin and end.
///
/// How it works. Sixty-four bytes at a time become bit masks of quotes, delimiters and newlines. A running exclusive-or
/// over the quote bits tells what lies between quotes, provided that every opening quote stands at the beginning of a
/// field or doubles the one before it. Where one does not, a plain state machine goes through these 64 bytes instead.
/// Both follow the rule of ``unquoted(_:)``. Every end of a field outside quotes becomes an entry in `separators`, so
/// that field n of a record lies between two neighbouring entries and costs nothing unless asked for.
///
/// What must change together: the masks' rule for an opening quote, `scanBytes`, `unquoted`, and the slow reader in the
/// tests.
///
/// A class because it owns memory that is used again for every block.
final class RecordIndex {
    /// Most fields of a record.
    static let fieldLimit = 5000

    private let delimiter: UInt8
    private let masker: ByteMasker

    /// Offsets of the bytes after each field.
    private(set) var separators: UnsafeMutablePointer<UInt32>
    private var separatorCapacity = 0
    private var separatorCount = 0
    /// For each record: offset of its first byte, index of its first separator (one more entry than records), and the
    /// line ends before it.
    private(set) var starts: UnsafeMutablePointer<UInt32>
    private(set) var firsts: UnsafeMutablePointer<UInt32>
    private(set) var lines: UnsafeMutablePointer<UInt32>
    private var recordCapacity = 0
    private(set) var recordCount = 0

    private var state = State.mayOpen
    private var origin = 0
    /// Offset at which the record under way begins.
    private(set) var recordStart = 0
    /// Line ends before the record under way.
    private(set) var recordLine = 0
    /// Line ends so far.
    private(set) var line = 0
    /// First record with too many fields: lines before it, and the offset where the limit is passed.
    private(set) var overlong: (line: Int, offset: Int)?

    private enum State {
        /// A quote here opens the field, or opens it again because it doubles the quote before.
        case mayOpen
        case literal
        case quoted
    }

    init(delimiter: UInt8) {
        precondition(delimiter != 34 && delimiter != 10 && delimiter != 13, "not a delimiter")
        self.delimiter = delimiter
        masker = ByteMasker(delimiter: delimiter)
        separators = .allocate(capacity: 0)
        starts = .allocate(capacity: 0)
        firsts = .allocate(capacity: 0)
        lines = .allocate(capacity: 0)
    }

    deinit {
        separators.deallocate()
        starts.deallocate()
        firsts.deallocate()
        lines.deallocate()
    }

    /// The bytes ended inside quotes.
    var isInsideQuotes: Bool { state == .quoted }

    /// Forgets everything; a record begins at `offset`.
    func begin(at offset: Int) {
        separatorCount = 0
        recordCount = 0
        state = .mayOpen
        origin = offset
        recordStart = offset
        recordLine = 0
        line = 0
        overlong = nil
    }

    /// Takes in bytes `from..<to`, which follow those taken in before.
    func scan(_ bytes: UnsafePointer<UInt8>, from: Int, to: Int) {
        var i = from
        while to - i >= 64 {
            let end = min(i + 16_384, i + (to - i) / 64 * 64)
            reserve(end - i)
            i = scanWords(bytes, from: i, to: end)
        }
        reserve(64)
        _ = scanBytes(bytes, from: i, to: to, stopAfterLine: false)
        noteOverlongTail()
    }

    /// Takes in bytes until a line ends outside quotes.
    ///
    /// - Returns: The offset after that line end, or nil when there is none before `to`.
    func scanLine(_ bytes: UnsafePointer<UInt8>, from: Int, to: Int) -> Int? {
        var i = from
        while i < to {
            let end = min(i + 16_384, to)
            reserve(end - i)
            if let after = scanBytes(bytes, from: i, to: end, stopAfterLine: true) {
                return bytes[after - 1] == 13 && after < to && bytes[after] == 10 ? after + 1 : after
            }
            noteOverlongTail()
            if overlong != nil { return nil }
            i = end
        }
        return nil
    }

    /// Ends the last record where the bytes end, if one is under way.
    func finish(at end: Int) {
        guard recordStart < end else { return }
        reserve(1)
        separators[separatorCount] = UInt32(end)
        separatorCount += 1
        endRecord(at: end)
        recordStart = end
    }

    /// Room for `bytes` more separators and records.
    private func reserve(_ bytes: Int) {
        func grow(_ pointer: inout UnsafeMutablePointer<UInt32>, used: Int, to capacity: Int) {
            let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
            larger.update(from: pointer, count: used)
            pointer.deallocate()
            pointer = larger
        }
        if separatorCount + bytes > separatorCapacity {
            separatorCapacity = (separatorCount + bytes) * 3 / 2
            grow(&separators, used: separatorCount, to: separatorCapacity)
        }
        if recordCount + bytes + 1 > recordCapacity {
            let used = recordCapacity == 0 ? 0 : recordCount + 1
            recordCapacity = recordCount + bytes + 1 + recordCount / 2
            grow(&starts, used: min(used, recordCount), to: recordCapacity)
            grow(&lines, used: min(used, recordCount), to: recordCapacity)
            grow(&firsts, used: used, to: recordCapacity)
        }
        if recordCount == 0 { firsts[0] = 0 }
    }

    private func noteOverlongTail() {
        let first = recordCount == 0 ? 0 : Int(firsts[recordCount])
        guard overlong == nil, separatorCount - first >= Self.fieldLimit else { return }
        overlong = (recordLine, Int(separators[first + Self.fieldLimit - 1]))
    }

    // A separator for the offset has been added.
    private func endRecord(at i: Int) {
        let first = Int(firsts[recordCount])
        starts[recordCount] = UInt32(recordStart)
        lines[recordCount] = UInt32(recordLine)
        if separatorCount - first > Self.fieldLimit { noteOverlongTail() }
        recordCount += 1
        firsts[recordCount] = UInt32(separatorCount)
        line += 1
        recordStart = i + 1
        recordLine = line
    }

    /// An end of line at the very beginning of a record: a blank line, or the LF of a CRLF.
    private func endBlank(_ bytes: UnsafePointer<UInt8>, at i: Int) {
        if !(bytes[i] == 10 && i > origin && bytes[i - 1] == 13) { line += 1 }
        recordStart = i + 1
        recordLine = line
    }

    // In bounds: `reserve` has made room for a separator and a record per byte.
    private func scanBytes(_ bytes: UnsafePointer<UInt8>, from: Int, to: Int, stopAfterLine: Bool) -> Int? {
        var i = from
        while i < to {
            let byte = bytes[i]
            if state == .quoted {
                if byte == 34 {
                    state = .mayOpen
                } else if byte == 13 || byte == 10 && bytes[i - 1] != 13 {
                    line += 1
                }
            } else if byte == 34, state == .mayOpen {
                state = .quoted
            } else if byte == delimiter {
                separators[separatorCount] = UInt32(i)
                separatorCount += 1
                state = .mayOpen
            } else if byte == 10 || byte == 13 {
                state = .mayOpen
                if i == recordStart {
                    endBlank(bytes, at: i)
                } else {
                    separators[separatorCount] = UInt32(i)
                    separatorCount += 1
                    endRecord(at: i)
                }
                if stopAfterLine { return i + 1 }
            } else {
                state = .literal
            }
            i += 1
        }
        return nil
    }

    /// - Parameter to: a multiple of 64 after `from`.
    /// - Returns: `to`.
    private func scanWords(_ bytes: UnsafePointer<UInt8>, from: Int, to: Int) -> Int {
        let masker = masker
        var inside: UInt64 = state == .quoted ? ~0 : 0
        var mayOpen: UInt64 = state == .mayOpen ? 1 : 0
        var count = separatorCount
        let separators = separators
        var i = from
        while i < to {
            let masks = masker.masks(bytes + i)
            var ends = masks.ends
            var inner: UInt64 = 0
            if masks.quotes | inside != 0 {
                let quoted = runningParity(masks.quotes) ^ inside
                ends &= ~quoted
                let beforeOpening = ends | (masks.quotes & ~quoted)
                let opening = masks.quotes & quoted
                if opening & ~(beforeOpening << 1 | mayOpen) != 0 {
                    separatorCount = count
                    state = inside != 0 ? .quoted : mayOpen != 0 ? .mayOpen : .literal
                    _ = scanBytes(bytes, from: i, to: i + 64, stopAfterLine: false)
                    count = separatorCount
                    inside = state == .quoted ? ~0 : 0
                    mayOpen = state == .mayOpen ? 1 : 0
                    i += 64
                    continue
                }
                inner = masks.newlines & quoted
                inside = UInt64(bitPattern: Int64(bitPattern: quoted) >> 63)
                mayOpen = beforeOpening >> 63
            } else {
                mayOpen = ends >> 63
            }
            if ends & masks.newlines | inner == 0 {
                // Eight at a time, needed or not: how many there are is anybody's guess, also the processor's.
                let next = count &+ ends.nonzeroBitCount
                while true {
                    for k in 0..<8 {
                        separators[count &+ k] = UInt32(truncatingIfNeeded: i &+ ends.trailingZeroBitCount)
                        ends &= ends &- 1
                    }
                    if ends == 0 { break }
                    count &+= 8
                }
                count = next
            } else {
                var bits = ends | inner
                while bits != 0 {
                    let bit = bits.trailingZeroBitCount
                    let at = i + bit
                    bits &= bits &- 1
                    if inner >> UInt64(bit) & 1 != 0 {
                        if bytes[at] == 13 || bytes[at - 1] != 13 { line += 1 }
                    } else if masks.newlines >> UInt64(bit) & 1 == 0 {
                        separators[count] = UInt32(at)
                        count += 1
                    } else if at == recordStart {
                        endBlank(bytes, at: at)
                    } else {
                        separators[count] = UInt32(at)
                        count += 1
                        separatorCount = count
                        endRecord(at: at)
                    }
                }
            }
            i += 64
        }
        separatorCount = count
        state = inside != 0 ? .quoted : mayOpen != 0 ? .mayOpen : .literal
        return to
    }

    /// Bit n is the exclusive-or of bits 0…n.
    @inline(__always)
    private func runningParity(_ bits: UInt64) -> UInt64 {
        var bits = bits
        bits ^= bits << 1
        bits ^= bits << 2
        bits ^= bits << 4
        bits ^= bits << 8
        bits ^= bits << 16
        bits ^= bits << 32
        return bits
    }
}
