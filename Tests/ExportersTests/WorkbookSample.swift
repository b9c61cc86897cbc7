import Reports

/// A small workbook that uses everything: five sheets, live formulas with right results, names, rules, statuses,
/// tables and the four kinds of charts.
enum WorkbookSample {
    static let months = 24
    static let volume = 1_200.0
    static let growth = 0.03
    static let price = 2.5
    static let server = 2_600.0

    static var content: WorkbookContent {
        var content = WorkbookContent(
            sheets: [about, board, inputs, cash, data],
            names: [
                name("in_volume", "Inputs", 3, 2), name("in_growth", "Inputs", 4, 2), name("in_price", "Inputs", 5, 2),
                name("in_server", "Inputs", 6, 2), name("out_saving", "Board", 4, 0),
            ], title: "Own hosting or API: June 2026")
        content.subject = "Break-even of own GPU hosting"
        content.author = "Finance & Platform"
        content.company = "Example GmbH"
        content.keywords = "LLM, GPU, break-even"
        content.classification = "Confidential & internal"
        content.created = 1_782_777_600
        content.properties = [("tool-version", "1.0"), ("input-hash", "abc123"), ("classification", "Confidential")]
        content.footer = "report.xlsx · version 1.0 · data as of 2026-06-30"
        return content
    }

    /// API bill of a month, 0-based.
    static func bill(_ month: Int) -> Double { tokens(month) * price }

    static func tokens(_ month: Int) -> Double { (0..<month).reduce(volume) { volume, _ in volume * (1 + growth) } }

    static func cumulative(_ month: Int) -> Double {
        (0...month).reduce(0) { $0 + (bill($1) - server) }
    }

    static func serial(_ month: Int) -> Int {
        // Last days of the months from July 2026.
        let ends = [31, 31, 30, 31, 30, 31, 31, 28, 31, 30, 31, 30]
        return 46203 + (0...month).reduce(0) { $0 + ($1 == 19 ? 29 : ends[$1 % 12]) }
    }

    private static func name(_ name: String, _ sheet: String, _ row: Int, _ column: Int) -> DefinedName {
        let cell = CellAddress(row: row, column: column)
        return DefinedName(name, CellRange(sheet: sheet, first: cell, last: cell))
    }

    private static func range(_ sheet: String, _ row: Int, _ column: Int, _ toRow: Int, _ toColumn: Int) -> CellRange {
        CellRange(
            sheet: sheet, first: CellAddress(row: row, column: column),
            last: CellAddress(row: toRow, column: toColumn))
    }

    static var about: Sheet {
        var sheet = Sheet(name: "About", kind: .control)
        sheet.columnWidths = [0: 26, 1: 70]
        sheet[0, 0] = Cell(.text("Own hosting or API, USD, June 2026"), .title)
        sheet[1, 0] = Cell(.text("What this workbook answers and how to read it"), .subtitle)
        sheet[3, 0] = Cell(.text("Sheet"), .heading)
        sheet[3, 1] = Cell(.text("Question it answers"), .heading)
        let sheets = [
            ("Board", "What is asked for, what it saves, and what could go wrong"),
            ("Inputs", "Prices, volumes and growth; the yellow cells may be changed"),
            ("Cash flow", "Month by month: bill, own cost, difference, running total"),
            ("It's data", "What was imported, by month and vendor"),
        ]
        for (i, (name, question)) in sheets.enumerated() {
            sheet[4 + i, 0] = Cell(.link(text: name, sheet: name), .label)
            sheet[4 + i, 1] = Cell(.text(question), .label, wrap: true)
        }
        sheet[9, 0] = Cell(.text("Colours"), .section)
        sheet[9, 1] = Cell(.blank, .section)
        let legend: [(CellRole, String)] = [
            (.input, "A figure you may change"), (.derivedInput, "A figure worked out from inputs"),
            (.calculation, "A formula on the same sheet"), (.crossSheet, "A link to another sheet"),
            (.good, "Passes"), (.caution, "Needs a look"), (.bad, "Fails"),
        ]
        for (i, (role, text)) in legend.enumerated() {
            sheet[10 + i, 0] = Cell(.text("\(role)"), role)
            sheet[10 + i, 1] = Cell(.text(text), .label)
        }
        sheet[18, 0] = Cell(
            .text("Costs are positive, savings are positive where the word saving stands, brackets mean negative."),
            .text)
        return sheet
    }

