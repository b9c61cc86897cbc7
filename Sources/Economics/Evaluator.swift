#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The drivers of one instance of the model: a scenario under a strategy, a trial, a candidate plan.
package struct Lane: Hashable, Sendable {
    package var isFullStrategy: Bool
    /// By config key.
    package var drivers: [String: DriverValue]

    package init(isFullStrategy: Bool, drivers: [String: DriverValue]) {
        self.isFullStrategy = isFullStrategy
        self.drivers = drivers
    }
}

/// Computes every line for a block of lanes at once.
package struct Evaluator: Sendable {
    package let model: Model
    private let program: Program

    package init(_ model: Model) throws(ModelError) {
        self.model = model
        program = try Program(model)
    }

    /// - Throws: ``EvaluationError`` when a lane lacks a driver.
    /// - Complexity: O(nodes × months × lanes), windows O(months²).
    package func evaluate(_ lanes: [Lane]) throws(EvaluationError) -> Evaluation {
        var words = program.words
        var drivers: [Double] = []
        drivers.reserveCapacity(program.driverKeys.count * lanes.count)
        for key in program.driverKeys {
            for lane in lanes {
                switch lane.drivers[key] {
                case .number(let value): drivers.append(value)
                case .word(let word): drivers.append(words.code(of: word))
                case nil: throw .missingDriver(key)
                }
            }
        }
        var run = Run(
            program: program, laneCount: lanes.count, drivers: drivers,
            isFull: lanes.map { $0.isFullStrategy ? 1 : 0 })
        run.all()
        return Evaluation(
            model: model, rows: program.rows, laneCount: lanes.count, values: run.values, totals: run.totals,
            words: words)
    }
}

package enum EvaluationError: Error, Hashable, Sendable {
    case missingDriver(String)
}

/// The figures of every lane.
package struct Evaluation: Sendable {
    package let model: Model
    let rows: [Program.Row]
    package let laneCount: Int
    let values: [Double]
    let totals: [Double]
    let words: WordTable

    /// - Parameters: member counts from 0; index is the month (or step), 0 for constants.
    package func value(_ id: String, member: Int = 0, at index: Int = 0, lane: Int) -> Double {
        let row = rows[model.firstRow[model.indexOfLine[id]!] + member]
        return values[(row.offset + index) * laneCount + lane]
    }

    /// Every month (or step) of a line.
    package func series(_ id: String, member: Int = 0, lane: Int) -> [Double] {
        let row = rows[model.firstRow[model.indexOfLine[id]!] + member]
        return (0..<row.length).map { values[(row.offset + $0) * laneCount + lane] }
    }

    /// Sum over the months of a line with a total.
    package func total(_ id: String, member: Int = 0, lane: Int) -> Double {
        totals[(model.firstRow[model.indexOfLine[id]!] + member) * laneCount + lane]
    }

    /// The word that a value stands for, or nil when it is a number.
    package func word(_ value: Double) -> String? { words.word(value) }

    /// A number or a word.
    package func result(_ id: String, member: Int = 0, at index: Int = 0, lane: Int) -> DriverValue {
        let value = value(id, member: member, at: index, lane: lane)
        return word(value).map(DriverValue.word) ?? .number(value)
    }
}

/// One evaluation under way.
private struct Run {
    let program: Program
    let laneCount: Int
    let drivers: [Double]
    let isFull: [Double]
    var values: [Double]
    var totals: [Double]
    private var scratch: [Double]

    init(program: Program, laneCount: Int, drivers: [Double], isFull: [Double]) {
        self.program = program
        self.laneCount = laneCount
        self.drivers = drivers
        self.isFull = isFull
        values = [Double](repeating: 0, count: program.cellCount * laneCount)
        totals = [Double](repeating: 0, count: program.rows.count * laneCount)
        scratch = [Double](repeating: 0, count: (program.rows.map(\.nodes.count).max() ?? 0) * laneCount)
    }

    mutating func all() {
        for group in program.groups {
            if group.recursive {
                let length = group.rows.map { program.rows[$0].length }.max() ?? 0
                for index in 0..<length {
                    // Constants of the row are worked out anew each month: groups are few and short.
                    for row in group.rows { step(row, index, first: true) }
                }
            } else {
                for row in group.rows {
                    for index in 0..<program.rows[row].length { step(row, index, first: index == 0) }
                }
            }
            for row in group.rows where program.rows[row].hasTotal { total(row) }
        }
    }

    private mutating func total(_ row: Int) {
        let info = program.rows[row]
        for lane in 0..<laneCount {
            var sum = 0.0
            for index in 0..<info.length { sum += values[(info.offset + index) * laneCount + lane] }
            totals[row * laneCount + lane] = sum
        }
    }

    private mutating func step(_ row: Int, _ index: Int, first: Bool) {
        let nodes = program.rows[row].nodes
        for number in nodes.indices where first || nodes[number].varies {
            run(nodes[number].operation, into: number, index)
        }
        let source = (nodes.count - 1) * laneCount
        let target = (program.rows[row].offset + index) * laneCount
        for lane in 0..<laneCount { values[target + lane] = scratch[source + lane] }
    }

