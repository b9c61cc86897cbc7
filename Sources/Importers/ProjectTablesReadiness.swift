package import Diagnostics
import Money
package import Tabular

/// A row of `readiness.csv`.
package struct ReadinessRow: Hashable, Sendable {
    /// Id of the capability.
    package var capability: String
    package var level: Int
    /// Empty: none, which caps the level.
    package var evidence: String
    package var target: Int?
    package var weight: Double?
    package var isCritical: Bool?
    package var position: SourcePosition
}

/// The capabilities that a row may name, and the highest level.
package struct ReadinessNames: Sendable {
    package var ids: [String]
    /// The id that a name as people write it stands for.
    package var id: @Sendable (String) -> String?
    /// What each level is called, from 0 on.
    package var levels: [String]
    var highestLevel: Int { levels.count - 1 }

    package init(ids: [String], levels: [String], id: @escaping @Sendable (String) -> String?) {
        self.ids = ids
        self.levels = levels
        self.id = id
    }
}

/// Reads `readiness.csv`: `capability,level,evidence`, and where wanted `target`, `weight`, `critical` and `notes`.
///
/// - Returns: In the order of the file.
/// - Throws: 65 with every unknown capability, level out of range, formula and duplicate; 66.
package func readReadiness(_ file: InputFile, _ names: ReadinessNames) throws(Failure) -> [ReadinessRow] {
    let required = ["capability", "level", "evidence"]
    let table = try ProjectTable(file, columns: required.joined(separator: ","))
    var errors =
        table.unknownColumns(known: required + ["target", "weight", "critical", "notes"])
        + table.missingColumns(required)
    guard errors.isEmpty else { throw Failure(.badData, errors) }
    let styles = table.decimalStyles()
    var rows: [ReadinessRow] = []
    var seen: [String: Int] = [:]
    for row in table.rows {
        let position = table.position(row.line)
        func text(_ name: String) -> String { table.column(name).map { row.fields[$0] } ?? "" }
        func whole(_ name: String, from least: Int) -> Int? {
            let range = least...names.highestLevel
            if let number = Int(text(name)), range.contains(number) { return number }
            errors.append(
                .badTableValue(
                    text(name), column: name,
                    expected: "a whole number from \(least) to \(names.highestLevel)",
                    fix:
                        "take one of \(zip(least..., names.levels.dropFirst(least)).map { "\($0) \($1)" }.joined(separator: ", "))",
                    at: position))
            return nil
        }
        for (column, cell) in row.fields.enumerated() where isFormula(cell) {
            errors.append(.formulaInReadiness(cell, column: table.header[column], at: position))
        }
        guard let id = names.id(text("capability")) else {
            errors.append(.unknownCapability(text("capability"), known: names.ids, at: position))
            continue
        }
        if let line = seen[id] {
            errors.append(.duplicateCapability(id, first: table.position(line), at: position))
        }
        seen[id] = seen[id] ?? row.line
        var read = ReadinessRow(
            capability: id, level: whole("level", from: 0) ?? 0, evidence: text("evidence"), position: position)
        if !text("target").isEmpty { read.target = whole("target", from: 1) }
        if !text("weight").isEmpty, let column = table.column("weight"),
            let weight = table.number(row, column, styles, expected: "a number above 0", &errors)
        {
            read.weight = weight.doubleValue
            if weight.doubleValue <= 0 {
                errors.append(
                    .badTableValue(
                        text("weight"), column: "weight", expected: "a number above 0",
                        fix: "write how many times as much as another the capability counts, or leave the cell empty",
                        at: position))
            }
        }
        if !text("critical").isEmpty {
            read.isCritical = flagWords[text("critical").lowercased()]
            if read.isCritical == nil {
                errors.append(
                    .badTableValue(
                        text("critical"), column: "critical", expected: "yes or no",
                        fix: "write one of the two, or leave the cell empty", at: position))
            }
        }
        rows.append(read)
    }
    guard errors.isEmpty else { throw Failure(.badData, errors) }
    return rows
}

/// Whether a spreadsheet program would take the cell for a formula that works something out.
private func isFormula(_ cell: String) -> Bool {
    guard let first = cell.first, "=+-@".contains(first) else { return false }
    if first == "=" { return true }
    let rest = cell.dropFirst()
    let name = rest.prefix { $0.isASCII && ($0.isLetter || $0 == ".") }
    if !name.isEmpty { return rest.dropFirst(name.count).first == "(" }
    let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    return !digits.isEmpty && rest.dropFirst(digits.count).first.map { "+-*/^&".contains($0) } == true
}

private let flagWords = [
    "yes": true, "no": false, "true": true, "false": false, "1": true, "0": false, "y": true, "n": false,
]

extension Diagnostic {
    static func unknownCapability(_ text: String, known: [String], at position: SourcePosition) -> Diagnostic {
        let nearest = nearestNames(to: text, among: known, limit: 1).first
        return Diagnostic(
            "unknown-capability", at: position,
            found: text.isEmpty ? "no capability" : "the capability \"\(text)\"",
            expected: "one of \(known.joined(separator: ", "))",
            fix: nearest.map { "the nearest is \($0)" } ?? "take one of these, or delete the row")
    }

    static func duplicateCapability(_ id: String, first: SourcePosition, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "duplicate-capability", at: position, found: "the capability \(id) again, first at \(first)",
            expected: "one row for a capability", fix: "delete one of the rows")
    }

    static func formulaInReadiness(_ text: String, column: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "formula-in-readiness", at: position, found: "the formula \"\(text)\" in column \(column)",
            expected: "what the formula shows: a number, or words that name the evidence",
            fix: "export the table with values, or write where the evidence is kept")
    }
}
