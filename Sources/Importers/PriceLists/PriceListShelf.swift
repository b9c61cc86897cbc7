import Billing
import Money

/// The offers of a price list, sorted into buckets of what is alike.
///
/// How it works. Texts are numbers (``PriceListRows``). What a row sells and how it sells it are worked out once for each
/// combination of texts; what is left a row is a division and a comparison with the worst offer that its bucket keeps.
struct PriceListShelf {
    typealias Role = PriceListFormat.Role

    let header: PriceListHeader
    private let selection: QuoteSelection
    /// What all ids begin with.
    let stem: String
    private var mayBeWanted: [UInt8] = []

    private(set) var texts: [String] = []
    private var codes: [String: Int] = [:]
    private(set) var gpus: [PriceListGPU] = []
    private(set) var plans: [PriceListPlan] = []
    private var gpuOf: [SIMD4<Int32>: Int] = [:]
    private var planOf: [SIMD8<Int32>: Int] = [:]
    /// What a row needs of its GPU and its plan, beside the tables above: no words, which would be counted in and out.
    private var gpuFacts: [GPUFacts] = []
    private var planFacts: [PlanFacts] = []
    /// By wish of the selection, then by text of a region.
    private var isInRegion: [[UInt8]] = []
    private var isDollar: [UInt8] = []

    private struct GPUFacts {
        var count: Double
        var skips: Bool
        var needsHost: Bool
        var mayBeSelected: Bool
        /// Rows left out because of what they sell, and the first of them.
        var skipped = 0
        var firstSkipped = Int.max
    }

    private struct PlanFacts {
        var skips: Bool
        var isUpfront: Bool
        var isTotal: Bool
        var isSpot: Bool
        var isReserved: Bool
        var hasFee: Bool
        var termMonths: Int
        /// Rows left out because of how they sell it.
        var skipped = 0
    }

    private struct BucketKey: Hashable {
        var model: String
        var gpus: Amount
        var plan: Int
        var isSpot: Bool
        var doubt: PriceListDoubt?
        var wish: Int
    }
    private(set) var buckets: [PriceListBucket] = []
    private var bucketOf: [BucketKey: Int] = [:]
    /// GPU, plan, wish and spot of offers without a doubt, packed, to their bucket.
    private var plainBucketOf: [Int: Int] = [:]
    /// The bucket of the row before, on demand and spot of each wish: lists keep together what is alike.
    private var lastBucket: [(packed: Int, number: Int)]
    private(set) var wanted: [PriceListOffer] = []

    private(set) var accepted = 0
    private(set) var offers = 0
    private var withoutPrice = 0
    private(set) var skipped: [String: Int] = [:]
    private(set) var rejectedLines: [Int] = []
    private(set) var spotAboveListed = 0
    /// The newest day that a column of dates holds.
    private(set) var newestDate: Day?
    /// Names that were not found or not told apart, with the number of their rows and the first of them.
    private(set) var doubtfulNames: [String: (rows: Int, firstLine: Int)] = [:]

    // Hosts and fees, by the texts that join them to their row.
    private var hostPrices: [SIMD2<Int32>: SIMD2<Int>] = [:]
    private var hostList: [(price: Int128, spot: Int128)] = []
    private var fees: [SIMD2<Int32>: Int128] = [:]
    /// Rows of fees until their rows of hours are met.
    private var feeLines: [SIMD2<Int32>: Int] = [:]
    /// Reservations of which one of the two rows is missing, by the line of the other one.
    private(set) var withoutHours: [Int] = []
    private(set) var withoutFee: [Int] = []
    private var hoursOf: Set<SIMD2<Int32>> = []

    init(_ header: PriceListHeader, selection: QuoteSelection, stem: String) {
        self.header = header
        self.selection = selection
        self.stem = stem
        lastBucket = Array(repeating: (packed: -1, number: 0), count: 2 * selection.regions.count)
    }

    private mutating func code(_ text: String) -> Int {
        if let code = codes[text] { return code }
        codes[text] = texts.count
        texts.append(text)
        return texts.count - 1
    }

