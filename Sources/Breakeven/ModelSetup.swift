import Billing
import Diagnostics
import Economics
import Importers
import Settings

/// The shape of the model and all its drivers, from settings, quotes and invoices.
struct ModelSetup: Sendable {
    var structure: ModelStructure
    var register: DriverRegister
    /// Quote of each fleet that uses one.
    var chosenQuotes: [String: String]
    /// Canonical name of the one GPU of each fleet whose pools name one.
    var gpuOfFleet: [String: String] = [:]
    var warnings: [Diagnostic]
    /// Money drivers without a value, by label.
    var notCosted: [String]

    /// - Throws: 78 when drivers are missing or name something unknown.
    init(
        _ project: ProjectSettings, _ baseline: ImpliedBaseline, _ quotes: PricedQuotes,
        benchmarks: [ThroughputPoint] = [], sla: SLASetup? = nil,
        readiness: ReadinessSetup? = nil, startMonth: Month, migrated: [String: Month] = [:]
    ) throws(Failure) {
        var warnings: [Diagnostic] = []
        let settings = project.model
        let given = settings.given
        let implied = Set(baseline.workloads.map(\.id))
        var problems: [Diagnostic] = []
        for id in settings.unlistedWorkloads where !implied.contains(id) {
            problems.append(.unknownWorkload(id, known: implied.union(settings.workloadIds).sorted()))
        }
        // By id, so that the order of rows and files leaves no trace, not even in the last digits of a sum.
        let ids = Set(settings.workloadIds + baseline.workloads.map(\.id)).sorted {
            $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
        problems += idProblems(
            ids.map { ($0, project.origins["model.workloads.\($0)"]) }, kind: "workload", ofInvoices: implied)

        if !implied.isEmpty {
            problems += settings.workloadIds.filter { !implied.contains($0) && given["workloads.\($0).tok_in"] == nil }
                .map { id in
                    let row = given.filter { $0.key.hasPrefix("workloads.\(id).") }.compactMap(\.value.position).min {
                        ($0.line ?? 0, $0.column ?? 0) < ($1.line ?? 0, $1.column ?? 0)
                    }
                    return .workloadWithoutInvoices(
                        id, invoices: implied.sorted(), at: project.origins["model.workloads.\(id)"] ?? row)
                }
        }

        // Quotes give capacity where the project asks for it.
        let fleets = ModelStructure(
            startMonth: startMonth, horizon: settings.horizonMonths, workloads: [], pools: settings.poolIds,
            poolsWithCapacity: Set(settings.capacityOverridePools), oneOffs: 0
        ).fleets
        var requests: [PricedQuotes.Request] = []
        for fleet in fleets {
            let users = settings.poolIds.filter {
                fleet == "pools.\($0).capacity" || (fleet == "capacity" && !settings.capacityOverridePools.contains($0))
            }
            let named = Set(
                users.compactMap { pool -> String? in
                    guard case .word(let gpu)? = given["pools.\(pool).gpu"]?.base else { return nil }
                    return canonicalGPU(gpu)
                })
            if named.count == 1 { gpuOfFleet[fleet] = named.first }
            guard case .word(let quote)? = (given["\(fleet).quote"] ?? given["capacity.quote"])?.base else { continue }
            guard !users.isEmpty else { continue }
            problems += users.compactMap { unknownGPU($0, given["pools.\($0).gpu"]) }
            if named.count > 1 { problems.append(.severalGPUs(fleet, named.sorted())) }
            let limits = QuoteLimits(given, fleet: fleet)
            let replicas = users.compactMap { pool -> Int? in
                guard case .number(let gpus)? = given["pools.\(pool).gpus_per_replica"]?.base else { return nil }
                return Int(exactly: gpus)
            }
            requests.append(
                limits.request(
                    fleet: fleet, quote: quote, gpu: named.first, gpusPerReplica: replicas.max() ?? 1,
                    position: (given["\(fleet).quote"] ?? given["capacity.quote"])?.position))
        }
        if !problems.isEmpty { throw Failure(.badConfiguration, problems) }
        var (quoteLayer, chosen) = try quotes.capacity(requests)
        // A price that the project writes itself is one of an hour, whatever the quote's is for.
        for fleet in requests.map(\.fleet) {
            for form in ["rent", "reserved"] {
                let keys = ["\(fleet).\(form)_gpu_hour", "capacity.\(form)_gpu_hour"]
                guard keys.contains(where: { given[$0] != nil && !settings.isSetOnly($0) }) else { continue }
                quoteLayer.drivers["\(fleet).\(form)_month_hours"] = nil
                quoteLayer.links["\(fleet).\(form)_month_hours"] = nil
            }
        }
        chosenQuotes = chosen
        warnings +=
            blocksOfDays(chosen, quotes) + lapsedQuotes(chosen, quotes, given)
        for (fleet, id) in chosen.sorted(by: { $0.key < $1.key }) {
            let own = given["\(fleet).mode"] ?? given["capacity.mode"]
            guard case .word(let mode)? = own?.base,
                case .word(let quoted)? = quoteLayer.drivers["\(fleet).mode"]?.base,
                mode != quoted
            else { continue }
            warnings.append(.modeAgainstQuote(fleet, mode, id, quoted, at: own?.position))
        }

        // A pool without a price would be free: it takes no part until it has one.
        var configuration = DriverLayer(.configuration, given)
        for key in ["meta.start_month", "meta.horizon_months"] {
            // The structure holds the value.
            configuration.drivers[key] = project.origins["model.\(key)"].map { GivenDriver(.number(0), at: $0) }
        }
        configuration.drivers["report.fiscal_year_start"] = project.origins["report.fiscal_year_start"].map {
            GivenDriver(.number(0), at: $0)
        }
        let throughput = try PoolThroughput(settings, benchmarks)
        warnings += throughput.notes
        let layers =
            [configuration, throughput.layer, PoolMemory(settings).layer, quoteLayer, Self.layer(baseline)]
            + (sla.map { [$0.layer] } ?? []) + (readiness.map { [$0.layer] } ?? [])
        func has(_ fleet: String, _ name: String) -> GivenDriver? {
            layers.lazy.compactMap { $0.drivers["\(fleet).\(name)"] }.first
                ?? layers.lazy.compactMap { $0.drivers["capacity.\(name)"] }.first
        }
        func isPriced(_ pool: String) -> Bool {
            let fleet = settings.capacityOverridePools.contains(pool) ? "pools.\(pool).capacity" : "capacity"
            return ["server_price", "lease_month", "reserved_gpu_hour", "rent_gpu_hour"].contains { name in
                has(fleet, name).map { $0.base != .word(DriverKind.noPrice) } ?? false
            }
        }
        let pools = settings.poolIds.filter(isPriced)
        for pool in settings.poolIds where !pools.contains(pool) { warnings.append(.poolWithoutPrice(pool)) }

        for id in ids {
            guard case .word(let pool)? = given["workloads.\(id).pool"]?.base, !settings.poolIds.contains(pool),
                pool != "none"
            else { continue }
            problems.append(
                .unknownPool(pool, workload: id, known: settings.poolIds, at: given["workloads.\(id).pool"]?.position))
        }
        if !problems.isEmpty { throw Failure(.badConfiguration, problems) }
        structure = ModelStructure(
            startMonth: startMonth, horizon: settings.horizonMonths,
            workloads: ids.map { id in
                ModelStructure.Workload(
                    id: id, rampSteps: settings.rampCount[id] ?? 1,
                    isSpendOnly: baseline.spendOnly.contains(id))
            }, pools: pools, poolsWithCapacity: Set(settings.capacityOverridePools).intersection(pools),
            oneOffs: settings.oneOffCount,
            parts: PurchaseParts(settings: settings, layers: layers, fleets: fleets).parts)
        structure.fiscalYearStart = project.report.fiscalYearStart
        if !migrated.isEmpty { structure.startMonthSource = "default: the first month of migrated_since" }
        structure.sla = sla?.structure
        structure.capabilities = readiness?.capabilities ?? []
        structure.readinessPhases = readiness?.phases ?? 1
        register = try DriverRegister(structure: structure, layers: layers)
        problems =
            PoolMemory.problems(of: pools, in: register)
            + ContradictingDrivers.problems(register, fleets: structure.fleets)
        if !problems.isEmpty { throw Failure(.badConfiguration, problems) }
        if !pools.isEmpty {
            for fleet in structure.fleets {
                guard case .word(let mode)? = register[key: "\(fleet).mode"]?.base else { continue }
                let price =
                    [
                        "buy": "server_price", "lease": "lease_month", "reserved": "reserved_gpu_hour",
                        "block": "reserved_gpu_hour",
                    ][mode] ?? "rent_gpu_hour"
                if mode == "block", register[key: "\(fleet).block_months"]?.origin == .fallback {
                    problems.append(.blockWithoutMonths(fleet, at: register[key: "\(fleet).mode"]?.position))
                }
                if register[key: "\(fleet).\(price)"]?.base == .word(DriverKind.noPrice) {
                    problems.append(
                        .modeWithoutPrice(fleet, mode, price, at: register[key: "\(fleet).mode"]?.position))
                }
            }
            if !problems.isEmpty { throw Failure(.badConfiguration, problems) }
        }

        let drivers = register
        for fleet in pools.isEmpty ? [] : structure.fleets {
            func number(_ name: String) -> Double {
                if case .number(let value)? = drivers[key: "\(fleet).\(name)"]?.base { value } else { 0 }
            }
            let mode = drivers[key: "\(fleet).mode"]?.base
            guard mode == .word("buy") || mode == .word("lease"), number("kw_max") > 0, number("tariff_kwh") > 0,
                drivers[key: "\(fleet).kw_idle"]?.origin == .fallback
            else { continue }
            warnings.append(.noIdlePower(fleet, kwMax: number("kw_max")))
        }
        notCosted = register.drivers.filter { $0.definition.isMoney && $0.origin == .fallback && $0.link == nil }.map {
            $0.definition.label
        }
        if pools.isEmpty { notCosted = [] }
        if !notCosted.isEmpty { warnings.append(.notCosted(notCosted)) }
        self.warnings = warnings
        setMonths(ofMigrated: migrated)
    }

    /// What the invoices imply, as drivers.
    private static func layer(_ baseline: ImpliedBaseline) -> DriverLayer {
        var layer = DriverLayer(.invoices, [:])
        let months =
            baseline.window.count == 1
            ? "\(baseline.window[0])"
            : "\(baseline.window.first.map { "\($0)" } ?? "") to \(baseline.window.last.map { "\($0)" } ?? "")"
        for workload in baseline.workloads {
            for (name, value) in workload.drivers {
                var given = GivenDriver(.number(value))
                given.source = "invoices, \(months)"
                given.asOf = baseline.window.last?.lastDay
                given.confidence = workload.estimatedShare > 0 ? .estimate : .invoice
                layer.drivers["workloads.\(workload.id).\(name)"] = given
            }
        }
        return layer
    }
}

extension ImpliedWorkload {
    /// What the invoices tell of its drivers, by name.
    var drivers: [(name: String, value: Double)] {
        let values: [(String, Double?)] = [
            ("tok_in", tokIn), ("tok_cached", tokCached), ("tok_out", tokOut), ("price_in", priceIn),
            ("price_cached", priceCached), ("price_out", priceOut), ("api_other_month", apiOtherMonth),
        ]
        return values.compactMap { name, value in value.map { (name, $0) } }
    }
}

/// Why the GPU of a pool is none that a quote could be for; nil: it is one, or the pool names none.
private func unknownGPU(_ pool: String, _ given: GivenDriver?) -> Diagnostic? {
    guard case .word(let text)? = given?.base else { return nil }
    switch GPUName(text).resolution {
    case .known: return nil
    case .ambiguous(let models): return .gpuOfPool(pool, text, open: models.map(\.name), at: given?.position)
    case .unknown(let nearest): return .gpuOfPool(pool, text, nearest: nearest, at: given?.position)
    }
}

/// The catalogue's name of a GPU; the text itself when it is not known, so that no quote is found and the message names it.
func canonicalGPU(_ text: String) -> String {
    if case .known(let model, _) = GPUName(text).resolution { return model.name }
    return text
}

extension Diagnostic {
    static func unknownWorkload(_ id: String, known: [String]) -> Diagnostic {
        Diagnostic(
            "unknown-workload", key: "--set workloads.\(id)", found: "no workload \(id)",
            expected: "one of: \(known.joined(separator: ", "))", fix: "check the id; `breakeven check` lists them")
    }

