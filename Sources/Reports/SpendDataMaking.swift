package import Billing
package import Diagnostics
package import Economics
package import Money

extension SpendData {
    /// Evaluates the spend model over the ledger.
    package static func make(
        _ outcome: LedgerOutcome, _ baseline: ImpliedBaseline, _ ties: [TieRow], _ register: DriverRegister,
        _ structure: ModelStructure, period: Month, _ money: MoneyOfRun
    ) throws(Failure) -> SpendData {
        let months = outcome.coverage.months.map(\.month)
        let shown = outcome.ledger.rows
        let providers = Set(shown.map(\.provider)).sorted()
        var inputs: [String: DriverValue] = [
            "spend.period": .number(Double(SpreadsheetDate.serial(period.lastDay)))
        ]
        for (index, row) in shown.enumerated() {
            let key = "ledgerRow.\(index + 1)"
            let isIn = baseline.window.contains(row.month)
            let covered = outcome.coverage.coveredMonths(of: row.provider, in: baseline.window)
            inputs["\(key).month"] = .number(Double(SpreadsheetDate.serial(row.month.lastDay)))
            inputs["\(key).provider"] = .word(row.provider)
            inputs["\(key).model"] = .word(row.model.isEmpty ? "–" : row.model)
            inputs["\(key).workload"] = .word(row.workload)
            inputs["\(key).class"] = .word(row.tokenClass.rawValue)
            inputs["\(key).tokens"] = .number(row.tokens?.doubleValue ?? 0)
            inputs["\(key).cost"] = .number(row.costReporting?.doubleValue ?? 0)
            inputs["\(key).is_tax"] = .number(row.tokenClass == .tax ? 1 : 0)
            inputs["\(key).weight"] = .number(isIn ? 1 / Double(covered) : 0)
        }
        for month in months {
            inputs["historyMonth.\(month).month"] = .number(Double(SpreadsheetDate.serial(month.lastDay)))
            inputs["historyMonth.\(month).calendar"] = .word(VolumeTrend.calendarMonths[month.month - 1])
            inputs["historyMonth.\(month).coverage"] = .word(
                outcome.coverage.isComplete(month) ? VolumeTrend.complete : "partial")
        }
        let declared = ties.filter { $0.declared != nil }
        for (index, tie) in declared.enumerated() {
            inputs["tie.\(index + 1).declared"] = .number(tie.declared!.doubleValue)
            inputs["tie.\(index + 1).imported"] = .number(tie.imported.doubleValue)
            inputs["tie.\(index + 1).tolerance"] = .number(tie.tolerance.doubleValue)
        }
        let trendWorkloads = dearestWorkloads(shown, of: structure, months: months)
        for workload in trendWorkloads {
            let key = "workloads.\(workload).growth_monthly"
            inputs[key] = register[key: key]?.base
        }
        let steps = try MoneySteps.all(
            money.files, outcome.ledger, ties, basis: money.basis, exclude: money.exclude)
        let parts = FileMoney.all(money.files)
        let drawn = drawnProviders(shown, providers)
        inputs.merge(moneyInputs(steps, parts, outcome.ledger, money)) { $1 }
        let totals = try LedgerTotals(outcome.ledger, ties, period: period)
        do {
            let model = try SpendModel.make(
                ledgerRows: shown.count, months: months.map { Member(id: "\($0)") }, providers: providers,
                workloads: structure.workloads.map { Member(id: $0.id) },
                billedModels: largestModels(shown).map { Member(id: $0) },
                ties: declared.indices.map { Member(id: String($0 + 1)) },
                trendWorkloads: trendWorkloads.map { Member(id: $0) },
                hasSeasons: hasSeasons(shown, complete: months.filter(outcome.coverage.isComplete)),
                money: SpendModel.Money(
                    currencies: steps.map { Member(id: $0.currency.code) },
                    files: parts.indices.map { Member(id: String($0 + 1)) },
                    drawn: drawn,
                    isOneCurrency: steps.count == 1 && steps[0].currency == outcome.currency,
                    reachesModel: money.reachesModel))
            let evaluation = try Evaluator(model).evaluate([Lane(isFullStrategy: false, drivers: inputs)])
            return SpendData(
                ledger: Ledger(rows: shown), months: months, providers: providers, window: baseline.window, ties: ties,
                totals: totals, fileMoney: parts, drawn: drawn, model: model, evaluation: evaluation)
        } catch {
            throw Failure(.defect, .defect("the spend model: \(error)"))
        }
    }
}

/// What the tie-out in steps needs beside the ledger.
package struct MoneyOfRun {
    package var files: [ImportedFile]
    package var basis: CostBasis
    package var exclude: Set<ChargeCategory>
    /// The API bill of a steady month in the base scenario of the model, in the reporting currency.
    package var modelMonth: Double
    /// No workload takes its volume or its prices from anywhere but the invoices.
    package var reachesModel: Bool

    package init(
        files: [ImportedFile], basis: CostBasis, exclude: Set<ChargeCategory>, modelMonth: Double, reachesModel: Bool
    ) {
        self.files = files
        self.basis = basis
        self.exclude = exclude
        self.modelMonth = modelMonth
        self.reachesModel = reachesModel
    }
}

