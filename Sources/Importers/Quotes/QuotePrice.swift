import Money

/// The signs and codes by which a text names a currency.
enum CurrencyMark {
    /// Codes that are also read in lower case or glued to a number; others count only in their own column.
    static let codes: Set<String> = [
        "USD", "EUR", "GBP", "CHF", "JPY", "CNY", "INR", "CAD", "AUD", "NZD", "SGD", "HKD", "KRW", "SEK", "NOK", "DKK",
        "PLN", "CZK", "HUF", "RON", "ISK", "TRY", "BRL", "MXN", "ZAR", "ILS", "THB", "MYR", "IDR", "PHP", "AED", "SAR",
    ]

    static func isCode(_ word: String) -> Bool { codes.contains(word.uppercased()) }

    /// What a sign stands for; nil for no sign, and for `¥`, which two currencies share.
    static func currency(sign: Character) -> Currency? {
        switch sign {
        case "$": Currency("USD")
        case "€": Currency("EUR")
        case "£": Currency("GBP")
        case "₹": Currency("INR")
        case "₩": Currency("KRW")
        case "₪": Currency("ILS")
        default: nil
        }
    }

    /// The currency in a header such as `Price (EUR)` or `$/hr`; nil when there is none or more than one.
    static func inHeader(_ header: String) -> Currency? {
        var found = Set(quoteWords(header).filter(isCode).map { Currency($0.uppercased()) })
        found.formUnion(header.compactMap(currency(sign:)))
        return found.count == 1 ? found.first : nil
    }

    /// Dollars share their sign.
    static func agree(_ mark: Currency, sign: Bool, with currency: Currency) -> Bool {
        mark == currency
            || sign && mark == Currency("USD") && ["CAD", "AUD", "NZD", "SGD", "HKD", "MXN"].contains(currency.code)
    }
}

/// A price cell taken apart: `$31,20/hr`, `2,75 USD`, `1.150,00`, `Contact sales`.
struct QuotePrice: Hashable, Sendable {
    /// Nil: words in place of a number.
    var number: WrittenNumber?
    var currency: Currency?
    /// The currency is from a sign such as `$`, not from a code.
    var isSign = false
    var unit = PartialPriceUnit()

    /// Nil for text that is neither a price nor a known way not to say one.
    init?(_ text: String) {
        guard let start = text.firstIndex(where: { $0.isASCII && $0.isNumber }) else {
            guard isWordsForNoPrice(text) else { return nil }
            return
        }
        var first = start
        if first > text.startIndex, ".,".contains(text[text.index(before: first)]) { first = text.index(before: first) }
        let negative = text[..<first].contains { $0 == "-" || $0 == "\u{2212}" }
        let end = Self.endOfNumber(text, from: first)
        guard let number = WrittenNumber((negative ? "-" : "") + text[first..<end]) else { return nil }
        self.number = number
        for part in [text[..<first], text[end...]] {
            for sign in part {
                if let currency = CurrencyMark.currency(sign: sign) {
                    guard self.currency == nil || self.currency == currency else { return nil }
                    self.currency = currency
                    isSign = true
                } else if sign == "¥" {
                    return nil
                }
            }
            for word in quoteWords(part) {
                if CurrencyMark.isCode(word) {
                    let currency = Currency(word.uppercased())
                    guard self.currency == nil || CurrencyMark.agree(self.currency!, sign: isSign, with: currency)
                    else {
                        return nil
                    }
                    self.currency = currency
                    isSign = false
                } else if word == "us" || word == "list" || word == "net" {
                    continue
                } else if !unit.take(word) {
                    return nil
                }
            }
        }
    }

    private static func endOfNumber(_ text: String, from first: String.Index) -> String.Index {
        var end = first
        while end < text.endIndex {
            let character = text[end]
            if character.isASCII && character.isNumber || ".,".contains(character) {
                end = text.index(after: end)
            } else if WrittenNumber.isGroupingSpace(character.unicodeScalars.first!) {
                // Part of the number only before three more digits.
                let group = text[text.index(after: end)...].prefix { $0.isASCII && $0.isNumber }
                guard group.count == 3 else { break }
                end = group.endIndex
            } else {
                break
            }
        }
        return end
    }
}
