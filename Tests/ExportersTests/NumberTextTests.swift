import Exporters
import Tabular
import TestSupport
import Testing

@Suite struct NumberTextTests {
    @Test(arguments: [
        (0, "0"), (-0.0, "0"), (1, "1"), (-1, "-1"), (0.1, "0.1"), (-12.5, "-12.5"), (1e-7, "0.0000001"),
        (1.25e-5, "0.0000125"), (1e16, "10000000000000000"), (1.25e20, "125000000000000000000"),
        (123456789.125, "123456789.125"), (9_007_199_254_740_992, "9007199254740992"),
        (0.30000000000000004, "0.30000000000000004"),
    ])
    func isPlainAndShort(_ value: Double, _ expected: String) { #expect(decimalText(value) == expected) }

    @Test(arguments: [UInt64(7), UInt64.random(in: 0...UInt64.max)])
    func readsBackAsTheSameNumber(seed: UInt64) {
        print("seed \(seed)")
        var random = SplitMix64(seed: seed)
        for _ in 0..<20_000 {
            let value = Double(bitPattern: random.next())
            guard value.isFinite else { continue }
            let text = decimalText(value)
            #expect(Double(text) == value, "seed \(seed)")
            #expect(text.utf8.allSatisfy { (48...57).contains($0) || $0 == 45 || $0 == 46 }, "seed \(seed): \(text)")
            #expect(!text.hasSuffix(".") && (!text.contains(".") || !text.hasSuffix("0")), "seed \(seed): \(text)")
        }
    }
}
