import Billing

/// Lower-case runs of letters and of digits: `GPU-hr` gives `gpu`, `hr`; `12mo` gives `12`, `mo`.
func quoteWords(_ text: some StringProtocol) -> [String] {
    var words: [String] = []
    var lastWasDigit: Bool?
    for character in text.lowercased() {
        guard character.isLetter || character.isNumber else {
            lastWasDigit = nil
            continue
        }
        if let last = lastWasDigit, last == character.isNumber {
            words[words.count - 1].append(character)
        } else {
            words.append(String(character))
        }
        lastWasDigit = character.isNumber
    }
    return words
}

/// What a price is for and for how long, as far as one text says: `per node`, `/hr`, `GPU-hr`.
struct PartialPriceUnit: Hashable, Sendable {
    enum Subject: Hashable, Sendable {
        case gpu, instance, cluster, gigabyte
    }
    enum Period: Hashable, Sendable {
        case hour, month, year, term, once
    }

    var subject: Subject?
    var period: Period?

    init(subject: Subject? = nil, period: Period? = nil) {
        self.subject = subject
        self.period = period
    }

    /// - Returns: nil when a word is none of a unit.
    init?(_ text: some StringProtocol) {
        for word in quoteWords(text) where !take(word) { return nil }
    }

    /// Adds what a word says.
    ///
    /// - Returns: false when it says nothing about a unit.
    mutating func take(_ word: String) -> Bool {
        switch word {
        case "gpu", "gpus", "card", "cards", "accelerator": subject = .gpu
        case "instance", "node", "server", "machine", "vm", "host", "unit", "units", "system", "each", "ea", "pcs",
            "piece":
            // `GPU server`: the server is what is priced.
            subject = .instance
        case "cluster", "rack": subject = .cluster
        case "gb", "gib": subject = .gigabyte
        case "h", "hr", "hrs", "hour", "hours", "hourly", "std", "stunde": period = .hour
        case "mo", "mon", "month", "months", "monthly", "mth", "monat": period = .month
        case "y", "yr", "year", "years", "yearly", "annum", "annual", "annually", "jahr": period = .year
        case "term", "contract", "total", "block": period = .term
        case "once", "onetime", "time", "upfront", "purchase", "einmalig": period = .once
        case "per", "a", "one", "1", "the", "pro", "for": break
        default: return false
        }
        return true
    }

    /// What both say together; nil when they contradict each other.
    func merged(with other: PartialPriceUnit) -> PartialPriceUnit? {
        if let a = subject, let b = other.subject, a != b { return nil }
        if let a = period, let b = other.period, a != b { return nil }
        return PartialPriceUnit(subject: subject ?? other.subject, period: period ?? other.period)
    }

    /// The unit, where the schema has one for the combination; a missing subject is the instance.
    var unit: PriceUnit? {
        switch (subject, period) {
        case (.gpu, .hour): .gpuHour
        case (.gpu, .month): .gpuMonth
        case (.instance, .hour), (nil, .hour): .instanceHour
        case (.instance, .month), (nil, .month): .instanceMonth
        case (.instance, .year), (nil, .year): .unitYear
        case (.instance, .once), (nil, .once): .unitOneTime
        case (.cluster, .month): .clusterMonth
        case (.cluster, .term), (.instance, .term), (nil, .term): .termTotal
        case (.gigabyte, .month): .gigabyteMonth
        case (.gigabyte, nil): .gigabyte
        case (.gpu, _), (.cluster, _), (.gigabyte, _), (.instance, nil), (nil, nil): nil
        }
    }
}

/// What a text in a column of terms, plans or purchase options says.
struct QuoteTerm: Hashable, Sendable {
    enum BareNumber: Hashable, Sendable {
        case months, days
    }

    /// Of a term in days the months that it touches.
    var months: Int?
    /// Where the text counts days or weeks.
    var days: Int?
    var pricing: QuotePricing?
    /// `rental`: on demand without a term; what it is with one, the other columns say.
    var isRental = false

