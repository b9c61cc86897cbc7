/// Figures that must be zero, one for each rule of MODEL.md 14 that a workbook can show; checked in every instance.
package struct ModelCheck: Hashable, Sendable {
    /// As in checks.csv; the line is `check_ID` with `-` as `_`.
    package let id: String
    package let description: String

    /// The violation is an amount of money; otherwise a ratio or a count.
    package var isMoney: Bool { Self.linesOfMoney.contains(line) }

    /// Those on whose model sheet the check stands.
    package var instances: [Instance] {
        let home = Self.lines.first { $0.id == line }!.home
        return Instance.all.filter { home.isModelSheet(of: $0) }
    }

    private static let lines = Section.checks([]).lines
    private static let linesOfMoney = Set(lines.filter { $0.unit.dimension == .money }.map(\.id))

    package let line: String

    init(id: String, description: String) {
        self.id = id
        self.description = description
        line = "check_" + String(id.map { $0 == "-" ? "_" : $0 })
    }
}

extension ModelCheck {
    package static let all: [ModelCheck] = [
        .init(id: "lines-add-up", description: "Cost lines add up to the cash of the alternative"),
        .init(id: "flow-is-difference", description: "Baseline less alternative and tax is the cash flow, every month"),
        .init(id: "npv-two-ways", description: "NPV by the spreadsheet's function equals the discounted sum"),
        .init(id: "npv-of-parts", description: "NPV is PV of baseline less PV of alternative less PV of tax"),
        .init(id: "api-share-in-bounds", description: "API shares stay between 0 and 1"),
        .init(id: "residual-below-baseline", description: "The residual API bill never exceeds the baseline"),
        .init(id: "utilisation-below-one", description: "No pool is used beyond its capacity"),
        .init(id: "capacity-is-whole", description: "GPUs are paid for in whole numbers, every month"),
        .init(id: "owned-cover-need", description: "Servers owned cover the servers needed"),
        .init(id: "depreciation-within-capex", description: "Depreciation never exceeds capex"),
        .init(id: "tax-schedule-is-whole", description: "The shares of the tax depreciation add up to the whole price"),
        .init(id: "nothing-without-a-plan", description: "Where nothing moves, own hosting costs nothing"),
        .init(id: "irr-is-a-root", description: "NPV at the internal rate is zero"),
        .init(id: "capacity-is-priced", description: "Every GPU in use has a price in the form of its capacity"),
        .init(id: "memory-fits", description: "The weights and one request fit into the memory of a replica"),
        .init(
            id: "phases-add-up",
            description: "Phases and what stays add up to the baseline and to the saving of the plan, every month"),
        .init(id: "residual-twins-agree", description: "The twin with residual value differs by just that value"),
        .init(
            id: "fiscal-years-add-up",
            description: "EBITDA, EBIT and cash flow of the fiscal years add up to those of the horizon"),
        .init(id: "loan-is-repaid", description: "What is paid back of a loan is what was lent"),
    ]
}

extension Section {
    /// Each line is the size of the violation; 0 when the rule holds.
    static func checks(_ parts: Set<ModelPart>) -> Section {
        // With discounts by spend the rest may cost more than the whole did: the law then holds before discount.
        let (residual, baseline) =
            parts.contains(.tiers) ? ("list_alternative", "list_baseline") : ("residual_api", "baseline_api")
        return Section("Checks of this scenario", checkLines(residual: residual, baseline: baseline, parts))
    }

