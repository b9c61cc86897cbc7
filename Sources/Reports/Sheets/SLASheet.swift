import Billing
import Diagnostics
import Economics

/// One page for the talk with the vendor: what an outage costs, what credits pay, what better terms are worth.
enum SLASheet {
    private static let name = WorkbookLayout.SheetName.sla
    private static let tableRow = 12

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
        Row("breach_chance", "Probability of a month that breaches any tier", .ratio, .percent),
        Row("sla_expected_loss", "What outages cost", .moneyPerMonth, .whole),
        Row("sla_expected_credit", "What credits pay", .moneyPerMonth, .whole),
        Row("sla_coverage", "Share of the loss that credits pay", .ratio, .percent),
        Row("uncovered_loss", "Loss that stays with us", .moneyPerMonth, .whole),
        Row("switch_success", "Switches to a second source that work", .ratio, .percent),
        Row("fallback_saves", "What a second source saves with them", .moneyPerMonth, .whole),
        Row("first_tier_chance", "Probability of a month in the first tier, no worse", .ratio, .percent),
        Row("first_tier_loss", "What such a month of the first tier costs", .moneyPerMonth, .whole),
        Row("sla_credit", "Credit of the first tier, share of the fee", .ratio, .percent),
        Row("required_credit", "First credit that would pay such a month in full", .ratio, .percent),
    ]

    private static let exits = [
        Row("breaches_year", "Months a year that breach any tier, expected", .months, .ratio),
        Row("breach_in_year", "Probability of at least one breach in a year", .ratio, .percent),
        Row("termination_misses", "Breaches that allow to terminate", .months, .whole),
        Row("termination_months", "Months in which they count", .months, .whole),
        Row("termination_chance", "Probability that so many months have as many breaches", .ratio, .percent),
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
        row = contract(row, sla, data, &canvas)
        if sla.model.line("better_worth") != nil {
            row = scenarios("The better SLA on offer", offer, row, sla, layout, &canvas, &figures)
        }
        row = pools(row, sla, data, layout, &canvas, &figures)
        let evaluation = try figures.write(into: &canvas)
        canvas.sheet.charts.append(chart(evaluation, sla, layout, row: row))
        canvas.sheet.onePage = true
        canvas.sheet.landscape = false
        canvas.sheet.freeze = CellAddress(row: 3, column: 1)
        canvas.sheet.repeatRows = 3
        canvas.sheet.columnWidths = [0: 52, 1: 16, 2: 16, 3: 16, 4: 16, 5: 16]
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
                "Tier", "Uptime below [ratio]", "Downtime above [minutes]", "Credit of the contract [ratio]",
                "Such months [ratio]", "Expected credit, claimed and paid [\(layout.currency)/month]",
            ])
        canvas.sheet.rowHeights[row + 1] = 46
        for (offset, member) in members.enumerated() {
            canvas.sheet[row + 2 + offset, 0] = Cell(.text(member.label), .label)
        }
        for (column, (id, unit, format)) in [
            ("sla_below", Unit.ratio, NumberFormat.precise), ("sla_minutes", .minutes, .ratio),
            ("sla_credit", .ratio, .percent), ("sla_within", .ratio, .percent),
        ].enumerated() {
            figures.link(
                "tier_\(id)", unit, over: .slaTier,
                members.indices.map {
                    (members[$0].id, sla.place(id, member: $0, in: layout.sla[1]), sla.value(id, member: $0))
                }, from: CellAddress(row: row + 2, column: 1 + column), .crossSheet, format)
        }
        let facts: [Row] = [
            Row(
                "fee_month", "Fee that credits are a share of [\(layout.currency)/month]", .moneyPerMonth, .whole),
            Row("credit_cap", "Most that credits of a month may be, share of the fee [ratio]", .ratio, .percent),
            Row("claim_probability", "Probability that a credit is claimed and paid [ratio]", .ratio, .percent),
        ]
        for (offset, fact) in facts.enumerated() {
            let at = CellAddress(row: row + 2 + members.count + offset, column: 1)
            canvas.sheet[at.row, 0] = Cell(.text(fact.label), .label)
            figures.link(
                fact.id, fact.unit, to: sla.place(fact.id, in: layout.sla[1]), sla.value(fact.id), at: at, .crossSheet,
                fact.format)
        }
        figures.add(
            "tier_credit", .moneyPerMonth, over: .slaTier, from: CellAddress(row: row + 2, column: 5), .total, .whole,
            "fee_month" * min("tier_sla_credit", "credit_cap") * "claim_probability" * "tier_sla_within")
        return row + members.count + facts.count + 3
    }

    // MARK: - The contract

    /// What of the contract the figures rest on, in its words, and how sure each is.
    ///
    /// - Returns: The row where the next table begins.
    private static func contract(_ row: Int, _ sla: SLAData, _ data: ReportData, _ canvas: inout SheetCanvas) -> Int {
        canvas.section(row, "What the contract says, and how sure that is")
        canvas.header(row + 1, ["", "Confidence", "In words", "", "", ""])
        let clauses = clauses(sla, data.register)
        for (offset, clause) in clauses.enumerated() {
            let at = row + 2 + 2 * offset
            canvas.sheet[at, 0] = Cell(.text(clause.label), .label)
            canvas.sheet[at, 1] = Cell(.text(clause.confidence), .text)
            canvas.sheet[at, 2] = Cell(.text(clause.words), .text)
            canvas.sheet[at + 1, 0] = Cell(.text("    where it stands"), .note)
            canvas.sheet[at + 1, 2] = Cell(.text(clause.source), .note)
        }
        return row + 2 * clauses.count + 3
    }

    private struct Clause {
        var label: String
        var confidence: String
        var words: String
        var source: String
    }

    private static func clauses(_ sla: SLAData, _ register: DriverRegister) -> [Clause] {
        func given(_ key: String) -> ResolvedDriver? {
            register[key: key].flatMap { $0.origin == .fallback ? nil : $0 }
        }
        func own(_ label: String, _ key: String, words: String? = nil) -> Clause? {
            given(key).map { driver in
                var text = words ?? ""
                if words == nil, case .word(let word) = driver.base { text = word }
                return Clause(
                    label: label, confidence: driver.confidence.rawValue, words: text, source: driver.source)
            }
        }
        func published(_ label: String, _ words: String) -> Clause? {
            sla.published.map {
                Clause(
                    label: label, confidence: $0.confidence, words: words, source: "\($0.source), \($0.sourceDate)")
            }
        }
        func missing(_ label: String, _ words: String, _ key: String) -> Clause {
            Clause(label: label, confidence: "not given", words: words, source: "write it under \(key)")
        }
        let tiers = sla.model.members[.slaTier].count
        let offer = own("The better SLA", "sla.better.extra_fee_month", words: "as offered").map { offer in
            var offer = offer
            if let until = register[key: "sla.better.extra_fee_month"]?.expires {
                offer.words += ", until \(until)"
            }
            return [offer]
        }
        return [
            published("Credit tiers", "\(sla.published?.provider ?? ""), \(sla.published?.service ?? "")")
                ?? own("Credit tiers", "sla.tiers.1.below", words: "\(tiers) tiers that the project gives")
                ?? missing("Credit tiers", "not known", "sla.tiers"),
            own("Claim", "sla.claim")
                ?? sla.published.flatMap { $0.claim.isEmpty ? nil : published("Claim", $0.claim) }
                ?? missing("Claim", "not known; a credit that is claimed late is lost", "sla.claim"),
            own("Termination", "sla.termination_clause")
                ?? own("Termination", "sla.termination_misses", words: "the figures above; not given in words")
                ?? missing(
                    "Termination", "the figures above are a clause to ask for",
                    "sla.termination_clause, _misses, _months"),
        ] + (offer ?? [])
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
                .figure("breach_chance", .percent), " of the months breach a tier, any of them; in ",
                .figure("breach_in_year", .percent), " of the years at least one does.",
            ]),
            .choose(
                .isWord("first_tier_loss", SLAModel.noFirstTier),
                "No month falls in the first tier and no further: what its credit would have to be cannot be said.",
                .choose(
                    .isWord("required_credit", "no fee"),
                    "Without a fee there is nothing that a credit could be a share of.",
                    .choose(
                        .compareNumber("required_credit", .greater, 1),
                        .joined([
                            "A month of the first tier costs us ", .figure("first_tier_loss", .whole),
                            ": to pay it in full its credit would have to be ", .figure("required_credit", .percent),
                            " of the fee, today ", .figure("sla_credit", .percent),
                            ". Credits cannot do it: ask for liquidated damages, termination rights or a second source.",
                        ]),
                        .joined([
                            "A month of the first tier costs us ", .figure("first_tier_loss", .whole), ": a credit of ",
                            .figure("required_credit", .percent), " of the fee would pay it in full, today ",
                            .figure("sla_credit", .percent), ".",
                            .choose(
                                .compare("required_credit", .greater, "sla_credit"), " Ask for it.", ""),
                        ])))),
            .joined([
                "A second source, to which ", .figure("switch_success", .percent), " of the switches work, saves us ",
                .figure("fallback_saves", .whole), money, "; it is worth that much, and no more.",
            ]),
            .joined([
                "Termination after ", .figure("termination_misses", .whole), " breaches in ",
                .figure("termination_months", .whole), " months: of such stretches ",
                .figure("termination_chance", .percent), " have as many.",
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

    private static func chart(_ figures: Evaluation, _ sla: SLAData, _ layout: WorkbookLayout, row: Int) -> Chart {
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
            ], at: CellAddress(row: row, column: 0), width: 760, height: 240,
            altText:
                "Two bars, base scenario: expected loss \(ReportWords.money(values[0], layout.currency)) and expected credit \(ReportWords.money(values[1], layout.currency)) a month. Live numbers: the first table of this sheet."
        )
    }
}
