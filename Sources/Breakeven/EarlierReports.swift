import Billing
import Diagnostics
import Economics
import Exporters
import Importers
import Reports
import Tabular

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The earlier reports of a project: the one that a run is compared with, and all whose forecasts can be tested.
struct EarlierReports: Sendable {
    /// Nil: there is nothing to compare with.
    var baseline: EarlierReport?
    /// The baseline was named with `--baseline`.
    var isNamed = false
    /// Oldest first.
    var all: [EarlierReport] = []
    /// Manifests that were read, as inputs of the run.
    var inputs: [InputFile] = []
    var notes: [Diagnostic] = []

    /// - Parameters:
    ///   - named: The manifest given with `--baseline`, or its folder; nil for the newest earlier report.
    /// - Throws: 66 when the named one is not there; 65 when it is no report, was altered, or has no figures to compare.
    init(project: String, period: Month, named: String?) throws(Failure) {
        if !project.isEmpty {
            let reports = "\(project)/reports"
            let names = (try? FileManager.default.contentsOfDirectory(atPath: reports)) ?? []
            for name in names.sorted() {
                guard let month = Month(name), month < period,
                    let manifest = Manifest.read(folder: "\(reports)/\(name)")
                else { continue }
                do throws(Failure) {
                    all.append(
                        try Self.read("\(reports)/\(name)", shown: "reports/\(name)", manifest, period: month))
                    inputs.append(Self.input("\(reports)/\(name)", shown: "reports/\(name)"))
                } catch {
                    notes += error.diagnostics.map { diagnostic in
                        var note = diagnostic
                        note.severity = .warning
                        return note
                    }
                }
            }
        }
        baseline = all.last
        guard let named else { return }
        let suffix = "/\(Manifest.fileName)"
        let folder =
            named == Manifest.fileName ? "." : named.hasSuffix(suffix) ? String(named.dropLast(suffix.count)) : named
        guard FileManager.default.fileExists(atPath: folder) else {
            throw Failure(.missingInput, .noEarlierReport(named))
        }
        guard let manifest = Manifest.read(folder: folder), let month = Month(manifest.period) else {
            throw Failure(.badData, .notAReport(named))
        }
        let shown = "the report of \(month)"
        baseline = try Self.read(folder, shown: shown, manifest, period: month)
        isNamed = true
        if !inputs.contains(where: { $0.path == "\(folder)\(suffix)" }) {
            inputs.append(InputFile(path: "\(folder)\(suffix)", name: "baseline \(month)\(suffix)"))
        }
    }

    /// The report whose plan actuals are held against: the named one, else the newest from before the first migration.
    func plan(before first: Month, currency: String) -> EarlierReport? {
        let report = isNamed ? baseline : all.last(where: { $0.period < first }) ?? baseline
        return report?.currency == currency ? report : nil
    }

    private static func input(_ folder: String, shown: String) -> InputFile {
        InputFile(path: "\(folder)/\(Manifest.fileName)", name: "\(shown)/\(Manifest.fileName)")
    }

    private static func read(
        _ folder: String, shown: String, _ manifest: Manifest, period: Month
    ) throws(Failure) -> EarlierReport {
        var files: [String: InputFile] = [:]
        for output in manifest.outputs where output.path.hasPrefix("csv/") && output.path.hasSuffix(".csv") {
            let file = InputFile(path: "\(folder)/\(output.path)", name: "\(shown)/\(output.path)")
            let name = String(output.path.dropFirst(4).dropLast(4))
            guard ["summary", "assumptions", "spend", "timeline", "quotes"].contains(name) else { continue }
            guard try sha256(ofFile: file.path) == output.sha256 else {
                throw Failure(.badData, .earlierReportAltered(file.name))
            }
            files[name] = file
        }
        let months = manifest.baseline.compactMap { Month($0) }
        let window = months.count == 2 && months[0] <= months[1] ? months[0]...months[1] : nil
        guard let report = try readEarlierReport(name: shown, period: period, window: window, files: files) else {
            throw Failure(.badData, .nothingToCompare(shown))
        }
        return report
    }
}

extension History {
    /// - Returns: Nil when there is no earlier report, or when its currency is another.
    /// - Throws: 65 when a sum needs more than 38 digits; 70.
    init?(
        _ reports: EarlierReports, _ evaluator: Evaluator, _ setup: ModelSetup, _ quotes: PricedQuotes,
        _ outcome: LedgerOutcome, currency: String, period: Month, migrated: Month?
    ) throws(Failure) {
        guard let earlier = reports.baseline, earlier.currency == currency else { return nil }
        self.init(
            earlier: earlier,
            bridge: setup.structure.pools.isEmpty
                ? nil : try Self.bridge(earlier, evaluator, setup, quotes, outcome),
            restatements: try Restatement.found(earlier, outcome.ledger),
            backTests: try BackTest.made(
                reports.all.filter { $0.currency == currency }, outcome,
                through: migrated.map { min(period, $0 + -1) } ?? period))
    }

