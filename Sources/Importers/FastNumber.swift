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
struct FastNumberReader {
    private let style: NumberStyle
    private let decimal: UInt8
    private let emptyIsNull: Bool
    /// No word that begins like a number means "not given".
    private let digitsAreNumbers: Bool

    init(_ style: NumberStyle) {
        self.style = style
        decimal = style.decimal
        emptyIsNull = style.nullWords.contains("")
        digitsAreNumbers = !style.nullWords.contains { word in word.utf8.contains { $0 &- 48 < 10 } }
    }

    @inline(__always)
    func read(_ field: UnsafeBufferPointer<UInt8>) -> FastNumber {
        if field.count == 0, emptyIsNull { return .null }
        guard digitsAreNumbers, field.count > 0, field.count <= 40 else { return readSlowly(field) }
        var i = 0
        var end = field.count
        if field[0] == UInt8(ascii: "\""), end >= 2, field[end - 1] == UInt8(ascii: "\"") {
            i = 1
            end -= 1
        }
        let isNegative = i < end && field[i] == UInt8(ascii: "-")
        if isNegative { i += 1 }
        let first = i
        // At most 18 digits, so neither the coefficient nor the count can overflow.
        guard end - i <= 19, i < end else { return readSlowly(field) }
        var coefficient: Int64 = 0
        var point = -1
        while i < end {
            let digit = field[i] &- 48
            if digit < 10 {
                coefficient = coefficient &* 10 &+ Int64(digit)
            } else if field[i] == decimal, point < 0, i > first, i + 1 < end {
                point = i
            } else {
                return readSlowly(field)
            }
            i += 1
        }
        let scale = point < 0 ? 0 : end - point - 1
        guard point >= 0 || end - first <= 18 else { return readSlowly(field) }
        return .small(Int128(isNegative ? -coefficient : coefficient) &* powersOfTen18[18 - scale])
    }

    @inline(never)
    private func readSlowly(_ field: UnsafeBufferPointer<UInt8>) -> FastNumber {
        switch style.read(String(decoding: unquoted(field), as: UTF8.self)) {
        case .null: return .null
        case .unreadable: return .unreadable
        case .value(let amount):
            guard amount.scale <= 18, let units = try? amount.coefficient(atScale: 18) else { return .large(amount) }
            return .small(units)
        }
    }
}

/// 10^0 … 10^18.
private let powersOfTen18: [Int128] = (0...18).map { exponent in
    (0..<exponent).reduce(into: Int128(1)) { power, _ in power *= 10 }
}
