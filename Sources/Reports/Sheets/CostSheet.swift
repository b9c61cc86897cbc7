import Diagnostics
import Economics

/// The cost of the plan line by line in every scenario, what each line rests on, and how it compares with staying.
enum CostSheet {
    struct CostLine {
        var id: String
        var label: String
        /// The assumption that weighs most in the line.
        var key: String
    }

    /// The part of the base cost that rests on figures of one class.
    struct Share {
        var confidence: Confidence
        var place: Place
        var value: DriverValue
    }

    static let firstRow = 6
    static let shareColumn = 3

    static let instances = [
        Instance(.low, .hybrid), Instance(.base, .hybrid), Instance(.high, .hybrid), Instance(.base, .full),
    ]
    static let confidenceColumn = 12

    static func costLines(_ data: ReportData) -> [CostLine] {
        let lane = data.lane(Instance(.base, .hybrid))
        func largest(_ set: MemberSet, _ value: (Int) -> Double) -> Int? {
            let members = data.model.members[set].indices
            return members.max { (value($0), $1) < (value($1), $0) }
        }
        let workload = largest(.workload) { data.evaluation.value("cost_month0", member: $0, lane: lane) }
            .map { data.model.members[.workload][$0].id }
        let fleets = data.model.members[.fleet]
        /// The key of the fleet that spends most on a line.
        func key(_ driver: String, _ fleetLine: String) -> String {
            guard DriverCatalogue.definition(of: "capacity.\(driver)") != nil else { return driver }
            let fleet = largest(.fleet) { data.evaluation.total(fleetLine, member: $0, lane: lane) }
            return "\(fleet.map { fleets[$0].id } ?? "capacity").\(driver)"
        }
        let lines =
            [
                CostLine(
                    id: "residual_api", label: "API bill that remains", key: "workloads.\(workload ?? "").tok_in"),
                CostLine(id: "capex", label: "Servers bought", key: key("server_price", "fleet_capex")),
            ]
            + Section.runningCosts.map { cost in
                CostLine(
                    id: cost.line.id, label: cost.line.label,
                    key: key(cost.leadingDriver, "fleet_\(cost.line.id)"))
            }
            + [
                CostLine(id: "contingency", label: "Contingency", key: "finance.contingency_pct"),
                CostLine(
                    id: "one_off", label: "One-off",
                    key: data.register[key: "one_off.1.amount"] == nil
                        ? "readiness.costs.day_rate" : "one_off.1.amount"),
            ]
        // What nobody listed, such as one-off costs, has no line; the bill rests on something even where no workload is given.
        return lines.filter { line in
            data.register[key: line.key] != nil || line.id == "residual_api"
        }.filter { line in data.model.lines.contains { $0.id == line.id && $0.hasTotal } }
    }

