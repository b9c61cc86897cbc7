import Billing
import Diagnostics
import Money
import Testing

@testable import Economics

/// Quotes whose currency no rate turns into the reporting currency on the as-of date.
struct QuotesWithoutRateTests {
    private static let day = Day(year: 2026, month: 3, day: 31)

    private static func quote(_ id: String, _ currency: String, _ price: String, line: Int) -> QuoteLine {
        var quote = QuoteLine(
            id: id, vendor: "maker", pricing: .onDemand, lineType: .compute, file: "quotes/a.csv", line: line)
        quote.gpu = "H100-SXM-80GB"
        quote.gpusPerUnit = Amount(1)
        quote.price = Amount(price)!
        quote.priceUnit = .gpuHour
        quote.currency = Currency(currency)
        return quote
    }

    private static func priced(_ lines: [QuoteLine]) throws -> PricedQuotes {
        try PricedQuotes(lines, prices: [:], asOf: day, currency: Currency("USD"), rates: ExchangeRates())
    }

    private static func request(_ quote: String) -> PricedQuotes.Request {
        .init(fleet: "capacity", quote: quote, gpu: "H100-SXM-80GB", allowSpot: false, position: nil)
    }

    private static let expectation = """
        expected one in fx.csv dated 2026-03-24 to 2026-03-31
          fix: add a row of that time to fx.csv: either the ECB layout (Date,…: units for one EUR) with USD, or date,base,quote,rate with `2026-03-31,USD,EUR,RATE` (EUR for one USD)
        """

    @Test func anUnusedOneIsNamedOnceAndNeverChosen() throws {
        let quotes = try Self.priced([
            Self.quote("dear", "USD", "9", line: 2), Self.quote("euro", "EUR", "1", line: 3),
        ])
        #expect(quotes.lines.map(\.id) == ["dear", "euro"])
        #expect(quotes.standings.map(\.rawValue) == ["valid", "unpriced: no rate"])
        #expect(quotes.ranks == [1, nil])
        #expect(try quotes.capacity([Self.request("cheapest")]).chosen == ["capacity": "dear"])
        #expect(
            quotes.notes.map(\.rendered) == [
                "quotes/a.csv:3: warning: found no rate from EUR to USD for the unused quote euro on 2026-03-31, "
                    + Self.expectation
            ])
    }

    @Test func severalOfOneCurrencyAreOneWarning() throws {
        let quotes = try Self.priced((1...3).map { Self.quote("euro-\($0)", "EUR", "1", line: $0 + 1) })
        #expect(
            quotes.notes.map(\.rendered) == [
                "quotes/a.csv:2: warning: found no rate from EUR to USD for euro-1 and 2 more unused quotes on "
                    + "2026-03-31, " + Self.expectation
            ])
    }

    @Test(arguments: ["euro", "cheapest"]) func oneThatAPoolNeedsIsAnError(_ named: String) throws {
        let quotes = try Self.priced([Self.quote("euro", "EUR", "1", line: 3)])
        let failure = #expect(throws: Failure.self) {
            _ = try quotes.capacity([Self.request(named), Self.request(named)])
        }
        #expect(failure?.status == .badData)
        #expect(
            failure?.diagnostics.map(\.rendered) == [
                "quotes/a.csv:3: error: found no rate from EUR to USD for quote euro on 2026-03-31, " + Self.expectation
            ])
    }

    @Test func theRateOfTheQuoteItselfIsEnough() throws {
        var quote = Self.quote("euro", "EUR", "2", line: 3)
        quote.fxRateToBase = Amount("1.5")
        let quotes = try Self.priced([quote])
        #expect(quotes.notes.isEmpty)
        #expect(quotes.effectivePrice(0) == 3)
    }

    /// What exceeds a reservation has a price; only its rate is missing.
    @Test func theOverflowOfAReservationNamesTheMissingRate() throws {
        var year = Self.quote("year", "USD", "2", line: 2)
        year.pricing = .reserved
        year.termMonths = 12
        let quotes = try Self.priced([year, Self.quote("euro", "EUR", "1", line: 3)])
        let failure = #expect(throws: Failure.self) { _ = try quotes.capacity([Self.request("year")]) }
        #expect(failure?.status == .badData)
        #expect(
            failure?.diagnostics.map(\.rendered) == [
                "quotes/a.csv:3: error: found no rate from EUR to USD for quote euro on 2026-03-31, " + Self.expectation
            ])
        let alone = #expect(throws: Failure.self) { _ = try Self.priced([year]).capacity([Self.request("year")]) }
        #expect(alone?.diagnostics.map(\.code) == ["no-overflow-price"])
    }
}
