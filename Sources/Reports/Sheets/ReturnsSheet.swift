import Economics

/// Every internal rate of return of every instance: the search and the polished roots.
enum ReturnsSheet {
    static let firstStepRow = 7
    /// A blank row, the headings and the opening values.
    static let rowsAboveBlock = 3
    static let columnsOfView = 2
    /// Step, fine steps and rate of the search; turn and its part below.
    private static let sharedColumns = 3

    /// - Parameter number: of the instance, from 0.
    static func firstColumn(of number: Int, views: Int) -> Int { sharedColumns + number * views * columnsOfView }

    static func make(_ data: ReportData, _ layout: WorkbookLayout, master: CellValue) -> Sheet {
        let model = data.model
        let views = model.members[.view]
        var canvas = SheetCanvas(
            WorkbookLayout.SheetName.returns, .working, title: "Internal rates of return, every root of every scenario",
            subtitle:
                "NPV in \(layout.currency) at \(Int(MethodConstant.rateSteps.value) + 1) monthly rates; each change of sign is a root, found by halving its bracket \(Int(MethodConstant.rateTurns.value)) times and two steps of Newton's method.",
            layout: layout, master: master)
        for number in Instance.all.indices {
            for (view, member) in views.enumerated() {
                let column = firstColumn(of: number, views: views.count) + view * columnsOfView
                canvas.sheet[4, column] = Cell(
                    .text("\(WorkbookLayout.SheetName.model(Instance.all[number])), \(member.label)"), .heading,
                    wrap: true)
                canvas.sheet[4, column + 1] = Cell(.blank, .heading)
                canvas.sheet.columnWidths[column] = 16
                canvas.sheet.columnWidths[column + 1] = 14
            }
        }
        for column in 0..<sharedColumns { canvas.sheet[4, column] = Cell(.blank, .heading) }
        for (number, placement) in layout.models.enumerated() {
            let printer = FormulaPrinter(model: model, placement: placement)
            for (index, line) in model.lines.enumerated() where line.home == .returnsSheet {
                // The rates are the same for every scenario: written once.
                if line.members == nil, number > 0 { continue }
                let first = placement.lines[index].first
                if number == 0, line.members != nil { label(line, length: model.length(of: line), at: first, &canvas) }
                for member in model.members(of: line).indices {
                    if line.shape != .cell {
                        let opening = placement.lines[index].place(member: member, at: -1)
                        canvas.header(opening.row - 1, [line.label], from: opening.column)
                        canvas.sheet.rowHeights[opening.row - 1] = 32
                        if let value = line.opening {
                            canvas.sheet[opening.row, opening.column] = Cell(.number(value), .calculation, .whole)
                        }
                    }
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
            }
        }
        canvas.sheet.freeze = CellAddress(row: 6, column: sharedColumns)
        canvas.sheet.repeatRows = 6
        canvas.sheet.repeatColumns = sharedColumns
        canvas.sheet.columnWidths[0] = 38
        for column in 1..<sharedColumns { canvas.sheet.columnWidths[column] = 14 }
        canvas.sheet.rowHeights[4] = 46
        // The search is read on the screen; the roots that it found print.
        let found = Swift.max(1, foundRoots(data))
        let printed = (1...found).map { "_\($0)" }
        let figures = model.lines.indices.filter { index in
            let line = model.lines[index]
            return line.home == .returnsSheet && line.shape == .cell && line.id.hasPrefix("root_")
                && printed.contains { line.id.hasSuffix($0) }
        }
        let rows = figures.map { layout.models[0].lines[$0].first.row }
        if let first = rows.min(), let last = rows.max() { canvas.sheet.printRows = first...last }
        canvas.sheet.pagesWide = 2
        return canvas.sheet
    }

    /// Most roots that any scenario has, as far as they have rows.
    private static func foundRoots(_ data: ReportData) -> Int {
        (1...3).last { number in
            let id = "root_step_\(number)"
            guard let line = data.model.line(id) else { return false }
            return Instance.all.indices.contains { lane in
                data.model.members(of: line).indices.contains {
                    data.evaluation.value(id, member: $0, lane: lane) > 0
                }
            }
        } ?? 0
    }

    /// What a row is, in the first column: the figure, or the turn around a root.
    private static func label(_ line: Line, length: Int, at first: Place, _ canvas: inout SheetCanvas) {
        switch line.shape {
        case .cell: canvas.sheet[first.row, 0] = Cell(.text(line.label), .label)
        case .rateTurns:
            for turn in 0..<length { canvas.sheet[first.row + turn, 0] = Cell(.text("Turn \(turn)"), .label) }
        case .rateSteps, .timeline: break
        }
    }
}
