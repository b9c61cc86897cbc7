import Diagnostics
import Exporters
import Tabular
import XLSX

/// A workbook checked from its file alone, and against the folder that its report and its project lie in.
struct Verification {
    /// `pass`, `fail`, or `needs:` and what.
    struct Criterion {
        var id: String
        var claim: String
        var result: String
        var detail: String
        var passes: Bool { result != "fail" }
    }

    var criteria: [Criterion]
    var findings: [Diagnostic]

    var ok: Bool { criteria.allSatisfy(\.passes) && findings.allSatisfy { $0.severity != .error } }

    /// - Parameter project: The folder of the inputs; nil leaves their hashes alone.
    /// - Throws: 65 for a file that is no whole workbook, 66 for one that is not there.
    init(file: String, project: String?) throws(Failure) {
        let audit = Audit(try AuditedWorkbook(path: file, shownAs: file))
        criteria = audit.findings().map { finding in
            let (result, detail) =
                switch finding.verdict {
                case .pass(let detail): ("pass", detail)
                case .fail(let detail): ("fail", detail)
                case .needs(let need): ("needs: \(need.rawValue)", finding.criterion.how)
                }
            return Criterion(id: finding.criterion.id, claim: finding.criterion.claim, result: result, detail: detail)
        }
        findings = []
        let folder = ReportFolder(workbook: file)
        if let index = criteria.firstIndex(where: { $0.id == "CHK-03" }), let problems = try folder.differences(audit) {
            criteria[index].result = problems.isEmpty ? "pass" : "fail"
            criteria[index].detail =
                switch problems.count {
                case 0: "csv/summary.csv and csv/spend.csv tell the workbook's figures"
                case 1: problems[0]
                default: "\(problems[0]), and \(problems.count - 1) more"
                }
        }
        let manifest = Manifest.read(folder: folder.path)
        if let manifest { findings += try folder.changedOutputs(manifest) }
        if let project {
            guard let manifest else { throw Failure(.missingInput, .noManifest(beside: file)) }
            findings += try Self.changedInputs(manifest, project)
        }
    }

    private static func changedInputs(_ manifest: Manifest, _ project: String) throws(Failure) -> [Diagnostic] {
        var findings: [Diagnostic] = []
        for input in manifest.inputs {
            let path = TemplateSetup.path(ofShipped: input.file) ?? "\(project)/\(input.file)"
            guard fileSize(path) != nil else {
                findings.append(.inputGone(input.file))
                continue
            }
            if try sha256(ofFile: path) != input.sha256 { findings.append(.inputChanged(input.file)) }
        }
        return findings
    }
}

/// The folder of a report, seen from its workbook.
private struct ReportFolder {
    /// `.` for a workbook named without a folder.
    var path: String
    private var name: String

    init(workbook: String) {
        let parts = workbook.split(separator: "/", omittingEmptySubsequences: false)
        name = String(parts.last ?? "")
        path = parts.count > 1 ? parts.dropLast().joined(separator: "/") : "."
        if path.isEmpty { path = "/" }
    }

    /// Files that are no longer what the manifest says; the workbook itself above all.
    func changedOutputs(_ manifest: Manifest) throws(Failure) -> [Diagnostic] {
        var findings: [Diagnostic] = []
        for output in manifest.outputs {
            let file = path + "/" + output.path
            guard fileSize(file) != nil else {
                findings.append(.outputGone(output.path))
                continue
            }
            if try sha256(ofFile: file) != output.sha256 { findings.append(.outputChanged(output.path)) }
        }
        return findings
    }

    /// Where the CSV files beside the workbook say something else; nil when there are none.
    func differences(_ audit: Audit) throws(Failure) -> [String]? {
        guard let summary = try rows("csv/summary.csv"), let spend = try rows("csv/spend.csv") else { return nil }
        var problems: [String] = []
        for row in summary.dropFirst() where row.count == 6 {
            var name = "out_\(row[0])"
            if !row[1].isEmpty { name += "_\(row[1])" }
            if !row[2].isEmpty, row[2] != "hybrid" { name += "_\(row[2])" }
            guard let value = audit.value(named: name) else { continue }
            let agrees: Bool =
                switch value {
                case .number(let number):
                    Double(row[3]).map { abs($0 - number) <= 1e-9 * max(abs($0), abs(number)) + 0.005 }
                        ?? row[3].isEmpty
                // Words stand in the text column, where a reason may follow them.
                case .text: row[3].isEmpty
                case .blank, .logical, .error: false
                }
            if !agrees { problems.append("\(name) is \(value.shown), csv/summary.csv says \(row[3])") }
        }
        let column = spend.first?.firstIndex(of: "cost_reporting") ?? 0
        let total = spend.dropFirst().reduce(0.0) { $0 + ($1.count > column ? Double($1[column]) ?? 0 : 0) }
        if case .number(let known)? = audit.value(named: "out_invoices_total"), abs(known - total) > 0.005 {
            problems.append("out_invoices_total is \(known), the rows of csv/spend.csv add up to \(total)")
        }
        return problems
    }

    private func rows(_ file: String) throws(Failure) -> [[String]]? {
        let path = path + "/" + file
        guard fileSize(path) != nil else { return nil }
        return try readTable(InputFile(path: path, name: file), dialect: Dialect(delimiter: 0x2C)).map(\.fields)
    }
}

extension Diagnostic {
    static func inputChanged(_ file: String) -> Diagnostic {
        Diagnostic(
            "input-changed", at: SourcePosition(file: file), found: "a file with another SHA-256 than in the manifest",
            expected: "the file that the report was made of", fix: "restore it, or make the report again")
    }

    static func inputGone(_ file: String) -> Diagnostic {
        Diagnostic(
            "input-gone", at: SourcePosition(file: file), found: "no file of this name in the project",
            expected: "the file that the report was made of", fix: "restore it, or make the report again")
    }

    static func outputChanged(_ file: String) -> Diagnostic {
        Diagnostic(
            "output-changed", at: SourcePosition(file: file), found: "a file with another SHA-256 than in the manifest",
            expected: "the file as the report wrote it", fix: "restore it, or make the report again")
    }

    static func outputGone(_ file: String) -> Diagnostic {
        Diagnostic(
            "output-gone", at: SourcePosition(file: file), found: "no file of this name beside the workbook",
            expected: "the file as the report wrote it", fix: "restore it, or make the report again")
    }

    static func noManifest(beside file: String) -> Diagnostic {
        Diagnostic(
            "no-manifest", at: SourcePosition(file: file), found: "no manifest.json beside the workbook",
            expected: "the workbook in the folder of its report", fix: "name it there, or leave PROJECT out")
    }
}
