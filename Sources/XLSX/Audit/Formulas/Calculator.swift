/// Computes every formula of a read workbook anew, from typed cells alone: the cached results are looked at only to be
/// compared.
///
/// How it works: cells are put in the order in which they need each other, without recursion; a cycle is reported and its
/// cells stay errors. Then each is evaluated once.
struct Calculator {
    struct CellID: Hashable, Sendable {
        var sheet: Int
        var cell: Int
    }

    let book: AuditedWorkbook
    let table: FormulaTable
    /// For each sheet and cell: the typed or computed value.
    private(set) var values: [[AuditedValue]]
    /// Cells that need themselves, one of each cycle met.
    private(set) var cycles: [CellID] = []
    private(set) var order: [CellID] = []

    init(_ book: AuditedWorkbook, _ table: FormulaTable) {
        self.book = book
        self.table = table
        values = book.sheets.map { sheet in sheet.cells.map { $0.formula == nil ? $0.value : .blank } }
        sort()
        for id in order { values[id.sheet][id.cell] = result(id) }
        for id in cycles { values[id.sheet][id.cell] = .error(.value) }
    }

    /// Computes some cells again after others were given another value.
    mutating func recompute(_ cells: [CellID], after change: (CellID, AuditedValue)) {
        values[change.0.sheet][change.0.cell] = change.1
        for id in cells where id != change.0 { values[id.sheet][id.cell] = result(id) }
    }

    private func result(_ id: CellID) -> AuditedValue {
        let shape = table.shapes[Int(table.shapeOfCell[id.sheet][id.cell])]
        guard let formula = shape.formula else { return .error(.name) }
        let cell = book.sheets[id.sheet].cells[id.cell]
        let here = FormulaPlace(sheet: id.sheet, row: cell.row, column: cell.column)
        let value = scalar(formula, here)
        // A formula that gives an empty cell shows 0.
        return value == .blank ? .number(0) : value
    }

    /// The value of any cell of the workbook.
    func value(_ sheet: Int, _ row: Int, _ column: Int) -> AuditedValue {
        guard let index = book.sheets[sheet].index(row, column) else { return .blank }
        return values[sheet][index]
    }

    // MARK: - Order

    /// A formula whose precedents are being looked at: which area, and which cell of it comes next.
    private struct Frame {
        var id: CellID
        var area = 0
        var row = -1
        var position = 0
    }

    private mutating func sort() {
        // 0: not seen, 1: on the way, 2: done.
        var state = book.sheets.map { [UInt8](repeating: 0, count: $0.cells.count) }
        order.reserveCapacity(table.shapes.count)
        for sheet in book.sheets.indices {
            for cell in book.sheets[sheet].cells.indices
            where table.shapeOfCell[sheet][cell] >= 0 && state[sheet][cell] == 0 {
                var stack = [Frame(id: CellID(sheet: sheet, cell: cell))]
                state[sheet][cell] = 1
                while !stack.isEmpty {
                    if let next = precedent(&stack[stack.count - 1]) {
                        switch state[next.sheet][next.cell] {
                        case 0:
                            state[next.sheet][next.cell] = 1
                            stack.append(Frame(id: next))
                        case 1: cycles.append(next)
                        default: break
                        }
                    } else {
                        let done = stack.removeLast().id
                        state[done.sheet][done.cell] = 2
                        order.append(done)
                    }
                }
            }
        }
    }

    /// The next formula cell that a formula reads.
    private func precedent(_ frame: inout Frame) -> CellID? {
        let areas = table.shapes[Int(table.shapeOfCell[frame.id.sheet][frame.id.cell])].areas
        let cell = book.sheets[frame.id.sheet].cells[frame.id.cell]
        while frame.area < areas.count {
            let target = areas[frame.area].sheet ?? frame.id.sheet
            guard let area = areas[frame.area].resolved(cell.row, cell.column) else {
                frame.area += 1
                continue
            }
            let sheet = book.sheets[target]
            if frame.row < 0 {
                frame.row = area.firstRow
                frame.position = 0
            }
            let lastRow = min(area.lastRow, sheet.rowCount - 1)
            while frame.row <= lastRow {
                let cells = sheet.cells(inRow: frame.row)
                if frame.position == 0 { frame.position = sheet.firstIndex(frame.row, from: area.firstColumn) }
                while frame.position < cells.endIndex, cells[frame.position].column <= area.lastColumn {
                    let index = frame.position
                    frame.position += 1
                    if table.shapeOfCell[target][index] >= 0 { return CellID(sheet: target, cell: index) }
                }
                frame.row += 1
                frame.position = 0
            }
            frame.area += 1
            frame.row = -1
        }
        return nil
    }
}

extension AuditedSheet {
    /// Where the first cell of a row stands that is in this column or right of it; the row's end when there is none.
    func firstIndex(_ row: Int, from column: Int) -> Int {
        if let index = index(row, column) { return index }
        let cells = cells(inRow: row)
        return cells.firstIndex { $0.column >= column } ?? cells.endIndex
    }
}
