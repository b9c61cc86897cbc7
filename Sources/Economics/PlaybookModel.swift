/// What the steps of the playbooks in use take and cost. MODEL.md section 12.
package enum PlaybookModel {
    /// Steps of a playbook.
    package static let steps = 1...3

    /// Key of a step's number: `playbook.on_call.days_2`.
    package static func key(_ name: String, step: Int, of capability: String) -> String {
        MemberSet.playbook.driverKey("\(name)_\(step)", of: capability)
    }

    /// - Parameter capabilities: ids, in the order of the sheet.
    /// - Throws: ``ModelError`` when the definitions contradict each other; that is a defect of the program.
    package static func make(_ capabilities: [String]) throws(ModelError) -> Model {
        try Model(
            sections: [Section("Playbooks", lines)],
            members: Members(lists: [.playbook: capabilities.map { Member(id: $0) }]), horizon: 1)
    }

    package static let lines: [Line] =
        [
            Line(
                "day_rate", "Rate of a day", .money, .money, .cell, section: "12",
                .driver("readiness.costs.day_rate"))
        ]
        + steps.flatMap { step in
            [
                each("weeks_\(step)", "Weeks of step \(step)", .weeks, .fraction, typed("weeks_\(step)")),
                each("days_\(step)", "Days of step \(step)", .workDays, .fraction, typed("days_\(step)")),
                each(
                    "cost_\(step)", "Cost of step \(step)", .money, .money,
                    .line("days_\(step)") * "day_rate"),
            ]
        } + [
            each("weeks", "Weeks", .weeks, .fraction, "weeks_1" + "weeks_2" + "weeks_3"),
            each("days", "Days", .workDays, .fraction, "days_1" + "days_2" + "days_3"),
            each("cost", "Cost", .money, .money, "cost_1" + "cost_2" + "cost_3"),
            Line(
                "all_days", "Days of all playbooks", .workDays, .fraction, .cell, section: "12",
                .sum(.members("days"))),
            Line(
                "all_cost", "Cost of all playbooks", .money, .money, .cell, section: "12", .sum(.members("cost"))),
        ]

    private static func typed(_ id: String) -> Expression { .input("\(MemberSet.playbook.rawValue).*.\(id)") }

    private static func each(
        _ id: String, _ label: String, _ unit: Unit, _ display: Display, _ expression: Expression
    ) -> Line {
        Line(id, label, unit, display, .cell, over: .playbook, section: "12", expression)
    }

    /// The line of the model of all figures that says `open`, `status`, `one_off` or `delay` of a capability; where targets
    /// rise from phase to phase, for all of them.
    package static func line(_ name: String, of model: Model) -> String {
        model.members.readinessPhases > 1 ? "capability_due_\(name)" : "capability_\(name)"
    }

    /// Members of ``MemberSet/capability`` that are red or yellow, in the order that unblocks the plan: those of an earlier
    /// phase first, then critical ones, then what delays it longest, then the heaviest.
    ///
    /// - Parameter figures: of the model of all figures.
    package static func order(_ figures: Evaluation, lane: Int) -> [Int] {
        let model = figures.model
        func rank(_ member: Int) -> (Double, Double, Double, Double) {
            func value(_ line: String) -> Double { figures.value(line, member: member, lane: lane) }
            return (
                model.members.readinessPhases > 1 ? value("capability_due") : 1, -value("capability_critical"),
                -value(line("delay", of: model)), -value("capability_weights")
            )
        }
        let ids = figures.model.members[.capability].map(\.id)
        return ids.indices.filter { figures.value(line("open", of: model), member: $0, lane: lane) > 0 }
            .sorted { a, b in
                let (first, second) = (rank(a), rank(b))
                return first == second ? ids[a] < ids[b] : first < second
            }
    }
}

extension Unit {
    package static let workDays = Unit("days", .one)
}
