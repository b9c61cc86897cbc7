import Billing
import Diagnostics
import Money
import Testing

private let eur = Currency("EUR")
private let usd = Currency("USD")
private let jpy = Currency("JPY")
private let chf = Currency("CHF")
private let friday = Day(year: 2026, month: 10, day: 30)

private func published(
    _ date: Day, _ base: Currency, _ quote: Currency, _ rate: String, line: Int = 2
) -> PublishedRate {
    PublishedRate(
        date: date, base: base, quote: quote, rate: Amount(rate)!, position: SourcePosition(file: "fx.csv", line: line))
}

private func rates(_ published: PublishedRate...) -> ExchangeRates {
    var rates = ExchangeRates()
    for rate in published { #expect(rates.add(rate) == nil) }
    return rates
}

struct ExchangeRatesTests {
    private let ofEuro = rates(published(friday, eur, usd, "1.1172"), published(friday, eur, jpy, "175.68"))

    @Test func aPublishedRateIsExact() throws {
        let rate = try #require(ofEuro.rate(from: eur, to: usd, on: friday))
        #expect(rate.exact == Amount("1.1172"))
        #expect(rate.value == 1.1172)
        #expect(try rate.converted(Amount("0.01")!) == Amount("0.011172"))
        #expect(try rate.converted(Amount("-1000")!) == Amount("-1117.2"))
        #expect(rate.date == friday)
        #expect(rate.source == "EUR/USD 1.1172 of 2026-10-30 (fx.csv:2)")
    }

    @Test func theOtherDirectionIsDivided() throws {
        let rate = try #require(ofEuro.rate(from: usd, to: eur, on: friday))
        #expect(rate.value == 1 / 1.1172)
        #expect(rate.exact == nil)
        #expect(try rate.converted(Amount("1.1172")!) == Amount(1))
        #expect(try rate.converted(Amount(100)) == Amount("89.509488005729"))
        #expect(try rate.converted(Amount(-100)) == Amount("-89.509488005729"))
    }

    @Test func anInverseThatEndsIsExact() throws {
        let rate = try #require(rates(published(friday, eur, usd, "1.25")).rate(from: usd, to: eur, on: friday))
        #expect(rate.exact == Amount("0.8"))
    }

    @Test func twoCurrenciesMeetOverTheEuro() throws {
        let rate = try #require(ofEuro.rate(from: jpy, to: usd, on: friday))
        #expect(rate.numerator == Amount("1.1172"))
        #expect(rate.denominator == Amount("175.68"))
        #expect(try rate.converted(Amount("175.68")!) == Amount("1.1172"))
        #expect(rate.source == "EUR/JPY 175.68 of 2026-10-30 (fx.csv:2), EUR/USD 1.1172 of 2026-10-30 (fx.csv:2)")
    }

    @Test func twoCurrenciesMeetOverAnyThatBothShare() throws {
        let list = rates(published(friday, usd, jpy, "150"), published(friday, chf, usd, "1.2"))
        let rate = try #require(list.rate(from: chf, to: jpy, on: friday))
        #expect(rate.exact == Amount(180))
        #expect(list.rate(from: eur, to: jpy, on: friday) == nil)
    }

    @Test func aStatedPairIsTakenBeforeOneThatIsMadeUp() throws {
        let list = rates(
            published(friday, eur, usd, "1.1"), published(friday, eur, jpy, "165"), published(friday, usd, jpy, "151"))
        #expect(list.rate(from: usd, to: jpy, on: friday)?.exact == Amount(151))
    }

    @Test func equalCurrenciesNeedNoRate() throws {
        let rate = try #require(ExchangeRates().rate(from: usd, to: usd, on: friday))
        #expect(rate.exact == Amount(1))
        #expect(rate.date == friday)
    }

    @Test(arguments: [(0, true), (1, true), (2, true), (7, true), (8, false), (-1, false)])
    func aRateHoldsForSevenDaysAndNeverBackwards(_ days: Int, _ holds: Bool) {
        let rate = ofEuro.rate(from: eur, to: usd, on: friday + days)
        #expect((rate != nil) == holds)
        if let rate { #expect(rate.date == friday) }
    }

    @Test func theNewestDayOnWhichThePairCanBeFormedCounts() throws {
        let list = rates(
            published(friday + -1, eur, usd, "1.113"), published(friday, eur, jpy, "175.68"),
            published(friday + -1, eur, jpy, "175.92"))
        #expect(list.rate(from: eur, to: jpy, on: friday + 2)?.exact == Amount("175.68"))
        let dollar = try #require(list.rate(from: eur, to: usd, on: friday + 2))
        #expect(dollar.exact == Amount("1.113"))
        #expect(dollar.date == friday + -1)
        // Both legs of a cross rate are of one day.
        #expect(list.rate(from: usd, to: jpy, on: friday + 2)?.numerator == Amount("175.92"))
    }

    @Test func theSameRateTwiceIsOneAndAnotherIsReported() {
        var list = rates(published(friday, eur, usd, "1.1172"))
        #expect(list.add(published(friday, eur, usd, "1.11720", line: 9)) == nil)
        #expect(list.add(published(friday, eur, usd, "1.2", line: 9)) == published(friday, eur, usd, "1.1172"))
        #expect(list.rate(from: eur, to: usd, on: friday)?.exact == Amount("1.1172"))
    }

    @Test func aQuotientIsRoundedHalfToEven() throws {
        let half = try #require(
            rates(published(friday, eur, usd, "2000000000000")).rate(from: usd, to: eur, on: friday))
        #expect(try half.converted(Amount(1)) == .zero)
        #expect(try half.converted(Amount(3)) == Amount("0.000000000002"))
        #expect(try half.converted(Amount(-3)) == Amount("-0.000000000002"))
        #expect(try half.converted(Amount("3.1")!) == Amount("0.000000000002"))
    }

    @Test func anAmountTooLargeIsRefused() throws {
        let rate = try #require(ofEuro.rate(from: eur, to: usd, on: friday))
        let large = Amount("99999999999999999999999999999999999999")!
        #expect(throws: AmountError.tooLarge) { try rate.converted(large) }
    }

    /// There and back is the same money to within the rounding of one division.
    @Test func thereAndBackIsTheSameMoney() throws {
        let seed: UInt64 = 7
        var state = seed
        func next(_ bound: UInt64) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % bound)
        }
        for _ in 0..<500 {
            let rate = Amount(coefficient: Int128(next(5_000_000) + 1), scale: 4)
            let money = Amount(coefficient: Int128(next(1_000_000_000)), scale: 2)
            var list = ExchangeRates()
            _ = list.add(
                PublishedRate(date: friday, base: eur, quote: usd, rate: rate, position: SourcePosition(file: "fx.csv"))
            )
            let there = try #require(list.rate(from: usd, to: eur, on: friday)).converted(money)
            let back = try #require(list.rate(from: eur, to: usd, on: friday)).converted(there)
            let error = try back.subtracting(money).magnitude
            #expect(error <= Amount("0.000000001")!, "seed \(seed): \(money) at \(rate)")
        }
    }

    @Test func aMissingRateSaysWhatTheFileMustHold() {
        let message = Diagnostic.noExchangeRate(
            from: jpy, to: usd, on: friday, for: "quote q-2",
            at: SourcePosition(file: "quotes/q.csv", line: 2))
        #expect(
            message.rendered
                == "quotes/q.csv:2: error: found no rate from JPY to USD for quote q-2 on 2026-10-30, "
                + "expected one in fx.csv dated 2026-10-23 to 2026-10-30\n"
                + "  fix: add a row of that time to fx.csv: either the ECB layout (Date,…: units for one EUR) with JPY and USD, "
                + "or date,base,quote,rate with `2026-10-30,USD,JPY,RATE` (JPY for one USD)")
        #expect(
            Diagnostic.noExchangeRate(
                from: usd, to: eur, on: friday, for: "invoice lines",
                at: SourcePosition(file: "invoices/a.csv", line: 2)
            ).rendered
                == "invoices/a.csv:2: error: found no rate from USD to EUR for invoice lines on 2026-10-30, "
                + "expected one in fx.csv dated 2026-10-23 to 2026-10-30\n"
                + "  fix: add a row of that time to fx.csv: either the ECB layout (Date,…: units for one EUR) with USD, "
                + "or date,base,quote,rate with `2026-10-30,EUR,USD,RATE` (USD for one EUR)")
    }
}
