import CXlsxWriter

/// A picture on a sheet.
package struct Picture: Hashable, Sendable {
    package var png: [UInt8]
    package var altText: String
    package var row: Int
    package var column: Int
    /// Pixels from the corner of the cell.
    package var xOffset: Int
    package var yOffset: Int
    /// Shown size over the picture's own, above 0.
    package var scale: Double

    package init(png: [UInt8], altText: String, row: Int, column: Int, xOffset: Int, yOffset: Int, scale: Double) {
        self.png = png
        self.altText = altText
        self.row = row
        self.column = column
        self.xOffset = xOffset
        self.yOffset = yOffset
        self.scale = scale
    }
}

extension Workbook {
    /// - Throws: ``XLSXError`` when the picture has no alternative text or no size, or the library cannot read it.
    package func addPicture(_ sheet: SheetID, _ picture: Picture) throws(XLSXError) {
        let here = place(sheet, picture.row, picture.column)
        guard Area(picture.row, picture.column, picture.row, picture.column).isValid else {
            throw .outsideSheet(picture.row, picture.column, on: here.sheet)
        }
        try TextRule.checkBytes(picture.altText, "alternative text of a picture", 1_000, at: here)
        guard !picture.altText.isEmpty else { throw .noAltText(at: here) }
        guard picture.scale > 0, picture.scale <= 100 else {
            throw .badSize("the scale of a picture", picture.scale, 100, at: here)
        }
        var options = lxw_image_options()
        options.x_offset = Int32(clamping: picture.xOffset)
        options.y_offset = Int32(clamping: picture.yOffset)
        options.x_scale = picture.scale
        options.y_scale = picture.scale
        options.object_position = UInt8(LXW_OBJECT_MOVE_DONT_SIZE.rawValue)
        let altText = copy(picture.altText)
        defer { altText.deallocate() }
        options.description = altText
        let handle = book.sheets[sheet.index].handle
        let code = picture.png.withUnsafeBufferPointer { bytes in
            worksheet_insert_image_buffer_opt(
                handle, UInt32(picture.row), UInt16(picture.column), bytes.baseAddress, bytes.count, &options)
        }
        try book.check(code, "the picture", at: here)
        book.estimatedBytes += picture.png.count + 2_000
    }
}

extension XLSXError {
    fileprivate static func noAltText(at place: Place) -> XLSXError {
        XLSXError(
            .content, "no-alternative-text", at: place, found: "a picture without an alternative text",
            expected: "a sentence that says what the picture shows", fix: "add the text")
    }
}
