import Billing
import Money

// How it works: a format is data. `recognise` tells it from all others by its header, `columns` say which columns are
// read and what they become, `interpret` holds the little that cannot be said by columns. Records are first added up by
// month and the raw bytes of the key columns; each distinct key is then turned into a ChargeLine once (``ColumnLayout``).
// Days are judged and listed beside it, so that they do not multiply the keys.
//
// What must change together: a new format needs its declaration under Invoices/, its line in `ImportFormat.all`, a
// sample with its expected ledger under Tests/ImportersTests/Samples.

/// An export of a vendor as data: how to recognise it, and what its columns mean.
struct ImportFormat: Sendable {
    /// Stable kebab-case id, as `sources: format` names it.
    var id: String
    /// Name for messages: `OpenAI cost export`.
    var name: String
    /// The provider of every line; nil: the file says it.
    var vendor: String?
    var recognise: HeaderSignature
    var columns: [ImportColumn]
    var role = SourceRole.both
    var grain = Grain.finer
    var roundsRowsToCents = false
    /// Currency of every amount; nil: a column says it.
    var currency: Currency?
    var dates = DateStyle.iso
    /// The last day of a period is the day before the one that the file writes.
    var endIsExclusive = true
    /// Texts that mean "not given".
    var nullTexts: Set<String> = []
    /// First words of rows that add up others, in lower case.
    var footerWords: [String] = []
    /// Rows that state the total of all others: they are not added, but compared.
    var totalRows: RowMark?
    /// What lines above the header say, by their first cell in lower case.
    var preamble: [String: DocumentField] = [:]
    /// Columns that hold amounts of one service or one month each.
    var pivot: PivotedColumns?
    /// A row without a date belongs to the file's only month, as the rounding of an invoice does.
    var allowsUndatedRows = false
    /// What the words of the category column mean, in lower case, besides the FOCUS categories.
    var categories: [String: ChargeCategory] = [:]
    /// Category of words that are not known; nil: the row is rejected.
    var otherCategory: ChargeCategory?
    /// Each row is one request, where no column counts them.
    var rowsAreRequests = false
    /// Rows without a date are titles and totals of a report, not charges.
    var skipsUndatedRows = false
    /// A row whose period runs over the end of a month cannot be booked in one.
    var needsPeriodsInsideMonths = false
    /// Some accounts write charges as negative amounts: a file without any positive amount is read with the sign turned.
    var signIsFree = false
    /// The format that says the other half, where money and volume of a vendor come apart; empty: there is none, and the
    /// invoice comes as a table made by hand.
    var counterpart: String?
    /// Whether the amounts are those of an invoice or those that a gateway metered, told by the columns.
    var evidence: @Sendable (Header) -> CostEvidence = { _ in .invoiced }
    /// Version of the layout, told by its columns.
    var version: @Sendable (Header) -> String? = { _ in nil }
    /// Whether a group proves that the amounts of its file are amortised ones.
    var provesAmortised: @Sendable (GroupFacts) -> Bool = { _ in false }
    /// Credits, of their own sign, that a group states beside its cost; they become a line of their own.
    var credit: @Sendable (GroupFacts) throws(RowProblem) -> Amount? = { (_) throws(RowProblem) in nil }
    /// Header names in lower case of further columns that FOCUS has, for conversion; the first that the file has counts.
    var carried: [FocusColumn: [String]] = [:]
    /// Finishes a line; called once for each distinct key, and once more when the sums are known.
    var interpret: @Sendable (inout ChargeLine, GroupFacts) throws(RowProblem) -> RowVerdict = {
        (_, _) throws(RowProblem) in .keep
    }
}

/// Whether a group of records becomes a line.
enum RowVerdict: Hashable, Sendable {
    case keep
    /// Counted under the reason: footers, empty buckets.
    case skip(String)
}

/// Words in one column that mark a row, in lower case.
struct RowMark: Hashable, Sendable {
    /// First name of the column's declaration.
    var column: String
    var words: Set<String>

