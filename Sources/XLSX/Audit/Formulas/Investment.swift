#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Calculator {
    /// NPV, IRR, MIRR, XNPV and XIRR.
    func investment(
        _ function: SpreadsheetFunction, _ arguments: [Formula], _ here: FormulaPlace
    ) throws(FormulaError) -> Double {
        func single(_ index: Int, absent: Double) throws(FormulaError) -> Double {
            guard index < arguments.count, arguments[index] != .missing else { return absent }
            return try number(scalar(arguments[index], here))
        }
        switch function {
        case .npv:
            let rate = try single(0, absent: 0)
            let flows = try numbers(Array(arguments.dropFirst()), here)
            var sum = 0.0
            for (index, flow) in flows.enumerated() { sum += flow / pow(1 + rate, Double(index + 1)) }
            return sum
        case .irr:
            let flows = try numbers([arguments[0]], here)
            let times = flows.indices.map(Double.init)
            return try Self.internalRate(flows, times, guess: single(1, absent: 0.1))
        case .mirr:
            let flows = try numbers([arguments[0]], here)
            let (finance, reinvest) = (try single(1, absent: 0), try single(2, absent: 0))
            var (paid, earned) = (0.0, 0.0)
            for (index, flow) in flows.enumerated() {
                if flow < 0 {
                    paid += flow / pow(1 + finance, Double(index))
                } else {
                    earned += flow * pow(1 + reinvest, Double(flows.count - 1 - index))
                }
            }
            guard paid < 0, earned > 0 else { throw .division }
            return pow(-earned / paid, 1 / Double(flows.count - 1)) - 1
        case .xnpv:
            let rate = try single(0, absent: 0)
            let flows = try numbers([arguments[1]], here)
            let times = try Self.years(try numbers([arguments[2]], here), flows.count)
            return Self.presentValue(flows, times, rate)
        default:
            let flows = try numbers([arguments[0]], here)
            let times = try Self.years(try numbers([arguments[1]], here), flows.count)
            return try Self.internalRate(flows, times, guess: single(2, absent: 0.1))
        }
    }

    private static func years(_ days: [Double], _ count: Int) throws(FormulaError) -> [Double] {
        guard let first = days.first, days.count == count else { throw .number }
        guard days.allSatisfy({ $0 >= first }) else { throw .number }
        return days.map { (floor($0) - floor(first)) / 365 }
    }

    private static func presentValue(_ flows: [Double], _ times: [Double], _ rate: Double) -> Double {
        var sum = 0.0
        for (flow, time) in zip(flows, times) { sum += flow / pow(1 + rate, time) }
        return sum
    }

    /// The rate at which the flows are worth nothing, the one near the guess: by tangents, else between two signs.
    private static func internalRate(
        _ flows: [Double], _ times: [Double], guess: Double
    ) throws(FormulaError) -> Double {
        guard flows.contains(where: { $0 > 0 }), flows.contains(where: { $0 < 0 }), guess > -1 else { throw .number }
        var rate = guess
        for _ in 0..<100 {
            let value = presentValue(flows, times, rate)
            var slope = 0.0
            for (flow, time) in zip(flows, times) { slope -= time * flow / pow(1 + rate, time + 1) }
            guard slope != 0, value.isFinite else { break }
            let next = rate - value / slope
            guard next > -1, next.isFinite else { break }
            if abs(next - rate) <= 1e-14 * max(1, abs(next)) { return next }
            rate = next
        }
        return try bracketed { presentValue(flows, times, $0) }
    }
}

/// A zero between two signs, looked for from -0.99 up to 1000, to the last bits.
func bracketed(_ value: (Double) -> Double) throws(FormulaError) -> Double {
    var low = -0.99
    var step = 0.05
    while low < 1000 {
        var a = low
        var b = low + step
        if value(a) == 0 { return a }
        if (value(a) < 0) != (value(b) < 0) {
            for _ in 0..<200 {
                let middle = (a + b) / 2
                if middle == a || middle == b { break }
                if (value(a) < 0) == (value(middle) < 0) { a = middle } else { b = middle }
            }
            return (a + b) / 2
        }
        low = b
        step *= 1.1
    }
    throw .number
}

/// The chance of so many, or at most so many, of a number of trials.
func binomial(
    _ events: Double, _ trials: Double, _ chance: Double, isCumulative: Bool
) throws(FormulaError) -> Double {
    let (k, n) = (floor(events), floor(trials))
    guard k >= 0, k <= n, n < 1e6, (0...1).contains(chance) else { throw .number }
    func share(_ i: Double) -> Double {
        if chance == 0 { return i == 0 ? 1 : 0 }
        if chance == 1 { return i == n ? 1 : 0 }
        return exp(
            lgamma(n + 1) - lgamma(i + 1) - lgamma(n - i + 1) + i * log(chance) + (n - i) * log1p(-chance))
    }
    guard isCumulative else { return share(k) }
    // The shorter tail loses fewer digits.
    if k > n * chance { return 1 - stride(from: k + 1, through: n, by: 1).reduce(0) { $0 + share($1) } }
    return stride(from: 0, through: k, by: 1).reduce(0) { $0 + share($1) }
}
