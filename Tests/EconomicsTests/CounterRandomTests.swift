import Economics
import Testing

struct CounterRandomTests {
    /// First outputs of the published generator, by seed.
    private static let published: [(seed: UInt64, outputs: [UInt64])] = [
        (
            1_234_567,
            [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ]
        ),
        (0, [0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F]),
    ]

    @Test(arguments: published)
    func readsThePublishedOutputsByPosition(_ seed: UInt64, _ expected: [UInt64]) {
        let random = CounterRandom(seed: seed)
        for number in expected.indices.reversed() { #expect(random.output(UInt64(number)) == expected[number]) }
    }

    @Test func unitsKeep53BitsAndStayBelowOne() {
        let random = CounterRandom(seed: 1_234_567)
        #expect(random.unit(0) == Double(6_457_827_717_110_365_317 >> 11 as UInt64) / 9_007_199_254_740_992)
        for number in UInt64(0)..<10_000 {
            let unit = random.unit(number)
            #expect(unit >= 0 && unit < 1)
        }
    }
}