    private static func checkLines(residual: String, baseline: String, _ parts: Set<ModelPart>) -> [Line] {
        [
            check(
                "lines_add_up", .ratio,
                relative(
                    .total("residual_api") + .total("opex") + .total("one_off") + .total("capex")
                        - .total("residual_value") - .member("alternative_total", "with_residual"))),
            check(
                "flow_is_difference", .ratio,
                .sumEach(
                    .absolute(
                        .each(.all("baseline_api")) - .each(.all("alternative_headline"))
                            - .each(.all("tax_headline")) - .each(.all("cash_flow_headline")))) / "check_scale"),
            check(
                "npv_two_ways", .ratio,
                relative(
                    .element(.all("cash_flow_headline"), at: 1)
                        + .presentValue(rate: "monthly_rate", .exceptFirst("cash_flow_headline"))
                        - .member("net_present_value", "headline"))),
            check(
                "npv_of_parts", .ratio,
                relative(
                    .sumEach(
                        (.each(.all("baseline_api")) - .each(.all("alternative_headline"))
                            - .each(.all("tax_headline"))) * .each(.all("discount_factor")))
                        - .member("net_present_value", "headline"))),
            check(
                "api_share_in_bounds", .ratio,
                max(0, "highest_api_share" - 1) + max(0, -Expression.line("lowest_api_share"))),
            check(
                "residual_below_baseline", .money,
                .sumEach(
                    (.each(.all(residual)) > .each(.all(baseline)) + .constant(.checkTolerance))
                        * (.each(.all(residual)) - .each(.all(baseline))))),
            check("utilisation_below_one", .ratio, max(0, .greatest(.all("utilisation")) - 1)),
            check("capacity_is_whole", .gpu, .greatest(.all("gpus_broken"))),
            check("owned_cover_need", .ratio, .sum(.members("servers_short"))),
            check(
                "depreciation_within_capex", .money,
                max(
                    0, .total("depreciation_book") - .total("capex") - .constant(.checkTolerance),
                    .total("depreciation_tax") - .total("capex") - .constant(.checkTolerance))),
            check(
                "tax_schedule_is_whole", .ratio,
                .absolute(
                    .sumEach(
                        .each(.members("step_rate")) * (.each(.members("step_to")) - .each(.members("step_from")))) - 1)
            ),
            check(
                "nothing_without_a_plan", .ratio,
                (1 - "project") * relative(.total("opex") + .total("one_off") + .total("capex"))),
            check(
                "irr_is_a_root", .ratio,
                .maximum((1...3).map { .greatest(.members("root_residue_\($0)")) })),
            check("capacity_is_priced", .months, "unpriced_months_all"),
            check("memory_fits", .index, .sum(.members("memory_short"))),
            check(
                "phases_add_up", .ratio, home: .basePlanSheet,
                ("phases_off_baseline" + "phases_off_saving") / "check_scale"),
            check(
                "residual_twins_agree", .ratio,
                relative(
                    .total("cash_flow_twin") - .total("cash_flow_headline")
                        - .total("horizon_resale") * (1 - "tax_rate"))),
            check(
                "fiscal_years_add_up", .ratio,
                (.absolute(.sum(.members("pnl_ebitda")) - .total("ebitda_gain"))
                    + .absolute(.sum(.members("pnl_ebit")) - .total("ebit_gain"))
                    + .absolute(.sum(.members("pnl_cash")) - .total("cash_flow_headline"))) / "check_scale"),
            check(
                "loan_is_repaid", .ratio,
                parts.contains(.loan) ? relative(.total("loan_principal") - .total("loan_drawn")) : 0),
        ]
    }

