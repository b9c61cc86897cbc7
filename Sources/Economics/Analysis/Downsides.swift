/// What the worst of one assumption alone does to the headline: the ranking behind "the biggest risk".
package struct Downside: Hashable, Sendable {
    /// Config key of the driver.
    package var key: String
    /// Change of the base NPV when this driver alone takes its unfavourable end; below zero, in the reporting currency.
    package var change: Double
}

extension Tornado {
    /// Every driver whose unfavourable end lowers the NPV, worst first; ties in the order of the register.
    package func downsides(_ register: DriverRegister) -> [Downside] {
        let bars = Dictionary(uniqueKeysWithValues: bars.map { ($0.key, $0) })
        let downsides = register.drivers.enumerated().compactMap { index, driver -> (Int, Downside)? in
            guard let bar = bars[driver.key], driver.value(in: .low) != driver.base else { return nil }
            let npv = driver.value(in: .low) == .number(bar.low) ? bar.npvLow : bar.npvHigh
            return (index, Downside(key: driver.key, change: npv - npvBase))
        }
        return downsides.filter { $0.1.change < 0 }
            .sorted { ($0.1.change, $0.0) < ($1.1.change, $1.0) }
            .map(\.1)
    }
}
