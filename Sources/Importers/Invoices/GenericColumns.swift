import Billing
import Diagnostics
import Money

/// What a column of a table made by hand can be besides period, amount, vendor and currency.
enum GenericRole: String, CaseIterable, Hashable, Sendable {
    case model
    case inputTokens = "input_tokens"
    case uncachedTokens = "uncached_tokens"
    case cachedTokens = "cached_tokens"
    case cacheWriteTokens = "cache_write_tokens"
    case outputTokens = "output_tokens"
    case requests
    case project
    case workspace
    case account
    case subAccount = "sub_account"
    case apiKey = "api_key"
    case user
    case serviceTier = "service_tier"
    case sku
    case region
    case category
    case tags

    func column(named name: String, numbers: NumberStyle) -> ImportColumn {
        switch self {
        case .model: .text(name, to: .model).part
        case .inputTokens: .count(name, to: .quantity, style: numbers)
        case .uncachedTokens: .count(name, to: .tokens(.inputUncached), style: numbers)
        case .cachedTokens: .count(name, to: .tokens(.inputCacheRead), style: numbers)
        case .cacheWriteTokens: .count(name, to: .tokens(.inputCacheWrite), style: numbers)
        case .outputTokens: .count(name, to: .tokens(.output), style: numbers)
        case .requests: .count(name, to: .requests, style: numbers)
        case .project: .text(name, to: .project).part
        case .workspace: .text(name, to: .workspace).part
        case .account: .text(name, to: .account).account
        case .subAccount: .text(name, to: .subAccount).part
        case .apiKey: .text(name, to: .apiKey, onlyFor: "api_key").part
        case .user: .text(name, to: .user, onlyFor: "user").part
        case .serviceTier: .text(name, to: .serviceTier, onlyFor: "service_tier").part
        case .sku: .text(name, to: .sku, onlyFor: "sku").part
        case .region: .text(name, to: .region, onlyFor: "region").part
        case .category: .text(name, to: .category)
        case .tags: .text(name, to: .tags, onlyFor: "tag")
        }
    }

    /// Headers seen in tables made by hand, as ``GenericColumns/normalised(_:)`` has them.
    var synonyms: Set<String> {
        switch self {
        case .model: ["model", "model name", "model id", "engine", "product", "sprachmodell", "modell", "deployment"]
        case .inputTokens:
            [
                "input tokens", "prompt tokens", "tokens prompt", "n context tokens total", "tokens in", "input",
                "eingabe tokens",
            ]
        case .uncachedTokens: ["uncached tokens", "input uncached tokens", "usage input tokens no cache"]
        case .cachedTokens:
            [
                "input cached tokens", "tokens cached", "cache read", "usage input tokens cache read",
                "cached input tokens", "cached tokens", "cache read tokens",
            ]
        case .cacheWriteTokens: ["cache write", "cache write tokens", "usage input tokens cache write"]
        case .outputTokens:
            [
                "output tokens", "completion tokens", "tokens completion", "n generated tokens total", "tokens out",
                "output", "ausgabe tokens",
            ]
        case .requests:
            ["requests", "num model requests", "n requests", "api requests", "request count", "calls", "api calls"]
        case .project:
            [
                "project", "project id", "team", "department", "cost center", "costcenter", "cost centre", "app name",
                "kostenstelle", "use case", "workload", "business unit", "environment", "abteilung", "projekt",
            ]
        case .workspace: ["workspace"]
        case .account: ["account", "account id", "billing account"]
        case .subAccount: ["sub account", "subaccount"]
        case .apiKey: ["api key", "api key name", "api key id", "key"]
        case .user: ["user", "user id", "user email", "email", "owner"]
        case .serviceTier: ["service tier", "tier"]
        case .sku: ["sku"]
        case .region: ["region"]
        case .category: ["charge category", "chargecategory"]
        case .tags: ["tags"]
        }
    }
}

