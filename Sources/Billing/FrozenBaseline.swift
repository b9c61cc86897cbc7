package import Diagnostics
package import Money

/// What a workload cost in the months of the baseline, exact, so that later volumes can be priced as they were then.
/// CONTRACT.md, after migration begins.
package struct FrozenWorkload: Hashable, Sendable {
    /// Money and the single tokens that it paid for.
    package struct Price: Hashable, Sendable {
        package var money: Amount
        package var tokens: Amount

        package init(money: Amount, tokens: Amount) {
            self.money = money
            self.tokens = tokens
        }

        /// Reporting currency for one million tokens, as a project states a price.
        package init(perMillion money: Amount) {
            self.init(money: money, tokens: Amount(1_000_000))
        }
    }

    package var prices: [PriceClass: Price]
    /// Money that no tokens answer to, of `months` months.
    package var other: Amount
    /// All tokens of the same months.
    package var tokens: Amount
    package var months: Int

    package init(prices: [PriceClass: Price], other: Amount, tokens: Amount, months: Int) {
        self.prices = prices
        self.other = other
        self.tokens = tokens
        self.months = months
    }
}

extension LedgerOutcome {
    /// The prices of ``impliedBaseline(window:)`` as the quotients that they are.
    package func frozenBaseline(window: [Month]) throws(Failure) -> [String: FrozenWorkload] {
        try windowTotals(try sums(in: window).workloads, window: window).mapValues(FrozenWorkload.init)
    }
}

extension FrozenWorkload {
    fileprivate init(_ totals: WindowTotals) {
        self.init(prices: [:], other: totals.other, tokens: totals.allTokens, months: totals.months)
        for of in PriceClass.allCases {
            prices[of] = totals.price(of).map { Price(money: $0.money, tokens: $0.tokens) }
        }
    }
}
