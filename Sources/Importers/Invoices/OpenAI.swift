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
        role: .money, dates: .isoOrUnixSeconds, counterpart: "openai-usage",
        carried: [
            .chargeDescription: ["line_item"]
        ],
        interpret: { (line, facts) throws(RowProblem) in
            if facts.hasSums, !facts.hasAnySum { return .skip("empty bucket") }
            let item = facts.text("line_item")
            if !item.isEmpty { (line.model, line.tokenClass) = openAILineItem(item) }
            return .keep
        })

    /// OpenAI platform, Usage → Export → activity: completions, and the other activities by what they share with them.
    /// `input_tokens` includes the cached ones; text, audio and image columns are splits of it. Images, characters and
    /// seconds are no tokens: such rows count requests. A bucket without usage has only its times.
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
            .count("input_tokens", "input_text_tokens", to: .inputWithCache),
            .count("input_cached_tokens", "input_cached_text_tokens", to: .tokens(.inputCacheRead)),
            .count("output_tokens", "output_text_tokens", to: .tokens(.output)),
            .count("num_model_requests", to: .requests),
        ],
        role: .volume, dates: .isoOrUnixSeconds, counterpart: "openai-cost",
        interpret: { (_, facts) throws(RowProblem) in
            facts.hasSums && !facts.hasAnySum ? .skip("empty bucket") : .keep
        })

    /// Activity as the platform exported it in 2023: one row a bucket, key and model; times in Unix seconds. Prompts were
    /// not cached then.
    static let openAIActivity = ImportFormat(
        id: "openai-activity-legacy", name: "OpenAI activity export of 2023", vendor: "OpenAI",
        recognise: .columns("n_context_tokens_total", "n_generated_tokens_total"),
        columns: [
            .day("timestamp", to: .firstDay).required,
            .text("organization_id", to: .account).account,
            .text("model", to: .model),
            .text("user", to: .user, onlyFor: "user"),
            .count("n_context_tokens_total", to: .tokens(.inputUncached)),
            .count("n_generated_tokens_total", to: .tokens(.output)),
            .count("n_requests", to: .requests),
        ],
        role: .volume, dates: .isoOrUnixSeconds)

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
