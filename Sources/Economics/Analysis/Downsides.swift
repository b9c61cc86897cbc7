/// What the worst of one assumption alone does to the headline: the ranking behind "the biggest risk".
package struct Downside: Hashable, Sendable {
    /// Config key of the driver.
    package var key: String
    /// Change of the base NPV when this driver alone takes its unfavourable end; below zero, in the reporting currency.
    package var change: Double

    /// Every driver whose unfavourable end lowers the NPV, worst first; ties in the order of the register.
    ///
    /// - Throws: ``EvaluationError`` when the register lacks a driver of the model.
    package static func ranked(
        _ evaluator: Evaluator, _ register: DriverRegister
    ) throws(EvaluationError) -> [Downside] {
        let base = register.lane(Instance(.base, .hybrid))
        var keys: [String] = []
        var lanes = [base]
        for driver in register.drivers where driver.value(in: .low) != driver.base {
            var lane = base
            lane.drivers[driver.key] = driver.value(in: .low)
            keys.append(driver.key)
            lanes.append(lane)
        }
        let result = try evaluator.evaluate(lanes)
        let values = lanes.indices.map { result.value("net_present_value", lane: $0) }
        let downsides = keys.enumerated().map { index, key in
            (index, Downside(key: key, change: values[index + 1] - values[0]))
        }
        return downsides.filter { $0.1.change < 0 }
            .sorted { ($0.1.change, $0.0) < ($1.1.change, $1.0) }
            .map(\.1)
    }
}
