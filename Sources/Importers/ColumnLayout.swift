import Billing
import Diagnostics
import Money
import Tabular

/// The columns of a format as one file has them.
struct ColumnLayout: Sendable {
    struct Key: Sendable {
        var name: String
        var field: LineField
        var key: KeyColumn
        var tagPrefix: String?
    }
    /// A column of the census: every day, whose account, which part.
    struct CensusKey: Sendable {
        var key: Key
        var overlap: ImportColumn.Overlap?
    }
    struct Measure: Sendable {
        var name: String
        var measure: LineMeasure
        var column: MeasureColumn
        var isInCents: Bool
    }

    var format: ImportFormat
    var header: Header
    var keys: [Key] = []
    var census: [CensusKey] = []
    var measures: [Measure] = []
    /// By the first name of the column's declaration.
    var keyIndex: [String: Int] = [:]
    var measureIndex: [String: Int] = [:]
    /// The key column whose empty cells excuse records without figures.
    private(set) var excuse: String?
    /// The project's vendor for files that do not name theirs.
    var vendor: String?
    var currency: Currency?
    /// What the lines above the header say.
    var document: DocumentFacts
    /// Month of rows without a date, when the file has no other.
    var undatedMonth: Month?
    /// What a reader should know of how the columns were understood.
    var notes: [Diagnostic] = []
    var tokenFacts = Memo<[String], FocusTokenFacts>()
    /// Tags that attribution or a format asks for.
    let tagsInUse: Set<String>

    /// - Parameters:
    ///   - samples: records after the header, to see how days are written.
    ///   - keepsAll: every dimension and tag is read, not only what attribution asks for.
    /// - Throws: 65 when a required column is missing or a column that is read stands twice.
    init(
        of file: DetectedFile, rule: SourceRule?, attribution: Attribution, samples: [[String]],
        defaultCurrency: Currency?, keepsAll: Bool = false
    ) throws(Failure) {
        format = file.format
        header = file.header
        vendor = rule?.vendor ?? file.format.vendor
        document = DocumentFacts(of: file)
        currency = file.format.currency ?? rule?.currency ?? document.currency
        let inUse = attribution.keysInUse
        tagsInUse = attribution.tagsInUse.union(["model"])
        let position = SourcePosition(file: file.preview.file.name, line: file.dialect.headerLine, column: 1)
        var missing: [String] = []
        for column in format.columns {
            let isKept = keepsAll || column.attributionKey.map(inUse.contains) ?? true
            guard isKept || column.overlap != nil else { continue }
            if let companion = column.companion, !header.contains(companion) { continue }
            if column.isPrefix, case .key(.tags) = column.use {
                addTags(column, keepsAll: keepsAll)
                continue
            }
            if document.month != nil, case .key(let field) = column.use, field.isDay { continue }
            guard let name = column.name(in: header), let index = header.index(of: name) else {
                if column.isRequired { missing.append(column.names.joined(separator: " or ")) }
                continue
            }
            if header.duplicates.contains(name) {
                throw Failure(.badData, .columnTwice(header.spelled[index], format: format.id, at: position))
            }
            switch column.use {
            case .key(let field):
                let isISO = field.isDay && samples.allSatisfy { Self.isISODay($0, index, format.nullTexts) }
                func key(_ prefix: Int) -> Key {
                    Key(
                        name: header.spelled[index], field: field,
                        key: KeyColumn(column: index, prefix: isISO ? prefix : nil))
                }
                if field.isDay || column.overlap != nil {
                    census.append(CensusKey(key: key(DateStyle.dayPrefix), overlap: column.overlap))
                }
                guard isKept, field != .lastDay else { continue }
                keyIndex[column.names[0]] = keys.count
                keys.append(key(DateStyle.monthPrefix))
                keys[keys.count - 1].tagPrefix = column.tagPrefix
            case .measure(let measure):
                measureIndex[column.names[0]] = measures.count
                addMeasure(
                    measure, style: column.style, isInCents: column.isInCents, at: index, decimal: rule?.decimal,
                    mustBeGiven: column.blank != .nothing)
                if case .rejectedUnlessEmpty(let key) = column.blank { excuse = key }
                if column.isPrefix, currency == nil { takeCurrency(fromHeader: index, at: position) }
            }
        }
        if let pivot = format.pivot { addPivoted(pivot, decimal: rule?.decimal) }
        guard missing.isEmpty else {
            throw Failure(.badData, .columnsMissing(missing, format: format.id, at: position))
        }
        if document.month == nil, !isPivotedByMonth, !keys.contains(where: \.field.isDay) {
            guard let month = document.span ?? Month(inFileName: file.preview.file.name) else {
                throw Failure(.badData, .periodMissing(format.name, at: position))
            }
            document.month = month
        }
        if currency == nil, hasMoney, !keys.contains(where: { $0.field == .currency }) {
            guard let defaultCurrency else {
                throw Failure(.badData, .currencyMissing(file: file.preview.file.name, at: position))
            }
            currency = defaultCurrency
        }
    }

    private static func isISODay(_ fields: [String], _ index: Int, _ nullTexts: Set<String>) -> Bool {
        guard index < fields.count else { return true }
        let text = fields[index]
        return text.isEmpty || nullTexts.contains(text) || DateStyle.iso.period(text) != nil
    }

    func isNull(_ text: String) -> Bool { text.isEmpty || format.nullTexts.contains(text) }

    func facts(_ texts: [String], sums: [Amount?]?, rows: Int = 0) -> GroupFacts {
        GroupFacts(texts: texts, sums: sums, layout: self, rows: rows)
    }
}

extension Diagnostic {
    static func columnTwice(_ name: String, format: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "column-twice", at: position, found: "two columns named \(name)",
            expected: "one, as format \(format) reads it", fix: "rename or remove the wrong one")
    }

    static func currencyMissing(file: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "currency-missing", at: position, found: "amounts, and nothing that names their currency",
            expected: "a currency column, or `currency`",
            fix:
                "say it under `sources`: {files: \"\(SourceRule.files(for: file))\", currency: USD}, or set report.currency"
        )
    }
}
