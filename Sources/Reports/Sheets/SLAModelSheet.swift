import Economics

/// Every line of the SLA model, one column a scenario, with the incident history beside it.
enum SLAModelSheet {
    private static let columns = (label: 0, unit: 1, member: 2, firstScenario: 3, history: 7)
    private static let firstRow = 6
    private static let headerRow = 4

    private static let name = WorkbookLayout.SheetName.slaModel

    /// - Parameters:
    ///   - drivers: cells of the Assumptions sheet.
    ///   - models: one for each of ``Instance/all``.
    static func placements(
        _ data: ReportData, drivers: [String: Placement.DriverPlaces], models: [Placement]
    ) -> [Placement] {
        guard let sla = data.sla else { return [] }
        return Scenario.allCases.enumerated().map { number, scenario in
            let instance = Instance(scenario, .hybrid)
            var keys = drivers
            for (index, month) in sla.model.members[.slaMonth].enumerated() {
                for (column, key) in ["incidents", "downtime"].enumerated() {
                    keys["\(month.id).\(key)"] = Placement.DriverPlaces(
                        Place(sheet: name, row: firstRow + index, column: columns.history + 1 + column))
                }
            }
            let model = models[data.lane(instance)]
            for (member, pool) in sla.model.members[.pool].enumerated() {
                for (key, line) in SLAData.poolLines {
                    let index = data.model.index(of: line)!
                    keys["pools.\(pool.id).\(key)"] = Placement.DriverPlaces(
                        model.lines[index].place(member: member, at: 0))
                }
            }
            var row = firstRow
            var lines: [LinePlace] = []
            for section in sla.model.sections {
                for line in section.lines {
                    lines.append(
                        LinePlace(first: Place(sheet: name, row: row, column: columns.firstScenario + number)))
                    row += sla.model.members(of: line).count
                }
                row += 2
            }
            return Placement(instance: instance, lines: lines, drivers: keys)
        }
    }

    static func make(_ sla: SLAData, _ layout: WorkbookLayout, master: CellValue) -> Sheet {
        var canvas = SheetCanvas(
            name, .working, title: "SLA model: outages, credits and losses of a month in \(layout.currency)",
            subtitle:
                "One column a scenario: low takes every end that is bad for whoever bears the outage. The series runs over the number of incidents in a month.",
            layout: layout, master: master)
        canvas.header(headerRow, ["Line", "Unit", "For"] + Scenario.allCases.map { "\($0.rawValue)" })
        for (number, placement) in layout.sla.enumerated() {
            let printer = FormulaPrinter(model: sla.model, placement: placement)
            for (index, line) in sla.model.lines.enumerated() {
                for (member, who) in sla.model.members(of: line).enumerated() {
                    let place = placement.lines[index].place(member: member, at: 0)
                    let value = sla.evaluation.result(line.id, member: member, lane: number)
                    if number == 0 {
                        canvas.sheet[place.row, columns.label] = Cell(.text(line.label), .label)
                        canvas.sheet[place.row, columns.unit] = Cell(.text(canvas.unit(line.unit.symbol)), .unit)
                        canvas.sheet[place.row, columns.member] = who.map { Cell(.text($0.label), .label) }
                    }
                    let content: CellContent =
                        switch printer.source(line: index, member: member, at: 0) {
                        case .formula(let text): .formula(text: text, value: value.cellValue)
                        case .number(let number): .number(number)
                        case .text(let text): .text(text)
                        case .input: .blank
                        }
                    var role = CellRole.calculation
                    if case .driver = line.expression { role = .crossSheet }
                    if Metric.ofSLA.contains(where: { $0.line == line.id }) { role = .total }
                    var format = line.display.format
                    if case .word = value { format = .general }
                    canvas.sheet[place.row, place.column] = Cell(content, role, format)
                }
            }
        }
        for section in sla.model.sections {
            guard let first = section.lines.first else { continue }
            canvas.section(sla.place(first.id, in: layout.sla[0]).row - 1, section.title)
        }
        history(sla, &canvas)
        canvas.sheet.freeze = CellAddress(row: headerRow + 1, column: columns.firstScenario)
        canvas.sheet.repeatRows = headerRow + 1
        canvas.sheet.repeatColumns = columns.firstScenario
        // Workings by month and tier, the months beside them, and the rows of the series are read on the screen.
        canvas.sheet.printRows = headerRow...sla.place("sla_outside", in: layout.sla[0]).row
        canvas.sheet.lastPrintColumn = columns.history - 2
        canvas.sheet.landscape = false
        canvas.sheet.columnWidths = [0: 52, 1: 14, 2: 12, 3: 14, 4: 14, 5: 14, 6: 3, 7: 12, 8: 12, 9: 12]
        return canvas.sheet
    }

    private static func history(_ sla: SLAData, _ canvas: inout SheetCanvas) {
        let months = sla.model.members[.slaMonth]
        guard !months.isEmpty else { return }
        canvas.header(headerRow, ["Month", "Incidents", "Minutes"], from: columns.history)
        for (index, month) in months.enumerated() {
            let row = firstRow + index
            canvas.sheet[row, columns.history] = Cell(.text(month.label), .label)
            for (column, key) in ["incidents", "downtime"].enumerated() {
                guard case .number(let value)? = sla.history["\(month.id).\(key)"] else { continue }
                canvas.sheet[row, columns.history + 1 + column] = Cell(
                    .number(value), .derivedInput, column == 0 ? .whole : .ratio)
            }
        }
    }
}
