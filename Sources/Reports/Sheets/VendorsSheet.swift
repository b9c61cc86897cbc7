import Diagnostics
import Economics

/// What the fleet of the plan would cost a month under each valid quote of its GPU.
enum VendorsSheet {
    private static let columns = [
        "Quote", "Vendor", "Form", "Valid until", "GPUs sold together [GPU]", "GPUs committed [GPU]",
        "Hours lost to interruptions [ratio]", "GPUs paid for [GPU]",
        "Effective price [CUR/GPU-hour]", "To the vendor [CUR/month]", "Licences, monitoring [CUR/month]",
        "Contingency [CUR/month]", "All in [CUR/month]", "More than the used quote [CUR/month]",
    ]
    /// Of each fleet, cheapest first; a price list may hold hundreds.
    private static let most = 12
    private static let allIn = 12
    /// Rows from the first fact of a fleet to its table: the chart stands beside the facts.
    private static let tableOffset = 17

    static func make(_ data: ReportData, _ layout: WorkbookLayout, master: CellValue) throws(Failure) -> Sheet? {
        var canvas = SheetCanvas(
            WorkbookLayout.SheetName.vendors, .presentation,
            title: "All-in monthly cost of the fleet under each valid quote, in \(layout.currency)",
            subtitle:
                "GPUs of the last month of the plan, base scenario, at today's prices; whole units and reservations are paid in full, hours lost to interruptions made up. Staff is the same under all.",
            layout: layout, master: master)
        var row = 6
        var breaks: [Int] = []
        for (index, fleet) in data.model.members[.fleet].enumerated() {
            guard let gpu = data.quotes.gpuOfFleet[fleet.id] else { continue }
            let offers = Array(
                data.quotes.rows.indices.filter { index in
                    let row = data.quotes.rows[index]
                    return row.status == PricedQuotes.Standing.valid.rawValue && row.gpu == gpu
                        && (!row.endsWithinAMonth || row.chosen)
                }.prefix(most))
            guard !offers.isEmpty else { continue }
            let title = "\(fleet.label): \(gpu)"
            if row > 6 { breaks.append(row - 1) }
            try block(title, fleet: index, offers, row: row, &canvas, data, layout)
            row += tableOffset + offers.count + 4
        }
        guard row > 6 else { return nil }
        canvas.sheet.freeze = CellAddress(row: 3, column: 1)
        canvas.sheet.repeatRows = 3
        canvas.sheet.repeatColumns = 1
        // Two fleets fit a page; more would be too small to read.
        canvas.sheet.onePage = breaks.count < 2
        if breaks.count > 1 { canvas.sheet.pageBreaks = breaks }
        canvas.sheet.columnWidths = [0: 34, 1: 24]
        for column in 2..<columns.count { canvas.sheet.columnWidths[column] = 13 }
        return canvas.sheet
    }

    private static func block(
        _ title: String, fleet: Int, _ offers: [Int], row: Int, _ canvas: inout SheetCanvas, _ data: ReportData,
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
                canvas.sheet[header + 1 + offset, 3] = Cell(.date(SpreadsheetDate.serial(day)), .text, .date)
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
        ofQuote("interruption_share", .ratio, 6, .percent)
        figures.add(
            "paid", .gpu, over: .offer, from: at(7), .calculation, .whole,
            max(
                .guardedCeiling("gpus_needed" / (1 - "interruption_share") / "gpus_together") * "gpus_together",
                "gpus_committed"))
        ofQuote("gpu_hour_reporting", .moneyPerHour, 8, .hourly)
        figures.add(
            "to_vendor", .moneyPerMonth, over: .offer, from: at(9), .calculation, .whole,
            "paid" * "hours" * "gpu_hour_reporting")
        // The price of a purchase holds its licences already.
        figures.add(
            "extras", .moneyPerMonth, over: .offer, from: at(10), .calculation, .whole,
            "paid"
                * ("software_per_gpu_year" / 12 * (1 - .isWord("pricing", "purchase")) + "observability_per_gpu"))
        figures.add(
            "contingency", .moneyPerMonth, over: .offer, from: at(11), .calculation, .whole,
            "contingency_pct" * ("to_vendor" + "extras"))
        figures.add(
            "all_in", .moneyPerMonth, over: .offer, from: at(allIn), .total, .whole,
            "to_vendor" + "extras" + "contingency")
        let used = offers.first { data.quotes.rows[$0].chosen }.map { data.quotes.rows[$0].id }
        if let used {
            figures.add(
                "more", .moneyPerMonth, over: .offer, from: at(allIn + 1), .calculation, .whole,
                "all_in" - .member("all_in", used))
        }
        let evaluation = try figures.write(into: &canvas)
        canvas.sheet.charts.append(
            chart(
                title, used: used, offers, header: header, evaluation, data, layout,
                at: CellAddress(row: row - 1, column: 3)))
    }

    private static func chart(
        _ title: String, used: String?, _ offers: [Int], header: Int, _ figures: Evaluation, _ data: ReportData,
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
