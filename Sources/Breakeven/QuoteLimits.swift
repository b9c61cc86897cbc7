import Billing
import Diagnostics
import Economics
import Importers
import Money
import Settings

/// What a fleet asks of quotes besides the GPU.
struct QuoteLimits: Hashable, Sendable {
    var allowSpot: Bool
    var regions: [String]
    var maxTermMonths: Int?
    var minMemory: Int?
    var maxGPUsTogether: Int?
    var saysSoldTogether: Bool
    var isLeased: Bool
    var isBlock: Bool

    /// - Parameter fleet: Config prefix; what it leaves out, `capacity` says.
    init(_ given: [String: GivenDriver], fleet: String) {
        func value(_ name: String) -> DriverValue? { (given["\(fleet).\(name)"] ?? given["capacity.\(name)"])?.base }
        func whole(_ name: String) -> Int? {
            if case .number(let number)? = value(name) { Int(exactly: number) } else { nil }
        }
        allowSpot = value("allow_spot") == .number(1)
        regions = []
        if case .word(let words)? = value("regions") { regions = words.split { " ,".contains($0) }.map(String.init) }
        maxTermMonths = whole("max_term_months")
        minMemory = whole("min_gpu_memory_gb")
        maxGPUsTogether = whole("max_gpus_together")
        saysSoldTogether = value("gpus_sold_together") != nil
        isLeased = value("mode") == .word("lease")
        isBlock = value("mode") == .word("block")
    }

    func request(
        fleet: String, quote: String, gpu: String?, gpusPerReplica: Int, position: SourcePosition?
    ) -> PricedQuotes.Request {
        PricedQuotes.Request(
            fleet: fleet, quote: quote, gpu: gpu, allowSpot: allowSpot, regions: regions, maxTermMonths: maxTermMonths,
            minMemory: minMemory, maxGPUsTogether: maxGPUsTogether, gpusPerReplica: gpusPerReplica, isLeased: isLeased,
            isBlock: isBlock, saysSoldTogether: saysSoldTogether, position: position)
    }

    /// The limits of every fleet of a project that pools use, `capacity` first; of `capacity` where there is no pool.
    static func ofFleets(_ settings: ModelSettings) -> [QuoteLimits] {
        fleets(settings).map { QuoteLimits(settings.given, fleet: $0) }
    }

    private static func fleets(_ settings: ModelSettings) -> [String] {
        let own = settings.capacityOverridePools
        let isShared = settings.poolIds.isEmpty || settings.poolIds.contains { !own.contains($0) }
        return (isShared ? ["capacity"] : []) + own.map { "pools.\($0).capacity" }
    }

    /// Whether a fleet of a project may choose a line: one whose pools name its GPU, any where none does.
    static func ofAnyFleet(_ settings: ModelSettings) -> (QuoteLine) -> Bool {
        let requests = fleets(settings).map { fleet in
            (
                gpus: gpus(of: fleet, settings),
                request: QuoteLimits(settings.given, fleet: fleet).request(
                    fleet: fleet, quote: "cheapest", gpu: nil, gpusPerReplica: 1, position: nil)
            )
        }
        return { line in
            let ofGPU = requests.filter { line.gpu.map($0.gpus.contains) ?? false }
            return (ofGPU.isEmpty ? requests : ofGPU).contains { $0.request.allows(line) }
        }
    }

    /// What the fleets of a project ask for, as a sentence; fleets that ask for the same are said once.
    static func sentence(_ settings: ModelSettings) -> String {
        var fleetsOf: [(limits: String, names: [String])] = []
        for fleet in fleets(settings) {
            let limits = QuoteLimits(settings.given, fleet: fleet).request(
                fleet: fleet, quote: "cheapest", gpu: nil, gpusPerReplica: 1, position: nil
            ).limitsInWords
            let name = fleet == "capacity" ? "shared capacity" : "pool \(fleet.dropFirst(6).dropLast(9))"
            if let known = fleetsOf.firstIndex(where: { $0.limits == limits }) {
                fleetsOf[known].names.append(name)
            } else {
                fleetsOf.append((limits, [name]))
            }
        }
        return fleetsOf.map { "\($0.names.joined(separator: ", ")): \($0.limits)" }.joined(separator: "; ")
    }

