import Diagnostics
import Economics

/// What money the plan asks for, when and for what, in the base scenario.
enum CapitalSheet {
    private struct Figure {
        var id: String
        var label: String
        var unit: Unit
        var format: NumberFormat
        /// The line whose months are added up; nil: the figure is a cell of its own.
        var total: String?
    }

    private static let asked = [
        Figure(id: "capex_total", label: "Servers, capex over the horizon", unit: .money, format: .whole),
        Figure(
            id: "one_off_total", label: "One-off costs over the horizon", unit: .money, format: .whole,
            total: "one_off"),
        Figure(id: "capital_total", label: "Asked for, both", unit: .money, format: .whole),
        Figure(id: "peak_funding", label: "Peak funding: most that is out at one time", unit: .money, format: .whole),
        Figure(id: "funding_date", label: "Month of the peak funding", unit: .date, format: .month),
        Figure(id: "payback_month", label: "Payback", unit: .months, format: .ratio),
        Figure(id: "npv", label: "NPV", unit: .money, format: .whole),
        Figure(
            id: "npv_with_residual", label: "NPV with the residual value at the horizon", unit: .money, format: .whole),
        Figure(id: "payback_lasts", label: "Payback lasts: never below zero again", unit: .word, format: .general),
        Figure(
            id: "profitability_index", label: "Profitability index, 1 where the NPV is zero", unit: .ratio,
            format: .ratio),
        Figure(
            id: "equivalent_cost_api", label: "Staying on the API, equivalent annual cost", unit: .money, format: .whole
        ),
        Figure(
            id: "equivalent_cost_plan", label: "The plan before tax, equivalent annual cost", unit: .money,
            format: .whole),
    ]

    private static let lent = [
        Figure(
            id: "loan_total", label: "Loan for servers, drawn over the horizon", unit: .money, format: .whole,
            total: "loan_drawn"),
        Figure(
            id: "loan_paid", label: "Its interest within the horizon", unit: .money, format: .whole,
            total: "loan_interest"),
        Figure(
            id: "loan_rest", label: "Still owed in the last month, and settled in it", unit: .money, format: .whole,
            total: "loan_settled"),
        Figure(
            id: "loan_present", label: "Its flows after tax, at the after-tax cost of debt", unit: .money,
            format: .whole),
        Figure(id: "loan_most", label: "Most that is owed", unit: .money, format: .whole),
        Figure(id: "funding_after_loan", label: "Peak funding after the loan", unit: .money, format: .whole),
    ]

    private static let committed = [
        Figure(
            id: "committed_total", label: "Capacity taken for more than a year, payments", unit: .money,
            format: .whole, total: "lease_candidates"),
        Figure(id: "lease_present", label: "Their present value", unit: .money, format: .whole),
        Figure(id: "lease_later", label: "Lease payments after the horizon", unit: .money, format: .whole),
        Figure(id: "lease_months", label: "Longest commitment", unit: .months, format: .whole),
        Figure(
            id: "lease_taken", label: "Longest use, renewals of the plan included", unit: .months, format: .whole),
        Figure(
            id: "lease_question", label: "Capacities taken for more than a year", unit: .index, format: .whole),
    ]

    private static let leaving = [
        Figure(
            id: "renewals", label: "Renewals of reservations within the horizon", unit: .index, format: .whole),
        Figure(
            id: "signing_all", label: "Reservations, paid at signing over the horizon", unit: .money, format: .whole),
        Figure(
            id: "funding_at_signing", label: "Peak funding when that is paid at signing", unit: .money, format: .whole),
        Figure(
            id: "early_exit_fee", label: "Early exit fee: most that is still committed", unit: .money, format: .whole),
        Figure(id: "worst_exit", label: "Most that is lost by stopping early", unit: .money, format: .whole),
    ]

    private static let requested = [
        Figure(id: "request_month", label: "Month of the model", unit: .month, format: .whole),
        Figure(id: "request_date", label: "Month", unit: .date, format: .month),
        Figure(id: "request_servers", label: "Servers ordered", unit: .server, format: .whole),
        Figure(id: "request_price", label: "Price of a server", unit: .money, format: .whole),
        Figure(id: "request_capex", label: "Capex", unit: .money, format: .whole),
        Figure(id: "request_one_off", label: "One-off", unit: .money, format: .whole),
    ]

    private static let firstRow = 12

