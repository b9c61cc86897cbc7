import Diagnostics
import Economics

/// From which API spend own hosting pays: as a whole, workload by workload, and as the staircase between them.
enum BreakEvenSheet {
    private struct Row {
        var line: String
        var label: String
        var unit: Unit
        var format: NumberFormat
    }

    private static let instances = CostSheet.instances

    private static let rows = [
        Row(line: "spend_month0", label: "API spend today", unit: .moneyPerMonth, format: .whole),
        Row(
            line: "threshold_spend_first", label: "First spend that wins", unit: .moneyPerMonth, format: .whole),
        Row(
            line: "threshold_spend_always", label: "Spend above which it always wins", unit: .moneyPerMonth,
            format: .whole),
        Row(line: "threshold_tokens", label: "Tokens at the first spend that wins", unit: .tokens, format: .whole),
        Row(
            line: "threshold_utilisation", label: "Utilisation at which a replica pays", unit: .ratio,
            format: .percent),
        Row(
            line: "threshold_api_price_headroom", label: "The API price may fall by (below zero: it must rise)",
            unit: .ratio, format: .percent),
        Row(
            line: "break_even_api_decline", label: "Yearly fall of the API price that ends the case", unit: .ratio,
            format: .percent),
        Row(
            line: "api_price_decline_annual", label: "Yearly fall of the API price that the plan assumes", unit: .ratio,
            format: .percent),
        Row(line: "workloads_moving", label: "Workloads that move", unit: .index, format: .whole),
        Row(
            line: "whole_fixed", label: "Fixed own cost, spare replicas included", unit: .moneyPerMonth, format: .whole),
        Row(line: "whole_replica", label: "A replica", unit: .moneyPerMonth, format: .whole),
        Row(line: "whole_displaces", label: "API spend that it displaces", unit: .moneyPerMonth, format: .whole),
        Row(
            line: "further_staff", label: "NPV is zero with so many people more", unit: .fte, format: .ratio),
        Row(
            line: "gpu_price_limit", label: "NPV is zero at this share of the GPU prices", unit: .ratio,
            format: .percent),
        Row(line: "saving_ends", label: "Month from which every month loses", unit: .month, format: .whole),
        Row(line: "npv", label: "NPV, for comparison", unit: .money, format: .whole),
    ]

    private static let workloadRows = [
        Row(line: "cost_month0", label: "API cost today", unit: .moneyPerMonth, format: .whole),
        Row(line: "own_spend_first", label: "First total spend that wins", unit: .moneyPerMonth, format: .whole),
        Row(line: "own_spend_always", label: "Always wins from", unit: .moneyPerMonth, format: .whole),
        Row(line: "own_headroom", label: "API price may fall by (below 0: must rise)", unit: .ratio, format: .percent),
        Row(line: "own_utilisation_needed", label: "Utilisation needed", unit: .ratio, format: .percent),
    ]

    private static let fleetRows = [
        Row(line: "hours_to_own", label: "Rented hours that pay for a GPU", unit: .hours, format: .whole),
        Row(line: "use_to_own", label: "Share of its life it must be busy", unit: .ratio, format: .percent),
    ]

    /// Points of the staircase, from no spend to twice what matters.
    private static let points = 61
    private static let headerRow = 8
    private static let firstPointColumn = 18

