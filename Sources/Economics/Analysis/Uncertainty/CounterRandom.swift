/// SplitMix64 read by position: output number n of a seed without those before it, so that any trial can be drawn on its
/// own and the order in which trials are worked out does not matter.
///
/// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
package struct CounterRandom: Hashable, Sendable {
    package var seed: UInt64

    package init(seed: UInt64) { self.seed = seed }

    /// - Parameter number: from 0.
    package func output(_ number: UInt64) -> UInt64 {
        var z = seed &+ (number &+ 1) &* 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// In [0, 1), with 53 random bits.
    package func unit(_ number: UInt64) -> Double { Double(output(number) >> 11) * 0x1p-53 }
}
