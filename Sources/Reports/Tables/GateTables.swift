import Billing
import Economics
import Money

/// The tables of gates, and of what has come of the plan.
package enum GateTables {
    package static func all(_ data: ReportData) -> [Table] {
        guard let gates = data.gates else { return [] }
        let currency = data.heading.currency.code
        var tables: [Table] = []
        if gates.shape.phases > 0 { tables.append(Self.gates(gates)) }
        if let actuals = gates.actuals {
            tables += [Self.actuals(actuals, gates, currency), volumes(actuals, currency)]
        }
        return tables
    }

    /// Rows of summary.csv, once something has moved. Money of the ledger is exact.
    static func summary(_ data: ReportData) -> [[Field]] {
        guard let gates = data.gates else { return [] }
        let unit = Field.text(data.heading.currency.code)
        let unbooked = gates.actuals?.months.filter { $0.saving == nil }.map { "\($0.month)" } ?? []
        let words =
            unbooked.isEmpty
            ? "" : "without \(unbooked.joined(separator: ", ")): cost or volume of own hosting is not booked"
        return gates.metrics.map { id in
            let isActual = id == "actual_saving_to_date"
            let exact = isActual ? gates.actuals?.savingToDate : nil
            if case .word(let word) = gates.evaluation.result(id, lane: 0) {
                return [.text(id), .empty, .empty, .empty, .text("text"), .text(word)]
            }
            return [
                .text(id), .empty, .empty, exact.map(Field.amount) ?? .number(gates.value(id)), unit,
                .text(id == "planned_saving_to_date" ? "" : words),
            ]
        }
    }

    static func gates(_ data: GateData) -> Table {
        var table = Table(
            name: "gates", description: "Gates and stop rules of each phase, and how they stand",
            columns: [
                .init("phase", .integer), .init("metric"),
                .init("threshold", .string, "A share, or a word"),
                .init("actual", .string, "As the threshold; empty: nothing is known yet"),
                .init("date", .date, "From this day on it is judged"),
                .init("status", .string, "not due, no data, missed or met"),
                .init("action", .string, "What happens where it is missed"),
            ], primaryKey: ["phase", "metric"])
        table.rows = data.gates.map { row in
            [
                .integer(row.phase), .text(row.gate.rawValue), field(row.threshold),
                row.actual.map(field) ?? .empty, .text("\(row.date)"), .text(row.status), .text(row.gate.action),
            ]
        }
        return table
    }

    private static func field(_ value: DriverValue) -> Field {
        switch value {
        case .number(let number): .number(number)
        case .word(let word): .text(word)
        }
    }

    static func actuals(_ actuals: Actuals, _ data: GateData, _ currency: String) -> Table {
        var table = Table(
            name: "actuals", description: "What has been saved since the first workload moved, and what was planned",
            columns: [
                .init("month", .yearmonth),
                .init("frozen_cost", .number, unit: currency, "Actual volume at the prices of the frozen baseline"),
                .init("api_cost", .number, unit: currency, "Invoices of the API without tax"),
                .init("own_cost", .number, unit: currency, "Bills of own hosting without tax; empty: none is booked"),
                .init("saving", .number, unit: currency, "Frozen baseline less API less own cost"),
                .init("plan_saving", .number, unit: currency, "Of this report's plan, base scenario"),
                .init("variance", .number, unit: currency, "Actual less plan"),
                .init("earlier_report", .yearmonth, "Period of the report whose plan stands in the next columns"),
                .init("earlier_plan_saving", .number, unit: currency),
                .init("earlier_variance", .number, unit: currency, "Actual less the earlier plan"),
                .init("own_tokens", .number, unit: "tokens", "Served by own GPUs"),
                .init("own_at_frozen_prices", .number, unit: currency, "What they would have cost on the API"),
            ], primaryKey: ["month"])
        for (index, month) in actuals.months.enumerated() {
            func figure(_ line: String, if flags: String...) -> Field {
                let isKnown = flags.allSatisfy { data.model.line($0) != nil && data.value($0, member: index) > 0 }
                return isKnown ? .number(data.value(line, member: index)) : .empty
            }
            table.rows.append([
                .text("\(month.month)"), .amount(month.frozenCost), .amount(month.apiCost),
                month.ownCost.map(Field.amount) ?? .empty, month.saving.map(Field.amount) ?? .empty,
                figure("planned_saving", if: "in_plan"), figure("saving_variance", if: "in_plan", "own_booked"),
                data.earlier.map { .text("\($0.period)") } ?? .empty, figure("earlier_saving", if: "in_earlier"),
                figure("earlier_variance", if: "in_earlier", "own_booked"), .amount(month.ownTokens),
                .amount(month.ownAtFrozenPrices),
            ])
        }
        return table
    }

    static func volumes(_ actuals: Actuals, _ currency: String) -> Table {
        var columns: [Table.Column] = [.init("month", .yearmonth), .init("workload")]
        for side in ["api", "own"] {
            for price in PriceClass.allCases {
                columns.append(.init("\(side)_\(price.tokens)", .number, unit: "tokens"))
            }
        }
        columns += [
            .init(
                "frozen_cost", .number, unit: currency,
                "All tokens at frozen prices, and money without tokens in proportion to them"),
            .init("own_at_frozen_prices", .number, unit: currency, "Of it the tokens that own GPUs served"),
            .init("api_cost", .number, unit: currency, "Invoices without tax"),
        ]
        var table = Table(
            name: "actual_volumes", description: "What each workload used since the first one moved, at frozen prices",
            columns: columns, primaryKey: ["month", "workload"])
        for volume in actuals.volumes {
            var row: [Field] = [.text("\(volume.month)"), .text(volume.workload)]
            for tokens in [volume.apiTokens, volume.ownTokens] {
                for price in PriceClass.allCases { row.append(.amount(tokens[price] ?? .zero)) }
            }
            row += [.amount(volume.frozenCost), .amount(volume.ownAtFrozenPrices), .amount(volume.apiCost)]
            table.rows.append(row)
        }
        return table
    }
}

extension PriceClass {
    /// As the drivers of a workload name them.
    fileprivate var tokens: String {
        switch self {
        case .input: "tok_in"
        case .cached: "tok_cached"
        case .output: "tok_out"
        }
    }
}
