import Billing
import Money

extension ImportFormat {
    /// OpenRouter → Activity → Export: one row a request, in 21 columns (2026-04) or 24 (2026-09), in US dollars.
    ///
    /// Prompt tokens include the cached ones, completion tokens the reasoning. `cost_total` is what OpenRouter charges,
    /// `byok_usage_inference` what the upstream vendor bills for requests under the customer's own key.
    static let openRouterGenerations = ImportFormat(
        id: "openrouter-generations", name: "OpenRouter activity export", vendor: "OpenRouter",
        recognise: .columns("generation_id", "cost_total", "tokens_prompt", "tokens_completion"),
        columns: [
            .day("created_at", to: .firstDay).required,
            .text("model_permaslug", to: .model),
            .text("app_name", to: .project),
            .text("api_key_name", to: .apiKeyName, onlyFor: "api_key"),
            .text("user", to: .user, onlyFor: "user"),
            .text("variant", to: .serviceTier, onlyFor: "service_tier"),
            .text("byok_usage_inference", to: .isNonzero),
            .money("cost_total", to: .billedCost).required,
            .money("byok_usage_inference", to: .notionalCost),
            .count("tokens_prompt", to: .inputPerhapsWithCache),
            .count("tokens_cached", to: .tokens(.inputCacheRead)),
            .count("tokens_completion", to: .tokens(.output)),
        ],
        currency: Currency("USD"), rowsAreRequests: true)

    /// The same activity by day and model, as OpenRouter's interface for programs lists it.
    static let openRouterDaily = ImportFormat(
        id: "openrouter-daily", name: "OpenRouter daily activity", vendor: "OpenRouter",
        recognise: .columns("date", "model_permaslug", "usage", "requests"),
        columns: [
            .day("date", to: .firstDay).required,
            .text("model_permaslug", to: .model),
            .text("byok_usage_inference", to: .isNonzero),
            .money("usage", to: .billedCost).required,
            .money("byok_usage_inference", to: .notionalCost),
            .count("prompt_tokens", to: .tokens(.inputUncached)),
            .count("completion_tokens", to: .tokens(.output)),
            .count("requests", to: .requests),
        ],
        currency: Currency("USD"))
}
