import Diagnostics
import Money

/// Money and volume on their way to ledger rows. Order of posting does not matter: sums are exact, claims are sorted.
struct Postings {
    private struct MoneyKey: Hashable {
        var key: LedgerKey
        var currency: Currency
    }
    private struct VendorMonth: Hashable {
        var month: Month
        var provider: String
        var pool: VolumePool
    }

    private var money: [MoneyKey: Amount] = [:]
    private var estimated: [MoneyKey: Amount] = [:]
    private var tokens: [LedgerKey: Amount] = [:]
    private var requests: [LedgerKey: Amount] = [:]
    private var volumes: [VendorMonth: [LedgerKey: Amount]] = [:]
    private var claims: [CostClaim: Amount] = [:]
    /// Volumes whose source tells no workload apart.
    private var unsaidVolumes: Set<LedgerKey> = []
    /// Vendor months whose volumes were split by money.
    private var splitVolumes: Set<String> = []
    /// Money of claims that met no tokens although a token file was there, by month and provider.
    private var unmet: Set<String> = []

    mutating func add(
        tokens amount: Amount, to key: LedgerKey, pool: VolumePool, saysWorkload: Bool
    ) throws(AmountError) {
        tokens[key] = try (tokens[key] ?? .zero).adding(amount)
        guard pool != .priced else { return }
        let place = VendorMonth(month: key.month, provider: key.provider, pool: pool)
        let sum = try (volumes[place]?[key] ?? .zero).adding(amount)
        volumes[place, default: [:]][key] = sum
        if pool == .tokenFiles, !saysWorkload { unsaidVolumes.insert(key) }
    }

    mutating func add(requests amount: Amount, to key: LedgerKey) throws(AmountError) {
        requests[key] = try (requests[key] ?? .zero).adding(amount)
    }

    mutating func add(money amount: Amount, in currency: Currency, to key: LedgerKey) throws(AmountError) {
        let place = MoneyKey(key: key, currency: currency)
        money[place] = try (money[place] ?? .zero).adding(amount)
    }

    mutating func add(money amount: Amount, to claim: CostClaim) throws(AmountError) {
        claims[claim] = try (claims[claim] ?? .zero).adding(amount)
    }

    /// Every currency that money was posted in, sorted.
    var currencies: [Currency] {
        Set(money.keys.map(\.currency)).union(claims.keys.map(\.currency)).sorted()
    }

    /// Turns every claim into money on rows.
    mutating func settle() throws(AmountError) {
        for key in unsaidVolumes.sorted() { try splitByMoney(key) }
        for (claim, amount) in claims.sorted(by: { CostClaim.precedes($0.key, $1.key) }) {
            let place = VendorMonth(month: claim.month, provider: claim.provider, pool: claim.pool)
            let covered = (volumes[place] ?? [:]).sorted { $0.key < $1.key }.map { (key: $0.key, tokens: $0.value) }
            for share in try spread(amount, of: claim, over: covered) {
                try add(money: share.amount, in: claim.currency, to: share.key)
                guard share.isEstimated else { continue }
                let place = MoneyKey(key: share.key, currency: claim.currency)
                estimated[place] = try (estimated[place] ?? .zero).adding(share.amount)
            }
            if !covered.isEmpty, !covered.contains(where: { claim.covers($0.key) }), !amount.isZero {
                unmet.insert("\(claim.provider) \(claim.month)")
            }
        }
        claims = [:]
    }

    /// Gives volume that names no workload to the workloads that pay for its model and class, in proportion to their
    /// money: the finest key that both files have has one price per token. Whole tokens; the sum stays exact.
    private mutating func splitByMoney(_ key: LedgerKey) throws(AmountError) {
        let place = VendorMonth(month: key.month, provider: key.provider, pool: .tokenFiles)
        guard let amount = volumes[place]?[key] else { return }
        var payers: [String: Amount] = [:]
        for (claim, money) in claims where claim.month == key.month && claim.provider == key.provider {
            guard claim.pool == .tokenFiles, let workload = claim.workload, workload != key.workload,
                claim.model == nil || claim.model == key.model,
                claim.tokenClass == nil || claim.tokenClass == key.tokenClass, !money.isNegative
            else { continue }
            payers[workload] = try (payers[workload] ?? .zero).adding(money)
        }
        let shares = payers.filter { !$0.value.isZero }.sorted { $0.key < $1.key }
        guard !shares.isEmpty else { return }
        splitVolumes.insert("\(key.provider) \(key.month)")
        volumes[place]?[key] = nil
        tokens[key] = try (tokens[key] ?? .zero).subtracting(amount)
        if tokens[key]?.isZero == true { tokens[key] = nil }
        for (payer, part) in zip(shares, try amount.allocate(over: shares.map(\.value), scale: 0)) {
            var own = key
            own.workload = payer.key
            tokens[own] = try (tokens[own] ?? .zero).adding(part)
            let sum = try (volumes[place]?[own] ?? .zero).adding(part)
            volumes[place]?[own] = sum
        }
    }

    /// Rows sorted by key; `costReporting` is still open, `estimated` is in the row's own currency.
    func rows() -> [LedgerRow] {
        var currencies: [LedgerKey: [Currency]] = [:]
        for place in money.keys { currencies[place.key, default: []].append(place.currency) }
        let keys = Set(currencies.keys).union(tokens.keys).union(requests.keys).sorted()
        return keys.flatMap { key -> [LedgerRow] in
            var row = LedgerRow(
                month: key.month, provider: key.provider, model: key.model, workload: key.workload,
                tokenClass: key.tokenClass)
            row.tokens = tokens[key]
            row.requests = requests[key]
            guard let moneys = currencies[key]?.sorted() else { return [row] }
            // Volume stands once, on the first of several currencies.
            return moneys.enumerated().map { index, currency in
                var row = row
                if index > 0 {
                    row.tokens = nil
                    row.requests = nil
                }
                let place = MoneyKey(key: key, currency: currency)
                row.currency = currency
                row.cost = money[place]
                row.estimated = estimated[place] ?? .zero
                return row
            }
        }
    }

    var notes: [Diagnostic] {
        splitVolumes.sorted().map { .volumeSplitByMoney($0) } + unmet.sorted().map { .costMetNoTokens($0) }
    }
}

extension Diagnostic {
    static func volumeSplitByMoney(_ vendorMonth: String) -> Diagnostic {
        .note(
            "volume-split-by-money", key: vendorMonth,
            found: "tokens that name no workload, split over the workloads that pay for them in "
                + "proportion to money")
    }

    static func costMetNoTokens(_ vendorMonth: String) -> Diagnostic {
        Diagnostic(
            "cost-without-tokens", .warning, key: vendorMonth,
            found: "money for models or workloads that the token file of the month does not list",
            expected: "cost and token exports of the same days and the same projects",
            fix: "export both for the whole month; the money is kept as spend without volume")
    }
}
