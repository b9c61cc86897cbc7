import CXlsxWriter

/// The result that a formula cell shows before anything recalculates it.
package enum CachedValue: Hashable, Sendable {
    case number(Double)
    case text(String)
}

extension Workbook {
    /// Adds a sheet behind the others.
    package func addSheet(_ name: String) throws(XLSXError) -> SheetID {
        if let error = NameRule.sheet(name, taken: book.sheetNames) { throw error }
        guard let handle = workbook_add_worksheet(try book.workbook(), name) else {
            throw .badSheetName(name, "something that the library refuses")
        }
        book.sheets.append(Book.SheetState(name: name, handle: handle))
        book.sheetNames.insert(name.lowercased())
        return SheetID(index: book.sheets.count - 1)
    }

    /// The style's handle; equal styles share one.
    package func style(_ style: CellStyle) throws(XLSXError) -> StyleID {
        if let known = book.styles[style] { return known }
        guard let format = workbook_add_format(try book.workbook()) else { throw .outOfMemory() }
        try style.apply(to: format)
        let id = StyleID(index: book.formats.count)
        book.formats.append(format)
        book.styles[style] = id
        return id
    }

    package func writeBlank(_ sheet: SheetID, _ row: Int, _ column: Int, _ style: StyleID) throws(XLSXError) {
        let (handle, format) = try target(sheet, row, column, style)
        try book.check(
            worksheet_write_blank(handle, UInt32(row), UInt16(column), format), "a blank cell",
            at: place(sheet, row, column))
        book.estimatedBytes += 30
    }

    /// - Throws: ``XLSXError`` for NaN and infinity, which would be written as words.
    package func writeNumber(
        _ number: Double, _ sheet: SheetID, _ row: Int, _ column: Int, _ style: StyleID
    ) throws(XLSXError) {
        let (handle, format) = try target(sheet, row, column, style)
        guard number.isFinite else { throw .notFinite(number, at: place(sheet, row, column)) }
        try book.check(
            worksheet_write_number(handle, UInt32(row), UInt16(column), number + 0, format), "a number",
            at: place(sheet, row, column))
        book.estimatedBytes += 60
    }

    /// Text stays text, also when it starts with `=`.
    package func writeText(
        _ text: String, _ sheet: SheetID, _ row: Int, _ column: Int, _ style: StyleID
    ) throws(XLSXError) {
        let (handle, format) = try target(sheet, row, column, style)
        try TextRule.checkLength(text, "text", TextRule.cellLength, at: place(sheet, row, column))
        try TextRule.checkCharacters(text, "text", at: place(sheet, row, column))
        let text = TextRule.escapingEscapes(text)
        try book.check(
            worksheet_write_string(handle, UInt32(row), UInt16(column), text, format), "a text",
            at: place(sheet, row, column))
        book.estimatedBytes += 70 + text.utf8.count
    }

    /// - Parameter formula: Without the leading `=`, in English, arguments separated by commas.
    package func writeFormula(
        _ formula: String, value: CachedValue, _ sheet: SheetID, _ row: Int, _ column: Int, _ style: StyleID
    ) throws(XLSXError) {
        let (handle, format) = try target(sheet, row, column, style)
        try TextRule.checkFormula(formula, at: place(sheet, row, column))
        let code: lxw_error
        switch value {
        case .number(let number):
            guard number.isFinite else { throw .notFinite(number, at: place(sheet, row, column)) }
            code = worksheet_write_formula_num(handle, UInt32(row), UInt16(column), formula, format, number + 0)
        case .text(let text):
            try TextRule.checkLength(text, "text", TextRule.cellLength, at: place(sheet, row, column))
            try TextRule.checkCharacters(text, "text", at: place(sheet, row, column))
            let text = TextRule.escapingEscapes(text)
            code = worksheet_write_formula_str(handle, UInt32(row), UInt16(column), formula, format, text)
            book.estimatedBytes += text.utf8.count
        }
        try book.check(code, "a formula", at: place(sheet, row, column))
        book.estimatedBytes += 80 + formula.utf8.count
    }

    /// A text that jumps to the first cell of another sheet.
    package func writeLink(
        _ text: String, to target: String, _ sheet: SheetID, _ row: Int, _ column: Int, _ style: StyleID
    ) throws(XLSXError) {
        let (handle, format) = try self.target(sheet, row, column, style)
        guard book.sheetNames.contains(target.lowercased()) else {
            throw .noSuchSheet(target, "a link", at: place(sheet, row, column))
        }
        try TextRule.checkLength(text, "text", TextRule.cellLength, at: place(sheet, row, column))
        try TextRule.checkCharacters(text, "text", at: place(sheet, row, column))
        try book.check(
            worksheet_write_url_opt(
                handle, UInt32(row), UInt16(column), "internal:\(quotedSheetName(target))!A1", format,
                TextRule.escapingEscapes(text), nil),
            "a link", at: place(sheet, row, column))
        book.estimatedBytes += 300 + text.utf8.count
    }

