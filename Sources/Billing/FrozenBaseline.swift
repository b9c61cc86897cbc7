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
    ///
    /// Providers whose sources cover unlike numbers of months are brought to the least number that all divide.
    package func frozenBaseline(window: [Month]) throws(Failure) -> [String: FrozenWorkload] {
        var frozen: [String: FrozenWorkload] = [:]
        for (id, providers) in try sums(in: window).workloads {
            frozen[id] = try exactly { () throws(AmountError) in try frozenWorkload(of: providers, window: window) }
        }
        return frozen
    }

    private func frozenWorkload(
        of providers: [String: ProviderSums], window: [Month]
    ) throws(AmountError) -> FrozenWorkload {
        let covered = Dictionary(
            uniqueKeysWithValues: providers.keys.map { ($0, coverage.coveredMonths(of: $0, in: window)) })
        let months = covered.values.reduce(1) { $0 / greatestCommonDivisor($0, $1) * $1 }
        var workload = FrozenWorkload(prices: [:], other: .zero, tokens: .zero, months: months)
        var tokens: [PriceClass: Amount] = [:]
        var money: [PriceClass: Amount] = [:]
        for (provider, sums) in providers {
            let times = Amount(months / covered[provider]!)
            workload.other = try workload.other.adding(try sums.other.multiplied(by: times))
            for price in PriceClass.allCases {
                let volume = try (sums.tokens[price] ?? .zero).multiplied(by: times)
                tokens[price] = try (tokens[price] ?? .zero).adding(volume)
                workload.tokens = try workload.tokens.adding(volume)
                guard let amount = try sums.money[price]?.multiplied(by: times) else { continue }
                // No tokens to price, or a refund larger than the bill: it cannot be a price per token.
                if !volume.isZero, !amount.isNegative {
                    money[price] = try (money[price] ?? .zero).adding(amount)
                } else {
                    workload.other = try workload.other.adding(amount)
                }
            }
        }
        for (price, amount) in money {
            workload.prices[price] = FrozenWorkload.Price(money: amount, tokens: tokens[price]!)
        }
        return workload
    }
}

private func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : greatestCommonDivisor(b, a % b) }
