/// What a figure is made of: every line below it, each once, and the inputs at the bottom.
///
/// How it works: a walk over the same trees that the evaluator and the printer read, nearest lines first. A line stands
/// below the first that mentions it, so that the deepest steps can be folded away; members that several lines ask for
/// stand together.
package struct Derivation: Sendable {
    /// A line of the derivation; index 0 is the figure itself.
    package struct Step: Hashable, Sendable {
        package var line: Line
        /// Members that the steps above need, in order; the only one of a line without members is 0.
        package var members: [Int]
        /// Steps between this one and the figure.
        package var depth: Int
        /// Index of the step that mentions it first; nil: the figure itself.
        package var parent: Int?
    }

    /// A driver below the figure: its config key, and the line and member that link it.
    package struct Input: Hashable, Sendable {
        package var key: String
        package var line: Line
        package var member: Int
        /// Of the step that links it.
        package var depth: Int
    }

    /// Nearest first.
    package private(set) var steps: [Step] = []
    /// Nearest first; every line that links a driver is an input and no step.
    package private(set) var inputs: [Input] = []
    /// Constants of the method that the steps use, in the order of their names in the workbook.
    package private(set) var constants: [MethodConstant] = []

    /// - Parameter member: the one of a line over members; nil: all.
    /// - Returns: nil when the model has no such line.
    package init?(of id: String, member only: Int? = nil, in model: Model) {
        guard let index = model.indexOfLine[id] else { return nil }
        let first = model.lines[index]
        var queue: [(line: Int, member: Int, depth: Int, parent: Int?)] = model.members(of: first).indices.filter {
            only == nil || only == $0
        }.map { (index, $0, 0, nil) }
        var seen: Set<Cell> = Set(queue.map { Cell(line: $0.line, member: $0.member) })
        var stepOfLine: [Int: Int] = [:]
        var used: Set<MethodConstant> = []
        var next = 0
        while next < queue.count {
            let (number, member, depth, parent) = queue[next]
            next += 1
            let line = model.lines[number]
            if let pattern = line.expression.drivenBy {
                inputs.append(
                    Input(
                        key: model.driverKey(pattern, line: line, member: member), line: line, member: member,
                        depth: depth))
                continue
            }
            let step: Int
            if let known = stepOfLine[number] {
                step = known
                steps[step].members.append(member)
            } else {
                step = steps.count
                stepOfLine[number] = step
                steps.append(Step(line: line, members: [member], depth: depth, parent: parent))
            }
            used.formUnion(line.expression.constants(member: member))
            for cell in model.cells(readBy: line, member: member) where seen.insert(cell).inserted {
                queue.append((cell.line, cell.member, depth + 1, step))
            }
        }
        for step in steps.indices { steps[step].members.sort() }
        constants = MethodConstant.allCases.filter(used.contains)
    }

    /// The steps as they are read from top to bottom: each below the one that mentions it first.
    package var inReadingOrder: [Step] {
        var children: [Int: [Int]] = [:]
        for (index, step) in steps.enumerated() {
            if let parent = step.parent { children[parent, default: []].append(index) }
        }
        var order: [Step] = []
        var stack = steps.isEmpty ? [] : [0]
        while let index = stack.popLast() {
            order.append(steps[index])
            stack += (children[index] ?? []).reversed()
        }
        return order
    }

    /// Depth of the deepest step.
    package var deepest: Int { steps.map(\.depth).max() ?? 0 }
}

/// A row of the model: a line for one member.
private struct Cell: Hashable {
    var line: Int
    var member: Int
}

extension Model {
    /// Rows that a line's expression mentions for a member, in the order of the text, each once.
    fileprivate func cells(readBy line: Line, member: Int) -> [Cell] {
        var found: [Cell] = []
        var known: Set<Cell> = []
        func add(_ index: Int, _ member: Int) {
            let cell = Cell(line: index, member: member)
            if known.insert(cell).inserted { found.append(cell) }
        }
        func own(_ id: String) {
            let index = indexOfLine[id]!
            add(index, lines[index].members == nil ? 0 : member)
        }
        func each(_ range: Range) {
            let index = indexOfLine[range.line]!
            switch range {
            case .all, .upToNow, .beforeNow, .exceptFirst, .exceptLast: own(range.line)
            case .members: for member in members(of: lines[index]).indices { add(index, member) }
            case .ownItems: for item in members.rampOfWorkload[member] { add(index, item) }
            }
        }
        line.expression.visit { expression in
            switch expression {
            case .line(let id), .previous(let id), .total(let id), .isWord(let id, _), .numberOrZero(let id): own(id)
            case .member(let id, let name):
                let index = indexOfLine[id]!
                if let place = members[lines[index].members!].firstIndex(where: { $0.id == name }) { add(index, place) }
            case .sumOfLines(let ids): ids.forEach(own)
            case .sum(let range), .least(let range), .greatest(let range), .each(let range), .position(_, let range),
                .element(let range, _), .presentValue(_, let range), .countOfNumbers(let range):
                each(range)
            case .sumWhere(let range, let key, _):
                each(range)
                each(key)
            case .number, .constant, .word, .driver, .input, .isFullStrategy, .memberText, .memberIndex, .ownConstant,
                .add, .subtract, .multiply, .divide, .power, .negate, .compare, .differs, .choose, .minimum, .maximum,
                .absolute, .exponential, .logarithm, .guardedCeiling, .roundUp, .roundDown, .endOfMonth, .payment,
                .atMost,
                .sumEach:
                break
            }
        }
        return found
    }
}

extension Expression {
    /// The driver or typed value that is all of the expression.
    fileprivate var drivenBy: String? {
        switch self {
        case .driver(let pattern), .input(let pattern): pattern
        default: nil
        }
    }

    fileprivate func constants(member: Int) -> [MethodConstant] {
        var found: [MethodConstant] = []
        visit { expression in
            switch expression {
            case .constant(let constant): found.append(constant)
            case .ownConstant(let list): found.append(list[member])
            case .guardedCeiling: found.append(.guardBelowCeiling)
            default: break
            }
        }
        return found
    }
}
