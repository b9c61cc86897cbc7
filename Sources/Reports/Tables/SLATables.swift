import Economics
import Money

/// The tables that show the SLA: sla.csv, and its rows of summary.csv.
package enum SLATables {
    static let absent = "no SLA: write `sla` with fee_month, tiers and outages in breakeven.yaml"

    /// Rows of summary.csv; the strategy makes no difference.
    static func summary(_ data: ReportData) -> [[Field]] {
        Metric.ofSLA.flatMap { metric in
            Scenario.allCases.map { scenario in
                let (value, text) = data.sla.map { field($0.value(metric.line, scenario)) } ?? (.empty, absent)
                return [
                    .text(metric.id), .text(scenario.rawValue), .text(Strategy.hybrid.rawValue), value,
                    .text(ModelTables.unit(metric.unit, data.heading.currency.code)), .text(text),
                ]
            }
        }
    }

    private static func field(_ value: DriverValue) -> (Field, String) {
        switch value {
        case .number(let number): (.number(number), "")
        case .word(let word): (.empty, word)
        }
    }

    /// The vendor's service, its tiers, the offer, and own hosting with the API behind it; base scenario.
    package static func sla(_ data: ReportData) -> Table {
        var table = Table(
            name: "sla", description: "What outages cost and what the contract pays for them, base scenario",
            columns: [
                .init("service", .string, "The vendor, a tier of its contract, its offer, or a pool of own replicas"),
                .init("metric", .string, "A line of the SLA model"),
                .init("value", .number, unit: "see unit", "Empty where a number is not the answer"), .init("unit"),
                .init("text", .string, "Words where a number is not the answer"),
            ], primaryKey: ["service", "metric"])
        guard let sla = data.sla else { return table }
        var vendor = "API vendor"
        if case .word(let word)? = data.register[key: "sla.provider"]?.base { vendor = word }
        for line in sla.model.lines {
            if case .driver = line.expression, line.members != .slaTier, line.members != .slaBetterTier { continue }
            guard line.members != .slaTerm, line.id != "sla_outside" else { continue }
            let isOffer = line.id.hasPrefix("sla_better_") || line.id.hasPrefix("better_")
            let service = isOffer ? "\(vendor), better SLA" : vendor
            for (member, who) in sla.model.members(of: line).enumerated() {
                let (value, text) = field(sla.value(line.id, member: member))
                let name: String =
                    switch (who, line.members) {
                    case (let pool?, .pool): "own hosting, \(pool.label)"
                    case (let tier?, _): "\(service), \(tier.label)"
                    case (nil, _): service
                    }
                table.rows.append([
                    .text(name), .text(line.id), value,
                    .text(ModelTables.unit(line.unit.symbol, data.heading.currency.code)), .text(text),
                ])
            }
        }
        return table
    }
}