    static var board: Sheet {
        var sheet = Sheet(name: "Board", kind: .presentation)
        sheet.onePage = true
        sheet.columnWidths = [0: 30, 1: 16, 2: 16, 3: 16, 4: 14, 5: 30]
        sheet[0, 0] = Cell(
            .text("Own hosting saves money from the second year on, USD, July 2026 to June 2028"), .title)
        sheet[1, 0] = Cell(.text("Decision asked for: order two GPU servers"), .subtitle)
        let last = months - 1
        sheet[3, 0] = Cell(.text("Saving over 24 months, USD"), .section)
        for column in 1...5 { sheet[3, column] = Cell(.blank, .section) }
        let final = "INDEX('Cash flow'!$C$8:$Z$8,1,\(months))"
        sheet[4, 0] = Cell(.formula(text: final, value: .number(cumulative(last))), .headline, .whole)
        sheet[5, 0] = Cell(
            .formula(
                text: "\"The running total turns positive \"&IF(A5>0,\"within\",\"beyond\")&\" 24 months.\"",
                value: .text(
                    "The running total turns positive \(cumulative(last) > 0 ? "within" : "beyond") 24 months.")
            ), .text)
        for (column, text) in ["Figure", "First month", "Last month", "Change", "Unit", "Note"].enumerated() {
            sheet[7, column] = Cell(.text(text), .heading)
        }
        let rows: [(String, Int, (Int) -> Double)] = [
            ("API bill", 5, bill), ("Own cost", 6, { _ in server }), ("Saving", 7, { bill($0) - server }),
        ]
        for (i, (label, source, value)) in rows.enumerated() {
            let row = 8 + i
            sheet[row, 0] = Cell(.text(label), i == 2 ? .total : .label)
            let role: CellRole = i == 2 ? .total : .crossSheet
            sheet[row, 1] = Cell(.formula(text: "'Cash flow'!C\(source)", value: .number(value(0))), role, .whole)
            sheet[row, 2] = Cell(.formula(text: "'Cash flow'!Z\(source)", value: .number(value(last))), role, .whole)
            let change = value(0) == 0 ? 0 : value(last) / value(0) - 1
            sheet[row, 3] = Cell(
                .formula(text: "IF(B\(row + 1)=0,0,C\(row + 1)/B\(row + 1)-1)", value: .number(change)),
                i == 2 ? .total : .calculation, .percent)
            sheet[row, 4] = Cell(.text("USD/month"), i == 2 ? .total : .unit)
            sheet[row, 5] = Cell(.text("See Cash flow, row \(source)"), i == 2 ? .total : .note)
        }
        sheet[12, 0] = Cell(.text("Invoice ties to the ledger"), .label)
        sheet[12, 1] = Cell(.text("pass"), .text)
        sheet[13, 0] = Cell(.text("Quotes are still valid"), .label)
        sheet[13, 1] = Cell(.text("at risk"), .text)
        sheet.statuses = [
            StatusRule(first: .init(row: 12, column: 1), last: .init(row: 13, column: 1), word: "pass", role: .good),
            StatusRule(
                first: .init(row: 12, column: 1), last: .init(row: 13, column: 1), word: "at risk", role: .caution),
            StatusRule(first: .init(row: 12, column: 1), last: .init(row: 13, column: 1), word: "fail", role: .bad),
        ]
        sheet.charts = [
            chart(.line, "Running total turns positive, USD", [8], at: CellAddress(row: 15, column: 0), width: 560),
            chart(
                .stackedColumn, "Bill and own cost, USD/month", [5, 6], at: CellAddress(row: 15, column: 4), width: 560),
        ]
        return sheet
    }

