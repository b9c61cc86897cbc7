package import Billing
package import Diagnostics
package import Money
package import Tabular

import Synchronization

/// Reads invoice files: each is recognised, read and judged; the result is in the order of the files, with the tables of
/// an archive behind it.
///
/// - Parameters:
///   - rules: what the project says about its files; the first whose glob matches a file's name counts.
///   - jobs: threads to use, at least 1.
///   - attribution: decides which dimensions are kept.
///   - defaultCurrency: for tables made by hand that name none, the project's `report.currency`.
///   - options: without hashing, files have no digest, and twins are found by their text alone.
/// - Throws: 65 for files that cannot be read or recognised, the same money twice, or more rejected rows than an
///   invoice may have; 66 for files that are missing. All problems of all files are in the failure.
package func importInvoices(
    _ files: [InputFile], rules: [SourceRule], jobs: Int, attribution: Attribution = .byTagOrProject,
    defaultCurrency: Currency? = nil, options: ScanOptions = ScanOptions()
) throws(Failure) -> [ImportedFile] {
    let reading = InvoiceReading(
        rules: rules, attribution: attribution, defaultCurrency: defaultCurrency, options: options)
    let sources = SourceFiles(files)
    var imported: [ImportedFile] = []
    var problems = sources.problems
    var status = sources.status
    var inputs: [InputFile?] = []
    var outcomes = reading.outcomes(of: sources.tables, jobs: jobs)[...]
    for entry in sources.entries {
        do {
            var result: ImportedFile
            switch entry {
            case .archive(let archive):
                imported.append(archive)
                inputs.append(nil)
                continue
            case .table(let file):
                result = try outcomes.removeFirst().get()
                if let twin = try twin(of: result, file, among: imported, inputs) {
                    result = duplicate(result, of: twin)
                } else if let problem = HeaderWidth.problem(of: result) {
                    problems.append(problem)
                    status = status ?? .badData
                } else if let problem = tooManyRejects(result) {
                    problems += [problem] + result.rejects.prefix(shownRejects).map(Diagnostic.rejected)
                    status = status ?? .badData
                }
                inputs.append(file)
            }
            for index in result.lines.indices { result.lines[index].source = imported.count }
            imported.append(result)
        } catch {
            problems += error.diagnostics
            status = min(status ?? error.status, error.status)
        }
    }
    let overlaps = overlappingFiles(imported) + SameMoney.refusals(among: imported)
    problems += overlaps
    if !overlaps.isEmpty { status = .badData }
    if let status { throw Failure(status, problems) }
    for (index, note) in SameMoney.doubts(among: imported) + MissingHalves.notes(on: imported) {
        imported[index].notes.append(note)
    }
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
    var options = ScanOptions()
    /// Shared, because the files of a run mostly name the same models.
    let tokenFacts = Memo<[String], FocusTokenFacts>()

    func rule(for file: InputFile) -> SourceRule? { rules.first { $0.matches(file.name) } }

    func detected(_ file: InputFile) throws(Failure) -> DetectedFile { try detect(file, rule: rule(for: file)) }

    func read(_ detected: DetectedFile, jobs: Int) throws(Failure) -> ImportedFile {
        let file = detected.preview.file
        let rule = rule(for: file)
        var layout = try ColumnLayout(
            of: detected, rule: rule, attribution: attribution, samples: detected.samples,
            defaultCurrency: defaultCurrency)
        layout.tokenFacts = tokenFacts
        let aggregation = try aggregate(
            file, dialect: detected.dialect, plan: layout.plan, jobs: jobs, options: options)
        var builder = ImportedFileBuilder(detected, layout: layout, rule: rule, summary: aggregation.summary)
        try builder.add(aggregation)
        return builder.file
    }

    /// What became of each file, in their order.
    ///
    /// Files that a preview holds whole are shared out, one thread a file. So are packed ones, which only one thread can
    /// unpack; threads that are left over help the last of them. Each other file then gets all threads.
    func outcomes(of files: [InputFile], jobs: Int) -> [Result<ImportedFile, Failure>] {
        struct State {
            var outcomes: [Int: Result<ImportedFile, Failure>] = [:]
            var large: [Int: DetectedFile] = [:]
        }
        final class Shared: Sendable {
            let state = Mutex(State())
        }
        let shared = Shared()
        @Sendable func read(_ detected: DetectedFile, at index: Int, jobs: Int) {
            let outcome = Result { () throws(Failure) in try self.read(detected, jobs: jobs) }
            shared.state.withLock { $0.outcomes[index] = outcome }
        }
        shareOut(Array(files.indices), among: jobs) { index, _ in
            do throws(Failure) {
                let detected = try detected(files[index])
                if detected.preview.isWhole {
                    read(detected, at: index, jobs: 1)
                } else {
                    shared.state.withLock { $0.large[index] = detected }
                }
            } catch {
                shared.state.withLock { $0.outcomes[index] = .failure(error) }
            }
        }
        let large = shared.state.withLock { $0.large }
        shareOut(large.filter { $0.value.preview.isPacked }.map(\.key).sorted(), among: jobs) { index, threads in
            read(large[index]!, at: index, jobs: threads)
        }
        for (index, detected) in large.sorted(by: { $0.key < $1.key }) where !detected.preview.isPacked {
            read(detected, at: index, jobs: jobs)
        }
        let outcomes = shared.state.withLock { $0.outcomes }
        return files.indices.compactMap { outcomes[$0] }
    }
}

