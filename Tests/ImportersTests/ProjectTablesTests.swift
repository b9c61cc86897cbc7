import Billing
import Diagnostics
import Importers
import Money
import Tabular
import Testing

private let eur = Currency("EUR")
private let usd = Currency("USD")

struct ProjectTablesFXTests {
    private static let expected = ["1.1172", "175.68", "1.113"].map { Amount($0)! }

    /// The same three rates in each way that a file may write them.
    @Test(arguments: [
        "Date,USD,JPY,BGN,\n2026-10-30,1.1172,175.68,N/A,\n2026-10-29,1.113,,N/A,\n",
        "Date,USD,JPY,BGN,\r\n2026-10-29,1.113,,,\r\n2026-10-30,1.1172,175.68,N/A,\r\n",
        "Date, USD, JPY, \n30 October 2026, 1.1172, 175.68, \n29 October 2026, 1.1130, , \n",
        "date,base,quote,rate\n2026-10-30,EUR,USD,1.1172\n2026-10-30,EUR,JPY,175.68\n2026-10-29,EUR,USD,1.113\n",
        "rate,quote,base,date\n1.113,usd,eur,2026-10-29\n175.68,JPY,EUR,2026-10-30\n1.1172,USD,EUR,2026-10-30\n",
        "Date;Base;Quote;Rate\n30.10.2026;EUR;USD;1,1172\n30.10.2026;EUR;JPY;175,68\n29.10.2026;EUR;USD;1,113\n",
    ])
    func bothLayoutsGiveTheSameRates(_ text: String) throws {
        let rates = try withFile("fx.csv", text) { try readExchangeRates($0) }
        let friday = Day("2026-10-30")!
        #expect(
            [
                rates.rate(from: eur, to: usd, on: friday)?.exact,
                rates.rate(from: eur, to: Currency("JPY"), on: friday + 1)?.exact,
                rates.rate(from: eur, to: usd, on: friday + -1)?.exact,
            ] == Self.expected)
        #expect(rates.rate(from: eur, to: Currency("BGN"), on: friday) == nil)
        #expect(rates.rate(from: eur, to: Currency("JPY"), on: friday + -1) == nil)
    }

    @Test(.enabled(if: hasSharedFolder, "BREAKEVEN_SHARED is not set"))
    func thePublishedFilesAreRead() throws {
        let folder = "\(sharedFolder!)/data/billing/fx-ecb/"
        let history = try readExchangeRates(
            InputFile(path: folder + "eurofxref-hist_2024-2026.csv", name: "fx.csv"))
        let today = try readExchangeRates(InputFile(path: folder + "eurofxref.csv", name: "fx.csv"))
        let day = Day("2026-11-01")!
        for (code, rate) in [("USD", "1.1172"), ("JPY", "175.68"), ("ZAR", "18.6455"), ("IDR", "20275.17")] {
            #expect(history.rate(from: eur, to: Currency(code), on: day)?.exact == Amount(rate))
            #expect(today.rate(from: eur, to: Currency(code), on: day)?.exact == Amount(rate))
        }
        #expect(history.rate(from: eur, to: Currency("BGN"), on: day) == nil)
    }

    @Test(arguments: [
        (
            "Date,USD\n2026-10-30,abc\n",
            "fx.csv:2: error: found \"abc\" in column USD, expected a rate above 0 such as 1.1172\n  fix: write digits, with one decimal mark and neither words nor signs beside them"
        ),
        (
            "Date,USD\n2026-10-30,0\n",
            "fx.csv:2: error: found \"0\" in column USD, expected a rate above 0 such as 1.1172\n  fix: correct the rate, or delete it where none was published"
        ),
        (
            "Date,USD\nyesterday,1.1\n",
            "fx.csv:2: error: found \"yesterday\" in column Date, expected a date such as 2026-10-30\n  fix: write year, month and day of the rate"
        ),
        (
            "date,base,quote,rate\n05/06/26,EUR,USD,1.1\n",
            "fx.csv:2: error: found \"05/06/26\" in column date, expected a date such as 2026-10-30\n  fix: write year, month and day of the rate"
        ),
        (
            "date,base,quote,rate\n2026-10-30,EUR,Dollar,1.1\n",
            "fx.csv:2: error: found \"Dollar\" in column quote, expected a currency code such as USD\n  fix: write the code, as in EUR for the euro"
        ),
        (
            "date,base,quote,rate\n2026-10-30,EUR,EUR,1\n",
            "fx.csv:2: error: found \"EUR\" in column quote, expected another currency than the base\n  fix: correct one of the two, or delete the row"
        ),
        (
            "date,base,quote,rate\n2026-10-30,EUR,USD,\n",
            "fx.csv:2: error: found nothing in column rate, expected a rate above 0 such as 1.1172\n  fix: fill in the cell, or delete the row"
        ),
        (
            "date,base,quote,rate\n2026-10-30,EUR,USD,1.1\n2026-10-30,EUR,USD,1.2\n",
            "fx.csv:3: error: found EUR/USD 1.2 on 2026-10-30, and 1.1 at fx.csv:2, expected one rate for a pair and day\n"
                + "  fix: delete one of the two"
        ),
        (
            "date,base,quote,rate,sourc\n2026-10-30,EUR,USD,1.1,x\n",
            "fx.csv:1: error: found the column \"sourc\", expected a known column\n  fix: rename the column or delete it"
        ),
        (
            "day,from,to\n2026-10-30,EUR,USD\n",
            "fx.csv:1: error: found a header that is no table of exchange rates, "
                + "expected Date,USD,JPY,… (units for one EUR), or date,base,quote,rate (quote units for one base unit)\n"
                + "  fix: download the ECB's file, or name the columns date,base,quote,rate"
        ),
        (
            "Date,USD,USD\n2026-10-30,1,2\n",
            "fx.csv:1: error: found the column \"USD\" twice, expected each column once\n  fix: delete or rename one of them"
        ),
        (
            "Date,USD\n2026-10-30,1,2\n",
            "fx.csv:2: error: found 3 fields, expected at most 2, as many as the header has\n"
                + "  fix: quote the fields that hold the delimiter"
        ),
        (
            "Date,USD\n2026-10-30,1,2\n2026-10-29,1,2\n",
            "fx.csv:1: error: found a header of 2 names above 2 rows, each of 3 fields, expected a name for each field\n"
                + "  fix: write the name that the header lacks, at its place in line 1"
        ),
        (
            String(repeating: "x", count: 300_000),
            "fx.csv: error: found no header record, expected a header with Date,USD,JPY,… (units for one EUR), or date,base,quote,rate\n"
                + "  fix: write the header, or delete the file"
        ),
    ])
    func badRatesEndTheRun(_ text: String, _ message: String) throws {
        let found = try withFile("fx.csv", text) { file in try failure { _ = try readExchangeRates(file) } }
        #expect(found.status == .badData)
        #expect(found.text == [message])
    }
}

