import Diagnostics
import Economics
import Settings
import Tabular

extension UncertaintyOptions {
    /// - Throws: 78 when a distribution is given to what has none.
    func check(against register: DriverRegister, origins: [String: SourcePosition]) throws(Failure) {
        var problems: [Diagnostic] = []
        for (key, distribution) in distributions.sorted(by: { $0.key < $1.key }) {
            let place = origins["uncertainty.distributions.\(key)"] ?? origins["uncertainty.distributions.model.\(key)"]
            guard let driver = register[key: key] else {
                problems.append(.distributionOfNothing(key, register, at: place))
                continue
            }
            guard case .number(let base) = driver.base, (driver.low ?? base) < (driver.high ?? base) else {
                problems.append(.distributionWithoutEnds(key, at: place))
                continue
            }
            if distribution == .lognormal, (driver.low ?? base) <= 0 {
                problems.append(.lognormalFromZero(key, low: driver.low ?? base, at: place))
            }
        }
        if !problems.isEmpty { throw Failure(.badConfiguration, problems) }
    }
}

/// Tells the inputs of one run from those of another: what goes into the trials, and nothing of where or when.
func runID(_ register: DriverRegister, _ structure: ModelStructure, _ options: UncertaintyOptions) -> String {
    func text(_ value: DriverValue) -> String {
        switch value {
        case .number(let number): "\(number)"
        case .word(let word): word
        }
    }
    var lines = ["\(toolVersion) \(structure.horizon) \(options.trials) \(options.seed) \(options.delayMonths)"]
    if options.correlation != 0 { lines.append("correlation \(options.correlation)") }
    for driver in register.drivers {
        let ends = [driver.low, driver.high].map { $0.map { "\($0)" } ?? "" }
        let distribution = options.distributions[driver.key]?.rawValue ?? ""
        let custom = driver.isCustom ? " other end" : ""
        lines.append("\(driver.key) \(text(driver.base)) \(ends[0]) \(ends[1]) \(distribution)\(custom)")
    }
    return String(sha256(of: Array(lines.joined(separator: "\n").utf8)).prefix(12))
}

extension Diagnostic {
    static func distributionOfNothing(_ key: String, _ register: DriverRegister, at place: SourcePosition?)
        -> Diagnostic
    {
        Diagnostic(
            "unknown-driver", at: place, key: "uncertainty.distributions", found: "a distribution for `\(key)`",
            expected: "a driver of the project",
            fix: nearest(to: key, among: register.drivers.map(\.key)).map { "the nearest driver is `\($0)`" }
                ?? "assumptions.csv lists them")
    }

    static func distributionWithoutEnds(_ key: String, at place: SourcePosition?) -> Diagnostic {
        Diagnostic(
            "no-ends", at: place, key: "uncertainty.distributions",
            found: "a distribution for `\(key)`, which has no two ends",
            expected: "a driver with low below high", fix: "write `{base: …, low: …, high: …}` for it")
    }

    static func lognormalFromZero(_ key: String, low: Double, at place: SourcePosition?) -> Diagnostic {
        Diagnostic(
            "lognormal-from-zero", at: place, key: "uncertainty.distributions",
            found: "lognormal for `\(key)`, whose low end is \(low)", expected: "a low end above 0",
            fix: "take triangular, uniform, pert or normal")
    }
}
