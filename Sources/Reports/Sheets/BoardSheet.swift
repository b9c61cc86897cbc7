import Economics

/// One page: what to do, the answer as a range, what it rests on. Every number on it is a formula.
enum BoardSheet {
    private struct Row {
        var metric: String
        var label: String
        var unit: String
        var format: NumberFormat
    }

    private static let rows = [
        Row(metric: "npv", label: "NPV", unit: "CUR", format: .whole),
        Row(metric: "savings_total", label: "Savings over the horizon", unit: "CUR", format: .whole),
        Row(metric: "savings_share", label: "Savings, share of the API bill", unit: "", format: .percent),
        Row(metric: "payback_month", label: "Payback", unit: "months", format: .ratio),
        Row(metric: "discounted_payback_month", label: "Discounted payback", unit: "months", format: .ratio),
        Row(metric: "irr_annual", label: "IRR, a year", unit: "", format: .percent),
        Row(metric: "peak_funding", label: "Peak funding", unit: "CUR", format: .whole),
        Row(metric: "capex_total", label: "Capex", unit: "CUR", format: .whole),
        Row(metric: "api_run_rate", label: "API run-rate today", unit: "CUR/month", format: .whole),
        Row(metric: "run_rate_own", label: "Own hosting in the last month", unit: "CUR/month", format: .whole),
        Row(metric: "gpus_peak", label: "GPUs paid for, most", unit: "GPU", format: .whole),
        Row(metric: "utilisation_last", label: "Utilisation in the last month", unit: "", format: .percent),
        Row(metric: "npv_with_residual", label: "NPV with residual value of hardware", unit: "CUR", format: .whole),
        Row(metric: "npv_allocated_staff", label: "NPV with existing staff", unit: "CUR", format: .whole),
    ]

    static func make(_ data: ReportData, _ layout: WorkbookLayout, master: CellValue) -> Sheet {
        let heading = data.heading
        let who = heading.organisation.isEmpty ? "" : ", \(heading.organisation)"
        var canvas = SheetCanvas(
            WorkbookLayout.SheetName.board, .presentation,
            title: "\(heading.title)\(who): \(layout.currency), period \(heading.period)",
            subtitle:
                "Own hosting of open models against API vendors over \(data.model.horizon) months. As of \(heading.asOf). Every number on this page is a live formula.",
            layout: layout, master: master)
        canvas.sheet[4, 0] = Cell(.text("Recommendation"), .section)
        link("recommendation", Instance(.base, .hybrid), at: (4, 1), .general, .headline, into: &canvas, data, layout)

        let instances = [
            Instance(.low, .hybrid), Instance(.base, .hybrid), Instance(.high, .hybrid), Instance(.base, .full),
        ]
        let header = 6
        canvas.header(
            header, ["Over \(data.model.horizon) months", "Unit", "Low", "Base", "High", "All at once", "Stay on API"])
        canvas.sheet.rowHeights[header] = 18
        for (offset, item) in rows.enumerated() {
            let row = header + 1 + offset
            canvas.sheet[row, 0] = Cell(.text(item.label), .label)
            canvas.sheet[row, 1] = Cell(.text(canvas.unit(item.unit)), .unit)
            for (column, instance) in instances.enumerated() {
                link(
                    item.metric, instance, at: (row, 2 + column), item.format, column == 1 ? .total : .crossSheet,
                    into: &canvas, data, layout)
            }
            if let staying = Metric.all.first(where: { $0.id == item.metric })?.lineWhenStaying {
                link(
                    staying, Instance(.base, .hybrid), at: (row, 6), item.format, .crossSheet, into: &canvas, data,
                    layout)
            }
        }

        var row = header + rows.count + 2
        canvas.header(
            row,
            [
                "Workload", "Decision", "Month of the model", "API cost [\(canvas.unit("CUR/month"))]",
                "Tokens [Mtok/month]",
                "Why it stays", "",
            ])
        canvas.sheet.rowHeights[row] = 30
        let base = Instance.all.firstIndex(of: Instance(.base, .hybrid))!
        for plan in data.plan.prefix(12) {
            row += 1
            let member = data.model.members[.workload].firstIndex { $0.id == plan.workload }!
            canvas.sheet[row, 0] = Cell(.text(plan.workload), .label)
            cell("decision_shown", member, lane: base, at: (row, 1), .general, .crossSheet, into: &canvas, data, layout)
            cell("month_shown", member, lane: base, at: (row, 2), .whole, .crossSheet, into: &canvas, data, layout)
            cell("cost_month0", member, lane: base, at: (row, 3), .whole, .crossSheet, into: &canvas, data, layout)
            cell("workload_tokens", member, lane: base, at: (row, 4), .whole, .crossSheet, into: &canvas, data, layout)
            canvas.sheet[row, 5] = Cell(.text(plan.reason), .note)
        }
        if data.plan.count > 12 {
            row += 1
            canvas.sheet[row, 0] = Cell(.text("and \(data.plan.count - 12) more, see the model sheets"), .note)
        }

        row += 2
        canvas.section(row, "What it rests on")
        for (label, key, format) in [
            ("Hours in a month", "meta.hours_basis", NumberFormat.whole),
            ("Discount rate, a year", "finance.discount_rate_annual", .percent),
            ("API price decline, a year", "market.api_price_decline_annual", .percent),
        ] {
            row += 1
            canvas.sheet[row, 0] = Cell(.text(label), .label)
            let place = layout.drivers[key]!.base
            canvas.sheet[row, 1] = Cell(
                .formula(text: CellName.absolute(place), value: data.register[key: key]!.base.cellValue), .crossSheet,
                format)
        }
        for note in data.notes {
            row += 1
            canvas.sheet[row, 0] = Cell(.text(note), .note)
        }
        canvas.sheet.charts = charts(data, layout)
        canvas.sheet.onePage = true
        canvas.sheet.freeze = CellAddress(row: 3, column: 0)
        canvas.sheet.columnWidths = [0: 36, 1: 13, 2: 14, 3: 14, 4: 14, 5: 14, 6: 14, 7: 3]
        canvas.sheet.rowHeights[4] = 26
        return canvas.sheet
    }

