import Money
import Testing

@testable import Importers

struct WrittenNumberTests {
    @Test(arguments: [
        ("0", "0"), ("310000", "310000"), ("55.04", "55.04"), ("0,42", "0.42"), ("31,20", "31.2"), ("1.150,00", "1150"),
        ("1,150.00", "1150"), ("1.234.567", "1234567"), ("1,234,567.8", "1234567.8"), ("1 150,50", "1150.5"),
        ("1\u{202F}150\u{202F}000", "1150000"), ("1'150.25", "1150.25"), ("0.333", "0.333"), ("0,333", "0.333"),
        (".5", "0.5"), ("-3.5", "-3.5"), ("\u{2212}3,5", "-3.5"), ("+7", "7"), ("  8  ", "8"), ("1234.567", "1234.567"),
        ("99999999999999999999999999999999999999", "99999999999999999999999999999999999999"),
    ])
    func textsWithOneReadingAreThatNumber(_ text: String, _ expected: String) {
        #expect(WrittenNumber(text)?.amount(nil) == Amount(expected))
    }

    @Test(arguments: [
        "", "abc", "12.3.4", "1,2,3", "1.15,00.0", "1,15.00,1", "12,3456,789", "1 15", "1 1500", "12 345 67", "5.",
        "5,",
        "1e3", "0x10", "--5", "1234 567", "1..2", "1.,2", "1.23,456,78", "100000000000000000000000000000000000000",
        "100000000000000000000000000000000000000000",
    ])
    func otherTextsAreNoNumbers(_ text: String) {
        #expect(WrittenNumber(text) == nil)
    }

    @Test(arguments: [("1.150", "1.15", "1150"), ("12,500", "12500", "12.5"), ("-1.150", "-1.15", "-1150")])
    func oneSeparatorBeforeThreeDigitsNeedsAStyle(_ text: String, _ point: String, _ comma: String) {
        let number = WrittenNumber(text)
        #expect(number?.amount(nil) == nil)
        #expect(number?.amount(.point) == Amount(point))
        #expect(number?.amount(.comma) == Amount(comma))
    }

    @Test func theColumnThenTheTableThenTheDelimiterDecide() {
        func style(delimiter: Character, _ texts: [(String, Int)]) -> DecimalSeparator? {
            var styles = DecimalStyles(delimiter: delimiter.asciiValue!)
            for (text, column) in texts { styles.note(WrittenNumber(text)!, column: column) }
            return styles.style(column: 0)
        }
        #expect(style(delimiter: ",", []) == .point)
        #expect(style(delimiter: "\t", []) == .point)
        #expect(style(delimiter: ";", []) == nil)
        #expect(style(delimiter: ";", [("31,20", 0)]) == .comma)
        #expect(style(delimiter: ";", [("31,20", 1)]) == .comma)
        #expect(style(delimiter: ";", [("31.20", 0), ("31,20", 1)]) == .point)
        #expect(style(delimiter: ",", [("31.20", 0), ("31,20", 0)]) == nil)
        #expect(style(delimiter: ";", [("0.00", 0), ("31,20", 0)]) == .comma)
    }

    /// A number printed in any style is read back as itself.
    @Test func printedNumbersAreReadBack() {
        let seed: UInt64 = 20_261_123
        var random = SeededNumbers(seed: seed)
        for _ in 0..<2000 {
            let amount = Amount(
                coefficient: Int128(Int64.random(in: -10_000_000_000...10_000_000_000, using: &random)),
                scale: Int.random(in: 0...6, using: &random))
            let plain = amount.description(decimals: max(2, amount.scale))
            let parts = plain.split(separator: ".")
            for (group, decimal) in [("", "."), ("", ","), (",", "."), (".", ","), (" ", ","), ("'", ".")] {
                let text = grouped(String(parts[0]), by: group) + decimal + parts[1]
                let style: DecimalSeparator = decimal == "." ? .point : .comma
                #expect(WrittenNumber(text)?.amount(style) == amount, "seed \(seed): \(text)")
            }
        }
    }

    private func grouped(_ digits: String, by separator: String) -> String {
        let sign = digits.hasPrefix("-") ? "-" : ""
        var rest = digits.dropFirst(sign.count)
        var groups: [Substring] = []
        while rest.count > 3 {
            groups.insert(rest.suffix(3), at: 0)
            rest = rest.dropLast(3)
        }
        groups.insert(rest, at: 0)
        return sign + groups.joined(separator: separator)
    }
}

/// SplitMix64: the same numbers for the same seed everywhere.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
