import Billing
import Diagnostics
import Economics
import Money

/// Why the answer moved since the last report: the bridge from its NPV to this one's, what was changed, which past months
/// were rewritten, and how earlier forecasts did.
enum SinceLastReportSheet {
    private static let bridgeRow = 9
    private static let causes = Bridge.Cause.allCases
    private static let firstChartColumn = 5
    /// Left of it is what prints.
    private static let helperColumn = 14

    static func make(
        _ history: History, _ data: ReportData, _ layout: WorkbookLayout, master: CellValue
    ) throws(Failure) -> Sheet {
        let name = WorkbookLayout.SheetName.since
        var canvas = SheetCanvas(
            name, .presentation,
            title:
                "\(history.bridge == nil ? "What changed" : "Why the NPV moved") since the report of \(history.earlier.period), \(layout.currency), \(data.heading.period)",
            subtitle:
                "Base scenario of the plan. The steps are values of the run \(data.heading.period) as of \(data.heading.asOf): an earlier report's inputs are not in this workbook.",
            layout: layout, master: master)
        var figures = SheetFigures(sheet: name)
        var row = 4
        if let bridge = history.bridge {
            say(into: &figures, bridge, currency: layout.currency)
            steps(into: &canvas, &figures, bridge, history, data, layout)
            row = bridgeRow + causes.count + 10
            changes(bridge, &row, into: &canvas)
        } else {
            canvas.sheet[row, 0] = Cell(
                .text(
                    "Without a plan in both reports there is no NPV to compare; a pool needs a throughput and a quote."),
                .note)
        }

        row += 3
        canvas.section(row - 1, "Past months that a provider has rewritten")
        canvas.header(row, ["Provider", "Month", "Currency", "Then", "Now", "Difference"])
        for restatement in history.restatements {
            row += 1
            canvas.sheet[row, 0] = Cell(.text(restatement.bill.provider), .label)
            canvas.sheet[row, 1] = Cell(
                .date(SpreadsheetDate.serial(restatement.bill.month.lastDay)), .calculation, .month)
            canvas.sheet[row, 2] = Cell(.text(restatement.bill.currency), .unit)
            for (column, amount) in [restatement.earlier, restatement.now, restatement.difference].enumerated() {
                canvas.sheet[row, 3 + column] = Cell(.number(amount.doubleValue), .calculation, .cents)
            }
        }
        if history.restatements.isEmpty {
            note("None: every bill up to \(history.earlier.period) is as it was read then.", &row, &canvas)
        }

        row += 3
        canvas.section(row - 1, "Back-test: what earlier reports forecast for months that have closed since")
        canvas.header(row, ["Report", "Month", "Months ahead", "Forecast", "Actual", "Error", "Error, share"])
        if history.backTests.isEmpty {
            note("No month that an earlier report forecast has closed.", &row, &canvas)
        } else {
            backTest(from: row + 1, history.backTests, into: &canvas, &figures)
        }

        let evaluation = try figures.write(into: &canvas)
        if let bridge = history.bridge {
            canvas.sheet.charts = [chart(bridge, history, data, layout, evaluation)]
        }
        canvas.sheet.freeze = CellAddress(row: 3, column: 1)
        canvas.sheet.repeatRows = 3
        canvas.sheet.repeatColumns = 1
        canvas.sheet.onePage = true
        canvas.sheet.lastPrintColumn = helperColumn - 1
        canvas.sheet.columnWidths = [0: 42, 1: 34, 2: 15, 3: 15, 4: 15, 5: 15, 6: 15]
        return canvas.sheet
    }

