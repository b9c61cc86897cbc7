/// A model compiled for evaluation: every row's expression as a flat list of nodes that names rows by number.
///
/// How it works: nodes stand in an order in which parts come first, so a loop replaces the recursive walk, and each node
/// works on a whole block of lanes. What must change together: `Expression`, `Node.Operation` and `Evaluator.run`.
struct Program: Sendable {
    struct Node: Sendable {
        var operation: Operation
        /// Depends on the month of the row.
        var varies: Bool
    }

    /// Cells of one line, resolved to rows.
    enum Cells: Sendable {
        /// Along a row, from `first` to `last` by window.
        case along(row: Int, window: Window)
        /// Down rows: their constants, or their cells of this month.
        case down(rows: Swift.Range<Int>, constant: Bool)
    }

    enum Window: Sendable { case all, upToNow, beforeNow, exceptFirst, exceptLast }

    /// Plain bits: it is copied for every cell, so its lists are kept aside, in ``Program/rowLists`` and ``Program/sums``.
    enum Operation: Sendable {
        case number(Double)
        case driver(slot: Int)
        case isFullStrategy
        case constantOf(row: Int)
        case now(row: Int)
        case before(row: Int)
        case total(row: Int)
        case add(Int, Int), subtract(Int, Int), multiply(Int, Int), divide(Int, Int), power(Int, Int)
        case negate(Int), absolute(Int), exponential(Int), logarithm(Int), guardedCeiling(Int), roundUp(Int), roundDown(
            Int)
        case compare(Int, Comparison, Int)
        case differs(Int, Int)
        case choose(Int, Int, Int)
        case minimum(Int, Int), maximum(Int, Int)
        case numberOrZero(row: Int)
        case endOfMonth(Int, Int)
        case payment(Int, Int, Int)
        case atMost(Int, Int, Int)
        case sum(Cells), least(Cells), greatest(Cells)
        case sumRows(list: Int)
        case sumEach(sum: Int)
        case eachAlong(Int), eachDown(Int)
        /// Of the row's own month, inside `sumEach`.
        case outer(Int)
        case sumWhere(Cells, key: Cells, Int)
        case position(Int, Cells)
        case element(Cells, Int)
        case presentValue(Int, Cells)
        case countOfNumbers(Cells)
        /// The row's cells are written from outside, one figure a lane.
        case given
    }

    /// Σ of a body over the elements of ranges.
    struct SumEach: Sendable {
        var body: [Node]
        var alongs: [Cells]
        var downs: [Cells]
    }

    struct Row: Sendable {
        var line: Int
        var member: Int
        /// None when nothing that is asked for needs the row.
        var nodes: [Node]
        var length: Int
        var opening: Double
        var hasTotal: Bool
    }

    var rows: [Row]
    var rowLists: [[Int]]
    var sums: [SumEach]
    /// Row groups in order; true: advance month by month.
    var groups: [(rows: [Int], recursive: Bool)]
    /// Config key of each driver slot.
    var driverKeys: [String]
    var words: WordTable

    /// - Parameters:
    ///   - wanted: ids of the lines that are asked for; rows that none of them needs are left out. Nil for all.
    ///   - given: ids of the lines whose figures come from outside.
    init(_ model: Model, for wanted: [String]? = nil, given: Set<String> = []) throws(ModelError) {
        var compiler = Compiler(model: model)
        rows = []
        let needed = try wanted.map { ids throws(ModelError) in try Self.lines(needed: ids, model, given: given) }
        for (index, line) in model.lines.enumerated() {
            for member in model.members(of: line).indices {
                let isNeeded = needed?[index] ?? true
                let nodes =
                    !isNeeded
                    ? []
                    : given.contains(line.id)
                        ? [Node(operation: .given, varies: true)] : try compiler.compile(line, member: member)
                rows.append(
                    Row(
                        line: index, member: member, nodes: nodes, length: model.length(of: line),
                        opening: line.opening ?? 0, hasTotal: line.hasTotal))
            }
        }
        (rowLists, sums) = (compiler.rowLists, compiler.sums)
        driverKeys = compiler.driverKeys
        words = compiler.words
        groups = []
        if let wanted { prune(for: wanted, model) }
        groups = model.order.map { group in
            let recursive =
                group.count > 1
                || model.lines[group[0]].expression.needs.contains { $0.0 == model.lines[group[0]].id }
            let rows = group.flatMap { index in
                (0..<model.members(of: model.lines[index]).count).map { model.firstRow[index] + $0 }
            }
            return (rows, recursive)
        }
        let compiled = rows
        groups = groups.map { group in (group.rows.filter { !compiled[$0].nodes.isEmpty }, group.recursive) }
            .filter { !$0.rows.isEmpty }
    }
}

