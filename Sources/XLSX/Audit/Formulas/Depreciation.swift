#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The depreciation functions: cost, salvage, life, then what each asks for.
enum Depreciation {
    static func result(_ function: SpreadsheetFunction, _ values: [Double]) throws(FormulaError) -> Double {
        func at(_ index: Int, _ absent: Double = 0) -> Double { index < values.count ? values[index] : absent }
        let (cost, salvage, life) = (at(0), at(1), at(2))
        guard life > 0, life < 1e6 else { throw life == 0 ? .division : .number }
        switch function {
        case .sln: return (cost - salvage) / life
        case .syd:
            guard at(3) >= 1, at(3) <= life else { throw .number }
            return (cost - salvage) * (life - at(3) + 1) * 2 / (life * (life + 1))
        case .db: return try fixedDeclining(cost, salvage, life, period: at(3), months: at(4, 12))
        case .ddb: return try declining(cost, salvage, life, period: at(3), factor: at(4, 2))
        default:
            return try variable(
                cost, salvage, life, from: at(3), to: at(4), factor: at(5, 2), staysDeclining: at(6) != 0)
        }
    }

    private static func fixedDeclining(
        _ cost: Double, _ salvage: Double, _ life: Double, period: Double, months: Double
    ) throws(FormulaError) -> Double {
        guard cost >= 0, salvage >= 0, period >= 1, (1...12).contains(months), period <= life + 1 else {
            throw .number
        }
        if cost == 0 { return 0 }
        // The rate is rounded to three places by definition.
        let rate = ((1 - pow(salvage / cost, 1 / life)) * 1000).rounded() / 1000
        var total = cost * rate * months / 12
        if period == 1 { return total }
        var amount = 0.0
        for step in stride(from: 2, through: period, by: 1) {
            amount = (cost - total) * rate
            if step > life { amount = (cost - total) * rate * (12 - months) / 12 }
            total += amount
        }
        return amount
    }

    private static func declining(
        _ cost: Double, _ salvage: Double, _ life: Double, period: Double, factor: Double
    ) throws(FormulaError) -> Double {
        guard cost >= 0, salvage >= 0, period >= 1, period <= life, factor > 0 else { throw .number }
        let rate = min(factor / life, 1)
        let before = rate == 1 ? (period == 1 ? cost : 0) : cost * pow(1 - rate, period - 1)
        let after = rate == 1 ? 0 : cost * pow(1 - rate, period)
        return max(0, before - max(after, salvage))
    }

    /// Declining balance that turns to a straight line where that takes more, for any part of the life.
    private static func variable(
        _ cost: Double, _ salvage: Double, _ life: Double, from start: Double, to end: Double, factor: Double,
        staysDeclining: Bool
    ) throws(FormulaError) -> Double {
        guard start >= 0, start <= end, end <= life, cost >= 0, salvage >= 0, salvage <= cost, factor > 0 else {
            throw .number
        }
        var total = 0.0
        var left = cost
        var straight: Double?
        for period in stride(from: 1, through: ceil(end), by: 1) {
            let byRate = min(left * min(factor / life, 1), max(0, left - salvage))
            var amount = byRate
            if !staysDeclining {
                if straight == nil {
                    let line = max(0, left - salvage) / (life - period + 1)
                    if line > byRate { straight = line }
                }
                amount = straight ?? byRate
            }
            let share = max(0, min(end, period) - max(start, period - 1))
            total += amount * share
            left -= amount
        }
        return total
    }
}
