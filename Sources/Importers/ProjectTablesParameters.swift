package import Billing
package import Diagnostics
import Money
package import Tabular

/// A published figure of what running GPUs costs: where a project may start from.
package struct OperatingParameter: Hashable, Sendable {
    /// In words.
    package var name: String
    /// Config path below `model`, with `*` for an id; empty: no driver takes it.
    package var key: String
    package var unit: String
    package var low: Double
    package var base: Double
    package var high: Double
    /// How sure the figure is, as its reader found it: `confirmed`, `secondary`, `derived`, `mixed`, `unconfirmed`.
    package var confidence: String
    package var source: String
    /// The day for which the source speaks; nil: it names none.
    package var asOf: Day?
}

/// Reads `opex_parameters.csv`: `parameter,key,unit,low,base,high,confidence,source,as_of[,note]`.
///
/// - Returns: In the order of the file.
/// - Throws: 65 with every bad cell, unknown and missing columns, and a key that stands twice; 66.
package func readOperatingParameters(_ file: InputFile) throws(Failure) -> [OperatingParameter] {
    let required = ["parameter", "key", "unit", "low", "base", "high", "confidence", "source", "as_of"]
    let table = try ProjectTable(file, columns: required.joined(separator: ","))
    var errors = table.unknownColumns(known: required + ["note"]) + table.missingColumns(required)
    guard errors.isEmpty else { throw Failure(.badData, errors) }
    let styles = table.decimalStyles()
    var list: [OperatingParameter] = []
    for row in table.rows {
        func text(_ name: String) -> String { table.column(name).map { row.fields[$0] } ?? "" }
        func bad(_ name: String, _ expected: String) {
            errors.append(
                .badTableValue(
                    text(name), column: name, expected: expected, fix: "correct the cell, or delete the row",
                    at: table.position(row.line)))
        }
        func number(_ name: String) -> Double {
            table.column(name).flatMap { table.number(row, $0, styles, expected: "a number", &errors)?.doubleValue }
                ?? 0
        }
        var parameter = OperatingParameter(
            name: text("parameter"), key: text("key"), unit: text("unit"), low: number("low"), base: number("base"),
            high: number("high"), confidence: text("confidence"), source: text("source"))
        if parameter.low > parameter.base { bad("low", "at most the base, \(text("base"))") }
        if parameter.high < parameter.base { bad("high", "at least the base, \(text("base"))") }
        for name in ["parameter", "unit", "confidence", "source"] where text(name).isEmpty { bad(name, "a text") }
        if !text("as_of").isEmpty {
            parameter.asOf = Day(text("as_of"))
            if parameter.asOf == nil { bad("as_of", "a day such as 2026-10-31, or nothing") }
        }
        if !parameter.key.isEmpty, list.contains(where: { $0.key == parameter.key }) {
            bad("key", "each key once")
        }
        list.append(parameter)
    }
    guard errors.isEmpty else { throw Failure(.badData, errors) }
    return list
}
