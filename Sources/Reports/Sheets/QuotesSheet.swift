import Economics

/// The quotes as read, their effective price, and which of them the model uses.
enum QuotesSheet {
    /// What is said of a quote before its prices, so that a printed page holds both, and behind them.
    private static let lead = ["Quote", "Rank", "Status", "Used", "GPU", "Valid until", "Currency"]
    private static let trail = ["Vendor", "Region"]
    static var leadColumns: Int { lead.count }
    static let rankColumn = 1

    /// Most bars of the chart: a price list may hold hundreds of quotes.
    private static let mostBars = 30
    /// Quotes that two tables of them fit on a page.
    private static let fewQuotes = 14
    /// Rows that a printed page holds below its head.
    private static let rowsOfAPage = 40

    /// Valid quotes in the chart; they are the first rows of the table.
    private static func bars(_ quotes: QuoteData) -> Int {
        Swift.min(mostBars, quotes.rows.prefix { $0.status == PricedQuotes.Standing.valid.rawValue }.count)
    }

    /// Pixels: a bar each, as high as its label.
    private static func chartHeight(_ quotes: QuoteData) -> Int { Swift.max(330, 100 + 18 * bars(quotes)) }

    /// Rows above the first table that the chart takes.
    static func chartRows(_ quotes: QuoteData) -> Int { chartHeight(quotes) / 20 + 2 }

