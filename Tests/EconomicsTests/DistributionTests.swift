import Economics
import Testing

struct DistributionTests {
    /// Mean of the values at evenly spaced shares, and their variance.
    private func moments(
        _ distribution: Distribution, low: Double, mode: Double, high: Double
    ) -> (mean: Double, variance: Double) {
        let count = 20_000
        let values = (0..<count).map {
            distribution.inverse((Double($0) + 0.5) / Double(count), low: low, mode: mode, high: high)
        }
        let mean = values.reduce(0, +) / Double(count)
        return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count))
    }

    @Test(arguments: [(0.0, 0.3, 1.0), (-2, -2, 5), (10, 40, 40), (0.15, 0.20, 0.25)])
    func theTriangleHasItsMoments(_ low: Double, _ mode: Double, _ high: Double) {
        let (mean, variance) = moments(.triangular, low: low, mode: mode, high: high)
        let squares = low * low + mode * mode + high * high
        let expected = (squares - low * mode - low * high - mode * high) / 18
        #expect(abs(mean - (low + mode + high) / 3) < 1e-6 * (high - low))
        #expect(abs(variance - expected) < 1e-5 * (high - low) * (high - low))
    }

    @Test func theTriangleSplitsAtItsMode() {
        #expect(abs(Distribution.triangular.inverse(0.3, low: 0, mode: 0.3, high: 1) - 0.3) < 1e-15)
        #expect(Distribution.triangular.inverse(0, low: 2, mode: 3, high: 7) == 2)
        #expect(Distribution.triangular.inverse(0.5, low: -1, mode: 0, high: 1) == 0)
    }

    @Test func pertHasItsMoments() {
        // Beta with parameters 2 and 4 on [0, 1]: mean 1/3, variance 2·4/(36·7).
        let (mean, variance) = moments(.pert, low: 0, mode: 0.25, high: 1)
        #expect(abs(mean - 1.0 / 3) < 1e-6)
        #expect(abs(variance - 8.0 / 252) < 1e-5)
    }

    @Test func uniformAndNormalHaveTheirMoments() {
        let uniform = moments(.uniform, low: 2, mode: 2.1, high: 6)
        #expect(abs(uniform.mean - 4) < 1e-9)
        #expect(abs(uniform.variance - 16.0 / 12) < 1e-6)
        // Cut off at two standard deviations: the variance shrinks to 0.7737 of its own.
        let normal = moments(.normal, low: -2, mode: 0, high: 2)
        #expect(abs(normal.mean) < 1e-9)
        #expect(abs(normal.variance - 0.773741) < 1e-4)
        let lognormal = Distribution.lognormal.inverse(0.5, low: 1, mode: 10, high: 100)
        #expect(abs(lognormal - 10) < 1e-9)
    }

    @Test(arguments: Distribution.allCases)
    func valuesRiseAndStayBetweenTheEnds(_ distribution: Distribution) {
        for (low, mode, high) in [(1.0, 1.0, 3.0), (1, 2, 3), (1, 3, 3), (0.001, 0.5, 900)] {
            var last = -Double.infinity
            for step in 0..<200 {
                let value = distribution.inverse(Double(step) / 200, low: low, mode: mode, high: high)
                #expect(value >= low - 1e-12 && value <= high + 1e-12, "\(low) \(mode) \(high) at \(step)")
                #expect(value >= last)
                last = value
            }
        }
    }
}

struct StatisticsTests {
    /// Values of the score interval without continuity correction, as Newcombe (1998) prints them.
    @Test(arguments: [
        (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718),
    ])
    func wilsonIsThePublishedInterval(_ hits: Int, _ trials: Int, _ low: Double, _ high: Double) {
        let interval = Statistics.wilson(hits, of: trials)
        #expect(abs(interval.lowerBound - low) < 5e-5)
        #expect(abs(interval.upperBound - high) < 5e-5)
    }

    @Test func wilsonStaysInsideZeroAndOne() {
        for hits in 0...50 {
            let interval = Statistics.wilson(hits, of: 50)
            #expect(interval.lowerBound >= 0 && interval.upperBound <= 1)
            #expect(interval.lowerBound <= Double(hits) / 50 && interval.upperBound >= Double(hits) / 50)
        }
    }

    /// As the spreadsheet function PERCENTILE.INC gives them.
    @Test(arguments: [(0.0, 1.0), (0.3, 1.9), (0.5, 2.5), (0.95, 3.85), (1, 4)])
    func percentilesAreLinearBetweenNeighbours(_ share: Double, _ expected: Double) {
        #expect(abs(Statistics.percentile([1, 2, 3, 4], share) - expected) < 1e-12)
        #expect(Statistics.percentile([7], share) == 7)
    }
}
