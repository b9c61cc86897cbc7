import CXlsxWriter

/// What may be typed into a cell.
package struct Validation: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Any number between the bounds; a missing bound is open.
        case number(min: Double?, max: Double?)
        /// One of the words, offered as a list; joined with commas at most 255 bytes.
        case choice([String])
        /// The formula must be true; without `=`, at most 255 characters.
        case formula(String)
    }

    package var kind: Kind
    /// At most 32 characters each.
    package var title: String
    package var errorTitle: String
    /// At most 255 characters each.
    package var prompt: String
    package var errorMessage: String

    package init(_ kind: Kind, title: String, prompt: String, errorTitle: String, errorMessage: String) {
        self.kind = kind
        self.title = title
        self.prompt = prompt
        self.errorTitle = errorTitle
        self.errorMessage = errorMessage
    }
}

/// A table: a header row and at least one row below it.
package struct TableRange: Hashable, Sendable {
    package var name: String
    package var area: Area
    /// One a column, from left to right; unique regardless of case.
    package var headers: [Header]

    package struct Header: Hashable, Sendable {
        package var text: String
        package var style: StyleID

        package init(_ text: String, _ style: StyleID) {
            self.text = text
            self.style = style
        }
    }

    package init(name: String, area: Area, headers: [Header]) {
        self.name = name
        self.area = area
        self.headers = headers
    }
}

extension Workbook {
    package func validate(_ sheet: SheetID, _ area: Area, _ validation: Validation) throws(XLSXError) {
        guard area.isValid else { throw .badArea(area, "a validation", on: name(sheet)) }
        let here = place(sheet, area)
        if let other = book.sheets[sheet.index].validated.first(where: { $0.overlaps(area) }) {
            throw .overlap("a validation", "the one on \(other.text)", at: here)
        }
        try TextRule.checkLength(validation.title, "prompt title", 32, at: here)
        try TextRule.checkLength(validation.errorTitle, "error title", 32, at: here)
        try TextRule.checkLength(validation.prompt, "prompt", 255, at: here)
        try TextRule.checkLength(validation.errorMessage, "error message", 255, at: here)
        for text in [validation.title, validation.errorTitle, validation.prompt, validation.errorMessage] {
            try TextRule.checkCharacters(text, "validation text", at: here)
        }
        var native = lxw_data_validation()
        var copies: [UnsafeMutablePointer<CChar>] = []
        defer { for copy in copies { copy.deallocate() } }
        let keep = { (text: String) -> UnsafeMutablePointer<CChar>? in
            if text.isEmpty { return nil }
            copies.append(copy(text))
            return copies.last
        }
        native.input_title = keep(validation.title)
        native.input_message = keep(validation.prompt)
        native.error_title = keep(validation.errorTitle)
        native.error_message = keep(validation.errorMessage)
        switch validation.kind {
        case .number(let min, let max):
            native.validate = UInt8(LXW_VALIDATION_TYPE_DECIMAL.rawValue)
            for bound in [min, max] {
                if let bound, !bound.isFinite { throw .notFinite(bound, at: here) }
            }
            switch (min, max) {
            case (let min?, let max?):
                guard min <= max else { throw .badBounds(min, max, at: here) }
                native.criteria = UInt8(LXW_VALIDATION_CRITERIA_BETWEEN.rawValue)
                native.minimum_number = min
                native.maximum_number = max
            case (let min?, nil):
                native.criteria = UInt8(LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO.rawValue)
                native.value_number = min
            case (nil, let max?):
                native.criteria = UInt8(LXW_VALIDATION_CRITERIA_LESS_THAN_OR_EQUAL_TO.rawValue)
                native.value_number = max
            case (nil, nil):
                native.validate = UInt8(LXW_VALIDATION_TYPE_CUSTOM_FORMULA.rawValue)
                native.value_formula = keep("=ISNUMBER(\(reference(area.firstRow, area.firstColumn)))")
            }
        case .formula(let formula):
            try TextRule.checkFormula(formula, at: here)
            try TextRule.checkLength(formula, "validation formula", 254, at: here)
            native.validate = UInt8(LXW_VALIDATION_TYPE_CUSTOM_FORMULA.rawValue)
            native.value_formula = keep("=" + formula)
        case .choice(let words):
            // The library crashes on more bytes.
            try TextRule.checkBytes(words.joined(separator: ","), "list of choices", 255, at: here)
            if let word = words.first(where: { $0.isEmpty || $0.utf8.contains(0x2C) || $0.utf8.contains(0x22) }) {
                throw .badChoice(word, at: here)
            }
            guard !words.isEmpty else { throw .badChoice("", at: here) }
            native.validate = UInt8(LXW_VALIDATION_TYPE_LIST.rawValue)
            var list = words.map { keep($0) } + [nil]
            try list.withUnsafeMutableBufferPointer { list throws(XLSXError) in
                native.value_list = list.baseAddress
                try addValidation(sheet, area, &native, here)
            }
            return
        }
        try addValidation(sheet, area, &native, here)
    }

