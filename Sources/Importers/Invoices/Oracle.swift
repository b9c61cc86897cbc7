import Billing
import Money

extension ImportFormat {
    /// Oracle Cloud Infrastructure, cost reports (`reports/cost-csv`). Hours as `2026-03-01T10:00Z`; tags have columns of
    /// their own, with their namespace; a correction names the line that it corrects and counts in its own month.
    static let ociCost = ImportFormat(
        id: "oci-cost", name: "Oracle Cloud cost report", vendor: "Oracle",
        recognise: .columns("lineitem/referenceno", "cost/mycost"),
        columns: [
            .day("lineitem/intervalusagestart", to: .firstDay).required,
            .day("lineitem/intervalusageend", to: .lastDay),
            .text("cost/currencycode", to: .currency),
            .text("lineitem/tenantid", to: .account).account,
            .text("product/compartmentid", to: .subAccount, onlyFor: "sub_account").part,
            .text("product/compartmentname", to: .project),
            .text("product/resourceid", to: .apiKey, onlyFor: "api_key"),
            .text("product/region", to: .region, onlyFor: "region"),
            .text("cost/productsku", to: .sku, onlyFor: "sku"),
            .text("product/description", to: .fact),
            .text("cost/billingunitreadable", to: .fact),
            .text("lineitem/iscorrection", to: .fact),
            .tags(beginning: "tags/"),
            .money("cost/mycost", to: .billedCost).required,
            .count("usage/billedquantity", to: .quantity),
        ],
        carried: [
            .serviceName: ["product/service"], .chargeDescription: ["product/description"],
            .resourceId: ["product/resourceid"], .pricingQuantity: ["usage/billedquantity"],
            .pricingUnit: ["cost/billingunitreadable"],
        ],
        interpret: { (line, facts) throws(RowProblem) in
            if facts.text("lineitem/iscorrection").lowercased() == "true" { line.category = .adjustment }
            guard facts.hasSums else { return .keep }
            line.tokenClass = .other
            let description = facts.text("product/description")
            guard description.lowercased().contains("token"),
                let tokenClass = FocusTokenFacts.tokenClass(inWords: description)
            else { return .keep }
            // `1000000 NONE NONE TOKENS`: the block and what it counts.
            let unit = facts.text("cost/billingunitreadable").split(separator: " ").filter { $0 != "NONE" }
            let meter = TokenMeter(model: oracleModel(description), tokenClass: tokenClass)
            try meter.apply(
                to: &line, quantity: facts.sum("usage/billedquantity"), unit: unit.joined(separator: " "),
                column: "usage/billedQuantity")
            return .keep
        })
}

/// The last part of `OCI Generative AI - Grok 4 - Input Tokens` that is not about tokens alone.
private func oracleModel(_ description: String) -> String {
    var parts: [String] = []
    var words: [String] = []
    for word in description.split(separator: " ").map(String.init) + ["-"] {
        if word == "-" || word == "–" {
            parts.append(FocusTokenFacts.modelName(in: words.joined(separator: " ")))
            words = []
        } else {
            words.append(word)
        }
    }
    return parts.last { !$0.isEmpty } ?? ""
}