    /// Canonical names of the GPUs of the pools that use a fleet.
    private static func gpus(of fleet: String, _ settings: ModelSettings) -> Set<String> {
        let own = settings.capacityOverridePools
        let users = settings.poolIds.filter {
            fleet == "pools.\($0).capacity" || fleet == "capacity" && !own.contains($0)
        }
        return Set(
            users.compactMap { pool in
                guard case .word(let gpu)? = settings.given["pools.\(pool).gpu"]?.base else { return nil }
                return canonicalGPU(gpu)
            })
    }
}

extension QuoteSelection {
    /// What the fleets of a project ask of price lists: their GPUs, and the offers that they name.
    init(_ settings: ModelSettings) {
        self.init()
        for (key, driver) in settings.given {
            guard case .word(let word) = driver.base else { continue }
            if poolId(inKey: key) != nil, key.hasSuffix(".gpu") { gpus.insert(canonicalGPU(word)) }
            if key.hasSuffix("capacity.quote"), word != "cheapest" { ids.insert(word) }
        }
        let limits = QuoteLimits.ofFleets(settings)
        var wishes: Set<[String]> = []
        regions = limits.map(\.regions).filter { wishes.insert($0).inserted }
        // Only one fleet's limits can hold for the list; with several, each chooses from all.
        if limits.allSatisfy({ $0.maxTermMonths == limits[0].maxTermMonths }) {
            maxTermMonths = limits[0].maxTermMonths
        }
        if limits.allSatisfy({ $0.minMemory == limits[0].minMemory }) { minMemory = limits[0].minMemory }
    }
}

/// A warning for each fleet whose quote is a block of days: its price is paid in months that the block does not cover.
func blocksOfDays(_ chosen: [String: String], _ quotes: PricedQuotes) -> [Diagnostic] {
    chosen.sorted { $0.key < $1.key }.compactMap { fleet, id in
        guard let line = quotes.lines.first(where: { $0.id == id }), let days = line.termDays else { return nil }
        return .blockOfDays(line, days: days, fleet: fleet)
    }
}

/// A warning for each fleet that names a quote which has lapsed.
func lapsedQuotes(_ chosen: [String: String], _ quotes: PricedQuotes, _ given: [String: GivenDriver]) -> [Diagnostic] {
    chosen.sorted { $0.key < $1.key }.compactMap { fleet, id in
        guard let line = quotes.lines.first(where: { $0.id == id }), line.isExpired(on: quotes.asOf) else { return nil }
        return .lapsedQuoteUsed(
            line, on: quotes.asOf, fleet: fleet,
            at: (given["\(fleet).quote"] ?? given["capacity.quote"])?.position)
    }
}

extension Diagnostic {
    static func lapsedQuoteUsed(_ line: QuoteLine, on day: Day, fleet: String, at position: SourcePosition?)
        -> Diagnostic
    {
        Diagnostic(
            "lapsed-quote-used", .warning, at: position, key: "\(fleet).quote",
            found:
                "\(fleet).quote: \(line.id), which lapsed\(line.validUntil.map { " on \($0)" } ?? "") and prices the plan all the same",
            expected: "a quote that holds on \(day)",
            fix: "ask \(line.vendor) to renew it, name another quote, or write quote: cheapest")
    }

    static func blockOfDays(_ line: QuoteLine, days: Int, fleet: String) -> Diagnostic {
        Diagnostic(
            "block-of-days", .warning, at: line.position, key: "\(fleet).quote",
            found: "quote \(line.id) for \(days) days, which prices whole months of \(fleet)",
            expected: "a price for the months in which the fleet is used",
            fix: "ask for the price of a longer term, or that blocks can follow each other without a gap")
    }
}
