import Billing
import Diagnostics
import Money
import Tabular

/// Texts and sums of one group of records, by the names that the format's columns have.
struct GroupFacts: Sendable {
    fileprivate let texts: [String]
    fileprivate let sums: [Amount?]?
    fileprivate let layout: ColumnLayout
    /// Records that share these texts; 0 while they are only judged.
    let rows: Int

    /// What the file's groups were found to say about tokens.
    var tokenFacts: Memo<[String], FocusTokenFacts> { layout.tokenFacts }

    /// False while groups are only judged, before anything is added up.
    var hasSums: Bool { sums != nil }

    /// Text of a key column, empty when the file lacks the column or the cell means "not given".
    func text(_ name: String) -> String {
        layout.keyIndex[name].map { layout.isNull(texts[$0]) ? "" : texts[$0] } ?? ""
    }

    /// Sum of a measure column; nil when no record gave a value, or before sums are known.
    func sum(_ name: String) -> Amount? {
        guard let index = layout.measureIndex[name] else { return nil }
        return sums?[index]
    }

    /// Whether the file has the column.
    func has(_ name: String) -> Bool { layout.keyIndex[name] != nil || layout.measureIndex[name] != nil }

    /// A measure gave a value.
    var hasAnySum: Bool { sums?.contains { $0 != nil } ?? false }
}

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
    private var excuse: String?
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

    var plan: AggregationPlan {
        AggregationPlan(
            keys: keys.map(\.key), measures: measures.map(\.column), expectedFields: header.spelled.count,
            columnNames: header.spelled, simplify: simplifications,
            census: Census(keys: census.map(\.key.key)) { texts in
                do throws(RowProblem) {
                    if format.skipsUndatedRows, isUndated(texts) { return .skip(reason: "without a date") }
                    _ = try covered(texts)
                    return .keep
                } catch {
                    return rejection(error)
                }
            },
            mayLackFigures: { texts in
                guard let excuse, let index = keyIndex[excuse] else { return false }
                return isNull(texts[index])
            },
            decide: { texts in
                switch converted(texts, sums: nil) {
                // Empty buckets are skipped when their sums are known, so that their days are seen.
                case .lines, .total: .keep
                case .skipped(let reason): .skip(reason: reason)
                case .rejected(let problem): rejection(problem)
                }
            })
    }

    /// What counts of a text, so that the rest makes no groups of its own: the tags that somebody asks for, the currency
    /// of an amount.
    private var simplifications: [Int: @Sendable (String) -> String] {
        let names = tagsInUse
        var result: [Int: @Sendable (String) -> String] = [:]
        for (index, key) in keys.enumerated() {
            switch key.field {
            case .tags:
                let prefix = key.tagPrefix
                result[index] = { text in
                    isNull(text) ? text : JSONText.only(names, of: text, dropping: prefix)
                }
            case .currencyOfAmount: result[index] = { text in NumberStyle.currency(of: text)?.code ?? "" }
            case .isOneOf(let words):
                result[index] = { text in words.contains(text.trimmingBlanks.lowercased()) ? "1" : "" }
            case .isNonzero:
                result[index] = { text in
                    if case .value(let amount) = NumberStyle().read(text), amount.isZero { return "" }
                    return isNull(text) ? "" : "1"
                }
            default: break
            }
        }
        return result
    }

    func rejection(_ problem: RowProblem) -> GroupDecision {
        .reject(
            column: header.index(of: problem.column.lowercased()) ?? 0, code: problem.code, found: problem.found,
            expected: problem.expected, fix: problem.fix)
    }
}

/// What became of a group.
enum ConvertedGroup: Sendable {
    /// At least one; the first stands for the group's records.
    case lines([ChargeLine])
    /// States the total of the others; nil: nothing that could be compared.
    case total(Amount?)
    case skipped(String)
    case rejected(RowProblem)
}

