extension AuditCriterion {
    /// Sheets that carry the months from left to right.
    private static func timeSheets(_ audit: Audit) -> [(Int, AuditedSheet)] {
        audit.sheets(of: [.working]).filter { sheet in
            (0..<min(8, sheet.1.rowCount)).contains { sheet.1.text($0, 0) == "Month ends" }
        }
    }

    private static func monthRow(_ sheet: AuditedSheet) -> Int? {
        (0..<min(8, sheet.rowCount)).first { sheet.text($0, 0) == "Month ends" }
    }

    static let sheetLayout = [
        AuditCriterion(
            "STR-06", "Every sheet says in A1 what it shows, with unit or period",
            how: "A1 of each sheet holds a title; A1 or A2 names a currency, a unit or a period"
        ) { audit in
            var offences = Offences()
            for sheet in audit.book.sheets {
                guard let title = sheet.text(0, 0), !title.isEmpty else {
                    offences.add("\(sheet.name)!A1 is empty")
                    continue
                }
                let words = title + " " + (sheet.text(1, 0) ?? "")
                let hasYear = words.split { !$0.isNumber }.contains { $0.count == 4 }
                let hasCurrency = words.split { !$0.isLetter }.contains { $0.count == 3 && $0 == $0.uppercased() }
                if !hasYear, !hasCurrency, !words.contains("unit"), !words.contains("month") {
                    offences.add("\(sheet.name)!A1 has neither unit nor period")
                }
            }
            return offences.verdict("\(audit.book.sheets.count) titles")
        },
        AuditCriterion(
            "STR-07", "Unit and note columns stand at the same place on all model sheets",
            how: "the header cells of the sheets with months are equal"
        ) { audit in
            let sheets = timeSheets(audit)
            guard let first = sheets.first?.1, let row = monthRow(first), row >= 2 else {
                return .fail("no sheet carries months")
            }
            var offences = Offences()
            for (_, sheet) in sheets {
                for column in 0..<5 where sheet.text(row - 2, column) != first.text(row - 2, column) {
                    offences.add("\(sheet.name)!\(reference(row - 2, column))")
                }
            }
            return offences.verdict("\(sheets.count) sheets with one header")
        },
        AuditCriterion(
            "STR-08", "A month stands in the same column on every sheet with months",
            how: "the computed dates of the time axis are equal, column by column"
        ) { audit in
            let sheets = timeSheets(audit)
            guard let first = sheets.first, let row = monthRow(first.1) else { return .fail("no sheet carries months") }
            var offences = Offences()
            for (index, sheet) in sheets {
                for cell in first.1.cells(inRow: row).dropFirst(2)
                where audit.calculator.value(index, row, cell.column)
                    != audit.calculator.value(first.0, row, cell.column)
                {
                    offences.add("\(sheet.name)!\(reference(row, cell.column))")
                }
            }
            return offences.verdict("\(sheets.count) time axes")
        },
        AuditCriterion(
            "STR-09", "The time axis is frozen and holds real month ends",
            how: "its row lies above the split; its values are last days of months, one after the other"
        ) { audit in
            var offences = Offences()
            let sheets = timeSheets(audit)
            for (index, sheet) in sheets {
                let row = monthRow(sheet)!
                if sheet.frozen.rows <= row { offences.add("\(sheet.name): the time axis scrolls away") }
                var last: Int?
                for cell in sheet.cells(inRow: row) where cell.formula != nil {
                    guard case .number(let serial) = audit.calculator.value(index, row, cell.column) else {
                        offences.add("\(audit.place(index, cell)) is no date")
                        continue
                    }
                    let day = SpreadsheetDay.civil(Int(serial))
                    let month = day.year * 12 + day.month
                    if SpreadsheetDay.civil(Int(serial) + 1).day != 1 || last.map({ month != $0 + 1 }) ?? false {
                        offences.add("\(audit.place(index, cell)) is not the end of the next month")
                    }
                    last = month
                }
            }
            return sheets.isEmpty ? .fail("no sheet carries months") : offences.verdict("\(sheets.count) time axes")
        },
        AuditCriterion(
            "STR-10", "The master check is seen on every sheet",
            how: "a cell above the split reads the master check of Checks"
        ) { audit in
            guard let checks = audit.book.sheet("Checks") else { return .fail("there is no sheet Checks") }
            var offences = Offences()
            for (index, sheet) in audit.book.sheets.enumerated() {
                let isThere = sheet.cells.contains { cell in
                    guard cell.row < sheet.frozen.rows, let formula = cell.formula else { return false }
                    return index == checks ? formula.contains("CHECKS FAIL") : formula.hasPrefix("Checks!")
                }
                if !isThere { offences.add("\(sheet.name) has none in its frozen rows") }
            }
            return offences.verdict("\(audit.book.sheets.count) sheets show it")
        },
    ]
}
