import Diagnostics
import Exporters
import Tabular

extension Verification {
    private static let groups = [
        "STR": "Structure", "CAL": "Calculation", "INP": "Inputs", "CHK": "Checks", "FMT": "Formats", "PRN": "Print",
        "ACC": "Access", "CHT": "Charts", "MET": "Document", "INT": "Integrity", "REP": "Repetition",
    ]

    /// One line a criterion, under the name of its group, and what it comes to.
    var text: String {
        var lines: [String] = []
        var group = ""
        for criterion in criteria {
            let prefix = String(criterion.id.prefix(3))
            if prefix != group {
                group = prefix
                lines.append("\(lines.isEmpty ? "" : "\n")\(Self.groups[prefix] ?? prefix)")
            }
            let word = criterion.result == "pass" ? "pass " : criterion.passes ? "needs" : "FAIL "
            let detail = criterion.result.hasPrefix("needs: ") ? criterion.result : criterion.detail
            lines.append("  \(criterion.id)  \(word)  \(criterion.claim)\n                 \(detail)")
        }
        let passed = criteria.count { $0.result == "pass" }
        let failed = criteria.count { !$0.passes }
        let open = criteria.count - passed - failed
        lines.append("\n\(criteria.count) criteria: \(passed) pass, \(failed) fail, \(open) need more than the file")
        return lines.joined(separator: "\n")
    }

    /// Criteria that fail, as findings.
    var allFindings: [Diagnostic] {
        findings
            + criteria.filter { !$0.passes }.map { criterion in
                Diagnostic(
                    "criterion-fails", key: criterion.id, found: criterion.detail, expected: criterion.claim,
                    fix: "make the report again; if the new workbook fails too, report it as a defect of the program")
            }
    }

    var json: JSONValue {
        guard case .object(var members) = ReportMessages.findings(allFindings, ok: ok) else { return .null }
        members.append(
            .init(
                "criteria",
                .array(
                    criteria.map {
                        ["id": .string($0.id), "result": .string($0.result), "detail": .string($0.detail)]
                    })))
        return .object(members)
    }
}