/// Which columns of a header are what, by the project's mapping first and by common names else.
struct GenericColumns: Sendable {
    let header: Header
    private(set) var period = 0
    private(set) var amount = 0
    private(set) var vendor: Int?
    private(set) var currency: Int?
    /// The currency that the amount's header names: `Cost (USD)`.
    private(set) var amountCurrency: Currency?
    /// The amount's header says that it counts hundredths: `amount_cents`.
    private(set) var amountIsInCents = false
    private(set) var others: [GenericRole: Int] = [:]
    /// A column such as `eur_per_usd`: what one unit of `base` is worth in `quote`.
    private(set) var rate: (column: Int, base: Currency, quote: Currency)?

    func name(_ index: Int) -> String { header.names[index] }
    func spelled(_ index: Int) -> String { header.spelled[index] }

    var hasTokens: Bool {
        [.inputTokens, .uncachedTokens, .cachedTokens, .cacheWriteTokens, .outputTokens].contains { others[$0] != nil }
    }

    /// Counts of prompts include what came from the cache, unless the columns say otherwise.
    var inputIncludesCached: Bool {
        guard others[.inputTokens] != nil, let cached = others[.cachedTokens] else { return false }
        return !Self.normalised(name(cached)).contains("cache read")
    }

    private static let periods: Set<String> = [
        "month", "period", "date", "billing month", "invoice date", "usage date", "usage date utc", "day", "bill date",
        "charge date", "start date", "buchungstag", "billing period", "posted date", "monat", "datum", "mois", "mes",
        "rechnungsdatum", "rechnungsmonat", "abrechnungsmonat", "leistungsmonat",
    ]
    private static let amounts: Set<String> = [
        "amount", "cost", "total", "spend", "price", "charge", "amount due", "subtotal", "total cost", "net", "gross",
        "betrag", "charges", "total amount", "net amount", "gross amount", "kosten", "montant",
    ]
    /// Best first: the last ones are taken only when nothing better is there.
    static let vendors = [
        "vendor", "provider", "supplier", "anbieter", "lieferant", "platform", "merchant", "payee", "name", "service",
        "description",
    ]
    static let currencies: Set<String> = [
        "currency", "ccy", "curr", "currency code", "billing currency", "währung", "waehrung", "devise",
    ]
    private static let codes: Set<String> = [
        "usd", "eur", "gbp", "aud", "cad", "chf", "jpy", "cny", "inr", "sek", "nok", "dkk", "pln", "sgd", "nzd", "brl",
    ]

    /// Which of the two columns that every such table has is the only one missing; nil when both or none is there.
    static func missing(in header: Header) -> String? {
        let names = header.names.map(normalised)
        let (hasPeriod, hasAmount) = (
            names.contains(where: periods.contains), names.contains { amountCurrency(in: $0) != nil }
        )
        guard hasPeriod != hasAmount else { return nil }
        return hasPeriod ? "amount" : "period"
    }

    /// Lower case; punctuation and underscores as single spaces.
    static func normalised(_ text: String) -> String {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
    }

