import Foundation
import TestSupport

extension BadInput {
    static let quoteHeader =
        "quote_line_id,vendor,gpu_model_raw,procurement_type,gpus_per_unit,price,price_unit,currency,quote_date\n"

    /// Input of which one word, name or mark is wrong: nothing may be written, and the message says what to write instead.
    static let nearMisses: [BadInput] = [
        BadInput(
            name: "a header with a name too few", status: 65,
            message: """
                invoices/acme.csv:1: error: found a header of 4 names above 12 rows, each of 5 fields, expected a name for each field
                  fix: write the name that the header lacks, at its place in line 1

                """
        ) { project in
            try project.write("breakeven.yaml", "report: {currency: USD}\n")
            let text = String(decoding: bytes(of: "\(project.folder)/invoices/acme.csv") ?? [], as: UTF8.self)
            try project.write("invoices/acme.csv", text.replacingOccurrences(of: "Amount,Currency", with: "Amount"))
        },
        BadInput(
            name: "a header without the amount, which no format knows", status: 65,
            message: """
                invoices/acme.csv:1: error: found a header of 4 names above 12 rows, each of 5 fields, expected a name for each field
                  fix: write the name that the header lacks, at its place in line 1

                """
        ) { project in
            let text = String(decoding: bytes(of: "\(project.folder)/invoices/acme.csv") ?? [], as: UTF8.self)
            try project.write("invoices/acme.csv", text.replacingOccurrences(of: "Amount,Currency", with: "Currency"))
        },
        BadInput(
            name: "control totals with a name too few", status: 65,
            message: """
                control_totals.csv:1: error: found a header of 3 names above 2 rows, each of 4 fields, expected a name for each field
                  fix: write the name that the header lacks, at its place in line 1

                """
        ) {
            try $0.write(
                "control_totals.csv", "vendor,month,currency\nAcme AI,2026-01,USD,2024\nAcme AI,2026-02,USD,2044\n")
        },
        BadInput(
            name: "control totals with a month 13, a currency in words, an amount of two points", status: 65,
            message: """
                control_totals.csv:2: error: found "2026-13" in column month, expected a month such as 2026-09
                  fix: write the year and a month from 01 to 12
                control_totals.csv:3: error: found "01/2026" in column month, expected a month such as 2026-09
                  fix: write 2026-01
                control_totals.csv:3: error: found "US Dollar" in column currency, expected a currency code such as USD
                  fix: write the code of the invoice, as in EUR for the euro
                control_totals.csv:4: error: found "12.3.4" in column total, expected an amount of money such as 1250.50
                  fix: write digits, with one decimal mark and neither words nor signs beside them

                """
        ) {
            try $0.write(
                "control_totals.csv",
                """
                vendor,month,currency,total
                Acme AI,2026-13,USD,5
                Acme AI,01/2026,US Dollar,5
                Acme AI,2026-02,USD,12.3.4

                """)
        },
        BadInput(
            name: "quotes with prices that are none and a date in another order", status: 65,
            message: """
                quotes/q.csv:2: error: found "abc" in column price, expected a price such as 2.75 or $2.75/hr, or words such as `contact sales`
                  fix: write the price in digits, or `contact sales` where the vendor names none
                quotes/q.csv:3: error: found "-2" in column price, expected a price above 0
                  fix: correct the sign; a discount is part of the price, and a credit no line of its own
                quotes/q.csv:4: error: found "2026-31-12" in column quote_date, expected a date such as 2026-12-31
                  fix: write 2026-12-31

                """
        ) { project in
            let rows = [("q1", "abc", "2026-06-01"), ("q2", "-2", "2026-06-01"), ("q3", "2", "2026-31-12")]
            try project.write(
                "quotes/q.csv",
                quoteHeader
                    + rows.map { "\($0.0),Maker,H100 SXM5 80GB,on_demand,1,\($0.1),gpu_hour,USD,\($0.2)\n" }.joined())
        },
        BadInput(
            name: "UTF-16 without a mark", status: 65,
            message: """
                invoices/beta.csv: error: found UTF-16 text, expected CSV text in UTF-8
                  fix: save it again as CSV UTF-8

                """
        ) { project in
            let text = SmallProject.header + "2026-01,Beta,m,1,USD\n"
            try project.write("invoices/beta.csv", text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
        },
        BadInput(
            name: "UTF-32", status: 65,
            message: """
                invoices/beta.csv: error: found UTF-32 text, expected CSV text in UTF-8
                  fix: save it again as CSV UTF-8

                """
        ) { project in
            let scalars = ("\u{FEFF}" + SmallProject.header).unicodeScalars
            try project.write(
                "invoices/beta.csv", scalars.flatMap { [UInt8($0.value & 255), UInt8($0.value >> 8), 0, 0] })
        },
        BadInput(
            name: "a configuration in UTF-16", status: 78,
            message: """
                breakeven.yaml: error: found UTF-16 text, expected UTF-8 text
                  fix: save the file again as UTF-8

                """
        ) { project in
            let text = "\u{FEFF}report: {currency: USD}\n"
            try project.write("breakeven.yaml", text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
        },
        BadInput(
            name: "a configuration of another name", status: 78,
            message: """
                breakeven.yml: error: found a configuration of another name, expected breakeven.yaml
                  fix: rename it to breakeven.yaml, or move it out of the project

                """
        ) { try $0.write("breakeven.yml", "report: {currency: USD}\n") },
        BadInput(
            name: "a configuration that is a link to nowhere", status: 66,
            message: """
                breakeven.yaml: error: found no readable file (No such file or directory), expected the configuration of the project
                  fix: check the path and its permissions; without the file every default holds

                """
        ) { try link("gone.yaml", at: "\($0.folder)/breakeven.yaml") },
        BadInput(
            name: "rates in a link that leads to itself", status: 66,
            message: """
                fx.csv: error: found a file that cannot be opened (Too many levels of symbolic links), expected a readable file
                  fix: it is a link that leads to itself: put the file itself in its place, or remove the link

                """
        ) { try link("fx.csv", at: "\($0.folder)/fx.csv") },
        BadInput(
            name: "workloads in a link to nowhere", status: 66,
            message: """
                workloads.csv: error: found no such file, expected a readable file
                  fix: check the path and its spelling

                """
        ) { try link("gone.csv", at: "\($0.folder)/workloads.csv") },
        BadInput(
            name: "a file in place of a project", status: 66,
            message: """
                p/invoices/acme.csv: error: found a file, expected a project folder with invoices/ or breakeven.yaml
                  fix: name the folder; `breakeven report p/invoices/acme.csv` takes invoice files alone

                """, arguments: ["check", "p/invoices/acme.csv"]),
        BadInput(
            name: "a limit in percent where a ratio belongs", status: 78,
            message: """
                breakeven.yaml:1:37: error: found "99.9" for `sla.tiers.1.below`, expected a number above 0 and below 1
                    sla: {fee_month: 9, tiers: [{below: 99.9, credit: 0.1}]}
                                                        ^
                  fix: ratios are written as 0.05 for 5 %: 99.9 % is 0.999

                """
        ) { try $0.write("breakeven.yaml", "sla: {fee_month: 9, tiers: [{below: 99.9, credit: 0.1}]}\n") },
        usage(
            "a month of one digit", ["--period", "2026-6"],
            "--period 2026-6, expected a month such as 2026-10; write 2026-06"),
        usage(
            "a day in the German order", ["--as-of", "30.06.2026"],
            "--as-of 30.06.2026, expected a day such as 2026-10-31; write 2026-06-30"),
        usage("no format", ["--formats", ""], "--formats without a format, expected xlsx, csv or xlsx,csv"),
        usage("no folder", ["--output", ""], "--output without a folder, expected --output DIR"),
        usage("quiet and verbose", ["--quiet", "--verbose"], "--quiet and --verbose, expected one of them"),
    ]

    private static func usage(_ name: String, _ options: [String], _ found: String) -> BadInput {
        BadInput(
            name: name, status: 64,
            message: """
                Error: found \(found)
                Usage: breakeven report [<options>] [<projects> ...]
                  See 'breakeven report --help' for more information.

                """, arguments: ["report", "p"] + options)
    }

    private static func link(_ target: String, at path: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
    }
}
