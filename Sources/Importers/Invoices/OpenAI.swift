import Billing
import Money

extension ImportFormat {
    /// OpenAI platform, Usage → Export → cost. Days in UTC, end exclusive; at most 60 days an export.
    ///
    /// A day without cost is a row without amount and currency. Ungrouped exports leave line item and project empty;
    /// grouped ones write `MODEL, input`, `MODEL, cached input`, `MODEL, output`, or the name of a tool.
    static let openAICost = ImportFormat(
        id: "openai-cost", name: "OpenAI cost export", vendor: "OpenAI",
        recognise: .columns("start_time", "end_time", "amount_value", "amount_currency"),
        columns: [
            .day("start_time_iso", "start_time", to: .firstDay).required,
            .day("end_time_iso", "end_time", to: .lastDay),
            .money("amount_value", to: .billedCost).required.blank(.rejectedUnlessEmpty("amount_currency")),
            .text("amount_currency", to: .currency).required,
            .text("line_item", to: .fact),
            .text("project_id", to: .project).part,
            .text("project_name", to: .projectName),
            .text("organization_id", to: .account).account,
            .text("organization_name", to: .accountName, onlyFor: "account"),
            .text("api_key_id", to: .apiKey, onlyFor: "api_key"),
            .text("user_id", to: .user, onlyFor: "user"),
        ],
        role: .money, dates: .isoOrUnixSeconds,
        interpret: { (line, facts) throws(RowProblem) in
            if facts.hasSums, !facts.hasAnySum { return .skip("empty bucket") }
            let item = facts.text("line_item")
            if !item.isEmpty { (line.model, line.tokenClass) = openAILineItem(item) }
            return .keep
        })

    /// OpenAI platform, Usage → Export → activity, completions. `input_tokens` includes the cached ones; text, audio
    /// and image columns are splits of it. A bucket without usage has only its times.
    static let openAIUsage = ImportFormat(
        id: "openai-usage", name: "OpenAI completions usage export", vendor: "OpenAI",
        recognise: HeaderSignature(
            all: ["start_time", "end_time", "num_model_requests"],
            anyOf: [["input_tokens", "images", "characters", "seconds", "input_text_tokens"]]),
        columns: [
            .day("start_time_iso", "start_time", to: .firstDay).required,
            .day("end_time_iso", "end_time", to: .lastDay),
            .text("project_id", to: .project).part,
            .text("model", to: .model),
            .text("service_tier", to: .serviceTier, onlyFor: "service_tier"),
            .text("api_key_id", to: .apiKey, onlyFor: "api_key"),
            .text("user_id", to: .user, onlyFor: "user"),
            .count("input_tokens", to: .quantity).required,
            .count("input_cached_tokens", to: .tokens(.inputCacheRead)),
            .count("output_tokens", to: .tokens(.output)).required,
            .count("num_model_requests", to: .requests),
        ],
        role: .volume, dates: .isoOrUnixSeconds,
        interpret: { (line, facts) throws(RowProblem) in
            guard facts.hasSums else { return .keep }
            guard facts.hasAnySum else { return .skip("empty bucket") }
            guard let input = facts.sum("input_tokens") else { return .keep }
            let cached = line.tokens[.inputCacheRead] ?? .zero
            guard let uncached = try? input.subtracting(cached), !uncached.isNegative else {
                throw RowProblem(
                    column: "input_cached_tokens", code: "cached-above-input", found: "\(cached)",
                    expected: "at most the \(input) of input_tokens, which include the cached ones",
                    fix: "export the file again")
            }
            line.tokens[.inputUncached] = uncached
            return .keep
        })

    /// What OpenAI exports when there was no usage at all: four time columns and nothing to count.
    static let openAIEmpty = ImportFormat(
        id: "openai-empty-bucket", name: "OpenAI export without usage", vendor: "OpenAI",
        recognise: HeaderSignature(
            all: ["start_time", "end_time", "start_time_iso", "end_time_iso"], isExact: true),
        columns: [
            .day("start_time_iso", to: .firstDay).required,
            .day("end_time_iso", to: .lastDay),
        ],
        role: .volume,
        interpret: { (_, _) throws(RowProblem) in .skip("empty bucket") })
}

/// Model and class of `MODEL, cached input`. A text without a comma names a tool: no tokens, no model.
private func openAILineItem(_ text: String) -> (model: String, tokenClass: TokenClass) {
    guard let comma = text.lastIndex(of: ",") else { return ("", .other) }
    let model = String(text[..<comma]).trimmingBlanks
    let kind = text[text.index(after: comma)...].lowercased()
    let words = kind.split(separator: " ")
    if words.last == "output" { return (model, .output) }
    guard words.last == "input" else { return (model, .other) }
    return (model, words.contains("cached") ? .inputCacheRead : .inputUncached)
}
