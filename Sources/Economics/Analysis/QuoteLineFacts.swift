package import Billing
import Money

/// What the quote model and the choice of capacity ask of a line.
extension QuoteLine {
    var isServer: Bool { pricing == .purchase && lineType == .compute }

    /// Share of the listed price, over the term, that leaves at signing; what `upfront` holds comes on top.
    var shareOfPricePaidAhead: Double {
        let isPrepaid = paymentOption == .allUpfront || paymentOption == .prepaid
        // A least bill of a month is paid by the month, whatever it is called.
        if isPrepaid, upfront?.isZero ?? true, monthlyMinimum?.isZero ?? true { return 1 }
        return (upfrontPct?.doubleValue ?? 0) / 100
    }

    /// A block of days that ends within a month carries no service.
    package var isShorterThanAMonth: Bool { termDays.map { $0 < 28 } ?? false }

    /// GPUs that are paid for or bought at a time: a commitment binds all its units, other capacity comes by the unit.
    var gpusTogether: Amount {
        guard pricing == .reserved || pricing == .lease else {
            return Swift.max(gpusPerUnit, Amount(gpusSoldTogether ?? 0))
        }
        return (try? gpusPerUnit.multiplied(by: quantity)) ?? gpusPerUnit
    }

    /// The step in which a fleet of any size is paid for: a purchase and a commitment come by the unit.
    var gpusPaidTogether: Double {
        let unit = gpusPerUnit.isZero ? 1 : gpusPerUnit.doubleValue
        return switch pricing {
        case .onDemand, .spot: gpusBilledTogether.map(Double.init) ?? Swift.min(1, unit)
        case .reserved, .lease, .purchase: unit
        }
    }
}
