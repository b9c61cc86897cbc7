package import Billing

/// A day as a person wrote it: `2026-12-31`, `31.12.2026`, `31/12/26`, `31 December 2026`, `Dec 31, 2026`.
/// Slashes and dashes around two small numbers (`05/06/26`) can be read in two ways; the other dates of the column decide.
package struct WrittenDate: Hashable, Sendable {
    package enum Order: Hashable, Sendable {
        case dayFirst, monthFirst
    }

    package enum Reading: Hashable, Sendable {
        case certain(Day)
        case either(ifDayFirst: Day, ifMonthFirst: Day)
    }

    package let reading: Reading
    /// The order that this text proves; nil when it proves none.
    package let evidence: Order?

    /// Nil for text that is no date, or not one that exists. A time of day after `T` or a space is left out.
    package init?(_ text: some StringProtocol) {
        let text = text.lowercased().filter { $0 != "," }
        let beforeTime = text.prefix { $0 != "t" || text.first?.isNumber != true }
        if let day = Day(beforeTime.prefix(10)), Self.isTime(text.dropFirst(10)) {
            self.init(.certain(day), nil)
            return
        }
        if let named = Self.named(text) {
            self.init(.certain(named), nil)
            return
        }
        let parts = text.split(omittingEmptySubsequences: false) { "./-".contains($0) }
        let separators = Set(text.filter { "./-".contains($0) })
        guard parts.count == 3, separators.count == 1,
            parts.allSatisfy({ (1...4).contains($0.utf8.count) && $0.utf8.allSatisfy { (48...57).contains($0) } })
        else { return nil }
        if parts[0].utf8.count == 4 {
            guard let day = Self.day(parts[0], parts[1], parts[2]) else { return nil }
            self.init(.certain(day), nil)
            return
        }
        let dayFirst = Self.day(parts[2], parts[1], parts[0])
        let monthFirst = separators.contains(".") ? nil : Self.day(parts[2], parts[0], parts[1])
        switch (dayFirst, monthFirst) {
        case (let day?, nil): self.init(.certain(day), separators.contains(".") ? nil : .dayFirst)
        case (nil, let day?): self.init(.certain(day), .monthFirst)
        case (let a?, let b?) where a == b: self.init(.certain(a), nil)
        case (let a?, let b?): self.init(.either(ifDayFirst: a, ifMonthFirst: b), nil)
        case (nil, nil): return nil
        }
    }

    private init(_ reading: Reading, _ evidence: Order?) {
        self.reading = reading
        self.evidence = evidence
    }

    /// The day when the column's order is known; nil when this text needs an order and there is none.
    package func day(_ order: Order?) -> Day? {
        switch reading {
        case .certain(let day): day
        case .either(let ifDayFirst, let ifMonthFirst):
            switch order {
            case .dayFirst: ifDayFirst
            case .monthFirst: ifMonthFirst
            case nil: nil
            }
        }
    }

    /// A year of two digits is of this century.
    private static func day(_ year: some StringProtocol, _ month: some StringProtocol, _ day: some StringProtocol)
        -> Day?
    {
        func padded(_ text: some StringProtocol) -> String { text.utf8.count == 1 ? "0" + text : String(text) }
        let year = year.utf8.count == 2 ? "20" + year : String(year)
        return Day("\(year)-\(padded(month))-\(padded(day))")
    }

    private static func isTime(_ rest: some StringProtocol) -> Bool {
        guard let first = rest.first else { return true }
        return (first == "t" || first == " ") && rest.dropFirst().allSatisfy { $0.isNumber || ":.z+-".contains($0) }
    }

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]

    private static func named(_ text: String) -> Day? {
        let words = text.split { $0 == " " || $0 == "-" || $0 == "." }
        guard words.count == 3 else { return nil }
        func month(_ word: Substring) -> Int? {
            word.utf8.count >= 3
                ? months.firstIndex { $0.hasPrefix(word) || (word == "sept" && $0 == "september") } : nil
        }
        if let index = month(words[1]) { return day(words[2], String(index + 1), words[0]) }
        if let index = month(words[0]) { return day(words[2], String(index + 1), words[1]) }
        return nil
    }
}

/// Day-first or month-first, by column, from the dates in it.
struct DateOrders: Hashable, Sendable {
    private var byColumn: [Int: Set<WrittenDate.Order>] = [:]

    mutating func note(_ date: WrittenDate, column: Int) {
        if let evidence = date.evidence { byColumn[column, default: []].insert(evidence) }
    }

    /// The order proved by the column, else by all dates of the table; nil where nothing or both are proved.
    func order(column: Int) -> WrittenDate.Order? {
        var seen = byColumn[column] ?? []
        if seen.isEmpty { seen = byColumn.values.reduce(into: []) { $0.formUnion($1) } }
        return seen.count == 1 ? seen.first : nil
    }
}
