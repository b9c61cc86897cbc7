/// An expression in readable infix notation: what guides and derivations show.
///
/// How it works: the third twin of the evaluator, beside ``FormulaPrinter``. It knows ids and precedence, and neither
/// addresses nor values, so that one text holds for every month and every member.
/// What must change together: a new case of ``Expression`` or ``Range`` needs its words here and in the legend of the
/// model guide.
extension Expression: CustomStringConvertible {
    /// `a × (b - c)`: brackets only where the order of operations needs them.
    package var description: String { text(.claim) }

    /// How tightly a context binds what stands in it.
    private enum Level: Int, Comparable {
        case claim, sum, product, factor, base

        static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
    }

    private func text(_ outer: Level) -> String {
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
        case .line(let id): return id
        case .previous(let id): return "\(id)[t-1]"
        case .total(let id): return "total(\(id))"
        case .member(let id, let member): return "\(id)[\(member)]"
        case .add(let a, let b): return bracketed("\(a.text(.sum)) + \(b.text(.product))", .sum, outer)
        case .subtract(let a, let b): return bracketed("\(a.text(.sum)) - \(b.text(.product))", .sum, outer)
        case .multiply(let a, let b): return bracketed("\(a.text(.product)) × \(b.text(.factor))", .product, outer)
        case .divide(let a, let b): return bracketed("\(a.text(.product)) / \(b.text(.factor))", .product, outer)
        case .power(let a, let b): return bracketed("\(a.text(.base)) ^ \(b.text(.base))", .factor, outer)
        case .negate(let a): return bracketed("-\(a.text(.factor))", .sum, outer)
        case .compare(let a, let how, let b):
            return bracketed("\(a.text(.sum)) \(how.symbol) \(b.text(.sum))", .claim, outer)
        case .isWord(let id, let word): return bracketed("\(id) = \"\(word)\"", .claim, outer)
        case .differs(let a, let b): return bracketed("\(a.text(.sum)) ≠ \(b.text(.sum))", .claim, outer)
        case .choose(let test, let a, let b): return "if(\(test), \(a), \(b))"
        case .minimum(let list): return "min(\(Self.list(list)))"
        case .maximum(let list): return "max(\(Self.list(list)))"
        case .absolute(let a): return "abs(\(a))"
        case .guardedCeiling(let a): return "ceiling(\(a))"
        case .roundUp(let a): return "round_up(\(a))"
        case .roundDown(let a): return "round_down(\(a))"
        case .numberOrZero(let id): return "number_or_zero(\(id))"
        case .endOfMonth(let start, let months): return "end_of_month(\(start), \(months))"
        case .payment(let rate, let periods, let present): return "payment(\(Self.list([rate, periods, present])))"
        case .sum(let range): return "sum(\(range))"
        case .least(let range): return "least(\(range))"
        case .greatest(let range): return "greatest(\(range))"
        case .sumOfLines(let ids): return bracketed(ids.joined(separator: " + "), .sum, outer)
        case .sumEach(let body): return "sum(\(body))"
        case .each(let range): return "\(range)"
        case .sumWhere(let range, let key, let value): return "sum(\(range) where \(key) = \(value.text(.sum)))"
        case .position(let value, let range): return "position(\(value), \(range))"
        case .element(let range, let position): return "element(\(range), \(position))"
        case .internalRate(let range, let guess): return "internal_rate(\(range), \(guess))"
        case .presentValue(let rate, let range): return "present_value(\(rate), \(range))"
        case .countOfNumbers(let range): return "count_of_numbers(\(range))"
        }
    }

    private static func list(_ parts: [Expression]) -> String {
        parts.map(\.description).joined(separator: ", ")
    }

    private func bracketed(_ text: String, _ own: Level, _ outer: Level) -> String {
        own < outer ? "(\(text))" : text
    }
}

extension Range: CustomStringConvertible {
    /// `id[0…T]`: the line and which of its cells.
    package var description: String {
        switch self {
        case .all(let id): "\(id)[0…T]"
        case .upToNow(let id): "\(id)[0…t]"
        case .beforeNow(let id): "\(id)[-1…t-1]"
        case .exceptFirst(let id): "\(id)[1…T]"
        case .exceptLast(let id): "\(id)[0…T-1]"
        case .members(let id): "\(id)[*]"
        case .ownItems(let id): "\(id)[own]"
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
