import CLanes

/// One evaluation of a program over a block of lanes.
///
/// How it works: an operand is a pointer to one figure a lane, or to one figure for all; leaves are not copied, they point
/// to where the figures stand. The kernels of CLanes do the rest, and ``LaneInstruction`` says which. What must change together: `Program.Operation` and
/// ``run(_:into:_:)``.
///
/// Pointers: every buffer lives as long as this value and is as large as the plan counted; cells, nodes and lanes are
/// indexed only with what the plan and the program name.
struct LaneRun: ~Copyable {
    let plan: LanePlan
    let lanes: Int
    private let openings: UnsafeMutablePointer<Double>
    private let shared: UnsafeMutablePointer<Double>
    private let sharedTotals: UnsafeMutablePointer<Double>
    private let wide: UnsafeMutablePointer<Double>
    private let wideTotals: UnsafeMutablePointer<Double>
    /// Drivers of each slot one after the other, and behind them the strategy.
    private let drivers: UnsafeMutablePointer<Double>
    private let isWideDriver: [Bool]
    private let scratch: UnsafeMutablePointer<Double>
    private let operands: UnsafeMutablePointer<LaneOperand>
    /// First node of the row, or of the body of a sum, that is being worked out.
    private var base = 0
    private var along = 0
    private var down = 0
    private var alongs: [Program.Cells] = []
    private var downs: [Program.Cells] = []
    private var outerBase = 0
    /// Where the last node of a row may write at once.
    private var target: UnsafeMutablePointer<Double>?
    private var last = -1
    private let guardBelow: UnsafeMutablePointer<Double>
    /// The instructions of the rows that differ between lanes, once they have been worked out.
    private var tape: [LaneInstruction] = []
    private var isRecording = false
    private var hasTape = false
    private var constants = LaneConstants()

    init(_ plan: LanePlan, lanes: Int, isWideDriver: [Bool]) {
        self.plan = plan
        self.lanes = lanes
        self.isWideDriver = isWideDriver
        let rows = plan.program.rows.count
        let nodes = plan.regionSize + plan.bodySize
        func buffer(_ count: Int) -> UnsafeMutablePointer<Double> {
            let buffer = UnsafeMutablePointer<Double>.allocate(capacity: Swift.max(1, count))
            buffer.initialize(repeating: 0, count: Swift.max(1, count))
            return buffer
        }
        guardBelow = buffer(1)
        guardBelow[0] = MethodConstant.guardBelowCeiling.value
        openings = buffer(rows)
        for (row, info) in plan.program.rows.enumerated() { openings[row] = info.opening }
        shared = buffer(plan.sharedCells)
        sharedTotals = buffer(rows)
        wide = buffer(plan.wideCells * lanes)
        wideTotals = buffer(rows * lanes)
        drivers = buffer(isWideDriver.count * lanes)
        scratch = buffer(nodes * lanes)
        operands = UnsafeMutablePointer<LaneOperand>.allocate(capacity: Swift.max(1, nodes))
        operands.initialize(repeating: LaneOperand(figures: openings, isWide: false), count: Swift.max(1, nodes))
    }

    deinit {
        for buffer in [guardBelow, openings, shared, sharedTotals, wide, wideTotals, drivers, scratch] {
            buffer.deallocate()
        }
        operands.deallocate()
    }

    /// Sets a driver; of one that is the same in all lanes only lane 0 counts.
    func setDriver(_ slot: Int, lane: Int, _ value: Double) { drivers[slot * lanes + lane] = value }

    /// Writes a cell of a row that is given from outside.
    func setGiven(_ row: Int, at index: Int, lane: Int, _ value: Double) {
        wide[(plan.offset[row] + index) * lanes + lane] = value
    }

    /// A figure of one lane.
    func value(_ row: Int, at index: Int, lane: Int) -> Double { cell(row, index).value(lane) }

    func setDriver(_ slot: Int, _ values: [Double]) {
        for (lane, value) in values.enumerated() { drivers[slot * lanes + lane] = value }
    }

