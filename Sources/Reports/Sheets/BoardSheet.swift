import Diagnostics
import Economics

/// One page: what to do, the answer as a range, what it rests on. Every number on it is a formula.
enum BoardSheet {
    private struct Row {
        var metric: String
        var label: String
        var unit: String
        var format: NumberFormat
    }

    /// What stands on the invoices alone, until there is a pool to compare with.
    private static let rowsOfTheBill = [
        Row(metric: "api_run_rate", label: "API run-rate today", unit: "CUR/month", format: .whole),
        Row(metric: "baseline_cost_total", label: "API bill over the horizon", unit: "CUR", format: .whole),
        Row(metric: "unit_cost_api", label: "API cost of a million tokens", unit: "CUR/Mtok", format: .ratio),
    ]

    private static func rows(_ data: ReportData) -> [Row] {
        guard data.hasPools else { return rowsOfTheBill }
        return rowsOfThePlan.filter {
            ($0.metric != winning || data.variedTrials != nil)
                && (!$0.metric.hasSuffix("_optimised") || data.model.members.parts.contains(.optimised))
        }.map { row in
            guard row.metric == "api_run_rate", data.gates?.actuals != nil else { return row }
            return Row(
                metric: row.metric, label: "API run-rate, frozen baseline", unit: row.unit, format: row.format)
        }
    }

    static let winning = RunMetric.probabilityOfWinning.rawValue

    private static let rowsOfThePlan = [
        Row(metric: "npv", label: "NPV", unit: "CUR", format: .whole),
        Row(metric: "npv_with_residual", label: "NPV with residual value of hardware", unit: "CUR", format: .whole),
        Row(
            metric: "probability_of_winning", label: "Probability that the NPV is positive", unit: "", format: .percent),
        Row(metric: "savings_total", label: "Savings over the horizon, before tax", unit: "CUR", format: .whole),
        Row(
            metric: "savings_total_optimised", label: "Savings if the API bill is optimised", unit: "CUR",
            format: .whole),
        Row(metric: "npv_optimised", label: "NPV if the API bill is optimised", unit: "CUR", format: .whole),
        Row(metric: "savings_share", label: "Savings, share of the API bill", unit: "", format: .percent),
        Row(metric: "break_even", label: "Break-even month", unit: "month", format: .longMonth),
        Row(metric: "payback_month", label: "Break-even, from the start", unit: "", format: .monthsAfter),
        Row(
            metric: "discounted_payback_month", label: "Break-even, discounted", unit: "", format: .monthsAfter),
        Row(
            metric: "payback_month_with_residual", label: "Break-even with residual value", unit: "",
            format: .monthsAfter),
        Row(metric: "payback_lasts", label: "Break-even lasts: never below zero again", unit: "", format: .whole),
        Row(metric: "irr_annual", label: "IRR, a year", unit: "", format: .percent),
        Row(metric: "peak_funding", label: "Peak funding", unit: "CUR", format: .whole),
        Row(metric: "capex_total", label: "Capex", unit: "CUR", format: .whole),
        Row(metric: "api_run_rate", label: "API run-rate today", unit: "CUR/month", format: .whole),
        Row(metric: "run_rate_own", label: "Own hosting in the last month", unit: "CUR/month", format: .whole),
        Row(metric: "gpus_peak", label: "GPUs paid for, most", unit: "GPU", format: .whole),
        Row(metric: "utilisation_last", label: "Utilisation in the last month", unit: "", format: .percent),
        Row(metric: "npv_allocated_staff", label: "NPV with existing staff", unit: "CUR", format: .whole),
        Row(metric: "workloads_moving", label: "Workloads that move", unit: "", format: .whole),
        Row(metric: "gate", label: "First move", unit: "month", format: .longMonth),
        Row(metric: "tip", label: "Way from base to this end where NPV is zero", unit: "", format: .percent),
    ]

    private static let header = 12
    private static let shownWorkloads = 12
    private static let shownRisks = 3

