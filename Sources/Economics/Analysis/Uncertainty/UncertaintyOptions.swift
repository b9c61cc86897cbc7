/// `uncertainty`: how much is tried, and how drivers lie between their ends.
package struct UncertaintyOptions: Hashable, Sendable {
    /// 0 turns the trials off.
    package var trials = 10_000
    package var seed: UInt64 = 1
    /// Months by which the tornado puts every migration off; 0 leaves that bar out.
    package var delayMonths = 3
    /// By config key; every other driver is triangular.
    package var distributions: [String: Distribution] = [:]
    /// Between any two drivers, each counted towards the side that helps own hosting; 0: independent.
    package var correlation = 0.0
    /// Of the scenarios, 1 in all; empty: no expected NPV.
    package var weights: [Scenario: Double] = [:]

    package init() {}

    package static let mostTrials = 1_000_000
    package static let mostDelay = 120
}

/// A driver that lies between two ends.
package struct UncertainDriver: Hashable, Sendable {
    package var key: String
    package var label: String
    package var unit: String
    package var base: Double
    package var low: Double
    package var high: Double
    package var distribution: Distribution
    /// Months and counts are whole.
    package var isWhole: Bool
    /// 1 where more of it helps own hosting, −1 where it hurts, 0 where it does neither: such a driver is independent.
    package var side: Double = 0
    /// Drivers that are the same as this one wherever nobody gives them a value of their own.
    package var followers: [String]

    /// The value at a share of the distribution.
    package func value(_ u: Double) -> Double {
        let value = distribution.inverse(u, low: low, mode: base, high: high)
        return isWhole ? value.rounded() : value
    }
}

extension DriverRegister {
    /// Drivers with low < high in byte order of their keys. One that only repeats another driver is none of its own.
    package func uncertain(_ options: UncertaintyOptions) -> [UncertainDriver] {
        var followers: [String: [String]] = [:]
        for driver in drivers {
            if case .driver(let key)? = driver.link { followers[key, default: []].append(driver.key) }
        }
        return drivers.compactMap { driver in
            if case .driver? = driver.link { return nil }
            guard case .number(let base) = driver.base else { return nil }
            let low = driver.low ?? base
            let high = driver.high ?? base
            // The SLA has a model of its own: nothing of it moves the NPV.
            guard low < high, !driver.key.hasPrefix("sla.") else { return nil }
            let isWhole =
                switch driver.definition.kind {
                case .integer, .integerOrWord, .flag: true
                case .number, .choice, .price, .hoursBasis, .text: false
                }
            let side: Double =
                switch driver.definition.direction {
                case .favours: 1
                case .hurts: -1
                case .neither: 0
                }
            return UncertainDriver(
                key: driver.key, label: driver.label, unit: driver.unit, base: base, low: low, high: high,
                distribution: options.distributions[driver.key] ?? .triangular, isWhole: isWhole, side: side,
                followers: followers[driver.key] ?? [])
        }.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }
}

extension Lane {
    /// The same lane with a driver, and those that repeat it, at another value.
    func setting(_ driver: UncertainDriver, to value: Double) -> Lane {
        var lane = self
        for key in [driver.key] + driver.followers { lane.drivers[key] = .number(value) }
        return lane
    }
}
