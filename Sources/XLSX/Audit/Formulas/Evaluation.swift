#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where a formula stands.
struct FormulaPlace {
    var sheet: Int
    var row: Int
    var column: Int
    /// Inside a function that works on whole areas, such as SUMPRODUCT.
    var isArray = false

    var ofArrays: FormulaPlace {
        var place = self
        place.isArray = true
        return place
    }
}

/// Values in rows and columns.
struct ValueGrid {
    var rows: Int
    var columns: Int
    /// Row by row.
    var values: [AuditedValue]
}

/// What a part of a formula gives.
enum Operand {
    case value(AuditedValue)
    case area(Int, Area)
    case grid(ValueGrid)
    case missing
}

extension Calculator {
    func evaluate(_ formula: Formula, _ here: FormulaPlace) -> Operand {
        switch formula {
        case .number(let value): return .value(.number(value))
        case .text(let text): return .value(.text(text))
        case .logical(let value): return .value(.logical(value))
        case .error(let error): return .value(.error(error))
        case .missing: return .missing
        case .area(let area), .name(_, let area?):
            guard let resolved = area.resolved(here.row, here.column) else { return .value(.error(.reference)) }
            return .area(area.sheet ?? here.sheet, resolved)
        case .name(_, nil), .unknownCall: return .value(.error(.name))
        case .sign(let isMinus, let part):
            return each(evaluate(part, here), here) { value throws(FormulaError) in
                isMinus ? .number(-(try number(value))) : value
            }
        case .percent(let part):
            return each(evaluate(part, here), here) { value throws(FormulaError) in .number(try number(value) / 100) }
        case .binary(let how, let a, let b):
            return pairs(evaluate(a, here), evaluate(b, here), here) { x, y throws(FormulaError) in
                try combine(how, x, y)
            }
        case .call(let function, let arguments):
            do throws(FormulaError) {
                return try call(function, arguments, here)
            } catch {
                return .value(.error(error))
            }
        }
    }

    /// One value: of an area the cell in the same row or column.
    func scalar(_ formula: Formula, _ here: FormulaPlace) -> AuditedValue { scalar(evaluate(formula, here), here) }

    func scalar(_ operand: Operand, _ here: FormulaPlace) -> AuditedValue {
        switch operand {
        case .value(let value): return value
        case .missing: return .blank
        case .grid(let grid): return grid.values.first ?? .error(.value)
        case .area(let sheet, let area):
            if area.count == 1 { return value(sheet, area.firstRow, area.firstColumn) }
            if area.firstColumn == area.lastColumn, (area.firstRow...area.lastRow).contains(here.row) {
                return value(sheet, here.row, area.firstColumn)
            }
            if area.firstRow == area.lastRow, (area.firstColumn...area.lastColumn).contains(here.column) {
                return value(sheet, area.firstRow, here.column)
            }
            return .error(.value)
        }
    }

    /// Every cell of an operand.
    func grid(_ operand: Operand) -> ValueGrid {
        switch operand {
        case .value(let value): return ValueGrid(rows: 1, columns: 1, values: [value])
        case .missing: return ValueGrid(rows: 1, columns: 1, values: [.blank])
        case .grid(let grid): return grid
        case .area(let sheet, let area):
            var values: [AuditedValue] = []
            values.reserveCapacity(area.count)
            for row in area.firstRow...area.lastRow {
                for column in area.firstColumn...area.lastColumn { values.append(value(sheet, row, column)) }
            }
            return ValueGrid(
                rows: area.lastRow - area.firstRow + 1, columns: area.lastColumn - area.firstColumn + 1, values: values)
        }
    }

    private func isMany(_ operand: Operand) -> Bool {
        switch operand {
        case .area(_, let area): area.count > 1
        case .grid(let grid): grid.values.count > 1
        case .value, .missing: false
        }
    }

    /// Applies work to a value, or to every value where areas are worked on as a whole.
    func each(
        _ operand: Operand, _ here: FormulaPlace, _ work: (AuditedValue) throws(FormulaError) -> AuditedValue
    ) -> Operand {
        func one(_ value: AuditedValue) -> AuditedValue {
            if case .error = value { return value }
            do throws(FormulaError) { return try work(value) } catch { return .error(error) }
        }
        guard here.isArray, isMany(operand) else { return .value(one(scalar(operand, here))) }
        var grid = grid(operand)
        for index in grid.values.indices { grid.values[index] = one(grid.values[index]) }
        return .grid(grid)
    }

