import Billing
import Money

extension ImportFormat {
    /// AWS Cost and Usage Report, legacy layout: `lineItem/UsageType`. Which columns a month has depends on what was
    /// used; months are those of the bill.
    static let awsCURLegacy = ImportFormat(
        id: "aws-cur-legacy", name: "AWS Cost and Usage Report", vendor: "AWS",
        recognise: .columns("lineitem/usagetype", "lineitem/unblendedcost", "lineitem/lineitemtype"),
        columns: [
            .day("bill/billingperiodstartdate", to: .billingDay),
            .day("lineitem/usagestartdate", to: .firstDay).required,
            .text("lineitem/lineitemtype", to: .category).required,
            .text("lineitem/currencycode", to: .currency),
            .text("bill/invoiceid", to: .closing),
            .text("bill/payeraccountid", to: .account).account,
            .text("lineitem/usageaccountid", to: .subAccount).part,
            .text("lineitem/usageaccountname", to: .subAccountName, onlyFor: "sub_account"),
            .text("lineitem/usagetype", to: .sku).required,
            .text("product/productname", to: .fact),
            .text("lineitem/productcode", to: .fact),
            .text("pricing/unit", to: .fact),
            .text("reservation/reservationarn", to: .fact),
            .text("product/region", "product/regioncode", to: .region, onlyFor: "region"),
            .text("lineitem/resourceid", to: .apiKey, onlyFor: "api_key"),
            .text("lineitem/iamprincipal", to: .user, onlyFor: "user"),
            .tags(beginning: "resourcetags/", "costcategory/"),
            .money("lineitem/unblendedcost", to: .billedCost).required,
            .count("lineitem/usageamount", to: .quantity),
            .money("savingsplan/savingsplaneffectivecost", to: .quantity),
            .money("savingsplan/totalcommitmenttodate", to: .quantity),
            .money("savingsplan/usedcommitment", to: .quantity),
            .money("reservation/effectivecost", to: .quantity),
            .money("reservation/unusedamortizedupfrontfeeforbillingperiod", to: .quantity),
            .money("reservation/unusedrecurringfee", to: .quantity),
        ],
        categories: lineItemTypes, otherCategory: .adjustment,
        carried: [
            .serviceName: ["product/productname", "lineitem/productcode"],
            .chargeDescription: ["lineitem/lineitemdescription"], .resourceId: ["lineitem/resourceid"],
            .invoiceId: ["bill/invoiceid"], .availabilityZone: ["lineitem/availabilityzone"],
            .invoiceIssuerName: ["bill/billingentity"], .listCost: ["pricing/publicondemandcost"],
            .pricingQuantity: ["lineitem/usageamount"], .pricingUnit: ["pricing/unit"],
        ],
        interpret: { (line, facts) throws(RowProblem) in
            try AWSLineItem(
                type: "lineitem/lineitemtype", usageType: "lineitem/usagetype", usageAmount: "lineitem/usageamount",
                product: "product/productname", code: "lineitem/productcode", unit: "pricing/unit",
                savingsPlanCost: "savingsplan/savingsplaneffectivecost",
                commitment: "savingsplan/totalcommitmenttodate", usedCommitment: "savingsplan/usedcommitment",
                reservationCost: "reservation/effectivecost", reservation: "reservation/reservationarn",
                unusedUpfront: "reservation/unusedamortizedupfrontfeeforbillingperiod",
                unusedRecurring: "reservation/unusedrecurringfee"
            ).finish(&line, facts)
            return .keep
        })

    /// AWS Data Exports, CUR 2.0: a fixed schema in snake case, of which a query may have left columns out. Maps stand as
    /// JSON, or have columns of their own.
    static let awsCUR2 = ImportFormat(
        id: "aws-cur2", name: "AWS Cost and Usage Report 2.0", vendor: "AWS",
        recognise: .columns("line_item_usage_type", "line_item_unblended_cost", "line_item_usage_start_date"),
        columns: [
            .day("bill_billing_period_start_date", to: .billingDay),
            .day("line_item_usage_start_date", to: .firstDay).required,
            .text("line_item_line_item_type", to: .category),
            .text("line_item_currency_code", to: .currency),
            .text("bill_invoice_id", to: .closing),
            .text("bill_payer_account_id", to: .account).account,
            .text("bill_payer_account_name", to: .accountName, onlyFor: "account"),
            .text("line_item_usage_account_id", to: .subAccount).part,
            .text("line_item_usage_account_name", to: .subAccountName, onlyFor: "sub_account"),
            .text("line_item_usage_type", to: .sku).required,
            .text("product_product_name", "product_name", to: .fact),
            .text("product", to: .fact),
            .text("line_item_product_code", to: .fact),
            .text("pricing_unit", to: .fact),
            .text("reservation_reservation_a_r_n", to: .fact),
            .text("product_region_code", "product_region", to: .region, onlyFor: "region"),
            .text("line_item_resource_id", to: .apiKey, onlyFor: "api_key"),
            .text("line_item_iam_principal", "line_item_user_identifier", to: .user, onlyFor: "user"),
            .text("resource_tags", to: .tags, onlyFor: "tag").dropping("user_"),
            .tags(beginning: "resource_tags_user_", "resource_tags_", "cost_category_"),
            .money("line_item_unblended_cost", to: .billedCost).required,
            .count("line_item_usage_amount", to: .quantity),
            .money("savings_plan_savings_plan_effective_cost", to: .quantity),
            .money("savings_plan_total_commitment_to_date", to: .quantity),
            .money("savings_plan_used_commitment", to: .quantity),
            .money("reservation_effective_cost", to: .quantity),
            .money("reservation_unused_amortized_upfront_fee_for_billing_period", to: .quantity),
            .money("reservation_unused_recurring_fee", to: .quantity),
        ],
        categories: lineItemTypes, otherCategory: .adjustment,
        carried: [
            .serviceName: ["product_product_name", "product_name", "line_item_product_code"],
            .chargeDescription: ["line_item_line_item_description"], .resourceId: ["line_item_resource_id"],
            .invoiceId: ["bill_invoice_id"], .availabilityZone: ["line_item_availability_zone"],
            .listCost: ["pricing_public_on_demand_cost"],
            .pricingQuantity: ["line_item_usage_amount"], .pricingUnit: ["pricing_unit"],
        ],
        interpret: { (line, facts) throws(RowProblem) in
            try AWSLineItem(
                type: "line_item_line_item_type", usageType: "line_item_usage_type",
                usageAmount: "line_item_usage_amount", product: "product_product_name", productMap: "product",
                code: "line_item_product_code", unit: "pricing_unit",
                savingsPlanCost: "savings_plan_savings_plan_effective_cost",
                commitment: "savings_plan_total_commitment_to_date", usedCommitment: "savings_plan_used_commitment",
                reservationCost: "reservation_effective_cost", reservation: "reservation_reservation_a_r_n",
                unusedUpfront: "reservation_unused_amortized_upfront_fee_for_billing_period",
                unusedRecurring: "reservation_unused_recurring_fee"
            ).finish(&line, facts)
            return .keep
        })

