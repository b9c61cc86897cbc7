#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How the cost of an asset is spread over its life. Periods count from 1; amounts are positive.
extension FinanceFunctions {
    /// SLN: the same in every period.
    package static func straightLine(cost: Double, salvage: Double, life: Double) -> Double { (cost - salvage) / life }

    /// SYD: in proportion to the periods that are left.
    package static func sumOfYearsDigits(cost: Double, salvage: Double, life: Double, period: Double) -> Double {
        (cost - salvage) * (life - period + 1) * 2 / (life * (life + 1))
    }

    /// DB: a fixed share of what is left, rounded to three places as spreadsheets do.
    ///
    /// - Parameter firstYearMonths: months of the first year; the rest falls into one year more.
    package static func fixedDecliningBalance(
        cost: Double, salvage: Double, life: Int, period: Int, firstYearMonths: Double = 12
    ) -> Double {
        guard cost > 0, period >= 1, period <= life + (firstYearMonths < 12 ? 1 : 0) else { return 0 }
        let share = ((1 - pow(salvage / cost, 1 / Double(life))) * 1000).rounded() / 1000
        var taken = cost * share * firstYearMonths / 12
        if period == 1 { return taken }
        for year in 2...period {
            let amount = (cost - taken) * share
            if year == period { return year == life + 1 ? amount * (12 - firstYearMonths) / 12 : amount }
            taken += amount
        }
        return 0
    }

    /// DDB: a multiple of the straight-line share of what is left, never below the salvage value.
    package static func decliningBalance(
        cost: Double, salvage: Double, life: Double, period: Double, factor: Double = 2
    ) -> Double {
        let share = min(1, factor / life)
        let before = cost * pow(1 - share, period - 1)
        return max(0, min(before * share, before - salvage))
    }

    /// VDB: declining balance from `start` to `end`, straight line over what is left once that is more.
    ///
    /// Parts of periods count in proportion, as in a spreadsheet.
    package static func variableDecliningBalance(
        cost: Double, salvage: Double, life: Double, start: Double, end: Double, factor: Double = 2,
        switchesToStraightLine: Bool = true
    ) -> Double {
        var left = cost
        var sum = 0.0
        var period = 1.0
        while period - 1 < min(end, life) {
            let declining = max(0, min(left * min(1, factor / life), left - salvage))
            let remaining = life - period + 1
            let even = remaining > 0 ? max(0, left - salvage) / max(1, remaining) : 0
            let amount = switchesToStraightLine ? max(declining, even) : declining
            sum += amount * max(0, min(end, period) - max(start, period - 1))
            left -= amount
            period += 1
        }
        return sum
    }

    /// Recovery periods of the United States' schedule with the half-year convention.
    package enum RecoveryPeriod: Int, CaseIterable, Sendable {
        case three = 3, five = 5, seven = 7, ten = 10
    }

    /// MACRS: shares of the cost for each year, one year more than the period; they add up to 1.
    ///
    /// - Returns: shares rounded to the places of the published tables, four digits.
    package static func acceleratedShares(_ recovery: RecoveryPeriod) -> [Double] {
        switch recovery {
        case .three: [0.3333, 0.4445, 0.1481, 0.0741]
        case .five: [0.2, 0.32, 0.192, 0.1152, 0.1152, 0.0576]
        case .seven: [0.1429, 0.2449, 0.1749, 0.1249, 0.0893, 0.0892, 0.0893, 0.0446]
        case .ten: [0.1, 0.18, 0.144, 0.1152, 0.0922, 0.0737, 0.0655, 0.0655, 0.0656, 0.0655, 0.0328]
        }
    }
}
