import Billing
import Economics
import Money

/// Every input file with its hash, what of it was used, and how it ties to the paper invoices.
enum SourcesSheet {
    /// Where the blocks of the sheet stand: what reads them must not move with the number of files.
    struct Rows: Sendable {
        /// Headers: by currency, of the pages, of the declared totals, of the files.
        let steps: Int
        let pages: Int
        let ties: Int
        /// The first row below the declared totals.
        let afterTies: Int
        let files: Int
        private let pageIDs: [String]

        init(_ spend: SpendData) {
            let currencies = spend.model.members[.billedCurrency].count
            pageIDs = spend.model.lines.filter { $0.id.hasPrefix("page_") && !$0.id.hasSuffix("_off") }.map(\.id)
            steps = 5
            pages = steps + Swift.max(1, currencies) + 3
            ties = pages + pageIDs.count + (pageIDs.isEmpty ? 0 : 4)
            afterTies = ties + 1 + spend.model.members[.tie].count
            files = afterTies + 4
        }

        /// Single lines that stand here.
        static func holds(_ line: Line) -> Bool {
            line.id.hasPrefix("page_") || line.id.hasPrefix("steps_worst") || line.id == "invoices_difference"
                || line.id == "ties_failing"
        }

        func place(of line: Line) -> LinePlace {
            func at(_ row: Int, _ column: Int) -> LinePlace {
                LinePlace(first: Place(sheet: WorkbookLayout.SheetName.sources, row: row, column: column))
            }
            switch line.members {
            case .fileMoney:
                return at(files + 1, ["file_currency": 9, "file_billed": 11, "file_rejected": 12][line.id]!)
            case .billedCurrency: return at(steps + 1, SourcesSheet.stepColumns.firstIndex(of: line.id)!)
            default:
                if let worst = ["steps_worst_files": 3, "steps_worst_pages": 4, "steps_worst": 5][line.id] {
                    return at(pages + 1 + pageIDs.count, worst)
                }
                let isOff = line.id.hasSuffix("_off")
                let row = pageIDs.firstIndex(of: isOff ? String(line.id.dropLast(4)) : line.id)!
                return at(pages + 1 + row, isOff ? 5 : 3)
            }
        }
    }

    fileprivate static let stepColumns = [
        "steps_currency", "steps_declared", "steps_tied", "steps_apart", "steps_read", "steps_rejected",
        "steps_accepted", "steps_own", "steps_excluded", "steps_basis", "steps_due", "steps_ledger", "steps_lost",
    ]
    private static let pageSheets = [
        "page_ledger": "Ledger", "page_months": "API spend", "page_chart": "API spend, its chart",
        "page_csv": "csv/spend.csv", "page_mean": "API spend", "page_model": "Model base",
    ]

    static func make(_ data: ReportData, _ layout: WorkbookLayout, master: CellValue) -> Sheet {
        let rows = layout.spendRows.sources
        var canvas = SheetCanvas(
            WorkbookLayout.SheetName.sources, .data,
            title: "Sources and tie-out, \(data.heading.period)",
            subtitle:
                "The money of the invoices from the documents to the pages, step by step; every file with its SHA-256. Rejected rows are listed in csv/rejects.csv.",
            layout: layout, master: master)
        steps(data, layout, rows, into: &canvas)
        ties(data, layout, rows, into: &canvas)
        lines(data, layout, into: &canvas)
        files(data, startingAt: rows.files - 1, into: &canvas)
        canvas.sheet.freeze = CellAddress(row: 3, column: 0)
        canvas.sheet.repeatRows = 3
        canvas.sheet.pageBlocks = [rows.ties - 1, rows.files - 1]
        // The hashes are for programs to compare: they stay on the screen.
        canvas.sheet.lastPrintColumn = 12
        canvas.sheet.columnWidths = [
            0: 52, 1: 18, 2: 18, 3: 17, 4: 17, 5: 17, 6: 17, 7: 14, 8: 14, 9: 14, 10: 17, 11: 17, 12: 17, 13: 68,
        ]
        return canvas.sheet
    }

    private static func steps(
        _ data: ReportData, _ layout: WorkbookLayout, _ rows: Rows, into canvas: inout SheetCanvas
    ) {
        let model = data.spend.model
        canvas.section(rows.steps - 1, "From the documents to the ledger, in the currencies of the bills")
        guard !model.members[.billedCurrency].isEmpty else {
            canvas.sheet[rows.steps, 0] = Cell(.text("No file of invoices holds money"), .note)
            return
        }
        canvas.header(
            rows.steps,
            stepColumns.map { id in
                let label = model.line(id)!.label
                return ["steps_apart", "steps_lost"].contains(id) ? "\(label) [cents]" : label
            })
        canvas.sheet.rowHeights[rows.steps] = 32
        canvas.section(rows.pages - 1, "From the ledger to the pages, in \(layout.currency)")
        canvas.header(rows.pages, ["Step", "Where", "", "Money", "", "Apart [cents]"])
        for id in model.lines.map(\.id) {
            guard let sheet = pageSheets[id] else { continue }
            let row = layout.spend.lines[model.index(of: id)!].first.row
            canvas.sheet[row, 0] = Cell(.text(model.line(id)!.label), .label)
            canvas.sheet[row, 1] = Cell(.text(sheet), .text)
        }
    }

