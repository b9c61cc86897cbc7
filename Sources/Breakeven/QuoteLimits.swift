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

    /// - Parameter fleet: Config prefix; what it leaves out, `capacity` says.
    init(_ given: [String: GivenDriver], fleet: String) {
        func value(_ name: String) -> DriverValue? { (given["\(fleet).\(name)"] ?? given["capacity.\(name)"])?.base }
        func whole(_ name: String) -> Int? {
            if case .number(let number)? = value(name) { Int(exactly: number) } else { nil }
        }
        allowSpot = value("allow_spot") == .number(1)
        regions = []
        if case .word(let words)? = value("regions") { regions = words.split(separator: " ").map(String.init) }
        maxTermMonths = whole("max_term_months")
        minMemory = whole("min_gpu_memory_gb")
        maxGPUsTogether = whole("max_gpus_together")
    }

    func request(
        fleet: String, quote: String, gpu: String?, gpusPerReplica: Int, isLeased: Bool = false,
        position: SourcePosition?
    ) -> PricedQuotes.Request {
        PricedQuotes.Request(
            fleet: fleet, quote: quote, gpu: gpu, allowSpot: allowSpot, regions: regions, maxTermMonths: maxTermMonths,
            minMemory: minMemory, maxGPUsTogether: maxGPUsTogether, gpusPerReplica: gpusPerReplica, isLeased: isLeased,
            position: position)
    }

    /// The limits of every fleet of a project, `capacity` first.
    static func ofFleets(_ settings: ModelSettings) -> [QuoteLimits] {
        (["capacity"] + settings.capacityOverridePools.map { "pools.\($0).capacity" })
            .map { QuoteLimits(settings.given, fleet: $0) }
    }

    /// Whether any fleet of a project may choose a line, whatever its GPU.
    static func ofAnyFleet(_ settings: ModelSettings) -> (QuoteLine) -> Bool {
        let requests = ofFleets(settings).map {
            $0.request(fleet: "", quote: "cheapest", gpu: nil, gpusPerReplica: 1, position: nil)
        }
        return { line in requests.contains { $0.allows(line) } }
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
        // Only one fleet's limits can hold for the list; with several, each chooses from all.
        let limits = QuoteLimits.ofFleets(settings)
        if limits.allSatisfy({ $0.regions == limits[0].regions }) { regions = limits[0].regions }
        if limits.allSatisfy({ $0.maxTermMonths == limits[0].maxTermMonths }) {
            maxTermMonths = limits[0].maxTermMonths
        }
        if limits.allSatisfy({ $0.minMemory == limits[0].minMemory }) { minMemory = limits[0].minMemory }
    }
}

/// A warning for each fleet that rents whole instances and does not say so: its GPUs are then paid for one by one.
func soldTogether(_ chosen: [String: String], _ quotes: PricedQuotes, _ given: [String: GivenDriver]) -> [Diagnostic] {
    chosen.sorted { $0.key < $1.key }.compactMap { fleet, id in
        guard let line = quotes.lines.first(where: { $0.id == id }), line.pricing == .onDemand || line.pricing == .spot,
            line.priceUnit == .instanceHour || line.priceUnit == .instanceMonth, line.gpusPerUnit > Amount(1),
            given["\(fleet).gpus_sold_together"] == nil, given["capacity.gpus_sold_together"] == nil
        else { return nil }
        return .soldTogether(line, fleet: fleet)
    }
}

extension Diagnostic {
    static func soldTogether(_ line: QuoteLine, fleet: String) -> Diagnostic {
        Diagnostic(
            "sold-together", .warning, key: "\(fleet).gpus_sold_together",
            found: "quote \(line.id) rents \(line.gpusPerUnit) GPUs at a time, and no \(fleet).gpus_sold_together",
            expected: "how many GPUs are paid for together; 1 is taken",
            fix: "write gpus_sold_together: \(line.gpusPerUnit), or 1 where the vendor rents parts")
    }
}
