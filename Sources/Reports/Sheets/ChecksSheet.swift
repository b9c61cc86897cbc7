import Economics

/// Every rule that must hold, with its value, tolerance and result, and the master check that all sheets show.
enum ChecksSheet {
    static let firstRow = 6
    /// Right of what prints.
    static let firstPartColumn = 7

    static func make(_ data: ReportData, _ layout: WorkbookLayout) -> Sheet {
        var canvas = SheetCanvas(
            WorkbookLayout.SheetName.checks, .control,
            title:
                "Checks, \(data.heading.period): every rule must pass, values in \(layout.currency) or the unit of the rule",
            subtitle:
                "Two calculations must agree: the program's figures are stored beside the formulas that give them.",
            layout: layout, master: nil)
        canvas.sheet[2, 0] = Cell(.text("Master check"), .section)
        canvas.sheet[3, 0] = Cell(.text("Checks that fail"), .label)
        canvas.header(firstRow - 1, ["Check", "What must hold", "Value", "Tolerance", "Fails", "Result"])
        canvas.header(firstRow - 1, ["Plan, or apart", "All at once"], from: firstPartColumn)
        let model = data.checkModel
        let printer = FormulaPrinter(model: model, placement: layout.checks)
        for (row, check) in data.checks.enumerated() {
            canvas.sheet[firstRow + row, 0] = Cell(.text(check.id), .label)
            canvas.sheet[firstRow + row, 1] = Cell(.text(check.description), .text, wrap: true)
        }
        for (index, line) in model.lines.enumerated() {
            let place = layout.checks.lines[index].first
            let value = data.checkEvaluation.result(line.id, lane: 0)
            let role: CellRole = line.id == "master" ? .headline : line.id == "failing" ? .total : .calculation
            let format: NumberFormat = line.display == .price ? .precise : .general
            switch printer.source(line: index, member: 0, at: 0) {
            case .formula(let text):
                canvas.sheet[place.row, place.column] = Cell(
                    .formula(text: text, value: value.cellValue), role, format)
            default: canvas.sheet[place.row, place.column] = Cell(value.content, .text, format)
            }
        }
        let last = CellAddress(row: firstRow + Swift.max(0, data.checks.count - 1), column: 5)
        for (word, role) in [("pass", CellRole.good), ("fail", .bad), ("warn", .caution)] {
            canvas.sheet.statuses.append(
                StatusRule(first: CellAddress(row: firstRow, column: 5), last: last, word: word, role: role))
        }
        canvas.sheet.tables = [
            CellRange(
                sheet: WorkbookLayout.SheetName.checks, first: CellAddress(row: firstRow - 1, column: 0), last: last)
        ]
        canvas.sheet.freeze = CellAddress(row: firstRow, column: 0)
        canvas.sheet.pageBlocks = [firstRow - 1]
        canvas.sheet.repeatRows = firstRow
        canvas.sheet.lastPrintColumn = firstPartColumn - 2
        canvas.sheet.columnWidths = [0: 28, 1: 74, 2: 18, 3: 16, 4: 8, 5: 20, 6: 3, 7: 16, 8: 16]
        return canvas.sheet
    }
}
