import Diagnostics
import Economics

/// One page for the talk with the vendor: what an outage costs, what credits pay, what better terms are worth.
enum SLASheet {
    private static let name = WorkbookLayout.SheetName.sla
    private static let tableRow = 11

    private struct Row {
        var id: String
        var label: String
        var unit: Unit
        var format: NumberFormat

        init(_ id: String, _ label: String, _ unit: Unit, _ format: NumberFormat) {
            self.id = id
            self.label = label
            self.unit = unit
            self.format = format
        }
    }

    private static let month = [
        Row("sla_expected_downtime", "Expected downtime", Unit("minutes/month", .one), .ratio),
        Row("sla_deviation", "Spread of it from month to month", .minutes, .ratio),
        Row("breach_chance", "Probability of a month with a breach", .ratio, .percent),
        Row("sla_expected_loss", "What outages cost", .moneyPerMonth, .whole),
        Row("sla_expected_credit", "What credits pay", .moneyPerMonth, .whole),
        Row("sla_coverage", "Share of the loss that credits pay", .ratio, .percent),
        Row("uncovered_loss", "Loss that stays with us", .moneyPerMonth, .whole),
        Row("fallback_saves", "What a second source saves", .moneyPerMonth, .whole),
        Row("required_credit", "First credit that would pay a breach in full", .ratio, .percent),
    ]

    private static let exits = [
        Row("breaches_year", "Breaches a year, expected", .months, .ratio),
        Row("breach_in_year", "Probability of at least one breach in a year", .ratio, .percent),
        Row("termination_chance", "Probability that the termination clause can be used", .ratio, .percent),
        Row("binomial_breach", "Contrast: breach, if every minute failed on its own", .ratio, .percent),
    ]

    private static let offer = [
        Row("better_worth", "Worth to us, at most", .moneyPerMonth, .whole),
        Row("better_vendor_cost", "Costs the vendor in credits", .moneyPerMonth, .whole),
        Row("better_price", "Price at which to meet the vendor", .moneyPerMonth, .whole),
        Row("better_extra_fee_month", "What the vendor asks", .moneyPerMonth, .whole),
        Row("better_gain", "Gain at the price asked", .moneyPerMonth, .whole),
    ]

    static func make(
        _ sla: SLAData, _ data: ReportData, _ layout: WorkbookLayout, master: CellValue
    ) throws(Failure) -> Sheet {
        var vendor = "API vendor"
        if case .word(let word)? = data.register[key: "sla.provider"]?.base { vendor = word }
        var canvas = SheetCanvas(
            name, .presentation, title: "\(vendor): what an outage costs, what credits pay",
            subtitle:
                "\(layout.currency) a month. Low, base and high are the scenarios. \(basis(sla))", layout: layout,
            master: master)
        var figures = SheetFigures(sheet: name)
        say(sla, &canvas, &figures)
        var row = tableRow
        row = scenarios("A month", month, row, sla, layout, &canvas, &figures)
        row = tiers(row, sla, layout, &canvas, &figures)
        row = scenarios("A year, and the way out", exits, row, sla, layout, &canvas, &figures)
        if sla.model.line("better_worth") != nil {
            row = scenarios("The better SLA on offer", offer, row, sla, layout, &canvas, &figures)
        }
        row = pools(row, sla, data, layout, &canvas, &figures)
        let evaluation = try figures.write(into: &canvas)
        canvas.sheet.charts.append(chart(evaluation, sla, layout))
        canvas.sheet.onePage = true
        canvas.sheet.freeze = CellAddress(row: 3, column: 1)
        canvas.sheet.repeatRows = 3
        canvas.sheet.columnWidths = [0: 52, 1: 16, 2: 16, 3: 16, 4: 16, 5: 16, 6: 4]
        return canvas.sheet
    }

    private static func basis(_ sla: SLAData) -> String {
        let months = sla.model.members[.slaMonth]
        guard let first = months.first, let last = months.last else {
            return "Outages: Poisson in number, exponential in length."
        }
        return "Outages: the \(months.count) months of incidents.csv, \(first.label) to \(last.label)."
    }

    // MARK: - Tables

