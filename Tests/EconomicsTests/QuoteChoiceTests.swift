import Billing
import Diagnostics
import Economics
import Money
import Testing

/// Which quote a fleet gets when it asks for the cheapest under limits, or for one by name.
struct QuoteChoiceTests {
    private static func quote(
        _ id: String, _ price: String?, gpus: Int = 8, region: String? = "us-east-1", pricing: QuotePricing = .onDemand,
        term: Int = 0, validUntil: String? = nil, status: QuoteStatus = .priced, unit: PriceUnit = .instanceHour,
        units: Int = 1
    ) -> QuoteLine {
        var line = QuoteLine(id: id, vendor: "v", pricing: pricing, lineType: .compute, file: "q.csv", line: 2)
        line.gpu = status == .needsReview ? nil : "H100-SXM-80GB"
        line.gpuMemory = status == .needsReview ? nil : 80
        line.gpusPerUnit = Amount(gpus)
        line.quantity = Amount(units)
        line.price = price.flatMap { Amount($0) }
        line.priceUnit = unit
        line.currency = Currency("USD")
        line.region = region
        line.termMonths = term
        line.validUntil = validUntil.flatMap { Day($0) }
        line.status = price == nil ? .unpriced : status
        line.statusReason = price == nil ? "the price is \"Contact sales\"" : nil
        return line
    }

    private let lines = [
        quote("spot", "8", pricing: .spot), quote("lapsed", "9", validUntil: "2026-11-22"),
        quote("single", "1.2", gpus: 1), quote("long", "12", pricing: .reserved, term: 36),
        quote("west", "14", region: "us-west-2"), quote("year", "15", pricing: .reserved, term: 12),
        quote("east", "16"), quote("nowhere", "13", region: nil), quote("ask", nil),
        quote("doubt", "2", status: .needsReview), quote("byGPU", "1.9", gpus: 1, unit: .gpuHour),
    ]

    private func choice(
        _ quote: String = "cheapest", spot: Bool = false, regions: [String] = [], term: Int? = nil, memory: Int? = nil,
        together: Int? = nil, replica: Int = 1, among chosen: [QuoteLine]? = nil
    ) throws(Failure) -> String? {
        let priced = try PricedQuotes(
            chosen ?? lines, prices: [:], asOf: Day(year: 2026, month: 11, day: 23), currency: Currency("USD"),
            rates: ExchangeRates())
        return try priced.capacity([
            PricedQuotes.Request(
                fleet: "capacity", quote: quote, gpu: "H100-SXM-80GB", allowSpot: spot, regions: regions,
                maxTermMonths: term, minMemory: memory, maxGPUsTogether: together, gpusPerReplica: replica,
                position: nil)
        ]).chosen["capacity"]
    }

    private func capacity(
        _ quote: QuoteLine, block: Bool = false, says: Bool = false
    ) throws -> [String: DriverValue] {
        let priced = try PricedQuotes(
            [quote, Self.quote("rent", "24")], prices: [:], asOf: Day(year: 2026, month: 11, day: 23),
            currency: Currency("USD"), rates: ExchangeRates())
        let layer = try priced.capacity([
            PricedQuotes.Request(
                fleet: "capacity", quote: quote.id, gpu: nil, allowSpot: false, isBlock: block, saysSoldTogether: says,
                position: nil)
        ]).layer
        return Dictionary(uniqueKeysWithValues: layer.drivers.map { (String($0.key.dropFirst(9)), $0.value.base) })
    }

    /// A price for each GPU does not make an instance larger than it is.
    @Test func anInstanceSmallerThanAReplicaIsPassedOverHoweverItIsPriced() throws {
        let offers = [
            Self.quote("pair", "1.5", gpus: 2, unit: .gpuHour), Self.quote("eight", "2.5", unit: .gpuHour),
            Self.quote("any", "1.9", gpus: 1, unit: .gpuHour),
        ]
        #expect(try choice(among: offers) == "pair")
        #expect(try choice(replica: 4, among: offers) == "any")
        #expect(try choice(replica: 4, among: Array(offers.prefix(2))) == "eight")
    }

    @Test func wholeInstancesArePaidForTogether() throws {
        let together = "gpus_sold_together"
        #expect(try capacity(Self.quote("a", "16"))[together] == .number(8))
        #expect(try capacity(Self.quote("a", "2", unit: .gpuHour))[together] == nil)
        #expect(try capacity(Self.quote("a", "2", gpus: 1))[together] == nil)
        #expect(try capacity(Self.quote("a", "16"), says: true)[together] == nil)
        var stated = Self.quote("a", "2", unit: .gpuHour)
        stated.gpusSoldTogether = 4
        #expect(try capacity(stated)[together] == .number(4))
        // What exceeds a reservation comes by the instance on demand.
        #expect(try capacity(Self.quote("a", "12", pricing: .reserved, term: 12))[together] == .number(8))
    }

    /// Days of a block are months of the model; one that ends within a month is taken by name alone, or as a block.
    @Test func blocksOfDaysAreTakenWhereTheyAreAskedFor() throws {
        var short = Self.quote("block", "4", pricing: .reserved, term: 1)
        short.termDays = 14
        var long = Self.quote("half", "6", pricing: .reserved, term: 6)
        long.termDays = 182
        #expect(try choice(among: [short, Self.quote("rent", "24")]) == "rent")
        #expect(try choice(among: [long, Self.quote("rent", "24")]) == "half")
        let block = try capacity(long, block: true)
        #expect(block["mode"] == .word("block"))
        #expect(block["block_months"] == .number(6))
        #expect(block["reserved_gpus"] == .number(8))
        #expect(try capacity(short)["mode"] == .word("reserved"))
    }

