import Economics
import Foundation
import TestSupport
import Testing

/// One way to spoil a good project, and what the program says to it.
struct BadInput: Sendable, CustomTestStringConvertible {
    var name: String
    var status: Int32
    var message: String
    var arguments = ["report", "p"]
    var spoil: @Sendable (SmallProject) throws -> Void = { _ in }

    var testDescription: String { name }
}

extension BadInput {
    /// Cases in which nothing may be written.
    static let refused: [BadInput] = [
        BadInput(
            name: "an empty folder", status: 66,
            message: """
                empty: error: found no invoices and no workloads, expected exports under invoices/, or `model: workloads:` in breakeven.yaml
                  fix: copy the CSV exports of your vendors into invoices/ and run again

                """, arguments: ["report", "empty"]
        ) { project in
            try FileManager.default.createDirectory(
                atPath: project.scratch.file("empty"), withIntermediateDirectories: true)
        },
        BadInput(
            name: "neither invoices nor workloads", status: 66,
            message: """
                p: error: found no invoices and no workloads, expected exports under invoices/, or `model: workloads:` in breakeven.yaml
                  fix: copy the CSV exports of your vendors into invoices/ and run again

                """
        ) { try FileManager.default.removeItem(atPath: "\($0.folder)/invoices") },
        BadInput(
            name: "an unknown key", status: 78,
            message: """
                breakeven.yaml:2:3: error: found the unknown key `titel` in `report`, expected one of title, organisation, prepared_by, classification, currency, as_of, time_zone, fiscal_year_start, template, paper
                      titel: x
                      ^
                  fix: the nearest valid key is `title`

                """
        ) { try $0.write("breakeven.yaml", "report:\n  titel: x\n") },
        BadInput(
            name: "a value out of range", status: 78,
            message: """
                breakeven.yaml:3:15: error: found "21" for `model.finance.tax_rate`, expected a ratio from 0 to 1
                        tax_rate: 21
                                  ^
                  fix: ratios are written as 0.05 for 5 %: 21 % is 0.21

                """
        ) { try $0.write("breakeven.yaml", "model:\n  finance:\n    tax_rate: 21\n") },
        BadInput(
            name: "a value of --set out of range", status: 78,
            message: """
                --set finance.tax_rate: error: found "-1" for `model.finance.tax_rate`, expected a ratio from 0 to 1
                  fix: correct the value, or leave this `--set` out

                """, arguments: ["report", "p", "--set", "finance.tax_rate=-1"]),
        BadInput(
            name: "HTML named .csv", status: 65,
            message: """
                invoices/portal.csv: error: found an HTML page, as a login or error page saved under the export's name, expected CSV text in UTF-8
                  fix: sign in and download the export again

                """
        ) { try $0.write("invoices/portal.csv", "<!DOCTYPE html>\n<html><body>Sign in</body></html>\n") },
        BadInput(
            name: "a capability that is none, a level of 7, evidence that is a formula", status: 65,
            message: """
                readiness.csv:2: error: found the capability "gpu_monitorng", expected one of \(Capability.all.map(\.id).joined(separator: ", "))
                  fix: the nearest is gpu_monitoring
                readiness.csv:3: error: found "7" in column level, expected a whole number from 0 to 4
                  fix: take one of 0 none, 1 ad hoc, 2 defined, 3 managed, 4 measured
                readiness.csv:4: error: found the formula "=1+1" in column evidence, expected what the formula shows: a number, or words that name the evidence
                  fix: export the table with values, or write where the evidence is kept

                """
        ) {
            try $0.write(
                "readiness.csv",
                "capability,level,evidence\ngpu_monitorng,2,x\non_call,7,x\nab_testing,2,=1+1\n")
        },
        BadInput(
            name: "incidents that overlap, and one that ends before it begins", status: 65,
            message: """
                incidents.csv:3: error: found an incident from 2026-05-02 10:00 to 2026-05-02 09:00, which ends before it begins, expected an end at or after the start
                  fix: swap them, or correct the one that is wrong
                incidents.csv:4: error: found an incident of Acme AI that begins before the one of line 2 ends, expected incidents of a provider one after the other, so that no minute counts twice
                  fix: merge the two into one row

                """
        ) {
            try $0.write(
                "incidents.csv",
                """
                provider,start,end
                Acme AI,2026-05-01 10:00,2026-05-01 11:00
                Acme AI,2026-05-02 10:00,2026-05-02 09:00
                Acme AI,2026-05-01 10:59,2026-05-01 12:00

                """)
        },
        BadInput(
            name: "a truncated archive", status: 65,
            message: """
                invoices/beta.zip: error: found a ZIP archive that breaks off (its list of contents is missing), expected a whole archive
                  fix: download it again and compare its size with the source

                """
        ) { project in
            let archive = Zip([Zip.Member("beta.csv", SmallProject.header + "2026-01,Beta,m,1,USD\n")]).bytes
            try project.write("invoices/beta.zip", Array(archive.dropLast(30)))
        },
        BadInput(
            name: "XLSX named .csv", status: 65,
            message: """
                invoices/bill.csv: error: found an Excel workbook (XLSX), expected CSV text in UTF-8
                  fix: open it and save the sheet as CSV UTF-8

                """
        ) { try $0.write("invoices/bill.csv", Array("PK\u{3}\u{4}\u{14}\0\u{6}\0[Content_Types].xml".utf8)) },
        BadInput(
            name: "a truncated gzip", status: 65,
            message: """
                invoices/beta.csv.gz: error: found a gzip file that breaks off, expected a whole gzip file
                  fix: download it again and compare its size with the source

                """
        ) { project in
            let rows = (0..<3000).map { "2026-01,Beta,m\($0),\($0 * 7919 % 1000),USD\n" }.joined()
            let packed = try Gzip.compressed(Array((SmallProject.header + rows).utf8))
            try project.write("invoices/beta.csv.gz", Array(packed[..<(packed.count / 2)]))
        },
        BadInput(
            name: "a row of 10,000 columns", status: 65,
            message: """
                invoices/acme.csv:14: error: found a record of more than 5,000 fields, expected at most 5,000
                  fix: check the delimiter and the line ends of the file

                """
        ) { try $0.append("2026-06,Acme AI,model-1,5,USD" + String(repeating: ",x", count: 9995) + "\n") },
        BadInput(
            name: "a hundred amounts 12.3.4", status: 65,
            message: """
                invoices/acme.csv: error: found 100 of 112 rows that cannot be read, expected at most 1 % of a file's rows and of its money
                  fix: correct the file or export it again; `breakeven inspect invoices/acme.csv` lists what is wrong
                invoices/acme.csv:14: error: found "12.3.4" in column Amount, expected a number such as 1234.56
                  fix: correct the cell; if the file uses a decimal comma, set `decimal: ","` for it under `sources`
                invoices/acme.csv:15: error: found "12.3.4" in column Amount, expected a number such as 1234.56
                  fix: correct the cell; if the file uses a decimal comma, set `decimal: ","` for it under `sources`
                invoices/acme.csv:16: error: found "12.3.4" in column Amount, expected a number such as 1234.56
                  fix: correct the cell; if the file uses a decimal comma, set `decimal: ","` for it under `sources`
                invoices/acme.csv:17: error: found "12.3.4" in column Amount, expected a number such as 1234.56
                  fix: correct the cell; if the file uses a decimal comma, set `decimal: ","` for it under `sources`
                invoices/acme.csv:18: error: found "12.3.4" in column Amount, expected a number such as 1234.56
                  fix: correct the cell; if the file uses a decimal comma, set `decimal: ","` for it under `sources`

                """
        ) {
            try $0.append(String(repeating: "2026-06,Acme AI,model-3,12.3.4,USD\n", count: 100))
        },
        BadInput(
            name: "invalid UTF-8", status: 65,
            message: """
                invoices/beta.csv:2:12: error: found the byte 0xE9, which is not UTF-8, expected text in UTF-8
                  fix: save the file again as CSV UTF-8

                """
        ) {
            try $0.write(
                "invoices/beta.csv",
                Array(SmallProject.header.utf8) + Array("2026-01,Caf".utf8) + [0xE9] + Array(",m,1,USD\n".utf8))
        },
        BadInput(
            name: "two currencies and none named", status: 78,
            message: """
                invoices/acme.csv:14: error: found EUR in column Currency, and other charges in USD, expected report.currency, as soon as the invoices have more than one currency
                  fix: correct the currency if it is mistyped; else write `report: {currency: USD}` in breakeven.yaml and the rates of EUR in fx.csv

                """
        ) { try $0.append("2026-06,Acme AI,model-3,12.30,EUR\n") },
        BadInput(
            name: "two currencies without a rate", status: 65,
            message: """
                invoices/acme.csv:14: error: found EUR in column Currency, and no rate from EUR to USD for invoice lines on 2026-06-30, expected one in fx.csv dated 2026-06-23 to 2026-06-30
                  fix: correct the currency if it is mistyped; else add a row of that time to fx.csv: either the ECB layout (Date,…: units for one EUR) with USD, or date,base,quote,rate with `2026-06-30,USD,EUR,RATE` (EUR for one USD)

                """
        ) { project in
            try project.append("2026-06,Acme AI,model-3,12.30,EUR\n")
            try project.write("breakeven.yaml", "report: {currency: USD}\n")
        },
        BadInput(
            name: "a missing file", status: 66,
            message: """
                p/invoices/none.csv: error: found no file or folder of this name, expected a project folder or an invoice file
                  fix: check the path and its spelling

                """, arguments: ["report", "p/invoices/none.csv"]),
        BadInput(
            name: "a period without data", status: 66,
            message: """
                --period: error: found 2031-01, and the invoices run from 2026-01 to 2026-06, expected a month with invoices
                  fix: leave --period out, or add the exports of 2031-01 to invoices/

                """, arguments: ["report", "p", "--period", "2031-01"]),
        BadInput(
            name: "a period that is no month", status: 64,
            message: """
                Error: found --period 2026-13, expected a month such as 2026-10
                Usage: breakeven report [<options>] [<projects> ...]
                  See 'breakeven report --help' for more information.

                """, arguments: ["report", "p", "--period", "2026-13"]),
        BadInput(
            name: "an output folder of documents", status: 73,
            message: """
                docs: error: found a folder that holds letter.txt and is no report of this program, expected no folder yet, an empty one, or an earlier report of this program
                  fix: choose another place with --output, or empty the folder yourself

                """, arguments: ["report", "p", "--output", "docs"]),
        BadInput(
            name: "the same money twice", status: 65,
            message: """
                invoices/again.csv: error: found charges of the same account and days as invoices/acme.csv (generic, 30 days from 2026-06-01 to 2026-06-30): the same money twice, expected each day of an account in one file
                  fix: keep the newer export of these days and move the other one out of the project

                """
        ) { try $0.write("invoices/again.csv", SmallProject.header + "2026-06,Acme AI,model-1,1061.5,USD\n") },
    ]
}

