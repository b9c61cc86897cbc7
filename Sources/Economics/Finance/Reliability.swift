#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension FinanceFunctions {
    /// Probability of at most `events` in `trials` independent trials, each with `probability`: MODEL.md 13, k of n.
    package static func atMost(_ events: Double, trials: Double, probability: Double) -> Double {
        if events >= trials { return 1 }
        var term = pow(1 - probability, trials)
        var sum = term
        var count = 0.0
        while count < events {
            term *= (trials - count) / (count + 1) * probability / (1 - probability)
            count += 1
            sum += term
        }
        return sum
    }
}
