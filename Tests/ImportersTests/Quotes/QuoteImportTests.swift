import Billing
import Diagnostics
import Importers
import Money
import Tabular
import Testing

private let asOf = Day(year: 2026, month: 11, day: 23)

private func lines(_ text: String, name: String = "quotes/acme.csv") throws -> [QuoteLine] {
    try withFile(name, text) { try readQuotes([$0], asOf: asOf).lines }
}

private func line(_ header: String, _ row: String) throws -> QuoteLine {
    try #require(try lines("\(header)\n\(row)\n").first)
}

struct QuoteImportTests {
    @Test func anIdIsTheFilesOwnElseItsStemAndLine() throws {
        let read = try lines(
            "quote_line_id,gpu,price,currency\nq-1,L4,0.5,USD\n,L4,0.6,USD\n", name: "quotes/eu/acme.csv.gz")
        #expect(read.map(\.id) == ["q-1", "acme-3"])
        #expect(read.map(\.vendor) == ["acme", "acme"])
    }

    @Test(arguments: [
        ("gpu,price,currency,term", "L4,0.5,USD,", QuotePricing.onDemand),
        ("gpu,price,currency,term", "L4,0.5,USD,12", .reserved),
        ("gpu,price,currency,unit", "L4,5000,USD,", .purchase),
        ("gpu,price,currency,unit", "L4,4999.99,USD,", .onDemand),
        ("gpu,price,currency,unit", "L4,90,USD,unit_one_time", .purchase),
        ("gpu,price,currency,unit", "L4,6000,USD,per node / month", .onDemand),
        ("gpu,price,currency,lease_monthly", "L4,,USD,400", .lease),
        ("gpu,price,currency,term", "L4 (spot),0.5,USD,", .spot),
        ("gpu,price,currency,spot", "L4,0.5,USD,True", .spot),
        ("gpu,price,currency,spot", "L4,0.5,USD,False", .onDemand),
        ("gpu,price,currency,plan", "L4,0.5,USD,1-year reserved", .reserved),
        ("gpu,price,currency,term", "L4,0.5,USD,on demand", .onDemand),
    ])
    func pricingIsInferred(_ header: String, _ row: String, _ pricing: QuotePricing) throws {
        #expect(try line(header, row).pricing == pricing)
    }