    static func make(_ data: ReportData, _ layout: WorkbookLayout, master: CellValue) -> Sheet {
        let quotes = data.quotes
        var canvas = SheetCanvas(
            WorkbookLayout.SheetName.quotes, .input,
            title: "GPU quotes, effective price of a GPU-hour in \(layout.currency) on \(data.heading.asOf)",
            subtitle:
                "Prices may be changed: effective prices, ranks, the model and the sheet Vendors follow; the quote that is used stays.",
            layout: layout, master: master)
        let printer = FormulaPrinter(model: quotes.model, placement: layout.quotes)
        // Stands above the chart.
        canvas.sheet[SheetCanvas.headRows - 1, 0] = Cell(
            .text(
                "Ranked among all GPUs is what is valid and what at least one fleet of its GPU may choose. \(quotes.limits.prefix(1).uppercased() + quotes.limits.dropFirst())."
            ),
            .note)
        for (number, block) in layout.quoteBlocks.enumerated() {
            canvas.section(block.headerRow - 1, block.title)
            canvas.header(block.headerRow, number == 0 ? lead : ["Quote"])
            for index in block.lines {
                let line = quotes.model.lines[index]
                let place = layout.quotes.lines[index].first
                let unit = line.display == .word ? "" : " [\(canvas.unit(line.unit.symbol))]"
                canvas.header(block.headerRow, [line.label + unit], from: place.column)
            }
            let last = block.leadColumns + block.lines.count
            if number == 0 { canvas.header(block.headerRow, trail, from: last) }
            canvas.sheet.rowHeights[block.headerRow] = 62
            for (member, quote) in quotes.rows.enumerated() {
                let row = block.headerRow + 1 + member
                canvas.sheet[row, 0] = Cell(.text(quote.id), .label)
                if number == 0 {
                    identify(quote, quotes, row: row, trail: last, into: &canvas)
                    write(quotes.model.index(of: "rank")!, member, data, layout, printer, into: &canvas)
                }
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
        canvas.sheet.tables = layout.quoteBlocks.enumerated().map { number, block in
            let last = block.leadColumns + block.lines.count + (number == 0 ? trail.count : 0) - 1
            return CellRange(
                sheet: WorkbookLayout.SheetName.quotes, first: CellAddress(row: block.headerRow, column: 0),
                last: CellAddress(row: block.headerRow + quotes.rows.count, column: last))
        }
        // The chart and the first table, the other two tables; a page each where they are long.
        let chartAlone = chartRows(quotes) + quotes.rows.count > rowsOfAPage
        let isLong = quotes.rows.count > fewQuotes
        canvas.sheet.pageBreaks = layout.quoteBlocks.dropFirst(chartAlone ? 0 : 1).dropLast(isLong ? 0 : 1)
            .map { $0.headerRow - 1 }
        canvas.sheet.freeze = CellAddress(row: SheetCanvas.headRows, column: 1)
        canvas.sheet.repeatRows = 3
        canvas.sheet.repeatColumns = 1
        canvas.sheet.pagesWide = 2
        canvas.sheet.columnWidths = [0: idWidth(quotes.rows.map(\.id), least: 30)]
        for column in 1..<30 { canvas.sheet.columnWidths[column] = 14 }
        for (column, width) in [1: 9.0, 2: 13, 3: 13, 4: gpuWidth(quotes), 6: 10] {
            canvas.sheet.columnWidths[column] = width
        }
        if let first = layout.quoteBlocks.first {
            for column in first.leadColumns + 3...first.leadColumns + 5 { canvas.sheet.columnWidths[column] = 17 }
            canvas.sheet.columnWidths[first.leadColumns + first.lines.count] = 24
            canvas.sheet.columnWidths[first.leadColumns + first.lines.count + 1] = 24
        }
        return canvas.sheet
    }

    /// Effective prices of the valid quotes, those that may be chosen first; they are the first rows of the table.
    private static func spread(_ data: ReportData, _ layout: WorkbookLayout) -> [Chart] {
        let quotes = data.quotes
        let ranked = bars(quotes)
        guard ranked > 0 else { return [] }
        let place = layout.quotes.lines[quotes.model.index(of: "gpu_hour_reporting")!]
        let (first, last) = (place.place(member: 0, at: 0), place.place(member: ranked - 1, at: 0))
        let values = (0..<ranked).map { quotes.evaluation.value("gpu_hour_reporting", member: $0, lane: 0) }
        func price(_ value: Double) -> String { Sentence.Shown.hundredths.text(value) }
        let words = "\(price(values.min()!)) to \(price(values.max()!)) \(layout.currency)"
        let valid = quotes.rows.count { $0.status == PricedQuotes.Standing.valid.rawValue }
        let gpus = Set(quotes.rows.prefix(ranked).map(\.gpu)).sorted()
        let title =
            (ranked < valid
                ? "\(ranked) of \(valid) valid quotes, those within the limits first, cost " : "Valid quotes cost ")
            + "\(words) for a GPU-hour" + (gpus.count > 1 ? ", \(gpus.count) kinds of GPU" : " of \(gpus[0])")
        return [
            Chart(
                .bar, title: title, categoryAxis: "Quote",
                valueAxis: "\(layout.currency) for a GPU-hour", valueFormat: .ratio,
                series: [
                    ChartSeries(
                        name: "Effective price",
                        categories: CellRange(
                            Place(sheet: first.sheet, row: first.row, column: 0),
                            Place(sheet: last.sheet, row: last.row, column: 0)), values: CellRange(first, last),
                        cachedCategories: quotes.rows.prefix(ranked).map { .text($0.id) }, cachedValues: values)
                ], at: CellAddress(row: SheetCanvas.headRows, column: 1), width: 900, height: chartHeight(quotes),
                altText:
                    "Bars of the effective price of \(ranked) quotes, those within the limits first, each by price, \(words) for a GPU-hour. Live numbers: the table of quotes below."
            )
        ]
    }

    /// Characters: ids of price lists are long.
    static func idWidth(_ ids: [String], least: Double) -> Double {
        Swift.min(64, Swift.max(least, Double((ids.map(\.count).max() ?? 0)) * 0.9 + 1))
    }

    /// Characters: what is no GPU is often described in a sentence, which may be cut.
    private static func gpuWidth(_ quotes: QuoteData) -> Double {
        Double(Swift.min(36, Swift.max(22, quotes.rows.map(\.gpu.count).max() ?? 0)))
    }

    /// `used`; of several fleets by which.
    private static func use(_ quote: QuoteData.Row, _ quotes: QuoteData) -> String {
        guard quote.chosen else { return "" }
        let fleets = quotes.quoteOfFleet.filter { $0.value == quote.id }.keys.sorted()
            .map { $0 == "capacity" ? "shared" : String($0.dropFirst(6).dropLast(9)) }
        let by = quotes.quoteOfFleet.count > 1 ? ": \(fleets.joined(separator: ", "))" : ""
        return (quote.isExpired ? "used, expired" : "used") + by
    }

    private static func identify(
        _ quote: QuoteData.Row, _ quotes: QuoteData, row: Int, trail: Int, into canvas: inout SheetCanvas
    ) {
        canvas.sheet[row, 2] = Cell(.text(quote.status), .text)
        canvas.sheet[row, 3] = Cell(.text(use(quote, quotes)), quote.chosen && quote.isExpired ? .bad : .text)
        canvas.sheet[row, 4] = Cell(.text(quote.gpu), .text)
        if let day = quote.validUntil {
            canvas.sheet[row, 5] = Cell(.date(SpreadsheetDate.serial(day)), .text, .date)
        }
        canvas.sheet[row, 6] = Cell(.text(quote.currency), .text)
        canvas.sheet[row, trail] = Cell(.text(quote.vendor), .text)
        canvas.sheet[row, trail + 1] = Cell(.text(quote.region), .text)
    }

    private static func write(
        _ index: Int, _ member: Int, _ data: ReportData, _ layout: WorkbookLayout, _ printer: FormulaPrinter,
        into canvas: inout SheetCanvas
    ) {
        let quotes = data.quotes
        let line = quotes.model.lines[index]
        let place = layout.quotes.lines[index].place(member: member, at: 0)
        let value = quotes.evaluation.result(line.id, member: member, lane: 0)
        let format = Self.format(line, value)
        switch printer.source(line: index, member: member, at: 0) {
        case .input:
            let isPrice = line.id == "price"
            canvas.sheet[place.row, place.column] = Cell(
                value.content, isPrice ? .input : .derivedInput, format)
            if isPrice {
                canvas.sheet.rules.append(
                    InputRule(
                        cell: CellAddress(row: place.row, column: place.column), kind: .number(min: 0, max: nil),
                        title: "Price as quoted",
                        prompt: "Money in the quote's currency for one \(unitWords(data, member))."))
            }
        case .formula(let text):
            canvas.sheet[place.row, place.column] = Cell(
                .formula(text: text, value: value.cellValue), .calculation, format)
        case .text(let text): canvas.sheet[place.row, place.column] = Cell(.text(text), .text)
        case .number(let number): canvas.sheet[place.row, place.column] = Cell(.number(number), .note)
        }
    }

    /// A price as quoted has as many decimals as it needs; those of a GPU-hour have four.
    private static func format(_ line: Line, _ value: DriverValue) -> NumberFormat {
        guard line.display == .price else { return line.display.format }
        if line.id == "price", case .number(let price) = value { return isWholeCents(price) ? .cents : .precise }
        return .hourly
    }

    private static func isWholeCents(_ price: Double) -> Bool { (price * 100).rounded() / 100 == price }

    private static func unitWords(_ data: ReportData, _ member: Int) -> String {
        guard case .word(let unit) = data.quotes.evaluation.result("price_unit", member: member, lane: 0) else {
            return "unit"
        }
        return String(unit.map { $0 == "_" ? "-" : $0 })
    }
}
