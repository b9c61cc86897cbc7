import Billing
import Diagnostics
import Economics
import Money
import Tabular
import Testing

@testable import Importers

private let asOf = Day(year: 2026, month: 11, day: 23)

private func amount(_ text: String) -> Amount { Amount(text)! }

@Suite("Specimen quotes", .enabled(if: hasSharedFolder, "BREAKEVEN_SHARED is not set"))
struct QuoteSpecimenTests {
    @Test func theExampleIsReadAsItIsWritten() throws {
        let lines = try readQuotes([sharedQuote("gpu_quotes_example_SYNTHETIC.csv")], asOf: asOf).lines
        #expect(lines.count == 10)
        #expect(lines.map(\.line) == Array(2...11))
        #expect(lines[0].id == "gpu_quotes_example_SYNTHETIC-2")
        #expect(
            lines.map(\.pricing) == [
                .onDemand, .spot, .reserved, .onDemand, .reserved, .reserved, .purchase, .purchase, .lease, .reserved,
            ])
        let sxm = "H100-SXM-80GB"
        #expect(
            lines.map(\.gpu) == [
                sxm, sxm, sxm, sxm, sxm, nil, "H200-SXM-141GB", nil, "H200-SXM-141GB", "MI300X-192GB",
            ])
        #expect(
            lines.map(\.price)
                == [
                    "55.04", "18.7", "19", "3.9", "2.35", "0.08", "310000", "36000", "9850", "1.95",
                ].map(amount))
        #expect(
            lines.map(\.priceUnit) == [
                .instanceHour, .instanceHour, .instanceHour, .gpuHour, .gpuHour, .gigabyteMonth, .unitOneTime,
                .unitOneTime, .instanceMonth, .gpuHour,
            ])
        #expect(lines.map(\.termMonths) == [0, 0, 36, 0, 12, 12, 0, 0, 36, 36])
        #expect(
            lines.map(\.currency) == Array(repeating: Currency("USD"), count: 8) + [Currency("EUR"), Currency("USD")])
        #expect(
            lines.map(\.status) == [
                .priced, .priced, .priced, .priced, .priced, .notCompute, .priced, .notCompute, .priced, .priced,
            ])
        #expect(
            lines.map { $0.isExpired(on: asOf) } == [
                false, true, false, true, true, true, true, true, false, false,
            ])

        let reserved = lines[2]
        #expect(reserved.upfront == Amount(460_000))
        #expect(reserved.paymentOption == .partialUpfront)
        #expect(reserved.assumed == [.gpuFromInstance])
        #expect(lines[4].monthlyMinimum == Amount(27_448))
        #expect(lines[4].leadTimeDays == 14)
        #expect(lines[5].quantity == Amount(20_000))
        #expect(lines[5].gpusPerUnit == .zero)

        let bought = lines[6]
        #expect(bought.gpusPerUnit == Amount(8))
        #expect(bought.quantity == Amount(2))
        #expect(bought.networkCapex == Amount(36_000))
        #expect(bought.powerKW == amount("10.2"))
        #expect(bought.colo == Amount(195))
        #expect(!bought.coloIncludesPower)
        #expect(bought.supportPct == Amount(10))
        #expect(bought.depreciationYears == Amount(5))
        #expect(bought.residualPct == Amount(10))
        #expect(bought.softwarePerGPUYear == Amount(4500))
        #expect(bought.leadTimeDays == 84)
        #expect(bought.paymentOption == .milestone)

        let leased = lines[8]
        #expect(leased.leaseMonthly == Amount(9850))
        #expect(leased.leaseBuyout == Amount(31_000))
        #expect(leased.colo == amount("217.3"))
        #expect(leased.coloIncludesPower)
    }

    @Test func gpuHoursOfTheExampleAreThoseWorkedOutByHand() throws {
        let lines = try readQuotes([sharedQuote("gpu_quotes_example_SYNTHETIC.csv")], asOf: asOf).lines
        var rates = ExchangeRates()
        _ = rates.add(
            PublishedRate(
                date: asOf, base: Currency("EUR"), quote: Currency("USD"), rate: amount("1.1"),
                position: SourcePosition(file: "fx.csv", line: 2)))
        let priced = try PricedQuotes(lines, prices: [:], asOf: asOf, currency: Currency("USD"), rates: rates)
        // On demand, spot, reserved with an upfront part, on demand, reserved, lease with its room, all upfront.
        let expected: [Int: Double] = [
            0: 55.04 / 8, 1: 18.70 / 8, 2: (19 + 460_000.0 / 26_280) / 8, 3: 3.90, 4: 2.35,
            8: (9850 + 10.2 * 217.30) / (8 * 730), 9: 1.95,
        ]
        for (index, hour) in expected {
            let place = try #require(priced.lines.firstIndex { $0.id == lines[index].id })
            let found = priced.evaluation.value("gpu_hour", member: place, lane: 0)
            #expect(abs(found - hour) < 1e-12 * hour, "\(lines[index].id): \(found)")
        }
    }

    @Test func theMessyQuotationIsReadInFull() throws {
        let read = try readQuotes([sharedQuote("gpu_quotes_messy_SYNTHETIC.csv")], asOf: asOf)
        let lines = read.lines
        #expect(lines.map(\.line) == Array(5...11))
        #expect(read.files[0].rows == 8)
        #expect(read.files[0].skipped == ["total": 1])
        #expect(read.files[0].encoding == "utf-8-bom")
        #expect(read.files[0].delimiter == UInt8(ascii: ";"))
        #expect(
            lines.map(\.gpu) == [
                "H100-SXM-80GB", "H100-NVL-94GB", "A100-80GB", "B200-SXM-180GB", "L40S-48GB", "L40S-48GB", "A10-24GB",
            ])
        #expect(
            lines.map(\.price) == [
                amount("31.2"), amount("2.75"), Amount(1150), nil, nil, amount("0.42"), amount("0.16"),
            ])
        #expect(
            lines.map(\.priceUnit) == [
                .instanceHour, .gpuHour, .instanceMonth, .gpuHour, .gpuHour, .gpuHour, .gpuHour,
            ])
        #expect(lines.map(\.status) == [.priced, .priced, .priced, .unpriced, .unpriced, .priced, .priced])
        #expect(lines.map(\.pricing) == [.onDemand, .reserved, .reserved, .onDemand, .onDemand, .spot, .onDemand])
        #expect(lines.map(\.termMonths) == [0, 12, 36, 0, 0, 0, 0])
        #expect(
            lines.map(\.gpusPerUnit) == [
                Amount(8), Amount(1), Amount(8), Amount(8), Amount(4), Amount(4), amount("0.333"),
            ])
        #expect(lines.map(\.quantity) == [2, 4, 1, 1, 1, 1, 1].map { Amount($0) })
        let last = Day(year: 2026, month: 12, day: 31)
        #expect(lines.map(\.validUntil) == [last, last, last, last, last, nil, last])
        #expect(lines.allSatisfy { $0.currency == Currency("USD") })
        #expect(lines.map { $0.assumed.contains(.currency) } == [false, false, true, true, true, true, true])
        #expect(lines[5].assumed.contains(.noExpiry))
        #expect(lines[3].statusReason == "the price is \"Contact sales\"")
        #expect(lines.allSatisfy { $0.vendor == "gpu_quotes_messy_SYNTHETIC" })
        #expect(
            read.notes.map(\.rendered) == [
                "quotes/gpu_quotes_messy_SYNTHETIC.csv: note: rows that are no quote lines: 1 total",
                "quotes/gpu_quotes_messy_SYNTHETIC.csv:7: note: no currency is named; USD is taken "
                    + "(5 lines, this is the first)",
                "quotes/gpu_quotes_messy_SYNTHETIC.csv:10: note: neither a quote date nor a last day is named; "
                    + "the price is taken not to lapse",
            ])
    }

    @Test(arguments: [
        // Rows of the file, rows that can be bought and offers in them, counted in the files by another program.
        ("crusoe_price_page_2026-09-20.csv", 13, 6, 6), ("skypilot_aws_v8_vms_gpu_excerpt.csv", 54, 53, 95),
        ("skypilot_azure_vms_gpu_rows.csv", 829, 829, 1632),
        ("skypilot_gcp_vms_gpu_and_host_rows.csv", 3051, 747, 1488),
        ("skypilot_vast_vms_full.csv", 64, 59, 59), ("fullstack_cloud-gpus.csv", 257, 230, 305),
    ])
    func publicPriceListsAreReadWithoutErrors(_ name: String, rows: Int, accepted: Int, offers: Int) throws {
        let file = try inspectQuotes(sharedQuote(name), asOf: nil)
        #expect(file.errors.map(\.rendered) == [])
        #expect(file.rejected == 0)
        #expect(file.rows == rows)
        #expect(file.accepted == accepted)
        let note = file.notes.first { $0.code == "price-list-read" }?.found ?? ""
        #expect(
            note.contains("\(accepted) rows with \(offers) offers"), "\(file.notes.map(\.rendered)) \(file.skipped)")
    }

    @Test(arguments: [
        ("skypilot_gcp_vms_gpu_and_host_rows.csv", "A100-SXM-40GB", "us-central1", 8, 29.38708 / 8),
        ("skypilot_gcp_vms_gpu_and_host_rows.csv", "H200-SXM-141GB", "us-central1", 8, (74.49392 + 12.266) / 8),
        ("skypilot_aws_v8_vms_gpu_excerpt.csv", "H100-SXM-80GB", "us-east-1", 8, 6.88),
        ("skypilot_azure_vms_gpu_rows.csv", "H100-SXM-80GB", "eastus", 8, 12.29),
    ])
    func levelsAreThoseOfThePublishedCheck(
        _ name: String, _ gpu: String, _ region: String, _ gpus: Int, _ hour: Double
    ) throws {
        let file = try inspectQuotes(
            sharedQuote(name), asOf: nil, selection: QuoteSelection(gpus: [gpu], regions: [[region]]))
        let line = try #require(
            file.lines.first { $0.pricing == .onDemand && $0.gpusPerUnit == Amount(gpus) && $0.status == .priced })
        #expect(abs(line.gpuHour! - hour) < 0.00005, "\(line)")
    }

    /// Every header of the list of synonyms against the field that the list gives.
    @Test func listedHeadersAreFound() throws {
        let file = InputFile(path: "\(sharedFolder!)/data/gpu/gpu_quote_header_synonyms.csv", name: "synonyms.csv")
        let rows = try readTable(file, dialect: Dialect(delimiter: UInt8(ascii: ",")))
        // Not a header but a description of where to look, or a figure of one GPU where the field is a server's.
        let others = [
            "GpuInfo (Python dict; MemoryInfo.SizeInMiB)", "PricePerUnit where Unit=Quantity",
            "meterName contains Spot", "power (kW per GPU)", "TDP",
        ]
        var wrong: [String] = []
        for row in rows.dropFirst() where !others.contains(row.fields[1]) {
            let found = QuoteHeader([row.fields[1]]).columns.keys.first?.rawValue
            let wanted = row.fields[0] == "price (spot)" ? "spot" : row.fields[0]
            // `gpu_model` and `gpu_model_raw` differ by an underscore and a word; a header `GPU Model` fills either.
            if found != wanted, !(found == "gpu_model" && wanted == "gpu_model_raw") {
                wrong.append("\(row.fields[1]): \(found ?? "none"), not \(wanted)")
            }
        }
        #expect(wrong == [])
        #expect(rows.count > 150)
    }

    /// Every name of the alias list that is certain, against the canonical name that the list gives.
    @Test func certainAliasesResolveAsListed() throws {
        let file = InputFile(path: "\(sharedFolder!)/data/gpu/gpu_aliases.csv", name: "gpu_aliases.csv")
        let rows = try readTable(file, dialect: Dialect(delimiter: UInt8(ascii: ",")))
        // Where this program says less than the list: a label that the list itself calls unconfirmed, and a bare
        // memory size that the list completes from where it saw it.
        let lessSure = ["A100_NVLINK_80GB", "Quadro RTX 6000", "H100-MEGA"]
        var wrong: [String] = []
        for row in rows.dropFirst() where row.fields[3] == "exact" && !lessSure.contains(row.fields[0]) {
            guard case .known(let model, _) = GPUName(row.fields[0]).resolution, model.name == row.fields[2] else {
                wrong.append("\(row.fields[0]): \(GPUName(row.fields[0]).resolution)")
                continue
            }
        }
        #expect(wrong == [])
        #expect(rows.count > 150)
    }

    @Test func doubtfulAliasesAreNotResolvedToSomethingElse() throws {
        let file = InputFile(path: "\(sharedFolder!)/data/gpu/gpu_aliases.csv", name: "gpu_aliases.csv")
        let rows = try readTable(file, dialect: Dialect(delimiter: UInt8(ascii: ",")))
        var known: [String] = []
        for row in rows.dropFirst() where row.fields[3] == "ambiguous" || row.fields[3] == "reject" {
            if case .known(let model, _) = GPUName(row.fields[0]).resolution {
                known.append("\(row.fields[0]): \(model.name)")
            }
        }
        // A word that means nothing known does not unsettle the one; a memory size settles the other.
        #expect(known == ["B300 PC: B300-SXM-268GB", "Quadro RTX 6000 (24 GB): QUADRORTX6000-24GB"])
    }
}