    /// The first lanes of a cell.
    func values(_ row: Int, at index: Int, count: Int) -> [Double] {
        let cell = cell(row, index)
        return (0..<count).map { cell.value($0) }
    }

    var sharedValues: [Double] { Array(UnsafeBufferPointer(start: shared, count: plan.sharedCells)) }
    var wideValues: [Double] { Array(UnsafeBufferPointer(start: wide, count: plan.wideCells * lanes)) }
    /// By row and lane.
    var totals: [Double] {
        var totals = Array(UnsafeBufferPointer(start: wideTotals, count: plan.program.rows.count * lanes))
        for row in plan.program.rows.indices where !plan.isWide[row] {
            for lane in 0..<lanes { totals[row * lanes + lane] = sharedTotals[row] }
        }
        return totals
    }

    /// Works out the rows that all lanes share.
    mutating func runShared() { run(wide: false) }

    /// Works out the rows that differ between lanes, for the drivers as they are set now.
    ///
    /// Everything that decides the way through the program is the same in all lanes, so it is gone once, and the blocks
    /// that follow only repeat its instructions.
    ///
    /// - Parameter again: more blocks follow.
    mutating func runLanes(again: Bool = false) {
        if hasTape {
            for instruction in tape { instruction.execute(lanes) }
            return
        }
        isRecording = again
        run(wide: true)
        isRecording = false
        hasTape = again
    }

    private mutating func run(wide isWide: Bool) {
        for group in plan.program.groups where plan.isWide[group.rows[0]] == isWide {
            if group.recursive {
                let length = group.rows.map { plan.program.rows[$0].length }.max() ?? 0
                for index in 0..<length {
                    for row in group.rows { step(row, index) }
                }
            } else {
                for row in group.rows {
                    for index in 0..<plan.program.rows[row].length { step(row, index) }
                }
            }
            for row in group.rows where plan.program.rows[row].hasTotal { total(row) }
        }
    }

    private mutating func total(_ row: Int) {
        let isWide = plan.isWide[row]
        let sum = isWide ? wideTotals + row * lanes : sharedTotals + row
        emit(.clear(sum), isWide: isWide)
        for index in 0..<plan.program.rows[row].length { emit(.accumulate(sum, cell(row, index)), isWide: isWide) }
    }

    private mutating func step(_ row: Int, _ index: Int) {
        let nodes = plan.program.rows[row].nodes
        let isWide = plan.isWide[row]
        let figures = UnsafeMutablePointer(mutating: cell(row, index).figures)
        base = plan.region[row]
        target = figures
        last = nodes.count - 1
        var number = 0
        while number < nodes.count {
            if index == 0 || nodes[number].varies { run(nodes[number].operation, into: number, index) }
            number += 1
        }
        let result = operands[base + last]
        if result.figures != UnsafePointer(figures) || result.isWide != isWide {
            emit(.copy(figures, result), isWide: isWide)
        }
    }

    // MARK: - Operands

    private func cell(_ row: Int, _ index: Int) -> LaneOperand {
        if index < 0 { return LaneOperand(figures: openings + row, isWide: false) }
        let cell = plan.offset[row] + index
        return plan.isWide[row]
            ? LaneOperand(figures: wide + cell * lanes, isWide: true)
            : LaneOperand(figures: shared + cell, isWide: false)
    }

    /// First and last index along a row; −1 is the opening cell.
    private func bounds(_ window: Program.Window, _ length: Int, _ index: Int) -> Swift.Range<Int> {
        switch window {
        case .all: 0..<length
        case .upToNow: 0..<(index + 1)
        case .beforeNow: -1..<index
        case .exceptFirst: 1..<length
        case .exceptLast: 0..<(length - 1)
        }
    }

    private func count(_ cells: Program.Cells, _ index: Int) -> Int {
        switch cells {
        case .along(let row, let window): bounds(window, plan.program.rows[row].length, index).count
        case .down(let rows, _): rows.count
        }
    }

