import Billing
import Diagnostics
import Economics

/// Actual against plan since the first workload moved, and the gates and stop rules by which the plan goes on.
enum GatesSheet {
    static let name = WorkbookLayout.SheetName.gates

    static func make(
        _ gates: GateData, _ data: ReportData, _ layout: WorkbookLayout, master: CellValue
    ) throws(Failure) -> Sheet {
        let placement = layout.gates!
        let rows = Rows(gates)
        var canvas = SheetCanvas(
            name, .presentation,
            title:
                "\(gates.actuals == nil ? "" : "Actual against plan, ")\(gates.actuals == nil ? "Gates" : "gates") and stop rules in \(layout.currency), \(data.heading.period)",
            subtitle:
                "A phase starts when the gate before it is met, and goes on while its review is met. Thresholds are inputs on the sheet Assumptions (\"migration\").",
            layout: layout, master: master)
        var figures = SheetFigures(sheet: name)
        for (set, ids) in [
            (MemberSet.actualMonth, gates.model.members[.actualMonth]), (.phase, gates.model.members[.phase]),
            (.evaluated, gates.model.members[.evaluated]), (.gateStatus, gates.model.members[.gateStatus]),
        ] { figures.members(set, ids) }
        for (key, value) in gates.typed { figures.give(key, value) }
        for link in gates.links { figures.give(link.key, link.value, from: placement.drivers[link.key]?.base) }
        show(gates, placement, &figures)
        if gates.actuals != nil { actuals(gates, rows, &canvas) }
        if gates.shape.phases > 0 { phases(gates, rows, &canvas) }
        say(gates, layout.currency, &figures)
        let values = try figures.write(into: &canvas)
        if let actuals = gates.actuals { canvas.sheet.charts = [chart(actuals, gates, rows, layout, values)] }
        canvas.sheet.freeze = CellAddress(row: 3, column: 1)
        canvas.sheet.repeatRows = 3
        canvas.sheet.repeatColumns = 1
        // Figures that only flags read stay on the screen.
        canvas.sheet.lastPrintColumn = 10
        if gates.shape.phases > 0 {
            canvas.sheet.pageBlocks = [rows.gates - 1, rows.figures - 1]
        }
        canvas.sheet.columnWidths = [0: 48]
        for column in 1...22 { canvas.sheet.columnWidths[column] = 13 }
        return canvas.sheet
    }

    private static func show(_ gates: GateData, _ placement: Placement, _ figures: inout SheetFigures) {
        var looks: [String: (CellRole, NumberFormat)] = [:]
        for item in actualColumns(gates) + gateColumns(gates) + figureColumns(gates) {
            looks[item.line] = (item.role, item.format)
            if let total = item.total { looks[total] = (.total, item.format) }
        }
        for (line, _, format, role) in singles(gates) { looks[line] = (role, format) }
        for gate in Gate.allCases { looks[gate.threshold] = (.crossSheet, .percent) }
        looks["evaluated_phase"] = (.crossSheet, .whole)
        looks["evaluated_rate"] = (.crossSheet, .percent)
        for (index, line) in gates.model.lines.enumerated() {
            let first = placement.lines[index].first
            let look = looks[line.id] ?? (.label, .general)
            figures.show(line, at: CellAddress(row: first.row, column: first.column), look.0, look.1)
        }
    }

    private static func actuals(_ gates: GateData, _ rows: Rows, _ canvas: inout SheetCanvas) {
        canvas.section(rows.actuals - 1, "Actual against plan: the actual volume at frozen prices, less what was paid")
        canvas.header(rows.actuals, actualColumns(gates).map(\.title))
        canvas.sheet.rowHeights[rows.actuals] = 44
        canvas.sheet[rows.actuals + 1 + gates.shape.months, 0] = Cell(.text("Since the first migration"), .label)
    }

    private static func phases(_ gates: GateData, _ rows: Rows, _ canvas: inout SheetCanvas) {
        canvas.section(rows.gates - 1, "Gates: how each phase stands")
        canvas.header(rows.gates, gateColumns(gates).map(\.title))
        canvas.sheet.rowHeights[rows.gates] = 30
        canvas.section(rows.rules - 1, "Rules: metric, threshold, date and what happens where it is missed")
        canvas.header(rows.rules, ["Metric", "Threshold", "Judged", "", "If it is missed", "", "", "", "", ""])
        for (offset, gate) in Gate.allCases.enumerated() {
            let row = rows.rules + 1 + offset
            canvas.sheet[row, 0] = Cell(.text(gate.label), .label)
            if gate == .readiness { canvas.sheet[row, 1] = Cell(.text("not red"), .calculation) }
            canvas.sheet[row, 2] = Cell(
                .text(gate.isBefore ? "Month before the phase starts" : "Months of the phase have closed"), .note)
            canvas.sheet[row, 4] = Cell(.text(gate.action), .note)
        }
        canvas.section(rows.singles - 1, "Dates and counts")
        for (offset, item) in singles(gates).enumerated() {
            canvas.sheet[rows.singles + offset, 0] = Cell(.text(item.label), .label)
        }
        canvas.section(rows.words - 1, "What the words mean")
        canvas.header(rows.words, ["Status", "Meaning"])
        for (offset, status) in GateStatus.allCases.enumerated() {
            canvas.sheet[rows.words + 1 + offset, 0] = Cell(.text(status.rawValue), .label)
            canvas.sheet[rows.words + 1 + offset, 1] = Cell(.text(status.meaning), .note)
        }
        if !gates.shape.evaluated.isEmpty {
            canvas.section(rows.evaluated - 1, "Evaluations of the workloads that move")
            canvas.header(rows.evaluated, ["Workload", "Phase", "Passes"])
            for (offset, id) in gates.shape.evaluated.enumerated() {
                canvas.sheet[rows.evaluated + 1 + offset, 0] = Cell(.text(id), .label)
            }
        }
        canvas.section(rows.figures - 1, "Figures behind the gates")
        canvas.header(rows.figures, ["Phase"] + figureColumns(gates).map(\.title))
        canvas.sheet.rowHeights[rows.figures] = 44
        for phase in 0..<gates.shape.phases {
            canvas.sheet[rows.figures + 1 + phase, 0] = Cell(.text("Phase \(phase + 1)"), .label)
        }
        for (word, role) in [("met", CellRole.good), ("missed", .bad), ("no data", .caution)] {
            canvas.sheet.statuses.append(
                StatusRule(
                    first: CellAddress(row: rows.gates + 1, column: 4),
                    last: CellAddress(row: rows.gates + gates.shape.phases, column: 9), word: word, role: role))
        }
    }

