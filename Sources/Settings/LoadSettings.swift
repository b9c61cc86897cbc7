package import Diagnostics
import Economics

/// Reads the configuration of a run.
///
/// - Parameters:
///   - file: Path of `breakeven.yaml`; nil for none, so that every default holds.
///   - name: What messages call it.
///   - overrides: The arguments of `--set`, in order; the last one for a key wins.
///   - ownCapabilities: Ids of capabilities that the project has playbooks of its own for.
/// - Throws: 66 when the file cannot be read; 78 with everything that is wrong in file and overrides, by place.
package func loadSettings(
    file: String?, name: String, overrides: [String] = [], ownCapabilities: [String] = []
) throws(Failure) -> ProjectSettings {
    var source: ConfigText?
    var root = ConfigNode(.map([]), at: SourcePosition(file: name))
    if let file {
        let text = try readConfigText(file: file, name: name)
        root = try readYAML(text)
        source = text
    }
    let (settings, problems) = readSettings(root, overrides: overrides, ownCapabilities: ownCapabilities)
    guard problems.isEmpty else {
        throw Failure(.badConfiguration, inOrder(problems).map { $0.withExcerpt(from: source) })
    }
    return settings
}

/// Reads a parsed configuration under its overrides; the settings are usable only without problems.
func readSettings(
    _ root: ConfigNode, overrides arguments: [String], ownCapabilities: [String] = []
) -> (ProjectSettings, [Diagnostic]) {
    var root = root
    var reader = SchemaReader()
    reader.ownCapabilities = ownCapabilities
    var overrides: [Override] = []
    for argument in arguments {
        do {
            overrides.append(try Override(argument, ownCapabilities: ownCapabilities))
        } catch {
            reader.report(error.diagnostic)
        }
    }
    for override in overrides {
        if case .setting = override.target, let problem = apply(override, to: &root) { reader.report(problem) }
    }
    var settings = reader.project(root)
    for override in overrides {
        switch override.target {
        case .driver(let key): settings.model.override(key, with: override).forEach { reader.report($0) }
        case .ramp(let id): settings.model.overrideRamp(of: id, with: override).forEach { reader.report($0) }
        case .quotePrice:
            if let price = number(override.value), price >= 0 {
                settings.quotePrices[override.path] = GivenDriver(.number(price), at: override.position)
            } else {
                reader.report(
                    .wrongValue(
                        quoted(override.value), key: override.path, expected: "a number of at least 0",
                        fix: adviceOnNumber(override.value, isRatio: false)
                            ?? "correct the value, or \(WayOut.without(override.path, at: override.position))",
                        at: override.position))
            }
        case .unknown:
            reader.report(.unknownOverride(override, nearest: nearestOverrideKey(override.path, settings.model)))
        case .setting: break
        }
    }
    unknownPools(in: settings.model, ids: settings.model.workloadIds).forEach { reader.report($0) }
    return (settings, reader.diagnostics)
}

/// Workloads that name a pool which is not there.
func unknownPools(in model: ModelSettings, ids: [String]) -> [Diagnostic] {
    Set(ids).union(model.unlistedWorkloads).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.compactMap { id in
        let key = "workloads.\(id).pool"
        guard let driver = model.given[key], case .word(let pool) = driver.base, !model.poolIds.contains(pool) else {
            return nil
        }
        return .unknownPool(pool, pools: model.poolIds, key: key, at: driver.position ?? SourcePosition(file: ""))
    }
}

/// Findings in files by place, then those about `--set`, in the order of the command line.
func inOrder(_ problems: [Diagnostic]) -> [Diagnostic] {
    let inFiles = problems.enumerated().filter { $1.position?.isOverride != true }
    let others = problems.filter { $0.position?.isOverride == true }
    let sorted = inFiles.sorted { a, b in
        guard let first = a.element.position, let second = b.element.position, first != second else {
            return a.offset < b.offset
        }
        return first < second
    }
    return sorted.map(\.element) + others
}
