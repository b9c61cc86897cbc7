import Billing
import Diagnostics
import Importers
import Money
import Tabular
import Testing

/// Lines that count as they stand, and of which the reader is told.
@Suite struct OddLines {
    private static let head =
        "ChargePeriodStart,ChargePeriodEnd,ChargeCategory,BillingCurrency,BilledCost,EffectiveCost,ProviderName,"
        + "AvailabilityZone\n"

    private func read(_ text: String, as name: String = "export.csv", rules: [SourceRule] = []) throws -> ImportedFile {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        return try inspectInvoice(try folder.write(text, as: name), rules: rules)
    }

    private func row(_ category: String, _ billed: String, _ effective: String, _ provider: String, _ zone: String = "")
        -> String
    {
        "2026-02-03,2026-02-04,\(category),USD,\(billed),\(effective),\(provider),\(zone)\n"
    }

    @Test func equalRowsAllCountAndArePointedOut() throws {
        let text = Self.head + row("Usage", "1.5", "1.5", "A") + row("Usage", "1.5", "1.5", "A")
        let file = try read(text + row("Usage", "2", "2", "A") + row("Usage", "1.5", "1.5", "A"))
        #expect(file.accepted == 4)
        #expect(file.totals.first?.amount == Amount("6.5"))
        #expect(
            file.notes.map(\.found) == [
                "2 rows that equal an earlier one in every column, with 3 in all; all of them are counted"
            ])
        #expect(file.notes.map(\.position?.line) == [3])
    }

    @Test func usageThatAnotherBillChargesForIsPointedOut() throws {
        let file = try read(Self.head + row("Usage", "1", "1", "A") + row("Usage", "0", "5", "B"))
        #expect(file.notes.map(\.code) == ["charged-elsewhere"])
        #expect(
            file.notes.map(\.found) == ["1 row of usage with a billed cost of 0 and an effective cost of 5 USD"])
        #expect(file.lines.count == 2)
        let bought = try read(Self.head + row("Purchase", "9", "0", "B") + row("Usage", "0", "5", "B"))
        #expect(bought.notes.isEmpty)
    }

    @Test func aModelsMonthBelowZeroIsPointedOut() throws {
        let file = try read(Self.head + row("Usage", "5", "5", "A") + row("Usage", "-2", "-2", "B"))
        #expect(file.notes.map(\.code) == ["negative-usage"])
        #expect(file.notes.map(\.found) == ["usage that adds up to -2 USD of B for 2026-02"])
        #expect(file.totals.first?.amount == Amount("3"))
        let repaid = try read(Self.head + row("Usage", "5", "5", "A") + row("Usage", "-2", "-2", "A"))
        #expect(repaid.notes.isEmpty)
    }

    @Test func columnsThatAreNotReadMayHoldAnything() throws {
        let file = try read(Self.head + row("Usage", "5", "5", "A", "0.0321"))
        #expect(file.rejects.isEmpty)
        #expect(file.notes.isEmpty)
    }

    @Test func theHeaderTellsTheFormatNotTheName() throws {
        let rule = SourceRule(files: "*", vendor: "Anthropic", currency: Currency("USD"))
        let file = try read(
            "Date,Input Tokens,Output Tokens,User,Cost\n2024-12-13,10,5,Zoé,0.25\n", as: "claude_api_cost_2024_12.csv",
            rules: [rule])
        #expect(file.format == "generic")
        #expect(file.totals.map(\.amount) == [Amount("0.25")!])
    }

    @Test func inclusiveAndExclusiveEndsMeanTheSameDays() throws {
        let exclusive = try read(
            "ChargePeriodStart,ChargePeriodEnd,ChargeCategory,BillingCurrency,BilledCost,ProviderName\n"
                + "2026-02-01,2026-03-01,Usage,USD,1,A\n")
        let inclusive = try read(
            "Currency,USD\nService description,SKU description,Cost type,Usage start date,Usage end date,Usage amount,"
                + "Cost ($)\nVM,B1s,Usage,2026-02-01,2026-02-28,1,1\n")
        for file in [exclusive, inclusive] {
            #expect(file.periodFrom == Day("2026-02-01"))
            #expect(file.periodTo == Day("2026-02-28"))
        }
    }
}