private struct Compiler {
    let model: Model
    var driverKeys: [String] = []
    private var slots: [String: Int] = [:]
    var words = WordTable()
    var rowLists: [[Int]] = []
    var sums: [Program.SumEach] = []

    init(model: Model) { self.model = model }

    private var nodes: [Program.Node] = []
    private var line: Line!
    private var member = 0
    /// Ranges of the `sumEach` being compiled.
    private var alongs: [Program.Cells] = []
    private var downs: [Program.Cells] = []

    mutating func compile(_ line: Line, member: Int) throws(ModelError) -> [Program.Node] {
        self.line = line
        self.member = member
        nodes = []
        _ = try node(line.expression)
        return nodes
    }

    private mutating func slot(of key: String) -> Int {
        if let slot = slots[key] { return slot }
        driverKeys.append(key)
        slots[key] = driverKeys.count - 1
        return driverKeys.count - 1
    }

    private func target(_ id: String) throws(ModelError) -> (line: Line, first: Int) {
        guard let index = model.indexOfLine[id] else { throw .unknownLine(id, in: line.id) }
        return (model.lines[index], model.firstRow[index])
    }

    /// The single row that a plain reference means.
    private func row(_ id: String) throws(ModelError) -> (line: Line, row: Int) {
        let (target, first) = try target(id)
        guard let set = target.members else { return (target, first) }
        guard set == line.members else { throw .ambiguousReference(id, in: line.id) }
        return (target, first + member)
    }

    private mutating func append(_ operation: Program.Operation, varies: Bool) -> Int {
        nodes.append(Program.Node(operation: operation, varies: varies))
        return nodes.count - 1
    }

    private func cells(_ range: Range) throws(ModelError) -> (Program.Cells, varies: Bool) {
        switch range {
        case .members(let id):
            let (target, first) = try target(id)
            let count = target.members.map { model.members[$0].count } ?? 1
            let constant = target.shape == .cell
            return (.down(rows: first..<(first + count), constant: constant), !constant)
        case .ownItems(let id):
            let (target, first) = try target(id)
            guard target.members == .rampStep, line.members == .workload else {
                throw .ambiguousReference(id, in: line.id)
            }
            let items = model.members.rampOfWorkload[member]
            return (.down(rows: (first + items.lowerBound)..<(first + items.upperBound), constant: true), false)
        case .all(let id): return (.along(row: try row(id).row, window: .all), false)
        case .upToNow(let id): return (.along(row: try row(id).row, window: .upToNow), true)
        case .beforeNow(let id): return (.along(row: try row(id).row, window: .beforeNow), true)
        case .exceptFirst(let id): return (.along(row: try row(id).row, window: .exceptFirst), false)
        case .exceptLast(let id): return (.along(row: try row(id).row, window: .exceptLast), false)
        }
    }

