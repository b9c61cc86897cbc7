import Money
import TestSupport
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

@Suite("Arithmetic of amounts") struct AmountArithmeticTests {
    @Test(
        "adds, subtracts and multiplies exactly",
        arguments: [
            ("0.1", "0.2", "0.3", "-0.1", "0.02"), ("-5", "5", "0", "-10", "-25"),
            ("1E-19", "1", "1.0000000000000000001", "-0.9999999999999999999", "0.0000000000000000001"),
            ("12345678901234567", "0.5", "12345678901234567.5", "12345678901234566.5", "6172839450617283.5"),
        ])
    func exact(a: String, b: String, sum: String, difference: String, product: String) throws {
        let (x, y) = (try #require(Amount(a)), try #require(Amount(b)))
        #expect(try x.adding(y).description == sum)
        #expect(try y.adding(x).description == sum)
        #expect(try x.subtracting(y).description == difference)
        #expect(try x.multiplied(by: y).description == product)
    }

    @Test("throws rather than rounds")
    func tooLarge() throws {
        let most = try #require(Amount("99999999999999999999999999999999999999"))
        #expect(throws: AmountError.tooLarge) { try most.adding(Amount(1)) }
        #expect(throws: AmountError.tooLarge) { try most.adding(Amount("0.1")!) }
        #expect(throws: AmountError.tooLarge) { try most.multiplied(by: Amount(2)) }
        #expect(throws: AmountError.tooLarge) { try Amount("1E-20")!.multiplied(by: Amount("1E-20")!) }
        #expect(try most.subtracting(most) == .zero)
    }

    @Test(
        "compares across scales",
        arguments: [
            ("1", "1.0000000000000000000000000000000000001"), ("-2", "-1.9"), ("-1E-38", "0"), ("0", "1E-38"),
            ("-99999999999999999999999999999999999999", "1E-38"), ("1E-38", "99999999999999999999999999999999999999"),
        ])
    func compares(less: String, more: String) throws {
        let (a, b) = (try #require(Amount(less)), try #require(Amount(more)))
        #expect(a < b && !(b < a) && a != b)
    }

    @Test(
        "writes a fixed number of decimals, halves away from zero",
        arguments: [
            ("2.345", 2, "2.35"), ("-2.345", 2, "-2.35"), ("2.5", 0, "3"), ("-0.004", 2, "0.00"), ("1", 2, "1.00"),
            ("0.05", 1, "0.1"), ("999.995", 2, "1000.00"), ("-7", 0, "-7"),
        ])
    func decimals(text: String, decimals: Int, written: String) throws {
        let amount = try #require(Amount(text))
        #expect(amount.description(decimals: decimals) == written)
        #expect(amount.rounded(decimals: decimals) == Amount(written))
    }

    @Test("becomes the nearest double", arguments: 0..<200)
    func double(seed: Int) throws {
        var draw = SplitMix64(seed: UInt64(seed))
        let digits = (1...draw.integer(in: 1...37)).map { _ in String(draw.integer(in: 0...9)) }.joined()
        let text = (seed % 2 == 0 ? "-" : "") + digits + "E-\(draw.integer(in: 0...30))"
        guard let amount = Amount(text) else { return }
        #expect(amount.doubleValue == Double(text), "seed \(seed): \(text)")
        #expect(Amount(amount.description) == amount, "seed \(seed): \(text)")
    }

    @Test("shares add up exactly and stay within a unit of their due", arguments: 0..<200)
    func shares(seed: Int) throws {
        var draw = SplitMix64(seed: UInt64(seed))
        let total = Amount(
            coefficient: Int128(draw.integer(in: -10_000_000...10_000_000)), scale: draw.integer(in: 0...6))
        let weights = (0...draw.integer(in: 0...12)).map { _ in
            Amount(coefficient: Int128(draw.integer(in: 0...1000)), scale: draw.integer(in: 0...3))
        }
        let scale = draw.integer(in: 0...8)
        for shares in [
            try total.allocate(over: weights, scale: scale),
            try total.allocate(over: weights.map(\.doubleValue), scale: scale),
        ] {
            #expect(shares.count == weights.count)
            #expect(try shares.reduce(into: Amount.zero) { $0 = try $0.adding($1) } == total, "seed \(seed)")
            let sum = weights.reduce(0) { $0 + $1.doubleValue }
            let unit = (0..<max(scale, total.scale)).reduce(1.0) { unit, _ in unit / 10 }
            for (share, weight) in zip(shares, weights) where sum > 0 {
                let due = total.doubleValue * weight.doubleValue / sum
                #expect(abs(share.doubleValue - due) <= unit * 1.001, "seed \(seed)")
            }
        }
    }

    @Test("shares are equal when no weight counts, and none without weights")
    func evenShares() throws {
        #expect(
            try Amount("10")!.allocate(over: [Amount.zero, .zero, .zero, .zero], scale: 2)
                == Array(repeating: Amount("2.5")!, count: 4))
        #expect(try Amount("10")!.allocate(over: [Double](), scale: 2).isEmpty)
        #expect(
            try Amount("-1")!.allocate(over: [1.0, 1, 1], scale: 2).map(\.description) == ["-0.33", "-0.34", "-0.33"])
    }
}
