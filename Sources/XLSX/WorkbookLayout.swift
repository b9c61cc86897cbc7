import CXlsxWriter

package enum PaperSize: UInt8, Hashable, Sendable { case letter = 1, a4 = 9 }

/// How a sheet prints.
package struct PageSetup: Hashable, Sendable {
    package var paper = PaperSize.a4
    package var landscape = true
    /// Pages high; 0 for as many as it takes.
    package var pagesHigh = 0
    package var pagesWide = 1
    /// Per cent, 10 to 400; nil fits the sheet to its pages. Spreadsheet programs obey breaks only with a scale.
    package var scale: Int?
    package var area: Area?
    package var repeatRows = 0
    package var repeatColumns = 0
    /// Rows before which a page ends.
    package var breaks: [Int] = []
    /// Columns before which a page ends.
    package var columnBreaks: [Int] = []
    package var footer = ""

    /// Inches.
    package enum Margin {
        package static let side = 0.4
        package static let top = 0.45
        package static let bottom = 0.55
    }

    /// Points of a page inside its margins.
    package var room: (width: Double, height: Double) {
        let short = paper == .a4 ? 595.3 : 612.0
        let long = paper == .a4 ? 841.9 : 792.0
        let width = landscape ? long : short
        let height = landscape ? short : long
        return (width - 144 * Margin.side, height - 72 * (Margin.top + Margin.bottom))
    }

    package init() {}
}

extension Workbook {
    /// - Parameter width: Characters of the default font, above 0 and at most 255.
    package func setWidth(_ width: Double, _ sheet: SheetID, columns: ClosedRange<Int>) throws(XLSXError) {
        let area = Area(0, columns.lowerBound, 0, columns.upperBound)
        guard area.isValid else { throw .badArea(area, "a column width", on: name(sheet)) }
        guard width > 0, width <= 255 else { throw .badSize("a column width", width, 255, at: place(sheet, area)) }
        try book.check(
            worksheet_set_column(
                book.sheets[sheet.index].handle, UInt16(columns.lowerBound), UInt16(columns.upperBound), width, nil),
            "a column width", at: place(sheet, area))
    }

    /// - Parameter height: Points, above 0 and at most 409.
    package func setHeight(_ height: Double, _ sheet: SheetID, row: Int) throws(XLSXError) {
        let area = Area(row, 0, row, 0)
        guard area.isValid else { throw .badArea(area, "a row height", on: name(sheet)) }
        guard height > 0, height <= 409 else { throw .badSize("a row height", height, 409, at: place(sheet, area)) }
        try book.check(
            worksheet_set_row(book.sheets[sheet.index].handle, UInt32(row), height, nil), "a row height",
            at: place(sheet, area))
    }

    /// Rows above and columns left of the given ones stay in view.
    package func freeze(_ sheet: SheetID, row: Int, column: Int) throws(XLSXError) {
        let area = Area(row, column, row, column)
        guard area.isValid else { throw .badArea(area, "the frozen panes", on: name(sheet)) }
        if row > 0 || column > 0 {
            worksheet_freeze_panes(book.sheets[sheet.index].handle, UInt32(row), UInt16(column))
        }
    }

    package func setTabColour(_ colour: Colour, _ sheet: SheetID) {
        worksheet_set_tab_color(book.sheets[sheet.index].handle, colour.ink)
    }

    package func hideGridlines(_ sheet: SheetID) {
        worksheet_gridlines(book.sheets[sheet.index].handle, UInt8(LXW_HIDE_ALL_GRIDLINES.rawValue))
    }

    /// The sheet that is in front when the file opens.
    package func activate(_ sheet: SheetID) {
        worksheet_activate(book.sheets[sheet.index].handle)
        worksheet_set_first_sheet(book.sheets[sheet.index].handle)
    }