struct ProjectTablesControlTotalsTests {
    @Test func totalsAreReadExactly() throws {
        let totals = try withFile(
            "control_totals.csv",
            "vendor,month,currency,total,tax,invoice_id\nOpenAI,2026-09,USD,1234.567890,,\nAcme,2026-09,eur,\"1,190.00\",190,R-7\n"
        ) { try readControlTotals($0) }
        #expect(
            totals == [
                ControlTotal(
                    vendor: "OpenAI", month: Month("2026-09")!, currency: usd, total: Amount("1234.56789")!,
                    position: SourcePosition(file: "control_totals.csv", line: 2)),
                ControlTotal(
                    vendor: "Acme", month: Month("2026-09")!, currency: eur, total: Amount(1190), tax: Amount(190),
                    invoiceId: "R-7", position: SourcePosition(file: "control_totals.csv", line: 3)),
            ])
    }

    @Test func decimalCommasAndColumnOrderDoNotMatter() throws {
        let plain = try withFile("t.csv", "vendor,month,currency,total\nA,2026-09,EUR,1234.5\n") {
            try readControlTotals($0)
        }
        let other = try withFile("t.csv", "Total;Currency;Month;Vendor\r\n1.234,50;EUR;2026-09;A\r\n") {
            try readControlTotals($0)
        }
        #expect(plain == other)
    }

    @Test func creditsAndSeveralInvoicesOfAMonthAreAllowed() throws {
        let totals = try withFile(
            "t.csv", "vendor,month,currency,total,invoice_id\nA,2026-09,EUR,10,1\nA,2026-09,EUR,-3,2\n"
        ) { try readControlTotals($0) }
        #expect(totals.map(\.total) == [Amount(10), Amount(-3)])
    }

    @Test(arguments: [
        (
            "vendor,month,currency\nA,2026-09,EUR\n",
            "t.csv:1: error: found a header without total, expected the columns vendor, month, currency, total\n"
                + "  fix: add the missing column"
        ),
        (
            "vendor,month,currency,total,invoiceid\nA,2026-09,EUR,1,2\n",
            "t.csv:1: error: found the column \"invoiceid\", expected a known column; nearest: invoice_id\n"
                + "  fix: rename the column or delete it"
        ),
        (
            "vendor,month,currency,total\nA,2026-13,EUR,1\n",
            "t.csv:2: error: found \"2026-13\" in column month, expected a month such as 2026-09\n  fix: write the year and a month from 01 to 12"
        ),
        (
            "vendor,month,currency,total\n,2026-09,EUR,1\n",
            "t.csv:2: error: found nothing in column vendor, expected the vendor's name\n  fix: write it as the invoices do"
        ),
        (
            "vendor,month,currency,total\nA,2026-09,,1\n",
            "t.csv:2: error: found nothing in column currency, expected a currency code such as USD\n  fix: write the code of the invoice, as in EUR for the euro"
        ),
        (
            "vendor,month,currency,total\nA,2026-09,EUR,12.3.4\n",
            "t.csv:2: error: found \"12.3.4\" in column total, expected an amount of money such as 1250.50\n  fix: write digits, with one decimal mark and neither words nor signs beside them"
        ),
        (
            "vendor,month,currency,total\nA,2026-09,EUR,1\nA,2026-09,EUR,2\n",
            "t.csv:3: error: found a second total of A for 2026-09 in EUR, first at t.csv:2, expected one row for an invoice\n"
                + "  fix: delete one of the two, or tell two invoices of a month apart by invoice_id"
        ),
        (
            "vendor,month,currency,total,invoice_id\nA,2026-09,EUR,1,R-7\nA,2026-09,EUR,2,R-7\n",
            "t.csv:3: error: found a second total of A for 2026-09 in EUR, invoice R-7, first at t.csv:2, expected one row for an invoice\n"
                + "  fix: delete one of the two, or tell two invoices of a month apart by invoice_id"
        ),
        (
            "vendor;month;currency;total\nA;2026-09;EUR;1.150\n",
            "t.csv:2: error: found \"1.150\" in column total, which is 1.15 or 1150, expected a number that can be read in one way only\n"
                + "  fix: write it with two decimals, or without a separator between thousands"
        ),
    ])
    func badTotalsEndTheRun(_ text: String, _ message: String) throws {
        let found = try withFile("t.csv", text) { file in try failure { _ = try readControlTotals(file) } }
        #expect(found.status == .badData)
        #expect(found.text == [message])
    }
}

