import Diagnostics
import Exporters
import Tabular

/// What came of a conversion, besides the file.
struct ConversionOutcome: Sendable {
    /// As `--to` names it.
    var format: String
    var rows: Int
    var findings: [Diagnostic]
    /// 3 when a file has rejected rows: the result lacks them.
    var status: ExitStatus

    func json(output: String?) -> JSONValue {
        guard case .object(let members) = ReportMessages.findings(findings, ok: status == .ok) else { return .null }
        return .object(
            [
                .init("output", output.map(JSONValue.string) ?? .null), .init("format", .string(format)),
                .init("rows", .integer(rows)),
            ] + members)
    }
}