    /// Locks the cells that are not unlocked by their style, without a password. Cells may be selected, rows and
    /// columns resized, tables filtered and sorted.
    package func protect(_ sheet: SheetID) {
        var options = lxw_protection()
        options.format_columns = 1
        options.format_rows = 1
        options.sort = 1
        options.autofilter = 1
        worksheet_protect(book.sheets[sheet.index].handle, nil, &options)
    }

    package func setPage(_ page: PageSetup, _ sheet: SheetID) throws(XLSXError) {
        let handle = book.sheets[sheet.index].handle
        let here = Place(name(sheet))
        worksheet_set_paper(handle, page.paper.rawValue)
        if page.landscape { worksheet_set_landscape(handle) } else { worksheet_set_portrait(handle) }
        if let scale = page.scale {
            guard (10...400).contains(scale) else { throw .badSize("a print scale", Double(scale), 400, at: here) }
            worksheet_set_print_scale(handle, UInt16(scale))
        } else {
            worksheet_fit_to_pages(handle, UInt16(clamping: page.pagesWide), UInt16(clamping: page.pagesHigh))
        }
        worksheet_set_margins(
            handle, PageSetup.Margin.side, PageSetup.Margin.side, PageSetup.Margin.top, PageSetup.Margin.bottom)
        if let area = page.area {
            guard area.isValid else { throw .badArea(area, "the print area", on: name(sheet)) }
            try book.check(
                worksheet_print_area(
                    handle, UInt32(area.firstRow), UInt16(area.firstColumn), UInt32(area.lastRow),
                    UInt16(area.lastColumn)), "the print area", at: here)
        }
        if page.repeatRows > 0 {
            let area = Area(0, 0, page.repeatRows - 1, 0)
            guard area.isValid else { throw .badArea(area, "the repeated rows", on: name(sheet)) }
            try book.check(worksheet_repeat_rows(handle, 0, UInt32(page.repeatRows - 1)), "the repeated rows", at: here)
        }
        if page.repeatColumns > 0 {
            let area = Area(0, 0, 0, page.repeatColumns - 1)
            guard area.isValid else { throw .badArea(area, "the repeated columns", on: name(sheet)) }
            try book.check(
                worksheet_repeat_columns(handle, 0, UInt16(page.repeatColumns - 1)), "the repeated columns", at: here)
        }
        if !page.breaks.isEmpty {
            guard page.breaks.count <= 1_023, page.breaks.allSatisfy({ $0 > 0 && $0 < SheetLimit.rows }) else {
                throw .badBreaks(page.breaks.count, at: here)
            }
            var breaks = Set(page.breaks).sorted().map { UInt32($0) } + [0]
            try book.check(worksheet_set_h_pagebreaks(handle, &breaks), "the page breaks", at: here)
        }
        if !page.columnBreaks.isEmpty {
            guard page.columnBreaks.count <= 1_023,
                page.columnBreaks.allSatisfy({ $0 > 0 && $0 < SheetLimit.columns })
            else { throw .badBreaks(page.columnBreaks.count, at: here) }
            var breaks = Set(page.columnBreaks).sorted().map { UInt16($0) } + [0]
            try book.check(worksheet_set_v_pagebreaks(handle, &breaks), "the page breaks", at: here)
        }
        if !page.footer.isEmpty {
            try TextRule.checkBytes(page.footer, "footer", 255, at: here)
            try book.check(worksheet_set_footer(handle, page.footer), "the footer", at: here)
        }
    }

    func name(_ sheet: SheetID) -> String { book.sheets[sheet.index].name }
}

extension XLSXError {
    static func badSize(_ what: String, _ size: Double, _ limit: Int, at place: Place) -> XLSXError {
        XLSXError(
            .content, "bad-size", at: place, found: "\(what) of \(size)", expected: "above 0 and at most \(limit)",
            fix: "choose another size")
    }

    static func badBreaks(_ count: Int, at place: Place) -> XLSXError {
        XLSXError(
            .content, "bad-page-breaks", at: place, found: "\(count) page breaks, or one outside the sheet",
            expected: "at most 1023, each before row 2 or column B, or later", fix: "use fewer breaks")
    }
}
