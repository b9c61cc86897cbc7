/// Words among numbers: a cell may hold `never` or `buy`, and the evaluator's arrays hold doubles only.
///
/// A word is a double far beyond any figure, so that, as in a spreadsheet, a word compares greater than every number and
/// equal to itself whatever its case. Arithmetic on words is refused by ``UnitChecker`` and the shape of the model.
package struct WordTable: Sendable {
    private var words: [String] = []
    private var codes: [String: Double] = [:]

    package init() {}

    private static let base = 0x1p1000

    package mutating func code(of word: String) -> Double {
        let folded = word.lowercased()
        if let code = codes[folded] { return code }
        let code = Self.base * (1 + Double(words.count) * 0x1p-40)
        words.append(word)
        codes[folded] = code
        return code
    }

    /// The word, or nil when the value is a number.
    package func word(_ value: Double) -> String? {
        guard Self.isWord(value) else { return nil }
        return words[Int((value / Self.base - 1) * 0x1p40)]
    }

    package static func isWord(_ value: Double) -> Bool { value >= base && value.isFinite }
}
