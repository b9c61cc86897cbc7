package import Diagnostics
package import Money

/// What a paper invoice says, declared by the user to be compared with the import.
package struct ControlTotal: Hashable, Sendable {
    package var vendor: String
    package var month: Month
    package var currency: Currency
    /// The amount to pay.
    package var total: Amount
    /// Tax inside `total`; nil: not declared.
    package var tax: Amount?
    package var invoiceId: String?
    package var position: SourcePosition

    package init(
        vendor: String, month: Month, currency: Currency, total: Amount, tax: Amount? = nil, invoiceId: String? = nil,
        position: SourcePosition
    ) {
        self.vendor = vendor
        self.month = month
        self.currency = currency
        self.total = total
        self.tax = tax
        self.invoiceId = invoiceId
        self.position = position
    }
}
