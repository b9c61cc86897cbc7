import Economics
import Money

/// The table of the case as finance books it: pnl.csv.
package enum ProfitTable {
    package static let lines = [
        "baseline", "residual", "avoided", "gpus", "people", "rest", "one_off", "ebitda", "depreciation", "ebit", "tax",
        "capex", "resale", "cash",
    ]

    package static func make(_ data: ReportData) -> Table {
        let currency = data.heading.currency.code
        var table = Table(
            name: "pnl", description: "Profit and loss by fiscal year against staying on the API, base scenario",
            columns: [
                .init("fiscal_year", .integer, unit: "year", "Named after the year in which it ends"),
                .init("strategy", .string, "hybrid or full"),
                .init("line", .string, "Costs and capex are positive; ebit is the saving before interest and tax"),
                .init("value", .number, unit: currency), .init("unit"),
            ], primaryKey: ["fiscal_year", "strategy", "line"])
        for strategy in [Strategy.hybrid, .full] {
            let lane = data.lane(Instance(.base, strategy))
            for year in data.model.members[.fiscalYear].indices {
                let number = Int(data.evaluation.value("fiscal_year_of", member: year, lane: lane))
                for line in lines {
                    table.rows.append([
                        .integer(number), .text(strategy.rawValue), .text(line),
                        .number(data.evaluation.value("pnl_\(line)", member: year, lane: lane)), .text(currency),
                    ])
                }
            }
        }
        return table
    }
}