@Suite(.enabled(if: Binary.path != nil, "the program is built beside the tests"))
struct BadInputTests {
    @Test(arguments: BadInput.refused + BadInput.nearMisses) func isRefusedAndLeavesTheEarlierReport(_ input: BadInput)
        throws
    {
        let project = try SmallProject()
        #expect(try project.run(["report", "p", "--quiet"]).status == 0)
        try FileManager.default.createDirectory(
            atPath: project.scratch.file("docs"), withIntermediateDirectories: true)
        write(Array("dear".utf8), to: project.scratch.file("docs/letter.txt"))
        try input.spoil(project)
        let before = SmallProject.files(below: project.scratch.path)
        let outcome = try project.run(input.arguments)
        #expect(outcome.status == input.status)
        #expect(outcome.errors == input.message)
        #expect(outcome.output.isEmpty)
        #expect(SmallProject.files(below: project.scratch.path) == before, "a file changed")
    }

    /// Place, what was found, what was expected and a way out: in every finding, as a program reads them.
    @Test(arguments: (BadInput.refused + BadInput.nearMisses).filter { $0.arguments == ["report", "p"] })
    func everyFindingSaysWhereAndHowToMendIt(_ input: BadInput) throws {
        let project = try SmallProject()
        try input.spoil(project)
        let outcome = try project.run(["check", "p", "--json"])
        #expect(outcome.status == input.status)
        let result = try #require(
            try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
        let findings = try #require(result["findings"] as? [[String: Any]])
        #expect(!findings.isEmpty)
        for finding in findings {
            func text(_ key: String) -> String { finding[key] as? String ?? "" }
            #expect(!text("file").isEmpty || !text("key").isEmpty, "no place: \(finding)")
            let message = text("message")
            #expect(message.hasPrefix("found ") && message.contains(", expected "), "\(message)")
            #expect(!text("fix").isEmpty, "no way out: \(message)")
        }
    }

