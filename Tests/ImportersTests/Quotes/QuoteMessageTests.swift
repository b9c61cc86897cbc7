import Billing
import Diagnostics
import Importers
import Money
import Tabular
import Testing

private let asOf = Day(year: 2026, month: 11, day: 23)

/// Every message of the quote importer, word for word.
struct QuoteMessageTests {
    @Test(arguments: [
        (
            "gpu,price,currency\nL4,12.3.4,USD",
            "q.csv:2: error: found \"12.3.4\" in column price, expected a price such as 2.75 or $2.75/hr, or words such as `contact sales`\n  fix: write the price in digits, or `contact sales` where the vendor names none"
        ),
        (
            "gpu,price,currency\nL4,-2,USD",
            "q.csv:2: error: found \"-2\" in column price, expected a price above 0\n"
                + "  fix: correct the sign; a discount is part of the price, and a credit no line of its own"
        ),
        (
            "gpu,price,currency\nL4,2,Dollars",
            "q.csv:2: error: found \"Dollars\" in column currency, expected a currency code of ISO 4217 such as USD\n"
                + "  fix: write the three letters of the code"
        ),
        (
            "gpu,price,currency\nL4,2,USE",
            "q.csv:2: error: found \"USE\" in column currency, expected a currency code of ISO 4217 such as USD\n"
                + "  fix: did you mean USD?"
        ),
        (
            "gpu,price,currency,procurement_type,term_months\nL4,2,USD,reserved,0",
            "q.csv:2: error: found \"0\" in column term_months on a line that is reserved, expected a term of 1 month or more\n"
                + "  fix: write the months of the commitment, days as `14 days`, or on_demand in procurement_type"
        ),
        (
            "gpu,price,currency,procurement_type,term_months\nL4,2,USD,reserved,-12",
            "q.csv:2: error: found \"-12\" in column term_months, expected a number of months such as 12, `1 year`, `14 days` or `on demand`\n"
                + "  fix: write the length of the commitment, or 0 where there is none"
        ),
        (
            "gpu,price,currency,price_unit,procurement_type,term_months,lease_monthly\nL4,9000,USD,instance_month,lease,36,8000",
            "q.csv:2: error: found \"8000\" in column lease_monthly, and a price of 9000 a month, expected one payment of the lease\n"
                + "  fix: leave one of the two blank, or write the same in both"
        ),
        (
            "gpu,price,currency,procurement_type,gpus_per_unit,quantity\nL4,9000,USD,purchase,8,1.5",
            "q.csv:2: error: found \"1.5\" in column quantity, expected a whole number of servers\n"
                + "  fix: write how many servers are sold"
        ),
        (
            "gpu,price,currency,procurement_type,gpus_per_unit,financing_apr_pct\nL4,9000,USD,purchase,8,50",
            "q.csv:2: error: found \"50\" in column financing_apr_pct, expected a percentage, 0 to 40, such as 10\n"
                + "  fix: correct the cell, or leave it blank"
        ),
        (
            "gpu,price,currency,procurement_type,term_months\nL4,2,USD,capacity block,0 days",
            "q.csv:2: error: found \"0 days\" in column term_months on a line that is reserved, expected a term of 1 month or more\n"
                + "  fix: write the months of the commitment, days as `14 days`, or on_demand in procurement_type"
        ),
        (
            "gpu,price,currency,gpus_sold_together\nL4,2,USD,2.5",
            "q.csv:2: error: found \"2.5\" in column gpus_sold_together, expected a whole number of GPUs, 1 or more\n  fix: correct the cell, or leave it blank"
        ),
        (
            "gpu,price,currency,procurement_type,gpus_per_unit\nL4,9000,USD,purchase,0.5",
            "q.csv:2: error: found \"0.5\" in column gpus_per_unit, expected a whole number of GPUs in a server\n"
                + "  fix: write the GPUs of one server, and the number of servers in quantity"
        ),
        (
            "gpu,price,currency,GPUs per server\nL4,9,USD,7.5",
            "q.csv:2: error: found \"7.5\" in column GPUs per server, expected a whole number of GPUs, or a part of one GPU such as 0.5\n"
                + "  fix: write the GPUs of one server, and the number of servers in quantity"
        ),
        (
            "gpu,price,currency\nL4,€2,USD",
            "q.csv:2: error: found \"€2\" in column price on a line in USD, expected one currency for all money of a line\n"
                + "  fix: put each currency on a line of its own"
        ),
        (
            "gpu,price,currency\nL4,2,",
            "q.csv:2: error: found a price without a currency, expected a currency code in the column currency\n"
                + "  fix: write the quote's currency in every row"
        ),
        (
            "gpu,price\nL4,$2\nL4,€2\nL4,2",
            "q.csv:4: error: found a price without a currency in a file with EUR, USD, expected a currency code in the column currency\n"
                + "  fix: write the quote's currency in every row"
        ),
        (
            "gpu;price;currency\nL4;1.150;USD",
            "q.csv:2: error: found \"1.150\" in column price, which is 1.15 or 1150, expected a number that can be read in one way only\n"
                + "  fix: write it with two decimals, or without a separator between thousands"
        ),
        (
            "gpu,price,currency,valid_until\nL4,2,USD,soon",
            "q.csv:2: error: found \"soon\" in column valid_until, expected a date such as 2026-12-31\n  fix: correct the date, or leave the cell blank"
        ),
        (
            "gpu,price,currency,valid_until\nL4,2,USD,05/06/26",
            "q.csv:2: error: found \"05/06/26\" in column valid_until, which is 2026-06-05 or 2026-05-06, expected a date that can be read in one way only\n"
                + "  fix: write it as 2026-06-05 or 2026-05-06"
        ),
        (
            "gpu,price,currency,valid_until\nL4,2,USD,14 days",
            "q.csv:2: error: found \"14 days\" in column valid_until, expected a date, because the line has no quote date to count from\n  fix: write the last day as in 2026-12-31, or the day of the quote in quote_date"
        ),
        (
            "gpu,price,currency,quote_date,valid_until\nL4,2,USD,2026-12-01,2026-11-30",
            "q.csv:2: error: found a price valid until 2026-11-30 in a quote of 2026-12-01, expected a last day that is not before the quote's date\n"
                + "  fix: correct quote_date or valid_until"
        ),
        (
            "gpu,price,currency\nRTX 5070,2,USD",
            "q.csv:2: error: found \"RTX 5070\" in column gpu, expected a GPU that is known; nearest: RTX5090-32GB, RTX3090-24GB, RTX4090-24GB\n"
                + "  fix: write the name of a GPU that is known in the column gpu_model, or what the line buys in line_type"
        ),
        (
            "gpu,price,currency\nGaudi 3,2,USD",
            "q.csv:2: error: found \"Gaudi 3\" in column gpu, expected a GPU that is known, such as H100-SXM-80GB\n"
                + "  fix: write the name of a GPU that is known in the column gpu_model, or what the line buys in line_type"
        ),
        (
            "gpu,price,currency,gpus_per_unit\nL4,2,USD,0",
            "q.csv:2: error: found \"0\" in column gpus_per_unit, expected a number, above 0\n  fix: correct the cell, or leave it blank"
        ),
        (
            "gpu,price,currency,pue\nL4,2,USD,0.9",
            "q.csv:2: error: found \"0.9\" in column pue, expected a number, 1 to 3\n  fix: correct the cell, or leave it blank"
        ),
        (
            "gpu,price,currency,hours_per_month\nL4,2,USD,800",
            "q.csv:2: error: found \"800\" in column hours_per_month, expected a number, above 0, at most 744\n  fix: correct the cell, or leave it blank"
        ),
        (
            "gpu,price,currency,residual_value_pct\nL4,2,USD,110",
            "q.csv:2: error: found \"110\" in column residual_value_pct, expected a percentage, 0 to 100, such as 10\n  fix: correct the cell, or leave it blank"
        ),
        (
            "gpu,price,currency,upfront_amount\nL4,2,USD,some",
            "q.csv:2: error: found \"some\" in column upfront_amount, expected an amount of money such as 1250.50\n  fix: write it in digits, or leave the cell blank where the vendor names none"
        ),
        (
            "gpu,price,currency,upfront_amount\nL4,2,USD,-5",
            "q.csv:2: error: found \"-5\" in column upfront_amount, expected an amount of money, 0 or more\n  fix: write what is paid; a discount belongs in the column discount_pct"
        ),
        (
            "gpu,price,currency,upfront_amount,upfront_pct\nL4,2,USD,100,10",
            "q.csv:2: error: found both upfront_amount and upfront_pct, expected one of the two\n  fix: leave the other blank"
        ),
        (
            "gpu,price,currency,colo_includes_power\nL4,2,USD,perhaps",
            "q.csv:2: error: found \"perhaps\" in column colo_includes_power, expected true or false\n  fix: write one of the two, or leave the cell blank"
        ),
        (
            "gpu,price,currency,line_type\nL4,2,USD,gpu",
            "q.csv:2: error: found \"gpu\" in column line_type, expected one of compute, network, storage, egress, support, software, power, colo, setup, financing, other\n  fix: write one of these, or leave the cell blank"
        ),
        (
            "gpu,price,currency,procurement_type\nL4,2,USD,borrowed",
            "q.csv:2: error: found \"borrowed\" in column procurement_type, expected one of on_demand, spot, reserved, lease, purchase\n  fix: write one of these, or leave the cell blank to have it inferred"
        ),
        (
            "gpu,price,currency,price_unit\nL4,2,USD,parsec",
            "q.csv:2: error: found \"parsec\" in column price_unit, expected one of gpu_hour, instance_hour, gpu_month, instance_month, cluster_month, term_total, unit_one_time, unit_year, gb_month, gb, or words such as `per GPU-hour`\n  fix: write one of these, or leave the cell blank to have it inferred"
        ),
        (
            "gpu,price,currency,price_unit\nL4,$2/mo,USD,gpu_hour",
            "q.csv:2: error: found \"gpu_hour\" in column price_unit, and another unit beside the price, expected one price unit for a line\n  fix: leave the price alone in the column price, and write its unit in price_unit"
        ),
        (
            "gpu,price,currency,term_months\nL4,2,USD,forever",
            "q.csv:2: error: found \"forever\" in column term_months, expected a number of months such as 12, `1 year`, `14 days` or `on demand`\n  fix: write the length of the commitment, or 0 where there is none"
        ),
        (
            "gpu,price,currency,payment_option\nL4,2,USD,barter",
            "q.csv:2: error: found \"barter\" in column payment_option, expected one of on_use, no_upfront, partial_upfront, all_upfront, prepaid, milestone, monthly\n  fix: write one of these, or leave the cell blank"
        ),
        (
            "gpu,price,currency,lead_time_days\nL4,2,USD,later",
            "q.csv:2: error: found \"later\" in column lead_time_days, expected a number of days such as 84, or `12 weeks`\n  fix: correct the cell, or leave it blank"
        ),
        (
            "gpu,price,currency,gpu_memory_gb\nL4,2,USD,lots",
            "q.csv:2: error: found \"lots\" in column gpu_memory_gb, expected gigabytes of one GPU such as 80\n  fix: correct the cell, or leave it blank"
        ),
        (
            "gpu,price,currency,interconnect\nL4,2,USD,wifi",
            "q.csv:2: error: found \"wifi\" in column interconnect, expected one of sxm_nvlink, pcie, nvl_bridge, oam, nvl72, unknown\n  fix: write one of these, or leave the cell blank"
        ),
        (
            "gpu,price,currency\nL4,2,USD,V1",
            "q.csv:2: error: found 4 fields, expected 3, as many as the header has\n"
                + "  fix: quote the fields that hold the delimiter, or add the missing ones"
        ),
        (
            "gpu,price,currency\nL4,2,USD,V1\nT4,1,USD,V1",
            "q.csv:1: error: found a header of 3 names above 2 rows, each of 4 fields, expected a name for each field\n"
                + "  fix: write the name that the header lacks, at its place in line 1"
        ),
        (
            "gpu,price,currency\nL4,2",
            "q.csv:2: error: found 2 fields, expected 3, as many as the header has\n"
                + "  fix: quote the fields that hold the delimiter, or add the missing ones"
        ),
        (
            "quote_line_id,gpu,price,currency\nq,L4,2,USD\nq,L4,3,USD",
            "q.csv:3: error: found quote_line_id \"q\" again, first at q.csv:2, expected an id that no other quote line has\n"
                + "  fix: give each line its own quote_line_id, or rename one of the files"
        ),
        (
            "Month,Amount,Vendor\n2026-01,5,x",
            "q.csv:1: error: found a header without gpu_model_raw (or instance_type), expected the columns of a quote: price, and gpu_model_raw or instance_type\n"
                + "  fix: name the columns as in the quote template, or move the file out of the quotes folder"
        ),
        (
            "GPU,Region\nL4,eu",
            "q.csv:1: error: found a header without price, expected the columns of a quote: price, and gpu_model_raw or instance_type\n"
                + "  fix: name the columns as in the quote template, or move the file out of the quotes folder"
        ),
        (
            "Dear customer\nthank you",
            "q.csv: error: found no line with a column of a quote, expected the columns of a quote: price, and gpu_model_raw or instance_type\n"
                + "  fix: name the columns as in the quote template, or move the file out of the quotes folder"
        ),
    ])
    func badQuotesEndTheRun(_ text: String, _ message: String) throws {
        let found = try withFile("q.csv", text + "\n") { file in
            try failure { _ = try readQuotes([file], asOf: asOf) }
        }
        #expect(found.status == .badData)
        #expect(found.text == [message])
    }

