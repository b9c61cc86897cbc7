import Billing
import Diagnostics
import Money
import Tabular

/// What the columns of a quote file have in common and single cells leave open.
struct QuoteStyles: Sendable {
    var numbers: DecimalStyles
    var dates = DateOrders()
    /// Currencies that price cells and price headers name.
    var marks: Set<Currency> = []

    init(_ table: QuoteTable) {
        numbers = DecimalStyles(delimiter: table.dialect.delimiter)
        marks = Set(table.header.currencies.values)
        for (field, columns) in table.header.columns {
            for column in columns {
                for row in table.rows where column < row.fields.count {
                    let text = trimmed(row.fields[column])
                    switch field.kind {
                    case .date: note(date: text, column)
                    case .money, .percent, .number: note(price: text, column)
                    case .special:
                        if field == .validUntil {
                            note(date: text, column)
                        } else if field == .price || field == .spotPrice || field == .unitPurchasePrice {
                            note(price: text, column)
                            if let currency = QuotePrice(text)?.currency { marks.insert(currency) }
                        }
                    case .text, .flag: break
                    }
                }
            }
        }
    }

    private mutating func note(date text: String, _ column: Int) {
        if let date = WrittenDate(text) { dates.note(date, column: column) }
    }

    private mutating func note(price text: String, _ column: Int) {
        if let number = QuotePrice(text.filter { $0 != "%" })?.number { numbers.note(number, column: column) }
    }
}

/// The cells of one row by field. Reading a bad cell adds an error and gives nil, so that one run names them all.
struct QuoteCells {
    let header: QuoteHeader
    let styles: QuoteStyles
    let position: SourcePosition
    private let fields: [String]
    var errors: [Diagnostic] = []
    var notes: [Diagnostic] = []
    /// Why the row cannot be priced as it stands; warnings.
    var doubts: [Diagnostic] = []

    init(_ row: TableRow, of table: QuoteTable, styles: QuoteStyles) {
        header = table.header
        self.styles = styles
        position = SourcePosition(file: table.file.name, line: row.line)
        fields = row.fields.map(trimmed)
    }

    /// Best column of a field that the row fills; nil when none does.
    func column(_ field: QuoteField) -> Int? {
        header.columns[field]?.first { $0 < fields.count && !fields[$0].isEmpty }
    }

    /// Nil: blank, or the file has no such column.
    func text(_ field: QuoteField) -> String? { column(field).map { fields[$0] } }

    func text(column: Int) -> String { fields[column] }

    func name(column: Int) -> String { header.names[column] }

    /// Text of a cell that is not a word for nothing.
    func value(_ field: QuoteField) -> (text: String, column: Int)? {
        guard let column = column(field) else { return nil }
        let text = fields[column]
        return ["-", "–", "—", "n/a", "na", "null", "none"].contains(text.lowercased()) ? nil : (text, column)
    }

    mutating func reject(_ column: Int, expected: String, fix: String = "correct the cell, or leave it blank") {
        errors.append(
            .badQuoteValue(fields[column], column: header.names[column], expected: expected, fix: fix, at: position))
    }

    /// A word that is none of the schema's: an error below a canonical header, whose words the user chose, and a doubt
    /// below a price list's own, whose words are the vendor's.
    mutating func rejectWord(_ column: Int, _ field: QuoteField, expected: String) {
        if QuoteHeaderKey.key(header.names[column]) == QuoteHeaderKey.key(field.rawValue) {
            reject(
                column, expected: expected, fix: "write one of these, or leave the cell blank to have it inferred")
        } else {
            doubts.append(
                .quoteWordInDoubt(
                    fields[column], column: header.names[column], expected: expected, field: field, at: position))
        }
    }

    // MARK: Kinds of cells

    mutating func amount(_ number: WrittenNumber, column: Int) -> Amount? {
        if let amount = number.amount(styles.numbers.style(column: column)) { return amount }
        if case .either(let ifPoint, let ifComma) = number.reading {
            errors.append(
                .ambiguousNumber(
                    fields[column], column: header.names[column], ifPoint: ifPoint, ifComma: ifComma, at: position))
        }
        return nil
    }

