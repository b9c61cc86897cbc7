import Diagnostics
import Economics

/// How far the answer moves: scenarios beside each other, tornado, grids, trials and stage gates.
///
/// What no formula can compute stands as values of one run; the first lines say whether the inputs are still that run's.
enum SensitivitySheet {
    private static let scenarioRows: [(metric: String, label: String, unit: Unit, format: NumberFormat)] = [
        ("npv", "NPV", .money, .whole), ("savings_total", "Savings over the horizon, before tax", .money, .whole),
        ("payback_month", "Payback, months", .ratio, .monthsAfter), ("irr_annual", "IRR, a year", .ratio, .percent),
        ("peak_funding", "Peak funding", .money, .whole),
    ]
    private static let header = 8
    /// Beside the tables; the inputs of the run stand right of them.
    private static let chartColumn = 9
    private static let inputColumn = 20
    private static let shownBars = 15
    /// Rows that the chart of the tornado covers, its first one counted.
    private static let tornadoChartRows = 23

    /// How many inputs differ from those of the run.
    static let changed = Place(sheet: WorkbookLayout.SheetName.sensitivities, row: 4, column: 1)

    /// Where the figures of summary.csv stand that only a run knows.
    static func place(of metric: RunMetric, _ sensitivities: Sensitivities) -> Place {
        let row = header + scenarioRowCount(sensitivities) + 4 + RunMetric.ofTrials.firstIndex(of: metric)!
        return Place(sheet: WorkbookLayout.SheetName.sensitivities, row: row, column: 1)
    }

    /// Where the weighted NPV stands; nil without weights.
    static func expectedPlace(_ sensitivities: Sensitivities) -> Place? {
        guard !sensitivities.options.weights.isEmpty else { return nil }
        return Place(
            sheet: WorkbookLayout.SheetName.sensitivities, row: header + scenarioRowCount(sensitivities), column: 2)
    }

    /// With weights there are two rows more.
    private static func scenarioRowCount(_ sensitivities: Sensitivities) -> Int {
        scenarioRows.count + (sensitivities.options.weights.isEmpty ? 0 : 2)
    }

    static func make(
        _ data: ReportData, _ sensitivities: Sensitivities, _ layout: WorkbookLayout, master: CellValue
    ) throws(Failure) -> Sheet {
        let name = WorkbookLayout.SheetName.sensitivities
        var canvas = SheetCanvas(
            name, .presentation, title: "Sensitivities in \(layout.currency), \(data.heading.period), phased plan",
            subtitle:
                "Scenarios are live formulas. Tornado, grids, trials and stage gates are values of run \(sensitivities.runID): no formula can compute them.",
            layout: layout, master: master)
        var figures = SheetFigures(sheet: name)
        scenarios(into: &canvas, &figures, data, layout)
        expected(into: &canvas, &figures, sensitivities)
        var row = header + scenarioRowCount(sensitivities) + 2
        var bins = 0
        row = trials(into: &canvas, sensitivities, from: row, bins: &bins) + 2
        let bars = row + 2
        canvas.sheet.pageBreaks.append(row)
        // The chart stays on the page of its table, however few bars there are.
        row = max(tornado(into: &canvas, sensitivities.tornado, from: row), row + tornadoChartRows) + 2
        canvas.sheet.pageBreaks.append(row)
        for grid in sensitivities.grids { row = self.grid(into: &canvas, grid, from: row) + 2 }
        let formats = staleness(into: &canvas, &figures, data, sensitivities, layout)
        _ = try figures.write(into: &canvas)
        for (offset, format) in formats.enumerated() {
            for column in 1...2 { canvas.sheet[header + 1 + offset, inputColumn + column]?.format = format }
        }
        canvas.sheet.charts = charts(sensitivities, layout, bins: bins, bars: bars)
        canvas.sheet.freeze = CellAddress(row: 3, column: 1)
        canvas.sheet.repeatRows = 3
        canvas.sheet.lastPrintColumn = inputColumn - 2
        canvas.sheet.columnWidths = [0: 44, chartColumn - 1: 3]
        for column in 1..<chartColumn - 1 { canvas.sheet.columnWidths[column] = 12 }
        canvas.sheet.columnWidths[inputColumn] = 50
        for column in 1...3 { canvas.sheet.columnWidths[inputColumn + column] = 16 }
        return canvas.sheet
    }

