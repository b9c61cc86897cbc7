import Diagnostics
package import Money

/// A rate as an invoice states it: `rate` units of `quote` for one unit of `base`, above 0.
package struct InvoiceRate: Hashable, Sendable {
    package var base: Currency
    package var quote: Currency
    package var rate: Amount

    package init(base: Currency, quote: Currency, rate: Amount) {
        self.base = base
        self.quote = quote
        self.rate = rate
    }
}

extension InvoiceRate: CustomStringConvertible {
    package var description: String { "\(base)/\(quote) \(rate)" }
}

/// One charge in two currencies, as an invoice states it: `amount` in `currency`, `cost` in that of the bill.
package struct PricedCost: Hashable, Sendable {
    package var currency: Currency
    package var amount: Amount
    package var cost: Amount

    package init(currency: Currency, amount: Amount, cost: Amount) {
        self.currency = currency
        self.amount = amount
        self.cost = cost
    }
}

/// The rates that invoices state for themselves, by vendor and month. They go before published ones.
struct InvoiceRates {
    private struct Key: Hashable {
        var provider: String
        var month: Month
        var base: Currency
        var quote: Currency
    }

    private var stated: [Key: Set<Amount>] = [:]
    /// Where each is stated first.
    private var places: [Key: SourcePosition] = [:]
    /// The same charges in the bill's currency and in another: their quotient is a rate where none is stated.
    private var totals: [Key: (cost: Amount, priced: Amount)] = [:]

    /// - Parameter provider: In its canonical spelling.
    mutating func add(_ rate: InvoiceRate, provider: String, month: Month, at place: SourcePosition) {
        let key = Key(provider: provider, month: month, base: rate.base, quote: rate.quote)
        places[key] = min(places[key] ?? place, place)
        stated[key, default: []].insert(rate.rate)
    }

    /// - Parameters:
    ///   - currency: The bill's.
    ///   - provider: In its canonical spelling.
    mutating func add(
        _ priced: PricedCost, in currency: Currency, provider: String, month: Month
    ) throws(AmountError) {
        let key = Key(provider: provider, month: month, base: priced.currency, quote: currency)
        let sum = totals[key] ?? (.zero, .zero)
        totals[key] = (try sum.cost.adding(priced.cost), try sum.priced.adding(priced.amount))
    }

    /// - Returns: Nil when no invoice of the vendor's month states the pair, or several state it differently.
    func rate(provider: String, month: Month, from: Currency, to: Currency) -> ExchangeRate? {
        func only(_ base: Currency, _ quote: Currency) -> Amount? {
            let rates = stated[Key(provider: provider, month: month, base: base, quote: quote)] ?? []
            return rates.count == 1 ? rates.first : nil
        }
        let source = "invoices of \(provider), \(month)"
        if let rate = only(from, to) {
            return ExchangeRate(numerator: rate, denominator: Amount(1), date: month.lastDay, source: source)
        }
        if let rate = only(to, from) {
            return ExchangeRate(numerator: Amount(1), denominator: rate, date: month.lastDay, source: source)
        }
        return quotient(provider: provider, month: month, from: from, to: to, source: source)
    }

    private func quotient(
        provider: String, month: Month, from: Currency, to: Currency, source: String
    ) -> ExchangeRate? {
        func totals(_ base: Currency, _ quote: Currency) -> (cost: Amount, priced: Amount)? {
            let key = Key(provider: provider, month: month, base: base, quote: quote)
            guard stated[key] == nil, let sums = self.totals[key], sums.cost > .zero, sums.priced > .zero else {
                return nil
            }
            return sums
        }
        if let sums = totals(from, to) {
            return ExchangeRate(numerator: sums.cost, denominator: sums.priced, date: month.lastDay, source: source)
        }
        if let sums = totals(to, from) {
            return ExchangeRate(numerator: sums.priced, denominator: sums.cost, date: month.lastDay, source: source)
        }
        return nil
    }

    /// A warning for each pair that the invoices of a vendor's month state differently.
    var notes: [Diagnostic] {
        stated.filter { $0.value.count > 1 }.map { key, rates in
            .invoiceRatesDiffer(
                rates.sorted().map { InvoiceRate(base: key.base, quote: key.quote, rate: $0) }, provider: key.provider,
                month: key.month, at: places[key] ?? SourcePosition(file: "invoices"))
        }.sorted { $0.found < $1.found }
    }
}

extension Diagnostic {
    static func invoiceRatesDiffer(
        _ rates: [InvoiceRate], provider: String, month: Month, at place: SourcePosition
    ) -> Diagnostic {
        Diagnostic(
            "invoice-rates-differ", .warning, at: place,
            found: "\(rates.map { "\($0)" }.joined(separator: " and ")) on invoices of \(provider) for \(month)",
            expected: "one rate of a vendor for a month",
            fix: "the published rate of fx.csv holds instead; leave it so, or keep the exports of one rate")
    }
}
