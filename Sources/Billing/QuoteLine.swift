package import Diagnostics
package import Money

/// How the capacity of a quote line is obtained.
package enum QuotePricing: String, CaseIterable, Hashable, Sendable {
    case onDemand = "on_demand"
    case spot, reserved, lease, purchase
}

/// What a quote line buys; only `compute` lines carry GPUs.
package enum QuoteLineType: String, CaseIterable, Hashable, Sendable {
    case compute, network, storage, egress, support, software, power, colo, setup, financing, other
}

/// What one price covers. `cluster_month` and `term_total` cover all units of the line, the others one unit or one GPU.
package enum PriceUnit: String, CaseIterable, Hashable, Sendable {
    case gpuHour = "gpu_hour"
    case instanceHour = "instance_hour"
    case gpuMonth = "gpu_month"
    case instanceMonth = "instance_month"
    case clusterMonth = "cluster_month"
    case termTotal = "term_total"
    case unitOneTime = "unit_one_time"
    case unitYear = "unit_year"
    case gigabyteMonth = "gb_month"
    case gigabyte = "gb"
}

/// When cash leaves under a commitment.
package enum QuotePayment: String, CaseIterable, Hashable, Sendable {
    case onUse = "on_use"
    case noUpfront = "no_upfront"
    case partialUpfront = "partial_upfront"
    case allUpfront = "all_upfront"
    case prepaid, milestone, monthly
}

/// Whether a quote line can price a fleet. Expiry is apart: it depends on the day.
package enum QuoteStatus: String, CaseIterable, Hashable, Sendable {
    /// A compute line with a known GPU, a price, a unit and a currency.
    case priced
    /// No price: blank, 0 or `Contact sales`. Never free.
    case unpriced
    /// The GPU is unknown or could be several, or the row contradicts itself.
    case needsReview = "needs review"
    case notCompute = "not compute"
}

/// A fact of a quote line that the file does not state and a rule supplied.
package enum QuoteAssumption: String, CaseIterable, Hashable, Comparable, Sendable {
    /// USD, because the file has no currency column and no price names a currency; or the only one its prices name.
    case currency
    case expiryThirtyDays = "expiry 30 days after the quote date"
    case noExpiry = "no expiry"
    case priceUnit = "price unit"
    case pricing
    case lineType = "line type"
    case quantity
    case gpusPerUnit = "GPUs per unit"
    case termMonths = "term"
    case gpuFromInstance = "GPU from the instance type"
    case gpuVariant = "GPU variant"

    package static func < (a: QuoteAssumption, b: QuoteAssumption) -> Bool { a.rawValue < b.rawValue }
}

