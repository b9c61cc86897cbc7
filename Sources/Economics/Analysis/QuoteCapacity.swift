package import Billing
package import Diagnostics
import Money

extension PricedQuotes {
    /// What a fleet asks for.
    package struct Request: Hashable, Sendable {
        /// Config prefix: `capacity` or `pools.ID.capacity`.
        package var fleet: String
        /// A quote id, or `cheapest`.
        package var quote: String
        /// Canonical name; nil when the pool names none.
        package var gpu: String?
        package var allowSpot: Bool
        /// Patterns of regions; empty: any. Quotes without a region fit none.
        package var regions: [String]
        /// Longest commitment; nil: any.
        package var maxTermMonths: Int?
        /// Least gigabytes of a GPU; nil: any.
        package var minMemory: Int?
        /// Most GPUs that a line may bind at a time; nil: any number.
        package var maxGPUsTogether: Int?
        /// Most GPUs that a replica of the fleet's pools takes: no instance that is priced as a whole may have fewer.
        package var gpusPerReplica: Int
        /// The project leases servers: a lease prices them, instead of a reservation.
        package var isLeased: Bool
        /// The project buys capacity blocks: a commitment prices one, however short it is.
        package var isBlock: Bool
        /// The project says itself how many GPUs are paid for together.
        package var saysSoldTogether: Bool
        package var position: SourcePosition?

        package init(
            fleet: String, quote: String, gpu: String?, allowSpot: Bool, regions: [String] = [],
            maxTermMonths: Int? = nil, minMemory: Int? = nil, maxGPUsTogether: Int? = nil, gpusPerReplica: Int = 1,
            isLeased: Bool = false, isBlock: Bool = false, saysSoldTogether: Bool = false, position: SourcePosition?
        ) {
            self.fleet = fleet
            self.quote = quote
            self.gpu = gpu
            self.allowSpot = allowSpot
            self.regions = regions
            self.maxTermMonths = maxTermMonths
            self.minMemory = minMemory
            self.maxGPUsTogether = maxGPUsTogether
            self.gpusPerReplica = gpusPerReplica
            self.isLeased = isLeased
            self.isBlock = isBlock
            self.saysSoldTogether = saysSoldTogether
            self.position = position
        }

        /// Whether a valid line of the right GPU may be chosen.
        package func allows(_ line: QuoteLine) -> Bool { refusal(of: line) == nil }

        /// Which limit a valid line of the right GPU is beyond; nil: none.
        func refusal(of line: QuoteLine) -> Refusal? {
            if line.pricing == .spot, !allowSpot { return .spot }
            if !regions.isEmpty {
                guard let region = line.region,
                    regions.contains(where: { Glob($0, ignoresCase: true).matches(region) })
                else { return .region }
            }
            if let maxTermMonths, line.pricing != .purchase, line.termMonths > maxTermMonths { return .term }
            if line.isShorterThanAMonth, !isBlock { return .days }
            if let minMemory, line.gpuMemory ?? 0 < minMemory { return .memory }
            if let maxGPUsTogether, line.gpusTogether > Amount(maxGPUsTogether) { return .together }
            switch line.priceUnit {
            case .instanceHour, .instanceMonth, .termTotal:
                // A server of 8 may be one of several that a larger replica spans; a smaller instance has no such links.
                return line.gpusPerUnit < Amount(min(gpusPerReplica, 8)) ? .replica : nil
            case .gpuHour, .gpuMonth:
                // A price for one GPU says nothing of its instance, unless the line does.
                let isInstance = !line.assumed.contains(.gpusPerUnit) && line.gpusPerUnit > Amount(1)
                return isInstance && line.gpusPerUnit < Amount(min(gpusPerReplica, 8)) ? .replica : nil
            default: return nil
            }
        }
    }

    /// Why a line is not chosen, as words behind a number of lines; what is nearest to being chosen first.
    enum Refusal: String, CaseIterable, Hashable, Sendable {
        case spot = "spot"
        case region = "outside the regions"
        case term = "with a longer term"
        case days = "for a few days"
        case memory = "with less memory"
        case together = "that bind more GPUs"
        case replica = "on an instance with too few GPUs"
        case expired = "lapsed"
        case unpriced = "without a price"
        case noRate = "without an exchange rate"
        case review = "to be reviewed"
        case otherGPU = "for another GPU"
    }