    private static func ties(
        _ data: ReportData, _ layout: WorkbookLayout, _ rows: Rows, into canvas: inout SheetCanvas
    ) {
        let spend = data.spend
        let firstTieRow = rows.ties + 1
        canvas.section(rows.ties - 1, "Tie-out with declared totals, in the currencies of the bills")
        canvas.header(
            rows.ties,
            ["Vendor", "Month", "Currency", "Declared", "Imported", "Difference", "Tolerance", "Beyond", "Result"])
        let declared = spend.ties.filter { $0.declared != nil }
        for (row, tie) in declared.enumerated() {
            canvas.sheet[firstTieRow + row, 0] = Cell(.text(tie.vendor), .label)
            canvas.sheet[firstTieRow + row, 1] = Cell(
                .date(SpreadsheetDate.serial(tie.month.lastDay)), .text, .month)
            canvas.sheet[firstTieRow + row, 2] = Cell(.text(tie.currency.code), .text)
            canvas.sheet[firstTieRow + row, 8] = Cell(.text(tie.result.rawValue), tie.result == .pass ? .good : .bad)
        }
        canvas.sheet.tables.append(
            CellRange(
                sheet: WorkbookLayout.SheetName.sources, first: CellAddress(row: firstTieRow - 1, column: 0),
                last: CellAddress(row: firstTieRow - 1 + declared.count, column: 8)))
        let open = spend.ties.count - declared.count
        if open > 0 {
            let row = firstTieRow + declared.count + 2
            canvas.sheet[row, 0] = Cell(.text("\(open) vendor months have no declared total"), .note)
        }
    }

    private static func lines(_ data: ReportData, _ layout: WorkbookLayout, into canvas: inout SheetCanvas) {
        let spend = data.spend
        let printer = FormulaPrinter(model: spend.model, placement: layout.spend)
        for (index, line) in spend.model.lines.enumerated()
        where layout.spend.lines[index].first.sheet == WorkbookLayout.SheetName.sources {
            for member in spend.model.members(of: line).indices {
                let place = layout.spend.lines[index].place(member: member, at: 0)
                let value = spend.evaluation.result(line.id, member: member, lane: 0)
                let format: NumberFormat = line.display == .price ? .cents : line.display.format
                // A currency that the files do not have stands nowhere.
                if line.members == .fileMoney, spend.fileMoney[member].currency == nil { continue }
                switch printer.source(line: index, member: member, at: 0) {
                case .formula(let text):
                    canvas.sheet[place.row, place.column] = Cell(
                        .formula(text: text, value: value.cellValue), line.members == nil ? .total : .calculation,
                        format)
                default: canvas.sheet[place.row, place.column] = Cell(value.content, .text, format)
                }
            }
            if ["invoices_difference", "ties_failing", "steps_worst"].contains(line.id) {
                canvas.sheet[layout.spend.lines[index].first.row, 0] = Cell(.text(line.label), .label)
            }
        }
    }

    private static func files(_ data: ReportData, startingAt first: Int, into canvas: inout SheetCanvas) {
        canvas.section(first, "Files")
        canvas.header(
            first + 1,
            [
                "File", "Format", "Version", "Rows", "Accepted", "Rejected", "Skipped", "From", "To", "Currency",
                "Basis",
                "Billed total", "Money rejected", "SHA-256",
            ])
        var row = first + 1
        for money in data.spend.fileMoney {
            row += 1
            let source = data.sources[money.file]
            canvas.sheet[row, 0] = Cell(.text(source.name), .label)
            if money.currency != nil { canvas.sheet[row, 10] = Cell(.text("billed"), .text) }
            // A second currency of a file repeats its name and nothing else.
            if row > first + 2, canvas.sheet[row - 1, 0]?.content == .text(source.name) { continue }
            canvas.sheet[row, 1] = Cell(.text(source.format), .text)
            canvas.sheet[row, 2] = Cell(.text(source.version.map { "version \($0)" } ?? ""), .text)
            for (column, count) in [(3, source.rows), (4, source.accepted), (5, source.rejected), (6, source.skipped)] {
                canvas.sheet[row, column] = Cell(.number(Double(count)), .text, .whole)
            }
            for (column, day) in [(7, source.periodFrom), (8, source.periodTo)] {
                if let day { canvas.sheet[row, column] = Cell(.date(SpreadsheetDate.serial(day)), .text, .date) }
            }
            canvas.sheet[row, 13] = Cell(.text(source.sha256), .note)
        }
        if data.sources.isEmpty {
            row += 1
            canvas.sheet[row, 0] = Cell(.text("No file of invoices"), .label)
        }
        canvas.sheet.tables.append(
            CellRange(
                sheet: WorkbookLayout.SheetName.sources, first: CellAddress(row: first + 1, column: 0),
                last: CellAddress(row: row, column: 13)))
        row += 2
        let rejected = data.sources.reduce(0) { $0 + $1.rejected }
        canvas.sheet[row, 0] = Cell(.text("Rejected rows in all"), .label)
        canvas.sheet[row, 5] = Cell(.number(Double(rejected)), .total, .whole)
        for reject in data.rejects.prefix(20) {
            row += 1
            canvas.sheet[row, 0] = Cell(.text("\(reject.file), line \(reject.line), \(reject.column)"), .note)
            canvas.sheet[row, 1] = Cell(.text("\(reject.code): \(Masking.masked(reject.value))"), .note)
        }
    }
}