extension ColumnLayout {
    /// Turns a group into charge lines.
    ///
    /// - Parameter sums: nil to judge the texts alone.
    func converted(_ texts: [String], sums: [Amount?]?, rows: Int = 0) -> ConvertedGroup {
        let facts = facts(texts, sums: sums, rows: rows)
        if let mark = format.totalRows, mark.marks(facts.text(mark.column)) { return .total(total(of: sums)) }
        if isFooter(texts) { return .skipped("footer") }
        do {
            var line = ChargeLine(
                source: 0, month: Month(index: 0), firstDay: Day(number: 0), lastDay: Day(number: 0), provider: "")
            line.provider = vendor ?? ""
            line.currency = currency
            try place(texts, in: &line, isJudged: sums == nil)
            guard try place(sums, kinds: texts, in: &line) else { return .skipped("kind without volume") }
            let verdict = try format.interpret(&line, facts)
            if case .skip(let reason) = verdict { return .skipped(reason) }
            if line.provider.isEmpty { line.provider = Self.unnamedProvider }
            if sums != nil, line.billedCost != nil || line.effectiveCost != nil, line.currency == nil {
                return .rejected(noCurrency)
            }
            if let sums, format.pivot != nil {
                let lines = unpivoted(line, sums)
                return lines.isEmpty ? .skipped("no figures") : .lines(lines)
            }
            guard sums != nil, let credit = try format.credit(facts) else { return .lines([line]) }
            return .lines([line, creditLine(credit, beside: line)])
        } catch {
            return .rejected(error)
        }
    }

    private func isFooter(_ texts: [String]) -> Bool {
        guard !format.footerWords.isEmpty else { return false }
        return texts.contains { text in
            let first = text.trimmingBlanks.lowercased().split { $0 == " " || $0 == ":" }.first.map(String.init) ?? ""
            return format.footerWords.contains(first)
        }
    }

    /// Provider of lines that name none, where the project does not either.
    static let unnamedProvider = "unknown"

    private var noCurrency: RowProblem {
        let column = keys.first { $0.field == .currency }?.name ?? ""
        return RowProblem(
            column: column, code: "no-currency", found: "", expected: "a currency such as USD",
            fix: "set `currency: USD` for this file under `sources`")
    }

    /// - Parameter isJudged: the texts are only judged; days are judged by the census, tags cannot be wrong.
    private func place(_ texts: [String], in line: inout ChargeLine, isJudged: Bool) throws(RowProblem) {
        var billing: Month?
        var first: Month?
        for (index, key) in keys.enumerated() where !isNull(texts[index]) {
            let text = texts[index].withoutFormulaGuard
            switch key.field {
            case .billingDay: billing = isJudged ? nil : try month(text, key)
            case .firstDay: first = isJudged ? nil : try month(text, key)
            case .lastDay, .fact, .kind, .isNonzero, .isOneOf, .pricePerMillion: break
            case .provider: line.provider = text
            case .model: line.model = text
            case .currency: line.currency = try currency(text, key)
            case .currencyOfAmount: line.currency = Currency(text)
            case .category: line.category = try category(text, key)
            case .account: line.dimensions.account = text
            case .accountName: line.dimensions.accountName = text
            case .subAccount: line.dimensions.subAccount = text
            case .subAccountName: line.dimensions.subAccountName = text
            case .project: line.dimensions.project = text
            case .projectName: line.dimensions.projectName = text
            case .workspace: line.dimensions.workspace = text
            case .workload: line.workload = text
            case .apiKey: line.dimensions.apiKey = text
            case .apiKeyName: line.dimensions.apiKeyName = text
            case .user: line.dimensions.user = text
            case .serviceTier: line.dimensions.serviceTier = text
            case .sku: line.dimensions.sku = text
            case .region: line.dimensions.region = text
            case .tag(let name): line.dimensions.tags[name] = text
            case .tags: if !isJudged { line.dimensions.tags = JSONText.pairs(text).filter { !$0.value.isEmpty } }
            }
        }
        guard !isJudged else { return }
        guard let month = document.month ?? billing ?? first ?? undatedMonth ?? pivotedMonth else { throw noDate }
        line.month = month
        line.firstDay = month.firstDay
        line.lastDay = month.lastDay
    }

