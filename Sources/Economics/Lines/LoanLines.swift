extension Section {
    /// A loan for a share of the servers bought, paid back in level months; what is owed at the horizon is settled then. The
    /// figures of merit leave it out: they discount the investment, whoever lends the money for it. MODEL.md 7.
    static let loan = Section(
        "Loan for servers",
        [
            Line(
                "loan_rate", "Interest of a month", .ratio, .percent, .cell, section: "7",
                "loan_rate_annual" / 12),
            Line(
                "loan_factor", "Payment of a month for each unit lent", .ratio, .percent, .cell, section: "7",
                -.payment(rate: "loan_rate", periods: "loan_months", present: 1)),
            Line(
                "loan_drawn", "Loan drawn", .moneyPerMonth, .money, section: "7", opening: 0, total: true,
                "loan_share" * "capex"),
            Line(
                "loan_level", "Level payments", .moneyPerMonth, .money, section: "7", total: true,
                "loan_factor"
                    * .sumEach((.each(.beforeNow("t")) >= "t" - "loan_months") * .each(.beforeNow("loan_drawn")))),
            Line(
                "loan_runs", "Something is still to be paid back", .flag, .flag, section: "7",
                .sumEach((.each(.upToNow("t")) > "t" - "loan_months") * .each(.upToNow("loan_drawn"))) > 0),
            // Times the flag, so that a loan paid back leaves nothing, not even what rounding leaves.
            Line(
                "loan_owed", "Loan owed before a settlement", .money, .money, section: "7", opening: 0,
                "loan_runs" * (.previous("loan_owed") * (1 + "loan_rate") + "loan_drawn" - "loan_level")),
            Line(
                "loan_interest", "Interest", .moneyPerMonth, .money, section: "7", total: true,
                .previous("loan_owed") * "loan_rate"),
            Line(
                "loan_settled", "Settled at the horizon", .moneyPerMonth, .money, section: "7", total: true,
                "last" * "loan_owed"),
            Line(
                "loan_principal", "Principal", .moneyPerMonth, .money, section: "7", total: true,
                "loan_level" - "loan_interest" + "loan_settled"),
            Line(
                "loan_flow", "Cash flow of the loan, its tax relief included", .moneyPerMonth, .money, section: "7",
                total: true, "loan_drawn" - "loan_principal" - "loan_interest" * (1 - "tax_rate")),
            Line(
                "cash_after_loan", "Cash flow after the loan", .moneyPerMonth, .money, section: "8.7", total: true,
                .member("cash_flow", "headline") + "loan_flow"),
            Line(
                "sum_after_loan", "Cumulative cash flow after the loan", .money, .money, section: "8.7", opening: 0,
                .previous("sum_after_loan") + "cash_after_loan"),
            Line(
                "funding_after_loan", "Peak funding after the loan", .money, .money, .cell, section: "8.7",
                -min(0, .least(.all("sum_after_loan")))),
            // Worth nothing by its own measure, as a lease is measured: the gain of a loan over the discount rate is not the
            // servers'.
            Line(
                "loan_present", "Present value of its flows at the after-tax cost of debt", .money, .money, .cell,
                section: "7",
                .sumEach(
                    .each(.all("loan_flow"))
                        / (1 + "loan_rate" * (1 - "tax_rate")).raised(to: .each(.all("t"))))),
            Line(
                "loan_most", "Most that is owed", .money, .money, .cell, section: "7", .greatest(.all("loan_owed"))),
        ])
}