    @Test(arguments: [
        (
            "gpu,price,currency\nH100-80GB,2,USD",
            "q.csv:2: warning: found \"H100-80GB\" in column gpu, expected one GPU; it could be H100-PCIE-80GB, H100-SXM-80GB\n"
                + "  fix: write one of these names in the column gpu_model; until then the line is for review and prices nothing"
        ),
        (
            "gpu,price,currency\n,2,USD",
            "q.csv:2: warning: found a compute line without a GPU, expected its name in the column gpu_model_raw\n"
                + "  fix: name the GPU, or say in line_type what the line buys"
        ),
        (
            "gpu,price,currency\nSupport for H100 SXM,2,USD",
            "q.csv:2: warning: found \"Support for H100 SXM\" in column gpu, which names a GPU and support, expected a column line_type that says what the line buys\n"
                + "  fix: add the column line_type with compute or support; until then the line is for review and prices nothing"
        ),
        (
            "gpu,price,currency,gpu_memory_gb\nL4,2,USD,48",
            "q.csv:2: warning: found 48 GB for a L4-24GB, expected 24 GB a GPU\n"
                + "  fix: correct the name or the memory; until then the line is for review and prices nothing"
        ),
        (
            "gpu,price,currency,gpus\n8x L4,2,USD,4",
            "q.csv:2: warning: found \"8x L4\" with 4 GPUs in a unit, expected 8, as the name says\n"
                + "  fix: correct the name or the number; until then the line is for review and prices nothing"
        ),
        (
            "instance_type,gpu,price,currency\np5.48xlarge,L4,2,USD",
            "q.csv:2: warning: found \"L4\", which is L4-24GB, on a \"p5.48xlarge\", which has H100-SXM-80GB, expected one GPU\n"
                + "  fix: correct one of the two; until then the line is for review and prices nothing"
        ),
        (
            "gpu,price,currency,plan\nL4,2,USD,managed deployment",
            "q.csv:2: warning: found \"managed deployment\" in column plan, expected one of on_demand, spot, reserved, lease, purchase\n"
                + "  fix: write one of these in the column procurement_type; until then the line is for review and prices nothing"
        ),
        (
            "gpu,price,currency,unit\nL4,2,USD,cluster-hour",
            "q.csv:2: warning: found the price unit \"cluster-hour\", expected one of gpu_hour, instance_hour, gpu_month, instance_month, cluster_month, term_total, unit_one_time, unit_year, gb_month, gb\n"
                + "  fix: convert the price; until then the line is for review and prices nothing"
        ),
    ])
    func doubtfulLinesAreForReview(_ text: String, _ message: String) throws {
        let read = try withFile("q.csv", text + "\n") { try readQuotes([$0], asOf: asOf) }
        #expect(read.lines.map(\.status) == [.needsReview])
        #expect(read.lines.map(\.gpu) == [nil])
        let warnings = read.notes.filter { $0.severity == .warning }
        #expect(warnings.map(\.rendered) == [message])
        #expect(read.lines.first?.statusReason == warnings.first?.message)
    }