    /// The element at a place, from 0, of cells in order.
    private func element(_ cells: Program.Cells, _ place: Int, _ index: Int) -> LaneOperand {
        switch cells {
        case .along(let row, let window):
            cell(row, bounds(window, plan.program.rows[row].length, index).lowerBound + place)
        case .down(let rows, let constant): cell(rows.lowerBound + place, constant ? 0 : index)
        }
    }

    private func room(_ number: Int) -> UnsafeMutablePointer<Double> {
        if number == last, let target { return target }
        return scratch + (base + number) * lanes
    }

    private func set(_ number: Int, _ figures: UnsafePointer<Double>, isWide: Bool) {
        operands[base + number] = LaneOperand(figures: figures, isWide: isWide)
    }

    private func set(_ number: Int, _ operand: LaneOperand) { operands[base + number] = operand }

    private func narrow(_ number: Int, _ value: Double) {
        let out = room(number)
        out[0] = value
        set(number, out, isWide: false)
    }

    // MARK: - Instructions

    /// Works an instruction out, and keeps it for the blocks that follow.
    private mutating func emit(_ instruction: LaneInstruction, isWide: Bool) {
        instruction.execute(isWide ? lanes : 1)
        guard isRecording, isWide else { return }
        tape.append(instruction.pinned { constants.place($0) })
    }

    private mutating func unary(_ number: Int, _ a: Int, _ kernel: @escaping LaneInstruction.Unary) {
        let x = operands[base + a]
        let out = room(number)
        emit(.unary(kernel, out, x), isWide: x.isWide)
        set(number, out, isWide: x.isWide)
    }

    private mutating func binary(_ number: Int, _ a: Int, _ b: Int, _ kernel: @escaping LaneInstruction.Binary) {
        binary(number, operands[base + a], operands[base + b], kernel)
    }

    private mutating func binary(
        _ number: Int, _ x: LaneOperand, _ y: LaneOperand, _ kernel: @escaping LaneInstruction.Binary
    ) {
        let out = room(number)
        let isWide = x.isWide || y.isWide
        emit(.binary(kernel, out, x, y), isWide: isWide)
        set(number, out, isWide: isWide)
    }

    /// What has no kernel: one lane after the other.
    private mutating func each(
        _ number: Int, _ operation: Program.Operation, _ parts: [LaneOperand], _ elements: [LaneOperand] = []
    ) {
        let isWide = parts.contains(where: \.isWide) || elements.contains(where: \.isWide)
        let out = room(number)
        emit(.each(operation, out, parts, elements), isWide: isWide)
        set(number, out, isWide: isWide)
    }

    private func part(_ number: Int) -> LaneOperand { operands[base + number] }

    /// Cells in order.
    private func list(_ cells: Program.Cells, _ index: Int) -> [LaneOperand] {
        (0..<count(cells, index)).map { element(cells, $0, index) }
    }

    private func isWide(_ parts: [Int], _ cells: [Program.Cells] = []) -> Bool {
        parts.contains { operands[base + $0].isWide } || cells.contains { $0.rows.contains { plan.isWide[$0] } }
    }

    // MARK: - Operations