    func place(_ sheet: SheetID, _ row: Int, _ column: Int) -> Place {
        Place(book.sheets[sheet.index].name, row, column)
    }

    func place(_ sheet: SheetID, _ area: Area) -> Place { Place(book.sheets[sheet.index].name, area.text) }

    private func target(
        _ sheet: SheetID, _ row: Int, _ column: Int, _ style: StyleID
    ) throws(XLSXError) -> (UnsafeMutablePointer<lxw_worksheet>, UnsafeMutablePointer<lxw_format>) {
        guard row >= 0, row < SheetLimit.rows, column >= 0, column < SheetLimit.columns else {
            throw .outsideSheet(row, column, on: book.sheets[sheet.index].name)
        }
        return (book.sheets[sheet.index].handle, book.formats[style.index])
    }
}

extension CellStyle {
    func apply(to format: UnsafeMutablePointer<lxw_format>) throws(XLSXError) {
        try TextRule.checkBytes(numberFormat, "number format", 127, at: nil)
        try TextRule.checkBytes(fontName, "font name", 127, at: nil)
        format_set_font_name(format, fontName)
        format_set_font_size(format, fontSize)
        format_set_font_color(format, fontColour.rgb)
        if bold { format_set_bold(format) }
        if italic { format_set_italic(format) }
        if underlined { format_set_underline(format, UInt8(LXW_UNDERLINE_SINGLE.rawValue)) }
        if let fill { format_set_bg_color(format, fill.ink) }
        if numberFormat != "General" { format_set_num_format(format, numberFormat) }
        if wrap { format_set_text_wrap(format) }
        switch horizontal {
        case .automatic: break
        case .left: format_set_align(format, UInt8(LXW_ALIGN_LEFT.rawValue))
        case .centre: format_set_align(format, UInt8(LXW_ALIGN_CENTER.rawValue))
        case .right: format_set_align(format, UInt8(LXW_ALIGN_RIGHT.rawValue))
        }
        switch vertical {
        case .bottom: break
        case .centre: format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
        case .top: format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
        }
        if indent > 0 { format_set_indent(format, UInt8(clamping: indent)) }
        if let top {
            format_set_top(format, top.line.code)
            format_set_top_color(format, top.colour.ink)
        }
        if let bottom {
            format_set_bottom(format, bottom.line.code)
            format_set_bottom_color(format, bottom.colour.ink)
        }
        if let left {
            format_set_left(format, left.line.code)
            format_set_left_color(format, left.colour.ink)
        }
        if let right {
            format_set_right(format, right.line.code)
            format_set_right_color(format, right.colour.ink)
        }
        if unlocked { format_set_unlocked(format) }
    }
}

extension CellStyle.Line {
    fileprivate var code: UInt8 {
        switch self {
        case .none: UInt8(LXW_BORDER_NONE.rawValue)
        case .hair: UInt8(LXW_BORDER_HAIR.rawValue)
        case .thin: UInt8(LXW_BORDER_THIN.rawValue)
        case .medium: UInt8(LXW_BORDER_MEDIUM.rawValue)
        case .double: UInt8(LXW_BORDER_DOUBLE.rawValue)
        }
    }
}

extension XLSXError {
    static func notFinite(_ number: Double, at place: Place) -> XLSXError {
        XLSXError(
            .content, "not-finite", at: place, found: "the number \(number)", expected: "a finite number",
            fix: "give the cell a text or leave it blank")
    }

    static func outsideSheet(_ row: Int, _ column: Int, on sheet: String) -> XLSXError {
        XLSXError(
            .content, "outside-sheet", at: Place(sheet), found: "row \(row + 1), column \(column + 1)",
            expected: "rows 1 to \(SheetLimit.rows) and columns 1 to \(SheetLimit.columns)",
            fix: "spread the content over several sheets")
    }

    static func noSuchSheet(_ name: String, _ what: String, at place: Place?) -> XLSXError {
        XLSXError(
            .content, "no-such-sheet", at: place, found: "\(what) to the sheet \"\(name)\"",
            expected: "a sheet of this workbook", fix: "add the sheet or point elsewhere")
    }
}
