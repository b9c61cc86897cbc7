import Billing
import Economics
import Money

/// The tables that show the model: summary.csv and timeline.csv.
package enum ModelTables {
    package static func summary(_ data: ReportData) -> Table {
        var table = Table(
            name: "summary", description: "Figures of merit by scenario and strategy",
            columns: [
                .init("metric", .string, "As in the defined names of the workbook"),
                .init("scenario", .string, "low, base or high; empty where it makes no difference"),
                .init("strategy", .string, "hybrid, full or api; empty where it makes no difference"),
                .init("value", .number, unit: "see unit", "Empty where a number is not the answer"),
                .init("unit"), .init("text", .string, "Words where a number is not the answer"),
            ], primaryKey: ["metric", "scenario", "strategy"])
        let currency = data.heading.currency.code
        for metric in Metric.all(of: data.model) {
            let unit = metric.unit == "text" ? "text" : unit(metric.unit, currency)
            for scenario in Scenario.allCases {
                for strategy in Strategy.allCases {
                    let line: String
                    if strategy == .api {
                        guard let staying = metric.lineWhenStaying else { continue }
                        line = staying
                    } else {
                        line = metric.line
                    }
                    let lane = Instance.all.firstIndex(of: Instance(scenario, strategy == .api ? .hybrid : strategy))!
                    let (value, text) = result(metric, line, data, lane)
                    table.rows.append([
                        .text(metric.id), .text(scenario.rawValue), .text(strategy.rawValue), value, .text(unit),
                        .text(text),
                    ])
                }
            }
        }
        table.rows += SLATables.summary(data) + ReadinessTables.metrics(data)
        for (id, value, text) in withoutScenario(data) {
            table.rows.append([
                .text(id), .empty, .empty, value,
                .text(unit(data.spend.model.line(id)!.unit.symbol, currency)), .text(text),
            ])
        }
        table.rows += GateTables.summary(data)
        for metric in RunMetric.allCases {
            let (value, text) = metric.result(data)
            table.rows.append([
                .text(metric.rawValue), .empty, .empty, value, .text(unit(metric.unit, currency)), .text(text),
            ])
        }
        return table
    }

    private static func result(_ metric: Metric, _ line: String, _ data: ReportData, _ lane: Int) -> (Field, String) {
        switch data.evaluation.result(line, lane: lane) {
        case .number(let value):
            let isToday = metric.id.hasSuffix("_optimised") && !data.model.members.parts.contains(.optimised)
            return (.number(value), isToday ? "no `optimised` block is given: the bill is today's" : "")
        case .word("several"):
            let member = metric.id.hasSuffix("with_residual") ? 1 : 0
            let roots = (1...3).compactMap { number -> String? in
                guard
                    case .number(let root) = data.evaluation.result("root_annual_\(number)", member: member, lane: lane)
                else { return nil }
                return ReportWords.percent(root)
            }
            return (.empty, "several: \(roots.joined(separator: "; "))")
        case .word(let word):
            let reason = Reasons(data: data, lane: lane).reason(metric: metric.id)
            return (.empty, [word, reason].compactMap(\.self).joined(separator: ": "))
        }
    }

    /// Metrics that the invoices alone decide: money of the ledger, exact.
    private static func withoutScenario(_ data: ReportData) -> [(String, Field, String)] {
        guard !data.spend.months.isEmpty else {
            return SpendModel.metrics.map {
                ($0, .empty, "no invoices")
            }
        }
        let totals = data.spend.totals
        return [
            ("api_spend_last_month", .amount(totals.spendOfPeriod), ""),
            ("invoices_total", .amount(totals.invoices), ""),
            totals.difference.map { ("invoices_difference", .amount($0), "") }
                ?? ("invoices_difference", .empty, "no declared total"),
        ]
            + ["volume_growth_history", "volume_growth_error"].map { id in
                switch data.spend.evaluation.result(id, lane: 0) {
                case .number(let value): (id, .number(value), "")
                case .word(let word): (id, .empty, word)
                }
            }
    }

    static func unit(_ symbol: String, _ currency: String) -> String {
        symbol.hasPrefix("CUR") ? currency + symbol.dropFirst(3) : symbol
    }

    /// Name in timeline.csv, line of the model, member that it shows.
    private static let timelineLines: [(name: String, line: String, member: Int)] =
        (["baseline_api", "residual_api"] + Section.runningCosts.map(\.line.id) + [
            "contingency", "one_off", "capex", "residual_value", "depreciation_book", "depreciation_tax",
            "tax_write_off",
        ]).map { ($0, $0, 0) }
        // The twin that counts the residual value at the horizon.
        + ["tax", "alternative", "cash_flow", "cumulative_cash_flow", "discounted_cash_flow"].map { ($0, $0, 1) }
        + [
            ("replicas", "replicas", 0), ("gpus", "gpus_paid", 0), ("servers", "servers", 0),
            ("utilisation", "utilisation", 0),
        ]

    package static func timeline(_ data: ReportData) -> Table {
        var table = Table(
            name: "timeline", description: "Every line of the model in every month, one value a row",
            columns: [
                .init("month_index", .integer, unit: "month", "0 is the decision date"),
                .init("month", .yearmonth), .init("scenario"), .init("strategy"),
                .init("line", .string, "MODEL.md 5; cash flow and its sums count the residual value at the horizon"),
                .init("value", .number, unit: "see unit"), .init("unit"),
            ], primaryKey: ["month_index", "scenario", "strategy", "line"])
        guard case .number(let start)? = data.register[key: "meta.start_month"]?.base else { return table }
        let first = SpreadsheetDate.day(Int(start)).month
        for (lane, instance) in Instance.all.enumerated() {
            for (name, id, member) in timelineLines {
                // Costs that the project does not have.
                guard let line = data.model.line(id) else { continue }
                let unit = unit(line.unit.symbol, data.heading.currency.code)
                for (index, value) in data.evaluation.series(id, member: member, lane: lane).enumerated() {
                    table.rows.append([
                        .integer(index), .text("\(first + (index - 1))"), .text(instance.scenario.rawValue),
                        .text(instance.strategy.rawValue), .text(name), .number(value), .text(unit),
                    ])
                }
            }
        }
        return table
    }

    package static func assumptions(_ data: ReportData) -> Table {
        var table = Table(
            name: "assumptions", description: "Every driver with its ends, source, owner and dates",
            columns: [
                .init("key", .string, "As for --set"), .init("label"), .init("base", .string, "A number or a word"),
                .init("low", .number, "Numeric end; empty: same as base"),
                .init("high", .number, "Numeric end; empty: same as base"),
                .init("min", .number, "Least that is accepted"), .init("max", .number, "Most that is accepted"),
                .init("live", .integer, "1: setting the cell equals --set"), .init("unit"), .init("source"),
                .init("owner"), .init("as_of", .date), .init("expires", .date), .init("confidence"),
            ], primaryKey: ["key"])
        func number(_ value: Double?) -> Field { value.map(Field.number) ?? .empty }
        func text(_ value: DriverValue) -> Field {
            switch value {
            case .number(let value): .number(value)
            case .word(let word): .text(word)
            }
        }
        for driver in data.register.drivers {
            let (least, most) = driver.definition.kind.bounds
            var base = text(driver.base)
            if driver.key == "meta.start_month", case .number(let serial) = driver.base {
                base = .text("\(SpreadsheetDate.day(Int(serial)).month)")
            }
            table.rows.append([
                .text(driver.key), .text(driver.label), base, number(driver.low), number(driver.high), number(least),
                number(most), .integer(driver.isLive ? 1 : 0), .text(unit(driver.unit, data.heading.currency.code)),
                .text(driver.source), .text(driver.owner), driver.asOf.map { .text("\($0)") } ?? .empty,
                driver.expires.map { .text("\($0)") } ?? .empty, .text(driver.confidence.rawValue),
            ])
        }
        for (index, quote) in data.quotes.rows.enumerated() {
            table.rows.append([
                .text("quotes.\(quote.id).price"), .text("\(quote.vendor): price as quoted"),
                .number(data.quotes.evaluation.value("price", member: index, lane: 0)), .empty, .empty, .number(0),
                .empty, .integer(quote.status == "not compute" ? 0 : 1), .text(quote.currency),
                .text("\(quote.file):\(quote.line)"), .empty, .empty,
                quote.validUntil.map { .text("\($0)") } ?? .empty, .text("quote"),
            ])
        }
        return table
    }

    package static func checks(_ data: ReportData) -> Table {
        var table = Table(
            name: "checks", description: "Every rule that must hold",
            columns: [
                .init("id"), .init("description"), .init("value", .number), .init("tolerance", .number),
                .init("result", .string, "pass, fail, warn, n/a or no declared total"),
            ], primaryKey: ["id"])
        for check in data.checks {
            let result = data.checkEvaluation.result("result_\(check.id)", lane: 0)
            let applies = check.value != .notApplicable
            guard case .word(let word) = result else { continue }
            table.rows.append([
                .text(check.id), .text(check.description),
                applies ? .number(data.checkEvaluation.value("value_\(check.id)", lane: 0)) : .empty,
                applies ? .number(check.tolerance) : .empty, .text(word),
            ])
        }
        return table
    }
}
