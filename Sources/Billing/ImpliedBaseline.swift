package import Diagnostics
import Money

/// What the invoices imply for month 0 of the model (MODEL.md 2.1).
package struct ImpliedBaseline: Sendable {
    package var window: [Month]
    /// Sorted by id.
    package var workloads: [ImpliedWorkload]
    /// All money but tax, a month; what the workloads add up to.
    package var meanMonthlySpend: Double
    package var taxMonth: Double
    /// Workloads with tokens whose price no invoice tells: they stand at 0 until the project gives a price.
    package var usageWithoutPrice: [UsageWithoutPrice]
    /// Workloads with money and no tokens at all: `no volume`.
    package var spendOnly: [String]
}

/// Tokens of a workload that no money answers to.
package struct UsageWithoutPrice: Hashable, Sendable {
    package var workload: String
    /// Drivers without a value: `price_in`, `price_cached`, `price_out`.
    package var prices: [String]
}

extension ImpliedWorkload {
    /// Reporting currency a month at the implied volumes and prices.
    package var monthlyCost: Double {
        tokIn * (priceIn ?? 0) + tokCached * (priceCached ?? 0) + tokOut * (priceOut ?? 0) + apiOtherMonth
    }
}

/// The three kinds of tokens that the model prices.
package enum PriceClass: Int, CaseIterable, Hashable, Sendable {
    case input, cached, output

    package init?(_ tokenClass: TokenClass) {
        switch tokenClass {
        case .inputUncached, .inputCacheWrite: self = .input
        case .inputCacheRead: self = .cached
        case .output: self = .output
        case .request, .other, .credit, .tax: return nil
        }
    }

    package var driver: String {
        switch self {
        case .input: "price_in"
        case .cached: "price_cached"
        case .output: "price_out"
        }
    }
}

/// Sums of one workload at one provider.
struct ProviderSums {
    var tokens: [PriceClass: Amount] = [:]
    var money: [PriceClass: Amount] = [:]
    var other = Amount.zero
    var estimated = Amount.zero
    var months: Set<Month> = []
}

extension LedgerOutcome {
    /// Volumes, prices and other money of each workload, as means over the window.
    ///
    /// Volume and money of a provider are divided by the months of the window that its sources cover. Credits reduce the
    /// rows of their provider and month in proportion to cost. Money that no tokens answer to becomes other money.
    ///
    /// - Parameter window: months of the ledger, as ``Coverage/baselineWindow(through:months:)`` gives them.
    package func impliedBaseline(window: [Month]) throws(Failure) -> ImpliedBaseline {
        let (sums, spend, taxes) = try self.sums(in: window)
        func mean(_ amounts: [String: Amount]) -> Double {
            amounts.sorted { $0.key < $1.key }.reduce(0) {
                $0 + $1.value.doubleValue / Double(coverage.coveredMonths(of: $1.key, in: window))
            }
        }
        var baseline = ImpliedBaseline(
            window: window, workloads: [], meanMonthlySpend: mean(spend), taxMonth: mean(taxes), usageWithoutPrice: [],
            spendOnly: [])
        for (id, providers) in sums.sorted(by: { $0.key < $1.key }) {
            baseline.add(workload(id, of: providers, window: window))
        }
        return baseline
    }

    /// What a window says, by workload and provider, and the money of each provider without and of tax.
    func sums(
        in window: [Month]
    ) throws(Failure) -> (
        workloads: [String: [String: ProviderSums]], spend: [String: Amount], taxes: [String: Amount]
    ) {
        let rows = ledger.rows.filter { window.contains($0.month) }
        let credited = try exactly { () throws(AmountError) in try Self.afterCredits(rows) }
        var sums: [String: [String: ProviderSums]] = [:]
        var taxes: [String: Amount] = [:]
        var spend: [String: Amount] = [:]
        for (row, cost) in zip(rows, credited) {
            if row.tokenClass == .tax {
                taxes[row.provider] = try sum(taxes[row.provider], cost)
                continue
            }
            spend[row.provider] = try sum(spend[row.provider], cost)
            // Requests without a price and credits that went to other rows make no workload.
            if row.tokens == nil, cost == nil || (row.tokenClass == .credit && cost?.isZero == true) { continue }
            var entry = sums[row.workload]?[row.provider] ?? ProviderSums()
            entry.months.insert(row.month)
            entry.estimated = try sum(entry.estimated, row.estimated) ?? .zero
            if let price = PriceClass(row.tokenClass) {
                entry.tokens[price] = try sum(entry.tokens[price], row.tokens)
                entry.money[price] = try sum(entry.money[price], cost)
            } else {
                entry.other = try sum(entry.other, cost) ?? .zero
            }
            sums[row.workload, default: [:]][row.provider] = entry
        }
        return (sums, spend, taxes)
    }