    /// Takes in all rows of the list; call once.
    mutating func take(_ kept: [KeptPriceRows]) {
        let none = code("")
        let maps = kept.map { part in part.texts.map { Int32(code($0)) } }
        for part in kept {
            for (reason, count) in part.skipped { skipped[reason, default: 0] += count }
            rejectedLines += part.ragged
        }
        isInRegion = selection.regions.map { _ in texts.map { _ in 0 } }
        isDollar = texts.map { _ in 0 }
        mayBeWanted = texts.map { _ in 0 }
        let format = header.format
        guard let roles = kept.first?.roles else { return }
        func place(_ role: Role) -> Int? { roles.firstIndex(of: role) }
        let places = Role.allCases.map(place)
        func pick(_ role: Role) -> Int { places[role.rawValue] ?? -1 }
        let cells = Cells(
            instance: pick(.instance), gpu: pick(.gpu), count: pick(.count), memory: pick(.memory),
            region: pick(.region), zone: pick(.zone), currency: pick(.currency), vendor: pick(.vendor),
            flag: pick(.spotFlag), kind: pick(.kind), term: pick(.term), payment: pick(.payment),
            offerClass: pick(.offerClass), meter: pick(.meter), unit: pick(.unit), sku: pick(.sku),
            offer: pick(.offer), none: Int32(none), stride: roles.count)
        if let date = place(.date) {
            for (part, map) in zip(kept, maps) {
                for code in Set(part.lines.indices.map { map[Int(part.codes[$0 * roles.count + date])] }) {
                    if let day = WrittenDate(texts[Int(code)])?.day(nil) { newestDate = max(newestDate ?? day, day) }
                }
            }
        }
        if format.hostsApart { for (part, map) in zip(kept, maps) { readHosts(part, map, cells) } }
        if format.plan == .upfrontRows { for (part, map) in zip(kept, maps) { readFees(part, map, cells) } }
        for (part, map) in zip(kept, maps) { readOffers(part, map, cells) }
        withoutHours = feeLines.filter { !hoursOf.contains($0.key) }.map(\.value)
        accepted -= withoutHours.count
        countSkipped()
    }

    private mutating func countSkipped() {
        for (index, facts) in gpuFacts.enumerated() where facts.skipped > 0 {
            skipped[gpus[index].skip ?? "", default: 0] += facts.skipped
            if gpus[index].unknown {
                let known = doubtfulNames[gpus[index].raw] ?? (0, .max)
                doubtfulNames[gpus[index].raw] = (
                    known.rows + facts.skipped, min(known.firstLine, facts.firstSkipped)
                )
            }
        }
        for (index, facts) in planFacts.enumerated() where facts.skipped > 0 {
            skipped[plans[index].skip ?? "", default: 0] += facts.skipped
        }
        if withoutPrice > 0 { skipped["without a price"] = withoutPrice }
    }

    /// Where the roles stand among the texts of a row; −1: the list has no such column.
    private struct Cells {
        var instance, gpu, count, memory, region, zone, currency, vendor: Int
        var flag, kind, term, payment, offerClass, meter, unit, sku, offer: Int
        var none: Int32
        var stride: Int
    }

    @inline(__always)
    private func text(_ part: KeptPriceRows, _ map: [Int32], _ row: Int, _ cell: Int, _ cells: Cells) -> Int32 {
        cell < 0 ? cells.none : map[Int(part.codes[row * cells.stride + cell])]
    }

    // MARK: What joins rows

    private mutating func readHosts(_ part: KeptPriceRows, _ map: [Int32], _ cells: Cells) {
        for row in part.lines.indices {
            guard text(part, map, row, cells.gpu, cells) == cells.none else { continue }
            let instance = text(part, map, row, cells.instance, cells)
            guard instance != cells.none else { continue }
            let zone = text(part, map, row, cells.zone, cells)
            let region = text(part, map, row, cells.region, cells)
            hostList.append((part.prices[row * 3], part.prices[row * 3 + 1]))
            for place in zone == cells.none ? [region] : [zone, region] {
                let key = SIMD2(instance, place)
                if hostPrices[key] == nil { hostPrices[key] = SIMD2(hostList.count - 1, part.lines[row]) }
                // Of a region the first in the file, so that the order of threads does not matter.
                if let known = hostPrices[key], known[1] > part.lines[row] {
                    hostPrices[key] = SIMD2(hostList.count - 1, part.lines[row])
                }
            }
        }
    }

    private mutating func readFees(_ part: KeptPriceRows, _ map: [Int32], _ cells: Cells) {
        for row in part.lines.indices {
            let unit = text(part, map, row, cells.unit, cells)
            guard texts[Int(unit)].lowercased() == "quantity", part.prices[row * 3] != PriceListRows.Price.missing
            else {
                continue
            }
            let key = SIMD2(text(part, map, row, cells.sku, cells), text(part, map, row, cells.offer, cells))
            fees[key] = part.prices[row * 3]
        }
    }

    // MARK: Offers

