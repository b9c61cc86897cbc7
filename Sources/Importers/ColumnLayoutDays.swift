import Billing

/// The days that records speak of.
extension ColumnLayout {
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

    var noDate: RowProblem {
        let column = keys.first { $0.field == .firstDay }?.name ?? ""
        return RowProblem(
            column: column, code: "no-date", found: "", expected: format.dates.expectation,
            fix: "give the row its date, or remove it")
    }

    func month(_ text: String, _ key: Key) throws(RowProblem) -> Month {
        if let month = Month(text) { return month }
        return try period(text, key).firstDay.month
    }

    func period(_ text: String, _ key: Key) throws(RowProblem) -> NamedPeriod {
        guard let period = format.dates.period(text) else {
            throw RowProblem(
                column: key.name, code: "bad-date", found: text, expected: format.dates.expectation,
                fix: "correct the date")
        }
        return period
    }
}

extension LineField {
    /// A day, whose time of day does not matter.
    var isDay: Bool { self == .billingDay || self == .firstDay || self == .lastDay }
}
