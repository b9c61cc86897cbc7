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
        tornado = try Tornado(
            evaluator, register, options, withResidual: Self.npvWithResidual(model, register), jobs: jobs)
        grids = try TwoWayGrid.all(evaluator, register, jobs: jobs)
        monteCarlo = options.trials > 0 ? try MonteCarlo(evaluator, register, options, jobs: jobs) : nil
    }

    /// By an evaluator of its own, so that no trial works it out.
    package static func npvWithResidual(_ model: Model, _ register: DriverRegister) throws -> Double {
        let line = "npv_with_residual"
        return try Evaluator(model, for: [line]).figures(
            [LaneFigure(line)], of: [register.lane(Instance(.base, .hybrid))])[0][0]
    }

    /// Figures that cannot be those of a run with this NPV: a base that is not the run's, percentiles out of order,
    /// probabilities outside 0 and 1. MODEL.md 14.
    package func astray(from npv: Double) -> Int {
        func differs(_ other: Double) -> Bool {
            !(abs(other - npv) <= MethodConstant.checkRelative.value * Swift.max(1, abs(npv)))
        }
        let bases =
            [tornado.npvBase]
            + grids.compactMap { grid in
                grid.baseRow.flatMap { row in grid.baseColumn.map { grid.cells[row][$0].npv } }
            }
        let percentiles = monteCarlo?.npvPercentiles.map(\.npv) ?? []
        let chances =
            monteCarlo.map { [$0.probabilityOfWinning, $0.probabilityOfPayback] + $0.gates.map(\.probabilityOfLoss) }
            ?? []
        return bases.count(where: differs) + zip(percentiles, percentiles.dropFirst()).count { !($0 <= $1) }
            + chances.count { !(0...1).contains($0) }
    }
}

extension Evaluator {
    /// A number, or the word that it stands for.
    func result(_ value: Double) -> DriverValue {
        program.words.word(value).map(DriverValue.word) ?? .number(value)
    }
}