    /// The currency of a lease stands in its header; dollars would be a guess.
    @Test func aLeaseNeedsNoColumnOfPrices() throws {
        let line = try line(
            "Vendor,GPU,GPUs per server,Monthly lease (EUR),Term (months),kW,Colo EUR/kW/month",
            #"Lessor,H100 SXM 80GB,8,"9.850,00",36,"10,2","190,00""#)
        #expect(line.pricing == .lease)
        #expect((line.price, line.currency) == (Amount(9850), Currency("EUR")))
        #expect((line.colo, line.priceUnit) == (Amount(190), .instanceMonth))
    }

    @Test(arguments: ["", "0", "0.00", "-", "n/a", "Contact sales"])
    func aLineWithoutAPriceIsNeverFree(_ price: String) throws {
        let line = try line("gpu,price,currency", "L4,\(price),USD")
        #expect(line.status == .unpriced)
        #expect(line.price == nil)
        #expect(line.gpuHour == nil)
    }

    @Test func aCommitmentPaidAtOnceIsPricedByWhatIsPaid() throws {
        let line = try line(
            "gpu,gpus,price,currency,unit,term,payment_option,upfront_amount",
            "MI300X,8,0,USD,gpu_hour,36,all_upfront,409968")
        #expect(line.status == .priced)
        #expect(line.price == .zero)
        #expect(abs(line.gpuHour! - 1.95) < 1e-12)
    }

    @Test func aMonthlyMinimumCountsWhereItIsAboveThePrice() throws {
        let line = try line(
            "gpu,gpus,qty,price,currency,unit,monthly_minimum", "H100 SXM,8,2,2.35,USD,gpu_hour,29200")
        #expect(abs(line.gpuHour! - 2.5) < 1e-12)
    }

    @Test(arguments: [
        ("term_total", 420_480.0), ("cluster_month", 11_680.0), ("instance_month", 5840.0), ("gpu_month", 730.0),
        ("unit_year", 70_080.0), ("instance_hour", 8.0), ("gpu_hour", 1.0),
    ])
    func everyRunningUnitComesToTheSameHour(_ unit: String, _ price: Double) throws {
        let line = try line("gpu,gpus,qty,price,currency,unit,term", "H100 SXM,8,2,\(price),USD,\(unit),36")
        #expect(abs(line.gpuHour! - 1) < 1e-12)
    }

    /// A block of 14 days is 336 hours, whatever the month has.
    @Test(arguments: [
        ("term_months", "14 days", "730"), ("Term (days)", "14", "730"), ("term", "2 weeks", "720"),
        ("duration_days", "14", "744"),
    ])
    func aBlockOfDaysIsPricedByItsHours(_ header: String, _ term: String, _ hours: String) throws {
        let total = try line(
            "gpu,gpus,qty,price,currency,unit,hours_per_month,procurement_type,\(header)",
            "H100 SXM,8,2,10752,USD,term_total,\(hours),capacity block,\(term)")
        #expect((total.pricing, total.termMonths, total.termDays) == (.reserved, 1, 14))
        #expect(abs(total.gpuHour! - 2) < 1e-12)
        let prepaid = try line(
            "gpu,gpus,qty,price,currency,unit,hours_per_month,payment_option,upfront_amount,procurement_type,\(header)",
            "H100 SXM,8,2,0,USD,gpu_hour,\(hours),all_upfront,5376,capacity block,\(term)")
        #expect(abs(prepaid.gpuHour! - 2) < 1e-12)
    }

    @Test func aPurchaseHasNoHourOfItsOwn() throws {
        #expect(try line("gpu,gpus,price,currency,unit", "H100 SXM,8,310000,USD,unit_one_time").gpuHour == nil)
    }

    @Test func aLastDayIsThirtyDaysAfterTheQuoteWhenNoneIsNamed() throws {
        let assumed = try line("gpu,price,currency,quote_date", "L4,0.5,USD,2026-11-01")
        #expect(assumed.validUntil == Day("2026-12-01"))
        #expect(assumed.assumed.contains(.expiryThirtyDays))
        let counted = try line("gpu,price,currency,quote_date,validity", "L4,0.5,USD,2026-11-01,14 days")
        #expect(counted.validUntil == Day("2026-11-15"))
        #expect(!counted.assumed.contains(.expiryThirtyDays))
    }

    @Test func aPriceHoldsOnItsLastDay() throws {
        let line = try line("gpu,price,currency,valid_until", "L4,0.5,USD,2026-11-23")
        #expect(!line.isExpired(on: asOf))
        #expect(line.daysLeft(on: asOf) == 0)
        #expect(line.isExpired(on: asOf + 1))
    }

    @Test(arguments: [
        ("gpu,price", "L4,0.5", "USD", true), ("gpu,price", "L4,€0.50", "EUR", false),
        ("gpu,price", "L4,0.5 GBP", "GBP", false),
        ("gpu,price (EUR)", "L4,0.5", "EUR", false), ("gpu,$/hr", "L4,0.5", "USD", false),
        ("gpu,price,currency", "L4,$0.5,CAD", "CAD", false), ("gpu,price,currency", "L4,0.5,eur", "EUR", false),
        ("gpu,price,currency", "L4,€0.5,", "EUR", false),
    ])
    func aCurrencyIsNamedOrNoted(_ header: String, _ row: String, _ currency: String, _ isAssumed: Bool) throws {
        let line = try line(header, row)
        #expect(line.currency == Currency(currency))
        #expect(line.assumed.contains(.currency) == isAssumed)
    }

    @Test func theOnlyCurrencyOfAFileHoldsForItsOtherPrices() throws {
        let read = try lines("gpu,price\nL4,€0.50\nL40S,1.20\n")
        #expect(read.map(\.currency) == [Currency("EUR"), Currency("EUR")])
        #expect(read.map { $0.assumed.contains(.currency) } == [false, true])
    }

    @Test func linesThatBuyNoComputeCarryNoGPUs() throws {
        let read = try lines(
            """
            gpu,gpus,price,currency
            8x H100 SXM5,8,24.00,USD
            64-port 400G switch and cables,1,36000,USD
            Shared filesystem,1,0.08,USD
            Hardware support,1,12000,USD
            """)
        #expect(read.map(\.lineType) == [.compute, .network, .storage, .support])
        #expect(read.map(\.status) == [.priced, .notCompute, .notCompute, .notCompute])
        #expect(read.map(\.gpusPerUnit) == [Amount(8), .zero, .zero, .zero])
        #expect(read[1].assumed.contains(.lineType))
    }

    @Test func totalsFootnotesAndEmptyRowsAreCountedNotRead() throws {
        let text = """
            Quotation 7
            gpu;qty;price;currency
            L4;1;0,50;EUR
            ;;;
            Zwischensumme;;0,50;
            Grand total (EUR);;0,50;EUR
            All prices without VAT;;;
            """
        let file = try withFile("q.csv", text) { try inspectQuotes($0, asOf: nil) }
        #expect(file.rows == 5)
        #expect(file.accepted == 1)
        #expect(file.rejected == 0)
        #expect(file.skipped == ["empty": 1, "total": 2, "footnote": 1])
        #expect(file.notes.first?.rendered == "q.csv: note: rows that are no quote lines: 1 footnote, 2 total")
    }

    @Test func aSpotPriceBesideAnotherIsALineOfItsOwn() throws {
        let read = try lines(
            "InstanceType,AcceleratorName,AcceleratorCount,Price,SpotPrice\np5.48xlarge,H100,8,55.04,18.70\ng6.xlarge,L4,1,0.8,0.00\n"
        )
        #expect(read.map(\.id) == ["acme-2", "acme-2-spot", "acme-3"])
        #expect(read.map(\.pricing) == [.onDemand, .spot, .onDemand])
        #expect(read.map(\.price) == [Amount("55.04"), Amount("18.7"), Amount("0.8")])
    }

    @Test func lineEndsDelimitersAndColumnOrderDoNotMatter() throws {
        let plain =
            "gpu_model_raw,gpus_per_unit,price,currency,valid_until,notes\n8x H100 SXM5,8,24.5,USD,2026-12-31,\"a, b\"\nL40S,4,3.2,USD,2026-12-31,\n"
        let expected = try lines(plain)
        #expect(expected.count == 2)
        #expect(try lines(plain.replacing("\n", with: "\r\n")) == expected)
        #expect(try lines("\u{FEFF}" + plain) == expected)
        #expect(try lines(String(plain.dropLast())) == expected)
        let semicolons =
            "gpu_model_raw;gpus_per_unit;price;currency;valid_until;notes\r\n8x H100 SXM5;8;24,5;USD;31.12.2026;a, b\r\nL40S;4;3,2;USD;31.12.2026;\r\n"
        #expect(try lines(semicolons) == expected)
        let tabs =
            "notes\tvalid_until\tcurrency\tprice\tgpus_per_unit\tgpu_model_raw\na, b\t2026-12-31\tUSD\t24.5\t8\t8x H100 SXM5\n\t2026-12-31\tUSD\t3.2\t4\tL40S\n"
        #expect(try lines(tabs) == expected)
    }

    @Test func theOrderOfFilesDoesNotMatter() throws {
        let texts = [
            ("b.csv", "gpu,price,currency\nL4,0.5,USD\n"), ("a.csv", "gpu,price,currency\nL4,0.6,USD\nH100,1,USD\n"),
            ("c.csv", "gpu,price\nL40S,1.5\n"),
        ]
        let (one, other) = try withFiles(texts.map { (name: $0.0, text: $0.1) }) { files in
            (try readQuotes(files, asOf: asOf), try readQuotes(files.reversed(), asOf: asOf))
        }
        #expect(one.lines.map(\.id) == ["a-2", "a-3", "b-2", "c-2"])
        #expect(one.lines == other.lines)
        #expect(one.notes == other.notes)
    }

    @Test(arguments: [
        ("84", 84), ("12 weeks", 84), ("6-8 weeks", 56), ("2 months", 60), ("in stock", 0), ("90 days", 90),
    ])
    func leadTimesAreDays(_ text: String, _ days: Int) throws {
        #expect(try line("gpu,price,currency,lead_time_days", "L4,0.5,USD,\(text)").leadTimeDays == days)
    }

    @Test func percentagesArePercentWithOrWithoutTheSign() throws {
        let line = try line("gpu,price,currency,unit,Support %,RV %", "L4,9000,USD,once,10 %,12.5")
        #expect(line.supportPct == Amount(10))
        #expect(line.residualPct == Amount("12.5"))
    }

    @Test func theInstanceTypeSettlesWhatTheNameLeavesOpen() throws {
        let line = try line("instance_type,gpu,gpus,price,currency", "p5.48xlarge,H100-80GB,8,55.04,USD")
        #expect(line.gpu == "H100-SXM-80GB")
        #expect(line.assumed.contains(.gpuFromInstance))
    }

    /// Whatever the cells hold, every row is accepted, rejected or skipped, and a priced line has all that a price needs.
    @Test func everyRowIsAccountedForWhateverItHolds() throws {
        let seed: UInt64 = 4711
        var random = SeededNumbers(seed: seed)
        let columns = [
            "gpu_model_raw", "gpus_per_unit", "quantity", "price", "price_unit", "currency", "term_months",
            "procurement_type", "quote_date", "valid_until", "payment_option", "upfront_amount", "lead_time_days",
            "gpu_memory_gb", "instance_type", "support_pct_per_year", "spot", "line_type",
        ]
        let cells = [
            "", "", "", "-", "0", "8", "12", "1.150", "1,150", "31.20", "9999999999999999999999999999999999999999",
            "-5", "½",
            "8x H100 SXM5 80GB", "H100", "L4", "xx", "x8", "8x", "1/3", "€5/mo", "$2/GPU-hr", "¥", "gpu_hour", "on",
            "on demand",
            "pay as", "no", "3 years", "99999999999999999999 years", "Total", "Contact sales", "2026-12-31", "05/06/26",
            "31.12.2026", "USD", "eur", "all_upfront", "6-8 weeks", "10 %", "true", "compute", "storage", "p5.48xlarge",
            ".", ",",
            "\u{1F680}", "e\u{301}", "' 1", "1 000 000",
        ]
        for _ in 0..<15 {
            let delimiter = [",", ";", "\t"].randomElement(using: &random)!
            var text = columns.joined(separator: delimiter) + "\n"
            let count = 40
            for _ in 0..<count {
                let row = columns.map { _ in
                    "\"" + cells.randomElement(using: &random)! + "\""
                }
                text += row.joined(separator: delimiter) + "\n"
            }
            let file = try withFile("q.csv", text) { try inspectQuotes($0, asOf: asOf) }
            #expect(file.rows == count, "seed \(seed)")
            #expect(file.accepted + file.rejected + file.skipped.values.reduce(0, +) == count, "seed \(seed)")
            for line in file.lines where line.status == .priced {
                #expect(
                    line.gpu != nil && line.price != nil && line.priceUnit != nil && line.currency != nil,
                    "seed \(seed)")
                #expect(!line.gpusPerUnit.isZero)
                #expect(line.gpuHour.map { $0.isFinite && $0 > 0 } ?? true, "seed \(seed): \(line)")
            }
        }
    }
}
