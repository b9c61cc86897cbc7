import Economics

/// What a reader of the board page takes away; each sentence follows the cells below it.
extension BoardSheet {
    private static let months = Sentence.joined([
        .figure("horizon", .whole), .choose(.compareNumber("horizon", .equal, 1), " month", " months"),
    ])

    /// What a reader with ninety seconds takes away; each sentence follows the cells below it.
    static func sentences(
        into canvas: inout SheetCanvas, _ figures: inout SheetFigures, _ data: ReportData, _ shares: [CostSheet.Share]
    ) {
        let currency = canvas.currency
        func money(_ id: String) -> Sentence { .joined([.figure(id, .whole), .words(" \(currency)")]) }
        guard data.hasPools else { return sayTheBill(into: &canvas, &figures) }
        var risk: Sentence = "No assumption has an unfavourable end of its own: give low and high values."
        let custom = data.register.customScenarios.map(\.label)
        if let worst = data.downsides.first, let driver = data.register[key: worst.key] {
            let shown = shown(driver)
            risk = .joined([
                .words("\(driver.label): "), .figure("risk_0_end", shown), " instead of ",
                .figure("risk_0_base", shown),
                custom.isEmpty
                    ? ". With every assumption at its unfavourable end the NPV is "
                    : ". The scenario low is custom: its NPV is ", money("npv_0"),
                .words(
                    custom.isEmpty ? "." : ", with the favourable end of \(custom.joined(separator: ", "))."),
                data.sensitivities?.monteCarlo == nil
                    ? "" : .choose(.compareNumber("inputs_changed", .equal, 0), "", " Ranked before inputs changed."),
            ])
        }
        // Low, base and high are one where no range is given.
        let tip: Sentence =
            hasNoRange(data)
            ? "No low or high value is given, so nothing has been tried."
            : .choose(
                .compareNumber("npv_1", .greater, 0),
                .choose(
                    .compareNumber("tip_0", .lessOrEqual, 1),
                    .joined([
                        "If all assumptions went ", .figure("tip_0", .percent),
                        " of the way from base to low, the NPV would be zero, on a straight line: then stay.",
                    ]), keepsItsSign(data, in: .low)),
                .choose(
                    .compareNumber("tip_2", .lessOrEqual, 1),
                    .joined([
                        "If all assumptions went ", .figure("tip_2", .percent),
                        " of the way from base to high, the NPV would be zero, on a straight line: then move.",
                    ]), keepsItsSign(data, in: .high)))
        var rests: [Sentence] = ["Of the base cost of the plan, "]
        for (offset, share) in shares.enumerated() {
            rests += [
                .figure("share_\(share.confidence.rawValue)", .percent),
                .words(" rests on \(share.confidence.rawValue)s\(offset + 1 < shares.count ? ", " : ".")"),
            ]
        }
        let lines: [(String, Sentence)] = [
            (
                "What is asked",
                called(
                    data,
                    else: .choose(
                        .isWord("recommendation", "stay on the API"),
                        .joined([
                            "Approve staying on the API; no funding is asked.",
                            .choose(
                                .compareNumber("npv_3", .greater, 0),
                                .joined([
                                    " Look again at moving all that may move at once: its NPV is ", money("npv_3"), ".",
                                ]), ""),
                        ]),
                        .choose(
                            .isWord("recommendation", "price every GPU in use"),
                            "Get a price for every GPU in use first: the plan counts those without one as free.",
                            .joined([
                                "Approve up to ", money("peak_funding_1"), " of funding to ",
                                .figure("recommendation", .whole),
                                ": ", .figure("workloads_moving_1", .whole),
                                .words(" of \(data.model.members[.workload].count) workloads."),
                            ]))))
            ),
            (
                "The answer, as a range",
                .joined([
                    "NPV over ", months, ": ", money("npv_1"), " in the base case, from ", money("npv_0"),
                    .words(" (low\(custom.isEmpty ? "" : ", custom")) to "), money("npv_2"),
                    .words(" (high\(custom.isEmpty ? "" : ", custom")). "),
                    .choose(
                        .compare("npv_0", .greater, "npv_2"),
                        "The scenarios stand the wrong way round: low is better than high. ", ""),
                    data.variedTrials.map { monteCarlo in
                        .choose(
                            .compareNumber("inputs_changed", .equal, 0),
                            .joined([
                                "It is positive in ", .figure(winning, .percent),
                                .words(" of \(Sentence.Shown.whole.text(Double(monteCarlo.trials))) trials. "),
                            ]), "Inputs have changed since the trials: run the report again for their share. ")
                    }
                        ?? (data.sensitivities?.monteCarlo == nil
                            ? "" : "Nothing was varied: no assumption has a range. "),
                    .choose(
                        .compare("payback_month_1", .lessOrEqual, "horizon"),
                        .joined([
                            "It pays back after ", .figure("payback_month_1", .tenths), " months",
                            .choose(
                                .isWord("payback_lasts_1", "no"),
                                ", but not for good: the running sum falls below zero again.", "."),
                        ]),
                        .choose(
                            .isWord("payback_month_1", "none"), "Nothing moves, so nothing has to come back.",
                            .joined(["It does not pay back within ", months, "."]))),
                ])
            ),
            ("Biggest risk", risk),
            ("What would change our mind", tip),
            ("What it rests on", .joined(rests)),
            ("Next gate", nextGate(data)),
        ]
        write(lines, into: &canvas, &figures)
    }

