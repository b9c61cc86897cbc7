import Billing
import Money

extension ImportFormat {
    /// Google Cloud console, Billing → Cost table → Download CSV. Lines above the header tell the invoice's day, its
    /// currency and what it comes to; `($)` in the header is written for any currency. Credits have rows of their own.
    static let gcpCostTable = ImportFormat(
        id: "gcp-cost-table", name: "Google Cloud cost table", vendor: "Google Cloud",
        recognise: HeaderSignature(
            all: ["service description", "sku description", "usage amount", "cost type"],
            beginning: [["cost (", "unrounded cost ("]]),
        columns: [
            .day("usage start date", to: .firstDay).required,
            .day("usage end date", to: .lastDay),
            .text("billing account id", to: .account).account,
            .text("billing account name", to: .accountName, onlyFor: "account"),
            .text("project id", to: .project).part,
            .text("project name", to: .projectName),
            .text("service description", to: .fact),
            .text("sku description", to: .fact),
            .text("sku id", to: .sku, onlyFor: "sku"),
            .text("credit type", to: .fact),
            .text("cost type", to: .fact).required,
            .text("usage unit", to: .fact),
            .money(beginning: "unrounded cost (", "cost (", to: .billedCost, style: googleNumbers).required,
            .count("usage amount", to: .quantity, style: googleNumbers),
        ],
        dates: .isoOrAmerican, endIsExclusive: false,
        totalRows: RowMark(column: "cost type", words: ["total", "subtotal", "filtered total"]),
        preamble: [
            "currency": .currency, "invoice date": .day, "total amount due": .total,
            "currency exchange rate": .exchangeRate(of: Currency("USD")),
        ],
        allowsUndatedRows: true,
        carried: [
            .serviceName: ["service description"], .chargeDescription: ["sku description"],
            .pricingQuantity: ["usage amount", "usage"], .pricingUnit: ["usage unit"],
        ],
        interpret: { (line, facts) throws(RowProblem) in
            let type = facts.text("cost type").trimmingBlanks.lowercased()
            if type.hasPrefix("rounding") || type == "adjustment" {
                line.category = .adjustment
            } else if !facts.text("credit type").isEmpty {
                line.category = .credit
            } else if type == "tax" || facts.text("service description").isEmpty {
                line.category = .tax
            }
            try countGoogleTokens(
                on: &line, facts, sku: "sku description", quantity: "usage amount", unit: "usage unit")
            return .keep
        })

    /// Google Cloud console, Billing → Reports → Download CSV. The subtotal is what is left after savings and credits.
    /// Without a column of days or months the period is that of the lines above the header, or of the file's name.
    static let gcpReports = ImportFormat(
        id: "gcp-reports", name: "Google Cloud billing report", vendor: "Google Cloud",
        recognise: HeaderSignature(all: ["service description"], beginning: [["unrounded subtotal ("]]),
        columns: [
            .day("date", "day", "month", "invoice month", to: .firstDay),
            .text("project id", to: .project).part,
            .text("project name", to: .projectName),
            .text("service description", to: .fact).required.part,
            .text("sku description", to: .fact).part,
            .text("sku id", to: .sku, onlyFor: "sku"),
            .text("usage unit", to: .fact),
            .money(beginning: "unrounded subtotal (", to: .billedCost, style: googleNumbers).required,
            .count("usage amount", to: .quantity, style: googleNumbers),
        ],
        dates: .handWritten(.ymd), endIsExclusive: false,
        footerWords: ["subtotal", "total", "filtered"],
        preamble: [
            "currency": .currency, "start date": .firstDay, "end date": .lastDay,
        ],
        carried: [
            .serviceName: ["service description"], .chargeDescription: ["sku description"],
            .pricingQuantity: ["usage amount", "usage"], .pricingUnit: ["usage unit"],
        ],
        interpret: { (line, facts) throws(RowProblem) in
            let service = facts.text("service description").trimmingBlanks.lowercased()
            if service.isEmpty, facts.text("sku description").isEmpty { return .skip("footer") }
            if service == "tax" { line.category = .tax }
            try countGoogleTokens(
                on: &line, facts, sku: "sku description", quantity: "usage amount", unit: "usage unit")
            return .keep
        })

