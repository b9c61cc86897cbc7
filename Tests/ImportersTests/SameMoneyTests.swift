import Billing
import Diagnostics
import Importers
import Money
import Tabular
import Testing

/// Case 27: the same charges in files of different formats.
@Suite struct SameMoneyInTwoFormats {
    private static let vendor =
        "start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,line_item,project_id,organization_id\n"
    private static func cost(_ day: String) -> String {
        "1,2,\(day)T00:00:00+00:00,\(day)T23:00:00+00:00,1.5,usd,\"gpt-4o, output\",p,org-1\n"
    }
    private static let usage =
        "start_time,end_time,start_time_iso,end_time_iso,num_model_requests,model,input_tokens,output_tokens\n"
        + "1,2,2026-01-05T00:00:00+00:00,2026-01-06T00:00:00+00:00,1,gpt-4o,10,5\n"
    private static let spendLogs =
        "request_id,call_type,spend,prompt_tokens,completion_tokens,startTime,model,custom_llm_provider\n"
        + "r,acompletion,1.5,2,1,2026-01-05 08:00:00,gpt-4o,openai\n"
    private static let helicone =
        "response_id,request_created_at,model,prompt_tokens,completion_tokens,cost\n"
        + "a,2026-01-05T08:00:00Z,gpt-4o,10,2,1.5\n"

    private func importing(_ files: [(String, String)], rules: [SourceRule] = []) throws -> [ImportedFile] {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        return try importInvoices(try files.map { try folder.write($0.1, as: $0.0) }, rules: rules, jobs: 1)
    }

    private func refusal(_ files: [(String, String)], rules: [SourceRule] = []) throws -> [String] {
        let failure = #expect(throws: Failure.self) { try importing(files, rules: rules) }
        #expect(failure?.status == .badData)
        return failure?.diagnostics.map(\.rendered) ?? []
    }

    @Test func aVendorAndAGatewayAreRefused() throws {
        let expected = [
            """
            litellm.csv: error: found amounts that a gateway metered for OpenAI for 2026-01, billed in openai.csv \
            (litellm-spend-logs and openai-cost): the same money twice, expected each charge in one file
              fix: keep the bill, or the gateway's file where there is none: move the other one out of the project, or \
            name the files to read under `inputs: {invoices: […]}`; if own GPUs served what the gateway counts, write \
            `serves: own` for its file under `sources`
            """
        ]
        let files = [("litellm.csv", Self.spendLogs), ("openai.csv", Self.vendor + Self.cost("2026-01-05"))]
        #expect(try refusal(files) == expected)
        #expect(try refusal(files.reversed()) == expected)
    }

