/// A rule that decides whether a phase goes on. The order is that of the sheet.
package enum Gate: String, CaseIterable, Hashable, Sendable {
    case readiness, evaluation, saving, unitCost = "unit_cost"

    /// Judged before the phase starts; the others when its months have closed.
    package var isBefore: Bool { self == .readiness || self == .evaluation }

    package var label: String {
        switch self {
        case .readiness: "Readiness of team and tooling"
        case .evaluation: "Workloads whose own evaluation set passes"
        case .saving: "Saving of the phase's months against the plan, which is 100 %"
        case .unitCost: "Own cost of the tokens served, of the frozen API price"
        }
    }

    /// What happens where it is missed.
    package var action: String {
        switch self {
        case .readiness: "Pause: the phase does not start until the scorecard is no longer red"
        case .evaluation: "Pause: what fails stays on the API until its evaluation passes"
        case .saving: "Pause the next phase until a review is met; missed at two reviews running: return to the API"
        case .unitCost: "Stop: the workloads of the phase return to the API by their fallback route"
        }
    }

    /// Line of the threshold, and of what is held against it.
    package var threshold: String {
        switch self {
        case .readiness: "least_readiness"
        case .evaluation: "least_evaluation"
        case .saving: "least_saving"
        case .unitCost: "most_unit_cost"
        }
    }

    package var status: String { "gate_\(rawValue)" }
}

/// What happens after the gates that have been judged.
package enum GateCall: String, CaseIterable, Hashable, Sendable {
    case goOn = "go on"
    case pause
    case returnToAPI = "return to the API"
}

/// In the order of their places, from 1.
package enum GateStatus: String, CaseIterable, Hashable, Sendable {
    case notDue = "not due"
    case noData = "no data"
    case missed, met
}

extension Section {
    /// Gates and stop rules: a phase starts when the gate before it is met and goes on while its review is met.
    ///
    /// - Parameters:
    ///   - hasScorecard: readiness.csv is there.
    ///   - byPhase: It has targets for later phases.
    ///   - hasEvaluations: Some moving workload has an evaluation pass rate.
    ///   - hasActuals: Something has moved.
    static func gates(hasScorecard: Bool, byPhase: Bool, hasEvaluations: Bool, hasActuals: Bool) -> Section {
        let red: Expression = byPhase ? "phase_readiness_red" : "readiness_red"
        return Section(
            "Gates and stop rules",
            rules(hasScorecard && !byPhase) + (byPhase ? readinessOfPhases : []) + (hasEvaluations ? evaluations : [])
                + dates + (hasEvaluations ? answers : [])
                + (hasActuals ? results : [])
                + [
                    status(.readiness, due: "gate_due", hasScorecard ? (1, 1 - red) : nil),
                    status(
                        .evaluation, due: "gate_due",
                        hasEvaluations
                            ? (max("failing" > 0, "answered" >= "phase_size"), Expression.line("failing").equals(0))
                            : nil),
                    status(
                        .saving, due: "review_due",
                        hasActuals ? ("saving_known", "saving_share" >= "least_saving") : nil),
                    status(
                        .unitCost, due: "review_due",
                        hasActuals ? ("unit_cost_known", "unit_cost_share" <= "most_unit_cost") : nil),
                    count("phase_missed", "Gates missed", .missed), count("phase_met", "Gates met", .met),
                    one("gates_missed", "Gates that are missed", .index, .count, .sum(.members("phase_missed"))),
                    one("gates_met", "Gates that are met", .index, .count, .sum(.members("phase_met"))),
                ] + (hasActuals ? call : [])
                + [
                    one(
                        "next_gate", "End of month of the next gate (T + 1 = none)", .month, .count,
                        .least(.members("open_month")))
                ])
    }

    private static func one(
        _ id: String, _ label: String, _ unit: Unit, _ display: Display, _ expression: Expression
    ) -> Line {
        Line(id, label, unit, display, .cell, section: "11", expression)
    }

    private static func ofPhase(
        _ id: String, _ label: String, _ unit: Unit, _ display: Display, _ expression: Expression
    ) -> Line {
        Line(id, label, unit, display, .cell, over: .phase, section: "11", expression)
    }