    /// The days, account and part that a record speaks of, inside the month that bills it: a prepayment for a year
    /// covers no year. Nil when it lies outside that month.
    func covered(_ texts: [String]) throws(RowProblem) -> CoveredDays? {
        if isPivotedByMonth { return nil }
        var billing: Month?
        var first: NamedPeriod?
        var last: NamedPeriod?
        var accounts: [String] = []
        var parts: [String] = []
        for (entry, text) in zip(census, texts) {
            let text = isNull(text) ? "" : text
            switch entry.overlap {
            case .account: accounts.append(text)
            case .part: parts.append(text)
            case nil: break
            }
            guard entry.key.field.isDay, !text.isEmpty else { continue }
            if format.totalRows?.marks(text) == true { return nil }
            let period = try period(text, entry.key)
            switch entry.key.field {
            case .billingDay: billing = period.firstDay.month
            case .lastDay: last = period
            default: first = period
            }
        }
        if let month = document.month { first = .month(month) }
        guard let start = first?.firstDay ?? billing?.firstDay else {
            if format.allowsUndatedRows { return nil }
            throw noDate
        }
        let month = billing ?? start.month
        if format.needsPeriodsInsideMonths { try refuseTwoMonths(of: texts, from: start, to: last) }
        if format.grain == .month { first = .month(month) }
        let end = last.map { format.endIsExclusive ? $0.firstDay + -1 : $0.lastDay } ?? first?.lastDay ?? start
        let from = max(first?.firstDay ?? start, month.firstDay)
        let to = min(max(start, end), month.lastDay)
        guard from <= to else { return nil }
        let isWhole = parts.allSatisfy(\.isEmpty)
        return CoveredDays(
            account: accounts.joined(separator: "|"), part: isWhole ? "" : parts.joined(separator: "|"), firstDay: from,
            lastDay: to)
    }

    private var noDate: RowProblem {
        let column = keys.first { $0.field == .firstDay }?.name ?? ""
        return RowProblem(
            column: column, code: "no-date", found: "", expected: format.dates.expectation,
            fix: "give the row its date, or remove it")
    }

    private func month(_ text: String, _ key: Key) throws(RowProblem) -> Month {
        if let month = Month(text) { return month }
        return try period(text, key).firstDay.month
    }

    private func period(_ text: String, _ key: Key) throws(RowProblem) -> NamedPeriod {
        guard let period = format.dates.period(text) else {
            throw RowProblem(
                column: key.name, code: "bad-date", found: text, expected: format.dates.expectation,
                fix: "correct the date")
        }
        return period
    }

    private func currency(_ text: String, _ key: Key) throws(RowProblem) -> Currency {
        let code = text.trimmingBlanks
        guard code.utf8.count == 3, code.allSatisfy({ $0.isASCII && $0.isLetter }) else {
            throw RowProblem(
                column: key.name, code: "bad-currency", found: text, expected: "an ISO 4217 code such as USD",
                fix: "correct the currency")
        }
        return Currency(code)
    }

    private func category(_ text: String, _ key: Key) throws(RowProblem) -> ChargeCategory {
        let word = text.trimmingBlanks.lowercased()
        if let category = format.categories[word] { return category }
        guard
            let category = ChargeCategory.allCases.first(where: { $0.rawValue.lowercased() == word })
                ?? format.otherCategory
        else {
            throw RowProblem(
                column: key.name, code: "unknown-category", found: text,
                expected: ChargeCategory.allCases.map(\.rawValue).joined(separator: ", "), fix: "correct the category")
        }
        return category
    }
}

extension LineField {
    /// A day, whose time of day does not matter.
    var isDay: Bool { self == .billingDay || self == .firstDay || self == .lastDay }
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
