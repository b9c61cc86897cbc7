import Dispatch
import Synchronization

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
    ///   - jobs: cores to use; the result does not depend on it.
    /// - Throws: ``EvaluationError`` when the register lacks a driver of the model; ``ModelError`` is a defect.
    package init(_ register: DriverRegister, _ model: Model, jobs: Int) throws {
        let guesses = register.drivers.filter { $0.confidence == .placeholder }
        guard !guesses.isEmpty else { return }
        let evaluator = try Evaluator(model, for: Self.figures(model))
        let known = Set(evaluator.program.driverKeys)
        let tried = guesses.filter { guess in
            if case .number = guess.base { known.contains(guess.key) } else { false }
        }
        let moving = try Self.moving(tried, register, evaluator, jobs: jobs)
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

    /// What may rest on a guess: the metrics of the model, and what a loan leaves to be funded.
    private static func figures(_ model: Model) -> [String] {
        Metric.all(of: model).map(\.line) + ["funding_after_loan"].filter { model.line($0) != nil }
    }

    /// Drivers that are tried together: only what rests on them is worked out once for each.
    private static let chunk = 32

    /// What is tried with a driver: half, twice, and next to its value, because figures by whole servers do not follow
    /// small steps.
    private static let changes: [@Sendable (Double) -> Double] = [{ $0 / 2 }, { $0 * 2 }, { $0 + 1 }, { $0 - 1 }]

    /// Keys of the drivers that alone change a metric of an instance.
    private static func moving(
        _ drivers: [ResolvedDriver], _ register: DriverRegister, _ evaluator: Evaluator, jobs: Int
    ) throws(EvaluationError) -> Set<String> {
        // What moves everything shows most of them at the first try.
        let instances =
            Instance.all.filter { $0.strategy == .full } + Instance.all.filter { $0.strategy != .full }
        var keys = try moving(drivers, register.lane(instances[0]), evaluator, [changes[0]])
        let rest = drivers.filter { !keys.contains($0.key) }
        guard !rest.isEmpty else { return keys }
        let found = Mutex<[Result<Set<String>, EvaluationError>]>([])
        let workers = Swift.max(1, Swift.min(jobs, instances.count))
        DispatchQueue.concurrentPerform(iterations: workers) { worker in
            var mine: Set<String> = []
            for number in stride(from: worker, to: instances.count, by: workers) {
                let open = rest.filter { !mine.contains($0.key) }
                do throws(EvaluationError) {
                    mine.formUnion(try moving(open, register.lane(instances[number]), evaluator, changes))
                } catch {
                    return found.withLock { $0.append(.failure(error)) }
                }
            }
            found.withLock { [mine] in $0.append(.success(mine)) }
        }
        for result in found.withLock({ $0 }) { keys.formUnion(try result.get()) }
        return keys
    }

    /// The same for one instance.
    private static func moving(
        _ drivers: [ResolvedDriver], _ base: Lane, _ evaluator: Evaluator,
        _ changes: [@Sendable (Double) -> Double]
    ) throws(EvaluationError) -> Set<String> {
        let figures = figures(evaluator.model).map { LaneFigure($0) }
        var keys: Set<String> = []
        for first in stride(from: 0, to: drivers.count, by: chunk) {
            let tried = drivers[first..<Swift.min(first + chunk, drivers.count)].compactMap { driver in
                if case .number(let value)? = base.drivers[driver.key] { (key: driver.key, value: value) } else { nil }
            }
            // The base, then a lane for each change of each driver.
            let values = try evaluator.figures(
                figures, base: base, varying: tried.map(\.key), count: 1 + tried.count * changes.count, jobs: 1
            ) { lanes in
                tried.indices.map { index in
                    lanes.map { lane in
                        let (driver, change) = (lane - 1).quotientAndRemainder(dividingBy: changes.count)
                        return lane > 0 && driver == index ? changes[change](tried[index].value) : tried[index].value
                    }
                }
            }
            for (index, driver) in tried.enumerated() {
                let own = (1 + index * changes.count)..<(1 + (index + 1) * changes.count)
                // By their bits, because words are codes that compare as no numbers.
                if values.contains(where: { list in own.contains { list[$0].bitPattern != list[0].bitPattern } }) {
                    keys.insert(driver.key)
                }
            }
        }
        return keys
    }
}