    static func make(_ data: ReportData, _ layout: WorkbookLayout, master: CellValue) throws(Failure) -> Sheet {
        let name = WorkbookLayout.SheetName.breakEven
        var canvas = SheetCanvas(
            name, .presentation,
            title: "Break-even in \(layout.currency) of API spend a month, \(data.heading.period)",
            subtitle:
                "At prices of month 0 and in the steady state, the mix of workloads as it is. Every number is a live formula.",
            layout: layout, master: master)
        var figures = SheetFigures(sheet: name)
        func at(_ row: Int, _ column: Int) -> CellAddress { CellAddress(row: row, column: column) }

        canvas.header(headerRow, ["Threshold", "Unit", "Low", "Base", "High", "All at once"])
        for (offset, item) in rows.enumerated() {
            let row = headerRow + 1 + offset
            canvas.sheet[row, 0] = Cell(.text(item.label), .label)
            canvas.sheet[row, 1] = Cell(.text(canvas.unit(item.unit.symbol)), .unit)
            for (column, instance) in instances.enumerated() {
                let cell = data.cell(item.line, instance, layout)
                figures.link(
                    "\(item.line)_\(column)", item.unit, to: cell.place, cell.value, at: at(row, 2 + column),
                    column == 1 ? .total : .crossSheet, item.format)
            }
        }
        say(
            into: &figures, currency: layout.currency,
            hasDecline: data.model.line("break_even_api_decline")?.expression != .word("none"),
            hasCommitment: data.model.line("unused_alternative") != nil)

        var row = headerRow + rows.count + 1
        if data.model.line("unused_alternative") != nil {
            canvas.sheet[row, 0] = Cell(.text("Commitment that nobody uses, over the horizon"), .label)
            canvas.sheet[row, 1] = Cell(.text(canvas.unit(Unit.money.symbol)), .unit)
            for (column, instance) in instances.enumerated() {
                let unused = data.total("unused_alternative", instance, layout)
                figures.link(
                    column == 1 ? "unused_commitment" : "unused_commitment_\(column)", .money, to: unused.place,
                    unused.value, at: at(row, 2 + column),
                    column == 1 ? .total : .crossSheet, .whole)
            }
            row += 1
        }
        row += 2
        canvas.section(
            row - 1,
            "Each workload moved alone, base scenario: it carries all fixed cost, and the spend is that of all workloads with their mix as it is"
        )
        canvas.header(row, ["Workload"] + workloadRows.map(\.label) + ["Why not"])
        canvas.sheet.rowHeights[row] = 30
        let workloads = data.model.members[.workload]
        table(workloadRows, why: "own_why", over: .workload, row: row, &canvas, &figures, data, layout)
        row += workloads.count + 3

        canvas.section(row - 1, "Owned against rented GPUs, base scenario")
        canvas.header(row, ["Capacity"] + fleetRows.map(\.label) + ["Why not"])
        canvas.sheet.rowHeights[row] = 30
        table(fleetRows, why: "owning_why", over: .fleet, row: row, &canvas, &figures, data, layout)
        row += data.model.members[.fleet].count + 3

        canvas.section(row - 1, "What the staircase is made of, base scenario")
        // The points of the chart are read on the screen, right of what is printed.
        canvas.sheet.lastPrintColumn = firstPointColumn - 1
        canvas.sheet[headerRow - 1, firstPointColumn] = Cell(.text("The staircase, base scenario"), .section)
        canvas.header(
            headerRow,
            [
                "Point", "API spend", "Saved on the API", "Own cost", "Saves", "Riser", "Above it", "Even", "Stepped",
                "Replicas",
            ], from: firstPointColumn)
        figures.members(.spendStep, count: points)
        let winRow = staircaseInputs(row: row, &canvas, &figures, data, layout)
        staircase(row: headerRow + 1, &figures)
        let evaluation = try figures.write(into: &canvas)
        canvas.sheet.charts = [chart(data, layout, evaluation, row: headerRow + 1, winRow: winRow)]
        canvas.sheet.onePage = true
        canvas.sheet.freeze = CellAddress(row: 3, column: 1)
        canvas.sheet.repeatRows = 3
        canvas.sheet.repeatColumns = 1
        canvas.sheet.columnWidths = [0: 44, 1: 16, 2: 17, 3: 17, 4: 17, 5: 17, 6: 12]
        return canvas.sheet
    }