    private static func linked(_ id: String) -> Expression { .driver("\(MemberSet.phase.rawValue).*.\(id)") }

    private static let readinessOfPhases: [Line] = [
        ofPhase("phase_readiness_now", "Readiness now, for the phase", .word, .word, linked("readiness_status")),
        ofPhase(
            "phase_readiness_red", "Readiness for the phase is red", .flag, .flag, .isWord("phase_readiness_now", "red")
        ),
    ]

    /// - Parameter hasScorecard: one status of readiness holds for every phase.
    private static func rules(_ hasScorecard: Bool) -> [Line] {
        [
            one("gate_start_month", "First month of the model", .date, .month, .driver("gates.start_month")),
            one("gate_horizon", "Months of the model", .months, .count, .driver("gates.horizon")),
            one("gate_period", "End of the period", .date, .date, .input("gates.period")),
            one("least_evaluation", "Least share that passes", .ratio, .percent, .driver("migration.min_eval_pass")),
            one("least_saving", "Least saving, of the plan", .ratio, .percent, .driver("migration.gate_saving_share")),
            one(
                "most_unit_cost", "Most own cost, of the frozen API price", .ratio, .percent,
                .driver("migration.gate_unit_cost_share")),
            one(
                "review_months", "Months after which the last phase is judged", .months, .count,
                .driver("migration.review_months")),
            Line(
                "status_word", "Status", .word, .word, .cell, over: .gateStatus, section: "11", .memberText(.id)),
        ]
            + (hasScorecard
                ? [
                    one("gate_readiness_now", "Readiness now", .word, .word, .driver("gates.readiness_status")),
                    one("readiness_red", "Readiness is red", .flag, .flag, .isWord("gate_readiness_now", "red")),
                ] : [])
    }

    private static let evaluations: [Line] = [
        Line(
            "evaluated_phase", "Phase", .index, .count, .cell, over: .evaluated, section: "11",
            .driver("\(MemberSet.evaluated.rawValue).*.phase")),
        Line(
            "evaluated_rate", "Share of its evaluation set that passes", .ratio, .percent, .cell, over: .evaluated,
            section: "11", .driver("\(MemberSet.evaluated.rawValue).*.rate")),
    ]

    private static let dates: [Line] = [
        ofPhase("gate_phase", "Phase", .index, .count, linked("number")),
        ofPhase("first_month", "First month (0 = no such phase)", .month, .count, linked("first_month")),
        ofPhase("phase_size", "Workloads", .index, .count, linked("phase_size")),
        ofPhase(
            "gate_date", "Gate: the month before it starts", .date, .date,
            .endOfMonth("gate_start_month", "first_month" - 1 - 1)),
        ofPhase(
            "gate_due", "Gate is due", .flag, .flag, ("first_month" > 0) * ("gate_date" <= "gate_period")),
        one("gate_phases", "Phases of the plan", .index, .count, .sumEach((.each(.members("first_month")) > 0) * 1)),
        ofPhase(
            "next_start", "First month of the next phase", .month, .count,
            .element(.members("first_month"), at: max(1, min("gate_phase" + 1, "gate_phases")))),
        ofPhase(
            "last_month", "Last month that is its own", .month, .count,
            ("first_month" > 0)
                * .choose("gate_phase" < "gate_phases", "next_start" - 1, "first_month" + "review_months" - 1)),
        ofPhase(
            "review_date", "Review: when its months have closed", .date, .date,
            .endOfMonth("gate_start_month", "last_month" - 1)),
        ofPhase(
            "review_due", "Review is due", .flag, .flag, ("first_month" > 0) * ("review_date" <= "gate_period")),
        ofPhase(
            "open_month", "End of month of its next gate (T + 1 = none)", .month, .count,
            min(
                .choose("gate_date" <= "gate_period", "gate_horizon" + 1, "first_month" - 1),
                .choose("review_date" <= "gate_period", "gate_horizon" + 1, "last_month"))),
    ]

    private static let ofItsWorkloads = Expression.each(.members("evaluated_phase")).equals("gate_phase")

