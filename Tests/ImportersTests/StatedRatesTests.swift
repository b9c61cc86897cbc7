import Billing
import Importers
import Money
import Tabular
import Testing

/// The rates that exports carry themselves, and the months that they mark as open.
@Suite struct StatedRates {
    private func read(_ text: String, currency: Currency? = nil) throws -> ImportedFile {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let rule = SourceRule(
            files: "*", columns: currency == nil ? [:] : ["amount": "eur"], vendor: "Acme", currency: currency)
        return try inspectInvoice(try folder.write(text, as: "export.csv"), rules: currency == nil ? [] : [rule])
    }

    @Test(arguments: [
        "BillingPeriodStartDate,Date,MeterCategory,MeterName,Quantity,UnitOfMeasure,costInBillingCurrency,billingCurrency,"
            + "pricingCurrency,exchangeRatePricingToBilling\n2026-02-01,2026-02-03,VM,B1s,1,1 Hour,9,EUR,USD,0.9\n",
        "usage_start_time,cost,currency,currency_conversion_rate,sku.description\n2026-02-03,9,EUR,0.9,VM\n",
        "ChargePeriodStart,ChargeCategory,BilledCost,BillingCurrency,PricingCurrency,x_BillingExchangeRate,ProviderName\n"
            + "2026-02-03,Usage,9,EUR,USD,0.9,Microsoft\n",
        "ChargePeriodStart,ChargeCategory,BilledCost,BillingCurrency,x_CurrencyConversionRate,ProviderName\n"
            + "2026-02-03,Usage,9,EUR,0.9,Google Cloud\n",
        "Invoice date,2026-02-28\nCurrency,EUR\nCurrency exchange rate,0.9\n"
            + "Service description,SKU description,Cost type,Usage start date,Usage amount,Cost ($)\n"
            + "VM,B1s,Usage,2026-02-03,1,9\n",
    ])
    func theRateOfTheFileGoesWithItsLines(_ text: String) throws {
        let file = try read(text)
        let rate = InvoiceRate(base: Currency("USD"), quote: Currency("EUR"), rate: Amount("0.9")!)
        #expect(file.lines.map(\.invoiceRate) == [rate])
        let ledger = try LedgerBuilder(files: [file], reportingCurrency: Currency("USD")).build().ledger
        #expect(ledger.rows.map(\.costReporting) == [Amount("10")])
    }

    @Test func aTableMadeByHandMayNameItsRate() throws {
        let file = try read("Month,eur,eur_per_usd\n2026-02,9,0.9\n2026-03,9,0.8\n", currency: Currency("EUR"))
        #expect(file.lines.map(\.invoiceRate?.rate).sorted { "\($0!)" < "\($1!)" } == [Amount("0.8"), Amount("0.9")])
    }

    @Test(arguments: [
        "Cost,CostUSD,Currency,UsageDate\n9,10,EUR,2026-02-03\n",
        "ChargePeriodStart,ChargeCategory,BilledCost,EffectiveCost,BillingCurrency,PricingCurrency,"
            + "PricingCurrencyEffectiveCost,ProviderName\n2026-02-03,Usage,9,9,EUR,USD,10,AWS\n",
    ])
    func oneCostInTwoCurrenciesIsARate(_ text: String) throws {
        let ledger = try LedgerBuilder(files: [try read(text)], reportingCurrency: Currency("USD")).build().ledger
        #expect(ledger.rows.map(\.costReporting) == [Amount("10")])
    }

    @Test(arguments: ["Token,0.9", "EUR,1", "USD,0", "USD,", "USD,x"])
    func whatIsNoRateLeavesThePublishedOne(_ cells: String) throws {
        let file = try read(
            "ChargePeriodStart,ChargeCategory,BilledCost,BillingCurrency,PricingCurrency,x_BillingExchangeRate,ProviderName\n"
                + "2026-02-03,Usage,9,EUR,\(cells),Microsoft\n")
        #expect(file.lines.map(\.invoiceRate) == [nil])
        #expect(file.rejects.isEmpty)
    }

    @Test(arguments: [("INV-1", false), ("", true)])
    func usageWithoutAnInvoiceHoldsItsMonthOpen(_ invoice: String, _ isOpen: Bool) throws {
        let file = try read(
            "bill/BillingPeriodStartDate,bill/InvoiceId,lineItem/LineItemType,lineItem/UsageStartDate,lineItem/UsageType,"
                + "lineItem/UnblendedCost,lineItem/CurrencyCode\n2026-02-01,\(invoice),Usage,2026-02-28,X,1,USD\n")
        #expect(file.openMonths == (isOpen ? [Month("2026-02")!] : []))
        #expect(Coverage(of: [file]).isComplete(Month("2026-02")!) == !isOpen)
    }
}
