import Billing
import Diagnostics
import Money
import Testing

@Suite struct ReconciliationRules {
    private func total(
        _ vendor: String, _ month: String, _ total: String, tax: String? = nil, currency: Currency = dollars
    ) -> ControlTotal {
        ControlTotal(
            vendor: vendor, month: Month(month)!, currency: currency, total: amount(total), tax: tax.map(amount),
            position: SourcePosition(file: "control_totals.csv", line: 2))
    }

    @Test func equalTotalsPassAndMonthsWithoutOneSaySo() throws {
        let files = [
            file([line("2026-01", "A", as: .other, cost: "100"), line("2026-02", "A", as: .other, cost: "5")])
        ]
        let rows = try reconcile([total("a", "2026-01", "100.01")], with: files)
        #expect(rows.map(\.result) == [.pass, .noDeclaredTotal])
        #expect(rows.map(\.vendor) == ["A", "A"])
        #expect(rows.map(\.difference) == [amount("-0.01"), nil])
        #expect(rows.map(\.tolerance) == [amount("0.01"), amount("0.01")])
        #expect(TieResult.noDeclaredTotal.rawValue == "no declared total")
    }

    @Test func aSmallDifferenceFailsTheCheckOnly() throws {
        let files = [file([line("2026-01", "A", as: .other, cost: "100")])]
        #expect(try reconcile([total("A", "2026-01", "100.02")], with: files).map(\.result) == [.fail])
        #expect(try reconcile([total("A", "2026-01", "101")], with: files).map(\.result) == [.fail])
    }

    @Test func rowsRoundedToCentsMayDrift() throws {
        var lines = [line("2026-01", "A", as: .other, cost: "100")]
        lines[0].rows = 100
        var cents = file(lines)
        cents.roundsRowsToCents = true
        let rows = try reconcile([total("A", "2026-01", "100.50")], with: [cents])
        #expect(rows.map(\.result) == [.pass])
        #expect(rows.map(\.tolerance) == [amount("0.5")])
        #expect(try reconcile([total("A", "2026-01", "100.51")], with: [cents]).map(\.result) == [.fail])
    }

    @Test func aLargeDifferenceEndsTheRun() throws {
        let files = [file([line("2026-01", "A", as: .other, cost: "98")])]
        let failure = #expect(throws: Failure.self) { try reconcile([total("A", "2026-01", "100")], with: files) }
        #expect(failure?.status == .badData)
        #expect(
            failure?.diagnostics.map(\.rendered) == [
                """
                control_totals.csv:2: error: found 98 USD imported for A 2026-01, a difference of -2, expected the \
                declared 100 USD, within 1 unit or 0.1 %
                  fix: look for an export that is missing, imported twice or of another month, else correct the total
                """
            ])
        // Off by more than a unit, by less than a thousandth: only the check fails.
        let large = [file([line("2026-01", "A", as: .other, cost: "9998")])]
        #expect(try reconcile([total("A", "2026-01", "10000")], with: large).map(\.result) == [.fail])
    }

    @Test func aVendorThatNoInvoiceNamesIsNamed() throws {
        let failure = #expect(throws: Failure.self) {
            try reconcile([total("C", "2026-01", "100")], with: [file([line("2026-01", "A", as: .other, cost: "98")])])
        }
        #expect(failure?.diagnostics[0].fix == "no invoice names this vendor; the invoices name A")
    }

    @Test func declaredTaxCountsOnlyWhereTheExportHoldsTax() throws {
        let net = file([line("2026-01", "A", as: .other, cost: "100")])
        #expect(try reconcile([total("A", "2026-01", "119", tax: "19")], with: [net]).map(\.result) == [.pass])
        let gross = file([
            line("2026-01", "A", as: .other, cost: "100"), line("2026-01", "A", cost: "19", category: .tax),
        ])
        #expect(try reconcile([total("A", "2026-01", "119", tax: "19")], with: [gross]).map(\.result) == [.pass])
    }

    @Test func severalInvoicesOfAMonthAddUp() throws {
        let files = [file([line("2026-01", "A", as: .other, cost: "100")])]
        let rows = try reconcile([total("A", "2026-01", "60"), total("A", "2026-01", "40")], with: files)
        #expect(rows.map(\.declared) == [amount("100")])
        #expect(rows.map(\.result) == [.pass])
    }

    @Test func theTieIsOfBilledCostWhateverTheBasis() throws {
        let files = [file([line("2026-01", "A", as: .other, cost: "100", effective: "1")])]
        #expect(try reconcile([total("A", "2026-01", "100")], with: files).map(\.imported) == [amount("100")])
    }
}
