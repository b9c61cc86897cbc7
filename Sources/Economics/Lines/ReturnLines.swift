extension Section {
    /// Every internal rate of return: a search over stated rates, then a polished root for each change of sign. MODEL.md 8.7.
    static let rateSearch = Section(
        "Search for internal rates of return",
        [
            Line(
                "rate_step", "Step", .index, .count, .rateSteps, section: "8.7", opening: -1, home: .returnsSheet,
                .previous("rate_step") + 1),
            Line(
                "fine_steps", "Fine steps so far", .index, .count, .rateSteps, section: "8.7", home: .returnsSheet,
                max(0, min("rate_step" - .constant(.rateFineFrom), .constant(.rateFineSteps)))),
            coarseSpan,
            Line(
                "coarse_growth", "Growth of 1 + rate in a coarse step", .ratio, .ratio, .cell, section: "8.7",
                Expression.line("coarse_span").raised(
                    to: 1 / (.constant(.rateSteps) - .constant(.rateFineSteps)))),
            // Rates that money earns lie close together: there two roots need steps of their own.
            Line(
                "rate", "Monthly rate", .ratio, .percent, .rateSteps, section: "8.7", home: .returnsSheet,
                (1 + .constant(.lowestMonthlyRate)) * fine.raised(to: "fine_steps")
                    * Expression.line("coarse_growth").raised(to: "rate_step" - "fine_steps") - 1),
            Line(
                "value_at_rate", "NPV at the rate", .money, .money, .rateSteps, over: .view, section: "8.7", opening: 0,
                home: .returnsSheet,
                .sumEach(.each(.all("cash_flow")) / (1 + "rate").raised(to: .each(.all("t"))))),
            Line(
                "roots_so_far", "Roots so far", .index, .count, .rateSteps, over: .view, section: "8.7", opening: 0,
                home: .returnsSheet,
                .previous("roots_so_far")
                    + ("rate_step" > 0) * .differs("value_at_rate" >= 0, .previous("value_at_rate") >= 0)),
        ])

    private static let coarseSpan: Line = {
        let (low, high) = (1 + Expression.constant(.lowestMonthlyRate), 1 + Expression.constant(.highestMonthlyRate))
        return Line(
            "coarse_span", "Growth of 1 + rate over all coarse steps", .ratio, .ratio, .cell, section: "8.7",
            high / low / fine.raised(to: .constant(.rateFineSteps)))
    }()

    private static let fine = 1 + Expression.constant(.rateFineStep)

    /// Roots beyond the third would need more rows; ``irr_count`` still counts them.
    static let rateRoots = Section(
        "Internal rates of return", halvings + (1...3).flatMap { RootLines(number: $0).lines })

    /// Each turn multiplies or divides the growth factor by the square root of what the turn before took, so the bracket
    /// around a root halves sixteen times: Newton's method alone strays where two roots lie close together.
    private static let halvings = [
        Line(
            "rate_turn", "Turn", .index, .count, .rateTurns, section: "8.7", opening: -1, home: .returnsSheet,
            .previous("rate_turn") + 1),
        Line(
            "turn_part", "Part of the bracket", .ratio, .ratio, .rateTurns, section: "8.7", home: .returnsSheet,
            .constant(.half).raised(to: "rate_turn")),
    ]
}

/// From one change of sign to the internal rate there.
private struct RootLines {
    let number: Int

