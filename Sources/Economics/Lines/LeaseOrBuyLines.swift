extension Section {
    /// A server bought against the same server leased: after-tax flows at the after-tax cost of debt, which a lease stands
    /// in for, and not at the discount rate of the case. Payments and depreciation begin a month after the price. MODEL.md 7.
    static let leaseOrBuy = Section(
        "Lease or buy",
        [
            Line(
                "debt_rate", "Cost of debt after tax, a month", .ratio, .percent, .cell, section: "7",
                "loan_rate_annual" / 12 * (1 - "tax_rate")),
            Line(
                "step_worth", "Present value of the tax depreciation of the step, share of the price", .ratio, .ratio,
                .cell, over: .scheduleStep, section: "7",
                "step_rate" * (annuity("step_to") - annuity("step_from"))),
            Line(
                "depreciation_relief", "Tax that depreciation saves, present value, share of the price", .ratio,
                .percent,
                .cell, section: "7", "tax_rate" * .sum(.members("step_worth"))),
            server(
                "resale_worth", "Resale at the end of life after tax, present value, share of the price", .ratio,
                "resale_at_end_of_life" * (1 - "tax_rate") / (1 + "debt_rate").raised(to: "life_months")),
            server(
                "lease_worth", "Present value of 1 a month over the life, after tax", .ratio,
                (1 - "tax_rate") / -.payment(rate: "debt_rate", periods: "life_months", present: 1)),
            server(
                "buying_server", "Buying a server, present value", .money,
                "server_outlay" * (1 - "depreciation_relief" - "resale_worth")),
            server(
                "leasing_server", "Leasing it over its life, present value", .money,
                .numberOrZero("lease_month") * "lease_worth"),
            server(
                "can_lease_or_buy", "Both prices are known", .flag,
                (1 - .isWord("server_price", DriverKind.noPrice)) * (1 - .isWord("lease_month", DriverKind.noPrice))),
            server(
                "lease_gain", "What leasing a server saves, present value", .money,
                .choose("can_lease_or_buy", "buying_server" - "leasing_server", .word("none"))),
            server(
                "lease_even", "Lease of a server at which both cost the same", .moneyPerMonth,
                .choose(
                    "can_lease_or_buy" * ("lease_worth" > 0), "buying_server" / "lease_worth", .word("none"))),
            // The price path moves both prices alike, so a later server is worth its share of one of today.
            server(
                "servers_taken", "Servers that the plan takes, at the price and worth of today", .server,
                .sumEach(
                    .each(.all("bought")) * .each(.all("server_path")) / (1 + "debt_rate").raised(to: .each(.all("t"))))
            ),
            server(
                "plan_lease_gain", "What leasing the servers of the plan saves, present value", .money,
                "can_lease_or_buy" * "servers_taken" * ("buying_server" - "leasing_server")),
            Line(
                "lease_advantage", "What leasing the servers of the plan saves over buying them", .money, .money, .cell,
                section: "7",
                .choose(
                    .sum(.members("can_lease_or_buy")) > 0, .sum(.members("plan_lease_gain")),
                    .word("needs a lease and a price"))),
        ])

    /// Present value of 1 a month over so many months, at the after-tax cost of debt.
    private static func annuity(_ months: Expression) -> Expression {
        .choose(months > 0, 1 / -.payment(rate: "debt_rate", periods: max(1, months), present: 1), 0)
    }

    private static func server(_ id: String, _ label: String, _ unit: Unit, _ expression: Expression) -> Line {
        let display: Display =
            switch unit {
            case .money, .moneyPerMonth: .money
            case .flag: .flag
            case .server: .fraction
            default: .ratio
            }
        return Line(id, label, unit, display, .cell, over: .fleet, section: "7", expression)
    }
}
