extension Amount {
    /// Reads `-digits[.digits][E±digits]` exactly, of at most 38 digits; anything else is nil.
    package init?(_ text: some StringProtocol) {
        var text = String(text)
        guard let amount = text.withUTF8({ Amount(utf8: $0) }) else { return nil }
        self = amount
    }

    /// The same from bytes.
    package init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        var i = 0
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative { i = 1 }
        var digits = DigitCollector()
        let start = i
        while i < bytes.count, bytes[i] &- 48 < 10 {
            guard digits.append(bytes[i] &- 48) else { return nil }
            i += 1
        }
        guard i > start else { return nil }
        var exponent = 0
        if i < bytes.count, bytes[i] == UInt8(ascii: ".") {
            i += 1
            let fraction = i
            while i < bytes.count, bytes[i] &- 48 < 10 {
                guard digits.append(bytes[i] &- 48) else { return nil }
                i += 1
            }
            guard i > fraction else { return nil }
            exponent = fraction - i
        }
        if i < bytes.count, bytes[i] | 32 == UInt8(ascii: "e") {
            i += 1
            var sign = 1
            if i < bytes.count, bytes[i] == UInt8(ascii: "-") || bytes[i] == UInt8(ascii: "+") {
                sign = bytes[i] == UInt8(ascii: "-") ? -1 : 1
                i += 1
            }
            let first = i
            var shift = 0
            while i < bytes.count, bytes[i] &- 48 < 10 {
                shift = min(shift * 10 + Int(bytes[i] &- 48), 1_000_000)
                i += 1
            }
            guard i > first else { return nil }
            exponent += sign * shift
        }
        guard i == bytes.count, let amount = digits.amount(exponent: exponent, isNegative: isNegative) else {
            return nil
        }
        self = amount
    }

    /// A plain decimal: no exponent, no trailing zeros, no minus on zero.
    private func plain(digits: [UInt8], scale: Int) -> String {
        var digits = digits
        if digits.count <= scale {
            digits.insert(contentsOf: repeatElement(48, count: scale + 1 - digits.count), at: 0)
        }
        var text = String(decoding: digits[..<(digits.count - scale)], as: UTF8.self)
        if scale > 0 { text += "." + String(decoding: digits[(digits.count - scale)...], as: UTF8.self) }
        return coefficient < 0 && digits.contains(where: { $0 != 48 }) ? "-" + text : text
    }

    /// With exactly `decimals` digits after the point, rounded half away from zero.
    ///
    /// - Parameter decimals: 0 or more.
    package func description(decimals: Int) -> String {
        if decimals >= scale {
            let padding = repeatElement(UInt8(48), count: decimals - scale)
            return plain(digits: Array(String(coefficient.magnitude).utf8) + padding, scale: decimals)
        }
        let divisor = powersOfTen[scale - decimals].magnitude
        var (quotient, remainder) = coefficient.magnitude.quotientAndRemainder(dividingBy: divisor)
        if remainder >= divisor - remainder { quotient += 1 }
        return plain(digits: Array(String(quotient).utf8), scale: decimals)
    }

    /// The nearest `Double`, halves to even.
    package var doubleValue: Double {
        // Both exact in a Double, so that the one division rounds once.
        if scale <= 22, coefficient.magnitude < 1 << 53 {
            return Double(Int64(coefficient)) / exactPowersOfTen[scale]
        }
        return Double(description)!
    }
}

extension Amount: CustomStringConvertible {
    package var description: String { description(decimals: scale) }
}

/// 1e0 … 1e22, all powers of ten that a Double holds exactly.
private let exactPowersOfTen: [Double] = (0...22).map { exponent in
    (0..<exponent).reduce(into: 1.0) { power, _ in power *= 10 }
}

/// Digits on their way to a coefficient. Zeros wait until another digit follows, so that `1.000…0` of any length fits.
private struct DigitCollector {
    private var coefficient: Int128 = 0
    private var waitingZeros = 0

    /// - Returns: false when the digits no longer fit into 38.
    mutating func append(_ digit: UInt8) -> Bool {
        guard digit != 0 else {
            waitingZeros += 1
            return true
        }
        if coefficient == 0 {
            waitingZeros = 0
        } else if waitingZeros + 1 > 37 || coefficient >= powersOfTen[38 - waitingZeros - 1] {
            return false
        }
        coefficient = coefficient * powersOfTen[waitingZeros + 1] + Int128(digit)
        waitingZeros = 0
        return true
    }

    /// - Parameter exponent: of the last digit given, waiting zeros included.
    func amount(exponent: Int, isNegative: Bool) -> Amount? {
        guard coefficient != 0 else { return .zero }
        let exponent = exponent + waitingZeros
        guard exponent >= -38 else { return nil }
        let signed = isNegative ? -coefficient : coefficient
        if exponent <= 0 { return Amount(coefficient: signed, scale: -exponent) }
        guard exponent < 38, coefficient < powersOfTen[38 - exponent] else { return nil }
        return Amount(coefficient: signed * powersOfTen[exponent], scale: 0)
    }
}

/// 10^0 … 10^38, all that fit.
let powersOfTen: [Int128] = (0...38).map { exponent in
    (0..<exponent).reduce(into: Int128(1)) { power, _ in power *= 10 }
}
