package import Diagnostics
package import Tabular

/// A cell of `workloads.csv`, still text: what a key accepts is known where drivers are read.
package struct WorkloadCell: Hashable, Sendable {
    package var text: String
    package var position: SourcePosition

    package init(text: String, position: SourcePosition) {
        self.text = text
        self.position = position
    }
}

/// A row of `workloads.csv`.
package struct WorkloadRow: Hashable, Sendable {
    package var id: String
    package var position: SourcePosition
    /// By column in lower case (`tok_in`, `tok_in_low`, `tok_in_source`); blank cells are not there.
    package var values: [String: WorkloadCell]

    package init(id: String, position: SourcePosition, values: [String: WorkloadCell]) {
        self.id = id
        self.position = position
        self.values = values
    }
}

/// Reads `workloads.csv`: one row a workload, `id` and the keys of `workloads`, each with `_low`, `_high` and `_source`.
/// A blank cell is a key that is not given; lists are separated by spaces.
///
/// - Parameter columns: Every column that the file may have, `id` among them, in lower case.
/// - Returns: In the order of the file.
/// - Throws: 65 for an unknown column, a missing id or one that stands twice; 66.
package func readWorkloads(_ file: InputFile, columns: [String]) throws(Failure) -> [WorkloadRow] {
    let table = try ProjectTable(file, columns: "id and keys of workloads such as tok_in")
    var errors = table.unknownColumns(known: columns) + table.missingColumns(["id"])
    guard errors.isEmpty, let ids = table.column("id") else { throw Failure(.badData, errors) }
    var rows: [WorkloadRow] = []
    var seen: [String: Int] = [:]
    for row in table.rows {
        let position = table.position(row.line)
        let id = row.fields[ids]
        if id.isEmpty {
            errors.append(
                .badTableValue(
                    "", column: "id", expected: "the workload's id",
                    fix: "write the id as the attribution gives it, or delete the row", at: position))
        } else if let line = seen[id] {
            errors.append(.duplicateWorkload(id, first: table.position(line), at: position))
        }
        seen[id] = seen[id] ?? row.line
        var values: [String: WorkloadCell] = [:]
        for (column, text) in row.fields.enumerated() where column != ids && !text.isEmpty {
            values[table.header[column].lowercased()] = WorkloadCell(text: text, position: position)
        }
        rows.append(WorkloadRow(id: id, position: position, values: values))
    }
    guard errors.isEmpty else { throw Failure(.badData, errors) }
    return rows
}

extension Diagnostic {
    static func duplicateWorkload(_ id: String, first: SourcePosition, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "duplicate-workload", at: position, found: "the workload \"\(id)\" again, first at \(first)",
            expected: "one row for a workload", fix: "delete one of the rows or give it another id")
    }
}
