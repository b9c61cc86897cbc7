/// A condition of SUMIFS and COUNTIFS: `">=0"`, a word with wildcards, or a value to be met.
struct Criterion {
    private var comparison = Formula.Operator.equal
    private var value: AuditedValue
    /// Letters of a pattern in lower case; nil where no wildcard stands in it.
    private var pattern: [Character]?

    init(_ source: AuditedValue, _ calculator: Calculator) {
        value = source
        guard case .text(let text) = source else {
            // An empty criterion asks for 0.
            if source == .blank { value = .number(0) }
            return
        }
        var rest = text[...]
        for how in [Formula.Operator.lessOrEqual, .greaterOrEqual, .unequal, .less, .greater, .equal]
        where rest.hasPrefix(how.rawValue) {
            comparison = how
            rest = rest.dropFirst(how.rawValue.count)
            break
        }
        if let number = plainNumber(String(rest)) {
            value = .number(number)
        } else {
            value = .text(String(rest))
            setPattern()
        }
    }

    /// What MATCH looks for: equal, with wildcards in a text.
    init(exactly wanted: AuditedValue) {
        value = wanted == .blank ? .number(0) : wanted
        setPattern()
    }

    private mutating func setPattern() {
        guard case .text(let text) = value, text.contains(where: { "*?~".contains($0) }) else { return }
        pattern = Array(text.lowercased())
    }

    func isMet(by cell: AuditedValue, _ calculator: Calculator) -> Bool {
        switch (value, cell) {
        case (_, .error): return false
        case (.number, .number), (.logical, .logical): return holds(calculator.order(cell, value))
        case (.text(let wanted), .text(let text)):
            if let pattern {
                let isLike = Self.matches(Array(text.lowercased())[...], pattern[...])
                return comparison == .unequal ? !isLike : isLike
            }
            return wanted.isEmpty && comparison == .equal ? text.isEmpty : holds(calculator.order(cell, value))
        case (.text(let wanted), .blank):
            return comparison == .unequal ? !wanted.isEmpty : comparison == .equal && wanted.isEmpty
        default: return comparison == .unequal
        }
    }

    private func holds(_ order: Int) -> Bool {
        switch comparison {
        case .equal: order == 0
        case .unequal: order != 0
        case .less: order < 0
        case .lessOrEqual: order <= 0
        case .greater: order > 0
        case .greaterOrEqual: order >= 0
        case .add, .subtract, .multiply, .divide, .power, .join: false
        }
    }

    /// `*` for any letters, `?` for one, `~` before a letter that stands for itself.
    private static func matches(_ text: ArraySlice<Character>, _ pattern: ArraySlice<Character>) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        let rest = pattern.dropFirst()
        switch first {
        case "*":
            var tail = text
            while true {
                if matches(tail, rest) { return true }
                if tail.isEmpty { return false }
                tail = tail.dropFirst()
            }
        case "?": return !text.isEmpty && matches(text.dropFirst(), rest)
        case "~" where !rest.isEmpty:
            return text.first == rest.first && matches(text.dropFirst(), rest.dropFirst())
        default: return text.first == first && matches(text.dropFirst(), rest)
        }
    }
}
