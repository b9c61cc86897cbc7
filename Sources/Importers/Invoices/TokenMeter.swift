import Billing
import Money

/// What the name of a cloud's meter says about the tokens that it counts.
struct TokenMeter: Hashable, Sendable {
    /// Empty when the name does not say.
    var model = ""
    var tokenClass: TokenClass
    /// `batch`, `flex`, `priority`; empty: standard, or not said.
    var tier = ""
    /// Tokens in one unit of the quantity, where no unit column says it.
    var block = Amount(1)

    /// The tier that one of these words, in lower case, names.
    static func tier(among words: [String]) -> String {
        if words.contains("batch") { return "batch" }
        if words.contains("flex") { return "flex" }
        return words.contains("priority") || words.contains("pp") ? "priority" : ""
    }

    /// Tokens out of the measure that counts them.
    ///
    /// - Parameters:
    ///   - quantity: in units of `unit`; nil: not given.
    ///   - unit: as the file writes it: `1K`, `1M Tokens`, `count`. Text that names no block leaves ``block``.
    func tokens(in quantity: Amount?, unit: String, column: String) throws(RowProblem) -> Amount? {
        guard let quantity else { return nil }
        let stated = UnitText(unit)
        let size = stated.counts == .tokens || stated.counts == .bareBlock ? stated.block : block
        guard let count = try? quantity.multiplied(by: size) else {
            throw RowProblem(
                column: column, code: "number-too-large", found: "\(quantity)",
                expected: "a count of at most 38 digits",
                fix: "look for a count in the wrong unit, or with digits of another cell in it")
        }
        return count
    }

    /// Puts the meter's facts and its tokens on a line.
    func apply(to line: inout ChargeLine, quantity: Amount?, unit: String, column: String) throws(RowProblem) {
        line.model = model
        line.tokenClass = tokenClass
        if line.dimensions.serviceTier.isEmpty { line.dimensions.serviceTier = tier }
        guard line.category == .usage || line.category == .adjustment else { return }
        if let tokens = try tokens(in: quantity, unit: unit, column: column) { line.tokens[tokenClass] = tokens }
    }
}