    static func make(
        _ data: ReportData, _ layout: WorkbookLayout, master: CellValue
    ) throws(Failure) -> (sheet: Sheet, shares: [Share]) {
        let name = WorkbookLayout.SheetName.cost
        var canvas = SheetCanvas(
            name, .presentation,
            title:
                "Cost of the plan in \(layout.currency) over \(ReportWords.months(data.model.horizon)), \(data.heading.period)",
            subtitle:
                "Line by line and scenario by scenario, with what each line rests on. Every number is a live formula.",
            layout: layout, master: master)
        var figures = SheetFigures(sheet: name)
        let lines = costLines(data)
        let first = firstRow
        canvas.header(
            first - 1,
            [
                "Cost line", "Unit", "Low", "Base", "High", "All at once", "Share of base", "Rests on",
                "Leading assumption",
            ])
        for (offset, line) in lines.enumerated() {
            canvas.sheet[first + offset, 0] = Cell(.text(line.label), .label)
            canvas.sheet[first + offset, 1] = Cell(.text(layout.currency), .unit)
            canvas.sheet[first + offset, 8] = Cell(.text(data.register[key: line.key]?.label ?? "none"), .note)
        }
        func at(_ row: Int, _ column: Int) -> CellAddress { CellAddress(row: row, column: column) }
        let sum = first + lines.count
        for (column, instance) in instances.enumerated() {
            let id = "cost_\(column)"
            figures.link(
                id, .money, over: .costLine,
                lines.map { line in
                    let total = data.total(line.id, instance, layout)
                    return (line.id, total.place, total.value)
                }, from: at(first, 2 + column), .crossSheet, .whole)
            let resale = data.total("resale", instance, layout)
            let stay = data.total("baseline_api", instance, layout)
            figures.link(
                "resale_\(column)", .money, to: resale.place, resale.value, at: at(sum, 2 + column), .crossSheet,
                .whole)
            figures.add(
                "plan_\(column)", .money, at: at(sum + 1, 2 + column), .total, .whole,
                .sum(.members(id)) - .line("resale_\(column)"))
            figures.link(
                "stay_\(column)", .money, to: stay.place, stay.value, at: at(sum + 2, 2 + column), .crossSheet, .whole)
            figures.add(
                "saving_\(column)", .money, at: at(sum + 3, 2 + column), .total, .whole,
                .line("stay_\(column)") - .line("plan_\(column)"))
        }
        figures.add(
            "share", .ratio, over: .costLine, from: at(first, 6), .calculation, .percent,
            .choose(.sum(.members("cost_1")) > 0, "cost_1" / .sum(.members("cost_1")), 0))
        figures.link(
            "rests_on", .word, over: .costLine,
            lines.map { line in
                let key = data.register[key: line.key] == nil ? "finance.contingency_pct" : line.key
                let row = layout.drivers[key]!.base.row
                let word = data.register[key: key]?.confidence ?? .placeholder
                return (
                    line.id, Place(sheet: WorkbookLayout.SheetName.assumptions, row: row, column: confidenceColumn),
                    .word(word.rawValue)
                )
            }, from: at(first, 7), .crossSheet, .general)
        for (offset, label) in ["less resale of servers", "Plan", "Stay on the API", "Saving"].enumerated() {
            canvas.sheet[sum + offset, 0] = Cell(.text(label), .label)
            canvas.sheet[sum + offset, 1] = Cell(.text(layout.currency), .unit)
        }

        let shares = sum + 6
        canvas.section(shares - 1, "What the base cost rests on")
        canvas.header(shares, ["Class", "Unit", "Base", "Share of base"])
        for (offset, confidence) in Confidence.allCases.enumerated() {
            let row = shares + 1 + offset
            let word = confidence.rawValue
            canvas.sheet[row, 0] = Cell(.text(word), .label)
            canvas.sheet[row, 1] = Cell(.text(layout.currency), .unit)
            figures.add(
                "class_\(word)", .money, at: at(row, 2), .calculation, .whole,
                .sumWhere(.members("cost_1"), key: .members("rests_on"), equals: .word(word)))
            figures.add(
                "share_\(word)", .ratio, at: at(row, shareColumn), .total, .percent,
                .choose(.sum(.members("cost_1")) > 0, .line("class_\(word)") / .sum(.members("cost_1")), 0))
        }
        bridge(into: &canvas, &figures, data, layout, row: shares + 7)
        let evaluation = try figures.write(into: &canvas)
        canvas.sheet.charts = charts(data, layout, evaluation, bridgeRow: shares + 7)
        canvas.sheet.onePage = true
        canvas.sheet.freeze = CellAddress(row: 3, column: 1)
        canvas.sheet.repeatRows = 3
        canvas.sheet.repeatColumns = 1
        canvas.sheet.columnWidths = [0: 30, 1: 8, 2: 13, 3: 13, 4: 13, 5: 13, 6: 13, 7: 13, 8: 40, 9: 3]
        let found = Confidence.allCases.enumerated().map { offset, confidence in
            Share(
                confidence: confidence, place: Place(sheet: name, row: shares + 1 + offset, column: shareColumn),
                value: evaluation.result("share_\(confidence.rawValue)", lane: 0))
        }
        return (canvas.sheet, found)
    }

    static let steps = ["Stay on the API", "API bill avoided", "GPUs and servers", "People", "Everything else", "Plan"]

