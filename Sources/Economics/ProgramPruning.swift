/// Which rows a few figures rest on. A trial needs the NPV and the payback, not the search for every internal rate.
extension Program {
    /// By line: whether one of these, or a line below it, is this one.
    static func lines(
        needed ids: [String], _ model: Model, given: Set<String> = []
    ) throws(ModelError) -> [Bool] {
        var needed = [Bool](repeating: false, count: model.lines.count)
        var open: [Int] = []
        for id in ids {
            guard let index = model.indexOfLine[id] else { throw .unknownLine(id, in: id) }
            open.append(index)
        }
        while let index = open.popLast() {
            guard !needed[index] else { continue }
            needed[index] = true
            guard !given.contains(model.lines[index].id) else { continue }
            open += model.lines[index].expression.needs.compactMap { model.indexOfLine[$0.0] }
        }
        return needed
    }

    /// A row that was left out has no figure; what stands at its place belongs to another one.
    func requireRow(_ row: Int) {
        precondition(!rows[row].nodes.isEmpty, "the evaluator was made without this row")
    }

    /// Takes the nodes of rows away that no row of these lines reads: other members, such as the view with residual value.
    mutating func prune(for ids: [String], _ model: Model) {
        var isNeeded = [Bool](repeating: false, count: rows.count)
        var open: [Int] = []
        for id in ids {
            let index = model.indexOfLine[id]!
            // The first member is the headline.
            let count = model.lines[index].members == .view ? 1 : model.members(of: model.lines[index]).count
            open += (0..<count).map { model.firstRow[index] + $0 }
        }
        while let row = open.popLast() {
            guard !isNeeded[row] else { continue }
            isNeeded[row] = true
            for node in rows[row].nodes { open += self.rows(of: node.operation) }
        }
        for row in rows.indices where !isNeeded[row] { rows[row].nodes = [] }
    }
}

extension Program.Cells {
    var rows: Swift.Range<Int> {
        switch self {
        case .along(let row, _): row..<(row + 1)
        case .down(let rows, _): rows
        }
    }
}

extension Program {
    /// Rows that an operation reads.
    func rows(of operation: Operation) -> [Int] {
        switch operation {
        case .constantOf(let row), .now(let row), .before(let row), .total(let row), .numberOrZero(let row): [row]
        case .sum(let cells), .least(let cells), .greatest(let cells), .position(_, let cells), .element(let cells, _),
            .presentValue(_, let cells), .countOfNumbers(let cells):
            Array(cells.rows)
        case .sumWhere(let cells, let key, _): Array(cells.rows) + key.rows
        case .sumRows(let list): rowLists[list]
        case .sumEach(let sum):
            sums[sum].body.flatMap { rows(of: $0.operation) } + (sums[sum].alongs + sums[sum].downs).flatMap(\.rows)
        case .number, .driver, .isFullStrategy, .add, .subtract, .multiply, .divide, .power, .negate, .absolute,
            .exponential, .logarithm,
            .guardedCeiling, .roundUp, .roundDown, .compare, .differs, .choose, .minimum, .maximum, .endOfMonth,
            .payment, .atMost, .eachAlong, .eachDown, .outer, .given:
            []
        }
    }

    /// An operation reads what differs between lanes, other nodes left aside.
    func isWide(_ operation: Operation, _ row: [Bool], drivers: [Bool], strategy: Bool) -> Bool {
        switch operation {
        case .driver(let slot): drivers[slot]
        case .isFullStrategy: strategy
        case .given: true
        default: rows(of: operation).contains { row[$0] }
        }
    }
}
