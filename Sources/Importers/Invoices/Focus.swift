import Billing
import Money

extension ImportFormat {
    /// FinOps Open Cost and Usage Specification, CostAndUsage 1.0 to 1.4 and the columns drafted for 1.5; also the older
    /// 0.5 names. Column order is free, columns may be missing, providers add `x_` columns.
    ///
    /// A file does not state its version: its columns give a lower bound. Null is an empty cell or the word NULL. Months
    /// are those of the billing period, period ends are exclusive. Files that `convert` wrote say in columns of their own
    /// (``FocusExtraColumn``) what FOCUS has no column for.
    static let focus = ImportFormat(
        id: "focus", name: "FOCUS cost and usage", vendor: nil,
        recognise: HeaderSignature(
            all: ["chargeperiodstart"],
            anyOf: [
                ["chargecategory", "chargetype"],
                ["billedcost", "effectivecost", "consumedquantity", "usagequantity"],
            ]),
        columns: [
            .day("billingperiodstart", to: .billingDay),
            .day("chargeperiodstart", to: .firstDay).required,
            .day("chargeperiodend", to: .lastDay),
            .text("chargecategory", "chargetype", to: .category).required,
            .text("billingcurrency", "billedcurrency", to: .currency),
            .text("serviceprovidername", to: .fact).account,
            .text("providername", "provider", to: .fact).account,
            .text("publishername", "publisher", to: .fact),
            .text("invoiceissuername", "invoiceissuer", to: .fact),
            .text("billingaccountid", to: .account).account,
            .text("billingaccountname", to: .accountName, onlyFor: "account"),
            .text("subaccountid", to: .subAccount, onlyFor: "sub_account").part,
            .text("subaccountname", to: .subAccountName, onlyFor: "sub_account"),
            .text("principalid", "x_principalid", to: .user, onlyFor: "user"),
            .text("credentialid", "x_apikeyid", to: .apiKey, onlyFor: "api_key"),
            .text("x_apikeyname", to: .apiKeyName, onlyFor: "api_key"),
            .text("x_projectid", to: .project, onlyFor: "project"),
            .text("x_projectname", to: .projectName, onlyFor: "project"),
            .text("x_workspacename", to: .workspace, onlyFor: "workspace"),
            .text("x_servicetier", to: .serviceTier, onlyFor: "service_tier"),
            .text("x_workload", to: .workload),
            .text("x_modelid", to: .fact),
            .text("x_tokendirection", to: .fact),
            .text("x_tokencacheaction", to: .fact),
            .text("skuid", to: .sku, onlyFor: "sku"),
            .text("regionid", "regionname", "region", to: .region, onlyFor: "region"),
            .text("tags", to: .tags, onlyFor: "tag"),
            .text("skumeter", "x_skumetername", to: .fact),
            .text("x_skumetersubcategory", to: .fact),
            .text("skupricedetails", "x_skudetails", to: .fact),
            .text("chargedescription", to: .fact),
            .text("x_usagetype", to: .fact),
            .text("servicename", to: .fact).beside("x_usagetype"),
            .text("consumedunit", "usageunit", to: .fact),
            .text("pricingunit", to: .fact),
            .text("x_pricingblocksize", to: .fact),
            .text("pricingcurrency", "x_pricingcurrency", to: .rateBase),
            .text("x_billingexchangerate", to: .exchangeRate(of: nil, in: nil)),
            .text("x_currencyconversionrate", to: .exchangeRate(of: Currency("USD"), in: nil)),
            .money("billedcost", to: .billedCost, style: focusNumbers),
            .money("effectivecost", "amortizedcost", to: .effectiveCost, style: focusNumbers),
            .money("pricingcurrencyeffectivecost", to: .pricedCost(in: nil), style: focusNumbers),
            .count("consumedquantity", "usagequantity", to: .quantity, style: focusNumbers),
            .count("pricingquantity", to: .quantity, style: focusNumbers),
        ],
        dates: .isoOrAmerican, nullTexts: ["NULL", "null", "Null"],
        evidence: { isLiteLLMFocus($0) ? .metered : .invoiced }, version: focusVersion,
        interpret: { (line, facts) throws(RowProblem) in
            let providers = ["serviceprovidername", "providername", "publishername", "invoiceissuername"]
            if let provider = providers.map(facts.text).first(where: { !$0.isEmpty }) { line.provider = provider }
            guard facts.hasSums else { return .keep }
            let detail = FocusTokenFacts.remembered(facts, tags: line.dimensions.tags)
            line.model = detail.model
            line.tokenClass = detail.tokenClass ?? .other
            if line.category == .usage || line.category == .adjustment {
                try detail.countVolume(of: facts, into: &line)
            }
            return .keep
        })

    /// The specification asks for plain decimals; its own examples write `$10,000.00 `.
    private static let focusNumbers = NumberStyle(allowsGrouping: true)
}

/// Version by columns, newest marker first.
@Sendable private func focusVersion(_ header: Header) -> String? {
    let markers: [(String, [String])] = [
        ("1.5-draft", ["principalid", "credentialid", "consumerid", "credentialdetails", "tagdetails"]),
        ("1.4", ["invoicedetailid", "commitmentprogrameligibilitydetails"]),
        ("1.3", ["serviceprovidername", "hostprovidername", "contractapplied", "allocatedmethodid"]),
        ("1.2", ["invoiceid", "pricingcurrency"]),
        (
            "1.1",
            [
                "skumeter", "skupricedetails", "servicesubcategory", "capacityreservationid",
                "commitmentdiscountquantity",
            ]
        ),
        ("1.0", ["contractedcost", "consumedquantity", "chargeclass", "regionid"]),
        ("0.5", ["chargetype", "amortizedcost"]),
        ("1.0-preview", ["usagequantity", "chargesubcategory", "region"]),
    ]
    return markers.first { $0.1.contains(where: header.contains) }?.0
}