    /// Low, base and high side by side.
    ///
    /// - Returns: The row where the next table begins.
    private static func scenarios(
        _ title: String, _ rows: [Row], _ row: Int, _ sla: SLAData, _ layout: WorkbookLayout,
        _ canvas: inout SheetCanvas, _ figures: inout SheetFigures
    ) -> Int {
        canvas.section(row, title)
        canvas.header(row + 1, ["", "Unit"] + Scenario.allCases.map { "\($0.rawValue)" })
        for (offset, item) in rows.enumerated() {
            let at = row + 2 + offset
            canvas.sheet[at, 0] = Cell(.text(item.label), .label)
            canvas.sheet[at, 1] = Cell(.text(canvas.unit(item.unit.symbol)), .unit)
            for (number, scenario) in Scenario.allCases.enumerated() {
                figures.link(
                    scenario == .base ? item.id : "\(item.id)_\(scenario.rawValue)", item.unit,
                    to: sla.place(item.id, in: layout.sla[number]), sla.value(item.id, scenario),
                    at: CellAddress(row: at, column: 2 + number), .crossSheet, item.format)
            }
        }
        return row + rows.count + 3
    }

    private static func tiers(
        _ row: Int, _ sla: SLAData, _ layout: WorkbookLayout, _ canvas: inout SheetCanvas,
        _ figures: inout SheetFigures
    ) -> Int {
        let members = sla.model.members[.slaTier]
        canvas.section(row, "Credit tiers, base scenario")
        canvas.header(
            row + 1,
            [
                "Tier", "Uptime below [ratio]", "Downtime above [minutes]", "Credit [ratio]", "Such months [ratio]",
                "Expected credit [\(layout.currency)/month]",
            ])
        for (offset, member) in members.enumerated() {
            canvas.sheet[row + 2 + offset, 0] = Cell(.text(member.label), .label)
        }
        for (column, (id, unit, format)) in [
            ("sla_below", Unit.ratio, NumberFormat.precise), ("sla_minutes", .minutes, .ratio),
            ("sla_paid", .ratio, .percent), ("sla_within", .ratio, .percent),
        ].enumerated() {
            figures.link(
                id, unit, over: .slaTier,
                members.indices.map {
                    (members[$0].id, sla.place(id, member: $0, in: layout.sla[1]), sla.value(id, member: $0))
                }, from: CellAddress(row: row + 2, column: 1 + column), .crossSheet, format)
        }
        figures.link(
            "fee", .moneyPerMonth, to: sla.place("fee_month", in: layout.sla[1]), sla.value("fee_month"),
            at: CellAddress(row: row + 2 + members.count, column: 1), .crossSheet, .whole)
        canvas.sheet[row + 2 + members.count, 0] = Cell(
            .text("Fee that credits are a share of [\(layout.currency)/month]"), .label)
        figures.add(
            "tier_credit", .moneyPerMonth, over: .slaTier, from: CellAddress(row: row + 2, column: 5), .total, .whole,
            "fee" * "sla_paid" * "sla_within")
        return row + members.count + 4
    }

    private static func pools(
        _ row: Int, _ sla: SLAData, _ data: ReportData, _ layout: WorkbookLayout, _ canvas: inout SheetCanvas,
        _ figures: inout SheetFigures
    ) -> Int {
        let members = sla.model.members[.pool]
        guard !members.isEmpty else { return row }
        canvas.section(row, "Own replicas with the API behind them, base scenario")
        canvas.header(
            row + 1,
            [
                "Pool", "Replicas needed", "Replicas", "Enough are up [ratio]", "Downtime alone [minutes/month]",
                "Downtime with the API [minutes/month]",
            ])
        canvas.sheet.rowHeights[row + 1] = 32
        for (offset, member) in members.enumerated() {
            canvas.sheet[row + 2 + offset, 0] = Cell(.text(member.label), .label)
        }
        for (column, (id, unit, format)) in [
            ("pool_needed", Unit.replica, NumberFormat.whole), ("pool_installed", .replica, .whole),
            ("own_available", .ratio, .precise), ("own_downtime", .minutes, .ratio),
            ("own_downtime_with_api", .minutes, .ratio),
        ].enumerated() {
            figures.link(
                id, unit, over: .pool,
                members.indices.map {
                    (members[$0].id, sla.place(id, member: $0, in: layout.sla[1]), sla.value(id, member: $0))
                }, from: CellAddress(row: row + 2, column: 1 + column), .crossSheet, format)
        }
        return row + members.count + 3
    }

