import Billing
import Diagnostics
import Exporters
import Importers
import Money
import Settings
import Tabular

/// Exports turned into FOCUS 1.2, record by record: the files are read once to judge them as a report does, and once more
/// to write what they say. Only the rows under way are in memory.
struct FocusConversion: Sendable {
    private let sources: [ChargeSource]
    private let notes: [Diagnostic]
    private let table: FocusRows

    /// - Throws: 65 and 66 for the files, as a report does.
    init(_ project: FilesOfProject, jobs: Int) throws(Failure) {
        let settings = project.settings
        let files = try importInvoices(
            project.files, rules: settings.sources, jobs: jobs, defaultCurrency: settings.currency)
        sources = try ChargeSource.all(
            of: files, in: project.files, rules: settings.sources, defaultCurrency: settings.currency)
        notes = files.flatMap(\.notes)
        let lines = files.flatMap(\.lines)
        var currencies: [String: Set<Currency>] = [:]
        for line in lines {
            if let currency = line.currency { currencies[line.provider, default: []].insert(currency) }
        }
        let all = currencies.values.reduce(into: Set<Currency>()) { $0.formUnion($1) }
        table = FocusRows(
            extraColumns: sources.flatMap(\.extraColumns),
            currencies: currencies.compactMapValues { $0.count == 1 ? $0.first : nil },
            defaultCurrency: settings.currency ?? (all.count == 1 ? all.first : nil) ?? Currency("USD"))
    }

    /// Hands out the file piece by piece.
    ///
    /// - Throws: what `write` throws; 65, 66 and 74 when a file changed while it was converted.
    func write(_ write: @escaping PieceWriter) throws(Failure) -> ConversionOutcome {
        let pen = FocusPen(table, write: write)
        var rejects: [RejectedRow] = []
        for source in sources {
            rejects += try source.read { pen.add($0, of: source) }
            try pen.check()
        }
        try pen.finish()
        return ConversionOutcome(
            format: "focus", rows: pen.rows, findings: ReportMessages.rejected(rejects) + notes,
            status: rejects.isEmpty ? .ok : .checksFailed)
    }
}

/// Collects rows and writes them in large pieces.
///
/// A class because the reading of a file calls it back, which cannot throw: a failure is kept until it is asked for.
private final class FocusPen {
    private let table: FocusRows
    private let write: PieceWriter
    private var encoder = CSVEncoder()
    private var failure: Failure?
    private(set) var rows = 0

    private static let pieceSize = 1 << 20

    init(_ table: FocusRows, write: @escaping PieceWriter) {
        self.table = table
        self.write = write
        encoder.append(record: table.header)
    }

    func add(_ charge: StatedCharge, of source: ChargeSource) {
        guard failure == nil else { return }
        rows += table.append(charge, of: source.file, extraNames: source.extraColumns, to: &encoder)
        guard encoder.bytes.count >= Self.pieceSize else { return }
        do throws(Failure) {
            try write(encoder.take())
        } catch {
            failure = error
        }
    }

    /// - Throws: what kept rows from being written.
    func check() throws(Failure) { if let failure { throw failure } }

    /// Writes what is left.
    func finish() throws(Failure) {
        try check()
        try write(encoder.take())
    }
}
