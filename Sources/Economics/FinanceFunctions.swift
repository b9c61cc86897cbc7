#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The finance functions of a spreadsheet, with its sign conventions.
package enum FinanceFunctions {
    /// Level payment at the end of each period that pays off `present`; negative for a positive `present`.
    package static func payment(rate: Double, periods: Double, present: Double) -> Double {
        if rate == 0 { return -present / periods }
        return -present * rate / (1 - pow(1 + rate, -periods))
    }

    /// Value one period before the first flow.
    package static func presentValue(rate: Double, _ flows: [Double]) -> Double {
        var factor = 1.0
        var sum = 0.0
        for flow in flows {
            factor *= 1 + rate
            sum += flow / factor
        }
        return sum
    }

    /// The rate near `guess` at which the flows from period 0 are worth nothing; nil when Newton's method finds none.
    package static func internalRate(_ flows: [Double], guess: Double) -> Double? {
        var rate = guess
        for _ in 0..<100 {
            var value = 0.0
            var slope = 0.0
            var factor = 1.0
            for (period, flow) in flows.enumerated() {
                value += flow * factor
                slope -= Double(period) * flow * factor / (1 + rate)
                factor /= 1 + rate
            }
            guard slope != 0, value.isFinite else { return nil }
            let next = rate - value / slope
            guard next > -1, next.isFinite else { return nil }
            if abs(next - rate) <= 1e-15 * Swift.max(1, abs(next)) { return next }
            rate = next
        }
        return rate
    }
}
