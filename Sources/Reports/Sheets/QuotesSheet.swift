import Economics

/// The quotes as read, their effective price, and which of them the model uses.
enum QuotesSheet {
    static let lead = ["Quote", "Rank", "Status", "Used", "Vendor", "GPU", "Region", "Currency", "Valid until"]
    static var leadColumns: Int { lead.count }
    /// Rows above the first table that the chart takes.
    static let chartRows = 18

    static func make(_ data: ReportData, _ layout: WorkbookLayout, master: CellValue) -> Sheet {
        let quotes = data.quotes
        var canvas = SheetCanvas(
            WorkbookLayout.SheetName.quotes, .input,
            title: "GPU quotes, effective price of a GPU-hour in \(layout.currency) on \(data.heading.asOf)",
            subtitle:
                "Prices may be changed; effective prices and the model follow. Ranks: valid and within the project's limits. Expired quotes are not used.",
            layout: layout, master: master)
        let printer = FormulaPrinter(model: quotes.model, placement: layout.quotes)
        for (number, block) in layout.quoteBlocks.enumerated() {
            canvas.section(block.headerRow - 1, block.title)
            canvas.header(block.headerRow, number == 0 ? lead : ["Quote"])
            for index in block.lines {
                let line = quotes.model.lines[index]
                let place = layout.quotes.lines[index].first
                canvas.header(
                    block.headerRow, ["\(line.label) [\(canvas.unit(line.unit.symbol))]"], from: place.column)
            }
            canvas.sheet.rowHeights[block.headerRow] = 62
            for (member, quote) in quotes.rows.enumerated() {
                let row = block.headerRow + 1 + member
                canvas.sheet[row, 0] = Cell(.text(quote.id), .label)
                if number == 0 { identify(quote, row: row, into: &canvas) }
                for index in block.lines {
                    write(index, member, data, layout, printer, into: &canvas)
                }
            }
        }
        let first = layout.quoteBlocks[0].headerRow + 1
        for (word, role) in [
            ("valid", CellRole.good), ("expired", .bad), ("unpriced", .caution), ("unpriced: no rate", .caution),
            ("needs review", .caution),
        ] {
            canvas.sheet.statuses.append(
                StatusRule(
                    first: CellAddress(row: first, column: 2),
                    last: CellAddress(row: first + Swift.max(0, quotes.rows.count - 1), column: 2), word: word,
                    role: role))
        }
        canvas.sheet.charts = spread(data, layout)
        canvas.sheet.tables = layout.quoteBlocks.map { block in
            let last = block.lines.map { layout.quotes.lines[$0].first.column }.max() ?? 0
            return CellRange(
                sheet: WorkbookLayout.SheetName.quotes, first: CellAddress(row: block.headerRow, column: 0),
                last: CellAddress(row: block.headerRow + quotes.rows.count, column: last))
        }
        canvas.sheet.pageBreaks = layout.quoteBlocks.dropFirst().prefix(1).map { $0.headerRow - 1 }
        canvas.sheet.freeze = CellAddress(row: SheetCanvas.headRows, column: 1)
        canvas.sheet.repeatRows = 3
        canvas.sheet.repeatColumns = 1
        canvas.sheet.pagesWide = 2
        canvas.sheet.columnWidths = [0: 30]
        for column in 1..<26 { canvas.sheet.columnWidths[column] = 14 }
        canvas.sheet.columnWidths[4] = 24
        canvas.sheet.columnWidths[5] = 30
        canvas.sheet.columnWidths[6] = 24
        return canvas.sheet
    }

