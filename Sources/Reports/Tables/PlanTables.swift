import Billing
import Economics
import Money

/// The table that shows the plan: workloads.csv.
package enum PlanTables {
    private static func number(_ data: ReportData, _ workload: String, _ name: String) -> Double {
        if case .number(let value)? = data.register[key: "workloads.\(workload).\(name)"]?.base { return value }
        return 0
    }

    private static func month(_ data: ReportData, _ index: Int) -> Field {
        guard case .number(let start)? = data.register[key: "meta.start_month"]?.base else { return .empty }
        return .text("\(SpreadsheetDate.day(Int(start)).month + (index - 1))")
    }

    private static func threshold(_ data: ReportData, member: Int, lane: Int) -> Field {
        guard case .number(let spend) = data.evaluation.result("own_spend_first", member: member, lane: lane) else {
            return .empty
        }
        return .number(spend)
    }

    package static func workloads(_ data: ReportData) -> Table {
        let currency = data.heading.currency.code
        var table = Table(
            name: "workloads", description: "Every workload: what is decided and why",
            columns: [
                .init("workload"), .init("decision", .string, "migrate, stay or never"), .init("reason"),
                .init("rank", .integer), .init("migrate_month", .integer, unit: "month"), .init("month", .yearmonth),
                .init("api_cost_month", .number, unit: "\(currency)/month"),
                .init("tok_in", .number, unit: "Mtok/month"), .init("tok_cached", .number, unit: "Mtok/month"),
                .init("tok_out", .number, unit: "Mtok/month"),
                .init("unit_cost_api", .number, unit: "\(currency)/Mtok"),
                .init("unit_cost_own", .number, unit: "\(currency)/Mtok"),
                .init("saving_marginal", .number, unit: currency, "NPV added to the workloads before it"),
                .init("priority", .number), .init("simplicity", .number, unit: "ratio"),
                .init("quality_risk", .number, unit: "ratio"), .init("effort_days", .number, unit: "days"),
                .init(
                    "threshold_spend", .number, unit: "\(currency)/month",
                    "API spend of all workloads at which this one, moved alone, first pays; empty: never"),
            ], primaryKey: ["workload"])
        let lane = Instance.all.firstIndex(of: Instance(.base, .hybrid))!
        let members = data.model.members[.workload]
        for plan in data.plan {
            let member = members.firstIndex { $0.id == plan.workload }!
            let cost = data.evaluation.value("cost_month0", member: member, lane: lane)
            let tokens = ["tok_in", "tok_cached", "tok_out"].map { number(data, plan.workload, $0) }
            let volume = tokens.reduce(0, +)
            table.rows.append([
                .text(plan.workload), .text(plan.decision.rawValue), .text(plan.reason),
                plan.rank.map(Field.integer) ?? .empty, plan.month.map(Field.integer) ?? .empty,
                plan.month.map { month(data, $0) } ?? .empty, .number(cost), .number(tokens[0]), .number(tokens[1]),
                .number(tokens[2]), volume > 0 ? .number(cost / volume) : .empty, .empty,
                plan.savingMarginal.map(Field.number) ?? .empty, .empty,
                .number(number(data, plan.workload, "simplicity")),
                .number(number(data, plan.workload, "quality_risk")),
                .number(number(data, plan.workload, "effort_days")), threshold(data, member: member, lane: lane),
            ])
        }
        return table
    }
}
