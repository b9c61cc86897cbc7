import Billing
import Diagnostics
import Importers
import Settings

/// Entries of `sources` and `attribution` that change nothing: mostly a misspelt file or project.
enum RulesWithoutEffect {
    static func notes(_ settings: ProjectSettings, _ invoices: [ImportedFile], archives: [String]) -> [Diagnostic] {
        guard !invoices.isEmpty else { return [] }
        return sources(settings.sources, files: invoices.map(\.name) + archives)
            + attribution(settings.attribution ?? [], invoices)
    }

    private static func sources(_ rules: [SourceRule], files: [String]) -> [Diagnostic] {
        let used = Set(files.compactMap { name in rules.firstIndex { $0.matches(name) } })
        return rules.indices.filter { !used.contains($0) }.map { index in
            let earlier = rules[..<index].first { rule in
                files.contains { rule.matches($0) && rules[index].matches($0) }
            }
            return .sourceWithoutFiles(rules[index], takenBy: earlier)
        }
    }

    private static func attribution(_ rules: [AttributionRule], _ invoices: [ImportedFile]) -> [Diagnostic] {
        let use = Attribution.rules(rules).use(in: invoices)
        return rules.indices.compactMap { index in
            switch use[index] {
            case .wins: nil
            case .matches: .ruleBehindOthers(rules[index])
            case .nothing: .ruleWithoutCharges(rules[index])
            }
        }
    }
}

extension Diagnostic {
    static func sourceWithoutFiles(_ rule: SourceRule, takenBy earlier: SourceRule?) -> Diagnostic {
        if let earlier {
            return Diagnostic(
                "source-behind-others", .warning, at: rule.position, key: "sources",
                found: "`files: \(rule.files)`, whose files all belong to `files: \(earlier.files)` above it",
                expected: "the first entry that matches to be the right one", fix: "move it up, or take it out")
        }
        return Diagnostic(
            "source-without-files", .warning, at: rule.position, key: "sources",
            found: "`files: \(rule.files)`, which matches none of the project's invoices",
            expected: "a name or pattern relative to the project folder, such as invoices/acme/*.csv",
            fix: "correct the pattern, or take the entry out")
    }

    static func ruleWithoutCharges(_ rule: AttributionRule) -> Diagnostic {
        Diagnostic(
            "rule-without-charges", .warning, at: rule.position, key: "attribution",
            found: "a rule for \(rule.workload) that no charge matches",
            expected: "values as the invoices write them; case counts except in provider and model",
            fix: "correct the rule, or take it out; csv/spend.csv shows what is `unattributed`")
    }

    static func ruleBehindOthers(_ rule: AttributionRule) -> Diagnostic {
        Diagnostic(
            "rule-behind-others", .warning, at: rule.position, key: "attribution",
            found: "a rule for \(rule.workload) whose charges all belong to rules above it",
            expected: "the first rule that matches to be the right one", fix: "move it up, or take it out")
    }
}