struct ProjectTablesWorkloadsTests {
    private static let columns = [
        "id", "tok_in", "tok_in_low", "tok_in_high", "tok_in_source", "ramp", "pool", "eligible",
    ]

    @Test func keysAreKeptAsTextWithTheirPlace() throws {
        let text = """
            id,tok_in,tok_in_low,tok_in_high,tok_in_source,ramp,pool,Eligible
            classify,1200,1000,1500,"ops, 2026",0.2 0.5 1,small,false
            010,,,,,,,

            """
        for text in [text, text.replacing("\n", with: "\r\n")] {
            let rows = try withFile("workloads.csv", text) { try readWorkloads($0, columns: Self.columns) }
            #expect(rows.map(\.id) == ["classify", "010"])
            #expect(
                rows[0].values.mapValues(\.text) == [
                    "tok_in": "1200", "tok_in_low": "1000", "tok_in_high": "1500", "tok_in_source": "ops, 2026",
                    "ramp": "0.2 0.5 1", "pool": "small", "eligible": "false",
                ])
            #expect(rows[0].values["ramp"]?.position == SourcePosition(file: "workloads.csv", line: 2))
            #expect(rows[1].values == [:])
            #expect(rows[1].position.line == 3)
        }
    }

    @Test(arguments: [
        (
            "id,tok_inn\na,1\n",
            "w.csv:1: error: found the column \"tok_inn\", expected a known column; nearest: tok_in\n"
                + "  fix: rename the column or delete it"
        ),
        (
            "id,pool_low\na,1\n",
            "w.csv:1: error: found the column \"pool_low\", expected a known column; nearest: pool\n"
                + "  fix: rename the column or delete it"
        ),
        (
            "workload,tok_in\na,1\n",
            "w.csv:1: error: found the column \"workload\", expected a known column\n  fix: rename the column or delete it"
        ),
        (
            "id,tok_in\n,1\n",
            "w.csv:2: error: found nothing in column id, expected the workload's id\n  fix: write the id as the attribution gives it, or delete the row"
        ),
        (
            "id,tok_in\na,1\na,2\n",
            "w.csv:3: error: found the workload \"a\" again, first at w.csv:2, expected one row for a workload\n"
                + "  fix: delete one of the rows or give it another id"
        ),
    ])
    func badWorkloadsEndTheRun(_ text: String, _ message: String) throws {
        let found = try withFile("w.csv", text) { file in
            try failure { _ = try readWorkloads(file, columns: Self.columns) }
        }
        #expect(found.status == .badData)
        #expect(found.text.first == message)
    }
}
