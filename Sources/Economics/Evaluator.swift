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
    let program: Program

    /// - Parameter wanted: ids of the lines that are asked for; what none of them needs is left out. Nil for all.
    package init(_ model: Model, for wanted: [String]? = nil) throws(ModelError) {
        self.model = model
        program = try Program(model, for: wanted)
    }

    /// - Throws: ``EvaluationError`` when a lane lacks a driver.
    /// - Complexity: O(nodes × months × lanes), windows O(months²).
    package func evaluate(_ lanes: [Lane]) throws(EvaluationError) -> Evaluation {
        let inputs = try LaneInputs(program, lanes)
        var run = LaneRun(inputs.plan, lanes: lanes.count, isWideDriver: inputs.isWide)
        inputs.fill(run, 0..<lanes.count)
        run.runShared()
        run.runLanes()
        return Evaluation(
            model: model, plan: inputs.plan, laneCount: lanes.count, shared: run.sharedValues, wide: run.wideValues,
            totals: run.totals, words: inputs.words)
    }
}

package enum EvaluationError: Error, Hashable, Sendable {
    case missingDriver(String)
}

/// The figures of every lane.
package struct Evaluation: Sendable {
    package let model: Model
    let plan: LanePlan
    package let laneCount: Int
    let shared: [Double]
    let wide: [Double]
    let totals: [Double]
    let words: WordTable

    /// - Parameters: member counts from 0; index is the month (or step), 0 for constants.
    package func value(_ id: String, member: Int = 0, at index: Int = 0, lane: Int) -> Double {
        value(row: model.firstRow[model.indexOfLine[id]!] + member, at: index, lane: lane)
    }

    private func value(row: Int, at index: Int, lane: Int) -> Double {
        plan.program.requireRow(row)
        let cell = plan.offset[row] + index
        return plan.isWide[row] ? wide[cell * laneCount + lane] : shared[cell]
    }

    /// Every month (or step) of a line.
    package func series(_ id: String, member: Int = 0, lane: Int) -> [Double] {
        let row = model.firstRow[model.indexOfLine[id]!] + member
        return (0..<plan.program.rows[row].length).map { value(row: row, at: $0, lane: lane) }
    }

    /// Sum over the months of a line with a total.
    package func total(_ id: String, member: Int = 0, lane: Int) -> Double {
        totals[(model.firstRow[model.indexOfLine[id]!] + member) * laneCount + lane]
    }

    /// The word that a value stands for, or nil when it is a number.
    package func word(_ value: Double) -> String? { words.word(value) }

    /// A number or a word.
    package func result(_ id: String, member: Int = 0, at index: Int = 0, lane: Int) -> DriverValue {
        result(line: model.indexOfLine[id]!, member: member, at: index, lane: lane)
    }

    /// The same by the line's index in the model.
    package func result(line: Int, member: Int = 0, at index: Int = 0, lane: Int) -> DriverValue {
        let value = value(row: model.firstRow[line] + member, at: index, lane: lane)
        return word(value).map(DriverValue.word) ?? .number(value)
    }
}