    /// - Returns: Nil when the record is no header of such a table.
    /// - Throws: 65 when it is, but something must be said first: which of two amounts, whose invoice.
    init?(_ header: Header, rule: SourceRule?, file: String, at position: SourcePosition) throws(Failure) {
        self.header = header
        var mapped: [String: Int] = [:]
        for (role, column) in rule?.columns ?? [:] {
            guard Self.roles.contains(role) else {
                throw Failure(.badConfiguration, .unknownRole(role, at: rule?.position))
            }
            guard let index = header.index(of: Header([column]).names[0]) else { return nil }
            mapped[role] = index
        }
        let names = header.names.map(Self.normalised)
        let taken = Set(mapped.values)
        func hits(_ isHit: (String) -> Bool) -> [Int] {
            names.indices.filter { !taken.contains($0) && !names[$0].isEmpty && isHit(names[$0]) }
        }
        let periods = mapped["period"].map { [$0] } ?? hits(Self.periods.contains)
        let amounts = mapped["amount"].map { [$0] } ?? hits { Self.amountCurrency(in: $0) != nil }
        guard let period = periods.first, let amount = amounts.first else { return nil }
        let spelled = header.spelled
        if periods.count > 1 {
            throw Failure(.badData, .severalCandidates("period", periods.map { spelled[$0] }, file: file, at: position))
        }
        if amounts.count > 1 {
            throw Failure(.badData, .severalCandidates("amount", amounts.map { spelled[$0] }, file: file, at: position))
        }
        self.period = period
        self.amount = amount
        amountCurrency = Self.amountCurrency(in: names[amount]) ?? nil
        amountIsInCents = Self.words(names[amount]).contains("cents")
        for role in GenericRole.allCases {
            if let index = mapped[role.rawValue] ?? hits(role.synonyms.contains).first(where: { $0 != amount }) {
                others[role] = index
            }
        }
        rate =
            names.indices.lazy.compactMap { index in
                let words = Self.words(names[index])
                guard words.count == 3, words[1] == "per", Self.codes.contains(words[0]), Self.codes.contains(words[2])
                else { return nil }
                return (index, Currency(words[2]), Currency(words[0]))
            }.first
        // Where nothing else names the model, the SKU does.
        if others[.model] == nil { others[.model] = others[.sku] }
        currency = mapped["currency"] ?? (rule?.currency == nil ? hits(Self.currencies.contains).first : nil)
        vendor = mapped["vendor"]
        if vendor == nil, rule?.vendor == nil {
            vendor = Self.vendors.lazy.compactMap { name in hits { $0 == name }.first }.first
            if vendor == nil { throw Failure(.badData, .vendorMissing(file: file, header: header, at: position)) }
        }
    }

    /// Roles that `sources: columns` may name.
    static let roles: [String] = ["period", "amount", "vendor", "currency"] + GenericRole.allCases.map(\.rawValue)

    private static func words(_ name: String) -> [String] { name.split(separator: " ").map(String.init) }

    /// Whether a header names an amount, and which currency it names in doing so.
    private static func amountCurrency(in name: String) -> Currency?? {
        var words = words(name)
        if words.contains("cents") { words.removeAll { $0 == "cents" || $0 == "in" } }
        let name = words.joined(separator: " ")
        if amounts.contains(name) { return .some(nil) }
        var code = words.first { codes.contains($0) }
        if code == nil, words.count == 1,
            let hit = codes.sorted().first(where: { name.hasSuffix($0) && amounts.contains(String(name.dropLast(3))) })
        {
            return .some(Currency(hit))
        }
        guard code != nil else { return nil }
        words.removeAll { $0 == code }
        let rest = words.joined(separator: " ")
        guard rest.isEmpty || amounts.contains(rest) else { return nil }
        return .some(Currency(code.take() ?? ""))
    }
}

extension Diagnostic {
    static func unknownRole(_ role: String, at position: SourcePosition?) -> Diagnostic {
        Diagnostic(
            "unknown-column-role", at: position, key: "sources.columns", found: "\(role) under `sources: columns`",
            expected: "one of \(GenericColumns.roles.joined(separator: ", "))",
            fix: nearestNames(to: role, among: GenericColumns.roles, limit: 1).first.map { "the nearest is \($0)" }
                ?? "take one of these, or delete the line")
    }

    static func severalCandidates(_ role: String, _ columns: [String], file: String, at position: SourcePosition)
        -> Diagnostic
    {
        Diagnostic(
            "several-candidates", at: position,
            found: "\(columns.count) columns that may be the \(role): \(columns.joined(separator: ", "))",
            expected: "one",
            fix:
                "say which under `sources`: {files: \"\(SourceRule.files(for: file))\", format: generic, columns: {\(role): \"\(columns[0])\"}}"
        )
    }

    static func vendorMissing(file: String, header: Header, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "vendor-missing", at: position,
            found: "a table with a period and an amount, and no column that names the vendor",
            expected: "a vendor column, or `vendor`",
            fix:
                "say whose bill it is under `sources`: {files: \"\(SourceRule.files(for: file))\", format: generic, vendor: …}"
        )
    }
}
