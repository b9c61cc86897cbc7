extension Section {
    /// The scorecard and what its gaps cost in money and time. MODEL.md 12. Without a readiness.csv: nothing, in words.
    ///
    /// Targets rise from phase to phase of the plan where a project says so. A line of the first phase has no number; that
    /// of phase 2 is the same line with `_2`. What a phase costs is what it asks for beyond the phase before.
    static func readiness(members: Members) -> Section {
        let ids = members[.capability].map(\.id)
        guard !ids.isEmpty else { return Section("Readiness", absent) }
        let later = members.laterReadinessPhases
        return Section(
            "Readiness",
            links(phases: members.readinessPhases) + levels(hasPools: !members[.pool].isEmpty) + gaps(1) + money(1)
                + members.capabilitiesOfDimensions.flatMap { dimension($0.dimension, $0.ids) } + overall(1)
                + later.flatMap { gaps($0) + money($0) + overall($0) } + (later.isEmpty ? [] : due(later)))
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

    private static func links(phases: Int) -> [Line] {
        let beyond = (phases + 1)..<(Capability.mostPhases + 1)
        let unused = beyond.map { DriverCatalogue.targetPattern(ofPhase: $0) }
        return DriverCatalogue.readiness.filter { !unused.contains($0.pattern) }.map { definition in
            let isOfCapability = definition.pattern.hasSuffix("*")
            let id = isOfCapability ? "capability_\(definition.name)" : "readiness_\(definition.name)"
            return Line(
                id, definition.label, .of(definition.unit), definition.display, .cell,
                over: isOfCapability ? .capability : nil, section: "12", .driver(definition.pattern))
        }
    }

    /// What counts, whatever the target.
    ///
    /// - Parameter hasPools: there is something to run; without it nobody is missing.
    private static func levels(hasPools: Bool) -> [Line] {
        [
            each("capability_id", "Capability", .word, .word, .memberText(.id)),
            each(
                "capability_shown", "Level that evidence shows", .level, .count,
                .choose("capability_evidenced", "capability_levels", min("capability_levels", 1))),
            // The people whom the plan names: those that only come with more GPUs man no rota on its first day.
            cell(
                "readiness_people", "People from the first day on", .fte, .fraction,
                min(max("fte_base", "fte_min"), "fte_max") + "readiness_existing_people"),
            cell(
                "team_missing", "People missing to the least team", .fte, .fraction,
                hasPools ? max(0, "readiness_minimum_people" - "readiness_people") : 0),
            // A rota is claimed from level 2 on, and counts only with enough people to man it.
            each(
                "capability_claims_rota", "Claims a rota around the clock", .flag, .flag,
                .isWord("capability_id", "on_call") * ("capability_shown" > 1)),
            cell(
                "rota_missing", "People missing to the rota that is claimed", .fte, .fraction,
                hasPools
                    ? .greatest(.members("capability_claims_rota"))
                        * max(0, "readiness_rota_people" - "readiness_people") : 0),
            each(
                "capability_short", "Too few people", .flag, .flag,
                .isWord("capability_id", "ml_staffing") * ("team_missing" > 0)
                    + .isWord("capability_id", "on_call") * ("rota_missing" > 0)),
            each(
                "capability_capped", "Level that counts", .level, .count,
                .choose("capability_short", min("capability_shown", 1), "capability_shown")),
            cell(
                "team_short", "People short of the least team", .fte, .fraction, "project" * "team_missing"),
            cell(
                "rota_short", "People short of a rota around the clock", .fte, .fraction, "project" * "rota_missing"),
            cell(
                "people_missing", "People to be found", .fte, .fraction,
                max(
                    .greatest(.members("capability_is_team")) * "team_missing", "rota_missing")),
            each(
                "capability_is_team", "The least team is asked for", .flag, .flag,
                .isWord("capability_id", "ml_staffing")),
            cell(
                "people_missing_year", "What they cost a year, in no figure of the plan", .money, .money,
                "people_missing" * "loaded_cost_year"),
        ]
    }

    private static func gaps(_ phase: Int) -> [Line] {
        let by = Phase(number: phase)
        let gap = max(0, by["capability_targets"] - "capability_capped")
        return [
            // A later phase asks for no less than the one before it.
            by.each(
                "capability_gap", "Gap to the target", .level, .count,
                by.before.map { max($0["capability_gap"], by["capability_targets"] - "capability_capped") } ?? gap),
            by.each(
                "capability_red", "Red", .flag, .flag,
                max("capability_short", by["capability_gap"] > 1, "capability_capped" <= 0)),
            by.each(
                "capability_mild", "Status unless it is red", .word, .word,
                .choose(by["capability_gap"] > 0, .word("yellow"), .word("green"))),
            by.each(
                "capability_status", "Status", .word, .word,
                .choose(by["capability_red"], .word("red"), by["capability_mild"])),
            by.each(
                "capability_open", "Red or yellow", .flag, .flag,
                max(by["capability_red"], by["capability_gap"] > 0)),
            by.each(
                "capability_counted", "Weighted level, up to the target", .points, .fraction,
                "capability_weights" * min("capability_capped", by["capability_targets"])),
            by.each(
                "capability_full", "Weighted target", .points, .fraction,
                "capability_weights" * by["capability_targets"]),
            by.each(
                "capability_critical_red", "Critical and red", .flag, .flag,
                "capability_critical" * by["capability_red"]),
            by.each(
                "capability_critical_below", "Critical and below the target", .flag, .flag,
                "capability_critical" * by["capability_open"]),
            by.cell(
                "readiness_open", "Capabilities below their targets", .index, .count,
                .sum(.members(by.id("capability_open")))),
        ]
    }

    private static func money(_ phase: Int) -> [Line] {
        let by = Phase(number: phase)
        let gap = by["capability_gap"]
        let levels = by.before.map { gap - $0["capability_gap"] } ?? gap
        let isNew = by.before.map { (gap > 0) - ($0["capability_gap"] > 0) } ?? (gap > 0)
        return [
            by.each(
                "capability_one_off", "Closing the gap, one-off", .money, .money,
                levels * ("readiness_days_per_level" * "readiness_day_rate" + "readiness_tool_setup")),
            by.each(
                "capability_recurring", "Tools of the gap", .moneyPerMonth, .money, isNew * "readiness_tool_month"),
            by.each(
                "capability_delay", phase == 1 ? "Delay of the first migration" : "Delay, from today", .weeks,
                .fraction, "capability_critical" * gap * "readiness_weeks_per_level"),
            by.cell(
                "readiness_one_off", "Closing the gaps, one-off", .money, .money,
                .sum(.members(by.id("capability_one_off")))),
            by.cell(
                "readiness_recurring", "Tools of the gaps", .moneyPerMonth, .money,
                .sum(.members(by.id("capability_recurring")))),
            by.cell(
                "readiness_delay", "Readiness delay", .weeks, .fraction,
                .greatest(.members(by.id("capability_delay")))),
            by.cell(
                "readiness_delay_months", "Readiness delay in months", .months, .fraction,
                by["readiness_delay"] * .constant(.daysPerWeek) * 12 / .constant(.daysPerYear)),
            by.cell(
                "readiness_month", "First month that readiness allows", .month, .count,
                .guardedCeiling(by["readiness_delay_months"])),
        ]
    }

    private static func dimension(_ dimension: Capability.Dimension, _ ids: [String]) -> [Line] {
        func sum(_ line: String) -> Expression {
            let parts = ids.map { Expression.member(line, $0) }
            return parts.dropFirst().reduce(parts[0], +)
        }
        let id = dimension.rawValue
        return [
            cell(
                "\(id)_counted", "\(dimension.label): weighted levels", .points, .fraction,
                sum("capability_counted")),
            cell("\(id)_full", "\(dimension.label): weighted targets", .points, .fraction, sum("capability_full")),
            cell(
                "\(id)_score", "\(dimension.label): score", .points, .fraction,
                100 * .line("\(id)_counted") / .line("\(id)_full")),
            cell(
                "\(id)_critical_red", "\(dimension.label): critical and red", .index, .count,
                sum("capability_critical_red")),
            cell(
                "\(id)_critical_below", "\(dimension.label): critical and below the target", .index, .count,
                sum("capability_critical_below")),
            cell(
                "\(id)_mild", "\(dimension.label): status unless it is red", .word, .word,
                mild(below: .line("\(id)_critical_below"), score: .line("\(id)_score"))),
            cell(
                "\(id)_status", "\(dimension.label): status", .word, .word,
                status(
                    red: .line("\(id)_critical_red"), score: .line("\(id)_score"), else: .line("\(id)_mild"))),
            cell("\(id)_one_off", "\(dimension.label): one-off", .money, .money, sum("capability_one_off")),
            cell(
                "\(id)_recurring", "\(dimension.label): tools", .moneyPerMonth, .money, sum("capability_recurring")),
        ]
    }

    private static func overall(_ phase: Int) -> [Line] {
        let by = Phase(number: phase)
        return [
            by.cell(
                "readiness_score", "Readiness score", .points, .fraction,
                100 * .sum(.members(by.id("capability_counted"))) / .sum(.members(by.id("capability_full")))),
            by.cell(
                "readiness_critical_red", "Critical and red", .index, .count,
                .sum(.members(by.id("capability_critical_red")))),
            by.cell(
                "readiness_critical_below", "Critical and below the target", .index, .count,
                .sum(.members(by.id("capability_critical_below")))),
            by.cell(
                "readiness_mild", "Readiness unless it is red", .word, .word,
                mild(below: by["readiness_critical_below"], score: by["readiness_score"])),
            by.cell(
                "readiness_status", "Readiness", .word, .word,
                status(
                    red: by["readiness_critical_red"], score: by["readiness_score"], else: by["readiness_mild"])),
        ]
    }

    private static func mild(below: Expression, score: Expression) -> Expression {
        .choose(max(below > 0, score < "readiness_green"), .word("yellow"), .word("green"))
    }

    private static func status(red: Expression, score: Expression, else mild: Expression) -> Expression {
        .choose(max(red > 0, score < "readiness_yellow"), .word("red"), mild)
    }

    /// The first phase whose target a capability misses, and what reaching all targets costs.
    private static func due(_ later: [Int]) -> [Line] {
        let phases = ([1] + later).map(Phase.init(number:))
        func sum(_ line: String) -> Expression { phases.dropFirst().reduce(phases[0][line]) { $0 + $1[line] } }
        return [
            // A phase asks for no less than the one before it: what is open in one is open in all later ones.
            each(
                "capability_due", "First phase whose target is missed (0 = none)", .index, .count,
                phases.last!["capability_open"] * (1 + phases.last!.expression - sum("capability_open"))),
            each("capability_due_open", "Below a target of any phase", .flag, .flag, "capability_due" > 0),
            each(
                "capability_due_red", "Red in that phase", .flag, .flag,
                phases.dropFirst().reduce(redWhenDue(phases[0])) { $0 + redWhenDue($1) }),
            each(
                "capability_due_mild", "Status in that phase unless it is red", .word, .word,
                .choose("capability_due" > 0, .word("yellow"), .word("green"))),
            each(
                "capability_due_status", "Status in that phase", .word, .word,
                .choose("capability_due_red", .word("red"), "capability_due_mild")),
            each("capability_due_one_off", "One-off of all phases", .money, .money, sum("capability_one_off")),
            each(
                "capability_due_delay", "Delay to the last target", .weeks, .fraction,
                phases.last!["capability_delay"]),
            cell(
                "readiness_due_open", "Capabilities below a target of any phase", .index, .count,
                .sum(.members("capability_due_open"))),
        ]
    }

    private static func redWhenDue(_ by: Phase) -> Expression {
        Expression.line("capability_due").equals(by.expression) * by["capability_red"]
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

    /// Lines of one phase of the plan.
    private struct Phase {
        var number: Int

        var before: Phase? { number == 1 ? nil : Phase(number: number - 1) }

        /// The number of the phase, in the numbers that a formula may hold.
        var expression: Expression { (1..<number).reduce(1) { sum, _ in sum + 1 } }

        func id(_ line: String) -> String { Section.readinessLine(line, phase: number) }

        subscript(line: String) -> Expression { .line(id(line)) }

        func label(_ words: String) -> String { number == 1 ? words : "Phase \(number): \(words)" }

        func cell(_ line: String, _ words: String, _ unit: Unit, _ display: Display, _ expression: Expression) -> Line {
            Section.cell(id(line), label(words), unit, display, expression)
        }

        func each(_ line: String, _ words: String, _ unit: Unit, _ display: Display, _ expression: Expression) -> Line {
            Section.each(id(line), label(words), unit, display, expression)
        }
    }

    /// The id of a line of the scorecard for a phase of the plan, from 1.
    package static func readinessLine(_ line: String, phase: Int) -> String {
        phase == 1 ? line : "\(line)_\(phase)"
    }

    // MARK: - The plan

    /// What the plan owes to readiness.
    static func readinessOfPlan(_ members: Members) -> Section {
        let later = members.laterReadinessPhases
        let allowed: Expression = later.isEmpty ? "readiness_month" : "own_readiness_month"
        return Section(
            "Readiness and the plan",
            [
                cell(
                    "readiness_paid_month", "Month in which closing the gaps is paid", .month, .count,
                    max(1, "first_start" - "readiness_month"))
            ]
                + (later.isEmpty
                    ? []
                    : begins + later.flatMap(ofPlan) + [
                        planned("one_off", later), planned("recurring", later), ownMonth(later),
                    ] + later.flatMap(paid)) + [
                    Line(
                        "breaks_readiness", "Moves before readiness allows", .flag, .flag, .cell, over: .workload,
                        section: "12", "moves" * ("start" < allowed)),
                    cell(
                        "readiness_breaks", "Workloads that move before readiness allows", .index, .count,
                        .sum(.members("breaks_readiness"))),
                ])
    }

    /// Workloads flow together in a plain sum here, so that the search of the plan can tell what each adds.
    private static let begins: [Line] = [
        Line(
            "phase_begins", "Workloads that start in the month", .index, .count, section: "12",
            .sumEach(Expression.each(.members("start")).equals("t") * 1)),
        Line(
            "phases_begun", "Phases begun so far", .index, .count, section: "12", opening: 0,
            .previous("phases_begun") + ("phase_begins" > 0)),
    ]

    private static func ofPlan(_ phase: Int) -> [Line] {
        let by = Phase(number: phase)
        let before = by.before!
        return [
            // Who moves everything at once needs all targets at once.
            by.cell(
                "readiness_phase_start", "First month (0 = the plan has no such phase)", .month, .count,
                "strategy_is_full" * "project" * "first_start" + (1 - "strategy_is_full")
                    * .sumEach(
                        (.each(.all("phase_begins")) > 0)
                            * Expression.each(.all("phases_begun")).equals(by.expression) * .each(.all("t")))),
            by.cell(
                "readiness_paid_month", "Month in which closing the gaps is paid", .month, .count,
                max(
                    1, by["readiness_phase_start"] - (by["readiness_month"] - before["readiness_month"]))),
        ]
    }

    /// Money of the phases that the plan has.
    private static func planned(_ name: String, _ later: [Int]) -> Line {
        let isMonthly = name == "recurring"
        return cell(
            "readiness_planned_\(name)",
            isMonthly ? "Tools of the gaps, all phases of the plan" : "Closing the gaps of all phases of the plan",
            isMonthly ? .moneyPerMonth : .money, .money,
            later.reduce(.line("readiness_\(name)")) { sum, phase in
                let by = Phase(number: phase)
                return sum + (by["readiness_phase_start"] > 0) * by["readiness_\(name)"]
            })
    }

    private static func ownMonth(_ later: [Int]) -> Line {
        Line(
            "own_readiness_month", "First month that readiness allows its phase", .month, .count, .cell,
            over: .workload, section: "12",
            later.reduce("readiness_month") { month, phase in
                let by = Phase(number: phase)
                return month
                    + ("phase" >= by.expression) * (by["readiness_month"] - by.before!["readiness_month"])
            })
    }

    /// Money of a month, up to a phase: what the phases before pay, and what this one adds once the plan has it.
    private static func paid(_ phase: Int) -> [Line] {
        let by = Phase(number: phase)
        let before = phase == 2 ? nil : by.before
        let has = by["readiness_phase_start"] > 0
        let first = Expression.line("t").equals("readiness_paid_month") * "readiness_one_off"
        func line(_ name: String, _ words: String, _ expression: Expression) -> Line {
            Line(by.id(name), by.label(words), .moneyPerMonth, .money, section: "12", expression)
        }
        return [
            line(
                "readiness_paid", "Closing the gaps, up to this phase",
                (before.map { $0["readiness_paid"] } ?? first)
                    + has * Expression.line("t").equals(by["readiness_paid_month"]) * by["readiness_one_off"]),
            line(
                "readiness_tools", "Tools of the gaps, up to this phase",
                (before.map { $0["readiness_tools"] } ?? "readiness_recurring")
                    + has * ("t" >= by["readiness_paid_month"]) * by["readiness_recurring"]),
        ]
    }

    /// One-time money of readiness in a month.
    static func readinessOneOff(_ members: Members) -> Expression {
        members.laterReadinessPhases.last.map { Phase(number: $0)["readiness_paid"] }
            ?? Expression.line("t").equals("readiness_paid_month") * "readiness_one_off"
    }

    /// Tools of a month, while own hosting is staffed.
    static func readinessTools(_ members: Members) -> Expression {
        members.laterReadinessPhases.last.map { Phase(number: $0)["readiness_tools"] } ?? "readiness_recurring"
    }
}

extension Members {
    /// Phases after the first one that have targets of their own.
    var laterReadinessPhases: [Int] { readinessPhases > 1 ? Array(2...readinessPhases) : [] }

    /// Month in which everything may move at once: all targets are reached.
    var lastReadinessMonth: Expression {
        .line(Section.readinessLine("readiness_month", phase: readinessPhases))
    }

    /// Line of the money of readiness that the whole plan carries.
    func readinessLineOfPlan(_ name: String) -> Expression {
        .line(readinessPhases > 1 ? "readiness_planned_\(name)" : "readiness_\(name)")
    }

    /// The capabilities by dimension, empty dimensions left out.
    fileprivate var capabilitiesOfDimensions: [(dimension: Capability.Dimension, ids: [String])] {
        let ids = self[.capability].map(\.id)
        return Capability.Dimension.allCases.compactMap { dimension in
            let own = zip(ids, dimensionOfCapability).filter { $0.1 == dimension }.map(\.0)
            return own.isEmpty ? nil : (dimension, own)
        }
    }
}

extension Unit {
    package static let points = Unit("points", .one)
    package static let level = Unit("level", .one)
    package static let weeks = Unit("weeks", .one)
}
