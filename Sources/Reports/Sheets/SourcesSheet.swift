import Billing
import Economics
import Money

/// Every input file with its hash, what of it was used, and how it ties to the paper invoices.
enum SourcesSheet {
    /// The tie-out stands first: its length does not move with the number of files.
    static let firstTieRow = 6

    static func make(_ data: ReportData, _ layout: WorkbookLayout, master: CellValue) -> Sheet {
        var canvas = SheetCanvas(
            WorkbookLayout.SheetName.sources, .data,
            title: "Sources and tie-out, billed currency, \(data.heading.period)",
            subtitle:
                "Declared totals against what was read, then every file with its SHA-256. Rejected rows are listed in csv/rejects.csv.",
            layout: layout, master: master)
        ties(data, layout, into: &canvas)
        files(data, startingAt: firstTieRow + data.spend.model.members[.tie].count + 4, into: &canvas)
        canvas.sheet.freeze = CellAddress(row: 3, column: 0)
        canvas.sheet.repeatRows = 3
        // The hashes are for programs to compare: they stay on the screen.
        canvas.sheet.lastPrintColumn = 12
        canvas.sheet.columnWidths = [
            0: 52, 1: 18, 2: 12, 3: 17, 4: 17, 5: 17, 6: 14, 7: 12, 8: 12, 9: 12, 10: 12, 11: 17, 12: 17, 13: 68,
        ]
        return canvas.sheet
    }

    private static func ties(_ data: ReportData, _ layout: WorkbookLayout, into canvas: inout SheetCanvas) {
        let spend = data.spend
        canvas.section(firstTieRow - 2, "Tie-out with declared totals")
        canvas.header(
            firstTieRow - 1,
            ["Vendor", "Month", "Currency", "Declared", "Imported", "Difference", "Tolerance", "Beyond", "Result"])
        let printer = FormulaPrinter(model: spend.model, placement: layout.spend)
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
        for (index, line) in spend.model.lines.enumerated()
        where layout.spend.lines[index].first.sheet == WorkbookLayout.SheetName.sources {
            for member in spend.model.members(of: line).indices {
                let place = layout.spend.lines[index].place(member: member, at: 0)
                let value = spend.evaluation.result(line.id, member: member, lane: 0)
                let format: NumberFormat = line.display == .price ? .cents : line.display.format
                switch printer.source(line: index, member: member, at: 0) {
                case .formula(let text):
                    canvas.sheet[place.row, place.column] = Cell(
                        .formula(text: text, value: value.cellValue), line.members == nil ? .total : .calculation,
                        format)
                default: canvas.sheet[place.row, place.column] = Cell(value.content, .text, format)
                }
            }
            if line.members == nil {
                canvas.sheet[layout.spend.lines[index].first.row, 0] = Cell(.text(line.label), .label)
            }
        }
        let open = spend.ties.count - declared.count
        if open > 0 {
            let row = firstTieRow + declared.count + 2
            canvas.sheet[row, 0] = Cell(.text("\(open) vendor months have no declared total"), .note)
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
        for source in data.sources {
            row += 1
            canvas.sheet[row, 0] = Cell(.text(source.name), .label)
            canvas.sheet[row, 1] = Cell(.text(source.format), .text)
            canvas.sheet[row, 2] = Cell(.text(source.version.map { "version \($0)" } ?? ""), .text)
            for (column, count) in [(3, source.rows), (4, source.accepted), (5, source.rejected), (6, source.skipped)] {
                canvas.sheet[row, column] = Cell(.number(Double(count)), .text, .whole)
            }
            for (column, day) in [(7, source.periodFrom), (8, source.periodTo)] {
                if let day { canvas.sheet[row, column] = Cell(.date(SpreadsheetDate.serial(day)), .text, .date) }
            }
            let totals = source.totals.filter { $0.basis == .billed }
            if let total = totals.first, totals.count == 1 {
                canvas.sheet[row, 9] = Cell(.text(total.currency.code), .text)
                canvas.sheet[row, 10] = Cell(.text("billed"), .text)
                canvas.sheet[row, 11] = Cell(.number(total.amount.doubleValue), .text, .cents)
            } else if totals.count > 1 {
                canvas.sheet[row, 9] = Cell(.text("several"), .text)
            }
            let lost = source.rejectedValue.sorted { $0.key < $1.key }
            if let money = lost.first, lost.count == 1 {
                canvas.sheet[row, 12] = Cell(.number(money.value.doubleValue), .text, .cents)
            } else if lost.count > 1 {
                canvas.sheet[row, 12] = Cell(
                    .text(lost.map { "\($0.value) \($0.key)" }.joined(separator: ", ")), .text)
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
