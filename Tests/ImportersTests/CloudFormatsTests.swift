import Billing
import Diagnostics
import Importers
import Money
import Tabular
import Testing

/// What the exports of the large clouds hold besides plain rows.
@Suite struct CloudFormats {
    private func read(_ text: String, as name: String = "export.csv", rules: [SourceRule] = []) throws -> ImportedFile {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        return try inspectInvoice(try folder.write(text, as: name), rules: rules)
    }

    // MARK: FOCUS

    private static let focusHead =
        "BillingPeriodStart,BillingPeriodEnd,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,BillingCurrency,"
        + "BilledCost,EffectiveCost,ProviderName,BillingAccountId,ServiceName,ConsumedQuantity,ConsumedUnit,"
        + "PricingQuantity,PricingUnit,ChargeDescription,"
    private static func focus(_ columns: String, _ rows: String...) -> String {
        ([focusHead + columns] + rows.map { "2026-02-01,2026-03-01,2026-02-03,2026-02-04,Usage,USD," + $0 })
            .joined(separator: "\n")
    }

    @Test func focusOfAWSReadsBedrockUsageTypes() throws {
        let file = try read(
            Self.focus(
                "x_UsageType,x_ServiceCode",
                "3,3,AWS,1,Amazon Bedrock,1000,Units,1000,,,USE1-NovaLite-input-tokens-batch,AmazonBedrock",
                "15,15,AWS,1,Claude Opus 4.5 (Amazon Bedrock Edition),2,Units,2,Units,,"
                    + "USW2-MP:USW2_OutputTokenCount-Units,AmazonBedrockFoundationModels",
                "8,8,AWS,1,Amazon EC2,10,Hours,10,Hours,,BoxUsage:g6.xlarge,AmazonEC2"))
        #expect(file.lines.map(\.model) == ["NovaLite", "Claude Opus 4.5", ""])
        #expect(file.lines.map(\.tokens) == [[.inputUncached: Amount(1_000_000)], [.output: Amount(2_000_000)], [:]])
    }

    @Test func focusOfAzureMultipliesByThePricingBlock() throws {
        let file = try read(
            Self.focus(
                "x_SkuMeterName,x_SkuMeterSubcategory,x_PricingBlockSize",
                "6,6,Microsoft,1,Azure OpenAI,2500000,Units,2500,Units,,gpt-4o 1120 Inp glbl Tokens,Azure OpenAI,1000",
                "5,5,Microsoft,1,Azure OpenAI,5,Units,0.5,1M,,5.4 opt Dz 1M Tokens,Azure OpenAI GPT5,1000000"))
        #expect(file.lines.map(\.model) == ["gpt-4o 1120", "GPT 5.4"])
        #expect(file.lines.map(\.tokens) == [[.inputUncached: Amount(2_500_000)], [.output: Amount(500_000)]])
    }

    @Test func focusOfGoogleCountsSingleTokens() throws {
        let file = try read(
            Self.focus(
                "x_Credits,x_ExportTime",
                "6,6,Google Cloud,1,Gemini API,2500000,count,2.5,count,"
                    + "Generate content input token count gemini 2.5 flash short input text,,",
                "6,6,Google Cloud,1,Gemini API,4,count,4,count,Imagen 4 Image Generation,,"))
        #expect(file.lines.map(\.model) == ["gemini 2.5 flash", ""])
        #expect(file.lines.map(\.tokens) == [[.inputUncached: Amount(2_500_000)], [:]])
    }

    @Test(arguments: [("Oracle", "Usage-based,"), ("Alibaba Cloud", "Usage-Based,bailian")])
    func focusOfOtherCloudsIsReadBySameColumns(_ provider: String, _ tail: String) throws {
        let file = try read(
            Self.focus("ChargeFrequency,x_CommodityCode", "6,6,\(provider),1,AI,1,Hour,1,Hour,GPU,\(tail)"))
        #expect(file.lines.map(\.provider) == [provider])
        #expect(file.totals.map { "\($0.amount)" } == ["6", "6"])
    }

