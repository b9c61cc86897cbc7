import Diagnostics
import Economics

/// What the fleet of the plan would cost a month under each valid quote of its GPU.
enum VendorsSheet {
    private static let columns = [
        "Quote", "Vendor", "Form", "Valid until", "GPUs sold together [GPU]", "GPUs committed [GPU]",
        "GPUs paid for [GPU]", "Effective price at the units quoted [CUR/GPU-hour]", "Capacity alone [CUR/GPU-hour]",
        "Hours of a price by the month [h]", "Least bill on demand [CUR/month]", "Support, room, power [CUR/GPU/month]",
        "Licences in the quote [CUR/GPU/month]", "GPUs [CUR/month]", "Support, room, power [CUR/month]",
        "Licences, monitoring [CUR/month]", "Contingency [CUR/month]", "All in [CUR/month]",
        "More than the used quote [CUR/month]",
    ]
    /// Of each fleet, in the order of the sheet Quotes; a price list may hold hundreds.
    private static let most = 12
    private static let allIn = 17
    /// Rows that a printed page of two fleets can hold.
    private static let rowsOfAPage = 80
    /// Rows from the first fact of a fleet to its table: the chart stands beside the facts.
    private static let tableOffset = 17

    /// What the plan pays for a fleet in its last month, line by line.
    private static let plan: [(id: String, label: String, unit: Unit)] = [
        ("fleet_gpus", "GPUs in use", .gpu), ("fleet_rent", "rent, leases", .moneyPerMonth),
        ("fleet_support", "support", .moneyPerMonth), ("fleet_colo", "colocation", .moneyPerMonth),
        ("fleet_power", "power", .moneyPerMonth), ("fleet_software", "licences", .moneyPerMonth),
    ]
    private static let reconciled: [(label: String, reason: String)] = [
        (
            "GPUs",
            "Here at today's price. The plan follows its price path, rents on demand what exceeds a reservation, and pays a purchase as capex."
        ),
        (
            "Support, colocation, power",
            "Here as quoted. The plan draws power by its own load; support is of servers in service."
        ),
        ("Licences, monitoring", "For the GPUs paid for here, for the GPUs in use in the plan."),
        ("Contingency", "Its share of the lines above."),
        ("All in", ""),
    ]

    static func make(_ data: ReportData, _ layout: WorkbookLayout, master: CellValue) throws(Failure) -> Sheet? {
        var canvas = SheetCanvas(
            WorkbookLayout.SheetName.vendors, .presentation,
            title: "All-in monthly cost of the fleet under each valid quote, in \(layout.currency)",
            subtitle:
                "GPUs of the last month of the plan, base scenario, at today's prices; whole units and reservations are paid in full, hours lost to interruptions are in the price, a least bill is paid whatever is used. Staff is the same under all.",
            layout: layout, master: master)
        var row = 6
        var breaks: [Int] = []
        var shown: [Int] = []
        for (index, fleet) in data.model.members[.fleet].enumerated() {
            guard let gpu = data.quotes.gpuOfFleet[fleet.id] else { continue }
            let used = data.quotes.rows.firstIndex { $0.id == data.quotes.quoteOfFleet[fleet.id] }
            // Rows within the limits come first. The quote in use stands here even when it has lapsed.
            let valid = data.quotes.rows.indices.filter { index in
                let row = data.quotes.rows[index]
                return row.status == PricedQuotes.Standing.valid.rawValue && row.gpu == gpu
                    && (!row.endsWithinAMonth || index == used)
            }
            var offers = Array(valid.prefix(most))
            if let used, data.quotes.rows[used].gpu == gpu, !offers.contains(used) { offers.append(used) }
            guard !offers.isEmpty else { continue }
            shown += offers
            let more = valid.count > most ? ", \(most) of \(valid.count) valid quotes; the sheet Quotes has all" : ""
            let title = "\(fleet.label): \(gpu)\(more)"
            // A row above the chart, whose border would stand on the page before.
            if row > 6 { breaks.append(row - 2) }
            let isUsed = used.map(offers.contains) ?? false
            try block(title, fleet: index, offers, used: isUsed ? used : nil, row: row, &canvas, data, layout)
            row += tableOffset + offers.count + 4 + (isUsed ? reconciled.count + 3 : 0)
        }
        guard row > 6 else { return nil }
        canvas.sheet.freeze = CellAddress(row: 3, column: 1)
        canvas.sheet.repeatRows = 3
        canvas.sheet.repeatColumns = 1
        // Two fleets with few quotes fit a page; more would be too small to read.
        canvas.sheet.onePage = breaks.isEmpty || breaks.count == 1 && row <= rowsOfAPage
        if !canvas.sheet.onePage { canvas.sheet.pageBreaks = breaks }
        canvas.sheet.columnWidths = [0: QuotesSheet.idWidth(shown.map { data.quotes.rows[$0].id }, least: 34), 1: 24]
        for column in 2..<columns.count { canvas.sheet.columnWidths[column] = 13 }
        return canvas.sheet
    }

