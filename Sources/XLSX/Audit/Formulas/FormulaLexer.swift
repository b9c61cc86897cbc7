/// Cuts a formula into its smallest parts.
struct FormulaLexer {
    enum Token: Equatable {
        case number(Range<Int>)
        /// Between its quotes.
        case text(Range<Int>)
        /// A name or a function.
        case word(Range<Int>)
        case cell(row: Int, column: Int, isRowFixed: Bool, isColumnFixed: Bool)
        /// A sheet's name; the exclamation mark is behind it.
        case sheet(Range<Int>)
        case error(FormulaError)
        case comparison(Formula.Operator)
        /// `+ - * / ^ & % ( ) , :`
        case symbol(UInt8)
        case end
        /// Not part of any formula.
        case stray(UInt8)
    }

    let bytes: [UInt8]
    private(set) var position = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    mutating func next() -> Token {
        while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x0A || bytes[position] == 0x0D {
            position += 1
        }
        guard position < bytes.count else { return .end }
        let byte = bytes[position]
        let start = position
        switch byte {
        case 0x22:
            guard let range = quoted(0x22) else { return .stray(byte) }
            return .text(range)
        case 0x27:
            guard let range = quoted(0x27), position < bytes.count, bytes[position] == 0x21 else { return .stray(byte) }
            position += 1
            return .sheet(range)
        case 0x30...0x39, 0x2E: return number()
        case 0x24, 0x41...0x5A, 0x5F, 0x61...0x7A, 0x80...0xFF: return word()
        case 0x23:
            let rest = String(decoding: bytes[position...].prefix(8), as: UTF8.self)
            guard let error = FormulaError.allCases.first(where: { rest.hasPrefix($0.rawValue) }) else {
                return .stray(byte)
            }
            position += error.rawValue.utf8.count
            return .error(error)
        case 0x3C, 0x3E, 0x3D:
            position += 1
            let next = position < bytes.count ? bytes[position] : 0
            if byte == 0x3C && (next == 0x3D || next == 0x3E) || byte == 0x3E && next == 0x3D { position += 1 }
            return .comparison(Formula.Operator(rawValue: String(decoding: bytes[start..<position], as: UTF8.self))!)
        case 0x25, 0x26, 0x28...0x2D, 0x2F, 0x3A, 0x5E:
            position += 1
            return .symbol(byte)
        default: return .stray(byte)
        }
    }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// A quoted text with its doubled quotes made single.
    func unquoted(_ range: Range<Int>, _ quote: UInt8) -> String {
        guard bytes[range].contains(quote) else { return text(range) }
        var out: [UInt8] = []
        var i = range.lowerBound
        while i < range.upperBound {
            out.append(bytes[i])
            i += bytes[i] == quote ? 2 : 1
        }
        return String(decoding: out, as: UTF8.self)
    }

    private mutating func quoted(_ quote: UInt8) -> Range<Int>? {
        let start = position + 1
        var i = start
        while i < bytes.count {
            if bytes[i] == quote {
                if i + 1 < bytes.count, bytes[i + 1] == quote {
                    i += 2
                    continue
                }
                position = i + 1
                return start..<i
            }
            i += 1
        }
        return nil
    }

    private mutating func number() -> Token {
        let start = position
        func isDigit(_ i: Int) -> Bool { i < bytes.count && (0x30...0x39).contains(bytes[i]) }
        while isDigit(position) || position < bytes.count && bytes[position] == 0x2E { position += 1 }
        if position < bytes.count, bytes[position] | 0x20 == 0x65 {
            var end = position + 1
            if end < bytes.count, bytes[end] == 0x2B || bytes[end] == 0x2D { end += 1 }
            if isDigit(end) {
                position = end
                while isDigit(position) { position += 1 }
            }
        }
        return .number(start..<position)
    }

    private mutating func word() -> Token {
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case 0x24, 0x2E, 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A, 0x80...0xFF:
                position += 1
                continue
            default: break
            }
            break
        }
        let range = start..<position
        if position < bytes.count, bytes[position] == 0x21 {
            position += 1
            return .sheet(range)
        }
        if position < bytes.count, bytes[position] == 0x28 { return .word(range) }
        if let (row, column) = cellPlace(bytes[range]) {
            let isColumnFixed = bytes[start] == 0x24
            let isRowFixed = bytes[start + 1..<position].contains(0x24)
            return .cell(row: row, column: column, isRowFixed: isRowFixed, isColumnFixed: isColumnFixed)
        }
        return .word(range)
    }
}
