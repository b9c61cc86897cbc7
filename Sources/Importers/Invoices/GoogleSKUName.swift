import Billing
import Money

/// Reads the description of a Google SKU, such as `Generate content input token count gemini 2.5 flash short input text`
/// or `Gemini 2.5 Pro Thinking Text Output - Predictions`. Units of tokens are single ones (`count`).
///
/// - Returns: Nil for a SKU that counts no tokens: images, requests, token hours of a cache; also where no family of
///   models is named.
func googleTokenMeter(_ description: String) -> TokenMeter? {
    let text = description.replacing("_", with: " ")
    let words = text.split(whereSeparator: { " ,()".contains($0) }).map(String.init)
    let lower = words.map { $0.lowercased() }
    guard !lower.contains("hours"), !lower.contains("hour"), !lower.contains("storage") else { return nil }
    let saysTokens = lower.contains("token") || lower.contains("tokens")
    guard saysTokens || (lower.contains("predictions") && lower.contains("gemini")) else { return nil }
    // What stands before the count tells the direction; after it come the model and the length of the input.
    let end = saysTokens ? lower.firstIndex { $0.hasPrefix("token") } ?? lower.endIndex : lower.endIndex
    let told = lower[..<end]
    let tokenClass: TokenClass
    if told.contains("output") {
        tokenClass = .output
    } else if told.contains("input") {
        let isCached = lower.contains { $0.hasPrefix("cach") }
        let isWritten = lower.contains("write") || lower.contains("creation")
        tokenClass = isCached ? (isWritten ? .inputCacheWrite : .inputCacheRead) : .inputUncached
    } else {
        return nil
    }
    let model = googleModel(words, lower)
    guard !model.isEmpty else { return nil }
    return TokenMeter(model: model, tokenClass: tokenClass, tier: TokenMeter.tier(among: lower))
}

/// From the family's name to the first word about length, modality or tier.
private func googleModel(_ words: [String], _ lower: [String]) -> String {
    let families: Set<String> = ["gemini", "gemma", "claude", "llama", "mistral", "imagen", "veo", "textembedding"]
    guard let start = lower.firstIndex(where: families.contains) else { return "" }
    let stops: Set<String> = [
        "short", "long", "input", "output", "text", "thinking", "audio", "video", "batch", "flex", "priority",
        "caching", "cached", "cache", "predictions", "-", "–", "token", "tokens", "for", "global", "regional",
    ]
    let end = lower[start...].firstIndex(where: stops.contains) ?? lower.endIndex
    var model = Array(words[start..<end])
    // In `Gemini 2.5 Flash Image Input` the image is what goes in, in `Gemini 3 Pro Image` it is the model's name.
    if end < lower.endIndex, ["input", "output"].contains(lower[end]), model.last?.lowercased() == "image" {
        model.removeLast()
    }
    return model.joined(separator: " ")
}
