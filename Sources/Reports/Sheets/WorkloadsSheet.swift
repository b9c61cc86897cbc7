import Diagnostics
import Economics

/// Every workload with what decides about it: cost on either side, what it adds, and the components of its priority.
enum WorkloadsSheet {
    private static let header = 9
    private static let base = Instance(.base, .hybrid)

    private static let titles = [
        "Workload", "Decision", "Phase", "First month", "API cost today", "Tokens", "API price of a token",
        "GPU cost of a token", "Pays alone from a total API spend of", "Saving that it adds", "Share of the savings",
        "Simplicity", "Quality risk", "Priority", "Effort", "Falls back to the API", "Gates", "Why it stays",
    ]
    private static let units = [
        "", "", "number", "month", "CUR/month", "Mtok/month", "CUR/Mtok", "CUR/Mtok", "CUR/month", "CUR", "ratio",
        "0 to 1", "0 to 1", "number", "days", "CUR/month", "", "",
    ]

    static func make(_ data: ReportData, _ layout: WorkbookLayout, master: CellValue) throws(Failure) -> Sheet {
        let name = WorkbookLayout.SheetName.workloads
        var canvas = SheetCanvas(
            name, .presentation,
            title: "Workloads in \(layout.currency), base scenario, \(data.heading.period): who moves, and why",
            subtitle:
                "Links and formulas, but for the saving that a workload adds: it is of one run, in which the model was worked out with and without it.",
            layout: layout, master: master)
        var figures = SheetFigures(sheet: name)
        let members = data.model.members[.workload]
        weights(&canvas, &figures, data, layout)
        canvas.header(header, titles)
        canvas.sheet.rowHeights[header] = 60
        for (column, unit) in units.enumerated() {
            canvas.sheet[header + 1, column] = Cell(.text(canvas.unit(unit)), .unit)
        }
        canvas.header(
            header, ["Saving, weighted", "Simplicity, weighted", "Quality, weighted"], from: firstFactorColumn)
        let first = header + 2
        func at(_ column: Int) -> CellAddress { CellAddress(row: first, column: column) }
        links(&figures, data, layout, at: at)
        let plans = members.map { member in data.plan.first { $0.workload == member.id }! }
        figures.facts(
            "saving", .money, over: .workload, plans.map { $0.savingMarginal ?? 0 }, from: at(9), .calculation, .whole)
        ranking(&figures, at: at)
        for (offset, plan) in plans.enumerated() {
            canvas.sheet[first + offset, 0] = Cell(.text(plan.workload), .label)
            canvas.sheet[first + offset, 16] = Cell(.text(plan.gates), .note)
            canvas.sheet[first + offset, 17] = Cell(.text(plan.reason), .note, wrap: plan.reason.utf8.count > 44)
        }
        _ = try figures.write(into: &canvas)
        notes(first + members.count + 1, &canvas)
        canvas.sheet.freeze = CellAddress(row: 3, column: 1)
        canvas.sheet.repeatRows = 3
        canvas.sheet.repeatColumns = 1
        canvas.sheet.onePage = members.count <= 40
        canvas.sheet.lastPrintColumn = firstFactorColumn - 2
        canvas.sheet.columnWidths = [0: 30, 1: 10, 2: 8, 3: 9, 16: 16, 17: 44, 18: 3]
        for column in 4...15 { canvas.sheet.columnWidths[column] = 13 }
        return canvas.sheet
    }

    /// What the priority is the product of, right of what prints.
    private static let firstFactorColumn = 19

    /// The weights of the priority, and whether the run is still that of the inputs.
    private static func weights(
        _ canvas: inout SheetCanvas, _ figures: inout SheetFigures, _ data: ReportData, _ layout: WorkbookLayout
    ) {
        for (offset, (name, label)) in [
            ("alpha", "Weight of the saving"), ("beta", "Weight of the simplicity"),
            ("gamma", "Weight of the quality risk"),
        ].enumerated() {
            let key = "migration.\(name)"
            guard let driver = data.register[key: key], let places = layout.drivers[key] else { continue }
            canvas.sheet[4 + offset, 0] = Cell(.text(label), .label)
            figures.link(
                name, .ratio, to: places.base, driver.base, at: CellAddress(row: 4 + offset, column: 1), .crossSheet,
                .general)
        }
        canvas.sheet[6, 9] = Cell(.text("Savings, all"), .label)
        guard let sensitivities = data.sensitivities else { return }
        figures.link(
            "changed", .index, to: SensitivitySheet.changed, .number(0), at: CellAddress(row: 7, column: 1),
            .crossSheet, .whole)
        canvas.sheet[7, 0] = Cell(.text("Inputs that differ from those of the run"), .label)
        figures.say(
            .choose(
                .compareNumber("changed", .equal, 0),
                .words("The saving that each adds is of run \(sensitivities.runID), and up to date."),
                .words(
                    "STALE: the saving that each adds is of run \(sensitivities.runID), and inputs have changed since. Run `breakeven report` again."
                )), at: CellAddress(row: 7, column: 2))
    }

