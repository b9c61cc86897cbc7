#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The loan functions. Money received is positive, money paid negative; `type` 1 pays at the start of a period.
enum Loan {
    static func result(_ function: SpreadsheetFunction, _ values: [Double]) throws(FormulaError) -> Double {
        func at(_ index: Int, _ absent: Double = 0) -> Double { index < values.count ? values[index] : absent }
        let result: Double
        switch function {
        case .pmt: result = payment(at(0), at(1), at(2), at(3), at(4))
        case .pv:
            let growth = pow(1 + at(0), at(1))
            result =
                at(0) == 0
                ? -at(3) - at(2) * at(1)
                : -(at(3) + at(2) * (1 + at(0) * at(4)) * (growth - 1) / at(0)) / growth
        case .fv: result = future(at(0), at(1), at(2), at(3), at(4))
        case .nper:
            if at(0) == 0 {
                guard at(1) != 0 else { throw .division }
                result = -(at(2) + at(3)) / at(1)
            } else {
                let paid = at(1) * (1 + at(0) * at(4)) / at(0)
                result = log((paid - at(3)) / (paid + at(2))) / log1p(at(0))
            }
        case .rate: result = try rate(at(0), at(1), at(2), at(3), at(4), guess: at(5, 0.1))
        case .ipmt: result = try interest(at(0), at(1), at(2), at(3), at(4), at(5))
        case .ppmt:
            result =
                payment(at(0), at(2), at(3), at(4), at(5)) - (try interest(at(0), at(1), at(2), at(3), at(4), at(5)))
        default: result = try cumulated(function, at(0), at(1), at(2), first: at(3), last: at(4), type: at(5))
        }
        guard result.isFinite else { throw .number }
        return result
    }

    private static func payment(_ rate: Double, _ periods: Double, _ present: Double, _ future: Double, _ type: Double)
        -> Double
    {
        if rate == 0 { return -(present + future) / periods }
        let growth = pow(1 + rate, periods)
        return -(present * growth + future) * rate / ((1 + rate * type) * (growth - 1))
    }

    private static func future(_ rate: Double, _ periods: Double, _ payment: Double, _ present: Double, _ type: Double)
        -> Double
    {
        if rate == 0 { return -(present + payment * periods) }
        let growth = pow(1 + rate, periods)
        return -(present * growth + payment * (1 + rate * type) * (growth - 1) / rate)
    }

    private static func interest(
        _ rate: Double, _ period: Double, _ periods: Double, _ present: Double, _ future: Double, _ type: Double
    ) throws(FormulaError) -> Double {
        guard period >= 1, period <= periods else { throw .number }
        if type == 1, period == 1 { return 0 }
        let payment = payment(rate, periods, present, future, type)
        let owed = Self.future(rate, period - (type == 1 ? 2 : 1), payment, present, type)
        return (type == 1 ? owed - payment : owed) * rate
    }

    private static func cumulated(
        _ function: SpreadsheetFunction, _ rate: Double, _ periods: Double, _ present: Double, first: Double,
        last: Double, type: Double
    ) throws(FormulaError) -> Double {
        guard rate > 0, periods > 0, present > 0, first >= 1, first <= last, last <= periods, last < 1e6 else {
            throw .number
        }
        let payment = payment(rate, periods, present, 0, type)
        var sum = 0.0
        for period in stride(from: ceil(first), through: last, by: 1) {
            let interest = try interest(rate, period, periods, present, 0, type)
            sum += function == .cumipmt ? interest : payment - interest
        }
        return sum
    }

    private static func rate(
        _ periods: Double, _ payment: Double, _ present: Double, _ future: Double, _ type: Double, guess: Double
    ) throws(FormulaError) -> Double {
        func value(_ rate: Double) -> Double {
            if abs(rate) < 1e-12 { return present + payment * periods + future }
            let growth = pow(1 + rate, periods)
            return present * growth + payment * (1 + rate * type) * (growth - 1) / rate + future
        }
        var (a, b) = (guess, guess * 1.1 + 1e-4)
        var (x, y) = (value(a), value(b))
        for _ in 0..<100 where x != y {
            let next = b - y * (b - a) / (y - x)
            guard next > -1, next.isFinite else { break }
            (a, x) = (b, y)
            (b, y) = (next, value(next))
            if abs(b - a) <= 1e-14 * max(1, abs(b)) { return b }
        }
        return try bracketed(value)
    }
}
