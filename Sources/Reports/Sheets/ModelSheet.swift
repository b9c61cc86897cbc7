import Economics

/// One instance of the model: every line, one formula a row, months across.
enum ModelSheet {
    static let label = 0
    static let unit = 1
    static let member = 2
    /// A constant, or the total over the months.
    static let constant = 3
    /// The value before month 0.
    static let opening = 4
    static let firstMonth = 5
    static let monthRow = 4
    static let dateRow = 5
    /// The last month of it.
    private static let firstYear = 12

    static func make(
        _ data: ReportData, _ layout: WorkbookLayout, number: Int, formulas: CommonFormulas, master: CellValue
    ) -> Sheet {
        let instance = Instance.all[number]
        let placement = layout.models[number]
        let model = data.model
        let words =
            instance.strategy == .full
            ? "everything that may move, as early as capacity can be there" : "the phased plan"
        let isCustom = instance.scenario != .base && data.register.drivers.contains(where: \.isCustom)
        // The base plan prints whole, the others their totals and their first year.
        let printsWhole = instance == Instance(.base, .hybrid) || model.horizon <= firstYear
        var canvas = SheetCanvas(
            WorkbookLayout.SheetName.model(instance), .working,
            title: "Model, \(instance.scenario.rawValue) scenario\(isCustom ? ", custom" : ""): \(words)",
            subtitle:
                "\(layout.currency) a month unless the unit says otherwise, months 0 to \(model.horizon). Costs are positive; cash flow is positive when it is a saving.\(printsWhole ? "" : " Prints totals and the first year.")",
            layout: layout, master: master)
        canvas.header(monthRow - 1, ["Line", "Unit", "For", "Constant or total", "Before month 0"])
        for month in 0...model.horizon {
            canvas.sheet[3, firstMonth + month] = Cell(.blank, .heading)
        }
        let printer = FormulaPrinter(model: model, placement: placement)
        for (index, line) in model.lines.enumerated() where line.home.isModelSheet(of: instance) {
            write(line, index, into: &canvas, data, placement, printer, formulas, lane: number)
        }
        for section in model.sections {
            let shown = section.lines.filter { $0.home.isModelSheet(of: instance) && $0.id != "t" && $0.id != "date" }
            guard let first = shown.first else { continue }
            let index = model.index(of: first.id)!
            canvas.section(placement.lines[index].first.row - 1, section.title)
        }
        canvas.sheet.freeze = CellAddress(row: dateRow + 1, column: constant + 1)
        canvas.sheet.repeatRows = dateRow + 1
        canvas.sheet.repeatColumns = constant + 1
        canvas.sheet.columnWidths = [label: 35, unit: 12.5, member: 22, constant: 12.5, opening: 9]
        for month in 0...model.horizon { canvas.sheet.columnWidths[firstMonth + month] = 9.6 }
        canvas.sheet.columnPages = ColumnPages(first: opening, lead: 2, every: 12)
        if !printsWhole { canvas.sheet.lastPrintColumn = firstMonth + firstYear }
        canvas.sheet.printRows = printedRows(model, placement)
        return canvas.sheet
    }

    /// Costs and cash: from the heading above the first cost line to the last line of the cash flow. The rest is
    /// workings that are read on the screen.
    private static func printedRows(_ model: Model, _ placement: Placement) -> ClosedRange<Int>? {
        func section(of id: String) -> [Line]? { model.sections.first { $0.lines.contains { $0.id == id } }?.lines }
        guard let first = section(of: "rent")?.first, let last = section(of: "cash_flow")?.last,
            let from = model.index(of: first.id), let to = model.index(of: last.id)
        else { return nil }
        let end = placement.lines[to].first.row + Swift.max(1, model.members(of: last).count) - 1
        let start = placement.lines[from].first.row - 1
        return start <= end ? start...end : nil
    }

    private static func write(
        _ line: Line, _ index: Int, into canvas: inout SheetCanvas, _ data: ReportData, _ placement: Placement,
        _ printer: FormulaPrinter, _ formulas: CommonFormulas, lane: Int
    ) {
        let model = data.model
        let isMetric =
            line.display != .word && model.sections.last { $0.title == "Summary" }!.lines.contains { $0.id == line.id }
        let isLink: Bool
        if case .driver = line.expression { isLink = true } else { isLink = false }
        let role: CellRole =
            line.id == "t" || line.id == "date"
            ? .heading : isLink ? .crossSheet : isMetric ? .total : .calculation
        let length = model.length(of: line)
        for (member, who) in model.members(of: line).enumerated() {
            let places = placement.lines[index]
            let row = places.first.row + (places.members == .down ? member * places.memberStride : 0)
            let label: String
            if case .oneOff? = line.members, case .word(let text)? = data.register[key: "\(who!.id).label"]?.base {
                label = "\(line.label): \(text)"
            } else {
                label = line.label
            }
            canvas.sheet[row, Self.label] = Cell(.text(label), .label, wrap: label.utf8.count > 38)
            let words = canvas.unit(line.unit.symbol)
            canvas.sheet[row, unit] = Cell(.text(words), .unit, wrap: words.utf8.count > 14)
            if line.id == "t" || line.id == "date" {
                canvas.sheet[row, Self.label]?.role = .heading
                canvas.sheet[row, unit]?.role = .heading
                for column in [Self.member, constant, Self.opening] where canvas.sheet[row, column] == nil {
                    canvas.sheet[row, column] = Cell(.blank, .heading)
                }
            }
            if let who { canvas.sheet[row, Self.member] = Cell(.text(who.label), .label) }
            if let opening = line.opening {
                canvas.sheet[row, Self.opening] = Cell(.number(opening), .calculation, line.display.format)
            }
            for position in 0..<length {
                let place = places.place(member: member, at: position)
                let value = data.evaluation.result(line: index, member: member, at: position, lane: lane)
                let content: CellContent =
                    switch formulas.source(line: index, member: member, at: position, printer) {
                    case .formula(let text): .formula(text: text, value: value.cellValue)
                    case .text(let text): .text(text)
                    case .number(let number): .number(number)
                    case .input: .blank
                    }
                var format = line.display.format
                if case .word = value { format = .general }
                // Month 0 is a month, and no nothing that shows as a dash.
                if line.id == "t" { format = .general }
                canvas.sheet[place.row, place.column] = Cell(
                    content, role, format)
            }
            if let total = places.totalPlace(member: member) {
                canvas.sheet[total.row, total.column] = Cell(
                    .formula(
                        text: printer.totalFormula(line: index, member: member),
                        value: .number(data.evaluation.total(line.id, member: member, lane: lane))),
                    .total, line.display.format)
            }
        }
    }
}