    /// - Returns: Nil when the earlier report had no NPV.
    private static func bridge(
        _ earlier: EarlierReport, _ evaluator: Evaluator, _ setup: ModelSetup, _ quotes: PricedQuotes,
        _ outcome: LedgerOutcome
    ) throws(Failure) -> Bridge? {
        guard let npv = earlier.npv else { return nil }
        do {
            return try Bridge(
                evaluator, setup.register,
                from: .init(
                    npv: npv, drivers: drivers(of: earlier), restated: try restated(earlier, outcome),
                    rateRatio: rateRatios(earlier, setup, quotes)))
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(.defect, .defect("the bridge: \(error)"))
        }
    }

    private static func drivers(of earlier: EarlierReport) -> [String: DriverValue] {
        var drivers: [String: DriverValue] = [:]
        for (key, assumption) in earlier.assumptions {
            if key == "meta.start_month", let month = Month(assumption.base) {
                drivers[key] = .number(Double(SpreadsheetDate.serial(month.firstDay)))
            } else if let number = Double(assumption.base) {
                drivers[key] = .number(number)
            } else if !assumption.base.isEmpty {
                drivers[key] = .word(assumption.base)
            }
        }
        return drivers
    }

    /// What today's invoices imply for the months of the earlier baseline; empty when they are not all there.
    private static func restated(_ earlier: EarlierReport, _ outcome: LedgerOutcome) throws(Failure) -> [String: Double]
    {
        var restated: [String: Double] = [:]
        if let window = earlier.window {
            let months = outcome.coverage.months.map(\.month).filter { window.contains($0) }
            if months.count == window.upperBound - window.lowerBound + 1 {
                for workload in try outcome.impliedBaseline(window: months).workloads {
                    for (name, value) in workload.drivers {
                        let key = "workloads.\(workload.id).\(name)"
                        if earlier.assumptions[key]?.source.hasPrefix("invoices,") == true { restated[key] = value }
                    }
                }
            }
        }
        return restated
    }

    /// Today's exchange rate over the earlier one, for each fleet whose quote was in another currency.
    private static func rateRatios(
        _ earlier: EarlierReport, _ setup: ModelSetup, _ quotes: PricedQuotes
    ) -> [String: Double] {
        var ratios: [String: Double] = [:]
        for fleet in setup.structure.fleets {
            guard let id = (earlier.assumptions["\(fleet).quote"] ?? earlier.assumptions["capacity.quote"])?.base,
                let before = earlier.quotes[id], before.rate > 0,
                let today = quotes.rate(of: before.currency)
            else { continue }
            ratios[fleet] = today / before.rate
        }
        return ratios
    }
}

extension Diagnostic {
    static func noEarlierReport(_ path: String) -> Diagnostic {
        Diagnostic(
            "no-baseline", at: SourcePosition(file: "--baseline"), found: "\(path), and no file or folder of that name",
            expected: "the manifest.json of an earlier report, or its folder", fix: "check the path and its spelling")
    }

    static func notAReport(_ path: String) -> Diagnostic {
        Diagnostic(
            "baseline-no-report", at: SourcePosition(file: "--baseline"),
            found: "\(path), which is no manifest of a report",
            expected: "the manifest.json of an earlier report, or its folder",
            fix: "name a folder such as reports/2026-09")
    }

    static func earlierReportAltered(_ file: String) -> Diagnostic {
        Diagnostic(
            "baseline-altered", at: SourcePosition(file: file),
            found: "a file that is not what its report's manifest names",
            expected: "an earlier report as it was written",
            fix: "restore the report's folder, or name another one with --baseline")
    }

    static func nothingToCompare(_ name: String) -> Diagnostic {
        Diagnostic(
            "baseline-without-figures", at: SourcePosition(file: name),
            found: "a report without the CSV files that a comparison needs",
            expected: "a report written with `--formats xlsx,csv`",
            fix: "write that report again with CSV files, or name another one with --baseline")
    }

    static func otherCurrency(_ report: EarlierReport, now: String) -> Diagnostic {
        Diagnostic(
            "baseline-other-currency", .warning, at: SourcePosition(file: report.name),
            found: "a report in \(report.currency), and this one is in \(now)", expected: "reports in one currency",
            fix: "the two are not compared; set report.currency to \(report.currency) to compare them")
    }
}
