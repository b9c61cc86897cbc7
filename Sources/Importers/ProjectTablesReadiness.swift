package import Diagnostics
import Money
package import Tabular

/// A row of `readiness.csv`.
package struct ReadinessRow: Hashable, Sendable {
    /// Id of the capability.
    package var capability: String
    package var level: Int
    /// As written; see ``isEvidenced``.
    package var evidence: String
    /// By phase of the plan, from 1; what is not there was not given.
    package var targets: [Int: Int] = [:]
    /// As written; nil: not given.
    package var dimension: String?
    package var weight: Double?
    package var isCritical: Bool?
    package var position: SourcePosition

    /// Whether the evidence is more than a word that stands for none; otherwise the level is capped.
    package var isEvidenced: Bool { !wordsForNothing.contains(evidence.lowercased()) }
}

/// What people write into a cell that they cannot fill.
private let wordsForNothing: Set = [
    "", "-", "--", "–", "—", "?", "??", "???", ".", "..", "...", "…", "0", "n/a", "n.a.", "n.a", "n/a.", "na",
    "none", "nil",
    "null", "no", "nope", "nothing", "tbd", "tba", "tbc", "t.b.d.", "todo", "to do", "to be done", "pending",
    "missing", "unknown", "open", "later", "not yet", "no evidence",
]

/// The capabilities that a row may name, the highest level, and the most phases.
package struct ReadinessNames: Sendable {
    package var ids: [String]
    /// What capabilities are grouped by.
    package var dimensions: [String]
    /// Ids that need a dimension: nobody but the project knows them.
    package var own: Set<String>
    /// Phases that may have a target of their own.
    package var phases: Int
    /// The id that a name as people write it stands for.
    package var id: @Sendable (String) -> String?
    /// What each level is called, from 0 on.
    package var levels: [String]
    var highestLevel: Int { levels.count - 1 }

    package init(
        ids: [String], levels: [String], dimensions: [String], own: Set<String> = [], phases: Int,
        id: @escaping @Sendable (String) -> String?
    ) {
        self.ids = ids
        self.dimensions = dimensions
        self.own = own
        self.phases = phases
        self.levels = levels
        self.id = id
    }
}

/// Reads `readiness.csv`: `capability,level,evidence`, and where wanted `target`, `target_2` and so on for later phases,
/// `weight`, `critical`, `dimension` and `notes`.
///
/// - Returns: In the order of the file.
/// - Throws: 65 with every unknown capability, level out of range, target below that of an earlier phase, formula and
///   duplicate; 66.
package func readReadiness(_ file: InputFile, _ names: ReadinessNames) throws(Failure) -> [ReadinessRow] {
    let required = ["capability", "level", "evidence"]
    let table = try ProjectTable(file, columns: required.joined(separator: ","))
    var errors =
        table.unknownColumns(
            known: required + ["target"] + (2...names.phases).map { "target_\($0)" } + [
                "weight", "critical", "dimension", "notes",
            ])
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
        var highest = 0
        for phase in 1...names.phases {
            let column = phase == 1 ? "target" : "target_\(phase)"
            guard !text(column).isEmpty, let target = whole(column, from: 1) else { continue }
            read.targets[phase] = target
            if target < highest {
                errors.append(.fallingTarget(target, column: column, before: highest, at: position))
            }
            highest = max(highest, target)
        }
        if !text("dimension").isEmpty || names.own.contains(id) {
            read.dimension = text("dimension").lowercased()
            if !names.dimensions.contains(read.dimension!) {
                errors.append(
                    .badTableValue(
                        text("dimension"), column: "dimension",
                        expected: "one of \(names.dimensions.joined(separator: ", "))",
                        fix: "write what the capability belongs to", at: position))
            }
        }
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
            fix: nearest.map { "the nearest is \($0)" }
                ?? "take one of these, or write playbooks/ID.md with the steps of a capability of your own")
    }

    static func fallingTarget(_ target: Int, column: String, before: Int, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "falling-target", at: position, found: "\(target) in column \(column) after \(before) for an earlier phase",
            expected: "a target of at least \(before): a later phase asks for no less",
            fix: "raise it, or leave the cell empty to keep the target of the phase before")
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
