import Money
import TestSupport
import Testing

/// Reads the computed files as plain text, with none of the program's readers.
@Suite struct AcmeControlTotalsTests {
    private let files = AcmeSample.files()

    /// Sum of a column for each month, over the files whose name has the given prefix. Only columns before the first
    /// quoted cell: these can be cut at commas.
    private func sums(_ prefix: String, amount: Int, month: Int, header: String) throws -> [String: Amount] {
        var sums: [String: Amount] = [:]
        for file in files where file.path.hasPrefix(prefix) {
            let lines = String(decoding: file.bytes, as: UTF8.self).split(separator: "\n")
            let names = lines[0].split(separator: ",")
            #expect("\(names[amount]) \(names[month])" == header)
            for line in lines.dropFirst() {
                let cells = line.split(separator: ",", maxSplits: 9, omittingEmptySubsequences: false)
                guard !cells[amount].isEmpty else { continue }
                let value = try #require(Amount(String(cells[amount])))
                let key = String(cells[month].prefix(7))
                sums[key] = try (sums[key] ?? .zero).adding(value)
            }
        }
        return sums
    }

    private func declared() throws -> [(vendor: String, month: String, total: Amount)] {
        let file = try #require(files.first { $0.path == "control_totals.csv" })
        return try String(decoding: file.bytes, as: UTF8.self).split(separator: "\n").dropFirst().map { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            return (String(cells[0]), String(cells[1]), try #require(Amount(String(cells[3]))))
        }
    }

    @Test func `paper invoices agree with the exports to the cent`() throws {
        let exports = [
            "AWS": try sums("invoices/aws/", amount: 0, month: 6, header: "BilledCost BillingPeriodStart"),
            "OpenAI": try sums("invoices/openai/cost_", amount: 4, month: 2, header: "amount_value start_time_iso"),
            "Anthropic": try sums(
                "invoices/anthropic/claude_api_cost_", amount: 7, month: 0, header: "cost_usd usage_date_utc"),
        ]
        let declared = try declared()
        #expect(declared.count == 69, "24 months of three vendors, three of them without a paper invoice")
        for invoice in declared {
            let sum = try #require(exports[invoice.vendor]?[invoice.month])
            let difference = try sum.subtracting(invoice.total).magnitude
            // One vendor rounds each row to cents; 300 rows a month drift by less than half a dollar.
            let tolerance = Amount(invoice.vendor == "Anthropic" ? "0.5" : "0.005")!
            #expect(
                difference <= tolerance,
                "\(invoice.vendor) \(invoice.month): exports \(sum), declared \(invoice.total)")
        }
    }

    @Test func `the vendor that rounds rows drifts from its paper invoice`() throws {
        let exports = try sums(
            "invoices/anthropic/claude_api_cost_", amount: 7, month: 0, header: "cost_usd usage_date_utc")
        let drifting = try declared().filter { $0.vendor == "Anthropic" && exports[$0.month] != $0.total }
        #expect(drifting.count > 12)
    }

    @Test func `no export of usage covers more than 60 days`() {
        for file in files where file.path.hasPrefix("invoices/openai/") {
            let lines = String(decoding: file.bytes, as: UTF8.self).split(separator: "\n").dropFirst()
            #expect(Set(lines.map { $0.prefix(10) }).count <= 60, "\(file.path)")
        }
    }
}
