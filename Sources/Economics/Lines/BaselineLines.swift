extension Section {
    /// Everything stays on the API. MODEL.md 3; money without tokens grows with its workload and never moves (2.1 b).
    static func baseline(_ parts: Set<ModelPart>) -> Section {
        let bill = APIBill(side: .baseline, parts: parts)
        return Section(
            "Baseline: everything stays on the API",
            [
                Line(
                    "volume", "Volume, relative to month 0", .ratio, .ratio, over: .workload, section: "3",
                    (1 + "growth_monthly").raised(to: "t")),
                Line(
                    "tokens_cost_month0", "Token cost at month 0, before discount", .moneyPerMonth, .money, .cell,
                    over: .workload, section: "3",
                    "tok_in" * "price_in" + "tok_cached" * "price_cached" + "tok_out" * "price_out"),
            ] + APIBill.month0(parts) + [
                Line(
                    "cost_month0", "API cost at month 0", .moneyPerMonth, .money, .cell, over: .workload, section: "3",
                    ("tokens_cost_month0" + "api_other_month") * APIBill.priceFactorAtMonth0(parts))
            ]
                + bill.lines(
                    tokens: .each(.members("tokens_cost_month0")), spend: .sum(.members("api_cost"))) + [
                    Line(
                        "api_tokens_cost", "API cost of tokens", .moneyPerMonth, .money, over: .workload, section: "3",
                        total: true, "live" * "tokens_cost_month0" * "volume" * "api_path" * (1 - bill.discount)),
                    Line(
                        "api_other_cost", "API cost without tokens", .moneyPerMonth, .money, over: .workload,
                        section: "3", total: true,
                        "live" * "api_other_month" * "volume" * "api_path" * (1 - bill.discount)),
                    Line(
                        "api_cost", "API cost", .moneyPerMonth, .money, over: .workload, section: "3", total: true,
                        "api_tokens_cost" + "api_other_cost"),
                    Line(
                        "baseline_api", "Baseline API cost", .moneyPerMonth, .money, section: "3", total: true,
                        .sum(.members("api_cost")) + bill.fixed),
                ])
    }
}
