#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One rate as another. Conventions: an effective rate compounds, a nominal one is split evenly over its periods.
extension FinanceFunctions {
    /// The rate of a month that compounds to an effective yearly one. MODEL.md 1.
    package static func monthlyRate(effective rate: Double) -> Double { expm1(log1p(rate) / 12) }

    /// The rate of a month of a nominal yearly one.
    package static func monthlyRate(nominal rate: Double) -> Double { rate / 12 }

    /// EFFECT: what a nominal yearly rate comes to when it compounds `periods` times.
    package static func effectiveRate(nominal: Double, periods: Double) -> Double {
        expm1(periods * log1p(nominal / periods))
    }

    /// NOMINAL: the inverse of ``effectiveRate(nominal:periods:)``.
    package static func nominalRate(effective: Double, periods: Double) -> Double {
        expm1(log1p(effective) / periods) * periods
    }

    /// RRI: the rate at which a present value grows into a future one; nil for values of unlike sign or no periods.
    package static func growthRate(periods: Double, present: Double, future: Double) -> Double? {
        guard periods > 0, present != 0, future / present >= 0 else { return nil }
        return pow(future / present, 1 / periods) - 1
    }

    /// PDURATION: periods until a present value has grown into a future one; nil where it never does.
    package static func growthPeriods(rate: Double, present: Double, future: Double) -> Double? {
        guard rate > 0, present > 0, future > 0 else { return nil }
        return log(future / present) / log1p(rate)
    }

    /// The mixed cost of equity and of debt after tax: WACC.
    package static func costOfCapital(
        equity: Double, costOfEquity: Double, debt: Double, costOfDebt: Double, taxRate: Double
    ) -> Double? {
        let value = equity + debt
        guard value > 0 else { return nil }
        return (equity * costOfEquity + debt * costOfDebt * (1 - taxRate)) / value
    }
}
