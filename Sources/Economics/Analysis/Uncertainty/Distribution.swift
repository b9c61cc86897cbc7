#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How a driver lies between its ends. None of them leaves the ends.
package enum Distribution: String, CaseIterable, Hashable, Sendable {
    /// Most likely at the base value, falling straight to both ends.
    case triangular
    /// Every value between the ends alike; the base value does not matter.
    case uniform
    /// Beta distribution with the base value as its mode and weight 4: closer to the base value than the triangle.
    case pert
    /// Around the base value with a standard deviation of a quarter of the range, cut off at the ends.
    case normal
    /// The logarithm is normal around that of the base value, with a quarter of the range of logarithms as its standard
    /// deviation, cut off at the ends, which are above 0.
    case lognormal

    /// The value below which the share `u` lies.
    ///
    /// - Parameters:
    ///   - u: in [0, 1).
    ///   - mode: the base value, `low ≤ mode ≤ high`, `low < high`.
    package func inverse(_ u: Double, low: Double, mode: Double, high: Double) -> Double {
        switch self {
        case .triangular:
            let range = high - low
            let split = (mode - low) / range
            return u < split
                ? low + (u * range * (mode - low)).squareRoot()
                : high - ((1 - u) * range * (high - mode)).squareRoot()
        case .uniform: return low + u * (high - low)
        case .pert:
            let range = high - low
            let rising = 1 + 4 * (mode - low) / range
            let falling = 1 + 4 * (high - mode) / range
            return low + range * Self.inverseBeta(u, rising, falling)
        case .normal: return Self.truncatedNormal(u, low: low, mode: mode, high: high)
        case .lognormal: return exp(Self.truncatedNormal(u, low: log(low), mode: log(mode), high: log(high)))
        }
    }

    private static func truncatedNormal(_ u: Double, low: Double, mode: Double, high: Double) -> Double {
        let deviation = (high - low) / 4
        let below = normalShare((low - mode) / deviation)
        let above = normalShare((high - mode) / deviation)
        let value = mode + deviation * normalQuantile(below + u * (above - below))
        return Swift.min(high, Swift.max(low, value))
    }

    /// Share of a standard normal below z.
    static func normalShare(_ z: Double) -> Double { 0.5 * erfc(-z / 2.0.squareRoot()) }

    /// Where a standard normal has the share p below it, 0 < p < 1: halving, for it is drawn once a trial and is exact.
    static func normalQuantile(_ p: Double) -> Double {
        root(from: -9, to: 9) { normalShare($0) < p }
    }

    /// Where a beta distribution with parameters of at least 1 has the share u below it.
    static func inverseBeta(_ u: Double, _ a: Double, _ b: Double) -> Double {
        root(from: 0, to: 1) { betaShare($0, a, b) < u }
    }

    /// Halves the interval 53 times.
    private static func root(from low: Double, to high: Double, _ isBelow: (Double) -> Bool) -> Double {
        var (low, high) = (low, high)
        for _ in 0..<53 {
            let middle = low + (high - low) / 2
            if isBelow(middle) { low = middle } else { high = middle }
        }
        return low + (high - low) / 2
    }

    /// Regularised incomplete beta function by its continued fraction (Lentz's method).
    static func betaShare(_ x: Double, _ a: Double, _ b: Double) -> Double {
        guard x > 0 else { return 0 }
        guard x < 1 else { return 1 }
        // The fraction converges fast on this side of the mean only.
        guard x <= (a + 1) / (a + b + 2) else { return 1 - betaShare(1 - x, b, a) }
        let scale: Double = lgamma(a + b) - lgamma(a) - lgamma(b)
        let front: Double = exp(scale + a * log(x) + b * log(1 - x)) / a
        let tiny = 1e-300
        func guarded(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
        var c = 1.0
        var d = 1 / guarded(1 - (a + b) * x / (a + 1))
        var fraction = d
        for step in 1...200 {
            let m = Double(step)
            let place: Double = a + 2 * m
            let even: Double = m * (b - m) * x / ((place - 1) * place)
            d = 1 / guarded(1 + even * d)
            c = guarded(1 + even / c)
            fraction *= d * c
            let odd: Double = -(a + m) * (a + b + m) * x / (place * (place + 1))
            d = 1 / guarded(1 + odd * d)
            c = guarded(1 + odd / c)
            let change = d * c
            fraction *= change
            if abs(change - 1) < 1e-15 { break }
        }
        return front * fraction
    }
}
