import Billing
import Money

extension ImportFormat {
    /// DeepSeek platform → Usage → Export, `cost-*.csv` of the zip; layouts of 2026-07 (`utc_date`) and 2026-08
    /// (hour or day buckets with an offset of +08:00).
    ///
    /// Money by model and wallet, in yuan or dollars. Days and months are those that the file writes; they are not moved
    /// to UTC. Charges are positive in the layouts seen; an account whose charges are all negative is read alike.
    static let deepSeekCost = ImportFormat(
        id: "deepseek-cost", name: "DeepSeek cost export", vendor: "DeepSeek",
        recognise: HeaderSignature(
            all: ["model", "wallet_type", "cost", "currency"], anyOf: [["start_time_iso", "utc_date"]]),
        columns: [
            .day("start_time_iso", "utc_date", to: .firstDay).required,
            .day("end_time_iso", to: .lastDay),
            .text("user_id", to: .account).account,
            .text("model", to: .model),
            .text("wallet_type", to: .fact),
            .money("cost", to: .billedCost).required,
            .text("currency", to: .currency).required,
        ],
        role: .money, signIsFree: true, counterpart: "deepseek-amount")

    /// `amount-*.csv` of the same zip: one row a kind of token, and one for the requests. Input is split into what the
    /// cache gave and what it did not. The price a row states is not read: money comes from the cost file.
    static let deepSeekAmount = ImportFormat(
        id: "deepseek-amount", name: "DeepSeek usage export", vendor: "DeepSeek",
        recognise: HeaderSignature(
            all: ["model", "type", "price", "amount"], anyOf: [["start_time_iso", "utc_date"]]),
        columns: [
            .day("start_time_iso", "utc_date", to: .firstDay).required,
            .day("end_time_iso", to: .lastDay),
            .text("user_id", to: .account).account,
            .text("model", to: .model),
            .text("api_key", to: .apiKey, onlyFor: "api_key"),
            .text("api_key_name", to: .apiKeyName, onlyFor: "api_key"),
            .kind(
                "type", of: "amount",
                words: [
                    "input_cache_hit_tokens": .tokens(.inputCacheRead),
                    "input_cache_miss_tokens": .tokens(.inputUncached), "output_tokens": .tokens(.output),
                    "request_count": .requests,
                ]),
            .count("amount", to: .quantity).required,
        ],
        role: .volume, counterpart: "deepseek-cost")
}