    @Test(arguments: [
        (
            "gpu,price,currency,valid_until\nL4,2,USD,2026-11-22",
            "q.csv:2: warning: found quote q-2 of q lapsed on 2026-11-22, expected a price that holds on 2026-11-23\n"
                + "  fix: ask the vendor to confirm or renew it"
        ),
        (
            "gpu,price,currency,unit,valid_until,tax_included\nL4,2,USD,gpu_hour,2026-12-31,true",
            "q.csv:2: warning: found quote q-2 includes tax, expected prices without tax\n"
                + "  fix: ask for the net price if the tax is refunded"
        ),
        (
            "gpu,price,currency,unit,valid_until,support_pct_per_year\nL4,2,USD,gpu_hour,2026-12-31,0.1",
            "q.csv:2: warning: found \"0.1\" in column support_pct_per_year, which is read as 0.1 %, expected percent from 1 to 100\n"
                + "  fix: percentages in quotes are percent: write 10 for 10 %"
        ),
        (
            "gpu,price,currency,unit,valid_until,procurement_type,term_months,minimum_utilisation_pct\nL4,2,USD,gpu_hour,2026-12-31,reserved,12,50",
            "q.csv:2: warning: found 50 % in column minimum_utilisation_pct, which no figure follows, expected a price that holds it already\n"
                + "  fix: work it into the price, the upfront amount or the lease payment, and leave the cell blank"
        ),
        (
            "quote_line_id,gpu,price,currency,price_unit,procurement_type,valid_until,power_kw_per_unit\nbox,L4,9000,USD,unit_one_time,purchase,2026-12-31,2",
            "q.csv:2: warning: found purchase box without colo_price_per_kw_month, support_pct_per_year, depreciation_years: what is missing costs nothing in its rank, expected what running and writing off a server takes\n"
                + "  fix: fill the columns, 0 where it truly costs nothing; the life of a server is four years without depreciation_years"
        ),
        (
            "gpu,price,currency,unit,valid_until,vCPUs,Colour\nL4,2,USD,gpu_hour,2026-12-31,8,red",
            "q.csv: note: columns that are not read: vCPUs, Colour"
        ),
        (
            "gpu,price,currency,unit,quote_date\nL4,2,USD,gpu_hour,2026-11-20",
            "q.csv:2: note: no last day is named; the price is taken to hold for 30 days after the quote date"
        ),
        (
            "gpu,price,currency,gpus,valid_until\nL4,2,USD,8,2026-12-31",
            "q.csv:2: note: the price unit is not fully named; instance_hour is taken"
        ),
        (
            "gpu,price,currency,unit,plan,valid_until\nL4,2,USD,gpu_hour,reserved,2026-12-31",
            "q.csv:2: note: no term is named; 12 months are taken"
        ),
        (
            "gpu,price,currency,unit,valid_until\nH200,2,USD,gpu_hour,2026-12-31",
            "q.csv:2: note: the GPU's variant is not named; H200-SXM-141GB is taken"
        ),
        (
            "instance_type,gpu,price,currency,unit,valid_until\np5.4xlarge,H100,2,USD,gpu_hour,2026-12-31",
            "q.csv:2: note: the GPU is taken from the instance type"
        ),
    ])
    func whatIsWorthKnowingIsSaid(_ text: String, _ message: String) throws {
        let read = try withFile("q.csv", text + "\n") { try readQuotes([$0], asOf: asOf) }
        #expect(read.notes.map(\.rendered).contains(message), "\(read.notes.map(\.rendered))")
    }

    @Test func allBadValuesOfAllFilesAreNamedInOneRun() throws {
        let texts = [
            ("b.csv", "gpu,price,currency,pue\nL4,x,USD,9\nL4,2,USD,1.5\nL4,y,USD,\n"), ("a.csv", "nothing\n"),
            ("c.csv", "gpu,price,currency\nL4,z,USD\n"),
        ]
        let found = try withFiles(texts.map { (name: $0.0, text: $0.1) }) { files in
            try failure { _ = try readQuotes(files, asOf: asOf) }
        }
        #expect(
            found.text.map { $0.prefix { $0 != " " } } == ["a.csv:", "b.csv:2:", "b.csv:2:", "b.csv:4:", "c.csv:2:"])
    }

    @Test func aMissingFileEndsTheRunWith66() throws {
        let found = try failure {
            _ = try readQuotes([InputFile(path: "/nonexistent/q.csv", name: "q.csv")], asOf: asOf)
        }
        #expect(found.status == .missingInput)
    }
}
