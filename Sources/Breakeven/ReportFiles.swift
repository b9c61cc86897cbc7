import Billing
import Diagnostics
import Dispatch
import Economics
import Exporters
import Reports
import Settings
import Synchronization
import Tabular
import XLSX

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The files of a report, written whole or not at all.
struct ReportFiles: Sendable {
    let analysis: Analysis
    let formats: Set<String>

    init(_ analysis: Analysis, formats: Set<String>) {
        self.analysis = analysis
        self.formats = formats
    }

    /// Tables in the order of the contract.
    static func tables(_ analysis: Analysis) -> [Table] {
        let data = analysis.data
        return [
            ModelTables.summary(data), BillTables.spend(data.spend.ledger, reporting: data.heading.currency),
            ModelTables.timeline(data), ProfitTable.make(data), PlanTables.workloads(data), PlanTables.phases(data),
            BillTables.quotes(data, analysis.quotes), ReadinessTables.readiness(data),
            PlaybookTables.playbooks(data), SLATables.sla(data),
            SensitivityTable.make(data), BillTables.sources(data), BillTables.rejects(data.rejects),
            ModelTables.assumptions(data),
            ModelTables.checks(data),
        ] + GateTables.all(data) + (data.history.map { HistoryTables.all($0, data) } ?? [])
    }

    struct Written {
        var folder: String
        var workbook: String?
        var manifest: Manifest
    }

    /// - Parameter output: nil for `PROJECT/reports/PERIOD`.
    func write(output: String?, restate: Bool) throws(Failure) -> Written {
        let period = "\(analysis.data.heading.period)"
        let project = analysis.project.path
        let reports = project.isEmpty ? "reports" : "\(project)/reports"
        let target = output ?? "\(reports)/\(period)"
        if output == nil { try makeFolder(reports) }
        let lock = try ProjectLock(forReportAt: target, isNamedByUser: output != nil)
        removeLeftovers(beside: target)
        if let output {
            try refuseInput(output)
            if !restate, let earlier = Manifest.read(folder: output)?.period, earlier != period {
                throw Failure(.cannotCreate, .reportOfOtherPeriod(output, period: period, earlier: earlier))
            }
        }
        let kept = output == nil ? try checkRestatement(reports: reports, period: period, restate: restate) : nil
        var manifest: Manifest?
        try replaceFolder(at: target, createParents: output == nil, keepOldAs: kept) { folder throws(Failure) in
            manifest = try fill(folder, period: period)
        }
        _ = consume lock
        let workbook = formats.contains("xlsx") ? "\(target)/breakeven-\(period).xlsx" : nil
        return Written(folder: target, workbook: workbook, manifest: manifest!)
    }

    /// A report among the inputs would be read as one of them the next time.
    private func refuseInput(_ output: String) throws(Failure) {
        func real(_ path: String) -> String {
            URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
        }
        let inputs = analysis.project.settings.inputs
        let folder = real(analysis.project.path.isEmpty ? "." : analysis.project.path) + "/"
        let target = real(output)
        guard !analysis.project.path.isEmpty, target.hasPrefix(folder) else { return }
        let table = "\(target.dropFirst(folder.count))/csv/spend.csv"
        if (inputs.invoices + inputs.quotes + ["benchmarks/**"]).contains(where: { Glob($0).matches(table) }) {
            throw Failure(.cannotCreate, .outputAmongInputs(output))
        }
    }

    private func fill(_ folder: String, period: String) throws(Failure) -> Manifest {
        // The workbook and the tables at the same time: neither needs the other.
        let failures = Mutex<[Failure]>([])
        DispatchQueue.concurrentPerform(iterations: 2) { index in
            if let failure = index == 0 ? bookFailure(folder, period: period) : tablesFailure(folder) {
                failures.withLock { $0.append(failure) }
            }
        }
        if let failure = failures.withLock({ $0.max { $0.status < $1.status } }) { throw failure }

        var manifest = Manifest(
            version: toolVersion, period: period, asOf: "\(analysis.data.heading.asOf)",
            configurationSHA256: analysis.data.heading.configurationSHA256)
        let window = analysis.data.spend.window
        manifest.baseline = [window.first, window.last].compactMap { $0.map { "\($0)" } }
        manifest.inputs = analysis.inputs.map {
            .init(file: $0.file.name, sha256: $0.sha256, format: $0.format, rows: $0.rows)
        }
        manifest.outputs = try Manifest.outputs(in: folder)
        for check in analysis.data.checks {
            if case .word(let word) = analysis.data.checkEvaluation.result("result_\(check.id)", lane: 0) {
                manifest.checks.append(.init(id: check.id, result: word))
            }
        }
        manifest.libraries = [
            .init(name: "libxlsxwriter", version: Libraries.xlsxWriter), .init(name: "zlib", version: Libraries.zlib),
        ]
        try writeFile(manifest.fileBytes, to: "\(folder)/\(Manifest.fileName)")
        return manifest
    }

    private func bookFailure(_ folder: String, period: String) -> Failure? {
        do throws(Failure) {
            try writeBook(into: folder, period: period)
            return nil
        } catch {
            return error
        }
    }

    private func tablesFailure(_ folder: String) -> Failure? {
        do throws(Failure) {
            try writeTables(into: folder)
            return nil
        } catch {
            return error
        }
    }

    private func writeBook(into folder: String, period: String) throws(Failure) {
        guard formats.contains("xlsx") else { return }
        try writeWorkbook(try ReportWorkbook.make(analysis.data), to: "\(folder)/breakeven-\(period).xlsx")
    }

    private func writeTables(into folder: String) throws(Failure) {
        guard formats.contains("csv") else { return }
        let tables = Self.tables(analysis)
        try makeFolder("\(folder)/csv")
        for table in tables { try writeFile(try encodeCSV(table), to: "\(folder)/csv/\(table.name).csv") }
        try writeFile(dataPackage(tables, title: analysis.data.heading.title), to: "\(folder)/datapackage.json")
    }
}

extension Diagnostic {
    static func reportOfOtherPeriod(_ folder: String, period: String, earlier: String) -> Diagnostic {
        Diagnostic(
            "report-of-other-period", at: SourcePosition(file: folder),
            found: "the report of \(earlier), where that of \(period) should go",
            expected: "a folder without a report, or with one of \(period)",
            fix: "name another folder; --restate replaces it all the same")
    }

    static func outputAmongInputs(_ folder: String) -> Diagnostic {
        Diagnostic(
            "output-among-inputs", at: SourcePosition(file: folder), found: "a folder that is read as input",
            expected: "a folder outside of invoices, quotes and benchmarks",
            fix: "leave --output out, or name a folder elsewhere")
    }
}