    // MARK: - Sentences and the chart

    private static func say(_ gates: GateData, _ currency: String, _ figures: inout SheetFigures) {
        if gates.shape.phases > 0 {
            figures.say(
                .choose(
                    .compareNumber("gates_missed", .greater, 0),
                    .joined([
                        "Gates missed: ", .figure("gates_missed", .whole), ", met: ", .figure("gates_met", .whole),
                        "; what happens now stands in the table of rules.",
                    ]),
                    .joined([
                        "No gate is missed. Gates met: ", .figure("gates_met", .whole), ".",
                        .choose(
                            .compare("next_gate", .lessOrEqual, "gate_horizon"),
                            .joined([
                                " The next one falls at the end of month ", .figure("next_gate", .whole),
                                " of the model.",
                            ]),
                            " None is left."),
                    ])), at: CellAddress(row: 4, column: 0))
        }
        guard gates.actuals != nil else { return }
        let saved: [Sentence] = [
            "Since the first migration ", .figure("actual_saving_to_date", .whole), .words(" \(currency) were saved"),
        ]
        let against: [Sentence] =
            gates.shape.hasPlan
            ? [
                .words(", and the plan was "), .figure("planned_saving_to_date", .whole), .words(" \(currency): "),
                .figure("saving_variance_to_date", .whole), " against plan in the months that are booked.",
            ] : ["; there is no plan to compare with, as no pool has a throughput and a price."]
        figures.say(.joined(saved + against), at: CellAddress(row: 5, column: 0))
    }

    private static func chart(
        _ actuals: Actuals, _ gates: GateData, _ rows: Rows, _ layout: WorkbookLayout, _ values: Evaluation
    ) -> Chart {
        let months = actuals.months.indices
        let columns = actualColumns(gates)
        func range(_ line: String) -> CellRange {
            let column = columns.firstIndex { $0.line == line }!
            return CellRange(
                Place(sheet: name, row: rows.actuals + 1, column: column),
                Place(sheet: name, row: rows.actuals + months.count, column: column))
        }
        func series(_ title: String, _ line: String) -> ChartSeries {
            ChartSeries(
                name: title, categories: range("actual_month"), values: range(line),
                cachedCategories: months.map { .number(values.value("actual_month", member: $0, lane: 0)) },
                cachedValues: months.map { values.value(line, member: $0, lane: 0) }, categoryFormat: .month)
        }
        let title = message(actuals, gates, currency: layout.currency)
        // What was paid is a solid line, what was planned a dashed one.
        var lines = [series("Actual", "actual_saving")]
        if gates.shape.hasPlan { lines.append(series("Plan", "planned_saving")) }
        if let earlier = gates.earlier { lines.append(series("Plan of \(earlier.period)", "earlier_saving")) }
        return Chart(
            .line, title: title, categoryAxis: "Month", valueAxis: "Saving a month, \(layout.currency)",
            valueFormat: .whole, series: lines, at: CellAddress(row: rows.chart, column: 0), width: 760, height: 340,
            altText:
                "Saving of each month since the first migration, actual as a solid line, plan dashed: \(title). Live numbers: the table Actual against plan on this sheet."
        )
    }

    /// What the months since the first migration say, in one line.
    static func message(_ actuals: Actuals, _ gates: GateData, currency: String) -> String {
        let first = actuals.months[0].month
        guard gates.shape.hasPlan else {
            return "\(ReportWords.money(gates.value("actual_saving_to_date"), currency)) saved since \(first)"
        }
        let variance = gates.value("saving_variance_to_date")
        let side = variance < 0 ? "below" : "above"
        return "Saving since \(first) is \(ReportWords.money(abs(variance), currency)) \(side) plan"
    }
}

extension GateStatus {
    var meaning: String {
        switch self {
        case .notDue: "its day lies after the period"
        case .noData: "its day has come, and what it is judged by is not known: invoices, plan, scorecard or evaluation"
        case .missed: "judged, and beyond the threshold"
        case .met: "judged, and within the threshold"
        }
    }
}
