import Diagnostics
import Economics

/// The scorecard with the money beside each gap, and what it means for the plan.
enum ReadinessSheet {
    private static let name = WorkbookLayout.SheetName.readiness
    private static let base = Instance(.base, .hybrid)
    private static let sentenceRow = 4
    private static let overviewRow = 9
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
        let phases = data.model.members.readinessPhases
        let end = overview(&canvas, &figures, data, layout)
        var row = scorecard(row: end, phase: 1, &canvas, &figures, data, layout)
        canvas.sheet.pageBlocks.append(row)
        row = plan(row: row, &canvas, &figures, data, layout)
        for phase in Array(1...phases).dropFirst() {
            canvas.sheet.pageBlocks.append(row)
            row = scorecard(row: row + 1, phase: phase, &canvas, &figures, data, layout)
        }
        say(&figures, phases: phases)
        _ = try figures.write(into: &canvas)
        for (word, role) in [("green", CellRole.good), ("yellow", .caution), ("red", .bad)] {
            canvas.sheet.statuses.append(
                StatusRule(
                    first: CellAddress(row: overviewRow, column: statusColumn),
                    last: CellAddress(row: row - 1, column: statusColumn), word: word, role: role))
        }
        canvas.sheet.onePage = phases == 1
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

    /// Overall, by dimension and for later phases, with what decides the colour.
    ///
    /// - Returns: The row where the next table begins.
    private static func overview(
        _ canvas: inout SheetCanvas, _ figures: inout SheetFigures, _ data: ReportData, _ layout: WorkbookLayout
    ) -> Int {
        let members = data.model.members
        let ids = members[.capability].map(\.id)
        canvas.header(
            overviewRow - 1,
            [
                "Part", "Assessed", "Score", "Green from", "Red below", "Critical and red", "Critical below target", "",
                "Status", "One-off", "Tools a month",
            ])
        func assessed(_ dimension: Capability.Dimension?) -> (own: Int, all: Int) {
            let own = members.dimensionOfCapability.count { dimension == nil || $0 == dimension }
            let rest = Capability.all.count {
                !ids.contains($0.id) && (dimension == nil || $0.dimension == dimension)
            }
            return (own, own + rest)
        }
        let dimensions = Capability.Dimension.allCases.filter { assessed($0).own > 0 }
        let later = Array(1...members.readinessPhases).dropFirst()
        let parts: [(id: String, label: String, dimension: Capability.Dimension?, phase: Int)] =
            [("readiness", later.isEmpty ? "Overall" : "Overall, first phase", nil, 1)]
            + dimensions.map { ($0.rawValue, $0.label, $0, 1) }
            + later.map { ("readiness", "Overall, phase \($0)", nil, $0) }
        for (offset, part) in parts.enumerated() {
            let row = overviewRow + offset
            let count = assessed(part.dimension)
            canvas.sheet[row, 0] = Cell(.text(part.label), .label)
            canvas.sheet[row, 1] = Cell(.text("\(count.own) of \(count.all) capabilities"), .text)
            for (line, column, unit, format) in [
                ("score", 2, Unit.points, NumberFormat.ratio), ("critical_red", 5, .index, .whole),
                ("critical_below", 6, .index, .whole), ("status", statusColumn, .word, .general),
                ("one_off", 9, .money, .whole), ("recurring", 10, .moneyPerMonth, .whole),
            ] {
                link(
                    Section.readinessLine("\(part.id)_\(line)", phase: part.phase), unit, row: row, column: column,
                    format, &figures, data, layout)
            }
            for (line, column) in [("readiness_green", 3), ("readiness_yellow", 4)] {
                link(
                    line, .points, row: row, column: column, .general, &figures, data, layout,
                    as: offset == 0 ? line : "\(line)_\(part.id)_\(offset)")
            }
        }
        let end = overviewRow + parts.count + 1
        canvas.sheet[end, 0] = Cell(
            .text(
                "Overall and parts – green: the score that green needs, and no critical capability below its target. Red: a critical capability is red, or the score is below. Yellow: all between."
            ), .note)
        canvas.sheet[end + 1, 0] = Cell(
            .text(
                "A capability – green: at its target. Yellow: one level below. Red: further below, at level 0, or the model has fewer people than it claims."
            ), .note)
        canvas.sheet[end + 2, 0] = Cell(
            .text(
                "Level 1 counts at most, whatever is claimed, where nobody can show evidence, and where the people are missing who would do it."
            ), .note)
        return end + 4
    }

