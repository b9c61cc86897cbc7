import Billing

/// Business units with their share of the usage in thousandths; each has an inference profile of its own.
private let units: [(name: String, share: Int)] = [
    ("north", 148), ("south", 121), ("east", 107), ("west", 98), ("centre", 86), ("online", 82), ("service", 74),
    ("parts", 66), ("fleet", 58), ("lease", 49), ("export", 40), ("insure", 31), ("training", 23), ("labs", 17),
]

private let header =
    "BilledCost,BillingAccountId,BillingAccountName,BillingAccountType,BillingCurrency,BillingPeriodEnd,"
    + "BillingPeriodStart,ChargeCategory,ChargeClass,ChargeDescription,ChargeFrequency,ChargePeriodEnd,"
    + "ChargePeriodStart,ConsumedQuantity,ConsumedUnit,ContractedCost,ContractedUnitPrice,EffectiveCost,InvoiceId,"
    + "InvoiceIssuerName,ListCost,ListUnitPrice,PricingCategory,PricingCurrency,PricingQuantity,PricingUnit,"
    + "ProviderName,PublisherName,RegionId,ResourceId,ServiceCategory,ServiceName,ServiceSubcategory,SkuId,SkuMeter,"
    + "SkuPriceDetails,SkuPriceId,SubAccountId,SubAccountName,SubAccountType,Tags\n"

/// What differs between the rows of the file; the rest follows from the day.
private struct Row {
    var day: Day
    /// Exact cost with its scale.
    var cost: Int
    var scale: Int
    var category = "Usage"
    var description: String
    var frequency = "Usage-Based"
    /// A whole month is covered instead of the day.
    var coversMonth = false
    var consumed = ("", "")
    var unitPrice = ""
    var pricing = ("", "")
    var pricingCategory = "Standard"
    var region = "us-east-1"
    var resource = ""
    var service = ("AI and Machine Learning", "Amazon Bedrock", "Generative AI")
    var sku = ""
    var meter = ""
    var priceDetails = ""
    var account = ("444455556666", "acme-production")
    var tags = "{}"

    func append(to text: inout String) {
        let month = day.month
        let amount = decimalText(cost, scale: scale)
        let billing = "\((month + 1).firstDay)T00:00:00Z,\(month.firstDay)T00:00:00Z"
        let end = coversMonth ? (month + 1).firstDay : day + 1
        let start = coversMonth ? month.firstDay : day
        text += "\(amount),111122223333,Acme Industries,Organization,USD,\(billing),\(category),,\(description),"
        text += "\(frequency),\(end)T00:00:00Z,\(start)T00:00:00Z,\(consumed.0),\(consumed.1),\(amount),\(unitPrice),"
        text += "\(amount),AWS-\(month),\"Amazon Web Services, Inc.\",\(amount),\(unitPrice),\(pricingCategory),USD,"
        text += "\(pricing.0),\(pricing.1),AWS,AWS,\(region),\(resource),\(service.0),\(service.1),\(service.2),"
        text += "\(sku),\(meter),\(quoted(priceDetails)),\(sku.isEmpty ? "" : sku + ".OD"),\(account.0),\(account.1),"
        text += "Member Account,\(quoted(tags))\n"
    }

    private func quoted(_ json: String) -> String {
        guard !json.isEmpty else { return "" }
        var text = "\""
        for character in json { text += character == "\"" ? "\"\"" : String(character) }
        return text + "\""
    }
}

extension AcmeSample {
    /// One FOCUS 1.2 export of the cloud, daily rows for each business unit, model and kind of token. Beside the tokens:
    /// a search cluster that belongs to one workload without being priced by the token, evaluation jobs that carry no
    /// tag, credits, and the tax of each month.
    static func focusFile(_ paper: inout PaperInvoices) -> File {
        var random = generator(for: "focus")
        var text = header
        // Everything in 1/10⁷ USD: the finest amount is 1,000 tokens × 1/10,000 USD for a million.
        let scale = 7
        for month in months {
            var total = 0
            for day in days where day.month == month {
                for stream in AcmeStream.aws {
                    guard let (model, used) = stream.tokens(on: day, &random) else { continue }
                    for (index, unit) in units.enumerated() {
                        total += tokenRows(stream, model, used, day, index, unit, to: &text, &random)
                    }
                }
                let hours = random.integer(in: 19_600...20_400)
                total += searchCluster(day, hundredthsOfHours: hours, to: &text)
                total += evaluationJobs(day, count: random.integer(in: 0...12), to: &text)
            }
            if let credit = credits["\(month)"] {
                var row = Row(
                    day: month.lastDay, cost: -credit * 100_000, scale: scale, category: "Credit",
                    description: "Service credit", frequency: "One-Time", coversMonth: true)
                row.tags = #"{"workload":"document-search"}"#
                row.pricingCategory = ""
                row.append(to: &text)
                total -= credit * 100_000
            }
            let tax = cents(total * 6 / 100, scale: scale)
            var row = Row(
                day: month.lastDay, cost: tax, scale: 2, category: "Tax", description: "Tax on cloud services",
                frequency: "Recurring", coversMonth: true)
            row.pricingCategory = ""
            row.service = ("Other", "Tax", "")
            row.append(to: &text)
            paper.declare("AWS", month, cents: cents(total + tax * 100_000, scale: scale), tax: tax)
        }
        return File(path: "invoices/aws/focus-1.2_2024-11_2026-10.csv.gz", bytes: Array(text.utf8))
    }

