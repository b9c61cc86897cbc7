import Billing
import Diagnostics
import Money
import Tabular

/// Collects what one file says.
struct ImportedFileBuilder {
    private(set) var file: ImportedFile
    private let layout: ColumnLayout

    init(_ detected: DetectedFile, layout: ColumnLayout, rule: SourceRule?, summary: ScanSummary) {
        let format = detected.format
        self.layout = layout
        file = ImportedFile(name: detected.preview.file.name, sha256: summary.sha256, format: format.id)
        file.version = format.version(detected.header)
        file.compression = detected.preview.compression.rawValue
        file.encoding = detected.preview.encoding
        file.delimiter = String(UnicodeScalar(detected.dialect.delimiter))
        file.headerLine = detected.dialect.headerLine
        file.recognisedBy = detected.recognisingColumns
        file.rows = summary.records
        file.role = format.role
        if format.role == .both, !layout.hasMoney { file.role = .volume }
        file.grain = format.grain
        file.roundsRowsToCents = format.roundsRowsToCents
        file.serves = rule?.serves
        file.priceRatio = rule?.priceRatio
    }

    /// - Throws: 65 when a total needs more than 38 digits.
    mutating func add(_ aggregation: Aggregation) throws(Failure) {
        file.rejects = aggregation.rejects
        file.accepted = aggregation.accepted
        file.skipped = aggregation.skipped.values.reduce(0, +)
        for group in aggregation.groups {
            switch layout.converted(group.texts, sums: group.sums) {
            case .line(var line):
                line.rows = group.rows
                line.firstLine = group.firstLine
                file.lines.append(line)
            case .skipped:
                file.accepted -= group.rows
                file.skipped += group.rows
            case .rejected(let problem):
                file.accepted -= group.rows
                file.rejects.append(reject(group, problem))
            }
        }
        file.rejects.sort { ($0.line, $0.column) < ($1.line, $1.column) }
        for index in file.rejects.indices { file.rejects[index].value = Masking.masked(file.rejects[index].value) }
        file.rejected = file.rejects.reduce(0) { $0 + $1.rows }
        file.covered = aggregation.census.compactMap { texts in (try? layout.covered(texts)) ?? nil }
        setPeriod()
        do {
            try addTotals()
        } catch {
            throw Failure(
                .badData,
                .totalTooLarge(at: SourcePosition(file: file.name)))
        }
        if file.rows == 0 { file.notes.append(.headerOnly(file.name)) }
        if file.lines.contains(where: { $0.provider == ColumnLayout.unnamedProvider }) {
            file.notes.append(.providerMissing(file.name))
        }
    }

    private func reject(_ group: AggregatedGroup, _ problem: RowProblem) -> RejectedRow {
        var amounts: [String: Amount] = [:]
        for (measure, sum) in zip(layout.measures, group.sums) { amounts[measure.column.name] = sum }
        return RejectedRow(
            file: file.name, line: group.firstLine, column: problem.column, code: problem.code, value: problem.found,
            expected: problem.expected, fix: problem.fix, amounts: amounts, rows: group.rows)
    }

    // MARK: Period

    /// Files that hold single days cover up to the last of these: a monthly fee among them says nothing about how far
    /// the usage goes.
    private mutating func setPeriod() {
        let days = file.covered.filter { $0.firstDay == $0.lastDay }
        let telling = days.isEmpty ? file.covered : days
        guard let from = telling.map(\.firstDay).min(), let to = telling.map(\.lastDay).max() else { return }
        file.periodFrom = from
        file.periodTo = to
        for index in file.lines.indices {
            let line = file.lines[index]
            guard from <= line.lastDay, line.firstDay <= to else { continue }
            file.lines[index].firstDay = max(from, line.firstDay)
            file.lines[index].lastDay = min(to, line.lastDay)
        }
    }

    // MARK: Totals

    private mutating func addTotals() throws(AmountError) {
        var totals: [CostBasis: [Currency: Amount]] = [:]
        for line in file.lines {
            for (basis, cost) in [(CostBasis.billed, line.billedCost), (.effective, line.effectiveCost)] {
                guard let cost, let currency = line.currency else { continue }
                let sum = try (totals[basis]?[currency] ?? .zero).adding(cost)
                totals[basis, default: [:]][currency] = sum
            }
            for (tokenClass, tokens) in line.tokens {
                file.tokens[tokenClass] = try (file.tokens[tokenClass] ?? .zero).adding(tokens)
            }
            if let requests = line.requests { file.requests = try file.requests.adding(requests) }
        }
        file.totals = CostBasis.allCases.flatMap { basis in
            (totals[basis] ?? [:]).sorted { $0.key < $1.key }.map {
                CurrencyTotal(currency: $0.key, basis: basis, amount: $0.value)
            }
        }
        // A rejected row rarely tells its currency; where the file has one, it is that.
        let currencies = Set(file.totals.map(\.currency))
        guard let currency = layout.currency ?? (currencies.count == 1 ? currencies.first : nil) else { return }
        for row in file.rejects {
            guard let value = row.amounts["billed"] ?? row.amounts["effective"] else { continue }
            file.rejectedValue[currency] = try (file.rejectedValue[currency] ?? .zero).adding(value)
        }
    }
}

extension ColumnLayout {
    var hasMoney: Bool { measures.contains { $0.measure == .billedCost || $0.measure == .effectiveCost } }
}

extension Diagnostic {
    static func headerOnly(_ file: String) -> Diagnostic {
        Diagnostic(
            "header-only", .note, at: SourcePosition(file: file), found: "a header and no rows: nothing was billed")
    }

    static func providerMissing(_ file: String) -> Diagnostic {
        Diagnostic(
            "provider-missing", .warning, at: SourcePosition(file: file), found: "rows that name no provider",
            expected: "a provider", fix: "set `vendor` for this file under `sources`")
    }

    static func totalTooLarge(at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "sum-too-large", at: position, found: "totals that need more than 38 digits", expected: "at most 38 digits",
            fix: "check the numbers of this file for a wrong scale")
    }
}