    // MARK: - What to say

    /// Sentences that stay true when a figure changes.
    private static func say(_ sla: SLAData, _ canvas: inout SheetCanvas, _ figures: inout SheetFigures) {
        canvas.section(4, "What to say")
        let money = Sentence.words(" \(canvas.currency) a month")
        var sentences: [Sentence] = [
            .choose(
                .isWord("sla_coverage", "no loss"),
                "No loss is given for a minute of outage, so credits have nothing to cover: write loss_per_minute.",
                .joined([
                    "Outages cost us ", .figure("sla_expected_loss", .whole), money, ", credits pay ",
                    .figure("sla_expected_credit", .whole), ": they cover ", .figure("sla_coverage", .percent),
                    " of the loss.",
                ])),
            .joined([
                "A breach happens in ", .figure("breach_chance", .percent), " of the months and in ",
                .figure("breach_in_year", .percent), " of the years at least once.",
            ]),
            .choose(
                .isWord("required_credit", "no fee"),
                "Without a fee there is nothing that a credit could be a share of.",
                .choose(
                    .compareNumber("required_credit", .greater, 1),
                    .joined([
                        "To pay such a month in full the first credit would have to be ",
                        .figure("required_credit", .percent),
                        " of the fee: credits cannot do it. Ask for liquidated damages, termination rights or a second source.",
                    ]),
                    .joined([
                        "A first credit of ", .figure("required_credit", .percent),
                        " of the fee would pay such a month in full: ask for it.",
                    ]))),
            .joined([
                "A second source saves us ", .figure("fallback_saves", .whole), money,
                "; it is worth that much, and no more. The termination clause can be used with a probability of ",
                .figure("termination_chance", .percent), ".",
            ]),
        ]
        if sla.model.line("better_worth") != nil {
            sentences.append(
                .choose(
                    .isWord("better_price", "no room to meet"),
                    "The better SLA is worth no more to us than its credits cost the vendor: there is no price to agree on.",
                    .joined([
                        "The better SLA is worth at most ", .figure("better_worth", .whole), money,
                        " to us and costs the vendor ", .figure("better_vendor_cost", .whole),
                        " in credits: meet at about ", .figure("better_price", .whole), ", asked is ",
                        .figure("better_extra_fee_month", .whole), ".",
                    ])))
        } else {
            sentences.append("There is no better SLA on offer: write what the vendor offers under `sla: better:`.")
        }
        for (offset, sentence) in sentences.enumerated() {
            if case .words(let words) = sentence {
                canvas.sheet[5 + offset, 0] = Cell(.text(words), .text)
            } else {
                figures.say(sentence, at: CellAddress(row: 5 + offset, column: 0))
            }
        }
    }

    private static func chart(_ figures: Evaluation, _ sla: SLAData, _ layout: WorkbookLayout) -> Chart {
        // Loss and credit stand in neighbouring rows of the first table.
        let first = tableRow + 2 + month.firstIndex { $0.id == "sla_expected_loss" }!
        func range(_ column: Int) -> CellRange {
            CellRange(
                Place(sheet: name, row: first, column: column), Place(sheet: name, row: first + 1, column: column))
        }
        let values = ["sla_expected_loss", "sla_expected_credit"].map { figures.value($0, lane: 0) }
        let title: String
        if case .number(let coverage) = sla.value("sla_coverage") {
            title = "Credits pay \(ReportWords.percent(coverage)) of what outages cost"
        } else {
            title = "No loss is given for a minute of outage"
        }
        return Chart(
            .bar, title: title, categoryAxis: "Outages of a month", valueAxis: "\(layout.currency) a month, base",
            valueFormat: .whole,
            series: [
                ChartSeries(
                    name: "base", categories: range(0), values: range(3),
                    cachedCategories: ["What outages cost", "What credits pay"].map(CellValue.text),
                    cachedValues: values)
            ], at: CellAddress(row: tableRow, column: 6), width: 560, height: 260,
            altText:
                "Two bars, base scenario: expected loss \(ReportWords.money(values[0], layout.currency)) and expected credit \(ReportWords.money(values[1], layout.currency)) a month. Live numbers: the first table of this sheet."
        )
    }
}
