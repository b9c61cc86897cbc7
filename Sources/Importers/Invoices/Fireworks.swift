import Billing
import Money

extension ImportFormat {
    /// Fireworks billing metrics: tokens by model, seconds of accelerators for deployments, and no money. Times such as
    /// `2025-10-20 17:16:48 UTC`.
    static let fireworksMetrics = ImportFormat(
        id: "fireworks-metrics", name: "Fireworks metrics export", vendor: "Fireworks",
        recognise: .columns("usage_type", "accelerator_seconds", "base_model_name", "prompt_tokens"),
        columns: [
            .day("start_time", to: .firstDay).required,
            .day("end_time", to: .lastDay),
            .text("base_model_name", to: .model),
            .text("usage_type", to: .serviceTier, onlyFor: "service_tier"),
            .text("email", to: .user, onlyFor: "user"),
            .count("prompt_tokens", to: .tokens(.inputUncached)),
            .count("completion_tokens", to: .tokens(.output)),
        ],
        role: .volume, counterpart: "")
}
