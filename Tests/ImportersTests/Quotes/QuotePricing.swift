import Billing
import Economics
import Money

extension QuoteLine {
    /// The effective price of a GPU-hour as the quote model has it, in the line's own currency; nil without one or for a
    /// purchase.
    var gpuHour: Double? {
        guard lineType == .compute, status != .unpriced, pricing != .purchase, let currency else { return nil }
        let day = Day(year: 2026, month: 11, day: 23)
        let priced = try? PricedQuotes([self], prices: [:], asOf: day, currency: currency, rates: ExchangeRates())
        return priced?.evaluation.value("gpu_hour", member: 0, lane: 0)
    }
}
