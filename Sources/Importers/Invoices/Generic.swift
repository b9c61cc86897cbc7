import Billing
import Diagnostics
import Money
import Tabular

extension ImportFormat {
    static let genericId = "generic"

    /// A table made by hand: one period, one amount, a vendor, perhaps tokens. Built for one file out of its header and
    /// the project's `sources` entry; what they leave open is asked for, never guessed.
    static func generic(
        _ columns: GenericColumns, rule: SourceRule?, samples: [[String]], evidence: GenericEvidence,
        at position: SourcePosition
    ) throws(Failure) -> ImportFormat {
        let dates = samples.map { $0.indices.contains(columns.period) ? $0[columns.period].trimmingBlanks : "" }
        let order = try evidence.dates.order(rule, column: columns.spelled(columns.period), at: position)
        let style = DateStyle.handWritten(order)
        let isMonthly = namesMonths(dates.compactMap(style.period), header: columns.name(columns.period))
        let numbers = try evidence.decimals.style(rule, column: columns.spelled(columns.amount), at: position)
        let isEffective = rule?.basis == .effective
        var declared: [ImportColumn] = [
            .day(columns.name(columns.period), to: .firstDay).required,
            .money(columns.name(columns.amount), to: isEffective ? .effectiveCost : .billedCost, style: numbers)
                .required.blank(.rejected),
        ]
        if columns.amountIsInCents { declared[1] = declared[1].inCents }
        if let vendor = columns.vendor { declared.append(.text(columns.name(vendor), to: .provider).account) }
        if let currency = columns.currency { declared.append(.text(columns.name(currency), to: .currency)) }
        if let rate = columns.rate {
            declared.append(.text(columns.name(rate.column), to: .exchangeRate(of: rate.base, in: rate.quote)))
        }
        for (role, index) in columns.others.sorted(by: { $0.value < $1.value }) {
            declared.append(role.column(named: columns.name(index), numbers: numbers))
        }
        let includesCached = columns.inputIncludesCached
        let input = columns.others[.inputTokens].map(columns.name)
        return ImportFormat(
            id: genericId, name: "table with a mapping", vendor: nil, recognise: HeaderSignature(all: []),
            columns: declared, role: columns.hasTokens ? .both : .money, grain: isMonthly ? .month : .finer,
            currency: columns.currency == nil ? columns.amountCurrency : nil, dates: style, endIsExclusive: false,
            nullTexts: ["NULL", "null", "N/A", "n/a", "-"],
            footerWords: ["total", "subtotal", "sum", "summe", "gesamt", "gesamtsumme", "totals", "total:"],
            evidence: { _ in .booked },
            interpret: { (line, facts) throws(RowProblem) in
                guard let input, let tokens = facts.sum(input) else { return .keep }
                line.tokens[.inputUncached] = tokens
                if includesCached, let cached = line.tokens[.inputCacheRead] {
                    guard let uncached = try? tokens.subtracting(cached), !uncached.isNegative else {
                        throw RowProblem(
                            column: input, code: "cached-above-input", found: "\(tokens)",
                            expected: "at least the \(cached) cached tokens that it includes",
                            fix: "if input and cached tokens are apart, map the column as `uncached_tokens`")
                    }
                    line.tokens[.inputUncached] = uncached
                }
                return .keep
            })
    }

    /// Months, when the texts say so, the header says so, or every one of several days is the first of its month.
    private static func namesMonths(_ periods: [NamedPeriod], header: String) -> Bool {
        if periods.contains(where: { if case .month = $0 { true } else { false } }) { return true }
        guard periods.allSatisfy({ $0.firstDay.dayOfMonth == 1 }) else { return false }
        let words = ["month", "monat", "mois", "mes", "period"]
        return words.contains { header.contains($0) } || Set(periods).count > 1
    }
}

