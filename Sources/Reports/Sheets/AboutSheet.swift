import Billing
import Economics

/// What the workbook is, how to read it, and where everything stands.
enum AboutSheet {
    static func make(_ data: ReportData, _ layout: WorkbookLayout, sheets: [Sheet], master: CellValue) -> Sheet {
        let heading = data.heading
        var canvas = SheetCanvas(
            WorkbookLayout.SheetName.about, .control, title: "\(heading.title): \(layout.currency), \(heading.period)",
            subtitle: "Stay on APIs, host open-weight models, or move in phases.", layout: layout, master: master)
        var row = 4
        func line(_ label: String, _ text: String) {
            guard !text.isEmpty else { return }
            canvas.sheet[row, 0] = Cell(.text(label), .label)
            canvas.sheet[row, 1] = Cell(.text(text), .text)
            row += 1
        }
        line("Purpose", "The decision on hosting, from invoices and quotes, with every figure as a live formula")
        line("Organisation", heading.organisation)
        for (number, text) in heading.template.lines.enumerated() { line(number == 0 ? "Issued by" : "", text) }
        line("Prepared by", heading.preparedBy.isEmpty ? "not named: report.prepared_by" : heading.preparedBy)
        line("Classification", heading.classification)
        line("Period", "\(heading.period)")
        line("Data as of", "\(heading.asOf)")
        line("Currency", layout.currency)
        line("Made with", "breakeven \(heading.toolVersion)")
        line(
            "How to use it",
            "Change a yellow cell on Assumptions or a price on Quotes; read the Board page; look at Checks")
        line(
            "Sign convention",
            "Cost tables: costs are positive. Cash flow: plus is a saving, minus is spend. Negatives stand in ( )")
        line("Next update", "After the invoices of \(heading.period + 1)")
        row += 1
        canvas.section(row, "Contents")
        row += 1
        canvas.header(row, ["Sheet", "What it shows", "Kind"])
        for sheet in sheets {
            row += 1
            canvas.sheet[row, 0] = Cell(.link(text: sheet.name, sheet: sheet.name), .text)
            if case .text(let title)? = sheet[0, 0]?.content { canvas.sheet[row, 1] = Cell(.text(title), .text) }
            canvas.sheet[row, 2] = Cell(.text(sheet.kind.rawValue), .note)
        }
        row += 2
        canvas.section(row, "Colours")
        for (role, words) in [
            (CellRole.input, "Input: may be changed"), (.derivedInput, "Input that follows from another, or is fixed"),
            (.calculation, "Calculation on the same sheet"), (.crossSheet, "Link to another sheet"),
            (.total, "Total or result"), (.good, "Good: pass, valid"), (.caution, "Caution: needs a look"),
            (.bad, "Bad: fails, expired"),
        ] {
            row += 1
            canvas.sheet[row, 0] = Cell(.text(words), role)
        }
        if heading.template.logo != nil {
            canvas.sheet.logo = CellAddress(row: 0, column: 1)
            canvas.sheet.rowHeights[0] = 36
        }
        canvas.sheet.columnWidths = [0: 44, 1: 96, 2: 14]
        canvas.sheet.freeze = CellAddress(row: 3, column: 0)
        canvas.sheet.repeatRows = 3
        canvas.sheet.onePage = true
        return canvas.sheet
    }
}