    @Test func theCheapestValidLineWithinTheLimitsIsChosen() throws {
        #expect(try choice() == "single")
        #expect(try choice(spot: true) == "spot")
        #expect(try choice(replica: 8) == "long")
        #expect(try choice(term: 12, replica: 8) == "nowhere")
        #expect(try choice(regions: ["us-*"], term: 12, replica: 8) == "west")
        #expect(try choice(regions: ["us-EAST-*"], term: 12, replica: 8) == "year")
        #expect(try choice(regions: ["us-east-1"], term: 0, replica: 16) == "byGPU")
        #expect(try choice("lapsed") == "lapsed")
    }

    /// A commitment binds all its units: sixteen servers at 12 an hour cost more than two GPUs at 3.5.
    @Test func whatBindsMoreGPUsThanAreWantedIsPassedOver() throws {
        let demand = Self.quote("eight", "14.5")
        let lines = [
            Self.quote("fleet", "12", pricing: .reserved, term: 12, units: 16), Self.quote("pair", "3.9", gpus: 2),
            demand, Self.quote("node", "13", pricing: .reserved, term: 12),
        ]
        #expect(try choice(among: lines) == "fleet")
        #expect(try choice(together: 127, among: lines) == "node")
        #expect(try choice(together: 7, among: lines) == "pair")
        let failure = #expect(throws: Failure.self) { try choice(memory: 141, together: 7, among: lines) }
        #expect(
            failure?.diagnostics.map(\.rendered) == [
                "capacity.quote: error: found no valid, priced quote for H100-SXM-80GB among 4 lines: 4 with less memory (fleet, node, eight, pair), expected at least one line of that GPU that has not expired; spot lines do not count; its GPU must have 141 GB; it may bind at most 7 GPUs at a time\n"
                    + "  fix: add a quote, write its prices under `capacity`, or name a quote by its id"
            ])
        #expect(try choice(memory: 80, among: lines) == "fleet")
    }

    /// 17,520 a month are 3 for each hour of eight GPUs.
    @Test func aLeastBillOfAMonthIsPartOfThePrice() throws {
        var cheap = Self.quote("cheap", "8")
        cheap.monthlyMinimum = Amount(17_520)
        #expect(try choice(among: [cheap, Self.quote("plain", "20")]) == "plain")
    }

    /// What no fleet may choose is valid, and has no rank.
    @Test func ranksAreGivenToWhatMayBeChosen() throws {
        let priced = try PricedQuotes(
            lines, prices: [:], asOf: Day(year: 2026, month: 11, day: 23), currency: Currency("USD"),
            rates: ExchangeRates(), mayChoose: { $0.pricing != .spot && $0.termMonths <= 12 })
        let ranked = zip(priced.lines, priced.ranks).filter { $0.1 != nil }.map { "\($0.1!) \($0.0.id)" }
        #expect(ranked == ["1 single", "2 nowhere", "3 west", "4 year", "5 byGPU", "6 east"])
        // What is valid and beyond the limits follows, whatever it costs.
        #expect(
            priced.lines.map(\.id).prefix(8) == ["single", "nowhere", "west", "year", "byGPU", "east", "spot", "long"])
        #expect(priced.standings.prefix(8).allSatisfy { $0 == .valid })
    }

    @Test func aPriceThatNoGPUHasIsPointedOut() throws {
        let priced = try PricedQuotes(
            [Self.quote("much", "55.04", unit: .gpuHour), Self.quote("fair", "55.04")], prices: [:],
            asOf: Day(year: 2026, month: 11, day: 23), currency: Currency("USD"), rates: ExchangeRates())
        #expect(
            priced.notes.map(\.rendered) == [
                "q.csv:2: warning: found quote much at 55.04 USD for a GPU-hour, expected 0.2 to 30\n"
                    + "  fix: check price, price_unit and gpus_per_unit"
            ])
    }

    @Test(arguments: [
        (
            "ask",
            "capacity.quote: error: found capacity.quote: ask, but the price is \"Contact sales\", expected a quote with a price and a GPU that is known\n"
                + "  fix: mend q.csv, line 2, or name another quote"
        )
    ])
    func aQuoteWithoutAPriceCannotBeNamed(_ id: String, _ message: String) {
        let failure = #expect(throws: Failure.self) { try choice(id) }
        #expect(failure?.status == .badConfiguration)
        #expect(failure?.diagnostics.map(\.rendered) == [message])
    }

    @Test func otherGPUsAreCountedAndNotNamed() {
        var other = Self.quote("other", "4")
        other.gpu = "H200-SXM-141GB"
        let failure = #expect(throws: Failure.self) { try choice(among: [other]) }
        #expect(
            failure?.diagnostics.first?.found
                == "no valid, priced quote for H100-SXM-80GB among 1 line: 1 for another GPU")
        let none = #expect(throws: Failure.self) { try choice(among: []) }
        #expect(none?.diagnostics.first?.found == "no valid, priced quote for H100-SXM-80GB: there is no quote")
    }

    @Test func limitsThatNothingMeetsAreNamed() {
        let failure = #expect(throws: Failure.self) {
            try choice(regions: ["eu-*", "ap-*"], term: 12, replica: 8)
        }
        #expect(
            failure?.diagnostics.first?.found
                == "no valid, priced quote for H100-SXM-80GB among 11 lines: 1 spot (spot), 7 outside the regions (single, long, nowhere, west, …), 1 lapsed, 1 without a price, 1 to be reviewed"
        )
        #expect(
            failure?.diagnostics.first?.expected
                == "at least one line of that GPU that has not expired; spot lines do not count; its region must be eu-* or ap-*; its term at most 12 months; an instance must hold a replica of 8 GPUs"
        )
    }
}