    private mutating func run(_ operation: Program.Operation, into number: Int, _ index: Int) {
        switch operation {
        case .number(let value): narrow(number, value)
        case .given: set(number, UnsafePointer(room(number)), isWide: true)
        case .driver(let slot): set(number, drivers + slot * lanes, isWide: isWideDriver[slot])
        case .isFullStrategy:
            let slot = isWideDriver.count - 1
            set(number, drivers + slot * lanes, isWide: isWideDriver[slot])
        case .constantOf(let row): set(number, cell(row, 0))
        case .now(let row): set(number, cell(row, index))
        case .before(let row): set(number, cell(row, index - 1))
        case .total(let row):
            let isWide = plan.isWide[row]
            set(number, isWide ? wideTotals + row * lanes : sharedTotals + row, isWide: isWide)
        case .add(let a, let b): binary(number, a, b, lanes_add)
        case .subtract(let a, let b): binary(number, a, b, lanes_subtract)
        case .multiply(let a, let b): multiply(number, a, b)
        case .divide(let a, let b): binary(number, a, b, lanes_divide)
        case .power(let a, let b): binary(number, a, b, lanes_power)
        case .negate(let a): unary(number, a, lanes_negate)
        case .absolute(let a): unary(number, a, lanes_absolute)
        case .exponential(let a), .logarithm(let a): each(number, operation, [part(a)])
        case .guardedCeiling(let a):
            binary(number, part(a), LaneOperand(figures: guardBelow, isWide: false), lanes_guarded_ceiling)
        case .roundUp(let a): unary(number, a, lanes_round_up)
        case .roundDown(let a): unary(number, a, lanes_round_down)
        case .compare(let a, let how, let b):
            switch how {
            case .less: binary(number, a, b, lanes_less)
            case .lessOrEqual: binary(number, a, b, lanes_less_or_equal)
            case .equal: binary(number, a, b, lanes_equal)
            case .greaterOrEqual: binary(number, a, b, lanes_greater_or_equal)
            case .greater: binary(number, a, b, lanes_greater)
            }
        case .differs(let a, let b): binary(number, a, b, lanes_differ)
        case .choose(let condition, let a, let b): choose(number, condition, a, b)
        case .minimum(let a, let b): binary(number, a, b, lanes_least)
        case .maximum(let a, let b): binary(number, a, b, lanes_greatest)
        case .numberOrZero(let row): each(number, operation, [cell(row, 0)])
        case .endOfMonth(let start, let months): each(number, operation, [part(start), part(months)])
        case .payment(let rate, let periods, let present):
            each(number, operation, [part(rate), part(periods), part(present)])
        case .atMost(let events, let trials, let probability):
            each(number, operation, [part(events), part(trials), part(probability)])
        case .sum(let cells): sum(cells, number, index)
        case .least(let cells): extreme(cells, number, index, isLeast: true)
        case .greatest(let cells): extreme(cells, number, index, isLeast: false)
        case .sumRows(let list): sumRows(plan.program.rowLists[list], number, index)
        case .sumEach(let sum): sumEach(plan.program.sums[sum], number, index)
        case .eachAlong(let which): set(number, element(alongs[which], along, index))
        case .eachDown(let which): set(number, element(downs[which], down, index))
        case .outer(let outer): set(number, operands[outerBase + outer])
        case .sumWhere(let cells, let key, let wanted): sumWhere(cells, key, wanted, number, index)
        case .position(let wanted, let cells): each(number, operation, [part(wanted)], list(cells, index))
        case .element(let cells, let position): each(number, operation, [part(position)], list(cells, index))
        case .presentValue(let rate, let cells): each(number, operation, [part(rate)], list(cells, index))
        case .countOfNumbers(let cells): each(number, operation, [], list(cells, index))
        }
    }

    private mutating func multiply(_ number: Int, _ a: Int, _ b: Int) {
        let x = operands[base + a]
        let y = operands[base + b]
        // A flag that holds in every lane leaves the other factor as it is.
        if x.isWide != y.isWide {
            let flag = x.isWide ? y.figures[0] : x.figures[0]
            if flag == 1 { return set(number, x.isWide ? x : y) }
            // Inside a sum a flag that holds in no lane leaves the element out.
            if flag == 0, base == plan.regionSize { return narrow(number, 0) }
        }
        binary(number, a, b, lanes_multiply)
    }

    private mutating func choose(_ number: Int, _ condition: Int, _ a: Int, _ b: Int) {
        let test = operands[base + condition]
        if !test.isWide { return set(number, operands[base + (test.figures[0] != 0 ? a : b)]) }
        let x = operands[base + a]
        let y = operands[base + b]
        let out = room(number)
        emit(.choose(out, test, x, y), isWide: true)
        set(number, out, isWide: true)
    }

    private mutating func sumRows(_ rows: [Int], _ number: Int, _ index: Int) {
        let isWide = rows.contains { plan.isWide[$0] }
        let out = room(number)
        emit(.clear(out), isWide: isWide)
        for row in rows { emit(.accumulate(out, cell(row, index)), isWide: isWide) }
        set(number, out, isWide: isWide)
    }