    private func at(_ row: Int, _ index: Int, _ lane: Int) -> Double {
        let info = program.rows[row]
        return index < 0 ? info.opening : values[(info.offset + index) * laneCount + lane]
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

    /// The values of cells in order, for one lane.
    private func list(_ cells: Program.Cells, _ index: Int, _ lane: Int) -> [Double] {
        switch cells {
        case .along(let row, let window):
            bounds(window, program.rows[row].length, index).map { at(row, $0, lane) }
        case .down(let rows, let constant): rows.map { at($0, constant ? 0 : index, lane) }
        }
    }

    private mutating func unary(_ number: Int, _ a: Int, _ f: (Double) -> Double) {
        for lane in 0..<laneCount { scratch[number * laneCount + lane] = f(scratch[a * laneCount + lane]) }
    }

    private mutating func binary(_ number: Int, _ a: Int, _ b: Int, _ f: (Double, Double) -> Double) {
        for lane in 0..<laneCount {
            scratch[number * laneCount + lane] = f(scratch[a * laneCount + lane], scratch[b * laneCount + lane])
        }
    }

    private mutating func each(_ number: Int, _ f: (Int) -> Double) {
        for lane in 0..<laneCount { scratch[number * laneCount + lane] = f(lane) }
    }

    private mutating func run(_ operation: Program.Operation, into number: Int, _ index: Int) {
        switch operation {
        case .number(let value): each(number) { _ in value }
        case .driver(let slot):
            for lane in 0..<laneCount { scratch[number * laneCount + lane] = drivers[slot * laneCount + lane] }
        case .isFullStrategy:
            for lane in 0..<laneCount { scratch[number * laneCount + lane] = isFull[lane] }
        case .constantOf(let row):
            for lane in 0..<laneCount { scratch[number * laneCount + lane] = at(row, 0, lane) }
        case .now(let row):
            for lane in 0..<laneCount { scratch[number * laneCount + lane] = at(row, index, lane) }
        case .before(let row):
            for lane in 0..<laneCount { scratch[number * laneCount + lane] = at(row, index - 1, lane) }
        case .total(let row):
            for lane in 0..<laneCount { scratch[number * laneCount + lane] = totals[row * laneCount + lane] }
        case .add(let a, let b): binary(number, a, b, +)
        case .subtract(let a, let b): binary(number, a, b, -)
        case .multiply(let a, let b): binary(number, a, b, *)
        case .divide(let a, let b): binary(number, a, b, /)
        case .power(let a, let b): binary(number, a, b) { pow($0, $1) }
        case .negate(let a): unary(number, a, -)
        case .absolute(let a): unary(number, a) { abs($0) }
        case .guardedCeiling(let a):
            unary(number, a) { Swift.max(0, $0 - MethodConstant.guardBelowCeiling.value).rounded(.up) }
        case .roundUp(let a): unary(number, a) { $0.rounded(.up) }
        case .roundDown(let a): unary(number, a) { $0.rounded(.down) }
        case .compare(let a, let how, let b):
            binary(number, a, b) { left, right in
                let holds =
                    switch how {
                    case .less: left < right
                    case .lessOrEqual: left <= right
                    case .equal: left == right
                    case .greaterOrEqual: left >= right
                    case .greater: left > right
                    }
                return holds ? 1 : 0
            }
        case .differs(let a, let b): binary(number, a, b) { $0 != $1 ? 1 : 0 }
        case .choose(let condition, let a, let b):
            for lane in 0..<laneCount {
                let pick = scratch[condition * laneCount + lane] != 0 ? a : b
                scratch[number * laneCount + lane] = scratch[pick * laneCount + lane]
            }
        case .minimum(let parts): fold(number, parts) { Swift.min($0, $1) }
        case .maximum(let parts): fold(number, parts) { Swift.max($0, $1) }
        case .numberOrZero(let row):
            for lane in 0..<laneCount {
                let value = at(row, 0, lane)
                scratch[number * laneCount + lane] = WordTable.isWord(value) ? 0 : value
            }
        case .endOfMonth(let start, let months):
            binary(number, start, months) { SpreadsheetDate.endOfMonth(serial: $0, months: $1) }
        case .payment(let rate, let periods, let present):
            for lane in 0..<laneCount {
                scratch[number * laneCount + lane] = FinanceFunctions.payment(
                    rate: scratch[rate * laneCount + lane], periods: scratch[periods * laneCount + lane],
                    present: scratch[present * laneCount + lane])
            }
        case .atMost(let events, let trials, let probability):
            for lane in 0..<laneCount {
                scratch[number * laneCount + lane] = FinanceFunctions.atMost(
                    scratch[events * laneCount + lane], trials: scratch[trials * laneCount + lane],
                    probability: scratch[probability * laneCount + lane])
            }
        case .sum(let cells):
            for lane in 0..<laneCount {
                scratch[number * laneCount + lane] = list(cells, index, lane).reduce(0, +)
            }
        case .least(let cells):
            for lane in 0..<laneCount { scratch[number * laneCount + lane] = list(cells, index, lane).min() ?? 0 }
        case .greatest(let cells):
            for lane in 0..<laneCount { scratch[number * laneCount + lane] = list(cells, index, lane).max() ?? 0 }
        case .sumRows(let rows):
            for lane in 0..<laneCount {
                var sum = 0.0
                for row in rows { sum += at(row, index, lane) }
                scratch[number * laneCount + lane] = sum
            }
        case .sumEach(let body, let alongs, let downs):
            for lane in 0..<laneCount {
                scratch[number * laneCount + lane] = sumEach(body, alongs, downs, index, lane)
            }
        case .eachAlong, .eachDown, .outer: break
        case .sumWhere(let cells, let key, let wanted):
            for lane in 0..<laneCount {
                let value = scratch[wanted * laneCount + lane]
                var sum = 0.0
                for (amount, found) in zip(list(cells, index, lane), list(key, index, lane)) where found == value {
                    sum += amount
                }
                scratch[number * laneCount + lane] = sum
            }
        case .position(let wanted, let cells):
            for lane in 0..<laneCount {
                let value = scratch[wanted * laneCount + lane]
                let found = list(cells, index, lane).firstIndex(of: value)
                scratch[number * laneCount + lane] = found.map { Double($0 + 1) } ?? 0
            }
        case .element(let cells, let position):
            for lane in 0..<laneCount {
                let items = list(cells, index, lane)
                let place = scratch[position * laneCount + lane]
                // A position of 0 stands in the branch that is not taken; a spreadsheet would not evaluate it.
                let inside = place >= 1 && place < Double(items.count + 1)
                scratch[number * laneCount + lane] = inside ? items[Int(place) - 1] : 0
            }
        case .presentValue(let rate, let cells):
            for lane in 0..<laneCount {
                scratch[number * laneCount + lane] = FinanceFunctions.presentValue(
                    rate: scratch[rate * laneCount + lane], list(cells, index, lane))
            }
        case .countOfNumbers(let cells):
            for lane in 0..<laneCount {
                scratch[number * laneCount + lane] =
                    Double(list(cells, index, lane).count { $0 >= 0 && !WordTable.isWord($0) })
            }
        }
    }

    private mutating func fold(_ number: Int, _ parts: [Int], _ f: (Double, Double) -> Double) {
        for lane in 0..<laneCount {
            var value = scratch[parts[0] * laneCount + lane]
            for part in parts.dropFirst() { value = f(value, scratch[part * laneCount + lane]) }
            scratch[number * laneCount + lane] = value
        }
    }

    /// Σ over the elements; a column of constants times a row gives every pair, as in a spreadsheet.
    private func sumEach(
        _ body: [Program.Node], _ alongs: [Program.Cells], _ downs: [Program.Cells], _ index: Int, _ lane: Int
    ) -> Double {
        let rowValues = alongs.map { list($0, index, lane) }
        let columnValues = downs.map { list($0, index, lane) }
        let width = rowValues.first?.count ?? 1
        let height = columnValues.first?.count ?? 1
        var sum = 0.0
        var inner = [Double](repeating: 0, count: body.count)
        for (place, node) in body.enumerated() {
            if case .outer(let outer) = node.operation { inner[place] = scratch[outer * laneCount + lane] }
        }
        for down in 0..<height {
            for along in 0..<width {
                for (place, node) in body.enumerated() {
                    switch node.operation {
                    case .eachAlong(let which): inner[place] = rowValues[which][along]
                    case .eachDown(let which): inner[place] = columnValues[which][down]
                    case .add(let a, let b): inner[place] = inner[a] + inner[b]
                    case .subtract(let a, let b): inner[place] = inner[a] - inner[b]
                    case .multiply(let a, let b): inner[place] = inner[a] * inner[b]
                    case .divide(let a, let b): inner[place] = inner[a] / inner[b]
                    case .power(let a, let b): inner[place] = pow(inner[a], inner[b])
                    case .negate(let a): inner[place] = -inner[a]
                    case .absolute(let a): inner[place] = abs(inner[a])
                    case .atMost(let a, let b, let c):
                        inner[place] = FinanceFunctions.atMost(inner[a], trials: inner[b], probability: inner[c])
                    case .compare(let a, let how, let b):
                        let holds =
                            switch how {
                            case .less: inner[a] < inner[b]
                            case .lessOrEqual: inner[a] <= inner[b]
                            case .equal: inner[a] == inner[b]
                            case .greaterOrEqual: inner[a] >= inner[b]
                            case .greater: inner[a] > inner[b]
                            }
                        inner[place] = holds ? 1 : 0
                    default: break
                    }
                }
                sum += inner[body.count - 1]
            }
        }
        return sum
    }
}
