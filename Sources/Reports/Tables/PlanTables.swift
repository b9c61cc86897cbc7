package import Billing
import Economics
import Money

/// The tables that show the plan: workloads.csv and phases.csv.
package enum PlanTables {
    private static func number(_ data: ReportData, _ workload: String, _ name: String) -> Double {
        if case .number(let value)? = data.register[key: "workloads.\(workload).\(name)"]?.base { return value }
        return 0
    }

    /// The calendar month of a month of the model.
    package static func calendar(_ data: ReportData, _ index: Int) -> Month? {
        guard case .number(let start)? = data.register[key: "meta.start_month"]?.base else { return nil }
        return SpreadsheetDate.day(Int(start)).month + (index - 1)
    }

    private static func month(_ data: ReportData, _ index: Int) -> Field {
        calendar(data, index).map { .text("\($0)") } ?? .empty
    }

    private static func threshold(_ data: ReportData, member: Int, lane: Int) -> Field {
        guard case .number(let spend) = data.evaluation.result("own_spend_first", member: member, lane: lane) else {
            return .empty
        }
        return .number(spend)
    }

    /// Empty where there is a number.
    private static func thresholdWords(_ data: ReportData, member: Int, lane: Int) -> String {
        guard case .word = data.evaluation.result("own_spend_first", member: member, lane: lane),
            case .word(let words) = data.evaluation.result("own_why", member: member, lane: lane)
        else { return "" }
        return words
    }

    package static func workloads(_ data: ReportData) -> Table {
        let currency = data.heading.currency.code
        var table = Table(
            name: "workloads", description: "Every workload: what is decided and why",
            columns: [
                .init("workload"), .init("decision", .string, "migrate, stay or never"), .init("reason"),
                .init("rank", .integer, "Order of moving"), .init("migrate_month", .integer, unit: "month"),
                .init("month", .yearmonth), .init("api_cost_month", .number, unit: "\(currency)/month"),
                .init("tok_in", .number, unit: "Mtok/month"), .init("tok_cached", .number, unit: "Mtok/month"),
                .init("tok_out", .number, unit: "Mtok/month"),
                .init("unit_cost_api", .number, unit: "\(currency)/Mtok"),
                .init(
                    "unit_cost_own", .number, unit: "\(currency)/Mtok",
                    "GPUs for its own peak, without spares and fixed cost"),
                .init(
                    "saving_marginal", .number, unit: currency,
                    "Undiscounted saving that it adds to those that move before it; where it stays, as the last one"),
                .init(
                    "priority", .number,
                    "Share of the plan's savings, simplicity and quality risk, each with its weight"),
                .init("simplicity", .number, unit: "ratio"),
                .init("quality_risk", .number, unit: "ratio"), .init("effort_days", .number, unit: "days"),
                .init(
                    "threshold_spend", .number, unit: "\(currency)/month",
                    "API spend of all workloads at which this one, moved alone, first pays"),
                .init("gates", .string, "How far its gates are answered"),
                .init("threshold_text", .string, "Why there is no such spend: never or none, and the reason"),
            ], primaryKey: ["workload"])
        let lane = data.lane(Instance(.base, .hybrid))
        let members = data.model.members[.workload]
        for plan in data.plan {
            let member = members.firstIndex { $0.id == plan.workload }!
            let cost = data.evaluation.value("cost_month0", member: member, lane: lane)
            let own = data.evaluation.value("own_unit_cost", member: member, lane: lane)
            let tokens = ["tok_in", "tok_cached", "tok_out"].map { number(data, plan.workload, $0) }
            let volume = tokens.reduce(0, +)
            table.rows.append([
                .text(plan.workload), .text(plan.decision.rawValue), .text(plan.reason),
                plan.rank.map(Field.integer) ?? .empty, plan.month.map(Field.integer) ?? .empty,
                plan.month.map { month(data, $0) } ?? .empty, .number(cost), .number(tokens[0]), .number(tokens[1]),
                .number(tokens[2]), volume > 0 ? .number(cost / volume) : .empty, own > 0 ? .number(own) : .empty,
                plan.savingMarginal.map(Field.number) ?? .empty, plan.priority.map(Field.number) ?? .empty,
                .number(number(data, plan.workload, "simplicity")),
                .number(number(data, plan.workload, "quality_risk")),
                .number(number(data, plan.workload, "effort_days")), threshold(data, member: member, lane: lane),
                .text(plan.gates), .text(thresholdWords(data, member: member, lane: lane)),
            ])
        }
        return table
    }

    /// A workload that moves, with what its phase costs and brings.
    package struct PhaseRow: Hashable, Sendable {
        package var phase: Int
        package var month: Int
        package var workload: String
        package var parallelWeeks: Double
        package var parallelCost: Double
        /// Of the phase; it stands with the first workload.
        package var oneOff: Double
        package var saving: Double
        package var savingShare: Double?
        package var complexityShare: Double?
    }

    /// In the order of moving.
    package static func phaseRows(_ data: ReportData) -> [PhaseRow] {
        let lane = data.lane(Instance(.base, .hybrid))
        let members = data.model.members[.workload]
        var seen: Set<Int> = []
        return data.plan.filter { $0.month != nil }.sorted { ($0.rank ?? 0) < ($1.rank ?? 0) }.compactMap { plan in
            let member = members.firstIndex { $0.id == plan.workload }!
            let phase = Int(data.evaluation.value("phase", member: member, lane: lane))
            // A workload that may not move after all, such as one without a pool, has no phase.
            guard phase > 0, let month = plan.month else { return nil }
            let step = data.complexity?.steps.first { $0.workload == plan.workload }
            let isFirst = seen.insert(phase).inserted
            return PhaseRow(
                phase: phase, month: month, workload: plan.workload,
                parallelWeeks: number(data, plan.workload, "parallel_weeks"),
                parallelCost: data.evaluation.total("parallel_cost", member: member, lane: lane),
                oneOff: isFirst ? data.evaluation.value("phase_one_off", member: phase - 1, lane: lane) : 0,
                saving: plan.savingMarginal ?? 0, savingShare: step?.savingShare,
                complexityShare: step?.complexityShare)
        }
    }

    package static func phases(_ data: ReportData) -> Table {
        let currency = data.heading.currency.code
        var table = Table(
            name: "phases",
            description: "The plan in the order of moving, base scenario; the savings add up to the plan's",
            columns: [
                .init("phase", .integer, "Workloads that start in the same month"),
                .init("month_index", .integer, unit: "month"), .init("month", .yearmonth), .init("workload"),
                .init("parallel_weeks", .number, unit: "weeks"),
                .init(
                    "parallel_cost", .number, unit: currency,
                    "API cost of what own models already serve during the parallel run"),
                .init(
                    "one_off", .number, unit: currency,
                    "One-time costs up to the phase, with its first workload; those after the last phase belong to it"),
                .init("saving_total", .number, unit: currency, "Undiscounted saving that the workload adds"),
                .init("saving_share", .number, unit: "ratio", "Of the most that can be saved, with those before it"),
                .init(
                    "complexity_share", .number, unit: "ratio",
                    "Of platform and efforts of all that may move, with those before it"),
            ], primaryKey: ["phase", "workload"])
        for row in phaseRows(data) {
            table.rows.append([
                .integer(row.phase), .integer(row.month), month(data, row.month), .text(row.workload),
                .number(row.parallelWeeks), .number(row.parallelCost), .number(row.oneOff), .number(row.saving),
                row.savingShare.map(Field.number) ?? .empty, row.complexityShare.map(Field.number) ?? .empty,
            ])
        }
        return table
    }
}
