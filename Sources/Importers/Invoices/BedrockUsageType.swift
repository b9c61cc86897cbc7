import Billing
import Money

/// An AWS usage type of Amazon Bedrock, such as `USE1-Claude4.6Opus-input-tokens-cross-region-global`.
///
/// Three grammars: the native one, REGION-MODEL-DIRECTION-tokens with tiers and routes after it, in thousands of tokens;
/// the same with `mantle` before the direction; that of the marketplace, `REGION-MP:REGION_InputTokenCount-Units`, in
/// millions, where the product names the model.
enum BedrockUsageType: Hashable, Sendable {
    case tokens(TokenMeter)
    /// Hours of provisioned throughput.
    case provisionedThroughput
    case searchUnits
    case guardrail
    case images
    /// No usage type of Bedrock that is known.
    case other

    /// - Parameter product: name of the product: it names the model of marketplace rows.
    init(_ text: String, product: String = "") {
        var rest = Substring(text)
        if let dash = text.firstIndex(of: "-"), Self.isRegion(text[..<dash]) { rest = text[text.index(after: dash)...] }
        if rest.hasPrefix("MP:") {
            self = Self.marketplace(rest.dropFirst(3), product: product).map { .tokens($0) } ?? .other
        } else if let meter = Self.native(rest) {
            self = .tokens(meter)
        } else {
            self = Self.withoutTokens(rest.lowercased())
        }
    }

    /// The meter, where it counts tokens.
    var meter: TokenMeter? {
        if case .tokens(let meter) = self { meter } else { nil }
    }

    private static func withoutTokens(_ text: String) -> BedrockUsageType {
        if text.contains("provisionedthroughput") || text.contains("modelunits") { return .provisionedThroughput }
        if text.contains("search-units") || text.contains("searchunits") { return .searchUnits }
        if text.hasPrefix("guardrail") { return .guardrail }
        return text.contains("image") ? .images : .other
    }

    // MARK: Native

    private static let starters: Set<String> = [
        "text", "image", "audio", "video", "speech", "input", "output", "cache", "mantle",
    ]
    private static let tails: Set<String> = [
        "text", "image", "audio", "video", "speech", "input", "output", "cache", "mantle", "read", "write", "token",
        "tokens", "count", "cross", "region", "global", "regional", "batch", "flex", "priority", "standard", "custom",
        "model", "1", "5", "hour", "min", "minute", "minutes", "long", "ctx", "context", "latency", "optimized",
    ]

    /// The words after the model are known ones, as far back as they go; the model is the rest.
    private static func native(_ text: Substring) -> TokenMeter? {
        let words = text.split(separator: "-", omittingEmptySubsequences: false)
        let lower = words.map { $0.lowercased() }
        var start = lower.endIndex
        while start > 0, tails.contains(lower[start - 1]) { start -= 1 }
        while start < lower.endIndex, !starters.contains(lower[start]) { start += 1 }
        let tail = Array(lower[start...])
        guard start > 0, tail.contains("tokens") || tail.contains("token"), let tokenClass = tokenClass(tail) else {
            return nil
        }
        var model = words[..<start].joined(separator: "-")
        // `anthropic.claude-opus-4-8`: the developer is no part of the id.
        if let dot = model.firstIndex(of: "."), model[..<dot].allSatisfy({ $0.isASCII && $0.isLetter }) {
            model = String(model[model.index(after: dot)...])
        }
        return TokenMeter(
            model: model, tokenClass: tokenClass, tier: TokenMeter.tier(among: tail), block: Amount(1000))
    }

    private static func tokenClass(_ words: [String]) -> TokenClass? {
        if words.contains("cache") { return words.contains("write") ? .inputCacheWrite : .inputCacheRead }
        if words.contains("output") { return .output }
        return words.contains("input") ? .inputUncached : nil
    }

    // MARK: Marketplace

    private static func marketplace(_ text: Substring, product: String) -> TokenMeter? {
        var name = text
        if name.hasSuffix("-Units") { name = name.dropLast(6) }
        if let bar = name.firstIndex(of: "_"), isRegion(name[..<bar]) { name = name[name.index(after: bar)...] }
        let words = humps(name)
        let isEmbedding = words.contains("embed") || words.contains("embedding")
        guard isEmbedding || words.contains("token") || words.contains("tokens") else { return nil }
        let named = words.contains("token") || words.contains("tokens") ? "" : name.replacing("_", with: " ")
        return TokenMeter(
            model: product.isEmpty ? String(named) : productModel(product),
            tokenClass: tokenClass(words) ?? .inputUncached, tier: TokenMeter.tier(among: words),
            block: Amount(1_000_000))
    }

    /// `Claude Sonnet 4.5 (Amazon Bedrock Edition)` without the brackets.
    private static func productModel(_ product: String) -> String {
        guard let bracket = product.firstIndex(of: "(") else { return product.trimmingBlanks }
        return String(product[..<bracket]).trimmingBlanks
    }

    /// Words of `InputTokenCount_Global_Batch`, in lower case.
    private static func humps(_ text: Substring) -> [String] {
        var words: [String] = []
        var word = ""
        for character in text {
            let isBreak = !character.isLetter && !character.isNumber
            if isBreak || (character.isUppercase && word.last?.isLowercase == true) {
                if !word.isEmpty { words.append(word.lowercased()) }
                word = ""
            }
            if !isBreak { word.append(character) }
        }
        if !word.isEmpty { words.append(word.lowercased()) }
        return words
    }

    /// The short names that bills have for regions: `USE1`, `EU`, `APS3`, `UGW1`.
    private static func isRegion(_ text: Substring) -> Bool {
        let areas = ["US", "UG", "CA", "EU", "AP", "ME", "SA", "AF", "IL", "CN", "MX"]
        guard text.utf8.count <= 4, areas.contains(String(text.prefix(2))) else { return false }
        let rest = text.dropFirst(2)
        return rest.isEmpty || (rest.last?.isASCIIDigit == true && rest.dropLast().allSatisfy(\.isUppercase))
    }
}
