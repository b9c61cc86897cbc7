import Money
import Tabular

/// A number on its way into a sum.
enum FastNumber {
    case null
    /// In units of 10^-18.
    case small(Int128)
    case large(Amount)
    case unreadable
}

/// Reads the numbers of a column from raw bytes: plain digits at once, everything else through ``NumberStyle/read(_:)``.
///
/// Holds no reference, so that reading a cell counts none.
struct FastNumberReader: BitwiseCopyable {
    let column: Int
    let mustBeGiven: Bool
    private let decimal: UInt8
    private let emptyIsNull: Bool
    /// No word that begins like a number means "not given".
    private let digitsAreNumbers: Bool

    init(_ measure: MeasureColumn) {
        column = measure.column
        mustBeGiven = measure.mustBeGiven
        decimal = measure.style.decimal
        emptyIsNull = measure.style.nullWords.contains("")
        digitsAreNumbers = !measure.style.nullWords.contains { word in word.utf8.contains { $0 &- 48 < 10 } }
    }

    /// - Parameters:
    ///   - field: eight more bytes may be read after it.
    ///   - powers: 10^0 … 10^18.
    /// - Returns: Nil when the cell has to be read the slow way.
    @inline(__always)
    func read(_ field: UnsafeBufferPointer<UInt8>, powers: UnsafePointer<Int64>) -> FastNumber? {
        guard let start = field.baseAddress, field.count > 0 else { return emptyIsNull ? .null : nil }
        guard digitsAreNumbers else { return nil }
        var i = 0
        var end = field.count
        if start[0] == UInt8(ascii: "\""), end >= 2, start[end &- 1] == UInt8(ascii: "\"") {
            i = 1
            end &-= 1
        }
        let isNegative = i < end && start[i] == UInt8(ascii: "-")
        if isNegative { i &+= 1 }
        // At most 18 digits, so that the coefficient cannot overflow.
        guard i < end, end &- i <= 19 else { return nil }
        guard let (coefficient, scale) = end &- i <= 16 ? words(start + i, end &- i) : digits(start + i, end &- i)
        else { return nil }
        let units = coefficient.multipliedFullWidth(by: powers[18 &- scale])
        let wide = Int128(truncatingIfNeeded: units.high) &<< 64 | Int128(truncatingIfNeeded: units.low)
        return .small(isNegative ? 0 &- wide : wide)
    }

    /// Up to sixteen characters at once: the decimal mark is taken out, the others are digits side by side.
    @inline(__always)
    private func words(_ start: UnsafePointer<UInt8>, _ count: Int) -> (coefficient: Int64, scale: Int)? {
        let raw = UnsafeRawPointer(start)
        let zeros: UInt64 = 0x3030_3030_3030_3030
        // In bounds: the caller vouches for eight bytes after the number; what is not its own becomes zero.
        var low = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self)) ^ zeros
        var high: UInt64 = 0
        if count > 8 {
            high = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)) ^ zeros
            high &= ~(~0 << UInt64(8 &* (count &- 8)))
        } else {
            low &= ~(~0 << UInt64(8 &* count))
        }
        var all = UInt128(truncatingIfNeeded: high) &<< 64 | UInt128(truncatingIfNeeded: low)
        var scale = 0
        let mark = 0x0101_0101_0101_0101 &* UInt64(decimal ^ 0x30)
        let lowMarks = zeroBytes(low ^ mark)
        let highMarks = zeroBytes(high ^ mark)
        if lowMarks | highMarks != 0 {
            let bit = lowMarks != 0 ? lowMarks.trailingZeroBitCount : 64 &+ highMarks.trailingZeroBitCount
            let point = bit &>> 3
            guard point > 0, point &+ 1 < count else { return nil }
            scale = count &- point &- 1
            let before = all & ~(~0 &<< UInt128(truncatingIfNeeded: 8 &* point))
            let after = all & (~0 &<< UInt128(truncatingIfNeeded: 8 &* (point &+ 1)))
            all = before &<< 8 | after
        }
        all = all &<< UInt128(truncatingIfNeeded: 8 &* (16 &- count))
        let first = UInt64(truncatingIfNeeded: all)
        let last = UInt64(truncatingIfNeeded: all &>> 64)
        // A byte above 9 gets its highest bit here, or had it already.
        let above: UInt64 = 0x7676_7676_7676_7676
        guard ((first &+ above) | first | (last &+ above) | last) & 0x8080_8080_8080_8080 == 0 else { return nil }
        return (Int64(bitPattern: eight(first) &* 100_000_000 &+ eight(last)), scale)
    }

    /// The lowest bit set is that of the first byte that is zero.
    @inline(__always)
    private func zeroBytes(_ word: UInt64) -> UInt64 {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
    }

    /// The number of eight digits, the first of them in the lowest byte.
    @inline(__always)
    private func eight(_ digits: UInt64) -> UInt64 {
        var value = ((digits &* 2_561) &>> 8) & 0x00FF_00FF_00FF_00FF
        value = ((value &* 6_553_601) &>> 16) & 0x0000_FFFF_0000_FFFF
        return (value &* 42_949_672_960_001) &>> 32
    }

    private func digits(_ start: UnsafePointer<UInt8>, _ count: Int) -> (coefficient: Int64, scale: Int)? {
        var coefficient: Int64 = 0
        var point = -1
        for i in 0..<count {
            let digit = start[i] &- 48
            if digit < 10 {
                coefficient = coefficient &* 10 &+ Int64(digit)
            } else if start[i] == decimal, point < 0, i > 0, i + 1 < count {
                point = i
            } else {
                return nil
            }
        }
        guard point >= 0 || count <= 18 else { return nil }
        return (coefficient, point < 0 ? 0 : count - point - 1)
    }
}

extension NumberStyle {
    /// The slow way: every number that the style allows, and what is none.
    func readForSum(_ field: UnsafeBufferPointer<UInt8>) -> FastNumber {
        switch read(String(decoding: unquoted(field), as: UTF8.self)) {
        case .null: return .null
        case .unreadable: return .unreadable
        case .value(let amount):
            guard amount.scale <= 18, let units = try? amount.coefficient(atScale: 18) else { return .large(amount) }
            return .small(units)
        }
    }
}
