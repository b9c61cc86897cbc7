import Economics
import Money
import Reports
import Tabular

/// The plan as a reader at a terminal, or a script, wants it.
struct PlanText {
    private let data: ReportData
    private let rows: [PlanTables.PhaseRow]
    private let staying: [MigrationPlan.Entry]
    private var currency: String { data.heading.currency.code }
    private var lane: Int { data.lane(Instance(.base, .hybrid)) }

    init(_ data: ReportData) {
        self.data = data
        rows = PlanTables.phaseRows(data)
        let moving = Set(rows.map(\.workload))
        staying = data.plan.filter { !moving.contains($0.workload) }
    }

    private func calendar(_ month: Int) -> String { PlanTables.calendar(data, month).map { "\($0)" } ?? "" }

    private func metric(_ id: String) -> Double? {
        if case .number(let value) = data.evaluation.result(id, lane: lane) { return value }
        return nil
    }

    private static let titles = [
        "Phase", "Month", "Workload", "In parallel", "Parallel cost", "One-time costs", "Saving", "Of savings",
        "Of complexity",
    ]
    /// Columns of words stand to the left.
    private static let words = [true, true, true, false, false, false, false, false, false]

    var text: String {
        var lines: [String] = []
        if rows.isEmpty {
            lines.append("Nothing moves.")
        } else {
            let cells = rows.map { row in
                [
                    "\(row.phase)", "\(row.month) (\(calendar(row.month)))", row.workload,
                    "\(ReportWords.tenths(row.parallelWeeks)) weeks", ReportWords.whole(row.parallelCost),
                    ReportWords.whole(row.oneOff), ReportWords.whole(row.saving),
                    row.savingShare.map(ReportWords.percent) ?? "", row.complexityShare.map(ReportWords.percent) ?? "",
                ]
            }
            let widths = Self.titles.indices.map { column in
                ([Self.titles[column]] + cells.map { $0[column] }).map(\.count).max() ?? 0
            }
            for cells in [Self.titles] + cells {
                lines.append(
                    cells.indices.map { column in
                        let blanks = String(repeating: " ", count: widths[column] - cells[column].count)
                        return Self.words[column] ? cells[column] + blanks : blanks + cells[column]
                    }.joined(separator: "  ").trimmingEnd)
            }
            lines.append("")
            lines.append(
                "Saving \(ReportWords.money(metric("savings_total") ?? 0, currency)) over \(data.model.horizon) months, "
                    + "NPV \(ReportWords.money(metric("npv") ?? 0, currency)), base scenario.")
        }
        if !staying.isEmpty {
            lines += ["", "Stays on the API:"]
            let width = staying.map(\.workload.count).max() ?? 0
            lines += staying.map { "  \(padded($0.workload, width))  \($0.reason)".trimmingEnd }
        }
        lines += [""] + claim
        return lines.joined(separator: "\n")
    }

    private var claim: [String] {
        let subject = "60 to 80 % of the savings with 20 % of the complexity: "
        guard !data.model.members[.pool].isEmpty, let claims = data.complexity?.claims else {
            return [subject + "needs a throughput and a quote"]
        }
        let found = claims.compactMap { claim in
            claim.complexity.map {
                "  \(ReportWords.percent(claim.savings)) of the savings take \(ReportWords.percent($0)) of the complexity: \(claim.words)"
            }
        }
        return found.isEmpty ? [subject + claims[0].words] : [subject + "tested on these figures"] + found
    }

    var json: JSONValue {
        func number(_ value: Double?) -> JSONValue { value.map(JSONValue.number) ?? .null }
        return [
            "phases": .array(
                rows.map { row in
                    [
                        "phase": .integer(row.phase), "month_index": .integer(row.month),
                        "month": .string(calendar(row.month)), "workload": .string(row.workload),
                        "parallel_weeks": .number(row.parallelWeeks), "parallel_cost": .number(row.parallelCost),
                        "one_off": .number(row.oneOff), "saving_total": .number(row.saving),
                        "saving_share": number(row.savingShare), "complexity_share": number(row.complexityShare),
                    ]
                }),
            "api": .array(
                staying.map { entry in
                    [
                        "workload": .string(entry.workload), "decision": .string(entry.decision.rawValue),
                        "reason": .string(entry.reason), "saving_marginal": number(entry.savingMarginal),
                    ]
                }),
            "claim": .array(
                (data.complexity?.claims ?? []).map { claim in
                    [
                        "savings": .number(claim.savings), "complexity": number(claim.complexity),
                        "words": .string(claim.words),
                    ]
                }),
            "npv": number(metric("npv")), "savings_total": number(metric("savings_total")),
            "currency": .string(currency),
        ]
    }
}

extension String {
    /// Without blanks at the end.
    fileprivate var trimmingEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