/// Finds the header of a table made by hand, or says why there is none.
func detectGeneric(
    _ preview: FilePreview, candidates: [HeaderCandidate], rule: SourceRule?
) throws(Failure) -> DetectedFile {
    let file = preview.file
    for candidate in candidates {
        let position = candidate.position(in: file)
        if let table = try GenericMonths(candidate.header, rule: rule, file: file.name, at: position) {
            var decimals = DecimalMarkEvidence()
            for record in preview.records(delimiter: candidate.dialect.delimiter, limit: .max)
            where record.line > candidate.dialect.headerLine {
                for column in table.amountColumns where column < record.fields.count {
                    decimals.see(record.fields[column])
                }
            }
            let numbers = try decimals.style(rule, column: "of months", at: position)
            return DetectedFile(
                preview: preview, dialect: candidate.dialect, header: candidate.header, format: table.format(numbers))
        }
        let columns: GenericColumns?
        do {
            columns = try GenericColumns(candidate.header, rule: rule, file: file.name, at: position)
        } catch {
            // A vendor's export that lost a column looks like a table without a vendor: name the export.
            guard rule == nil, error.diagnostics.first?.code == "vendor-missing",
                nearestFormats([candidate]).contains(where: { $0.share <= 0.5 })
            else { throw error }
            throw Failure(.badData, .unrecognisedFile(candidates: [candidate], file: file.name, at: position))
        }
        guard let columns else { continue }
        let samples = preview.records(delimiter: candidate.dialect.delimiter, limit: .max)
            .filter { $0.line > candidate.dialect.headerLine }.map(\.fields)
        let evidence = try GenericEvidence(columns, samples: samples, preview: preview, dialect: candidate.dialect)
        let format = try ImportFormat.generic(
            columns, rule: rule, samples: samples, evidence: evidence, at: position)
        return DetectedFile(preview: preview, dialect: candidate.dialect, header: candidate.header, format: format)
    }
    let header = likeliestHeader(candidates)
    let position = header?.position(in: file) ?? SourcePosition(file: file.name)
    if let problem = header.flatMap({ HeaderWidth.problem(of: $0, in: preview) }) { throw Failure(.badData, problem) }
    if let rule, !rule.columns.isEmpty {
        let missing = rule.columns.values.filter { name in
            !(header?.header.contains(Header([name]).names[0]) ?? false)
        }
        throw Failure(.badData, .mappedColumnsMissing(missing.sorted(), found: header?.header, at: position))
    }
    throw Failure(.badData, .unrecognisedFile(candidates: candidates, file: file.name, at: position))
}

/// Formats of which a header has at least a third of the marks, nearest first: what it lacks of each, and what share that is.
private func nearestFormats(_ candidates: [HeaderCandidate]) -> [(id: String, missing: [String], share: Double)] {
    var near: [(id: String, missing: [String], share: Double)] = []
    for format in ImportFormat.all {
        let signature = format.recognise
        let best = candidates.map { signature.missing(in: $0.header) }.min { $0.count < $1.count }
        // A word or two in common says nothing.
        guard let best, best.count * 3 <= signature.size * 2, best.count < signature.size else { continue }
        near.append((format.id, best, Double(best.count) / Double(signature.size)))
    }
    return near.sorted { ($0.share, $0.id) < ($1.share, $1.id) }
}

extension Diagnostic {
    static func mappedColumnsMissing(_ columns: [String], found header: Header?, at position: SourcePosition)
        -> Diagnostic
    {
        let names = columns.map { "\"\($0)\"" }.joined(separator: ", ")
        return Diagnostic(
            "columns-missing", at: position,
            found: "no header with \(names.isEmpty ? "the mapped columns" : names); the likeliest one is "
                + headerText(header),
            expected: "the columns that `sources: columns` names",
            fix: "write the names under `columns` as the file has them")
    }

    /// Says which formats came close, what each of them lacks, and what the file has.
    static func unrecognisedFile(
        candidates: [HeaderCandidate], file: String, at position: SourcePosition
    ) -> Diagnostic {
        let near = nearestFormats(candidates)
        var nearest = near.prefix(3).map { near in
            near.missing.isEmpty
                ? "\(near.id) (has other columns too)" : "\(near.id) (lacks \(near.missing.joined(separator: ", ")))"
        }
        if let role = likeliestHeader(candidates).flatMap({ GenericColumns.missing(in: $0.header) }) {
            nearest.append("generic (lacks a column of the \(role))")
        }
        let close = nearest.isEmpty ? "no format comes close" : "nearest: \(nearest.joined(separator: "; "))"
        return Diagnostic(
            "unrecognised-file", at: position,
            found:
                "a file that no format recognises; its header is \(headerText(likeliestHeader(candidates)?.header)); "
                + close,
            expected: "a header of a known export, or one period, one amount and one vendor column",
            fix:
                "map its columns under `sources`: {files: \"\(SourceRule.files(for: file))\", format: generic, columns: {period: …, amount: …}, "
                + "vendor: …, currency: …}")
    }

    private static func headerText(_ header: Header?) -> String {
        guard let header else { return "not there (no line within the first 30 has two fields)" }
        let shown = header.spelled.prefix(12).map { Masking.masked(String($0.prefix(40))) }.joined(separator: ", ")
        return "\"\(shown)\(header.spelled.count > 12 ? ", …" : "")\""
    }
}
