import Diagnostics
import Economics

/// The base scenario as a finance department books it: EBITDA, EBIT and cash by fiscal year, tied to the horizon.
enum ProfitSheet {
    private struct Row {
        var id: String
        var label: String
        /// Line of the months whose total the fiscal years must add up to.
        var tie: String?
        var isTotal = false
    }

    private static let rows = [
        Row(id: "baseline", label: "API bill of staying", tie: "baseline_api"),
        Row(id: "residual", label: "API bill that remains", tie: "residual_api"),
        Row(id: "avoided", label: "API bill avoided", isTotal: true),
        Row(id: "gpus", label: "less GPUs, servers and power", tie: "running_gpus"),
        Row(id: "people", label: "less people", tie: "running_people"),
        Row(id: "rest", label: "less everything else, contingency included", tie: "running_rest"),
        Row(id: "one_off", label: "less one-off costs", tie: "one_off"),
        Row(id: "ebitda", label: "EBITDA effect", tie: "ebitda_gain", isTotal: true),
        Row(id: "depreciation", label: "less book depreciation", tie: "depreciation_book"),
        Row(id: "ebit", label: "EBIT effect: saving before interest and tax", tie: "ebit_gain", isTotal: true),
        Row(id: "tax", label: "Tax on the saving", tie: "tax_headline"),
        Row(id: "capex", label: "Capex", tie: "capex"),
        Row(id: "resale", label: "Resale of retired servers", tie: "resale"),
        Row(
            id: "cash", label: "Cash flow: EBITDA less tax and capex, plus resale", tie: "cash_flow_headline",
            isTotal: true),
    ]

    private static let firstRow = 9
    private static let firstYear = 2

    static func make(_ data: ReportData, _ layout: WorkbookLayout, master: CellValue) throws(Failure) -> Sheet {
        let name = WorkbookLayout.SheetName.profit
        var canvas = SheetCanvas(
            name, .presentation,
            title: "Profit and loss by fiscal year in \(layout.currency), base scenario",
            subtitle:
                "Effect against staying on the API; a fiscal year is named after the year in which it ends. Residual value at the horizon apart.",
            layout: layout, master: master)
        var figures = SheetFigures(sheet: name)
        let years = data.model.members[.fiscalYear].count
        let heights = rows.count + 4
        for (number, strategy) in [Strategy.hybrid, .full].enumerated() {
            block(number, Instance(.base, strategy), row: firstRow + number * heights, &canvas, &figures, data, layout)
        }
        say(&figures, layout.currency)
        let evaluation = try figures.write(into: &canvas)
        let last = firstRow + 2 * heights
        canvas.sheet.charts = [chart(evaluation, layout, years: years, row: last - 1)]
        canvas.sheet.onePage = true
        canvas.sheet.freeze = CellAddress(row: 3, column: 1)
        canvas.sheet.repeatRows = 3
        canvas.sheet.repeatColumns = 1
        canvas.sheet.columnWidths = [0: 46, 1: 9]
        for column in firstYear..<firstYear + years + 3 { canvas.sheet.columnWidths[column] = 15 }
        return canvas.sheet
    }