    /// In cents.
    private static let credits = ["2025-03": 90_000, "2025-11": 150_000, "2026-09": 120_000]

    /// - Returns: the cost of the rows.
    private static func tokenRows(
        _ stream: AcmeStream, _ model: AcmeStream.Model, _ used: AcmeStream.Tokens, _ day: Day, _ index: Int,
        _ unit: (name: String, share: Int), to text: inout String, _ random: inout SplitMix64
    ) -> Int {
        let name = model.id.split(separator: ":")[0]
        var sum = 0
        for (meter, direction, cache, tokens, price) in [
            ("Input Tokens", "Input", "Uncached", used.input, model.input),
            ("Cache Read Input Tokens", "Input", "Read", used.cached, model.cached),
            ("Output Tokens", "Output", "", used.output, model.output),
        ] where tokens > 0 {
            let thousands = tokens / 1_000_000 * unit.share * random.integer(in: 960...1040) / 1000
            let sku = "\(name)-\(meter.lowercased().split(separator: " ").joined(separator: "-"))"
            var row = Row(
                day: day, cost: thousands * price, scale: 7, description: "\(meter) of \(name)",
                consumed: ("\(thousands)000", "Tokens"))
            row.unitPrice = decimalText(price, scale: 4)
            row.pricing = (decimalText(thousands, scale: 3), "1000000 Tokens")
            row.region = index % 3 == 2 ? "eu-central-1" : "us-east-1"
            row.resource = "profile/\(stream.workload)-\(unit.name)"
            row.sku = sku
            row.meter = meter
            row.priceDetails =
                #"{"ModelId":"\#(model.id)","TokenDirection":"\#(direction)""#
                + (cache.isEmpty ? "}" : #","TokenCacheAction":"\#(cache)"}"#)
            row.tags = #"{"workload":"\#(stream.workload)","unit":"\#(unit.name)"}"#
            row.append(to: &text)
            sum += thousands * price
        }
        return sum
    }

    private static func searchCluster(_ day: Day, hundredthsOfHours hours: Int, to text: inout String) -> Int {
        // 0.24 USD for an hour of a compute unit.
        let cost = hours * 24 * 1000
        var row = Row(
            day: day, cost: cost, scale: 7, description: "Search compute units",
            consumed: (decimalText(hours, scale: 2), "OCU-Hours"))
        row.unitPrice = "0.24"
        row.pricing = (decimalText(hours, scale: 2), "OCU-Hours")
        row.resource = "collection/document-search"
        row.service = ("Databases", "Amazon OpenSearch Service", "Other (Databases)")
        row.sku = "opensearch-ocu"
        row.meter = "Search OCU"
        row.tags = #"{"workload":"document-search"}"#
        row.append(to: &text)
        return cost
    }

    private static func evaluationJobs(_ day: Day, count: Int, to text: inout String) -> Int {
        guard count > 0 else { return 0 }
        // 1.35 USD for a job.
        let cost = count * 13_500_000
        var row = Row(
            day: day, cost: cost, scale: 7, description: "Model evaluation jobs", consumed: ("\(count)", "Jobs"))
        row.unitPrice = "1.35"
        row.pricing = ("\(count)", "Jobs")
        row.service = ("AI and Machine Learning", "Amazon Bedrock", "Other (AI and Machine Learning)")
        row.sku = "bedrock-model-evaluation"
        row.meter = "Evaluation Jobs"
        row.account = ("777788889999", "acme-sandbox")
        row.append(to: &text)
        return cost
    }
}