    /// The capabilities against the targets of a phase.
    ///
    /// - Returns: The row where the next table begins.
    private static func scorecard(
        row first: Int, phase: Int, _ canvas: inout SheetCanvas, _ figures: inout SheetFigures, _ data: ReportData,
        _ layout: WorkbookLayout
    ) -> Int {
        func id(_ line: String) -> String { Section.readinessLine(line, phase: phase) }
        let members = data.model.members
        let ids = members[.capability].map(\.id)
        let isFirst = phase == 1
        if !isFirst {
            canvas.section(
                first - 1, "Targets of phase \(phase) of the plan: money is what they ask for beyond the phase before")
        }
        canvas.header(
            first, ["Capability", "Dimension"] + columns.map(\.title) + (isFirst ? ["Evidence"] : []))
        for (offset, capability) in members[.capability].enumerated() {
            let row = first + 1 + offset
            canvas.sheet[row, 0] = Cell(.text(capability.label), .label)
            canvas.sheet[row, 1] = Cell(.text(members.dimensionOfCapability[offset].label), .text)
            if isFirst { canvas.sheet[row, 12] = Cell(.text(evidence(of: capability.id, data)), .note, wrap: true) }
        }
        for (offset, column) in columns.enumerated() {
            // Levels, weights and what is critical are those of the first table.
            let isOfPhase = !["levels", "capped", "critical", "weights"].contains { column.line == "capability_\($0)" }
            let line = isOfPhase ? id(column.line) : column.line
            let cells = ids.indices.map { member in
                let cell = data.cell(line, member: member, base, layout)
                return (member: ids[member], source: cell.place, value: cell.value)
            }
            figures.link(
                id(column.line), column.unit, over: .capability, cells,
                from: CellAddress(row: first + 1, column: 2 + offset), .crossSheet, column.format)
        }
        let end = first + 1 + ids.count
        canvas.sheet[end, 0] = Cell(.text("Together; the delay is the longest"), .label)
        for (line, column, unit, format) in [
            ("capability_levels", 2, Unit.level, NumberFormat.general), ("capability_capped", 3, .level, .general),
            ("capability_one_off", 9, .money, .whole), ("capability_recurring", 10, .moneyPerMonth, .whole),
        ] {
            figures.add(
                "sum_\(id(line))", unit, at: CellAddress(row: end, column: column), .total, format,
                .sum(.members(id(line))))
        }
        for (line, column, unit, format) in [
            ("readiness_open", statusColumn, Unit.index, NumberFormat.general),
            ("readiness_delay", 11, .weeks, .ratio),
        ] { link(id(line), unit, row: end, column: column, format, &figures, data, layout) }
        canvas.sheet[end, 12] = Cell(.text("in the column Status: how many are red or yellow"), .note)
        return end + 2
    }

    private static func evidence(of id: String, _ data: ReportData) -> String {
        let evidence = data.evidence[id] ?? ""
        if evidence.isEmpty { return "none: level 1 counts at most" }
        guard data.register[key: "readiness.evidenced.\(id)"]?.base == .number(0) else { return evidence }
        return "\"\(evidence)\" shows nothing: level 1 counts at most"
    }

