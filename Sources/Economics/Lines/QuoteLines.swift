/// Every quote as an effective price per GPU-hour, in the quote's currency and in the reporting currency.
///
/// Source: the usual conversions of price lists; a purchase is spread over its life with straight-line depreciation and the
/// mean of the capital tied up. MODEL.md 7: the quote's financing rate ranks quotes and never enters the model.
package enum QuoteModel {
    package static func make(quotes: [Member]) throws(ModelError) -> Model {
        try Model(sections: [facts, prices], members: Members(lists: [.quote: quotes]), horizon: 1)
    }

    private static func fact(_ id: String, _ label: String, _ unit: Unit, _ display: Display) -> Line {
        Line(id, label, unit, display, .cell, over: .quote, section: "7", .input("quotes.*.\(id)"))
    }

    private static func price(_ id: String, _ label: String, _ unit: Unit, _ display: Display, _ expression: Expression)
        -> Line
    {
        Line(id, label, unit, display, .cell, over: .quote, section: "7", expression)
    }

    /// As quoted; keys `quotes.ID.…`.
    static let facts = Section(
        "As quoted",
        [
            fact("pricing", "Form", .word, .word),
            fact("price_unit", "Price is for", .word, .word),
            fact("price", "Price", Unit("quoted", .money), .price),
            fact("gpus_per_unit", "GPUs in a unit", .gpu, .fraction),
            fact("quantity", "Units", .index, .count),
            fact("gpus_together", "GPUs sold together", .gpu, .fraction),
            fact("hours_per_month", "Hours in a month", .hours, .count),
            fact("term_months", "Term", .months, .fraction),
            fact("upfront", "Upfront, for a unit", Unit("quoted", .money), .money),
            fact("paid_at_once", "Upfront is the whole price", .flag, .flag),
            fact("paid_ahead", "Of the listed price paid at signing", .ratio, .percent),
            fact("monthly_minimum", "Least bill of a month, all units", Unit("quoted", .money), .money),
            fact("network_capex", "Network", Unit("quoted", .money), .money),
            fact("spares_share", "Spares bought along", .ratio, .percent),
            fact("interruption_share", "Hours lost to interruptions", .ratio, .percent),
            fact("install", "Installation and freight", Unit("quoted", .money), .money),
            fact("power_kw", "Power of a unit", .power, .fraction),
            fact("power_load", "Average load", .ratio, .percent),
            fact("pue", "PUE", .ratio, .fraction),
            fact("tariff_kwh", "Electricity", .of("CUR/kWh"), .price),
            fact("colo_kw_month", "Colocation", .of("CUR/kW/month"), .money),
            fact("metered_power", "Power is paid apart", .flag, .flag),
            fact("support_share", "Support a year", .ratio, .percent),
            fact("software_gpu_year", "Software a year", .of("CUR/GPU"), .money),
            fact("life_years", "Life", Unit("years", .one), .count),
            fact("residual_share", "Residual value", .ratio, .percent),
            fact("financing_rate", "Financing rate", .ratio, .percent),
            fact("fx", "Rate to the reporting currency", .ratio, .ratio),
            fact("may_choose", "Valid and within the limits", .flag, .flag),
            fact("place_by_id", "Place in the order of ids", .index, .count),
        ])

    static let prices = Section(
        "Effective price",
        [
            price("is_purchase", "Purchase", .flag, .flag, .isWord("pricing", "purchase")),
            price(
                "is_committed", "Paid for, used or not", .flag, .flag,
                .isWord("pricing", "reserved") + .isWord("pricing", "lease")),
            price(
                "per_gpu", "Price is for one GPU", .flag, .flag,
                .isWord("price_unit", "gpu_hour") + .isWord("price_unit", "gpu_month")),
            price(
                "per_month", "Price is for a month", .flag, .flag,
                .isWord("price_unit", "gpu_month") + .isWord("price_unit", "instance_month")
                    + .isWord("price_unit", "cluster_month")),
            price("per_year", "Price is for a year", .flag, .flag, .isWord("price_unit", "unit_year")),
            price("per_term", "Price is for the term", .flag, .flag, .isWord("price_unit", "term_total")),
            price(
                "per_cluster", "Price is for all units", .flag, .flag,
                .isWord("price_unit", "cluster_month") + "per_term"),
            price(
                "gpus_covered", "GPUs that the price covers", .gpu, .fraction,
                "per_gpu" + (1 - "per_gpu") * "gpus_per_unit" * ("per_cluster" * "quantity" + 1 - "per_cluster")),
            price(
                "months_covered", "Months that the price covers", .months, .count,
                "per_month" + "per_year" * 12 + "per_term" * "term_months"),
            price(
                "hours_covered", "Hours that the price covers", .hours, .count,
                .choose("months_covered" > 0, "months_covered" * "hours_per_month", .constant(.oneHour))),
            price(
                "rate_listed", "Listed price of a GPU-hour", Unit("quoted/GPU-hour", .money / .hour), .price,
                (1 - "is_purchase") * (1 - "paid_at_once") * "price" / ("gpus_covered" * "hours_covered")),
            price(
                "rate_minimum", "Least bill of a month, for a GPU-hour of the units quoted",
                Unit("quoted/GPU-hour", .money / .hour), .price,
                (1 - "is_purchase") * (1 - "paid_at_once") * "monthly_minimum"
                    / ("hours_per_month" * "gpus_per_unit" * "quantity")),
            price(
                "rate_upfront", "Upfront, spread over the term", Unit("quoted/GPU-hour", .money / .hour), .price,
                .choose(
                    (1 - "is_purchase") * ("term_months" > 0),
                    "upfront"
                        / (("term_months" + Expression.line("term_months").equals(0)) * "hours_per_month"
                            * "gpus_per_unit"),
                    0)),
            price(
                "paid_ahead_unit", "Listed price paid ahead, a unit", Unit("quoted", .money), .money,
                "paid_ahead" * max("rate_listed", "rate_minimum") * "gpus_per_unit" * "hours_per_month"
                    * "term_months"),
            price(
                "due_at_signing", "Due at signing, all units", Unit("quoted", .money), .money,
                (1 - "is_purchase") * "quantity" * ("upfront" + "paid_ahead_unit")),
            price(
                "network_share", "Network, share of the price", .ratio, .percent,
                .choose("is_purchase" * ("price" > 0), "network_capex" / ("price" * "quantity"), 0)),
            price(
                "unit_cost", "Price of a unit with installation", Unit("quoted", .money), .money,
                "is_purchase" * ("price" + "install" / "quantity")),
            price(
                "capex", "Capital of a unit", Unit("quoted", .money), .money,
                "is_purchase" * ("price" * (1 + "network_share" + "spares_share") + "install" / "quantity")),
            price(
                "depreciation", "Depreciation a month", Unit("quoted", .money), .money,
                .choose("life_years" > 0, "capex" * (1 - "residual_share") / (12 * max("life_years", 1)), 0)),
            price(
                "financing", "Financing a month", Unit("quoted", .money), .money,
                "financing_rate" / 12 * ("capex" + "capex" * "residual_share") * .constant(.half)),
            // A purchase and a lease stand in rooms of one's own.
            price(
                "is_hosted", "Power and room are paid apart", .flag, .flag,
                "is_purchase" + .isWord("pricing", "lease")),
            price(
                "support", "Support a month", Unit("quoted", .money), .money,
                "is_hosted" * "support_share" * "price" / 12),
            price(
                "site", "Colocation and power a month", Unit("quoted", .money), .money,
                "is_hosted" * "power_kw"
                    * ("colo_kw_month" + "metered_power" * "power_load" * "hours_per_month" * "pue" * "tariff_kwh")),
            price(
                "software", "Software a month", Unit("quoted", .money), .money,
                "gpus_per_unit" * "software_gpu_year" / 12),
            // Hours that are taken away are bought again: as many more are paid for.
            price(
                "rate_used", "For the capacity alone, by usage", Unit("quoted/GPU-hour", .money / .hour), .price,
                ("rate_listed" + "rate_upfront") / (1 - "interruption_share")
                    + ("depreciation" + "financing") / ("gpus_per_unit" * "hours_per_month")),
            price(
                "rate_short", "Up to the least bill of a month, at the units quoted",
                Unit("quoted/GPU-hour", .money / .hour), .price,
                max(0, "rate_minimum" - "rate_listed" / (1 - "interruption_share"))),
            price(
                "rate_capacity", "For the capacity alone", Unit("quoted/GPU-hour", .money / .hour), .price,
                "rate_used" + "rate_short"),
            price(
                "gpu_hour", "Effective price of a GPU-hour", Unit("quoted/GPU-hour", .money / .hour), .price,
                "rate_capacity" + ("support" + "site" + "software") / ("gpus_per_unit" * "hours_per_month")),
            price(
                "gpu_hour_reporting", "Effective price, reporting currency", .moneyPerHour, .price,
                "gpu_hour" * "fx"),
            // Room, power and licences are cost lines of their own in the model. So is what a least bill adds, where the
            // number of GPUs is the fleet's and not the quote's.
            price(
                "capacity_hour_reporting", "Capacity alone, reporting currency", .moneyPerHour, .price,
                ("rate_used" + "is_committed" * "rate_short") * "fx"),
            price(
                "minimum_month_reporting", "Least bill of a month with GPUs on demand, reporting currency",
                .moneyPerMonth, .money,
                (1 - "is_committed") * (1 - "is_purchase") * (1 - "paid_at_once") * "monthly_minimum" * "fx"),
            // A price of a month is that of every month, whatever its hours.
            price(
                "month_hours", "Hours of the month that the price is for (0 = priced by the hour)", .hours, .count,
                "hours_per_month"
                    * min(
                        1,
                        "is_hosted" + "paid_at_once" + ("months_covered" > 0) + "is_committed" * ("rate_short" > 0))),
            price(
                "site_gpu_reporting", "Support, room and power of a GPU, a month, reporting currency",
                Unit("CUR/GPU/month", .money), .money, ("support" + "site") / "gpus_per_unit" * "fx"),
            price(
                "software_gpu_reporting", "Software of a GPU, a month, reporting currency",
                Unit("CUR/GPU/month", .money), .money, "software" / "gpus_per_unit" * "fx"),
            price(
                "gpus_committed", "GPUs paid for, used or not", .gpu, .fraction,
                "is_committed" * "gpus_per_unit" * "quantity"),
            price(
                "gpu_month_reporting", "A GPU-month, reporting currency", Unit("CUR/GPU-month", .money), .money,
                "gpu_hour_reporting" * "hours_per_month"),
            price(
                "unit_month_reporting", "A unit for a month, reporting currency", .moneyPerMonth, .money,
                "gpu_month_reporting" * "gpus_per_unit"),
            price(
                "line_month_reporting", "All GPUs of the quote, a month, reporting currency", .moneyPerMonth, .money,
                "unit_month_reporting" * "quantity"),
            price(
                "lease_reporting", "Lease of a unit for a month, with support, reporting currency", .moneyPerMonth,
                .money,
                .isWord("pricing", "lease") * ("rate_capacity" * "gpus_per_unit" * "hours_per_month" + "support")
                    * "fx"),
            price(
                "signing_gpu_reporting", "Due at signing for a GPU, reporting currency", .money, .money,
                "due_at_signing" / ("quantity" * "gpus_per_unit") * "fx"),
            price(
                "server_price_reporting", "Price of a server, reporting currency", .money, .money,
                "unit_cost" * "fx"),
            price(
                "rank", "Rank", .index, .count,
                .choose(
                    "may_choose",
                    1
                        + .sumEach(
                            .each(.members("may_choose"))
                                * ((.each(.members("gpu_hour_reporting")) < "gpu_hour_reporting")
                                    + Expression.each(.members("gpu_hour_reporting")).equals("gpu_hour_reporting")
                                    * (.each(.members("place_by_id")) < "place_by_id"))),
                    .word("–"))),
        ])
}