    private mutating func node(_ expression: Expression) throws(ModelError) -> Int {
        switch expression {
        case .number(let value): return append(.number(value), varies: false)
        case .constant(let constant): return append(.number(constant.value), varies: false)
        case .ownConstant(let list): return append(.number(list[member].value), varies: false)
        case .word(let text): return append(.number(words.code(of: text)), varies: false)
        case .memberIndex: return append(.number(Double(member)), varies: false)
        case .memberText(let what):
            let text =
                switch what {
                case .id: model.members[line.members!][member].id
                case .fleetOfPool: model.members[.fleet][model.members.fleetOfPool[member]].id
                }
            return append(.number(words.code(of: text)), varies: false)
        case .isFullStrategy: return append(.isFullStrategy, varies: false)
        case .driver(let pattern), .input(let pattern):
            let key = model.driverKey(pattern, line: line, member: member)
            return append(.driver(slot: slot(of: key)), varies: false)
        case .line(let id):
            let (target, row) = try row(id)
            if target.shape == .cell { return append(.constantOf(row: row), varies: false) }
            guard target.shape == line.shape else { throw .ambiguousReference(id, in: line.id) }
            return append(.now(row: row), varies: true)
        case .member(let id, let name):
            let (target, first) = try target(id)
            guard let set = target.members, let index = model.members[set].firstIndex(where: { $0.id == name }) else {
                throw .ambiguousReference(id, in: line.id)
            }
            if target.shape == .cell { return append(.constantOf(row: first + index), varies: false) }
            guard target.shape == line.shape else { throw .ambiguousReference(id, in: line.id) }
            return append(.now(row: first + index), varies: true)
        case .previous(let id): return append(.before(row: try row(id).row), varies: true)
        case .total(let id): return append(.total(row: try row(id).row), varies: false)
        case .add(let a, let b): return try binary(a, b) { .add($0, $1) }
        case .subtract(let a, let b): return try binary(a, b) { .subtract($0, $1) }
        case .multiply(let a, let b): return try binary(a, b) { .multiply($0, $1) }
        case .divide(let a, let b): return try binary(a, b) { .divide($0, $1) }
        case .power(let a, let b): return try binary(a, b) { .power($0, $1) }
        case .compare(let a, let how, let b): return try binary(a, b) { .compare($0, how, $1) }
        case .differs(let a, let b): return try binary(a, b) { .differs($0, $1) }
        case .endOfMonth(let a, let b): return try binary(a, b) { .endOfMonth($0, $1) }
        case .negate(let a): return try unary(a) { .negate($0) }
        case .absolute(let a): return try unary(a) { .absolute($0) }
        case .exponential(let a): return try unary(a) { .exponential($0) }
        case .logarithm(let a): return try unary(a) { .logarithm($0) }
        case .guardedCeiling(let a): return try unary(a) { .guardedCeiling($0) }
        case .roundUp(let a): return try unary(a) { .roundUp($0) }
        case .roundDown(let a): return try unary(a) { .roundDown($0) }
        case .isWord(let id, let word):
            let left = append(.constantOf(row: try row(id).row), varies: false)
            let right = append(.number(words.code(of: word)), varies: false)
            return append(.compare(left, .equal, right), varies: false)
        case .choose(let condition, let a, let b):
            let parts = (try node(condition), try node(a), try node(b))
            return append(.choose(parts.0, parts.1, parts.2), varies: varies([parts.0, parts.1, parts.2]))
        case .minimum(let list): return try fold(list) { .minimum($0, $1) }
        case .maximum(let list): return try fold(list) { .maximum($0, $1) }
        case .numberOrZero(let id): return append(.numberOrZero(row: try row(id).row), varies: false)
        case .payment(let rate, let periods, let present):
            let parts = (try node(rate), try node(periods), try node(present))
            return append(.payment(parts.0, parts.1, parts.2), varies: varies([parts.0, parts.1, parts.2]))
        case .atMost(let events, let trials, let probability):
            let parts = (try node(events), try node(trials), try node(probability))
            return append(.atMost(parts.0, parts.1, parts.2), varies: varies([parts.0, parts.1, parts.2]))
        case .sum(let range): return try reduce(range) { .sum($0) }
        case .least(let range): return try reduce(range) { .least($0) }
        case .greatest(let range): return try reduce(range) { .greatest($0) }
        case .countOfNumbers(let range): return try reduce(range) { .countOfNumbers($0) }
        case .sumOfLines(let ids):
            var rows: [Int] = []
            for id in ids { rows.append(try row(id).row) }
            rowLists.append(rows)
            return append(.sumRows(list: rowLists.count - 1), varies: true)
        case .sumEach(let body): return try sumEach(body)
        case .each(let range):
            let (cells, _) = try cells(range)
            switch cells {
            case .along:
                alongs.append(cells)
                return append(.eachAlong(alongs.count - 1), varies: true)
            case .down:
                downs.append(cells)
                return append(.eachDown(downs.count - 1), varies: true)
            }
        case .sumWhere(let range, let key, let value):
            let wanted = try node(value)
            let (cells, first) = try cells(range)
            let (keys, second) = try self.cells(key)
            return append(
                .sumWhere(cells, key: keys, wanted), varies: first || second || nodes[wanted].varies)
        case .position(let value, let range):
            let wanted = try node(value)
            let (cells, varies) = try cells(range)
            return append(.position(wanted, cells), varies: varies || nodes[wanted].varies)
        case .element(let range, let at):
            let index = try node(at)
            let (cells, varies) = try cells(range)
            return append(.element(cells, index), varies: varies || nodes[index].varies)
        case .presentValue(let rate, let range):
            let rate = try node(rate)
            let (cells, varies) = try cells(range)
            return append(.presentValue(rate, cells), varies: varies || nodes[rate].varies)
        }
    }

