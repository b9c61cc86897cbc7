import Diagnostics
import Economics

/// The scorecard with the money beside each gap, and what it means for the plan.
enum ReadinessSheet {
    private static let name = WorkbookLayout.SheetName.readiness
    private static let base = Instance(.base, .hybrid)
    private static let sentenceRow = 4
    private static let overviewRow = 9
    private static let firstRow = 19
    private static let statusColumn = 8

    private struct Column {
        var title: String
        var line: String
        var unit: Unit
        var format: NumberFormat

        init(_ title: String, _ line: String, _ unit: Unit, _ format: NumberFormat) {
            self.title = title
            self.line = line
            self.unit = unit
            self.format = format
        }
    }

    /// From the third column on.
    private static let columns = [
        Column("Level claimed", "capability_levels", .level, .general),
        Column("Level that counts", "capability_capped", .level, .general),
        Column("Target", "capability_targets", .level, .general), Column("Gap", "capability_gap", .level, .whole),
        Column("Critical [1/0]", "capability_critical", .flag, .whole),
        Column("Weight", "capability_weights", .index, .general),
        Column("Status", "capability_status", .word, .general),
        Column("One-off", "capability_one_off", .money, .whole),
        Column("Tools a month", "capability_recurring", .moneyPerMonth, .whole),
        Column("Delay [weeks]", "capability_delay", .weeks, .ratio),
    ]

    static func make(_ data: ReportData, _ layout: WorkbookLayout, master: CellValue) throws(Failure) -> Sheet {
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
        plan(row: end + 2, &canvas, &figures, data, layout)
        say(&figures)
        _ = try figures.write(into: &canvas)
        for (word, role) in [("green", CellRole.good), ("yellow", .caution), ("red", .bad)] {
            canvas.sheet.statuses.append(
                StatusRule(
                    first: CellAddress(row: overviewRow, column: statusColumn),
                    last: CellAddress(row: end - 1, column: statusColumn), word: word, role: role))
        }
        canvas.sheet.onePage = true
        canvas.sheet.freeze = CellAddress(row: 3, column: 1)
        canvas.sheet.repeatRows = 3
        canvas.sheet.columnWidths = [0: 34, 1: 20, 9: 10, 10: 11, 11: 9, 12: 52]
        for column in 2...8 { canvas.sheet.columnWidths[column] = 9 }
        return canvas.sheet
    }

    private static func link(
        _ line: String, _ unit: Unit, row: Int, column: Int, _ format: NumberFormat, _ figures: inout SheetFigures,
        _ data: ReportData, _ layout: WorkbookLayout, as id: String? = nil
    ) {
        let cell = data.cell(line, base, layout)
        figures.link(
            id ?? line, unit, to: cell.place, cell.value, at: CellAddress(row: row, column: column), .crossSheet, format
        )
    }

    /// Overall and by dimension, with what decides its colour.
    private static func overview(
        _ canvas: inout SheetCanvas, _ figures: inout SheetFigures, _ data: ReportData, _ layout: WorkbookLayout,
        _ ids: [String]
    ) {
        canvas.header(
            overviewRow - 1,
            [
                "Part", "Assessed", "Score", "Green from", "Red below", "Critical and red", "Critical below target", "",
                "Status", "One-off", "Tools a month",
            ])
        func assessed(_ dimension: Capability.Dimension?) -> (own: Int, all: Int) {
            let all = Capability.all.filter { dimension == nil || $0.dimension == dimension }
            return (all.count { ids.contains($0.id) }, all.count)
        }
        let dimensions = Capability.Dimension.allCases.filter { assessed($0).own > 0 }
        let parts: [(id: String, label: String, dimension: Capability.Dimension?)] =
            [("readiness", "Overall", nil)] + dimensions.map { ($0.rawValue, $0.label, $0) }
        for (offset, part) in parts.enumerated() {
            let row = overviewRow + offset
            let count = assessed(part.dimension)
            canvas.sheet[row, 0] = Cell(.text(part.label), .label)
            canvas.sheet[row, 1] = Cell(.text("\(count.own) of \(count.all) capabilities"), .text)
            for (line, column, unit, format) in [
                ("score", 2, Unit.points, NumberFormat.ratio), ("critical_red", 5, .index, .whole),
                ("critical_below", 6, .index, .whole), ("status", statusColumn, .word, .general),
                ("one_off", 9, .money, .whole), ("recurring", 10, .moneyPerMonth, .whole),
            ] { link("\(part.id)_\(line)", unit, row: row, column: column, format, &figures, data, layout) }
            for (line, column) in [("readiness_green", 3), ("readiness_yellow", 4)] {
                link(
                    line, .points, row: row, column: column, .general, &figures, data, layout,
                    as: offset == 0 ? line : "\(line)_\(part.id)")
            }
        }
        canvas.sheet[overviewRow + 5, 0] = Cell(
            .text(
                "Overall and parts – green: the score that green needs, and no critical capability below its target. Red: a critical capability is red, or the score is below. Yellow: all between."
            ), .note)
        canvas.sheet[overviewRow + 6, 0] = Cell(
            .text(
                "A capability – green: at its target. Yellow: one level below. Red: further below, at level 0, or the model has fewer people than it claims."
            ), .note)
        canvas.sheet[overviewRow + 7, 0] = Cell(
            .text(
                "No evidence, no level: where nobody can show anything, level 1 counts at most, whatever is claimed."),
            .note)
    }