    @Test func filesThatNothingReadsAreNamed() throws {
        let project = try SmallProject()
        try project.write("workload.csv", "id,tok_in\nchat,1\n")
        try project.write("notes.xlsx", "x")
        try FileManager.default.createDirectory(
            atPath: "\(project.folder)/invoices/may.csv", withIntermediateDirectories: true)
        let outcome = try project.run(["check", "p"])
        #expect(outcome.status == 0)
        #expect(
            outcome.errors == """
                invoices/may.csv: warning: found a folder named as a file under invoices, expected a file
                  fix: write its content into a file; it is not part of this report
                notes.xlsx: warning: found a table that no input takes, expected workloads.csv, fx.csv, control_totals.csv, incidents.csv, readiness.csv or sla_terms.csv; exports under invoices/ and quotes/
                  fix: move it to where it belongs; it is not part of this report
                workload.csv: warning: found a table that no input takes, expected workloads.csv, fx.csv, control_totals.csv, incidents.csv, readiness.csv or sla_terms.csv; exports under invoices/ and quotes/
                  fix: rename it to workloads.csv; it is not part of this report

                """)
    }

    /// The report is written, names the row, and the status says that a check fails.
    @Test(arguments: [
        (
            "2026-06,Acme AI,model-3,12.3.4,USD\n",
            """
            invoices/acme.csv:14: error: found "12.3.4" in column Amount, expected a number such as 1234.56
              fix: correct the cell; if the file uses a decimal comma, set `decimal: ","` for it under `sources`

            """, "Amount,not-a-number,12.3.4,expected a number such as 1234.56"
        ),
        (
            "2026-13,Acme AI,model-3,12.30,USD\n",
            """
            invoices/acme.csv:14: error: found "2026-13" in column Month, expected a month such as 2026-03, or a date such as 2026-03-01
              fix: correct the date

            """,
            "Month,bad-date,2026-13,\"expected a month such as 2026-03, or a date such as 2026-03-01; readable amounts: billed 12.3\""
        ),
    ]) func oneBadRowIsListedAndFailsACheck(_ row: String, _ message: String, _ reject: String) throws {
        let project = try SmallProject()
        try project.append(row)
        let outcome = try project.run(["report", "p", "--quiet"])
        #expect(outcome.status == 3)
        #expect(
            outcome.errors == message + """
                check rejects: error: found 1, expected at most 0: No row of an invoice was rejected
                  fix: correct the rows and run again; csv/rejects.csv lists them all

                """)
        func text(_ name: String) -> String {
            String(decoding: bytes(of: "\(project.folder)/reports/2026-06/csv/\(name)") ?? [], as: UTF8.self)
        }
        #expect(text("rejects.csv") == "file,line,column,code,value,message\ninvoices/acme.csv,14,\(reject)\n")
        #expect(text("checks.csv").contains("\nrejects,No row of an invoice was rejected,1,0,fail\n"))
        #expect(text("sources.csv").contains(",13,12,1,0,2026-01-01,2026-06-30,"))
        // The good rows are all there.
        #expect(text("spend.csv").split(separator: "\n").count == 13)
    }

    @Test func invoicesAloneGiveAReportWithoutComplaint() throws {
        let project = try SmallProject()
        let outcome = try project.run(["check", "p", "--quiet"])
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
    }

    @Test func anUnusedQuoteWithoutARateIsShownAndDoesNotStopTheReport() throws {
        let project = try SmallProject()
        try project.write(
            "quotes/q.csv",
            "quote_line_id,vendor,gpu_model_raw,procurement_type,gpus_per_unit,price,price_unit,currency\n"
                + "euro,Maker,H100 SXM5 80GB,on_demand,1,2,gpu_hour,EUR\n")
        let outcome = try project.run(["report", "p", "--quiet"])
        #expect(outcome.status == 0)
        let quotes = String(
            decoding: bytes(of: "\(project.folder)/reports/2026-06/csv/quotes.csv") ?? [], as: UTF8.self)
        #expect(quotes.contains(",EUR,2,gpu_hour,2,,,unpriced: no rate,,0,quotes/q.csv,2\n"))
    }

    @Test func filesWithoutEffectAreNamed() throws {
        let project = try SmallProject()
        try project.write("readiness.csv", "capability,level,evidence\n")
        try project.write("incidents.csv", "provider,start,end\n")
        let outcome = try project.run(["check", "p"])
        #expect(outcome.status == 0)
        #expect(
            outcome.errors == """
                readiness.csv: warning: found no row for \(Capability.all.map(\.id).joined(separator: ", ")), expected every capability with its level
                  fix: add the rows, level 0 where there is nothing; until then the score leaves them out
                incidents.csv: warning: found incidents, and no `sla` block, expected the fee and the credit tiers that they are held against
                  fix: write `sla: {fee_month, tiers, loss_per_minute}` in breakeven.yaml; until then no figure uses the file

                """)
    }

    @Test func everyRunGivesTheSameBytes() throws {
        var reports: [[String: [UInt8]]] = []
        for environment in [
            ["TZ": "UTC", "LANG": "C"], ["TZ": "Pacific/Kiritimati", "LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"],
            ["TZ": "America/St_Johns", "LANG": "tr_TR.UTF-8", "USER": "someone"],
        ] {
            let project = try SmallProject()
            try project.append("2026-06,=Acme,model-3,12.3.4,USD\n")
            #expect(try project.run(["report", "p"], environment: environment).status == 3)
            reports.append(SmallProject.files(below: "\(project.folder)/reports/2026-06"))
        }
        #expect(reports[0].count == 18)
        for report in reports.dropFirst() {
            for name in reports[0].keys.sorted() { #expect(report[name] == reports[0][name], "\(name)") }
            #expect(report.keys.sorted() == reports[0].keys.sorted())
        }
    }
}
