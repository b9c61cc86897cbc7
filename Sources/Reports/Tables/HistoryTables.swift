import Billing
import Economics
import Money

/// The tables that compare a report with earlier ones.
package enum HistoryTables {
    package static func all(_ history: History, _ data: ReportData) -> [Table] {
        (history.bridge.map { [bridge($0, history, currency: data.heading.currency.code), changes($0, history)] } ?? [])
            + [
                restatements(history), backTest(history, currency: data.heading.currency.code),
            ]
    }

    static func bridge(_ bridge: Bridge, _ history: History, currency: String) -> Table {
        var table = Table(
            name: "bridge",
            description: "Why the NPV of the plan, base scenario, moved since \(history.earlier.name), cause by cause",
            columns: [
                .init("step", .string, "earlier, a cause, or now"), .init("label"),
                .init("change", .number, unit: currency, "Empty at both ends"),
                .init("npv", .number, unit: currency, "After the step"),
            ], primaryKey: ["step"])
        table.rows.append([
            .text("earlier"), .text("Report of \(history.earlier.period)"), .empty, .number(bridge.earlier),
        ])
        var level = bridge.earlier
        for step in bridge.steps {
            level += step.change
            table.rows.append([
                .text(step.cause.rawValue), .text(step.cause.label), .number(step.change), .number(level),
            ])
        }
        table.rows.append([.text("now"), .text("This report"), .empty, .number(bridge.now)])
        return table
    }

    static func changes(_ bridge: Bridge, _ history: History) -> Table {
        var table = Table(
            name: "changes", description: "Assumptions with another base value than in \(history.earlier.name)",
            columns: [
                .init("key", .string, "As for --set"), .init("label"),
                .init("earlier", .string, "A number or a word"), .init("now", .string, "A number or a word"),
                .init("cause", .string, "Step of bridge.csv"),
            ], primaryKey: ["key"])
        table.rows = bridge.changes.map { change in
            [
                .text(change.key), .text(change.label), change.earlier.field, change.now.field,
                .text(change.cause.rawValue),
            ]
        }
        return table
    }

    static func restatements(_ history: History) -> Table {
        var table = Table(
            name: "restatements",
            description: "Bills of past months that differ from what \(history.earlier.name) read",
            columns: [
                .init("month", .yearmonth), .init("provider"), .init("currency"),
                .init("earlier", .number, unit: "currency"), .init("now", .number, unit: "currency"),
                .init("difference", .number, unit: "currency"),
            ], primaryKey: ["month", "provider", "currency"])
        table.rows = history.restatements.map { row in
            [
                .text("\(row.bill.month)"), .text(row.bill.provider), .text(row.bill.currency), .amount(row.earlier),
                .amount(row.now), .amount(row.difference),
            ]
        }
        return table
    }

    static func backTest(_ history: History, currency: String) -> Table {
        var table = Table(
            name: "backtest",
            description:
                "What earlier reports forecast for months that have closed since, if everything stays on the API",
            columns: [
                .init("report", .yearmonth, "Period of the report that made the forecast"), .init("month", .yearmonth),
                .init("months_ahead", .integer, unit: "months"), .init("forecast", .number, unit: currency),
                .init("actual", .number, unit: currency, "Invoices without tax"),
                .init("error", .number, unit: currency, "Forecast less actual"),
                .init("error_share", .number, unit: "ratio", "Of the actual; empty where that is 0"),
            ], primaryKey: ["report", "month"])
        table.rows = history.backTests.map { test in
            let error = test.forecast - test.actual
            return [
                .text("\(test.report)"), .text("\(test.month)"), .integer(test.monthsAhead), .number(test.forecast),
                .number(test.actual), .number(error),
                test.actual == 0 ? .empty : .number(error / test.actual),
            ]
        }
        return table
    }
}

extension DriverValue {
    fileprivate var field: Field {
        switch self {
        case .number(let number): .number(number)
        case .word(let word): .text(word)
        }
    }
}
