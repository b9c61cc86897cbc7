import Billing
import Money

extension ImportFormat {
    /// Langdock usage with the prices of each row per million tokens and no total: the worth of a row is its tokens at
    /// those prices. The vendors behind Langdock, or Langdock itself, send the bills.
    static let langdockUsage = ImportFormat(
        id: "langdock-usage", name: "Langdock usage export", vendor: "Langdock",
        recognise: HeaderSignature(all: ["provider", "model"], anyOf: [Array(inputPrices)]),
        columns: [
            .day("date", "period_start", "start_date", "month", "timestamp", "created_at", to: .firstDay).required,
            .day("period_end", "end_date", to: .lastDay),
            .text("provider", to: .provider),
            .text("model", to: .model),
            ImportColumn(names: inputPrices, use: .key(.pricePerMillion(.inputUncached))),
            ImportColumn(
                names: ["output_token_price_per_1m", "output token price (usd/1m tokens)"],
                use: .key(.pricePerMillion(.output))),
            .count(
                "input_tokens", "input tokens", "prompt_tokens", "sum_prompt_tokens", to: .tokens(.inputUncached)
            ).required,
            .count("output_tokens", "output tokens", "completion_tokens", "sum_completion_tokens", to: .tokens(.output))
                .required,
            .count("requests", "request count", to: .requests),
        ],
        currency: Currency("USD"), endIsExclusive: false, needsPeriodsInsideMonths: true, evidence: { _ in .metered })

    private static let inputPrices = ["input_token_price_per_1m", "input token price (usd/1m tokens)"]
}