    /// - Returns: the row of the saving at the first spend that wins.
    private static func staircaseInputs(
        row: Int, _ canvas: inout SheetCanvas, _ figures: inout SheetFigures, _ data: ReportData,
        _ layout: WorkbookLayout
    ) -> Int {
        let inputs = [
            Row(line: "whole_gain_share", label: "Saved on each unit of API spend", unit: .ratio, format: .ratio),
            Row(
                line: "whole_displaceable", label: "API spend that could move", unit: .moneyPerMonth, format: .whole),
            Row(line: "whole_least", label: "Least replicas, without spares", unit: .replica, format: .whole),
        ]
        for (offset, item) in inputs.enumerated() {
            canvas.sheet[row + offset, 0] = Cell(.text(item.label), .label)
            canvas.sheet[row + offset, 1] = Cell(.text(canvas.unit(item.unit.symbol)), .unit)
            let cell = data.cell(item.line, Instance(.base, .hybrid), layout)
            figures.link(
                item.line, item.unit, to: cell.place, cell.value, at: CellAddress(row: row + offset, column: 3),
                .crossSheet, item.format)
        }
        let worked: [(id: String, label: String, unit: Unit, format: NumberFormat, expression: Expression)] = [
            (
                "spend_share", "Share of the API spend that could move", .ratio, .ratio,
                .choose("spend_month0_1" > 0, "whole_displaceable" / "spend_month0_1", 0)
            ),
            (
                "spend_top", "API spend up to which it is drawn", .moneyPerMonth, .whole,
                (1 + 1) * max("spend_month0_1", .numberOrZero("threshold_spend_always_1"))
            ),
            (
                "tread", "API spend that one more replica is good for", .moneyPerMonth, .whole,
                .choose("spend_share" > 0, "whole_displaces_1" / "spend_share", 0)
            ),
            // Two points a riser: where there are more than the points can show, every second or third one is drawn.
            (
                "risers_between", "Replicas from one drawn riser to the next", .replica, .whole,
                .choose(
                    "tread" > 0,
                    max(1, .guardedCeiling(("spend_top" / "tread" - "whole_least") / drawnRisers)), 0)
            ),
            (
                "first_win", "Saved on the API at the first spend that wins", .moneyPerMonth, .whole,
                .numberOrZero("threshold_spend_first_1") * "whole_gain_share"
            ),
        ]
        for (offset, item) in worked.enumerated() {
            let row = row + inputs.count + offset
            canvas.sheet[row, 0] = Cell(.text(item.label), .label)
            canvas.sheet[row, 1] = Cell(.text(canvas.unit(item.unit.symbol)), .unit)
            figures.add(
                item.id, item.unit, at: CellAddress(row: row, column: 3),
                .calculation, item.format, item.expression)
        }
        return row + inputs.count + worked.count - 1
    }

    /// Half of the points after the first.
    private static let drawnRisers = Expression.greatest(.members("step")) / (1 + 1)

    /// - Parameter why: the line with the reason where there is a word and no number; it stands behind the columns.
    private static func table(
        _ columns: [Row], why: String, over set: MemberSet, row: Int, _ canvas: inout SheetCanvas,
        _ figures: inout SheetFigures,
        _ data: ReportData, _ layout: WorkbookLayout
    ) {
        let base = Instance(.base, .hybrid)
        let members = data.model.members[set]
        for (offset, member) in members.enumerated() {
            canvas.sheet[row + 1 + offset, 0] = Cell(.text(member.label), .label)
        }
        let reason = Row(line: why, label: "", unit: .word, format: .general)
        for (column, item) in (columns + [reason]).enumerated() {
            figures.link(
                item.line, item.unit, over: set,
                members.indices.map { index in
                    let cell = data.cell(item.line, member: index, base, layout)
                    return (members[index].id, cell.place, cell.value)
                }, from: CellAddress(row: row + 1, column: 1 + column), .crossSheet, item.format)
        }
    }