    private mutating func sum(_ cells: Program.Cells, _ number: Int, _ index: Int) {
        // A sum that grows by one month goes on from the month before.
        if index > 0, case .along(let row, let window) = cells, window == .upToNow || window == .beforeNow {
            let isWide = plan.isWide[row]
            let slot = scratch + (base + number) * lanes
            let next = cell(row, window == .upToNow ? index : index - 1)
            emit(.accumulate(slot, next), isWide: isWide)
            return set(number, slot, isWide: isWide)
        }
        let isWide = isWide([], [cells])
        // The running sum stays in its own place: the row's cell belongs to one month.
        let slot = scratch + (base + number) * lanes
        emit(.clear(slot), isWide: isWide)
        for place in 0..<count(cells, index) {
            emit(.accumulate(slot, element(cells, place, index)), isWide: isWide)
        }
        set(number, slot, isWide: isWide)
    }

    private mutating func extreme(_ cells: Program.Cells, _ number: Int, _ index: Int, isLeast: Bool) {
        let isWide = isWide([], [cells])
        let slot = scratch + (base + number) * lanes
        var places = 0..<count(cells, index)
        if index > 0, case .along(_, let window) = cells, window == .upToNow || window == .beforeNow {
            places = (places.upperBound - 1)..<places.upperBound
        } else {
            guard !places.isEmpty else { return narrow(number, 0) }
            emit(.copy(slot, element(cells, 0, index)), isWide: isWide)
            places = 1..<places.upperBound
        }
        let soFar = LaneOperand(figures: slot, isWide: isWide)
        for place in places {
            // Of equals the first stays, as in a search.
            let next = element(cells, place, index)
            emit(
                isLeast ? .binary(lanes_least, slot, soFar, next) : .binary(lanes_greatest, slot, next, soFar),
                isWide: isWide)
        }
        set(number, slot, isWide: isWide)
    }

    private mutating func sumWhere(
        _ cells: Program.Cells, _ key: Program.Cells, _ wanted: Int, _ number: Int, _ index: Int
    ) {
        let isWide = isWide([wanted], [cells, key])
        let out = room(number)
        emit(.clear(out), isWide: isWide)
        for place in 0..<Swift.min(count(cells, index), count(key, index)) {
            let (amount, found) = (element(cells, place, index), element(key, place, index))
            // Known for all lanes before a block is worked out.
            if !found.isWide, !part(wanted).isWide, found.figures[0] != part(wanted).figures[0] { continue }
            emit(.accumulateWhere(out, amount, found, part(wanted)), isWide: isWide)
        }
        set(number, out, isWide: isWide)
    }

    /// Σ over the elements; a column of constants times a row gives every pair, as in a spreadsheet.
    private mutating func sumEach(_ sum: Program.SumEach, _ number: Int, _ index: Int) {
        let body = sum.body
        (alongs, downs) = (sum.alongs, sum.downs)
        let width = alongs.first.map { count($0, index) } ?? 1
        let height = downs.first.map { count($0, index) } ?? 1
        // The sum is kept in the node's own place, so that no element can write over it.
        let slot = scratch + (base + number) * lanes
        let isWide =
            body.contains { node in
                if case .outer(let outer) = node.operation { return operands[base + outer].isWide }
                return false
            } || isWide([], alongs) || isWide([], downs)
        emit(.clear(slot), isWide: isWide)
        let (savedBase, savedTarget) = (base, target)
        outerBase = base
        base = plan.regionSize
        target = nil
        for down in 0..<height {
            self.down = down
            for along in 0..<width {
                self.along = along
                for place in body.indices {
                    // What belongs to the row's month is the same for every element.
                    if case .outer = body[place].operation, down + along > 0 { continue }
                    run(body[place].operation, into: place, index)
                }
                let value = operands[base + body.count - 1]
                if !value.isWide, value.figures[0] == 0 { continue }
                emit(.accumulate(slot, value), isWide: isWide)
            }
        }
        (base, target) = (savedBase, savedTarget)
        set(number, slot, isWide: isWide)
    }
}
