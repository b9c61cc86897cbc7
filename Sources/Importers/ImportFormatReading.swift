import Billing
import Diagnostics
import Money
import Tabular

/// Texts and sums of one group of records, by the names that the format's columns have.
struct GroupFacts: Sendable {
    fileprivate let texts: [String]
    fileprivate let sums: [Amount?]?
    fileprivate let layout: ColumnLayout

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
    }

    var format: ImportFormat
    var header: Header
    var keys: [Key] = []
    var census: [CensusKey] = []
    var measures: [Measure] = []
    /// By the first name of the column's declaration.
    var keyIndex: [String: Int] = [:]
    var measureIndex: [String: Int] = [:]
    /// The project's vendor for files that do not name theirs.
    var vendor: String?
    var currency: Currency?
    let tokenFacts = Memo<[String], FocusTokenFacts>()
    /// Tags that attribution or a format asks for.
    private let tagsInUse: Set<String>

    /// - Parameter samples: records after the header, to see how days are written.
    /// - Throws: 65 when a required column is missing or a column that is read stands twice.
    init(
        of file: DetectedFile, rule: SourceRule?, attribution: Attribution, samples: [[String]],
        defaultCurrency: Currency?
    ) throws(Failure) {
        format = file.format
        header = file.header
        vendor = rule?.vendor ?? file.format.vendor
        currency = file.format.currency ?? rule?.currency
        let inUse = attribution.keysInUse
        tagsInUse = attribution.tagsInUse.union(["model"])
        let position = SourcePosition(file: file.preview.file.name, line: file.dialect.headerLine, column: 1)
        var missing: [String] = []
        for column in format.columns {
            let isKept = column.attributionKey.map(inUse.contains) ?? true
            guard isKept || column.overlap != nil else { continue }
            guard let name = column.names.first(where: header.contains), let index = header.index(of: name) else {
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
            case .measure(let measure):
                measureIndex[column.names[0]] = measures.count
                var style = column.style
                if let decimal = rule?.decimal?.utf8.first { style.decimal = decimal }
                style.nullWords.formUnion(format.nullTexts)
                measures.append(
                    Measure(
                        name: header.spelled[index], measure: measure,
                        column: MeasureColumn(column: index, name: measure.name, style: style)))
            }
        }
        guard missing.isEmpty else {
            throw Failure(.badData, .columnsMissing(missing, format: format.id, at: position))
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

    func facts(_ texts: [String], sums: [Amount?]?) -> GroupFacts {
        GroupFacts(texts: texts, sums: sums, layout: self)
    }

    var plan: AggregationPlan {
        AggregationPlan(
            keys: keys.map(\.key), measures: measures.map(\.column), expectedFields: header.spelled.count,
            columnNames: header.spelled, simplify: simplifications,
            census: Census(keys: census.map(\.key.key)) { texts in
                do throws(RowProblem) {
                    _ = try covered(texts)
                    return .keep
                } catch {
                    return rejection(error)
                }
            },
            decide: { texts in
                switch converted(texts, sums: nil) {
                // Empty buckets are skipped when their sums are known, so that their days are seen.
                case .line: .keep
                case .skipped(let reason): .skip(reason: reason)
                case .rejected(let problem): rejection(problem)
                }
            })
    }

    /// Tags that nobody asks for make no groups of their own.
    private var simplifications: [Int: @Sendable (String) -> String] {
        let names = tagsInUse
        let tags = keys.indices.filter { keys[$0].field == .tags }
        return Dictionary(
            uniqueKeysWithValues: tags.map { index in
                (
                    index,
                    { (text: String) in isNull(text) ? text : JSONText.only(names, of: text) }
                        as @Sendable (String) -> String
                )
            })
    }

    private func rejection(_ problem: RowProblem) -> GroupDecision {
        .reject(
            column: header.index(of: problem.column.lowercased()) ?? 0, code: problem.code, found: problem.found,
            expected: problem.expected, fix: problem.fix)
    }
}

/// What became of a group.
enum ConvertedGroup: Sendable {
    case line(ChargeLine)
    case skipped(String)
    case rejected(RowProblem)
}

extension ColumnLayout {
    /// Turns a group into a charge line.
    ///
    /// - Parameter sums: nil to judge the texts alone.
    func converted(_ texts: [String], sums: [Amount?]?) -> ConvertedGroup {
        if isFooter(texts) { return .skipped("footer") }
        do {
            var line = ChargeLine(
                source: 0, month: Month(index: 0), firstDay: Day(number: 0), lastDay: Day(number: 0), provider: "")
            line.provider = vendor ?? ""
            line.currency = currency
            try place(texts, in: &line, isJudged: sums == nil)
            place(sums, in: &line)
            let verdict = try format.interpret(&line, facts(texts, sums: sums))
            if case .skip(let reason) = verdict { return .skipped(reason) }
            if line.provider.isEmpty { line.provider = Self.unnamedProvider }
            if sums != nil, line.billedCost != nil || line.effectiveCost != nil, line.currency == nil {
                return .rejected(noCurrency)
            }
            return .line(line)
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
            let text = texts[index]
            switch key.field {
            case .billingDay: billing = isJudged ? nil : try month(text, key)
            case .firstDay: first = isJudged ? nil : try month(text, key)
            case .lastDay, .fact: break
            case .provider: line.provider = text
            case .model: line.model = text
            case .currency: line.currency = try currency(text, key)
            case .category: line.category = try category(text, key)
            case .account: line.dimensions.account = text
            case .accountName: line.dimensions.accountName = text
            case .subAccount: line.dimensions.subAccount = text
            case .subAccountName: line.dimensions.subAccountName = text
            case .project: line.dimensions.project = text
            case .projectName: line.dimensions.projectName = text
            case .workspace: line.dimensions.workspace = text
            case .apiKey: line.dimensions.apiKey = text
            case .apiKeyName: line.dimensions.apiKeyName = text
            case .user: line.dimensions.user = text
            case .serviceTier: line.dimensions.serviceTier = text
            case .sku: line.dimensions.sku = text
            case .region: line.dimensions.region = text
            case .tags: if !isJudged { line.dimensions.tags = JSONText.pairs(text).filter { !$0.value.isEmpty } }
            }
        }
        guard !isJudged else { return }
        guard let month = billing ?? first else { throw noDate }
        line.month = month
        line.firstDay = month.firstDay
        line.lastDay = month.lastDay
    }

    /// The days, account and part that a record speaks of, inside the month that bills it: a prepayment for a year
    /// covers no year. Nil when it lies outside that month.
    func covered(_ texts: [String]) throws(RowProblem) -> CoveredDays? {
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
            let period = try period(text, entry.key)
            switch entry.key.field {
            case .billingDay: billing = period.firstDay.month
            case .lastDay: last = period
            default: first = period
            }
        }
        guard let start = first?.firstDay ?? billing?.firstDay else { throw noDate }
        let month = billing ?? start.month
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

    private func place(_ sums: [Amount?]?, in line: inout ChargeLine) {
        guard let sums else { return }
        for (measure, sum) in zip(measures, sums) {
            guard let sum else { continue }
            switch measure.measure {
            case .billedCost: line.billedCost = sum
            case .effectiveCost: line.effectiveCost = sum
            case .tokens(let tokenClass): line.tokens[tokenClass] = sum
            case .requests: line.requests = sum
            case .quantity: break
            }
        }
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
        guard let category = ChargeCategory.allCases.first(where: { $0.rawValue.lowercased() == word }) else {
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
