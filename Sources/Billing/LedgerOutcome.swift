package import Diagnostics
package import Money

/// The ledger of a run and what else the invoices say about it.
package struct LedgerOutcome: Sendable {
    package var ledger: Ledger
    /// The reporting currency; nil when no invoice holds money and none was asked for.
    package var currency: Currency?
    package var coverage: Coverage
    package var notes: [Diagnostic]
}

/// Turns an amount that needs more than 38 digits into the failure that ends the run.
///
/// - Parameter place: Where the amount comes from; the folder of all where it is a sum over files.
func exactly<T>(
    at place: SourcePosition = SourcePosition(file: "invoices"), _ body: () throws(AmountError) -> T
) throws(Failure) -> T {
    do {
        return try body()
    } catch {
        throw Failure(.badData, .sumNeedsTooManyDigits(at: place))
    }
}

extension Diagnostic {
    static func sumNeedsTooManyDigits(at place: SourcePosition) -> Diagnostic {
        Diagnostic(
            "sum-too-large", at: place, found: "a total of the ledger that needs more than 38 digits",
            expected: "totals of at most 38 digits",
            fix: "look for an invoice file whose amounts are in the wrong unit: `breakeven inspect FILE` shows totals")
    }
}