    /// - Parameter shares: what the base cost rests on, as the cost sheet works it out.
    static func make(
        _ data: ReportData, _ layout: WorkbookLayout, shares: [CostSheet.Share], master: CellValue
    ) throws(Failure) -> Sheet {
        let heading = data.heading
        let name = WorkbookLayout.SheetName.board
        let who = heading.organisation.isEmpty ? "" : ", \(heading.organisation)"
        var canvas = SheetCanvas(
            name, .presentation,
            title: "\(heading.title)\(who): \(layout.currency), period \(heading.period)",
            subtitle:
                "Own hosting of open models against API vendors over \(ReportWords.months(data.model.horizon)). As of \(heading.asOf). Every number on this page is a live formula\(data.variedTrials == nil ? "" : ", but for the share of the trials, which is of one run").",
            layout: layout, master: master)
        var figures = SheetFigures(sheet: name)
        results(into: &canvas, &figures, data, layout)
        var row = header + rows(data).count + 2
        row = workloads(into: &canvas, data, layout, from: row) + 2
        row = foundations(into: &canvas, &figures, data, layout, shares, from: row) + 2
        if data.hasPools { row = risks(into: &canvas, &figures, data, layout, from: row) + 1 }
        sentences(into: &canvas, &figures, data, shares)
        for note in data.notes {
            canvas.sheet[row, 0] = Cell(.text(note), .note)
            row += 1
        }
        _ = try figures.write(into: &canvas)
        if data.hasPools { canvas.sheet.charts = charts(data, layout) }
        canvas.sheet.onePage = true
        canvas.sheet.freeze = CellAddress(row: 3, column: 0)
        canvas.sheet.repeatRows = 3
        canvas.sheet.columnWidths = [0: 38, 1: 15, 2: 16, 3: 16, 4: 16, 5: 16, 6: 14, 7: 2]
        canvas.sheet.rowHeights[4] = 28
        if heading.template.logo != nil {
            canvas.sheet.logo = CellAddress(row: 0, column: 6)
            canvas.sheet.rowHeights[0] = 36
        }
        return canvas.sheet
    }

    /// The table of results: one row a figure, one column a scenario.
    private static func results(
        into canvas: inout SheetCanvas, _ figures: inout SheetFigures, _ data: ReportData, _ layout: WorkbookLayout
    ) {
        let base = Instance(.base, .hybrid)
        canvas.header(
            header,
            [
                "Over \(ReportWords.months(data.model.horizon))", "Unit", "Low", "Base", "High", "All at once",
                "Stay on API",
            ])
        let recommendation = data.cell("recommendation", base, layout)
        figures.link(
            "recommendation", .word, to: recommendation.place, recommendation.value,
            at: CellAddress(row: 4, column: 1), .headline, .general)
        canvas.sheet[4, 0] = Cell(.text("Recommendation"), .section)
        for (offset, item) in rows(data).enumerated() {
            let row = header + 1 + offset
            canvas.sheet[row, 0] = Cell(.text(item.label), .label)
            canvas.sheet[row, 1] = Cell(.text(canvas.unit(item.unit)), .unit)
            for (column, instance) in CostSheet.instances.enumerated() {
                let at = CellAddress(row: row, column: 2 + column)
                let role: CellRole = column == 1 ? .total : .crossSheet
                let own: CellRole = column == 1 ? .total : .calculation
                func id(_ metric: String) -> Expression { .line("\(metric)_\(column)") }
                switch item.metric {
                case "break_even":
                    // A word, such as never, is greater than every number.
                    figures.add(
                        "break_even_\(column)", .date, at: at, own, item.format,
                        .choose(
                            id("payback_month") <= "horizon",
                            .endOfMonth("start_month", .roundUp(min(id("payback_month"), "horizon")) - 1),
                            id("payback_month")))
                case "gate":
                    guard column == 1 else { continue }
                    figures.add(
                        "gate", .date, at: at, own, item.format,
                        // A word is greater than every number.
                        .choose(
                            "first_move" <= "horizon", .endOfMonth("start_month", min("first_move", "horizon") - 1),
                            .word("none")))
                case winning:
                    // Trials are of the run: they say nothing about inputs that have changed since.
                    guard column == 1 else { continue }
                    figures.add(
                        winning, .ratio, at: at, own, item.format,
                        .choose("inputs_changed" <= 0, "winning_of_run", .word("stale")))
                case "tip":
                    guard column == 0 || column == 2 else { continue }
                    figures.add(
                        "tip_\(column)", .ratio, at: at, .calculation, item.format,
                        .choose(
                            "npv_1" * id("npv") < 0, .absolute("npv_1") / .absolute("npv_1" - id("npv")),
                            .word("none")))
                default:
                    let cell = data.cell(item.metric, instance, layout)
                    figures.link(
                        "\(item.metric)_\(column)", unit(item), to: cell.place, cell.value, at: at, role, item.format)
                }
            }
            if let staying = Metric.all.first(where: { $0.id == item.metric })?.lineWhenStaying {
                let cell = data.cell(staying, base, layout)
                figures.link(
                    "\(item.metric)_stay", unit(item), to: cell.place, cell.value,
                    at: CellAddress(row: row, column: 6), .crossSheet, item.format)
            }
        }
    }

