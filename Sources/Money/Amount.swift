/// An exact decimal number: `coefficient × 10^-scale`. Money and token counts are amounts from the file to the ledger.
///
/// Always in lowest terms (no trailing zeros in the fraction), so equal values are equal structs. Thirty-eight digits;
/// beyond that an operation throws ``AmountError/tooLarge``, it never rounds.
package struct Amount: Hashable, Sendable {
    package let coefficient: Int128
    /// Digits after the decimal point, 0…38.
    package let scale: Int

    package static let zero = Amount(0)

    package init(_ whole: Int) {
        coefficient = Int128(whole)
        scale = 0
    }

    /// - Parameter scale: 0…38.
    package init(coefficient: Int128, scale: Int) {
        var coefficient = coefficient
        var scale = scale
        while scale > 0, coefficient % 10 == 0 {
            coefficient /= 10
            scale -= 1
        }
        self.coefficient = coefficient
        self.scale = scale
    }

    package var isZero: Bool { coefficient == 0 }
    package var isNegative: Bool { coefficient < 0 }
}

package enum AmountError: Error, Hashable, Sendable {
    /// The exact result needs more than 38 digits.
    case tooLarge
}