    // MARK: - Live

    private static func scenarios(
        into canvas: inout SheetCanvas, _ figures: inout SheetFigures, _ data: ReportData, _ layout: WorkbookLayout
    ) {
        canvas.header(header, ["Scenario", "Low", "Base", "High"])
        for (offset, item) in scenarioRows.enumerated() {
            let row = header + 1 + offset
            canvas.sheet[row, 0] = Cell(.text(item.label), .label)
            for (column, scenario) in Scenario.allCases.enumerated() {
                let cell = data.cell(item.metric, Instance(scenario, .hybrid), layout)
                figures.link(
                    "\(item.metric)_\(scenario.rawValue)", item.unit, to: cell.place, cell.value,
                    at: CellAddress(row: row, column: 1 + column), .crossSheet, item.format)
            }
        }
    }

    /// The scenarios weighted as the project says; the weights are typed, everything else follows.
    private static func expected(
        into canvas: inout SheetCanvas, _ figures: inout SheetFigures, _ sensitivities: Sensitivities
    ) {
        guard let place = expectedPlace(sensitivities) else { return }
        canvas.sheet[place.row - 1, 0] = Cell(.text("Weight of the scenario"), .label)
        canvas.sheet[place.row, 0] = Cell(.text("NPV, weighted by scenario"), .label)
        for line in Section.expectedValue.lines {
            guard let column = Scenario.allCases.firstIndex(where: { line.id == "weight_\($0.rawValue)" }) else {
                continue
            }
            let scenario = Scenario.allCases[column]
            figures.give("weight.\(scenario.rawValue)", .number(sensitivities.options.weights[scenario]!))
            figures.add(
                line.id, .ratio, at: CellAddress(row: place.row - 1, column: 1 + column), .note, .percent,
                line.expression)
        }
        figures.add(
            RunMetric.expectedNPV.rawValue, .money, at: CellAddress(row: place.row, column: place.column), .total,
            .whole,
            Section.expectedValue.lines.last!.expression)
    }

    /// Every input now against the input of the run, so that a reader sees which one has changed.
    ///
    /// - Returns: how each input is shown, from the first row on.
    private static func staleness(
        into canvas: inout SheetCanvas, _ figures: inout SheetFigures, _ data: ReportData,
        _ sensitivities: Sensitivities, _ layout: WorkbookLayout
    ) -> [NumberFormat] {
        var inputs: [(member: String, label: String, source: Place, value: DriverValue)] = []
        var formats: [NumberFormat] = []
        for driver in data.register.drivers {
            guard driver.definition.kind != .text, let places = layout.drivers[driver.key] else { continue }
            inputs.append((driver.key, driver.label, places.base, driver.base))
            if let low = driver.low {
                inputs.append(("\(driver.key) low", "\(driver.label), low", places.low, .number(low)))
            }
            if let high = driver.high {
                inputs.append(("\(driver.key) high", "\(driver.label), high", places.high, .number(high)))
            }
            let format = AssumptionsSheet.format(of: driver)
            formats += Array(repeating: format, count: inputs.count - formats.count)
        }
        canvas.sheet[header - 1, inputColumn] = Cell(.text("Inputs of run \(sensitivities.runID)"), .section)
        canvas.header(header, ["Input", "Now", "In the run", "Differs"], from: inputColumn)
        func at(_ column: Int) -> CellAddress { CellAddress(row: header + 1, column: inputColumn + column) }
        figures.link(
            "now", .ratio, over: .runInput, inputs.map { ($0.member, $0.source, $0.value) }, from: at(1), .crossSheet,
            .general)
        figures.typed(
            "in_run", .ratio, over: .runInput, inputs.map { ($0.member, $0.value) }, from: at(2), .calculation)
        figures.add(
            "differs", .flag, over: .runInput, from: at(3), .calculation, .whole, .differs("now", "in_run"))
        for (offset, input) in inputs.enumerated() {
            canvas.sheet[header + 1 + offset, inputColumn] = Cell(.text(input.label), .label)
        }
        canvas.sheet[changed.row, 0] = Cell(.text("Inputs that differ from those of the run"), .label)
        figures.add(
            "changed", .index, at: CellAddress(row: changed.row, column: changed.column), .total, .whole,
            .sum(.members("differs")))
        figures.say(
            .choose(
                .compareNumber("changed", .equal, 0),
                .words("Up to date: the inputs are those of run \(sensitivities.runID)."),
                .words(
                    "STALE: inputs have changed since run \(sensitivities.runID). Run `breakeven report` again.")),
            at: CellAddress(row: 5, column: 0))
        canvas.sheet[6, 0] = Cell(
            .text(
                "How that is known: every input cell is compared with its value in the run, right of the charts (column \(CellName.letters(inputColumn)))."
            ), .note)
        return formats
    }

