import Economics
import Money

/// sensitivity.csv: tornado, grids, trials and stage gates, one figure a row.
package enum SensitivityTable {
    package static func make(_ data: ReportData) -> Table {
        let currency = data.heading.currency.code
        var table = Table(
            name: "sensitivity", description: "How far the answer moves with its inputs; base scenario, phased plan",
            columns: [
                .init("kind", .string, "tornado, grid, monte_carlo, npv_distribution or stage_gate"),
                .init("driver", .string, "Config key, or what is done to several drivers; empty: base case or all"),
                .init("driver_value", .number, unit: "of the driver"), .init("driver_2"),
                .init("driver_2_value", .number, unit: "of the driver"),
                .init(
                    "metric", .string, "npv, cash and loss in \(currency), payback in months, probabilities as ratios"),
                .init("value", .number, unit: "of the metric", "Empty where a number is not the answer"),
                .init("run_id", .string, "Tells the inputs of one run from those of another"),
                .init("text", .string, "The word where a number is not the answer: never, none"),
            ], primaryKey: ["kind", "driver", "driver_value", "driver_2", "driver_2_value", "metric"])
        guard let sensitivities = data.sensitivities else { return table }
        var rows = Rows(runID: sensitivities.runID)
        let tornado = sensitivities.tornado
        rows.add("tornado", metric: "npv", tornado.npvBase)
        for bar in tornado.bars {
            rows.add("tornado", bar.key, bar.low, metric: "npv", bar.npvLow)
            rows.add("tornado", bar.key, bar.high, metric: "npv", bar.npvHigh)
        }
        for grid in sensitivities.grids {
            for (y, row) in zip(grid.rows.values, grid.cells) {
                for (x, cell) in zip(grid.columns.values, row) {
                    let second = (grid.columns.name, x)
                    rows.add("grid", grid.rows.name, y, second, metric: "npv", cell.npv)
                    switch cell.payback {
                    case .number(let month):
                        rows.add("grid", grid.rows.name, y, second, metric: "payback_month", month)
                    case .word(let word):
                        rows.add("grid", grid.rows.name, y, second, metric: "payback_month", nil, text: word)
                    }
                }
            }
        }
        if let monteCarlo = sensitivities.monteCarlo { rows.add(monteCarlo) }
        table.rows = rows.rows
        return table
    }
}

private struct Rows {
    let runID: String
    var rows: [[Field]] = []

    init(runID: String) { self.runID = runID }

    mutating func add(
        _ kind: String, _ driver: String = "", _ driverValue: Double? = nil, _ second: (String, Double)? = nil,
        metric: String, _ value: Double?, text: String = ""
    ) {
        rows.append([
            .text(kind), driver.isEmpty ? .empty : .text(driver), driverValue.map(Field.number) ?? .empty,
            second.map { .text($0.0) } ?? .empty, second.map { .number($0.1) } ?? .empty, .text(metric),
            value.map(Field.number) ?? .empty, .text(runID), .text(text),
        ])
    }

    mutating func add(_ monteCarlo: MonteCarlo) {
        let figures: [(String, Double)] =
            [
                ("trials", Double(monteCarlo.trials)), ("seed", Double(monteCarlo.seed)),
                ("drivers", Double(monteCarlo.drivers.count)),
                ("probability_of_winning", monteCarlo.probabilityOfWinning),
                ("probability_of_winning_low95", monteCarlo.winningInterval.lowerBound),
                ("probability_of_winning_high95", monteCarlo.winningInterval.upperBound),
                ("probability_of_payback", monteCarlo.probabilityOfPayback),
                ("probability_of_payback_low95", monteCarlo.paybackInterval.lowerBound),
                ("probability_of_payback_high95", monteCarlo.paybackInterval.upperBound),
                ("npv_mean", monteCarlo.npvMean), ("npv_min", monteCarlo.npvLeast),
            ]
            + monteCarlo.npvPercentiles.map { ("npv_p" + Self.twoDigits($0.share), $0.npv) }
            + [("npv_max", monteCarlo.npvMost)]
        // Where nothing was varied there is nothing to estimate.
        for (metric, value) in figures
        where !monteCarlo.drivers.isEmpty || !metric.hasSuffix("95") || metric == "npv_p95" {
            add("monte_carlo", metric: metric, value)
        }
        for bin in monteCarlo.bins {
            add("npv_distribution", "npv_from", bin.from, ("npv_to", bin.to), metric: "share", bin.share)
        }
        for gate in monteCarlo.gates {
            let figures: [(String, Double)] = [
                ("cumulative_cash_flow", gate.base), ("cumulative_cash_flow_mean", gate.mean),
                ("cumulative_cash_flow_p05", gate.p05), ("cumulative_cash_flow_p50", gate.p50),
                ("cumulative_cash_flow_p95", gate.p95), ("loss_expected", gate.expectedLoss),
                ("loss_probability", gate.probabilityOfLoss),
            ]
            for (metric, value) in figures {
                add("stage_gate", "stop_month", Double(gate.month), metric: metric, value)
            }
        }
    }

    private static func twoDigits(_ share: Double) -> String {
        let percent = Int((share * 100).rounded())
        return percent < 10 ? "0\(percent)" : "\(percent)"
    }
}
