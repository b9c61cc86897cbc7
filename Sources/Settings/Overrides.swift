import Diagnostics
import Economics

/// One `--set KEY=VALUE`.
struct Override {
    /// As typed; messages name it.
    var key: String
    /// Full path in NFC: `model.finance.tax_rate`, `report.title`.
    var path: String
    var value: String

    var position: SourcePosition { .override(key) }

    private let ownCapabilities: [String]

    /// - Parameter ownCapabilities: those that the project has playbooks of its own for.
    /// - Throws: The problem when the argument is no `KEY=VALUE`.
    init(_ argument: String, ownCapabilities: [String] = []) throws(OverrideProblem) {
        self.ownCapabilities = ownCapabilities
        guard let equals = argument.firstIndex(of: "="), equals > argument.startIndex else {
            throw OverrideProblem(diagnostic: .overrideWithoutValue(argument))
        }
        key = argument[..<equals].trimmed
        value = argument[argument.index(after: equals)...].trimmed
        path = normalizedId(key)
        let section = path.prefix { $0 != "." }
        if SchemaKeys.model.contains(String(section)) { path = "model.\(path)" }
    }

    /// What a key addresses.
    enum Target {
        /// A driver below `model`; the key is without `model.`.
        case driver(String)
        /// All values of a workload's ramp.
        case ramp(workload: String)
        case quotePrice
        /// Anything else that `breakeven.yaml` can hold.
        case setting
        case unknown
    }

    var target: Target {
        let parts = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count > 1, !parts.contains("") else { return .unknown }
        guard parts[0] == "model" else {
            if parts[0] == "quotes", parts.count > 2, parts.last == "price" { return .quotePrice }
            if ["sla", "readiness"].contains(parts[0]), let definition = DriverCatalogue.definition(of: path),
                !definition.pattern.hasPrefix("readiness.") || !definition.pattern.hasSuffix("*")
                    || Capability.of(parts[2]) != nil || ownCapabilities.contains(parts[2])
            {
                return .driver(path)
            }
            return SchemaKeys.top.contains(parts[0]) ? .setting : .unknown
        }
        guard parts.count > 2 else { return .unknown }
        let key = withoutModel(path)
        if DriverCatalogue.definition(of: key) != nil { return .driver(key) }
        switch parts[1] {
        case "meta" where ["start_month", "horizon_months", "currency"].contains(parts[2]): return .setting
        case "market" where parts[2] == "commitment": return .setting
        case "optimised": return .setting
        case "workloads" where parts.count > 3 && parts.last == "ramp":
            return .ramp(workload: parts[2..<(parts.count - 1)].joined(separator: "."))
        case "workloads" where parts.count > 3 && parts.last == "migrated_since": return .setting
        default: return .unknown
        }
    }
}

struct OverrideProblem: Error {
    var diagnostic: Diagnostic
}

/// Puts the value into the tree as if the file had it there; the schema then reads it.
///
/// List items go by their position from 1, or by their id.
///
/// - Returns: The problem when the path leads into a list item that is not there.
func apply(_ override: Override, to root: inout ConfigNode) -> Diagnostic? {
    let path = override.path.split(separator: ".").map(String.init)
    var value = ConfigNode(.scalar(override.value, isPlain: true), at: override.position)
    if override.value.hasPrefix("["),
        let list = try? readYAML(ConfigText(name: override.position.file, text: override.value))
    {
        value = list.moved(to: override.position)
    }
    return root.set(value, at: path[...], override)
}

extension ConfigNode {
    /// The same value, all of it at one place.
    fileprivate func moved(to place: SourcePosition) -> ConfigNode {
        switch content {
        case .scalar: ConfigNode(content, at: place)
        case .list(let items): ConfigNode(.list(items.map { $0.moved(to: place) }), at: place)
        case .map(let entries):
            ConfigNode(
                .map(entries.map { ConfigEntry(key: $0.key, keyPosition: place, value: $0.value.moved(to: place)) }),
                at: place)
        }
    }