    private static func unit(_ row: Row) -> Unit { row.unit.hasPrefix("CUR") ? .money : .ratio }

    /// What becomes of each workload; one formula each for decision, month, cost and volume.
    ///
    /// - Returns: the last row.
    private static func workloads(
        into canvas: inout SheetCanvas, _ data: ReportData, _ layout: WorkbookLayout, from first: Int
    ) -> Int {
        canvas.header(
            first,
            [
                "Workload", "Decision", "Month of the model", "API cost [\(canvas.unit("CUR/month"))]",
                "Tokens [Mtok/month]", "Why it stays", "",
            ])
        canvas.sheet.rowHeights[first] = 30
        let base = Instance(.base, .hybrid)
        var row = first
        for plan in data.plan.prefix(shownWorkloads) {
            row += 1
            let member = data.model.members[.workload].firstIndex { $0.id == plan.workload }!
            canvas.sheet[row, 0] = Cell(.text(plan.workload), .label)
            for (column, line, format) in [
                (1, "decision_shown", NumberFormat.general), (2, "month_shown", .whole), (3, "cost_month0", .whole),
                (4, "workload_tokens", .whole),
            ] {
                let cell = data.cell(line, member: member, base, layout)
                canvas.sheet[row, column] = Cell(
                    .formula(text: CellName.absolute(cell.place), value: cell.value.cellValue), .crossSheet, format)
            }
            canvas.sheet[row, 5] = Cell(.text(plan.reason), .note)
        }
        if data.plan.count > shownWorkloads {
            row += 1
            canvas.sheet[row, 0] = Cell(
                .text("and \(data.plan.count - shownWorkloads) more, see the model sheets"), .note)
        }
        return row
    }