    private static func link(
        _ line: String, _ instance: Instance, at: (row: Int, column: Int), _ format: NumberFormat, _ role: CellRole,
        into canvas: inout SheetCanvas, _ data: ReportData, _ layout: WorkbookLayout
    ) {
        cell(
            line, 0, lane: Instance.all.firstIndex(of: instance)!, at: at, format, role, into: &canvas, data, layout)
    }

    private static func cell(
        _ line: String, _ member: Int, lane: Int, at: (row: Int, column: Int), _ format: NumberFormat, _ role: CellRole,
        into canvas: inout SheetCanvas, _ data: ReportData, _ layout: WorkbookLayout
    ) {
        let index = data.model.lines.firstIndex { $0.id == line }!
        let place = layout.models[lane].lines[index].place(member: member, at: 0)
        let value = data.evaluation.result(line, member: member, lane: lane)
        canvas.sheet[at.row, at.column] = Cell(
            .formula(text: CellName.absolute(place), value: value.cellValue), role, format)
    }

    private static func charts(_ data: ReportData, _ layout: WorkbookLayout) -> [Chart] {
        let lane = Instance.all.firstIndex(of: Instance(.base, .hybrid))!
        let model = data.model
        func range(_ id: String) -> CellRange {
            let index = model.lines.firstIndex { $0.id == id }!
            let places = layout.models[lane].lines[index]
            let (first, last) = (places.place(member: 0, at: 0), places.place(member: 0, at: model.horizon))
            return CellRange(
                sheet: first.sheet, first: CellAddress(row: first.row, column: first.column),
                last: CellAddress(row: last.row, column: last.column))
        }
        func series(_ name: String, _ id: String) -> ChartSeries {
            ChartSeries(
                name: name, categories: range("date"), values: range(id),
                cachedCategories: data.evaluation.series("date", lane: lane).map(CellValue.number),
                cachedValues: data.evaluation.series(id, lane: lane), categoryFormat: .month)
        }
        let saving =
            data.evaluation.value("baseline_cost_total", lane: lane)
            - data.evaluation.total("alternative", member: 0, lane: lane)
        let crossover: String =
            switch data.evaluation.result("payback_month", lane: lane) {
            case .number(let month): "The plan has paid for itself after \(ReportWords.tenths(month)) months"
            case .word(let word):
                word == "never"
                    ? "The plan does not pay for itself within \(model.horizon) months"
                    : "Nothing moves: both lines are one"
            }
        let amount = ReportWords.money(abs(saving), layout.currency)
        let verb = saving >= 0 ? "saves" : "costs"
        return [
            Chart(
                .line, title: crossover, categoryAxis: "Month", valueAxis: "Cumulative \(layout.currency)",
                valueFormat: .whole,
                series: [
                    series("Stay on the API", "cumulative_baseline"), series("Phased plan", "cumulative_alternative"),
                ], at: CellAddress(row: 4, column: 8), width: 620, height: 320,
                altText:
                    "Cumulative cost of staying on the API and of the phased plan, base scenario: \(crossover.lowercased()). Live numbers: sheet Model base, cash section."
            ),
            Chart(
                .stackedColumn, title: "The plan \(verb) \(amount) over \(model.horizon) months",
                categoryAxis: "Month", valueAxis: "\(layout.currency) a month", valueFormat: .whole,
                series: [
                    series("API bill that remains", "residual_api"), series("GPUs, servers, power", "cost_of_gpus"),
                    series("People", "cost_of_people"), series("Everything else", "cost_of_rest"),
                ], at: CellAddress(row: 21, column: 8), width: 620, height: 320,
                altText:
                    "Stacked monthly cost of the phased plan, base scenario: remaining API bill, GPUs, people, rest. It \(verb) \(amount) over \(model.horizon) months. Live numbers: sheet Model base."
            ),
        ]
    }
}
