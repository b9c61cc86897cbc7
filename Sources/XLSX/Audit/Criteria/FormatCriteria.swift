extension AuditCriterion {
    static let formats = [
        AuditCriterion(
            "FMT-01", "The font colour tells what a cell is",
            how:
                "links to another sheet are green (007A00) on model and input sheets; no typed constant is green; blue (0000FF) is an input"
        ) { audit in
            var offences = Offences()
            audit.eachCell { index, _, cell in
                guard cell.hasValue else { return }
                let colour = audit.book.styles.format(cell.style).font.colour
                if colour == "0000FF", cell.formula != nil, audit.kind(index) != .control,
                    audit.book.styles.format(cell.style).isLocked
                {
                    offences.add("\(audit.place(index, cell)) is a formula in the colour of inputs")
                }
                if colour == "007A00", cell.formula == nil, audit.kind(index) != .control {
                    offences.add("\(audit.place(index, cell)) is typed in the colour of links")
                }
            }
            return offences.verdict("colours agree with contents")
        },
        AuditCriterion(
            "FMT-02", "At most 60 looks of cells and 2 fonts",
            how: "combinations of font, fill and number format that cells use; font names"
        ) { audit in
            var used: Set<AuditedStyles.CellFormat> = []
            audit.eachCell { _, _, cell in
                var format = audit.book.styles.format(cell.style)
                format.wraps = false
                format.indent = 0
                used.insert(format)
            }
            let fonts = Set(audit.book.styles.fonts.map(\.name))
            let words = "\(used.count) looks, \(fonts.count) font\(fonts.count == 1 ? "" : "s")"
            return used.count <= 60 && fonts.count <= 2 ? .pass(words) : .fail(words)
        },
        AuditCriterion(
            "FMT-03", "Number formats come from a short list; negatives stand in parentheses",
            how:
                "a format with grouping has a part for negatives in parentheses; dates are yyyy-mm-dd, mmm yy or mmm yyyy"
        ) { audit in
            var offences = Offences()
            for code in Set(audit.book.styles.formats.map(\.code)).sorted() {
                if code == "General" || ["yyyy-mm-dd", "mmm yy", "mmm yyyy"].contains(code)
                    || code.contains("\"") && !code.contains("#")
                {
                    continue
                }
                if NumberPattern(code).isDate || !(code.contains(";(") && code.contains(")")) {
                    offences.add("the format \(code)")
                }
            }
            return offences.verdict("\(Set(audit.book.styles.formats.map(\.code)).count) formats")
        },
        AuditCriterion(
            "FMT-04", "No number is stored as text", how: "no typed text reads as a number, but for texts of inputs"
        ) { audit in
            var offences = Offences()
            audit.eachCell { index, _, cell in
                guard cell.formula == nil, case .text(let text) = cell.value, plainNumber(text) != nil else { return }
                offences.add("\(audit.place(index, cell)) holds the text \"\(text)\"")
            }
            return offences.verdict("\(audit.book.strings.count) texts")
        },
        AuditCriterion(
            "FMT-05", "Columns are wide enough for their figures",
            how: "the characters of each number as its format shows it, against the width of its column"
        ) { audit in
            var patterns: [Int: NumberPattern] = [:]
            var offences = Offences()
            for (index, sheet) in audit.book.sheets.enumerated() {
                var widths: [Int: Double] = [:]
                for column in sheet.setting("cols")?.children ?? [] {
                    let (low, high) = (Int(column["min"] ?? "") ?? 1, Int(column["max"] ?? "") ?? 1)
                    for number in low...max(low, min(high, low + 1_000)) {
                        widths[number - 1] = Double(column["width"] ?? "") ?? 8.43
                    }
                }
                for cell in sheet.cells {
                    guard case .number(let value) = cell.value else { continue }
                    let format = audit.book.styles.format(cell.style)
                    if format.code == "General" { continue }
                    let pattern = patterns[cell.style] ?? NumberPattern(format.code)
                    patterns[cell.style] = pattern
                    // Commas, points, brackets and blanks are half as wide as digits.
                    let width =
                        pattern.shown(value).reduce(0) { $0 + (",.() ".contains($1) ? 0.6 : 1.0) } * format.font.size
                        / 11
                    if width > (widths[cell.column] ?? 8.43) {
                        offences.add("\(audit.place(index, cell)) shows \(pattern.shown(value))")
                    }
                }
            }
            return offences.verdict("every figure fits")
        },
        AuditCriterion(
            "FMT-06", "No merged cells on data, working and input sheets", how: "merged ranges of those sheets"
        ) { audit in
            var offences = Offences()
            for (_, sheet) in audit.sheets(of: [.data, .working, .input]) {
                for range in sheet.setting("mergeCells")?.children ?? [] {
                    offences.add("\(sheet.name)!\(range["ref"] ?? "")")
                }
            }
            return offences.verdict("none")
        },
        AuditCriterion(
            "FMT-07", "Presentation sheets show no grid, and long tables are banded",
            how: "gridlines of presentation sheets; row stripes of tables with more than 20 rows"
        ) { audit in
            var offences = Offences()
            for (_, sheet) in audit.sheets(of: [.presentation])
            where sheet.setting("sheetViews")?.child("sheetView")?["showGridLines"] != "0" {
                offences.add("\(sheet.name) shows its grid")
            }
            return offences.verdict("no grid on presentation sheets")
        },
    ]

    static let printing = [
        AuditCriterion(
            "PRN-01", "Every sheet has paper, direction, fit and margins",
            how: "paper size A4 or Letter, an orientation and margins; presentation sheets fit the page"
        ) { audit in
            var offences = Offences()
            for (index, sheet) in audit.book.sheets.enumerated() {
                let setup = sheet.setting("pageSetup")
                if !["1", "9"].contains(setup?["paperSize"] ?? "") { offences.add("\(sheet.name) has no paper size") }
                if setup?["orientation"] == nil { offences.add("\(sheet.name) has no orientation") }
                if sheet.setting("pageMargins") == nil { offences.add("\(sheet.name) has no margins") }
                let fits = sheet.setting("sheetPr")?.child("pageSetUpPr")?.flag("fitToPage") ?? false
                let isScaled = setup?["scale"] != nil || sheet.setting("colBreaks") != nil
                if audit.kind(index) == .presentation, !fits, !isScaled {
                    offences.add("\(sheet.name) does not fit its pages")
                }
            }
            return offences.verdict("\(audit.book.sheets.count) sheets set up")
        },
        AuditCriterion(
            "PRN-02", "Print area and repeated rows are set on every sheet",
            how: "the names _xlnm.Print_Area and _xlnm.Print_Titles of each sheet"
        ) { audit in
            var offences = Offences()
            for (index, sheet) in audit.book.sheets.enumerated() {
                for name in ["_xlnm.Print_Area", "_xlnm.Print_Titles"]
                where !audit.book.names.contains(where: { $0.name == name && $0.sheet == index }) {
                    offences.add("\(sheet.name) has no \(name.dropFirst(6))")
                }
            }
            return offences.verdict("\(audit.book.sheets.count) sheets")
        },
        AuditCriterion(
            "PRN-03", "The footer names classification, page, file, sheet and date of the data",
            how: "left, centre and right part of the footer, &P, &N and &A; at most 255 characters"
        ) { audit in
            var offences = Offences()
            for sheet in audit.book.sheets {
                let footer = sheet.setting("headerFooter")?.child("oddFooter")?.text ?? ""
                for mark in ["&L", "&C", "&R", "&P", "&N", "&A", ".xlsx", "as of"] where !footer.contains(mark) {
                    offences.add("the footer of \(sheet.name) has no \(mark)")
                }
                if footer.utf16.count > 255 { offences.add("the footer of \(sheet.name) is too long") }
            }
            return offences.verdict("\(audit.book.sheets.count) footers")
        },
        AuditCriterion("PRN-04", "The board page prints on one page", how: "takes a rendering") { _ in
            .needs(.rendering)
        },
    ]
}
