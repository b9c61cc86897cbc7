package import Billing
package import Economics
package import Money

/// The tables that show the invoices and the quotes.
package enum BillTables {
    package static func spend(_ ledger: Ledger, reporting: Currency?) -> Table {
        var table = Table(
            name: "spend", description: "The ledger: one row for each month, provider, model, workload and token class",
            columns: [
                .init("month", .yearmonth), .init("provider"), .init("model"), .init("workload"), .init("token_class"),
                .init("tokens", .number, unit: "tokens"), .init("requests", .number, unit: "requests"),
                .init("cost", .number, unit: "currency", "Exact; empty where the row carries only volume"),
                .init("currency"),
                .init("cost_reporting", .number, unit: reporting?.code ?? "reporting currency"),
            ], primaryKey: ["month", "provider", "model", "workload", "token_class", "currency"])
        func amount(_ value: Amount?) -> Field { value.map(Field.amount) ?? .empty }
        table.rows = ledger.rows.map { row in
            [
                .text("\(row.month)"), .text(row.provider), .text(row.model), .text(row.workload),
                .text(row.tokenClass.rawValue), amount(row.tokens), amount(row.requests), amount(row.cost),
                row.currency.map { .text($0.code) } ?? .empty, amount(row.costReporting),
            ]
        }
        return table
    }

    package static func sources(_ data: ReportData) -> Table {
        var table = Table(
            name: "sources", description: "Every input file, what of it was used and how it ties",
            columns: [
                .init("file"), .init("sha256"), .init("format"), .init("version"), .init("rows", .integer),
                .init("accepted", .integer), .init("rejected", .integer), .init("skipped", .integer),
                .init("period_from", .date), .init("period_to", .date), .init("currency"),
                .init("total", .number, unit: "currency", "Billed"),
                .init("control_total", .number, unit: "currency", "Declared, when this file alone answers to it"),
                .init("difference", .number, unit: "currency"),
            ], primaryKey: ["file", "currency"])
        for source in data.sources {
            let totals = source.totals.filter { $0.basis == .billed }
            let head: [Field] = [
                .text(source.name), .text(source.sha256), .text(source.format), .text(source.version ?? ""),
                .integer(source.rows), .integer(source.accepted), .integer(source.rejected), .integer(source.skipped),
                source.periodFrom.map { .text("\($0)") } ?? .empty, source.periodTo.map { .text("\($0)") } ?? .empty,
            ]
            if totals.isEmpty { table.rows.append(head + [.empty, .empty, .empty, .empty]) }
            for total in totals {
                let (declared, difference) = declared(for: source, total, data)
                table.rows.append(
                    head + [
                        .text(total.currency.code), .amount(total.amount), declared.map(Field.amount) ?? .empty,
                        difference.map(Field.amount) ?? .empty,
                    ])
            }
        }
        return table
    }

    /// Declared totals that answer to this file alone: the file is the only one of its vendor's month with money.
    private static func declared(
        for source: ImportedFile, _ total: CurrencyTotal, _ data: ReportData
    ) -> (Amount?, Amount?) {
        let months = Set(source.lines.filter { $0.billedCost != nil }.map(\.month))
        let providers = Set(source.lines.map(\.provider))
        guard months.count == 1, providers.count == 1, let month = months.first, let provider = providers.first else {
            return (nil, nil)
        }
        let rivals = data.sources.filter { other in
            other.name != source.name
                && other.lines.contains { $0.provider == provider && $0.month == month && $0.billedCost != nil }
        }
        guard rivals.isEmpty,
            let tie = data.spend.ties.first(where: {
                $0.vendor.lowercased() == provider.lowercased() && $0.month == month && $0.currency == total.currency
            })
        else { return (nil, nil) }
        return (tie.declared, tie.difference)
    }

    package static func rejects(_ rejects: [RejectedRow]) -> Table {
        var table = Table(
            name: "rejects", description: "Rows that could not be used; keys and e-mails are masked",
            columns: [
                .init("file"), .init("line", .integer), .init("column"), .init("code"), .init("value"),
                .init("message"),
            ], primaryKey: ["file", "line", "column"])
        table.rows = rejects.map { reject in
            let money = reject.amounts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            let worth = money.isEmpty ? "" : "; readable amounts: \(money.joined(separator: ", "))"
            return [
                .text(reject.file), .integer(reject.line), .text(reject.column), .text(reject.code),
                .text(Masking.masked(reject.value)), .text("expected \(reject.expected)\(worth)"),
            ]
        }
        return table
    }

    package static func quotes(_ data: ReportData, _ priced: PricedQuotes) -> Table {
        var table = Table(
            name: "quotes", description: "Every quote line, its effective price and its rank",
            columns: [
                .init("quote_line_id"), .init("vendor"), .init("gpu"), .init("gpus", .number, unit: "GPU"),
                .init("pricing"), .init("term_months", .number, unit: "months"), .init("currency"),
                .init("price", .number, unit: "currency"), .init("price_unit"),
                .init("gpu_hour", .number, unit: "currency/GPU-hour"),
                .init("gpu_hour_reporting", .number, unit: "\(data.heading.currency.code)/GPU-hour"),
                .init("valid_until", .date), .init("status"), .init("rank", .integer),
                .init("chosen", .integer, "1: used"),
                .init("file"), .init("line", .integer),
            ], primaryKey: ["quote_line_id"])
        for (index, line) in priced.lines.enumerated() {
            let row = data.quotes.rows[index]
            let hasPrice = [.valid, .expired, .needsReview, .noRate].contains(priced.standings[index])
            func value(_ id: String) -> Field {
                hasPrice ? .number(priced.evaluation.value(id, member: index, lane: 0)) : .empty
            }
            table.rows.append([
                .text(line.id), .text(line.vendor), .text(row.gpu), .amount(line.gpusPerUnit),
                .text(line.pricing.rawValue), .number(line.term), .text(row.currency),
                value("price"), .text(line.priceUnit?.rawValue ?? ""), value("gpu_hour"),
                priced.standings[index] == .noRate ? .empty : value("gpu_hour_reporting"),
                line.validUntil.map { .text("\($0)") } ?? .empty, .text(row.status),
                row.rank.map(Field.integer) ?? .empty, .integer(row.chosen ? 1 : 0), .text(line.file),
                .integer(line.line),
            ])
        }
        return table
    }
}
