package import Money

/// Which byte stands before the fraction of a number.
package enum DecimalSeparator: Hashable, Sendable {
    case point, comma
}

/// A number as a person wrote it: `1.150,00`, `1 150.00`, `31,20`. One separator before three digits can be read in two
/// ways (`1.150`); what the other numbers of the column look like decides then, never a guess.
package struct WrittenNumber: Hashable, Sendable {
    /// The value where the text can be read in one way only, and both values where it cannot.
    package enum Reading: Hashable, Sendable {
        case certain(Amount)
        case either(ifPoint: Amount, ifComma: Amount)
    }

    package let reading: Reading
    /// The decimal separator that this text proves; nil when it could belong to either style.
    package let evidence: DecimalSeparator?

    /// - Parameter text: digits with an optional sign, `.` and `,`, and spaces or apostrophes between groups of three
    ///   digits; nothing else. Nil for any other text and for more than 38 digits.
    package init?(_ text: some StringProtocol) {
        var body = Array(text.unicodeScalars)[...]
        while let first = body.first, first.properties.isWhitespace { body.removeFirst() }
        while let last = body.last, last.properties.isWhitespace { body.removeLast() }
        var negative = false
        if let sign = body.first, sign == "-" || sign == "+" || sign == "\u{2212}" {
            negative = sign != "+"
            body.removeFirst()
        }
        guard let plain = Self.withoutGroupingSpaces(body) else { return nil }
        let parts = plain.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
        let separators = plain.filter { $0 == "." || $0 == "," }
        guard plain.contains(where: Self.isDigit), let last = parts.last, !last.isEmpty else { return nil }

        func amount(fractionDigits: Int) -> Amount? {
            var coefficient: Int128 = 0
            for digit in plain where Self.isDigit(digit) {
                let (tenfold, overflow) = coefficient.multipliedReportingOverflow(by: 10)
                let (sum, overflow2) = tenfold.addingReportingOverflow(Int128(digit.value - 48))
                guard !overflow, !overflow2 else { return nil }
                coefficient = sum
            }
            guard fractionDigits <= 38, String(coefficient).utf8.count <= 38 else { return nil }
            return Amount(coefficient: negative ? -coefficient : coefficient, scale: fractionDigits)
        }
        func groups(_ parts: some Collection<ArraySlice<UnicodeScalar>>) -> Bool {
            (1...3).contains(parts.first!.count) && parts.dropFirst().allSatisfy { $0.count == 3 }
        }
        let whole = amount(fractionDigits: 0)
        let fraction = amount(fractionDigits: last.count)

        switch separators.count {
        case 0:
            guard let whole else { return nil }
            self.init(.certain(whole), nil)
        case 1:
            let style = Self.style(separators[0])
            guard let fraction, let whole else { return nil }
            let leading = parts[0]
            if last.count == 3, (1...3).contains(leading.count), leading.first != "0" {
                self.init(
                    style == .point
                        ? .either(ifPoint: fraction, ifComma: whole) : .either(ifPoint: whole, ifComma: fraction), nil)
            } else {
                self.init(.certain(fraction), fraction.isZero ? nil : style)
            }
        default:
            let decimal = separators.last!
            if separators.dropLast().allSatisfy({ $0 == decimal }) {
                // 1.234.567: a separator used twice groups digits.
                guard groups(parts), let whole else { return nil }
                self.init(.certain(whole), Self.style(decimal) == .point ? .comma : .point)
            } else {
                guard Set(separators.dropLast()).count == 1, separators[0] != decimal, groups(parts.dropLast()),
                    let fraction
                else { return nil }
                self.init(.certain(fraction), Self.style(decimal))
            }
        }
    }

    private init(_ reading: Reading, _ evidence: DecimalSeparator?) {
        self.reading = reading
        self.evidence = evidence
    }

    /// The value when the column's style is known; nil when this text needs a style and there is none.
    package func amount(_ style: DecimalSeparator?) -> Amount? {
        switch reading {
        case .certain(let amount): amount
        case .either(let ifPoint, let ifComma):
            switch style {
            case .point: ifPoint
            case .comma: ifComma
            case nil: nil
            }
        }
    }

    private static func style(_ separator: UnicodeScalar) -> DecimalSeparator { separator == "." ? .point : .comma }

    private static func isDigit(_ scalar: UnicodeScalar) -> Bool { ("0"..."9").contains(scalar) }

    static func isGroupingSpace(_ scalar: UnicodeScalar) -> Bool {
        switch scalar {
        case " ", "\u{A0}", "\u{2009}", "\u{202F}", "'", "\u{2019}": true
        default: false
        }
    }

    /// Drops spaces and apostrophes that stand between a digit and a group of exactly three; nil when the text holds
    /// anything but digits, separators and those.
    private static func withoutGroupingSpaces(_ text: ArraySlice<UnicodeScalar>) -> [UnicodeScalar]? {
        var result: [UnicodeScalar] = []
        var digitsSinceGap: Int?
        for scalar in text {
            if isGroupingSpace(scalar) {
                guard let last = result.last, isDigit(last), digitsSinceGap ?? 3 == 3,
                    digitsSinceGap != nil || result.count <= 3, !result.contains(where: { !isDigit($0) })
                else { return nil }
                digitsSinceGap = 0
            } else if isDigit(scalar) {
                result.append(scalar)
                if let count = digitsSinceGap, !result.contains(where: { !isDigit($0) }) { digitsSinceGap = count + 1 }
            } else if scalar == "." || scalar == "," {
                if let count = digitsSinceGap, count != 3 { return nil }
                result.append(scalar)
            } else {
                return nil
            }
        }
        if let count = digitsSinceGap, count != 3 { return nil }
        return result
    }
}

/// The decimal separator of a table's columns, from the numbers in them.
struct DecimalStyles: Hashable, Sendable {
    private var byColumn: [Int: Set<DecimalSeparator>] = [:]
    private let delimiter: UInt8

    init(delimiter: UInt8) { self.delimiter = delimiter }

    mutating func note(_ number: WrittenNumber, column: Int) {
        if let evidence = number.evidence { byColumn[column, default: []].insert(evidence) }
    }

    /// The style in which the ambiguous numbers of a column are read: what its other numbers prove, else what the
    /// table's prove, else the point. Nil where they contradict each other, and where nothing is proved in a file
    /// delimited by semicolons, because half the world writes those with decimal commas.
    func style(column: Int) -> DecimalSeparator? {
        var seen = byColumn[column] ?? []
        if seen.isEmpty { seen = byColumn.values.reduce(into: []) { $0.formUnion($1) } }
        if seen.isEmpty { return delimiter == UInt8(ascii: ";") ? nil : .point }
        return seen.count == 1 ? seen.first : nil
    }
}
