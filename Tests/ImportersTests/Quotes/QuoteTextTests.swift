import Billing
import Money
import Testing

@testable import Importers

struct QuoteTextTests {
    @Test(arguments: [
        ("2026-12-31", "2026-12-31"), ("2026-12-31T00:00:00Z", "2026-12-31"), ("2026-12-31 08:15", "2026-12-31"),
        ("31.12.2026", "2026-12-31"), ("1.2.26", "2026-02-01"), ("31/12/26", "2026-12-31"),
        ("12/31/2026", "2026-12-31"),
        ("2026/12/31", "2026-12-31"), ("31-12-2026", "2026-12-31"), ("30 October 2026", "2026-10-30"),
        ("30 Oct 2026", "2026-10-30"), ("Oct 30, 2026", "2026-10-30"), ("30-Oct-26", "2026-10-30"),
        ("Sept 3 2026", "2026-09-03"), ("05/05/2026", "2026-05-05"), ("29.02.2028", "2028-02-29"),
    ])
    func datesWithOneReadingAreThatDay(_ text: String, _ day: String) {
        #expect(WrittenDate(text)?.day(nil) == Day(day))
    }

    @Test(arguments: [
        "", "soon", "31.02.2026", "2026-13-01", "31/31/26", "2026-12", "1.1", "12.31.2026", "2026-12-31x", "20261231",
        "Okt 30 2026", "1/2/3/4", "Q4 2026",
    ])
    func otherTextsAreNoDates(_ text: String) {
        #expect(WrittenDate(text) == nil)
    }

    @Test func smallNumbersAroundSlashesNeedAnOrder() {
        let date = WrittenDate("05/06/26")
        #expect(date?.day(nil) == nil)
        #expect(date?.day(.dayFirst) == Day("2026-06-05"))
        #expect(date?.day(.monthFirst) == Day("2026-05-06"))
        var orders = DateOrders()
        #expect(orders.order(column: 0) == nil)
        orders.note(WrittenDate("31/12/26")!, column: 1)
        #expect(orders.order(column: 0) == .dayFirst)
        orders.note(WrittenDate("12/31/26")!, column: 0)
        #expect(orders.order(column: 0) == .monthFirst)
        orders.note(WrittenDate("31/12/26")!, column: 0)
        #expect(orders.order(column: 0) == nil)
    }

    @Test(arguments: [
        ("$31,20/hr", "31.2", "USD", PriceUnit.instanceHour), ("2,75 USD", "2.75", "USD", nil),
        ("1.150,00", "1150", nil, nil), ("$4.29/GPU-hr", "4.29", "USD", .gpuHour),
        ("€ 9.850,00 pro Monat", "9850", "EUR", .instanceMonth), ("EUR 310.000,00", "310000", "EUR", nil),
        ("310 000 €", "310000", "EUR", nil), ("US$2.50 per GPU per hour", "2.5", "USD", .gpuHour),
        ("$0.08 per GiB/month", "0.08", "USD", .gigabyteMonth), ("310000 one-time", "310000", nil, .unitOneTime),
        ("£1,299.50 / server / month", "1299.5", "GBP", .instanceMonth), ("CHF 12'500.00", "12500", "CHF", nil),
        ("-5.50", "-5.5", nil, nil),
    ])
    func pricesAreTakenApart(_ text: String, _ number: String, _ currency: String?, _ unit: PriceUnit?) throws {
        let price = try #require(QuotePrice(text))
        #expect(price.number?.amount(nil) == Amount(number))
        #expect(price.currency == currency.map { Currency($0) })
        #expect(price.unit.unit == unit)
    }

    @Test(arguments: [
        "Contact sales", "on request", "POA", "TBD", "n/a", "-", "Call for pricing", "auf Anfrage", "Quote",
    ])
    func wordsInPlaceOfAPriceAreNoNumber(_ text: String) {
        #expect(QuotePrice(text) != nil)
        #expect(QuotePrice(text)?.number == nil)
    }

    @Test(arguments: [
        "12.3.4", "free", "included", "2.75 - 3.10", "2.75 per fortnight", "¥200", "$2.75 EUR", "1e3",
        "2.75 USD/GPU-hr x 8",
    ])
    func otherTextsAreNoPrices(_ text: String) {
        #expect(QuotePrice(text) == nil)
    }

