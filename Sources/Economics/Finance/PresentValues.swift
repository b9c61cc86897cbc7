#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What flows are worth today.
extension FinanceFunctions {
    /// Value one period before the first flow: NPV of a spreadsheet.
    package static func presentValue(rate: Double, _ flows: [Double]) -> Double {
        var factor = 1.0
        var sum = 0.0
        for flow in flows {
            factor *= 1 + rate
            sum += flow / factor
        }
        return sum
    }

    /// Value at the first flow: it is not discounted. MODEL.md 8.7, NPV.
    package static func netPresentValue(rate: Double, _ flows: [Double]) -> Double {
        guard let first = flows.first else { return 0 }
        return first + presentValue(rate: rate, Array(flows.dropFirst()))
    }

    /// Value on the first day of flows on any days: XNPV.
    ///
    /// - Parameters:
    ///   - rate: a year of 365 days, above −1.
    ///   - days: whole days on one scale, as many as flows; no hours, so that no clock change moves a flow.
    package static func presentValue(yearlyRate rate: Double, _ flows: [Double], days: [Int]) -> Double {
        guard let first = days.first else { return 0 }
        return zip(flows, days).reduce(0) { sum, flow in
            sum + flow.0 / pow(1 + rate, Double(flow.1 - first) / 365)
        }
    }

    /// Value today of 1 at the end of each period.
    package static func annuity(rate: Double, periods: Double) -> Double {
        rate == 0 ? periods : -expm1(-periods * log1p(rate)) / rate
    }

    /// The level cost a period that is worth as much as a present cost: EAC. Compares options of unequal lives.
    package static func equivalentCost(rate: Double, periods: Double, present: Double) -> Double {
        present / annuity(rate: rate, periods: periods)
    }

    /// What one unit of outlay brings: PI = 1 + NPV / value of the negative flows; nil when no flow is negative.
    package static func profitabilityIndex(rate: Double, _ flows: [Double]) -> Double? {
        let outlay = -netPresentValue(rate: rate, flows.map { min($0, 0) })
        return outlay > 0 ? 1 + netPresentValue(rate: rate, flows) / outlay : nil
    }
}