    /// The body becomes a program of its own; what does not run over the ranges is worked out once, outside.
    private mutating func sumEach(_ body: Expression) throws(ModelError) -> Int {
        let saved = (nodes, alongs, downs)
        nodes = []
        alongs = []
        downs = []
        _ = try node(body)
        let inner = (nodes, alongs, downs)
        (nodes, alongs, downs) = saved
        var changes = false
        var body: [Program.Node] = []
        // `varies` of an inner node means: changes with the element. Everything else moves outside.
        var isInner = [Bool](repeating: false, count: inner.0.count)
        for (index, node) in inner.0.enumerated() {
            let touched: Bool =
                switch node.operation {
                case .eachAlong, .eachDown: true
                default: node.operation.parts.contains { isInner[$0] }
                }
            isInner[index] = touched
            if touched {
                body.append(Program.Node(operation: node.operation, varies: true))
            } else {
                // Same place in the outer list is not guaranteed: append a copy there with shifted parts.
                body.append(Program.Node(operation: .outer(-1), varies: false))
            }
        }
        var outerIndex = [Int](repeating: -1, count: inner.0.count)
        for (index, node) in inner.0.enumerated() where !isInner[index] {
            let moved = node.operation.mapParts { outerIndex[$0] }
            outerIndex[index] = append(moved, varies: node.varies)
            changes = changes || node.varies
            body[index].operation = .outer(outerIndex[index])
        }
        for cells in inner.1 + inner.2 {
            switch cells {
            case .along(_, let window):
                if case .upToNow = window { changes = true }
                if case .beforeNow = window { changes = true }
            case .down(_, let constant): if !constant { changes = true }
            }
        }
        sums.append(Program.SumEach(body: body, alongs: inner.1, downs: inner.2))
        return append(.sumEach(sum: sums.count - 1), varies: changes)
    }

    private func varies(_ parts: [Int]) -> Bool { parts.contains { nodes[$0].varies } }

    /// One after the other, from the left.
    private mutating func fold(
        _ list: [Expression], _ make: (Int, Int) -> Program.Operation
    ) throws(ModelError) -> Int {
        var soFar = try node(list[0])
        for next in list.dropFirst() {
            let part = try node(next)
            soFar = append(make(soFar, part), varies: varies([soFar, part]))
        }
        return soFar
    }

    private mutating func unary(
        _ a: Expression, _ make: (Int) -> Program.Operation
    ) throws(ModelError) -> Int {
        let part = try node(a)
        return append(make(part), varies: nodes[part].varies)
    }