    static func make(_ data: ReportData, _ layout: WorkbookLayout, master: CellValue) throws(Failure) -> Sheet {
        let name = WorkbookLayout.SheetName.capital
        var canvas = SheetCanvas(
            name, .presentation, title: "Capital request in \(layout.currency), the plan in the base scenario",
            subtitle: "Servers are paid for in the month of their order, one-off costs in their own month.",
            layout: layout, master: master)
        var figures = SheetFigures(sheet: name)
        let base = Instance(.base, .hybrid)
        func at(_ row: Int, _ column: Int) -> CellAddress { CellAddress(row: row, column: column) }

        let parts = data.model.members.parts
        let asked =
            asked + (parts.contains(.loan) ? lent : []) + committed + (parts.contains(.fixedTerm) ? leaving : [])
        canvas.header(firstRow, ["What is asked for", "Unit", "Value"])
        for (offset, item) in asked.enumerated() {
            let row = firstRow + 1 + offset
            canvas.sheet[row, 0] = Cell(.text(item.label), .label)
            canvas.sheet[row, 1] = Cell(
                .text([.date, .word].contains(item.unit) ? "" : canvas.unit(item.unit.symbol)), .unit)
            let cell =
                item.total.map { data.total($0, base, layout) } ?? data.cell(item.id, base, layout)
            figures.link(
                item.id, item.unit, to: cell.place, cell.value, at: at(row, 2),
                item.id == "capital_total" ? .total : .crossSheet, item.format)
        }

        let row = firstRow + asked.count + 3
        let requests = shownRequests(data)
        figures.members(.request, count: requests.count)
        canvas.section(row - 1, "The first \(requests.count) months that ask for money")
        canvas.header(
            row, ["Request"] + requested.map { "\($0.label) [\(canvas.unit($0.unit.symbol))]" } + ["Asked for"])
        canvas.sheet.rowHeights[row] = 32
        for index in requests.indices {
            canvas.sheet[row + 1 + index, 0] = Cell(.text("Request \(index + 1)"), .label)
        }
        for (column, item) in requested.enumerated() {
            figures.link(
                item.id, item.unit, over: .request,
                requests.indices.map { index in
                    let cell = data.cell(item.id, member: index, base, layout)
                    return (requests[index].id, cell.place, cell.value)
                }, from: at(row + 1, 1 + column), .crossSheet, item.format)
        }
        let sum = 1 + requested.count
        figures.add(
            "request_sum", .money, over: .request, from: at(row + 1, sum), .calculation, .whole,
            "request_capex" + "request_one_off")
        let end = row + 1 + requests.count
        canvas.sheet[end, 0] = Cell(.text("Later months"), .label)
        figures.add(
            "later", .money, at: at(end, sum), .calculation, .whole, "capital_total" - .sum(.members("request_sum")))
        canvas.sheet[end + 1, 0] = Cell(.text("Asked for, all"), .total)
        figures.add(
            "all", .money, at: at(end + 1, sum), .total, .whole, .sum(.members("request_sum")) + "later")
        var below = end + 3
        if parts.contains(.fixedTerm) {
            below = reservations(from: below, &canvas, &figures, data, layout)
            below = exits(from: below, &canvas, &figures, data, layout)
        }
        if parts.contains(.lease) { leaseOrBuy(from: below, &canvas, &figures, data, layout) }
        say(&figures, layout.currency, parts)
        _ = try figures.write(into: &canvas)
        canvas.sheet.onePage = true
        canvas.sheet.freeze = CellAddress(row: 3, column: 1)
        canvas.sheet.repeatRows = 3
        canvas.sheet.repeatColumns = 1
        canvas.sheet.columnWidths = [0: 46, 1: 16, 2: 16, 3: 16, 4: 16, 5: 16, 6: 16, 7: 16]
        return canvas.sheet
    }

    /// Those that ask for something at generation and two more, so that a changed input finds a row; later ones are in the sum below.
    private static func shownRequests(_ data: ReportData) -> ArraySlice<Member> {
        let lane = data.lane(Instance(.base, .hybrid))
        let all = data.model.members[.request]
        let asking = all.indices.filter { data.evaluation.value("request_column", member: $0, lane: lane) > 0 }.count
        return all.prefix(asking + 2)
    }

    private static func say(_ figures: inout SheetFigures, _ currency: String, _ parts: Set<ModelPart>) {
        let sentences: [Sentence] =
            [
                .choose(
                    .compareNumber("capital_total", .greater, 0),
                    .joined([
                        "The plan asks for ", .figure("capital_total", .whole), .words(" \(currency): "),
                        .figure("capex_total", .whole), " for servers and ", .figure("one_off_total", .whole),
                        " once, for the change itself.",
                    ]), "The plan asks for no capital: it buys no server and has no one-off cost."),
                .choose(
                    .compareNumber("peak_funding", .greater, 0),
                    .joined([
                        "At most ", .figure("peak_funding", .whole),
                        .words(" \(currency) is out at one time; running costs and savings until then are counted."),
                    ]), "The savings cover every month: the running sum never falls below zero."),
                .choose(
                    .isWord("payback_month", "never"),
                    .joined([
                        .words("The money does not come back within the horizon; NPV "), .figure("npv", .whole),
                        .words(" \(currency)."),
                    ]),
                    .choose(
                        .isWord("payback_month", "none"), "Nothing moves, so nothing has to come back.",
                        .joined([
                            "The money is back after ", .figure("payback_month", .tenths), .words(" months; NPV "),
                            .figure("npv", .whole), .words(" \(currency)."),
                        ]))),
                .choose(
                    .compareNumber("lease_question", .greater, 0),
                    .joined([
                        "For the accountant: the plan takes capacity for up to ", .figure("lease_taken", .whole),
                        " months, renewals it assumes included, of which ", .figure("lease_months", .whole),
                        .words(" are committed; the payments are worth "), .figure("lease_present", .whole),
                        .words(" \(currency) today."),
                    ]), "For the accountant: the plan takes no capacity with a term for more than a year."),
                "Whether a contract is a lease (IFRS 16, ASC 842) turns on its words: named machines, control over their use, renewals that are reasonably certain.",
            ]
            + (parts.contains(.fixedTerm) ? [reservationSentence(currency)] : [])
            + (parts.contains(.loan)
                ? [
                    .joined([
                        "A loan of ", .figure("loan_total", .whole), .words(" \(currency) in all costs "),
                        .figure("loan_paid", .whole), " interest within the horizon",
                        .choose(
                            .compareNumber("loan_rest", .greater, 0),
                            .joined([
                                "; what is still owed then, ", .figure("loan_rest", .whole),
                                ", is settled in the last month. It",
                            ]), ", is paid back within it, and"),
                        " leaves a peak funding of ",
                        .figure("funding_after_loan", .whole), ". NPV and payback leave it out.",
                    ])
                ] : []) + (parts.contains(.lease) ? [leaseSentence(currency)] : [])
        for (offset, sentence) in sentences.enumerated() {
            figures.say(sentence, at: CellAddress(row: 4 + offset, column: 0))
        }
    }
}