    private static func changes(_ bridge: Bridge, _ row: inout Int, into canvas: inout SheetCanvas) {
        canvas.section(row - 1, "Assumptions that were changed")
        canvas.header(row, ["Assumption", "Cause", "Then", "Now"])
        for change in bridge.changes {
            row += 1
            canvas.sheet[row, 0] = Cell(.text(change.label), .label)
            canvas.sheet[row, 1] = Cell(.text(change.cause.label), .text)
            for (column, value) in [change.earlier, change.now].enumerated() {
                canvas.sheet[row, 2 + column] = Cell(
                    shown(value, key: change.key), .calculation, change.key == "meta.start_month" ? .month : .general)
            }
        }
        if bridge.changes.isEmpty { note("None.", &row, &canvas) }
    }

    private static func note(_ text: String, _ row: inout Int, _ canvas: inout SheetCanvas) {
        row += 1
        canvas.sheet[row, 0] = Cell(.text(text), .note)
    }

    private static func shown(_ value: DriverValue, key: String) -> CellContent {
        if key == "meta.start_month", case .number(let serial) = value { return .date(Int(serial)) }
        return value.content
    }

    // MARK: - Bridge

    private static func steps(
        into canvas: inout SheetCanvas, _ figures: inout SheetFigures, _ bridge: Bridge, _ history: History,
        _ data: ReportData, _ layout: WorkbookLayout
    ) {
        func at(_ row: Int, _ column: Int) -> CellAddress { CellAddress(row: row, column: column) }
        canvas.section(bridgeRow - 2, "From then to now")
        canvas.header(bridgeRow - 1, ["Cause", "Unit", "Change", "NPV after"])
        canvas.sheet[bridgeRow, 0] = Cell(.text("Report of \(history.earlier.period)"), .label)
        canvas.sheet[bridgeRow, 1] = Cell(.text(layout.currency), .unit)
        figures.fact("then", .money, bridge.earlier, at: at(bridgeRow, 3), .total, .whole)
        for (offset, cause) in causes.enumerated() {
            canvas.sheet[bridgeRow + 1 + offset, 0] = Cell(.text(cause.label), .label)
            canvas.sheet[bridgeRow + 1 + offset, 1] = Cell(.text(layout.currency), .unit)
        }
        for (offset, step) in bridge.steps.enumerated() {
            let row = bridgeRow + 1 + offset
            figures.fact("change_\(offset)", .money, step.change, at: at(row, 2), .calculation, .whole)
            figures.add(
                "level_\(offset)", .money, at: at(row, 3), .calculation, .whole,
                before(offset) + .line("change_\(offset)"))
        }
        let end = bridgeRow + 1 + causes.count
        canvas.sheet[end, 0] = Cell(.text("This report, as written"), .label)
        canvas.sheet[end, 1] = Cell(.text(layout.currency), .unit)
        figures.add(
            "sum_of_changes", .money, at: at(end, 2), .total, .whole,
            .sumOfLines(causes.indices.map { "change_\($0)" }))
        figures.add("at_run", .money, at: at(end, 3), .total, .whole, "then" + "sum_of_changes")
        canvas.sheet[end + 1, 0] = Cell(.text("This workbook now"), .label)
        canvas.sheet[end + 1, 1] = Cell(.text(layout.currency), .unit)
        let npv = data.cell("npv", Instance(.base, .hybrid), layout)
        figures.link("npv_now", .money, to: npv.place, npv.value, at: at(end + 1, 3), .crossSheet, .whole)
        canvas.sheet[end + 2, 0] = Cell(.text("Changed in this workbook since it was written"), .label)
        canvas.sheet[end + 2, 1] = Cell(.text(layout.currency), .unit)
        figures.add("edited", .money, at: at(end + 2, 3), .calculation, .whole, "npv_now" - "at_run")
        canvas.sheet[end + 3, 0] = Cell(.text("By more than the tolerance of checks"), .label)
        canvas.sheet[end + 3, 1] = Cell(.text("1/0"), .unit)
        figures.add(
            "edited_more_than_a_cent", .flag, at: at(end + 3, 3), .calculation, .whole,
            .absolute("edited") > .constant(.checkTolerance))
        columns(into: &canvas, &figures)
    }