    private static func block(
        _ title: String, fleet: Int, _ offers: [Int], used: Int?, row: Int, _ canvas: inout SheetCanvas,
        _ data: ReportData,
        _ layout: WorkbookLayout
    ) throws(Failure) {
        let name = WorkbookLayout.SheetName.vendors
        var figures = SheetFigures(sheet: name)
        let base = Instance(.base, .hybrid)
        canvas.section(row - 1, title)
        func fact(
            _ id: String, _ label: String, _ unit: Unit, _ at: Int, _ format: NumberFormat, member: Int, month: Int
        ) {
            let cell = data.cell(id, member: member, at: month, base, layout)
            canvas.sheet[row + at, 0] = Cell(.text("\(label) [\(canvas.unit(unit.symbol))]"), .label)
            figures.link(
                id, unit, to: cell.place, cell.value, at: CellAddress(row: row + at, column: 1), .crossSheet, format)
        }
        let last = data.model.horizon
        fact("gpus_needed", "GPUs needed", .gpu, 0, .whole, member: fleet, month: last)
        fact("hours", "Hours of the month", .hours, 1, .whole, member: 0, month: last)
        fact("software_per_gpu_year", "Licences a year", .of("CUR/GPU"), 2, .whole, member: fleet, month: 0)
        fact("observability_per_gpu", "Monitoring", .of("CUR/GPU/month"), 3, .whole, member: 0, month: 0)
        fact("contingency_pct", "Contingency", .ratio, 4, .percent, member: 0, month: 0)

        for (offset, line) in plan.enumerated() {
            fact(
                line.id, "Plan: \(line.label)", line.unit, 6 + offset, .whole, member: fleet, month: last)
        }

        let header = row + tableOffset
        canvas.header(
            header,
            columns.map { title in
                guard let unit = title.firstIndex(of: "[") else { return title }
                return title[..<unit] + canvas.unit(String(title[unit...]))
            })
        canvas.sheet.rowHeights[header] = 46
        for (offset, offer) in offers.enumerated() {
            let quote = data.quotes.rows[offer]
            canvas.sheet[header + 1 + offset, 0] = Cell(.text(quote.id), .label)
            canvas.sheet[header + 1 + offset, 1] = Cell(.text(quote.vendor), .text)
            if let day = quote.validUntil {
                canvas.sheet[header + 1 + offset, 3] = Cell(
                    .date(SpreadsheetDate.serial(day)), quote.isExpired ? .bad : .text, .date)
            }
        }
        func at(_ column: Int) -> CellAddress { CellAddress(row: header + 1, column: column) }
        func ofQuote(_ line: String, _ unit: Unit, _ column: Int, _ format: NumberFormat) {
            let places = layout.quotes.lines[data.quotes.model.index(of: line)!]
            figures.link(
                line, unit, over: .offer,
                offers.map { offer in
                    (
                        data.quotes.rows[offer].id, places.place(member: offer, at: 0),
                        data.quotes.evaluation.result(line, member: offer, lane: 0)
                    )
                }, from: at(column), .crossSheet, format)
        }
        ofQuote("pricing", .word, 2, .general)
        ofQuote("gpus_together", .gpu, 4, .whole)
        ofQuote("gpus_committed", .gpu, 5, .whole)
        figures.add(
            "paid", .gpu, over: .offer, from: at(6), .calculation, .whole,
            max(.guardedCeiling("gpus_needed" / "gpus_together") * "gpus_together", "gpus_committed"))
        ofQuote("gpu_hour_reporting", .moneyPerHour, 7, .hourly)
        ofQuote("capacity_hour_reporting", .moneyPerHour, 8, .hourly)
        ofQuote("month_hours", .hours, 9, .whole)
        ofQuote("minimum_month_reporting", .moneyPerMonth, 10, .whole)
        ofQuote("site_gpu_reporting", .of("CUR/GPU/month"), 11, .whole)
        ofQuote("software_gpu_reporting", .of("CUR/GPU/month"), 12, .whole)
        figures.add(
            "capacity", .moneyPerMonth, over: .offer, from: at(13), .calculation, .whole,
            max(
                "paid" * .choose("month_hours" > 0, "month_hours", "hours") * "capacity_hour_reporting",
                "minimum_month_reporting"))
        figures.add(
            "site", .moneyPerMonth, over: .offer, from: at(14), .calculation, .whole, "paid" * "site_gpu_reporting")
        // A quote that names licences holds them already; under the others the plan's are bought.
        figures.add(
            "extras", .moneyPerMonth, over: .offer, from: at(15), .calculation, .whole,
            "paid"
                * (.choose("software_gpu_reporting" > 0, "software_gpu_reporting", "software_per_gpu_year" / 12)
                    + "observability_per_gpu"))
        figures.add(
            "contingency", .moneyPerMonth, over: .offer, from: at(16), .calculation, .whole,
            "contingency_pct" * ("capacity" + "site" + "extras"))
        figures.add(
            "all_in", .moneyPerMonth, over: .offer, from: at(allIn), .total, .whole,
            "capacity" + "site" + "extras" + "contingency")
        if let used {
            let id = data.quotes.rows[used].id
            figures.add(
                "more", .moneyPerMonth, over: .offer, from: at(allIn + 1), .calculation, .whole,
                cleared("all_in" - .member("all_in", id)))
            reconcile(id, row: header + offers.count + 2, &canvas, &figures, layout)
        }
        let evaluation = try figures.write(into: &canvas)
        canvas.sheet.charts.append(
            chart(
                title, offers, header: header, evaluation, data, layout,
                at: CellAddress(row: row - 1, column: 3)))
    }

