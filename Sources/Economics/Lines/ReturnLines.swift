extension Section {
    /// Every internal rate of return: a search over stated rates, then a polished root for each change of sign. MODEL.md 8.7.
    static let rateSearch = Section(
        "Search for internal rates of return",
        [
            Line(
                "rate_step", "Step", .index, .count, .rateSteps, section: "8.7", opening: -1, onReturnsSheet: true,
                .previous("rate_step") + 1),
            Line(
                "rate", "Monthly rate", .ratio, .percent, .rateSteps, section: "8.7", onReturnsSheet: true,
                (1 + .constant(.lowestMonthlyRate))
                    * ((1 + .constant(.highestMonthlyRate)) / (1 + .constant(.lowestMonthlyRate))).raised(
                        to: "rate_step" / .constant(.rateSteps)) - 1),
            Line(
                "value_at_rate", "NPV at the rate", .money, .money, .rateSteps, over: .view, section: "8.7", opening: 0,
                onReturnsSheet: true,
                .sumEach(.each(.all("cash_flow")) / (1 + "rate").raised(to: .each(.all("t"))))),
            Line(
                "roots_so_far", "Roots so far", .index, .count, .rateSteps, over: .view, section: "8.7", opening: 0,
                onReturnsSheet: true,
                .previous("roots_so_far")
                    + ("rate_step" > 0) * .differs("value_at_rate" >= 0, .previous("value_at_rate") >= 0)),
        ])

    /// Roots beyond the third would need more rows; ``irr_count`` still counts them.
    static let rateRoots = Section(
        "Internal rates of return",
        (1...3).flatMap { root(number: $0) })

    private static func root(number: Int) -> [Line] {
        // 2 and 3 are no literals that a formula may hold.
        let ordinal = (1..<number).reduce(Expression.number(1)) { sum, _ in sum + 1 }
        let step = Expression.line("root_step_\(number)")
        func line(
            _ id: String, _ label: String, _ unit: Unit, _ display: Display, _ expression: Expression
        ) -> Line {
            Line(
                "\(id)_\(number)", "Root \(number): \(label)", unit, display, .cell, over: .view, section: "8.7",
                onReturnsSheet: true, expression)
        }
        return [
            line(
                "root_step", "step after the change of sign", .index, .count,
                .position(of: ordinal, in: .all("roots_so_far"))),
            line(
                "root_low", "rate before", .ratio, .percent,
                .choose(step > 0, .element(.all("rate"), at: max(1, step - 1)), 0)),
            line(
                "root_high", "rate after", .ratio, .percent,
                .choose(step > 0, .element(.all("rate"), at: max(1, step)), 0)),
            line(
                "root_value_low", "NPV before", .money, .money,
                .choose(step > 0, .element(.all("value_at_rate"), at: max(1, step - 1)), 0)),
            line(
                "root_value_high", "NPV after", .money, .money,
                .choose(step > 0, .element(.all("value_at_rate"), at: max(1, step)), 0)),
            line(
                "root_guess", "straight line between", .ratio, .percent,
                .choose(
                    step > 0,
                    .line("root_low_\(number)")
                        - .line("root_value_low_\(number)")
                        * (.line("root_high_\(number)") - .line("root_low_\(number)"))
                        / (.line("root_value_high_\(number)") - .line("root_value_low_\(number)")), 0)),
        ] + newtonSteps(number: number, step: step) + [
            line(
                "root_annual", "IRR, a year", .ratio, .percent,
                .choose(step > 0, (1 + .line("root_monthly_\(number)")).raised(to: 12) - 1, .word("none")))
        ]
    }

    private static let newtonTurns = 6

    /// Six steps of Newton's method from the straight line: three suffice over 36 months, and a root far below zero over
    /// 120 months needs the others. A spreadsheet's own IRR may leave the bracket for another root.
    private static func newtonSteps(number: Int, step: Expression) -> [Line] {
        func line(_ id: String, _ label: String, _ unit: Unit, _ expression: Expression) -> Line {
            Line(
                "\(id)_\(number)", "Root \(number): \(label)", unit, unit == .money ? .money : .ratio, .cell,
                over: .view,
                section: "8.7", onReturnsSheet: true, expression)
        }
        let guess = Expression.line("root_guess_\(number)")
        let scale = Expression.line("root_scale_\(number)")
        var lines = [
            line(
                "root_scale", "flows there, signs ignored", .money,
                .choose(
                    step > 0,
                    .sumEach(.absolute(.each(.all("cash_flow"))) / (1 + guess).raised(to: .each(.all("t")))),
                    .constant(.checkTolerance)))
        ]
        var rate = guess
        for turn in 1...newtonTurns {
            let name = turn == newtonTurns ? "root_monthly" : "root_rate_\(turn)"
            lines += [
                line(
                    "root_error_\(turn)", "NPV before step \(turn), relative to the flows", .ratio,
                    .choose(
                        step > 0,
                        .sumEach(.each(.all("cash_flow")) / (1 + rate).raised(to: .each(.all("t")))) / scale, 0)),
                line(
                    "root_slope_\(turn)", "slope there", .ratio,
                    .choose(
                        step > 0,
                        -.sumEach(
                            .each(.all("cash_flow")) * .each(.all("t"))
                                / (1 + rate).raised(to: .each(.all("t")) + 1)) / scale, 1)),
                line(
                    name, "monthly rate after step \(turn)", .ratio,
                    rate - .line("root_error_\(turn)_\(number)") / .line("root_slope_\(turn)_\(number)")),
            ]
            rate = .line("\(name)_\(number)")
        }
        return lines
    }
}