/// What a file holds of one currency; a file without money has one entry without a currency.
package struct FileMoney: Hashable, Sendable {
    /// Place of the file among those of the run.
    package var file: Int
    package var currency: Currency?
    package var billed = Amount.zero
    package var rejected = Amount.zero

    static func all(_ files: [ImportedFile]) -> [FileMoney] {
        files.enumerated().flatMap { index, file in
            let billed = Dictionary(
                file.totals.filter { $0.basis == .billed }.map { ($0.currency, $0.amount) }
            ) { a, _ in a }
            let currencies = Set(billed.keys).union(file.rejectedValue.keys).sorted { $0.code < $1.code }
            guard !currencies.isEmpty else { return [FileMoney(file: index)] }
            return currencies.map { currency in
                FileMoney(
                    file: index, currency: currency, billed: billed[currency] ?? .zero,
                    rejected: file.rejectedValue[currency] ?? .zero)
            }
        }
    }
}

private func moneyInputs(
    _ steps: [MoneySteps], _ parts: [FileMoney], _ ledger: Ledger, _ money: MoneyOfRun
) -> [String: DriverValue] {
    var inputs: [String: DriverValue] = [CheckKeys.modelRunRate: .number(money.modelMonth)]
    for step in steps {
        let key = "billedCurrency.\(step.currency.code)"
        for (name, amount) in [
            ("declared", step.declared ?? .zero), ("tied", step.tied), ("own", step.own), ("excluded", step.excluded),
            ("basis", step.basis), ("ledger", step.ledger),
        ] {
            inputs["\(key).\(name)"] = .number(amount.doubleValue)
        }
    }
    for (index, part) in parts.enumerated() {
        let key = "fileMoney.\(index + 1)"
        inputs["\(key).currency"] = .word(part.currency?.code ?? "–")
        inputs["\(key).billed"] = .number(part.billed.doubleValue)
        inputs["\(key).rejected"] = .number(part.rejected.doubleValue)
    }
    // What the file holds, field by field as it is written.
    let column = BillTables.spend(ledger, reporting: nil).rows.map { $0.last! }
    inputs["spend.csv"] = .number(
        column.reduce(0) { sum, field in
            if case .amount(let amount) = field { sum + amount.doubleValue } else { sum }
        })
    return inputs
}

/// Vendors that a chart tells apart, the dearest first: six, or five and all others.
private func drawnProviders(_ rows: [LedgerRow], _ providers: [String]) -> [Int] {
    var costs: [String: Double] = [:]
    for row in rows where row.tokenClass != .tax {
        costs[row.provider, default: 0] += row.costReporting?.doubleValue ?? 0
    }
    let ranked = providers.indices.sorted {
        let (a, b) = (costs[providers[$0]] ?? 0, costs[providers[$1]] ?? 0)
        return a == b ? $0 < $1 : a > b
    }
    return Array(ranked.prefix(providers.count > 6 ? 5 : 6))
}

/// The models with the most billed cost, dearest first, at most twelve; ties in the order of their names.
private func largestModels(_ rows: [LedgerRow]) -> [String] {
    var costs: [String: Double] = [:]
    for row in rows where row.tokenClass != .tax {
        costs[row.model.isEmpty ? "–" : row.model, default: 0] += row.costReporting?.doubleValue ?? 0
    }
    return costs.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(12).map(\.key)
}

/// The workloads with the most billed cost that have tokens in enough months, dearest first; ties in the order of their
/// names.
private func dearestWorkloads(_ rows: [LedgerRow], of structure: ModelStructure, months: [Month]) -> [String] {
    guard months.count >= VolumeTrend.leastMonths else { return [] }
    var costs: [String: Double] = [:]
    var used: [String: Set<Month>] = [:]
    for row in rows where row.tokenClass != .tax {
        costs[row.workload, default: 0] += row.costReporting?.doubleValue ?? 0
        if let tokens = row.tokens, tokens.doubleValue > 0 { used[row.workload, default: []].insert(row.month) }
    }
    let known = Set(structure.workloads.map(\.id))
    return costs.filter { known.contains($0.key) && (used[$0.key]?.count ?? 0) >= VolumeTrend.leastMonths }
        .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(VolumeTrend.mostWorkloads).map(\.key)
}

/// Whether every calendar month can be there twice: an index of one year would only repeat that year.
private func hasSeasons(_ rows: [LedgerRow], complete: [Month]) -> Bool {
    var used: Set<Month> = []
    for row in rows {
        if let tokens = row.tokens, tokens.doubleValue > 0 { used.insert(row.month) }
    }
    return complete.count(where: used.contains) >= VolumeTrend.leastMonthsOfSeasons
}

extension QuoteData {
    /// - Parameter chosen: quote of each fleet that uses one.
    package init(_ quotes: PricedQuotes, chosen: [String: String], gpuOfFleet: [String: String], limits: String) {
        let used = Set(chosen.values)
        self.init(
            rows: quotes.lines.indices.map { index in
                let line = quotes.lines[index]
                var row = Row(
                    id: line.id, vendor: line.vendor, gpu: line.gpu ?? line.gpuRaw, region: line.region ?? "",
                    currency: line.currency?.code ?? "", validUntil: line.validUntil,
                    status: quotes.standings[index].rawValue, rank: quotes.ranks[index], chosen: used.contains(line.id),
                    file: line.file, line: line.line)
                row.endsWithinAMonth = line.isShorterThanAMonth
                return row
            }, model: quotes.model, evaluation: quotes.evaluation, gpuOfFleet: gpuOfFleet,
            quoteOfFleet: chosen, limits: limits)
    }
}