    /// Delay and people, each beside what it is held against.
    ///
    /// - Returns: The row where the next table begins.
    private static func plan(
        row: Int, _ canvas: inout SheetCanvas, _ figures: inout SheetFigures, _ data: ReportData,
        _ layout: WorkbookLayout
    ) -> Int {
        canvas.section(row, "What it means for the plan")
        var rows: [(line: String, label: String, unit: Unit, format: NumberFormat, note: String)] = [
            (
                "readiness_delay_months", "Delay by critical gaps [months]", .months, .ratio,
                "weeks × 7 × 12 / 365: 4 weeks are 0.92 months"
            ),
            (
                "readiness_month", "No migration before month", .month, .whole,
                "the month in which the delay ends, as a lead time counts; the API still answers while both run in parallel"
            ),
        ]
        for phase in Array(1...data.model.members.readinessPhases).dropFirst() {
            func id(_ line: String) -> String { Section.readinessLine(line, phase: phase) }
            rows += [
                (id("readiness_month"), "Phase \(phase) not before month", .month, .whole, "counted from today, too"),
                (
                    id("readiness_phase_start"), "Phase \(phase) starts in month", .month, .whole,
                    "0: the plan has no such phase, and pays nothing for its targets"
                ),
                (
                    id("readiness_paid_month"), "Gaps to its targets are paid in month", .month, .whole,
                    "early enough to be closed when it starts"
                ),
            ]
        }
        if data.model.members.readinessPhases > 1 {
            rows += [
                ("readiness_planned_one_off", "All phases of the plan, one-off", .money, .whole, ""),
                ("readiness_planned_recurring", "Tools of all of them, a month", .moneyPerMonth, .whole, ""),
            ]
        }
        rows += [
            ("readiness_breaks", "Workloads that the plan moves before", .index, .whole, ""),
            (
                "readiness_people", "People from the first day on [FTE]", .fte, .ratio,
                "staff before the first GPU, and people beside the staff of the model; staff that only comes with more GPUs is not there yet"
            ),
            ("readiness_minimum_people", "The least team: one ML, one DevOps engineer [FTE]", .fte, .ratio, ""),
            ("team_missing", "Missing to the least team [FTE]", .fte, .ratio, ""),
            ("readiness_rota_people", "A rota around the clock needs [FTE]", .fte, .ratio, ""),
            ("rota_missing", "Missing to it, where a rota is claimed [FTE]", .fte, .ratio, ""),
            ("people_missing", "People to be found [FTE]", .fte, .ratio, ""),
            (
                "people_missing_year", "The people missing cost a year", .money, .whole,
                "shown and in no figure: give them under people.fte_base, or under readiness.team.existing_people where others pay them"
            ),
        ]
        for (offset, item) in rows.enumerated() {
            canvas.sheet[row + 1 + offset, 0] = Cell(.text(item.label), .label)
            link(item.line, item.unit, row: row + 1 + offset, column: 2, item.format, &figures, data, layout)
            if !item.note.isEmpty { canvas.sheet[row + 1 + offset, 3] = Cell(.text(item.note), .note) }
        }
        return row + 2 + rows.count
    }

    /// The answer in three sentences.
    private static func say(_ figures: inout SheetFigures, phases: Int) {
        let later: [Sentence] = Array(1...phases).dropFirst().flatMap { phase -> [Sentence] in
            [
                .words(" Phase \(phase) not before month "),
                .figure(Section.readinessLine("readiness_month", phase: phase), .whole), ".",
            ]
        }
        let allPhases: [Sentence] =
            phases == 1
            ? []
            : [
                " With all phases of the plan: ", .figure("readiness_planned_one_off", .whole), " one-off and ",
                .figure("readiness_planned_recurring", .whole), " a month.",
            ]
        figures.say(
            .choose(
                .isWord("readiness_status", "red"),
                .joined(
                    [
                        "Red: nothing moves before month ", .figure("readiness_month", .whole),
                        ", when the critical gaps are closed. Score ", .figure("readiness_score", .whole), " of 100.",
                    ] + later),
                .joined(
                    [
                        "Readiness is ", .figure("readiness_status", .whole), ": score ",
                        .figure("readiness_score", .whole), " of 100; the first migration may start in month ",
                        .figure("readiness_month", .whole), " or later.",
                    ] + later)), at: CellAddress(row: sentenceRow, column: 0))
        figures.say(
            .joined(
                [
                    "Closing the gaps costs ", .figure("readiness_one_off", .whole), " one-off and ",
                    .figure("readiness_recurring", .whole), " a month for tools; both are in the plan. ",
                    .choose(
                        .compare("sum_capability_capped", .less, "sum_capability_levels"),
                        "Levels are claimed without evidence or without the people for it: they do not count.",
                        "Every level that is claimed has its evidence and its people."),
                ] + allPhases), at: CellAddress(row: sentenceRow + 1, column: 0))
        figures.say(
            .joined([
                .choose(
                    .compareNumber("team_missing", .greater, 0), "Too few people for the least team. ",
                    "The least team is there. "),
                .choose(
                    .compareNumber("rota_missing", .greater, 0),
                    "Too few people for the rota that is claimed: on-call is red and counts as level 1. ",
                    "No rota is claimed that the people could not man. "),
                .choose(
                    .compareNumber("people_missing", .greater, 0),
                    .joined([
                        .figure("people_missing", .tenths), " people have to be found, ",
                        .figure("people_missing_year", .whole), " a year that the plan does not pay.",
                    ]), ""),
            ]), at: CellAddress(row: sentenceRow + 2, column: 0))
    }
}
