/// Joins the id of a model (`claude-opus-4-5-20251101`) to its display name (Claude Opus 4.5).
///
/// Vendors name one model in two ways: invoices by display name, usage by id. The table is data and can be replaced.
/// A text that the table does not know stays as it is.
package struct ModelNames: Sendable {
    private struct Entry: Sendable {
        var id: Glob
        var name: String
    }
    private var entries: [Entry] = []
    private var providers: [String: String] = [:]

    /// - Parameter table: lines `pattern,name`; a line `provider:NAME,name` gives the spelling of a provider. `#` begins
    ///   a comment line. Patterns may hold `*` and `?`, case does not matter, the first that matches wins.
    package init(table: String) {
        for line in table.split(separator: "\n") where !line.hasPrefix("#") {
            guard let comma = line.firstIndex(of: ",") else { continue }
            let pattern = String(line[..<comma])
            let name = String(line[line.index(after: comma)...])
            if pattern.hasPrefix("provider:") {
                providers[pattern.dropFirst("provider:".count).lowercased()] = name
            } else {
                entries.append(Entry(id: Glob(pattern.lowercased()), name: name))
            }
        }
    }

    /// The name that all spellings of a model share.
    package func canonicalName(of model: String) -> String {
        let id = model.lowercased()
        return entries.first { $0.id.matches(id) }?.name ?? model
    }

    /// The provider as it is written in the ledger: `openai` and `OpenAI` are one.
    package func canonicalProvider(_ provider: String) -> String {
        providers[provider.lowercased()] ?? provider
    }
}
