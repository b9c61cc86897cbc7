import Billing
import Money
import Testing

@Suite struct AttributionRules {
    @Test(arguments: [
        ("*", "", true), ("*", "anything", true), ("a*", "abc", true), ("a*", "ba", false), ("*c", "abc", true),
        ("a*c", "ac", true), ("a*c", "abcd", false), ("a?c", "abc", true), ("a?c", "aéc", true), ("a?c", "ac", false),
        ("**a**", "bab", true), ("a*b*c", "aXbYc", true), ("a*b*c", "aXcYb", false), ("", "", true), ("", "a", false),
        ("gpt-4*", "GPT-4o", false), ("a.c", "abc", false), ("*aab", "aaaab", true),
    ])
    func globsMatch(_ pattern: String, _ text: String, _ matches: Bool) {
        #expect(Glob(pattern).matches(text) == matches)
    }

    @Test func globsMayIgnoreCase() { #expect(Glob("gpt-4*", ignoresCase: true).matches("GPT-4o")) }

    private func workload(_ rules: [AttributionRule], _ change: (inout ChargeLine) -> Void) -> String {
        var charge = line("2026-01", "OpenAI", model: "claude-opus-4-5-20251101")
        change(&charge)
        return Attribution.rules(rules).workload(of: charge, file: "invoices/openai/cost.csv")
    }

    @Test func theFirstRuleThatMatchesWins() {
        let rules = [
            AttributionRule(when: ["project": ["support-*"], "provider": ["openai"]], workload: "support"),
            AttributionRule(when: ["project": ["*"]], workload: "rest"),
        ]
        #expect(workload(rules) { $0.dimensions.project = "support-eu" } == "support")
        #expect(workload(rules) { $0.dimensions.project = "Support-eu" } == "rest")
        #expect(workload([rules[0]]) { $0.dimensions.project = "x" } == "unattributed")
    }

    @Test func modelsMatchByIdAndByDisplayName() {
        #expect(workload([AttributionRule(when: ["model": ["claude opus*"]], workload: "w")]) { _ in } == "w")
        #expect(workload([AttributionRule(when: ["model": ["CLAUDE-OPUS-4-5*"]], workload: "w")]) { _ in } == "w")
    }

    @Test(arguments: Attribution.keys + ["tag.team"])
    func everyKeyMatches(_ key: String) {
        let rule = AttributionRule(when: [key: ["hit*", "*/cost.csv"]], workload: "w")
        let found = workload([rule]) { charge in
            charge.provider = "hit"
            charge.model = "hit"
            charge.dimensions.account = "hit"
            charge.dimensions.subAccountName = "hit"
            charge.dimensions.project = "hit"
            charge.dimensions.workspace = "hit"
            charge.dimensions.apiKeyName = "hit"
            charge.dimensions.user = "hit"
            charge.dimensions.serviceTier = "hit"
            charge.dimensions.sku = "hit"
            charge.dimensions.region = "hit"
            charge.dimensions.tags = ["team": "hit"]
        }
        #expect(found == "w")
    }

    @Test func withoutRulesTagThenProjectThenWorkspaceDecide() {
        func workload(_ change: (inout ChargeDimensions) -> Void) -> String {
            var charge = line("2026-01")
            change(&charge.dimensions)
            return Attribution.byTagOrProject.workload(of: charge, file: "")
        }
        #expect(
            workload {
                $0.tags["workload"] = "t"
                $0.project = "p"
                $0.workspace = "w"
            } == "t")
        #expect(
            workload {
                $0.project = "p"
                $0.workspace = "w"
            } == "p")
        #expect(workload { $0.workspace = "w" } == "w")
        #expect(workload { _ in } == "unattributed")
    }

    @Test func onlyTheKeysInUseAreKept() {
        #expect(Attribution.byTagOrProject.keysInUse == ["tag", "project", "workspace"])
        let rule = AttributionRule(when: ["tag.a": ["x"], "user": ["y"]], workload: "w")
        #expect(Attribution.rules([rule]).keysInUse == ["tag", "user"])
    }

    @Test(arguments: [
        ("sk-ant-api03-abcdefghijklmn", "sk-ant-…"), ("key sk-proj-0123456789abcd end", "key sk-proj-… end"),
        ("AKIAIOSFODNN7EXAMPLE", "AKIA…"), ("ana.b@example.com", "…@example.com"),
        ("a@b.c, d@e.f", "…@b.c, …@e.f"), ("sk-short", "sk-short"), ("12.3.4", "12.3.4"), ("user@host", "user@host"),
        ("proj_BBBBBBBBBBBBBBBBBB", "proj_BBBBBBBBBBBBBBBBBB"),
    ])
    func secretsAreMasked(_ text: String, _ masked: String) { #expect(Masking.masked(text) == masked) }

    @Test func theTableOfModelsCanBeReplaced() {
        let names = ModelNames(table: "# comment\nfoo-*,Foo\nprovider:acme,ACME\n")
        #expect(names.canonicalName(of: "FOO-1") == "Foo")
        #expect(names.canonicalName(of: "bar") == "bar")
        #expect(names.canonicalProvider("Acme") == "ACME")
        #expect(ModelNames.shipped.canonicalName(of: "claude-haiku-4-5-20251001") == "Claude Haiku 4.5")
        #expect(ModelNames.shipped.canonicalName(of: "gpt-4o-2024-08-06") == "gpt-4o-2024-08-06")
    }
}