    @Test(arguments: [
        ("gpu_hour", PriceUnit.gpuHour), ("GPU-hr", .gpuHour), ("GPU-hour", .gpuHour), ("per GPU/h", .gpuHour),
        ("instance_hour", .instanceHour), ("1 Hour", .instanceHour), ("Hrs", .instanceHour),
        ("per node/hour", .instanceHour),
        ("gpu_month", .gpuMonth), ("instance_month", .instanceMonth), ("per node / month", .instanceMonth),
        ("mo", .instanceMonth), ("cluster_month", .clusterMonth), ("term_total", .termTotal), ("per term", .termTotal),
        ("unit_one_time", .unitOneTime), ("one-time", .unitOneTime), ("per server, once", .unitOneTime),
        ("unit_year", .unitYear), ("per year", .unitYear), ("gb_month", .gigabyteMonth), ("GiB-month", .gigabyteMonth),
        ("gb", .gigabyte), ("per node", nil), ("cluster-hour", nil),
    ])
    func unitsAreRead(_ text: String, _ unit: PriceUnit?) {
        let partial = PartialPriceUnit(text)
        #expect(partial != nil)
        #expect(partial?.unit == unit)
    }

    @Test(arguments: ["parsec", "per token", "kWh"])
    func otherWordsAreNoUnits(_ text: String) { #expect(PartialPriceUnit(text) == nil) }

    @Test(
        arguments: [
            ("12", 12, nil), ("12 mo", 12, nil), ("36 months", 36, nil), ("1yr", 12, nil), ("3 Years", 36, nil),
            ("TWELVE_MONTH", 12, nil), ("THIRTY_SIX_MONTH", 36, nil), ("Commit1Yr", 12, nil),
            ("on demand", nil, .onDemand),
            ("On-Demand", nil, .onDemand), ("OnDemand", nil, .onDemand), ("spot", nil, .spot),
            ("no commitment", nil, .onDemand),
            ("pay as you go", nil, .onDemand), ("1-year reserved", 12, .reserved), ("0", 0, .onDemand),
            ("3 year savings plan", 36, .reserved), ("Reservation", nil, .reserved), ("Consumption", nil, .onDemand),
            ("capacity block", nil, .reserved), ("Capacity Blocks", nil, .reserved), ("36 month loan", 36, .purchase),
            ("financed", nil, .purchase), ("14 days", 1, nil), ("14d", 1, nil), ("2 weeks", 1, nil),
            ("182 days", 6, nil), ("365 days", 12, nil), ("14-day block", 1, .reserved),
            ("capacity block 31 days", 1, .reserved), ("0 days", 0, .onDemand),
        ] as [(String, Int?, QuotePricing?)])
    func termsAreRead(_ text: String, _ months: Int?, _ pricing: QuotePricing?) {
        let term = QuoteTerm(QuoteTerm.text(text), bareNumber: .months)
        #expect(term != nil)
        #expect(term?.months == months)
        #expect(term?.pricing == pricing)
    }

    @Test(arguments: [("14 days", 14), ("2 weeks", 14), ("14d", 14), ("1 month", nil)] as [(String, Int?)])
    func daysStayDays(_ text: String, _ days: Int?) {
        #expect(QuoteTerm(QuoteTerm.text(text), bareNumber: .months)?.days == days)
        #expect(QuoteTerm("14", bareNumber: .days) == QuoteTerm("14 days", bareNumber: nil))
    }

    @Test(arguments: [
        "forever", "20000 days", "12 13", "12 parsecs", "999", "1 2 years", "managed deployment", "spot reserved",
    ])
    func otherTextsAreNoTerms(_ text: String) {
        #expect(QuoteTerm(QuoteTerm.text(text), bareNumber: .months) == nil)
    }

    @Test(
        arguments: [
            ("8x NVIDIA H100 SXM5 80GB", "H100-SXM-80GB", 8), ("8 x H100 HGX", "H100-SXM-80GB", 8),
            ("8xH100 SXM", "H100-SXM-80GB", 8), ("HGX H200 8-GPU", "H200-SXM-141GB", 8),
            ("h100nvl", "H100-NVL-94GB", nil),
            ("H100 94 GB", "H100-NVL-94GB", nil), ("AMD Instinct MI300X", "MI300X-192GB", nil),
            ("RTX PRO 6000 Blackwell Server Edition", "RTXPRO6000-96GB", nil), ("L40S (spot)", "L40S-48GB", nil),
            ("l40", "L40-48GB", nil), ("L4", "L4-24GB", nil), ("A10 1/3", "A10-24GB", nil), ("A10G", "A10G-24GB", nil),
            ("A100-80G", "A100-80GB", nil), ("NVIDIA A100 80GB PCIe", "A100-PCIE-80GB", nil),
            ("B200 192GB", "B200-SXM-180GB", nil), ("GB200 NVL72", "GB200-186GB", nil),
            ("p5en.48xlarge", "H200-SXM-141GB", nil),
            ("Standard_NC40ads_H100_v5", "H100-NVL-94GB", nil), ("H100-SXM-80GB", "H100-SXM-80GB", nil),
            ("8x H100 SXM5 80GB, 2x Xeon, NVMe", "H100-SXM-80GB", 8),
        ] as [(String, String, Int?)])
    func namesOfGPUsResolve(_ text: String, _ name: String, _ count: Int?) {
        let read = GPUName(text)
        guard case .known(let model, _) = read.resolution else {
            Issue.record("\(text): \(read.resolution)")
            return
        }
        #expect(model.name == name)
        #expect(read.count == count)
    }

    @Test(arguments: [
        ("H100", ["H100-NVL-94GB", "H100-PCIE-80GB", "H100-SXM-80GB"]),
        ("H100-80GB", ["H100-PCIE-80GB", "H100-SXM-80GB"]),
        ("A100 SXM4", ["A100-SXM-40GB", "A100-SXM-80GB"]),
        ("RTX6000", ["QUADRORTX6000-24GB", "RTX6000ADA-48GB", "RTXPRO6000-96GB"]),
        ("H100 and H200", ["H100-NVL-94GB", "H100-PCIE-80GB", "H100-SXM-80GB", "H200-NVL-141GB", "H200-SXM-141GB"]),
        ("B200 MIG slice", ["B200-SXM-180GB"]),
    ])
    func namesOfSeveralGPUsAreAmbiguous(_ text: String, _ names: [String]) {
        guard case .ambiguous(let models) = GPUName(text).resolution else {
            Issue.record("\(text): \(GPUName(text).resolution)")
            return
        }
        #expect(models.map(\.name) == names)
    }

    @Test(arguments: [
        ("H100 96GB", ["H100-NVL-94GB", "H100-PCIE-80GB", "H100-SXM-80GB"]),
        ("RTX 5070", ["RTX5090-32GB", "RTX3090-24GB", "RTX4090-24GB"]), ("Gaudi 3", []), ("NVIDIA", []),
        ("tpu-v5p-8", []),
    ])
    func unknownNamesOfferTheNearest(_ text: String, _ names: [String]) {
        #expect(GPUName(text).resolution == .unknown(nearest: names))
    }

    @Test func otherColumnsSettleWhatANameLeavesOpen() {
        func name(_ resolution: GPUResolution) -> String? {
            guard case .known(let model, _) = resolution else { return nil }
            return model.name
        }
        #expect(name(GPUName("H100", memory: 94).resolution) == "H100-NVL-94GB")
        #expect(name(GPUName("H100", form: .pcie).resolution) == "H100-PCIE-80GB")
        #expect(name(GPUName("A100", memory: 80, form: .sxm).resolution) == "A100-SXM-80GB")
        #expect(name(GPUName("A100", memory: 80).resolution) == "A100-80GB")
    }

    @Test func catalogueNamesAreUniqueAndResolveToThemselves() {
        let names = GPUCatalogue.models.map(\.name)
        #expect(Set(names).count == names.count)
        for model in GPUCatalogue.models {
            #expect(GPUName(model.name).resolution == .known(model, isUsual: false))
            #expect(GPUName(model.name.lowercased()).resolution == .known(model, isUsual: false))
        }
        for name in GPUCatalogue.instances.values { #expect(GPUCatalogue.model(named: name) != nil) }
        for family in GPUCatalogue.spellings.flatMap(\.families) {
            #expect(GPUCatalogue.models.contains { $0.family == family })
        }
    }

    @Test(
        arguments: [
            ("GPU Model", QuoteField.gpu), ("AcceleratorName", .gpuRaw), ("a#", .gpusPerUnit), ("# GPUs", .gpusPerUnit),
            ("Quote #", .quoteRef), ("$/hr", .price), ("$/GPU/hr", .price), ("Unit Price (EUR)", .price),
            ("EUR/h", .price),
            ("Price per GPU hour", .price), ("SpotPrice", .spotPrice), ("Support %", .supportPct),
            ("Term (mo)", .termMonths),
            ("VRAM (GB)", .gpuMemory), ("ARO (after receipt of order)", .leadTimeDays), ("Qty", .quantity),
            ("UOM", .priceUnit),
            ("valid_until", .validUntil), ("Offer valid through", .validUntil), ("Support & Maintenance", .supportPct),
            ("RV %", .residualPct), ("MRC", .leaseMonthly), ("power (kW per GPU)", nil), ("TDP", nil), ("vCPUs", nil),
        ] as [(String, QuoteField?)])
    func headersAreFound(_ name: String, _ field: QuoteField?) {
        let header = QuoteHeader([name])
        #expect(header.columns == (field.map { [$0: [0]] } ?? [:]))
        #expect(header.unread == (field == nil ? [0] : []))
    }

    @Test func noHeaderMeansTwoFields() {
        var owners: [String: QuoteField] = [:]
        for field in QuoteField.allCases {
            for key in field.otherHeaders + [QuoteHeaderKey.key(field.rawValue)] {
                #expect(owners[key] == nil, "\(key): \(field) and \(owners[key]!)")
                owners[key] = field
                #expect(key == QuoteHeaderKey.key(key))
            }
        }
    }
}
