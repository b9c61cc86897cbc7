import Billing
import Diagnostics
import Economics

/// What closes the gaps of readiness: an overview in the order that unblocks the plan, then each playbook step by step.
enum PlaybooksSheet {
    private static let name = WorkbookLayout.SheetName.playbooks
    private static let overviewRow = 10
    private static let overviewColumns = [
        "Capability", "Weeks", "Days", "Cost", "One-off", "Delay [weeks]", "Status", "Below target [1/0]",
    ]
    private static let stepColumns = [
        "Weeks", "Days", "Cost", "Owner", "", "", "", "On Monday", "Open tools", "Done when",
    ]
    private static let statusColumn = 6
    private static let openColumn = 7
    /// Rows from one playbook to the next: heading, purpose, three steps, a blank one.
    private static let blockRows = 6

    static func make(_ data: ReportData, _ layout: WorkbookLayout, master: CellValue) throws(Failure) -> Sheet {
        var canvas = SheetCanvas(
            name, .data, title: "Playbooks: what closes the gaps, step by step, in \(layout.currency)",
            subtitle:
                "Capabilities that are red or yellow: critical ones first, then what delays the plan longest. Days are work of people, at the rate of readiness.costs.day_rate.",
            layout: layout, master: master)
        var figures = SheetFigures(sheet: name)
        let count = data.playbooks.entries.count
        overview(&canvas, &figures, data, layout)
        let firstBlock = overviewRow + count + 4
        steps(&canvas, &figures, data, from: firstBlock)
        say(&figures)
        _ = try figures.write(into: &canvas)
        for (word, role) in [("green", CellRole.good), ("yellow", .caution), ("red", .bad)] {
            canvas.sheet.statuses.append(
                StatusRule(
                    first: CellAddress(row: overviewRow, column: statusColumn),
                    last: CellAddress(row: overviewRow + count - 1, column: statusColumn), word: word, role: role))
        }
        canvas.sheet.pageBlocks = (0..<count).map { firstBlock + $0 * blockRows }
        canvas.sheet.tables.append(
            CellRange(
                sheet: name, first: CellAddress(row: overviewRow - 1, column: 0),
                last: CellAddress(row: overviewRow + count - 1, column: openColumn)))
        canvas.sheet.freeze = CellAddress(row: 3, column: 1)
        canvas.sheet.repeatRows = 3
        canvas.sheet.columnWidths = [
            0: 28, 1: 8, 2: 8, 3: 11, 4: 11, 5: 9, 6: 9, 7: 9, 8: 50, 9: 30, 10: 42,
        ]
        return canvas.sheet
    }

    private static func overview(
        _ canvas: inout SheetCanvas, _ figures: inout SheetFigures, _ data: ReportData, _ layout: WorkbookLayout
    ) {
        let entries = data.playbooks.entries
        canvas.header(overviewRow - 1, overviewColumns)
        for (offset, entry) in entries.enumerated() {
            canvas.sheet[overviewRow + offset, 0] = Cell(
                .text("\(offset + 1)  \(entry.capability.label)\(phase(of: entry, data))"), .label)
        }
        for (name, column, unit, format) in [
            ("one_off", 4, Unit.money, NumberFormat.whole), ("delay", 5, .weeks, .ratio),
            ("status", statusColumn, .word, .general), ("open", openColumn, .flag, .whole),
        ] {
            let line = PlaybookModel.line(name, of: data.model)
            figures.link(
                "capability_\(name)", unit, over: .playbook,
                entries.map { entry in
                    let cell = data.cell(line, member: entry.member, PlaybookData.instance, layout)
                    return (member: entry.capability.id, source: cell.place, value: cell.value)
                }, from: CellAddress(row: overviewRow, column: column), .crossSheet, format)
        }
        for (id, column, format) in [("weeks", 1, NumberFormat.general), ("days", 2, .general), ("cost", 3, .whole)] {
            figures.show(
                data.playbooks.line(id), at: CellAddress(row: overviewRow, column: column), .calculation, format)
        }
        let total = overviewRow + entries.count
        canvas.sheet[total, 0] = Cell(.text("Together"), .label)
        figures.show(data.playbooks.line("all_days"), at: CellAddress(row: total, column: 2), .total, .general)
        figures.show(data.playbooks.line("all_cost"), at: CellAddress(row: total, column: 3), .total, .whole)
        figures.add(
            "all_one_off", .money, at: CellAddress(row: total, column: 4), .total, .whole,
            .sum(.members("capability_one_off")))
        figures.add(
            "all_delay", .weeks, at: CellAddress(row: total, column: 5), .total, .ratio,
            .greatest(.members("capability_delay")))
        figures.add(
            "all_open", .index, at: CellAddress(row: total, column: openColumn), .total, .whole,
            .sum(.members("capability_open")))
        canvas.sheet[total + 1, 0] = Cell(.text("Red or yellow in all"), .label)
        let open = data.cell(
            data.model.members.readinessPhases > 1 ? "readiness_due_open" : "readiness_open", PlaybookData.instance,
            layout)
        figures.link(
            "readiness_open", .index, to: open.place, open.value,
            at: CellAddress(row: total + 1, column: openColumn), .crossSheet, .whole)
        canvas.sheet[total + 2, 0] = Cell(.text("Rate of a day"), .label)
        let rate = data.cell("readiness_day_rate", PlaybookData.instance, layout)
        figures.give("readiness.costs.day_rate", rate.value, from: rate.place)
        figures.show(
            data.playbooks.line("day_rate"), at: CellAddress(row: total + 2, column: 3), .crossSheet, .whole)
    }

