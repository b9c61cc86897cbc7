import Economics
import Foundation

/// A formula of a published example, worked out with the finance functions of the library.
///
/// Arithmetic as in Python: `+ - * / **`, comparison as 1/0, brackets, names, calls, `a if test else b`.
struct CaseFormula {
    indirect enum Value {
        case number(Double)
        case list([Value])

        var number: Double {
            if case .number(let number) = self { return number }
            return .nan
        }

        var numbers: [Double] {
            guard case .list(let list) = self else { return [number] }
            return list.map(\.number)
        }
    }

    struct Unknown: Error { var name: String }

    private var tokens: [String] = []
    private var place = 0
    private let lookUp: (String) throws -> Value

    init(_ text: String, lookUp: @escaping (String) throws -> Value) {
        self.lookUp = lookUp
        var rest = Array(text)[...]
        while let first = rest.first {
            if first == " " {
                rest = rest.dropFirst()
            } else if first.isNumber {
                var token = ""
                while let next = rest.first,
                    next.isNumber || next == "." || next == "e" || next == "-" && token.last == "e"
                {
                    token.append(next)
                    rest = rest.dropFirst()
                }
                tokens.append(token)
            } else if first.isLetter || first == "_" {
                let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                tokens.append(String(word))
                rest = rest.dropFirst(word.count)
            } else if first == "\"" {
                let word = rest.dropFirst().prefix { $0 != "\"" }
                tokens.append("\"" + String(word))
                rest = rest.dropFirst(word.count + 2)
            } else if rest.starts(with: "**") {
                tokens.append("**")
                rest = rest.dropFirst(2)
            } else {
                tokens.append(String(first))
                rest = rest.dropFirst()
            }
        }
    }

    mutating func value() throws -> Value { try choice() }

    private var next: String? { place < tokens.count ? tokens[place] : nil }

    private mutating func take(_ token: String) -> Bool {
        guard next == token else { return false }
        place += 1
        return true
    }

    private mutating func choice() throws -> Value {
        let first = try comparison()
        guard take("if") else { return first }
        let test = try comparison().number
        _ = take("else")
        let second = try choice()
        return test != 0 ? first : second
    }

    private mutating func comparison() throws -> Value {
        let left = try sum()
        if take(">") { return .number(left.number > (try sum().number) ? 1 : 0) }
        if take("<") { return .number(left.number < (try sum().number) ? 1 : 0) }
        return left
    }

    private mutating func sum() throws -> Value {
        var value = try product()
        while true {
            if take("+") {
                value = .number(value.number + (try product().number))
            } else if take("-") {
                value = .number(value.number - (try product().number))
            } else {
                return value
            }
        }
    }

    private mutating func product() throws -> Value {
        var value = try signed()
        while true {
            if take("*") {
                value = .number(value.number * (try signed().number))
            } else if take("/") {
                value = .number(value.number / (try signed().number))
            } else {
                return value
            }
        }
    }

    private mutating func signed() throws -> Value {
        if take("-") { return .number(-(try signed().number)) }
        let base = try atom()
        return take("**") ? .number(pow(base.number, try signed().number)) : base
    }

    private mutating func atom() throws -> Value {
        guard let token = next else { throw Unknown(name: "end") }
        place += 1
        if token == "(" {
            let value = try choice()
            _ = take(")")
            return value
        }
        if let number = Double(token) { return .number(number) }
        if token.hasPrefix("\"") { return .number(Double(token.dropFirst()) ?? .nan) }
        guard take("(") else { return try lookUp(token) }
        var arguments: [Value] = []
        while !take(")") {
            arguments.append(try choice())
            _ = take(",")
        }
        return try call(token, arguments)
    }

    private func call(_ name: String, _ arguments: [Value]) throws -> Value {
        typealias F = FinanceFunctions
        let a = arguments.map(\.number)
        func or(_ index: Int, _ other: Double) -> Double { index < a.count ? a[index] : other }
        func due(_ index: Int) -> F.Due { F.Due(rawValue: or(index, 0)) ?? .endOfPeriod }
        let result: Double =
            switch name {
            case "sum": arguments[0].numbers.reduce(0, +)
            case "mean": arguments[0].numbers.reduce(0, +) / Double(arguments[0].numbers.count)
            case "log": log(a[0])
            case "float": a[0]
            case "pround": (a[0] * pow(10, or(1, 0))).rounded() / pow(10, or(1, 0))
            case "npv0": F.netPresentValue(rate: a[0], arguments[1].numbers)
            case "annuity": F.annuity(rate: a[0], periods: a[1])
            case "pv_": F.presentValue(rate: a[0], periods: a[1], payment: a[2], future: or(3, 0), due: due(4))
            case "fv_": F.futureValue(rate: a[0], periods: a[1], payment: a[2], present: or(3, 0), due: due(4))
            case "nper": F.periods(rate: a[0], payment: a[1], present: a[2], future: or(3, 0), due: due(4)) ?? .nan
            case "rate_": F.rate(periods: a[0], payment: a[1], present: a[2]) ?? .nan
            case "effect": F.effectiveRate(nominal: a[0], periods: a[1])
            case "nominal": F.nominalRate(effective: a[0], periods: a[1])
            case "cumipmt": F.interest(rate: a[0], periods: Int(a[1]), present: a[2], payments: Int(a[3])...Int(a[4]))
            case "cumprinc":
                F.principal(rate: a[0], periods: Int(a[1]), present: a[2], payments: Int(a[3])...Int(a[4]))
            case "sln": F.straightLine(cost: a[0], salvage: a[1], life: a[2])
            case "syd": F.sumOfYearsDigits(cost: a[0], salvage: a[1], life: a[2], period: a[3])
            case "db":
                F.fixedDecliningBalance(
                    cost: a[0], salvage: a[1], life: Int(a[2]), period: Int(a[3]), firstYearMonths: or(4, 12))
            case "ddb": F.decliningBalance(cost: a[0], salvage: a[1], life: a[2], period: a[3], factor: or(4, 2))
            case "vdb": F.variableDecliningBalance(cost: a[0], salvage: a[1], life: a[2], start: a[3], end: a[4])
            case "credit_tier":
                arguments[1].tiers.first { a[0] >= $0[0] && a[0] < $0[1] }?[2] ?? 0
            default: throw Unknown(name: name)
            }
        return .number(result)
    }
}

extension CaseFormula.Value {
    fileprivate var tiers: [[Double]] {
        guard case .list(let rows) = self else { return [] }
        return rows.map(\.numbers)
    }

    init(_ json: Any) {
        switch json {
        case let list as [Any]: self = .list(list.map(Self.init))
        case let number as NSNumber: self = .number(number.doubleValue)
        default: self = .number(.nan)
        }
    }
}
