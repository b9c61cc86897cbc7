/// An expression in readable infix notation: what guides and derivations show.
///
/// How it works: the third twin of the evaluator, beside ``FormulaPrinter``. It knows ids and precedence, and neither
/// addresses nor values, so that one text holds for every month and every member.
/// What must change together: a new case of ``Expression`` or ``Range`` needs its words here and in the legend of the
/// model guide.
extension Expression: CustomStringConvertible {
    /// `a × (b - c)`: brackets only where the order of operations needs them.
    package var description: String { text(.claim) { $0 } }

    /// The same with every line under another name, such as its label.
    package func text(naming name: (String) -> String) -> String { text(.claim, name) }

    /// How tightly a context binds what stands in it.
    private enum Level: Int, Comparable {
        case claim, sum, product, factor, base

        static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
    }

    private func text(_ outer: Level, _ name: (String) -> String) -> String {
        switch self {
        case .number(let value): return value < 0 ? bracketed("\(Int(value))", .sum, outer) : "\(Int(value))"
        case .constant(let constant): return constant.rawValue
        case .word(let word): return "\"\(word)\""
        case .driver(let key): return key
        case .input(let key): return "input(\(key))"
        case .isFullStrategy: return "is_full_strategy"
        case .memberText(.fleetOfPool): return "fleet_of_own_pool"
        case .memberText(.id): return "own_id"
        case .memberIndex: return "own_place"
        case .ownConstant(let list): return "own_of(\(list.map(\.rawValue).joined(separator: ", ")))"
        case .line(let id): return name(id)
        case .previous(let id): return "\(name(id))[t-1]"
        case .total(let id): return "total(\(name(id)))"
        case .member(let id, let member): return "\(name(id))[\(member)]"
        case .add(let a, let b): return bracketed("\(a.text(.sum, name)) + \(b.text(.product, name))", .sum, outer)
        case .subtract(let a, let b): return bracketed("\(a.text(.sum, name)) - \(b.text(.product, name))", .sum, outer)
        case .multiply(let a, let b):
            return bracketed("\(a.text(.product, name)) × \(b.text(.factor, name))", .product, outer)
        case .divide(let a, let b):
            return bracketed("\(a.text(.product, name)) / \(b.text(.factor, name))", .product, outer)
        case .power(let a, let b): return bracketed("\(a.text(.base, name)) ^ \(b.text(.base, name))", .factor, outer)
        case .negate(let a): return bracketed("-\(a.text(.factor, name))", .sum, outer)
        case .compare(let a, let how, let b):
            return bracketed("\(a.text(.sum, name)) \(how.symbol) \(b.text(.sum, name))", .claim, outer)
        case .isWord(let id, let word): return bracketed("\(name(id)) = \"\(word)\"", .claim, outer)
        case .differs(let a, let b): return bracketed("\(a.text(.sum, name)) ≠ \(b.text(.sum, name))", .claim, outer)
        case .choose(let test, let a, let b): return "if(\(Self.list([test, a, b], name)))"
        case .minimum(let list): return "min(\(Self.list(list, name)))"
        case .maximum(let list): return "max(\(Self.list(list, name)))"
        case .absolute(let a): return "abs(\(a.text(.claim, name)))"
        case .exponential(let a): return "exp(\(a.text(.claim, name)))"
        case .logarithm(let a): return "ln(\(a.text(.claim, name)))"
        case .guardedCeiling(let a): return "ceiling(\(a.text(.claim, name)))"
        case .roundUp(let a): return "round_up(\(a.text(.claim, name)))"
        case .roundDown(let a): return "round_down(\(a.text(.claim, name)))"
        case .numberOrZero(let id): return "number_or_zero(\(name(id)))"
        case .endOfMonth(let start, let months): return "end_of_month(\(Self.list([start, months], name)))"
        case .payment(let rate, let periods, let present):
            return "payment(\(Self.list([rate, periods, present], name)))"
        case .atMost(let events, let trials, let probability):
            return "binomial_at_most(\(Self.list([events, trials, probability], name)))"
        case .sum(let range): return "sum(\(range.text(name)))"
        case .least(let range): return "least(\(range.text(name)))"
        case .greatest(let range): return "greatest(\(range.text(name)))"
        case .sumOfLines(let ids): return bracketed(ids.map(name).joined(separator: " + "), .sum, outer)
        case .sumEach(let body): return "sum(\(body.text(.claim, name)))"
        case .each(let range): return "\(range.text(name))"
        case .sumWhere(let range, let key, let value):
            return "sum(\(range.text(name)) where \(key.text(name)) = \(value.text(.sum, name)))"
        case .position(let value, let range): return "position(\(value.text(.claim, name)), \(range.text(name)))"
        case .element(let range, let position): return "element(\(range.text(name)), \(position.text(.claim, name)))"
        case .presentValue(let rate, let range): return "present_value(\(rate.text(.claim, name)), \(range.text(name)))"
        case .countOfNumbers(let range): return "count_of_numbers(\(range.text(name)))"
        }
    }

    private static func list(_ parts: [Expression], _ name: (String) -> String) -> String {
        parts.map { $0.text(.claim, name) }.joined(separator: ", ")
    }

    private func bracketed(_ text: String, _ own: Level, _ outer: Level) -> String {
        own < outer ? "(\(text))" : text
    }
}

extension Range: CustomStringConvertible {
    /// `id[0…T]`: the line and which of its cells.
    package var description: String { text { $0 } }

    fileprivate func text(_ name: (String) -> String) -> String {
        switch self {
        case .all(let id): "\(name(id))[0…T]"
        case .upToNow(let id): "\(name(id))[0…t]"
        case .beforeNow(let id): "\(name(id))[-1…t-1]"
        case .exceptFirst(let id): "\(name(id))[1…T]"
        case .exceptLast(let id): "\(name(id))[0…T-1]"
        case .members(let id): "\(name(id))[*]"
        case .ownItems(let id): "\(name(id))[own]"
        }
    }
}

extension Comparison {
    fileprivate var symbol: String {
        switch self {
        case .less, .equal, .greater: rawValue
        case .lessOrEqual: "≤"
        case .greaterOrEqual: "≥"
        }
    }
}
