import Diagnostics
import Money

extension LedgerBuilder {
    /// A prepayment and the usage drawn from it are the same money at two times: under the billed basis the month of
    /// the purchase carries all of it and the usage nothing, which is no run rate.
    func refusePrepaidPurchases() throws(Failure) {
        struct Prepayment {
            var amount: Amount
            var currency: Currency
            var position: SourcePosition
        }
        var purchases: [String: Prepayment] = [:]
        var drawn: Set<String> = []
        for file in files where file.serves != "own" {
            for line in file.lines {
                guard let billed = line.billedCost, let effective = line.effectiveCost, let currency = line.currency
                else { continue }
                let provider = names.canonicalProvider(line.provider)
                if line.category == .purchase, effective.isZero, !billed.isZero, !billed.isNegative {
                    var entry =
                        purchases[provider]
                        ?? Prepayment(
                            amount: .zero, currency: currency,
                            position: SourcePosition(file: file.name, line: line.firstLine))
                    if entry.currency == currency {
                        let sum = entry.amount
                        entry.amount = try exactly { () throws(AmountError) in try sum.adding(billed) }
                    }
                    entry.position = min(entry.position, SourcePosition(file: file.name, line: line.firstLine))
                    purchases[provider] = entry
                } else if line.category == .usage, billed.isZero, !effective.isZero {
                    drawn.insert(provider)
                }
            }
        }
        let problems = purchases.filter { drawn.contains($0.key) }.sorted { $0.key < $1.key }.map { provider, entry in
            Diagnostic.prepaidPurchase(
                provider: provider, amount: "\(entry.amount) \(entry.currency)", at: entry.position)
        }
        if !problems.isEmpty { throw Failure(.badData, problems) }
    }
}

extension Diagnostic {
    static func prepaidPurchase(provider: String, amount: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "prepaid-purchase", at: position,
            found: "a prepayment of \(amount) to \(provider) (Purchase with EffectiveCost 0) and usage drawn from it "
                + "(BilledCost 0) under the billed basis",
            expected: "a basis in which the month shows what it used",
            fix: "set `baseline: {basis: effective}` for the run rate, or keep the billed basis with "
                + "`baseline: {exclude: [Purchase]}`")
    }
}
