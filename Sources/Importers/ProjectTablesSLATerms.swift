package import Billing
package import Diagnostics
import Money
package import Tabular

/// Reads `sla_terms.csv`, published credit tiers:
/// `terms,provider,service,below,credit,claim,confidence,source,source_date,note`; several rows with one id are its tiers.
///
/// - Returns: In the order of the file.
/// - Throws: 65 with every bad cell, unknown and missing columns; 66.
package func readSLATerms(_ file: InputFile) throws(Failure) -> [PublishedTerms] {
    let required = ["terms", "provider", "service", "below", "credit", "confidence", "source", "source_date"]
    let table = try ProjectTable(file, columns: required.joined(separator: ","))
    var errors = table.unknownColumns(known: required + ["claim", "note"]) + table.missingColumns(required)
    guard errors.isEmpty else { throw Failure(.badData, errors) }
    let styles = table.decimalStyles()
    var list: [PublishedTerms] = []
    for row in table.rows {
        func text(_ name: String) -> String { table.column(name).map { row.fields[$0] } ?? "" }
        func ratio(_ name: String) -> Double? {
            let expected = "a ratio from 0 to 1 such as 0.999"
            guard let column = table.column(name), !text(name).isEmpty,
                let value = table.number(row, column, styles, expected: expected, &errors)?.doubleValue
            else { return nil }
            if (0...1).contains(value) { return value }
            errors.append(
                .badTableValue(
                    text(name), column: name, expected: expected, fix: "write 99.9 % as 0.999",
                    at: table.position(row.line)))
            return nil
        }
        let (below, credit) = (ratio("below"), ratio("credit"))
        if text("terms").isEmpty {
            errors.append(
                .badTableValue(
                    "", column: "terms", expected: "an id for `sla.terms`",
                    fix: "name the terms; rows of one name are tiers of one agreement", at: table.position(row.line)))
        }
        let index = list.firstIndex { $0.id == text("terms") } ?? list.count
        if index == list.count {
            list.append(
                PublishedTerms(
                    id: text("terms"), provider: text("provider"), service: text("service"), tiers: [],
                    claim: text("claim"), confidence: text("confidence"), source: text("source"),
                    sourceDate: text("source_date")))
        }
        if let below, let credit {
            list[index].tiers.append(.init(below, credit, at: table.position(row.line)))
        }
    }
    guard errors.isEmpty else { throw Failure(.badData, errors) }
    return list
}