    var lines: [Line] {
        // 2 and 3 are no literals that a formula may hold.
        let ordinal = (1..<number).reduce(Expression.number(1)) { sum, _ in sum + 1 }
        return [
            Line(
                "root_step_\(number)", "Root \(number): step after the change of sign", .index, .count, .cell,
                over: .view,
                section: "8.7", home: .returnsSheet, .position(of: ordinal, in: .all("roots_so_far"))),
            line(
                "root_low", "rate before", .ratio, .percent,
                .element(.all("rate"), at: max(1, own("root_step") - 1))),
            line(
                "root_span", "growth from it to the rate after", .ratio, .ratio, otherwise: 1,
                (1 + .element(.all("rate"), at: max(1, own("root_step")))) / (1 + own("root_low"))),
            line(
                "root_value_low", "NPV there", .money, .money,
                .element(.all("value_at_rate"), at: max(1, own("root_step") - 1))),
            line(
                "root_scale", "flows there, signs ignored", .money, .money, otherwise: .constant(.checkTolerance),
                .sumEach(.absolute(.each(.all("cash_flow"))) / (1 + own("root_low")).raised(to: .each(.all("t"))))),
            line(
                "root_side", "sign of the NPV there", .index, .count, otherwise: 1,
                (own("root_value_low") >= 0) - (own("root_value_low") < 0)),
            line(
                "root_value", "NPV at the rate, relative to the flows, above 0 on the side of the rate before", .ratio,
                .ratio, shape: .rateTurns, opening: 0, worth(at: own("root_rate")) * own("root_side")),
            // Below zero the root has been passed: half of the last step back.
            plain(
                "root_rate", "monthly rate", shape: .rateTurns, opening: 0,
                .choose(
                    (own("root_step") > 0) * ("rate_turn" > 0),
                    (1 + before("root_rate"))
                        * own("root_span").raised(
                            to: "turn_part" * ((before("root_value") >= 0) - (before("root_value") < 0))) - 1,
                    own("root_low"))),
        ] + newtonSteps + [
            line(
                "root_annual", "IRR, a year", .ratio, .percent, otherwise: .word("none"),
                (1 + own("root_monthly")).raised(to: 12) - 1)
        ]
    }

    /// Two steps of Newton's method, kept inside the last bracket: the first leaves some 1e-12 of a plain root, the second
    /// only what a `Double` cannot hold. A spreadsheet's own IRR may leave the bracket for another root.
    private var newtonSteps: [Line] {
        let start = own("root_start")
        let last = 1 + Expression.constant(.rateTurns)
        var lines = [
            line(
                "root_start", "rate of the last turn", .ratio, .ratio, .element(.all("root_rate_\(number)"), at: last)),
            line(
                "root_reach", "growth from it to the ends of the last bracket", .ratio, .ratio, otherwise: 1,
                own("root_span").raised(to: .element(.all("turn_part"), at: last))),
            plain("root_least", "low end of the last bracket", (1 + start) / own("root_reach") - 1),
            plain("root_most", "high end of the last bracket", (1 + start) * own("root_reach") - 1),
        ]
        var rate = start
        for (turn, name) in [(1, "root_refined"), (2, "root_monthly")] {
            let (error, slope) = (own("root_error_\(turn)"), own("root_slope_\(turn)"))
            lines += [
                line(
                    "root_error_\(turn)", "NPV before Newton step \(turn), relative", .ratio, .ratio, worth(at: rate)),
                line(
                    "root_moment_\(turn)", "its flows times their months", .money, .money,
                    .sumEach(
                        .each(.all("cash_flow")) * .each(.all("t")) / (1 + rate).raised(to: .each(.all("t"))))),
                line(
                    "root_slope_\(turn)", "its slope", .ratio, .ratio,
                    -own("root_moment_\(turn)") / (1 + rate) / own("root_scale")),
                plain(
                    name, "monthly rate after Newton step \(turn)",
                    .choose(
                        (own("root_step") > 0) * (1 - slope.equals(0)),
                        max(own("root_least"), min(own("root_most"), rate - error / slope)), rate)),
            ]
            rate = own(name)
        }
        return lines
    }

    /// A rate that is 0 where the flows have no such root, because what it starts from is.
    private func plain(
        _ id: String, _ label: String, shape: Shape = .cell, opening: Double? = nil, _ expression: Expression
    ) -> Line {
        Line(
            "\(id)_\(number)", "Root \(number): \(label)", .ratio, .ratio, shape, over: .view, section: "8.7",
            opening: opening, home: .returnsSheet, expression)
    }

    /// - Parameter otherwise: what stands there when the flows have no such root.
    private func line(
        _ id: String, _ label: String, _ unit: Unit, _ display: Display, shape: Shape = .cell, opening: Double? = nil,
        otherwise: Expression = 0, _ expression: Expression
    ) -> Line {
        Line(
            "\(id)_\(number)", "Root \(number): \(label)", unit, display, shape, over: .view, section: "8.7",
            opening: opening, home: .returnsSheet, .choose(own("root_step") > 0, expression, otherwise))
    }

    private func own(_ id: String) -> Expression { .line("\(id)_\(number)") }
    private func before(_ id: String) -> Expression { .previous("\(id)_\(number)") }

    /// NPV at a rate, as a share of the flows at the rate before with their signs ignored.
    private func worth(at rate: Expression) -> Expression {
        .sumEach(.each(.all("cash_flow")) / (1 + rate).raised(to: .each(.all("t")))) / own("root_scale")
    }
}
