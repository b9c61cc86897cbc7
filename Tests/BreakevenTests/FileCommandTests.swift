import Foundation
import TestSupport
import Testing

/// `inspect` and `convert`, as a user runs them.
@Suite(.enabled(if: Binary.path != nil, "the program is built beside the tests"))
struct FileCommandTests {
    static let quotes = """
        quote_line_id,vendor,gpu_model_raw,gpus_per_unit,pricing_model,price,price_unit,currency,valid_until
        q-1,North,NVIDIA H100 SXM 80GB,8,on_demand,24,instance_hour,USD,2026-12-31
        q-2,North,NVIDIA H100 SXM 80GB,8,on_demand,Contact sales,instance_hour,USD,2026-12-31

        """

    private func json(_ outcome: Binary.Outcome) throws -> [[String: Any]] {
        try #require(
            JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]], "\(outcome.errors)")
    }

    // MARK: inspect

    @Test func inspectTellsWhatAnInvoiceIs() throws {
        let project = try SmallProject(months: 1)
        try project.append("2026-01,Acme AI,model-3,12.3.4,USD\n")
        let outcome = try project.run(["inspect", "p/invoices/acme.csv"])
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        #expect(
            outcome.output == """
                p/invoices/acme.csv
                  format       generic, a table made by hand
                  told by      Month, Amount, Vendor, Currency, Model in line 1
                  written as   utf-8, fields parted by ","
                  rows         3: 2 accepted, 1 rejected, 0 skipped
                  period       2026-01-01 to 2026-01-31
                  billed       2024 USD
                  for example  line 2: 2026-01, Acme AI, model-1, 1011.5 USD
                  for example  line 3: 2026-01, Acme AI, model-2, 1012.5 USD
                  rejected rows
                    p/invoices/acme.csv:4: error: found "12.3.4" in column Amount, expected a number such as 1234.56
                      fix: correct the cell; if the file uses a decimal comma, set `decimal: ","` for it under `sources`

                """)
    }

    @Test func inspectGivesExactDecimalsAsText() throws {
        let project = try SmallProject(months: 2)
        try project.append("2026-02,Acme AI,model-3,0.1,EUR\n")
        let file = try #require(json(project.run(["inspect", "p/invoices/acme.csv", "--json"])).first)
        #expect(file["file"] as? String == "p/invoices/acme.csv")
        #expect((file["sha256"] as? String)?.count == 64)
        #expect(file["format"] as? String == "generic")
        #expect(file["version"] is NSNull)
        #expect(file["compression"] as? String == "none")
        #expect(file["encoding"] as? String == "utf-8")
        #expect(file["delimiter"] as? String == ",")
        for (key, value) in ["rows": 5, "accepted": 5, "rejected": 0, "skipped": 0] {
            #expect(file[key] as? Int == value, "\(key)")
        }
        #expect(file["period_from"] as? String == "2026-01-01")
        #expect(file["period_to"] as? String == "2026-02-28")
        #expect(
            file["totals"] as? [[String: String]] == [
                ["currency": "EUR", "basis": "billed", "amount": "0.1"],
                ["currency": "USD", "basis": "billed", "amount": "4068"],
            ])
        #expect(
            file["tokens"] as? [String: String] == [
                "input_uncached": "0", "input_cache_read": "0", "input_cache_write": "0", "output": "0",
                "requests": "0",
            ])
        #expect((file["notes"] as? [Any])?.isEmpty == true)
    }

    @Test func inspectListsWhatWouldBeRejected() throws {
        let project = try SmallProject()
        try project.append("2026-06,Acme AI,model-3,12.3.4,USD\n2026-06,Acme AI,model-4,12.3.4,USD\n")
        let outcome = try project.run(["inspect", "p/invoices/acme.csv", "--json"])
        #expect(outcome.status == 0)
        let file = try #require(json(outcome).first)
        #expect(file["rejected"] as? Int == 2)
        let rejects = try #require(file["rejects"] as? [[String: Any]])
        #expect(rejects.map { $0["line"] as? Int } == [14, 15])
        #expect(
            rejects[0]["message"] as? String == #"found "12.3.4" in column Amount, expected a number such as 1234.56"#)
        let notes = try #require(file["notes"] as? [[String: Any]])
        #expect(notes.map { $0["code"] as? String } == ["too-many-rejects"])
        #expect(
            notes[0]["message"] as? String
                == "found 2 of 14 rows that cannot be read, expected at most 1 % of a file's rows and of its money")
    }

    @Test func inspectPricesQuotes() throws {
        let project = try SmallProject()
        try project.write("quotes/north.csv", Self.quotes)
        let file = try #require(json(project.run(["inspect", "p/quotes/north.csv", "--json"])).first)
        #expect(file["format"] as? String == "quotes")
        for (key, value) in ["rows": 2, "accepted": 2, "rejected": 0] { #expect(file[key] as? Int == value, "\(key)") }
        let quotes = try #require(file["quotes"] as? [[String: Any]])
        #expect(quotes[0]["id"] as? String == "q-1")
        #expect(quotes[0]["vendor"] as? String == "North")
        #expect(quotes[0]["gpu"] as? String == "H100-SXM-80GB")
        #expect(quotes[0]["gpus"] as? String == "8")
        #expect(quotes[0]["pricing"] as? String == "on_demand")
        #expect(quotes[0]["term_months"] as? Int == 0)
        #expect(quotes[0]["gpu_hour"] as? Double == 3)
        #expect(quotes[0]["currency"] as? String == "USD")
        #expect(quotes[0]["valid_until"] as? String == "2026-12-31")
        #expect(quotes[1]["gpu_hour"] is NSNull)
    }

    @Test func inspectGoesOnAfterAFileThatNobodyReads() throws {
        let project = try SmallProject(months: 1)
        try project.write("notes.csv", "Name,Colour\nred,blue\n")
        let arguments = ["inspect", "p/none.csv", "p/notes.csv", "p/invoices/acme.csv"]
        let outcome = try project.run(arguments + ["--json"])
        #expect(outcome.status == 66)
        #expect(outcome.errors.isEmpty)
        let files = try json(outcome)
        #expect(files.map { $0["format"] as? String } == [nil, nil, "generic"])
        #expect(files[1]["format"] is NSNull)
        #expect(try project.run(["inspect", "p/notes.csv", "p/invoices/acme.csv"]).status == 65)
        #expect(
            try project.run(["inspect", "p/notes.csv"]).errors == """
                p/notes.csv:1:1: error: found a file that no format recognises; its header is "Name, Colour"; no format comes close, expected a header of a known export, or one period, one amount and one vendor column
                  fix: map its columns under `sources`: {files: "p/notes.csv", format: generic, columns: {period: …, amount: …}, vendor: …, currency: …}
                p/notes.csv:1: error: found a header without price, expected the columns of a quote: price, and gpu_model_raw or instance_type
                  fix: name the columns as in the quote template, or move the file out of the quotes folder

                """)
    }

    @Test func aBillWithPricesIsNoQuote() throws {
        let project = try SmallProject()
        try project.write("bill.csv", "model,price,quantity\ngpt-4o,3,2\n")
        let outcome = try project.run(["inspect", "p/bill.csv", "--json"])
        #expect(outcome.status == 65)
        #expect(try json(outcome)[0]["format"] is NSNull)
    }

    @Test func theSettingsOfTheProjectHold() throws {
        let project = try SmallProject()
        try project.write("invoices/own.csv", "Wann,Wieviel\n2026-01,12.50\n")
        try project.write(
            "breakeven.yaml",
            """
            sources:
              - {files: own.csv, format: generic, columns: {period: Wann, amount: Wieviel}, vendor: Own, currency: EUR}

            """)
        #expect(try project.run(["inspect", "p/invoices/own.csv"]).status == 65)
        #expect(try project.run(["inspect", "p/invoices/own.csv", "--project", "p"]).status == 0)
        #expect(try Binary.run(["inspect", "invoices/own.csv"], in: project.folder).status == 0)
    }

    /// A column that only an attribution rule asks for is read by the report as by the ledger.
    @Test func attributionByKeyHolds() throws {
        let project = try SmallProject(months: 1)
        try project.write(
            "invoices/acme.csv", "Month,Vendor,API key,Amount,Currency\n2026-01,Acme AI,k-support,5,USD\n")
        try project.write("breakeven.yaml", "attribution:\n  - {when: {api_key: k-support}, workload: support}\n")
        let ledger = """
            month,provider,model,workload,token_class,tokens,requests,cost,currency,cost_reporting
            2026-01,Acme AI,,support,other,,,5,USD,5

            """
        #expect(
            try project.run(["convert", "p/invoices/acme.csv", "--to", "ledger", "--project", "p"]).output == ledger)
        #expect(try project.run(["report", "p", "--quiet"]).status == 0)
        #expect(bytes(of: "\(project.folder)/reports/2026-01/csv/spend.csv") == Array(ledger.utf8))
    }

    // MARK: convert

    @Test func convertWritesTheColumnsOfTheSpendTable() throws {
        let project = try SmallProject(months: 1)
        let outcome = try project.run(["convert", "p/invoices/acme.csv", "--to", "ledger"])
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        #expect(
            outcome.output == """
                month,provider,model,workload,token_class,tokens,requests,cost,currency,cost_reporting
                2026-01,Acme AI,model-1,unattributed,other,,,1011.5,USD,1011.5
                2026-01,Acme AI,model-2,unattributed,other,,,1012.5,USD,1012.5

                """)
    }

    @Test func convertEqualsTheSpendTableOfTheReport() throws {
        let project = try SmallProject()
        #expect(try project.run(["report", "p"]).status == 0)
        #expect(
            try project.run(["convert", "p/invoices/acme.csv", "--to", "ledger", "-o", "l.csv", "--quiet"]).status == 0)
        #expect(
            bytes(of: project.scratch.file("l.csv")) == bytes(of: "\(project.folder)/reports/2026-06/csv/spend.csv"))
    }

    @Test func convertKeepsCurrenciesApart() throws {
        let project = try SmallProject(months: 1)
        try project.append("2026-01,Acme AI,model-1,7.25,EUR\n")
        #expect(
            try project.run(["convert", "p/invoices/acme.csv", "--to", "ledger"]).output == """
                month,provider,model,workload,token_class,tokens,requests,cost,currency,cost_reporting
                2026-01,Acme AI,model-1,unattributed,other,,,7.25,EUR,
                2026-01,Acme AI,model-1,unattributed,other,,,1011.5,USD,
                2026-01,Acme AI,model-2,unattributed,other,,,1012.5,USD,

                """)
        try project.write("breakeven.yaml", "report: {currency: USD}\n")
        try project.write("fx.csv", "Date,USD\n2026-01-30,1.2\n")
        #expect(
            try project.run(["convert", "p/invoices/acme.csv", "--to", "ledger", "--project", "p"]).output == """
                month,provider,model,workload,token_class,tokens,requests,cost,currency,cost_reporting
                2026-01,Acme AI,model-1,unattributed,other,,,7.25,EUR,8.7
                2026-01,Acme AI,model-1,unattributed,other,,,1011.5,USD,1011.5
                2026-01,Acme AI,model-2,unattributed,other,,,1012.5,USD,1012.5

                """)
    }

    @Test func convertSaysWhichRowsTheLedgerLacks() throws {
        let project = try SmallProject()
        try project.append("2026-06,Acme AI,model-3,12.3.4,USD\n")
        let outcome = try project.run(["convert", "p/invoices/acme.csv", "--to", "ledger"])
        #expect(outcome.status == 3)
        #expect(
            outcome.errors == """
                p/invoices/acme.csv:14: error: found "12.3.4" in column Amount, expected a number such as 1234.56
                  fix: correct the cell; if the file uses a decimal comma, set `decimal: ","` for it under `sources`

                """)
        #expect(outcome.output.split(separator: "\n").count == 13)
    }

    @Test(arguments: [
        (["--to", "xml"], "Error: found --to xml, expected --to focus or --to ledger"),
        (["--json"], "Error: found --json without -o, expected -o FILE: standard output holds the result"),
        (
            ["--to", "ledger", "--json"],
            "Error: found --json without -o, expected -o FILE: standard output holds the result"
        ),
    ]) func convertRefusesWhatItCannotWrite(_ arguments: [String], _ message: String) throws {
        let project = try SmallProject()
        let outcome = try project.run(["convert", "p/invoices/acme.csv"] + arguments)
        #expect(outcome.status == 64)
        #expect(outcome.errors.split(separator: "\n").first.map(String.init) == message)
        #expect(outcome.output.isEmpty)
    }

    @Test func convertNeverWritesOverAnInput() throws {
        let project = try SmallProject()
        let input = "\(project.folder)/invoices/acme.csv"
        try FileManager.default.createSymbolicLink(atPath: project.scratch.file("link.csv"), withDestinationPath: input)
        try FileManager.default.linkItem(atPath: input, toPath: project.scratch.file("hard.csv"))
        let before = bytes(of: input)
        for (output, found) in [
            ("p/invoices/acme.csv", "an input as the output"),
            ("link.csv", "the input p/invoices/acme.csv as the output"),
            ("hard.csv", "the input p/invoices/acme.csv as the output"),
        ] {
            let outcome = try project.run(["convert", "p/invoices/acme.csv", "--to", "ledger", "-o", output])
            #expect(outcome.status == 73)
            #expect(
                outcome.errors == """
                    \(output): error: found \(found), expected another file
                      fix: name a new file with -o; the input is untouched

                    """)
            #expect(bytes(of: input) == before)
        }
    }

    @Test func convertReplacesAnEarlierResultAndLeavesNothingBeside() throws {
        let project = try SmallProject(months: 1)
        for _ in 1...2 {
            let outcome = try project.run([
                "convert", "p/invoices/acme.csv", "--to", "ledger", "-o", "l.csv", "--json",
            ])
            #expect(outcome.status == 0)
            #expect(
                outcome.output == """
                    {
                      "output": "l.csv",
                      "format": "ledger",
                      "rows": 2,
                      "ok": true,
                      "findings": []
                    }

                    """)
            #expect(project.scratch.names == ["l.csv", "p"])
        }
    }
}
