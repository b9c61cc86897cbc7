import Billing
import Diagnostics
import Economics
import Exporters
import Importers
import Money
import Reports
import Tabular

/// What a run says about its result.
enum ReportMessages {
    /// Where the report is, and its five key figures.
    static func summary(_ analysis: Analysis, _ written: ReportFiles.Written) -> String {
        ([written.workbook ?? written.folder] + figures(analysis)).joined(separator: "\n")
    }

    static func checked(_ analysis: Analysis) -> String {
        let failing = Int(analysis.data.checkEvaluation.value("failing", lane: 0))
        let head =
            "\(analysis.data.heading.period): \(failing == 0 ? "all checks pass" : "\(failing) \(failing == 1 ? "check fails" : "checks fail")")"
        return ([head] + figures(analysis)).joined(separator: "\n")
    }

    private static func figures(_ analysis: Analysis) -> [String] {
        let data = analysis.data
        let currency = data.heading.currency.code
        func value(_ line: String, _ scenario: Scenario, _ format: (Double) -> String) -> String {
            let lane = Instance.all.firstIndex(of: Instance(scenario, .hybrid))!
            switch data.evaluation.result(line, lane: lane) {
            case .number(let number): return format(number)
            case .word(let word): return word
            }
        }
        let money = { (number: Double) in "\(ReportWords.whole(number)) \(currency)" }
        func range(_ line: String, _ format: (Double) -> String) -> String {
            let base = value(line, .base, format)
            let (low, high) = (value(line, .low, format), value(line, .high, format))
            let custom = data.register.customScenarios.isEmpty ? "" : "; custom"
            return low == base && high == base ? base : "\(base)   (low \(low), high \(high)\(custom))"
        }
        let rows =
            [
                ("Recommendation", value("recommendation", .base) { "\($0)" } + basis(analysis)),
                ("API run-rate", value("api_run_rate", .base) { "\(money($0)) a month" }),
                ("NPV", range("npv", money)),
            ]
            + (data.model.members.parts.contains(.optimised)
                ? [("NPV, optimised", range("npv_optimised", money))] : [])
            + [
                ("Savings", range("savings_total", money)),
                (
                    "Payback",
                    range("payback_month") { "\(ReportWords.tenths($0)) months" }
                        + (value("payback_lasts", .base) { "\($0)" } == "no"
                            ? ", not for good: below zero again later" : "")
                ),
                ("Peak funding", value("peak_funding", .base, money)),
            ]
        let called: [(String, String)] =
            data.gates?.call.flatMap { $0 == .goOn ? nil : [("Gates", "\($0.rawValue): see csv/gates.csv")] } ?? []
        return (rows + called).map { label, text in
            "  \(label)\(String(repeating: " ", count: 16 - label.count))\(text)"
        }
    }

    /// How many drivers behind a recommendation are guesses that nobody has confirmed and that change a figure; blank when none is, or when there is
    /// nothing to move to.
    private static func basis(_ analysis: Analysis) -> String {
        let count = analysis.data.placeholders.inUse.count
        guard analysis.data.evaluation.model.members[.pool].count > 0, count > 0 else { return "" }
        return " – on \(count) \(count == 1 ? "placeholder" : "placeholders") that nobody has confirmed"
    }

    /// What each failing check says, after the rows that make it fail where it is about rows.
    static func failedChecks(_ analysis: Analysis) -> [Diagnostic] {
        analysis.data.checks.flatMap { check -> [Diagnostic] in
            guard case .word("fail") = analysis.data.checkEvaluation.result("result_\(check.id)", lane: 0) else {
                return []
            }
            let value = analysis.data.checkEvaluation.value("value_\(check.id)", lane: 0)
            let isAboutRows = check.id == "rejects"
            let details =
                isAboutRows
                ? rejected(analysis.data.rejects) : check.id == "plan-rules" ? PlanMessages.broken(analysis) : []
            let failed = Diagnostic(
                "check-\(check.id)", key: "check \(check.id)", found: "\(decimalText(value))",
                expected: "at most \(decimalText(check.tolerance)): \(check.description)",
                fix: isAboutRows
                    ? "correct the rows and run again; csv/rejects.csv lists them all"
                    : "see the sheet Checks and csv/checks.csv")
            return details + [failed]
        }
    }

    /// The first ten rejected rows, each with its place.
    static func rejected(_ rows: [RejectedRow]) -> [Diagnostic] {
        let shown = rows.prefix(10).map(Diagnostic.rejected)
        guard rows.count > shown.count else { return shown }
        let next = rows[shown.count]
        return shown + [
            .moreRejected(rows.count - shown.count, first: SourcePosition(file: next.file, line: next.line))
        ]
    }

    static func findings(_ findings: [Diagnostic], ok: Bool) -> JSONValue {
        ["ok": .bool(ok), "findings": .array(findings.map(finding))]
    }

    private static func finding(_ diagnostic: Diagnostic) -> JSONValue {
        func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
        return [
            "code": .string(diagnostic.code), "severity": .string(diagnostic.severity.rawValue),
            "file": text(diagnostic.position?.file),
            "line": diagnostic.position?.line.map(JSONValue.integer) ?? .null,
            "column": diagnostic.position?.column.map(JSONValue.integer) ?? .null, "key": text(diagnostic.key),
            "message": .string(diagnostic.message), "fix": text(diagnostic.fix),
        ]
    }

    /// The manifest and the rows of summary.csv.
    static func json(_ analysis: Analysis, _ written: ReportFiles.Written) -> JSONValue {
        guard case .object(var members) = written.manifest.json else { return .null }
        let table = ModelTables.summary(analysis.data)
        let metrics = table.rows.map { row in
            JSONValue.object(
                zip(table.columns, row).map { column, field in
                    switch field {
                    case .empty: .init(column.name, .null)
                    case .text(let text): .init(column.name, .string(text))
                    case .integer(let number): .init(column.name, .integer(number))
                    case .number(let number): .init(column.name, .number(number))
                    case .amount(let amount): .init(column.name, .string("\(amount)"))
                    }
                })
        }
        members.append(.init("metrics", .array(metrics)))
        return .object(members)
    }
}

extension Diagnostic {
    static func moreRejected(_ rows: Int, first: SourcePosition) -> Diagnostic {
        Diagnostic(
            "more-rejected", at: first,
            found: rows == 1 ? "1 more rejected row" : "\(rows) more rejected rows, of which this is the first",
            expected: "rows that can be read", fix: "csv/rejects.csv lists them all")
    }
}
