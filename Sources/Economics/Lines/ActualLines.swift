extension Section {
    /// What has been saved since the first workload moved, beside the plan. CONTRACT.md, after migration begins.
    ///
    /// - Parameters:
    ///   - hasPlan: There is a model of own hosting whose plan can be shown.
    ///   - hasEarlier: An earlier report planned some of the months.
    static func actuals(hasPlan: Bool, hasEarlier: Bool) -> Section {
        Section("Actual against plan", paid + (hasPlan ? planned : []) + (hasEarlier ? plannedEarlier : []) + served)
    }

    private static func ofMonth(_ id: String, _ label: String, _ expression: Expression) -> Line {
        ofMonth(id, label, .money, .money, expression)
    }

    private static func ofMonth(
        _ id: String, _ label: String, _ unit: Unit, _ display: Display, _ expression: Expression
    ) -> Line {
        Line(id, label, unit, display, .cell, over: .actualMonth, section: "3", expression)
    }

    private static func linked(_ id: String) -> Expression { .driver("\(MemberSet.actualMonth.rawValue).*.\(id)") }

    private static func all(_ id: String, _ label: String, _ unit: Unit = .money, of line: String) -> Line {
        Line(id, label, unit, .money, .cell, section: "3", .sum(.members(line)))
    }

    private static let paid: [Line] = [
        ofMonth("actual_month", "Month", .date, .month, linked("actual_month")),
        ofMonth("frozen_cost", "Frozen baseline at the actual volume", linked("frozen_cost")),
        ofMonth("actual_api", "API, actual", linked("actual_api")),
        ofMonth("actual_own", "Own hosting, actual", linked("actual_own")),
        ofMonth("own_booked", "Own hosting is booked, cost and volume", .flag, .flag, linked("own_booked")),
        ofMonth("actual_saving", "Saving, actual", "own_booked" * ("frozen_cost" - "actual_api" - "actual_own")),
        all(
            "frozen_cost_to_date", "Frozen baseline at the actual volume, since the first migration", of: "frozen_cost"),
        all("actual_api_to_date", "API since the first migration", of: "actual_api"),
        all("actual_own_to_date", "Own hosting since the first migration", of: "actual_own"),
        all("actual_saving_to_date", "Actual saving since the first migration", of: "actual_saving"),
    ]

    private static let planned: [Line] = [
        ofMonth("plan_month", "Month of the plan", .date, .month, linked("plan_month")),
        ofMonth("plan_linked", "Saving of the plan in that month", linked("plan_linked")),
        ofMonth(
            "in_plan", "The plan holds the month", .flag, .flag,
            Expression.line("plan_month").equals("actual_month") * 1),
        ofMonth("planned_saving", "Saving, plan", "in_plan" * "plan_linked"),
        ofMonth(
            "saving_variance", "Actual less plan", "in_plan" * "own_booked" * ("actual_saving" - "planned_saving")),
        all("planned_saving_to_date", "Planned saving since the first migration", of: "planned_saving"),
        all("saving_variance_to_date", "Actual less planned saving since the first migration", of: "saving_variance"),
    ]

    private static let plannedEarlier: [Line] = [
        ofMonth("earlier_saving", "Saving, plan of the earlier report", linked("earlier_saving")),
        ofMonth("in_earlier", "The earlier plan holds the month", .flag, .flag, linked("in_earlier")),
        ofMonth(
            "earlier_variance", "Actual less the earlier plan",
            "in_earlier" * "own_booked" * ("actual_saving" - "earlier_saving")),
        all("earlier_saving_to_date", "Saving that the earlier report planned, to date", of: "earlier_saving"),
        all("earlier_variance_to_date", "Actual less the earlier plan, to date", of: "earlier_variance"),
    ]

    private static let served: [Line] = [
        ofMonth("own_served", "Tokens that own GPUs served", .tokens, .count, linked("own_served")),
        ofMonth("own_at_frozen", "The same at the frozen API prices", linked("own_at_frozen")),
        all("own_served_to_date", "Tokens that own GPUs served since the first migration", .tokens, of: "own_served"),
        all("own_at_frozen_to_date", "The same at the frozen API prices", of: "own_at_frozen"),
    ]
}
