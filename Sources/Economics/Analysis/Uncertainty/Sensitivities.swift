/// How far the answer moves with its inputs: what a formula cannot compute, and so belongs to one run.
package struct Sensitivities: Sendable {
    /// Tells one run's inputs from another's.
    package var runID: String
    package var options: UncertaintyOptions
    package var tornado: Tornado
    package var grids: [TwoWayGrid]
    /// Nil when the trials are turned off.
    package var monteCarlo: MonteCarlo?

    /// - Parameter jobs: cores to use; the results do not depend on it.
    /// - Throws: ``EvaluationError`` when the register lacks a driver of the model; ``ModelError`` is a defect.
    package init(
        _ model: Model, _ register: DriverRegister, _ options: UncertaintyOptions, runID: String, jobs: Int
    ) throws {
        let evaluator = try Evaluator(model, for: MonteCarlo.lines)
        self.runID = runID
        self.options = options
        tornado = try Tornado(evaluator, register, options, jobs: jobs)
        grids = try TwoWayGrid.all(evaluator, register, jobs: jobs)
        monteCarlo = options.trials > 0 ? try MonteCarlo(evaluator, register, options, jobs: jobs) : nil
    }
}

extension Evaluator {
    /// A number, or the word that it stands for.
    func result(_ value: Double) -> DriverValue {
        program.words.word(value).map(DriverValue.word) ?? .number(value)
    }
}
