#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Level payments: PV, FV, PMT and what they consist of.
extension FinanceFunctions {
    /// When a payment falls due.
    package enum Due: Double, Sendable {
        case endOfPeriod = 0
        case startOfPeriod = 1
    }

    /// Level payment that turns `present` into `-future`; negative for a loan that is received: PMT.
    package static func payment(
        rate: Double, periods: Double, present: Double, future: Double = 0, due: Due = .endOfPeriod
    ) -> Double {
        if rate == 0 { return -(present + future) / periods }
        if future == 0, due == .endOfPeriod { return -present * rate / (1 - pow(1 + rate, -periods)) }
        let growth = pow(1 + rate, periods)
        return -(present * growth + future) * rate / ((growth - 1) * (1 + rate * due.rawValue))
    }

    /// FV: what a present value and level payments have become.
    package static func futureValue(
        rate: Double, periods: Double, payment: Double, present: Double = 0, due: Due = .endOfPeriod
    ) -> Double {
        if rate == 0 { return -(present + payment * periods) }
        let growth = pow(1 + rate, periods)
        return -(present * growth + payment * (1 + rate * due.rawValue) * (growth - 1) / rate)
    }

    /// PV: what level payments and a last one are worth before the first.
    package static func presentValue(
        rate: Double, periods: Double, payment: Double, future: Double = 0, due: Due = .endOfPeriod
    ) -> Double {
        if rate == 0 { return -(future + payment * periods) }
        let growth = pow(1 + rate, periods)
        return -(future + payment * (1 + rate * due.rawValue) * (growth - 1) / rate) / growth
    }

    /// NPER: level payments until `present` has become `-future`; nil when they never get there.
    package static func periods(
        rate: Double, payment: Double, present: Double, future: Double = 0, due: Due = .endOfPeriod
    ) -> Double? {
        if rate == 0 { return payment == 0 ? nil : -(present + future) / payment }
        let level = payment * (1 + rate * due.rawValue) / rate
        let growth = (level - future) / (level + present)
        guard growth > 0, rate > -1 else { return nil }
        return log(growth) / log1p(rate)
    }

    /// RATE: the rate at which level payments turn `present` into `-future`; nil when there is none above −1.
    ///
    /// Halving between brackets, then Newton's method inside them: it neither strays nor stops short.
    package static func rate(
        periods: Double, payment: Double, present: Double, future: Double = 0, due: Due = .endOfPeriod
    ) -> Double? {
        guard periods > 0 else { return nil }
        // The value at the start: falls with the rate where payments and value have unlike signs.
        func worth(_ rate: Double) -> Double {
            present - presentValue(rate: rate, periods: periods, payment: payment, future: future, due: due)
        }
        return roots(of: worth, from: -0.99, to: 10, steps: 400).min { abs($0) < abs($1) }
    }

    /// IPMT: the interest within one payment, from 1.
    package static func interest(
        rate: Double, period: Double, periods: Double, present: Double, future: Double = 0, due: Due = .endOfPeriod
    ) -> Double {
        let payment = payment(rate: rate, periods: periods, present: present, future: future, due: due)
        guard due == .startOfPeriod else {
            return futureValue(rate: rate, periods: period - 1, payment: payment, present: present) * rate
        }
        // The first payment falls on the day of the loan: nothing has accrued.
        if period == 1 { return 0 }
        let before = futureValue(rate: rate, periods: period - 2, payment: payment, present: present, due: due)
        return (before - payment) * rate
    }

    /// PPMT: what one payment, from 1, pays off.
    package static func principal(
        rate: Double, period: Double, periods: Double, present: Double, future: Double = 0, due: Due = .endOfPeriod
    ) -> Double {
        payment(rate: rate, periods: periods, present: present, future: future, due: due)
            - interest(rate: rate, period: period, periods: periods, present: present, future: future, due: due)
    }

    /// CUMIPMT: interest of the payments `first...last`, from 1.
    package static func interest(
        rate: Double, periods: Int, present: Double, payments: ClosedRange<Int>, due: Due = .endOfPeriod
    ) -> Double {
        payments.reduce(0) { sum, period in
            sum + interest(rate: rate, period: Double(period), periods: Double(periods), present: present, due: due)
        }
    }

    /// CUMPRINC: what the payments `first...last`, from 1, pay off.
    package static func principal(
        rate: Double, periods: Int, present: Double, payments: ClosedRange<Int>, due: Due = .endOfPeriod
    ) -> Double {
        payments.reduce(0) { sum, period in
            sum + principal(rate: rate, period: Double(period), periods: Double(periods), present: present, due: due)
        }
    }
}