    func marks(_ text: String) -> Bool { words.contains(text.trimmingBlanks.lowercased()) }
}

/// What a line above the header says of the whole document.
enum DocumentField: Hashable, Sendable {
    case currency
    /// The day of the invoice: its month is that of every charge.
    case day
    case firstDay
    case lastDay
    case total
    /// What one unit of the currency is worth in the document's.
    case exchangeRate(of: Currency)
}

/// Columns whose header is a value: of each, a row gives one line.
struct PivotedColumns: Sendable {
    enum Name: Hashable, Sendable {
        case service(String)
        case month(Month)
    }
    var style = NumberStyle(allowsGrouping: true)
    /// What a header names, as the file spells it; nil: the column is none of them.
    var name: @Sendable (String) -> Name?
}

/// Why a record cannot become a line.
struct RowProblem: Error, Hashable, Sendable {
    /// Header name, as the format spells it.
    var column: String
    var code: String
    var found: String
    var expected: String
    var fix: String
}

/// A column of a format and what it becomes.
struct ImportColumn: Sendable {
    enum Use: Sendable {
        case key(LineField)
        case measure(LineMeasure)
    }

    /// Header names in lower case; the first that the file has counts.
    var names: [String]
    var use: Use
    var isRequired = false
    /// Read only when the attribution uses this key.
    var attributionKey: String?
    var style = NumberStyle()
    /// What a cell that says "not given" means.
    var blank = Blank.nothing
    /// Amounts in hundredths of the currency.
    var isInCents = false
    /// What the column says about files that cover the same days.
    var overlap: Overlap?
    /// `names` are beginnings of header names.
    var isPrefix = false
    /// Read only when the file has the column of this name too.
    var companion: String?
    /// What the names of tags inside the column begin with, and which is no part of them.
    var tagPrefix: String?

    enum Overlap: Sendable {
        case account, part
    }

    enum Blank: Hashable, Sendable {
        /// No such figure in this row, which counts all the same; never zero.
        case nothing
        /// The row lacks what it is there for and is rejected.
        case rejected
        /// As `rejected`, except in rows that leave the named key column empty as well.
        case rejectedUnlessEmpty(String)
    }

    /// A day, or a time of which only the day counts.
    static func day(_ names: String..., to field: LineField) -> ImportColumn {
        ImportColumn(names: names, use: .key(field))
    }

    /// - Parameter key: the attribution key without which the column is not read.
    static func text(_ names: String..., to field: LineField, onlyFor key: String? = nil) -> ImportColumn {
        ImportColumn(names: names, use: .key(field), attributionKey: key)
    }

    /// An amount. What is billed must be given in every row; where a format leaves it out, ``blank(_:)`` says so.
    static func money(_ names: String..., to measure: LineMeasure, style: NumberStyle = NumberStyle()) -> ImportColumn {
        ImportColumn(
            names: names, use: .measure(measure), style: style, blank: measure == .billedCost ? .rejected : .nothing)
    }

    static func count(_ names: String..., to measure: LineMeasure, style: NumberStyle = NumberStyle()) -> ImportColumn {
        ImportColumn(names: names, use: .measure(measure), style: style)
    }

    /// The first column that begins with one of the texts: `Cost (` for `Cost ($)`, whose brackets name the currency.
    static func money(beginning prefixes: String..., to measure: LineMeasure, style: NumberStyle) -> ImportColumn {
        ImportColumn(
            names: prefixes, use: .measure(measure), style: style, blank: measure == .billedCost ? .rejected : .nothing,
            isPrefix: true)
    }

    /// Columns that are one tag each; the tag's name follows the prefix.
    static func tags(beginning prefixes: String...) -> ImportColumn {
        ImportColumn(names: prefixes, use: .key(.tags), attributionKey: "tag", isPrefix: true)
    }

    /// Tags of one column whose names begin with a text that is no part of them: `user_team`.
    func dropping(_ prefix: String) -> ImportColumn {
        var column = self
        column.tagPrefix = prefix
        return column
    }

