import Testing
import TestSupport

@Suite struct SplitMix64Tests {
    @Test(
        arguments: zip(
            [1_234_567, 0] as [UInt64],
            [
                [
                    6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                    4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
                ],
                [0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F],
            ] as [[UInt64]]))
    func `gives the published reference numbers`(_ seed: UInt64, _ expected: [UInt64]) {
        var random = SplitMix64(seed: seed)
        #expect(expected.map { _ in random.next() } == expected)
    }

    @Test func `integers stay in their range and reach both ends`() {
        var random = SplitMix64(seed: 7)
        let drawn = Set((0..<1000).map { _ in random.integer(in: -3...3) })
        #expect(drawn == Set(-3...3))
    }

    @Test(arguments: [
        (1250, 3, "1.25"), (0, 4, "0"), (5, 3, "0.005"), (-1_200_000, 4, "-120"), (100, 2, "1"), (-7, 2, "-0.07"),
    ])
    func `decimal text is exact and short`(_ value: Int, _ scale: Int, _ text: String) {
        #expect(decimalText(value, scale: scale) == text)
    }

    @Test(arguments: [(12_345, 4, 123), (12_350, 4, 124), (-12_350, 4, -124), (99, 2, 99)])
    func `cents round halves away from zero`(_ value: Int, _ scale: Int, _ expected: Int) {
        #expect(cents(value, scale: scale) == expected)
    }

    @Test func `what was compressed comes back`() throws {
        var random = SplitMix64(seed: 3)
        let bytes = (0..<600_000).map { _ in UInt8(random.integer(in: 0...7)) }
        #expect(try Gzip.decompressed(Gzip.compressed(bytes)) == bytes)
        #expect(try Gzip.decompressed(Gzip.compressed([])) == [])
    }
}
