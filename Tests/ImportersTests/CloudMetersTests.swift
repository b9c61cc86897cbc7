import Billing
import Foundation
import Money
import Testing

@testable import Importers

/// What the names of the large clouds' meters say.
@Suite struct CloudMeters {
    @Test(arguments: [
        ("USE1-Claude2.0-input-tokens", "Claude2.0", TokenClass.inputUncached, ""),
        ("USE1-Claude4Sonnet-input-tokens-cross-region-global-batch", "Claude4Sonnet", .inputUncached, "batch"),
        (
            "USE1-Claude4Sonnet-cache-write-input-token-count-1-hour", "Claude4Sonnet", .inputCacheWrite, ""
        ),
        (
            "USE1-Claude4.6Opus-cache-read-input-token-count-cross-region-global", "Claude4.6Opus", .inputCacheRead,
            ""
        ),
        (
            "USW2-anthropic.claude-opus-4-8-mantle-cache-write-tokens-global-standard", "claude-opus-4-8",
            .inputCacheWrite, ""
        ),
        (
            "USE1-nvidia.nemotron-super-3-120b-mantle-output-tokens-flex", "nemotron-super-3-120b", .output, "flex"
        ),
        ("EU-TitanEmbeddingV2-Text-input-tokens", "TitanEmbeddingV2", .inputUncached, ""),
        ("USE1-Llama3-2-1B-output-tokens", "Llama3-2-1B", .output, ""),
        ("USE1-Nova2.0Pro-text-input-tokens-priority-cross-region-global", "Nova2.0Pro", .inputUncached, "priority"),
        ("USE1-NovaLite-input-tokens-custom-model", "NovaLite", .inputUncached, ""),
        ("USE1-Qwen3-32B-input-image-token-count", "Qwen3-32B", .inputUncached, ""),
        ("Claude-Opus-4-1-input-tokens", "Claude-Opus-4-1", .inputUncached, ""),
    ])
    func bedrockNamesModelClassAndTier(_ text: String, _ model: String, _ tokenClass: TokenClass, _ tier: String) {
        #expect(
            BedrockUsageType(text).meter
                == TokenMeter(model: model, tokenClass: tokenClass, tier: tier, block: Amount(1000)))
    }

    @Test(arguments: [
        ("USW2-MP:USW2_InputTokenCount-Units", TokenClass.inputUncached, ""),
        ("USE1-MP:USE1_OutputTokenCount-Units", .output, ""),
        ("USW2-MP:USW2_CacheReadInputTokenCount-Units", .inputCacheRead, ""),
        ("USW2-MP:USW2_CacheWriteInputTokenCount_Global-Units", .inputCacheWrite, ""),
        ("USW2-MP:USW2_input_tokens_long_ctx_global_standard-Units", .inputUncached, ""),
        ("USW2-MP:USW2_InputTokenCount_Global_Batch-Units", .inputUncached, "batch"),
    ])
    func theMarketplaceCountsMillionsAndTheProductNamesTheModel(
        _ text: String, _ tokenClass: TokenClass, _ tier: String
    ) {
        let product = "Claude Sonnet 4.5 (Amazon Bedrock Edition)"
        #expect(
            BedrockUsageType(text, product: product).meter
                == TokenMeter(model: "Claude Sonnet 4.5", tokenClass: tokenClass, tier: tier, block: Amount(1_000_000)))
    }

    @Test(arguments: [
        ("USE1-Qwen3-32B-ProvisionedThroughput-NoCommit-ModelUnits", BedrockUsageType.provisionedThroughput),
        ("USE1-cohere.rerank-english-v3-search-units", .searchUnits), ("USE1-GuardrailsTextUnit", .guardrail),
        ("USE1-Guardrail-AutomatedReasoningPolicyUnitsConsumed", .guardrail),
        ("USE1-NovaCanvas-T2I-1024-Standard-image", .images), ("BoxUsage:g6.xlarge", .other),
        ("USW2-MP:USW2_SoftwareUsage-Units", .other), ("DataTransfer-Out-Bytes", .other), ("", .other),
    ])
    func whatCountsNoTokensIsClassifiedWithoutThem(_ text: String, _ kind: BedrockUsageType) {
        #expect(BedrockUsageType(text) == kind)
    }

    /// Every usage type that was collected: four kinds without tokens, all others with a class, and with a model except
    /// where the product names it.
    @Test(.enabled(if: sharedData != nil, "BREAKEVEN_SHARED names no folder with the real exports"))
    func everyCollectedUsageTypeIsClassified() throws {
        let path = "\(sharedData!)/billing/aws/bedrock_usage_types__collected.txt"
        let lines = try String(contentsOf: URL(fileURLWithPath: path), encoding: .utf8)
            .split(whereSeparator: \.isNewline).map { String($0).trimmingBlanks }.filter { !$0.isEmpty }
        #expect(lines.count == 39)
        var counts: [String: Int] = [:]
        for line in lines {
            switch BedrockUsageType(line) {
            case .tokens(let meter):
                let isMarketplace = line.contains("-MP:")
                counts[isMarketplace ? "marketplace" : line.contains("-mantle-") ? "mantle" : "native", default: 0] += 1
                counts[meter.tokenClass.rawValue, default: 0] += 1
                #expect(meter.block == Amount(isMarketplace ? 1_000_000 : 1000), "\(line)")
                #expect(!meter.model.isEmpty || isMarketplace, "\(line)")
                #expect(!meter.model.lowercased().contains("token"), "\(line)")
            case .provisionedThroughput: counts["provisioned", default: 0] += 1
            case .searchUnits: counts["search", default: 0] += 1
            case .guardrail: counts["guardrail", default: 0] += 1
            case .images: counts["images", default: 0] += 1
            case .other: Issue.record("\(line) is not classified")
            }
        }
        #expect(
            counts == [
                "native": 23, "mantle": 6, "marketplace": 6, "input_uncached": 26, "output": 4, "input_cache_read": 3,
                "input_cache_write": 2, "provisioned": 1, "search": 1, "guardrail": 2,
            ])
    }

    @Test(arguments: [
        ("gpt-4o 1120 Inp glbl Tokens", "gpt-4o 1120", TokenClass.inputUncached, 1),
        ("gpt 4o 1120 cached Inp glbl Tokens", "gpt 4o 1120", .inputCacheRead, 1),
        ("o3 0416 Outp glbl Tokens", "o3 0416", .output, 1),
        ("GPT 5 Inpt Glbl 1M Tokens", "GPT 5", .inputUncached, 1_000_000),
        ("GPT 5 outpt Glbl 1M Tokens", "GPT 5", .output, 1_000_000),
        ("5.4 inp Gl 1M Tokens", "GPT 5.4", .inputUncached, 1_000_000),
        ("5.4 opt Dz 1M Tokens", "GPT 5.4", .output, 1_000_000),
        ("5.5 ShortCo inp Gl 1M Tokens", "GPT 5.5", .inputUncached, 1_000_000),
        ("Grok 4.1 Inp DZone Tokens", "Grok 4.1", .inputUncached, 1),
        ("Phi-4-Input Tokens", "Phi-4", .inputUncached, 1),
        ("GPT 5 cchd Inp Dz 1M Tokens", "GPT 5", .inputCacheRead, 1_000_000),
        ("GPT 5 cd inp Gl 1M Tokens", "GPT 5", .inputCacheRead, 1_000_000),
    ])
    func azureNamesModelAndClassInManySpellings(_ name: String, _ model: String, _ tokenClass: TokenClass, _ block: Int)
    {
        let meter = azureTokenMeter(name, subcategory: "Azure OpenAI GPT5")
        #expect(meter?.model == model)
        #expect(meter?.tokenClass == tokenClass)
        #expect(meter?.block == Amount(block))
    }

    @Test(arguments: ["NC24ads A100 v4", "Hot LRS Data Stored", "GPT 5 PTU Hours", "Tokens", "B1s", ""])
    func azureMetersWithoutADirectionCountNoTokens(_ name: String) {
        #expect(azureTokenMeter(name) == nil)
    }

    @Test(arguments: [
        (
            "Generate content input token count gemini 2.5 flash short input text", "gemini 2.5 flash",
            TokenClass.inputUncached
        ),
        (
            "Generate content output token count gemini 2.5 flash short input text", "gemini 2.5 flash", .output
        ),
        ("Generate_content cached image input token count for gemini 3 flash", "gemini 3 flash", .inputCacheRead),
        (
            "Generate_content image output token count for Gemini 2.5 Flash Native Image Generation",
            "Gemini 2.5 Flash Native Image Generation", .output
        ),
        ("Generate_content image output token count for Gemini 3 Pro Image", "Gemini 3 Pro Image", .output),
        ("Gemini 2.5 Pro Thinking Text Output - Predictions", "Gemini 2.5 Pro", .output),
        ("Gemini 2.5 Flash Image Input - Predictions", "Gemini 2.5 Flash", .inputUncached),
        ("Claude Sonnet 4.5 Cache Write Input Tokens", "Claude Sonnet 4.5 Cache Write", .inputCacheWrite),
    ])
    func googleNamesModelAndClass(_ text: String, _ model: String, _ tokenClass: TokenClass) {
        #expect(googleTokenMeter(text)?.model == model.replacing(" Cache Write", with: ""))
        #expect(googleTokenMeter(text)?.tokenClass == tokenClass)
    }

    @Test(arguments: [
        "Generate content cached text storage token hours gemini 2.5 flash", "Analysis", "Vertex AI search queries",
        "Imagen 4 Image Generation", "",
    ])
    func googleSKUsWithoutTokensCountNone(_ text: String) {
        #expect(googleTokenMeter(text) == nil)
    }
}