    fileprivate mutating func set(_ value: ConfigNode, at path: ArraySlice<String>, _ override: Override)
        -> Diagnostic?
    {
        guard let step = path.first else {
            self = value
            return nil
        }
        switch content {
        case .list(var items):
            let index = Int(step).map { $0 - 1 } ?? items.firstIndex { $0.id == step }
            guard let index, items.indices.contains(index) else {
                return .noSuchItem(override, step: step, count: items.count)
            }
            let problem = items[index].set(value, at: path.dropFirst(), override)
            content = .list(items)
            return problem
        case .map(var entries):
            let problem = entries.set(value, at: path, override)
            content = .map(entries)
            return problem
        case .scalar:
            // A text where a mapping belongs stays, so that the schema can say so.
            guard isEmpty || isNull else { return nil }
            var entries: [ConfigEntry] = []
            let problem = entries.set(value, at: path, override)
            content = .map(entries)
            return problem
        }
    }

    private var id: String? {
        guard case .map(let entries) = content,
            case .scalar(let id, _)? = entries.first(where: { $0.key == "id" })?.value.content
        else { return nil }
        return normalizedId(id)
    }
}

extension [ConfigEntry] {
    /// - Parameter path: At least one step.
    fileprivate mutating func set(_ value: ConfigNode, at path: ArraySlice<String>, _ override: Override)
        -> Diagnostic?
    {
        guard let step = path.first else { return nil }
        // A key may hold dots itself: `tag.team`.
        if let index = firstIndex(where: { $0.key == path.joined(separator: ".") }) {
            self[index].value = value
            return nil
        }
        if let item = path.dropFirst().first, ["sources", "attribution", "workloads"].contains(step),
            !contains(where: { $0.key == step && !$0.value.isEmpty && !$0.value.isNull })
        {
            return .noSuchItem(override, step: item, count: 0)
        }
        if !contains(where: { $0.key == step }) {
            let nothing = ConfigNode(.scalar("", isPlain: true), at: override.position)
            append(ConfigEntry(key: step, keyPosition: override.position, value: nothing))
        }
        guard let index = firstIndex(where: { $0.key == step }) else { return nil }
        return self[index].value.set(value, at: path.dropFirst(), override)
    }
}

extension ModelSettings {
    /// Replaces the base of a driver; its ends and register entries stay.
    mutating func override(_ key: String, with override: Override) -> [Diagnostic] {
        if let problem = missingItem(key, override) { return [problem] }
        if let id = workloadId(inKey: key), let count = rampCount[id], let item = rampItem(key), item > count {
            return [.noSuchItem(override, step: String(item), count: count)]
        }
        let problems = setBase(key, override.value, override)
        if problems.isEmpty, let pool = poolId(inKey: key), key.hasPrefix("pools.\(pool).capacity."),
            !capacityOverridePools.contains(pool)
        {
            capacityOverridePools.append(pool)
            capacityOverridePools.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        }
        return problems
    }

    /// Replaces the whole ramp of a workload: shares separated by spaces or commas, in brackets or not.
    mutating func overrideRamp(of workload: String, with override: Override) -> [Diagnostic] {
        let values = override.value.split { "[], ".contains($0) }.map(String.init)
        let prefix = "workloads.\(workload).ramp."
        for key in given.keys where key.hasPrefix(prefix) && rampItem(key) ?? 0 > max(1, values.count) {
            given[key] = nil
        }
        rampCount[workload] = max(1, values.count)
        return (values.isEmpty ? [""] : values).enumerated().flatMap { setBase("\(prefix)\($0 + 1)", $1, override) }
    }

    private mutating func setBase(_ key: String, _ text: String, _ override: Override) -> [Diagnostic] {
        guard let definition = DriverCatalogue.definition(of: key) else { return [] }
        let path = fullPath(key)
        do {
            let base = try definition.value(text)
            if given[key] == nil { setOnly.insert(key) }
            var driver = given[key] ?? GivenDriver(base)
            driver.base = base
            driver.position = override.position
            given[key] = driver
            return endProblem(driver, path: path, at: override.position).map { [$0] } ?? []
        } catch {
            let found = text.isEmpty ? "nothing" : quoted(text)
            return [
                .wrongValue(
                    found, key: path, expected: error.expected,
                    fix: error.fix(without: WayOut.without(path, at: override.position)), at: override.position)
            ]
        }
    }

