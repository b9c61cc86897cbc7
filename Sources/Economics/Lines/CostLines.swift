extension Section {
    /// Quantities that costs hang on, fleet by fleet. MODEL.md 5.
    static func fleetCosts(_ parts: Set<ModelPart>) -> Section {
        Section(
            "Own hosting: quantities and costs of each fleet",
            fleetQuantities(parts) + (parts.contains(.failures) ? [unwarranted] : []))
    }

    /// MODEL.md 5, line 14: vintages whose warranty is over and whose life is not.
    private static let unwarranted = Line(
        "gpus_unwarranted", "Owned GPUs outside warranty", .gpu, .count, over: .fleet, section: "5, line 14",
        ("is_buy" - "is_lease") * "live" * "gpus_per_server"
            * .sumEach(
                (.each(.upToNow("t")) > "t" - "life_months") * (.each(.upToNow("t")) <= "t" - "warranty_months")
                    * .each(.upToNow("bought"))))

    private static func fleetQuantities(_ parts: Set<ModelPart>) -> [Line] {
        let isByMonth = parts.contains(.monthPrices)
        let rented: Expression =
            (1 - "is_buy") * (isByMonth ? "rented_hours" : "hours") * max(0, "fleet_gpus" - "gpus_reserved_now")
            * "rent_price"
        // What is not used of a least bill is paid all the same, in every month with a GPU on demand.
        let short = [
            Line(
                "fleet_rented", "GPUs on demand, by usage", .moneyPerMonth, .money, over: .fleet, section: "5, line 1",
                rented),
            Line(
                "fleet_short", "Up to the least bill of the month", .moneyPerMonth, .money, over: .fleet,
                section: "5, line 1",
                (1 - "is_buy") * ("fleet_gpus" > "gpus_reserved_now") * max(0, "rent_minimum_month" - "fleet_rented")),
        ]
        let hasMinimum = parts.contains(.rentMinimum)
        return [
            Line(
                "fleet_gpus", "GPUs in use or owned", .gpu, .count, over: .fleet, section: "5",
                "is_buy" * "fleet_servers" * "gpus_per_server"
                    + (1 - "is_buy") * .roundUp("gpus_needed" / "gpus_sold_together") * "gpus_sold_together"),
            Line(
                "gpus_reserved_now", "GPUs reserved", .gpu, .count, over: .fleet, section: "7",
                ("is_reserved" * "on" + "block_now") * "reserved_gpus"),
            Line(
                "prepaid_hours", "Hours of a reserved GPU that are paid for", .hours, .count, over: .fleet,
                section: "7",
                "is_reserved" * "on" * (isByMonth ? "reserved_hours" : "hours") + Expression.line("t").equals(
                    "block_month") * "block_hours"),
            Line(
                "fleet_committed", "Payments that capacity in use does not change", .moneyPerMonth, .money,
                over: .fleet, section: "7",
                "prepaid_hours" * "reserved_gpus" * .numberOrZero("reserved_gpu_hour") + "lease_payment"),
            Line(
                "rent_price", "Rent of a GPU-hour", .moneyPerHour, .price, over: .fleet, section: "5",
                .numberOrZero("rent_gpu_hour") * "rent_path"),
        ] + (hasMinimum ? short : []) + [
            Line(
                "fleet_rent", "GPU rent and leases", .moneyPerMonth, .money, over: .fleet, section: "5, line 1",
                total: true,
                "fleet_committed" + (hasMinimum ? "fleet_rented" + "fleet_short" : rented)),
            Line(
                "fleet_power_draw", "Power drawn", .power, .fraction, over: .fleet, section: "5",
                "fleet_servers" * ("kw_idle" + ("kw_max" - "kw_idle") * "fleet_utilisation")),
            Line(
                "fleet_power", "Power", .moneyPerMonth, .money, over: .fleet, section: "5, line 3", total: true,
                "is_buy" * "fleet_power_draw" * "pue" * "hours" * "tariff_kwh"),
            Line(
                "fleet_colo", "Colocation", .moneyPerMonth, .money, over: .fleet, section: "5, line 4", total: true,
                "is_buy" * "fleet_servers" * "kw_max" * "colo_per_kw_month"
                    + "is_reserved" * "on" * "reserved_gpus" * "reserved_site_month"),
            Line(
                "fleet_support", "Hardware support", .moneyPerMonth, .money, over: .fleet, section: "5, line 5",
                total: true, "is_buy" * "live" * "cost_in_service" * "support_pct_annual" / 12),
            Line(
                "fleet_software", "Software licences", .moneyPerMonth, .money, over: .fleet, section: "5, line 6",
                total: true, "fleet_gpus" * "software_per_gpu_year" / 12),
            Line(
                "gpus", "GPUs in use or owned", .gpu, .count, section: "5", .sum(.members("fleet_gpus"))),
            // Idle reserved GPUs are paid for, and carry no licence, monitoring or staff: MODEL.md 8.8.
            Line(
                "fleet_gpus_paid", "GPUs paid for, of the fleet", .gpu, .count, over: .fleet, section: "5",
                max("fleet_gpus", "gpus_reserved_now")),
            Line(
                "gpus_paid", "GPUs paid for", .gpu, .count, section: "5", .sum(.members("fleet_gpus_paid"))),
            Line("servers", "Servers", .server, .count, section: "5", .sum(.members("fleet_servers"))),
            Line(
                "fte_per_gpu", "Staff for each GPU", .fte, .ratio, .cell, section: "5, line 7",
                .choose("gpus_per_fte" > 0, 1 / "gpus_per_fte", 0)),
            Line(
                "fte", "Staff", .fte, .fraction, section: "5, line 7",
                "on" * min(max("fte_base" + "gpus" * "fte_per_gpu", "fte_min"), "fte_max")),
        ]
    }

    /// The running costs in the order of MODEL.md 5: the one place that a new cost line is added to. Contingency, the sum of
    /// running costs, the groups of charts and timeline.csv follow from it.
    package static let runningCosts: [RunningCost] = [
        .init(
            "rent", "GPU rent and leases", section: "5, line 1", .gpus, leading: "rent_gpu_hour",
            .sum(.members("fleet_rent"))),
        .init(
            "power", "Power", section: "5, line 3", .gpus, leading: "tariff_kwh",
            .sum(.members("fleet_power"))),
        .init(
            "colo", "Colocation", section: "5, line 4", .gpus, leading: "colo_per_kw_month",
            .sum(.members("fleet_colo"))),
        .init(
            "support", "Hardware support", section: "5, line 5", .gpus, leading: "support_pct_annual",
            .sum(.members("fleet_support"))),
        .init(
            "software", "Software licences", section: "5, line 6", .gpus, leading: "software_per_gpu_year",
            .sum(.members("fleet_software"))),
        .init(
            "staff", "Staff", section: "5, line 7", .people, leading: "people.loaded_cost_year",
            ("fte" * "loaded_cost_year" / 12 + "on" * "oncall_month") * "wage_path"),
        .init(
            "observability", "Monitoring and observability", section: "5, line 8", .rest,
            leading: "opex.observability_per_gpu",
            "on" * ("observability_fixed" + "observability_per_gpu" * "gpus")),
        .init(
            "retraining", "Model updates", section: "5, line 9", .rest, leading: "opex.retrain_cost_event",
            "on" * "retrain_events_year" * "retrain_cost_event" / 12),
        .init(
            "security", "Security and compliance", section: "5, line 10", .rest, leading: "opex.security_month",
            "on" * ("security_month" + "compliance_year" / 12)),
        .init(
            "readiness_tools", "Tools of readiness gaps", section: "12", .rest,
            leading: "readiness.costs.tool_month", "on" * "readiness_recurring"
        ) { "on" * Section.readinessTools($0) },
        .init(
            "failures", "Failed GPUs", section: "5, line 14", .gpus, leading: "opex.gpu_replacement_cost",
            part: .failures, "gpu_failures_year" / 12 * .sum(.members("gpus_unwarranted")) * "gpu_replacement_cost"),
        .init(
            "storage", "Storage and data transfer", section: "5, line 15", .rest, leading: "opex.storage_gb_month",
            part: .storage, "on" * ("storage_gb" * "storage_gb_month" + "egress_gb" * "egress_gb_price")),
    ]

    /// Those that a project has.
    static func runningCosts(_ parts: Set<ModelPart>) -> [RunningCost] {
        runningCosts.filter { $0.part.map(parts.contains) ?? true }
    }

    /// The cost lines; running costs stand in consecutive rows and are added as one block.
    static func costs(_ members: Members) -> Section {
        let runningCosts = runningCosts(members.parts)
        return Section(
            "Own hosting: cost lines",
            runningCosts.map { $0.line(members) } + [
                Line(
                    "one_off", "One-off", .moneyPerMonth, .money, section: "5, line 12", total: true,
                    "project"
                        * (.sumWhere(.members("one_off_amount"), key: .members("one_off_month"), equals: "t")
                            + Section.readinessOneOff(members))),
                Line(
                    "contingency", "Contingency", .moneyPerMonth, .money, section: "5, line 11", total: true,
                    "contingency_pct"
                        * .sumOfLines(runningCosts.map(\.line.id) + ["one_off"])),
                Line(
                    "opex", "Own hosting, running costs", .moneyPerMonth, .money, section: "8.1", total: true,
                    .sumOfLines(runningCosts.map(\.line.id)) + "contingency"),
                Line(
                    "capex", "Capex", .moneyPerMonth, .money, section: "5, line 2", total: true,
                    .sum(.members("fleet_capex"))),
                Line(
                    "resale", "Resale of retired servers", .moneyPerMonth, .money, section: "7", total: true,
                    .sum(.members("fleet_resale"))),
                Line(
                    "horizon_resale", "Value of servers alive at the horizon", .moneyPerMonth, .money, section: "7",
                    total: true, "last" * .sum(.members("horizon_value"))),
                Line(
                    "residual_value", "Residual value, horizon included", .moneyPerMonth, .money, section: "7",
                    total: true, "resale" + "horizon_resale"),
                Line(
                    "depreciation_book", "Book depreciation", .moneyPerMonth, .money, section: "7", total: true,
                    .sum(.members("fleet_depreciation_book"))),
                Line(
                    "depreciation_tax", "Tax depreciation", .moneyPerMonth, .money, section: "7", total: true,
                    "live" * .sum(.members("fleet_depreciation_tax"))),
            ])
    }

    /// The cost lines in the few groups that a chart can show.
    static func costGroups(_ parts: Set<ModelPart>) -> Section {
        func total(of group: RunningCost.Group) -> Expression {
            let lines = runningCosts(parts).filter { $0.group == group }.map { Expression.line($0.line.id) }
            return lines.dropFirst().reduce(lines[0], +)
        }
        return Section(
            "Cost groups for charts",
            [
                Line(
                    "running_gpus", "GPUs, servers and power, running", .moneyPerMonth, .money, section: "5",
                    total: true, total(of: .gpus)),
                Line(
                    "running_people", "People, running", .moneyPerMonth, .money, section: "5", total: true,
                    total(of: .people)),
                Line(
                    "running_rest", "Everything else, running", .moneyPerMonth, .money, section: "5", total: true,
                    total(of: .rest) + "contingency"),
                Line(
                    "cost_of_gpus", "GPUs, servers and power", .moneyPerMonth, .money, section: "5", total: true,
                    "running_gpus" + "capex" - "resale"),
                Line(
                    "cost_of_people", "People", .moneyPerMonth, .money, section: "5", total: true, "running_people"),
                Line(
                    "cost_of_rest", "Everything else", .moneyPerMonth, .money, section: "5", total: true,
                    "running_rest" + "one_off"),
            ])
    }
}

/// A cost of every month of own hosting.
package struct RunningCost: Sendable {
    /// Where a chart shows it.
    enum Group { case gpus, people, rest }

    package let line: Line
    /// The driver that weighs most in the line: a key of the fleet that costs most, or a whole key.
    package let leadingDriver: String
    let group: Group
    /// The part of the model without which the line does not exist; nil: it always does.
    package let part: ModelPart?
    /// What the line is where that depends on how the project is made up.
    private let ofMembers: (@Sendable (Members) -> Expression)?

    /// The line as a project has it.
    func line(_ members: Members) -> Line {
        var line = line
        if let ofMembers { line.expression = ofMembers(members) }
        return line
    }

    init(
        _ id: String, _ label: String, section: String, _ group: Group, leading driver: String,
        part: ModelPart? = nil, _ expression: Expression, ofMembers: (@Sendable (Members) -> Expression)? = nil
    ) {
        self.ofMembers = ofMembers
        self.part = part
        line = Line(id, label, .moneyPerMonth, .money, section: section, total: true, expression)
        leadingDriver = driver
        self.group = group
    }
}