    /// Both signs are the same at an end of all assumptions; one alone may still turn it.
    private static func keepsItsSign(_ data: ReportData, in scenario: Scenario) -> Sentence {
        let isCustom = !data.register.customScenarios.isEmpty
        let words =
            isCustom
            ? "From base to the scenario \(scenario), which is custom, the NPV keeps its sign"
            : "Nothing within the ranges given: the NPV keeps its sign at the \(scenario) end"
        guard let turning = data.sensitivities?.tornado.turning(data.register),
            let driver = data.register[key: turning.key], case .number(let end) = driver.value(at: turning.end)
        else { return .words(words + (isCustom ? ", and no assumption alone turns it." : ".")) }
        let start = isCustom ? words : "The NPV keeps its sign at the \(scenario) end of all assumptions"
        return .joined([
            .words("\(start), but \(driver.label) alone turns it at \(shown(driver).text(end))."),
            data.sensitivities?.monteCarlo == nil
                ? "" : .choose(.compareNumber("inputs_changed", .equal, 0), "", " Tried before inputs changed."),
        ])
    }

    private static func shown(_ driver: ResolvedDriver) -> Sentence.Shown {
        switch driver.definition.display {
        case .percent: .percent
        case .money, .count: .whole
        case .price, .fraction, .ratio, .flag, .month, .date, .year, .word: .hundredths
        }
    }

    private static func hasNoRange(_ data: ReportData) -> Bool {
        !data.register.drivers.contains { $0.low != nil || $0.high != nil }
    }

    /// A stop rule that is met goes before what the plan still promises.
    private static func called(_ data: ReportData, else plan: Sentence) -> Sentence {
        guard data.gates?.call != nil else { return plan }
        return .choose(
            .isWord("gates_call", GateCall.returnToAPI.rawValue),
            "Return the workloads whose stop rule is met to the API; the sheet Gates says which phase and why.",
            .choose(
                .isWord("gates_call", GateCall.pause.rawValue),
                "Start no further phase until the gates that are missed are met; the sheet Gates says which.", plan))
    }

    /// As the sheet Gates has it.
    private static func nextGate(_ data: ReportData) -> Sentence {
        guard let gates = data.gates, gates.shape.phases > 0 else { return "None is planned: no workload moves." }
        let standing: Sentence = .choose(
            .compareNumber("gates_missed", .greater, 0),
            .joined([
                "Gates missed: ", .figure("gates_missed", .whole),
                "; the sheet Gates says which, and what happens now.",
            ]),
            .choose(
                .compare("next_gate", .lessOrEqual, "horizon"),
                .joined([
                    "At the end of month ", .figure("next_gate", .whole), " of ", .figure("horizon", .whole),
                    "; what must hold by then, and what happens else, is on the sheet Gates.",
                ]), "None is left: every phase has been judged."))
        if gates.actuals != nil { return standing }
        return .choose(
            .isWord("recommendation", "stay on the API"),
            "None while the recommendation is to stay; the model follows a plan that does not pay.", standing)
    }

    /// What can be said before there is anything to compare the bill with.
    private static func sayTheBill(into canvas: inout SheetCanvas, _ figures: inout SheetFigures) {
        let currency = canvas.currency
        write(
            [
                ("What is asked", "Get a quote and a measured throughput; nothing else can be decided yet."),
                (
                    "The answer so far",
                    .joined([
                        "The API bill is ", .figure("api_run_rate_1", .whole),
                        .words(" \(currency) a month. With the growth and prices assumed it comes to "),
                        .figure("baseline_cost_total_1", .whole), .words(" \(currency) over "),
                        months, ".",
                    ])
                ),
                ("What would change our mind", "A price for GPUs and the tokens a second that they serve."),
            ], into: &canvas, &figures)
    }

    private static func write(
        _ lines: [(String, Sentence)], into canvas: inout SheetCanvas, _ figures: inout SheetFigures
    ) {
        for (offset, (label, sentence)) in lines.enumerated() {
            canvas.sheet[5 + offset, 0] = Cell(.text(label), .label)
            figures.say(sentence, at: CellAddress(row: 5 + offset, column: 1))
            canvas.sheet.rowHeights[5 + offset] = 17
        }
    }
}
