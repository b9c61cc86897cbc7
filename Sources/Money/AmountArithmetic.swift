extension Amount {
    /// The exact sum.
    package func adding(_ other: Amount) throws(AmountError) -> Amount {
        let scale = max(scale, other.scale)
        let (sum, overflow) = try coefficient(atScale: scale).addingReportingOverflow(
            other.coefficient(atScale: scale))
        return try Amount(checked: sum, overflow, scale: scale)
    }

    /// The exact difference.
    package func subtracting(_ other: Amount) throws(AmountError) -> Amount {
        try adding(other.negated)
    }

    /// The exact product.
    package func multiplied(by other: Amount) throws(AmountError) -> Amount {
        // Zeros at the end of either would only take room.
        var (product, overflow) = coefficient.multipliedReportingOverflow(by: other.coefficient)
        if overflow { throw .tooLarge }
        var scale = scale + other.scale
        while scale > 38, product % 10 == 0 {
            product /= 10
            scale -= 1
        }
        return try Amount(checked: product, scale > 38, scale: min(scale, 38))
    }

    package var negated: Amount { Amount(coefficient: -coefficient, scale: scale) }
    package var magnitude: Amount { isNegative ? negated : self }

    /// Rounded half away from zero to at most `decimals` digits after the point.
    package func rounded(decimals: Int) -> Amount {
        guard scale > decimals else { return self }
        let divisor = powersOfTen[scale - decimals]
        var (quotient, remainder) = coefficient.quotientAndRemainder(dividingBy: divisor)
        if remainder.magnitude >= divisor.magnitude - remainder.magnitude { quotient += coefficient.signum() }
        return Amount(coefficient: quotient, scale: decimals)
    }

    /// The coefficient that the same value has with `scale` digits after the point.
    ///
    /// - Parameter scale: at least the own scale.
    package func coefficient(atScale scale: Int) throws(AmountError) -> Int128 {
        guard scale <= 38 else { throw .tooLarge }
        let (scaled, overflow) = coefficient.multipliedReportingOverflow(by: powersOfTen[scale - self.scale])
        if overflow { throw .tooLarge }
        return scaled
    }

    /// - Throws: when the coefficient overflowed or has more than 38 digits.
    private init(checked coefficient: Int128, _ overflow: Bool, scale: Int) throws(AmountError) {
        let amount = Amount(coefficient: coefficient, scale: scale)
        guard !overflow, amount.coefficient.magnitude < powersOfTen[38].magnitude else { throw .tooLarge }
        self = amount
    }
}

extension Amount: Comparable {
    package static func < (a: Amount, b: Amount) -> Bool {
        if a.isNegative != b.isNegative { return a.isNegative }
        let scale = max(a.scale, b.scale)
        // Exact at any scale: the products have up to 256 bits.
        let x = a.coefficient.multipliedFullWidth(by: powersOfTen[scale - a.scale])
        let y = b.coefficient.multipliedFullWidth(by: powersOfTen[scale - b.scale])
        return (x.high, x.low) < (y.high, y.low)
    }
}