    private static func block(
        _ number: Int, _ instance: Instance, row: Int, _ canvas: inout SheetCanvas, _ figures: inout SheetFigures,
        _ data: ReportData, _ layout: WorkbookLayout
    ) {
        let years = data.model.members[.fiscalYear].count
        func at(_ row: Int, _ column: Int) -> CellAddress { CellAddress(row: row, column: column) }
        canvas.section(
            row - 1, instance.strategy == .full ? "Everything that may move, at once" : "The plan, in phases")
        canvas.header(row, ["Line", "Unit"])
        for year in 0..<years {
            let cell = data.cell("fiscal_year_of", member: year, instance, layout)
            figures.link(
                "year_\(number)_\(year)", .index, to: cell.place, cell.value, at: at(row, firstYear + year), .heading,
                .general)
        }
        canvas.header(row, ["Total", "By months", "Difference"], from: firstYear + years)
        for (offset, item) in rows.enumerated() {
            let here = row + 1 + offset
            canvas.sheet[here, 0] = Cell(.text(item.label), item.isTotal ? .total : .label)
            canvas.sheet[here, 1] = Cell(.text(layout.currency), .unit)
            let ids = (0..<years).map { "\(item.id)_\(number)_\($0)" }
            for (year, id) in ids.enumerated() {
                let cell = data.cell("pnl_\(item.id)", member: year, instance, layout)
                figures.link(
                    id, .money, to: cell.place, cell.value, at: at(here, firstYear + year),
                    item.isTotal ? .total : .crossSheet, .whole)
            }
            let total = "\(item.id)_\(number)"
            figures.add(
                total, .money, at: at(here, firstYear + years), item.isTotal ? .total : .calculation, .whole,
                .sumOfLines(ids))
            guard let tie = item.tie else { continue }
            let months = data.total(tie, instance, layout)
            figures.link(
                "\(total)_months", .money, to: months.place, months.value, at: at(here, firstYear + years + 1),
                .crossSheet, .whole)
            // Rounding noise of sums in another order is no difference.
            figures.add(
                "\(total)_difference", .money, at: at(here, firstYear + years + 2), .calculation, .whole,
                .choose(
                    .absolute(.line(total) - .line("\(total)_months")) <= .constant(.checkTolerance), 0,
                    .line(total) - .line("\(total)_months")))
        }
    }

    private static func say(_ figures: inout SheetFigures, _ currency: String) {
        func effect(_ number: Int, _ name: String) -> Sentence {
            .choose(
                .compareNumber("depreciation_\(number)", .greater, 0),
                .joined([
                    .words("\(name): EBITDA changes by "), .figure("ebitda_\(number)", .whole),
                    .words(" \(currency) and EBIT by "),
                    .figure("ebit_\(number)", .whole),
                    .words(" over the horizon. Between them lies the depreciation of "),
                    .figure("depreciation_\(number)", .whole), " on bought servers.",
                ]),
                .joined([
                    .words("\(name): EBITDA and EBIT both change by "), .figure("ebit_\(number)", .whole),
                    .words(" \(currency) over the horizon: no bought server is depreciated."),
                ]))
        }
        figures.say(effect(0, "The plan"), at: CellAddress(row: 4, column: 0))
        figures.say(effect(1, "Everything at once"), at: CellAddress(row: 5, column: 0))
    }

    private static func chart(_ figures: Evaluation, _ layout: WorkbookLayout, years: Int, row: Int) -> Chart {
        let sheet = WorkbookLayout.SheetName.profit
        func range(_ row: Int) -> CellRange {
            CellRange(
                Place(sheet: sheet, row: row, column: firstYear),
                Place(sheet: sheet, row: row, column: firstYear + years - 1))
        }
        func values(_ id: String) -> [Double] { (0..<years).map { figures.value("\(id)_0_\($0)", lane: 0) } }
        func series(_ name: String, _ id: String) -> ChartSeries {
            ChartSeries(
                name: name, categories: range(firstRow),
                values: range(firstRow + 1 + rows.firstIndex { $0.id == id }!),
                cachedCategories: values("year").map(CellValue.number), cachedValues: values(id),
                categoryFormat: .general)
        }
        let ebitda = ReportWords.money(figures.value("ebitda_0", lane: 0), layout.currency)
        let ebit = ReportWords.money(figures.value("ebit_0", lane: 0), layout.currency)
        return Chart(
            .column, title: "The plan changes EBITDA by \(ebitda) and EBIT by \(ebit)", categoryAxis: "Fiscal year",
            valueAxis: layout.currency, valueFormat: .whole,
            series: [series("EBITDA effect", "ebitda"), series("EBIT effect", "ebit"), series("Cash flow", "cash")],
            at: CellAddress(row: row, column: 0), width: 760, height: 320,
            altText:
                "Columns of the effect on EBITDA, EBIT and cash by fiscal year, plan in the base scenario: EBITDA \(ebitda), EBIT \(ebit) in all. Live numbers: the first table on this sheet."
        )
    }
}