    /// `12`, `12 mo`, `3yr`, `14 days`, `TWELVE_MONTH`, `Commit1Yr`, `on demand`, `1-year reserved`; nil for anything else.
    ///
    /// - Parameter bareNumber: What a number without a unit counts; nil: it has to have one.
    init?(_ text: some StringProtocol, bareNumber: BareNumber?) {
        var words = quoteWords(text)
        var number: Int?
        while !words.isEmpty {
            let word = words.removeFirst()
            if let value = Int(word) ?? Self.numerals[word] {
                guard number == nil, months == nil else { return nil }
                number = value
            } else if ["mo", "mon", "month", "months", "mth", "m", "monate"].contains(word), let value = number {
                guard value <= 600 else { return nil }
                months = value
                number = nil
            } else if ["y", "yr", "yrs", "year", "years", "jahre", "jahr"].contains(word), let value = number {
                guard value <= 50 else { return nil }
                months = value * 12
                number = nil
            } else if let factor = Self.days[word], let value = number {
                guard takeDays(value, times: factor) else { return nil }
                number = nil
            } else if let pricing = Self.pricing(word, next: words.first) {
                if ["on", "pay", "no", "savings", "capacity"].contains(word) { words.removeFirst() }
                if word == "pay", words.prefix(2) == ["you", "go"] { words.removeFirst(2) }
                guard self.pricing == nil || self.pricing == pricing else { return nil }
                self.pricing = pricing
            } else if ["rental", "rent", "rented", "hire"].contains(word) {
                isRental = true
            } else if !["term", "commit", "plan", "price", "pricing", "contract", "instance", "instances"].contains(
                word)
            {
                return nil
            }
        }
        if let number {
            guard let bareNumber, months == nil else { return nil }
            switch bareNumber {
            case .months:
                guard number <= 600 else { return nil }
                months = number
            case .days: guard takeDays(number, times: 1) else { return nil }
            }
        }
        if months == 0 { pricing = pricing ?? .onDemand }
    }

    /// - Returns: false when no contract is that long.
    private mutating func takeDays(_ number: Int, times factor: Int) -> Bool {
        guard months == nil, number <= 18_300 / factor else { return false }
        days = number * factor
        // No month is longer than 31 days: 92 days are three months.
        months = (number * factor + 30) / 31
        return true
    }

    private static let days = [
        "d": 1, "day": 1, "days": 1, "tag": 1, "tage": 1, "w": 7, "wk": 7, "wks": 7, "week": 7, "weeks": 7,
    ]

    private static let numerals = [
        "one": 1, "three": 3, "six": 6, "twelve": 12, "twentyfour": 24, "thirtysix": 36,
    ]

    private static func pricing(_ word: String, next: String?) -> QuotePricing? {
        switch word {
        case "on" where next == "demand", "no" where next == "commitment", "pay" where next == "as": .onDemand
        case "ondemand", "payg", "paygo", "consumption", "hourly", "none", "standard": .onDemand
        case "spot", "preemptible", "interruptible": .spot
        case "savings" where next == "plan", "capacity" where next == "block" || next == "blocks": .reserved
        case "reserved", "reservation", "commitment", "committed", "cud", "block", "blocks": .reserved
        case "lease", "leasing", "leased": .lease
        // What a loan pays for is bought; its rate ranks the quote.
        case "purchase", "buy", "sale", "capex", "purchased", "loan", "financed": .purchase
        default: nil
        }
    }
}

extension QuoteTerm {
    /// `THIRTY_SIX_MONTH` and such: tens and ones that belong together.
    static func text(_ raw: String) -> String {
        raw.lowercased().replacing("twenty_four", with: "twentyfour").replacing("thirty_six", with: "thirtysix")
    }
}

/// What the words of a line say that it buys, where no column does; nil: nothing but compute.
func inferredLineType(_ text: String) -> QuoteLineType? {
    let words = Set(quoteWords(text))
    func any(_ candidates: String...) -> Bool { candidates.contains(where: words.contains) }
    if any("switch", "switches", "cable", "cables", "cabling", "transceiver", "transceivers", "nic", "nics", "optics") {
        return .network
    }
    if any("storage", "filesystem", "disk", "disks", "nas") { return .storage }
    if any("egress") { return .egress }
    if any("license", "licence", "licenses", "licences", "software", "subscription") { return .software }
    if any("colocation", "colo") { return .colo }
    if any("support", "maintenance", "warranty") { return .support }
    if any("shipping", "freight", "installation", "commissioning", "setup") { return .setup }
    return nil
}

/// Words in place of a price: the vendor has one and does not say it.
func isWordsForNoPrice(_ text: String) -> Bool {
    let words = quoteWords(text)
    if words.isEmpty { return true }
    let known: Set<String> = [
        "contact", "sales", "us", "call", "ask", "on", "upon", "request", "quote", "quoted", "to", "be", "for", "a",
        "price", "pricing", "inquire", "enquire", "tbd", "tba", "tbc", "poa", "por", "na", "n", "none", "null",
        "negotiable", "custom", "unavailable", "not", "available", "auf", "anfrage",
    ]
    return words.allSatisfy(known.contains)
}
