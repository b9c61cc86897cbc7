import Billing
import Money

/// What a FOCUS row says about tokens. Before 1.5 there is no column for it: the facts stand in SkuPriceDetails,
/// SkuMeter, ChargeDescription or a provider's usage type, the count in the consumed or the pricing quantity.
struct FocusTokenFacts: Sendable {
    /// Empty when the row names no model.
    private(set) var model = ""
    /// Nil: the row is not about tokens or requests.
    private(set) var tokenClass: TokenClass?
    /// Tokens or requests that one unit of the consumed quantity stands for; nil: it counts something else.
    private var consumedBlock: Amount?
    private var pricingBlock: Amount?

    /// What a group's texts say; read once for all groups of a file that say the same.
    static func remembered(_ facts: GroupFacts, tags: [String: String]) -> FocusTokenFacts {
        let names = [
            "skupricedetails", "skumeter", "x_skumetersubcategory", "chargedescription", "x_usagetype", "consumedunit",
            "pricingunit", "x_pricingblocksize", "servicename", "x_modelid", "x_tokendirection", "x_tokencacheaction",
        ]
        return facts.tokenFacts.value(for: names.map(facts.text) + [tags["model"] ?? ""]) {
            FocusTokenFacts(facts, tags: tags)
        }
    }

    private init(_ facts: GroupFacts, tags: [String: String]) {
        let details = Self.lowerCasedKeys(JSONText.pairs(facts.text("skupricedetails")))
        let meter = facts.text("skumeter")
        let description = facts.text("chargedescription")
        let texts = [meter, description, facts.text("x_usagetype")]
        let consumed = UnitText(facts.text("consumedunit"))
        let pricing = UnitText(facts.text("pricingunit"))
        let known = Self.knownMeter(
            usageType: facts.text("x_usagetype"), product: facts.text("servicename"), meter: meter,
            subcategory: facts.text("x_skumetersubcategory"),
            description: description)
        let usesCounts = Self.isCount(facts.text("consumedunit")) && known != nil

        if consumed.counts == .requests {
            tokenClass = .request
            consumedBlock = consumed.block
        } else if consumed.counts == .tokens || pricing.counts == .tokens || known != nil || Self.speaksOfTokens(texts)
        {
            tokenClass = Self.tokenClass(details: details, texts: texts, known: known)
            if consumed.counts == .tokens {
                consumedBlock = consumed.block
            } else if usesCounts {
                consumedBlock = Amount(1)
            } else if pricing.counts == .tokens || pricing.counts == .bareBlock {
                pricingBlock = pricing.block
            } else if let size = Amount(facts.text("x_pricingblocksize")), !size.isNegative, !size.isZero {
                pricingBlock = size
            } else if facts.text("x_usagetype").isEmpty == false, let known {
                // Units of Bedrock are thousands or millions of tokens without saying so.
                pricingBlock = known.block
            }
            if consumed.counts == .other || pricing.counts == .other, consumedBlock == nil, pricingBlock == nil {
                // Token-hours of a cache, tokens a minute of provisioned throughput: a price, no count of tokens.
                tokenClass = nil
            }
        }
        model = Self.model(
            details: details, texts: texts, tags: tags, isAboutModels: tokenClass != nil,
            isByRequest: tokenClass == .request, known: tokenClass == .request ? nil : known)
        if let stated = TokenClass(
            direction: facts.text("x_tokendirection"), cacheAction: facts.text("x_tokencacheaction"))
        {
            tokenClass = stated
        }
        if !facts.text("x_modelid").isEmpty { model = facts.text("x_modelid") }
    }

    /// What the grammars of the large clouds' meters say.
    private static func knownMeter(
        usageType: String, product: String, meter: String, subcategory: String, description: String
    ) -> TokenMeter? {
        if !usageType.isEmpty, let known = BedrockUsageType(usageType, product: product).meter { return known }
        if let known = azureTokenMeter(meter, subcategory: subcategory) { return known }
        return googleTokenMeter(description) ?? googleTokenMeter(meter)
    }

