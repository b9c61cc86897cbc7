import CLanes

/// One evaluation of a program over a block of lanes.
///
/// How it works: an operand is a pointer to one figure a lane, or to one figure for all; leaves are not copied, they point
/// to where the figures stand. The kernels of CLanes do the rest. What must change together: `Program.Operation` and
/// ``run(_:into:_:)``.
///
/// Pointers: every buffer lives as long as this value and is as large as the plan counted; cells, nodes and lanes are
/// indexed only with what the plan and the program name.
struct LaneRun: ~Copyable {
    struct Operand {
        var figures: UnsafePointer<Double>
        var isWide: Bool

        func value(_ lane: Int) -> Double { figures[isWide ? lane : 0] }
    }

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
    private let operands: UnsafeMutablePointer<Operand>
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
        openings = buffer(rows)
        for (row, info) in plan.program.rows.enumerated() { openings[row] = info.opening }
        shared = buffer(plan.sharedCells)
        sharedTotals = buffer(rows)
        wide = buffer(plan.wideCells * lanes)
        wideTotals = buffer(rows * lanes)
        drivers = buffer(isWideDriver.count * lanes)
        scratch = buffer(nodes * lanes)
        operands = UnsafeMutablePointer<Operand>.allocate(capacity: Swift.max(1, nodes))
        operands.initialize(repeating: Operand(figures: openings, isWide: false), count: Swift.max(1, nodes))
    }

    deinit {
        for buffer in [openings, shared, sharedTotals, wide, wideTotals, drivers, scratch] { buffer.deallocate() }
        operands.deallocate()
    }

    /// Sets a driver; of one that is the same in all lanes only lane 0 counts.
    func setDriver(_ slot: Int, lane: Int, _ value: Double) { drivers[slot * lanes + lane] = value }

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

    /// Works out the rows that all lanes share, once; or those that differ, for the drivers as they are set now.
    mutating func run(wide isWide: Bool) {
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

    private func total(_ row: Int) {
        let isWide = plan.isWide[row]
        let sum = isWide ? wideTotals + row * lanes : sharedTotals + row
        let count = isWide ? lanes : 1
        sum.update(repeating: 0, count: count)
        for index in 0..<plan.program.rows[row].length {
            lanes_accumulate(sum, cell(row, index).figures, isWide ? 1 : 0, count)
        }
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
            lanes_copy(figures, result.figures, result.isWide ? 1 : 0, isWide ? lanes : 1)
        }
    }

    // MARK: - Operands

    private func cell(_ row: Int, _ index: Int) -> Operand {
        if index < 0 { return Operand(figures: openings + row, isWide: false) }
        let cell = plan.offset[row] + index
        return plan.isWide[row]
            ? Operand(figures: wide + cell * lanes, isWide: true) : Operand(figures: shared + cell, isWide: false)
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
    private func element(_ cells: Program.Cells, _ place: Int, _ index: Int) -> Operand {
        switch cells {
        case .along(let row, let window):
            cell(row, bounds(window, plan.program.rows[row].length, index).lowerBound + place)
        case .down(let rows, let constant): cell(rows[place], constant ? 0 : index)
        }
    }

    /// The values of cells in order, for one lane.
    private func list(_ cells: Program.Cells, _ index: Int, _ lane: Int) -> [Double] {
        (0..<count(cells, index)).map { element(cells, $0, index).value(lane) }
    }

    private func room(_ number: Int) -> UnsafeMutablePointer<Double> {
        if number == last, let target { return target }
        return scratch + (base + number) * lanes
    }

    private func set(_ number: Int, _ figures: UnsafePointer<Double>, isWide: Bool) {
        operands[base + number] = Operand(figures: figures, isWide: isWide)
    }

    private func set(_ number: Int, _ operand: Operand) { operands[base + number] = operand }

    private func narrow(_ number: Int, _ value: Double) {
        let out = room(number)
        out[0] = value
        set(number, out, isWide: false)
    }

    private typealias Unary = (UnsafeMutablePointer<Double>?, UnsafePointer<Double>?, Int32, Int) -> Void
    private typealias Binary = (
        UnsafeMutablePointer<Double>?, UnsafePointer<Double>?, Int32, UnsafePointer<Double>?, Int32, Int
    ) -> Void

    private func unary(_ number: Int, _ a: Int, _ kernel: Unary) {
        let x = operands[base + a]
        let out = room(number)
        kernel(out, x.figures, x.isWide ? 1 : 0, x.isWide ? lanes : 1)
        set(number, out, isWide: x.isWide)
    }

    private func binary(_ number: Int, _ a: Int, _ b: Int, _ kernel: Binary) {
        let x = operands[base + a]
        let y = operands[base + b]
        let out = room(number)
        let isWide = x.isWide || y.isWide
        kernel(out, x.figures, x.isWide ? 1 : 0, y.figures, y.isWide ? 1 : 0, isWide ? lanes : 1)
        set(number, out, isWide: isWide)
    }

    /// What has no kernel: one lane after the other.
    private func each(_ number: Int, isWide: Bool, _ body: (Int) -> Double) {
        let out = room(number)
        for lane in 0..<(isWide ? lanes : 1) { out[lane] = body(lane) }
        set(number, out, isWide: isWide)
    }

    private func isWide(_ parts: [Int], _ cells: [Program.Cells] = []) -> Bool {
        parts.contains { operands[base + $0].isWide } || cells.contains { $0.rows.contains { plan.isWide[$0] } }
    }

    private func at(_ part: Int, _ lane: Int) -> Double { operands[base + part].value(lane) }

    // MARK: - Operations

    private mutating func run(_ operation: Program.Operation, into number: Int, _ index: Int) {
        switch operation {
        case .number(let value): narrow(number, value)
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
        case .guardedCeiling(let a):
            let guardBelow = MethodConstant.guardBelowCeiling.value
            unary(number, a) { out, x, isWide, count in
                withUnsafePointer(to: guardBelow) { lanes_subtract(out, x, isWide, $0, 0, count) }
            }
            let out = UnsafeMutablePointer(mutating: operands[base + number].figures)
            for lane in 0..<(operands[base + number].isWide ? lanes : 1) {
                out[lane] = Swift.max(0, out[lane]).rounded(.up)
            }
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
        case .minimum(let parts): fold(number, parts, lanes_least)
        case .maximum(let parts): fold(number, parts, lanes_greatest)
        case .numberOrZero(let row):
            let value = cell(row, 0)
            each(number, isWide: value.isWide) { lane in
                WordTable.isWord(value.value(lane)) ? 0 : value.value(lane)
            }
        case .endOfMonth(let start, let months):
            each(number, isWide: isWide([start, months])) { lane in
                SpreadsheetDate.endOfMonth(serial: at(start, lane), months: at(months, lane))
            }
        case .payment(let rate, let periods, let present):
            each(number, isWide: isWide([rate, periods, present])) { lane in
                FinanceFunctions.payment(
                    rate: at(rate, lane), periods: at(periods, lane), present: at(present, lane))
            }
        case .atMost(let events, let trials, let probability):
            each(number, isWide: isWide([events, trials, probability])) { lane in
                FinanceFunctions.atMost(
                    at(events, lane), trials: at(trials, lane), probability: at(probability, lane))
            }
        case .sum(let cells): sum(cells, number, index)
        case .least(let cells): extreme(cells, number, index, lanes_least)
        case .greatest(let cells): extreme(cells, number, index) { lanes_greatest($0, $3, $4, $1, $2, $5) }
        case .sumRows(let rows):
            var operand = [Operand]()
            for row in rows { operand.append(cell(row, index)) }
            add(operand, number)
        case .sumEach(let body, let alongs, let downs): sumEach(body, alongs, downs, number, index)
        case .eachAlong(let which): set(number, element(alongs[which], along, index))
        case .eachDown(let which): set(number, element(downs[which], down, index))
        case .outer(let outer): set(number, operands[outerBase + outer])
        case .sumWhere(let cells, let key, let wanted): sumWhere(cells, key, wanted, number, index)
        case .position(let wanted, let cells):
            each(number, isWide: isWide([wanted], [cells])) { lane in
                let value = at(wanted, lane)
                for place in 0..<count(cells, index) where element(cells, place, index).value(lane) == value {
                    return Double(place + 1)
                }
                return 0
            }
        case .element(let cells, let position):
            // A position of 0 stands in the branch that is not taken; a spreadsheet would not evaluate it.
            let size = count(cells, index)
            each(number, isWide: isWide([position], [cells])) { lane in
                let place = at(position, lane)
                let inside = place >= 1 && place < Double(size + 1)
                return inside ? element(cells, Int(place) - 1, index).value(lane) : 0
            }
        case .presentValue(let rate, let cells):
            each(number, isWide: isWide([rate], [cells])) { lane in
                FinanceFunctions.presentValue(rate: at(rate, lane), list(cells, index, lane))
            }
        case .countOfNumbers(let cells):
            each(number, isWide: isWide([], [cells])) { lane in
                Double(list(cells, index, lane).count { $0 >= 0 && !WordTable.isWord($0) })
            }
        }
    }

    private func multiply(_ number: Int, _ a: Int, _ b: Int) {
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

    private func choose(_ number: Int, _ condition: Int, _ a: Int, _ b: Int) {
        let test = operands[base + condition]
        if !test.isWide { return set(number, operands[base + (test.figures[0] != 0 ? a : b)]) }
        let x = operands[base + a]
        let y = operands[base + b]
        let out = room(number)
        lanes_choose(
            out, test.figures, 1, x.figures, x.isWide ? 1 : 0, y.figures, y.isWide ? 1 : 0, lanes)
        set(number, out, isWide: true)
    }

    private func fold(_ number: Int, _ parts: [Int], _ kernel: Binary) {
        let isWide = isWide(parts)
        let out = room(number)
        let size = isWide ? lanes : 1
        let first = operands[base + parts[0]]
        lanes_copy(out, first.figures, first.isWide ? 1 : 0, size)
        for part in parts.dropFirst() {
            let next = operands[base + part]
            kernel(out, out, isWide ? 1 : 0, next.figures, next.isWide ? 1 : 0, size)
        }
        set(number, out, isWide: isWide)
    }

    private func add(_ operands: [Operand], _ number: Int) {
        let isWide = operands.contains(where: \.isWide)
        let out = room(number)
        let size = isWide ? lanes : 1
        out.update(repeating: 0, count: size)
        for operand in operands { lanes_accumulate(out, operand.figures, operand.isWide ? 1 : 0, size) }
        set(number, out, isWide: isWide)
    }

    private func sum(_ cells: Program.Cells, _ number: Int, _ index: Int) {
        // A sum that grows by one month goes on from the month before.
        if index > 0, case .along(let row, let window) = cells, window == .upToNow || window == .beforeNow {
            let isWide = plan.isWide[row]
            let slot = scratch + (base + number) * lanes
            let next = cell(row, window == .upToNow ? index : index - 1)
            lanes_accumulate(slot, next.figures, next.isWide ? 1 : 0, isWide ? lanes : 1)
            return set(number, slot, isWide: isWide)
        }
        let isWide = isWide([], [cells])
        // The running sum stays in its own place: the row's cell belongs to one month.
        let slot = scratch + (base + number) * lanes
        let size = isWide ? lanes : 1
        slot.update(repeating: 0, count: size)
        for place in 0..<count(cells, index) {
            let next = element(cells, place, index)
            lanes_accumulate(slot, next.figures, next.isWide ? 1 : 0, size)
        }
        set(number, slot, isWide: isWide)
    }

    private func extreme(_ cells: Program.Cells, _ number: Int, _ index: Int, _ kernel: Binary) {
        let isWide = isWide([], [cells])
        let size = isWide ? lanes : 1
        let slot = scratch + (base + number) * lanes
        var places = 0..<count(cells, index)
        if index > 0, case .along(_, let window) = cells, window == .upToNow || window == .beforeNow {
            places = (places.upperBound - 1)..<places.upperBound
        } else {
            guard !places.isEmpty else { return narrow(number, 0) }
            let first = element(cells, 0, index)
            lanes_copy(slot, first.figures, first.isWide ? 1 : 0, size)
            places = 1..<places.upperBound
        }
        for place in places {
            let next = element(cells, place, index)
            kernel(slot, slot, isWide ? 1 : 0, next.figures, next.isWide ? 1 : 0, size)
        }
        set(number, slot, isWide: isWide)
    }

    private func sumWhere(
        _ cells: Program.Cells, _ key: Program.Cells, _ wanted: Int, _ number: Int, _ index: Int
    ) {
        let isWide = isWide([wanted], [cells, key])
        let size = isWide ? lanes : 1
        let out = room(number)
        let value = operands[base + wanted]
        out.update(repeating: 0, count: size)
        for place in 0..<count(cells, index) {
            let amount = element(cells, place, index)
            let found = element(key, place, index)
            lanes_accumulate_where(
                out, amount.figures, amount.isWide ? 1 : 0, found.figures, found.isWide ? 1 : 0, value.figures,
                value.isWide ? 1 : 0, size)
        }
        set(number, out, isWide: isWide)
    }

    /// Σ over the elements; a column of constants times a row gives every pair, as in a spreadsheet.
    private mutating func sumEach(
        _ body: [Program.Node], _ alongs: [Program.Cells], _ downs: [Program.Cells], _ number: Int, _ index: Int
    ) {
        let width = alongs.first.map { count($0, index) } ?? 1
        let height = downs.first.map { count($0, index) } ?? 1
        // The sum is kept in the node's own place, so that no element can write over it.
        let slot = scratch + (base + number) * lanes
        let isWide =
            body.contains { node in
                if case .outer(let outer) = node.operation { return operands[base + outer].isWide }
                return false
            } || (alongs + downs).contains { $0.rows.contains { plan.isWide[$0] } }
        let size = isWide ? lanes : 1
        slot.update(repeating: 0, count: size)
        let (savedBase, savedTarget) = (base, target)
        outerBase = base
        base = plan.regionSize
        target = nil
        self.alongs = alongs
        self.downs = downs
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
                lanes_accumulate(slot, value.figures, value.isWide ? 1 : 0, size)
            }
        }
        (base, target) = (savedBase, savedTarget)
        set(number, slot, isWide: isWide)
    }
}
