package import Billing
package import Diagnostics
import Money
package import Tabular

/// Reads `fx.csv` in one of two layouts: the ECB's (`Date,USD,JPY,…`: units for one EUR, any order of days, blank or `N/A`
/// where there is no rate, a comma at the end of each line) or `date,base,quote,rate` (quote units for one base unit).
///
/// - Throws: 65 with every bad cell, two rates for one pair and day, a header of neither layout; 66.
package func readExchangeRates(_ file: InputFile) throws(Failure) -> ExchangeRates {
    let layouts = "Date,USD,JPY,… (units for one EUR), or date,base,quote,rate"
    let table = try ProjectTable(file, columns: layouts)
    let names = table.header.map { $0.lowercased() }
    if ["date", "base", "quote", "rate"].allSatisfy(names.contains) {
        return try table.exchangeRates(table.pairRates())
    }
    let isECB = names.first == "date" && names.count > 1 && table.header.dropFirst().allSatisfy { isCurrencyCode($0) }
    guard isECB else {
        throw Failure(.badData, .notExchangeRates(at: table.position(table.headerLine)))
    }
    return try table.exchangeRates(table.centralBankRates())
}

func isCurrencyCode(_ text: String) -> Bool {
    text.utf8.count == 3 && text.utf8.allSatisfy { (97...122).contains($0 | 32) }
}

extension ProjectTable {
    fileprivate typealias Read = (rates: [PublishedRate], errors: [Diagnostic])

    fileprivate func exchangeRates(_ read: Read) throws(Failure) -> ExchangeRates {
        var rates = ExchangeRates()
        var errors = read.errors
        for rate in read.rates {
            if let earlier = rates.add(rate) { errors.append(.rateTwice(rate, earlier: earlier)) }
        }
        guard errors.isEmpty else { throw Failure(.badData, errors) }
        return rates
    }

    fileprivate func centralBankRates() -> Read {
        var read: Read = ([], [])
        let styles = decimalStyles()
        let euro = Currency("EUR")
        for row in rows {
            guard let date = date(row.fields[0], column: 0, row.line, &read.errors) else { continue }
            for column in 1..<header.count where !["", "n/a", "na", "-"].contains(row.fields[column].lowercased()) {
                guard let rate = rate(row, column, styles, &read.errors) else { continue }
                let currency = Currency(header[column].uppercased())
                guard currency != euro else { continue }
                read.rates.append(
                    PublishedRate(date: date, base: euro, quote: currency, rate: rate, position: position(row.line)))
            }
        }
        return read
    }

    fileprivate func pairRates() -> Read {
        let known = ["date", "base", "quote", "rate"]
        var read: Read = ([], unknownColumns(known: known))
        guard let dates = column("date"), let bases = column("base"), let quotes = column("quote"),
            let values = column("rate")
        else { return read }
        let styles = decimalStyles()
        for row in rows {
            let date = date(row.fields[dates], column: dates, row.line, &read.errors)
            let base = currency(row, bases, &read.errors)
            let quote = currency(row, quotes, &read.errors)
            guard let rate = rate(row, values, styles, &read.errors), let date, let base, let quote else { continue }
            guard base != quote else {
                read.errors.append(
                    .badTableValue(
                        row.fields[quotes], column: header[quotes], expected: "another currency than the base",
                        fix: "correct one of the two, or delete the row",
                        at: position(row.line)))
                continue
            }
            read.rates.append(
                PublishedRate(date: date, base: base, quote: quote, rate: rate, position: position(row.line)))
        }
        return read
    }

    private func date(_ text: String, column: Int, _ line: Int, _ errors: inout [Diagnostic]) -> Day? {
        // Slashes could be read in two ways; rates are of a day or of none.
        if let day = WrittenDate(text)?.day(nil) { return day }
        errors.append(
            .badTableValue(
                text, column: header[column], expected: "a date such as 2026-10-30",
                fix: adviceOnDay(text) ?? "write year, month and day of the rate", at: position(line)))
        return nil
    }

    private func currency(_ row: TableRow, _ column: Int, _ errors: inout [Diagnostic]) -> Currency? {
        if isCurrencyCode(row.fields[column]) { return Currency(row.fields[column]) }
        errors.append(
            .badTableValue(
                row.fields[column], column: header[column], expected: "a currency code such as USD",
                fix: "write the code, as in EUR for the euro",
                at: position(row.line)))
        return nil
    }

    private func rate(
        _ row: TableRow, _ column: Int, _ styles: DecimalStyles, _ errors: inout [Diagnostic]
    ) -> Amount? {
        let expected = "a rate above 0 such as 1.1172"
        guard let amount = number(row, column, styles, expected: expected, &errors) else { return nil }
        if !amount.isZero, !amount.isNegative { return amount }
        errors.append(
            .badTableValue(
                row.fields[column], column: header[column], expected: expected,
                fix: "correct the rate, or delete it where none was published", at: position(row.line)))
        return nil
    }
}

extension Diagnostic {
    static func notExchangeRates(at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "not-exchange-rates", at: position, found: "a header that is no table of exchange rates",
            expected: "Date,USD,JPY,… (units for one EUR), or date,base,quote,rate (quote units for one base unit)",
            fix: "download the ECB's file, or name the columns date,base,quote,rate")
    }

    static func rateTwice(_ rate: PublishedRate, earlier: PublishedRate) -> Diagnostic {
        Diagnostic(
            "rate-twice", at: rate.position,
            found:
                "\(rate.base)/\(rate.quote) \(rate.rate) on \(rate.date), and \(earlier.rate) at \(earlier.position)",
            expected: "one rate for a pair and day", fix: "delete one of the two")
    }
}
