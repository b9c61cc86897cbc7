package import Billing
package import Diagnostics
import Money
package import Tabular

/// Reads an earlier report from its CSV files.
///
/// - Parameters:
///   - name: Of its folder, for messages and sheets.
///   - window: First and last month of its baseline, as its manifest tells.
///   - files: The report's `csv/` files, by name without folder and ending.
/// - Returns: Nil when it holds no figures of a plan that could be compared: a CSV file or the headline is missing.
/// - Throws: 65 for a file that is no table of a report; 66.
package func readEarlierReport(
    name: String, period: Month, window: ClosedRange<Month>?, files: [String: InputFile]
) throws(Failure) -> EarlierReport? {
    guard let summary = files["summary"], let assumptions = files["assumptions"], let spend = files["spend"],
        let timeline = files["timeline"], let quotes = files["quotes"]
    else { return nil }
    let headline = try ReportRows(summary).first {
        $0["metric"] == "npv" && $0["scenario"] == "base" && $0["strategy"] == "hybrid"
    }
    guard let headline else { return nil }
    var report = EarlierReport(
        name: name, period: period, window: window, currency: headline["unit"], npv: Double(headline["value"]),
        assumptions: [:], bills: [:],
        forecast: [:], quotes: [:])
    try ReportRows(assumptions).each { row in
        report.assumptions[row["key"]] = EarlierReport.Assumption(
            label: row["label"], base: row["base"], source: row["source"])
    }
    var hasTooManyDigits = false
    try ReportRows(spend).each { row in
        guard let month = Month(row["month"]), let cost = Amount(row["cost"]) else { return }
        let bill = EarlierReport.Bill(month: month, provider: row["provider"], currency: row["currency"])
        guard let sum = try? (report.bills[bill] ?? .zero).adding(cost) else {
            hasTooManyDigits = true
            return
        }
        report.bills[bill] = sum
    }
    if hasTooManyDigits { return nil }
    var alternative: [Month: Double] = [:]
    try ReportRows(timeline).each { row in
        guard row["scenario"] == "base", row["strategy"] == "hybrid", row["month_index"] != "0",
            let month = Month(row["month"]), let value = Double(row["value"])
        else { return }
        if row["line"] == "baseline_api" { report.forecast[month] = value }
        if row["line"] == "alternative" { alternative[month] = value }
    }
    if report.npv != nil {
        for (month, cost) in alternative { report.planned[month] = report.forecast[month].map { $0 - cost } }
    }
    try ReportRows(quotes).each { row in
        guard let own = Double(row["gpu_hour"]), own > 0, let reporting = Double(row["gpu_hour_reporting"]) else {
            return
        }
        report.quotes[row["quote_line_id"]] = EarlierReport.Quote(currency: row["currency"], rate: reporting / own)
    }
    return report
}

/// The rows of a report's CSV file, cells by column.
private struct ReportRows {
    struct Row {
        fileprivate var columns: [String: Int]
        fileprivate var fields: [String]

        /// Without the apostrophe that guards a text from being read as a formula; blank where there is no such column.
        subscript(column: String) -> String {
            guard let index = columns[column] else { return "" }
            let text = fields[index]
            guard text.hasPrefix("'"), let second = text.utf8.dropFirst().first, "=+-@\t\r".utf8.contains(second) else {
                return text
            }
            return String(text.dropFirst())
        }
    }

    private let table: ProjectTable
    private let columns: [String: Int]

    init(_ file: InputFile) throws(Failure) {
        table = try ProjectTable(file, columns: "the columns of a report")
        var columns: [String: Int] = [:]
        for (index, name) in table.header.enumerated() { columns[name] = index }
        self.columns = columns
    }

    func each(_ body: (Row) -> Void) {
        for row in table.rows { body(Row(columns: columns, fields: row.fields)) }
    }

    func first(where matches: (Row) -> Bool) -> Row? {
        table.rows.lazy.map { Row(columns: columns, fields: $0.fields) }.first(where: matches)
    }
}