    /// What stands below the columns of the chart, short enough to be read level.
    private static let marks =
        ["Then"]
        + causes.map { cause in
            switch cause {
            case .model: "Model"
            case .restatement: "Restated"
            case .volume: "Volume"
            case .mix: "Mix"
            case .price: "Prices"
            case .exchangeRates: "FX"
            case .quotes: "Quotes"
            case .assumptions: "Inputs"
            case .plan: "Plan"
            }
        } + ["Now"]

    /// The level that a step starts from.
    private static func before(_ step: Int) -> Expression { step == 0 ? "then" : .line("level_\(step - 1)") }

    /// What a stacked column needs of each step, right of what is printed; a step may cross zero.
    private static func columns(into canvas: inout SheetCanvas, _ figures: inout SheetFigures) {
        canvas.header(
            bridgeRow - 1, ["Step", "Blank", "NPV", "Rise", "Fall", "Rise below zero", "Fall below zero"],
            from: helperColumn)
        for (row, label) in marks.enumerated() {
            canvas.sheet[bridgeRow + row, helperColumn] = Cell(.text(label), .label)
        }
        func add(_ id: String, _ row: Int, _ column: Int, _ expression: Expression) {
            figures.add(
                id, .money, at: CellAddress(row: bridgeRow + row, column: helperColumn + 1 + column), .calculation,
                .whole,
                expression)
        }
        for (row, level) in [(0, "then"), (causes.count + 1, "at_run")] {
            for column in [0, 2, 3, 4, 5] { add("part\(column)_\(row)", row, column, 0) }
            add("part1_\(row)", row, 1, .line(level))
        }
        for step in causes.indices {
            let (start, end) = (before(step), Expression.line("level_\(step)"))
            let (low, high) = (min(start, end), max(start, end))
            let rises = Expression.line("change_\(step)") > 0
            let (above, below) = (max(0, high) - max(0, low), min(0, low) - min(0, high))
            let row = step + 1
            add("part0_\(row)", row, 0, max(0, low) + min(0, high))
            add("part1_\(row)", row, 1, 0)
            add("part2_\(row)", row, 2, .choose(rises, above, 0))
            add("part3_\(row)", row, 3, .choose(rises, 0, above))
            add("part4_\(row)", row, 4, .choose(rises, below, 0))
            add("part5_\(row)", row, 5, .choose(rises, 0, below))
        }
    }

    private static func chart(
        _ bridge: Bridge, _ history: History, _ data: ReportData, _ layout: WorkbookLayout, _ figures: Evaluation
    ) -> Chart {
        let sheet = WorkbookLayout.SheetName.since
        func range(_ column: Int) -> CellRange {
            CellRange(
                Place(sheet: sheet, row: bridgeRow, column: column),
                Place(sheet: sheet, row: bridgeRow + causes.count + 1, column: column))
        }
        func series(_ name: String, _ part: Int, _ ink: ChartSeries.Ink = .normal) -> ChartSeries {
            var series = ChartSeries(
                name: name, categories: range(helperColumn), values: range(helperColumn + 1 + part),
                cachedCategories: marks.map(CellValue.text),
                cachedValues: marks.indices.map { figures.value("part\(part)_\($0)", lane: 0) })
            series.ink = ink
            return series
        }
        var shown = [
            series("Base of the step", 0, .invisible), series("NPV", 1), series("Rise", 2), series("Fall", 3),
        ]
        for (name, part) in [("Rise below zero", 4), ("Fall below zero", 5)] {
            let below = series(name, part)
            if below.cachedValues.contains(where: { $0 != 0 }) { shown.append(below) }
        }
        let title =
            "NPV \(bridge.now < bridge.earlier ? "fell" : "rose") by \(ReportWords.money(abs(bridge.now - bridge.earlier), layout.currency)) since \(history.earlier.period)"
        return Chart(
            .stackedColumn, title: title, categoryAxis: "Cause", valueAxis: "NPV, \(layout.currency)",
            valueFormat: .whole, series: shown, at: CellAddress(row: bridgeRow - 2, column: firstChartColumn),
            width: 660, height: 330,
            altText:
                "Bridge from the NPV of the report of \(history.earlier.period), \(ReportWords.money(bridge.earlier, layout.currency)), to this one's, \(ReportWords.money(bridge.now, layout.currency)), by cause. Live numbers: the table From then to now on this sheet."
        )
    }

