import Billing
import Diagnostics
import Money

/// Columns that are no plain field: amounts by service or month, one tag each, a currency in the header.
extension ColumnLayout {
    mutating func addMeasure(
        _ measure: LineMeasure, style: NumberStyle, isInCents: Bool = false, at index: Int, decimal: String?,
        mustBeGiven: Bool = false
    ) {
        var style = style
        if let decimal = decimal?.utf8.first { style.decimal = decimal }
        style.nullWords.formUnion(format.nullTexts)
        measures.append(
            Measure(
                name: header.spelled[index], measure: measure,
                column: MeasureColumn(column: index, name: measure.name, style: style, mustBeGiven: mustBeGiven),
                isInCents: isInCents))
    }

    /// Every column that no other declaration reads and whose header is a name.
    mutating func addPivoted(_ pivot: PivotedColumns, decimal: String?) {
        let taken = Set(keys.map(\.key.column) + measures.map(\.column.column))
        for (index, spelled) in header.spelled.enumerated() where !taken.contains(index) {
            guard let name = pivot.name(spelled) else { continue }
            addMeasure(.pivoted(name), style: pivot.style, at: index, decimal: decimal)
        }
    }

    /// Tags that are asked for and have a column of their own: `resourceTags/user:team`, `tags/ai.team`.
    mutating func addTags(_ column: ImportColumn, keepsAll: Bool) {
        for (index, name) in header.names.enumerated() {
            guard let prefix = column.names.first(where: name.hasPrefix) else { continue }
            let whole = String(header.spelled[index].dropFirst(prefix.count))
            let short = whole.split(whereSeparator: { ":./".contains($0) }).last.map(String.init) ?? whole
            guard let tag = [whole, short].first(where: tagsInUse.contains) ?? (keepsAll ? short : nil) else {
                continue
            }
            keys.append(Key(name: header.spelled[index], field: .tag(tag), key: KeyColumn(column: index)))
        }
    }

    /// The currency inside `Cost (€)`. Exports write `$` for several currencies, which is said.
    mutating func takeCurrency(fromHeader index: Int, at position: SourcePosition) {
        let name = header.spelled[index]
        guard let open = name.lastIndex(of: "("), name.hasSuffix(")") else { return }
        let sign = String(name[name.index(after: open)...].dropLast()).trimmingBlanks
        switch sign {
        case "€": currency = Currency("EUR")
        case "£": currency = Currency("GBP")
        case "$":
            currency = Currency("USD")
            notes.append(.currencyFromSign(name, file: position.file, at: position))
        default:
            if sign.utf8.count == 3, sign.allSatisfy({ $0.isASCII && $0.isLetter }) { currency = Currency(sign) }
        }
    }

    /// Months are headers: rows have no date.
    var isPivotedByMonth: Bool {
        measures.contains { if case .pivoted(.month) = $0.measure { true } else { false } }
    }

    /// Any of the months that are headers: the line's own follows.
    var pivotedMonth: Month? {
        for measure in measures { if case .pivoted(.month(let month)) = measure.measure { return month } }
        return nil
    }
}

/// Lines that a group gives besides its own.
extension ColumnLayout {
    /// One line for each pivoted amount.
    func unpivoted(_ line: ChargeLine, _ sums: [Amount?]) -> [ChargeLine] {
        zip(measures, sums).compactMap { measure, sum in
            guard let sum, case .pivoted(let name) = measure.measure else { return nil }
            var own = line
            own.billedCost = sum
            switch name {
            case .service(let service): own.dimensions.sku = service
            case .month(let month):
                own.month = month
                own.firstDay = month.firstDay
                own.lastDay = month.lastDay
            }
            if case .service(let service) = name, let category = format.categories[service.lowercased()] {
                own.category = category
            }
            return own
        }
    }

    func creditLine(_ credit: Amount, beside line: ChargeLine) -> ChargeLine {
        var own = line
        own.category = .credit
        own.tokenClass = nil
        own.tokens = [:]
        own.requests = nil
        own.billedCost = credit
        own.effectiveCost = line.effectiveCost == nil ? nil : credit
        return own
    }

    /// Money of a total row.
    func total(of sums: [Amount?]?) -> Amount? {
        guard let sums else { return nil }
        var total: Amount?
        for (measure, sum) in zip(measures, sums) {
            guard let sum else { continue }
            switch measure.measure {
            case .billedCost: total = sum
            case .pivoted: total = try? (total ?? .zero).adding(sum)
            default: break
            }
        }
        return total
    }
}

extension Diagnostic {
    static func periodMissing(_ format: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "period-missing", at: position, found: "\(format) without a column, line or file name that tells its month",
            expected: "a month", fix: "export it again, grouped by month")
    }

    static func currencyFromSign(_ column: String, file: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "currency-from-sign", .warning, at: position,
            found: "nothing but the sign in \(column) to tell the currency; it is taken for USD",
            expected: "a currency",
            fix: "say it under `sources`: {files: \"\(SourceRule.files(for: file))\", currency: USD}")
    }
}
