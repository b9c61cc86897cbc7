import Money

/// A header as it is compared: letters and digits in lower case, `%` as `pct`, `#` as `no`; without the camel case,
/// underscores and blanks in which lists differ.
enum QuoteHeaderKey {
    static func key(_ header: some StringProtocol) -> String {
        var key = ""
        for character in header.lowercased() {
            switch character {
            case "%": key += "pct"
            case "#": key += "no"
            case _ where character.isLetter || character.isNumber: key.append(character)
            default: break
            }
        }
        return key
    }
}

/// Which column of a quote file holds which field.
struct QuoteHeader: Hashable, Sendable {
    /// Columns of each field, best first. Only a price may have several: the first that a row fills counts.
    var columns: [QuoteField: [Int]] = [:]
    /// What the header of a price column says about its unit and currency, by column: `$/GPU/hr`, `Price (EUR)`.
    var units: [Int: PartialPriceUnit] = [:]
    var currencies: [Int: Currency] = [:]
    /// Columns that no field takes, by number.
    var unread: [Int] = []
    let names: [String]

    init(_ names: [String]) {
        self.names = names
        var canonical: Set<Int> = []
        for (column, name) in names.enumerated() where !name.allSatisfy(\.isWhitespace) {
            guard let match = Self.field(of: name) else {
                unread.append(column)
                continue
            }
            if let unit = match.unit { units[column] = unit }
            if let currency = match.currency { currencies[column] = currency }
            if match.isCanonical { canonical.insert(column) }
            columns[match.field, default: []].append(column)
        }
        for (field, found) in columns where found.count > 1 {
            let best = found.sorted { (canonical.contains($0) ? 0 : 1, $0) < (canonical.contains($1) ? 0 : 1, $1) }
            if field == .price {
                columns[field] = best
            } else {
                columns[field] = [best[0]]
                unread += best.dropFirst()
            }
        }
        unread.sort()
    }

    /// Fields that the header names.
    var fieldCount: Int { columns.count }

    /// What a table needs to be a quote, said as the columns that would do; empty when nothing is missing.
    var missing: [String] {
        var missing: [String] = []
        let prices: [QuoteField] = [.price, .spotPrice, .unitPurchasePrice, .leaseMonthly]
        if prices.allSatisfy({ columns[$0] == nil }) { missing.append("price") }
        if columns[.gpuRaw] == nil, columns[.gpu] == nil, columns[.instanceType] == nil {
            missing.append("gpu_model_raw (or instance_type)")
        }
        return missing
    }

    /// The columns that make a table a quote, as the file spells them.
    var recognisingColumns: [String] {
        let fields: [QuoteField] = [
            .price, .spotPrice, .unitPurchasePrice, .leaseMonthly, .gpuRaw, .gpu, .instanceType,
        ]
        return fields.compactMap { columns[$0]?.first.map { names[$0] } }
    }

    private struct Match {
        var field: QuoteField
        var isCanonical: Bool
        var unit: PartialPriceUnit?
        var currency: Currency?
    }

    private static let byKey: [String: QuoteField] = {
        var table: [String: QuoteField] = [:]
        for field in QuoteField.allCases {
            for key in field.otherHeaders { table[key] = field }
        }
        for field in QuoteField.allCases { table[QuoteHeaderKey.key(field.rawValue)] = field }
        return table
    }()

    private static func field(of name: String) -> Match? {
        let key = QuoteHeaderKey.key(name)
        let withoutBrackets = QuoteHeaderKey.key(name.prefix { $0 != "(" && $0 != "[" })
        // `Colo EUR/kW/month` is `Colo kW/month`.
        let withoutCurrency = quoteWords(name).filter { !CurrencyMark.isCode($0) }.joined()
        if let field = byKey[key] ?? (withoutBrackets.isEmpty ? nil : byKey[withoutBrackets])
            ?? (withoutCurrency.isEmpty ? nil : byKey[withoutCurrency])
        {
            var match = Match(field: field, isCanonical: key == QuoteHeaderKey.key(field.rawValue))
            switch field {
            case .price, .spotPrice: (match.unit, match.currency) = hints(name)
            case .leaseMonthly, .unitPurchasePrice: match.currency = hints(name).1
            default: break
            }
            return match
        }
        // `Unit price EUR/GPU-hr`, `$/hr`: a price, its currency and its unit in one header.
        let rest = restAfterHints(name)
        let (unit, currency) = hints(name)
        guard unit != nil || currency != nil else { return nil }
        guard ["", "price", "unitprice", "rate", "cost", "unitcost"].contains(rest), unit?.period != nil || rest != ""
        else { return nil }
        return Match(field: .price, isCanonical: false, unit: unit, currency: currency)
    }

    private static func hints(_ name: String) -> (PartialPriceUnit?, Currency?) {
        var unit = PartialPriceUnit()
        for word in quoteWords(name) where word != "unit" && word != "time" { _ = unit.take(word) }
        // `Per-GPU` price lists are hourly; nothing else says so.
        return (unit == PartialPriceUnit() ? nil : unit, CurrencyMark.inHeader(name))
    }

    private static func restAfterHints(_ name: String) -> String {
        var unit = PartialPriceUnit()
        return quoteWords(name).filter { word in
            word == "unit" || !(unit.take(word) || CurrencyMark.isCode(word))
        }.joined()
    }
}
