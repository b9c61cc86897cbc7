extension Section {
    /// Figures of merit, headline and twin. MODEL.md 8.7.
    static let merit = Section(
        "Figures of merit",
        [
            Line(
                "net_present_value", "NPV", .money, .money, .cell, over: .view, section: "8.7",
                .sum(.all("discounted_cash_flow"))),
            Line(
                "inflows_present_value", "Present value of inflows", .money, .money, .cell, over: .view,
                section: "8.7",
                .sumEach((.each(.all("discounted_cash_flow")) > 0) * .each(.all("discounted_cash_flow")))),
            Line(
                "outflows_present_value", "Present value of outflows", .money, .money, .cell, over: .view,
                section: "8.7",
                -.sumEach((.each(.all("discounted_cash_flow")) < 0) * .each(.all("discounted_cash_flow")))),
            Line(
                "sign_changes", "Changes of sign", .index, .count, .cell, over: .view, section: "8.7",
                .sumEach((.each(.exceptLast("sign")) * .each(.exceptFirst("sign")) < 0) * 1)),
            Line(
                "both_signs", "Flows of both signs", .flag, .flag, .cell, over: .view, section: "8.7",
                ("inflows_present_value" > 0) * ("outflows_present_value" > 0)),
            Line(
                "mirr", "MIRR, a year", .ratio, .percent, .cell, over: .view, section: "8.7",
                .choose(
                    "both_signs",
                    ("inflows_present_value" / "outflows_present_value").raised(to: 12 / "horizon")
                        * (1 + "monthly_rate").raised(to: 12) - 1, .word("none"))),
            Line(
                "root_count", "Internal rates found", .index, .count, .cell, over: .view, section: "8.7",
                .greatest(.all("roots_so_far"))),
            Line(
                "irr_word", "IRR when it is no single rate", .word, .word, .cell, over: .view, section: "8.7",
                .choose("root_count" > 1, .word("several"), .word("none"))),
            Line(
                "irr", "IRR, a year", .ratio, .percent, .cell, over: .view, section: "8.7",
                .choose(Expression.line("root_count").equals(1), "root_annual_1", "irr_word")),
        ] + payback("payback", "Payback", flow: "cash_flow", sum: "cumulative_cash_flow", back: "recovered")
            + payback(
                "discounted", "Discounted payback", flow: "discounted_cash_flow", sum: "cumulative_discounted",
                back: "recovered_discounted")
            + [
                Line(
                    "profitability_index", "Profitability index: value won for each unit laid out", .ratio, .fraction,
                    .cell, over: .view, section: "8.7",
                    .choose(
                        "outflows_present_value" > 0, 1 + "net_present_value" / "outflows_present_value",
                        .word("none"))),
                Line(
                    "falls_again", "Months below zero after the payback", .months, .count, .cell, over: .view,
                    section: "8.7",
                    .sumEach(
                        (.each(.all("t")) >= "payback_step" - 1)
                            * (.each(.all("cumulative_cash_flow")) < -.constant(.paybackTolerance)))),
                Line(
                    "no_payback", "What stands where nothing pays back", .word, .word, .cell, section: "8.7",
                    .choose("project", .word("never"), .word("none"))),
                Line(
                    "payback_stays", "Whether a payback stays", .word, .word, .cell, over: .view, section: "8.7",
                    .choose("falls_again" > 0, .word("no"), .word("yes"))),
                Line(
                    "payback_lasts_by_view", "The running sum stays above zero after the payback", .word, .word, .cell,
                    over: .view, section: "8.7",
                    .choose("project" * "payback_exists", "payback_stays", "no_payback")),
                level("equivalent_cost_api", "Cost of staying on the API, level for each year", "baseline_api"),
                level(
                    "equivalent_cost_plan", "Cost of the plan before tax, level for each year", "alternative_headline"),
                Line(
                    "payback_beyond", "Part of the month of payback that comes after it", .ratio, .ratio, .cell,
                    over: .view, section: "8.7",
                    .choose(
                        "payback_step" > 0,
                        .element(.all("cumulative_cash_flow"), at: max(1, "payback_step"))
                            / .element(.all("cash_flow"), at: max(1, "payback_step")), 0)),
                Line(
                    "payback_cost", "Payback: cost of staying on the API until then", .money, .money, .cell,
                    over: .view,
                    section: "8.7",
                    .choose(
                        "payback_step" > 0,
                        .element(.all("cumulative_baseline"), at: max(1, "payback_step"))
                            - "payback_beyond" * .element(.all("baseline_api"), at: max(1, "payback_step")), 0)),
            ])

    /// The equivalent annual cost: a level payment with the present value of a line.
    private static func level(_ id: String, _ label: String, _ line: String) -> Line {
        Line(
            id, label, Unit("CUR/year", .money), .money, .cell, section: "8.7",
            -.payment(
                rate: "monthly_rate", periods: "horizon",
                present: .sumEach(.each(.all(line)) * .each(.all("discount_factor")))) * 12)
    }

    private static func payback(
        _ id: String, _ label: String, flow: String, sum: String, back: String
    ) -> [Line] {
        let step = Expression.line("\(id)_step")
        return [
            Line(
                "\(id)_step", "\(label): column", .index, .count, .cell, over: .view, section: "8.7",
                .position(of: 1, in: .all(back))),
            Line(
                "\(id)_exists", "\(label): exists", .flag, .flag, .cell, over: .view, section: "8.7",
                max(step > 0, .least(.all(sum)) >= -.constant(.paybackTolerance))),
            Line(
                "\(id)_value", "\(label): month, linear inside it", .months, .fraction, .cell, over: .view,
                section: "8.7",
                .choose(
                    step > 0,
                    .element(.all("t"), at: max(1, step))
                        - .element(.all(sum), at: max(1, step)) / .element(.all(flow), at: max(1, step)), 0)),
            Line(
                "\(id)_found", "\(label), if there is one", .months, .fraction, .cell, over: .view, section: "8.7",
                .choose(.line("\(id)_exists"), .line("\(id)_value"), .word("never"))),
            Line(
                "\(id)_by_view", label, .months, .fraction, .cell, over: .view, section: "8.7",
                .choose("project", .line("\(id)_found"), .word("none"))),
        ]
    }

    /// The metrics of summary.csv; each cell carries the defined name `out_…`. CONTRACT.md, metrics.
    static func metrics(hasPools: Bool, hasSmoothPrice: Bool, _ parts: Set<ModelPart>) -> Section {
        func metric(
            _ id: String, _ label: String, _ unit: Unit, _ display: Display, section: String, _ expression: Expression
        ) -> Line {
            Line(id, label, unit, display, .cell, section: section, expression)
        }
        func twin(
            _ id: String, _ label: String, _ unit: Unit, _ display: Display, section: String,
            _ make: (_ view: String) -> Expression
        ) -> [Line] {
            [
                metric(id, label, unit, display, section: section, make("headline")),
                metric(
                    "\(id)_with_residual", "\(label), with residual value", unit, display, section: section,
                    make("with_residual")),
            ]
        }
        let saving = { (view: String) -> Expression in
            .line("baseline_cost_total")
                - .line(view == "headline" ? "alternative_cost_total" : "alternative_cost_total_with_residual")
        }
        var lines: [Line] = [
            metric(
                "api_run_rate", "API run-rate at month 0", .moneyPerMonth, .money, section: "3",
                parts.contains(.commitment)
                    ? max("commitment_minimum_month", .sum(.members("cost_month0"))) + "api_fixed_month"
                    : .sum(.members("cost_month0")) + "api_fixed_month"),
            metric(
                "baseline_cost_total", "Baseline cost over the horizon", .money, .money, section: "8.1",
                .total("baseline_api")),
        ]
        lines += twin(
            "alternative_cost_total", "Cost of the alternative over the horizon", .money, .money, section: "8.1"
        ) {
            .member("alternative_total", $0)
        }
        lines += twin("savings_total", "Savings over the horizon, before tax", .money, .money, section: "8.2", saving)
        lines += twin("savings_share", "Savings, share of the baseline", .ratio, .percent, section: "8.2") { view in
            .choose(
                "baseline_cost_total" > 0,
                .line(view == "headline" ? "savings_total" : "savings_total_with_residual") / "baseline_cost_total", 0)
        }
        lines += [
            metric(
                "run_rate_own", "Own hosting in the last month", .moneyPerMonth, .money, section: "5",
                .sumEach(
                    (.each(.all("opex")) - "contingency_pct" * .each(.all("one_off"))) * .each(.all("last"))))
        ]
        lines += twin("npv", "NPV", .money, .money, section: "8.7") { .member("net_present_value", $0) }
        lines += [
            metric(
                "npv_allocated_staff", "NPV with existing staff, who cost no extra cash", .money, .money,
                section: "17.3",
                "npv" + .sumEach(.each(.all("staff")) * .each(.all("discount_factor"))) * (1 + "contingency_pct")
                    * (1 - "tax_rate"))
        ]
        // Without optimisations the optimised bill is today's.
        let isOptimised = parts.contains(.optimised)
        lines += [
            metric(
                "savings_total_optimised", "Savings against the optimised API bill", .money, .money, section: "17.7",
                isOptimised ? .total("optimised_api") - "alternative_cost_total" : "savings_total"),
            metric(
                "npv_optimised", "NPV against the optimised API bill", .money, .money, section: "17.7",
                isOptimised ? "npv" - "optimised_gain" : "npv"),
        ]
        lines += twin("irr_annual", "IRR, a year", .ratio, .percent, section: "8.7") { .member("irr", $0) }
        lines += [
            metric(
                "irr_count", "Internal rates found", .index, .count, section: "8.7", .member("root_count", "headline"))
        ]
        lines += twin("mirr_annual", "MIRR, a year", .ratio, .percent, section: "8.7") { .member("mirr", $0) }
        lines += twin("payback_month", "Payback", .months, .fraction, section: "9.1") { .member("payback_by_view", $0) }
        lines += [
            metric(
                "payback_lasts", "Payback lasts: the running sum stays above zero after it", .word, .word,
                section: "8.7", .member("payback_lasts_by_view", "headline"))
        ]
        lines += twin("discounted_payback_month", "Discounted payback", .months, .fraction, section: "9.2") {
            .member("discounted_by_view", $0)
        }
        lines += [
            metric(
                "threshold_spend_first", "First monthly API spend that wins", .moneyPerMonth, .money, section: "9.5",
                "whole_spend_first"),
            metric(
                "threshold_spend_always", "Monthly API spend above which it always wins", .moneyPerMonth, .money,
                section: "9.5", "whole_spend_always"),
            metric(
                "threshold_tokens", "Tokens at the first spend that wins", .tokens, .count, section: "9.6",
                "whole_tokens_first"),
            metric(
                "threshold_utilisation", "Utilisation at which a replica pays for itself", .ratio, .percent,
                section: "9.6", "whole_utilisation_needed"),
            metric(
                "threshold_api_price_headroom", "How far the API price may fall before it loses", .ratio, .percent,
                section: "9.7", "whole_headroom"),
            metric(
                "break_even_api_decline", "Yearly fall of the API price that ends the case", .ratio, .percent,
                section: "9.8",
                hasSmoothPrice
                    ? .choose(.member("decline_exists", "headline"), .member("decline_3", "headline"), .word("none"))
                    : .word("none")),
            metric(
                "peak_funding", "Peak funding", .money, .money, section: "8.7",
                -min(0, .member("lowest_sum", "headline"))),
            metric("capex_total", "Capex over the horizon", .money, .money, section: "7", .total("capex")),
            metric("gpus_peak", "GPUs paid for, most", .gpu, .count, section: "5", .greatest(.all("gpus_paid"))),
            metric("servers_peak", "Servers, most", .server, .count, section: "5", .greatest(.all("servers"))),
            metric(
                "utilisation_last", "Utilisation in the last month", .ratio, .percent, section: "4",
                .sumEach(.each(.all("utilisation")) * .each(.all("last")))),
            metric(
                "tokens_month0", "Tokens at month 0", .tokens, .count, section: "3",
                .sum(.members("tok_in")) + .sum(.members("tok_cached")) + .sum(.members("tok_out"))),
            metric(
                "unit_cost_api", "API cost of a million tokens at month 0", .moneyPerToken, .price, section: "3",
                .choose("tokens_month0" > 0, "api_run_rate" / "tokens_month0", .word("none"))),
            metric(
                "own_tokens_last", "Tokens served by own models in the last month", .tokens, .count, section: "6",
                .sum(.members("own_tokens_at_end"))),
            metric(
                "unit_cost_own", "Own cost of a million tokens in the last month", .moneyPerToken, .price,
                section: "5", .choose("own_tokens_last" > 0, "run_rate_own" / "own_tokens_last", .word("none"))),
            metric(
                "recommendation", "Recommendation", .word, .word, section: "17.8",
                hasPools
                    ? .choose("unpriced_months_all" > 0, .word("price every GPU in use"), "verdict_of_npv")
                    : .word("get a quote and a throughput")),
        ]
        if !hasPools {
            // Nothing can move: say what is missing instead of showing zeros.
            for index in lines.indices where !metricsOfTheBill.contains(lines[index].id) {
                lines[index].expression = .word("needs a throughput and a quote")
            }
        }
        return Section("Summary", lines)
    }

    /// Metrics that stand on the invoices alone.
    private static let metricsOfTheBill: Set = [
        "api_run_rate", "baseline_cost_total", "tokens_month0", "unit_cost_api", "recommendation",
    ]

    /// Constants that the summary shows.
    static let metricParts = Section(
        "Parts of the summary",
        [
            Line(
                "alternative_total", "Cost of the alternative", .money, .money, .cell, over: .view, section: "8.1",
                .total("alternative")),
            Line(
                "undiscounted_run_rate", "API cost of all workloads at month 0, before discount", .moneyPerMonth,
                .money,
                .cell, section: "2.1", .sum(.members("tokens_cost_month0")) + .sum(.members("api_other_month"))),
            Line(
                "lowest_sum", "Lowest running sum", .money, .money, .cell, over: .view, section: "8.7",
                .least(.all("cumulative_cash_flow"))),
            Line(
                "own_share_at_end", "Share served by own models in the last month", .ratio, .percent, .cell,
                over: .workload, section: "6",
                .sumEach(.each(.all("served_share")) * .each(.all("last"))) * (1 - "fallback_share")),
            Line(
                "own_tokens_at_end", "Tokens served by own models in the last month", .tokens, .count, .cell,
                over: .workload, section: "6",
                ("tok_in" + "tok_cached" + "tok_out") * "own_share_at_end"
                    * (1 + "growth_monthly").raised(to: "horizon")),
            Line(
                "workload_tokens", "Tokens at month 0", .tokens, .count, .cell, over: .workload, section: "3",
                "tok_in" + "tok_cached" + "tok_out"),
            mix("mix_in", "Uncached input, of all tokens", "tok_in"),
            mix("mix_cached", "Cached input, of all tokens", "tok_cached"),
            mix("mix_out", "Output, of all tokens", "tok_out"),
            Line(
                "decision_shown", "Decision", .word, .word, .cell, over: .workload, section: "6",
                .choose("start" <= "horizon", .word("moves"), .word("stays"))),
            Line(
                "month_shown", "Month of migration", .month, .count, .cell, over: .workload, section: "6",
                .choose("start" <= "horizon", "start", .word("–"))),
            Line(
                "first_move", "First move", .month, .count, .cell, section: "6",
                .choose("project" > 0, "first_start", .word("none"))),
            Line(
                "workloads_moving", "Workloads that move", .index, .count, .cell, section: "6",
                .sumEach((.each(.members("start")) <= "horizon") * 1)),
            Line(
                "verdict_if_it_pays", "What to do if it pays", .word, .word, .cell, section: "17.8",
                .choose("strategy_is_full", .word("move everything that may move"), .word("move in phases"))),
            Line(
                "verdict_of_npv", "What to do by the NPV", .word, .word, .cell, section: "17.8",
                .choose(
                    .member("net_present_value", "headline") > 0, "verdict_if_it_pays", .word("stay on the API"))),
            Line(
                "unpriced_months_all", "Months with GPUs that have no price", .months, .count, .cell, section: "14",
                .sum(.members("unpriced_months"))),
        ])

    private static func mix(_ id: String, _ label: String, _ tokens: String) -> Line {
        Line(
            id, label, .ratio, .percent, .cell, section: "3",
            .choose(
                .sum(.members("workload_tokens")) > 0, .sum(.members(tokens)) / .sum(.members("workload_tokens")), 0))
    }

    /// The strategy `api`: the baseline beside itself, so that its savings are a result and not a constant.
    static let stay = Section(
        "Stay on the API",
        [
            Line("stay_cost", "Cost of staying", .moneyPerMonth, .money, section: "3", total: true, "baseline_api"),
            Line(
                "stay_alternative_cost_total", "Cost of staying over the horizon", .money, .money, .cell,
                section: "8.1",
                .total("stay_cost")),
            Line(
                "stay_savings_total", "Savings of staying", .money, .money, .cell, section: "8.2",
                .total("baseline_api") - "stay_alternative_cost_total"),
            Line(
                "stay_savings_share", "Savings of staying, share", .ratio, .percent, .cell, section: "8.2",
                .choose("baseline_cost_total" > 0, "stay_savings_total" / "baseline_cost_total", 0)),
            Line(
                "stay_npv", "NPV of staying", .money, .money, .cell, section: "8.7",
                .sumEach((.each(.all("baseline_api")) - .each(.all("stay_cost"))) * .each(.all("discount_factor")))),
            Line(
                "stay_peak_funding", "Peak funding of staying", .money, .money, .cell, section: "8.7",
                -min(0, "stay_savings_total")),
        ])
}
