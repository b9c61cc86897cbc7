extension Section {
    /// Most phases that are told apart; the last one also takes what starts later.
    package static let mostPhases = 30

    /// The plan by phase: workloads that start in the same month. MODEL.md 6 and 11.
    ///
    /// What own hosting costs belongs to all phases together, so it is shared out by the work that each gives to own GPUs.
    /// Then phases and what stays on the API add up to the whole in every month. The phases are those of the plan, so they
    /// stand on the sheet of its base scenario; which phase a workload belongs to, every scenario's readiness may ask.
    static func phases(_ parts: Set<ModelPart>) -> Section {
        Section(
            "Migration: phases",
            order
                + (ofWorkloads + ofPhases + ofMonths(parts) + whatIsLost).map { line in
                    var line = line
                    line.home = .basePlanSheet
                    return line
                })
    }

    /// For the check that nothing is lost between the phases and the plan.
    private static let whatIsLost = [
        lost(
            "baseline", "the baseline", .each(.all("phases_baseline")) + .each(.all("permanent_baseline")),
            .each(.all("baseline_api"))),
        lost(
            "saving", "the saving of the plan", .each(.all("phases_saving")) + .each(.all("permanent_displaced")),
            .each(.all("plan_saving"))),
    ]

    private static func lost(_ id: String, _ words: String, _ parts: Expression, _ whole: Expression) -> Line {
        Line(
            "phases_off_\(id)", "How far phases and what stays are off \(words), all months", .money, .money, .cell,
            section: "14", .sumEach(.absolute(parts - whole)))
    }

    private static let order: [Line] = [
        Line(
            "moves_within", "Moves within the horizon", .flag, .flag, .cell, over: .workload, section: "11",
            "start" <= "horizon"),
        Line(
            "moves_together", "Workloads that start in the same month", .index, .count, .cell, over: .workload,
            section: "11", .sumEach(Expression.each(.members("start")).equals("start") * 1)),
        // Workloads of one month count as one: each stands for its part of them.
        Line(
            "starts_before", "Months with a start before its own", .index, .fraction, .cell, over: .workload,
            section: "11", .sumEach((.each(.members("start")) < "start") / .each(.members("moves_together")))),
        Line(
            "phase", "Phase (0 = stays on the API)", .index, .count, .cell, over: .workload, section: "11",
            "moves_within" * min(.greatest(.members("phase_number")), .guardedCeiling(1 + "starts_before"))),
        Line("phase_index", "Phase, from 0", .index, .count, .cell, over: .phase, section: "11", .memberIndex),
        Line("phase_number", "Phase", .index, .count, .cell, over: .phase, section: "11", "phase_index" + 1),
    ]

    private static let ofWorkloads: [Line] = [
        Line(
            "parallel_cost", "API cost of what the parallel run repeats", .moneyPerMonth, .money, over: .workload,
            section: "6", total: true,
            "api_tokens_cost" * "parallel_share" * "max_share"
                * .element(.ownItems("ramp"), at: max(1, min("t" - "start" + 1, "ramp_steps")))
                * (1 - "fallback_share")),
        Line(
            "stage_alone", "Who answers where nothing runs in parallel", .word, .word, over: .workload, section: "6",
            .choose("served_share" > 0, .word("own"), .word("API"))),
        Line(
            "stage", "Who answers", .word, .word, over: .workload, section: "6",
            .choose("parallel_share" > 0, .word("parallel"), "stage_alone")),
        Line(
            "fallback_month0", "API cost of what falls back, at month 0", .moneyPerMonth, .money, .cell,
            over: .workload, section: "6", "displaceable" * "fallback_share"),
        Line(
            "own_gpus", "GPUs in a replica of the pool", .gpu, .count, .cell, over: .workload, section: "11",
            .choose("pool_position" > 0, .element(.members("gpus_per_replica"), at: "pool_position"), 0)),
    ]

    private static let ofPhases: [Line] = [
        Line(
            "phase_size", "Workloads of the phase", .index, .count, .cell, over: .phase, section: "11",
            .sumEach(ofPhase * 1)),
        Line(
            "phase_start", "First month of the phase (0 = no such phase)", .month, .count, .cell, over: .phase,
            section: "11", .sumEach(ofPhase * .each(.members("start"))) / max(1, "phase_size")),
        Line(
            "phases_used", "Phases of the plan", .index, .count, .cell, section: "11", .greatest(.members("phase"))),
        Line(
            "phase_after", "Month after which one-time costs prepare it", .month, .count, .cell, over: .phase,
            section: "11",
            .choose(
                "phase_number" > 1, .element(.members("phase_start"), at: max(1, "phase_number" - 1)), -1)),
        Line(
            "phase_until", "Last month of its one-time costs", .month, .count, .cell, over: .phase, section: "11",
            .choose("phase_number" < "phases_used", "phase_start", "horizon")),
        Line(
            "phase_one_off", "One-time costs of the phase", .money, .money, .cell, over: .phase, section: "11",
            ("phase_number" <= "phases_used")
                * .sumEach(
                    (.each(.all("t")) > "phase_after") * (.each(.all("t")) <= "phase_until")
                        * .each(.all("one_off")))),
    ]

    private static let ofPhase = Expression.each(.members("phase")).equals("phase_number")
    private static let stays = Expression.each(.members("phase")).equals(0)
    private static let displaced = .each(.members("api_cost")) - Expression.each(.members("residual_workload"))

    private static func ofMonths(_ parts: Set<ModelPart>) -> [Line] {
        [
            month(
                "phase_baseline", "API cost of the phase, had it stayed", over: .phase,
                .sumEach(ofPhase * .each(.members("api_cost")))),
            month(
                "permanent_baseline", "API cost of what stays, with what belongs to no workload",
                .sumEach(stays * .each(.members("api_cost"))) + APIBill(side: .baseline, parts: parts).fixed),
            month(
                "phase_displaced", "API cost that the phase no longer pays", over: .phase,
                .sumEach(ofPhase * displaced)),
            month(
                "permanent_displaced", "API cost that the rest no longer pays", .sumEach(stays * displaced)),
            month(
                "cost_of_moving", "Own hosting, and what else the plan changes on the API bill",
                "alternative_headline" - .sum(.members("residual_workload"))
                    - ("baseline_api" - .sum(.members("api_cost")))),
            Line(
                "phase_work", "GPU-seconds of the phase", .seconds, .count, over: .phase, section: "11",
                .sumEach(ofPhase * .each(.members("demand")) * .each(.members("own_gpus")))),
            Line(
                "phases_work", "GPU-seconds of all phases", .seconds, .count, section: "11",
                .sum(.members("phase_work"))),
            Line(
                "phase_share", "Part of own hosting that the phase carries", .ratio, .percent, over: .phase,
                section: "11",
                .choose("phases_work" > 0, "phase_work" / "phases_work", ("phase_number" <= 1) * 1)),
            month(
                "phase_saving", "Saving of the phase", over: .phase,
                "phase_displaced" - "phase_share" * "cost_of_moving"),
            month("plan_saving", "Saving of the plan", "baseline_api" - "alternative_headline"),
            month("parallel_cost_all", "API cost of what parallel runs repeat", .sum(.members("parallel_cost"))),
            month("phases_baseline", "API cost of all phases, had they stayed", .sum(.members("phase_baseline"))),
            month("phases_saving", "Saving of all phases", .sum(.members("phase_saving"))),
        ]
    }

    private static func month(
        _ id: String, _ label: String, over members: MemberSet? = nil, _ expression: Expression
    ) -> Line {
        Line(id, label, .moneyPerMonth, .money, over: members, section: "11", total: true, expression)
    }
}