    /// The compute lines that a request for the cheapest passes over, by reason.
    func refusals(_ request: Request) -> [(reason: Refusal, ids: [String])] {
        let reasons = lines.indices.compactMap { index -> (Refusal, String)? in
            let line = lines[index]
            let reason: Refusal? =
                switch standings[index] {
                case .notCompute: nil
                case .needsReview: .review
                case _ where line.gpu != request.gpu: .otherGPU
                case .expired: .expired
                case .unpriced: .unpriced
                case .noRate: .noRate
                case .valid: request.refusal(of: line)
                }
            return reason.map { ($0, line.id) }
        }
        let byReason = Dictionary(grouping: reasons, by: \.0)
        return Refusal.allCases.compactMap { reason in byReason[reason].map { (reason, $0.map(\.1)) } }
    }

    /// The capacity drivers of each request and the quotes they come from. MODEL.md 7, quotes to capacity.
    ///
    /// - Throws: 78 when a request names no quote, or one of another GPU, or nothing fits; 65 when all that fits lacks an
    ///   exchange rate.
    package func capacity(
        _ requests: [Request]
    ) throws(Failure) -> (layer: DriverLayer, chosen: [String: String]) {
        var layer = DriverLayer(.quote, [:])
        var chosen: [String: String] = [:]
        var problems: [Diagnostic] = []
        var withoutRate: [Diagnostic] = []
        for request in requests {
            guard let index = pick(request) else {
                let hidden = lines.indices.filter { standings[$0] == .noRate && couldFit(lines[$0], request) }
                withoutRate += hidden.map { .quoteWithoutRate(lines[$0], to: currency, on: asOf) }
                if hidden.isEmpty { problems.append(.noQuoteFits(request, known: lines.map(\.id), refusals(request))) }
                continue
            }
            let line = lines[index]
            if standings[index] == .noRate {
                withoutRate.append(.quoteWithoutRate(line, to: currency, on: asOf))
                continue
            }
            if let wanted = request.gpu, let gpu = line.gpu, wanted != gpu {
                problems.append(.quoteOfAnotherGPU(request, line))
                continue
            }
            if standings[index] == .unpriced || standings[index] == .needsReview {
                problems.append(.quoteWithoutPrice(request, line))
                continue
            }
            chosen[request.fleet] = line.id
            guard let problem = fill(&layer, request, index) else { continue }
            // A price that only lacks its exchange rate would do.
            let hidden = lines.indices.filter {
                standings[$0] == .noRate && isOverflow(lines[$0], of: line, request) && !lines[$0].isExpired(on: asOf)
            }
            withoutRate += hidden.map { .quoteWithoutRate(lines[$0], to: currency, on: asOf) }
            if hidden.isEmpty { problems.append(problem) }
        }
        if !problems.isEmpty { throw Failure(.badConfiguration, problems) }
        var said: Set<Diagnostic> = []
        withoutRate = withoutRate.filter { said.insert($0).inserted }
        if !withoutRate.isEmpty { throw Failure(.badData, withoutRate) }
        return (layer, chosen)
    }

    private func pick(_ request: Request) -> Int? {
        guard request.quote == "cheapest" else {
            return lines.firstIndex { $0.id == request.quote && $0.lineType == .compute }
        }
        guard let gpu = request.gpu else { return nil }
        return cheapest(gpu: gpu) { couldFit($0, request) }
    }

    private func couldFit(_ line: QuoteLine, _ request: Request) -> Bool {
        request.quote == "cheapest" && line.gpu != nil && line.gpu == request.gpu && request.allows(line)
            && !line.isExpired(on: asOf)
    }

    /// Whether a line on demand may price what exceeds a reservation.
    private func isOverflow(_ line: QuoteLine, of reserved: QuoteLine, _ request: Request) -> Bool {
        line.pricing == .onDemand && line.lineType == .compute && line.gpu == reserved.gpu && request.allows(line)
    }

    /// The lowest effective GPU-hour among valid lines; lines are sorted by it already.
    private func cheapest(gpu: String, where fits: (QuoteLine) -> Bool) -> Int? {
        lines.indices.first { standings[$0] == .valid && lines[$0].gpu == gpu && fits(lines[$0]) }
    }