    /// - Returns: the last row.
    private static func foundations(
        into canvas: inout SheetCanvas, _ figures: inout SheetFigures, _ data: ReportData, _ layout: WorkbookLayout,
        _ shares: [CostSheet.Share], from first: Int
    ) -> Int {
        canvas.section(first, "What it rests on")
        if !shares.isEmpty {
            canvas.sheet[first, 2] = Cell(.text("Part of the base cost on"), .section)
            canvas.sheet[first, 3] = Cell(.blank, .section)
        }
        let base = Instance(.base, .hybrid)
        var row = first
        let facts = [
            ("horizon", "Months of the model", Unit.ratio, NumberFormat.whole),
            ("start_month", "First month of the model", .date, .longMonth),
            ("first_move", "First move, month of the model", .ratio, .whole),
            ("hours_basis", "Hours in a month", .ratio, .whole),
            ("discount_rate_annual", "Discount rate, a year", .ratio, .percent),
            ("api_price_decline_annual", "API price decline, a year", .ratio, .percent),
            ("mix_in", "Tokens at month 0: uncached input", .ratio, .percent),
            ("mix_cached", "Cached input", .ratio, .percent), ("mix_out", "Output", .ratio, .percent),
        ]
        let later = [
            ("lease_later", "Lease payments after the horizon, in no figure above", Unit.money, NumberFormat.whole)
        ]
        let isLeased = data.hasPools && data.model.members.parts.contains(.lease)
        for (line, label, unit, format) in facts + (isLeased ? later : []) where data.hasPools || line != "first_move" {
            row += 1
            if line == "api_price_decline_annual", data.model.members.parts.contains(.priceSteps) {
                canvas.sheet[row, 0] = Cell(.text("API price"), .label)
                canvas.sheet[row, 1] = Cell(.text("by the steps given; the yearly decline is not used"), .note)
                continue
            }
            canvas.sheet[row, 0] = Cell(.text(label), .label)
            let cell = data.cell(line, base, layout)
            figures.link(
                line, unit, to: cell.place, cell.value, at: CellAddress(row: row, column: 1), .crossSheet, format)
        }
        for (label, words) in priceDates(data) {
            row += 1
            canvas.sheet[row, 0] = Cell(.text(label), .label)
            canvas.sheet[row, 1] = Cell(.text(words), .note)
        }
        if let gates = data.gates, let placement = layout.gates, gates.shape.phases > 0 {
            for (line, label, unit, format) in [
                ("gates_missed", "Gates missed", Unit.ratio, NumberFormat.whole),
                ("gates_call", "What the gates ask for", .word, .general),
                ("next_gate", "Next gate, end of month", .ratio, .whole),
            ] where gates.model.line(line) != nil {
                row += 1
                canvas.sheet[row, 0] = Cell(.text(label), .label)
                figures.link(
                    line, unit, to: placement.lines[gates.model.index(of: line)!].first,
                    gates.evaluation.result(line, lane: 0), at: CellAddress(row: row, column: 1), .crossSheet, format)
            }
        }
        if let sensitivities = data.sensitivities, sensitivities.monteCarlo != nil {
            row += 1
            canvas.sheet[row, 0] = Cell(.text("Trials of the run with a positive NPV"), .label)
            if let monteCarlo = data.variedTrials {
                figures.link(
                    "winning_of_run", .ratio, to: SensitivitySheet.place(of: .probabilityOfWinning, sensitivities),
                    .number(monteCarlo.probabilityOfWinning), at: CellAddress(row: row, column: 1), .crossSheet,
                    .percent)
            } else {
                canvas.sheet[row, 1] = Cell(.text(RunMetric.nothingVaried), .note)
            }
            row += 1
            canvas.sheet[row, 0] = Cell(.text("Inputs changed since the run"), .label)
            figures.link(
                "inputs_changed", .ratio, to: SensitivitySheet.changed, .number(0),
                at: CellAddress(row: row, column: 1), .crossSheet, .whole)
        }
        for (offset, share) in shares.enumerated() {
            let word = share.confidence.rawValue
            canvas.sheet[first + 1 + offset, 2] = Cell(.text(word), .label)
            figures.link(
                "share_\(word)", .ratio, to: share.place, share.value,
                at: CellAddress(row: first + 1 + offset, column: 3), .crossSheet, .percent)
        }
        return row
    }

    /// Prices that the project gives itself, with the dates that it gives them.
    private static func written(_ data: ReportData, _ names: Set<String>) -> String {
        let given = data.register.drivers.filter { driver in
            driver.origin != .fallback && driver.link == nil
                && names.contains(driver.key.split(separator: ".").last.map(String.init) ?? "")
        }
        let days = given.compactMap(\.asOf).sorted()
        guard let first = days.first, let last = days.last else { return "as the project gives them, without a date" }
        return "as the project gives them, \(first == last ? "as of \(first)" : "as of \(first) to \(last)")"
    }

    /// From when the prices are: a page that is read months later has to say so.
    private static func priceDates(_ data: ReportData) -> [(label: String, words: String)] {
        var dates: [(String, String)] = []
        if let first = data.spend.window.first, let last = data.spend.window.last {
            dates.append(("API prices", "invoices, \(first == last ? "\(first)" : "\(first) to \(last)")"))
        }
        let quotes = data.quotes.rows.filter(\.chosen).map { quote in
            quote.id + (quote.validUntil.map { ", valid until \($0)" } ?? "")
        }
        if !quotes.isEmpty { dates.append(("GPU prices", quotes.joined(separator: "; "))) }
        // Without invoices and quotes the prices are the project's word.
        if dates.allSatisfy({ $0.0 != "API prices" }) {
            dates.insert(("API prices", written(data, ["price_in", "price_cached", "price_out"])), at: 0)
        }
        if data.hasPools, quotes.isEmpty {
            dates.append(
                ("GPU prices", written(data, ["server_price", "lease_month", "rent_gpu_hour", "reserved_gpu_hour"])))
        }
        return dates
    }

