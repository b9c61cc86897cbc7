import Money

/// Everything that tells two ledger rows apart but the currency.
struct LedgerKey: Hashable, Comparable {
    var month: Month
    var provider: String
    var model: String
    var workload: String
    var tokenClass: TokenClass

    static func < (a: LedgerKey, b: LedgerKey) -> Bool {
        if a.month != b.month { return a.month < b.month }
        if a.provider != b.provider { return a.provider < b.provider }
        if a.model != b.model { return a.model < b.model }
        if a.workload != b.workload { return a.workload < b.workload }
        return a.tokenClass < b.tokenClass
    }
}

/// Which volumes money without a class may meet.
enum VolumePool: Hashable {
    /// Those of token files, whose money is in cost files.
    case tokenFiles
    /// Those of lines that carry money and several classes of tokens.
    case wideLines
    /// Those that have their own price: no other money meets them.
    case priced
}

/// Money whose source does not say all that the ledger wants to know.
struct CostClaim: Hashable {
    var month: Month
    var provider: String
    /// Nil: the source does not say.
    var model: String?
    var workload: String?
    var tokenClass: TokenClass?
    var currency: Currency
    /// The volumes that the money may be spread over.
    var pool: VolumePool
    /// Relative prices by `input`, `cached`, `output`; nil: every token costs the same.
    var priceRatio: [String: Double]?

    func covers(_ key: LedgerKey) -> Bool {
        (model == nil || model == key.model) && (workload == nil || workload == key.workload)
            && (tokenClass == nil || tokenClass == key.tokenClass)
    }

    /// Where the money stands when no tokens answer to it.
    var ownKey: LedgerKey {
        LedgerKey(
            month: month, provider: provider, model: model ?? "", workload: workload ?? Attribution.unattributed,
            tokenClass: tokenClass ?? .other)
    }

    /// Relative price of a class of tokens.
    func weight(of tokenClass: TokenClass) -> Amount {
        guard let priceRatio else { return Amount(1) }
        let name =
            switch tokenClass {
            case .inputCacheRead: "cached"
            case .output: "output"
            case .inputUncached, .inputCacheWrite, .request, .other, .credit, .tax: "input"
            }
        let ratio = priceRatio[name] ?? 1
        return Amount("\(ratio)") ?? Amount(1)
    }

    /// A total order, so that the result does not depend on the order of files and rows.
    static func precedes(_ a: CostClaim, _ b: CostClaim) -> Bool {
        if a.ownKey != b.ownKey { return a.ownKey < b.ownKey }
        if a.currency != b.currency { return a.currency < b.currency }
        return a.sortText < b.sortText
    }

    private var sortText: String {
        let ratio = (priceRatio ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let stated = [model == nil, workload == nil, tokenClass == nil].map { $0 ? "-" : "+" }
        return (stated + ratio).joined(separator: ",")
    }
}

/// A share of a claim on one row.
struct CostShare {
    var key: LedgerKey
    var amount: Amount
    /// A rule made the split, not the vendor.
    var isEstimated: Bool
}

/// Spreads money over the tokens that it covers, by relative price, else evenly per token (MODEL.md 2.1 e).
///
/// - Parameter volumes: Tokens of the claim's month and provider, sorted by key.
/// - Returns: Shares that add up to `amount` exactly, of twelve digits after the point or as many as `amount` has; one
///   share on the claim's own key when no tokens answer to it.
func spread(
    _ amount: Amount, of claim: CostClaim, over volumes: [(key: LedgerKey, tokens: Amount)]
) throws(AmountError) -> [CostShare] {
    let covered = volumes.filter { claim.covers($0.key) && !$0.tokens.isZero && !$0.tokens.isNegative }
    guard covered.count > 1 else {
        return [CostShare(key: covered.first?.key ?? claim.ownKey, amount: amount, isEstimated: false)]
    }
    var weights: [Amount] = []
    for volume in covered { weights.append(try volume.tokens.multiplied(by: claim.weight(of: volume.key.tokenClass))) }
    let shares = try amount.allocate(over: weights, scale: 12)
    return zip(covered, shares).map { CostShare(key: $0.key, amount: $1, isEstimated: true) }
}
