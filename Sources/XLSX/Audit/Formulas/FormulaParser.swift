/// Why a formula could not be read.
package struct FormulaFault: Error, Hashable, Sendable {
    package var reason: String
}

/// Reads formulas with the precedence of a spreadsheet: comparison, `&`, sum, product, power, sign, percent. A sign binds
/// closer than a power, and powers associate to the left.
struct FormulaParser {
    /// What names and sheets mean in this workbook.
    struct Scope {
        var sheets: [String: Int] = [:]
        var names: [String: FormulaArea] = [:]
    }

    private static let deepest = 64

    private var lexer: FormulaLexer
    private var token: FormulaLexer.Token
    private let scope: Scope
    private let row: Int
    private let column: Int
    private var depth = 0

    /// - Parameters: row and column of the cell that holds the formula, from 0.
    static func parse(
        _ text: String, at row: Int, _ column: Int, in scope: Scope
    ) throws(FormulaFault) -> Formula {
        var parser = FormulaParser(text, row, column, scope)
        let formula = try parser.comparison()
        guard parser.token == .end else { throw parser.unexpected() }
        return formula
    }

    private init(_ text: String, _ row: Int, _ column: Int, _ scope: Scope) {
        lexer = FormulaLexer(text)
        token = lexer.next()
        self.scope = scope
        self.row = row
        self.column = column
    }

    private mutating func advance() { token = lexer.next() }

    private mutating func comparison() throws(FormulaFault) -> Formula {
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.deepest else { throw FormulaFault(reason: "it nests too deeply") }
        var left = try joined()
        while case .comparison(let how) = token {
            advance()
            left = .binary(how, left, try joined())
        }
        return left
    }

    private mutating func joined() throws(FormulaFault) -> Formula {
        var left = try sum()
        while token == .symbol(0x26) {
            advance()
            left = .binary(.join, left, try sum())
        }
        return left
    }

    private mutating func sum() throws(FormulaFault) -> Formula {
        var left = try product()
        while true {
            switch token {
            case .symbol(0x2B):
                advance()
                left = .binary(.add, left, try product())
            case .symbol(0x2D):
                advance()
                left = .binary(.subtract, left, try product())
            default: return left
            }
        }
    }

    private mutating func product() throws(FormulaFault) -> Formula {
        var left = try power()
        while true {
            switch token {
            case .symbol(0x2A):
                advance()
                left = .binary(.multiply, left, try power())
            case .symbol(0x2F):
                advance()
                left = .binary(.divide, left, try power())
            default: return left
            }
        }
    }

    private mutating func power() throws(FormulaFault) -> Formula {
        var left = try signed()
        while token == .symbol(0x5E) {
            advance()
            left = .binary(.power, left, try signed())
        }
        return left
    }

    private mutating func signed() throws(FormulaFault) -> Formula {
        if token == .symbol(0x2D) || token == .symbol(0x2B) {
            let isMinus = token == .symbol(0x2D)
            advance()
            depth += 1
            defer { depth -= 1 }
            guard depth < Self.deepest else { throw FormulaFault(reason: "it nests too deeply") }
            return .sign(isMinus: isMinus, try signed())
        }
        var value = try primary()
        while token == .symbol(0x25) {
            advance()
            value = .percent(value)
        }
        return value
    }

    private mutating func primary() throws(FormulaFault) -> Formula {
        switch token {
        case .number(let range):
            guard let value = Double(lexer.text(range)) else { throw unexpected() }
            advance()
            return .number(value)
        case .text(let range):
            advance()
            return .text(lexer.unquoted(range, 0x22))
        case .error(let error):
            advance()
            return .error(error)
        case .symbol(0x28):
            advance()
            let inside = try comparison()
            try expect(0x29)
            return inside
        case .cell: return .area(try area(sheet: nil))
        case .sheet(let range):
            let name = lexer.unquoted(range, 0x27)
            guard let sheet = scope.sheets[name.lowercased()] else {
                throw FormulaFault(reason: "it names the sheet \"\(name)\", which is not there")
            }
            advance()
            return .area(try area(sheet: sheet))
        case .word(let range):
            let word = lexer.text(range)
            advance()
            if token == .symbol(0x28) { return try call(word) }
            switch word.uppercased() {
            case "TRUE": return .logical(true)
            case "FALSE": return .logical(false)
            default: return .name(word, scope.names[word.lowercased()])
            }
        case .symbol, .comparison, .end, .stray: throw unexpected()
        }
    }

    private mutating func call(_ word: String) throws(FormulaFault) -> Formula {
        advance()
        var arguments: [Formula] = []
        if token != .symbol(0x29) {
            while true {
                if token == .symbol(0x2C) || token == .symbol(0x29) {
                    arguments.append(.missing)
                } else {
                    arguments.append(try comparison())
                }
                guard token == .symbol(0x2C) else { break }
                advance()
            }
        }
        try expect(0x29)
        guard let function = SpreadsheetFunction(rawValue: word.uppercased()) else {
            return .unknownCall(word.uppercased(), arguments)
        }
        guard function.arguments.contains(arguments.count) else {
            throw FormulaFault(reason: "\(function.rawValue) with \(arguments.count) arguments")
        }
        return .call(function, arguments)
    }

    private mutating func area(sheet: Int?) throws(FormulaFault) -> FormulaArea {
        let first = try corner()
        guard token == .symbol(0x3A) else { return FormulaArea(sheet: sheet, first: first, last: first, isCell: true) }
        advance()
        return FormulaArea(sheet: sheet, first: first, last: try corner(), isCell: false)
    }

    private mutating func corner() throws(FormulaFault) -> FormulaCorner {
        guard case .cell(let row, let column, let isRowFixed, let isColumnFixed) = token else { throw unexpected() }
        advance()
        return FormulaCorner(
            row: Int32(isRowFixed ? row : row - self.row), column: Int32(isColumnFixed ? column : column - self.column),
            isRowFixed: isRowFixed, isColumnFixed: isColumnFixed)
    }

    private mutating func expect(_ symbol: UInt8) throws(FormulaFault) {
        guard token == .symbol(symbol) else { throw unexpected() }
        advance()
    }

    private func unexpected() -> FormulaFault {
        switch token {
        case .end: FormulaFault(reason: "it ends too early")
        default: FormulaFault(reason: "it cannot be read near character \(lexer.position)")
        }
    }
}
