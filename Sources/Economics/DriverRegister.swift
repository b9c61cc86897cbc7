package import Billing
package import Diagnostics

/// Who gave a driver its value; the first in this order wins.
package enum DriverOrigin: Int, CaseIterable, Hashable, Comparable, Sendable {
    case override, configuration, workloadsFile, quote, invoices, fallback

    package static func < (a: DriverOrigin, b: DriverOrigin) -> Bool { a.rawValue < b.rawValue }
}

/// A driver whose base cell is a formula over another input, such as the price of the chosen quote.
package enum DriverLink: Hashable, Sendable {
    /// A line of the quote model, for a quote.
    case quote(line: String, id: String)
    /// The same as another driver.
    case driver(String)
}

package struct ResolvedDriver: Hashable, Sendable {
    package var key: String
    package var definition: DriverDefinition
    package var base: DriverValue
    /// Nil: same as base.
    package var low: Double?
    package var high: Double?
    package var origin: DriverOrigin
    package var unit: String
    package var source: String
    package var owner: String
    package var asOf: Day?
    package var expires: Day?
    package var confidence: Confidence
    package var link: DriverLink?
    package var position: SourcePosition?
    package var label: String
    /// The scenarios take the other end than the direction of the catalogue says: they are custom.
    package var isCustom = false
    /// `low_scenario` is given, and no end that it could take.
    package var namesAnEndInVain = false

    /// The value that a scenario takes: `low` every unfavourable end, `high` every favourable one.
    package func value(in scenario: Scenario) -> DriverValue {
        let end: Double? =
            switch (scenario, definition.direction) {
            case (.base, _), (_, .neither): nil
            case (.low, .favours), (.high, .hurts): low
            case (.low, .hurts), (.high, .favours): high
            }
        return end.map(DriverValue.number) ?? base
    }

    package func value(at end: DriverEnd) -> DriverValue {
        switch end {
        case .low: low.map(DriverValue.number) ?? base
        case .high: high.map(DriverValue.number) ?? base
        }
    }

    /// Whether setting the cell changes the figures as `--set` would.
    package var isLive: Bool { definition.isLive && link == nil }
}

/// Drivers of one origin, by config key.
package struct DriverLayer: Sendable {
    package var origin: DriverOrigin
    package var drivers: [String: GivenDriver]
    package var links: [String: DriverLink]

    package init(_ origin: DriverOrigin, _ drivers: [String: GivenDriver], links: [String: DriverLink] = [:]) {
        self.origin = origin
        self.drivers = drivers
        self.links = links
    }
}

/// What a project's model is made of, before its drivers have values.
package struct ModelStructure: Hashable, Sendable {
    package struct Workload: Hashable, Sendable {
        package var id: String
        package var rampSteps: Int
        /// Only money without tokens: nothing that could move.
        package var isSpendOnly: Bool

        package init(id: String, rampSteps: Int = 1, isSpendOnly: Bool = false) {
            self.id = id
            self.rampSteps = rampSteps
            self.isSpendOnly = isSpendOnly
        }
    }

    package var startMonth: Month
    /// Where the month comes from when the project does not give it.
    package var startMonthSource = "default: the month after the period"
    package var horizon: Int
    /// Month of the calendar, 1 to 12.
    package var fiscalYearStart = 1
    package var workloads: [Workload]
    package var pools: [String]
    /// Pools that have capacity keys of their own.
    package var poolsWithCapacity: Set<String>
    package var oneOffs: Int
    /// Nil: the project says nothing about an SLA.
    package var sla: SLAStructure?
    /// Capabilities of readiness.csv, in the order of ``Capability/all``, then the company's own; empty without the file.
    package var capabilities: [Capability] = []
    /// Phases with targets of their own, 1…``Capability/mostPhases``.
    package var readinessPhases = 1
    /// Items of the lists that the parts of the project have; 1 for a part without a list.
    package var parts: [ModelPart: Int]

    package init(
        startMonth: Month, horizon: Int, workloads: [Workload], pools: [String], poolsWithCapacity: Set<String>,
        oneOffs: Int, parts: [ModelPart: Int] = [:]
    ) {
        self.startMonth = startMonth
        self.horizon = horizon
        self.workloads = workloads
        self.pools = pools
        self.poolsWithCapacity = poolsWithCapacity
        self.oneOffs = oneOffs
        self.parts = parts
    }

    /// Key prefixes of the fleets: `capacity` for the pools that share it, then one for each pool that does not.
    package var fleets: [String] {
        let own = pools.filter(poolsWithCapacity.contains).map { "pools.\($0).capacity" }
        return own.count < pools.count || pools.isEmpty ? ["capacity"] + own : own
    }

    package var members: Members {
        var ramp: [Member] = []
        var ranges: [Swift.Range<Int>] = []
        for workload in workloads {
            let first = ramp.count
            for step in 1...Swift.max(1, workload.rampSteps) {
                ramp.append(Member(id: "workloads.\(workload.id).ramp.\(step)", label: "\(workload.id), step \(step)"))
            }
            ranges.append(first..<ramp.count)
        }
        let fleets = fleets
        func items(_ part: ModelPart) -> [Member] {
            (0..<(parts[part] ?? 0)).map { Member(id: "\(part.list!).\($0 + 1)", label: "step \($0 + 1)") }
        }
        return Members(
            lists: [
                .commitmentTier: items(.tiers), .priceStep: items(.priceSteps),
                .workload: workloads.map { Member(id: $0.id) },
                .pool: pools.map { Member(id: $0) },
                .fleet: fleets.map { prefix in
                    Member(id: prefix, label: prefix == "capacity" ? "shared" : String(prefix.dropFirst(6).dropLast(9)))
                },
                .rampStep: ramp,
                .capability: capabilities.map { Member(id: $0.id, label: $0.label) },
                .oneOff: (0..<oneOffs).map { Member(id: "one_off.\($0 + 1)", label: "item \($0 + 1)") },
            ],
            rampOfWorkload: ranges,
            fleetOfPool: pools.map { pool in
                fleets.firstIndex(of: poolsWithCapacity.contains(pool) ? "pools.\(pool).capacity" : "capacity")!
            }, parts: Set(parts.keys), dimensionOfCapability: capabilities.map(\.dimension),
            readinessPhases: capabilities.isEmpty ? 1 : readinessPhases)
    }
}

