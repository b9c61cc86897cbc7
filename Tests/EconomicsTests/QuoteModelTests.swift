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

    /// 3 a GPU-hour over 730 hours, and all sixteen GPUs of two servers.
    @Test func aGPUMonthIsItsHours() throws {
        var line = QuoteLine(
            id: "m", vendor: "cloud", pricing: .onDemand, lineType: .compute, file: "quotes.csv", line: 2)
        line.gpu = "H100-SXM-80GB"
        line.gpusPerUnit = Amount(8)
        line.quantity = Amount(2)
        line.price = Amount(24)
        line.priceUnit = .instanceHour
        line.currency = Currency("USD")
        let priced = try PricedQuotes(
            [line], prices: [:], asOf: Day(year: 2026, month: 10, day: 31), currency: Currency("USD"),
            rates: ExchangeRates())
        #expect(priced.evaluation.value("gpu_month_reporting", lane: 0) == 2190)
        #expect(priced.evaluation.value("line_month_reporting", lane: 0) == 35_040)
    }

    /// Four years, as the model's own servers; without any life the server would be free.
    @Test func aServerWithoutALifeIsNotFree() throws {
        var line = QuoteLine(
            id: "s", vendor: "maker", pricing: .purchase, lineType: .compute, file: "quotes.csv", line: 2)
        line.gpu = "H100-SXM-80GB"
        line.gpusPerUnit = Amount(8)
        line.price = Amount(280_320)
        line.priceUnit = .unitOneTime
        line.currency = Currency("USD")
        let priced = try PricedQuotes(
            [line], prices: [:], asOf: Day(year: 2026, month: 10, day: 31), currency: Currency("USD"),
            rates: ExchangeRates())
        #expect(abs(priced.evaluation.value("gpu_hour", lane: 0) - 1) < 1e-12)
    }

    /// 10 kW at 200 a kW are 2,000 a month; 10 kW for 730 hours at half load, PUE 1.5 and 0.10 are 547.50 more.
    @Test func powerInThePriceOfColocationCountsOnce() throws {
        func running(_ includesPower: Bool) throws -> Double {
            var line = QuoteLine(
                id: "s", vendor: "maker", pricing: .purchase, lineType: .compute, file: "quotes.csv", line: 2)
            line.gpu = "H100-SXM-80GB"
            line.gpusPerUnit = Amount(8)
            line.price = Amount(100_000)
            line.priceUnit = .unitOneTime
            line.currency = Currency("USD")
            line.powerKW = Amount(10)
            line.powerUtilisationPct = Amount(50)
            line.pue = Amount("1.5")
            line.electricity = Amount("0.10")
            line.colo = Amount(200)
            line.coloIncludesPower = includesPower
            return try PricedQuotes(
                [line], prices: [:], asOf: Day(year: 2026, month: 10, day: 31), currency: Currency("USD"),
                rates: ExchangeRates()
            ).evaluation.value("site", lane: 0)
        }
        #expect(abs(try running(false) - 2547.5) < 1e-9)
        #expect(try running(true) == 2000)
    }

    /// The same price of a month is dearer by the hour where the vendor's month is shorter.
    @Test(arguments: [(720, 8.0), (730, 5760.0 / 730), (744, 5760.0 / 744)])
    func aMonthHasTheHoursOfTheQuote(_ hours: Int, _ hour: Double) throws {
        var line = QuoteLine(
            id: "m", vendor: "cloud", pricing: .reserved, lineType: .compute, file: "quotes.csv", line: 2)
        line.gpu = "H100-SXM-80GB"
        line.gpusPerUnit = Amount(1)
        line.termMonths = 12
        line.price = Amount(5760)
        line.priceUnit = .gpuMonth
        line.hoursPerMonth = Amount(hours)
        line.currency = Currency("USD")
        let priced = try PricedQuotes(
            [line], prices: [:], asOf: Day(year: 2026, month: 10, day: 31), currency: Currency("USD"),
            rates: ExchangeRates())
        #expect(abs(priced.evaluation.value("gpu_hour", lane: 0) - hour) < 1e-12)
    }

    /// Hours that are taken away are bought again: 2 an hour with 12 % lost is 2 / 0.88.
    @Test func interruptionsOfSpotArePartOfThePrice() throws {
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
        #expect(try priced(0).evaluation.value("gpu_hour", lane: 0) == 2)
        #expect(try priced(12).evaluation.value("gpu_hour", lane: 0) == 2 / 0.88)
        #expect(try priced(12).evaluation.value("interruption_share", lane: 0) == 0.12)
        #expect(try priced(100).standings == [.unpriced])
    }

    /// A lease and a purchase stand in the same room: 10 kW at 116.80 are 0.20 for each of 5840 GPU-hours.
    @Test(arguments: [QuotePricing.lease, .purchase, .reserved, .onDemand])
    func roomPowerAndLicencesCountAlikeInEveryForm(_ pricing: QuotePricing) throws {
        func hours(_ extras: Bool) throws -> Double {
            var line = QuoteLine(
                id: "s", vendor: "v", pricing: pricing, lineType: .compute, file: "quotes.csv", line: 2)
            line.gpu = "H100-SXM-80GB"
            line.gpusPerUnit = Amount(8)
            line.price = Amount(5840)
            line.priceUnit = pricing == .purchase ? .unitOneTime : .instanceMonth
            line.termMonths = pricing == .lease || pricing == .reserved ? 36 : 0
            line.currency = Currency("USD")
            if extras {
                line.powerKW = Amount(10)
                line.colo = Amount("116.80")
                line.coloIncludesPower = true
                line.softwarePerGPUYear = Amount(8760)
            }
            return try PricedQuotes(
                [line], prices: [:], asOf: Day(year: 2026, month: 10, day: 31), currency: Currency("USD"),
                rates: ExchangeRates()
            ).evaluation.value("gpu_hour", lane: 0)
        }
        // A cloud's rooms are its own.
        let expected = pricing == .lease || pricing == .purchase ? 1.2 : 1.0
        #expect(abs(try hours(true) - hours(false) - expected) < 1e-12)
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
        #expect(abs(value("support") - 2583.33) < 0.005)
        #expect(abs(value("site") - (1989.00 + 853.13)) < 0.01)
        #expect(abs(value("gpu_hour") - 2.0933) < 0.00005)
    }
}
