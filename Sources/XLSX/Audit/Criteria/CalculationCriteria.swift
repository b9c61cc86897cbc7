extension AuditCriterion {
    static let calculation = [
        AuditCriterion(
            "CAL-01", "One formula runs along each row of months",
            how:
                "from month 1 on, the formulas of a row on the sheets with months are equal but for the distance of their references"
        ) { audit in
            var offences = Offences()
            var rows = 0
            for (index, sheet) in audit.sheets(of: [.working]) {
                let start = sheet.frozen.columns + 2
                for row in sheet.frozen.rows..<max(sheet.rowCount, sheet.frozen.rows) {
                    guard start > 2,
                        let axis = (0..<min(8, sheet.rowCount)).first(where: { sheet.text($0, 0) == "Month ends" })
                    else { continue }
                    let last = sheet.cells(inRow: axis).last?.column ?? 0
                    let cells = sheet.cells(inRow: row).filter {
                        $0.column >= start && $0.column <= last && $0.formula != nil
                    }
                    guard cells.count > 1, let first = cells.first else { continue }
                    rows += 1
                    let shape = audit.table.shapeOfCell[index][sheet.index(row, first.column)!]
                    if let other = cells.first(where: {
                        audit.table.shapeOfCell[index][sheet.index(row, $0.column)!] != shape
                    }) {
                        offences.add("\(audit.place(index, other)) differs from \(first.address)")
                    }
                }
            }
            return offences.verdict("\(rows) rows")
        },
        AuditCriterion(
            "CAL-02", "No constant hides in a formula", how: "number literals other than 0, 1, -1, 12 and 100"
        ) { audit in
            var offences = Offences()
            audit.eachShape { shape, place in
                var literals: Set<Double> = []
                shape.formula?.visit { part in
                    if case .number(let value) = part, ![0, 1, 12, 100].contains(value) { literals.insert(value) }
                }
                if let value = literals.min() {
                    offences.add("\(place) holds \(NumberPattern.general(value)): =\(shape.text)")
                }
            }
            return offences.verdict("\(audit.table.shapes.count) shapes of formulas")
        },
        AuditCriterion(
            "CAL-08", "Nothing computes itself",
            how: "the formulas are put in the order of their precedents; what cannot be is a cycle"
        ) { audit in
            var offences = Offences()
            for id in audit.calculator.cycles {
                offences.add("\(audit.place(id.sheet, audit.book.sheets[id.sheet].cells[id.cell])) needs itself")
            }
            return offences.verdict("\(audit.calculator.order.count) formulas in order")
        },
        AuditCriterion(
            "CAL-10", "No cell shows an error", how: "cached values and the values computed anew"
        ) { audit in
            var offences = Offences()
            for (index, sheet) in audit.book.sheets.enumerated() {
                for (number, cell) in sheet.cells.enumerated() {
                    if case .error(let error) = cell.value {
                        offences.add("\(audit.place(index, cell)) holds \(error.rawValue)")
                    } else if case .error(let error) = audit.calculator.values[index][number] {
                        offences.add(
                            "\(audit.place(index, cell)) computes to \(error.rawValue): =\(cell.formula ?? "")")
                    }
                }
            }
            return offences.verdict("no error value")
        },
        AuditCriterion(
            "CAL-14", "Every figure on a presentation sheet is a formula",
            how:
                "no presentation sheet holds a typed number; dates of an axis, the numbering of rows and, on a sheet that tells how many inputs differ from those of its run, the values of that run apart"
        ) { audit in
            var offences = Offences()
            for (index, sheet) in audit.sheets(of: [.presentation]) {
                let isOfRun = (0..<sheet.frozen.rows + 12).contains {
                    sheet.text($0, 0) == "Inputs that differ from those of the run"
                }
                if isOfRun { continue }
                for cell in sheet.cells where cell.formula == nil {
                    if NumberPattern(audit.book.styles.format(cell.style).code).isDate { continue }
                    if case .number(let number) = cell.value, !isNumbering(number, cell, sheet) {
                        offences.add("\(audit.place(index, cell)) holds \(cell.value.shown)")
                    }
                }
            }
            return offences.verdict("no typed figure")
        },
        AuditCriterion(
            "CAL-15", "Every cached value is what its formula gives",
            how:
                "an interpreter of the allowed functions computes every formula from the typed cells alone; relative 1e-9 or absolute 1e-9"
        ) { audit in
            var offences = Offences()
            for (index, sheet) in audit.book.sheets.enumerated() {
                for (number, cell) in sheet.cells.enumerated() where cell.formula != nil {
                    let computed = audit.calculator.values[index][number]
                    if !agree(cell.value, computed) {
                        offences.add(
                            "\(audit.place(index, cell)) holds \(cell.value.shown), computed \(computed.shown)")
                    }
                }
            }
            return offences.verdict("\(audit.formulaCount) formulas computed anew")
        },
    ]
}

/// Whether a typed number counts the rows: one more than the typed number above it, or the first of such, 0 or 1.
private func isNumbering(_ number: Double, _ cell: AuditedCell, _ sheet: AuditedSheet) -> Bool {
    func typed(_ row: Int) -> Double? {
        guard row >= 0, let other = sheet.cell(row, cell.column), other.formula == nil,
            case .number(let value) = other.value
        else { return nil }
        return value
    }
    if let above = typed(cell.row - 1) { return number == above + 1 }
    return (number == 0 || number == 1) && typed(cell.row + 1) == number + 1
}

/// Whether a cached value is the computed one: numbers within 1e-9, a logical value as 1 or 0.
func agree(_ cached: AuditedValue, _ computed: AuditedValue) -> Bool {
    switch (cached, computed) {
    case (.number(let a), .number(let b)): abs(a - b) <= 1e-9 * max(abs(a), abs(b)) + 1e-9
    case (.number(let a), .logical(let b)), (.logical(let b), .number(let a)): a == (b ? 1 : 0)
    default: cached == computed
    }
}