    /// - Parameters:
    ///   - hasDecline: one yearly fall of the API price can be searched for.
    ///   - hasCommitment: part of the API bill is paid whether it is used or not.
    private static func say(into figures: inout SheetFigures, currency: String, hasDecline: Bool, hasCommitment: Bool) {
        let first: Sentence = .joined([
            "Own hosting first pays at ", .figure("threshold_spend_first_1", .whole),
            .words(" \(currency) of API spend a month; today's "), .figure("spend_month0_1", .whole),
        ])
        let steadyMonth: Sentence =
            .choose(
                .isWord("threshold_spend_first_1", "never"),
                "No API spend makes own hosting pay: a full replica costs more than the API spend that it displaces.",
                .choose(
                    .isWord("threshold_spend_first_1", "none"),
                    "No spend can be named: no workload that may move saves any API spend.",
                    .choose(
                        .compare("spend_month0_1", .less, "threshold_spend_first_1"),
                        .joined([first, " is below it."]),
                        .choose(
                            .compareNumber("threshold_api_price_headroom_1", .greaterOrEqual, 0),
                            .joined([first, " is above it."]),
                            .joined([
                                first, ", below the ", .figure("threshold_spend_always_1", .whole),
                                " from which it always pays, lies where one more replica has started and is not yet full: there it does not pay.",
                            ])))))
        let decline: Sentence =
            hasDecline
            ? .choose(
                .isWord("break_even_api_decline_1", "none"),
                .choose(
                    .compareNumber("workloads_moving_1", .equal, 0),
                    "Nothing moves, so no fall of the API price changes the NPV.",
                    "No yearly fall of the API price between -20% and 95% turns the NPV of the plan."),
                .joined([
                    .choose(
                        .compareNumber("npv_1", .greater, 0),
                        "The NPV of the plan is gone when the API price falls by ",
                        "The NPV of the plan turns positive when the API price falls by no more than "),
                    .figure("break_even_api_decline_1", .tenthsOfPercent),
                    " a year (below zero it rises); the plan assumes ",
                    .figure("api_price_decline_annual_1", .tenthsOfPercent), ".",
                ]))
            : "Price steps, a commitment or discount tiers are given: the API bill has no one yearly fall to search for."
        // What a steady month at prices of month 0 leaves out: MODEL.md 9.5.
        let whatElse: Sentence =
            " it follows the months of the plan, with price paths, growth, ramps, parallel runs, idle reservations, unused commitments and one-time costs; the thresholds are a steady month at prices of month 0."
        let wins: Sentence.Claim = .compareNumber("threshold_api_price_headroom_1", .greaterOrEqual, 0)
        let same: Sentence = "The NPV says the same."
        let unused: Sentence =
            hasCommitment
            ? .choose(
                .compareNumber("unused_commitment", .greater, 0),
                .joined([
                    " Of the API bill that remains, ", .figure("unused_commitment", .whole),
                    .words(" \(currency) over the horizon is commitment that nobody uses."),
                ]), "") : ""
        let despite: Sentence =
            .choose(
                .compareNumber("npv_1", .greater, 0),
                .joined(["The NPV is positive all the same:", whatElse]),
                .joined(["The NPV is negative all the same:", whatElse]))
        let comparison: Sentence =
            .choose(
                .compareNumber("workloads_moving_1", .equal, 0),
                "Nothing moves in the plan, so its NPV is zero; the thresholds are those of the workloads that may move.",
                .choose(
                    .isWord("threshold_spend_first_1", "none"), "",
                    .joined([
                        .choose(
                            .compareNumber("npv_1", .greater, 0), .choose(wins, same, despite),
                            .choose(wins, despite, same)), unused,
                    ])))
        let end: Sentence =
            .choose(
                .isWord("saving_ends_1", "none"), "",
                .choose(
                    .compareNumber("saving_ends_1", .lessOrEqual, 1),
                    "In no month does own hosting cost less to run than it saves on the API.",
                    .joined([
                        "From month ", .figure("saving_ends_1", .whole),
                        " on, own hosting costs more to run than it saves on the API: the case has an end.",
                    ])))
        for (offset, sentence) in [steadyMonth, decline, comparison, end].enumerated() {
            figures.say(sentence, at: CellAddress(row: 4 + offset, column: 0))
        }
    }

