import Billing
import Economics

/// What was paid to API vendors, month by month, and the baseline that follows from it.
enum SpendSheet {
    static let chartRows = 18

    static func make(_ data: ReportData, _ layout: WorkbookLayout, master: CellValue) -> Sheet {
        let spend = data.spend
        let model = spend.model
        let first = spend.months.first!
        let last = spend.months.last!
        var canvas = SheetCanvas(
            WorkbookLayout.SheetName.spend, .presentation,
            title: "API spend by vendor, \(layout.currency) a month, \(first) to \(last)",
            subtitle: "From the invoices, tax apart. Every figure is a formula over the Ledger sheet.", layout: layout,
            master: master)
        let printer = FormulaPrinter(model: model, placement: layout.spend)
        canvas.header(
            layout.spendRows.monthlyHeader,
            model.lines.filter { $0.members == .historyMonth && !VolumeTrend.holds($0) }.map {
                "\($0.label) [\(canvas.unit($0.unit.symbol))]"
            })
        canvas.section(
            layout.spendRows.trendHeader - 1,
            "How the volume has grown: shown for comparison, the model takes `growth_monthly` of each workload")
        canvas.header(
            layout.spendRows.trendHeader,
            model.lines.filter(VolumeTrend.holds).map { "\($0.label) [\(canvas.unit($0.unit.symbol))]" })
        canvas.sheet.rowHeights[layout.spendRows.trendHeader] = 32
        seasons(into: &canvas, model, layout.spendRows.seasonHeader)
        canvas.section(layout.spendRows.baselineHeader - 1, "Baseline: mean month of \(windowWords(spend))")
        canvas.header(
            layout.spendRows.baselineHeader,
            model.lines.filter { $0.members == .workload }.map { "\($0.label) [\(canvas.unit($0.unit.symbol))]" })
        let credits = spend.ledger.rows.contains { $0.tokenClass == .credit && spend.window.contains($0.month) }
        if credits {
            canvas.sheet[layout.spendRows.baselineHeader + 1 + model.members[.workload].count, 0] = Cell(
                .text(
                    "Credits stand with the workload that they were billed to. The model takes each off all charges of its vendor and month, so that a workload may cost more or less there; the sum is the same."
                ), .note)
        }
        canvas.section(layout.spendRows.modelHeader - 1, "Dearest models, \(first) to \(last)")
        canvas.header(
            layout.spendRows.modelHeader,
            model.lines.filter { $0.members == .billedModel }.map { "\($0.label) [\(canvas.unit($0.unit.symbol))]" })
        canvas.sheet.rowHeights[layout.spendRows.modelHeader] = 32
        let rows = layout.spendRows
        canvas.sheet.pageBlocks = [
            rows.monthlyHeader, rows.baselineHeader - 1, rows.modelHeader - 1, rows.trendHeader - 1,
            rows.seasonHeader - 1, rows.growth.header - 1,
        ]
        canvas.sheet.rowHeights[layout.spendRows.monthlyHeader] = 32
        canvas.sheet.rowHeights[layout.spendRows.baselineHeader] = 32
        for (index, line) in model.lines.enumerated()
        where layout.spend.lines[index].first.sheet == WorkbookLayout.SheetName.spend {
            if line.members == nil, line.shape == .cell {
                canvas.sheet[layout.spend.lines[index].first.row, 0] = Cell(.text(line.label), .label)
            }
            // An empty cell counts as 0; a figure that is typed has no place on a page that is read.
            if let opening = line.opening, opening != 0 {
                let place = layout.spend.lines[index].place(member: 0, at: -1)
                canvas.sheet[place.row, place.column] = Cell(.number(opening), .calculation, .whole)
            }
            for member in model.members(of: line).indices {
                for position in 0..<(line.shape == .timeline ? spend.months.count : 1) {
                    let place = layout.spend.lines[index].place(member: member, at: position)
                    let value = spend.evaluation.result(line.id, member: member, at: position, lane: 0)
                    let content: CellContent
                    let role: CellRole
                    switch printer.source(line: index, member: member, at: position) {
                    case .formula(let text):
                        content = .formula(text: text, value: value.cellValue)
                        role =
                            line.id == "spend" || (line.members == nil && line.shape == .cell) ? .total : .calculation
                    case .text(let text): (content, role) = (.text(text), .label)
                    case .number(let number): (content, role) = (.number(number), .note)
                    case .input: (content, role) = (value.content, .note)
                    }
                    canvas.sheet[place.row, place.column] = Cell(content, role, line.display.format)
                }
            }
        }
        growth(into: &canvas, model, rows.growth)
        canvas.sheet.charts = [byVendor(data, layout), byModel(data, layout)]
        canvas.sheet.freeze = CellAddress(row: 3, column: 1)
        canvas.sheet.repeatRows = 3
        canvas.sheet.columnWidths[0] = 40
        for column in 1...Swift.max(8, spend.providers.count + 3) { canvas.sheet.columnWidths[column] = 17 }
        return canvas.sheet
    }

