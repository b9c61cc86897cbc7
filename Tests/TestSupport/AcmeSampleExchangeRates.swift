import Billing

extension AcmeSample {
    /// Invented rates in the layout of the European Central Bank, newest first, business days only.
    static func exchangeRatesCSV() -> String {
        var random = generator(for: "fx")
        // Units for one euro, in 1/10,000.
        var rates = [("USD", 11_120), ("GBP", 8410), ("CHF", 9320)]
        var rows: [String] = []
        let first = Day(year: 2026, month: 7, day: 31)
        for day in days where day >= first && (day.number + 3) % 7 < 5 {
            for index in rates.indices { rates[index].1 += random.integer(in: -35...35) }
            rows.append("\(day)," + rates.map { decimalText($0.1, scale: 4) + "," }.joined())
        }
        let header = "Date," + rates.map { $0.0 + "," }.joined()
        return ([header] + rows.reversed()).joined(separator: "\n") + "\n"
    }
}