    /// Rows that checks read: single views of lines that stand twice.
    static let checkParts = Section(
        "Parts of the checks",
        [
            view("alternative", "Alternative, headline", "headline", "alternative_headline"),
            view("tax", "Tax, headline", "headline", "tax_headline"),
            view("cash_flow", "Cash flow, headline", "headline", "cash_flow_headline"),
            view("cash_flow", "Cash flow, with residual value", "with_residual", "cash_flow_twin"),
            Line(
                "check_scale", "Money at stake", .money, .money, .cell, section: "14",
                max(.constant(.checkTolerance), "baseline_cost_total" + .total("capex") + .total("opex"))),
            Line(
                "gpus_broken", "Fraction of a GPU paid for", .gpu, .count, section: "14",
                "gpus_paid" - .roundDown("gpus_paid")),
            Line(
                "breaks_parallel", "Parallel run outside two to four weeks", .flag, .flag, .cell, over: .workload,
                section: "6",
                "moves"
                    * (("parallel_weeks" < .constant(.leastParallelWeeks))
                        + ("parallel_weeks" > .constant(.mostParallelWeeks)))),
            Line(
                "breaks_fallback", "No share that falls back to the API", .flag, .flag, .cell, over: .workload,
                section: "6", "moves" * ("fallback_share" <= 0)),
            Line(
                "breaks_capacity", "Moves before its capacity is there", .flag, .flag, .cell, over: .workload,
                section: "6", "moves" * ("start" < "own_ready_month")),
            Line(
                "plan_breaks", "Rules of migration that the plan breaks", .index, .count, .cell, over: .workload,
                section: "6", "breaks_parallel" + "breaks_fallback" + "breaks_capacity" + "breaks_readiness"),
            Line(
                "plan_breaks_total", "Rules of migration broken in all", .index, .count, .cell, section: "6",
                .sum(.members("plan_breaks"))),
            Line(
                "most_api_share", "Highest API share", .ratio, .percent, .cell, over: .workload, section: "14",
                .greatest(.all("api_share"))),
            Line(
                "least_api_share", "Lowest API share", .ratio, .percent, .cell, over: .workload, section: "14",
                .least(.all("api_share"))),
            Line(
                "highest_api_share", "Highest API share of all", .ratio, .percent, .cell, section: "14",
                .greatest(.members("most_api_share"))),
            Line(
                "lowest_api_share", "Lowest API share of all", .ratio, .percent, .cell, section: "14",
                .least(.members("least_api_share"))),
            Line(
                "memory_short", "Too little memory", .flag, .flag, .cell, over: .pool, section: "4",
                ("weights_gb" > 0) * ("gpu_memory_gb" > 0) * ("memory_free" - "request_memory" < 0)),
            Line(
                "servers_short", "Servers short", .server, .count, .cell, over: .fleet, section: "14",
                "is_buy"
                    * .sumEach(
                        (.each(.all("servers_needed")) > .each(.all("fleet_servers")))
                            * (.each(.all("servers_needed")) - .each(.all("fleet_servers"))))),
            unpriced(
                "owned", "own servers",
                (("is_buy" - "is_lease") * .isWord("server_price", DriverKind.noPrice)
                    + "is_lease" * .isWord("lease_month", DriverKind.noPrice))
                    * .sumEach(.each(.all("fleet_servers")) > 0)),
            unpriced(
                "reserved", "reserved GPUs",
                ("is_reserved" + "is_block") * .isWord("reserved_gpu_hour", DriverKind.noPrice)
                    * .sumEach(.each(.all("gpus_reserved_now")) > 0)),
            unpriced(
                "rented", "rented GPUs",
                (1 - "is_buy") * .isWord("rent_gpu_hour", DriverKind.noPrice)
                    * .sumEach(.each(.all("fleet_gpus")) > .each(.all("gpus_reserved_now")))),
            Line(
                "unpriced_months", "Months with GPUs that have no price", .months, .count, .cell, over: .fleet,
                section: "14",
                "unpriced_owned" + "unpriced_reserved" + "unpriced_rented"),
        ] + (1...3).flatMap(rootResidue))

    private static func unpriced(_ id: String, _ words: String, _ expression: Expression) -> Line {
        Line(
            "unpriced_\(id)", "Months with \(words) that have no price", .months, .count, .cell, over: .fleet,
            section: "14", expression)
    }

    private static func rootResidue(number: Int) -> [Line] {
        let discounted = { (amount: Expression) in
            Expression.sumEach(amount / (1 + .line("root_monthly_\(number)")).raised(to: .each(.all("t"))))
        }
        func line(_ id: String, _ label: String, _ unit: Unit, _ display: Display, _ expression: Expression) -> Line {
            Line("root_\(id)_\(number)", label, unit, display, .cell, over: .view, section: "14", expression)
        }
        return [
            line(
                "flows", "Flows at root \(number), signs ignored", .money, .money,
                discounted(.absolute(.each(.all("cash_flow"))))),
            line(
                "residue", "NPV at root \(number), relative to the flows there", .ratio, .ratio,
                .choose(
                    .line("root_step_\(number)") > 0,
                    .absolute(discounted(.each(.all("cash_flow"))) / .line("root_flows_\(number)")), 0)),
        ]
    }

    /// A difference as a share of the money at stake, so that rounding noise stays noise at any size.
    private static func relative(_ difference: Expression) -> Expression { .absolute(difference) / "check_scale" }

    private static func check(
        _ id: String, _ unit: Unit, home: Home = .modelSheets, _ expression: Expression
    ) -> Line {
        let description = ModelCheck.all.first { $0.line == "check_\(id)" }!.description
        return Line("check_\(id)", description, unit, .ratio, .cell, section: "14", home: home, expression)
    }

    private static func view(_ line: String, _ label: String, _ view: String, _ id: String) -> Line {
        Line(id, label, .moneyPerMonth, .money, section: "8", total: true, .member(line, view))
    }
}
