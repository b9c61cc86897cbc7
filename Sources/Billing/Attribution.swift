/// How charge lines find their workload.
package enum Attribution: Hashable, Sendable {
    /// Without an `attribution` block: tag `workload`, else project, else workspace, else ``unattributed``.
    case byTagOrProject
    /// The first rule that matches wins; none: ``unattributed``.
    case rules([AttributionRule])

    /// The workload of lines that nothing claims; shown, never dropped.
    package static let unattributed = "unattributed"

    /// Keys that a rule may use besides `tag.NAME`.
    package static let keys = [
        "provider", "account", "sub_account", "project", "workspace", "api_key", "user", "model", "service_tier", "sku",
        "region", "file",
    ]

    /// The keys in use, `tag` for any tag: what an importer has to keep of a row.
    package var keysInUse: Set<String> {
        switch self {
        case .byTagOrProject: ["tag", "project", "workspace"]
        case .rules(let rules):
            Set(rules.flatMap { $0.when.keys.map { $0.hasPrefix("tag.") ? "tag" : $0 } })
        }
    }

    /// The tags in use, whatever else a row is tagged with.
    package var tagsInUse: Set<String> {
        switch self {
        case .byTagOrProject: ["workload"]
        case .rules(let rules):
            Set(rules.flatMap { $0.when.keys.filter { $0.hasPrefix("tag.") }.map { String($0.dropFirst(4)) } })
        }
    }

    /// What a rule does to the charges of a run.
    package enum Use: Int, Comparable, Sendable {
        case nothing
        /// Its charges all belong to rules before it.
        case matches
        case wins

        package static func < (a: Use, b: Use) -> Bool { a.rawValue < b.rawValue }
    }

    /// What each rule does, in their order; empty where there are no rules.
    package func use(in files: [ImportedFile], names: ModelNames = .shipped) -> [Use] {
        AttributionMatcher(self, names: names).use(in: files)
    }

    /// - Parameter file: name of the line's file as the user knows it.
    package func workload(of line: ChargeLine, file: String, names: ModelNames = .shipped) -> String {
        AttributionMatcher(self, names: names).workload(of: line, file: file)
    }
}

/// An attribution with its patterns ready to be matched many times.
struct AttributionMatcher: Sendable {
    private struct Rule: Sendable {
        var conditions: [(key: String, patterns: [Glob])]
        var workload: String
    }
    /// Nil: by tag or project.
    private let rules: [Rule]?
    private let names: ModelNames

    init(_ attribution: Attribution, names: ModelNames) {
        self.names = names
        switch attribution {
        case .byTagOrProject:
            rules = nil
        case .rules(let given):
            rules = given.map { rule in
                let conditions = rule.when.sorted { $0.key < $1.key }.map { key, patterns in
                    let ignoresCase = key == "provider" || key == "model"
                    return (key: key, patterns: patterns.map { Glob($0, ignoresCase: ignoresCase) })
                }
                return Rule(conditions: conditions, workload: rule.workload)
            }
        }
    }

    func workload(of line: ChargeLine, file: String) -> String {
        if !line.workload.isEmpty { return line.workload }
        guard let rules else {
            let dimensions = line.dimensions
            let candidates = [dimensions.tags["workload"] ?? "", dimensions.project, dimensions.workspace]
            return candidates.first { !$0.isEmpty } ?? Attribution.unattributed
        }
        return rules.first { matches($0, line, file: file) }?.workload ?? Attribution.unattributed
    }

    private func matches(_ rule: Rule, _ line: ChargeLine, file: String) -> Bool {
        rule.conditions.allSatisfy { key, patterns in
            let values = line.values(for: key, file: file, names: names)
            return patterns.contains { pattern in values.contains { pattern.matches($0) } }
        }
    }

    /// What each rule does to the lines of the files; lines that state their workload need no rule.
    func use(in files: [ImportedFile]) -> [Attribution.Use] {
        guard let rules else { return [] }
        var use = rules.map { _ in Attribution.Use.nothing }
        for file in files {
            for line in file.lines where line.workload.isEmpty {
                var isClaimed = false
                for index in rules.indices where !isClaimed || use[index] == .nothing {
                    guard matches(rules[index], line, file: file.name) else { continue }
                    use[index] = isClaimed ? max(use[index], .matches) : .wins
                    isClaimed = true
                }
            }
        }
        return use
    }
}

extension ChargeLine {
    /// What a rule's key may match: ids and names alike, for models the source's text and the display name.
    fileprivate func values(for key: String, file: String, names: ModelNames) -> [String] {
        switch key {
        case "provider": [provider]
        case "model": [model, names.canonicalName(of: model)]
        case "account": [dimensions.account, dimensions.accountName]
        case "sub_account": [dimensions.subAccount, dimensions.subAccountName]
        case "project": [dimensions.project, dimensions.projectName]
        case "workspace": [dimensions.workspace]
        case "api_key": [dimensions.apiKey, dimensions.apiKeyName]
        case "user": [dimensions.user]
        case "service_tier": [dimensions.serviceTier]
        case "sku": [dimensions.sku]
        case "region": [dimensions.region]
        case "file": [file]
        default: key.hasPrefix("tag.") ? [dimensions.tags[String(key.dropFirst(4))] ?? ""] : []
        }
    }

    /// Whether the source says anything that could tell workloads apart.
    var saysWorkload: Bool {
        let d = dimensions
        return
            !(d.project.isEmpty && d.projectName.isEmpty && d.workspace.isEmpty && d.apiKey.isEmpty
            && d.apiKeyName.isEmpty && d.user.isEmpty && d.tags.isEmpty)
    }
}
