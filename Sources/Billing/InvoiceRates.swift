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

/// The rates that invoices state for themselves, by vendor and month. They go before published ones.
struct InvoiceRates {
    private struct Key: Hashable {
        var provider: String
        var month: Month
        var base: Currency
        var quote: Currency
    }

    private var stated: [Key: Set<Amount>] = [:]

    /// - Parameter provider: In its canonical spelling.
    mutating func add(_ rate: InvoiceRate, provider: String, month: Month) {
        let key = Key(provider: provider, month: month, base: rate.base, quote: rate.quote)
        stated[key, default: []].insert(rate.rate)
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
        return nil
    }

    /// A warning for each pair that the invoices of a vendor's month state differently.
    var notes: [Diagnostic] {
        stated.filter { $0.value.count > 1 }.map { key, rates in
            .invoiceRatesDiffer(
                rates.sorted().map { InvoiceRate(base: key.base, quote: key.quote, rate: $0) }, provider: key.provider,
                month: key.month)
        }.sorted { $0.found < $1.found }
    }
}

extension Diagnostic {
    static func invoiceRatesDiffer(_ rates: [InvoiceRate], provider: String, month: Month) -> Diagnostic {
        Diagnostic(
            "invoice-rates-differ", .warning,
            found: "\(rates.map { "\($0)" }.joined(separator: " and ")) on invoices of \(provider) for \(month)",
            expected: "one rate of a vendor for a month",
            fix: "the published rate of fx.csv holds instead; leave it so, or keep the exports of one rate")
    }
}
