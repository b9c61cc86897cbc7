package import Billing
package import Money
package import Tabular

// How it works: a charge becomes one row; one that counts several kinds of tokens becomes one row a kind, of which the
// first has the money. Cells are filled from the charge line, then from what the record says in columns of FOCUS; what may
// not be null and is not said is filled by rule, and x_FilledColumns names it. At last each cell is held against its
// column (``FocusColumn``): what FOCUS 1.2 does not allow there moves to x_SourceValues.
//
// What must change together: FocusColumn, which says what is allowed; ImportFormat.focus, which reads x_ columns back.

/// Charges as rows of FOCUS 1.2.
///
/// Text is written unchanged, decimals without exponent, null as an empty cell. Money is never spread: tokens of a charge
/// that has one price for several kinds are rows without money beside it.
package struct FocusRows: Sendable {
    /// Of sources that state no currency with their volume, by provider.
    package var currencies: [String: Currency]
    /// For providers of which no money is known.
    package var defaultCurrency: Currency
    /// Names, each with `x_`, of columns that sources have beyond FOCUS 1.2.
    private let extraColumns: [String]

    /// - Parameter extraColumns: of all sources; written sorted and once.
    package init(extraColumns: [String], currencies: [String: Currency], defaultCurrency: Currency) {
        var seen: Set<String> = []
        self.extraColumns = extraColumns.sorted().filter { seen.insert($0.lowercased()).inserted }
        self.currencies = currencies
        self.defaultCurrency = defaultCurrency
    }

    /// Names of all columns: those of FOCUS first.
    package var header: [String] {
        FocusColumn.allCases.map(\.rawValue) + FocusExtraColumn.allCases.map(\.rawValue) + extraColumns
    }

    /// Adds the rows of one charge.
    ///
    /// - Parameters:
    ///   - extraNames: of `charge.extras`, as their source names them.
    ///   - file: what the charge was read from.
    /// - Returns: How many rows.
    @discardableResult
    package func append(
        _ charge: StatedCharge, of file: ImportedFile, extraNames: [String], to encoder: inout CSVEncoder
    ) -> Int {
        let extras = extras(charge.extras, names: extraNames)
        let parts = FocusPart.parts(of: charge)
        for (index, part) in parts.enumerated() {
            var part = part
            part.isFirst = index == 0
            var row = FocusRow(charge, part, file: file)
            row.fill(currency: currencies[charge.line.provider] ?? defaultCurrency)
            row.hold()
            for column in FocusColumn.allCases { encoder.append(row[column]) }
            for column in FocusExtraColumn.allCases { encoder.append(row[column]) }
            for text in extras { encoder.append(text) }
            encoder.endRecord()
        }
        return parts.count
    }

    private func extras(_ texts: [String], names: [String]) -> [String] {
        if extraColumns.isEmpty { return [] }
        var byName: [String: String] = [:]
        for (name, text) in zip(names, texts) { byName[name.lowercased()] = text }
        return extraColumns.map { byName[$0.lowercased()] ?? "" }
    }
}

/// What one row of a charge says: its money, or a share of its volume, or both.
struct FocusPart: Hashable, Sendable {
    /// What the charge says once stands on its first row.
    var isFirst = false
    var hasMoney: Bool
    /// Class of the money or of the tokens.
    var tokenClass: TokenClass?
    var quantity: Amount?
    var unit = ""

    static func parts(of charge: StatedCharge) -> [FocusPart] {
        let line = charge.line
        let hasMoney = line.billedCost != nil || line.effectiveCost != nil
        var volumes = line.tokens.sorted { $0.key < $1.key }.map {
            FocusPart(hasMoney: false, tokenClass: $0.key, quantity: $0.value, unit: "Tokens")
        }
        if let requests = line.requests {
            volumes.append(FocusPart(hasMoney: false, tokenClass: .request, quantity: requests, unit: "Requests"))
        }
        let counted = volumes.filter { $0.quantity?.isZero == false }
        // A record that counts nothing stays a record.
        volumes = counted.isEmpty ? Array(volumes.prefix(1)) : counted
        guard hasMoney || volumes.isEmpty else { return volumes }
        let own = volumes.count == 1 ? 0 : volumes.firstIndex { $0.tokenClass == line.tokenClass }
        var first = own.map { volumes.remove(at: $0) } ?? FocusPart(hasMoney: true, tokenClass: line.tokenClass)
        first.hasMoney = hasMoney
        return [first] + volumes
    }
}