    /// Effective prices of the valid quotes, cheapest first; they are the first rows of the table.
    private static func spread(_ data: ReportData, _ layout: WorkbookLayout) -> [Chart] {
        let quotes = data.quotes
        let ranked = quotes.rows.prefix { $0.status == PricedQuotes.Standing.valid.rawValue }.count
        guard ranked > 0 else { return [] }
        let place = layout.quotes.lines[quotes.model.index(of: "gpu_hour_reporting")!]
        let (first, last) = (place.place(member: 0, at: 0), place.place(member: ranked - 1, at: 0))
        let values = (0..<ranked).map { quotes.evaluation.value("gpu_hour_reporting", member: $0, lane: 0) }
        func price(_ value: Double) -> String { Sentence.Shown.hundredths.text(value) }
        let words = "\(price(values.min()!)) to \(price(values.max()!)) \(layout.currency)"
        return [
            Chart(
                .bar, title: "Comparable quotes cost \(words) for a GPU-hour", categoryAxis: "Quote",
                valueAxis: "\(layout.currency) for a GPU-hour", valueFormat: .ratio,
                series: [
                    ChartSeries(
                        name: "Effective price",
                        categories: CellRange(
                            Place(sheet: first.sheet, row: first.row, column: 0),
                            Place(sheet: last.sheet, row: last.row, column: 0)), values: CellRange(first, last),
                        cachedCategories: quotes.rows.prefix(ranked).map { .text($0.id) }, cachedValues: values)
                ], at: CellAddress(row: SheetCanvas.headRows, column: 1), width: 900, height: 330,
                altText:
                    "Bars of the effective price of \(ranked) quotes, cheapest first, \(words) for a GPU-hour. Live numbers: the table of quotes below."
            )
        ]
    }

    private static func identify(_ quote: QuoteData.Row, row: Int, into canvas: inout SheetCanvas) {
        canvas.sheet[row, 1] = quote.rank.map { Cell(.number(Double($0)), .note, .whole) }
        canvas.sheet[row, 2] = Cell(.text(quote.status), .text)
        canvas.sheet[row, 3] = Cell(.text(quote.chosen ? "used" : ""), .text)
        canvas.sheet[row, 4] = Cell(.text(quote.vendor), .text)
        canvas.sheet[row, 5] = Cell(.text(quote.gpu), .text)
        canvas.sheet[row, 6] = Cell(.text(quote.region), .text)
        canvas.sheet[row, 7] = Cell(.text(quote.currency), .text)
        if let day = quote.validUntil {
            canvas.sheet[row, 8] = Cell(.date(SpreadsheetDate.serial(day)), .text, .date)
        }
    }

    private static func write(
        _ index: Int, _ member: Int, _ data: ReportData, _ layout: WorkbookLayout, _ printer: FormulaPrinter,
        into canvas: inout SheetCanvas
    ) {
        let quotes = data.quotes
        let line = quotes.model.lines[index]
        let place = layout.quotes.lines[index].place(member: member, at: 0)
        let value = quotes.evaluation.result(line.id, member: member, lane: 0)
        switch printer.source(line: index, member: member, at: 0) {
        case .input:
            let isPrice = line.id == "price"
            canvas.sheet[place.row, place.column] = Cell(
                value.content, isPrice ? .input : .derivedInput, line.display.format)
            if isPrice {
                canvas.sheet.rules.append(
                    InputRule(
                        cell: CellAddress(row: place.row, column: place.column), kind: .number(min: 0, max: nil),
                        title: "Price as quoted",
                        prompt: "Money in the quote's currency for one \(unitWords(data, member))."))
            }
        case .formula(let text):
            canvas.sheet[place.row, place.column] = Cell(
                .formula(text: text, value: value.cellValue), .calculation, line.display.format)
        case .text(let text): canvas.sheet[place.row, place.column] = Cell(.text(text), .text)
        case .number(let number): canvas.sheet[place.row, place.column] = Cell(.number(number), .note)
        }
    }

    private static func unitWords(_ data: ReportData, _ member: Int) -> String {
        guard case .word(let unit) = data.quotes.evaluation.result("price_unit", member: member, lane: 0) else {
            return "unit"
        }
        return String(unit.map { $0 == "_" ? "-" : $0 })
    }
}