    private mutating func readOffers(_ part: KeptPriceRows, _ map: [Int32], _ cells: Cells) {
        let missing = PriceListRows.Price.missing
        let fromColumn = header.format.plan == .spotColumn
        var lastGPU = (key: SIMD4<Int32>(repeating: -1), index: 0)
        var lastPlan = (key: SIMD8<Int32>(repeating: -1), index: 0)
        for row in part.lines.indices {
            func cell(_ place: Int) -> Int32 { text(part, map, row, place, cells) }
            let gpuKey = SIMD4(cell(cells.instance), cell(cells.gpu), cell(cells.count), cell(cells.memory))
            if gpuKey != lastGPU.key { lastGPU = (gpuKey, gpu(gpuKey)) }
            let sold = lastGPU.index
            if gpuFacts[sold].skips {
                gpuFacts[sold].skipped += 1
                gpuFacts[sold].firstSkipped = min(gpuFacts[sold].firstSkipped, part.lines[row])
                continue
            }
            let planKey = SIMD8(
                cell(cells.flag), fromColumn ? cells.none : cell(cells.kind), cell(cells.term), cell(cells.payment),
                cell(cells.offerClass), cell(cells.meter), fromColumn ? cells.none : cell(cells.unit), 0)
            if planKey != lastPlan.key { lastPlan = (planKey, plan(planKey)) }
            let how = planFacts[lastPlan.index]
            if how.skips {
                planFacts[lastPlan.index].skipped += 1
                continue
            }
            let (listed, spot, perGPU) = (part.prices[row * 3], part.prices[row * 3 + 1], part.prices[row * 3 + 2])
            let unreadable = PriceListRows.Price.unreadable
            guard listed != unreadable, spot != unreadable, perGPU != unreadable else {
                rejectedLines.append(part.lines[row])
                continue
            }
            let key = SIMD2(cell(cells.sku), cell(cells.offer))
            if how.isUpfront {
                accepted += 1
                if listed != missing { feeLines[key] = part.lines[row] }
                continue
            }
            if how.isReserved, header.format.plan == .upfrontRows {
                hoursOf.insert(key)
                if how.hasFee, fees[key] == nil {
                    withoutFee.append(part.lines[row])
                    continue
                }
            }
            var offer = PriceListOffer(
                gpuHour: 0, line: part.lines[row], gpu: sold, plan: lastPlan.index, instance: Int(cell(cells.instance)),
                region: Int(cell(cells.region)), zone: Int(cell(cells.zone)), vendor: Int(cell(cells.vendor)),
                currency: Int(cell(cells.currency)), isSpot: how.isSpot, price: listed)
            if offer.instance == Int(cells.none) { offer.instance = Int(cell(cells.gpu)) }
            if how.isReserved, header.format.plan == .upfrontRows {
                offer.upfront = fees[key] ?? 0
            }
            if listed == missing || listed == 0, perGPU != missing, perGPU != 0 {
                offer.price = perGPU
                offer.isForGPU = true
            }
            let before = offers
            add(offer, host: host(sold, spot: false, cell(cells.zone), cell(cells.region)))
            if spot != missing, spot > 0, fromColumn {
                var second = offer
                second.isSpot = true
                second.isForGPU = false
                second.price = spot
                add(second, host: host(sold, spot: true, cell(cells.zone), cell(cells.region)))
                if listed != missing, listed > 0, spot >= listed { spotAboveListed += 1 }
            }
            if offers > before { accepted += 1 } else { withoutPrice += 1 }
        }
    }

    private mutating func gpu(_ key: SIMD4<Int32>) -> Int {
        if let known = gpuOf[key] { return known }
        let sold = PriceListGPU(
            header.format, instance: texts[Int(key[0])], gpu: texts[Int(key[1])], count: texts[Int(key[2])],
            memory: texts[Int(key[3])])
        gpus.append(sold)
        let isAsked =
            (selection.gpus.isEmpty || sold.model.map { selection.gpus.contains($0.name) } ?? false)
            && (selection.minMemory == nil || (sold.model?.memory ?? 0) >= selection.minMemory!)
        gpuFacts.append(
            GPUFacts(
                count: sold.gpus?.doubleValue ?? 0, skips: sold.skip != nil,
                needsHost: sold.host != nil || sold.needsAnyHost, mayBeSelected: isAsked))
        gpuOf[key] = gpus.count - 1
        return gpus.count - 1
    }

    private mutating func plan(_ key: SIMD8<Int32>) -> Int {
        if let known = planOf[key] { return known }
        func word(_ index: Int) -> String { texts[Int(key[index])] }
        let plan = PriceListPlan(
            header.format,
            (
                flag: word(0), kind: word(1), term: word(2), payment: word(3), offerClass: word(4), meter: word(5),
                unit: word(6)
            ))
        // Meters differ in their names alone: equal plans share a number.
        let number = plans.firstIndex(of: plan) ?? plans.count
        if number == plans.count {
            plans.append(plan)
            planFacts.append(
                PlanFacts(
                    skips: plan.skip != nil, isUpfront: plan.isUpfront, isTotal: plan.isTotal,
                    isSpot: plan.pricing == .spot, isReserved: plan.pricing == .reserved,
                    hasFee: plan.payment == .partialUpfront || plan.payment == .allUpfront, termMonths: plan.termMonths)
            )
        }
        planOf[key] = number
        return number
    }

