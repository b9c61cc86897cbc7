extension Section {
    /// What must be true for the plan to win: how far staff and the price of GPUs may go until its NPV is zero. Both enter
    /// the NPV as a product, so the limits are exact and need no search. MODEL.md 9.
    static let mustBeTrue = Section(
        "What must be true for the plan to win",
        [
            // The economic end of life: prices of the API fall, those of own hosting do not.
            Line(
                "gaining_month", "Month, where own hosting costs less to run than it saves", .month, .count,
                section: "9.3", "t" * ("baseline_api" - "residual_api" - "opex" >= 0)),
            Line(
                "saving_ends", "Month from which every month loses (none = not within the horizon)", .month, .count,
                .cell, section: "9.3",
                .choose(
                    "project" * (.greatest(.all("gaining_month")) < "horizon"),
                    1 + .greatest(.all("gaining_month")), .word("none"))),
            Line(
                "person_present_value", "Present value of one more person, after tax", .money, .money, .cell,
                section: "9",
                (1 - "tax_rate") * (1 + "contingency_pct") * "loaded_cost_year" / 12
                    * .sumEach(
                        .each(.all("on")) * .each(.all("wage_path")) * .each(.all("discount_factor")))),
            Line(
                "people_present_value", "Present value of the people of the plan without on-call, after tax", .money,
                .money, .cell, section: "9",
                (1 - "tax_rate") * (1 + "contingency_pct") * "loaded_cost_year" / 12
                    * .sumEach(
                        .each(.all("fte")) * .each(.all("wage_path")) * .each(.all("discount_factor")))),
            // With fewer than no people there is no plan: then no number of people does.
            without("no_staff", "What stands where no number of people does", of: "person_present_value"),
            Line(
                "further_staff", "People more, or fewer when negative, at which the NPV is zero", .fte, .fraction,
                .cell,
                section: "9",
                .choose(
                    ("person_present_value" > 0)
                        * (.member("net_present_value", "headline") + "people_present_value" >= 0),
                    .member("net_present_value", "headline")
                        / max(.constant(.checkTolerance), "person_present_value"), "no_staff")),
            Line(
                "gpu_price_running", "What the price of GPUs decides, before tax and capex", .moneyPerMonth, .money,
                section: "9", (1 + "contingency_pct") * ("rent" + "support") - "resale"),
            Line(
                "gpu_price_flow", "What the price of GPUs decides, after tax", .moneyPerMonth, .money, section: "9",
                (1 - "tax_rate") * "gpu_price_running" + "capex" - "tax_rate" * ("depreciation_tax" + "tax_write_off")),
            Line(
                "gpus_present_value", "Present value of what the price of GPUs decides, after tax", .money, .money,
                .cell,
                section: "9",
                .sumEach(.each(.all("discount_factor")) * .each(.all("gpu_price_flow")))),
            without("no_gpu_price", "What stands where no price of GPUs does", of: "gpus_present_value"),
            Line(
                "gpu_price_limit", "Price of GPUs at which the NPV is zero, relative to the plan's", .ratio, .percent,
                .cell, section: "9",
                .choose(
                    ("gpus_present_value" > 0)
                        * (.member("net_present_value", "headline") + "gpus_present_value" >= 0),
                    1 + .member("net_present_value", "headline")
                        / max(.constant(.checkTolerance), "gpus_present_value"), "no_gpu_price")),
        ])

    private static func without(_ id: String, _ label: String, of value: String) -> Line {
        Line(
            id, label, .word, .word, .cell, section: "9",
            .choose(.line(value) > 0, .word("never"), .word("none")))
    }
}