    static func workloadWithoutInvoices(_ id: String, invoices: [String], at position: SourcePosition?) -> Diagnostic {
        let like = nearest(to: id, among: invoices).map { "did you mean \($0)? " } ?? ""
        return Diagnostic(
            "workload-without-invoices", at: position, key: "workloads.\(id)",
            found: "workload \(id) without tokens, and no invoice line that is attributed to it",
            expected:
                "a workload of the invoices (\(invoices.joined(separator: ", "))), or its tok_in, tok_out and prices",
            fix: "\(like)correct the name here or under `attribution`, or write its volume")
    }

    static func unknownPool(_ pool: String, workload: String, known: [String], at position: SourcePosition?)
        -> Diagnostic
    {
        Diagnostic(
            "unknown-pool", at: position, key: "workloads.\(workload).pool",
            found: "workload \(workload) in pool \(pool), which is not defined",
            expected: known.isEmpty ? "a pool under `model: pools:`" : "one of: \(known.joined(separator: ", "))",
            fix: "define the pool, or correct the name")
    }

    /// - Parameters:
    ///   - open: names that the text leaves open.
    ///   - nearest: names that are like one that is not known.
    static func gpuOfPool(
        _ pool: String, _ text: String, open: [String] = [], nearest: [String] = [], at position: SourcePosition?
    ) -> Diagnostic {
        Diagnostic(
            "pool-gpu", at: position, key: "pools.\(pool).gpu", found: "pool \(pool) on the GPU \"\(text)\"",
            expected: !open.isEmpty
                ? "one GPU; it could be \(open.joined(separator: ", "))"
                : nearest.isEmpty
                    ? "a GPU that is known, such as H100-SXM-80GB"
                    : "a GPU that is known; nearest: \(nearest.joined(separator: ", "))",
            fix: "write the name as csv/quotes.csv and `breakeven inspect` show it")
    }

