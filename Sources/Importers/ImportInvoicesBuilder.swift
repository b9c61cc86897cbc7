import Billing
import Diagnostics
import Money
import Tabular

/// Collects what one file says.
struct ImportedFileBuilder {
    private(set) var file: ImportedFile
    private var layout: ColumnLayout
    private let basis: CostBasis?
    private let equalRows: EqualRows?

    init(_ detected: DetectedFile, layout: ColumnLayout, rule: SourceRule?, summary: ScanSummary) {
        let format = detected.format
        self.layout = layout
        basis = rule?.basis
        equalRows = EqualRows(in: detected, layout: layout)
        file = ImportedFile(name: detected.preview.file.name, sha256: summary.sha256, format: format.id)
        file.version = format.version(detected.header)
        file.compression = detected.preview.compression.rawValue
        file.encoding = detected.preview.encoding
        file.delimiter = String(UnicodeScalar(detected.dialect.delimiter))
        file.headerLine = detected.dialect.headerLine
        file.recognisedBy = detected.recognisingColumns
        file.currencyColumn = layout.keys.first { $0.field == .currency }?.name
        file.rows = summary.records
        file.role = format.role
        if format.role == .both, !layout.hasMoney { file.role = .volume }
        file.grain = format.grain
        file.counterpart = format.counterpart
        file.evidence = format.evidence(detected.header)
        file.tool = file.evidence == .metered ? layout.vendor : nil
        file.roundsRowsToCents = format.roundsRowsToCents
        file.serves = rule?.serves
        file.priceRatio = rule?.priceRatio
    }

