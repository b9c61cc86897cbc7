import Diagnostics
import Money
import Testing

@testable import Billing

/// The invoice's own rate, else the published one. CONTRACT.md, FX.
struct InvoiceRatesTests {
    private static func stated(_ rate: String, base: Currency = euros, quote: Currency = dollars) -> InvoiceRate {
        InvoiceRate(base: base, quote: quote, rate: amount(rate))
    }

    private static func charge(_ month: String, _ provider: String, _ rates: String?...) -> [ChargeLine] {
        rates.map { rate in
            var charge = line(month, provider, as: .other, cost: "100", currency: euros)
            charge.invoiceRate = rate.map { stated($0) }
            return charge
        }
    }

    private static func built(_ lines: [ChargeLine]) throws -> LedgerOutcome {
        var published = ExchangeRates()
        for month in ["2026-01-30", "2026-02-27"] {
            _ = published.add(
                PublishedRate(
                    date: Day(month)!, base: euros, quote: dollars, rate: amount("2"),
                    position: .init(file: "fx.csv", line: 2)))
        }
        return try LedgerBuilder(files: [file(lines)], reportingCurrency: dollars, rates: published).build()
    }

    @Test func theRateOfTheInvoiceGoesBeforeThePublishedOne() throws {
        let outcome = try Self.built(
            Self.charge("2026-01", "A", "1.1") + Self.charge("2026-02", "A", nil) + Self.charge("2026-01", "B", nil))
        #expect(outcome.ledger.rows.map(\.costReporting) == [amount("110"), amount("200"), amount("200")])
        #expect(outcome.notes.isEmpty)
    }

    @Test func itIsReadInEitherDirection() throws {
        var charge = line("2026-01", as: .other, cost: "100", currency: euros)
        charge.invoiceRate = Self.stated("0.8", base: dollars, quote: euros)
        #expect(try Self.built([charge]).ledger.rows.map(\.costReporting) == [amount("125")])
    }

    @Test func itNeedsNoPublishedRate() throws {
        let lines = Self.charge("2025-12", "A", "1.1")
        let outcome = try LedgerBuilder(files: [file(lines)], reportingCurrency: dollars).build()
        #expect(outcome.ledger.rows.map(\.costReporting) == [amount("110")])
    }

    @Test func ratesThatDifferLeaveThePublishedOne() throws {
        let outcome = try Self.built(Self.charge("2026-01", "A", "1.2", "1.1"))
        #expect(outcome.ledger.rows.map(\.costReporting) == [amount("400")])
        #expect(
            outcome.notes.map(\.rendered) == [
                """
                a.csv:2: warning: found EUR/USD 1.1 and EUR/USD 1.2 on invoices of A for 2026-01, expected one rate of a vendor for a month
                  fix: the published rate of fx.csv holds instead; leave it so, or keep the exports of one rate
                """
            ])
    }
}