    /// What the quote in use costs here against what the plan pays, part by part.
    private static func reconcile(
        _ id: String, row: Int, _ canvas: inout SheetCanvas, _ figures: inout SheetFigures, _ layout: WorkbookLayout
    ) {
        canvas.header(
            row,
            ["Why the plan pays otherwise than under \(id)"]
                + ["Under the quote", "Plan, last month", "Plan less quote"].map { "\($0) [\(layout.currency)/month]" })
        canvas.sheet.rowHeights[row] = 46
        let parts: [(quote: Expression, plan: Expression)] = [
            (.member("capacity", id), "fleet_rent"),
            (.member("site", id), "fleet_support" + "fleet_colo" + "fleet_power"),
            (.member("extras", id), "fleet_software" + "fleet_gpus" * "observability_per_gpu"),
            (.member("contingency", id), "contingency_pct" * ("plan_0" + "plan_1" + "plan_2")),
            (
                .member("all_in", id), "plan_0" + "plan_1" + "plan_2" + "plan_3"
            ),
        ]
        for (index, part) in parts.enumerated() {
            let at = row + 1 + index
            let role: CellRole = index == parts.count - 1 ? .total : .calculation
            canvas.sheet[at, 0] = Cell(.text(reconciled[index].label), index == parts.count - 1 ? .total : .label)
            canvas.sheet[at, 4] = Cell(.text(reconciled[index].reason), .note)
            func add(_ name: String, _ column: Int, _ expression: Expression) {
                figures.add(
                    "\(name)_\(index)", .moneyPerMonth, at: CellAddress(row: at, column: column), role, .whole,
                    expression)
            }
            add("quote", 1, part.quote)
            add("plan", 2, part.plan)
            let less = Expression.line("plan_\(index)") - .line("quote_\(index)")
            add("less", 3, cleared(less))
        }
    }

    /// A difference of what is meant to be equal, without what rounding leaves of it.
    private static func cleared(_ difference: Expression) -> Expression {
        .choose(.absolute(difference) < .constant(.checkTolerance), 0, difference)
    }

    private static func chart(
        _ title: String, _ offers: [Int], header: Int, _ figures: Evaluation, _ data: ReportData,
        _ layout: WorkbookLayout, at: CellAddress
    ) -> Chart {
        let name = WorkbookLayout.SheetName.vendors
        func range(_ column: Int) -> CellRange {
            CellRange(
                Place(sheet: name, row: header + 1, column: column),
                Place(sheet: name, row: header + offers.count, column: column))
        }
        let values = offers.indices.map { figures.value("all_in", member: $0, lane: 0) }
        // Spot may be taken back: it is shown, and named only where there is nothing else.
        let lasting = values.indices.filter {
            figures.result("pricing", member: $0, lane: 0) != .word("spot")
        }
        let least = (lasting.isEmpty ? Array(values.indices) : lasting).min { (values[$0], $0) < (values[$1], $1) }!
        let cheapest = data.quotes.rows[offers[least]].id
        let words = ReportWords.money(values[least], layout.currency)
        return Chart(
            .bar,
            title: "\(cheapest) is cheapest\(lasting.count < values.count ? " without spot" : ""), \(words) a month",
            categoryAxis: "Quote",
            valueAxis: "\(layout.currency) a month, all in", valueFormat: .whole,
            series: [
                ChartSeries(
                    name: "All in", categories: range(0), values: range(allIn),
                    cachedCategories: offers.map { .text(data.quotes.rows[$0].id) }, cachedValues: values)
            ], at: at, width: 760, height: 330,
            altText:
                "Bars of the all-in monthly cost of the fleet \(title) under \(offers.count) valid quotes; the cheapest is \(cheapest). Live numbers: the table of quotes on this sheet."
        )
    }
}
