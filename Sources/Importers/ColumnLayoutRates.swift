import Billing
import Money

/// What a file itself says about the worth of its currency, and whether its months are closed.
extension ColumnLayout {
    /// The rate that the record or the lines above the header state; nil where there is none, or it prices a currency in
    /// itself.
    func statedRate(_ texts: [String], for line: ChargeLine) -> InvoiceRate? {
        guard let own = line.currency else { return nil }
        if let stated = document.exchangeRate, stated.base != own {
            return InvoiceRate(base: stated.base, quote: own, rate: stated.rate)
        }
        for (index, key) in keys.enumerated() {
            guard case .exchangeRate(let of, let into) = key.field, let base = of ?? rateBase(texts) else { continue }
            let quote = into ?? own
            guard base != quote, base == own || quote == own, let rate = Self.rate(texts[index]) else { continue }
            return InvoiceRate(base: base, quote: quote, rate: rate)
        }
        return nil
    }

    /// What the record says that its cost is in the currency of its prices.
    func pricedCost(_ texts: [String], _ sums: [Amount?], for line: ChargeLine) -> PricedCost? {
        guard let own = line.currency, let cost = line.effectiveCost ?? line.billedCost else { return nil }
        for (measure, sum) in zip(measures, sums) {
            guard case .pricedCost(let stated) = measure.measure, let sum, let currency = stated ?? rateBase(texts),
                currency != own
            else { continue }
            return PricedCost(currency: currency, amount: sum, cost: cost)
        }
        return nil
    }

    /// Whether a charge stands in a month that the vendor has not closed.
    func isOpen(_ texts: [String], _ line: ChargeLine) -> Bool {
        line.category == .usage && zip(keys, texts).contains { $0.field == .closing && isNull($1.trimmingBlanks) }
    }

    /// Virtual currencies have no code and no rate.
    private func rateBase(_ texts: [String]) -> Currency? {
        for (key, text) in zip(keys, texts) where key.field == .rateBase {
            let code = text.trimmingBlanks
            if !isNull(code), code.utf8.count == 3, code.allSatisfy({ $0.isASCII && $0.isLetter }) {
                return Currency(code)
            }
        }
        return nil
    }

    /// A rate that cannot be read is none: the published one holds.
    static func rate(_ text: String) -> Amount? {
        guard case .value(let rate) = NumberStyle(allowsGrouping: true).read(text), !rate.isZero, !rate.isNegative
        else {
            return nil
        }
        return rate
    }
}