    /// Google Cloud's billing export to BigQuery, flattened to CSV: names of nested fields with dots or underscores. Cost
    /// is before credits, which stand in a list; the month is that of the invoice.
    static let gcpBigQuery = ImportFormat(
        id: "gcp-bigquery-flat", name: "flattened Google Cloud billing export", vendor: "Google Cloud",
        recognise: HeaderSignature(
            all: ["usage_start_time", "cost", "currency"], anyOf: [["sku.description", "sku_description"]]),
        columns: [
            .day("invoice.month", "invoice_month", to: .billingDay),
            .day("usage_start_time", to: .firstDay).required,
            .text("currency", to: .currency).required,
            .text("currency_conversion_rate", to: .exchangeRate(of: Currency("USD"), in: nil)),
            .text("billing_account_id", to: .account).account,
            .text("project.id", "project_id", to: .project).part,
            .text("project.name", "project_name", to: .projectName),
            .text("service.description", "service_description", to: .fact),
            .text("sku.description", "sku_description", to: .fact).required,
            .text("sku.id", "sku_id", to: .sku, onlyFor: "sku"),
            .text("location.region", "location_region", to: .region, onlyFor: "region"),
            .text("resource.name", "resource_name", to: .apiKey, onlyFor: "api_key"),
            .text("labels", "project.labels", "project_labels", to: .tags, onlyFor: "tag"),
            .text("cost_type", to: .fact),
            .text("credits", to: .fact),
            .text("usage.unit", "usage_unit", to: .fact),
            .money("cost", to: .billedCost).required,
            .money("credits.amount", "credits_amount", "credit_amount", to: .quantity),
            .count("usage.amount", "usage_amount", to: .quantity),
        ],
        dates: .handWritten(.ymd), endIsExclusive: false,
        credit: { (facts) throws(RowProblem) in
            if let sum = facts.sum("credits.amount") { return sum }
            return try googleCredits(facts.text("credits"), rows: facts.rows)
        },
        carried: [
            .serviceName: ["service.description", "service_description"],
            .chargeDescription: ["sku.description", "sku_description"],
            .resourceName: ["resource.name", "resource_name"],
            .resourceId: ["resource.global_name", "resource_global_name"],
            .pricingQuantity: ["usage.amount_in_pricing_units", "usage_amount_in_pricing_units"],
            .pricingUnit: ["usage.pricing_unit", "usage_pricing_unit"],
        ],
        interpret: { (line, facts) throws(RowProblem) in
            switch facts.text("cost_type").trimmingBlanks.lowercased() {
            case "tax": line.category = .tax
            case "adjustment", "rounding error", "rounding_error": line.category = .adjustment
            default: break
            }
            try countGoogleTokens(
                on: &line, facts, sku: "sku.description", quantity: "usage.amount", unit: "usage.unit")
            return .keep
        })

    private static let googleNumbers = NumberStyle(allowsGrouping: true)
}

/// Model, class and count of a SKU. Credits and adjustments repeat the SKU and count nothing.
private func countGoogleTokens(
    on line: inout ChargeLine, _ facts: GroupFacts, sku: String, quantity: String, unit: String
) throws(RowProblem) {
    guard facts.hasSums else { return }
    line.tokenClass = .other
    guard line.category == .usage, let meter = googleTokenMeter(facts.text(sku)) else { return }
    try meter.apply(to: &line, quantity: facts.sum(quantity), unit: facts.text(unit), column: "usage amount")
}

/// Sum of the amounts in a list such as `[{"name": "Trial", "amount": -0.12}]`, once for each of the records.
private func googleCredits(_ text: String, rows: Int) throws(RowProblem) -> Amount? {
    let list = text.trimmingBlanks
    guard list.hasPrefix("["), list != "[]" else { return nil }
    var sum = Amount.zero
    var found = false
    for entry in JSONText.objects(list) {
        guard let written = entry["amount"] else { continue }
        guard let amount = Amount(written), let next = try? sum.adding(amount) else {
            throw RowProblem(
                column: "credits", code: "not-a-number", found: written, expected: "credits whose amounts are numbers",
                fix: "correct the amount")
        }
        sum = next
        found = true
    }
    guard found, !sum.isZero else { return nil }
    guard let total = try? sum.multiplied(by: Amount(rows)) else {
        throw RowProblem(
            column: "credits", code: "number-too-large", found: text, expected: "amounts of at most 38 digits",
            fix: "look for an amount in the wrong unit, or with digits of another cell in it")
    }
    return total
}
