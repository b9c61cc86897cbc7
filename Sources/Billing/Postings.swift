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
        /// Nil: volumes of token files; else those of one file whose lines carry both.
        var source: Int?
    }

    private var money: [MoneyKey: Amount] = [:]
    private var estimated: [MoneyKey: Amount] = [:]
    private var tokens: [LedgerKey: Amount] = [:]
    private var requests: [LedgerKey: Amount] = [:]
    private var volumes: [VendorMonth: [LedgerKey: Amount]] = [:]
    private var claims: [CostClaim: Amount] = [:]
    /// Money of claims that met no tokens although a token file was there, by month and provider.
    private var unmet: [String: Int] = [:]

    mutating func add(tokens amount: Amount, to key: LedgerKey, source: Int, role: SourceRole) throws(AmountError) {
        tokens[key] = try (tokens[key] ?? .zero).adding(amount)
        let place = VendorMonth(month: key.month, provider: key.provider, source: role == .volume ? nil : source)
        let sum = try (volumes[place]?[key] ?? .zero).adding(amount)
        volumes[place, default: [:]][key] = sum
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
        for (claim, amount) in claims.sorted(by: { CostClaim.precedes($0.key, $1.key) }) {
            let place = VendorMonth(month: claim.month, provider: claim.provider, source: claim.source)
            let covered = (volumes[place] ?? [:]).sorted { $0.key < $1.key }.map { (key: $0.key, tokens: $0.value) }
            for share in try spread(amount, of: claim, over: covered) {
                try add(money: share.amount, in: claim.currency, to: share.key)
                guard share.isEstimated else { continue }
                let place = MoneyKey(key: share.key, currency: claim.currency)
                estimated[place] = try (estimated[place] ?? .zero).adding(share.amount)
            }
            if !covered.isEmpty, !covered.contains(where: { claim.covers($0.key) }), !amount.isZero {
                unmet["\(claim.provider) \(claim.month)", default: 0] += 1
            }
        }
        claims = [:]
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

    func notes(files: [ImportedFile]) -> [Diagnostic] {
        unmet.sorted { $0.key < $1.key }.map { .costMetNoTokens($0.key) }
    }
}

extension Diagnostic {
    static func costMetNoTokens(_ vendorMonth: String) -> Diagnostic {
        Diagnostic(
            "cost-without-tokens", .warning,
            found: "\(vendorMonth): money for models or workloads that the token file of the month does not list",
            expected: "cost and token exports of the same days and the same projects",
            fix: "export both for the whole month; the money is kept as spend without volume")
    }
}
