/// The drivers of a list of lanes, sorted into those that differ between lanes and those that do not.
struct LaneInputs: Sendable {
    let plan: LanePlan
    /// By slot, and for the strategy behind them.
    let isWide: [Bool]
    let words: WordTable
    /// One list a slot: one value a lane, or a single one for all.
    private let values: [[Double]]

    /// - Throws: ``EvaluationError`` when a lane lacks a driver.
    init(_ program: Program, _ lanes: [Lane]) throws(EvaluationError) {
        var words = program.words
        var values: [[Double]] = []
        for key in program.driverKeys {
            var column: [Double] = []
            column.reserveCapacity(lanes.count)
            for lane in lanes {
                switch lane.drivers[key] {
                case .number(let value): column.append(value)
                case .word(let word): column.append(words.code(of: word))
                case nil: throw .missingDriver(key)
                }
            }
            values.append(Self.shortened(column))
        }
        values.append(Self.shortened(lanes.map { $0.isFullStrategy ? 1 : 0 }))
        self.values = values
        self.words = words
        isWide = values.map { $0.count > 1 }
        plan = LanePlan(program, drivers: Array(isWide.dropLast()), strategy: isWide.last ?? false)
    }

    /// One value where all are the same, bit for bit.
    private static func shortened(_ column: [Double]) -> [Double] {
        guard let first = column.first else { return column }
        return column.allSatisfy { $0.bitPattern == first.bitPattern } ? [first] : column
    }

    /// Writes the drivers of a block of lanes into a run.
    func fill(_ run: borrowing LaneRun, _ lanes: Swift.Range<Int>) {
        for (slot, column) in values.enumerated() {
            if column.count == 1 {
                run.setDriver(slot, lane: 0, column[0])
            } else {
                for lane in lanes { run.setDriver(slot, lane: lane - lanes.lowerBound, column[lane]) }
            }
        }
    }
}