    /// Which phase a capability delays, where it is not the first.
    private static func phase(of entry: PlaybookData.Entry, _ data: ReportData) -> String {
        guard data.model.members.readinessPhases > 1 else { return "" }
        let phase = data.evaluation.value(
            "capability_due", member: entry.member, lane: data.lane(PlaybookData.instance))
        return phase > 1 ? " (phase \(Int(phase)))" : ""
    }

    private static func steps(
        _ canvas: inout SheetCanvas, _ figures: inout SheetFigures, _ data: ReportData, from first: Int
    ) {
        for (number, entry) in data.playbooks.entries.enumerated() {
            let row = first + number * blockRows
            canvas.header(row, ["\(number + 1)  \(entry.playbook.title)"] + stepColumns)
            canvas.sheet[row + 1, 0] = Cell(.text(entry.playbook.purpose), .note)
            for (step, content) in zip(PlaybookModel.steps, entry.playbook.steps) {
                let at = row + 1 + step
                canvas.sheet[at, 0] = Cell(.text("\(step)  \(content.stage.rawValue)"), .label)
                canvas.sheet[at, 4] = Cell(.text(content.owner), .note)
                for (column, text) in [(8, content.onMonday), (9, content.tools), (10, content.exitEvidence)] {
                    canvas.sheet[at, column] = Cell(.text(text), .note, wrap: true)
                }
            }
        }
        for (key, value) in data.playbooks.typed.sorted(by: { $0.key < $1.key }) { figures.give(key, value) }
        for step in PlaybookModel.steps {
            for (name, column, format) in [
                ("weeks", 1, NumberFormat.general), ("days", 2, .general), ("cost", 3, .whole),
            ] {
                figures.show(
                    data.playbooks.line("\(name)_\(step)"), at: CellAddress(row: first + 1 + step, column: column),
                    every: blockRows, .calculation, format)
            }
        }
    }

    /// What it adds up to, and whether the list is still the right one.
    private static func say(_ figures: inout SheetFigures) {
        let sentences: [Sentence] = [
            .joined([
                .figure("all_open", .whole), " capabilities are below their targets; the steps below are ",
                .figure("all_days", .whole), " days of work.",
            ]),
            .joined(["At the rate of a day that costs ", .figure("all_cost", .whole), "."]),
            .joined([
                "By readiness.costs, closing the gaps costs ", .figure("all_one_off", .whole),
                " one-off, tools included.",
            ]),
            .choose(
                .compare("all_open", .equal, "readiness_open"), "Up to date: these are all red and yellow ones.",
                "STALE: levels have changed since; write the report again."),
            .choose(
                .compareNumber("day_rate", .greater, 0), "",
                "readiness.costs.day_rate is not given: the work is priced at nothing."),
        ]
        for (row, sentence) in sentences.enumerated() {
            figures.say(sentence, at: CellAddress(row: 3 + row, column: 0))
        }
    }
}

extension PlaybookData {
    func line(_ id: String) -> Line { model.line(id)! }
}