    /// Money of at least 0; its currency mark must be the line's.
    mutating func money(_ field: QuoteField, currency: Currency?) -> Amount? {
        guard let (text, column) = value(field) else { return nil }
        guard let price = QuotePrice(text), let number = price.number else {
            reject(
                column, expected: "an amount of money such as 1250.50",
                fix: "write it in digits, or leave the cell blank where the vendor names none")
            return nil
        }
        guard let amount = amount(number, column: column) else { return nil }
        if amount.isNegative {
            reject(
                column, expected: "an amount of money, 0 or more",
                fix: "write what is paid; a discount belongs in the column discount_pct")
            return nil
        }
        if let mark = price.currency, let currency, !CurrencyMark.agree(mark, sign: price.isSign, with: currency) {
            errors.append(
                .quoteCurrencyConflict(text, column: header.names[column], currency: currency, at: position))
            return nil
        }
        return amount
    }

    mutating func percent(_ field: QuoteField) -> Amount? {
        guard let (text, column) = value(field) else { return nil }
        let most = field == .financingAPRPct ? 40 : 100
        let expected = "a percentage, 0 to \(most), such as 10"
        guard let number = WrittenNumber(text.filter { $0 != "%" }) else {
            reject(column, expected: expected)
            return nil
        }
        guard let amount = amount(number, column: column) else { return nil }
        guard !amount.isNegative, amount <= Amount(most) else {
            reject(column, expected: expected)
            return nil
        }
        if !amount.isZero, amount < Amount(1) {
            notes.append(.percentBelowOne(text, column: header.names[column], amount: amount, at: position))
        }
        return amount
    }

    mutating func number(_ field: QuoteField) -> Amount? {
        guard case .number(let least, let most, let aboveZero) = field.kind, let (text, column) = value(field) else {
            return nil
        }
        let range =
            switch (most, aboveZero) {
            case (nil, true): "above 0"
            case (nil, false): "\(least) or more"
            case (let most?, true): "above 0, at most \(most)"
            case (let most?, false): "\(least) to \(most)"
            }
        guard let number = WrittenNumber(Self.withoutUnit(text)) else {
            reject(column, expected: "a number, \(range)")
            return nil
        }
        guard let amount = amount(number, column: column) else { return nil }
        guard amount >= Amount(least), most.map({ amount <= Amount($0) }) ?? true, !(aboveZero && amount.isZero) else {
            reject(column, expected: "a number, \(range)")
            return nil
        }
        return amount
    }

    /// `10.2 kW`, `8x`, `5 years`: the number alone.
    private static func withoutUnit(_ text: String) -> String {
        let units: Set<String> = [
            "kw", "year", "years", "yrs", "y", "gpu", "gpus", "x", "node", "nodes", "unit", "units", "server",
            "servers",
            "pcs", "h", "hours",
        ]
        let letters = String(text.reversed().prefix { $0.isLetter }.reversed())
        return units.contains(letters.lowercased()) ? trimmed(text.dropLast(letters.count)) : text
    }

    mutating func date(_ field: QuoteField) -> Day? {
        guard let (text, column) = value(field) else { return nil }
        guard let date = WrittenDate(text) else {
            reject(
                column, expected: "a date such as 2026-12-31",
                fix: adviceOnDay(text) ?? "correct the date, or leave the cell blank")
            return nil
        }
        if let day = date.day(styles.dates.order(column: column)) { return day }
        if case .either(let ifDayFirst, let ifMonthFirst) = date.reading {
            errors.append(
                .ambiguousDate(
                    text, column: header.names[column], ifDayFirst: ifDayFirst, ifMonthFirst: ifMonthFirst,
                    at: position))
        }
        return nil
    }

    mutating func flag(_ field: QuoteField) -> Bool? {
        guard let (text, column) = value(field) else { return nil }
        if let flag = Self.flag(text) { return flag }
        reject(column, expected: "true or false", fix: "write one of the two, or leave the cell blank")
        return nil
    }

