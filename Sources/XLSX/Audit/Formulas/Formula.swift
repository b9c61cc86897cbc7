/// A parsed formula. References are relative to the cell that holds it, so that the copies of a formula along a row are
/// equal.
package indirect enum Formula: Hashable, Sendable {
    case number(Double)
    case text(String)
    case logical(Bool)
    case error(FormulaError)
    /// An argument that is left out.
    case missing
    case area(FormulaArea)
    /// A name that stands for an area; nil when nothing defines it.
    case name(String, FormulaArea?)
    case call(SpreadsheetFunction, [Formula])
    /// A function that the allow-list does not have.
    case unknownCall(String, [Formula])
    case sign(isMinus: Bool, Formula)
    case percent(Formula)
    case binary(Operator, Formula, Formula)

    package enum Operator: String, Hashable, Sendable {
        case add = "+"
        case subtract = "-"
        case multiply = "*"
        case divide = "/"
        case power = "^"
        case join = "&"
        case equal = "="
        case unequal = "<>"
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
    }

    /// Visits this part and all below, from outside in.
    func visit(_ body: (Formula) -> Void) {
        body(self)
        switch self {
        case .call(_, let arguments), .unknownCall(_, let arguments): for part in arguments { part.visit(body) }
        case .sign(_, let part), .percent(let part): part.visit(body)
        case .binary(_, let a, let b):
            a.visit(body)
            b.visit(body)
        case .number, .text, .logical, .error, .missing, .area, .name: break
        }
    }

    /// Every area it reads, those of names included.
    var areas: [FormulaArea] {
        var areas: [FormulaArea] = []
        visit { part in
            switch part {
            case .area(let area): areas.append(area)
            case .name(_, let area?): areas.append(area)
            default: break
            }
        }
        return areas
    }
}

/// One corner: a distance from the cell of the formula, or a fixed row or column.
package struct FormulaCorner: Hashable, Sendable {
    var row: Int32
    var column: Int32
    var isRowFixed: Bool
    var isColumnFixed: Bool

    func row(from here: Int) -> Int { isRowFixed ? Int(row) : here + Int(row) }
    func column(from here: Int) -> Int { isColumnFixed ? Int(column) : here + Int(column) }
}

package struct FormulaArea: Hashable, Sendable {
    /// Nil for the sheet of the formula.
    var sheet: Int?
    var first: FormulaCorner
    var last: FormulaCorner
    /// Whether it was written as one cell.
    var isCell: Bool

    /// The rectangle that a cell's formula means; nil when it leaves the sheet.
    func resolved(_ row: Int, _ column: Int) -> Area? {
        let (a, b) = (first.row(from: row), first.column(from: column))
        let area: Area
        if isCell {
            area = Area(a, b, a, b)
        } else {
            let (c, d) = (last.row(from: row), last.column(from: column))
            area = Area(Swift.min(a, c), Swift.min(b, d), Swift.max(a, c), Swift.max(b, d))
        }
        return area.isValid ? area : nil
    }
}
