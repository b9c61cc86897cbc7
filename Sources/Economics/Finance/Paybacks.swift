/// When flows have paid for themselves. MODEL.md 8.7.
extension FinanceFunctions {
    package enum Payback: Hashable, Sendable {
        /// Linear inside the period; 0 when the running sum is never negative.
        case after(periods: Double)
        case never
    }

    /// - Parameter tolerance: running sums within this of zero count as zero.
    package static func payback(_ flows: [Double], tolerance: Double = 1e-7) -> Payback {
        var sum = 0.0
        var wasBelow = false
        for (period, flow) in flows.enumerated() {
            let before = sum
            sum += flow
            if wasBelow, sum >= -tolerance { return .after(periods: Double(period) - 1 - before / flow) }
            if sum < -tolerance { wasBelow = true }
        }
        return wasBelow ? .never : .after(periods: 0)
    }

    /// The same with every flow discounted to the first.
    package static func discountedPayback(rate: Double, _ flows: [Double], tolerance: Double = 1e-7) -> Payback {
        var factor = 1 + rate
        return payback(
            flows.map { flow in
                factor /= 1 + rate
                return flow * factor
            }, tolerance: tolerance)
    }

    /// Whether the running sum, once it is back, stays there.
    package static func staysPaidBack(_ flows: [Double], tolerance: Double = 1e-7) -> Bool {
        var sum = 0.0
        var crossings = 0
        var isBelow = false
        for flow in flows {
            sum += flow
            if (sum < -tolerance) != isBelow {
                isBelow.toggle()
                crossings += 1
            }
        }
        return !isBelow && crossings <= 2
    }
}