    private static func links(
        _ figures: inout SheetFigures, _ data: ReportData, _ layout: WorkbookLayout, at: (Int) -> CellAddress
    ) {
        let members = data.model.members[.workload]
        for (column, line, unit, format) in [
            (1, "decision_shown", Unit.word, NumberFormat.general), (2, "phase", .index, .whole),
            (3, "month_shown", .month, .whole), (4, "cost_month0", .moneyPerMonth, .whole),
            (5, "workload_tokens", .tokens, .whole), (7, "own_unit_cost", .moneyPerToken, .cents),
            (8, "own_spend_first", .moneyPerMonth, .whole),
        ] {
            figures.link(
                line, unit, over: .workload,
                members.indices.map { index in
                    let cell = data.cell(line, member: index, base, layout)
                    return (members[index].id, cell.place, cell.value)
                }, from: at(column), .crossSheet, format)
        }
        for (column, name) in [(11, "simplicity"), (12, "quality_risk"), (14, "effort_days")] {
            figures.link(
                name, .ratio, over: .workload,
                members.map { member in
                    let key = "workloads.\(member.id).\(name)"
                    return (member.id, layout.drivers[key]!.base, data.register[key: key]!.base)
                }, from: at(column), .crossSheet, column == 14 ? .whole : .ratio)
        }
        figures.link(
            "falls_back", .moneyPerMonth, over: .workload,
            members.indices.map { index in
                let cell = data.cell("fallback_month0", member: index, base, layout)
                return (members[index].id, cell.place, cell.value)
            }, from: at(15), .crossSheet, .whole)
    }

    private static func ranking(_ figures: inout SheetFigures, at: (Int) -> CellAddress) {
        figures.add(
            "price", .moneyPerToken, over: .workload, from: at(6), .calculation, .cents,
            .choose("workload_tokens" > 0, "cost_month0" / "workload_tokens", 0))
        let gains = Expression.sumEach(
            (.each(.members("phase")) > 0) * (.each(.members("saving")) > 0) * .each(.members("saving")))
        figures.add("gains", .money, at: CellAddress(row: 6, column: 10), .calculation, .whole, gains)
        figures.add(
            "share", .ratio, over: .workload, from: at(10), .calculation, .percent,
            .choose("gains" > 0, ("saving" > 0) * "saving" / "gains", 0))
        for (offset, (id, factor)) in [
            ("share_weighted", power("share", "alpha")), ("simplicity_weighted", power("simplicity", "beta")),
            ("quality_weighted", power(1 - "quality_risk", "gamma")),
        ].enumerated() {
            figures.add(
                id, .ratio, over: .workload, from: at(firstFactorColumn + offset), .calculation, .ratio, factor)
        }
        figures.add(
            "priority", .ratio, over: .workload, from: at(13), .total, .ratio,
            "share_weighted" * "simplicity_weighted" * "quality_weighted")
    }

    /// 0 to the power of 0 is 1 in one spreadsheet and an error in the next.
    private static func power(_ base: Expression, _ weight: Expression) -> Expression {
        (base + (base <= 0)).raised(to: weight) * (1 - (base <= 0) * (weight > 0))
    }

    private static func notes(_ row: Int, _ canvas: inout SheetCanvas) {
        for (offset, text) in [
            "Saving that it adds: over the horizon, to those that move before it; for one that stays, as the last one.",
            "Priority: share of the savings, simplicity and one less quality risk, each to the power of its weight. Of open ones those with a higher one move first.",
            "GPU cost of a token: for the peak of this workload, without spare replicas and fixed cost.",
            "Pays alone from: where it is never or none, the sheet Break-even says why.",
            "Falls back to the API: what is paid to the API for answers of a workload that has moved, at prices of month 0.",
            "Gates: data may be processed there, evaluation passes, fallback is tested. One that is answered with no keeps the workload on the API.",
        ].enumerated() {
            canvas.sheet[row + offset, 0] = Cell(.text(text), .note)
        }
    }
}
