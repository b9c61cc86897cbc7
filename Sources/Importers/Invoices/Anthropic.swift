import Billing
import Money

extension ImportFormat {
    /// Claude Console → Cost → Export, layouts of 2024-03 to 2026-08: columns came and moved, names stayed.
    ///
    /// Each row is rounded to cents, so that a month may be off by half a cent a row. Models by display name. Rows of
    /// web search and code execution name no token type; neither do they count tokens.
    static let anthropicCost = ImportFormat(
        id: "anthropic-cost", name: "Anthropic cost export", vendor: "Anthropic",
        recognise: .columns("usage_date_utc", "token_type", "cost_usd"),
        columns: [
            .day("usage_date_utc", to: .firstDay).required,
            .text("model", to: .model),
            .text("workspace", to: .workspace).part,
            .text("api_key", to: .apiKeyName, onlyFor: "api_key"),
            .text("api_key_id", to: .apiKey, onlyFor: "api_key"),
            .text("usage_type", to: .serviceTier, onlyFor: "service_tier"),
            .text("token_type", to: .fact).required,
            .text("cost_type", to: .fact),
            .text("inference_geo", to: .region, onlyFor: "region"),
            .money("cost_usd", to: .billedCost).required,
        ],
        role: .money, roundsRowsToCents: true, currency: Currency("USD"), counterpart: "anthropic-tokens",
        interpret: { (line, facts) throws(RowProblem) in
            line.tokenClass = try anthropicClass(
                facts.text("token_type").trimmingBlanks, costType: facts.text("cost_type").trimmingBlanks)
            return .keep
        })

    /// Claude Console → Usage → Export. Models by id; input without cache, written to and read from the cache are
    /// disjoint.
    static let anthropicTokens = ImportFormat(
        id: "anthropic-tokens", name: "Anthropic usage export", vendor: "Anthropic",
        recognise: .columns("usage_date_utc", "model_version", "usage_output_tokens"),
        columns: [
            .day("usage_date_utc", to: .firstDay).required,
            .text("model_version", to: .model).required,
            .text("workspace", to: .workspace).part,
            .text("api_key", to: .apiKeyName, onlyFor: "api_key"),
            .text("api_key_id", to: .apiKey, onlyFor: "api_key"),
            .text("usage_type", to: .serviceTier, onlyFor: "service_tier"),
            .text("inference_geo", to: .region, onlyFor: "region"),
            .count("usage_input_tokens_no_cache", to: .tokens(.inputUncached)),
            .count("usage_input_tokens_cache_read", to: .tokens(.inputCacheRead)),
            .count("usage_input_tokens_cache_write_5m", to: .quantity),
            .count("usage_input_tokens_cache_write_1h", to: .quantity),
            .count("usage_input_tokens_cache_write", to: .quantity),
            .count("usage_output_tokens", to: .tokens(.output)).required,
        ],
        role: .volume, counterpart: "anthropic-cost",
        interpret: { (line, facts) throws(RowProblem) in
            guard facts.hasSums else { return .keep }
            let writes = [
                "usage_input_tokens_cache_write_5m", "usage_input_tokens_cache_write_1h",
                "usage_input_tokens_cache_write",
            ].compactMap(facts.sum)
            guard !writes.isEmpty else { return .keep }
            do {
                var sum = Amount.zero
                for write in writes { sum = try sum.adding(write) }
                line.tokens[.inputCacheWrite] = sum
            } catch {
                throw RowProblem(
                    column: "usage_input_tokens_cache_write_5m", code: "number-too-large", found: "\(writes[0])",
                    expected: "counts of at most 38 digits",
                    fix: "look for a count in the wrong unit, or with digits of another cell in it")
            }
            return .keep
        })
}

private func anthropicClass(_ tokenType: String, costType: String) throws(RowProblem) -> TokenClass {
    switch tokenType.lowercased() {
    case "input_no_cache", "uncached_input_tokens", "input": return .inputUncached
    case "input_cache_read", "cache_read_input_tokens": return .inputCacheRead
    case "output", "output_tokens": return .output
    case let type where type.hasPrefix("input_cache_write") || type.hasPrefix("cache_creation"): return .inputCacheWrite
    case "", "n/a", "none": return .other
    default:
        // Web search, code execution: whatever the row counts, it is no tokens.
        if !costType.isEmpty, !costType.lowercased().hasPrefix("token") { return .other }
        throw RowProblem(
            column: "token_type", code: "unknown-token-type", found: tokenType,
            expected: "input_no_cache, input_cache_read, input_cache_write, input_cache_write_5m, "
                + "input_cache_write_1h or output",
            fix: "correct the token type")
    }
}
