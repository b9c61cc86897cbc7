import Billing
import Money
import Tabular

/// What the lines above a file's header say of all its rows.
struct DocumentFacts: Sendable {
    var currency: Currency?
    /// The month that bills every row; nil: the rows say it.
    var month: Month?
    /// The month that the document names as its period, when it is one.
    private(set) var span: Month?
    /// What the invoice comes to.
    private(set) var total: Amount?
    /// What one unit of another currency is worth in the document's.
    private(set) var exchangeRate: (base: Currency, rate: Amount)?

    init(of file: DetectedFile) {
        let fields = file.format.preamble
        guard !fields.isEmpty else { return }
        let style = NumberStyle(allowsGrouping: true)
        var first: Month?
        var last: Month?
        for record in file.preview.records(delimiter: file.dialect.delimiter, limit: file.dialect.headerLine)
        where record.line < file.dialect.headerLine && record.fields.count > 1 {
            guard let field = fields[Header([record.fields[0]]).names[0]] else { continue }
            let text = record.fields[1].trimmingBlanks
            switch field {
            case .currency:
                if text.utf8.count == 3, text.allSatisfy({ $0.isASCII && $0.isLetter }) { currency = Currency(text) }
            case .day: month = DateStyle.iso.period(text)?.firstDay.month
            case .firstDay: first = DateStyle.iso.period(text)?.firstDay.month
            case .lastDay: last = DateStyle.iso.period(text)?.firstDay.month
            case .exchangeRate(let base): exchangeRate = ColumnLayout.rate(text).map { (base, $0) }
            case .total: if case .value(let amount) = style.read(text) { total = amount }
            }
        }
        if first == last { span = first }
    }
}

extension Month {
    /// The only month that a file's name holds: `Reports, 2026-01-01 — 2026-01-31.csv`, `billing_2026-01.csv`.
    init?(inFileName name: String) {
        let last = name.split(separator: "/").last.map(String.init) ?? name
        let bytes = Array(last.utf8)
        var months: Set<Month> = []
        for start in bytes.indices where start + 7 <= bytes.count {
            let isDigitBefore = start > 0 && (48...57).contains(bytes[start - 1])
            guard !isDigitBefore, let month = Month(String(decoding: bytes[start..<(start + 7)], as: UTF8.self)) else {
                continue
            }
            months.insert(month)
        }
        guard months.count == 1, let month = months.first else { return nil }
        self = month
    }
}

extension ImportColumn {
    /// The header name that the column goes by in a file.
    func name(in header: Header) -> String? {
        guard isPrefix else { return names.first(where: header.contains) }
        for prefix in names {
            if let hit = header.names.first(where: { $0.hasPrefix(prefix) }) { return hit }
        }
        return nil
    }
}