    /// From staying to the plan: one row a step, with the parts that a stacked column needs.
    private static func bridge(
        into canvas: inout SheetCanvas, _ figures: inout SheetFigures, _ data: ReportData, _ layout: WorkbookLayout,
        row: Int
    ) {
        canvas.section(row - 1, "From staying to the plan, base scenario")
        canvas.header(row, ["Step", "Unit", "Amount", "Level after", "Blank", "Level", "Rise", "Fall"])
        let base = Instance(.base, .hybrid)
        func at(_ step: Int, _ column: Int) -> CellAddress { CellAddress(row: row + 1 + step, column: column) }
        let parts = ["cost_of_gpus", "cost_of_people", "cost_of_rest"]
        for (step, label) in steps.enumerated() {
            canvas.sheet[row + 1 + step, 0] = Cell(.text(label), .label)
            canvas.sheet[row + 1 + step, 1] = Cell(.text(layout.currency), .unit)
            let amount = "step_\(step)"
            switch step {
            case 0, 5:
                let line = step == 0 ? "stay_1" : "plan_1"
                figures.add(amount, .money, at: at(step, 2), .calculation, .whole, .line(line))
                figures.add("level_\(step)", .money, at: at(step, 3), .calculation, .whole, .line(amount))
            case 1:
                let avoided = data.total("residual_api", base, layout)
                figures.link(
                    "remaining", .money, to: avoided.place, avoided.value, at: at(steps.count, 2), .crossSheet, .whole)
                figures.add(amount, .money, at: at(step, 2), .calculation, .whole, "remaining" - "stay_1")
            default:
                let part = data.total(parts[step - 2], base, layout)
                figures.link(amount, .money, to: part.place, part.value, at: at(step, 2), .crossSheet, .whole)
            }
            if (1...4).contains(step) {
                figures.add(
                    "level_\(step)", .money, at: at(step, 3), .calculation, .whole,
                    .line("level_\(step - 1)") + .line(amount))
                figures.add(
                    "blank_\(step)", .money, at: at(step, 4), .calculation, .whole,
                    min(.line("level_\(step - 1)"), .line("level_\(step)")))
                figures.add("whole_\(step)", .money, at: at(step, 5), .calculation, .whole, 0)
                figures.add("rise_\(step)", .money, at: at(step, 6), .calculation, .whole, max(0, .line(amount)))
                figures.add("fall_\(step)", .money, at: at(step, 7), .calculation, .whole, max(0, -.line(amount)))
            } else {
                figures.add("blank_\(step)", .money, at: at(step, 4), .calculation, .whole, 0)
                figures.add("whole_\(step)", .money, at: at(step, 5), .calculation, .whole, .line(amount))
                figures.add("rise_\(step)", .money, at: at(step, 6), .calculation, .whole, 0)
                figures.add("fall_\(step)", .money, at: at(step, 7), .calculation, .whole, 0)
            }
        }
        canvas.sheet[row + 1 + steps.count, 0] = Cell(.text("API bill that remains"), .label)
        canvas.sheet[row + 1 + steps.count, 1] = Cell(.text(layout.currency), .unit)
    }

    private static func charts(
        _ data: ReportData, _ layout: WorkbookLayout, _ figures: Evaluation, bridgeRow: Int
    ) -> [Chart] {
        let base = Instance(.base, .hybrid)
        let horizon = data.model.horizon
        func column(_ name: String, _ id: String, _ column: Int, _ ink: ChartSeries.Ink = .normal) -> ChartSeries {
            let sheet = WorkbookLayout.SheetName.cost
            func range(_ column: Int) -> CellRange {
                CellRange(
                    Place(sheet: sheet, row: bridgeRow + 1, column: column),
                    Place(sheet: sheet, row: bridgeRow + steps.count, column: column))
            }
            var series = ChartSeries(
                name: name, categories: range(0), values: range(column),
                cachedCategories: steps.map(CellValue.text),
                cachedValues: steps.indices.map { figures.value("\(id)_\($0)", lane: 0) })
            series.ink = ink
            return series
        }
        func words(_ id: String) -> String { ReportWords.money(figures.value(id, lane: 0), layout.currency) }
        let bill = ReportWords.money(-figures.value("step_1", lane: 0), layout.currency)
        let own = ReportWords.money(
            figures.value("level_4", lane: 0) - figures.value("level_1", lane: 0), layout.currency)
        let most = data.evaluation.series("alternative", lane: data.lane(base)).max() ?? 0
        return [
            Chart(
                .stackedColumn, title: "The plan avoids \(bill) of API bills and spends \(own) on own hosting",
                categoryAxis: "Step", valueAxis: "\(layout.currency) over \(ReportWords.months(horizon))",
                valueFormat: .whole,
                series: [
                    column("Base of the step", "blank", 4, .invisible), column("Level", "whole", 5),
                    column("Rise", "rise", 6), column("Fall", "fall", 7),
                ], at: CellAddress(row: 4, column: 10), width: 640, height: 330,
                altText:
                    "Bridge from staying on the API, \(words("stay_1")), to the plan, \(words("plan_1")), base scenario. Live numbers: the table From staying to the plan on this sheet."
            ),
            Chart(
                .stackedColumn,
                title: "The plan's monthly cost peaks at \(ReportWords.money(most, layout.currency))",
                categoryAxis: "Month", valueAxis: "\(layout.currency) a month", valueFormat: .whole,
                series: [
                    data.series("API bill that remains", "residual_api", base, layout),
                    data.series("GPUs, servers, power", "cost_of_gpus", base, layout),
                    data.series("People", "cost_of_people", base, layout),
                    data.series("Everything else", "cost_of_rest", base, layout),
                ], at: CellAddress(row: 23, column: 10), width: 640, height: 330,
                altText:
                    "Stacked monthly cost of the plan by part, base scenario, at most \(ReportWords.money(most, layout.currency)) in a month. Live numbers: sheet Model base, cost groups."
            ),
        ]
    }
}
