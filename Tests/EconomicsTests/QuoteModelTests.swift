import Billing
import Economics
import Money
import Testing

/// The published golden case of an owned server: every step of it by hand.
struct QuoteModelTests {
    /// 100,000 for eight GPUs over five years to nothing: 1,666.67 a month, and 3 % spares 50 more.
    @Test func sparesThatAreBoughtAlongAreCapital() throws {
        var line = QuoteLine(
            id: "s", vendor: "maker", pricing: .purchase, lineType: .compute, file: "quotes.csv", line: 2)
        line.gpu = "H100-SXM-80GB"
        line.gpusPerUnit = Amount(8)
        line.price = Amount(100_000)
        line.priceUnit = .unitOneTime
        line.currency = Currency("USD")
        line.depreciationYears = Amount(5)
        line.sparesPct = Amount(3)
        let priced = try PricedQuotes(
            [line], prices: [:], asOf: Day(year: 2026, month: 10, day: 31), currency: Currency("USD"),
            rates: ExchangeRates())
        #expect(abs(priced.evaluation.value("depreciation", lane: 0) - 103_000 / 60) < 1e-9)
        // A server that the model buys costs what is quoted: spares are no part of its fleet.
        #expect(priced.evaluation.value("server_price_reporting", lane: 0) == 100_000)
    }

    /// Hours that are taken away need more GPUs; the price of an hour stays.
    @Test func interruptionsOfSpotAreAFactBesideThePrice() throws {
        func priced(_ percent: Int) throws -> PricedQuotes {
            var line = QuoteLine(
                id: "s", vendor: "cloud", pricing: .spot, lineType: .compute, file: "quotes.csv", line: 2)
            line.gpu = "H100-SXM-80GB"
            line.gpusPerUnit = Amount(8)
            line.price = Amount(16)
            line.priceUnit = .instanceHour
            line.currency = Currency("USD")
            line.interruptionPct = Amount(percent)
            return try PricedQuotes(
                [line], prices: [:], asOf: Day(year: 2026, month: 10, day: 31), currency: Currency("USD"),
                rates: ExchangeRates())
        }
        #expect(try priced(12).evaluation.value("gpu_hour", lane: 0) == 2)
        #expect(try priced(12).evaluation.value("interruption_share", lane: 0) == 0.12)
        #expect(try priced(100).standings == [.unpriced])
    }

    @Test func anOwnedServerCostsTheGoldenPriceOfAGPUHour() throws {
        var line = QuoteLine(
            id: "golden", vendor: "maker", pricing: .purchase, lineType: .compute, file: "quotes.csv", line: 2)
        line.gpu = "H100-SXM-80GB"
        line.gpusPerUnit = Amount(8)
        line.price = Amount(310_000)
        line.priceUnit = .unitOneTime
        line.currency = Currency("USD")
        line.networkCapex = Amount(37_200)
        line.depreciationYears = Amount(5)
        line.residualPct = Amount(10)
        line.financingPct = Amount(10)
        line.supportPct = Amount(10)
        line.powerKW = Amount("10.2")
        line.powerUtilisationPct = Amount(80)
        line.pue = Amount("1.54")
        line.electricity = Amount("0.093")
        line.colo = Amount(195)
        let priced = try PricedQuotes(
            [line], prices: [:], asOf: Day(year: 2026, month: 10, day: 31), currency: Currency("USD"),
            rates: ExchangeRates())
        func value(_ id: String) -> Double { priced.evaluation.value(id, lane: 0) }
        #expect(abs(value("depreciation") - 5208.00) < 0.005)
        #expect(abs(value("financing") - 1591.33) < 0.005)
        #expect(abs(value("running") - (2583.33 + 1989.00 + 853.13)) < 0.015)
        #expect(abs(value("gpu_hour") - 2.0933) < 0.00005)
    }
}