    @Test func twoToolsThatMeterOneUsageAreRefused() throws {
        #expect(
            try refusal([("h.csv", Self.helicone), ("l.csv", Self.spendLogs)])[0]
                .hasPrefix(
                    "l.csv: error: found amounts that a gateway metered for OpenAI for 2026-01, metered by another tool in h.csv"
                ))
    }

    @Test func aToolThatNamesNoVendorMeetsBillsOfItsModels() throws {
        let cost = Self.vendor + Self.cost("2026-01-05")
        #expect(try refusal([("h.csv", Self.helicone), ("o.csv", cost)]).count == 1)
        let other = Self.helicone.replacing("gpt-4o", with: "claude-haiku-4-5")
        #expect(try importing([("h.csv", other), ("o.csv", cost)]).count == 2)
    }

    @Test func ownGPUsBehindAGatewayAreNoDouble() throws {
        let files = [("litellm.csv", Self.spendLogs), ("openai.csv", Self.vendor + Self.cost("2026-01-05"))]
        let rules = [SourceRule(files: "litellm.csv", serves: "own")]
        #expect(try importing(files, rules: rules).count == 2)
    }

    @Test func otherDaysAreNoDouble() throws {
        let files = [("l.csv", Self.spendLogs), ("o.csv", Self.vendor + Self.cost("2026-01-20"))]
        #expect(try importing(files).count == 2)
    }

    @Test func twoExportsOfOneBillAreRefused() throws {
        let generations =
            "generation_id,created_at,cost_total,tokens_prompt,tokens_completion\ng,2026-01-16T01:00:00Z,1,1,1\n"
        let daily = "date,model_permaslug,usage,requests\n2026-01-16 00:00:00,m,1,1\n2026-02-16 00:00:00,m,1,1\n"
        #expect(
            try refusal([("daily.csv", daily), ("generations.csv", generations)]) == [
                """
                generations.csv: error: found charges of OpenRouter for 2026-01, as in daily.csv, from another export of \
                the same bill (openrouter-generations and openrouter-daily): the same money twice, expected each charge \
                in one file
                  fix: keep one of the two: move the other one out of the project, or name the files to read under \
                `inputs: {invoices: […]}`
                """
            ])
    }

    /// What a marketplace sells and what the vendor bills itself are two bills.
    @Test func aVendorInACloudsFileIsADoubtOnly() throws {
        let focus =
            "BilledCost,BillingAccountId,BillingCurrency,ChargeCategory,ChargePeriodStart,ProviderName\n"
            + "5,acc-9,USD,Usage,2026-01-05T00:00:00Z,OpenAI\n"
        let files = [("f.csv", focus), ("o.csv", Self.vendor + Self.cost("2026-01-05").replacing("org-1", with: ""))]
        #expect(try importing(files)[1].notes.map(\.code).contains("maybe-same-money"))
    }

    @Test func litellmsOwnFocusFileIsMetered() throws {
        let header =
            "BilledCost,BillingAccountId,BillingAccountName,BillingAccountType,BillingCurrency,BillingPeriodEnd,BillingPeriodStart,ChargeCategory,ChargeClass,ChargeDescription,ChargeFrequency,ChargePeriodEnd,ChargePeriodStart,ConsumedQuantity,ConsumedUnit,ContractedCost,ContractedUnitPrice,EffectiveCost,InvoiceIssuerName,InvoiceId,ListCost,ListUnitPrice,AvailabilityZone,PricingCurrency,PricingCategory,PricingQuantity,PricingCurrencyContractedUnitPrice,PricingCurrencyEffectiveCost,PricingCurrencyListUnitPrice,PricingUnit,ProviderName,PublisherName,RegionId,RegionName,ResourceId,ResourceName,ResourceType,ServiceCategory,ServiceSubcategory,ServiceName,SubAccountId,SubAccountName,SubAccountType,Tags\n"
        let row =
            "3e-6,k,n,API Key,USD,2026-01-06T00:00:00Z,2026-01-05T00:00:00Z,Usage,,m,Usage-Based,2026-01-06T00:00:00Z,2026-01-05T00:00:00Z,1.0,Requests,3e-6,,3e-6,openai,,3e-6,,,USD,,1.0,,3e-6,,Requests,openai,openai,,,m,m,m,AI and Machine Learning,Generative AI,m,,,,{}\n"
        let cost = Self.vendor + Self.cost("2026-01-05")
        #expect(try refusal([("f.csv", header + row), ("o.csv", cost)])[0].contains("(focus and openai-cost)"))
    }

    // MARK: Case 28: halves

    @Test func moneyWithoutItsTokensIsPointedOut() throws {
        let notes = try importing([("o.csv", Self.vendor + Self.cost("2026-01-05"))]).flatMap(\.notes)
        #expect(
            notes.map(\.rendered) == [
                """
                o.csv: warning: found money of 2026-01, and no file with the tokens of 2026-01 (openai-usage), expected \
                cost and usage exports of the same months
                  fix: export the usage of these months too; without it there is spend and no price per token
                """
            ])
    }

    @Test func tokensWithoutTheirMoneyArePointedOut() throws {
        let notes = try importing([("u.csv", Self.usage)]).flatMap(\.notes)
        #expect(
            notes.map(\.rendered) == [
                """
                u.csv: warning: found tokens of 2026-01, and no file with their money (openai-cost), expected cost and \
                usage exports of the same months
                  fix: export the cost of these months too, or give prices in workloads.csv
                """
            ])
    }

    /// Case 43: usage without any money.
    @Test func metricsWithoutMoneyAskForTheInvoice() throws {
        let text =
            "email,start_time,end_time,usage_type,accelerator_seconds,base_model_name,prompt_tokens,completion_tokens\n"
            + "a@example.com,2025-10-20 17:16:48 UTC,2025-10-20 18:16:48 UTC,TEXT,,llama,5,7\n"
        let file = try importing([("f.csv", text)])[0]
        #expect(file.tokens == [.inputUncached: Amount(5), .output: Amount(7)])
        #expect(
            file.notes.map(\.rendered) == [
                """
                f.csv: warning: found tokens of 2025-10, and no file with their money, expected the invoice of these \
                months
                  fix: give the monthly invoice in a file of Vendor,Month,Amount,Currency, or prices in workloads.csv
                """
            ])
    }

    @Test func halvesOfOtherDaysArePointedOut() throws {
        let cost = Self.vendor + Self.cost("2026-01-05") + Self.cost("2026-01-09")
        let notes = try importing([("o.csv", cost), ("u.csv", Self.usage)]).flatMap(\.notes)
        #expect(
            notes.map(\.rendered) == [
                """
                o.csv: warning: found money of 2026-01 up to 2026-01-09, and tokens of it up to 2026-01-05 \
                (openai-usage), expected cost and usage exports of the same days
                  fix: export both for the whole month; prices per token of 2026-01 are wrong until then
                """
            ])
        let whole = Self.vendor + Self.cost("2026-01-05")
        #expect(try importing([("o.csv", whole), ("u.csv", Self.usage)]).flatMap(\.notes).isEmpty)
    }
}
