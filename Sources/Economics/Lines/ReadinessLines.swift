extension Section {
    /// The scorecard and what its gaps cost in money and time. MODEL.md 12. Without a readiness.csv: nothing, in words.
    static func readiness(members: Members) -> Section {
        let ids = members[.capability].map(\.id)
        guard !ids.isEmpty else { return Section("Readiness", absent) }
        return Section(
            "Readiness", links + gaps + money + ids.dimensions.flatMap { dimension($0.dimension, $0.ids) } + overall)
    }

    /// Words of the metrics without a readiness.csv.
    package static let withoutReadiness = "no readiness.csv"

    private static let absent: [Line] = [
        cell("readiness_score", "Readiness score", .points, .fraction, .word(withoutReadiness)),
        cell("readiness_status", "Readiness", .word, .word, .word(withoutReadiness)),
        cell("readiness_one_off", "Closing the gaps, one-off", .money, .money, 0),
        cell("readiness_recurring", "Tools of the gaps", .moneyPerMonth, .money, 0),
        cell("readiness_month", "First month that readiness allows", .month, .count, 0),
        cell("team_short", "People short of the least team", .fte, .fraction, 0),
        cell("rota_short", "People short of a rota around the clock", .fte, .fraction, 0),
    ]

    private static let links: [Line] = DriverCatalogue.readiness.map { definition in
        let isOfCapability = definition.pattern.hasSuffix("*")
        let id = isOfCapability ? "capability_\(definition.name)" : "readiness_\(definition.name)"
        return Line(
            id, definition.label, .of(definition.unit), definition.display, .cell,
            over: isOfCapability ? .capability : nil, section: "12", .driver(definition.pattern))
    }

    private static let gaps: [Line] = [
        each("capability_id", "Capability", .word, .word, .memberText(.id)),
        each(
            "capability_capped", "Level that counts", .level, .count,
            .choose("capability_evidenced", "capability_levels", min("capability_levels", 1))),
        each("capability_gap", "Gap to the target", .level, .count, max(0, "capability_targets" - "capability_capped")),
        cell(
            "readiness_people", "People at most", .fte, .fraction,
            .greatest(.all("fte")) + "readiness_existing_people"),
        cell(
            "team_short", "People short of the least team", .fte, .fraction,
            "project" * max(0, "readiness_minimum_people" - "readiness_people")),
        // A rota is claimed from level 2 on, and counts only with enough people to man it.
        each(
            "capability_claims_rota", "Claims a rota around the clock", .flag, .flag,
            .isWord("capability_id", "on_call") * ("capability_capped" > 1)),
        cell(
            "rota_short", "People short of a rota around the clock", .fte, .fraction,
            "project" * .greatest(.members("capability_claims_rota"))
                * max(0, "readiness_rota_people" - "readiness_people")),
        each(
            "capability_short", "Too few people", .flag, .flag,
            .isWord("capability_id", "ml_staffing") * ("team_short" > 0)
                + .isWord("capability_id", "on_call") * ("rota_short" > 0)),
        each(
            "capability_red", "Red", .flag, .flag,
            max("capability_short", "capability_gap" > 1, "capability_capped" <= 0)),
        each(
            "capability_status", "Status", .word, .word,
            .choose(
                "capability_red", .word("red"),
                .choose("capability_gap" > 0, .word("yellow"), .word("green")))),
        each(
            "capability_open", "Red or yellow", .flag, .flag, max("capability_red", "capability_gap" > 0)),
        each(
            "capability_counted", "Weighted level, up to the target", .points, .fraction,
            "capability_weights" * min("capability_capped", "capability_targets")),
        each("capability_full", "Weighted target", .points, .fraction, "capability_weights" * "capability_targets"),
        each("capability_critical_red", "Critical and red", .flag, .flag, "capability_critical" * "capability_red"),
        each(
            "capability_critical_below", "Critical and below the target", .flag, .flag,
            "capability_critical" * "capability_open"),
        cell("readiness_open", "Capabilities below their targets", .index, .count, .sum(.members("capability_open"))),
    ]

    private static let money: [Line] = [
        each(
            "capability_one_off", "Closing the gap, one-off", .money, .money,
            "capability_gap"
                * ("readiness_days_per_level" * "readiness_day_rate" + "readiness_tool_setup")),
        each(
            "capability_recurring", "Tools of the gap", .moneyPerMonth, .money,
            ("capability_gap" > 0) * "readiness_tool_month"),
        each(
            "capability_delay", "Delay of the first migration", .weeks, .fraction,
            "capability_critical" * "capability_gap" * "readiness_weeks_per_level"),
        cell("readiness_one_off", "Closing the gaps, one-off", .money, .money, .sum(.members("capability_one_off"))),
        cell(
            "readiness_recurring", "Tools of the gaps", .moneyPerMonth, .money,
            .sum(.members("capability_recurring"))),
        cell("readiness_delay", "Readiness delay", .weeks, .fraction, .greatest(.members("capability_delay"))),
        cell(
            "readiness_month", "First month that readiness allows", .month, .count,
            .guardedCeiling("readiness_delay" * .constant(.daysPerWeek) * 12 / .constant(.daysPerYear))),
    ]

    private static func dimension(_ dimension: Capability.Dimension, _ ids: [String]) -> [Line] {
        func sum(_ line: String) -> Expression {
            let parts = ids.map { Expression.member(line, $0) }
            return parts.dropFirst().reduce(parts[0], +)
        }
        let id = dimension.rawValue
        return [
            cell(
                "\(id)_score", "\(dimension.label): score", .points, .fraction,
                100 * sum("capability_counted") / sum("capability_full")),
            cell(
                "\(id)_critical_red", "\(dimension.label): critical and red", .index, .count,
                sum("capability_critical_red")),
            cell(
                "\(id)_critical_below", "\(dimension.label): critical and below the target", .index, .count,
                sum("capability_critical_below")),
            status("\(id)_status", "\(dimension.label): status", of: id),
            cell("\(id)_one_off", "\(dimension.label): one-off", .money, .money, sum("capability_one_off")),
            cell(
                "\(id)_recurring", "\(dimension.label): tools", .moneyPerMonth, .money, sum("capability_recurring")),
        ]
    }

    private static let overall: [Line] = [
        cell(
            "readiness_score", "Readiness score", .points, .fraction,
            100 * .sum(.members("capability_counted")) / .sum(.members("capability_full"))),
        cell(
            "readiness_critical_red", "Critical and red", .index, .count, .sum(.members("capability_critical_red"))),
        cell(
            "readiness_critical_below", "Critical and below the target", .index, .count,
            .sum(.members("capability_critical_below"))),
        status("readiness_status", "Readiness", of: "readiness"),
    ]

    private static func status(_ id: String, _ label: String, of group: String) -> Line {
        cell(
            id, label, .word, .word,
            .choose(
                max(.line("\(group)_critical_red") > 0, .line("\(group)_score") < "readiness_yellow"), .word("red"),
                .choose(
                    max(.line("\(group)_critical_below") > 0, .line("\(group)_score") < "readiness_green"),
                    .word("yellow"), .word("green"))))
    }

    private static func cell(
        _ id: String, _ label: String, _ unit: Unit, _ display: Display, _ expression: Expression
    ) -> Line {
        Line(id, label, unit, display, .cell, section: "12", expression)
    }

    private static func each(
        _ id: String, _ label: String, _ unit: Unit, _ display: Display, _ expression: Expression
    ) -> Line {
        Line(id, label, unit, display, .cell, over: .capability, section: "12", expression)
    }

    /// What the plan owes to readiness.
    static let readinessOfPlan = Section(
        "Readiness and the plan",
        [
            cell(
                "readiness_paid_month", "Month in which closing the gaps is paid", .month, .count,
                max(1, "first_start" - "readiness_month")),
            Line(
                "breaks_readiness", "Moves before readiness allows", .flag, .flag, .cell, over: .workload,
                section: "12", "moves" * ("start" < "readiness_month")),
            cell(
                "readiness_breaks", "Workloads that move before readiness allows", .index, .count,
                .sum(.members("breaks_readiness"))),
        ])
}

extension [String] {
    /// The capabilities by dimension, empty dimensions left out.
    fileprivate var dimensions: [(dimension: Capability.Dimension, ids: [String])] {
        Capability.Dimension.allCases.compactMap { dimension in
            let own = filter { Capability.of($0)?.dimension == dimension }
            return own.isEmpty ? nil : (dimension, own)
        }
    }
}

extension Unit {
    package static let points = Unit("points", .one)
    package static let level = Unit("level", .one)
    package static let weeks = Unit("weeks", .one)
}
