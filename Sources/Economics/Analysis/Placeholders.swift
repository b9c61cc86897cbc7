/// The drivers that nobody has confirmed, parted by whether a figure of the report rests on them.
package struct Placeholders: Hashable, Sendable {
    /// Labels of those that change a figure, in the order of the register.
    package private(set) var inUse: [String] = []
    /// Labels of those that change none as the project stands, such as the fallback share of a workload that may not move.
    package private(set) var idle: [String] = []

    package init() {}

    /// - Parameters:
    ///   - register: with the plan written in.
    ///   - model: of the same project.
    /// - Throws: ``EvaluationError`` when the register lacks a driver of the model; ``ModelError`` is a defect.
    package init(_ register: DriverRegister, _ model: Model) throws {
        let guesses = register.drivers.filter { $0.confidence == .placeholder }
        guard !guesses.isEmpty else { return }
        let evaluator = try Evaluator(model, for: Metric.all.map(\.line))
        let known = Set(evaluator.program.driverKeys)
        let tried = guesses.filter { guess in
            if case .number = guess.base { known.contains(guess.key) } else { false }
        }
        let moving = try Self.moving(tried, register, evaluator)
        let triedKeys = Set(tried.map(\.key))
        for guess in guesses {
            // What is no number or no metric takes serves elsewhere: the plan, a tier of the SLA.
            if moving.contains(guess.key) || !triedKeys.contains(guess.key) {
                inUse.append(guess.label)
            } else {
                idle.append(guess.label)
            }
        }
    }

    /// Drivers that are tried together: only what rests on them is worked out once for each.
    private static let chunk = 32

    /// Keys of the drivers that alone change a metric of an instance: at half, at twice, and next to their value, because
    /// figures by whole servers do not follow small steps.
    private static func moving(
        _ drivers: [ResolvedDriver], _ register: DriverRegister, _ evaluator: Evaluator
    ) throws(EvaluationError) -> Set<String> {
        let figures = Metric.all.map { LaneFigure($0.line) }
        let changes: [@Sendable (Double) -> Double] = [{ $0 / 2 }, { $0 * 2 }, { $0 + 1 }, { $0 - 1 }]
        var keys: Set<String> = []
        // What moves everything shows most of them at the first try.
        for instance in Instance.all.filter({ $0.strategy == .full }) + Instance.all.filter({ $0.strategy != .full }) {
            let base = register.lane(instance)
            for change in changes {
                let rest = drivers.compactMap { driver -> (key: String, from: Double, to: Double)? in
                    guard !keys.contains(driver.key), case .number(let value)? = base.drivers[driver.key],
                        change(value) != value
                    else { return nil }
                    return (driver.key, value, change(value))
                }
                for first in stride(from: 0, to: rest.count, by: chunk) {
                    let tried = Array(rest[first..<Swift.min(first + chunk, rest.count)])
                    // The base, then a lane for each driver.
                    let values = try evaluator.figures(
                        figures, base: base, varying: tried.map(\.key), count: tried.count + 1, jobs: 1
                    ) { lanes in
                        tried.indices.map { index in
                            lanes.map { $0 == index + 1 ? tried[index].to : tried[index].from }
                        }
                    }
                    for (index, driver) in tried.enumerated() {
                        // By their bits, because words are codes that compare as no numbers.
                        if values.contains(where: { $0[index + 1].bitPattern != $0[0].bitPattern }) {
                            keys.insert(driver.key)
                        }
                    }
                }
            }
        }
        return keys
    }
}
