import Billing
import Diagnostics
import Importers
import Money
import Tabular
import Testing

/// What a reader is told about a file that cannot be taken as it is, word for word.
@Suite struct InvoiceMessages {
    /// The registry's formats, as messages list them.
    private let readFormats = importFormatIds.dropLast().joined(separator: ", ")
    private static let vendorCost = "usage_date_utc,model,api_key,usage_type,token_type,cost_usd\n"

    private func failure(_ files: [(String, String)], rules: [SourceRule] = []) throws -> Failure? {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let inputs = try files.map { try folder.write($0.1, as: $0.0) }
        return #expect(throws: Failure.self) { try importInvoices(inputs, rules: rules, jobs: 1) }
    }

    private func message(_ text: String, named name: String = "a.csv", rules: [SourceRule] = []) throws -> String {
        let failure = try #require(try failure([(name, text)], rules: rules))
        #expect(failure.status == .badData)
        return failure.diagnostics[0].rendered
    }

    @Test func aFileThatNothingRecognisesNamesTheNearestFormats() throws {
        #expect(
            try message("usage_date_utc,model,token_kind,cost_usd\n2026-01-01,x,input,1\n") == """
                a.csv:1:1: error: found a file that no format recognises; its header is "usage_date_utc, model, \
                token_kind, cost_usd"; nearest: anthropic-cost (lacks token_type); anthropic-tokens (lacks \
                model_version, usage_output_tokens); langdock-usage (lacks provider, input_token_price_per_1m or \
                input token price (usd/1m tokens)), expected a header of a known export, or one period, one amount and \
                one vendor column
                  fix: map its columns under `sources`: {files: "a.csv", format: generic, columns: {period: …, amount: \
                …}, vendor: …, currency: …}
                """)
    }

    @Test func aFileWithoutAnyTableSaysSo() throws {
        #expect(
            try message("hello\nworld\n") == """
                a.csv: error: found a file that no format recognises; its header is not there (no line within the first \
                30 has two fields); no format comes close, expected a header of a known export, or one period, one \
                amount and one vendor column
                  fix: map its columns under `sources`: {files: "a.csv", format: generic, columns: {period: …, amount: \
                …}, vendor: …, currency: …}
                """)
    }

    @Test func aKnownLayoutWithoutChargesSaysWhatToDoWithIt() throws {
        #expect(
            try message("Date,USD,JPY,GBP,CHF,\n", named: "eurofxref.csv") == """
                eurofxref.csv:1:1: error: found a table of the European Central Bank's exchange rates (ecb-fx), which holds no \
                charges, expected an invoice, or an export of cost or usage
                  fix: put the file beside breakeven.yaml as fx.csv
                """)
    }

    @Test func twoFormatsThatRecogniseAFileAreNamed() throws {
        #expect(
            try message("usage_date_utc,token_type,cost_usd,model_version,usage_output_tokens\n") == """
                a.csv:1:1: error: found a header that anthropic-cost and anthropic-tokens both recognise, expected \
                exactly one format
                  fix: say which under `sources`: {files: "a.csv", format: anthropic-cost}
                """)
    }

    @Test func twoAmountColumnsAreNotGuessedBetween() throws {
        #expect(
            try message("Vendor,Month,Net amount,Gross amount,Currency\nA,2026-01,1,2,EUR\n") == """
                a.csv:1:1: error: found 2 columns that may be the amount: Net amount, Gross amount, expected one
                  fix: say which under `sources`: {files: "a.csv", format: generic, columns: {amount: "Net amount"}}
                """)
    }

    @Test func aTableWithoutVendorAsksForIt() throws {
        #expect(
            try message("Date,Input Tokens,Output Tokens,User,Cost\n2026-01-02,1,2,x,3\n") == """
                a.csv:1:1: error: found a table with a period and an amount, and no column that names the vendor, \
                expected a vendor column, or `vendor`
                  fix: say whose bill it is under `sources`: {files: "a.csv", format: generic, vendor: …}
                """)
    }

    @Test func aTableWithoutCurrencyAsksForIt() throws {
        #expect(
            try message("Vendor,Month,Amount\nA,2026-01,1\n") == """
                a.csv:1:1: error: found amounts, and nothing that names their currency, expected a currency column, or \
                `currency`
                  fix: say it under `sources`: {files: "a.csv", currency: USD}, or set report.currency
                """)
    }

    @Test func datesThatCanBeReadTwoWaysAreNotGuessed() throws {
        #expect(
            try message("Vendor,Date,Amount,Currency\nA,03/04/2026,1,EUR\nA,05/06/2026,1,EUR\n") == """
                a.csv:1:1: error: found dates such as 03/04/2026 in column Date, which can be read day first or month \
                first, expected a date that tells, or `date_order`
                  fix: write `date_order: dmy` or `date_order: mdy` for this file under `sources`
                """)
    }

    @Test func aCommaThatMayBeEitherIsNotGuessed() throws {
        #expect(
            try message("Vendor,Month,Amount,Currency\nA,2026-01,\"1,234\",EUR\n") == """
                a.csv:1:1: error: found numbers such as 1,234 in column Amount, whose comma may set thousands or \
                decimals apart, expected a number that tells, or `decimal`
                  fix: write `decimal: ","` or `decimal: "."` for this file under `sources`
                """)
    }

    @Test func aPointThatMayBeEitherIsNotGuessed() throws {
        #expect(
            try message("Vendor;Month;Amount;Currency\nA;2026-01;1.234;EUR\nA;2026-02;12;EUR\n") == """
                a.csv:1:1: error: found numbers such as 1.234 in column Amount, whose point may set thousands or \
                decimals apart, expected a number that tells, or `decimal`
                  fix: write `decimal: ","` or `decimal: "."` for this file under `sources`
                """)
    }

    /// One number that can be read in one way only settles the column, wherever in the file it stands.
    @Test(arguments: [
        ("1.234", "0.125", "1.359"), ("1.234", "1,5", "1235.5"), ("1.234", "1234.567", "1235.801"),
        ("1.234", "1.234.567", "1235801"), ("1,234", "0,125", "1.359"), ("1,234", "12.50", "1246.5"),
        ("1.234", "1.5E-3", "1.2355"), ("1.234", "2,5E-1", "1234.25"), ("$1,234", "$(250.00)", "984"),
    ])
    func oneNumberThatTellsSettlesTheColumn(_ unclear: String, _ clear: String, _ total: String) throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        for distance in [0, 20_000] {
            let zeros = String(repeating: "A;2026-01;0;EUR\n", count: distance)
            let file = try folder.write(
                "Vendor;Month;Amount;Currency\nA;2026-01;\(unclear);EUR\n\(zeros)A;2026-01;\(clear);EUR\n",
                as: "\(distance).csv")
            let imported = try inspectInvoice(file)
            #expect(imported.rejects.isEmpty)
            #expect(imported.totals.map(\.amount) == [Amount(total)!])
        }
    }

    @Test func whatTheProjectSaysAboutTheDecimalMarkIsNotAskedAgain() throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let file = try folder.write("Vendor;Month;Amount;Currency\nA;2026-01;1.234;EUR\n", as: "a.csv")
        for (mark, total) in [(",", "1234"), (".", "1.234")] {
            let imported = try inspectInvoice(file, rules: [SourceRule(files: "a.csv", decimal: mark)])
            #expect(imported.totals.map(\.amount) == [Amount(total)!])
        }
    }

    @Test func datesOfBothOrdersInOneColumnAreRefused() throws {
        #expect(
            try message("Vendor,Date,Amount,Currency\nA,13/01/2026,1,EUR\nA,01/14/2026,1,EUR\n") == """
                a.csv:1:1: error: found dates with the day first (13/01/2026) and with the month first (01/14/2026) in \
                column Date, expected one order in a column
                  fix: correct the column, or write `date_order` for this file under `sources` to have the others rejected
                """)
    }

    /// A word for "nothing" is no zero: where a row is there for its amount, it is rejected.
    @Test(arguments: ["NaN", "nan", "null", "NULL", "-", "n/a", "N/A", "", " ", "free"])
    func anAmountThatIsNoneRejectsItsRow(_ cell: String) throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let table = "Vendor,Month,Amount,Currency,Input Tokens\nA,2026-01,5.00,EUR,7\nA,2026-02,\(cell),EUR,9\n"
        let cost = Self.vendorCost + "2026-01-01,m,,message,output,1.00\n2026-01-02,m,,message,output,\(cell)\n"
        let focus =
            "ChargePeriodStart,ChargeCategory,BilledCost,BillingCurrency,ProviderName\n"
            + "2026-01-01T00:00:00Z,Usage,5.00,USD,A\n2026-01-02T00:00:00Z,Usage,\(cell),USD,A\n"
        for (text, column) in [(table, "Amount"), (cost, "cost_usd"), (focus, "BilledCost")] {
            let imported = try inspectInvoice(try folder.write(text, as: "a.csv"))
            #expect((imported.accepted, imported.rejected, imported.skipped) == (1, 1, 0), "\(column)")
            let row = try #require(imported.rejects.first)
            #expect((row.line, row.column, row.value) == (3, column, cell))
            #expect(row.code == (["nan", "free"].contains(cell) ? "not-a-number" : "no-amount"))
        }
        #expect(try inspectInvoice(try folder.write(table, as: "a.csv")).rejects[0].amounts["quantity"] == Amount(9))
    }

    @Test func anEmptyAmountSaysWhatToWrite() throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let file = try folder.write(
            "Vendor,Month,Amount,Currency\nA,2026-01,5,EUR\nA,2026-02,,EUR\nA,2026-03,n/a,EUR\n", as: "a.csv")
        #expect(
            try inspectInvoice(file).rejects.map { Diagnostic.rejected($0).rendered } == [
                """
                a.csv:3: error: found an empty cell in column Amount, expected a number such as 1234.56
                  fix: give the row its amount: 0 if nothing was billed
                """,
                """
                a.csv:4: error: found "n/a" in column Amount, expected a number such as 1234.56
                  fix: give the row its amount: 0 if nothing was billed
                """,
            ])
    }

    /// OpenAI writes a day without cost as a row without amount and currency.
    @Test func aBucketWithoutCostIsNoBadRowUnlessItNamesACurrency() throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let file = try folder.write(
            """
            start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency
            1,2,2026-01-01T00:00:00+00:00,2026-01-02T00:00:00+00:00,1.5,usd
            1,2,2026-01-02T00:00:00+00:00,2026-01-03T00:00:00+00:00,,
            1,2,2026-01-03T00:00:00+00:00,2026-01-04T00:00:00+00:00,,usd

            """, as: "a.csv")
        let imported = try inspectInvoice(file)
        #expect((imported.accepted, imported.rejected, imported.skipped) == (1, 1, 1))
        #expect(imported.rejects.map(\.line) == [4])
    }

    @Test func aRecordOfNothingButDelimitersIsSkipped() throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let file = try folder.write(
            "Vendor;Month;Amount;Currency\nA;2026-01;1;EUR\n;;;\n;;;;;\nA;2026-02;1;EUR\n", as: "a.csv")
        let imported = try inspectInvoice(file)
        #expect((imported.rows, imported.accepted, imported.rejected, imported.skipped) == (4, 2, 0, 2))
    }

    @Test func bothDecimalMarksInOneColumnAreRefused() throws {
        #expect(
            try message(
                "Vendor;Month;Amount;Currency\nA;2026-01;1,5;EUR\nA;2026-02;1.234.567,5;EUR\nA;2026-03;2.5;EUR\n")
                    == """
                    a.csv:1:1: error: found numbers with a decimal comma and numbers with a decimal point in column Amount, \
                    expected one decimal mark in a column
                      fix: correct the column, or write `decimal` for this file under `sources` to have the others rejected
                    """)
    }

    @Test func aMappingOfColumnsThatAreNotThereNamesThem() throws {
        let rule = SourceRule(files: "a.csv", columns: ["period": "Monat", "amount": "Netto"], vendor: "A")
        #expect(
            try message("Month,Net\n2026-01,1\n", rules: [rule]) == """
                a.csv:1:1: error: found no header with "Monat", "Netto"; the likeliest one is "Month, Net", expected the \
                columns that `sources: columns` names
                  fix: write the names under `columns` as the file has them
                """)
    }

    @Test func anUnknownFormatIdListsTheKnownOnes() throws {
        let failure = try failure(
            [("a.csv", Self.vendorCost)], rules: [SourceRule(files: "a.csv", format: "antropic")])
        #expect(failure?.status == .badConfiguration)
        #expect(
            failure?.diagnostics.map(\.rendered) == [
                """
                sources.format: error: found format antropic, expected one of \(readFormats), generic
                  fix: the nearest is anthropic-cost
                """
            ])
    }

    @Test func aFileThatIsNotOfTheStatedFormatSaysWhatItLacks() throws {
        #expect(
            try message("Month,Net\n2026-01,1\n", rules: [SourceRule(files: "a.csv", format: "openai-cost")]) == """
                a.csv:1:1: error: found a header without start_time, end_time, amount_value, amount_currency, expected \
                the columns of format openai-cost
                  fix: export the file again with these columns, or name the right format under `sources`
                """)
    }

    @Test func aNeededColumnThatStandsTwiceIsRefused() throws {
        #expect(
            try message("usage_date_utc,model,token_type,cost_usd,cost_usd\n2026-01-01,m,output,1,2\n") == """
                a.csv:1:1: error: found two columns named cost_usd, expected one, as format anthropic-cost reads it
                  fix: rename or remove the wrong one
                """)
    }

    @Test func theSameDaysInTwoFilesAreTheSameMoneyTwice() throws {
        let failure = try #require(
            try failure([
                ("a.csv", Self.vendorCost + "2026-01-01,m,,message,output,1.00\n2026-01-02,m,,message,output,1.00\n"),
                ("b.csv", Self.vendorCost + "2026-01-02,m,,message,output,1.01\n2026-01-03,m,,message,output,1.00\n"),
            ]))
        #expect(failure.status == .badData)
        #expect(
            failure.diagnostics.map(\.rendered) == [
                """
                b.csv: error: found charges of the same account and days as a.csv (anthropic-cost, 2026-01-02): the same \
                money twice, expected each day of an account in one file
                  fix: keep the newer export of these days and move the other one out of the project
                """
            ])
    }

    @Test func filesOfOtherAccountsOrDaysAreNoOverlap() throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let header =
            "start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,line_item,project_id,organization_id\n"
        let row = "1,2,2026-01-01T00:00:00+00:00,2026-01-02T00:00:00+00:00,1,usd,,"
        let files = [
            try folder.write(header + row + "p,org-1\n", as: "a.csv"),
            try folder.write(header + row + "p,org-2\n", as: "b.csv"),
            try folder.write(header + row + "q,org-1\n", as: "c.csv"),
        ]
        #expect(try importInvoices(files, rules: [], jobs: 1).count == 3)
        let ungrouped = try folder.write(header + row + ",org-1\n", as: "d.csv")
        let failure = #expect(throws: Failure.self) { try importInvoices(files + [ungrouped], rules: [], jobs: 1) }
        #expect(failure?.diagnostics.map(\.code) == ["same-money-twice", "same-money-twice"])
    }

    @Test func oneBadRowIsRejectedAndTheRestIsRead() throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let file = try folder.write(
            Self.vendorCost
                + "2026-01-01,m,,message,output,1.00\n2026-01-02,m,,message,output,12.3.4\n2026-13-01,m,,message,output,7.00\n2026-01-04,m,,message,outptu,2.00\n",
            as: "a.csv")
        let imported = try inspectInvoice(file)
        #expect((imported.rows, imported.accepted, imported.rejected, imported.skipped) == (4, 1, 3, 0))
        #expect(
            imported.rejects.map { Diagnostic.rejected($0).rendered } == [
                """
                a.csv:3: error: found "12.3.4" in column cost_usd, expected a number such as 1234.56
                  fix: correct the cell; if the file uses a decimal comma, set `decimal: ","` for it under `sources`
                """,
                """
                a.csv:4: error: found "2026-13-01" in column usage_date_utc, expected a date such as 2026-03-01
                  fix: correct the date
                """,
                """
                a.csv:5: error: found "outptu" in column token_type, expected input_no_cache, input_cache_read, \
                input_cache_write, input_cache_write_5m, input_cache_write_1h or output
                  fix: correct the token type
                """,
            ])
        #expect(imported.rejectedValue == [Currency("USD"): Amount(9)])
        #expect(imported.totals[0].amount == Amount(1))
    }

    @Test func moreThanOneInAHundredIsNoSlip() throws {
        func file(bad: Int, good: Int) -> String {
            Self.vendorCost + String(repeating: "2026-01-02,m,,message,output,1.00\n", count: good)
                + String(repeating: "2026-01-03,m,,message,output,x\n", count: bad)
        }
        let failure = try #require(try failure([("a.csv", file(bad: 3, good: 200))]))
        #expect(failure.status == .badData)
        #expect(
            failure.diagnostics[0].rendered == """
                a.csv: error: found 3 of 203 rows that cannot be read, expected at most 1 % of a file's rows and of its \
                money
                  fix: correct the file or export it again; `breakeven inspect a.csv` lists what is wrong
                """)
        #expect(failure.diagnostics.count == 4)
        let folder = TemporaryFolder()
        defer { folder.remove() }
        for (bad, good) in [(1, 5), (2, 198), (1, 500)] {
            let input = try folder.write(file(bad: bad, good: good), as: "\(bad)-\(good).csv")
            #expect(try importInvoices([input], rules: [], jobs: 1)[0].rejected == bad)
        }
    }

    @Test func moreThanAHundredthOfTheMoneyIsNoSlip() throws {
        let text =
            Self.vendorCost + String(repeating: "2026-01-02,m,,message,output,1.00\n", count: 200)
            + "2026-02-30,m,,message,output,5.00\n"
        #expect(
            try message(text) == """
                a.csv: error: found 1 row with 5 USD that cannot be read, expected at most 1 % of a file's rows and of \
                its money
                  fix: correct the file or export it again; `breakeven inspect a.csv` lists what is wrong
                """)
    }

    @Test func keysAndAddressesAreMaskedInRejects() throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let file = try folder.write(
            Self.vendorCost
                + "2026-01-01,m,,message,sk-ant-api03-abcdefghijklmnop,1\n2026-01-01,m,,message,ana@example.com,1\n",
            as: "a.csv")
        #expect(try inspectInvoice(file).rejects.map(\.value) == ["sk-ant-…", "…@example.com"])
    }

    @Test func aHeaderWithoutRowsIsAValidFile() throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let imported = try inspectInvoice(try folder.write(Self.vendorCost, as: "a.csv"))
        #expect(imported.rows == 0 && imported.lines.isEmpty && imported.periodTo == nil)
        #expect(imported.notes.map(\.rendered) == ["a.csv: note: a header and no rows: nothing was billed"])
    }

    @Test func moneyOfOneVendorInTwoFormatsIsPointedOut() throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let files = [
            try folder.write(Self.vendorCost + "2026-01-01,m,,message,output,1\n", as: "a.csv"),
            try folder.write("Vendor,Month,Amount,Currency\nAnthropic,2026-01,1,USD\n", as: "b.csv"),
        ]
        let notes = try #require(try importInvoices(files, rules: [], jobs: 1).last).notes
        #expect(
            notes.map(\.rendered) == [
                """
                b.csv: warning: found money of Anthropic for 2026-01, as in a.csv, in another format (generic and \
                anthropic-cost), expected each charge in one file
                  fix: if they hold the same charges, keep one of the two
                """
            ])
    }
}