    // MARK: - Values of the run

    private static func trials(
        into canvas: inout SheetCanvas, _ sensitivities: Sensitivities, from first: Int, bins: inout Int
    ) -> Int {
        canvas.section(first, "Monte Carlo trials")
        guard let monteCarlo = sensitivities.monteCarlo else {
            canvas.sheet[first + 1, 0] = Cell(.text("No trials: uncertainty.trials is 0."), .note)
            for metric in RunMetric.ofTrials {
                let place = place(of: metric, sensitivities)
                canvas.sheet[place.row, 0] = Cell(.text(metric.label), .label)
                canvas.sheet[place.row, place.column] = Cell(.text("no trials"), .calculation)
            }
            return place(of: .npv95, sensitivities).row
        }
        let isVaried = !monteCarlo.drivers.isEmpty
        canvas.header(first + 1, ["Figure", "Value"] + (isVaried ? ["95 % from", "95 % to"] : []))
        var row = first + 1
        func put(_ label: String, _ values: [Double], _ format: NumberFormat, isShare: Bool = false) {
            row += 1
            canvas.sheet[row, 0] = Cell(.text(label), .label)
            // A share of trials that are all the base case says nothing.
            if isShare, !isVaried { canvas.sheet[row, 2] = Cell(.text("nothing was varied"), .note) }
            for (column, value) in values.enumerated() {
                canvas.sheet[row, 1 + column] = Cell(.number(value), .calculation, format)
            }
        }
        for metric in RunMetric.ofTrials {
            let interval = metric == .probabilityOfWinning && isVaried ? monteCarlo.winningInterval : nil
            put(
                metric.label, [metric.number(monteCarlo)] + (interval.map { [$0.lowerBound, $0.upperBound] } ?? []),
                metric == .probabilityOfWinning ? .percent : .whole, isShare: metric == .probabilityOfWinning)
        }
        put(
            "Probability of payback within the horizon",
            [monteCarlo.probabilityOfPayback]
                + (isVaried ? [monteCarlo.paybackInterval.lowerBound, monteCarlo.paybackInterval.upperBound] : []),
            .percent, isShare: true)
        put("Mean NPV", [monteCarlo.npvMean], .whole)
        put("Trials", [Double(monteCarlo.trials)], .whole)
        put("Drivers with two ends", [Double(monteCarlo.drivers.count)], .whole)
        row += 1
        canvas.sheet[row, 0] = Cell(
            .text(
                isVaried
                    ? "Seed \(monteCarlo.seed). \(togetherness(monteCarlo)) The interval counts the number of trials only."
                    : "\(RunMetric.nothingVaried.prefix(1).uppercased())\(RunMetric.nothingVaried.dropFirst())."
            ), .note)
        row += 2
        canvas.header(row, ["NPV of the trials, from", "To", "Share"])
        bins = row + 1
        for bin in monteCarlo.bins {
            row += 1
            canvas.sheet[row, 0] = Cell(.number(bin.from), .calculation, .whole)
            canvas.sheet[row, 1] = Cell(.number(bin.to), .calculation, .whole)
            canvas.sheet[row, 2] = Cell(.number(bin.share), .calculation, .percent)
        }
        row += 2
        canvas.header(
            row,
            [
                "Stopped at the end of month", "Cash, base", "Mean", "P5", "P50", "P95", "Mean loss",
                "Probability of loss",
            ])
        canvas.sheet.rowHeights[row] = 30
        for gate in monteCarlo.gates {
            row += 1
            canvas.sheet[row, 0] = Cell(.number(Double(gate.month)), .calculation, .whole)
            for (column, value) in [gate.base, gate.mean, gate.p05, gate.p50, gate.p95, gate.expectedLoss].enumerated()
            {
                canvas.sheet[row, 1 + column] = Cell(.number(value), .calculation, .whole)
            }
            canvas.sheet[row, 7] = Cell(.number(gate.probabilityOfLoss), .calculation, .percent)
        }
        row += 1
        canvas.sheet[row, 0] = Cell(
            .text(
                "Cash: what was saved less what was spent by then, undiscounted; below zero is the loss. Hardware is not sold, commitments that run on are not counted."
            ), .note)
        return row
    }

