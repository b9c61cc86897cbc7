package import Billing
package import Diagnostics
package import Money
package import Tabular

import Synchronization

/// Reads invoice files: each is recognised, read and judged; the result is in the order of the files.
///
/// - Parameters:
///   - rules: what the project says about its files; the first whose glob matches a file's name counts.
///   - jobs: threads to use, at least 1.
///   - attribution: decides which dimensions are kept.
///   - defaultCurrency: for tables made by hand that name none, the project's `report.currency`.
/// - Throws: 65 for files that cannot be read or recognised, the same money twice, or more rejected rows than an
///   invoice may have; 66 for files that are missing. All problems of all files are in the failure.
package func importInvoices(
    _ files: [InputFile], rules: [SourceRule], jobs: Int, attribution: Attribution = .byTagOrProject,
    defaultCurrency: Currency? = nil
) throws(Failure) -> [ImportedFile] {
    let reading = InvoiceReading(rules: rules, attribution: attribution, defaultCurrency: defaultCurrency)
    var imported: [ImportedFile] = []
    var problems: [Diagnostic] = []
    var status: ExitStatus?
    for outcome in reading.outcomes(of: files, jobs: jobs) {
        do {
            var result = try outcome.get()
            if let first = imported.first(where: { $0.sha256 == result.sha256 && $0.duplicateOf == nil }) {
                result = duplicate(result, of: first.name)
            } else if let problem = tooManyRejects(result) {
                problems += [problem] + result.rejects.prefix(shownRejects).map(Diagnostic.rejected)
                status = status ?? .badData
            }
            for index in result.lines.indices { result.lines[index].source = imported.count }
            imported.append(result)
        } catch {
            problems += error.diagnostics
            status = min(status ?? error.status, error.status)
        }
    }
    let overlaps = overlappingFiles(imported)
    problems += overlaps
    if !overlaps.isEmpty { status = .badData }
    if let status { throw Failure(status, problems) }
    noteOtherFormats(&imported)
    return imported
}

/// Reads one file without judging it against others or by the share of its rejected rows.
package func inspectInvoice(
    _ file: InputFile, rules: [SourceRule] = [], jobs: Int = 1, attribution: Attribution = .byTagOrProject,
    defaultCurrency: Currency? = nil
) throws(Failure) -> ImportedFile {
    let reading = InvoiceReading(rules: rules, attribution: attribution, defaultCurrency: defaultCurrency)
    return try reading.read(try reading.detected(file), jobs: jobs)
}

/// Rejected rows that are shown when a file is refused.
private let shownRejects = 5

/// How the files of a run are read.
private struct InvoiceReading: Sendable {
    var rules: [SourceRule]
    var attribution: Attribution
    var defaultCurrency: Currency?

    /// Rows that show how a file writes its dates.
    private static let sampleSize = 100

    func rule(for file: InputFile) -> SourceRule? { rules.first { $0.matches(file.name) } }

    func detected(_ file: InputFile) throws(Failure) -> DetectedFile { try detect(file, rule: rule(for: file)) }

    func read(_ detected: DetectedFile, jobs: Int) throws(Failure) -> ImportedFile {
        let file = detected.preview.file
        let rule = rule(for: file)
        let samples = detected.preview.records(
            delimiter: detected.dialect.delimiter, limit: Self.sampleSize + detected.dialect.headerLine
        ).filter { $0.line > detected.dialect.headerLine }.map(\.fields)
        let layout = try ColumnLayout(
            of: detected, rule: rule, attribution: attribution, samples: samples, defaultCurrency: defaultCurrency)
        let aggregation = try aggregate(file, dialect: detected.dialect, plan: layout.plan, jobs: jobs)
        var builder = ImportedFileBuilder(detected, layout: layout, rule: rule, summary: aggregation.summary)
        try builder.add(aggregation)
        return builder.file
    }

    /// What became of each file, in their order. Files that a preview holds whole are shared out, one thread a file;
    /// each larger one then gets all threads.
    func outcomes(of files: [InputFile], jobs: Int) -> [Result<ImportedFile, Failure>] {
        struct State {
            var next = 0
            var outcomes: [Int: Result<ImportedFile, Failure>] = [:]
            var large: [Int: DetectedFile] = [:]
        }
        final class Shared: Sendable {
            let state = Mutex(State())
        }
        let shared = Shared()
        inParallel(max(1, min(jobs, files.count))) { _ in
            while let index = shared.state.withLock({ state -> Int? in
                guard state.next < files.count else { return nil }
                state.next += 1
                return state.next - 1
            }) {
                do throws(Failure) {
                    let detected = try detected(files[index])
                    if detected.preview.isWhole {
                        let result = try read(detected, jobs: 1)
                        shared.state.withLock { $0.outcomes[index] = .success(result) }
                    } else {
                        shared.state.withLock { $0.large[index] = detected }
                    }
                } catch {
                    shared.state.withLock { $0.outcomes[index] = .failure(error) }
                }
            }
        }
        var (outcomes, large) = shared.state.withLock { ($0.outcomes, $0.large) }
        for (index, detected) in large.sorted(by: { $0.key < $1.key }) {
            do throws(Failure) {
                outcomes[index] = .success(try read(detected, jobs: jobs))
            } catch {
                outcomes[index] = .failure(error)
            }
        }
        return files.indices.compactMap { outcomes[$0] }
    }
}

extension SourceRule {
    /// A glob with a slash is for the whole name, one without for the last part of it.
    package func matches(_ name: String) -> Bool {
        if Glob(files).matches(name) { return true }
        guard !files.contains("/"), let last = name.split(separator: "/").last else { return false }
        return Glob(files).matches(String(last))
    }
}

private func duplicate(_ file: ImportedFile, of first: String) -> ImportedFile {
    var copy = file
    copy.duplicateOf = first
    copy.skipped = copy.rows
    copy.accepted = 0
    copy.rejected = 0
    copy.lines = []
    copy.rejects = []
    copy.totals = []
    copy.tokens = [:]
    copy.requests = .zero
    copy.rejectedValue = [:]
    copy.notes = [.sameFile(file.name, as: first)]
    return copy
}

extension Diagnostic {
    static func sameFile(_ file: String, as first: String) -> Diagnostic {
        Diagnostic(
            "same-file", .note, at: SourcePosition(file: file),
            found: "the same bytes as \(first); its rows are not counted again")
    }

    package static func rejected(_ row: RejectedRow) -> Diagnostic {
        let column = row.column.isEmpty ? "" : " in column \(row.column)"
        let value = row.value.isEmpty ? "an empty cell" : row.code == "ragged-row" ? row.value : "\"\(row.value)\""
        return Diagnostic(
            row.code, at: SourcePosition(file: row.file, line: row.line), found: value + column, expected: row.expected,
            fix: row.fix)
    }
}
