import TestSupport
import Testing

/// The validator that the converted files are held against finds what it is there for.
struct FocusRulesTests {
    /// A row that breaks nothing.
    static let good: [String: String] = [
        "BilledCost": "1.5", "BillingAccountId": "a", "BillingAccountName": "", "BillingCurrency": "USD",
        "BillingPeriodEnd": "2026-02-01T00:00:00Z", "BillingPeriodStart": "2026-01-01T00:00:00Z",
        "ChargeCategory": "Usage", "ChargeClass": "", "ChargeDescription": "", "ChargeFrequency": "Usage-Based",
        "ChargePeriodEnd": "2026-01-02T00:00:00Z", "ChargePeriodStart": "2026-01-01T00:00:00Z",
        "CommitmentDiscountId": "", "CommitmentDiscountQuantity": "", "CommitmentDiscountStatus": "",
        "ConsumedQuantity": "10", "ConsumedUnit": "Tokens", "ContractedCost": "1.5", "EffectiveCost": "1.5",
        "InvoiceIssuerName": "i", "ListCost": "2", "PricingQuantity": "", "PricingUnit": "", "ProviderName": "p",
        "PublisherName": "p", "ServiceCategory": "AI and Machine Learning", "ServiceName": "s",
        "ServiceSubcategory": "Generative AI", "SkuId": "", "SkuMeter": "", "Tags": "{\"team\":\"a\"}",
    ]

    private func table(_ changes: [String: String]) -> FocusTable {
        let header = Self.good.keys.sorted()
        return FocusTable(header: header, rows: [header.map { changes[$0] ?? Self.good[$0]! }])
    }

    @Test func aGoodRowBreaksNothing() { #expect(focusFindings(table([:])) == []) }

    @Test(
        "one rule of each kind is broken, and only that one is found",
        arguments: [
            (["ListCost": ""], "ListCost"), (["ProviderName": " "], "ProviderName"),
            (["BilledCost": "1e3"], "BilledCost"), (["BilledCost": "1,000.00"], "BilledCost"),
            (["EffectiveCost": "+1"], "EffectiveCost"),
            (["ChargePeriodStart": "2026-01-01 00:00:00"], "ChargePeriodStart"),
            (["ChargePeriodEnd": "2026-02-30T00:00:00Z"], "ChargePeriodEnd"),
            (["Tags": "team=a"], "Tags"), (["Tags": "{\"a\":{\"b\":1}}"], "Tags"),
            (["Tags": "{\"a\":1,\"a\":2}"], "Tags"), (["BillingCurrency": "usd"], "BillingCurrency"),
            (["BillingCurrency": "Credits"], "BillingCurrency"), (["ChargeClass": "correction"], "ChargeClass"),
            (["ChargeFrequency": "Usage-based"], "ChargeFrequency"), (["SkuMeter": "m"], "SkuMeter"),
            (["ConsumedUnit": ""], "ConsumedUnit"), (["ConsumedQuantity": ""], "ConsumedUnit"),
            (["CommitmentDiscountStatus": "Used"], "CommitmentDiscountStatus"),
            (["ChargeCategory": "Credit"], "ConsumedQuantity"),
            (["ChargeCategory": "Purchase", "ConsumedQuantity": "", "ConsumedUnit": ""], "ChargeFrequency"),
            (["BillingPeriodEnd": "2026-01-01T00:00:00Z"], "BillingPeriodStart"),
            (["ServiceSubcategory": "Other (Compute)"], "ServiceSubcategory"),
            (["ServiceCategory": "AI"], "ServiceCategory"),
        ] as [([String: String], String)])
    func aBrokenRuleIsFound(_ changes: [String: String], _ column: String) {
        #expect(focusFindings(table(changes)).map(\.column).contains(column))
    }

    @Test func theHeaderIsLookedAt() {
        let header = Self.good.keys.sorted()
        let row = header.map { Self.good[$0]! }
        func columns(_ header: [String]) -> [String] {
            focusFindings(FocusTable(header: header, rows: [Array(row.prefix(header.count))])).map(\.column)
        }
        #expect(columns(header.map { $0 == "SkuId" ? "Sku" : $0 }).contains("Sku"))
        #expect(columns(header.map { $0 == "SkuId" ? "x_Sku" : $0 }).contains("SkuMeter"))
        #expect(columns(header.map { $0 == "SkuId" ? "ListCost" : $0 }).contains("ListCost"))
        #expect(columns(header.map { $0 == "PublisherName" ? "AvailabilityZone" : $0 }).contains("PublisherName"))
        #expect(focusFindings(FocusTable(header: header, rows: [["1"]])) == [FocusFinding("", row: 1, "1 fields")])
    }
}
