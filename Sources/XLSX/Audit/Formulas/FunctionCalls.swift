#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Calculator {
    /// What a function gives for its arguments.
    func call(
        _ function: SpreadsheetFunction, _ arguments: [Formula], _ here: FormulaPlace
    ) throws(FormulaError) -> Operand {
        /// A single number; `absent` where the argument is left out.
        func single(_ index: Int, absent: Double = 0) throws(FormulaError) -> Double {
            guard index < arguments.count, arguments[index] != .missing else { return absent }
            return try number(scalar(arguments[index], here))
        }
        func mapped(_ work: (Double) throws(FormulaError) -> Double) -> Operand {
            each(evaluate(arguments[0], here), here) { value throws(FormulaError) in
                try finite(try work(try number(value)))
            }
        }
        func list() throws(FormulaError) -> [Double] { try numbers(arguments, here) }
        func given(_ value: Double) throws(FormulaError) -> Operand { .value(try finite(value)) }

        switch function {
        case .if:
            let test = evaluate(arguments[0], here)
            if here.isArray, case .grid(let tests) = test { return chosen(tests, arguments, here) }
            if try truth(scalar(test, here)) { return present(arguments[1], here) }
            return arguments.count > 2 ? present(arguments[2], here) : .value(.logical(false))
        case .iferror:
            let first = scalar(arguments[0], here)
            if case .error = first { return .value(scalar(arguments[1], here)) }
            return .value(first)
        case .and: return .value(.logical(try flags(arguments, here).allSatisfy(\.self)))
        case .or: return .value(.logical(try flags(arguments, here).contains(true)))
        case .not:
            return each(evaluate(arguments[0], here), here) { value throws(FormulaError) in
                .logical(!(try truth(value)))
            }
        case .isnumber:
            if case .number = scalar(arguments[0], here) { return .value(.logical(true)) }
            return .value(.logical(false))
        case .sum: return try given(try list().reduce(0, +))
        case .min: return try given(try list().min() ?? 0)
        case .max: return try given(try list().max() ?? 0)
        case .count: return .value(.number(Double(counted(arguments, here))))
        case .sumproduct: return .value(try sumProduct(arguments, here))
        case .sumifs: return .value(try sumIfs(arguments, here))
        case .countifs: return .value(try countIfs(arguments, here))
        case .index: return try element(arguments, here)
        case .match: return .value(.number(Double(try position(arguments, here))))
        case .large, .small:
            let sorted = try numbers([arguments[0]], here).sorted()
            let rank = try whole(.number(ceil(try single(1))))
            guard rank >= 1, rank <= sorted.count else { throw .number }
            return try given(function == .large ? sorted[sorted.count - rank] : sorted[rank - 1])
        case .rank:
            let value = try single(0)
            let isAscending = try single(2) != 0
            let values = try numbers([arguments[1]], here)
            guard values.contains(value) else { throw .notAvailable }
            return try given(Double(values.count { isAscending ? $0 < value : $0 > value } + 1))
        case .abs: return mapped { $0.magnitude }
        case .int: return mapped { value in floor(value) }
        case .sign: return mapped { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }
        case .exp: return mapped { value in Calculator.exponential(value) }
        case .ln:
            return mapped { value throws(FormulaError) in
                guard value > 0 else { throw .number }
                return Calculator.logarithm(value)
            }
        case .round, .roundup, .rounddown:
            let digits = try whole(.number(try single(1)))
            return mapped { rounded($0, digits: digits, function) }
        case .text: return .value(.text(try patterned(arguments, here)))
        case .date: return try given(try date(single(0), single(1), single(2)))
        case .day: return mapped { value throws(FormulaError) in Double(try dayOfMonth(value)) }
        case .edate: return try given(try monthsLater(single(0), single(1), atEnd: false))
        case .eomonth: return try given(try monthsLater(single(0), single(1), atEnd: true))
        case .binomdist:
            let isCumulative = try truth(scalar(arguments[3], here))
            return try given(try binomial(single(0), single(1), single(2), isCumulative: isCumulative))
        case .npv, .irr, .mirr, .xnpv, .xirr: return try given(try investment(function, arguments, here))
        case .pv, .fv, .nper, .rate, .pmt, .ipmt, .ppmt, .cumipmt, .cumprinc:
            var values: [Double] = []
            for index in arguments.indices { values.append(try single(index)) }
            return try given(try Loan.result(function, values))
        case .sln, .syd, .db, .ddb, .vdb:
            var values: [Double] = []
            for index in arguments.indices { values.append(try single(index)) }
            return try given(try Depreciation.result(function, values))
        }
    }

    private static func exponential(_ value: Double) -> Double { exp(value) }
    private static func logarithm(_ value: Double) -> Double { log(value) }

    func truth(_ value: AuditedValue) throws(FormulaError) -> Bool {
        if case .text(let text) = value {
            switch text.uppercased() {
            case "TRUE": return true
            case "FALSE": return false
            default: throw .value
            }
        }
        return try number(value) != 0
    }

    /// A branch of IF: one that is left out is 0, and a cell stays a cell.
    private func present(_ formula: Formula, _ here: FormulaPlace) -> Operand {
        if case .missing = formula { return .value(.number(0)) }
        return evaluate(formula, here)
    }

    /// IF over a whole area.
    private func chosen(_ tests: ValueGrid, _ arguments: [Formula], _ here: FormulaPlace) -> Operand {
        let yes = grid(evaluate(arguments[1], here)).values
        let no = arguments.count > 2 ? grid(evaluate(arguments[2], here)).values : [.logical(false)]
        var result = tests
        for index in tests.values.indices {
            if case .error = tests.values[index] { continue }
            let list = ((try? truth(tests.values[index])) ?? false) ? yes : no
            result.values[index] =
                list.count == 1 ? list[0] : index < list.count ? list[index] : .error(.notAvailable)
        }
        return .grid(result)
    }

    private func flags(_ arguments: [Formula], _ here: FormulaPlace) throws(FormulaError) -> [Bool] {
        var flags: [Bool] = []
        for argument in arguments {
            let operand = evaluate(argument, here)
            if case .area = operand {
                for value in grid(operand).values {
                    switch value {
                    case .number, .logical, .error: flags.append(try truth(value))
                    case .blank, .text: break
                    }
                }
            } else {
                flags.append(try truth(scalar(operand, here)))
            }
        }
        guard !flags.isEmpty else { throw .value }
        return flags
    }

    /// Half away from zero, away from zero, or towards it; a value that misses a step by its last bits is on it.
    private func rounded(_ value: Double, digits: Int, _ function: SpreadsheetFunction) -> Double {
        guard digits.magnitude < 16 else { return value }
        let scale = pow(10, Double(digits.magnitude))
        let scaled = digits < 0 ? value.magnitude / scale : value.magnitude * scale
        let nearest = scaled.rounded(.toNearestOrAwayFromZero)
        let whole: Double =
            switch function {
            case _ where isNearlyEqual(nearest, scaled): nearest
            case .roundup: ceil(scaled)
            case .rounddown: floor(scaled)
            default: floor(scaled + 0.5)
            }
        let back = digits < 0 ? whole * scale : whole / scale
        return value < 0 ? -back : back
    }
}
