import Economics

/// Why a text is no value of a driver.
struct ValueProblem: Error, Hashable {
    var expected: String
    /// What to write instead, where that is known.
    var advice: String?
    /// What holds without the value; nil: nothing, it is required.
    var fallback: DriverValue?

    /// - Parameter without: how to do without the value; nil where it is required.
    func fix(without: String?) -> String {
        if let advice { return advice }
        return (["correct the value"] + [without].compactMap(\.self)).joined(separator: ", or ")
    }
}

extension DriverDefinition {
    /// Reads one value: the same for `breakeven.yaml`, workloads.csv and `--set`.
    func value(_ text: String) throws(ValueProblem) -> DriverValue {
        switch kind {
        case .number(let min, let max, let openMin, let openMax):
            guard let value = number(text) else { throw problem(advice: adviceOnNumber(text, isRatio: isRatio)) }
            let tooSmall = min.map { openMin ? value <= $0 : value < $0 } ?? false
            let tooLarge = max.map { openMax ? value >= $0 : value > $0 } ?? false
            guard !tooSmall, !tooLarge else { throw problem(advice: isShare ? adviceOnRatio(value) : nil) }
            return .number(value)
        case .integer(let min, let max):
            guard let value = wholeNumber(text) else { throw problem(advice: adviceOnWholeNumber(text)) }
            guard value >= min, value <= max ?? .max else { throw problem() }
            return .number(Double(value))
        case .choice(let words):
            guard words.contains(text) else { throw problem(advice: adviceOnWord(text, words)) }
            return .word(text)
        case .integerOrWord(let min, let words):
            if words.contains(text) { return .word(text) }
            if words.contains("never"), ["null", "~"].contains(text) { return .word("never") }
            guard let value = wholeNumber(text) else { throw problem(advice: adviceOnWord(text, words)) }
            guard value >= min else { throw problem(advice: "write \(min) for the first month, or one of the words") }
            return .number(Double(value))
        case .price:
            if text == DriverKind.noPrice { return .word(text) }
            guard let value = number(text) else { throw problem(advice: adviceOnNumber(text, isRatio: false)) }
            guard value >= 0 else {
                throw problem(advice: "write \(DriverKind.noPrice) where nobody has named a price")
            }
            return .number(value)
        case .hoursBasis:
            if text == "calendar" { return .word(text) }
            guard let value = number(text), value > 0, value <= 744 else { throw problem() }
            return .number(value)
        case .text:
            let text = text.trimmed
            guard !text.isEmpty else { throw problem() }
            return .word(normalizedId(text))
        case .flag:
            switch text.lowercased() {
            case "true", "yes", "1": return .number(1)
            case "false", "no", "0": return .number(0)
            default: throw problem()
            }
        }
    }

    /// Reads the low or high end of a value: a number of the same range.
    func end(_ text: String) throws(ValueProblem) -> Double {
        switch kind {
        case .choice, .text, .flag:
            throw ValueProblem(
                expected: "nothing: only numbers have a low and a high", advice: "take low and high out, and keep base")
        case .number, .integer, .integerOrWord, .price, .hoursBasis:
            guard case .number(let end) = try value(text) else {
                throw ValueProblem(expected: "a number", advice: "the ends of a driver are numbers")
            }
            return end
        }
    }

    /// What the driver accepts, in words: `a ratio from 0 to 1`.
    var accepts: String {
        let noun = isRatio ? "a ratio" : "a number"
        switch kind {
        case .number(let min, let max, let openMin, let openMax):
            switch (min, max) {
            case (nil, nil): return noun
            case (let min?, nil): return "\(noun) \(openMin ? "above" : "of at least") \(numberText(min))"
            case (nil, let max?): return "\(noun) \(openMax ? "below" : "of at most") \(numberText(max))"
            case (let min?, let max?):
                if !openMin, !openMax { return "\(noun) from \(numberText(min)) to \(numberText(max))" }
                return "\(noun) \(openMin ? "above" : "of at least") \(numberText(min)) and "
                    + "\(openMax ? "below" : "at most") \(numberText(max))"
            }
        case .integer(let min, nil): return "a whole number of at least \(min)"
        case .integer(let min, let max?): return "a whole number from \(min) to \(max)"
        case .choice(let words): return listed(words)
        case .integerOrWord(let min, let words):
            return "a whole number of at least \(min), " + listed(words)
        case .price: return "a number of at least 0, or \(DriverKind.noPrice)"
        case .hoursBasis: return "a number above 0 and at most 744, or calendar"
        case .text: return "a text"
        case .flag: return "true or false"
        }
    }

    /// Bounded by 1, so that a larger number is a percentage by mistake.
    private var isRatio: Bool {
        if case .number(_, 1?, _, _) = kind { unit == "ratio" } else { false }
    }

    /// A share of a whole, whatever it is called.
    private var isShare: Bool {
        if case .number(0?, 1?, _, _) = kind { true } else { isRatio }
    }

    private func problem(advice: String? = nil) -> ValueProblem {
        if case .flag = kind, let fallback {
            return ValueProblem(
                expected: accepts, advice: advice, fallback: .word(fallback == .number(0) ? "false" : "true"))
        }
        return ValueProblem(expected: accepts, advice: advice, fallback: fallback)
    }
}

/// Advice to write the word that was probably meant; nil when none is near.
func adviceOnWord(_ text: String, _ words: [String]) -> String? {
    guard let word = nearest(to: text, among: words),
        editDistance(Array(text.lowercased().utf8), Array(word.lowercased().utf8)) <= 2,
        word.utf8.count > 2
            || word.lowercased() == text.lowercased()
    else { return nil }
    return "write \(word)"
}
