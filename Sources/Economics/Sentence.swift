/// A sentence over figures: one tree gives both the text and the formula that keeps it true when a figure changes.
package indirect enum Sentence: Hashable, Sendable {
    case words(String)
    /// The figure of a line; a line that holds a word says that word.
    case figure(String, Shown)
    case choose(Claim, Sentence, Sentence)
    case joined([Sentence])

    /// Formats that every spreadsheet program reads alike, whatever its language.
    package enum Shown: String, Hashable, Sendable {
        case whole = "#,##0"
        /// Without its sign, for a sentence that says which way it goes.
        case size = "#,##0;#,##0"
        case tenths = "0.0"
        case hundredths = "0.00"
        case percent = "0%"
        case tenthsOfPercent = "0.0%"
    }

    /// What decides between two wordings.
    package enum Claim: Hashable, Sendable {
        case isWord(String, String)
        /// A word is greater than every number.
        case compare(String, Comparison, String)
        /// With 0 or 1.
        case compareNumber(String, Comparison, Int)

        fileprivate var expression: Expression {
            switch self {
            case .isWord(let id, let word): .isWord(id, word)
            case .compare(let a, let how, let b): .compare(.line(a), how, .line(b))
            case .compareNumber(let id, let how, let number): .compare(.line(id), how, .number(Double(number)))
            }
        }
    }
}

extension Sentence: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) { self = .words(value) }
}

extension FormulaPrinter {
    /// The formula of a sentence that stands on a sheet; without the leading `=`.
    package func formula(_ sentence: Sentence, on sheet: String) -> String {
        let context = Context(line: model.lines[0], member: 0, position: 0, sheet: sheet)
        switch sentence {
        case .words(let words): return "\"\(CellName.escaped(words))\""
        case .figure(let id, let shown): return "TEXT(\(cell(id, context, offset: 0)),\"\(shown.rawValue)\")"
        case .choose(let claim, let a, let b):
            return "IF(\(condition(claim.expression, context)),\(formula(a, on: sheet)),\(formula(b, on: sheet)))"
        case .joined(let parts): return parts.map { formula($0, on: sheet) }.joined(separator: "&")
        }
    }
}

extension Evaluation {
    /// The sentence as a lane's figures make it.
    package func text(_ sentence: Sentence, lane: Int) -> String {
        switch sentence {
        case .words(let words): words
        case .figure(let id, let shown):
            switch result(id, lane: lane) {
            case .word(let word): word
            case .number(let number): shown.text(number)
            }
        case .choose(let claim, let a, let b): text(holds(claim, lane) ? a : b, lane: lane)
        case .joined(let parts): parts.map { text($0, lane: lane) }.joined()
        }
    }

    private func holds(_ claim: Sentence.Claim, _ lane: Int) -> Bool {
        switch claim {
        case .isWord(let id, let word): result(id, lane: lane) == .word(word)
        case .compare(let a, let how, let b): how.holds(value(a, lane: lane), value(b, lane: lane))
        case .compareNumber(let id, let how, let number): how.holds(value(id, lane: lane), Double(number))
        }
    }
}

extension Comparison {
    fileprivate func holds(_ a: Double, _ b: Double) -> Bool {
        switch self {
        case .less: a < b
        case .lessOrEqual: a <= b
        case .equal: a == b
        case .greaterOrEqual: a >= b
        case .greater: a > b
        }
    }
}

extension Sentence.Shown {
    /// As the function TEXT shows it; halves are rounded away from zero.
    package func text(_ number: Double) -> String {
        let sign = number < 0 ? "-" : ""
        let size = number.magnitude
        // Beyond what a Double counts exactly there are no digits to group.
        guard size < 1e15 else { return "\(number)" }
        switch self {
        case .size: return Self.whole.text(size)
        case .whole:
            var digits = String(Int(size.rounded()))
            var groups: [Substring] = []
            while digits.count > 3 {
                groups.insert(Substring(String(digits.suffix(3))), at: 0)
                digits = String(digits.dropLast(3))
            }
            return sign + ([Substring(digits)] + groups).joined(separator: ",")
        case .tenths: return sign + Self.tenths(size)
        case .hundredths:
            let hundredths = Int((size * 100).rounded())
            return "\(sign)\(hundredths / 100).\(hundredths / 10 % 10)\(hundredths % 10)"
        case .percent: return "\(sign)\(Int((size * 100).rounded()))%"
        case .tenthsOfPercent: return "\(sign)\(Self.tenths(size * 100))%"
        }
    }

    private static func tenths(_ size: Double) -> String {
        let tenths = Int((size * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
