package import Diagnostics
package import Money

/// One rate as published: `rate` units of `quote` for one unit of `base`.
package struct PublishedRate: Hashable, Sendable {
    package var date: Day
    package var base: Currency
    package var quote: Currency
    /// Above 0.
    package var rate: Amount
    package var position: SourcePosition

    package init(date: Day, base: Currency, quote: Currency, rate: Amount, position: SourcePosition) {
        self.date = date
        self.base = base
        self.quote = quote
        self.rate = rate
        self.position = position
    }
}

/// What one unit of a currency is worth in another on a day, as a quotient of products of published rates.
package struct ExchangeRate: Hashable, Sendable {
    package let numerator: Amount
    package let denominator: Amount
    /// Day of publication, at most seven days before the day asked for.
    package let date: Day
    /// The published rates it is made of, for a note beside the figure: `EUR/USD 1.1172 of 2026-10-30 (fx.csv:2)`.
    package let source: String

    /// The rate for charts, forecasts and cells; converted money comes from ``converted(_:)``.
    package var value: Double { numerator.doubleValue / denominator.doubleValue }

    /// The rate as an exact decimal; nil where the quotient does not end within 38 digits.
    package var exact: Amount? {
        guard let quotient = try? Amount.quotient(numerator, denominator, digits: 37), quotient.isExact else {
            return nil
        }
        return quotient.amount
    }

    /// Converts money. Exact where the rate is a published one; a division is rounded half to even to twelve decimals
    /// (fewer only where the amount itself leaves no room).
    ///
    /// - Throws: ``AmountError/tooLarge``.
    package func converted(_ amount: Amount) throws(AmountError) -> Amount {
        let product = try amount.multiplied(by: numerator)
        return try Amount.quotient(product, denominator, digits: 12).amount
    }
}

/// Published exchange rates by day. A rate holds until the next one, for at most seven days.
package struct ExchangeRates: Hashable, Sendable {
    private struct Pair: Hashable {
        var base: Currency
        var quote: Currency
    }

    private var rates: [Day: [Pair: PublishedRate]] = [:]

    /// Days that a rate stays in force when no later one is published: a weekend and the longest run of bank holidays.
    package static let reach = 7

    package init() {}

    package var isEmpty: Bool { rates.isEmpty }

    /// Adds a rate.
    ///
    /// - Returns: The rate already there for the same day and pair when it has another value; it stays in force.
    package mutating func add(_ rate: PublishedRate) -> PublishedRate? {
        let pair = Pair(base: rate.base, quote: rate.quote)
        if let earlier = rates[rate.date]?[pair] { return earlier.rate == rate.rate ? nil : earlier }
        rates[rate.date, default: [:]][pair] = rate
        return nil
    }

    /// The rate in force on a day: of that day, else of the newest earlier day, at most seven days back, on which the
    /// pair can be formed. A pair is formed directly, inverted, or over one currency that both share, the euro first.
    ///
    /// - Returns: Nil when no rate reaches the day. One for equal currencies.
    package func rate(from: Currency, to: Currency, on day: Day) -> ExchangeRate? {
        let one = Amount(1)
        if from == to { return ExchangeRate(numerator: one, denominator: one, date: day, source: "same currency") }
        for back in 0...Self.reach {
            let date = day + -back
            guard let published = rates[date], let rate = Self.rate(from: from, to: to, among: published, date: date)
            else { continue }
            return rate
        }
        return nil
    }

    private static func rate(
        from: Currency, to: Currency, among published: [Pair: PublishedRate], date: Day
    ) -> ExchangeRate? {
        if let leg = leg(from: from, to: to, among: published) {
            return ExchangeRate(
                numerator: leg.numerator, denominator: leg.denominator, date: date, source: leg.source)
        }
        let euro = Currency("EUR")
        let others = Set(published.keys.flatMap { [$0.base, $0.quote] }).subtracting([from, to])
        for pivot in others.sorted(by: { ($0 == euro ? 0 : 1, $0) < ($1 == euro ? 0 : 1, $1) }) {
            guard let first = leg(from: from, to: pivot, among: published),
                let second = leg(from: pivot, to: to, among: published),
                let numerator = try? first.numerator.multiplied(by: second.numerator),
                let denominator = try? first.denominator.multiplied(by: second.denominator)
            else { continue }
            return ExchangeRate(
                numerator: numerator, denominator: denominator, date: date,
                source: "\(first.source), \(second.source)")
        }
        return nil
    }

    private static func leg(
        from: Currency, to: Currency, among published: [Pair: PublishedRate]
    ) -> (numerator: Amount, denominator: Amount, source: String)? {
        if let direct = published[Pair(base: from, quote: to)] {
            return (direct.rate, Amount(1), direct.sourceText)
        }
        if let inverse = published[Pair(base: to, quote: from)] {
            return (Amount(1), inverse.rate, inverse.sourceText)
        }
        return nil
    }
}

extension PublishedRate {
    fileprivate var sourceText: String { "\(base)/\(quote) \(rate) of \(date) (\(position))" }
}

extension Diagnostic {
    /// For money whose currency no published rate turns into the one that is needed; the run ends with 65.
    ///
    /// - Parameters:
    ///   - what: What needs the rate, as a noun: `invoice lines`, `quote q-2`.
    ///   - column: That names the currency; nil where none does.
    package static func noExchangeRate(
        from: Currency, to: Currency, on day: Day, for what: String, column: String? = nil, at position: SourcePosition
    ) -> Diagnostic {
        let euro = Currency("EUR")
        let columns = [from, to].filter { $0 != euro }.map(\.code).sorted().joined(separator: " and ")
        return Diagnostic(
            "no-exchange-rate", at: position,
            found: (column.map { "\(from) in column \($0), and " } ?? "")
                + "no rate from \(from) to \(to) for \(what) on \(day)",
            expected: "one in fx.csv dated \(day + -ExchangeRates.reach) to \(day)",
            fix: (column == nil ? "" : "correct the currency if it is mistyped; else ")
                + "add a row of that time to fx.csv: either the ECB layout (Date,…: units for one EUR) with \(columns), "
                + "or date,base,quote,rate with `\(day),\(to),\(from),RATE` (\(from) for one \(to))")
    }
}