/// Every driver of a project with its value and where that came from, in the order of the Assumptions sheet.
package struct DriverRegister: Sendable {
    package private(set) var drivers: [ResolvedDriver]
    private var indexOfKey: [String: Int]

    package subscript(key key: String) -> ResolvedDriver? { indexOfKey[key].map { drivers[$0] } }

    package mutating func set(_ driver: ResolvedDriver) {
        if let index = indexOfKey[driver.key] { drivers[index] = driver }
    }

    /// - Parameter layers: any order; each driver is taken from the best origin that has it.
    /// - Throws: ``Failure`` with status 78 that names every driver that is required and missing.
    package init(structure: ModelStructure, layers: [DriverLayer]) throws(Failure) {
        drivers = []
        indexOfKey = [:]
        let layers = layers.sorted { $0.origin < $1.origin }
        var missing: [Diagnostic] = []
        func add(_ key: String, _ definition: DriverDefinition, label: String, required: Bool = true) {
            for layer in layers {
                if let given = layer.drivers[key] {
                    append(given, key, definition, layer.origin, layer.links[key], label)
                    return
                }
            }
            // The capacity of a pool with keys of its own falls back to the shared one.
            if definition.pattern.hasPrefix("pools.*.capacity.") {
                let shared = "capacity.\(definition.name)"
                for layer in layers {
                    if let given = layer.drivers[shared] {
                        append(
                            given, key, definition, layer.origin,
                            structure.fleets.contains("capacity") ? .driver(shared) : nil, label)
                        return
                    }
                }
            }
            if key == "finance.depr_book_months" {
                // The life of a server, of the first fleet where pools have capacity of their own.
                let fleet = structure.fleets[0]
                let life = ["\(fleet).life_months", "capacity.life_months"].lazy.compactMap { key in
                    layers.lazy.compactMap { $0.drivers[key] }.first
                }.first
                var given = GivenDriver(life?.base ?? DriverCatalogue.definition(of: "capacity.life_months")!.fallback!)
                given.low = life?.low
                given.high = life?.high
                given.source = "same as the life of a server"
                append(given, key, definition, .fallback, .driver("\(fleet).life_months"), label)
                return
            }
            guard let value = definition.fallback else {
                if required { missing.append(.missingDriver(key, definition)) }
                append(GivenDriver(.number(0)), key, definition, .fallback, nil, label)
                return
            }
            append(GivenDriver(value), key, definition, .fallback, nil, label)
        }
        func append(
            _ given: GivenDriver, _ key: String, _ definition: DriverDefinition, _ origin: DriverOrigin,
            _ link: DriverLink?, _ label: String
        ) {
            let isGuess = origin == .fallback && definition.fallbackIsPlaceholder
            var definition = definition
            let catalogued = definition.direction
            let hasEnds = given.low != nil || given.high != nil
            if let end = given.lowScenario, hasEnds { definition.direction = end == .low ? .favours : .hurts }
            indexOfKey[key] = drivers.count
            drivers.append(
                ResolvedDriver(
                    key: key, definition: definition, base: given.base, low: given.low, high: given.high,
                    origin: origin, unit: given.unit ?? definition.unit,
                    source: given.source
                        ?? (origin == .fallback ? "default" : given.position?.ofLine.description ?? ""),
                    owner: given.owner ?? "",
                    asOf: given.asOf, expires: given.expires,
                    confidence: given.confidence ?? (isGuess ? .placeholder : .estimate), link: link,
                    position: given.position, label: label, isCustom: definition.direction != catalogued,
                    namesAnEndInVain: given.lowScenario != nil && !hasEnds))
        }

        /// The structure holds the value; the layer of the configuration tells where it stands, if it does.
        func appendMeta(_ definition: DriverDefinition, _ value: DriverValue, _ absent: String) {
            var given = layers.lazy.compactMap { $0.drivers[definition.pattern] }.first ?? GivenDriver(value)
            given.base = value
            if given.position == nil { given.source = absent }
            let origin: DriverOrigin = given.position == nil ? .fallback : .configuration
            append(given, definition.pattern, definition, origin, nil, definition.label)
        }

        let start = DriverDefinition(
            "meta.start_month", "First month of the model", unit: "date", .integer(min: 1, max: nil), default: nil,
            .neither)
        let startSerial = Double(SpreadsheetDate.serial(structure.startMonth.firstDay))
        appendMeta(start, .number(startSerial), structure.startMonthSource)
        let months = DriverDefinition(
            "meta.horizon_months", "Months of the model", unit: "months", .integer(min: 1, max: 120), default: nil,
            .neither, live: false)
        appendMeta(months, .number(Double(structure.horizon)), "default")
        let fiscal = DriverDefinition(
            "report.fiscal_year_start", "First month of the fiscal year", unit: "month", .integer(min: 1, max: 12),
            default: nil, .neither)
        appendMeta(fiscal, .number(Double(structure.fiscalYearStart)), "default")

        for definition in DriverCatalogue.general { add(definition.pattern, definition, label: definition.label) }
        for part in ModelPart.allCases {
            guard let count = structure.parts[part] else { continue }
            for item in 1...Swift.max(1, count) {
                for definition in part.drivers {
                    let key = definition.pattern.replacing("#", with: "\(item)")
                    // A price relative to today is needed once a share of the tokens would pay it.
                    let share = self[key: key.replacing("_price_ratio", with: "_share")]
                    add(
                        key, definition, label: definition.label + (part.list == nil ? "" : " \(item)"),
                        required: !key.hasSuffix("_price_ratio") || share?.base != .number(0) || share?.high != nil)
                }
            }
        }
        for workload in structure.workloads {
            let given: (String) -> Bool = { name in
                layers.contains { $0.drivers["workloads.\(workload.id).\(name)"] != nil }
            }
            for definition in DriverCatalogue.workload {
                let label = "\(workload.id): \(definition.label)"
                switch definition.name {
                case "ramp":
                    for step in 1...Swift.max(1, workload.rampSteps) {
                        add("workloads.\(workload.id).ramp.\(step)", definition, label: "\(label) \(step)")
                    }
                case "pool", "reason":
                    if given(definition.name) || definition.name == "pool" {
                        add("workloads.\(workload.id).\(definition.name)", definition, label: label, required: false)
                        if case .number = self[key: "workloads.\(workload.id).\(definition.name)"]!.base {
                            drivers[drivers.count - 1].base = .word("none")
                        }
                    }
                case "tok_in", "tok_out":
                    add(
                        "workloads.\(workload.id).\(definition.name)", definition, label: label,
                        required: !workload.isSpendOnly && !given("api_other_month"))
                case "price_in", "price_out":
                    // A price is needed where there are tokens to price and the invoices know of none.
                    let volume = self[key: "workloads.\(workload.id).tok_\(definition.name.dropFirst(6))"]
                    add(
                        "workloads.\(workload.id).\(definition.name)", definition, label: label,
                        required: volume.map { $0.base != .number(0) && $0.origin != .invoices } ?? false)
                default:
                    add("workloads.\(workload.id).\(definition.name)", definition, label: label)
                }
            }
            for definition in DriverCatalogue.gates where given("gates.\(definition.name)") {
                add(
                    "workloads.\(workload.id).gates.\(definition.name)", definition,
                    label: "\(workload.id): \(definition.label)")
            }
        }
        for pool in structure.pools {
            for definition in DriverCatalogue.pool {
                let key = "pools.\(pool).\(definition.name)"
                let isOptional = ["gpu", "model", "precision"].contains(definition.name)
                guard !isOptional || layers.contains(where: { $0.drivers[key] != nil }) else { continue }
                add(key, definition, label: "\(pool): \(definition.label)")
            }
        }
        for fleet in structure.fleets {
            let list = fleet == "capacity" ? DriverCatalogue.capacity : DriverCatalogue.poolCapacity
            for definition in list {
                if let part = ModelPart.ofFleetDriver(definition.name), structure.parts[part] == nil { continue }
                let key = "\(fleet).\(definition.name)"
                // What limits the choice of a quote stands here only where somebody gave it.
                let limits = [
                    "quote", "allow_spot", "regions", "max_term_months", "min_gpu_memory_gb", "max_gpus_together",
                ]
                if limits.contains(definition.name) {
                    guard layers.contains(where: { $0.drivers[key] != nil }) else { continue }
                }
                let owner = fleet == "capacity" ? "" : "\(fleet.dropFirst(6).dropLast(9)): "
                add(key, definition, label: owner + definition.label)
            }
        }
        for item in 0..<structure.oneOffs {
            for definition in DriverCatalogue.oneOff {
                let key = "one_off.\(item + 1).\(definition.name)"
                if definition.name == "label", !layers.contains(where: { $0.drivers[key] != nil }) { continue }
                add(key, definition, label: "\(definition.label) \(item + 1)")
            }
        }
        if let sla = structure.sla { add(sla) }
        for definition in DriverCatalogue.readiness where !structure.capabilities.isEmpty {
            guard definition.pattern.hasSuffix("*") else {
                add(definition.pattern, definition, label: definition.label)
                continue
            }
            let phase = (2...Capability.mostPhases).first {
                definition.pattern == DriverCatalogue.targetPattern(ofPhase: $0)
            }
            if let phase, phase > structure.readinessPhases { continue }
            for capability in structure.capabilities {
                let key = definition.pattern.replacing("*", with: capability.id)
                let label = definition.label(of: capability)
                if let phase, !layers.contains(where: { $0.drivers[key] != nil }) {
                    let before = DriverCatalogue.targetPattern(ofPhase: phase - 1).replacing("*", with: capability.id)
                    copy(key, definition, of: before, label: label, source: "same as in the phase before")
                } else {
                    add(key, definition, label: label)
                }
            }
        }
        if !missing.isEmpty { throw Failure(.badConfiguration, missing) }

        /// Text and figures that have no default stand here only where somebody gave them; the offer copies what it leaves out.
        func add(_ sla: SLAStructure) {
            for definition in DriverCatalogue.sla where !definition.pattern.contains("#") {
                let key = definition.pattern
                let isGiven = layers.contains { $0.drivers[key] != nil }
                if key.hasPrefix("sla.better."), sla.betterTiers == nil { continue }
                if definition.fallback == nil, !isGiven {
                    guard key.hasPrefix("sla.better."), sla.history.isEmpty || sla.betterIsMoreReliable else {
                        continue
                    }
                    copy(key, definition, of: "sla.\(definition.name)")
                    continue
                }
                add(key, definition, label: definition.label)
            }
            for definition in DriverCatalogue.sla where definition.pattern.contains("#") {
                let isBetter = definition.pattern.hasPrefix("sla.better.")
                let count = isBetter ? sla.betterTiers ?? 0 : sla.tiers
                for tier in 1...Swift.max(1, count) where count > 0 {
                    let key = definition.pattern.replacing("#", with: "\(tier)")
                    let label = "\(definition.label) (tier \(tier))"
                    if isBetter, !layers.contains(where: { $0.drivers[key] != nil }) {
                        copy(key, definition, of: "sla.tiers.\(tier).\(definition.name)", label: label)
                    } else {
                        add(key, definition, label: label)
                    }
                }
            }
        }
        func copy(
            _ key: String, _ definition: DriverDefinition, of other: String, label: String? = nil,
            source: String = "same as today"
        ) {
            guard let driver = self[key: other] else { return add(key, definition, label: label ?? definition.label) }
            var given = GivenDriver(driver.base)
            (given.low, given.high, given.source) = (driver.low, driver.high, source)
            append(given, key, definition, .fallback, .driver(other), label ?? definition.label)
        }
    }

    /// Drivers whose low scenario takes the other end than their direction says: the scenarios are custom.
    package var customScenarios: [ResolvedDriver] { drivers.filter { $0.isCustom && $0.link == nil } }

    /// The values of one instance.
    package func lane(_ instance: Instance) -> Lane {
        Lane(
            isFullStrategy: instance.strategy == .full,
            drivers: Dictionary(uniqueKeysWithValues: drivers.map { ($0.key, $0.value(in: instance.scenario)) }))
    }
}

extension Diagnostic {
    package static func missingDriver(_ key: String, _ definition: DriverDefinition) -> Diagnostic {
        let parts = key.split(separator: ".")
        let home = (["model"] + parts.dropLast().map(String.init)).joined(separator: ".")
        return Diagnostic(
            "missing-driver", key: key, found: "no value for \(key) (\(definition.label), \(definition.unit))",
            expected: "a value in breakeven.yaml, workloads.csv, a quote or the invoices",
            fix: "write `\(parts.last ?? "")` in `\(home)`, or give it with --set \(key)=VALUE")
    }
}
