/// Discounts by spend and the least amount paid, on one side of the comparison. MODEL.md 3: both sides have their own
/// spend, so a plan that moves away from the API may lose a discount and pay for tokens that nobody uses.
struct APIBill {
    enum Side: String {
        case baseline, alternative, optimised
    }

    let side: Side
    let parts: Set<ModelPart>
    private var label: String {
        switch side {
        case .baseline: "baseline"
        case .alternative: "what remains on the API"
        case .optimised: "optimised bill"
        }
    }

    /// What the side's tokens and other charges are discounted by.
    var discount: Expression { parts.contains(.tiers) ? .line("discount_\(side)") : "api_discount" }

    /// Spend of the month before any discount: what tiers go by.
    var list: Expression { .line("list_\(side)") }

    /// Support plan, and what the commitment adds.
    var fixed: Expression {
        let plan = "api_fixed_month" * Expression.line("live")
        guard parts.contains(.commitment) else { return plan }
        return plan + .line("unused_\(side)")
    }

    /// - Parameters:
    ///   - tokens: list price of a workload's tokens at month 0 that the side pays, as a part of a sum over workloads.
    ///   - spend: discounted spend of all workloads.
    func lines(tokens: Expression, spend: Expression) -> [Line] {
        var lines: [Line] = []
        if parts.contains(.tiers) || side == .optimised {
            lines.append(
                Line(
                    "list_\(side)", "Spend before discount: \(label)", .moneyPerMonth, .money, section: "3",
                    total: true,
                    Expression.line("live") * "api_path"
                        * .sumEach(
                            (tokens + .each(.members("api_other_month"))) * .each(.members("volume")))))
        }
        if parts.contains(.tiers) {
            lines += [
                Line(
                    "tiers_\(side)", "Discount tiers reached: \(label)", .index, .count, section: "3",
                    Self.tiersReached(by: list)),
                Line(
                    "discount_\(side)", "Discount: \(label)", .ratio, .percent, section: "3",
                    Self.discount(tiers: .line("tiers_\(side)"))),
            ]
        }
        if parts.contains(.commitment) {
            lines.append(
                Line(
                    "unused_\(side)", "Commitment beyond the spend: \(label)", .moneyPerMonth, .money, section: "3",
                    total: true, Expression.line("live") * max(0, "commitment_minimum_month" - spend)))
        }
        return lines
    }

    /// The discount and the unused commitment at month 0.
    static func month0(_ parts: Set<ModelPart>) -> [Line] {
        guard parts.contains(.tiers) else { return [] }
        return [
            Line(
                "list_month0", "Spend before discount at month 0", .moneyPerMonth, .money, .cell, section: "3",
                .sum(.members("tokens_cost_month0")) + .sum(.members("api_other_month"))),
            Line(
                "tiers_month0", "Discount tiers reached at month 0", .index, .count, .cell, section: "3",
                tiersReached(by: "list_month0")),
            Line(
                "discount_month0", "Discount at month 0", .ratio, .percent, .cell, section: "3",
                discount(tiers: "tiers_month0")),
        ]
    }

    /// What a discounted price at month 0 is multiplied with.
    static func priceFactorAtMonth0(_ parts: Set<ModelPart>) -> Expression {
        1 - (parts.contains(.tiers) ? "discount_month0" : "api_discount")
    }

    private static func tiersReached(by spend: Expression) -> Expression {
        .sumEach((.each(.members("tier_from")) <= spend) * 1)
    }

    private static func discount(tiers: Expression) -> Expression {
        .choose(tiers > 0, .element(.members("tier_discount"), at: max(1, tiers)), "api_discount")
    }
}

extension Section {
    /// The API bill after caching, batch and a cheaper model, which need no GPU of one's own. MODEL.md 17.7.
    static func optimised(_ parts: Set<ModelPart>) -> Section {
        let bill = APIBill(side: .optimised, parts: parts)
        let tokens =
            Expression.each(.members("tokens_cost_month0"))
            - ("t" >= "optimised_start_month")
            * (.each(.members("tokens_cost_month0")) - .each(.members("optimised_month0")))
        let spend = bill.list * (1 - bill.discount)
        func left(_ name: String) -> Expression {
            1 - .line("optimised_\(name)_share") * (1 - .line("optimised_\(name)_price_ratio"))
        }
        return Section(
            "API bill after free optimisations",
            [
                Line(
                    "optimised_month0", "Token cost at month 0 after optimisation, before discount", .moneyPerMonth,
                    .money, .cell, over: .workload, section: "17.7",
                    ("tok_in" * "price_in" * left("caching") + "tok_cached" * "price_cached" + "tok_out" * "price_out")
                        * left("batch") * left("cheaper"))
            ] + bill.lines(tokens: tokens, spend: spend) + [
                Line(
                    "optimised_api", "Optimised API cost", .moneyPerMonth, .money, section: "17.7", total: true,
                    spend + bill.fixed),
                Line(
                    "optimised_gain", "Present value of the optimisations, after tax", .money, .money, .cell,
                    section: "17.7",
                    (1 - "tax_rate")
                        * .sumEach(
                            (.each(.all("baseline_api")) - .each(.all("optimised_api")))
                                * .each(.all("discount_factor")))),
            ])
    }
}
