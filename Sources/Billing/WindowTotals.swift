import Money

/// What a workload used and cost in a window, exact: what its volumes and prices are made of, as the model takes them and as
/// they are frozen.
///
/// Providers whose sources cover unlike numbers of months are brought to the least number that all divide.
struct WindowTotals {
    /// Single tokens.
    private(set) var tokens: [PriceClass: Amount] = [:]
    private(set) var allTokens = Amount.zero
    /// Money that tokens of the class answer to.
    private(set) var money: [PriceClass: Amount] = [:]
    /// Money that no tokens answer to.
    private(set) var other = Amount.zero
    /// Of all money, what was shared out by estimate.
    private(set) var estimated = Amount.zero
    /// Months with rows of the workload.
    private(set) var seenIn: Set<Month> = []
    /// Months that all of it stands for.
    let months: Int

    /// - Parameter providers: the sums of each, and the months of the window that its sources cover.
    init(_ providers: [(sums: ProviderSums, covered: Int)]) throws(AmountError) {
        months = providers.reduce(1) { $0 / greatestCommonDivisor($0, $1.covered) * $1.covered }
        for (sums, covered) in providers {
            let times = Amount(months / covered)
            seenIn.formUnion(sums.months)
            other = try other.adding(try sums.other.multiplied(by: times))
            estimated = try estimated.adding(try sums.estimated.multiplied(by: times))
            for price in PriceClass.allCases {
                let volume = try (sums.tokens[price] ?? .zero).multiplied(by: times)
                tokens[price] = try (tokens[price] ?? .zero).adding(volume)
                allTokens = try allTokens.adding(volume)
                guard let amount = try sums.money[price]?.multiplied(by: times) else { continue }
                // No tokens to price, or a refund larger than the bill: it cannot be a price per token.
                if !volume.isZero, !volume.isNegative, !amount.isNegative {
                    money[price] = try (money[price] ?? .zero).adding(amount)
                } else {
                    other = try other.adding(amount)
                }
            }
        }
    }

    /// Money and tokens of a class that has a price.
    func price(_ of: PriceClass) -> (money: Amount, tokens: Amount)? {
        guard let money = money[of], let tokens = tokens[of], !tokens.isZero, !tokens.isNegative else { return nil }
        return (money, tokens)
    }
}

private func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : greatestCommonDivisor(b, a % b) }
