extension AuditCriterion {
    private static func rows(_ audit: Audit) -> (sheet: Int, rows: [Int])? {
        guard let checks = audit.checks else { return nil }
        let sheet = audit.book.sheets[checks.sheet]
        return (
            checks.sheet,
            (checks.header + 1..<max(sheet.rowCount, checks.header + 1)).filter { sheet.text($0, 0) != nil }
        )
    }

    /// A rule that has nothing to hold in this project says so, as a text and no formula over cells.
    private static func applies(_ sheet: AuditedSheet, _ row: Int) -> Bool {
        !(sheet.cell(row, 5)?.formula ?? "").hasPrefix("\"")
    }

    private static let noSheet = Verdict.fail("there is no sheet Checks with a row of headers")

    static let checks = [
        AuditCriterion(
            "CHK-01", "Every check has a name, what must hold, value, tolerance and result",
            how: "the rows of Checks fill all six columns"
        ) { audit in
            guard let checks = rows(audit) else { return noSheet }
            var offences = Offences()
            let sheet = audit.book.sheets[checks.sheet]
            for row in checks.rows {
                for column in 0..<6 where !(sheet.cell(row, column)?.hasValue ?? false) {
                    offences.add("Checks!\(reference(row, column)) is empty")
                }
            }
            return checks.rows.isEmpty ? .fail("Checks has no row") : offences.verdict("\(checks.rows.count) checks")
        },
        AuditCriterion(
            "CHK-02", "The master check counts every check, and says so in words",
            how: "the cell that counts the failures sums the column over all rows; the master check reads it"
        ) { audit in
            guard let checks = rows(audit), let first = checks.rows.first, let last = checks.rows.last else {
                return noSheet
            }
            let sheet = audit.book.sheets[checks.sheet]
            let sum = sheet.cells.first { cell in
                guard cell.row < first, let formula = cell.formula else { return false }
                return formula == "SUM($E$\(first + 1):$E$\(last + 1))"
            }
            guard let sum else { return .fail("no cell above the checks sums E\(first + 1):E\(last + 1)") }
            let reads = sheet.cells.contains {
                $0.row < first && ($0.formula ?? "").contains("$E$\(sum.row + 1)")
                    && ($0.formula ?? "").contains("CHECKS FAIL")
            }
            return reads
                ? .pass("\(checks.rows.count) checks in \(sum.address)")
                : .fail("the master check does not read \(sum.address)")
        },
        AuditCriterion(
            "CHK-03", "Invoices, import, model and tables tell the same total",
            how:
                "with the report's folder: the total of csv/spend.csv is the workbook's out_invoices_total; every metric of csv/summary.csv is its cell"
        ) { _ in .needs(.reportFolder) },
        AuditCriterion(
            "CHK-04", "Checks use a tolerance",
            how:
                "the result of each check compares value and tolerance; none tests for equality, and a text alone says why the rule does not apply"
        ) { audit in
            guard let checks = rows(audit) else { return noSheet }
            var offences = Offences()
            let sheet = audit.book.sheets[checks.sheet]
            let applying = checks.rows.filter { applies(sheet, $0) }
            for row in applying {
                let result = sheet.cell(row, 5)?.formula ?? ""
                if !result.contains("$C$\(row + 1)>$D$\(row + 1)") {
                    offences.add("Checks!\(reference(row, 5)) does not compare with its tolerance")
                }
            }
            return offences.verdict(
                "\(applying.count) tolerances, \(checks.rows.count - applying.count) rules do not apply")
        },
        AuditCriterion(
            "CHK-05", "A seeded error turns the master check red",
            how:
                "the interpreter puts each check's value above its tolerance, one at a time, and computes the sheet anew"
        ) { audit in
            guard let checks = rows(audit), let first = checks.rows.first else { return noSheet }
            let sheet = audit.book.sheets[checks.sheet]
            let order = audit.calculator.order.filter { $0.sheet == checks.sheet }
            guard
                let master = sheet.cells.firstIndex(where: {
                    $0.row < first && ($0.formula ?? "").contains("CHECKS FAIL")
                })
            else { return .fail("there is no master check") }
            var offences = Offences()
            var calculator = audit.calculator
            for row in checks.rows where applies(sheet, row) {
                guard let index = sheet.index(row, 2) else { continue }
                let id = Calculator.CellID(sheet: checks.sheet, cell: index)
                let before = calculator.values[id.sheet][id.cell]
                calculator.recompute(order, after: (id, .number(1e12)))
                let flag = sheet.index(row, 5).map { calculator.values[checks.sheet][$0] }
                let isRed = calculator.values[checks.sheet][master] == .text("CHECKS FAIL")
                // A check that only warns says so in its own row.
                if !isRed, flag != .text("warn") { offences.add("Checks!\(reference(row, 2)) may be wrong unseen") }
                calculator.recompute(order, after: (id, before))
            }
            return offences.verdict("\(checks.rows.count) seeded errors seen")
        },
    ]
}