    /// A provider's file of usage alone.
    @Test func focusWithoutAnyCostIsUsageOnlyAndSaysSo() throws {
        let file = try read(
            "ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ProviderName,ConsumedQuantity,ConsumedUnit,ChargeDescription\n"
                + "2026-02-01,2026-02-02,Usage,CoreWeave,730,GPU-Hours,H100\n")
        #expect(file.role == .volume)
        #expect(file.totals.isEmpty)
        #expect(
            file.notes.map(\.rendered) == [
                """
                export.csv: warning: found usage without any cost, expected a price for it
                  fix: give the invoice of the same months too, or price the workload in workloads.csv
                """
            ])
    }

    // MARK: AWS

    private static let curHead =
        "bill/BillingPeriodStartDate,bill/PayerAccountId,lineItem/LineItemType,lineItem/UsageStartDate,"
        + "lineItem/UsageType,lineItem/UsageAmount,lineItem/CurrencyCode,lineItem/UnblendedCost"

    @Test(arguments: [
        ("Usage", ChargeCategory.usage), ("Tax", .tax), ("Credit", .credit), ("EdpDiscount", .credit),
        ("PrivateRateDiscount", .credit), ("Fee", .purchase), ("RIFee", .purchase),
        ("SavingsPlanRecurringFee", .purchase), ("SavingsPlanCoveredUsage", .usage), ("DiscountedUsage", .usage),
        ("SavingsPlanNegation", .adjustment), ("Refund", .adjustment), ("SomethingNew", .adjustment),
    ])
    func kindsOfAWSRowsHaveTheirCategory(_ type: String, _ category: ChargeCategory) throws {
        let file = try read("\(Self.curHead)\n2026-02-01,1,\(type),2026-02-03,X,1,USD,-1\n")
        #expect(file.lines.map(\.category) == [category])
    }

    @Test func amortisedCostOfAWSCountsCommitmentsWhereTheyAreUsed() throws {
        let file = try read(
            """
            \(Self.curHead),savingsPlan/SavingsPlanEffectiveCost,savingsPlan/TotalCommitmentToDate,savingsPlan/UsedCommitment,\
            reservation/ReservationARN,reservation/EffectiveCost,reservation/UnusedAmortizedUpfrontFeeForBillingPeriod,\
            reservation/UnusedRecurringFee
            2026-02-01,1,SavingsPlanCoveredUsage,2026-02-03,BoxUsage,1,USD,8,5,,,,,,
            2026-02-01,1,SavingsPlanNegation,2026-02-03,BoxUsage,1,USD,-8,,,,,,,
            2026-02-01,1,SavingsPlanRecurringFee,2026-02-03,SP,1,USD,6,,6,5,,,,
            2026-02-01,1,DiscountedUsage,2026-02-03,Box,1,USD,0,,,,arn,3,,
            2026-02-01,1,RIFee,2026-02-03,Heavy,1,USD,4,,,,arn,,0.5,0.25
            2026-02-01,1,Fee,2026-02-03,Upfront,1,USD,100,,,,arn,,,
            2026-02-01,1,Usage,2026-02-03,Plain,1,USD,2,,,,,,,
            """)
        #expect(file.lines.compactMap(\.effectiveCost).map { "\($0)" } == ["5", "0", "1", "3", "0.75", "0", "2"])
        #expect(file.totals.map { "\($0.amount)" } == ["112", "11.75"])
    }

    /// Thousands in one row, millions in the next.
    @Test func blocksOfBedrockFollowTheUsageTypeUnlessTheUnitSaysOtherwise() throws {
        let file = try read(
            """
            \(Self.curHead),pricing/unit
            2026-02-01,1,Usage,2026-02-03,USE1-NovaLite-input-tokens,2,USD,1,
            2026-02-01,1,Usage,2026-02-03,USE1-NovaLite-output-tokens,2,USD,1,1M tokens
            2026-02-01,1,Usage,2026-02-03,USE1-MP:USE1_OutputTokenCount-Units,2,USD,1,Units
            """)
        #expect(file.tokens == [.inputUncached: Amount(2000), .output: Amount(4_000_000)])
    }

    @Test func costExplorerIsUnpivotedAndItsTotalsAreCompared() throws {
        let file = try read(
            "\"Service\",\"Bedrock($)\",\"Tax($)\",\"Total costs($)\"\n\"Service total\",\"12\",\"1\",\"13\"\n"
                + "\"2026-02-01\",\"10.5\",\"1\",\"11.5\"\n")
        #expect(file.lines.map(\.category) == [.usage, .tax])
        #expect(file.lines.map(\.dimensions.sku) == ["Bedrock", "Tax"])
        #expect(file.totals.map { "\($0.amount)" } == ["11.5"])
        #expect(
            file.notes.map(\.rendered) == [
                """
                export.csv: warning: found rows that add up to 11.5 USD under a total of 13, which is -1.5 off, expected rows \
                that add up to the total that the file states
                  fix: export the file again; rows may be missing or filtered out
                """
            ])
    }

    // MARK: Azure

    private static let azureHead =
        "BillingAccountId,BillingPeriodStartDate,SubscriptionId,Date,MeterCategory,MeterName,Quantity,Cost,"
        + "BillingCurrency,UnitOfMeasure,ChargeType,PricingModel\n"

    @Test func azureAmortisedExportsAreKnownByTheCostOfCoveredUsage() throws {
        let rows = "1,02/01/2026,s,02/03/2026,VM,B1s,1,3.25,USD,1 Hour,Usage,Reservation\n"
        let file = try read(Self.azureHead + rows)
        #expect(file.totals.map(\.basis) == [.effective])
        #expect(
            file.notes.map(\.rendered) == [
                """
                export.csv: warning: found rows of commitments that carry a cost: an export of amortised cost, taken as \
                effective cost, expected actual cost where `baseline.basis` is billed
                  fix: say which it is under `sources`: {files: "export.csv", basis: effective} or basis: billed
                """
            ])
        let said = try read(Self.azureHead + rows, rules: [SourceRule(files: "*.csv", basis: .billed)])
        #expect(said.totals.map(\.basis) == [.billed])
        #expect(said.notes.isEmpty)
    }

    @Test func azurePurchasesOfReservationsDoNotMakeAnAmortisedExport() throws {
        let file = try read(
            Self.azureHead + "1,02/01/2026,s,02/03/2026,VM,B1s,1,3.25,USD,1 Hour,Purchase,Reservation\n")
        #expect(file.totals.map(\.basis) == [.billed])
        #expect(file.lines.map(\.category) == [.purchase])
    }

    /// The two describe the same usage.
    @Test func actualAndAmortisedOfOneMonthAreRefused() throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let row = "1,02/01/2026,s,02/03/2026,VM,B1s,1,"
        let files = [
            try folder.write(Self.azureHead + row + "0,USD,1 Hour,Usage,Reservation\n", as: "actual.csv"),
            try folder.write(Self.azureHead + row + "3.25,USD,1 Hour,Usage,Reservation\n", as: "amortised.csv"),
        ]
        let failure = #expect(throws: Failure.self) { try importInvoices(files, rules: [], jobs: 1) }
        #expect(failure?.status == .badData)
        #expect(failure?.diagnostics.map(\.code) == ["same-money-twice"])
    }

    @Test func anAmortisedExportAloneIsCountedUnderTheBilledBasisWithAWarning() throws {
        let file = try read(Self.azureHead + "1,02/01/2026,s,02/03/2026,VM,B1s,1,3.25,USD,1 Hour,Usage,Reservation\n")
        let outcome = try LedgerBuilder(files: [file]).build()
        #expect(outcome.ledger.rows.compactMap(\.cost).map { "\($0)" } == ["3.25"])
        #expect(
            outcome.notes.map(\.rendered) == [
                """
                export.csv: warning: found 1 row has only an effective cost; it stands for the billed cost, expected billed \
                cost, as `baseline.basis` asks for
                  fix: give the export of billed cost, or set `baseline.basis: effective`
                """
            ])
    }

    @Test func azureRowsOfUnknownMetersKeepTheirMoney() throws {
        let file = try read(
            Self.azureHead + "1,02/01/2026,s,02/03/2026,AI,GPT 9 Zzz Tokens,5,3.25,USD,1K,Usage,OnDemand\n")
        #expect(file.lines.map { "\($0.billedCost ?? .zero)" } == ["3.25"])
        #expect(file.lines.map(\.tokens) == [[:]])
    }

    @Test func resourceGroupsOfAzureAreOneWhateverTheirCase() throws {
        let head = Self.azureHead.replacing("PricingModel\n", with: "PricingModel,ResourceGroup\n")
        let row = "1,02/01/2026,s,02/03/2026,A,B,1,1,USD,1,Usage,OnDemand,"
        let file = try read(head + row + "RG-Chat\n" + row + "rg-chat\n")
        #expect(Set(file.lines.map(\.dimensions.project)) == ["rg-chat"])
    }

    @Test func twentyEightDigitsAndExponentsAreExact() throws {
        let file = try read(
            Self.azureHead + "1,02/01/2026,s,02/03/2026,A,B,1,0.0000000072922557592391990000,USD,1,Usage,OnDemand\n"
                + "1,02/01/2026,s,02/03/2026,A,B,1,5.64902E-05,USD,1,Usage,OnDemand\n")
        #expect(file.totals.map { "\($0.amount)" } == ["0.000056497492255759239199"])
    }

    /// A third party's tool, in the system's notation: which of its two amounts is meant has to be said.
    @Test func azureCostCLIIsAskedForItsAmountAndReadWithAMapping() throws {
        let text =
            "Date,Cost,CostUsd,Currencycost\n01/05/2026,\"2,366588585885843\",\"2,5\",EUR\n"
            + "02/05/2026,\"2,36675103555328\",\"2,5\",EUR\n"
        let failure = #expect(throws: Failure.self) { try read(text) }
        #expect(
            failure?.diagnostics.first?.rendered == """
                export.csv:1:1: error: found 2 columns that may be the amount: Cost, CostUsd, expected one
                  fix: say which under `sources`: {files: "export.csv", format: generic, columns: {amount: "Cost"}}
                """)
        let rule = SourceRule(
            files: "*.csv", format: "generic", columns: ["amount": "Cost", "currency": "Currencycost"],
            vendor: "Microsoft", decimal: ",", dateOrder: "dmy")
        let file = try read(text, rules: [rule])
        #expect(file.totals.map { "\($0.amount) \($0.currency)" } == ["4.733339621439123 EUR"])
        #expect(Set(file.lines.map { "\($0.month)" }) == ["2026-05"])
    }

    // MARK: Google

    private static let tableHead =
        "Billing account name,Billing account ID,Project name,Project ID,Service description,SKU description,SKU ID,"
        + "Credit type,Cost type,Usage start date,Usage end date,Usage amount,Usage unit,Unrounded cost ($),Cost ($)\n"

    @Test func linesAboveACostTableGiveCurrencyMonthAndTotal() throws {
        let file = try read(
            "Invoice number,1\nInvoice date,2026-02-28\nCurrency,AUD\nTotal amount due,\"$1,010.00\"\n" + Self.tableHead
                + "A,1,P,p,Gemini API,text,K,,Usage,2026-01-31,2026-02-27,\"1,000\",count,\"1,000.004\",1000.00\n"
                + "A,1,P,p,,VAT,K,,Usage,,,,,10,10.00\n,,,,,,,,Rounding error,,,,,-0.004,0\n,,,,,,,,Total,,,,,1010,1010\n"
        )
        #expect(file.totals.map { "\($0.amount) \($0.currency)" } == ["1010 AUD"])
        #expect(file.lines.map(\.category) == [.usage, .tax, .adjustment])
        #expect(Set(file.lines.map { "\($0.month)" }) == ["2026-02"])
        #expect(file.skipped == 1)
        #expect(file.notes.isEmpty)
    }

    @Test func roundingWithoutADateBelongsToTheOnlyMonthOfATable() throws {
        let rows =
            "A,1,P,p,Run,CPU,K,,Usage,2026-01-01,2026-01-31,1,hour,10,10.00\n"
            + "A,1,P,p,Run,CPU,K,DISCOUNT,Usage,2026-01-01,2026-01-31,,,-2,-2.00\n"
        let rounding = ",,,,,,,,Rounding error,,,,,0.01,0.01\n"
        let file = try read("Currency,USD\n" + Self.tableHead + rows + rounding)
        #expect(file.lines.map(\.category) == [.usage, .credit, .adjustment])
        #expect(file.totals.map { "\($0.amount)" } == ["8.01"])
        let other = "A,1,P,p,Run,CPU,K,,Usage,2026-02-01,2026-02-28,1,hour,10,10.00\n"
        let unclear = try read("Currency,USD\n" + Self.tableHead + rows + other + rounding)
        #expect(unclear.rejects.map(\.code) == ["no-date"])
    }

    @Test func aReportWithoutMonthsTakesThatOfItsNameOrAsks() throws {
        let text = "Service description,Unrounded subtotal ($),Subtotal ($)\nGemini API,1.004,1.00\n"
        let rule = SourceRule(files: "*.csv", currency: Currency("USD"))
        let named = try read(text, as: "Acme_Reports, 2026-02-01 — 2026-02-28.csv", rules: [rule])
        #expect(named.lines.map { "\($0.month)" } == ["2026-02"])
        #expect(named.notes.isEmpty)
        let above = try read("Start date,2026-03-01\nEnd date,2026-03-31\n\n" + text, rules: [rule])
        #expect(above.lines.map { "\($0.month)" } == ["2026-03"])
        let failure = #expect(throws: Failure.self) { try read(text, rules: [rule]) }
        #expect(
            failure?.diagnostics.first?.rendered == """
                export.csv:1:1: error: found Google Cloud billing report without a column, line or file name that tells its \
                month, expected a month
                  fix: export it again, grouped by month
                """)
    }

    @Test func aDollarSignAloneIsTakenForUSDWithAWarning() throws {
        let file = try read("Month,Service description,Unrounded subtotal ($)\n2026-02,Gemini API,1.004\n")
        #expect(
            file.notes.map(\.rendered) == [
                """
                export.csv:1:1: warning: found nothing but the sign in Unrounded subtotal ($) to tell the currency; it is \
                taken for USD, expected a currency
                  fix: say it under `sources`: {files: "export.csv", currency: USD}
                """
            ])
        let euros = try read("Month,Service description,Unrounded subtotal (€)\n2026-02,Gemini API,1.004\n")
        #expect(euros.totals.map(\.currency) == [Currency("EUR")])
        #expect(euros.notes.isEmpty)
    }

    @Test(arguments: [
        "service.description,sku.description,invoice.month", "service_description,sku_description,invoice_month",
    ])
    func creditsOfABigQueryExportBecomeALineOfTheirOwn(_ names: String) throws {
        let row =
            "V,Gemini 2.5 Pro Text Input - Predictions,202602,2026-01-31 23:00:00 UTC,9,USD,"
            + "\"[{\"\"name\"\":\"\"a\"\",\"\"amount\"\":-1.25},{\"\"name\"\":\"\"b\"\",\"\"amount\"\":-0.75}]\"\n"
        let file = try read("\(names),usage_start_time,cost,currency,credits\n" + row + row)
        #expect(file.rows == 2)
        #expect(file.lines.map(\.category) == [.usage, .credit])
        #expect(file.lines.map { "\($0.billedCost ?? .zero)" } == ["18", "-4"])
        #expect(file.lines.map { "\($0.month)" } == ["2026-02", "2026-02"])
    }

    // MARK: Tags

    @Test(arguments: [
        ("\"{\"\"workload\"\": \"\"a b\"\"}\"", "a b"), ("\"\"\"workload\"\": \"\"a\"\",\"\"x\"\": \"\"y\"\"\"", "a"),
        ("\"{workload=a, x=y}\"", "a"), ("\"{'workload': 'a', 'x': None}\"", "a"),
        ("\"{\"\" workload\"\":\"\"a\"\"}\"", "a"),
    ])
    func tagsAreReadInEveryNotationOfTheirCell(_ cell: String, _ value: String) throws {
        let file = try read(
            "BillingAccountId,Date,MeterCategory,MeterName,Quantity,Cost,BillingCurrency,UnitOfMeasure,Tags\n"
                + "1,2026-02-03,VM,B1s,1,1,USD,1 Hour,\(cell)\n")
        #expect(file.lines.map { $0.dimensions.tags["workload"] } == [value])
    }

    @Test func tagsWithAColumnOfTheirOwnAreRead() throws {
        let file = try read(
            "\(Self.curHead),resourceTags/user:workload\n2026-02-01,1,Usage,2026-02-03,X,1,USD,1,support\n")
        #expect(file.lines.map(\.dimensions.tags) == [["workload": "support"]])
        let oracle = try read(
            "lineItem/referenceNo,lineItem/intervalUsageStart,cost/myCost,cost/currencyCode,tags/ai.workload\n"
                + "r,2026-02-03T10:00Z,1,USD,search\n")
        #expect(oracle.lines.map(\.dimensions.tags) == [["workload": "search"]])
    }

    // MARK: Months and bases

    @Test(arguments: [
        "BillingPeriodStart,BillingPeriodEnd,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,BillingCurrency,BilledCost,"
            + "ProviderName\n2026-03-01,2026-04-01,2026-02-28 22:00:00,2026-02-28 23:00:00,Usage,USD,1,AWS\n",
        "\(curHead)\n2026-03-01,1,Usage,2026-02-28T22:00:00Z,X,1,USD,1\n",
        "\(azureHead)1,03/01/2026,s,02/28/2026,VM,B1s,1,1,USD,1 Hour,Usage,OnDemand\n",
    ])
    func aChargeOutsideItsBillingMonthIsBookedInTheBillingMonth(_ text: String) throws {
        let file = try read(text)
        #expect(file.lines.map { "\($0.month)" } == ["2026-03"])
        #expect(file.rejects.isEmpty)
        #expect(file.notes.isEmpty)
    }

    @Test(arguments: [curHead, azureHead, tableHead, "lineItem/referenceNo,lineItem/intervalUsageStart,cost/myCost"])
    func aHeaderWithoutRowsIsAValidFile(_ head: String) throws {
        let rule = SourceRule(files: "*", currency: Currency("USD"))
        let file = try read(head.trimmingCharacters + "\n", rules: [rule])
        #expect(file.rows == 0)
        #expect(file.notes.map(\.code) == ["header-only"])
    }

    @Test func effectiveCostOfZeroThroughoutIsSaid() throws {
        let file = try read(
            "ChargePeriodStart,ChargeCategory,BillingCurrency,BilledCost,EffectiveCost,ProviderName\n"
                + "2026-02-03,Usage,USD,5,0,AWS\n")
        #expect(try LedgerBuilder(files: [file]).build().notes.isEmpty)
        #expect(
            try LedgerBuilder(files: [file], basis: .effective).build().notes.map(\.rendered) == [
                """
                export.csv: warning: found an effective cost of 0 throughout, and billed cost, expected effective cost, as \
                `baseline.basis` asks for
                  fix: set `baseline.basis: billed` if the file does not tell effective cost
                """
            ])
    }

    @Test func aPriceThatNoModelHasPointsAtTheUnit() throws {
        let file = try read(
            "\(Self.curHead),pricing/unit\n2026-02-01,1,Usage,2026-02-03,USE1-NovaLite-input-tokens,2,USD,60,tokens\n")
        #expect(
            file.notes.map(\.rendered) == [
                """
                export.csv: warning: found less than 0.0005 or more than 10000 for a million tokens of NovaLite, expected \
                counts in the unit that the file names
                  fix: check the unit of the quantities of these rows
                """
            ])
    }
}

extension String {
    fileprivate var trimmingCharacters: String { hasSuffix("\n") ? String(dropLast()) : self }
}
