import Economics

/// What the contracts behind the capacity mean for the money asked: stopping early, and leasing in place of buying.
extension CapitalSheet {
    private static let base = Instance(.base, .hybrid)

    /// Terms of reservations: the cash pays them month by month as long as own hosting runs, the contract may not.
    ///
    /// - Returns: the first free row.
    static func reservations(
        from row: Int, _ canvas: inout SheetCanvas, _ figures: inout SheetFigures, _ data: ReportData,
        _ layout: WorkbookLayout
    ) -> Int {
        canvas.section(
            row, "Reservations: taken as renewed at the same price, money paid at signing spread over the term")
        let columns: [(line: String, title: String, unit: Unit)] = [
            ("reserved_gpus", "GPUs reserved", .gpu), ("term_length", "Term", .months),
            ("reserved_from", "First month", .month), ("renewed", "Renewals within the horizon", .index),
            ("signing_payment", "Due at each signing", .money), ("signing_due", "Due at signing, in all", .money),
        ]
        canvas.header(row + 1, ["Capacity"] + columns.map { "\($0.title) [\(canvas.unit($0.unit.symbol))]" })
        canvas.sheet.rowHeights[row + 1] = 46
        let fleets = data.model.members[.fleet]
        for (offset, fleet) in fleets.enumerated() {
            canvas.sheet[row + 2 + offset, 0] = Cell(.text(fleet.label), .label)
        }
        for (column, item) in columns.enumerated() {
            figures.link(
                "of_\(item.line)", item.unit, over: .fleet,
                fleets.indices.map { index in
                    let cell =
                        item.line == "signing_due"
                        ? data.total(item.line, member: index, base, layout)
                        : data.cell(item.line, member: index, base, layout)
                    return (fleets[index].id, cell.place, cell.value)
                }, from: CellAddress(row: row + 2, column: 1 + column), .crossSheet, .whole)
        }
        return row + 2 + fleets.count + 1
    }

    static func reservationSentence(_ currency: String) -> Sentence {
        .joined([
            .choose(
                .compareNumber("renewals", .greater, 0),
                "Reservations are taken as renewed at the same price to the end of the plan; leaving early costs at most ",
                "No reservation has to be renewed within the plan; leaving early costs at most "),
            .figure("early_exit_fee", .whole), .words(" \(currency). "),
            .choose(
                .compareNumber("signing_all", .greater, 0),
                .joined([
                    "They ask for ", .figure("signing_all", .whole),
                    .words(" \(currency) at signing: paid then, peak funding is "),
                    .figure("funding_at_signing", .whole), ".",
                ]), "Nothing of them is due at signing."),
        ])
    }

    /// The stress case: own hosting stops, and what is committed is paid all the same.
    ///
    /// - Returns: the first free row.
    static func exits(
        from row: Int, _ canvas: inout SheetCanvas, _ figures: inout SheetFigures, _ data: ReportData,
        _ layout: WorkbookLayout
    ) -> Int {
        canvas.section(row, "Stopped early: what is committed is paid all the same, and no hardware is sold")
        let columns = [
            ("funding_sum", "Cash so far"), ("exit_fee", "Early exit fee"), ("cash_if_stopped", "Cash after it"),
        ]
        canvas.header(
            row + 1, ["At the end of month"] + columns.map { "\($0.1) [\(layout.currency)]" })
        canvas.sheet.rowHeights[row + 1] = 32
        let months = MonteCarlo.gateMonths.filter { $0 <= data.model.horizon }
        for (offset, month) in months.enumerated() {
            canvas.sheet[row + 2 + offset, 0] = Cell(.text("Month \(month)"), .label)
            for (column, (line, _)) in columns.enumerated() {
                let cell = data.cell(line, at: month, base, layout)
                figures.link(
                    "\(line)_\(month)", .money, to: cell.place, cell.value,
                    at: CellAddress(row: row + 2 + offset, column: 1 + column),
                    line == "cash_if_stopped" ? .total : .crossSheet, .whole)
            }
        }
        return row + 2 + months.count + 1
    }

    /// One row for each kind of capacity; words where it has only one of the two prices.
    static func leaseOrBuy(
        from row: Int, _ canvas: inout SheetCanvas, _ figures: inout SheetFigures, _ data: ReportData,
        _ layout: WorkbookLayout
    ) {
        canvas.section(
            row, "Lease or buy a server: present values after tax, at the after-tax cost of debt")
        let columns = [
            ("buying_server", "Buying", Unit.money), ("leasing_server", "Leasing over its life", .money),
            ("lease_gain", "Leasing saves (below 0: costs more)", .money),
            ("lease_even", "Lease at which both cost the same", .moneyPerMonth),
            ("plan_lease_gain", "All servers of the plan: leasing saves (below 0: costs more)", .money),
        ]
        canvas.header(
            row + 1, ["Capacity"] + columns.map { "\($0.1) [\(canvas.unit($0.2.symbol))]" })
        canvas.sheet.rowHeights[row + 1] = 76
        let fleets = data.model.members[.fleet]
        for (offset, fleet) in fleets.enumerated() {
            canvas.sheet[row + 2 + offset, 0] = Cell(.text(fleet.label), .label)
        }
        for (column, (line, _, unit)) in columns.enumerated() {
            figures.link(
                line, unit, over: .fleet,
                fleets.indices.map { index in
                    let cell = data.cell(line, member: index, base, layout)
                    return (fleets[index].id, cell.place, cell.value)
                }, from: CellAddress(row: row + 2, column: 1 + column), .crossSheet, .whole)
        }
        let end = row + 2 + fleets.count
        canvas.sheet[end, 0] = Cell(.text("Leasing saves, in all (below 0: costs more)"), .total)
        let all = data.cell("lease_advantage", base, layout)
        figures.link(
            "lease_advantage", .money, to: all.place, all.value, at: CellAddress(row: end, column: columns.count),
            .total,
            .whole)
        canvas.sheet[end + 1, 0] = Cell(.text("Cost of debt after tax, a month"), .label)
        let rate = data.cell("debt_rate", base, layout)
        figures.link(
            "debt_rate", .ratio, to: rate.place, rate.value, at: CellAddress(row: end + 1, column: columns.count),
            .crossSheet, .percent)
    }

    static func leaseSentence(_ currency: String) -> Sentence {
        .choose(
            .isWord("lease_advantage", "needs a lease and a price"),
            "Lease or buy: give both prices, server_price and lease_month, to compare them.",
            .choose(
                .compareNumber("lease_advantage", .less, 0),
                .joined([
                    "Lease or buy: leasing the servers of the plan costs ", .figure("lease_advantage", .size),
                    .words(" \(currency) more today than buying them: buying is the cheaper form."),
                ]),
                .joined([
                    "Lease or buy: leasing the servers of the plan costs ", .figure("lease_advantage", .size),
                    .words(" \(currency) less today than buying them: leasing is the cheaper form."),
                ])))
    }
}
