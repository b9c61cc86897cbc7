import Diagnostics
import Economics
import Money
import Reports
import Settings

/// Drivers that are valid each by itself and contradict each other.
enum ContradictingDrivers {
    /// A least above its most is refused, as a value outside its range is. MODEL.md 2: reject, do not clamp.
    static func problems(_ register: DriverRegister, fleets: [String]) -> [Diagnostic] {
        let pairs = [("people.fte_min", "people.fte_max")] + fleets.map { ("\($0).kw_idle", "\($0).kw_max") }
        return pairs.compactMap { low, high -> Diagnostic? in
            guard let least = register[key: low], let most = register[key: high],
                least.origin != .fallback || most.origin != .fallback
            else { return nil }
            for scenario in [Scenario.base, .low, .high] {
                guard case .number(let from) = least.value(in: scenario),
                    case .number(let to) = most.value(in: scenario), from > to
                else { continue }
                return .leastAboveMost(least, from, most, to, scenario)
            }
            return nil
        }
    }

    /// What has no effect, or not the one that is meant.
    static func warnings(_ register: DriverRegister) -> [Diagnostic] {
        register.drivers.compactMap { driver in
            if driver.namesAnEndInVain { return .endWithoutRange(driver) }
            guard driver.key == "finance.discount_rate_annual", case .number(let rate) = driver.base, rate < 0 else {
                return nil
            }
            return .negativeDiscountRate(driver, rate)
        }
    }

    /// Of the model that has been worked out, base scenario: steps that never come, months that nothing moves in, and
    /// scenarios the wrong way round.
    static func warnings(_ data: ReportData) -> [Diagnostic] {
        let lane = data.lane(Instance(.base, .hybrid))
        let horizon = data.model.horizon
        var warnings: [Diagnostic] = []
        for (index, step) in data.model.members[.priceStep].enumerated() {
            let month = data.evaluation.value("price_step_month", member: index, lane: lane)
            guard month > Double(horizon), month < 1e6 else { continue }
            let key = "\(step.id).month"
            warnings.append(
                .stepBeyondHorizon(key, month: Int(month), horizon: horizon, at: data.register[key: key]?.position))
        }
        for (index, workload) in data.model.members[.workload].enumerated() {
            let month = data.evaluation.value("planned_month", member: index, lane: lane)
            guard data.evaluation.value("eligible", member: index, lane: lane) == 0, month > 0, month < 1e6 else {
                continue
            }
            let key = "workloads.\(workload.id).migrate_month"
            warnings.append(
                .plannedThoughNotEligible(workload.id, key, month: Int(month), at: data.register[key: key]?.position))
        }
        if let ends = data.invertedScenarios {
            warnings.append(
                .scenariosInverted(
                    low: ends.low, high: ends.high, data.heading.currency.code,
                    custom: data.register.customScenarios.first))
        }
        return warnings
    }
}

extension Diagnostic {
    static func leastAboveMost(
        _ least: ResolvedDriver, _ from: Double, _ most: ResolvedDriver, _ to: Double, _ scenario: Scenario
    ) -> Diagnostic {
        let given = least.origin == .fallback ? most : least
        func shown(_ driver: ResolvedDriver, _ value: Double) -> String {
            "\(driver.key) \(numberText(value))" + (driver.origin == .fallback ? " (the default)" : "")
        }
        return Diagnostic(
            "least-above-most", at: given.position, key: given.key,
            found: "\(shown(least, from)) above \(shown(most, to))"
                + (scenario == .base ? "" : " in the scenario \(scenario.rawValue)"),
            expected: "the least at most as large as the most",
            fix: "correct one of them; \(least.origin == .fallback ? least.key : most.key) may be written, too")
    }

    static func endWithoutRange(_ driver: ResolvedDriver) -> Diagnostic {
        Diagnostic(
            "end-without-range", .warning, at: driver.position, key: driver.key,
            found: "low_scenario for \(driver.key), which has neither low nor high",
            expected: "an end for the scenario to take: without one every scenario has the base",
            fix: "write low and high, or take low_scenario out")
    }

    static func negativeDiscountRate(_ driver: ResolvedDriver, _ rate: Double) -> Diagnostic {
        Diagnostic(
            "negative-discount-rate", .warning, at: driver.position, key: driver.key,
            found: "\(numberText(rate)) for \(driver.key): money of later years counts more than that of today",
            expected: "a rate of at least 0", fix: "write \(numberText(-rate)) if the sign is a slip")
    }

    static func stepBeyondHorizon(_ key: String, month: Int, horizon: Int, at position: SourcePosition?) -> Diagnostic {
        Diagnostic(
            "step-beyond-horizon", .warning, at: position, key: key,
            found: "a step of the API price in month \(month) of a model of \(ReportWords.months(horizon))",
            expected:
                "a month up to \(horizon): this step changes no figure, and with steps the yearly decline is not used",
            fix: "move the step earlier, or take api_price_steps out to use api_price_decline_annual")
    }

    static func plannedThoughNotEligible(_ workload: String, _ key: String, month: Int, at position: SourcePosition?)
        -> Diagnostic
    {
        Diagnostic(
            "planned-though-not-eligible", .warning, at: position, key: key,
            found: "workload \(workload) planned for month \(month), and `eligible: false`",
            expected: "one of the two: it counts as staying on the API",
            fix: "take migrate_month out, or eligible")
    }

    /// - Parameter custom: a driver that somebody gave the other end in the scenario low.
    static func scenariosInverted(low: Double, high: Double, _ currency: String, custom: ResolvedDriver?) -> Diagnostic
    {
        let found =
            "an NPV of \(ReportWords.money(low, currency)) in the scenario low, above \(ReportWords.money(high, currency)) in high"
        guard let custom else {
            return Diagnostic(
                "scenarios-inverted", .warning, at: SourcePosition(file: "breakeven.yaml"), found: found,
                expected: "low, with every unfavourable end, to be worse than high",
                fix: "look at the tornado for a driver whose low end helps here, and name it with low_scenario")
        }
        return Diagnostic(
            "scenarios-inverted", .warning, at: custom.position ?? SourcePosition(file: "breakeven.yaml"),
            key: custom.key, found: found,
            expected: "low to be worse than high: \(custom.key) stands at its favourable end in low",
            fix: "take low_scenario out, or leave it: the report says that the scenarios are custom")
    }
}
