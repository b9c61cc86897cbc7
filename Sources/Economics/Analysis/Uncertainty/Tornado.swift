/// One driver at a time at its low and its high value, all others at base. MODEL.md 10.
package struct Tornado: Hashable, Sendable {
    package struct Bar: Hashable, Sendable {
        /// Config key, or ``Tornado/delayKey``.
        package var key: String
        package var label: String
        package var unit: String
        package var low: Double
        package var high: Double
        package var npvLow: Double
        package var npvHigh: Double
        /// Of what the project gives no range for: the step stands in the label.
        package var isStated = false

        package var swing: Double { (npvHigh - npvLow).magnitude }
    }

    /// Every migration so many months later: no driver of its own, because each workload has a month.
    package static let delayKey = "delay_of_first_migration"

    /// The residual value at the horizon left out and counted: no driver of its own moves the headline, which leaves it out.
    package static let residualKey = "residual_value_at_horizon"

    /// NPV with every driver at base.
    package let npvBase: Double
    /// Largest swing first, ties by key.
    package let bars: [Bar]

    /// - Parameter withResidual: base NPV that counts the residual value at the horizon; nil leaves its bar out.
    /// - Throws: ``EvaluationError`` when the register lacks a driver of the model.
    package init(
        _ evaluator: Evaluator, _ register: DriverRegister, _ options: UncertaintyOptions, withResidual: Double? = nil,
        jobs: Int
    ) throws(EvaluationError) {
        let base = register.lane(Instance(.base, .hybrid))
        let drivers = register.uncertain(options)
        var lanes = [base]
        for driver in drivers {
            lanes += [base.setting(driver, to: driver.low), base.setting(driver, to: driver.high)]
        }
        let steps = StatedStep.all(base, drivers)
        for step in steps { lanes += [step.apply(step.low, base), step.apply(step.high, base)] }
        let late = Self.delayed(base, by: options.delayMonths)
        if let late { lanes.append(late) }
        let npv = try evaluator.figures([LaneFigure("net_present_value")], of: lanes, jobs: jobs)[0]
        npvBase = npv[0]
        var bars = drivers.enumerated().map { place, driver in
            Bar(
                key: driver.key, label: driver.label, unit: driver.unit, low: driver.low, high: driver.high,
                npvLow: npv[1 + 2 * place], npvHigh: npv[2 + 2 * place])
        }
        let first = 1 + 2 * drivers.count
        bars += steps.enumerated().map { place, step in
            Bar(
                key: step.key, label: step.label, unit: step.unit, low: step.low, high: step.high,
                npvLow: npv[first + 2 * place], npvHigh: npv[first + 2 * place + 1], isStated: true)
        }
        if let withResidual {
            bars.append(
                Bar(
                    key: Self.residualKey, label: "Residual value at the horizon, left out or counted", unit: "share",
                    low: 0, high: 1, npvLow: npv[0], npvHigh: withResidual, isStated: true))
        }
        // A step that moves nothing is none that anybody gave a range for.
        bars.removeAll { $0.isStated && $0.swing == 0 }
        if late != nil {
            bars.append(
                Bar(
                    key: Self.delayKey, label: "Delay of the first migration", unit: "months", low: 0,
                    high: Double(options.delayMonths), npvLow: npv[0], npvHigh: npv[npv.count - 1]))
        }
        self.bars = bars.sorted { a, b in
            a.swing == b.swing ? a.key.utf8.lexicographicallyPrecedes(b.key.utf8) : a.swing > b.swing
        }
    }

    /// Nil when nothing moves or nothing is put off.
    private static func delayed(_ base: Lane, by months: Int) -> Lane? {
        guard months > 0 else { return nil }
        var lane = base
        var moves = false
        for (key, value) in base.drivers where key.hasPrefix("workloads.") && key.hasSuffix(".migrate_month") {
            guard case .number(let month) = value else { continue }
            lane.drivers[key] = .number(month + Double(months))
            moves = true
        }
        return moves ? lane : nil
    }
}
