package import Money

/// A row of the ledger; the key is everything before `tokens`.
package struct LedgerRow: Hashable, Sendable {
    package var month: Month
    package var provider: String
    package var model: String
    package var workload: String
    package var tokenClass: TokenClass
    /// Nil on rows that carry only volume.
    package var currency: Currency?
    /// Single tokens; nil where the class has none.
    package var tokens: Amount?
    package var requests: Amount?
    /// Money of the run's basis in `currency`; nil on rows that carry only volume.
    package var cost: Amount?
    /// Money in the reporting currency.
    package var costReporting: Amount?
    /// Part of `costReporting` that was spread over tokens by a rule instead of being stated by the vendor.
    package var estimated: Amount

    package init(month: Month, provider: String, model: String, workload: String, tokenClass: TokenClass) {
        self.month = month
        self.provider = provider
        self.model = model
        self.workload = workload
        self.tokenClass = tokenClass
        estimated = .zero
    }
}

/// All that the rest of the program sees of the invoices: sorted by key, at most one row a key, immutable.
package struct Ledger: Hashable, Sendable {
    package let rows: [LedgerRow]

    package init(rows: [LedgerRow]) { self.rows = rows }
}

/// A workload as the invoices imply it (MODEL.md 2.1), at the mean of the window's months.
package struct ImpliedWorkload: Hashable, Sendable {
    package var id: String
    /// Million tokens a month.
    package var tokIn: Double
    package var tokCached: Double
    package var tokOut: Double
    /// Reporting currency per million tokens; nil when no money is known for the class.
    package var priceIn: Double?
    package var priceCached: Double?
    package var priceOut: Double?
    /// Money without tokens, a month: requests, tools, seats.
    package var apiOtherMonth: Double
    /// Share of the workload's money that was spread by a rule, 0…1.
    package var estimatedShare: Double
    /// Months of the window with data.
    package var months: Int

    package init(id: String) {
        self.id = id
        tokIn = 0
        tokCached = 0
        tokOut = 0
        apiOtherMonth = 0
        estimatedShare = 0
        months = 0
    }
}
