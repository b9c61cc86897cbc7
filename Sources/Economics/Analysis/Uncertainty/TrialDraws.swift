/// The shares of their distributions that drivers take, trial by trial.
///
/// How it works: draw d of trial i is output number i·D + d of the generator. With a correlation they are the shares of one
/// normal variable each, mixed with one more that all drivers of the trial have in common (a Gaussian copula with one
/// factor); it comes from outputs far behind all draws, so that those stay as they are.
package struct TrialDraws: Sendable {
    private let random: CounterRandom
    private let drivers: [UncertainDriver]
    private let correlation: Double

    package init(_ drivers: [UncertainDriver], _ options: UncertaintyOptions) {
        self.drivers = drivers
        random = CounterRandom(seed: options.seed)
        correlation = options.correlation
    }

    /// What the drivers of a trial have in common, as a standard normal; 0 where they are independent.
    package func common(_ trial: Int) -> Double {
        correlation == 0 ? 0 : Self.normal(random.unit(1 << 63 + UInt64(trial)))
    }

    /// - Parameter place: of the driver.
    /// - Returns: in [0, 1).
    package func share(_ trial: Int, _ place: Int, common: Double) -> Double {
        let own = random.unit(UInt64(trial) * UInt64(drivers.count) + UInt64(place))
        let side = drivers[place].side
        guard correlation > 0, side != 0 else { return own }
        let mixed = side * correlation.squareRoot() * common + (1 - correlation).squareRoot() * Self.normal(own)
        return Swift.min(Distribution.normalShare(mixed), 1.0.nextDown)
    }

    /// Half of the generator's last bit above the draw, so that 0 has a place on the line too.
    private static func normal(_ unit: Double) -> Double { Distribution.normalQuantile(unit + 0x1p-54) }
}
