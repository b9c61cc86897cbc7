import Billing
import Money

extension ImportFormat {
    /// Helicone → Requests → Export: one row a request, with its bodies as JSON, in US dollars. Counted by the gateway;
    /// the vendors send the bills. Names models, not vendors.
    static let heliconeRequests = ImportFormat(
        id: "helicone-requests", name: "Helicone requests export", vendor: "Helicone",
        recognise: HeaderSignature(
            all: ["request_created_at", "prompt_tokens", "completion_tokens", "cost"],
            anyOf: [["response_id", "request_id"]]),
        columns: [
            .day("request_created_at", to: .firstDay).required,
            .text("provider", to: .provider),
            .text("model", to: .model),
            .text("request_user_id", to: .user, onlyFor: "user"),
            .text("request_properties", to: .tags, onlyFor: "tag"),
            .money("cost", to: .billedCost).required.blank(.nothing),
            .count("prompt_tokens", to: .tokens(.inputUncached)),
            .count("completion_tokens", to: .tokens(.output)),
        ],
        currency: Currency("USD"), rowsAreRequests: true, evidence: { _ in .metered })
}
