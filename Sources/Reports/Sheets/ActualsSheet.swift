import Billing
import Economics
import Money

/// What the invoices, the bills for GPUs and the gateways say of each month since the first workload moved.
enum ActualsSheet {
    private static let name = WorkbookLayout.SheetName.actuals
    private static let header = 5

    static func place(of fact: String, month: Int) -> Place {
        Place(sheet: name, row: header + 1 + month, column: GateData.factNames.firstIndex(of: fact)!)
    }

    static func make(
        _ actuals: Actuals, _ gates: GateData, _ layout: WorkbookLayout, master: CellValue
    ) -> Sheet {
        var canvas = SheetCanvas(
            name, .data,
            title: "Actuals since \(actuals.months[0].month), in \(layout.currency)",
            subtitle:
                "As read from invoices, bills for GPUs and gateways; csv/actuals.csv and csv/actual_volumes.csv have every digit.",
            layout: layout, master: master)
        months(&canvas, gates)
        let volumes = header + actuals.months.count + 4
        workloads(&canvas, actuals, from: volumes)
        canvas.sheet.tables = [range(header, actuals.months.count, columns: GateData.factNames.count)]
        if !actuals.volumes.isEmpty {
            canvas.sheet.tables.append(range(volumes, actuals.volumes.count, columns: volumeTitles.count))
        }
        canvas.sheet.freeze = CellAddress(row: 3, column: 1)
        canvas.sheet.repeatRows = 3
        canvas.sheet.repeatColumns = 1
        canvas.sheet.columnWidths = [0: 14, 1: 24]
        for column in 2..<volumeTitles.count { canvas.sheet.columnWidths[column] = 16 }
        return canvas.sheet
    }

    private static func range(_ header: Int, _ rows: Int, columns: Int) -> CellRange {
        CellRange(
            Place(sheet: name, row: header, column: 0), Place(sheet: name, row: header + rows, column: columns - 1))
    }

    private static func months(_ canvas: inout SheetCanvas, _ gates: GateData) {
        canvas.section(header - 1, "Each month, all workloads")
        canvas.header(
            header,
            [
                "Month", "Frozen baseline at actual volume", "API", "Own hosting", "Own hosting is booked [1/0]",
                "Own tokens [Mtok]", "Own tokens at frozen prices", "Earlier plan", "In the earlier plan [1/0]",
            ])
        canvas.sheet.rowHeights[header] = 44
        let formats: [NumberFormat] = [.month, .cents, .cents, .cents, .whole, .ratio, .cents, .cents, .whole]
        for link in gates.links {
            guard case .fact(let fact, let month) = link.source, case .number(let value) = link.value else { continue }
            let place = place(of: fact, month: month)
            canvas.sheet[place.row, place.column] = Cell(
                place.column == 0 ? .date(Int(value)) : .number(value), .calculation, formats[place.column])
        }
    }

    private static let volumeTitles = [
        "Month of use", "Workload", "API, input [Mtok]", "API, cached [Mtok]", "API, output [Mtok]",
        "Own, input [Mtok]", "Own, cached [Mtok]", "Own, output [Mtok]", "At frozen prices", "Own, at frozen prices",
        "API cost",
    ]

    private static func workloads(_ canvas: inout SheetCanvas, _ actuals: Actuals, from header: Int) {
        canvas.section(header - 1, "Each month and workload: frozen prices at the actual volume")
        canvas.header(header, volumeTitles)
        canvas.sheet.rowHeights[header] = 30
        for (offset, volume) in actuals.volumes.enumerated() {
            let row = header + 1 + offset
            canvas.sheet[row, 0] = Cell(.date(SpreadsheetDate.serial(volume.month.lastDay)), .calculation, .month)
            canvas.sheet[row, 1] = Cell(.text(volume.workload), .label)
            let tokens = [volume.apiTokens, volume.ownTokens].flatMap { side in
                PriceClass.allCases.map { (side[$0]?.doubleValue ?? 0) / MethodConstant.tokensPerMillion.value }
            }
            for (column, number) in tokens.enumerated() {
                canvas.sheet[row, 2 + column] = Cell(.number(number), .calculation, .ratio)
            }
            for (column, amount) in [volume.frozenCost, volume.ownAtFrozenPrices, volume.apiCost].enumerated() {
                canvas.sheet[row, 8 + column] = Cell(.number(amount.doubleValue), .calculation, .cents)
            }
        }
    }
}
