import Billing
import Money

extension ImportFormat {
    /// Azure Cost Management, Exports → cost and usage details, actual or amortised: the layouts of Enterprise Agreements
    /// since 2021, of Microsoft Customer and Partner Agreements, and of pay-as-you-go subscriptions. Names, not places,
    /// tell the columns.
    ///
    /// The end of a billing period is inclusive. Quantities are in blocks of the unit of measure (`1K`, `1M`). No column
    /// says whether costs are actual or amortised; usage of a commitment that carries a cost proves the latter.
    static let azureCostDetails = ImportFormat(
        id: "azure-cost-details", name: "Azure cost details", vendor: "Microsoft",
        recognise: HeaderSignature(
            all: ["metercategory", "metername", "unitofmeasure", "quantity"],
            anyOf: [["costinbillingcurrency", "cost", "pretaxcost"]]),
        columns: [
            .day("billingperiodstartdate", "billingperiodstart", to: .billingDay),
            .day("date", "usagedatetime", "usagedate", to: .firstDay).required,
            .text("chargetype", to: .category),
            .text("billingcurrency", "billingcurrencycode", "currency", to: .currency),
            .text("pricingcurrency", "pricingcurrencycode", to: .rateBase),
            .text("exchangeratepricingtobilling", "exchangerate", to: .exchangeRate(of: nil, in: nil)),
            .text("billingaccountid", "billingprofileid", to: .account).account,
            .text("billingaccountname", to: .accountName, onlyFor: "account"),
            .text("subscriptionid", "subscriptionguid", to: .subAccount).part,
            .text("subscriptionname", to: .subAccountName, onlyFor: "sub_account"),
            .text("resourcegroup", "resourcegroupname", to: .project),
            .text("resourceid", "instanceid", to: .apiKey, onlyFor: "api_key"),
            .text("costcenter", to: .workspace, onlyFor: "workspace"),
            .text("meterid", to: .sku, onlyFor: "sku"),
            .text("resourcelocation", "location", "meterregion", to: .region, onlyFor: "region"),
            .text("tags", to: .tags, onlyFor: "tag"),
            .text("metername", to: .fact),
            .text("metersubcategory", to: .fact),
            .text("unitofmeasure", to: .fact),
            .text("pricingmodel", to: .fact),
            .money("costinbillingcurrency", "cost", "pretaxcost", to: .billedCost).required,
            .count("quantity", to: .quantity),
        ],
        dates: .isoOrAmerican, endIsExclusive: false,
        categories: [
            "refund": .adjustment, "unusedreservation": .usage, "unusedsavingsplan": .usage,
            "roundingadjustment": .adjustment, "marketplace": .usage,
        ],
        otherCategory: .adjustment,
        provesAmortised: { facts in
            let model = facts.text("pricingmodel").lowercased()
            guard model == "reservation" || model == "savingsplan" else { return false }
            let cost = facts.sum("costinbillingcurrency") ?? .zero
            return facts.text("chargetype").lowercased() == "usage" && !cost.isZero && !cost.isNegative
        },
        carried: [
            .serviceName: ["metercategory"], .chargeDescription: ["product", "productname"], .skuMeter: ["metername"],
            .resourceId: ["resourceid", "instanceid"], .resourceName: ["resourcename"], .resourceType: ["resourcetype"],
            .invoiceId: ["invoiceid"], .publisherName: ["publishername"], .chargeFrequency: ["frequency"],
            .pricingQuantity: ["quantity"], .pricingUnit: ["unitofmeasure"], .pricingCurrency: ["pricingcurrency"],
        ],
        interpret: { (line, facts) throws(RowProblem) in
            // Azure's names do not tell upper from lower case, and its exports mix them.
            line.dimensions.project = line.dimensions.project.lowercased()
            guard facts.hasSums else { return .keep }
            line.tokenClass = .other
            if let meter = azureTokenMeter(facts.text("metername"), subcategory: facts.text("metersubcategory")) {
                try meter.apply(
                    to: &line, quantity: facts.sum("quantity"), unit: facts.text("unitofmeasure"), column: "Quantity")
            }
            return .keep
        })

    /// Azure Cost Management, Cost analysis → Download: one row a group and day or month, costs in the billing currency
    /// and in dollars. Which other columns there are depends on the grouping.
    static let azureCostAnalysis = ImportFormat(
        id: "azure-cost-analysis", name: "Azure cost analysis download", vendor: "Microsoft",
        recognise: HeaderSignature(all: ["cost", "costusd", "currency"], none: ["metercategory"]),
        columns: [
            .day("usagedate", "billingmonth", "date", "month", to: .firstDay).required,
            .money("cost", to: .billedCost).required,
            .money("costusd", to: .pricedCost(in: Currency("USD"))),
            .text("currency", to: .currency).required,
            .text("chargetype", to: .category),
            .text("subscriptionid", to: .subAccount).part,
            .text("subscriptionname", to: .subAccountName, onlyFor: "sub_account"),
            .text("resourcegroup", "resourcegroupname", to: .project).part,
            .text("resourceid", to: .apiKey, onlyFor: "api_key").part,
            .text("resourcelocation", "location", to: .region, onlyFor: "region").part,
            .text("tags", to: .tags, onlyFor: "tag"),
            .text("meter", "metername", to: .fact).part,
            .text("metersubcategory", to: .fact).part,
            .text("servicename", to: .sku, onlyFor: "sku").part,
        ],
        dates: .handWritten(.mdy), endIsExclusive: false,
        categories: [
            "refund": .adjustment, "unusedreservation": .usage, "unusedsavingsplan": .usage,
            "roundingadjustment": .adjustment,
        ],
        otherCategory: .adjustment,
        carried: [
            .serviceName: ["servicename"], .skuMeter: ["meter", "metername"],
            .resourceId: ["resourceid"], .resourceType: ["resourcetype"],
        ],
        interpret: { (line, facts) throws(RowProblem) in
            line.dimensions.project = line.dimensions.project.lowercased()
            line.tokenClass = .other
            if let meter = azureTokenMeter(facts.text("meter"), subcategory: facts.text("metersubcategory")) {
                line.model = meter.model
                line.tokenClass = meter.tokenClass
            }
            return .keep
        })
}