    private static func togetherness(_ monteCarlo: MonteCarlo) -> String {
        monteCarlo.correlation == 0
            ? "Drivers are taken as independent: where some go wrong together, the true range is wider."
            : "Any two drivers that help or hurt are correlated by \(monteCarlo.correlation), towards the same side (Gaussian copula)."
    }

    /// A swing of less than half a unit of money is what rounding leaves.
    private static func moving(_ tornado: Tornado) -> [Tornado.Bar] { tornado.bars.filter { $0.swing >= 0.5 } }

    private static func tornado(into canvas: inout SheetCanvas, _ tornado: Tornado, from first: Int) -> Int {
        canvas.section(first, "Tornado: one driver at a time at its ends, all others at base")
        canvas.header(
            first + 1,
            [
                "Driver", "Unit", "Low end", "High end", "NPV at low", "NPV at high", "Change at low",
                "Change at high",
            ])
        canvas.sheet.rowHeights[first + 1] = 30
        // What moves nothing is counted, not listed: csv/sensitivity.csv has every driver.
        let moving = moving(tornado)
        for (offset, bar) in moving.enumerated() {
            let row = first + 2 + offset
            canvas.sheet[row, 0] = Cell(.text(bar.label), .label, wrap: bar.label.utf8.count > 50)
            canvas.sheet[row, 1] = Cell(.text(canvas.unit(bar.unit)), .unit)
            for (column, end) in [bar.low, bar.high].enumerated() {
                canvas.sheet[row, 2 + column] = Cell(.number(end), .calculation, end.magnitude < 100 ? .ratio : .whole)
            }
            for (column, npv) in [
                bar.npvLow, bar.npvHigh, bar.npvLow - tornado.npvBase, bar.npvHigh - tornado.npvBase,
            ].enumerated() {
                // Less than half a unit of money is what rounding leaves: it shows as nothing, not as a negative nothing.
                let isNoise = column > 1 && npv.magnitude < 0.5
                canvas.sheet[row, 4 + column] = Cell(.number(isNoise ? 0 : npv), .calculation, .whole)
            }
        }
        var row = first + 2 + moving.count
        let still = tornado.bars.count - moving.count
        if still > 0 {
            canvas.sheet[row, 0] = Cell(
                .text(
                    "\(still) more \(still == 1 ? "driver has a range and moves" : "drivers have a range and move") nothing: csv/sensitivity.csv has \(still == 1 ? "it" : "them")."
                ), .note)
            row += 1
        }
        canvas.sheet[row, 0] = Cell(
            .text(
                "With ±: no range is given, the step is the program's; low and high of the driver take its place. Residual value: no part of the headline NPV, so that its own ranges move only what is sold before the horizon."
            ), .note)
        return row
    }