    private func addValidation(
        _ sheet: SheetID, _ area: Area, _ native: inout lxw_data_validation, _ here: Place
    ) throws(XLSXError) {
        try book.check(
            worksheet_data_validation_range(
                book.sheets[sheet.index].handle, UInt32(area.firstRow), UInt16(area.firstColumn),
                UInt32(area.lastRow), UInt16(area.lastColumn), &native), "a validation", at: here)
        book.sheets[sheet.index].validated.append(area)
        book.estimatedBytes += 1_200
    }

    /// Highlights the cells that hold exactly this word, regardless of case.
    package func highlight(
        _ sheet: SheetID, _ area: Area, word: String, _ style: HighlightStyle
    ) throws(XLSXError) {
        guard area.isValid else { throw .badArea(area, "a conditional format", on: name(sheet)) }
        let here = place(sheet, area)
        let quoted =
            "\"" + word.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
        try TextRule.checkBytes(quoted, "word of a conditional format", 255, at: here)
        let format: UnsafeMutablePointer<lxw_format>
        if let known = book.highlights[style] {
            format = known
        } else {
            guard let new = workbook_add_format(try book.workbook()) else { throw .outOfMemory() }
            format_set_font_color(new, style.fontColour.ink)
            format_set_bg_color(new, style.fill.ink)
            if style.bold { format_set_bold(new) }
            book.highlights[style] = new
            format = new
        }
        let text = copy(quoted)
        defer { text.deallocate() }
        var native = lxw_conditional_format()
        native.type = UInt8(LXW_CONDITIONAL_TYPE_CELL.rawValue)
        native.criteria = UInt8(LXW_CONDITIONAL_CRITERIA_EQUAL_TO.rawValue)
        native.value_string = text
        native.format = format
        try book.check(
            worksheet_conditional_format_range(
                book.sheets[sheet.index].handle, UInt32(area.firstRow), UInt16(area.firstColumn),
                UInt32(area.lastRow), UInt16(area.lastColumn), &native), "a conditional format", at: here)
        book.estimatedBytes += 300
    }

    /// Shades the cells of an area by their numbers, with half of the numbers on each side of the middle colour.
    package func shade(_ sheet: SheetID, _ area: Area, _ scale: ColourScale) throws(XLSXError) {
        guard area.isValid else { throw .badArea(area, "a conditional format", on: name(sheet)) }
        var native = lxw_conditional_format()
        native.type = UInt8(LXW_CONDITIONAL_3_COLOR_SCALE.rawValue)
        native.min_color = scale.least.ink
        native.mid_color = scale.middle.ink
        native.max_color = scale.most.ink
        try book.check(
            worksheet_conditional_format_range(
                book.sheets[sheet.index].handle, UInt32(area.firstRow), UInt16(area.firstColumn),
                UInt32(area.lastRow), UInt16(area.lastColumn), &native), "a conditional format",
            at: place(sheet, area))
        book.estimatedBytes += 400
    }

