import Economics

/// Every internal rate of return of every instance: the search and the polished roots.
enum ReturnsSheet {
    static let openingRow = 6
    static let firstStepRow = 7
    static var firstRootRow: Int { firstStepRow + Int(MethodConstant.rateSteps.value) + 4 }

    static func make(_ data: ReportData, _ layout: WorkbookLayout, master: CellValue) -> Sheet {
        let model = data.model
        let views = model.members[.view]
        var canvas = SheetCanvas(
            WorkbookLayout.SheetName.returns, .working, title: "Internal rates of return, every root of every scenario",
            subtitle:
                "NPV in \(layout.currency) at \(Int(MethodConstant.rateSteps.value) + 1) monthly rates; each change of sign is a root, which Newton's method finds to the last digit.",
            layout: layout, master: master)
        canvas.header(5, ["Step", "Monthly rate"])
        for (number, instance) in Instance.all.enumerated() {
            for (view, member) in views.enumerated() {
                let column = 2 + (number * views.count + view) * 2
                canvas.sheet[4, column] = Cell(
                    .text("\(WorkbookLayout.SheetName.model(instance)), \(member.label)"), .heading, wrap: true)
                canvas.sheet[4, column + 1] = Cell(.blank, .heading)
                canvas.header(5, ["NPV", "Roots so far"], from: column)
                canvas.sheet[openingRow, column + 1] = Cell(.number(0), .calculation, .whole)
                canvas.sheet[openingRow, column] = Cell(.number(0), .calculation, .whole)
                canvas.sheet.columnWidths[column] = 30
                canvas.sheet.columnWidths[column + 1] = 9
            }
        }
        canvas.sheet[4, 0] = Cell(.blank, .heading)
        canvas.sheet[4, 1] = Cell(.blank, .heading)
        canvas.sheet[openingRow, 0] = Cell(.number(-1), .calculation, .whole)
        canvas.section(firstRootRow - 2, "Roots")
        for (number, placement) in layout.models.enumerated() {
            let printer = FormulaPrinter(model: model, placement: placement)
            for (index, line) in model.lines.enumerated() where line.onReturnsSheet {
                // The rates are the same for every scenario: written once.
                if line.members == nil, number > 0 { continue }
                for member in model.members(of: line).indices {
                    for position in 0..<model.length(of: line) {
                        let place = placement.lines[index].place(member: member, at: position)
                        guard case .formula(let text) = printer.source(line: index, member: member, at: position) else {
                            continue
                        }
                        let value = data.evaluation.result(line.id, member: member, at: position, lane: number)
                        var format = line.display.format
                        if case .word = value { format = .general }
                        canvas.sheet[place.row, place.column] = Cell(
                            .formula(text: text, value: value.cellValue), .calculation, format)
                    }
                }
                if line.shape == .cell, number == 0 {
                    canvas.sheet[placement.lines[index].first.row, 0] = Cell(.text(line.label), .label)
                }
            }
        }
        canvas.sheet.freeze = CellAddress(row: 6, column: 2)
        canvas.sheet.repeatRows = 6
        canvas.sheet.repeatColumns = 2
        canvas.sheet.columnWidths[0] = 38
        canvas.sheet.columnWidths[1] = 14
        canvas.sheet.rowHeights[4] = 32
        return canvas.sheet
    }
}
