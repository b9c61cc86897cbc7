import Billing
package import Diagnostics
import Money
package import Tabular

/// Adds up the records of a file by key, exactly.
///
/// The result is the same for any number of jobs.
///
/// - Parameter jobs: Threads to use, at least 1.
/// - Throws: 65 when the file is broken or a sum needs more than 38 digits; 66 when it cannot be opened.
package func aggregate(
    _ file: InputFile, dialect: Dialect, plan: AggregationPlan, jobs: Int
) throws(Failure) -> Aggregation {
    var groups: [[String]: AggregatedGroup] = [:]
    var decisions: [[String]: GroupDecision] = [:]
    var result = Aggregation(
        groups: [], rejects: [], accepted: 0, skipped: [:],
        summary: ScanSummary(sha256: "", bytes: 0, records: 0, lines: 0))
    result.summary = try readPlainly(file, dialect: dialect) { (line, fields) throws(Failure) in
        guard line > dialect.headerLine else { return }
        func reject(_ column: Int?, _ code: String, _ value: String, _ expected: String, _ fix: String?) {
            var amounts: [String: Amount] = [:]
            for measure in plan.measures where measure.column < fields.count {
                if case .value(let amount) = measure.style.read(fields[measure.column]) {
                    amounts[measure.name] = amount
                }
            }
            result.rejects.append(
                RejectedRow(
                    file: file.name, line: line, column: column.map { plan.columnNames[$0] } ?? "", code: code,
                    value: value, expected: expected, fix: fix, amounts: amounts))
        }
        if fields.count < plan.expectedFields || fields.dropFirst(plan.expectedFields).contains(where: { !$0.isEmpty })
        {
            return reject(
                nil, "ragged-row", "\(fields.count) fields", "\(plan.expectedFields) fields",
                "put quotes around a text that holds the delimiter")
        }
        let used = plan.keys.map(\.column) + plan.measures.map(\.column)
        if used.allSatisfy({ fields[$0] == plan.columnNames[$0] }) {
            result.skipped["repeated header", default: 0] += 1
            return
        }
        let key = plan.keys.map { key in
            let text = fields[key.column]
            return key.prefix.map { String(decoding: text.utf8.prefix($0), as: UTF8.self) } ?? text
        }
        let decision = decisions[key] ?? plan.decide(key)
        decisions[key] = decision
        switch decision {
        case .skip(let reason):
            result.skipped[reason, default: 0] += 1
            return
        case .reject(let column, let code, let found, let expected, let fix):
            return reject(column, code, found, expected, fix)
        case .keep:
            break
        }
        var amounts: [Amount?] = []
        for measure in plan.measures {
            switch measure.style.read(fields[measure.column]) {
            case .null: amounts.append(nil)
            case .value(let amount): amounts.append(amount)
            case .unreadable:
                return reject(
                    measure.column, "not-a-number", fields[measure.column],
                    measure.style.expectation, measure.style.fix)
            }
        }
        var group =
            groups[key]
            ?? AggregatedGroup(texts: key, rows: 0, firstLine: line, sums: plan.measures.map { _ in nil })
        group.rows += 1
        for (i, amount) in amounts.enumerated() {
            guard let amount else { continue }
            do {
                group.sums[i] = try (group.sums[i] ?? .zero).adding(amount)
            } catch {
                throw Failure(
                    .badData,
                    .sumTooLarge(
                        column: plan.columnNames[plan.measures[i].column],
                        at: SourcePosition(file: file.name, line: line)))
            }
        }
        groups[key] = group
        result.accepted += 1
    }
    result.groups = groups.values.sorted { $0.firstLine < $1.firstLine }
    return result
}

extension NumberStyle {
    /// What a readable cell of this style looks like, for messages.
    var expectation: String {
        "a number such as \(decimal == UInt8(ascii: ",") ? "1234,56" : "1234.56")"
    }

    /// What the user can do about a cell that this style cannot read.
    var fix: String? {
        decimal == UInt8(ascii: ",")
            ? "correct the cell; if the file uses a decimal point, set `decimal: \".\"` for it under `sources`"
            : "correct the cell; if the file uses a decimal comma, set `decimal: \",\"` for it under `sources`"
    }
}

extension Diagnostic {
    static func sumTooLarge(column: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "sum-too-large", at: position, found: "a sum of column \(column) that needs more than 38 digits",
            expected: "at most 38 digits", fix: "check the numbers of this column for a wrong scale")
    }
}