    /// The assumptions whose unfavourable end alone costs most, worst first.
    ///
    /// - Returns: the last row.
    private static func risks(
        into canvas: inout SheetCanvas, _ figures: inout SheetFigures, _ data: ReportData, _ layout: WorkbookLayout,
        from first: Int
    ) -> Int {
        canvas.header(
            first, ["Biggest risks, the one that takes most from the NPV first", "Unit", "Unfavourable end", "Base"])
        var row = first
        for (place, downside) in data.downsides.prefix(shownRisks).enumerated() {
            guard let driver = data.register[key: downside.key], let places = layout.drivers[downside.key] else {
                continue
            }
            row += 1
            let format: NumberFormat =
                driver.definition.display == .price || driver.definition.display == .fraction
                ? .ratio : driver.definition.display.format
            canvas.sheet[row, 0] = Cell(.text(driver.label), .label, wrap: driver.label.utf8.count > 42)
            canvas.sheet[row, 1] = Cell(.text(canvas.unit(driver.unit)), .unit)
            figures.link(
                "risk_\(place)_end", .ratio, to: downside.end == .low ? places.low : places.high,
                driver.value(at: downside.end), at: CellAddress(row: row, column: 2), .crossSheet, format)
            figures.link(
                "risk_\(place)_base", .ratio, to: places.base, driver.base, at: CellAddress(row: row, column: 3),
                .crossSheet, format)
        }
        if data.model.members.parts.contains(.fixedTerm) {
            row += 1
            let fee = data.cell("early_exit_fee", Instance(.base, .hybrid), layout)
            canvas.sheet[row, 0] = Cell(.text("Early exit: most that is still committed"), .label)
            canvas.sheet[row, 1] = Cell(.text(layout.currency), .unit)
            figures.link(
                "early_exit_fee", .money, to: fee.place, fee.value, at: CellAddress(row: row, column: 2), .crossSheet,
                .whole)
        }
        if row == first {
            row += 1
            canvas.sheet[row, 0] = Cell(.text("No assumption has an unfavourable end of its own"), .note)
        }
        return row
    }

    private static func charts(_ data: ReportData, _ layout: WorkbookLayout) -> [Chart] {
        let base = Instance(.base, .hybrid)
        let lane = data.lane(base)
        let horizon = data.model.horizon
        var isFound = false
        var crossover = "Nothing moves: both lines are one"
        switch data.evaluation.result("payback_month", lane: lane) {
        case .number(let month):
            isFound = true
            crossover = "The plan has paid for itself after \(ReportWords.tenths(month)) months"
        case .word("never"): crossover = "The plan does not pay for itself within \(ReportWords.months(horizon))"
        case .word: break
        }
        var lines = [
            data.series("Stay on the API", "cumulative_baseline", over: "t", base, layout),
            data.series("Phased plan", "cumulative_alternative", over: "t", base, layout),
        ]
        if isFound {
            let (x, y) = (data.cell("payback_month", base, layout), data.cell("payback_cost", base, layout))
            var point = ChartSeries(
                name: "Break-even", categories: CellRange(x.place, x.place), values: CellRange(y.place, y.place),
                cachedCategories: [x.value.cellValue],
                cachedValues: [data.evaluation.value("payback_cost", lane: lane)])
            point.ink = .dropPoint
            lines.append(point)
        }
        let lanes = [("Low", Scenario.low), ("Base", .base), ("High", .high)]
        let ends = lanes.map { name, scenario in
            let value =
                data.evaluation.series(
                    "cumulative_cash_flow", lane: data.lane(Instance(scenario, .hybrid))
                ).last ?? 0
            return "\(name.lowercased()) \(ReportWords.money(value, layout.currency))"
        }
        let end = ends.joined(separator: ", ")
        return [
            Chart(
                .scatter, title: crossover, categoryAxis: "Month of the model",
                valueAxis: "Cumulative \(layout.currency)", valueFormat: .whole, series: lines,
                at: CellAddress(row: header, column: 8), width: 620, height: 340,
                altText:
                    "Cumulative cost of staying on the API and of the phased plan, base scenario, with a line down from the break-even point: \(crossover.lowercased()). Live numbers: sheet Model base, cash section."
            ),
            Chart(
                .line, title: "Cumulative cash after \(ReportWords.months(horizon)): \(end)", categoryAxis: "Month",
                valueAxis: "Cumulative \(layout.currency)", valueFormat: .whole,
                series: lanes.map { name, scenario in
                    data.series(name, "cumulative_cash_flow", Instance(scenario, .hybrid), layout)
                }, at: CellAddress(row: header + rows(data).count + 1, column: 8), width: 620, height: 340,
                altText:
                    "Cumulative cash flow of the phased plan against staying, by scenario; after \(ReportWords.months(horizon)): \(end). Live numbers: cash sections of the model sheets."
            ),
        ]
    }
}
