/// Trials in which every uncertain driver takes a value of its own. MODEL.md 10.
package struct MonteCarlo: Sendable {
    /// What is lost when the project is stopped at the end of a month: its cash up to then, hardware not sold.
    package struct StageGate: Hashable, Sendable {
        package var month: Int
        /// Running sum of the cash flow, undiscounted; below zero is money spent and not won back.
        package var base: Double
        package var mean: Double
        package var p05: Double
        package var p50: Double
        package var p95: Double
        /// Share of the trials in which money would be lost.
        package var probabilityOfLoss: Double
        /// Mean of the loss, 0 where there is none.
        package var expectedLoss: Double
    }

    package struct Bin: Hashable, Sendable {
        /// From here, included.
        package var from: Double
        /// To here; included in the last bin only.
        package var to: Double
        /// Of all trials.
        package var share: Double
    }

    package let trials: Int
    package let seed: UInt64
    /// Between any two drivers that help or hurt.
    package let correlation: Double
    /// In the order of their draws.
    package let drivers: [UncertainDriver]
    package let wins: Int
    package let probabilityOfWinning: Double
    /// 95 %, from the number of trials alone.
    package let winningInterval: ClosedRange<Double>
    package let probabilityOfPayback: Double
    package let paybackInterval: ClosedRange<Double>
    package let npvMean: Double
    /// By share: 0.01, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.99.
    package let npvPercentiles: [(share: Double, npv: Double)]
    package let npvLeast: Double
    package let npvMost: Double
    package let bins: [Bin]
    package let gates: [StageGate]

    package static let gateMonths = [6, 12, 18]
    private static let shares = [0.01, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.99]
    private static let binCount = 20

    package func percentile(_ share: Double) -> Double { npvPercentiles.first { $0.share == share }!.npv }

    /// The lines that an evaluator of trials has to work out.
    package static let lines = ["net_present_value", "payback_month", "cumulative_cash_flow"]

    /// - Parameter jobs: cores to use; the results do not depend on it.
    /// - Throws: ``EvaluationError`` when the register lacks a driver of the model.
    package init(
        _ evaluator: Evaluator, _ register: DriverRegister, _ options: UncertaintyOptions, jobs: Int
    ) throws(EvaluationError) {
        let drivers = register.uncertain(options)
        let horizon = evaluator.model.horizon
        let months = Self.gateMonths.filter { $0 <= horizon }
        let wanted =
            [LaneFigure("net_present_value"), LaneFigure("payback_month")]
            + months.map { LaneFigure("cumulative_cash_flow", at: $0) }
        let base = register.lane(Instance(.base, .hybrid))
        let atBase = try evaluator.figures(wanted, of: [base])
        let results = try Self.results(evaluator, wanted, base, drivers, options, jobs: jobs)

        let trials = options.trials
        self.trials = trials
        seed = options.seed
        correlation = options.correlation
        self.drivers = drivers
        let npv = results[0]
        wins = npv.count { $0 > 0 }
        probabilityOfWinning = Double(wins) / Double(trials)
        winningInterval = Statistics.wilson(wins, of: trials)
        let paybacks = results[1].count { $0 <= Double(horizon) }
        probabilityOfPayback = Double(paybacks) / Double(trials)
        paybackInterval = Statistics.wilson(paybacks, of: trials)
        npvMean = npv.reduce(0, +) / Double(trials)
        let sorted = npv.sorted()
        npvPercentiles = Self.shares.map { ($0, Statistics.percentile(sorted, $0)) }
        npvLeast = sorted[0]
        npvMost = sorted[sorted.count - 1]
        bins = Self.bins(sorted)
        gates = months.enumerated().map { place, month in
            let cash = results[2 + place]
            let sorted = cash.sorted()
            return StageGate(
                month: month, base: atBase[2 + place][0], mean: cash.reduce(0, +) / Double(trials),
                p05: Statistics.percentile(sorted, 0.05), p50: Statistics.percentile(sorted, 0.5),
                p95: Statistics.percentile(sorted, 0.95),
                probabilityOfLoss: Double(cash.count { $0 < 0 }) / Double(trials),
                expectedLoss: cash.reduce(0) { $0 + Swift.max(0, -$1) } / Double(trials))
        }
    }

    /// One list for each figure, in the order of the trials.
    static func results(
        _ evaluator: Evaluator, _ wanted: [LaneFigure], _ base: Lane, _ drivers: [UncertainDriver],
        _ options: UncertaintyOptions, jobs: Int
    ) throws(EvaluationError) -> [[Double]] {
        // Nothing is uncertain: every trial is the base case.
        guard !drivers.isEmpty else {
            return try evaluator.figures(wanted, of: [base]).map {
                [Double](repeating: $0[0], count: options.trials)
            }
        }
        let draws = TrialDraws(drivers, options)
        return try evaluator.figures(
            wanted, base: base, varying: drivers.flatMap { [$0.key] + $0.followers }, count: options.trials, jobs: jobs
        ) { block in
            let common = block.map(draws.common)
            var columns: [[Double]] = []
            for (place, driver) in drivers.enumerated() {
                var column: [Double] = []
                column.reserveCapacity(block.count)
                for (index, trial) in block.enumerated() {
                    column.append(driver.value(draws.share(trial, place, common: common[index])))
                }
                columns += [[Double]](repeating: column, count: 1 + driver.followers.count)
            }
            return columns
        }
    }

    private static func bins(_ sorted: [Double]) -> [Bin] {
        let least = sorted[0]
        let width = (sorted[sorted.count - 1] - least) / Double(binCount)
        guard width > 0 else { return [Bin(from: least, to: least, share: 1)] }
        var counts = [Int](repeating: 0, count: binCount)
        for value in sorted { counts[Swift.min(binCount - 1, Int((value - least) / width))] += 1 }
        return counts.enumerated().map { place, count in
            Bin(
                from: least + Double(place) * width, to: least + Double(place + 1) * width,
                share: Double(count) / Double(sorted.count))
        }
    }
}
