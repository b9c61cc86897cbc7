package import Billing

/// Everything in `Samples/acme` that is computed: 24 months of invoices from three vendors, what the paper invoices
/// say, and exchange rates. The rest of the sample (configuration, workloads, quotes) is written by hand.
///
/// How it works: each stream of usage (``AcmeStream``) yields tokens for a day from its level, its growth, the weekday
/// and noise of a few per cent; each vendor's file turns the same tokens into rows of its own layout. Integers only: the
/// bytes are the same on every platform.
package struct AcmeSample: Sendable {
    /// A file of the sample.
    package struct File: Sendable {
        /// Relative to the sample's folder.
        package var path: String
        /// Contents; of a `.gz` file what is inside.
        package var bytes: [UInt8]

        package var isCompressed: Bool { path.hasSuffix(".gz") }
    }

    package static let seed: UInt64 = 20_261_031
    package static let firstDay = Day(year: 2024, month: 11, day: 1)
    package static let lastDay = Day(year: 2026, month: 10, day: 31)

    package static let days: [Day] = (firstDay.number...lastDay.number).map { Day(number: $0) }
    package static let months: [Month] = (firstDay.month.index...lastDay.month.index).map { Month(index: $0) }

    /// All computed files, sorted by path.
    package static func files() -> [File] {
        var paper = PaperInvoices()
        var files = anthropicFiles(&paper)
        files += openAIFiles(&paper)
        files.append(focusFile(&paper))
        files.append(File(path: "control_totals.csv", bytes: Array(paper.csv().utf8)))
        files.append(File(path: "fx.csv", bytes: Array(exchangeRatesCSV().utf8)))
        return files.sorted { $0.path < $1.path }
    }

    /// A generator of its own for each part, so that a change in one leaves the others as they are.
    static func generator(for part: String) -> SplitMix64 {
        SplitMix64(seed: part.utf8.reduce(seed) { ($0 &* 0x100_0000_01B3) ^ UInt64($1) })
    }
}

/// What the vendors' paper invoices declare.
struct PaperInvoices {
    private struct Key: Hashable {
        var vendor: String
        var month: Month
    }
    private var totals: [Key: (cents: Int, tax: Int)] = [:]

    /// Invoices that nobody has filed; the newest of one vendor has not arrived.
    private static let missing: Set<String> = ["AWS 2025-01", "Anthropic 2025-08", "OpenAI 2026-10"]

    /// - Parameters:
    ///   - cents: amount to pay, tax included.
    ///   - tax: part of it, in cents.
    mutating func declare(_ vendor: String, _ month: Month, cents: Int, tax: Int = 0) {
        totals[Key(vendor: vendor, month: month)] = (cents, tax)
    }

    func csv() -> String {
        var text = "vendor,month,currency,total,tax,invoice_id\n"
        let keys = totals.keys.sorted { ($0.vendor, $0.month) < ($1.vendor, $1.month) }
        for key in keys where !Self.missing.contains("\(key.vendor) \(key.month)") {
            let total = totals[key]!
            let tax = total.tax == 0 ? "" : decimalText(total.tax, scale: 2)
            let number = "\(key.vendor.prefix(3).uppercased())-\(key.month)"
            text += "\(key.vendor),\(key.month),USD,\(decimalText(total.cents, scale: 2)),\(tax),\(number)\n"
        }
        return text
    }
}