    private func fill(_ layer: inout DriverLayer, _ request: Request, _ index: Int) -> Diagnostic? {
        let line = lines[index]
        func set(_ name: String, _ value: DriverValue, link: String? = nil, from source: Int? = nil) {
            let quote = lines[source ?? index]
            let key = "\(request.fleet).\(name)"
            var given = GivenDriver(value)
            given.source = "quote \(quote.id), \(quote.vendor)"
            given.asOf = quote.quoteDate
            given.expires = quote.validUntil
            given.confidence = .quote
            layer.drivers[key] = given
            if let link { layer.links[key] = .quote(line: link, id: quote.id) }
        }
        func priced(_ name: String, _ id: String, from source: Int? = nil) {
            let value = evaluation.value(id, member: source ?? index, lane: 0)
            set(name, .number(value), link: id, from: source)
        }
        func number(_ name: String, _ amount: Amount?, times factor: Double = 1) {
            guard let amount else { return }
            set(name, .number(amount.doubleValue * factor))
        }
        let fx = evaluation.value("fx", member: index, lane: 0)
        /// What it costs to run a server that stands in a room of one's own.
        func setServer() {
            number("gpus_per_server", line.gpusPerUnit)
            if let days = line.leadTimeDays {
                let months = (Double(days) * 12 / 365 - MethodConstant.guardBelowCeiling.value).rounded(.up)
                set("lead_months", .number(Swift.max(0, months)))
            }
            number("kw_max", line.powerKW)
            number("pue", line.pue)
            if line.coloIncludesPower {
                set("tariff_kwh", .number(0))
            } else {
                number("tariff_kwh", line.electricity, times: fx)
            }
            number("colo_per_kw_month", line.colo, times: fx)
        }
        /// Whole instances are paid for, used or not, unless the project knows better.
        func setSoldTogether(from source: Int) {
            guard !request.saysSoldTogether, let together = lines[source].gpusBilledTogether else { return }
            set("gpus_sold_together", .number(Double(together)), from: source)
        }
        /// A price of a month stays that price in months of other hours; a least bill is one of the fleet's GPUs.
        func setTerms(rented source: Int) {
            if evaluation.value("month_hours", member: source, lane: 0) > 0 {
                priced("rent_month_hours", "month_hours", from: source)
            }
            if evaluation.value("minimum_month_reporting", member: source, lane: 0) > 0 {
                priced("rent_minimum_month", "minimum_month_reporting", from: source)
            }
        }
        number("software_per_gpu_year", line.softwarePerGPUYear, times: fx)
        switch line.pricing {
        case .lease where request.isLeased:
            set("mode", .word("lease"))
            setServer()
            priced("lease_month", "lease_reporting")
            set("life_months", .number(Double(line.termMonths)))
        case .onDemand, .spot:
            set("mode", .word("rent"))
            priced("rent_gpu_hour", "capacity_hour_reporting")
            setTerms(rented: index)
            setSoldTogether(from: index)
        case .reserved, .lease:
            let isBlock = request.isBlock && line.pricing == .reserved
            set("mode", .word(isBlock ? "block" : "reserved"))
            if isBlock { set("block_months", .number(Double(Swift.max(1, line.termMonths)))) }
            set("reserved_gpus", .number(line.gpusPerUnit.doubleValue * line.quantity.doubleValue))
            priced("reserved_gpu_hour", "capacity_hour_reporting")
            if evaluation.value("month_hours", member: index, lane: 0) > 0 {
                priced("reserved_month_hours", "month_hours")
            }
            set("reserved_term_months", .number(Double(line.termMonths)))
            priced("reserved_upfront", "signing_gpu_reporting")
            // A leased server stands in a room of one's own.
            if line.pricing == .lease { priced("reserved_site_month", "site_gpu_reporting") }
            // Overflow beyond the reservation is rented on demand.
            guard let gpu = line.gpu,
                let overflow = cheapest(gpu: gpu, where: { isOverflow($0, of: line, request) })
            else {
                return .noOnDemandForOverflow(request, line)
            }
            priced("rent_gpu_hour", "capacity_hour_reporting", from: overflow)
            setTerms(rented: overflow)
            setSoldTogether(from: overflow)
        case .purchase:
            set("mode", .word("buy"))
            setServer()
            priced("server_price", "server_price_reporting")
            priced("network_storage_pct", "network_share")
            number("life_months", line.depreciationYears, times: 12)
            set("support_pct_annual", .number(evaluation.value("support_share", member: index, lane: 0)))
        }
        return nil
    }
}