    /// The same for two operands: a single value, row or column is spread over the other.
    private func pairs(
        _ a: Operand, _ b: Operand, _ here: FormulaPlace,
        _ work: (AuditedValue, AuditedValue) throws(FormulaError) -> AuditedValue
    ) -> Operand {
        func one(_ x: AuditedValue, _ y: AuditedValue) -> AuditedValue {
            if case .error = x { return x }
            if case .error = y { return y }
            do throws(FormulaError) { return try work(x, y) } catch { return .error(error) }
        }
        guard here.isArray, isMany(a) || isMany(b) else { return .value(one(scalar(a, here), scalar(b, here))) }
        let (x, y) = (grid(a), grid(b))
        let rows = max(x.rows, y.rows)
        let columns = max(x.columns, y.columns)
        func fits(_ grid: ValueGrid) -> Bool {
            (grid.rows == 1 || grid.rows == rows) && (grid.columns == 1 || grid.columns == columns)
        }
        guard fits(x), fits(y) else { return .value(.error(.notAvailable)) }
        var values: [AuditedValue] = []
        values.reserveCapacity(rows * columns)
        for row in 0..<rows {
            let xStart = x.rows == 1 ? 0 : row * x.columns
            let yStart = y.rows == 1 ? 0 : row * y.columns
            for column in 0..<columns {
                values.append(
                    one(
                        x.values[xStart + (x.columns == 1 ? 0 : column)],
                        y.values[yStart + (y.columns == 1 ? 0 : column)]))
            }
        }
        return .grid(ValueGrid(rows: rows, columns: columns, values: values))
    }

    // MARK: - Operators

    private func combine(
        _ how: Formula.Operator, _ a: AuditedValue, _ b: AuditedValue
    ) throws(FormulaError) -> AuditedValue {
        switch how {
        case .add: return try finite(try number(a) + number(b))
        case .subtract: return try finite(try number(a) - number(b))
        case .multiply: return try finite(try number(a) * number(b))
        case .divide:
            let divisor = try number(b)
            if divisor == 0 { throw .division }
            return try finite(try number(a) / divisor)
        case .power:
            let (base, exponent) = (try number(a), try number(b))
            // Excel has no value for 0^0.
            if base == 0, exponent == 0 { throw .number }
            if base == 0, exponent < 0 { throw .division }
            return try finite(pow(base, exponent))
        case .join: return .text(text(a) + text(b))
        case .equal: return .logical(order(a, b) == 0)
        case .unequal: return .logical(order(a, b) != 0)
        case .less: return .logical(order(a, b) < 0)
        case .lessOrEqual: return .logical(order(a, b) <= 0)
        case .greater: return .logical(order(a, b) > 0)
        case .greaterOrEqual: return .logical(order(a, b) >= 0)
        }
    }

    func finite(_ value: Double) throws(FormulaError) -> AuditedValue {
        guard value.isFinite else { throw .number }
        return .number(value)
    }

    /// A value as a number; text counts where it reads as a plain one.
    func number(_ value: AuditedValue) throws(FormulaError) -> Double {
        switch value {
        case .number(let number): return number
        case .blank: return 0
        case .logical(let flag): return flag ? 1 : 0
        case .error(let error): throw error
        case .text(let text):
            guard let number = plainNumber(text) else { throw .value }
            return number
        }
    }

    /// A number without its fraction.
    func whole(_ value: AuditedValue) throws(FormulaError) -> Int {
        let number = try number(value)
        guard number.magnitude < 1e12 else { throw .number }
        return Int(number.rounded(.towardZero))
    }

    func text(_ value: AuditedValue) -> String {
        switch value {
        case .blank: ""
        case .number(let number): NumberPattern.general(number)
        case .text(let text): text
        case .logical(let flag): flag ? "TRUE" : "FALSE"
        case .error(let error): error.rawValue
        }
    }

    /// Below 0, 0 or above 0: numbers stand before text, text before logical values; letters compare without case, and
    /// numbers that differ in their last bits are equal.
    func order(_ a: AuditedValue, _ b: AuditedValue) -> Int {
        func rank(_ value: AuditedValue) -> Int {
            switch value {
            case .blank, .number: 0
            case .text: 1
            case .logical, .error: 2
            }
        }
        switch (a, b) {
        case (.blank, .text(let text)): return text.isEmpty ? 0 : -1
        case (.text(let text), .blank): return text.isEmpty ? 0 : 1
        case (.blank, .logical(let flag)): return flag ? -1 : 0
        case (.logical(let flag), .blank): return flag ? 1 : 0
        case (.text(let x), .text(let y)):
            let (x, y) = (x.lowercased(), y.lowercased())
            return x == y ? 0 : x < y ? -1 : 1
        case (.logical(let x), .logical(let y)): return (x ? 1 : 0) - (y ? 1 : 0)
        default:
            if rank(a) != rank(b) { return rank(a) - rank(b) }
            let x = (try? number(a)) ?? 0
            let y = (try? number(b)) ?? 0
            return isNearlyEqual(x, y) ? 0 : x < y ? -1 : 1
        }
    }
}

/// Equal but for the last bits, as spreadsheets compare.
func isNearlyEqual(_ a: Double, _ b: Double) -> Bool {
    a == b || abs(a - b) < min(abs(a), abs(b)) * 0x1p-48
}

/// A text that reads as a number without grouping, unit or date.
func plainNumber(_ text: String) -> Double? {
    let trimmed = text.utf8.drop { $0 == 0x20 }
    let allowed = trimmed.allSatisfy {
        (0x30...0x39).contains($0) || [0x20, 0x2B, 0x2D, 0x2E, 0x45, 0x65].contains($0)
    }
    guard allowed, !trimmed.isEmpty else { return nil }
    return Double(String(decoding: trimmed, as: UTF8.self).split(separator: " ").joined(separator: " "))
}
