package import Money

/// What an earlier report said, as its own CSV files tell it.
package struct EarlierReport: Hashable, Sendable {
    package struct Assumption: Hashable, Sendable {
        package var label: String
        /// A number or a word, as written.
        package var base: String
        package var source: String

        package init(label: String, base: String, source: String) {
            self.label = label
            self.base = base
            self.source = source
        }
    }

    package struct Bill: Hashable, Comparable, Sendable {
        package var month: Month
        package var provider: String
        package var currency: String

        package init(month: Month, provider: String, currency: String) {
            self.month = month
            self.provider = provider
            self.currency = currency
        }

        package static func < (a: Bill, b: Bill) -> Bool {
            (a.month, a.provider, a.currency) < (b.month, b.provider, b.currency)
        }
    }

    package struct Quote: Hashable, Sendable {
        package var currency: String
        /// Reporting currency for one unit of the quote's.
        package var rate: Double

        package init(currency: String, rate: Double) {
            self.currency = currency
            self.rate = rate
        }
    }

    /// Folder of the report, relative to the project where it lies in it.
    package var name: String
    package var period: Month
    /// Months of its baseline; nil for a report that does not tell.
    package var window: ClosedRange<Month>?
    /// Reporting currency of its figures.
    package var currency: String
    /// NPV of the plan, base scenario, without residual value; nil when there was nothing to move to.
    package var npv: Double?
    /// By config key.
    package var assumptions: [String: Assumption]
    /// Money of each bill in its own currency, tax included.
    package var bills: [Bill: Amount]
    /// API cost of each month if everything stays on the API, base scenario.
    package var forecast: [Month: Double]
    /// Saving of its plan in each month, base scenario; empty when there was nothing to move to.
    package var planned: [Month: Double] = [:]
    /// Priced quotes, by id.
    package var quotes: [String: Quote]

    package init(
        name: String, period: Month, window: ClosedRange<Month>?, currency: String, npv: Double?,
        assumptions: [String: Assumption], bills: [Bill: Amount], forecast: [Month: Double], quotes: [String: Quote]
    ) {
        self.name = name
        self.period = period
        self.window = window
        self.currency = currency
        self.npv = npv
        self.assumptions = assumptions
        self.bills = bills
        self.forecast = forecast
        self.quotes = quotes
    }
}
