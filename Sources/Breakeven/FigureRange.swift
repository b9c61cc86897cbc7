import Diagnostics
import Economics
import Settings

/// Drivers that are valid and hardly meant, and figures that no cell can hold.
enum FigureRange {
    /// The largest figure that is still shown: sheets and CSV files hold what is below it.
    private static let most = 1e100

    /// - Throws: 78 when a figure of the model is no number or beyond ``most``.
    static func check(_ evaluation: Evaluation, _ register: DriverRegister) throws(Failure) {
        for (lane, instance) in Instance.all.enumerated() {
            for metric in Metric.all(of: evaluation.model) {
                let value = evaluation.result(metric.line, lane: lane)
                guard case .number(let number) = value, !(number.magnitude < most) else { continue }
                throw Failure(
                    .badConfiguration,
                    .figureOutOfRange(metric.id, instance.scenario.rawValue, extreme: mostExtreme(register)))
            }
        }
    }

    /// Rates above 100 %, and bases that an override has put beyond their ends.
    static func warnings(_ register: DriverRegister) -> [Diagnostic] {
        ratesAboveWhole(register) + register.drivers.compactMap { basePastItsEnds($0) }
    }

    /// The scenarios low and high take the ends that the project gives: such a base is better or worse than both.
    private static func basePastItsEnds(_ driver: ResolvedDriver) -> Diagnostic? {
        guard driver.position?.isOverride == true, case .number(let base) = driver.base,
            base < driver.low ?? base || base > driver.high ?? base
        else { return nil }
        return .basePastItsEnds(driver, base)
    }

    /// Rates a year or a month above 100 %: almost always a percentage written as a ratio.
    private static func ratesAboveWhole(_ register: DriverRegister) -> [Diagnostic] {
        register.drivers.compactMap { driver in
            guard driver.origin != .fallback, driver.definition.display == .percent,
                case .number(let value) = driver.base, value.magnitude > 1
            else { return nil }
            return .rateAboveWhole(driver, value)
        }
    }

    /// The driver that somebody gave whose value lies furthest from 1 by orders of magnitude.
    private static func mostExtreme(_ register: DriverRegister) -> ResolvedDriver? {
        func distance(_ driver: ResolvedDriver) -> Double {
            guard driver.origin != .fallback, case .number(let value) = driver.base, value != 0 else { return 0 }
            return Double(abs(value.exponent))
        }
        return register.drivers.max { distance($0) < distance($1) }
    }
}

extension Diagnostic {
    static func figureOutOfRange(_ metric: String, _ scenario: String, extreme: ResolvedDriver?) -> Diagnostic {
        var fix = "look for a value that is off by orders of magnitude"
        if let extreme, case .number(let value) = extreme.base { fix += ", such as \(extreme.key): \(value)" }
        return Diagnostic(
            "figure-out-of-range", at: extreme?.position, key: extreme?.key ?? metric,
            found: "a figure beyond anything that a sheet can hold (\(metric), scenario \(scenario))",
            expected: "figures below 1e100", fix: fix)
    }

    static func basePastItsEnds(_ driver: ResolvedDriver, _ base: Double) -> Diagnostic {
        Diagnostic(
            "base-past-its-ends", .warning, at: driver.position, key: driver.key,
            found: "base \(numberText(base)) with \(endsText(driver.low, driver.high))",
            expected: "a base between them, as the scenarios low and high take the ends",
            fix: "widen low and high in the project, where this is more than a trial")
    }

    static func rateAboveWhole(_ driver: ResolvedDriver, _ value: Double) -> Diagnostic {
        Diagnostic(
            "rate-above-100", .warning, at: driver.position, key: driver.key,
            found: "\(value) for \(driver.key), which is \(value * 100) %", expected: "a ratio: 0.08 for 8 %",
            fix: "write \(value / 100) if \(value) % is meant")
    }
}
