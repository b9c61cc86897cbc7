/// One row of the Checks sheet.
package struct Check: Hashable, Sendable {
    /// How a violation counts.
    package enum Severity: String, Hashable, Sendable { case fail, warn }

    /// What is compared with the tolerance.
    package enum Value: Hashable, Sendable {
        /// The largest of some cells elsewhere in the workbook, by driver key.
        case greatest([String])
        /// How far two cells elsewhere are apart.
        case difference(String, String)
        /// Counted when the report is made; a formula cannot see files.
        case counted(Double)
        /// The rule does not apply, and why.
        case notApplicable
    }

    package var id: String
    package var description: String
    package var value: Value
    package var tolerance: Double
    package var severity: Severity
    /// What it says when the rule does not apply: `n/a`, `no declared total`.
    package var words: String

    package init(
        _ id: String, _ description: String, _ value: Value, tolerance: Double = 0, severity: Severity = .fail,
        words: String = "n/a"
    ) {
        self.id = id
        self.description = description
        self.value = value
        self.tolerance = tolerance
        self.severity = severity
        self.words = words
    }
}

/// Turns checks into lines, so that the sheet's formulas and the exit status come from one place.
package enum CheckModel {
    /// Cells of other sheets in one formula: more are too many to read.
    private static let ofOneCell = 3
    /// What the value is worked out from where one formula would be too long: the phased plan and all at once, or a difference.
    private static let partColumns = ["first", "second"]

    /// What of a line's id stands before the id of its check.
    package static func part(_ line: Line) -> (column: Int, check: Substring)? {
        for (column, name) in partColumns.enumerated() where line.id.hasPrefix("\(name)_") {
            return (column, line.id.dropFirst(name.count + 1))
        }
        return nil
    }

    package static func make(_ checks: [Check]) throws(ModelError) -> Model {
        var parts: [Line] = []
        var values: [Line] = []
        var tolerances: [Line] = []
        var failures: [Line] = []
        var results: [Line] = []
        for check in checks {
            func line(_ column: String, _ unit: Unit, _ display: Display, _ expression: Expression) -> Line {
                Line("\(column)_\(check.id)", check.description, unit, display, .cell, section: "14", expression)
            }
            let value = Expression.line("value_\(check.id)")
            let tolerance = Expression.line("tolerance_\(check.id)")
            switch check.value {
            case .greatest(let keys):
                let groups = stride(from: 0, to: keys.count, by: ofOneCell).map { first in
                    Expression.maximum(keys[first..<Swift.min(keys.count, first + ofOneCell)].map { .driver($0) })
                }
                guard groups.count > 1 else {
                    values.append(line("value", .ratio, .price, groups[0]))
                    break
                }
                for (column, group) in zip(partColumns, groups) {
                    parts.append(line(column, .ratio, .price, group))
                }
                values.append(
                    line(
                        "value", .ratio, .price, .maximum(zip(partColumns, groups).map { .line("\($0.0)_\(check.id)") })
                    ))
            case .difference(let a, let b):
                // Programs for spreadsheets take numbers that differ in the last bits for equal, each in its own way.
                parts.append(line(partColumns[0], .ratio, .price, .absolute(.driver(a) - .driver(b))))
                let apart = Expression.line("\(partColumns[0])_\(check.id)")
                values.append(
                    line(
                        "value", .ratio, .price,
                        .choose(apart <= .constant(.roundingShare) * .absolute(.driver(a)), 0, apart)))
            case .counted: values.append(line("value", .ratio, .price, .input("counted.\(check.id)")))
            case .notApplicable: values.append(line("value", .ratio, .price, .input("counted.\(check.id)")))
            }
            tolerances.append(line("tolerance", .ratio, .price, .input("tolerance.\(check.id)")))
            let applies = check.value != .notApplicable
            failures.append(
                line("fails", .flag, .flag, applies && check.severity == .fail ? value > tolerance : 0))
            results.append(
                line(
                    "result", .word, .word,
                    applies
                        ? .choose(value > tolerance, .word(check.severity.rawValue), .word("pass"))
                        : .word(check.words)))
        }
        let overall = [
            Line(
                "failing", "Checks that fail", .index, .count, .cell, section: "14",
                checks.isEmpty ? 0 : .sumOfLines(checks.map { "fails_\($0.id)" })),
            Line(
                "master", "Master check", .word, .word, .cell, section: "14",
                .choose("failing" > 0, .word("CHECKS FAIL"), .word("All checks pass"))),
        ]
        return try Model(
            sections: [
                Section("Parts", parts), Section("Value", values), Section("Tolerance", tolerances),
                Section("Fails", failures),
                Section("Result", results), Section("Overall", overall),
            ], members: Members(lists: [:]), horizon: 1)
    }
}