/// Runs `body` for each item, on up to `jobs` threads; it is told how many threads it may use itself.
private func shareOut(_ items: [Int], among jobs: Int, _ body: @escaping @Sendable (Int, Int) -> Void) {
    final class Queue: Sendable {
        let next = Mutex(0)
    }
    let queue = Queue()
    inParallel(max(1, min(jobs, items.count))) { _ in
        while let place = queue.next.withLock({ next -> Int? in
            guard next < items.count else { return nil }
            next += 1
            return next - 1
        }) {
            body(items[place], max(1, jobs / min(jobs, items.count - place)))
        }
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

/// The first file that says the same, and how it does.
private struct Twin {
    var name: String
    var isByteForByte: Bool
}

/// Files with the same bytes, or with the same text in other line ends or another packing, hold the same money.
///
/// The text is compared only where all that was read is alike, so that no other file is read twice.
private func twin(
    of file: ImportedFile, _ input: InputFile, among earlier: [ImportedFile], _ inputs: [InputFile?]
) throws(Failure) -> Twin? {
    for (index, other) in earlier.enumerated() where other.duplicateOf == nil {
        guard let otherInput = inputs[index] else { continue }
        if !file.sha256.isEmpty, other.sha256 == file.sha256 { return Twin(name: other.name, isByteForByte: true) }
        guard other.format == file.format, other.rows == file.rows, other.totals == file.totals,
            other.covered == file.covered, other.tokens == file.tokens
        else { continue }
        if try contentDigest(of: otherInput) == contentDigest(of: input) {
            return Twin(name: other.name, isByteForByte: false)
        }
    }
    return nil
}

private func duplicate(_ file: ImportedFile, of first: Twin) -> ImportedFile {
    var copy = file
    copy.duplicateOf = first.name
    copy.skipped = copy.rows
    copy.accepted = 0
    copy.rejected = 0
    copy.lines = []
    copy.rejects = []
    copy.totals = []
    copy.notional = [:]
    copy.tokens = [:]
    copy.requests = .zero
    copy.rejectedValue = [:]
    copy.notes = [.sameFile(file.name, as: first.name, isByteForByte: first.isByteForByte)]
    return copy
}

extension Diagnostic {
    static func sameFile(_ file: String, as first: String, isByteForByte: Bool) -> Diagnostic {
        let what = isByteForByte ? "the same bytes as" : "the same text (line ends and packing aside) as"
        return Diagnostic(
            "same-file", .warning, at: SourcePosition(file: file),
            found: "\(what) \(first); its rows are counted once", expected: "each export once",
            fix: "move one of the two out of the project")
    }

    package static func rejected(_ row: RejectedRow) -> Diagnostic {
        let column = row.column.isEmpty ? "" : " in column \(row.column)"
        let value =
            row.value.isEmpty ? "an empty cell" : row.code == HeaderWidth.raggedRow ? row.value : "\"\(row.value)\""
        return Diagnostic(
            row.code, at: SourcePosition(file: row.file, line: row.line), found: value + column, expected: row.expected,
            fix: row.fix)
    }
}
