package import Money

/// What a token count or an amount of money is for. Raw values are those of `csv/spend.csv`.
package enum TokenClass: String, CaseIterable, Hashable, Comparable, Sendable {
    case inputUncached = "input_uncached"
    case inputCacheRead = "input_cache_read"
    case inputCacheWrite = "input_cache_write"
    case output
    case request
    case other
    case credit
    case tax

    package static func < (a: TokenClass, b: TokenClass) -> Bool { a.order < b.order }
    private var order: Int { Self.allCases.firstIndex(of: self)! }
}

/// FOCUS ChargeCategory.
package enum ChargeCategory: String, CaseIterable, Hashable, Sendable {
    case usage = "Usage"
    case purchase = "Purchase"
    case tax = "Tax"
    case credit = "Credit"
    case adjustment = "Adjustment"
}

/// Which column of a bill a total is made of. One basis holds for a whole run.
package enum CostBasis: String, CaseIterable, Hashable, Sendable {
    case billed, effective
}

/// The dimensions that a bill can be split by, as attribution rules name them. Empty text: the source does not say.
package struct ChargeDimensions: Hashable, Sendable {
    package var account = ""
    package var accountName = ""
    package var subAccount = ""
    package var subAccountName = ""
    package var project = ""
    package var projectName = ""
    package var workspace = ""
    package var apiKey = ""
    package var apiKeyName = ""
    package var user = ""
    package var serviceTier = ""
    package var sku = ""
    package var region = ""
    package var tags: [String: String] = [:]

    package init() {}
}

/// One charge as the vendor states it, or several equal in everything but day and amount, already added up.
package struct ChargeLine: Hashable, Sendable {
    /// Index of the file in the run's list of sources.
    package var source: Int
    /// The month that the vendor's document names.
    package var month: Month
    /// Days of the month that the file reaches, both inclusive.
    package var firstDay: Day
    package var lastDay: Day
    package var provider: String
    /// As the source writes it; empty when it does not say.
    package var model: String
    package var dimensions: ChargeDimensions
    /// As a ledger states it; empty: attribution decides.
    package var workload: String
    package var category: ChargeCategory
    /// Nil when the source does not split money by class.
    package var tokenClass: TokenClass?
    /// Money in `currency`; nil on lines that carry only volume.
    package var billedCost: Amount?
    package var effectiveCost: Amount?
    /// What the usage is worth, in `currency`, where another bill, a seat or a grant pays for it. Then its volume is not
    /// that of `billedCost`.
    package var notionalCost: Amount?
    package var currency: Currency?
    /// What the invoice itself says `currency` is worth in another; it goes before published rates.
    package var invoiceRate: InvoiceRate?
    /// What the invoice says the charge costs in the currency of its prices.
    package var pricedCost: PricedCost?
    /// Single tokens by class; disjoint.
    package var tokens: [TokenClass: Amount]
    package var requests: Amount?
    /// Records of the file that this line adds up.
    package var rows: Int
    /// Line of the first of them.
    package var firstLine: Int

    package init(source: Int, month: Month, firstDay: Day, lastDay: Day, provider: String) {
        self.source = source
        self.month = month
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.provider = provider
        model = ""
        dimensions = ChargeDimensions()
        workload = ""
        category = .usage
        tokens = [:]
        rows = 1
        firstLine = 0
    }
}
