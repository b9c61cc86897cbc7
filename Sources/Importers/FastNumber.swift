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
struct FastNumberReader {
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

    /// - Parameter powers: 10^0 … 10^18.
    /// - Returns: Nil when the cell has to be read the slow way.
    @inline(__always)
    func read(_ field: UnsafeBufferPointer<UInt8>, powers: UnsafePointer<Int64>) -> FastNumber? {
        if field.count == 0, emptyIsNull { return .null }
        guard digitsAreNumbers, field.count > 0 else { return nil }
        var i = 0
        var end = field.count
        if field[0] == UInt8(ascii: "\""), end >= 2, field[end - 1] == UInt8(ascii: "\"") {
            i = 1
            end -= 1
        }
        let isNegative = i < end && field[i] == UInt8(ascii: "-")
        if isNegative { i += 1 }
        let first = i
        // At most 18 digits, so that the coefficient cannot overflow.
        guard i < end, end - i <= 19 else { return nil }
        var coefficient: Int64 = 0
        var point = -1
        while i < end {
            let digit = field[i] &- 48
            if digit < 10 {
                coefficient = coefficient &* 10 &+ Int64(digit)
            } else if field[i] == decimal, point < 0, i > first, i + 1 < end {
                point = i
            } else {
                return nil
            }
            i &+= 1
        }
        let scale = point < 0 ? 0 : end - point - 1
        guard point >= 0 || end - first <= 18 else { return nil }
        let units = coefficient.multipliedFullWidth(by: powers[18 - scale])
        let wide = Int128(units.high) << 64 | Int128(units.low)
        return .small(isNegative ? -wide : wide)
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