    /// Points of spend, what the API then costs less, and what own hosting costs: MODEL.md 9.5.
    private static func staircase(row: Int, _ figures: inout SheetFigures) {
        func at(_ column: Int) -> CellAddress { CellAddress(row: row, column: firstPointColumn + column) }
        figures.add("step", .index, over: .spendStep, from: at(0), .calculation, .whole, .memberIndex)
        // Two points stand at each riser, below it and above it; those past the end stand at the end.
        let riser = Expression.roundUp("step" / (1 + 1))
        figures.add("riser", .index, over: .spendStep, from: at(5), .calculation, .whole, riser)
        figures.add(
            "above", .flag, over: .spendStep, from: at(6), .calculation, .whole,
            ("tread" > 0) * ("step" > 0) * Expression.line("riser").equals(.roundDown("step" / (1 + 1))))
        figures.add(
            "even", .moneyPerMonth, over: .spendStep, from: at(7), .calculation, .whole,
            "spend_top" * "step" / .greatest(.members("step")))
        figures.add(
            "stepped", .moneyPerMonth, over: .spendStep, from: at(8), .calculation, .whole,
            ("step" > 0)
                * min("spend_top", "tread" * (max(1, "whole_least") + "risers_between" * ("riser" - 1))))
        figures.add(
            "spend", .moneyPerMonth, over: .spendStep, from: at(1), .calculation, .whole,
            .choose("tread" > 0, "stepped", "even"))
        figures.add(
            "saved", .moneyPerMonth, over: .spendStep, from: at(2), .calculation, .whole,
            "spend" * "whole_gain_share")
        figures.add(
            "replicas_full", .replica, over: .spendStep, from: at(9), .calculation, .whole,
            .choose("tread" > 0, .guardedCeiling("spend" / "tread"), 0))
        figures.add(
            "own", .moneyPerMonth, over: .spendStep, from: at(3), .calculation, .whole,
            "whole_fixed_1"
                + (max("whole_least", "replicas_full") + "above" * ("spend" < "spend_top")) * "whole_replica_1")
        figures.add("wins", .moneyPerMonth, over: .spendStep, from: at(4), .total, .whole, "saved" - "own")
    }

    private static func chart(
        _ data: ReportData, _ layout: WorkbookLayout, _ figures: Evaluation, row: Int, winRow: Int
    ) -> Chart {
        let sheet = WorkbookLayout.SheetName.breakEven
        func range(_ column: Int) -> CellRange {
            CellRange(
                Place(sheet: sheet, row: row, column: firstPointColumn + column),
                Place(sheet: sheet, row: row + points - 1, column: firstPointColumn + column))
        }
        func values(_ id: String) -> [Double] {
            (0..<points).map { figures.value(id, member: $0, lane: 0) }
        }
        func series(_ label: String, _ id: String, _ column: Int) -> ChartSeries {
            ChartSeries(
                name: label, categories: range(1), values: range(column),
                cachedCategories: values("spend").map(CellValue.number), cachedValues: values(id),
                categoryFormat: .whole)
        }
        let title: String =
            switch figures.result("threshold_spend_first_1", lane: 0) {
            case .number(let spend):
                "Own hosting first pays at \(ReportWords.money(spend, layout.currency)) of API spend a month"
            case .word("never"): "Own hosting pays at no API spend"
            case .word: "Nothing can move to own hosting"
            }
        // The first line of a chart is the unbroken one: only it shows the steps.
        var lines = [series("Own cost", "own", 3), series("Saved on the API", "saved", 2)]
        if case .number(let spend) = figures.result("threshold_spend_first_1", lane: 0) {
            let first = rows.firstIndex { $0.line == "threshold_spend_first" }!
            let x = Place(sheet: sheet, row: headerRow + 1 + first, column: 3)
            let y = Place(sheet: sheet, row: winRow, column: 3)
            var point = ChartSeries(
                name: "First win", categories: CellRange(x, x), values: CellRange(y, y),
                cachedCategories: [.number(spend)], cachedValues: [figures.value("first_win", lane: 0)],
                categoryFormat: .whole)
            point.ink = .dropPoint
            lines.append(point)
        }
        return Chart(
            .scatter, title: title, categoryAxis: "API spend, \(layout.currency) a month",
            valueAxis: "\(layout.currency) a month", valueFormat: .whole,
            series: lines,
            at: CellAddress(row: headerRow, column: 7), width: 640, height: 360,
            altText:
                "API spend saved and cost of own hosting over the monthly API spend, base scenario: \(title.lowercased()). Live numbers: the staircase table on this sheet."
        )
    }
}
