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
        for (id, totals) in try windowTotals(sums, window: window).sorted(by: { $0.key < $1.key }) {
            baseline.add(ImpliedWorkload(id: id, totals))
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

    /// By workload.
    func windowTotals(
        _ sums: [String: [String: ProviderSums]], window: [Month]
    ) throws(Failure) -> [String: WindowTotals] {
        var totals: [String: WindowTotals] = [:]
        for (id, providers) in sums {
            let covered = providers.map { (sums: $0.value, covered: coverage.coveredMonths(of: $0.key, in: window)) }
            totals[id] = try exactly { () throws(AmountError) in try WindowTotals(covered) }
        }
        return totals
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

extension ImpliedWorkload {
    /// Means over the months of the window.
    fileprivate init(id: String, _ totals: WindowTotals) {
        let n = Double(totals.months)
        func volume(_ of: PriceClass) -> Double { (totals.tokens[of]?.doubleValue ?? 0) / n / 1e6 }
        func price(_ of: PriceClass) -> Double? {
            totals.price(of).map { $0.money.doubleValue / n / ($0.tokens.doubleValue / n / 1e6) }
        }
        self.init(id: id)
        tokIn = volume(.input)
        tokCached = volume(.cached)
        tokOut = volume(.output)
        priceIn = price(.input)
        priceCached = price(.cached)
        priceOut = price(.output)
        apiOtherMonth = totals.other.doubleValue / n
        let total = PriceClass.allCases.reduce(totals.other.doubleValue) {
            $0 + (totals.money[$1]?.doubleValue ?? 0)
        }
        estimatedShare = total > 0 ? min(1, max(0, totals.estimated.doubleValue / total)) : 0
        months = totals.seenIn.count
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
