#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A number format code, and numbers shown by it: what TEXT gives and what a cell shows.
struct NumberPattern {
    private var sections: [[Piece]]

    private enum Piece: Equatable {
        case literal(String)
        /// `0`, `#` or `?`.
        case digit(Character)
        case point
        case comma
        case percent
        /// A run of `y`, `m` or `d`.
        case date(Character, Int)
        case text
        case general
    }

    init(_ code: String) {
        sections = [[]]
        var rest = code[...]
        while let first = rest.first {
            rest = rest.dropFirst()
            switch first {
            case ";": sections.append([])
            case "\"":
                let inside = rest.prefix { $0 != "\"" }
                rest = rest.dropFirst(inside.count + 1)
                add(.literal(String(inside)))
            case "\\":
                add(.literal(String(rest.prefix(1))))
                rest = rest.dropFirst()
            case "_":
                add(.literal(" "))
                rest = rest.dropFirst()
            case "*": rest = rest.dropFirst()
            case "[": rest = rest.drop { $0 != "]" }.dropFirst()
            case "0", "#", "?": add(.digit(first))
            case ".": add(.point)
            case ",": add(.comma)
            case "%": add(.percent)
            case "@": add(.text)
            case "y", "m", "d", "Y", "M", "D":
                let letter = Character(first.lowercased())
                let run = rest.prefix { $0.lowercased() == first.lowercased() }
                rest = rest.dropFirst(run.count)
                add(.date(letter, run.count + 1))
            default:
                if (String(first) + rest).lowercased().hasPrefix("general") {
                    add(.general)
                    rest = rest.dropFirst(6)
                } else {
                    add(.literal(String(first)))
                }
            }
        }
    }

    private mutating func add(_ piece: Piece) { sections[sections.count - 1].append(piece) }

    var isDate: Bool {
        sections[0].contains { piece in
            if case .date = piece { true } else { false }
        }
    }

    func shown(_ value: Double) -> String {
        if isDate { return dated(value) }
        var section = sections[0]
        var magnitude = value
        if sections.count > 2, value == 0 {
            section = sections[2]
        } else if sections.count > 1, value < 0 {
            section = sections[1]
            magnitude = -value
        }
        // What rounds to nothing has no sign.
        let text = digits(magnitude.magnitude, section)
        let hasSign = magnitude < 0 && text.contains { ("1"..."9").contains($0) }
        return (hasSign ? "-" : "") + text
    }

    private func digits(_ value: Double, _ section: [Piece]) -> String {
        if section.isEmpty { return "" }
        if section.contains(.general) {
            return section.map { piece in
                switch piece {
                case .general: Self.general(value)
                case .literal(let text): text
                default: ""
                }
            }.joined()
        }
        let places = section.indices.filter { if case .digit = section[$0] { true } else { false } }
        guard let first = places.first, let last = places.last else {
            return section.map { if case .literal(let text) = $0 { text } else { "" } }.joined()
        }
        let point = section.firstIndex(of: .point) ?? section.count
        let decimals = places.count { $0 > point }
        let required = places.count { $0 < point && section[$0] == .digit("0") }
        let groups = section[first...last].contains(.comma)
        let thousands = section[(last + 1)...].prefix { $0 == .comma }.count
        let percents = section.count { $0 == .percent }
        let scaled = value * pow(100, Double(percents)) / pow(1000, Double(thousands))
        var (whole, fraction) = Self.decimal(scaled, decimals)
        if whole == "0", required == 0 { whole = "" }
        while whole.count < required { whole = "0" + whole }
        if groups {
            var grouped = ""
            for (index, digit) in whole.enumerated() {
                if index > 0, (whole.count - index).isMultiple(of: 3) { grouped.append(",") }
                grouped.append(digit)
            }
            whole = grouped
        }
        for place in places.reversed() where place > point && section[place] == .digit("#") && fraction.last == "0" {
            fraction.removeLast()
        }
        var text = ""
        for (index, piece) in section.enumerated() {
            switch piece {
            case .literal(let literal): text += literal
            case .percent: text += "%"
            case .digit where index == first: text += whole
            case .point where index > first || first > point: text += "." + fraction
            default: break
            }
        }
        return text
    }

    private func dated(_ value: Double) -> String {
        guard value >= 0, value < 2_958_466 else { return "########" }
        let day = SpreadsheetDay.civil(Int(value))
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ]
        func padded(_ number: Int, _ width: Int) -> String {
            String(repeating: "0", count: max(0, width - "\(number)".count)) + "\(number)"
        }
        return sections[0].map { piece -> String in
            switch piece {
            case .literal(let text): text
            case .date("y", let count): count > 2 ? padded(day.year, 4) : padded(day.year % 100, 2)
            case .date("m", let count):
                count > 3
                    ? months[day.month - 1]
                    : count == 3 ? String(months[day.month - 1].prefix(3)) : padded(day.month, count)
            case .date(_, let count): padded(day.day, min(count, 2))
            default: ""
            }
        }.joined()
    }

    /// Whole digits and so many decimals, halves away from zero as the shortest decimal of the number reads.
    private static func decimal(_ value: Double, _ decimals: Int) -> (String, String) {
        let count = min(decimals, 15)
        let scale = pow(10, Double(count))
        let scaled = value * scale
        guard scaled < 9e15 else {
            let whole = value.rounded()
            return (whole < 9e18 ? "\(Int(whole))" : "\(whole)", String(repeating: "0", count: count))
        }
        var rounded = floor(scaled)
        // Above, a half is less than what a number holds exactly.
        if scaled - rounded >= 0.5 || scaled < 1e12 && isNearlyEqual(scaled, rounded + 0.5) { rounded += 1 }
        let all = "\(Int(rounded))"
        let padded = String(repeating: "0", count: max(0, count + 1 - all.count)) + all
        return (String(padded.dropLast(count)), String(padded.suffix(count)))
    }

    /// A number without a format: at most 15 digits.
    static func general(_ value: Double) -> String {
        if value == 0 { return "0" }
        let magnitude = value.magnitude
        let exponent = Int(floor(log10(magnitude)))
        guard (-5...14).contains(exponent) else { return scientific(value) }
        let decimals = max(0, 14 - exponent)
        var (whole, fraction) = decimal(magnitude, decimals)
        while fraction.last == "0" { fraction.removeLast() }
        whole = fraction.isEmpty ? whole : "\(whole).\(fraction)"
        return (value < 0 ? "-" : "") + whole
    }

    private static func scientific(_ value: Double) -> String {
        let text = "\(value.magnitude)".uppercased()
        let parts = text.split(separator: "E")
        guard parts.count == 2, let exponent = Int(parts[1]) else { return (value < 0 ? "-" : "") + text }
        var mantissa = String(parts[0])
        if mantissa.hasSuffix(".0") { mantissa.removeLast(2) }
        let sign = exponent < 0 ? "-" : "+"
        let digits = exponent.magnitude < 10 ? "0\(exponent.magnitude)" : "\(exponent.magnitude)"
        return "\(value < 0 ? "-" : "")\(mantissa)E\(sign)\(digits)"
    }
}

extension Calculator {
    /// TEXT.
    func patterned(_ arguments: [Formula], _ here: FormulaPlace) throws(FormulaError) -> String {
        let value = scalar(arguments[0], here)
        let code = text(scalar(arguments[1], here))
        switch value {
        case .error(let error): throw error
        case .text(let text): return text
        case .number, .blank, .logical: return NumberPattern(code).shown(try number(value))
        }
    }
}