    /// What AWS calls its kinds of rows, besides `Usage`, `Tax` and `Credit`. Discounts are credits, the rows that take
    /// covered usage off again are adjustments.
    private static let lineItemTypes: [String: ChargeCategory] = [
        "discountedusage": .usage, "savingsplancoveredusage": .usage, "savingsplannegation": .adjustment,
        "fee": .purchase, "rifee": .purchase, "savingsplanrecurringfee": .purchase,
        "savingsplanupfrontfee": .purchase, "refund": .adjustment, "edpdiscount": .credit,
        "bundleddiscount": .credit, "privateratediscount": .credit, "distributordiscount": .credit,
        "rivolumediscount": .credit,
    ]

    /// AWS Cost Explorer, Download CSV: a row a day or month, a column a service. The first column is headed by what the
    /// table is grouped by and holds dates; the row of sums is compared, not added.
    static let awsCostExplorer = ImportFormat(
        id: "aws-cost-explorer-pivot", name: "AWS Cost Explorer table", vendor: "AWS",
        recognise: .columns("total costs($)"),
        columns: [
            .day(
                "service", "linked account", "usage type", "region", "tag", "usage type group", "instance type",
                "cost category", "api operation", "date", to: .firstDay
            ).required,
            .money("total costs($)", to: .quantity),
        ],
        currency: Currency("USD"),
        totalRows: RowMark(
            column: "service",
            words: ["service total", "linked account total", "usage type total", "region total", "tag total", "total"]),
        pivot: PivotedColumns { header in
            guard header.hasSuffix("($)") else { return nil }
            return .service(String(header.dropLast(3)).trimmingBlanks)
        },
        categories: ["tax": .tax],
        interpret: { (line, facts) throws(RowProblem) in
            line.tokenClass = .other
            return .keep
        })
}

/// Names of a report's columns, and what its rows mean.
private struct AWSLineItem {
    var type: String
    var usageType: String
    var usageAmount: String
    var product: String
    var productMap = ""
    var code: String
    var unit: String
    var savingsPlanCost: String
    var commitment: String
    var usedCommitment: String
    var reservationCost: String
    var reservation: String
    var unusedUpfront: String
    var unusedRecurring: String

    func finish(_ line: inout ChargeLine, _ facts: GroupFacts) throws(RowProblem) {
        guard facts.hasSums else { return }
        line.effectiveCost = try effectiveCost(facts, billed: line.billedCost)
        line.tokenClass = .other
        var name = facts.text(product)
        if name.isEmpty, !productMap.isEmpty { name = JSONText.pairs(facts.text(productMap))["product_name"] ?? "" }
        guard let meter = BedrockUsageType(facts.text(usageType), product: name).meter else { return }
        try meter.apply(
            to: &line, quantity: facts.sum(usageAmount), unit: facts.text(unit), column: usageAmount)
    }

    /// What AWS calls the amortised cost: commitments count where they are used, their fees only where they are not.
    private func effectiveCost(_ facts: GroupFacts, billed: Amount?) throws(RowProblem) -> Amount? {
        func sum(_ name: String) -> Amount { facts.sum(name) ?? .zero }
        do throws(AmountError) {
            switch facts.text(type).lowercased() {
            case "savingsplancoveredusage" where facts.has(savingsPlanCost): return sum(savingsPlanCost)
            case "savingsplannegation" where facts.has(savingsPlanCost): return .zero
            case "savingsplanupfrontfee" where facts.has(savingsPlanCost): return .zero
            case "savingsplanrecurringfee" where facts.has(commitment):
                return try sum(commitment).subtracting(sum(usedCommitment))
            case "discountedusage" where facts.has(reservationCost): return sum(reservationCost)
            case "rifee" where facts.has(unusedRecurring):
                return try sum(unusedUpfront).adding(sum(unusedRecurring))
            case "fee" where !facts.text(reservation).isEmpty: return .zero
            default: return billed
            }
        } catch {
            throw RowProblem(
                column: commitment, code: "number-too-large", found: "\(sum(commitment))",
                expected: "amounts of at most 38 digits",
                fix: "look for an amount in the wrong unit, or with digits of another cell in it")
        }
    }
}
