extension Amount {
    /// Spreads the amount in proportion to weights; the shares add up to it exactly, the last takes the remainder.
    ///
    /// - Parameters:
    ///   - weights: Zero or more each; equal shares when all are zero.
    ///   - scale: Digits after the point that a share has at most, unless the amount itself has more.
    /// - Returns: One share per weight, in order; none when there are no weights.
    /// - Throws: ``AmountError/tooLarge`` when the amount or the weights need more than 38 digits at that scale.
    package func allocate(over weights: [Amount], scale: Int) throws(AmountError) -> [Amount] {
        let common = weights.map(\.scale).max() ?? 0
        var whole: [Int128] = []
        for weight in weights { whole.append(try weight.coefficient(atScale: common)) }
        return try allocate(overWhole: whole, scale: scale)
    }

    /// The same for weights that are only approximate: shares of 2^-62 of the largest weight are told apart.
    package func allocate(over weights: [Double], scale: Int) throws(AmountError) -> [Amount] {
        let largest = weights.max() ?? 0
        return try allocate(
            overWhole: weights.map {
                largest > 0 ? Int128(($0 / largest * 4_611_686_018_427_387_904).rounded()) : 0
            }, scale: scale)
    }

    private func allocate(overWhole weights: [Int128], scale: Int) throws(AmountError) -> [Amount] {
        precondition(weights.allSatisfy { $0 >= 0 }, "a weight is below zero")
        let scale = max(scale, self.scale)
        let total = try coefficient(atScale: scale)
        let weights = weights.allSatisfy { $0 == 0 } ? Array(repeating: 1, count: weights.count) : weights
        var sum: Int128 = 0
        for weight in weights {
            let (next, overflow) = sum.addingReportingOverflow(weight)
            if overflow { throw .tooLarge }
            sum = next
        }
        // Rounding the running share keeps every share within one unit of its exact value.
        var shares: [Amount] = []
        var running: Int128 = 0
        var given: Int128 = 0
        for weight in weights {
            running += weight
            let upTo = share(of: total.magnitude, running.magnitude, outOf: sum.magnitude)
            let signed = total < 0 ? -Int128(upTo) : Int128(upTo)
            shares.append(Amount(coefficient: signed - given, scale: scale))
            given = signed
        }
        return shares
    }
}

/// `total × part / whole`, halves up, for `part ≤ whole`.
private func share(of total: UInt128, _ part: UInt128, outOf whole: UInt128) -> UInt128 {
    let (quotient, remainder) = whole.dividingFullWidth(total.multipliedFullWidth(by: part))
    return remainder >= whole - remainder ? quotient + 1 : quotient
}
