package import Diagnostics
package import Money

/// What has been served and paid since the first workload moved, beside what the frozen baseline would have cost for the
/// same volume. CONTRACT.md, after migration begins. Money is exact, but for frozen prices that do not end: twelve decimals.
package struct Actuals: Hashable, Sendable {
    /// A workload in a month.
    package struct Volume: Hashable, Sendable {
        package var month: Month
        package var workload: String
        /// Single tokens.
        package var apiTokens: [PriceClass: Amount] = [:]
        package var ownTokens: [PriceClass: Amount] = [:]
        /// What all its tokens would have cost at the frozen prices, with its money without tokens.
        package var frozenCost = Amount.zero
        /// Of it: the tokens that own GPUs served.
        package var ownAtFrozenPrices = Amount.zero
        /// What the API was paid, without tax.
        package var apiCost = Amount.zero

        package init(month: Month, workload: String) {
            self.month = month
            self.workload = workload
        }
    }

    /// All workloads in a month.
    package struct MonthTotal: Hashable, Sendable {
        package var month: Month
        package var frozenCost: Amount
        package var apiCost: Amount
        /// Bills of own hosting without tax; nil: none was booked.
        package var ownCost: Amount?
        /// Frozen baseline less API less own cost; nil: the bill of own hosting or a volume that it served is not known, or
        /// some of it belongs to no workload that has moved, and nothing can be said.
        package var saving: Amount?
        /// Single tokens that own GPUs served, and what they would have cost.
        package var ownTokens: Amount
        package var ownAtFrozenPrices: Amount
    }

    /// Volume of own GPUs that does not fit the workloads that have moved.
    package struct Mismatch: Hashable, Sendable {
        package enum Kind: Hashable, Sendable {
            /// Own GPUs served a workload that has not moved by that month.
            case stray
            /// A workload whose first month has passed, and nothing of it was served by own GPUs.
            case missing
        }

        package var month: Month
        package var workload: String
        package var kind: Kind
    }

    /// Tokens of own GPUs that no frozen price answers to; they count for nothing in the saving.
    package struct Unpriced: Hashable, Sendable {
        package var workload: String
        package var price: PriceClass
    }

    /// Every month from the first migration to the period.
    package let months: [MonthTotal]
    /// Of all months whose saving is known; nil: the sum needs more than 38 digits.
    package var savingToDate: Amount? {
        try? months.compactMap(\.saving).reduce(Amount.zero) { try $0.adding($1) }
    }
    /// By month, then workload.
    package let volumes: [Volume]
    /// Sorted by workload.
    package let unpriced: [Unpriced]
    /// By month, then workload.
    package let mismatches: [Mismatch]

    /// - Parameters:
    ///   - own: the ledger of own hosting: ``LedgerBuilder/ofOwnHosting(in:)``.
    ///   - frozen: by workload.
    ///   - since: first month on own GPUs of each workload that has moved.
    /// - Throws: 65 when a sum needs more than 38 digits.
    package init(
        _ outcome: LedgerOutcome, own: Ledger, frozen: [String: FrozenWorkload], since: [String: Month],
        months: ClosedRange<Month>
    ) throws(Failure) {
        var making = Making(frozen: frozen, since: since)
        var totals: [MonthTotal] = []
        var volumes: [Volume] = []
        for index in months.lowerBound.index...months.upperBound.index {
            let month = Month(index: index)
            let (total, ofMonth) = try exactly { () throws(AmountError) in
                try making.month(
                    month, outcome.ledger.rows.filter { $0.month == month }, own.rows.filter { $0.month == month })
            }
            totals.append(total)
            volumes += ofMonth
        }
        self.months = totals
        self.volumes = volumes
        mismatches = making.mismatches
        unpriced = making.unpriced.sorted { ($0.workload, $0.price.rawValue) < ($1.workload, $1.price.rawValue) }
    }
}

private struct Making {
    let frozen: [String: FrozenWorkload]
    let since: [String: Month]
    var unpriced: Set<Actuals.Unpriced> = []
    var mismatches: [Actuals.Mismatch] = []

    init(frozen: [String: FrozenWorkload], since: [String: Month]) {
        self.frozen = frozen
        self.since = since
    }

    /// What the API was paid for a workload.
    private struct Paid {
        var ofTokens: [PriceClass: Amount] = [:]
        var other = Amount.zero
    }

