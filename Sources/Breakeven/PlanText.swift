import Billing
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
        "Phase", "Month", "Workload", "In parallel", "Parallel cost", "One-time costs", "Saving added", "Of savings",
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
            lines += Self.aligned(Self.titles, cells, words: Self.words)
            lines.append("")
            lines.append(
                "Saving \(ReportWords.money(metric("savings_total") ?? 0, currency)) over \(data.model.horizon) months, "
                    + "NPV \(ReportWords.money(metric("npv") ?? 0, currency)), base scenario.")
            lines += allAtOnce
        }
        if !staying.isEmpty {
            lines += ["", "Stays on the API:"]
            let width = staying.map(\.workload.count).max() ?? 0
            lines += staying.map { "  \(padded($0.workload, width))  \($0.reason)".trimmingEnd }
        }
        lines += [""] + claim
        if let gates = data.gates, let actuals = gates.actuals { lines += actual(actuals, gates) }
        return lines.joined(separator: "\n")
    }

    /// Where waiting for one another costs more than it spares.
    private var allAtOnce: [String] {
        guard case .number(let full) = data.evaluation.result("npv", lane: data.lane(Instance(.base, .full))),
            full > metric("npv") ?? 0
        else { return [] }
        return [
            "The plan starts one workload after another; all at once the NPV would be \(ReportWords.money(full, currency)):",
            "give several workloads the same migrate_month to start them together.",
        ]
    }

    /// A table; columns of words stand to the left.
    private static func aligned(_ titles: [String], _ rows: [[String]], words: [Bool]) -> [String] {
        let widths = titles.indices.map { column in
            ([titles[column]] + rows.map { $0[column] }).map(\.count).max() ?? 0
        }
        return ([titles] + rows).map { cells in
            cells.indices.map { column in
                let blanks = String(repeating: " ", count: widths[column] - cells[column].count)
                return words[column] ? cells[column] + blanks : blanks + cells[column]
            }.joined(separator: "  ").trimmingEnd
        }
    }

    /// What has been saved since the first workload moved, and how the gates stand.
    private func actual(_ actuals: Actuals, _ gates: GateData) -> [String] {
        func figure(_ line: String, _ index: Int, if flags: String...) -> String {
            let isKnown = flags.allSatisfy { gates.model.line($0) != nil && gates.value($0, member: index) > 0 }
            return isKnown ? ReportWords.whole(gates.value(line, member: index)) : ""
        }
        var titles = ["Month", "Frozen baseline", "API", "Own", "Saving", "Plan", "Variance"]
        if let earlier = gates.earlier { titles += ["Plan of \(earlier.period)", "Variance"] }
        let rows = actuals.months.enumerated().map { index, month in
            var cells = [
                "\(month.month)", ReportWords.whole(month.frozenCost.doubleValue),
                ReportWords.whole(month.apiCost.doubleValue),
                month.ownCost.map { ReportWords.whole($0.doubleValue) } ?? "not booked",
                figure("actual_saving", index, if: "own_booked"), figure("planned_saving", index, if: "in_plan"),
                figure("saving_variance", index, if: "in_plan", "own_booked"),
            ]
            if gates.earlier != nil {
                cells += [
                    figure("earlier_saving", index, if: "in_earlier"),
                    figure("earlier_variance", index, if: "in_earlier", "own_booked"),
                ]
            }
            return cells
        }
        var lines = ["", "Actual against plan, \(currency):"]
        lines += Self.aligned(titles, rows, words: titles.indices.map { $0 == 0 })
        guard gates.shape.phases > 0 else { return lines }
        lines += ["", "Gates and stop rules:"]
        let gateRows = gates.gates.map { row in
            [
                "\(row.phase)", row.gate.label, shown(row.threshold), row.actual.map(shown) ?? "", "\(row.date)",
                row.status, row.status == GateStatus.missed.rawValue ? row.gate.action : "",
            ]
        }
        lines += Self.aligned(
            ["Phase", "Metric", "Threshold", "Actual", "Date", "Status", ""], gateRows,
            words: [true, true, false, false, true, true, true])
        return lines
    }

    private func shown(_ value: DriverValue) -> String {
        switch value {
        case .number(let share): ReportWords.percent(share)
        case .word(let word): word
        }
    }

    private var actualsJSON: [JSONValue] {
        guard let gates = data.gates, let actuals = gates.actuals else { return [] }
        return actuals.months.enumerated().map { index, month in
            let isPlanned = gates.shape.hasPlan && gates.value("in_plan", member: index) > 0
            let planned = isPlanned ? gates.value("planned_saving", member: index) : nil
            return [
                "month": .string("\(month.month)"), "frozen_cost": .string("\(month.frozenCost)"),
                "api_cost": .string("\(month.apiCost)"),
                "own_cost": month.ownCost.map { .string("\($0)") } ?? .null,
                "saving": month.saving.map { .string("\($0)") } ?? .null,
                "plan_saving": planned.map(JSONValue.number) ?? .null,
            ]
        }
    }

    private var gatesJSON: [JSONValue] {
        (data.gates?.gates ?? []).map { row in
            [
                "phase": .integer(row.phase), "metric": .string(row.gate.rawValue), "date": .string("\(row.date)"),
                "status": .string(row.status),
            ]
        }
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
            "actuals": .array(actualsJSON), "gates": .array(gatesJSON),
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
