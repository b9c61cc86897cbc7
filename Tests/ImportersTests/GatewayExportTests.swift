import Billing
import Diagnostics
import Importers
import Money
import Tabular
import Testing

/// What the exports of vendors, routers and gateways do that their columns alone do not say.
@Suite struct GatewayExports {
    private let usd = Currency("USD")

    private func inspect(_ text: String, rules: [SourceRule] = []) throws -> ImportedFile {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        return try inspectInvoice(try folder.write(text, as: "a.csv"), rules: rules)
    }

    private func amount(_ text: String) -> Amount { Amount(text) ?? .zero }

    // MARK: DeepSeek

    private static let deepSeek = "user_id,start_time_iso,end_time_iso,model,wallet_type,cost,currency\n"

    @Test func monthsStayInTheZoneOfTheSource() throws {
        let file = try inspect(
            Self.deepSeek + "u,2026-03-01T00:00:00+08:00,2026-03-01T01:00:00+08:00,m,Paid,1,CNY\n")
        #expect(file.lines.map(\.month) == [Month(year: 2026, month: 3)])
        #expect(file.periodFrom == Day("2026-03-01") && file.periodTo == Day("2026-03-01"))
        #expect(file.totals.map(\.currency) == [Currency("CNY")])
    }

    @Test func chargesThatAreAllNegativeAreTurned() throws {
        let row = "u,2026-03-01T00:00:00+08:00,2026-03-02T00:00:00+08:00,m,Paid,"
        let turned = try inspect(Self.deepSeek + row + "-1.25,USD\n" + row + "-0.75,USD\n")
        #expect(turned.totals.map(\.amount) == [Amount(2)])
        #expect(
            turned.notes.map(\.rendered) == [
                "a.csv: note: charges as negative amounts only; they are read as positive ones"
            ])
        let mixed = try inspect(Self.deepSeek + row + "5,USD\n" + row.replacing(",m,", with: ",n,") + "-0.75,USD\n")
        #expect(mixed.totals.map(\.amount) == [amount("4.25")])
        #expect(mixed.notes.map(\.code) == ["negative-usage"])
    }

    @Test func priceTimesAmountIsTheCostOfTheOtherFile() throws {
        let amounts = try inspect(
            "user_id,start_time_iso,end_time_iso,model,api_key_name,api_key,type,price,amount\n"
                + "u,2026-09-13T11:00:00+08:00,2026-09-13T12:00:00+08:00,m,\"k, 1\",sk-f***1,input_cache_miss_tokens,0.000001,1820\n"
                + "u,2026-09-13T11:00:00+08:00,2026-09-13T12:00:00+08:00,m,\"k, 1\",sk-f***1,output_tokens,0.000004,1180\n"
                + "u,2026-09-13T11:00:00+08:00,2026-09-13T12:00:00+08:00,m,\"k, 1\",sk-f***1,request_count,,10\n"
                + "u,2026-09-13T11:00:00+08:00,2026-09-13T12:00:00+08:00,m,\"k, 1\",sk-f***1,images,,3\n")
        #expect(amounts.tokens == [.inputUncached: Amount(1820), .output: Amount(1180)])
        #expect(amounts.requests == Amount(10))
        #expect(amounts.role == .volume && amounts.totals.isEmpty)
        #expect((amounts.accepted, amounts.skipped) == (3, 1))
    }

    // MARK: Case 55: own keys and seats

    @Test func whatAnOwnKeyPaysIsNoSpendOfTheRouter() throws {
        let file = try inspect(
            "generation_id,created_at,cost_total,byok_usage_inference,tokens_prompt,tokens_completion,tokens_cached,model_permaslug\n"
                + "g1,2026-02-01 00:00:01,0.25,0,40,8,10,m\ng2,2026-02-02 00:00:01,0.05,1.5,5000,900,0,m\n")
        #expect(file.totals.map(\.amount) == [amount("0.30")])
        #expect(file.notional == [usd: amount("1.5")])
        let ledger = try LedgerBuilder(files: [file]).build().ledger
        #expect(
            text(ledger) == """
                2026-02,OpenRouter,m,unattributed,input_uncached,30,,0.15625,USD,0.15625
                2026-02,OpenRouter,m,unattributed,input_cache_read,10,,0.052083333333,USD,0.052083333333
                2026-02,OpenRouter,m,unattributed,output,8,,0.041666666667,USD,0.041666666667
                2026-02,OpenRouter,m,unattributed,request,,1,,,0
                2026-02,OpenRouter,m,unattributed,other,,,0.05,USD,0

                """)
        #expect(
            file.notes.map(\.rendered) == [
                "a.csv: note: usage worth 1.5 USD that this bill does not charge for (a seat, an own key or a grant "
                    + "pays); neither the worth nor its volume is part of the ledger"
            ])
    }

    private static let cursor =
        "Date,Kind,Model,Max Mode,Input (w/ Cache Write),Input (w/o Cache Write),Cache Read,Output Tokens,Total Tokens,Cost\n"

    @Test(arguments: ["Included", "Included in Business", "Errored, No Charge", "User API Key", "Free"])
    func whatTheSeatCoversIsNotBilled(_ kind: String) throws {
        let file = try inspect(Self.cursor + "2026-03-20T06:56:12.521Z,\"\(kind)\",m,No,0,1,0,1,2,0.49\n")
        #expect(file.totals.isEmpty)
        #expect(file.notional == [usd: amount("0.49")])
        #expect(try LedgerBuilder(files: [file]).build().ledger.rows.isEmpty)
    }

    @Test(arguments: [
        ("$0.10", "0.1", "USD"), ("\"EUR 3,50\"", "3.5", "EUR"), ("0.49", "0.49", "USD"),
        ("\"$1,250.00\"", "1250", "USD"), ("\"1.250,00 €\"", "1250", "EUR"), ("-$5.00", "-5", "USD"),
    ])
    func costsNameTheirCurrency(_ cell: String, _ cost: String, _ currency: String) throws {
        let file = try inspect(Self.cursor + "2026-03-20T06:56:12.521Z,On-Demand,m,No,0,1,0,1,2,\(cell)\n")
        #expect(
            file.totals == [CurrencyTotal(currency: Currency(currency), basis: .billed, amount: amount(cost))])
    }

    @Test(arguments: ["Included", "-", ""])
    func aCostThatIsNotGivenIsNotZero(_ cell: String) throws {
        let file = try inspect(Self.cursor + "2026-03-20T06:56:12.521Z,On-Demand,m,No,0,1,0,1,2,\(cell)\n")
        #expect(file.totals.isEmpty && file.rejected == 0)
    }

    /// Whichever way the two input columns are meant, the classes add up to the file's own total.
    @Test(arguments: [("160000,159990,578207,2055,740252", 0), ("50000,40000,10000,3000,103000", 50000)])
    func tokensAddUpToTheTotal(_ cells: String, _ written: Int) throws {
        let file = try inspect(Self.cursor + "2026-03-20T06:56:12.521Z,On-Demand,m,No,\(cells),1\n")
        #expect(file.tokens[.inputCacheWrite] == Amount(written))
        let sum = try file.tokens.values.reduce(Amount.zero) { try $0.adding($1) }
        #expect("\(sum)" == cells.split(separator: ",").last ?? "")
    }

    // MARK: Gateways

    @Test func aSpanOverTwoMonthsIsRejected() throws {
        let header =
            "Start Date,End Date,Team,Team ID,User,User ID,User Email,Spend (USD),Requests,Successful,Failed,Prompt Tokens,Completion Tokens,Total Tokens\n"
        let file = try inspect(
            header + "2026-01-01,2026-01-31,T,t,U,u,u@example.com,5,1,1,0,1,1,2\n"
                + "2026-01-15,2026-02-14,'=T,t,U,u,u@example.com,7,1,1,0,1,1,2\n")
        #expect(file.totals.map(\.amount) == [Amount(5)])
        #expect(file.rejectedValue == [usd: Amount(7)])
        #expect(
            file.rejects.map { Diagnostic.rejected($0).rendered } == [
                """
                a.csv:3: error: found "2026-02-14" in column End Date, expected a period inside 2026-01, the month in \
                which it begins
                  fix: export each month into a file of its own
                """
            ])
    }

    @Test func aFormulaGuardIsNoPartOfTheText() throws {
        let file = try inspect(
            "Start Date,End Date,Team,Team ID,User ID,Spend (USD),Requests,Total Tokens\n"
                + "2026-01-01,2026-01-31,T,'@team,u,'-5,1,2\n2026-01-01,2026-01-31,T,'tis,u,5,1,2\n")
        #expect(file.lines.map(\.dimensions.project) == ["@team", "'tis"])
        #expect(file.totals.map(\.amount) == [Amount.zero])
    }

    @Test func meteredAmountsSaySo() throws {
        let file = try inspect(
            "request_id,call_type,spend,prompt_tokens,completion_tokens,startTime,model,custom_llm_provider\n"
                + "r,acompletion,1.5e-7,2,1,2026-01-05 08:00:00,gpt-4o,openai\n")
        #expect(file.evidence == .metered)
        #expect(file.totals.map(\.amount) == [amount("0.00000015")])
        #expect(file.requests == Amount(1))
        #expect(
            file.notes.map(\.rendered) == [
                "a.csv: note: amounts that a gateway metered, which are no invoice: discounts, taxes and minimum fees "
                    + "are not in them"
            ])
    }

    /// Case 11: JSON with quotes inside doubled quotes, and line breaks in a cell.
    @Test func bodiesWithQuotesAndLineBreaksAreOneCell() throws {
        let file = try inspect(
            "response_id,request_created_at,request_body,request_properties,model,prompt_tokens,completion_tokens,cost\n"
                + "a,2026-01-05T08:00:00Z,\"{\"\"content\"\": \"\"one,\ntwo \\\"\"three\\\"\"\"\"}\",\"{\"\"workload\"\": \"\"search\"\"}\",m,10,2,0.5\n"
                + "b,2026-01-05T08:00:00Z,{broken,{broken,m,10,2,0.25\n")
        #expect((file.rows, file.accepted) == (2, 2))
        #expect(file.totals.map(\.amount) == [amount("0.75")])
        #expect(Set(file.lines.map { $0.dimensions.tags["workload"] ?? "" }) == ["search", ""])
    }

    @Test func aLedgerOfTheBooksCountsEachBillOnce() throws {
        let file = try inspect(
            """
            Acme Co,,,,,,,,
            General Ledger,,,,,,,,
            "January 1, 2026 - February 28, 2026",,,,,,,,

            ,Date,Transaction Type,Num,Name,Memo/Description,Split,Amount,Balance
            6100 Software,,,,,,,,
            ,01/31/2026,Bill,1,OpenAI,,Accounts Payable (A/P),"4,250.00","4,250.00"
            ,02/05/2026,Vendor Credit,2,OpenAI,,Accounts Payable (A/P),$(250.00),"4,000.00"
            Total for 6100 Software,,,,,,,"$4,000.00",
            2000 Payables,,,,,,,,
            ,01/31/2026,Bill,1,OpenAI,,6100 Software,"4,250.00","4,250.00"
            ,02/10/2026,Bill Payment (Check),9,OpenAI,,Checking,"-4,250.00",0.00

            """, rules: [SourceRule(files: "a.csv", currency: usd)])
        #expect(file.format == "quickbooks-ledger" && file.headerLine == 5)
        #expect((file.rows, file.accepted, file.rejected, file.skipped) == (7, 2, 0, 5))
        #expect(file.totals.map(\.amount) == [Amount(4000)])
        #expect(file.lines.map(\.category) == [.usage, .credit])
    }

    /// Case 18: an interface for programs counts in hundredths.
    @Test(arguments: ["amount_cents", "Cost (cents)", "Amount in cents USD"])
    func amountsInCentsAreHundredths(_ name: String) throws {
        let file = try inspect(
            "Vendor,Month,\(name)\nAnthropic,2026-01,12345.5\n", rules: [SourceRule(files: "a.csv", currency: usd)])
        #expect(file.totals == [CurrencyTotal(currency: usd, basis: .billed, amount: amount("123.455"))])
    }

    /// Case 52: what a gateway stores in the place of a key, and tokens of sessions.
    @Test(arguments: [
        ("88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b", "88dc28d0…"),
        ("eyJhbGciOiJIUzI1NiJ9.payload", "eyJ…"), ("ana@example.com", "…@example.com"),
        ("sk-or-v1-0123456789", "sk-or-…"), ("proj_1", "proj_1"), ("deadbeef", "deadbeef"),
    ])
    func keysHashesAndAddressesAreMasked(_ text: String, _ shown: String) {
        #expect(Masking.masked(text) == shown)
    }

    @Test func otherActivitiesOfTheVendorCountRequests() throws {
        let file = try inspect(
            "start_time,end_time,start_time_iso,end_time_iso,project_id,num_model_requests,images,model\n"
                + "1,2,2026-01-01T00:00:00+00:00,2026-01-02T00:00:00+00:00,p,3.0,4.0,dall-e-3\n")
        #expect(file.format == "openai-usage")
        #expect(file.requests == Amount(3) && file.tokens.isEmpty)
    }
}