    /// NPV on the left, payback on the right.
    private static func grid(into canvas: inout SheetCanvas, _ grid: TwoWayGrid, from first: Int) -> Int {
        canvas.section(first, "NPV, below it payback: \(grid.rows.label) (down) and \(grid.columns.label) (across)")
        func format(_ axis: TwoWayGrid.Axis) -> NumberFormat { axis.isShare ? .percent : .ratio }
        guard !grid.rows.values.isEmpty, !grid.columns.values.isEmpty else {
            canvas.sheet[first + 1, 0] = Cell(.text("The base lies beyond the values that this grid tries."), .note)
            return first + 1
        }
        var row = first + 1
        for isPayback in [false, true] {
            canvas.sheet[row, 0] = Cell(.text(isPayback ? "Payback, months" : "NPV"), .heading)
            for (column, value) in grid.columns.values.enumerated() {
                canvas.sheet[row, 1 + column] = Cell(.number(value), .heading, format(grid.columns))
            }
            let top = row + 1
            for (y, cells) in zip(grid.rows.values, grid.cells) {
                row += 1
                canvas.sheet[row, 0] = Cell(.number(y), .heading, format(grid.rows))
                for (column, cell) in cells.enumerated() {
                    let content: CellContent = isPayback ? cell.payback.content : .number(cell.npv)
                    canvas.sheet[row, 1 + column] = Cell(content, .calculation, isPayback ? .monthsAfter : .whole)
                }
            }
            canvas.sheet.heatMaps.append(
                HeatMap(
                    first: CellAddress(row: top, column: 1),
                    last: CellAddress(row: row, column: grid.columns.values.count), moreIsBetter: !isPayback))
            row += 1
        }
        return row - 1
    }

    // MARK: - Charts

    /// - Parameters: first rows of the distribution and of the tornado.
    private static func charts(
        _ sensitivities: Sensitivities, _ layout: WorkbookLayout, bins: Int, bars first: Int
    ) -> [Chart] {
        let sheet = WorkbookLayout.SheetName.sensitivities
        func range(_ rows: Swift.Range<Int>, _ column: Int) -> CellRange {
            CellRange(
                Place(sheet: sheet, row: rows.lowerBound, column: column),
                Place(sheet: sheet, row: rows.upperBound - 1, column: column))
        }
        var charts: [Chart] = []
        if let monteCarlo = sensitivities.monteCarlo {
            let rows = bins..<(bins + monteCarlo.bins.count)
            let win = ReportWords.percent(monteCarlo.probabilityOfWinning)
            let title =
                monteCarlo.drivers.isEmpty
                ? "Nothing was varied: every trial is the base case"
                : "NPV above zero in \(win) of the trials; half lie above \(ReportWords.money(monteCarlo.percentile(0.5), layout.currency))"
            charts.append(
                Chart(
                    .column, title: title, categoryAxis: "NPV from, \(layout.currency)", valueAxis: "Share of trials",
                    valueFormat: .percent,
                    series: [
                        ChartSeries(
                            name: "Share", categories: range(rows, 0), values: range(rows, 2),
                            cachedCategories: monteCarlo.bins.map { .number($0.from) },
                            cachedValues: monteCarlo.bins.map(\.share), categoryFormat: .whole)
                    ], at: CellAddress(row: header, column: chartColumn), width: 640, height: 340,
                    altText:
                        "Distribution of the NPV over \(monteCarlo.trials) trials of run \(sensitivities.runID): \(title). The numbers stand in the table of the trials on this sheet."
                ))
        }
        let bars = moving(sensitivities.tornado).prefix(shownBars)
        guard let widest = bars.first else { return charts }
        let rows = first..<(first + bars.count)
        let base = sensitivities.tornado.npvBase
        func series(_ name: String, _ column: Int, _ npv: (Tornado.Bar) -> Double) -> ChartSeries {
            ChartSeries(
                name: name, categories: range(rows, 0), values: range(rows, column),
                cachedCategories: bars.map { .text($0.label) },
                cachedValues: bars.map { (npv($0) - base).magnitude < 0.5 ? 0 : npv($0) - base })
        }
        charts.append(
            Chart(
                .bar, title: "\(widest.label) moves the NPV most", categoryAxis: "Driver",
                valueAxis: "Change of the NPV, \(layout.currency)", valueFormat: .whole,
                series: [series("Low end", 6, \.npvLow), series("High end", 7, \.npvHigh)],
                at: CellAddress(row: first - 1, column: chartColumn), width: 640, height: 420,
                altText:
                    "Tornado of run \(sensitivities.runID): change of the NPV when one driver takes its low or its high end. \(widest.label) moves it most. The numbers stand in the table on this sheet."
            ))
        return charts
    }
}