    static func chart(_ kind: Chart.Kind, _ title: String, _ rows: [Int], at: CellAddress, width: Int) -> Chart {
        let names = [5: "API bill", 6: "Own cost", 7: "Saving", 8: "Running total"]
        let values: [Int: (Int) -> Double] = [
            5: bill, 6: { _ in server }, 7: { bill($0) - server }, 8: cumulative,
        ]
        return Chart(
            kind, title: title, categoryAxis: "Month", valueAxis: "USD", valueFormat: .whole,
            series: rows.map { row in
                ChartSeries(
                    name: names[row]!, categories: range("Cash flow", 3, 2, 3, 25),
                    values: range("Cash flow", row - 1, 2, row - 1, 25),
                    cachedCategories: (0..<months).map { .number(Double(serial($0))) },
                    cachedValues: (0..<months).map { values[row]!($0) }, categoryFormat: .month)
            }, at: at, width: width, height: 300,
            altText: "\(title): monthly from July 2026 to June 2028; the live figures are on the sheet Cash flow.")
    }

    static var inputs: Sheet {
        var sheet = Sheet(name: "Inputs", kind: .input)
        sheet.freeze = CellAddress(row: 3, column: 0)
        sheet.repeatRows = 3
        sheet.columnWidths = [5: 40]
        sheet[0, 0] = Cell(.text("Inputs, USD, as of 2026-06-30"), .title)
        for (column, text) in ["Input", "Name", "Value", "Unit", "As of", "Source"].enumerated() {
            sheet[2, column] = Cell(.text(text), .heading)
        }
        let rows: [(String, String, Double, NumberFormat, String)] = [
            ("Tokens in the first month", "in_volume", volume, .whole, "million"),
            ("Growth a month", "in_growth", growth, .percent, "share"),
            ("Price", "in_price", price, .precise, "USD/million"),
            ("Server, all in", "in_server", server, .cents, "USD/month"),
        ]
        for (i, row) in rows.enumerated() {
            sheet[3 + i, 0] = Cell(.text(row.0), .label)
            sheet[3 + i, 1] = Cell(.text(row.1), .unit)
            sheet[3 + i, 2] = Cell(.number(row.2), .input, row.3)
            sheet[3 + i, 3] = Cell(.text(row.4), .unit)
            sheet[3 + i, 4] = Cell(.date(46203), .input, .date)
            sheet[3 + i, 5] = Cell(
                .text("Invoice of June 2026, line \(i + 1); checked against the ledger, see the sheet It's data"),
                .note,
                wrap: true)
            sheet.rules.append(
                InputRule(
                    cell: CellAddress(row: 3 + i, column: 2), kind: .number(min: 0, max: i == 1 ? 1 : nil),
                    title: row.0, prompt: "A number in \(row.4)"))
            sheet.rules.append(
                InputRule(
                    cell: CellAddress(row: 3 + i, column: 4), kind: .number(min: 36526, max: 73050), title: "As of",
                    prompt: "A date"))
        }
        sheet[7, 0] = Cell(.text("Mode"), .label)
        sheet[7, 2] = Cell(.text("buy"), .input)
        sheet.rules.append(
            InputRule(
                cell: CellAddress(row: 7, column: 2), kind: .choice(["buy", "rent"]), title: "Mode",
                prompt: "buy or rent"))
        sheet[8, 0] = Cell(.text("Loss a minute"), .label)
        sheet[8, 2] = Cell(.text("not given"), .input)
        sheet.rules.append(
            InputRule(
                cell: CellAddress(row: 8, column: 2), kind: .numberOrWord(min: 0, words: ["not given"]),
                title: "Loss a minute", prompt: "USD, or the words not given"))
        sheet[9, 0] = Cell(.text("Tokens a year"), .label)
        sheet[9, 2] = Cell(.formula(text: "in_volume*12", value: .number(volume * 12)), .derivedInput, .whole)
        return sheet
    }