    // MARK: - Back-test

    private static func backTest(
        from row: Int, _ tests: [BackTest], into canvas: inout SheetCanvas, _ figures: inout SheetFigures
    ) {
        func at(_ column: Int) -> CellAddress { CellAddress(row: row, column: column) }
        for (offset, test) in tests.enumerated() {
            canvas.sheet[row + offset, 0] = Cell(.text("\(test.report)"), .label)
            canvas.sheet[row + offset, 1] = Cell(
                .date(SpreadsheetDate.serial(test.month.lastDay)), .calculation, .month)
        }
        figures.facts(
            "months_ahead", .months, over: .backTest, tests.map { Double($0.monthsAhead) }, from: at(2), .calculation,
            .whole)
        figures.facts(
            "forecast", .moneyPerMonth, over: .backTest, tests.map(\.forecast), from: at(3), .calculation, .whole)
        figures.facts(
            "actual", .moneyPerMonth, over: .backTest, tests.map(\.actual), from: at(4), .calculation, .whole)
        figures.add(
            "error", .moneyPerMonth, over: .backTest, from: at(5), .calculation, .whole, "forecast" - "actual")
        figures.add(
            "error_share", .ratio, over: .backTest, from: at(6), .calculation, .percent,
            .choose(Expression.line("actual").equals(0), 0, "error" / "actual"))
        canvas.sheet[row + tests.count, 0] = Cell(.text("All months"), .label)
        let total = CellAddress(row: row + tests.count, column: 3)
        figures.add("all_forecast", .moneyPerMonth, at: total, .total, .whole, .sum(.members("forecast")))
        figures.add(
            "all_actual", .moneyPerMonth, at: CellAddress(row: total.row, column: 4), .total, .whole,
            .sum(.members("actual")))
        figures.add(
            "all_error", .moneyPerMonth, at: CellAddress(row: total.row, column: 5), .total, .whole,
            "all_forecast" - "all_actual")
        figures.add(
            "all_share", .ratio, at: CellAddress(row: total.row, column: 6), .total, .percent,
            .choose(Expression.line("all_actual").equals(0), 0, "all_error" / "all_actual"))
    }

    // MARK: - Sentences

    private static func say(into figures: inout SheetFigures, _ bridge: Bridge, currency: String) {
        let largest = bridge.steps.max { abs($0.change) < abs($1.change) }
        let cause =
            largest.map { $0.change == 0 ? nil : $0 }?.map {
                " The largest cause: \($0.cause.label.lowercased()), \(ReportWords.money($0.change, currency))."
            } ?? ""
        figures.say(
            .choose(
                .compareNumber("sum_of_changes", .equal, 0), "The NPV of the plan is what it was.",
                .joined([
                    "The NPV of the plan went from ", .figure("then", .whole), " to ", .figure("at_run", .whole),
                    .words(" \(currency).\(cause)"),
                ])), at: CellAddress(row: 4, column: 0))
        figures.say(
            .choose(
                .compareNumber("edited_more_than_a_cent", .equal, 1),
                .joined([
                    "STALE: an input of this workbook was changed after it was written; its NPV is now ",
                    .figure("npv_now", .whole), .words(" \(currency), the steps are those of the run."),
                ]), "The steps add up to the NPV in this workbook."), at: CellAddress(row: 5, column: 0))
    }
}
