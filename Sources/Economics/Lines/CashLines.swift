extension Section {
    /// Cash, P&L and tax, once for the headline and once with the residual value at the horizon. MODEL.md 8.
    static let cash = Section(
        "Cash and tax",
        [
            Line(
                "counts_horizon", "Counts the residual value at the horizon", .flag, .flag, .cell, over: .view,
                section: "7", .memberIndex),
            Line(
                "ebitda_gain", "Saving before depreciation and tax", .moneyPerMonth, .money, section: "8.5",
                total: true, "baseline_api" - "residual_api" - "opex" - "one_off"),
            Line(
                "ebit_gain", "Saving before tax", .moneyPerMonth, .money, section: "8.5", total: true,
                "ebitda_gain" - "depreciation_book"),
            Line(
                "tax_basis_left", "Tax basis left at the horizon", .money, .money, .cell, section: "8.3",
                .total("capex") - .total("depreciation_tax")),
            Line(
                "tax_write_off", "Tax basis written off at the horizon", .moneyPerMonth, .money, section: "8.3",
                total: true, "last" * "tax_basis_left"),
            Line(
                "alternative", "Alternative, cash before tax", .moneyPerMonth, .money, over: .view, section: "8.1",
                total: true,
                "residual_api" + "opex" + "one_off" + "capex" - "resale" - "counts_horizon" * "horizon_resale"),
            Line(
                "tax", "Tax on the saving", .moneyPerMonth, .money, over: .view, section: "8.3", total: true,
                "tax_rate"
                    * ("ebitda_gain" - "depreciation_tax" + "resale" + "counts_horizon" * "horizon_resale"
                        - "tax_write_off")),
            Line(
                "cash_flow", "Cash flow of the project", .moneyPerMonth, .money, over: .view, section: "8.4",
                total: true, "baseline_api" - "alternative" - "tax"),
            Line(
                "cumulative_cash_flow", "Cumulative cash flow", .money, .money, over: .view, section: "8.7",
                opening: 0, .previous("cumulative_cash_flow") + "cash_flow"),
            Line(
                "discounted_cash_flow", "Discounted cash flow", .moneyPerMonth, .money, over: .view, section: "8.7",
                total: true, "cash_flow" * "discount_factor"),
            Line(
                "cumulative_discounted", "Cumulative discounted cash flow", .money, .money, over: .view,
                section: "8.7", opening: 0, .previous("cumulative_discounted") + "discounted_cash_flow"),
            Line(
                "cumulative_baseline", "Cumulative baseline cost", .money, .money, section: "8.7", opening: 0,
                .previous("cumulative_baseline") + "baseline_api"),
            Line(
                "cumulative_alternative", "Cumulative cost of the alternative", .money, .money, section: "8.7",
                opening: 0, .previous("cumulative_alternative") + .member("alternative", "headline")),
            Line(
                "recovered", "Running sum back at zero", .flag, .flag, over: .view, section: "8.7",
                ("cumulative_cash_flow" >= -.constant(.paybackTolerance))
                    * (.least(.beforeNow("cumulative_cash_flow")) < -.constant(.paybackTolerance))),
            Line(
                "recovered_discounted", "Discounted running sum back at zero", .flag, .flag, over: .view,
                section: "8.7",
                ("cumulative_discounted" >= -.constant(.paybackTolerance))
                    * (.least(.beforeNow("cumulative_discounted")) < -.constant(.paybackTolerance))),
            Line(
                "sign", "Sign of the last flow that is not zero", .index, .count, over: .view, section: "8.7",
                opening: 0,
                .choose(
                    .absolute("cash_flow") > .constant(.signTolerance), ("cash_flow" > 0) - ("cash_flow" < 0),
                    .previous("sign"))),
        ])
}