    private func missingItem(_ key: String, _ override: Override) -> Diagnostic? {
        if let pool = poolId(inKey: key), !poolIds.contains(pool) {
            return .unknownPool(pool, pools: poolIds, key: key, at: override.position)
        }
        if key.hasPrefix("one_off."), let item = Int(key.split(separator: ".")[1]), item > oneOffCount {
            return .noSuchItem(override, step: String(item), count: oneOffCount)
        }
        for part in ModelPart.allCases {
            guard let list = part.list, key.hasPrefix(list + "."),
                let item = key.dropFirst(list.utf8.count + 1).split(separator: ".").first.flatMap({ Int($0) })
            else { continue }
            let count = listCounts[part] ?? 0
            if item > count { return .noSuchItem(override, step: String(item), count: count) }
        }
        return nil
    }
}

/// The position in a ramp that a key names.
func rampItem(_ key: String) -> Int? {
    let parts = key.split(separator: ".")
    guard parts.count > 3, parts[parts.count - 2] == "ramp" else { return nil }
    return Int(parts[parts.count - 1])
}

/// The nearest key that `--set` accepts.
func nearestOverrideKey(_ key: String, _ model: ModelSettings) -> String? {
    var keys: [String] = []
    for definition in DriverCatalogue.all {
        let pattern = definition.pattern
        if pattern.hasPrefix("workloads.") {
            let ids = model.workloadIds.isEmpty ? ["ID"] : model.workloadIds
            keys += ids.map { pattern.replacing("*", with: $0).replacing("#", with: "1") }
        } else if pattern.hasPrefix("pools.") {
            let ids = model.poolIds.isEmpty ? ["ID"] : model.poolIds
            keys += ids.map { pattern.replacing("*", with: $0) }
        } else {
            keys.append(pattern.replacing("#", with: "1"))
        }
    }
    keys += ["start_month", "horizon_months", "currency"].map { "meta.\($0)" }
    keys += SchemaKeys.report.map { "report.\($0)" } + SchemaKeys.inputs.map { "inputs.\($0)" }
    keys += SchemaKeys.baseline.map { "baseline.\($0)" } + SchemaKeys.uncertainty.map { "uncertainty.\($0)" }
    let wanted = withoutModel(key)
    return keys.first { $0.hasSuffix(".\(wanted)") } ?? nearest(to: wanted, among: keys)
}

extension Diagnostic {
    static func overrideWithoutValue(_ argument: String) -> Diagnostic {
        Diagnostic(
            "override-without-value", at: .override(argument), found: "\(quoted(argument))", expected: "KEY=VALUE",
            fix: "write it as in `--set finance.discount_rate_annual=0.08`")
    }

    static func unknownOverride(_ override: Override, nearest: String?) -> Diagnostic {
        Diagnostic(
            "unknown-key", at: override.position, key: withoutModel(override.path),
            found: "the unknown key `\(override.key)`", expected: "the path of one value in breakeven.yaml",
            fix: nearest.map { "the nearest valid key is `\($0)`" }
                ?? "write a key as csv/assumptions.csv lists it")
    }

    static func noSuchItem(_ override: Override, step: String, count: Int) -> Diagnostic {
        Diagnostic(
            "no-such-item", at: override.position, key: withoutModel(override.path),
            found: "the item `\(step)` of a list with \(count) item\(count == 1 ? "" : "s")",
            expected: count == 0 ? "an item that the configuration has" : "an item from 1 to \(count)",
            fix: "add the item in the file: `--set` changes values, not the length of lists")
    }

    static func unknownPool(_ pool: String, pools: [String], key: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "unknown-pool", at: position, key: key, found: "the unknown pool \(quoted(pool))",
            expected: pools.isEmpty ? "a pool of `model.pools`, which has none" : listed(pools),
            fix: nearest(to: pool, among: pools).map { "the nearest pool is `\($0)`" }
                ?? "add the pool to `model.pools`")
    }
}
