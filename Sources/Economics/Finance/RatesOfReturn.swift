#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The rates at which flows are worth nothing. MODEL.md 8.7.
extension FinanceFunctions {
    /// How often the flows change their sign, zeros left out: no more internal rates than that.
    ///
    /// - Parameter tolerance: flows within this of zero have no sign.
    package static func signChanges(_ flows: [Double], tolerance: Double = 1e-9) -> Int {
        let signs = flows.filter { abs($0) > tolerance }.map { $0 > 0 }
        return zip(signs, signs.dropFirst()).count { $0 != $1 }
    }

    /// IRR: every rate a period between −0.5 and 5, ascending; none, one or several.
    ///
    /// Two roots closer together than a step of the search are not seen.
    package static func internalRates(_ flows: [Double]) -> [Double] {
        guard signChanges(flows) > 0 else { return [] }
        return roots(of: { netPresentValue(rate: $0, flows) }, from: -0.5, to: 5, steps: 1200)
    }

    /// XIRR: every yearly rate between −0.99 and 100 of flows on any days, ascending.
    package static func internalRates(_ flows: [Double], days: [Int]) -> [Double] {
        guard signChanges(flows) > 0 else { return [] }
        return roots(of: { presentValue(yearlyRate: $0, flows, days: days) }, from: -0.99, to: 100, steps: 1200)
    }

    /// MIRR a period: outlays at the finance rate, inflows at the reinvestment rate; nil for flows of one sign.
    package static func modifiedRate(_ flows: [Double], finance: Double, reinvestment: Double) -> Double? {
        let last = flows.count - 1
        let inflows = flows.enumerated().reduce(0) { sum, flow in
            sum + max(flow.element, 0) * pow(1 + reinvestment, Double(last - flow.offset))
        }
        let outlays = -netPresentValue(rate: finance, flows.map { min($0, 0) })
        guard inflows > 0, outlays > 0, last > 0 else { return nil }
        return pow(inflows / outlays, 1 / Double(last)) - 1
    }

    /// Zeros of a function of a rate: a search over growth factors in equal ratios, each bracket halved until a `Double`
    /// cannot tell its ends apart.
    ///
    /// - Parameters: from is above −1; steps at least 1.
    static func roots(
        of value: (Double) -> Double, from lowest: Double, to highest: Double, steps: Int
    ) -> [Double] {
        let ratio = (1 + highest) / (1 + lowest)
        // A rate of exactly 0 is a point of the search: flows that add up to nothing have it as their root.
        let grid = ((0...steps).map { (1 + lowest) * pow(ratio, Double($0) / Double(steps)) - 1 } + [0]).sorted()
        var roots: [Double] = []
        var before = (rate: grid[0], value: value(grid[0]))
        if before.value == 0 { roots.append(before.rate) }
        for rate in grid.dropFirst() {
            let here = value(rate)
            if here == 0 {
                if roots.last != rate { roots.append(rate) }
            } else if before.value != 0, (here > 0) != (before.value > 0), here.isFinite {
                roots.append(halved(value, before.rate, rate, isPositiveBelow: before.value > 0))
            }
            before = (rate, here)
        }
        return roots
    }

    private static func halved(
        _ value: (Double) -> Double, _ low: Double, _ high: Double, isPositiveBelow: Bool
    ) -> Double {
        var (low, high) = (low, high)
        for _ in 0..<200 {
            let middle = low + (high - low) / 2
            guard middle > low, middle < high else { break }
            if (value(middle) > 0) == isPositiveBelow { low = middle } else { high = middle }
        }
        return abs(value(low)) < abs(value(high)) ? low : high
    }
}
