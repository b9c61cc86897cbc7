import Money
import Testing

@Suite("An amount") struct AmountTests {
    @Test(
        "is read exactly and written plainly",
        arguments: [
            ("0", "0"), ("-0.00", "0"), ("12.50", "12.5"), ("1.81E-8", "0.0000000181"), ("3e-6", "0.000003"),
            ("59200.0", "59200"), ("-7.001", "-7.001"), ("1E5", "100000"), ("1200E-2", "12"), ("007.10", "7.1"),
            ("99999999999999999999999999999999999999", "99999999999999999999999999999999999999"),
            ("1E-38", "0.00000000000000000000000000000000000001"), ("1.5e+3", "1500"),
            ("0.00000000000000000000000000000000000000000000000000", "0"),
            ("10000000000000000000000000000000000000000E-5", "100000000000000000000000000000000000"),
        ])
    func roundTrip(text: String, plain: String) throws {
        let amount = try #require(Amount(text))
        #expect(amount.description == plain)
        #expect(Amount(plain) == amount)
    }

    @Test(
        "is nil for anything that is not wholly a number",
        arguments: [
            "", "-", ".", "1.", ".5", "+1", "12.3.4", "1,5", " 1", "1 ", "1e", "1e-", "0x1", "--1", "1E-39", "1E38",
            "٣",
            "100000000000000000000000000000000000001E1", "123456789012345678901234567890123456789", "NaN", "inf",
        ])
    func refuses(text: String) { #expect(Amount(text) == nil) }
}
