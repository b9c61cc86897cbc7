import Billing
import Diagnostics
import Exporters
import Importers
import Money
import Tabular

/// An inspected file as `inspect --json` shows it.
extension FileInspection {
    var json: JSONValue {
        switch self {
        case .invoice(let file), .archive(let file):
            .object(
                head(
                    file.name, file.sha256, format: file.format, version: file.version, compression: file.compression,
                    encoding: file.encoding, delimiter: file.delimiter, headerLine: file.headerLine,
                    columns: file.recognisedBy, counts: [file.rows, file.accepted, file.rejected, file.skipped])
                    + [
                        .init("period_from", text(file.periodFrom)), .init("period_to", text(file.periodTo)),
                        .init("totals", .array(file.totals.map(total) + notional(file))), .init("tokens", tokens(file)),
                        .init("rejects", .array(file.rejects.map(reject))), .init("notes", .array(notes.map(note))),
                    ])
        case .quotes(let file, let gpuHours):
            .object(
                head(
                    file.file.name, file.sha256, format: file.format == "quote" ? "quotes" : file.format, version: nil,
                    compression: file.compression.rawValue, encoding: file.encoding,
                    delimiter: String(UnicodeScalar(file.delimiter)), headerLine: file.headerLine,
                    columns: file.recognisedBy,
                    counts: [file.rows, file.accepted, file.rejected, file.skipped.values.reduce(0, +)])
                    + [
                        .init("quotes", .array(file.lines.map { quote($0, gpuHour: gpuHours[$0.id]) })),
                        .init("notes", .array(notes.map(note))),
                    ])
        case .benchmark(let file):
            .object(
                [
                    .init("file", .string(file.file.name)), .init("sha256", .string(file.sha256)),
                    .init("format", .string(file.tool.rawValue)), .init("version", .null),
                    .init("encoding", .string(file.encoding)),
                ]
                    + zip(
                        ["rows", "accepted", "rejected", "skipped"],
                        [file.runs.count, file.runs.count { $0.point != nil }, file.runs.count { $0.point == nil }, 0]
                    ).map { .init($0, .integer($1)) }
                    + [.init("benchmarks", .array(file.json)), .init("notes", .array(notes.map(note)))])
        case .unreadable(let file, let sha256, _):
            .object(
                [.init("file", .string(file.name)), .init("sha256", text(sha256))]
                    + ["format", "version", "rows", "accepted", "rejected", "skipped"].map { .init($0, .null) }
                    + [.init("notes", .array(notes.map(note)))])
        }
    }

    private func head(
        _ name: String, _ sha256: String, format: String, version: String?, compression: String, encoding: String,
        delimiter: String, headerLine: Int, columns: [String], counts: [Int]
    ) -> [JSONValue.Member] {
        [
            .init("file", .string(name)), .init("sha256", .string(sha256)), .init("format", .string(format)),
            .init("version", text(version)), .init("compression", .string(compression)),
            .init("encoding", .string(encoding)), .init("delimiter", .string(delimiter)),
            .init("header_line", .integer(headerLine)),
            .init("recognised_by", .array(columns.map(JSONValue.string))),
        ] + zip(["rows", "accepted", "rejected", "skipped"], counts).map { .init($0, .integer($1)) }
    }

    private func text(_ value: (some CustomStringConvertible)?) -> JSONValue {
        value.map { .string("\($0)") } ?? .null
    }

    /// Worth of what the bill does not charge for, under a basis of its own.
    private func notional(_ file: ImportedFile) -> [JSONValue] {
        file.notional.sorted { $0.key < $1.key }.map { currency, amount in
            .object([
                .init("currency", .string(currency.code)), .init("basis", .string("notional")),
                .init("amount", .string("\(amount)")),
            ])
        }
    }

    private func total(_ total: CurrencyTotal) -> JSONValue {
        [
            "currency": .string(total.currency.code), "basis": .string(total.basis.rawValue),
            "amount": .string("\(total.amount)"),
        ]
    }

    private func tokens(_ file: ImportedFile) -> JSONValue {
        let classes: [TokenClass] = [.inputUncached, .inputCacheRead, .inputCacheWrite, .output]
        return .object(
            classes.map { .init($0.rawValue, .string("\(file.tokens[$0] ?? .zero)")) }
                + [.init("requests", .string("\(file.requests)"))])
    }

    private func reject(_ row: RejectedRow) -> JSONValue {
        [
            "line": .integer(row.line), "column": .string(row.column), "code": .string(row.code),
            "value": .string(row.value), "message": .string(Diagnostic.rejected(row).message),
            "fix": text(row.fix), "rows": .integer(row.rows),
        ]
    }

    private func quote(_ line: QuoteLine, gpuHour: Double?) -> JSONValue {
        [
            "id": .string(line.id), "vendor": .string(line.vendor), "gpu": text(line.gpu),
            "gpus": .string("\(line.gpusPerUnit)"), "pricing": .string(line.pricing.rawValue),
            "term_months": line.termDays == nil ? .integer(line.termMonths) : .number(line.term),
            "gpu_hour": gpuHour.map(JSONValue.number) ?? .null,
            "currency": text(line.currency), "valid_until": text(line.validUntil), "line": .integer(line.line),
            "status": .string(line.status.rawValue),
        ]
    }

    private func note(_ diagnostic: Diagnostic) -> JSONValue {
        [
            "code": .string(diagnostic.code), "message": .string(diagnostic.message),
            "severity": .string(diagnostic.severity.rawValue),
            "line": diagnostic.position?.line.map(JSONValue.integer) ?? .null,
            "column": diagnostic.position?.column.map(JSONValue.integer) ?? .null, "fix": text(diagnostic.fix),
        ]
    }
}