/// One line of a GPU quote as the vendor states it, in the vendor's currency, exact. Percentages are percent: 10 is 10 %.
package struct QuoteLine: Hashable, Sendable {
    /// Unique in the import: the file's own id, else the file's stem, `-` and the line number.
    package var id: String
    package var quoteRef: String?
    /// The file's stem when the file names no vendor.
    package var vendor: String
    package var pricing: QuotePricing
    package var lineType: QuoteLineType
    package var status: QuoteStatus
    /// Why the status is not `priced`, in words.
    package var statusReason: String?
    package var assumed: Set<QuoteAssumption>

    package var quoteDate: Day?
    /// Last day on which the price can be accepted; nil: it does not lapse.
    package var validUntil: Day?

    /// Nil only where there is no price either.
    package var currency: Currency?
    /// Base currency for one unit of `currency`, as the quote states it.
    package var fxRateToBase: Amount?
    package var taxIncluded: Bool

    package var instanceType: String?
    /// As the vendor wrote it.
    package var gpuRaw: String
    /// Canonical name; nil unless it is known without doubt, and on lines that are not compute.
    package var gpu: String?
    /// Gigabytes of one GPU; nil where the GPU is not known.
    package var gpuMemory: Int?
    /// GPUs in one priced unit, fractions allowed; 0 on lines that are not compute.
    package var gpusPerUnit: Amount
    /// Units quoted: instances, servers, racks; gigabytes on storage lines.
    package var quantity: Amount
    /// How many GPUs the vendor sells at a time, as the quote states it; nil: it does not.
    package var gpusSoldTogether: Int?

    /// As quoted, for one `priceUnit`. On an all-upfront commitment it may be 0: the money is `upfront` then.
    package var price: Amount?
    package var priceUnit: PriceUnit?
    package var listPrice: Amount?
    /// Hours a month by the vendor's convention; 730 where the file is silent.
    package var hoursPerMonth: Amount
    package var region: String?

    /// 0: no commitment. Of a term in days the months that it touches.
    package var termMonths: Int
    /// Of a term that is stated in days, as capacity blocks are sold; nil: it is stated in months.
    package var termDays: Int?
    package var paymentOption: QuotePayment?
    /// Paid at signing, for one unit.
    package var upfront: Amount?
    /// Percent of the contract's value.
    package var upfrontPct: Amount?
    /// Least invoice of a month, for the whole line.
    package var monthlyMinimum: Amount?
    /// Percent of hours lost to pre-emption.
    package var interruptionPct: Amount?
    package var leadTimeDays: Int?

    /// For the whole line.
    package var networkCapex: Amount?
    /// For the whole line.
    package var installAndShipping: Amount?
    /// kW of one unit at the IT load.
    package var powerKW: Amount?
    /// Percent: average draw over greatest draw.
    package var powerUtilisationPct: Amount?
    package var pue: Amount?
    /// Currency per kWh.
    package var electricity: Amount?
    /// Currency per contracted kW and month.
    package var colo: Amount?
    package var coloIncludesPower: Bool
    /// Percent of the purchase price a year; not used where `supportAmount` is given.
    package var supportPct: Amount?
    /// Currency a year.
    package var supportAmount: Amount?
    package var softwarePerGPUYear: Amount?
    package var sparesPct: Amount?
    package var depreciationYears: Amount?
    /// Percent of the purchase price at the end of its life.
    package var residualPct: Amount?
    /// Percent a year; ranks purchases and never enters the model, which discounts already.
    package var financingPct: Amount?
    /// Payment a month for one unit.
    package var leaseMonthly: Amount?
    package var leaseBuyout: Amount?
    package var notes: String?

    /// As shown to the user.
    package var file: String
    /// Physical line, from 1.
    package var line: Int

    package init(id: String, vendor: String, pricing: QuotePricing, lineType: QuoteLineType, file: String, line: Int) {
        self.id = id
        self.vendor = vendor
        self.pricing = pricing
        self.lineType = lineType
        self.file = file
        self.line = line
        status = .priced
        assumed = []
        taxIncluded = false
        gpuRaw = ""
        gpusPerUnit = .zero
        quantity = Amount(1)
        hoursPerMonth = Amount(730)
        termMonths = 0
        coloIncludesPower = false
    }

    package var position: SourcePosition { SourcePosition(file: file, line: line) }

    /// Whether all money of the commitment is paid at signing: `upfront` is then the whole price, and an hourly price
    /// beside it says the same money again.
    package var isPaidAtOnce: Bool { paymentOption == .allUpfront && !(upfront ?? .zero).isZero }

    /// Length of the commitment in months of ``hoursPerMonth``; 0: none.
    package var term: Double {
        termDays.map { Double($0) * 24 / hoursPerMonth.doubleValue } ?? Double(termMonths)
    }

    /// GPUs that are paid for together when capacity is rented: what the quote states, else all of an instance that is priced
    /// as a whole; nil: any number.
    package var gpusBilledTogether: Int? {
        if let gpusSoldTogether { return gpusSoldTogether }
        guard priceUnit == .instanceHour || priceUnit == .instanceMonth, gpusPerUnit > Amount(1) else { return nil }
        return Int(exactly: gpusPerUnit.doubleValue)
    }

    /// Whether the price has lapsed; on its last day it still holds.
    package func isExpired(on day: Day) -> Bool { validUntil.map { $0 < day } ?? false }

    /// Days until the price lapses, 0 on its last day, negative afterwards; nil: it does not lapse.
    package func daysLeft(on day: Day) -> Int? { validUntil.map { $0 - day } }
}