    private enum Host {
        case none
        case priced(Int128)
        case doubtful(PriceListDoubt)
    }

    private func host(_ sold: Int, spot: Bool, _ zone: Int32, _ region: Int32) -> Host {
        guard gpuFacts[sold].needsHost else { return .none }
        guard let name = gpus[sold].host else { return gpus[sold].needsAnyHost ? .doubtful(.anyHost) : .none }
        guard let code = codes[name] else { return .doubtful(.hostWithoutPrice(name)) }
        let found = hostPrices[SIMD2(Int32(code), zone)] ?? hostPrices[SIMD2(Int32(code), region)]
        guard let found else { return .doubtful(.hostWithoutPrice(name)) }
        let price = spot ? hostList[found[0]].spot : hostList[found[0]].price
        guard price > 0, price != PriceListRows.Price.unreadable else { return .doubtful(.hostWithoutPrice(name)) }
        return .priced(price)
    }

    private mutating func add(_ given: PriceListOffer, host: Host) {
        var offer = given
        let how = planFacts[offer.plan]
        guard offer.price != PriceListRows.Price.missing, offer.price > 0 || offer.upfront > 0 else { return }
        switch host {
        case .none: break
        case .priced(let price): offer.price += price
        case .doubtful(let doubt): offer.doubt = doubt
        }
        offers += 1
        let hours = 730 * Double(how.termMonths)
        var hour = PriceListRows.Price.number(offer.price)
        if how.isTotal { hour /= hours }
        if offer.upfront > 0, hours > 0 { hour += PriceListRows.Price.number(offer.upfront) / hours }
        let gpus = gpuFacts[offer.gpu].count
        offer.isForGPU = offer.isForGPU || header.format.subject == .gpu
        offer.gpuHour = offer.isForGPU ? hour : hour / gpus
        if offer.doubt == nil {
            if offer.isForGPU, header.format.subject == .instance, gpus != 1 {
                offer.doubt = .perGPUOnly
            } else if isDollars(offer), !(0.2...30).contains(offer.gpuHour) {
                offer.doubt = .implausible
            }
        }
        if isWanted(offer) { wanted.append(offer) }
        guard gpuFacts[offer.gpu].mayBeSelected else { return }
        if let most = selection.maxTermMonths, how.termMonths > most { return }
        for wish in selection.regions.indices where isInRegion(offer.region, wish) {
            buckets[bucket(offer, wish)].add(offer, limit: offer.doubt == nil ? selection.limit : 1)
        }
    }

    private mutating func isDollars(_ offer: PriceListOffer) -> Bool {
        if isDollar[offer.currency] == 0 {
            let holds = header.columns[.currency] == nil || texts[offer.currency].uppercased() == "USD"
            isDollar[offer.currency] = holds ? 1 : 2
        }
        return isDollar[offer.currency] == 1
    }

    private mutating func isInRegion(_ region: Int, _ wish: Int) -> Bool {
        if selection.regions[wish].isEmpty { return true }
        if isInRegion[wish][region] == 0 {
            let matches = selection.regions[wish].contains { Glob($0, ignoresCase: true).matches(texts[region]) }
            isInRegion[wish][region] = matches ? 1 : 2
        }
        return isInRegion[wish][region] == 1
    }

    private mutating func isWanted(_ offer: PriceListOffer) -> Bool {
        if selection.ids.isEmpty { return false }
        if mayBeWanted[offer.instance] == 0 {
            let part = Self.slug(texts[offer.instance])
            mayBeWanted[offer.instance] = selection.ids.contains { $0.contains(part) } ? 1 : 2
        }
        return mayBeWanted[offer.instance] == 1 && selection.ids.contains(id(offer))
    }

    private mutating func bucket(_ offer: PriceListOffer, _ wish: Int) -> Int {
        let kind = wish * 2 + (offer.isSpot ? 1 : 0)
        let packed = (offer.gpu * 4096 + offer.plan) * lastBucket.count + kind
        if offer.doubt == nil {
            if lastBucket[kind].packed == packed { return lastBucket[kind].number }
            if let known = plainBucketOf[packed] {
                lastBucket[kind] = (packed, known)
                return known
            }
        }
        let sold = gpus[offer.gpu]
        let key = BucketKey(
            model: sold.model?.name ?? "", gpus: sold.gpus ?? .zero, plan: offer.plan, isSpot: offer.isSpot,
            doubt: offer.doubt, wish: wish)
        let number = bucketOf[key] ?? buckets.count
        if number == buckets.count {
            buckets.append(PriceListBucket())
            bucketOf[key] = number
        }
        if offer.doubt == nil { plainBucketOf[packed] = number }
        return number
    }
}
