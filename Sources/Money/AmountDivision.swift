extension Amount {
    /// `a / b`, exact where it ends within so many digits after the point, else rounded half to even to them; fewer digits
    /// only where the amount itself leaves no room.
    ///
    /// - Parameter b: Not 0.
    /// - Throws: ``AmountError/tooLarge``.
    package static func quotient(
        _ a: Amount, _ b: Amount, digits: Int
    ) throws(AmountError) -> (amount: Amount, isExact: Bool) {
        // a.coefficient·10^-a.scale / (b.coefficient·10^-b.scale), brought to `scale` digits after the point.
        var quotient = a.coefficient / b.coefficient
        var remainder = a.coefficient % b.coefficient
        var scale = a.scale - b.scale
        while remainder != 0 && scale < digits || scale < 0 {
            let (shifted, overflow) = quotient.multipliedReportingOverflow(by: 10)
            let (next, overflow2) = remainder.multipliedReportingOverflow(by: 10)
            if overflow || overflow2 {
                guard scale >= 0 else { throw .tooLarge }
                break
            }
            let (sum, overflow3) = shifted.addingReportingOverflow(next / b.coefficient)
            if overflow3 {
                guard scale >= 0 else { throw .tooLarge }
                break
            }
            quotient = sum
            remainder = next % b.coefficient
            scale += 1
        }
        guard remainder != 0 else { return (Amount(coefficient: quotient, scale: scale), true) }
        let twice = remainder.magnitude.multipliedReportingOverflow(by: 2)
        let half = twice.overflow ? UInt128.max : twice.partialValue
        if half > b.coefficient.magnitude || (half == b.coefficient.magnitude && quotient % 2 != 0) {
            quotient += (a.coefficient < 0) == (b.coefficient < 0) ? 1 : -1
        }
        return (Amount(coefficient: quotient, scale: scale), false)
    }

    /// The amount in the proportion of `part` to `whole`, rounded to twelve decimals where it does not end.
    ///
    /// - Parameter whole: Not 0.
    /// - Throws: ``AmountError/tooLarge``.
    package func scaled(by part: Amount, over whole: Amount) throws(AmountError) -> Amount {
        try Self.quotient(try multiplied(by: part), whole, digits: 12).amount
    }
}