    /// Puts the row's tokens or requests on the line.
    func countVolume(of facts: GroupFacts, into line: inout ChargeLine) throws(RowProblem) {
        guard let tokenClass else { return }
        let quantity: Amount?
        let block: Amount
        if let consumedBlock, let sum = facts.sum("consumedquantity") {
            (quantity, block) = (sum, consumedBlock)
        } else if let pricingBlock, let sum = facts.sum("pricingquantity") {
            (quantity, block) = (sum, pricingBlock)
        } else {
            return
        }
        guard let quantity else { return }
        guard let count = try? quantity.multiplied(by: block) else {
            throw RowProblem(
                column: "ConsumedQuantity", code: "number-too-large", found: "\(quantity)",
                expected: "a count of at most 38 digits",
                fix: "look for a count in the wrong unit, or with digits of another cell in it")
        }
        if tokenClass == .request { line.requests = count } else { line.tokens[tokenClass] = count }
    }

    /// Google counts single tokens, images and requests alike in `count`.
    private static func isCount(_ unit: String) -> Bool { ["count", "counts"].contains(unit.lowercased()) }

    // MARK: Class

    private static func speaksOfTokens(_ texts: [String]) -> Bool {
        texts.contains { text in
            let text = text.lowercased()
            return text.contains("token") && !text.contains("token-hour") && !text.contains("token hour")
        }
    }

    private static func tokenClass(
        details: [String: String], texts: [String], known: TokenMeter?
    ) -> TokenClass? {
        let direction = (details["tokendirection"] ?? "").lowercased()
        let action = (details["tokencacheaction"] ?? "").lowercased()
        if direction == "output" { return .output }
        if action.hasPrefix("read") { return .inputCacheRead }
        if action.hasPrefix("write") { return .inputCacheWrite }
        if action == "uncached" { return .inputUncached }
        let stated = tokenClass(inWords: details["tokentype"] ?? "")
        let read = known?.tokenClass ?? texts.lazy.compactMap(tokenClass(inWords:)).first
        let isInput = direction == "input" || stated == .inputUncached
        // "Input" alone does not tell the cache apart; the meter may.
        if isInput { return read == .inputCacheRead || read == .inputCacheWrite ? read : .inputUncached }
        return stated ?? read
    }

    /// Class that a text such as `Cache Read Input Tokens` or `gpt-4o 1120 cached Inp glbl Tokens` names.
    static func tokenClass(inWords text: String) -> TokenClass? {
        let text = text.lowercased()
        let words = Set(text.split { !$0.isLetter && !$0.isNumber }.map(String.init))
        if text.contains("uncached") || text.contains("no cache") || text.contains("cache miss")
            || text.contains("cache-miss")
        {
            return .inputUncached
        }
        if text.contains("cache") || !words.isDisjoint(with: ["cchd", "cd"]) {
            let isWrite =
                ["write", "writes", "written", "creation"].contains(where: words.contains)
                || text.contains("cachewrite")
            return isWrite ? .inputCacheWrite : .inputCacheRead
        }
        if !words.isDisjoint(with: ["output", "outp", "outpt", "opt", "completion", "completions", "outputtokencount"])
            || text.contains("outputtoken")
        {
            return .output
        }
        if !words.isDisjoint(with: ["input", "inp", "inpt", "prompt"]) || text.contains("inputtoken") {
            return .inputUncached
        }
        return nil
    }

    // MARK: Model

    private static func lowerCasedKeys(_ pairs: [String: String]) -> [String: String] {
        var result: [String: String] = [:]
        for (key, value) in pairs.sorted(by: { $0.key < $1.key }) {
            let key = key.lowercased()
            result[key.hasPrefix("x_") ? String(key.dropFirst(2)) : key] = value
        }
        return result
    }