    private static let answers: [Line] = [
        ofPhase("answered", "Workloads with an evaluation", .index, .count, .sumEach(ofItsWorkloads * 1)),
        ofPhase(
            "failing", "Of them below the threshold", .index, .count,
            .sumEach(ofItsWorkloads * (.each(.members("evaluated_rate")) < "least_evaluation"))),
    ]

    /// Months of the phase that have closed.
    private static func closed(_ value: Expression) -> Expression {
        .sumEach(
            (.each(.members("actual_month")) > "gate_date") * (.each(.members("actual_month")) <= "review_date")
                * value)
    }

    private static let results: [Line] = [
        ofPhase(
            "months_booked", "Months with own hosting booked", .months, .count, closed(.each(.members("own_booked")))),
        ofPhase("months_planned", "Months in the plan", .months, .count, closed(.each(.members("in_plan")))),
        ofPhase("phase_actual", "Saving, actual", .money, .money, closed(.each(.members("actual_saving")))),
        ofPhase("phase_plan", "Saving, plan", .money, .money, closed(.each(.members("planned_saving")))),
        ofPhase("phase_own", "Own hosting, actual", .money, .money, closed(.each(.members("actual_own")))),
        ofPhase(
            "phase_frozen", "Own tokens at frozen prices", .money, .money, closed(.each(.members("own_at_frozen")))),
        ofPhase("phase_months", "Months that are its own", .months, .count, "last_month" - "first_month" + 1),
        ofPhase(
            "unit_cost_known", "Cost of all its months is booked", .flag, .flag,
            ("months_booked" >= "phase_months") * ("phase_frozen" > 0)),
        ofPhase(
            "saving_known", "And all are in the plan", .flag, .flag,
            ("months_booked" >= "phase_months") * ("months_planned" >= "phase_months")),
        // Of a plan that is below zero at first, too: 100 % is the plan, less is worse.
        ofPhase(
            "saving_share", "Saving, of the plan", .ratio, .percent,
            .choose(
                Expression.line("phase_plan").equals(0), ("phase_actual" >= 0) * 1,
                1 + ("phase_actual" - "phase_plan") / .absolute("phase_plan"))),
        ofPhase(
            "unit_cost_share", "Own cost, of the frozen API price", .ratio, .percent,
            .choose("phase_frozen" > 0, "phase_own" / "phase_frozen", 0)),
    ]

    /// - Parameter judged: whether something is known, and whether it holds; nil: nothing is known.
    private static func status(
        _ gate: Gate, due: String, _ judged: (known: Expression, holds: Expression)?
    ) -> Line {
        let place: Expression =
            judged.map { 1 + .line(due) * (1 + $0.known * (1 + $0.holds)) } ?? 1 + .line(due)
        return ofPhase(gate.status, gate.label, .word, .word, .element(.members("status_word"), at: place))
    }

    /// What the gates ask for, whatever the plan still promises: the actions of ``Gate``.
    private static let call: [Line] = [
        ofPhase(
            "saving_missed", "Its saving is missed", .flag, .flag,
            .isWord(Gate.saving.status, GateStatus.missed.rawValue)),
        ofPhase(
            "saving_missed_before", "That of the phase before, too", .flag, .flag,
            ("gate_phase" > 1) * "saving_missed"
                * .element(.members("saving_missed"), at: max(1, "gate_phase" - 1))),
        ofPhase(
            "phase_stops", "Its stop rule is met", .flag, .flag,
            max("saving_missed_before", .isWord(Gate.unitCost.status, GateStatus.missed.rawValue))),
        one("stops", "Stop rules that are met", .index, .count, .sum(.members("phase_stops"))),
        one(
            "gates_call", "What the gates ask for", .word, .word,
            .choose(
                "stops" > 0, .word(GateCall.returnToAPI.rawValue),
                .choose("gates_missed" > 0, .word(GateCall.pause.rawValue), .word(GateCall.goOn.rawValue)))),
    ]

    private static func count(_ id: String, _ label: String, _ status: GateStatus) -> Line {
        let flags = Gate.allCases.map { Expression.isWord($0.status, status.rawValue) }
        return ofPhase(id, label, .index, .count, flags.dropFirst().reduce(flags[0]) { .add($0, $1) })
    }
}