    private mutating func binary(
        _ a: Expression, _ b: Expression, _ make: (Int, Int) -> Program.Operation
    ) throws(ModelError) -> Int {
        let left = try node(a)
        let right = try node(b)
        return append(make(left, right), varies: varies([left, right]))
    }

    private mutating func reduce(
        _ range: Range, _ make: (Program.Cells) -> Program.Operation
    ) throws(ModelError) -> Int {
        let (cells, varies) = try cells(range)
        return append(make(cells), varies: varies)
    }
}

extension Program.Operation {
    /// Nodes that this one reads.
    var parts: [Int] {
        var found: [Int] = []
        _ = mapParts {
            found.append($0)
            return $0
        }
        return found
    }

    func mapParts(_ f: (Int) -> Int) -> Program.Operation {
        switch self {
        case .number, .driver, .isFullStrategy, .constantOf, .now, .before, .total, .numberOrZero, .sum, .least,
            .greatest, .sumRows, .eachAlong, .eachDown, .outer, .countOfNumbers, .given:
            self
        case .add(let a, let b): .add(f(a), f(b))
        case .subtract(let a, let b): .subtract(f(a), f(b))
        case .multiply(let a, let b): .multiply(f(a), f(b))
        case .divide(let a, let b): .divide(f(a), f(b))
        case .power(let a, let b): .power(f(a), f(b))
        case .negate(let a): .negate(f(a))
        case .absolute(let a): .absolute(f(a))
        case .exponential(let a): .exponential(f(a))
        case .logarithm(let a): .logarithm(f(a))
        case .guardedCeiling(let a): .guardedCeiling(f(a))
        case .roundUp(let a): .roundUp(f(a))
        case .roundDown(let a): .roundDown(f(a))
        case .compare(let a, let how, let b): .compare(f(a), how, f(b))
        case .differs(let a, let b): .differs(f(a), f(b))
        case .choose(let a, let b, let c): .choose(f(a), f(b), f(c))
        case .minimum(let a, let b): .minimum(f(a), f(b))
        case .maximum(let a, let b): .maximum(f(a), f(b))
        case .endOfMonth(let a, let b): .endOfMonth(f(a), f(b))
        case .payment(let a, let b, let c): .payment(f(a), f(b), f(c))
        case .atMost(let a, let b, let c): .atMost(f(a), f(b), f(c))
        case .sumEach: preconditionFailure("a sum over elements inside another has no spreadsheet form")
        case .sumWhere(let cells, let key, let a): .sumWhere(cells, key: key, f(a))
        case .position(let a, let cells): .position(f(a), cells)
        case .element(let cells, let a): .element(cells, f(a))
        case .presentValue(let a, let cells): .presentValue(f(a), cells)
        }
    }
}

extension Model {
    /// Config path of a driver line's member: `workloads.classify.tok_in`.
    package func driverKey(_ pattern: String, line: Line, member: Int) -> String {
        guard let set = line.members else { return pattern }
        return set.driverKey(pattern, of: members[set][member].id)
    }
}

extension MemberSet {
    /// Config path of the driver that a pattern names for a member.
    package func driverKey(_ pattern: String, of id: String) -> String {
        let name = pattern.split(separator: ".").last!
        return switch self {
        case .workload, .trendWorkload: "workloads.\(id).\(name)"
        case .pool: "pools.\(id).\(name)"
        case .quote: "quotes.\(id).\(name)"
        case .ledgerRow, .historyMonth, .tie, .billedCurrency, .fileMoney, .check, .costLine, .billedModel, .spendStep,
            .offer, .backTest, .runInput,
            .playbook, .fiscalYear, .request, .phase, .actualMonth, .evaluated, .gateStatus, .calendarMonth:
            "\(rawValue).\(id).\(name)"
        case .capability: pattern.contains("*") ? pattern.replacing("*", with: id) : "capability.\(id).\(name)"
        case .fleet, .oneOff, .commitmentTier, .priceStep, .slaTier, .slaBetterTier, .slaMonth: "\(id).\(name)"
        case .rampStep: id
        case .scheduleStep, .view, .slaTerm: pattern
        }
    }
}
