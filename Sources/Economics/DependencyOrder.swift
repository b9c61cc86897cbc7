/// Sorts lines so that each comes after what it needs, and refuses figures that depend on themselves.
struct DependencyOrder {
    /// How one line needs another.
    enum Need: Hashable {
        /// Its value in the same month, or a constant.
        case now
        /// Earlier months only.
        case past
        /// Months that may not be there yet while going month by month.
        case whole
    }

    let groups: [[Int]]

    init(lines: [Line], indexOfLine: [String: Int]) throws(ModelError) {
        var needs: [[(line: Int, need: Need)]] = []
        for line in lines {
            var list: [(Int, Need)] = []
            for (id, need) in line.expression.needs {
                guard let index = indexOfLine[id] else { throw .unknownLine(id, in: line.id) }
                guard line.home == .basePlanSheet || lines[index].home != .basePlanSheet else {
                    throw .standsElsewhere(id, in: line.id)
                }
                list.append((index, lines[index].shape == .cell ? .now : need))
            }
            needs.append(list)
        }
        let components = Self.components(needs.map { $0.map(\.line) })
        var groups: [[Int]] = []
        for component in components {
            let inside = Set(component)
            // Within a group, only the past may be looked at across, and the present in one direction.
            var present: [Int: [Int]] = [:]
            for index in component {
                for (target, need) in needs[index] where inside.contains(target) {
                    switch need {
                    case .past: break
                    case .now: present[index, default: []].append(target)
                    case .whole: throw .cycle(component.map { lines[$0].id }.sorted())
                    }
                }
            }
            let sorted = Self.components(
                component.map { index in (present[index] ?? []).map { component.firstIndex(of: $0)! } })
            for part in sorted {
                let index = component[part[0]]
                if part.count > 1 || (present[index] ?? []).contains(index) {
                    throw .cycle(part.map { lines[component[$0]].id }.sorted())
                }
            }
            groups.append(sorted.map { component[$0[0]] })
        }
        self.groups = groups
    }

    /// Strongly connected components in dependency order (Tarjan, without recursion depth problems at this size).
    private static func components(_ targets: [[Int]]) -> [[Int]] {
        var next = 0
        var number = [Int?](repeating: nil, count: targets.count)
        var low = [Int](repeating: 0, count: targets.count)
        var onStack = [Bool](repeating: false, count: targets.count)
        var stack: [Int] = []
        var result: [[Int]] = []
        func visit(_ v: Int) {
            number[v] = next
            low[v] = next
            next += 1
            stack.append(v)
            onStack[v] = true
            for w in targets[v] {
                if number[w] == nil {
                    visit(w)
                    low[v] = Swift.min(low[v], low[w])
                } else if onStack[w] {
                    low[v] = Swift.min(low[v], number[w]!)
                }
            }
            guard low[v] == number[v] else { return }
            var component: [Int] = []
            while let w = stack.popLast() {
                onStack[w] = false
                component.append(w)
                if w == v { break }
            }
            result.append(component.sorted())
        }
        for v in targets.indices where number[v] == nil { visit(v) }
        return result
    }
}

extension Expression {
    /// Every line referred to, with how.
    var needs: [(String, DependencyOrder.Need)] {
        var found: [(String, DependencyOrder.Need)] = []
        visit { expression in
            switch expression {
            case .line(let id), .isWord(let id, _), .numberOrZero(let id): found.append((id, .now))
            case .previous(let id): found.append((id, .past))
            case .total(let id): found.append((id, .whole))
            case .member(let id, _): found.append((id, .now))
            case .sumOfLines(let ids): found += ids.map { ($0, .now) }
            case .sum(let range), .least(let range), .greatest(let range), .each(let range), .position(_, let range),
                .element(let range, _), .presentValue(_, let range), .countOfNumbers(let range):
                found.append((range.line, range.need))
            case .sumWhere(let range, let key, _):
                found.append((range.line, range.need))
                found.append((key.line, key.need))
            default: break
            }
        }
        return found
    }

    /// The ids of the lines referred to, in order, each as often as it stands there.
    package var linesReferredTo: [String] { needs.map(\.0) }

    /// Calls `body` for this node and all below it, each before its parts.
    package func visit(_ body: (Expression) -> Void) {
        body(self)
        for part in parts { part.visit(body) }
    }

    /// The expressions directly inside this one, in order.
    package var parts: [Expression] {
        switch self {
        case .number, .constant, .word, .driver, .input, .isFullStrategy, .memberText, .line, .previous, .total,
            .member,
            .isWord, .numberOrZero, .sum, .least, .greatest, .sumOfLines, .each, .countOfNumbers, .memberIndex,
            .ownConstant:
            []
        case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b), .divide(let a, let b),
            .power(let a, let b), .compare(let a, _, let b), .differs(let a, let b), .endOfMonth(let a, let b):
            [a, b]
        case .negate(let a), .absolute(let a), .exponential(let a), .logarithm(let a), .guardedCeiling(let a),
            .roundUp(let a), .roundDown(let a),
            .sumEach(let a), .sumWhere(_, _, let a), .position(let a, _), .element(_, let a), .presentValue(let a, _):
            [a]
        case .choose(let a, let b, let c), .payment(let a, let b, let c), .atMost(let a, let b, let c): [a, b, c]
        case .minimum(let list), .maximum(let list): list
        }
    }
}

extension Range {
    var need: DependencyOrder.Need {
        switch self {
        case .all, .exceptFirst, .exceptLast: .whole
        case .upToNow, .members, .ownItems: .now
        case .beforeNow: .past
        }
    }
}
