/// Refuses sums and comparisons of unlike things when the model is built.
struct UnitChecker {
    let lines: [Line]
    let indexOfLine: [String: Int]

    func check() throws(ModelError) {
        for line in lines where line.display != .word {
            let found = try dimension(of: line.expression, in: line)
            try same(found, line.unit.dimension, in: line)
        }
    }

    /// Nil: zero or a word, which fits any dimension.
    private func dimension(of expression: Expression, in line: Line) throws(ModelError) -> Dimension? {
        switch expression {
        case .number(let value): return value == 0 ? nil : .one
        case .constant(let constant): return constant.unit.dimension
        case .word, .memberText: return nil
        case .isFullStrategy, .memberIndex, .ownConstant: return .one
        case .driver, .input: return line.unit.dimension
        case .line(let id), .previous(let id), .total(let id), .member(let id, _), .numberOrZero(let id):
            return try unit(of: id, in: line)
        case .isWord, .position, .countOfNumbers: return .one
        case .add(let a, let b), .subtract(let a, let b):
            return try same(dimension(of: a, in: line), dimension(of: b, in: line), in: line)
        case .minimum(let list), .maximum(let list):
            var result: Dimension?
            for part in list { result = try same(result, dimension(of: part, in: line), in: line) }
            return result
        case .compare(let a, _, let b), .differs(let a, let b):
            try same(dimension(of: a, in: line), dimension(of: b, in: line), in: line)
            return .one
        case .multiply(let a, let b):
            guard let a = try dimension(of: a, in: line), let b = try dimension(of: b, in: line) else { return nil }
            return a * b
        case .divide(let a, let b):
            guard let a = try dimension(of: a, in: line) else { return nil }
            return a / (try dimension(of: b, in: line) ?? .one)
        case .power(let base, let exponent):
            try same(dimension(of: base, in: line), .one, in: line)
            try same(dimension(of: exponent, in: line), .one, in: line)
            return .one
        case .negate(let a), .absolute(let a): return try dimension(of: a, in: line)
        case .exponential(let a), .logarithm(let a), .guardedCeiling(let a), .roundUp(let a), .roundDown(let a):
            try same(dimension(of: a, in: line), .one, in: line)
            return .one
        case .choose(let condition, let a, let b):
            _ = try dimension(of: condition, in: line)
            return try same(dimension(of: a, in: line), dimension(of: b, in: line), in: line)
        case .endOfMonth(let a, let b):
            try same(dimension(of: a, in: line), dimension(of: b, in: line), in: line)
            return .one
        case .payment(_, _, let present): return try dimension(of: present, in: line)
        case .atMost(let events, let trials, let probability):
            for part in [events, trials, probability] { try same(dimension(of: part, in: line), .one, in: line) }
            return .one
        case .sum(let range), .least(let range), .greatest(let range), .each(let range):
            return try unit(of: range.line, in: line)
        case .sumOfLines(let ids):
            var result: Dimension?
            for id in ids { result = try same(result, unit(of: id, in: line), in: line) }
            return result
        case .sumEach(let body): return try dimension(of: body, in: line)
        case .sumWhere(let range, let key, let value):
            try same(unit(of: key.line, in: line), dimension(of: value, in: line), in: line)
            return try unit(of: range.line, in: line)
        case .element(let range, _): return try unit(of: range.line, in: line)
        case .presentValue(_, let range): return try unit(of: range.line, in: line)
        }
    }

    /// Nil: a line that shows a word.
    private func unit(of id: String, in line: Line) throws(ModelError) -> Dimension? {
        guard let index = indexOfLine[id] else { throw .unknownLine(id, in: line.id) }
        return lines[index].display == .word ? nil : lines[index].unit.dimension
    }

    @discardableResult
    private func same(_ a: Dimension?, _ b: Dimension?, in line: Line) throws(ModelError) -> Dimension? {
        guard let a else { return b }
        guard let b else { return a }
        guard a == b else { throw .unitMismatch(line: line.id, left: "\(a)", right: "\(b)") }
        return a
    }
}