    static var cash: Sheet {
        var sheet = Sheet(name: "Cash flow", kind: .working)
        sheet.freeze = CellAddress(row: 4, column: 2)
        sheet.repeatRows = 4
        sheet.repeatColumns = 2
        sheet.pageBreaks = [20]
        sheet[0, 0] = Cell(.text("Cash flow, USD, July 2026 to June 2028"), .title)
        sheet[3, 0] = Cell(.text("Line"), .heading)
        sheet[3, 1] = Cell(.text("Unit"), .heading)
        let lines = [("Tokens", "million"), ("API bill", "USD"), ("Own cost", "USD"), ("Saving", "USD")]
        _ = lines
        sheet[8, 0] = Cell(.text("Tokens"), .label)
        sheet[8, 1] = Cell(.text("million"), .unit)
        for (row, label) in [(4, "API bill"), (5, "Own cost"), (6, "Saving"), (7, "Running total")] {
            sheet[row, 0] = Cell(.text(label), row == 7 ? .total : .label)
            sheet[row, 1] = Cell(.text("USD"), row == 7 ? .total : .unit)
        }
        for month in 0..<months {
            let column = month + 2
            let letter = month + 2 < 26 ? String(UnicodeScalar(UInt8(65 + column))) : "A"
            let before = String(UnicodeScalar(UInt8(64 + column)))
            sheet[3, column] =
                month == 0
                ? Cell(.date(serial(0)), .heading, .month)
                : Cell(.formula(text: "EOMONTH(\(before)4,1)", value: .number(Double(serial(month)))), .heading, .month)
            let tokens = month == 0 ? "in_volume" : "\(before)9*(1+in_growth)"
            sheet[8, column] = Cell(.formula(text: tokens, value: .number(self.tokens(month))), .calculation, .whole)
            sheet[4, column] = Cell(
                .formula(text: "\(letter)9*in_price", value: .number(bill(month))), .calculation, .whole)
            sheet[5, column] = Cell(.formula(text: "in_server", value: .number(server)), .crossSheet, .whole)
            sheet[6, column] = Cell(
                .formula(text: "\(letter)5-\(letter)6", value: .number(bill(month) - server)), .calculation, .whole)
            sheet[7, column] = Cell(
                .formula(text: "SUM($C7:\(letter)7)", value: .number(cumulative(month))), .total, .whole)
        }
        sheet.charts = [
            chart(.column, "Saving a month, USD", [7], at: CellAddress(row: 21, column: 0), width: 620),
            chart(
                .line, "Bill against own cost, USD/month", [5, 6, 7], at: CellAddress(row: 21, column: 9), width: 620),
        ]
        return sheet
    }

    static var data: Sheet {
        var sheet = Sheet(name: "It's data", kind: .data)
        sheet.freeze = CellAddress(row: 3, column: 0)
        sheet.repeatRows = 3
        sheet.landscape = false
        sheet[0, 0] = Cell(.text("Imported spend by vendor, USD, June 2026"), .title)
        for (column, text) in ["Month", "Vendor", "Amount", "Check"].enumerated() {
            sheet[2, column] = Cell(.text(text), .heading)
        }
        let vendors = ["Acme AI", "=1+1 Models", "Example & Sons <GmbH>", "Ünïcode 模型", "_x0041_ Labs"]
        for (i, vendor) in vendors.enumerated() {
            sheet[3 + i, 0] = Cell(.date(46203), .text, .date)
            sheet[3 + i, 1] = Cell(.text(vendor))
            sheet[3 + i, 2] = Cell(.number(Double(1_000 * (i + 1)) + 0.25), .text, .cents)
            sheet[3 + i, 3] = Cell(.text(i == 3 ? "fail" : "pass"), i == 3 ? .bad : .good)
        }
        sheet.tables = [range("It's data", 2, 0, 7, 3)]
        sheet.charts = [
            Chart(
                .bar, title: "Spend by vendor, USD, June 2026", categoryAxis: "Vendor", valueAxis: "USD",
                valueFormat: .whole,
                series: [
                    ChartSeries(
                        name: "Spend", categories: range("It's data", 3, 1, 7, 1),
                        values: range("It's data", 3, 2, 7, 2), cachedCategories: vendors.map { .text($0) },
                        cachedValues: vendors.indices.map { Double(1_000 * ($0 + 1)) + 0.25 })
                ], at: CellAddress(row: 10, column: 0), width: 560, height: 300,
                altText: "Spend by vendor in June 2026 as imported; the figures stand in the table above.")
        ]
        return sheet
    }
}