    mutating func month(
        _ month: Month, _ api: [LedgerRow], _ own: [LedgerRow]
    ) throws(AmountError) -> (Actuals.MonthTotal, [Actuals.Volume]) {
        var volumes: [String: Actuals.Volume] = [:]
        var paid: [String: Paid] = [:]
        func volume(_ id: String) -> Actuals.Volume { volumes[id] ?? Actuals.Volume(month: month, workload: id) }
        for (row, cost) in zip(api, try LedgerOutcome.afterCredits(api)) where row.tokenClass != .tax {
            var entry = volume(row.workload)
            var money = paid[row.workload] ?? Paid()
            let cost = cost ?? .zero
            entry.apiCost = try entry.apiCost.adding(cost)
            if let price = PriceClass(row.tokenClass) {
                if let tokens = row.tokens {
                    entry.apiTokens[price] = try (entry.apiTokens[price] ?? .zero).adding(tokens)
                }
                money.ofTokens[price] = try (money.ofTokens[price] ?? .zero).adding(cost)
            } else {
                money.other = try money.other.adding(cost)
            }
            volumes[row.workload] = entry
            paid[row.workload] = money
        }
        var ownCost: Amount?
        for row in own where row.tokenClass != .tax {
            // A volume at a cost of 0 is no bill.
            if let cost = row.costReporting, !cost.isZero { ownCost = try (ownCost ?? .zero).adding(cost) }
            guard let price = PriceClass(row.tokenClass), let tokens = row.tokens else { continue }
            var entry = volume(row.workload)
            entry.ownTokens[price] = try (entry.ownTokens[price] ?? .zero).adding(tokens)
            volumes[row.workload] = entry
        }
        // A workload without any use this month would still have its money without tokens.
        for (id, workload) in frozen where volumes[id] == nil && workload.tokens.isZero { volumes[id] = volume(id) }
        var total = Actuals.MonthTotal(
            month: month, frozenCost: .zero, apiCost: .zero, ownCost: ownCost, saving: nil, ownTokens: .zero,
            ownAtFrozenPrices: .zero)
        var rows: [Actuals.Volume] = []
        for (id, volume) in volumes.sorted(by: { $0.key < $1.key }) {
            let row = try priced(volume, paid: paid[id] ?? Paid())
            total.frozenCost = try total.frozenCost.adding(row.frozenCost)
            total.apiCost = try total.apiCost.adding(row.apiCost)
            total.ownAtFrozenPrices = try total.ownAtFrozenPrices.adding(row.ownAtFrozenPrices)
            for tokens in row.ownTokens.values { total.ownTokens = try total.ownTokens.adding(tokens) }
            rows.append(row)
        }
        let found = total.ownTokens.isZero ? [] : misfits(month, rows)
        mismatches += found
        if let ownCost, !total.ownTokens.isZero, found.isEmpty {
            total.saving = try total.frozenCost.subtracting(total.apiCost).subtracting(ownCost)
        }
        return (total, rows)
    }

    /// In the first month the own GPUs may only have run beside the API.
    private func misfits(_ month: Month, _ rows: [Actuals.Volume]) -> [Actuals.Mismatch] {
        let served = Set(rows.filter { !$0.ownTokens.values.allSatisfy(\.isZero) }.map(\.workload))
        let strays = served.filter { id in since[id].map { $0 > month } ?? true }
        let missing = since.filter { id, first in first < month && !served.contains(id) }.keys
        return
            (strays.map { Actuals.Mismatch(month: month, workload: $0, kind: .stray) }
            + missing.map { Actuals.Mismatch(month: month, workload: $0, kind: .missing) })
            .sorted { $0.workload < $1.workload }
    }

    private mutating func priced(_ volume: Actuals.Volume, paid: Paid) throws(AmountError) -> Actuals.Volume {
        var volume = volume
        let workload = frozen[volume.workload]
        var all = Amount.zero
        for price in PriceClass.allCases {
            let (api, own) = (volume.apiTokens[price] ?? .zero, volume.ownTokens[price] ?? .zero)
            all = try all.adding(api).adding(own)
            if let frozen = workload?.prices[price] {
                let ofOwn = try frozen.money.scaled(by: own, over: frozen.tokens)
                let ofAPI = try frozen.money.scaled(by: api, over: frozen.tokens)
                volume.ownAtFrozenPrices = try volume.ownAtFrozenPrices.adding(ofOwn)
                volume.frozenCost = try volume.frozenCost.adding(ofAPI).adding(ofOwn)
            } else if api.isZero, workload != nil {
                if !own.isZero { unpriced.insert(.init(workload: volume.workload, price: price)) }
            } else {
                // What was not there when prices were frozen saves nothing and costs nothing.
                volume.frozenCost = try volume.frozenCost.adding(paid.ofTokens[price] ?? .zero)
                if !own.isZero { unpriced.insert(.init(workload: volume.workload, price: price)) }
            }
        }
        guard let workload else {
            volume.frozenCost = try volume.frozenCost.adding(paid.other)
            return volume
        }
        let (part, whole) =
            workload.tokens.isZero ? (Amount(1), Amount(workload.months)) : (all, workload.tokens)
        let other = try workload.other.scaled(by: part, over: whole)
        volume.frozenCost = try volume.frozenCost.adding(other)
        return volume
    }
}