    private static func model(
        details: [String: String], texts: [String], tags: [String: String], isAboutModels: Bool,
        isByRequest: Bool, known: TokenMeter?
    ) -> String {
        for key in ["modelid", "model", "modelname"] {
            if let name = details[key], !name.isEmpty { return name }
        }
        if let family = details["modelfamily"], !family.isEmpty {
            let version = details["modelversion"] ?? ""
            return version.isEmpty || family.contains(version) ? family : "\(family) \(version)"
        }
        guard isAboutModels else { return "" }
        if let name = tags["model"], !name.isEmpty { return name }
        if let known, !known.model.isEmpty { return known.model }
        // Gateways write the bare id; what is billed by request elsewhere is described in words.
        if isByRequest { return texts.first { !$0.isEmpty && !$0.contains(" ") } ?? "" }
        return texts.lazy.map(modelName(in:)).first { !$0.isEmpty } ?? ""
    }

    private static let directionWords: Set<String> = [
        "input", "inputs", "output", "outputs", "cached", "cache", "read", "reads", "write", "writes", "written", "hit",
        "miss", "uncached", "prompt", "completion", "completions", "token", "tokens", "consumed", "generated", "used",
        "count", "by", "for", "of", "the", "per", "1k", "1m", "5m", "1h", "million", "thousand", "inp", "inpt", "outp",
        "outpt", "opt", "cchd", "glbl", "gl", "dzone", "dz", "batch", "context", "usage", "-", "–", "—",
    ]

    /// What remains of `Output tokens for Solora Atlas 5.6 Mars served via LatticeScale` without the words about tokens.
    static func modelName(in text: String) -> String {
        var text = Substring(text)
        for tail in [" served via ", " served by ", " via ", " in region "] {
            if let cut = text.range(ofText: tail) { text = text[..<cut.lowerBound] }
        }
        var words: [Substring] = []
        for word in text.split(separator: " ") {
            let bare = word.trimming(",.:;()")
            if directionWords.contains(bare.lowercased()) { continue }
            var parts = bare.split(separator: "-", omittingEmptySubsequences: false)
            while parts.count > 1, let last = parts.last, directionWords.contains(last.lowercased()) {
                parts.removeLast()
            }
            words.append(contentsOf: [Substring(parts.joined(separator: "-"))])
        }
        return words.joined(separator: " ")
    }
}

/// A unit such as `Tokens`, `1000000 Tokens`, `1K`, `Requests`.
struct UnitText: Hashable, Sendable {
    enum Counts: Hashable, Sendable {
        case tokens, requests
        /// A block size without a noun: `1K`, `1M`.
        case bareBlock
        /// Tokens of something else, such as token-hours.
        case other
        case unknown
    }

    let counts: Counts
    let block: Amount

    init(_ text: String) {
        var words = text.lowercased().split(separator: " ").map(String.init)
        var block = Amount(1)
        if let first = words.first, let size = Self.size(first) {
            block = size
            words.removeFirst()
        } else if words.count == 1, let size = ["ktokens": 1000, "mtokens": 1_000_000, "mtok": 1_000_000][words[0]] {
            block = Amount(size)
            words = ["tokens"]
        }
        self.block = block
        switch words.joined(separator: " ") {
        case "token", "tokens": counts = .tokens
        case "request", "requests", "api requests", "api calls", "calls": counts = .requests
        case "": counts = text.isEmpty ? .unknown : .bareBlock
        case let noun where noun.contains("token"): counts = .other
        default: counts = .unknown
        }
    }

    private static func size(_ word: String) -> Amount? {
        if let size = ["k": 1000, "thousand": 1000, "m": 1_000_000, "million": 1_000_000][word] { return Amount(size) }
        var digits = word.replacing(",", with: "")
        var factor = 1
        if digits.hasSuffix("k") { (factor, digits) = (1000, String(digits.dropLast())) }
        if digits.hasSuffix("m") { (factor, digits) = (1_000_000, String(digits.dropLast())) }
        guard let number = Int(digits), number > 0, number <= 1_000_000_000 else { return nil }
        return Amount(number * factor)
    }
}

extension Substring {
    fileprivate func range(ofText needle: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(needle) { return start..<index(start, offsetBy: needle.count) }
            start = index(after: start)
        }
        return nil
    }

    fileprivate func trimming(_ characters: String) -> Substring {
        var text = self
        while let first = text.first, characters.contains(first) { text = text.dropFirst() }
        while let last = text.last, characters.contains(last) { text = text.dropLast() }
        return text
    }
}