    /// Headings of the index by calendar month.
    private static func seasons(into canvas: inout SheetCanvas, _ model: Model, _ header: Int) {
        let lines = model.lines.filter { $0.members == .calendarMonth }
        guard !lines.isEmpty else { return }
        canvas.section(
            header - 1,
            "Season: the geometric mean of the tokens against their trend, by calendar month; shown for comparison, the model assumes none"
        )
        canvas.header(header, lines.map { "\($0.label) [\(canvas.unit($0.unit.symbol))]" })
        canvas.sheet.rowHeights[header] = 32
    }

    /// Headings of the growth by workload, and of what it is worked out from.
    private static func growth(into canvas: inout SheetCanvas, _ model: Model, _ places: GrowthPlaces) {
        guard !model.members[.trendWorkload].isEmpty else { return }
        func labels(_ ids: [String]) -> [String] { ids.map { model.line($0)!.label } }
        canvas.section(
            places.header - 1,
            "Growth of each workload in the invoices, the dearest first: shown beside what the model takes, never used")
        canvas.header(places.header, labels(GrowthPlaces.shown))
        canvas.header(places.header, labels(GrowthPlaces.steps), from: places.firstStep)
        canvas.sheet.rowHeights[places.header] = 46
        for (offset, id) in ["history_place", "history_month", "history_complete", "own_tokens"].enumerated() {
            canvas.sheet[places.header - 2 + offset, places.labels] = Cell(.text(model.line(id)!.label), .label)
        }
        canvas.sheet.lastPrintColumn = places.lastPrintColumn
    }

    private static func byModel(_ data: ReportData, _ layout: WorkbookLayout) -> Chart {
        let spend = data.spend
        let models = spend.model.members[.billedModel]
        func range(_ id: String) -> CellRange {
            let place = layout.spend.lines[spend.model.index(of: id)!]
            return CellRange(place.place(member: 0, at: 0), place.place(member: models.count - 1, at: 0))
        }
        let values = models.indices.map { spend.evaluation.value("model_cost", member: $0, lane: 0) }
        let total = spend.months.indices.reduce(0) { $0 + spend.evaluation.value("spend", member: $1, lane: 0) }
        let first = models.first?.id ?? ""
        let share = ReportWords.percent(total > 0 ? (values.first ?? 0) / total : 0)
        return Chart(
            .bar, title: "\(first) takes \(share) of the spend", categoryAxis: "Model",
            valueAxis: "\(layout.currency), \(spend.months.first!) to \(spend.months.last!)", valueFormat: .whole,
            series: [
                ChartSeries(
                    name: "Spend", categories: range("billed_model"), values: range("model_cost"),
                    cachedCategories: models.map { .text($0.id) }, cachedValues: values)
            ], at: CellAddress(row: SheetCanvas.headRows, column: 4), width: 600, height: 330,
            altText:
                "Bars of the spend by model, dearest first: \(first) takes \(share) of it. The live numbers stand in the table Dearest models on this sheet."
        )
    }

    private static func windowWords(_ spend: SpendData) -> String {
        spend.window.count == 1
            ? "\(spend.window[0])" : "\(spend.window.count) months, \(spend.window[0]) to \(spend.window.last!)"
    }

    private static func byVendor(_ data: ReportData, _ layout: WorkbookLayout) -> Chart {
        let spend = data.spend
        let model = spend.model
        func range(_ id: String) -> CellRange {
            let index = model.index(of: id)!
            let first = layout.spend.lines[index].place(member: 0, at: 0)
            return CellRange(
                sheet: first.sheet, first: CellAddress(row: first.row, column: first.column),
                last: CellAddress(row: first.row + spend.months.count - 1, column: first.column))
        }
        func values(_ id: String) -> [Double] {
            spend.months.indices.map { spend.evaluation.value(id, member: $0, lane: 0) }
        }
        // Six series at most, the others as one: a chart with more says nothing, and one with less is not the bill.
        let others = model.line("spend_others") == nil ? [] : [("Other vendors", "spend_others")]
        let series = (spend.drawn.map { (spend.providers[$0], "spend_\($0 + 1)") } + others).map { name, id in
            ChartSeries(
                name: name, categories: range("month"), values: range(id),
                cachedCategories: values("month").map(CellValue.number), cachedValues: values(id),
                categoryFormat: .month)
        }
        let totals = values("spend")
        let lastTotal = totals.last.map { ReportWords.money($0, layout.currency) } ?? ""
        let firstTotal = totals.first.map { ReportWords.money($0, layout.currency) } ?? ""
        let direction = (totals.last ?? 0) >= (totals.first ?? 0) ? "rose" : "fell"
        return Chart(
            .stackedColumn,
            title: "API spend \(direction) from \(firstTotal) to \(lastTotal) a month",
            categoryAxis: "Month", valueAxis: "\(layout.currency) a month", valueFormat: .whole, series: series,
            at: CellAddress(row: SheetCanvas.headRows, column: 0), width: 590, height: 330,
            altText:
                "Stacked columns of monthly API spend by vendor, from \(firstTotal) in \(spend.months.first!) to \(lastTotal) in \(spend.months.last!). The live numbers stand in the table below."
        )
    }
}