    /// Read only in files that have the other column too.
    func beside(_ other: String) -> ImportColumn {
        var column = self
        column.companion = other
        return column
    }

    /// A word that says what a quantity column counts; rows with another word count nothing and are skipped.
    ///
    /// - Parameters:
    ///   - quantity: first name of the column with the numbers.
    ///   - words: in lower case.
    static func kind(_ names: String..., of quantity: String, words: [String: LineMeasure]) -> ImportColumn {
        ImportColumn(names: names, use: .key(.kind(of: quantity, words: words)))
    }

    /// Amounts in hundredths of the currency.
    var inCents: ImportColumn {
        var column = self
        column.isInCents = true
        return column
    }

    /// The file is refused when it lacks the column.
    var required: ImportColumn {
        var column = self
        column.isRequired = true
        return column
    }

    func blank(_ meaning: Blank) -> ImportColumn {
        var column = self
        column.blank = meaning
        return column
    }

    /// Names whose bill it is: files of two accounts never hold the same money.
    var account: ImportColumn {
        var column = self
        column.overlap = .account
        return column
    }

    /// Splits a bill into parts that may come in files of their own; a row without it stands for all parts.
    var part: ImportColumn {
        var column = self
        column.overlap = .part
        return column
    }
}

/// Where the text of a key column goes.
enum LineField: Hashable, Sendable {
    /// First day of the document that bills the charge: names the month of the ledger.
    case billingDay
    case firstDay
    case lastDay
    case provider
    case model
    case currency
    case category
    case account
    case accountName
    case subAccount
    case subAccountName
    case project
    case projectName
    case workspace
    /// Stated by a ledger, which was attributed already.
    case workload
    case apiKey
    case apiKeyName
    case user
    case serviceTier
    case sku
    case region
    /// A JSON object, with or without its braces.
    case tags
    case tag(String)
    /// What a quantity column counts, by word.
    case kind(of: String, words: [String: LineMeasure])
    /// Currency sign or code that a cell with an amount holds: `EUR 3,50`.
    case currencyOfAmount
    /// Only `interpret` reads it.
    case fact
    /// Only `interpret` reads it: `1` where the number is neither missing nor zero.
    case isNonzero
    /// Only `interpret` reads it: `1` where the cell holds one of the words, given in lower case.
    case isOneOf(Set<String>)
    /// What one unit of `of` is worth in `in`. Nil: of what `rateBase` names; in the line's own currency.
    case exchangeRate(of: Currency?, in: Currency?)
    /// The currency of which the exchange rate prices one unit.
    case rateBase
    /// Filled when the vendor has closed the month: charges without it may still change.
    case closing
    /// Price of a million tokens of the class; the row's money is what its tokens cost at such prices.
    case pricePerMillion(TokenClass)
}

/// Where the sum of a measure goes.
enum LineMeasure: Hashable, Sendable {
    case billedCost
    case effectiveCost
    /// Money that another bill, a seat or a grant pays for.
    case notionalCost
    case tokens(TokenClass)
    /// Input tokens among which those of the cache are counted again.
    case inputWithCache
    /// The same, where versions differ: more cached than input tokens show that they are counted apart.
    case inputPerhapsWithCache
    case requests
    /// Only `interpret` reads it.
    case quantity
    /// The cost in another currency: the given one, or that which `rateBase` names.
    case pricedCost(in: Currency?)
    /// Amounts of what the column's header names.
    case pivoted(PivotedColumns.Name)

    /// Name of the measure in ``RejectedRow/amounts``.
    var name: String {
        switch self {
        case .billedCost: "billed"
        case .effectiveCost: "effective"
        case .notionalCost: "notional"
        case .tokens(let tokenClass): tokenClass.rawValue
        case .inputWithCache, .inputPerhapsWithCache: "input"
        case .requests: "requests"
        case .quantity: "quantity"
        case .pricedCost: "priced"
        case .pivoted: "billed"
        }
    }
}
