import Billing
import Economics

/// The ledger at monthly grain, as a table that formulas and readers can filter.
enum LedgerSheet {
    static let firstRow = 5

    static func make(_ data: ReportData, _ layout: WorkbookLayout, master: CellValue) -> Sheet {
        let spend = data.spend
        let model = spend.model
        let lines = model.lines.indices.filter { model.lines[$0].members == .ledgerRow }
        var canvas = SheetCanvas(
            WorkbookLayout.SheetName.ledger, .data,
            title: "Ledger in \(layout.currency): invoices by month, provider, model, workload and token class",
            subtitle:
                "The same rows as csv/spend.csv, in the reporting currency; tokens are single tokens.",
            layout: layout, master: master)
        canvas.header(
            firstRow - 1, lines.map { "\(model.lines[$0].label) [\(canvas.unit(model.lines[$0].unit.symbol))]" })
        canvas.sheet.rowHeights[firstRow - 1] = 32
        for index in lines {
            let line = model.lines[index]
            for member in 0..<spend.ledger.rows.count {
                let place = layout.spend.lines[index].place(member: member, at: 0)
                let value = spend.evaluation.result(line.id, member: member, lane: 0)
                let format: NumberFormat = line.id == "ledger_cost" ? .cents : line.display.format
                canvas.sheet[place.row, place.column] = Cell(value.content, .text, format)
            }
        }
        canvas.sheet.tables = [
            CellRange(
                sheet: WorkbookLayout.SheetName.ledger, first: CellAddress(row: firstRow - 1, column: 0),
                last: CellAddress(row: firstRow - 1 + spend.ledger.rows.count, column: lines.count - 1))
        ]
        canvas.sheet.freeze = CellAddress(row: firstRow, column: 1)
        canvas.sheet.repeatRows = firstRow
        canvas.sheet.columnWidths = [0: 9, 1: 17, 2: 38, 3: 21, 4: 20, 5: 17, 6: 14, 7: 7, 8: 11]
        canvas.sheet.landscape = false
        return canvas.sheet
    }
}
