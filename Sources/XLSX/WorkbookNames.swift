import CXlsxWriter

/// The document's own description of itself.
package struct DocumentProperties: Hashable, Sendable {
    package var title = ""
    package var subject = ""
    package var author = ""
    package var company = ""
    package var keywords = ""
    package var category = ""
    package var comments = ""
    package var status = ""

    package init() {}
}

extension Workbook {
    /// Defines a name for one rectangle.
    package func define(_ name: String, _ sheet: String, _ area: Area) throws(XLSXError) {
        if let error = NameRule.defined(name, taken: book.names) { throw error }
        guard book.sheetNames.contains(sheet.lowercased()) else {
            throw .noSuchSheet(sheet, "the name \(name)", at: nil)
        }
        guard area.isValid else { throw .badArea(area, "the name \(name)", on: sheet) }
        let formula = "=" + absoluteReference(sheet, area)
        // The library keeps formulas of names in 128 bytes.
        try TextRule.checkBytes(formula, "target of the name \(name)", 127, at: nil)
        try book.check(workbook_define_name(try book.workbook(), name, formula), "the name \(name)", at: nil)
        book.names.insert(name.lowercased())
    }

    /// Sets title, author and so on, and the document date. Call it once.
    package func setProperties(_ properties: DocumentProperties) throws(XLSXError) {
        let texts = [
            ("title", properties.title), ("subject", properties.subject), ("author", properties.author),
            ("company", properties.company), ("keywords", properties.keywords), ("category", properties.category),
            ("comments", properties.comments), ("status", properties.status),
        ]
        for (name, text) in texts { try TextRule.checkBytes(text, "document property \(name)", 255, at: nil) }
        let copies = texts.map { $0.1.isEmpty ? nil : copy($0.1) }
        defer { for copy in copies { copy?.deallocate() } }
        var native = lxw_doc_properties()
        native.title = copies[0]
        native.subject = copies[1]
        native.author = copies[2]
        native.company = copies[3]
        native.keywords = copies[4]
        native.category = copies[5]
        native.comments = copies[6]
        native.status = copies[7]
        native.created = book.created
        try book.check(workbook_set_properties(try book.workbook(), &native), "the document properties", at: nil)
    }

    /// Adds a custom property of type text; names are unique regardless of case.
    package func addProperty(_ name: String, _ value: String) throws(XLSXError) {
        guard !name.isEmpty, book.propertyNames.insert(name.lowercased()).inserted else {
            throw .badPropertyName(name)
        }
        try TextRule.checkBytes(name, "name of a document property", 255, at: nil)
        try TextRule.checkBytes(value, "document property \(name)", 255, at: nil)
        try book.check(
            workbook_set_custom_property_string(try book.workbook(), name, value), "the document property \(name)",
            at: nil)
    }
}

/// A copy for a C struct; free it with `deallocate()`.
func copy(_ text: String) -> UnsafeMutablePointer<CChar> {
    let bytes = text.utf8CString
    let pointer = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
    for i in bytes.indices { pointer[i] = bytes[i] }
    return pointer
}

extension XLSXError {
    static func badArea(_ area: Area, _ what: String, on sheet: String) -> XLSXError {
        XLSXError(
            .content, "bad-area", at: Place(sheet),
            found:
                "\(what) on rows \(area.firstRow + 1) to \(area.lastRow + 1) and columns \(area.firstColumn + 1) to \(area.lastColumn + 1)",
            expected: "first before last, both on the sheet", fix: "correct the range")
    }

    static func badPropertyName(_ name: String) -> XLSXError {
        XLSXError(
            .content, "bad-property-name", found: "the document property \"\(name)\"",
            expected: "a name that is not empty and not in use", fix: "choose another name")
    }
}