    /// Declares a table and writes its header cells; the cells below are the caller's.
    package func addTable(_ sheet: SheetID, _ table: TableRange) throws(XLSXError) {
        let area = table.area
        guard area.isValid else { throw .badArea(area, "the table \(table.name)", on: name(sheet)) }
        let here = place(sheet, area)
        if let error = NameRule.defined(table.name, taken: book.names) { throw error }
        if let other = book.sheets[sheet.index].tables.first(where: { $0.overlaps(area) }) {
            throw .overlap("the table \(table.name)", "the one on \(other.text)", at: here)
        }
        guard area.lastRow > area.firstRow else { throw .emptyTable(table.name, at: here) }
        guard table.headers.count == area.lastColumn - area.firstColumn + 1 else {
            throw .badHeader(table.name, "\(table.headers.count) headers", at: here)
        }
        var seen: Set<String> = []
        for header in table.headers.map(\.text) {
            if header.isEmpty || header.unicodeScalars.contains(where: { $0.value < 0x20 }) {
                throw .badHeader(table.name, "an empty header or one with a line break", at: here)
            }
            if !seen.insert(header.lowercased()).inserted {
                throw .badHeader(table.name, "the header \"\(header)\" twice", at: here)
            }
            try TextRule.checkLength(header, "table header", 255, at: here)
            try TextRule.checkCharacters(header, "table header", at: here)
        }
        var columns = table.headers.map { header in
            var column = lxw_table_column()
            column.header = copy(header.text)
            column.header_format = book.formats[header.style.index]
            return column
        }
        let name = copy(table.name)
        defer {
            for column in columns { column.header.deallocate() }
            name.deallocate()
        }
        var options = lxw_table_options()
        options.name = name
        options.style_type = UInt8(LXW_TABLE_STYLE_TYPE_LIGHT.rawValue)
        options.style_type_number = 1
        let handle = book.sheets[sheet.index].handle
        let code = columns.withUnsafeMutableBufferPointer { columns in
            var pointers: [UnsafeMutablePointer<lxw_table_column>?] =
                columns.indices.map { columns.baseAddress! + $0 } + [nil]
            return pointers.withUnsafeMutableBufferPointer { pointers in
                options.columns = pointers.baseAddress
                return worksheet_add_table(
                    handle, UInt32(area.firstRow), UInt16(area.firstColumn), UInt32(area.lastRow),
                    UInt16(area.lastColumn), &options)
            }
        }
        try book.check(code, "the table \(table.name)", at: here)
        book.sheets[sheet.index].tables.append(area)
        book.names.insert(table.name.lowercased())
        book.estimatedBytes += 1_000 + 100 * columns.count
    }
}

extension XLSXError {
    static func overlap(_ what: String, _ other: String, at place: Place) -> XLSXError {
        XLSXError(
            .content, "overlap", at: place, found: "\(what) that overlaps \(other)", expected: "no common cell",
            fix: "move one of them")
    }

    static func emptyTable(_ name: String, at place: Place) -> XLSXError {
        XLSXError(
            .content, "empty-table", at: place, found: "the table \(name) without a row below its header",
            expected: "at least one row", fix: "leave the table out or add a row that says there is nothing")
    }

    static func badHeader(_ name: String, _ finding: String, at place: Place) -> XLSXError {
        XLSXError(
            .content, "bad-table-header", at: place, found: "\(finding) in the table \(name)",
            expected: "one header a column, each a short text of its own", fix: "correct the header row")
    }

    static func badChoice(_ word: String, at place: Place) -> XLSXError {
        XLSXError(
            .content, "bad-choice", at: place, found: "the choice \"\(word)\"",
            expected: "at least one word, each without comma and quote", fix: "choose other words")
    }

    static func badBounds(_ min: Double, _ max: Double, at place: Place) -> XLSXError {
        XLSXError(
            .content, "bad-bounds", at: place, found: "the lower bound \(min) above the upper bound \(max)",
            expected: "lower at most upper", fix: "swap them")
    }
}
