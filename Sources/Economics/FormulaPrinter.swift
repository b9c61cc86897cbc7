/// Prints each cell's formula from the expression of its line and the places that the layout assigned.
///
/// How it works: the twin of the evaluator, with the same cases; it knows addresses and precedence and no values.
/// A comparison is a Boolean to a spreadsheet: inside arithmetic it is used as a number, anywhere else it is multiplied by 1.
package struct FormulaPrinter: Sendable {
    /// What stands in a cell of the model.
    package enum Source: Hashable, Sendable {
        /// Without the leading `=`.
        case formula(String)
        /// A label beside a member, not a figure.
        case text(String)
        case number(Double)
        /// A value that is typed or imported here, by its key.
        case input(String)
    }

    let model: Model
    private let placement: Placement

    package init(model: Model, placement: Placement) {
        self.model = model
        self.placement = placement
    }

    /// The content of a line's cell; `position` is the month or step, 0 for constants.
    package func source(line index: Int, member: Int, at position: Int) -> Source {
        let line = model.lines[index]
        switch line.expression {
        case .memberText(.id): return .text(model.members[line.members!][member].id)
        case .memberText(.fleetOfPool): return .text(model.members[.fleet][model.members.fleetOfPool[member]].id)
        case .memberIndex: return .number(Double(member))
        case .input(let pattern): return .input(model.driverKey(pattern, line: line, member: member))
        default:
            let here = placement.lines[index].place(member: member, at: position)
            let context = Context(line: line, member: member, position: position, sheet: here.sheet)
            return .formula(text(line.expression, Level.value, context))
        }
    }

    /// The formula of a total over the months.
    package func totalFormula(line index: Int, member: Int) -> String {
        let first = placement.lines[index].place(member: member, at: 0)
        let last = placement.lines[index].place(member: member, at: model.horizon)
        return "SUM(\(address(first, row: false, column: true)):\(address(last, row: false, column: true)))"
    }

    // MARK: - Expressions

    struct Context {
        var line: Line
        var member: Int
        var position: Int
        var sheet: String
    }

    private enum Level {
        /// A whole cell or a function's argument: comparisons become numbers.
        static let value = 0
        static let sum = 2
        static let product = 3
        static let factor = 4
        static let base = 5
    }

    private func text(_ expression: Expression, _ level: Int, _ context: Context) -> String {
        switch expression {
        case .number(let value):
            return value < 0 ? wrap("\(Int(value))", Level.product, level) : "\(Int(value))"
        case .constant(let constant): return constant.rawValue
        case .ownConstant(let list): return list[context.member].rawValue
        case .word(let word): return "\"\(CellName.escaped(word))\""
        case .isFullStrategy:
            return placement.instance.strategy == .full ? "const_strategy_full" : "const_strategy_hybrid"
        case .driver(let pattern):
            let key = model.driverKey(pattern, line: context.line, member: context.member)
            let direction = DriverCatalogue.definition(withPattern: pattern)?.direction ?? .neither
            return address(placement.driverPlace(key, direction: direction)!, in: context)
        case .memberText, .memberIndex, .input: preconditionFailure("a typed value is no formula")
        case .line(let id): return cell(id, context, offset: 0)
        case .previous(let id): return cell(id, context, offset: -1)
        case .member(let id, let name):
            let index = model.indexOfLine[id]!
            let line = model.lines[index]
            let member = model.members[line.members!].firstIndex { $0.id == name }!
            let place = placement.lines[index].place(member: member, at: line.shape == .cell ? 0 : context.position)
            return address(place, row: true, column: line.shape == .cell, in: context)
        case .total(let id):
            let index = model.indexOfLine[id]!
            let place = placement.lines[index].totalPlace(
                member: model.lines[index].members == nil ? 0 : context.member)!
            return address(place, in: context)
        case .add(let a, let b):
            return wrap("\(text(a, Level.sum, context))+\(text(b, Level.product, context))", Level.sum, level)
        case .subtract(let a, let b):
            return wrap("\(text(a, Level.sum, context))-\(text(b, Level.product, context))", Level.sum, level)
        case .multiply(let a, let b):
            return wrap(
                "\(text(a, Level.product, context))*\(text(b, Level.factor, context, first: false))", Level.product,
                level)
        case .divide(let a, let b):
            return wrap("\(text(a, Level.product, context))/\(text(b, Level.factor, context))", Level.product, level)
        case .power(let a, let b):
            return wrap("\(text(a, Level.base, context))^\(text(b, Level.base, context))", Level.factor, level)
        case .negate(let a):
            return wrap("-\(text(a, Level.factor, context))", Level.sum, level)
        case .compare, .isWord, .differs:
            let claim = "(\(condition(expression, context)))"
            return level == Level.value ? "\(claim)*1" : claim
        case .choose(let test, let a, let b):
            return
                "IF(\(condition(test, context)),\(text(a, Level.value, context)),\(text(b, Level.value, context)))"
        case .minimum(let list): return "MIN(\(arguments(list, context)))"
        case .maximum(let list): return "MAX(\(arguments(list, context)))"
        case .absolute(let a): return "ABS(\(text(a, Level.value, context)))"
        case .exponential(let a): return "EXP(\(text(a, Level.value, context)))"
        case .logarithm(let a): return "LN(\(text(a, Level.value, context)))"
        case .guardedCeiling(let a):
            return
                "ROUNDUP(MAX(0,\(text(a, Level.sum, context))-\(MethodConstant.guardBelowCeiling.rawValue)),0)"
        case .roundUp(let a): return "ROUNDUP(\(text(a, Level.value, context)),0)"
        case .roundDown(let a): return "ROUNDDOWN(\(text(a, Level.value, context)),0)"
        case .numberOrZero(let id): return "SUM(\(cell(id, context, offset: 0)))"
        case .endOfMonth(let a, let b):
            return "EOMONTH(\(text(a, Level.value, context)),\(text(b, Level.value, context)))"
        case .payment(let rate, let periods, let present):
            return "PMT(\(arguments([rate, periods, present], context)))"
        case .atMost(let events, let trials, let probability):
            return "BINOMDIST(\(arguments([events, trials, probability, 1], context)))"
        case .sum(let range): return isEmpty(range, context) ? "0" : "SUM(\(self.range(range, context)))"
        case .least(let range): return isEmpty(range, context) ? "0" : "MIN(\(self.range(range, context)))"
        case .greatest(let range): return isEmpty(range, context) ? "0" : "MAX(\(self.range(range, context)))"
        case .sumOfLines(let ids):
            let cells = ids.map { cell($0, context, offset: 0) }
            return "SUM(\(cells.first!):\(cells.last!))"
        case .sumEach(let body):
            var hasEmpty = false
            body.visit { part in
                if case .each(let range) = part, isEmpty(range, context) { hasEmpty = true }
            }
            return hasEmpty ? "0" : "SUMPRODUCT(\(text(body, Level.value, context)))"
        case .each(let range): return self.range(range, context)
        case .sumWhere(let range, let key, let value):
            return isEmpty(range, context)
                ? "0"
                : "SUMIFS(\(self.range(range, context)),\(self.range(key, context)),\(text(value, Level.value, context)))"
        case .position(let value, let range):
            return isEmpty(range, context)
                ? "0" : "IFERROR(MATCH(\(text(value, Level.value, context)),\(self.range(range, context)),0),0)"
        case .element(let range, let position):
            return isEmpty(range, context)
                ? "0" : "INDEX(\(self.range(range, context)),\(text(position, Level.value, context)))"
        case .presentValue(let rate, let range):
            return "NPV(\(text(rate, Level.value, context)),\(self.range(range, context)))"
        case .countOfNumbers(let range): return "COUNTIFS(\(self.range(range, context)),\">=0\")"
        }
    }

    /// The right side of a product: a sign there would read as an operator.
    private func text(_ expression: Expression, _ level: Int, _ context: Context, first: Bool) -> String {
        let plain = text(expression, level, context)
        return plain.hasPrefix("-") ? "(\(plain))" : plain
    }

    /// A claim without brackets, for the first argument of IF.
    func condition(_ expression: Expression, _ context: Context) -> String {
        switch expression {
        case .compare(let a, let how, let b):
            "\(text(a, Level.sum, context))\(how.rawValue)\(text(b, Level.sum, context))"
        case .isWord(let id, let word): "\(cell(id, context, offset: 0))=\"\(CellName.escaped(word))\""
        case .differs(let a, let b): "\(text(a, Level.sum, context))<>\(text(b, Level.sum, context))"
        default: text(expression, Level.value, context)
        }
    }

    private func arguments(_ list: [Expression], _ context: Context) -> String {
        list.map { text($0, Level.value, context) }.joined(separator: ",")
    }

    private func wrap(_ text: String, _ own: Int, _ outer: Int) -> String { own < outer ? "(\(text))" : text }

    // MARK: - Addresses

    func cell(_ id: String, _ context: Context, offset: Int) -> String {
        let index = model.indexOfLine[id]!
        let line = model.lines[index]
        let member = line.members == nil ? 0 : context.member
        let position = line.shape == .cell ? 0 : context.position + offset
        let place = placement.lines[index].place(member: member, at: position)
        switch line.shape {
        case .cell: return address(place, row: line.members == nil, column: true, in: context)
        case .timeline: return address(place, row: line.members == nil, column: false, in: context)
        case .rateSteps, .rateTurns: return address(place, row: false, column: line.members == nil, in: context)
        }
    }

    private func isEmpty(_ range: Range, _ context: Context) -> Bool {
        guard let line = model.line(range.line), let set = line.members else { return false }
        if case .ownItems = range { return model.members.rampOfWorkload[context.member].isEmpty }
        return model.members[set].isEmpty
    }

    private func range(_ range: Range, _ context: Context) -> String {
        let index = model.indexOfLine[range.line]!
        let line = model.lines[index]
        let own = line.members == nil ? 0 : context.member
        let last = model.length(of: line) - 1
        func along(_ first: Int, _ end: Int, lockEnd: Bool) -> String {
            let start = placement.lines[index].place(member: own, at: first)
            let stop = placement.lines[index].place(member: own, at: end)
            let isColumn = placement.lines[index].positions == .down
            let from = address(start, row: isColumn || line.members == nil, column: true, in: context)
            let to = address(stop, row: isColumn || line.members == nil, column: lockEnd, in: nil)
            return "\(from):\(to)"
        }
        switch range {
        case .all: return along(0, last, lockEnd: true)
        case .exceptFirst: return along(1, last, lockEnd: true)
        case .exceptLast: return along(0, last - 1, lockEnd: true)
        case .upToNow: return along(0, context.position, lockEnd: false)
        case .beforeNow: return along(-1, context.position - 1, lockEnd: false)
        case .members, .ownItems:
            var members = 0..<(line.members.map { model.members[$0].count } ?? 1)
            if case .ownItems = range { members = model.members.rampOfWorkload[context.member] }
            let constant = line.shape == .cell
            let position = constant ? 0 : context.position
            let start = placement.lines[index].place(member: members.lowerBound, at: position)
            let stop = placement.lines[index].place(member: members.upperBound - 1, at: position)
            let from = address(start, row: true, column: constant, in: context)
            return "\(from):\(address(stop, row: true, column: constant, in: nil))"
        }
    }

    private func address(_ place: Place, row: Bool = true, column: Bool = true, in context: Context? = nil) -> String {
        let text = CellName.text(row: place.row, column: place.column, lockRow: row, lockColumn: column)
        guard let context, context.sheet != place.sheet else { return text }
        return "\(CellName.quoted(place.sheet))!\(text)"
    }
}

/// A1 names of cells.
package enum CellName {
    /// - Parameters: row and column from 0.
    package static func text(row: Int, column: Int, lockRow: Bool = true, lockColumn: Bool = true) -> String {
        "\(lockColumn ? "$" : "")\(letters(column))\(lockRow ? "$" : "")\(row + 1)"
    }

    package static func letters(_ column: Int) -> String {
        var number = column + 1
        var text = ""
        while number > 0 {
            let digit = (number - 1) % 26
            text = String(UnicodeScalar(UInt8(65 + digit))) + text
            number = (number - 1) / 26
        }
        return text
    }

    /// Sheet names that are not plain words stand in quotes.
    package static func quoted(_ sheet: String) -> String {
        sheet.utf8.allSatisfy { (65...90).contains($0) || (97...122).contains($0) }
            ? sheet : "'\(sheet.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))'"
    }

    /// Quotes doubled, for a text inside a formula.
    static func escaped(_ text: String) -> String {
        text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
    }

    /// `Sheet!$A$1`.
    package static func absolute(_ place: Place) -> String {
        "\(quoted(place.sheet))!\(text(row: place.row, column: place.column))"
    }
}
