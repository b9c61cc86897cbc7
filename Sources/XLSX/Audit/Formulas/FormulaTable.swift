/// The formulas of a workbook, each shape once: the copies along a row share one entry.
struct FormulaTable {
    /// One shape.
    struct Shape {
        /// Nil when it could not be read.
        var formula: Formula?
        var fault: FormulaFault?
        var areas: [FormulaArea]
        /// The text of the first cell that has it.
        var text: String
        /// Where that cell is.
        var sheet: Int
        var cell: Int
        /// How many cells have it.
        var count: Int
    }

    private(set) var shapes: [Shape] = []
    /// For each sheet and cell its shape; -1 for a typed value.
    private(set) var shapeOfCell: [[Int32]] = []

    init(_ book: AuditedWorkbook) {
        let scope = Self.scope(book)
        var known: [[UInt8]: Int32] = [:]
        for (sheet, content) in book.sheets.enumerated() {
            var shapes = [Int32](repeating: -1, count: content.cells.count)
            for (index, cell) in content.cells.enumerated() {
                guard let text = cell.formula else { continue }
                let key = Self.key(text, cell.row, cell.column)
                if let shape = known[key] {
                    shapes[index] = shape
                    self.shapes[Int(shape)].count += 1
                    continue
                }
                known[key] = Int32(self.shapes.count)
                shapes[index] = Int32(self.shapes.count)
                var shape = Shape(
                    formula: nil, fault: nil, areas: [], text: text, sheet: sheet, cell: index, count: 1)
                do throws(FormulaFault) {
                    let formula = try FormulaParser.parse(text, at: cell.row, cell.column, in: scope)
                    shape.formula = formula
                    shape.areas = formula.areas
                } catch {
                    shape.fault = error
                }
                self.shapes.append(shape)
            }
            shapeOfCell.append(shapes)
        }
    }

    /// The formula with its references as distances: equal for the copies along a row.
    private static func key(_ text: String, _ row: Int, _ column: Int) -> [UInt8] {
        var lexer = FormulaLexer(text)
        var key: [UInt8] = []
        key.reserveCapacity(lexer.bytes.count)
        func append(_ number: Int) {
            for shift in [0, 8, 16, 24] { key.append(UInt8(truncatingIfNeeded: number >> shift)) }
        }
        var start = 0
        while true {
            let token = lexer.next()
            switch token {
            case .end: return key
            case .cell(let r, let c, let isRowFixed, let isColumnFixed):
                key.append(isRowFixed ? 1 : 2)
                key.append(isColumnFixed ? 1 : 2)
                append(isRowFixed ? r : r - row)
                append(isColumnFixed ? c : c - column)
            case .stray:
                key += lexer.bytes[start...]
                return key
            default: key += lexer.bytes[start..<lexer.position]
            }
            start = lexer.position
        }
    }

    private static func scope(_ book: AuditedWorkbook) -> FormulaParser.Scope {
        var scope = FormulaParser.Scope()
        for (index, sheet) in book.sheets.enumerated() { scope.sheets[sheet.name.lowercased()] = index }
        var names: [String: FormulaArea] = [:]
        for name in book.names where name.sheet == nil {
            if case .area(let area)? = try? FormulaParser.parse(name.formula, at: 0, 0, in: scope) {
                names[name.name.lowercased()] = area
            }
        }
        scope.names = names
        return scope
    }
}
