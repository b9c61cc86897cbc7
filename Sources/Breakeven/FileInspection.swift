import Billing
import Diagnostics
import Economics
import Importers
import Money
import Settings
import Tabular

/// What a file is, as far as it can be told.
enum FileInspection: Sendable {
    case invoice(ImportedFile)
    /// Its tables are inspected one by one.
    case archive(ImportedFile)
    /// With the effective price of a GPU-hour by quote id, in the quote's currency.
    case quotes(QuoteFile, gpuHours: [String: Double])
    case benchmark(BenchmarkFile)
    case unreadable(InputFile, sha256: String?, Failure)

    /// What a file is, or each table of an archive.
    static func all(of file: InputFile, project: FilesOfProject, jobs: Int) -> [FileInspection] {
        let sources = SourceFiles([file], checksParts: false)
        if let status = sources.status {
            return [.unreadable(file, sha256: try? sha256(of: file), Failure(status, sources.problems))]
        }
        return sources.entries.map { entry in
            switch entry {
            case .archive(let archive): .archive(archive)
            case .table(let table): FileInspection(table, project: project, jobs: jobs)
            }
        }
    }

    /// Looks at a file as an invoice, as a benchmark result when it is none, and then as a quote.
    ///
    /// A table made by hand may look like both; then it is a quote when it names a GPU and a price.
    init(_ file: InputFile, project: FilesOfProject, jobs: Int) {
        let rules = project.settings.sources
        let attribution = project.settings.attribution.map(Attribution.rules) ?? .byTagOrProject
        do {
            let invoice = try inspectInvoice(
                file, rules: rules, jobs: jobs, attribution: attribution, defaultCurrency: project.settings.currency)
            if invoice.format == "generic", !rules.contains(where: { $0.matches(file.name) }),
                let quotes = try? inspectQuotes(file, asOf: nil), quotes.isForGPUs
            {
                self = .quotes(quotes, gpuHours: quotes.gpuHours)
            } else {
                self = .invoice(invoice)
            }
        } catch {
            self = Self.notAnInvoice(file, because: error)
        }
    }

    private static func notAnInvoice(_ file: InputFile, because invoiceFailure: Failure) -> FileInspection {
        var failure = invoiceFailure
        do {
            return .benchmark(try inspectBenchmark(file))
        } catch {
            // No vendor exports bills or quotes as JSON.
            let isOfATool = !error.diagnostics.contains { $0.code == "not-a-benchmark" }
            if isOfATool || (try? FilePreview.open(file))?.isJSON ?? false, error.status == .badData { failure = error }
        }
        do {
            let quotes = try inspectQuotes(file, asOf: nil)
            if quotes.isForGPUs { return .quotes(quotes, gpuHours: quotes.gpuHours) }
        } catch {
            // A file that cannot be read at all fails alike both times.
            if failure.diagnostics.contains(where: { $0.code == "unrecognised-file" }) {
                failure.diagnostics += error.diagnostics.filter { !failure.diagnostics.contains($0) }
            }
        }
        return .unreadable(file, sha256: try? sha256(of: file), failure)
    }

    var status: ExitStatus {
        if case .unreadable(_, _, let failure) = self { failure.status } else { .ok }
    }

    /// Everything to say about the file, what a report would refuse it for included.
    var notes: [Diagnostic] {
        switch self {
        case .invoice(let file): file.notes + [tooManyRejects(file)].compactMap(\.self)
        case .archive(let file): file.notes
        case .quotes(let file, _): file.errors + file.notes
        case .benchmark(let file): file.errors
        case .unreadable(_, _, let failure): failure.diagnostics
        }
    }
}

extension QuoteFile {
    /// Bills have prices, models and instance types, too: a quote names a GPU, in its header or in a row, and a price list
    /// is told by its columns, whatever its rows sell.
    fileprivate var isForGPUs: Bool {
        PriceListFormat.ids.contains(format) || lines.contains { $0.gpu != nil }
            || recognisedBy.contains { $0.lowercased().contains("gpu") }
    }

    /// Effective prices as the report's quote sheet has them; a line without a price has none.
    fileprivate var gpuHours: [String: Double] {
        var prices: [String: Double] = [:]
        for currency in Set(lines.map { $0.currency ?? Currency("USD") }) {
            let same = lines.filter { ($0.currency ?? Currency("USD")) == currency }
            // The day tells valid from expired only; both have a price.
            guard
                let priced = try? PricedQuotes(
                    same, prices: [:], asOf: Day(number: 0), currency: currency, rates: ExchangeRates())
            else { continue }
            for (index, line) in priced.lines.enumerated() {
                switch priced.standings[index] {
                case .valid, .expired, .needsReview:
                    let value = priced.evaluation.value("gpu_hour", member: index, lane: 0)
                    if value.isFinite { prices[line.id] = value }
                case .unpriced, .noRate, .notCompute: break
                }
            }
        }
        return prices
    }
}
