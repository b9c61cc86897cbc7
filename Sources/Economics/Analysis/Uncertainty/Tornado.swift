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

        package var swing: Double { (npvHigh - npvLow).magnitude }
    }

    /// Every migration so many months later: no driver of its own, because each workload has a month.
    package static let delayKey = "delay_of_first_migration"

    /// NPV with every driver at base.
    package let npvBase: Double
    /// Largest swing first, ties by key.
    package let bars: [Bar]

    /// - Throws: ``EvaluationError`` when the register lacks a driver of the model.
    package init(
        _ evaluator: Evaluator, _ register: DriverRegister, _ options: UncertaintyOptions, jobs: Int
    ) throws(EvaluationError) {
        let base = register.lane(Instance(.base, .hybrid))
        let drivers = register.uncertain(options)
        var lanes = [base]
        for driver in drivers {
            lanes += [base.setting(driver, to: driver.low), base.setting(driver, to: driver.high)]
        }
        let late = Self.delayed(base, by: options.delayMonths)
        if let late { lanes.append(late) }
        let npv = try evaluator.figures([LaneFigure("net_present_value")], of: lanes, jobs: jobs)[0]
        npvBase = npv[0]
        var bars = drivers.enumerated().map { place, driver in
            Bar(
                key: driver.key, label: driver.label, unit: driver.unit, low: driver.low, high: driver.high,
                npvLow: npv[1 + 2 * place], npvHigh: npv[2 + 2 * place])
        }
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