    static func severalGPUs(_ fleet: String, _ gpus: [String]) -> Diagnostic {
        Diagnostic(
            "several-gpus", key: "\(fleet).quote",
            found: "\(fleet).quote serves pools of \(gpus.joined(separator: " and "))",
            expected: "one GPU for one quote", fix: "give each pool its own `capacity: {quote: …}`")
    }

    static func poolWithoutPrice(_ pool: String) -> Diagnostic {
        Diagnostic(
            "pool-without-price", .warning, key: "pools.\(pool)",
            found: "pool \(pool) has no price for its GPUs, so nothing can move to it",
            expected: "rent_gpu_hour, reserved_gpu_hour, lease_month or server_price, or a quote",
            fix: "write `capacity: {quote: cheapest}` with a quote under quotes/, or the price itself")
    }

    static func modeWithoutPrice(_ fleet: String, _ mode: String, _ price: String, at position: SourcePosition?)
        -> Diagnostic
    {
        Diagnostic(
            "mode-without-price", at: position, key: "\(fleet).mode",
            found: "\(fleet) in mode \(mode), and no \(price)",
            expected: "a price for the form of capacity in force: without it every GPU would be free",
            fix: "write \(price), choose a quote of that form, or change the mode")
    }

    /// The project's own mode holds: the quote gives what it has, but not the form of capacity.
    static func modeAgainstQuote(
        _ fleet: String, _ mode: String, _ quote: String, _ quoted: String, at position: SourcePosition?
    ) -> Diagnostic {
        Diagnostic(
            "mode-against-quote", .warning, at: position, key: "\(fleet).mode",
            found: "\(fleet) in mode \(mode), and quote \(quote), which is for mode \(quoted)",
            expected: "a quote for the form of capacity in force: this one does not price the plan",
            fix: "leave mode out, or choose a quote for mode \(mode)")
    }

    static func blockWithoutMonths(_ fleet: String, at position: SourcePosition?) -> Diagnostic {
        Diagnostic(
            "block-without-months", at: position, key: "\(fleet).block_months",
            found: "\(fleet) in mode block, and no block_months", expected: "the months that the block lasts",
            fix: "write block_month, block_months and reserved_gpus beside the mode")
    }

    static func noIdlePower(_ fleet: String, kwMax: Double) -> Diagnostic {
        Diagnostic(
            "no-idle-power", .warning, key: "\(fleet).kw_idle",
            found:
                "\(fleet) with servers of \(Sentence.Shown.tenths.text(kwMax)) kW when busy, and no kw_idle: an idle server draws nothing in the plan",
            expected: "what a server draws when idle, often a quarter to a third of kw_max",
            fix: "write kw_idle under `\(fleet)`, 0 where power is not paid for")
    }

    static func notCosted(_ labels: [String]) -> Diagnostic {
        Diagnostic(
            "not-costed", .warning, at: SourcePosition(file: "breakeven.yaml"),
            found: "no value for \(labels.joined(separator: ", ")), which counts as 0",
            expected: "a value for each, 0 where it truly costs nothing",
            fix: "write them under `people` and `opex` of `model`")
    }
}
