import Economics

/// The keys that each mapping of the configuration may hold. Drivers come from ``DriverCatalogue``.
enum SchemaKeys {
    static let top = [
        "report", "inputs", "sources", "attribution", "baseline", "model", "sla", "readiness", "uncertainty",
    ]
    static let report = [
        "title", "organisation", "prepared_by", "classification", "currency", "as_of", "time_zone",
        "fiscal_year_start", "template", "paper",
    ]
    static let template = [
        "palette", "font", "title_block", "paper", "classification", "leave_out",
    ]
    static let palette = ["dark", "pale", "note", "rule", "link", "series"]
    static let titleBlock = ["logo", "logo_text", "lines", "footer"]
    static let inputs = ["invoices", "quotes", "workloads", "readiness", "incidents", "fx", "control_totals"]
    static let baseline = ["months", "basis", "through", "exclude"]
    static let uncertainty = ["trials", "seed", "delay_months", "correlation", "weights", "distributions"]
    static let weights = Scenario.allCases.map(\.rawValue)
    static let source = [
        "files", "format", "columns", "vendor", "currency", "decimal", "date_order", "basis", "price_ratio", "serves",
    ]
    static let attributionRule = ["when", "workload"]
    /// `tag.NAME` comes on top.
    static let attributionDimensions = [
        "provider", "account", "sub_account", "project", "workspace", "api_key", "user", "model", "service_tier", "sku",
        "region", "file",
    ]
    static let priceRatio = ["input", "cached", "output"]

    static let model = [
        "meta", "finance", "market", "people", "opex", "one_off", "migration", "optimised", "pools", "capacity",
        "workloads",
    ]
    static let meta = ["start_month", "horizon_months", "currency"] + driverNames("meta.")
    static let finance = driverNames("finance.") + names(ModelPart.debt.drivers + ModelPart.loan.drivers)
    static let market = driverNames("market.") + ["commitment", "api_price_steps"]
    static let people = driverNames("people.")
    static let opex = driverNames("opex.") + names(ModelPart.failures.drivers + ModelPart.storage.drivers)
    static let optimised = names(ModelPart.optimised.drivers)
    static let commitment = names(ModelPart.commitment.drivers) + ["tiers"]
    static let tier = names(ModelPart.tiers.drivers)
    static let priceStep = names(ModelPart.priceSteps.drivers)
    static let migration = driverNames("migration.")
    static let capacity = driverNames("capacity.")
    static let workload = ["id"] + names(DriverCatalogue.workload) + ["migrated_since", "gates"]
    static let pool = ["id"] + names(DriverCatalogue.pool) + ["capacity"]
    static let gates = names(DriverCatalogue.gates)
    static let oneOff = names(DriverCatalogue.oneOff)
    static let driver = [
        "base", "low", "high", "low_scenario", "unit", "source", "owner", "as_of", "expires", "confidence",
    ]

    static let sla =
        names(DriverCatalogue.sla.filter { $0.pattern.split(separator: ".").count == 2 })
        + ["history_from", "tiers", "better"]
    static let slaOffer =
        names(DriverCatalogue.sla.filter { $0.pattern.hasPrefix("sla.better.") && !$0.pattern.contains("#") }) + [
            "tiers"
        ]
    static let slaTier = ["below", "credit"]

    /// Sections of `readiness`, in the order of their drivers.
    static let readiness = DriverCatalogue.readiness.reduce(into: [String]()) { names, definition in
        let name = String(definition.pattern.split(separator: ".")[1])
        if names.last != name { names.append(name) }
    }
    /// The keys of a section of `readiness`.
    ///
    /// - Parameter own: capabilities of the company's own.
    static func readinessKeys(_ section: String, own: [String] = []) -> [String] {
        DriverCatalogue.readiness.filter { $0.pattern.hasPrefix("readiness.\(section).") }.flatMap { definition in
            definition.pattern.hasSuffix("*") ? Capability.all.map(\.id) + own : [definition.name]
        }
    }

    private static func driverNames(_ prefix: String) -> [String] {
        names((DriverCatalogue.general + DriverCatalogue.capacity).filter { $0.pattern.hasPrefix(prefix) })
    }

    private static func names(_ definitions: [DriverDefinition]) -> [String] { definitions.map(\.name) }
}

/// Advice for a key that is valid, but in another mapping; nil when it is valid nowhere.
///
/// - Parameter path: The mapping where it was found; empty for the top level.
func homeOfKey(_ key: String, outside path: String) -> String? {
    let homes: [(path: String, keys: [String])] = [
        ("", SchemaKeys.top), ("report", SchemaKeys.report), ("baseline", SchemaKeys.baseline),
        ("model", SchemaKeys.model), ("model.meta", SchemaKeys.meta), ("model.finance", SchemaKeys.finance),
        ("model.market", SchemaKeys.market), ("model.people", SchemaKeys.people), ("model.opex", SchemaKeys.opex),
        ("model.capacity", SchemaKeys.capacity), ("model.pools", SchemaKeys.pool),
        ("model.workloads", SchemaKeys.workload), ("model.migration", SchemaKeys.migration),
        ("model.optimised", SchemaKeys.optimised), ("model.market.commitment", SchemaKeys.commitment),
        ("sla", SchemaKeys.sla),
    ]
    guard let home = homes.first(where: { $0.keys.contains(key) && $0.path != path }) else { return nil }
    switch home.path {
    case "": return "`\(key)` belongs at the top level"
    case "model.pools", "model.workloads": return "`\(key)` belongs in an item of `\(home.path)`"
    default: return "`\(key)` belongs in `\(home.path)`"
    }
}
