import Diagnostics
import Economics

/// The scorecard with the money beside each gap, and what it means for the plan.
enum ReadinessSheet {
    private static let columns = [
        "Capability", "Dimension", "Level", "Target", "Gap", "Status", "Critical", "Weight", "One-off", "Tools a month",
        "Delay [weeks]", "Evidence",
    ]
    private static let groupColumns = ["Part", "", "Score", "", "", "Status", "", "", "One-off", "Tools a month"]
    private static let firstRow = 14

    static func make(_ data: ReportData, _ layout: WorkbookLayout, master: CellValue) throws(Failure) -> Sheet {
        let name = WorkbookLayout.SheetName.readiness
        var canvas = SheetCanvas(
            name, .presentation,
            title: "Readiness to host models: what is missing, what it costs and how long it takes",
            subtitle:
                "Levels: 0 none, 1 ad hoc, 2 defined, 3 managed, 4 measured; without evidence at most 1 counts. Money in \(layout.currency).",
            layout: layout, master: master)
        var figures = SheetFigures(sheet: name)
        let ids = data.model.members[.capability].map(\.id)
        let end = firstRow + ids.count
        overview(&canvas, &figures, data, layout, ids)
        scorecard(&canvas, &figures, data, layout, ids)
        plan(row: end + 1, &canvas, &figures, data, layout)
        _ = try figures.write(into: &canvas)
        for (word, role) in [("green", CellRole.good), ("yellow", .caution), ("red", .bad)] {
            canvas.sheet.statuses.append(
                StatusRule(
                    first: CellAddress(row: 5, column: 5), last: CellAddress(row: end - 1, column: 5), word: word,
                    role: role))
        }
        canvas.sheet.onePage = true
        canvas.sheet.freeze = CellAddress(row: 3, column: 1)
        canvas.sheet.repeatRows = 3
        canvas.sheet.columnWidths = [0: 44, 1: 22, 8: 13, 9: 13, 10: 9, 11: 60]
        for column in 2...7 { canvas.sheet.columnWidths[column] = 9 }
        return canvas.sheet
    }

    private static let base = Instance(.base, .hybrid)

    /// Overall and by dimension.
    private static func overview(
        _ canvas: inout SheetCanvas, _ figures: inout SheetFigures, _ data: ReportData, _ layout: WorkbookLayout,
        _ ids: [String]
    ) {
        canvas.header(4, groupColumns)
        var row = 5
        let dimensions = Capability.Dimension.allCases.filter { dimension in
            ids.contains { Capability.of($0)?.dimension == dimension }
        }
        for (id, label) in [("readiness", "Overall")] + dimensions.map({ ($0.rawValue, $0.label) }) {
            canvas.sheet[row, 0] = Cell(.text(label), .label)
            for (line, column, unit, format) in [
                ("score", 2, Unit.points, NumberFormat.ratio), ("status", 5, .word, .general),
                ("one_off", 8, .money, .whole), ("recurring", 9, .moneyPerMonth, .whole),
            ] {
                let cell = data.cell("\(id)_\(line)", base, layout)
                figures.link(
                    "\(id)_\(line)", unit, to: cell.place, cell.value, at: CellAddress(row: row, column: column),
                    .crossSheet, format)
            }
            row += 1
        }
        let threshold = { (id: String, at: Int, figures: inout SheetFigures) in
            let cell = data.cell(id, base, layout)
            figures.link(
                id, .points, to: cell.place, cell.value, at: CellAddress(row: at, column: 2), .crossSheet, .whole)
        }
        canvas.sheet[10, 0] = Cell(.text("Green: no critical one below its target, and a score from"), .label)
        canvas.sheet[11, 0] = Cell(.text("Red: a critical one is red, or a score below"), .label)
        threshold("readiness_green", 10, &figures)
        threshold("readiness_yellow", 11, &figures)
        canvas.sheet[10, 3] = Cell(
            .text("A capability is green at its target, yellow one level below, else red."), .note)
        canvas.sheet[11, 3] = Cell(
            .text(
                "Red as well: level 0, or fewer people in the model than the item claims. Yellow overall: all between."),
            .note)
    }

    private static func scorecard(
        _ canvas: inout SheetCanvas, _ figures: inout SheetFigures, _ data: ReportData, _ layout: WorkbookLayout,
        _ ids: [String]
    ) {
        canvas.header(firstRow - 1, columns)
        for (offset, id) in ids.enumerated() {
            let capability = Capability.of(id)!
            canvas.sheet[firstRow + offset, 0] = Cell(.text(capability.label), .label)
            canvas.sheet[firstRow + offset, 1] = Cell(.text(capability.dimension.label), .text)
            let evidence = data.evidence[id] ?? ""
            canvas.sheet[firstRow + offset, 11] = Cell(
                .text(evidence.isEmpty ? "none: counts as level 1 at most" : evidence), .note, wrap: true)
        }
        for (line, column, unit, format) in [
            ("capability_capped", 2, Unit.level, NumberFormat.whole), ("capability_targets", 3, .level, .whole),
            ("capability_gap", 4, .level, .whole), ("capability_status", 5, .word, .general),
            ("capability_critical", 6, .flag, .general), ("capability_weights", 7, .index, .general),
            ("capability_one_off", 8, .money, .whole), ("capability_recurring", 9, .moneyPerMonth, .whole),
            ("capability_delay", 10, .weeks, .ratio),
        ] {
            let cells = ids.indices.map { member in
                let cell = data.cell(line, member: member, base, layout)
                return (member: ids[member], source: cell.place, value: cell.value)
            }
            figures.link(
                line, unit, over: .capability, cells, from: CellAddress(row: firstRow, column: column), .crossSheet,
                format)
        }
    }

    /// Delay, people, and the sentence for the board.
    private static func plan(
        row: Int, _ canvas: inout SheetCanvas, _ figures: inout SheetFigures, _ data: ReportData,
        _ layout: WorkbookLayout
    ) {
        canvas.section(row, "What it means for the plan")
        for (offset, (line, label, unit, format)) in [
            ("readiness_delay", "Time to close the critical gaps [weeks]", Unit.weeks, NumberFormat.ratio),
            ("readiness_month", "No migration before month", .month, .whole),
            ("readiness_breaks", "Workloads that the plan moves before", .index, .whole),
            ("readiness_people", "People at most: staff of the model and existing [FTE]", .fte, .ratio),
            ("team_short", "Short of the least team of one ML and one DevOps engineer [FTE]", .fte, .ratio),
            ("rota_short", "Short of a rota around the clock, where one is claimed [FTE]", .fte, .ratio),
        ].enumerated() {
            let cell = data.cell(line, base, layout)
            canvas.sheet[row + 1 + offset, 0] = Cell(.text(label), .label, wrap: label.utf8.count > 48)
            figures.link(
                line, unit, to: cell.place, cell.value, at: CellAddress(row: row + 1 + offset, column: 2), .crossSheet,
                format)
        }
        figures.say(
            .choose(
                .isWord("readiness_status", "red"),
                .joined([
                    "Red: nothing moves before month ", .figure("readiness_month", .whole),
                    ", when the critical gaps are closed. Score ", .figure("readiness_score", .whole), " of 100.",
                ]),
                .joined([
                    "Readiness is ", .figure("readiness_status", .whole), ": score ",
                    .figure("readiness_score", .whole), " of 100; the first migration may start in month ",
                    .figure("readiness_month", .whole), " or later.",
                ])), at: CellAddress(row: row + 8, column: 0))
    }
}