    static func flag(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "yes", "y", "1", "ja": true
        case "false", "no", "n", "0", "nein": false
        default: nil
        }
    }

    /// One of an enumeration's words; blanks, dashes and case do not matter.
    mutating func word<Word: RawRepresentable & CaseIterable>(_ field: QuoteField, _: Word.Type) -> Word?
    where Word.RawValue == String {
        guard let (text, column) = value(field) else { return nil }
        let key = QuoteHeaderKey.key(text)
        if let word = Word.allCases.first(where: { QuoteHeaderKey.key($0.rawValue) == key }) { return word }
        let words = Word.allCases.map(\.rawValue)
        reject(
            column, expected: "one of " + words.joined(separator: ", "),
            fix: "write one of these, or leave the cell blank")
        return nil
    }

    /// Checks the columns that no figure is made of, so that a wrong value never passes unseen.
    mutating func checkUnusedColumns() {
        for field in [
            QuoteField.startDate, .discountPct, .minimumUtilisationPct, .includedCredits, .warrantyYears,
            .downPaymentPct, .storagePrice, .egressPrice, .slaUptimePct,
        ] {
            switch field.kind {
            case .date: _ = date(field)
            case .money: _ = money(field, currency: nil)
            case .percent:
                // Both change what is paid, and no figure here follows them.
                let matters = field == .minimumUtilisationPct || field == .downPaymentPct
                if let share = percent(field), !share.isZero, matters, let column = column(field) {
                    notes.append(.percentWithoutEffect(share, column: header.names[column], at: position))
                }
            case .number: _ = number(field)
            case .text, .flag, .special: break
            }
        }
    }
}

extension Diagnostic {
    static func badQuoteValue(
        _ text: String, column: String, expected: String, fix: String, at position: SourcePosition
    ) -> Diagnostic {
        Diagnostic(
            "bad-quote-value", at: position, found: "\"\(text)\" in column \(column)", expected: expected, fix: fix)
    }

    static func quoteWordInDoubt(
        _ text: String, column: String, expected: String, field: QuoteField, at position: SourcePosition
    ) -> Diagnostic {
        Diagnostic(
            "quote-word-in-doubt", .warning, at: position, found: "\"\(text)\" in column \(column)", expected: expected,
            fix:
                "write one of these in the column \(field.rawValue); until then the line is for review and prices nothing"
        )
    }

    static func ambiguousNumber(
        _ text: String, column: String, ifPoint: Amount, ifComma: Amount, at position: SourcePosition
    ) -> Diagnostic {
        Diagnostic(
            "ambiguous-number", at: position,
            found: "\"\(text)\" in column \(column), which is \(ifPoint) or \(ifComma)",
            expected: "a number that can be read in one way only",
            fix: "write it with two decimals, or without a separator between thousands")
    }

    static func ambiguousDate(
        _ text: String, column: String, ifDayFirst: Day, ifMonthFirst: Day, at position: SourcePosition
    ) -> Diagnostic {
        Diagnostic(
            "ambiguous-date", at: position,
            found: "\"\(text)\" in column \(column), which is \(ifDayFirst) or \(ifMonthFirst)",
            expected: "a date that can be read in one way only", fix: "write it as \(ifDayFirst) or \(ifMonthFirst)")
    }

    static func quoteCurrencyConflict(
        _ text: String, column: String, currency: Currency, at position: SourcePosition
    ) -> Diagnostic {
        Diagnostic(
            "currency-conflict", at: position, found: "\"\(text)\" in column \(column) on a line in \(currency)",
            expected: "one currency for all money of a line", fix: "put each currency on a line of its own")
    }

    static func percentWithoutEffect(_ share: Amount, column: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "column-without-effect", .warning, at: position,
            found: "\(share) % in column \(column), which no figure follows",
            expected: "a price that holds it already",
            fix: "work it into the price, the upfront amount or the lease payment, and leave the cell blank")
    }

    static func percentBelowOne(
        _ text: String, column: String, amount: Amount, at position: SourcePosition
    ) -> Diagnostic {
        Diagnostic(
            "percent-below-one", .warning, at: position,
            found: "\"\(text)\" in column \(column), which is read as \(amount) %",
            expected: "percent from 1 to 100",
            fix: "percentages in quotes are percent: write 10 for 10 %")
    }
}
