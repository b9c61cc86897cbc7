import Billing
import Diagnostics
import Tabular

/// A table made by hand with a column a month: a row is a vendor, a model, a project; each month's cell its amount.
struct GenericMonths: Sendable {
    /// Fewer columns named by months are no table of months.
    static let leastMonths = 3

    let header: Header
    /// By index of the column.
    private let months: [Int: Month]
    private var vendor: Int?
    private var currency: Int?
    private var others: [GenericRole: Int] = [:]

    /// - Returns: Nil when the header has too few months, or the project maps its period or amount.
    /// - Throws: 65 when no column names the vendor and the project does not either, or two columns name one month; 78 for
    ///   a role that does not exist.
    init?(_ header: Header, rule: SourceRule?, file: String, at position: SourcePosition) throws(Failure) {
        var mapped: [String: Int] = [:]
        for (role, column) in (rule?.columns ?? [:]).sorted(by: { $0.key < $1.key }) {
            guard GenericColumns.roles.contains(role) else {
                throw Failure(.badConfiguration, .unknownRole(role, at: rule?.position))
            }
            guard role != "period", role != "amount", let index = header.index(of: Header([column]).names[0]) else {
                return nil
            }
            mapped[role] = index
        }
        let taken = Set(mapped.values)
        var months: [Int: Month] = [:]
        for (index, name) in header.spelled.enumerated() where !taken.contains(index) {
            months[index] = Self.month(name)
        }
        guard months.count >= Self.leastMonths else { return nil }
        for (index, month) in months.sorted(by: { $0.key < $1.key }) {
            guard let other = months.first(where: { $0.value == month && $0.key > index }) else { continue }
            throw Failure(
                .badData,
                .monthTwice(month, [header.spelled[index], header.spelled[other.key]], at: position))
        }
        self.header = header
        self.months = months
        let names = header.names.map(GenericColumns.normalised)
        func hit(_ isHit: (String) -> Bool) -> Int? {
            names.indices.first { months[$0] == nil && !taken.contains($0) && isHit(names[$0]) }
        }
        for role in GenericRole.allCases where role.isText {
            if let index = mapped[role.rawValue] ?? hit(role.synonyms.contains) { others[role] = index }
        }
        currency = mapped["currency"] ?? (rule?.currency == nil ? hit(GenericColumns.currencies.contains) : nil)
        vendor = mapped["vendor"]
        if vendor == nil, rule?.vendor == nil {
            vendor = GenericColumns.vendors.lazy.compactMap { name in hit { $0 == name } }.first
            if vendor == nil { throw Failure(.badData, .vendorMissing(file: file, header: header, at: position)) }
        }
    }

    /// The month that a header names; a day only when it is a month's first.
    static func month(_ name: String) -> Month? {
        if isDecimal(name) { return nil }
        return switch DateStyle.handWritten(.ymd).period(name) {
        case .month(let month): month
        case .day(let day) where day.dayOfMonth == 1: day.month
        default: nil
        }
    }

    /// `70.6` is a figure of a row, `01.26` and `1.2026` name months.
    private static func isDecimal(_ name: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isASCIIDigit) }) else { return false }
        return !parts.contains { $0.count == 4 } && parts.contains { $0.count != 2 }
    }

    /// Columns of the months, for what their cells say about the decimal mark.
    var amountColumns: [Int] { months.keys.sorted() }

    func format(_ numbers: NumberStyle) -> ImportFormat {
        var columns: [ImportColumn] = []
        if let vendor { columns.append(.text(header.names[vendor], to: .provider)) }
        if let currency { columns.append(.text(header.names[currency], to: .currency)) }
        for (role, index) in others.sorted(by: { $0.value < $1.value }) where index != vendor {
            columns.append(role.column(named: header.names[index], numbers: numbers))
        }
        return ImportFormat(
            id: ImportFormat.genericId, name: "table with a column a month", vendor: nil,
            recognise: HeaderSignature(all: []), columns: columns, role: .money, grain: .month,
            endIsExclusive: false, nullTexts: ["NULL", "null", "N/A", "n/a", "-"],
            footerWords: ["total", "subtotal", "sum", "summe", "gesamt", "gesamtsumme", "totals", "total:"],
            pivot: PivotedColumns(style: numbers) { name in Self.month(name).map { .month($0) } })
    }
}

extension GenericRole {
    /// Columns of text; the others count tokens or requests.
    var isText: Bool {
        switch self {
        case .inputTokens, .uncachedTokens, .cachedTokens, .cacheWriteTokens, .outputTokens, .requests: false
        default: true
        }
    }
}

extension Diagnostic {
    static func monthTwice(_ month: Month, _ columns: [String], at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "month-twice", at: position, found: "two columns for \(month): \(columns.joined(separator: ", "))",
            expected: "a column a month", fix: "remove or rename the wrong one")
    }
}