    private static func scorecard(
        _ canvas: inout SheetCanvas, _ figures: inout SheetFigures, _ data: ReportData, _ layout: WorkbookLayout,
        _ ids: [String]
    ) {
        canvas.header(firstRow - 1, ["Capability", "Dimension"] + columns.map(\.title) + ["Evidence"])
        for (offset, id) in ids.enumerated() {
            let capability = Capability.of(id)!
            canvas.sheet[firstRow + offset, 0] = Cell(.text(capability.label), .label)
            canvas.sheet[firstRow + offset, 1] = Cell(.text(capability.dimension.label), .text)
            let evidence = data.evidence[id] ?? ""
            canvas.sheet[firstRow + offset, 12] = Cell(
                .text(evidence.isEmpty ? "none: level 1 counts at most" : evidence), .note, wrap: true)
        }
        for (offset, column) in columns.enumerated() {
            let cells = ids.indices.map { member in
                let cell = data.cell(column.line, member: member, base, layout)
                return (member: ids[member], source: cell.place, value: cell.value)
            }
            figures.link(
                column.line, column.unit, over: .capability, cells,
                from: CellAddress(row: firstRow, column: 2 + offset), .crossSheet, column.format)
        }
        let end = firstRow + ids.count
        canvas.sheet[end, 0] = Cell(.text("Together; the delay is the longest"), .label)
        for (line, column, unit, format) in [
            ("capability_levels", 2, Unit.level, NumberFormat.general), ("capability_capped", 3, .level, .general),
        ] {
            figures.add(
                "sum_\(line)", unit, at: CellAddress(row: end, column: column), .total, format, .sum(.members(line)))
        }
        for (line, column, unit, format) in [
            ("readiness_open", statusColumn, Unit.index, NumberFormat.general),
            ("readiness_delay", 11, .weeks, .ratio),
        ] { link(line, unit, row: end, column: column, format, &figures, data, layout) }
        for (line, column, unit) in [
            ("capability_one_off", 9, Unit.money), ("capability_recurring", 10, .moneyPerMonth),
        ] {
            figures.add(
                "sum_\(line)", unit, at: CellAddress(row: end, column: column), .total, .whole, .sum(.members(line)))
        }
        canvas.sheet[end, 12] = Cell(.text("in the column Status: how many are red or yellow"), .note)
    }

    /// Delay and people, each beside what it is held against.
    private static func plan(
        row: Int, _ canvas: inout SheetCanvas, _ figures: inout SheetFigures, _ data: ReportData,
        _ layout: WorkbookLayout
    ) {
        canvas.section(row, "What it means for the plan")
        for (offset, (line, label, unit, format)) in [
            ("readiness_month", "No migration before month", Unit.month, NumberFormat.whole),
            ("readiness_breaks", "Workloads that the plan moves before", .index, .whole),
            ("readiness_people", "People at most: staff of the model and others [FTE]", .fte, .ratio),
            ("readiness_minimum_people", "The least team: one ML, one DevOps engineer [FTE]", .fte, .ratio),
            ("team_short", "Short of the least team [FTE]", .fte, .ratio),
            ("readiness_rota_people", "A rota around the clock needs [FTE]", .fte, .ratio),
            ("rota_short", "Short of it, where a rota is claimed [FTE]", .fte, .ratio),
        ].enumerated() {
            canvas.sheet[row + 1 + offset, 0] = Cell(.text(label), .label)
            link(line, unit, row: row + 1 + offset, column: 2, format, &figures, data, layout)
        }
    }

    /// The answer in three sentences.
    private static func say(_ figures: inout SheetFigures) {
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
                ])), at: CellAddress(row: sentenceRow, column: 0))
        figures.say(
            .joined([
                "Closing the gaps costs ", .figure("readiness_one_off", .whole), " one-off and ",
                .figure("readiness_recurring", .whole), " a month for tools; both are in the plan. ",
                .choose(
                    .compare("sum_capability_capped", .less, "sum_capability_levels"),
                    "Levels are claimed that nobody can show evidence for: they do not count.",
                    "Every level that is claimed has its evidence."),
            ]), at: CellAddress(row: sentenceRow + 1, column: 0))
        figures.say(
            .joined([
                .choose(
                    .compareNumber("team_short", .greater, 0), "Too few people for the least team. ",
                    "The least team is there. "),
                .choose(
                    .compareNumber("rota_short", .greater, 0),
                    "Too few people for the rota that is claimed: on-call is red.",
                    "No rota is claimed that the people could not man."),
            ]), at: CellAddress(row: sentenceRow + 2, column: 0))
    }
}