    private func workload(_ id: String, of providers: [String: ProviderSums], window: [Month]) -> ImpliedWorkload {
        var tokens: [PriceClass: Double] = [:]
        var money: [PriceClass: Double] = [:]
        var other = 0.0
        var total = 0.0
        var estimated = 0.0
        var months: Set<Month> = []
        for (provider, sums) in providers.sorted(by: { $0.key < $1.key }) {
            let n = Double(coverage.coveredMonths(of: provider, in: window))
            months.formUnion(sums.months)
            other += sums.other.doubleValue / n
            estimated += sums.estimated.doubleValue / n
            total += sums.other.doubleValue / n
            for price in PriceClass.allCases {
                let volume = sums.tokens[price].map { $0.doubleValue / n / 1e6 } ?? 0
                tokens[price, default: 0] += volume
                guard let amount = sums.money[price].map({ $0.doubleValue / n }) else { continue }
                total += amount
                // No tokens to price, or a refund larger than the bill: it cannot be a price per token.
                if volume > 0, amount >= 0 { money[price, default: 0] += amount } else { other += amount }
            }
        }
        func price(_ of: PriceClass) -> Double? {
            guard let volume = tokens[of], volume > 0, let amount = money[of] else { return nil }
            return amount / volume
        }
        var workload = ImpliedWorkload(id: id)
        workload.tokIn = tokens[.input] ?? 0
        workload.tokCached = tokens[.cached] ?? 0
        workload.tokOut = tokens[.output] ?? 0
        workload.priceIn = price(.input)
        workload.priceCached = price(.cached)
        workload.priceOut = price(.output)
        workload.apiOtherMonth = other
        workload.estimatedShare = total > 0 ? min(1, max(0, estimated / total)) : 0
        workload.months = months.count
        return workload
    }

    private func sum(_ a: Amount?, _ b: Amount?) throws(Failure) -> Amount? {
        guard let a else { return b }
        guard let b else { return a }
        return try exactly { () throws(AmountError) in try a.adding(b) }
    }

    /// The reporting cost of each row after credits have been taken off the other rows of their provider and month, in
    /// proportion to cost. A credit that meets no cost stays where it is.
    static func afterCredits(_ rows: [LedgerRow]) throws(AmountError) -> [Amount?] {
        struct VendorMonth: Hashable {
            var provider: String
            var month: Month
        }
        var costs = rows.map(\.costReporting)
        var credits: [VendorMonth: [Int]] = [:]
        var charges: [VendorMonth: [Int]] = [:]
        for (index, row) in rows.enumerated() {
            guard let cost = row.costReporting else { continue }
            let place = VendorMonth(provider: row.provider, month: row.month)
            if row.tokenClass == .credit {
                credits[place, default: []].append(index)
            } else if row.tokenClass != .tax, !cost.isNegative, !cost.isZero {
                charges[place, default: []].append(index)
            }
        }
        for (place, creditRows) in credits {
            guard let chargeRows = charges[place] else { continue }
            var credit = Amount.zero
            for index in creditRows {
                credit = try credit.adding(costs[index] ?? .zero)
                costs[index] = .zero
            }
            let shares = try credit.allocate(over: chargeRows.map { costs[$0] ?? .zero }, scale: 12)
            for (index, share) in zip(chargeRows, shares) { costs[index] = try (costs[index] ?? .zero).adding(share) }
        }
        return costs
    }
}

extension ImpliedBaseline {
    fileprivate mutating func add(_ workload: ImpliedWorkload) {
        workloads.append(workload)
        let unpriced = [
            (workload.tokIn, workload.priceIn, PriceClass.input),
            (workload.tokCached, workload.priceCached, .cached),
            (workload.tokOut, workload.priceOut, .output),
        ].filter { $0.0 > 0 && $0.1 == nil }
        if !unpriced.isEmpty {
            usageWithoutPrice.append(UsageWithoutPrice(workload: workload.id, prices: unpriced.map { $0.2.driver }))
        }
        if workload.tokIn + workload.tokCached + workload.tokOut == 0 { spendOnly.append(workload.id) }
    }
}