    /// - Throws: 65 when a total needs more than 38 digits.
    mutating func add(_ aggregation: Aggregation) throws(Failure) {
        file.rejects = aggregation.rejects
        file.accepted = aggregation.accepted
        file.skipped = aggregation.skipped.values.reduce(0, +)
        file.covered = aggregation.census.compactMap { texts in (try? layout.covered(texts)) ?? nil }
        if layout.format.allowsUndatedRows {
            let months = Set(file.covered.map(\.firstDay.month))
            if months.count == 1 { layout.undatedMonth = months.first }
        }
        var isAmortised = basis == .effective && layout.format.id != ImportFormat.genericId
        var stated: [Amount] = layout.document.total.map { [$0] } ?? []
        for group in aggregation.groups {
            isAmortised =
                isAmortised
                || basis == nil && layout.format.provesAmortised(layout.facts(group.texts, sums: group.sums))
            switch layout.converted(group.texts, sums: group.sums, rows: group.rows) {
            case .lines(let lines):
                for (index, line) in lines.enumerated() {
                    if layout.isOpen(group.texts, line) { file.openMonths.insert(line.month) }
                    file.lines.append(line)
                    file.lines[file.lines.count - 1].rows = index == 0 ? group.rows : 0
                    file.lines[file.lines.count - 1].firstLine = group.firstLine
                    if index == 0, layout.format.rowsAreRequests, line.requests == nil {
                        file.lines[file.lines.count - 1].requests = Amount(group.rows)
                    }
                }
            case .total(let amount):
                file.accepted -= group.rows
                file.skipped += group.rows
                if let amount { stated.append(amount) }
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
        if isAmortised { takeAsAmortised() }
        if layout.isPivotedByMonth { coverMonths() }
        setPeriod()
        if layout.format.signIsFree { turnSign() }
        do {
            try addTotals()
        } catch {
            throw Failure(
                .badData,
                .totalTooLarge(at: SourcePosition(file: file.name)))
        }
        file.notes += layout.notes
        compare(stated)
        doubtUnits()
        file.notes += oddLines(of: file, equal: equalRows)
        if layout.format.role == .both, !layout.hasMoney, file.rows > 0 { file.notes.append(.usageOnly(file.name)) }
        if !file.notional.isEmpty { file.notes.append(.paidElsewhere(file.notional, file: file.name)) }
        if file.evidence == .metered, !file.totals.isEmpty { file.notes.append(.meteredAmounts(file.name)) }
        if file.rows == 0 { file.notes.append(.headerOnly(file.name)) }
        if file.lines.contains(where: { $0.provider == ColumnLayout.unnamedProvider }) {
            file.notes.append(.providerMissing(file.name))
        }
    }

    /// Amounts of an amortised export are effective cost.
    private mutating func takeAsAmortised() {
        file.isAmortised = true
        for index in file.lines.indices {
            file.lines[index].effectiveCost = file.lines[index].billedCost
            file.lines[index].billedCost = nil
        }
        if basis == nil { file.notes.append(.amortisedExport(file.name)) }
    }

    /// Months that are headers are covered where a row has a figure for them.
    private mutating func coverMonths() {
        let months = Set(file.lines.map { [$0.provider, "\($0.month)"] })
        file.covered = months.sorted { $0.lexicographicallyPrecedes($1) }.compactMap { pair in
            Month(pair[1]).map {
                CoveredDays(account: pair[0], part: "", firstDay: $0.firstDay, lastDay: $0.lastDay)
            }
        }
    }

    /// Totals that the file states against the sum of its rows, in full.
    private mutating func compare(_ stated: [Amount]) {
        let tolerance = Amount(coefficient: 1, scale: 2)
        guard let sum = file.totals.first, file.totals.filter({ $0.basis == sum.basis }).count == 1 else { return }
        for total in stated {
            guard let difference = try? sum.amount.subtracting(total), difference.magnitude > tolerance else {
                continue
            }
            file.notes.append(
                .statedTotalDiffers(file.name, stated: total, sum: sum.amount, difference, sum.currency))
        }
    }

    /// A thousand or a million tokens where single ones were meant shows in the price of a million.
    private mutating func doubtUnits() {
        struct Counted: Hashable {
            var model: String
            var tokenClass: TokenClass
        }
        var sums: [Counted: (cost: Double, tokens: Double)] = [:]
        for line in file.lines {
            guard let tokenClass = line.tokenClass, let tokens = line.tokens[tokenClass],
                let cost = line.billedCost ?? line.effectiveCost
            else { continue }
            let sum = sums[Counted(model: line.model, tokenClass: tokenClass)] ?? (0, 0)
            sums[Counted(model: line.model, tokenClass: tokenClass)] =
                (sum.cost + cost.doubleValue, sum.tokens + tokens.doubleValue)
        }
        let odd = sums.filter { _, sum in
            let price = sum.cost / sum.tokens * 1_000_000
            return sum.cost > 0 && sum.tokens > 0 && !Self.plausiblePrices.contains(price)
        }
        let names = Set(odd.map { $0.key.model.isEmpty ? "tokens" : $0.key.model }).sorted()
        if !names.isEmpty { file.notes.append(.implausiblePrices(names, file: file.name)) }
    }

    /// For a million tokens, in any large currency: a tenth of the cheapest to ten times the dearest model's.
    private static let plausiblePrices = 0.0005...10_000.0

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

    /// Charges that an account writes as negative amounts, all of them, become positive.
    private mutating func turnSign() {
        let costs = file.lines.compactMap(\.billedCost)
        guard costs.contains(where: \.isNegative), costs.allSatisfy({ $0.isNegative || $0.isZero }) else { return }
        for index in file.lines.indices { file.lines[index].billedCost = file.lines[index].billedCost?.magnitude }
        file.notes.append(.signTurned(file.name))
    }

    private mutating func addTotals() throws(AmountError) {
        var totals: [CostBasis: [Currency: Amount]] = [:]
        for line in file.lines {
            if let worth = line.notionalCost, let currency = line.currency {
                file.notional[currency] = try (file.notional[currency] ?? .zero).adding(worth)
            }
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
    var hasMoney: Bool {
        measures.contains { measure in
            switch measure.measure {
            case .billedCost, .effectiveCost, .pivoted: true
            default: false
            }
        } || keys.contains { if case .pricePerMillion = $0.field { true } else { false } }
    }
}

extension Diagnostic {
    static func amortisedExport(_ file: String) -> Diagnostic {
        Diagnostic(
            "amortised-export", .warning, at: SourcePosition(file: file),
            found: "rows of commitments that carry a cost: an export of amortised cost, taken as effective cost",
            expected: "actual cost where `baseline.basis` is billed",
            fix:
                "say which it is under `sources`: {files: \"\(SourceRule.files(for: file))\", basis: effective} or basis: billed"
        )
    }

    static func statedTotalDiffers(
        _ file: String, stated: Amount, sum: Amount, _ difference: Amount, _ currency: Currency
    ) -> Diagnostic {
        Diagnostic(
            "stated-total-differs", .warning, at: SourcePosition(file: file),
            found: "rows that add up to \(sum) \(currency) under a total of \(stated), which is \(difference) off",
            expected: "rows that add up to the total that the file states",
            fix: "export the file again; rows may be missing or filtered out")
    }

    static func implausiblePrices(_ models: [String], file: String) -> Diagnostic {
        let shown = models.prefix(3).joined(separator: ", ") + (models.count > 3 ? ", …" : "")
        return Diagnostic(
            "implausible-price", .warning, at: SourcePosition(file: file),
            found: "less than 0.0005 or more than 10000 for a million tokens of \(shown)",
            expected: "counts in the unit that the file names", fix: "check the unit of the quantities of these rows")
    }

    static func usageOnly(_ file: String) -> Diagnostic {
        Diagnostic(
            "usage-only", .warning, at: SourcePosition(file: file),
            found: "usage without any cost", expected: "a price for it",
            fix: "give the invoice of the same months too, or price the workload in workloads.csv")
    }

    static func headerOnly(_ file: String) -> Diagnostic {
        .note(
            "header-only", at: SourcePosition(file: file), found: "a header and no rows: nothing was billed")
    }

    static func paidElsewhere(_ worth: [Currency: Amount], file: String) -> Diagnostic {
        let sums = worth.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        return .note(
            "paid-elsewhere", at: SourcePosition(file: file),
            found:
                "usage worth \(sums) that this bill does not charge for (a seat, an own key or a grant pays); neither "
                + "the worth nor its volume is part of the ledger")
    }

    static func meteredAmounts(_ file: String) -> Diagnostic {
        .note(
            "metered-amounts", at: SourcePosition(file: file),
            found:
                "amounts that a gateway metered, which are no invoice: discounts, taxes and minimum fees are not in them"
        )
    }

    static func signTurned(_ file: String) -> Diagnostic {
        .note(
            "sign-turned", at: SourcePosition(file: file),
            found: "charges as negative amounts only; they are read as positive ones")
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
