/// What one end of one assumption alone does to the headline: the ranking behind "the biggest risk".
package struct SingleEnd: Hashable, Sendable {
    /// Config key of the driver.
    package var key: String
    package var end: DriverEnd
    /// Change of the base NPV when this driver alone takes this end, in the reporting currency.
    package var change: Double
}

extension Tornado {
    /// Every driver of which an end lowers the NPV, with the end that lowers it most; worst first, ties in the order of the register.
    ///
    /// The end is the one that the trial found, whatever the direction of the driver says and whichever end the scenarios take.
    package func downsides(_ register: DriverRegister) -> [SingleEnd] {
        ends(register) { min($0, $1) }.filter { $0.change < 0 }
    }

    /// The driver of which an end alone gives the NPV the other sign, the strongest; nil: none does.
    package func turning(_ register: DriverRegister) -> SingleEnd? {
        let isAbove = npvBase > 0
        let strongest = ends(register) { isAbove ? min($0, $1) : max($0, $1) }
        return (isAbove ? strongest.first : strongest.last).flatMap { (npvBase + $0.change > 0) == isAbove ? nil : $0 }
    }

    private func ends(_ register: DriverRegister, choosing: (Double, Double) -> Double) -> [SingleEnd] {
        let bars = Dictionary(uniqueKeysWithValues: bars.map { ($0.key, $0) })
        let found = register.drivers.enumerated().compactMap { index, driver -> (Int, SingleEnd)? in
            guard let bar = bars[driver.key], !bar.isStated else { return nil }
            let npv = choosing(bar.npvLow, bar.npvHigh)
            let end: DriverEnd = npv == bar.npvLow ? .low : .high
            return (index, SingleEnd(key: driver.key, end: end, change: npv - npvBase))
        }
        return found.sorted { ($0.1.change, $0.0) < ($1.1.change, $1.0) }.map(\.1)
    }
}
