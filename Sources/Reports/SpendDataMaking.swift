package import Billing
package import Diagnostics
package import Economics
import Money

extension SpendData {
    /// Evaluates the spend model over the ledger.
    package static func make(
        _ outcome: LedgerOutcome, _ baseline: ImpliedBaseline, _ ties: [TieRow], _ register: DriverRegister,
        _ structure: ModelStructure, period: Month
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
        let totals = try LedgerTotals(outcome.ledger, ties, period: period)
        do {
            let model = try SpendModel.make(
                ledgerRows: shown.count, months: months.map { Member(id: "\($0)") }, providers: providers,
                workloads: structure.workloads.map { Member(id: $0.id) },
                billedModels: largestModels(shown).map { Member(id: $0) },
                ties: declared.indices.map { Member(id: String($0 + 1)) },
                trendWorkloads: trendWorkloads.map { Member(id: $0) },
                hasSeasons: hasSeasons(shown, complete: months.filter(outcome.coverage.isComplete)))
            let evaluation = try Evaluator(model).evaluate([Lane(isFullStrategy: false, drivers: inputs)])
            return SpendData(
                ledger: Ledger(rows: shown), months: months, providers: providers, window: baseline.window, ties: ties,
                totals: totals, model: model, evaluation: evaluation)
        } catch {
            throw Failure(.defect, .defect("the spend model: \(error)"))
        }
    }
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
