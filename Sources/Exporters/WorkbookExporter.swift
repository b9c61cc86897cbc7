package import Diagnostics
package import Reports
import XLSX

/// Writes the content as a workbook file.
///
/// Equal content gives equal bytes. The file appears at `path` only when it is whole; an earlier file there stays until
/// then.
///
/// - Parameter path: Ends in `.xlsx`; its folder exists.
/// - Throws: ``Failure`` with 73 when the file cannot be created, 74 when the disk is full or fails, and 70 when the
///   content breaks a rule of the format, which is a defect of the sheet that composed it.
package func writeWorkbook(_ content: consuming WorkbookContent, to path: String) throws(Failure) {
    do throws(XLSXError) {
        let book = try Workbook(path: path, created: content.created)
        try compose(content, in: book)
        try book.close()
    } catch {
        throw Failure(error.status, error.diagnostic)
    }
}

/// Each sheet's cells are let go once they are written, so that memory holds them once.
private func compose(_ content: consuming WorkbookContent, in book: borrowing Workbook) throws(XLSXError) {
    try describe(content, in: book)
    var ids: [SheetID] = []
    for sheet in content.sheets { ids.append(try book.addSheet(sheet.name)) }
    for name in content.names { try book.define(name.name, name.target.sheet, Area(name.target)) }
    let styles = StyleSheet(content.template)
    var sheets = content.sheets
    content.sheets = []
    for (index, id) in ids.enumerated() {
        let sheet = sheets[index]
        sheets[index].cells = CellGrid()
        let layout = SheetLayout(sheet, digit: content.template.font.width)
        try arrange(sheet, layout, content, id, in: book)
        let headers = try writeTables(of: sheet, layout, styles, id, in: book)
        for (address, cell) in sheet.cells {
            if !headers.isEmpty, headers.contains(address) { continue }
            let standsRight = cell.role == .heading && layout.standsRight(address, sheet)
            try write(
                cell.content, id, address, try styles.style(for: cell, rightAligned: standsRight, in: book), in: book)
        }
        for rule in sheet.rules {
            let format = sheet.cells[rule.cell]?.format ?? .general
            try book.validate(id, Area(rule.cell, rule.cell), Validation(rule, format))
        }
        for status in sheet.statuses {
            try book.highlight(
                id, Area(status.first, status.last), word: status.word, highlight(for: status.role, styles.palette))
        }
        for map in sheet.heatMaps {
            try book.shade(id, Area(map.first, map.last), ColourScale.heat(moreIsBetter: map.moreIsBetter))
        }
        for chart in sheet.charts { try book.addChart(id, ChartPlan(chart, content.template)) }
        if let logo = content.template.logo, let place = sheet.logo {
            try insert(logo, at: place, layout, id, in: book)
        }
        book.protect(id)
    }
    if let first = ids.first { book.activate(first) }
}

/// The logo at the right end of a column, as high as its row leaves room for.
private func insert(
    _ logo: ReportTemplate.Logo, at place: CellAddress, _ layout: SheetLayout, _ id: SheetID,
    in book: borrowing Workbook
) throws(XLSXError) {
    let room = (layout.heights[place.row] ?? SheetLayout.defaultHeight) * 96 / 72 - 4
    let column = (layout.widths[place.column] ?? SheetLayout.defaultWidth) * 7
    let scale = min(room / Double(logo.height), column / Double(logo.width))
    try book.addPicture(
        id,
        Picture(
            png: logo.bytes, altText: logo.altText, row: place.row, column: place.column,
            xOffset: Int(max(0, column - Double(logo.width) * scale)), yOffset: 2, scale: scale))
}

private func describe(_ content: WorkbookContent, in book: borrowing Workbook) throws(XLSXError) {
    var properties = DocumentProperties()
    properties.title = content.title
    properties.subject = content.subject
    properties.author = content.author
    properties.company = content.company
    properties.keywords = content.keywords
    properties.category = content.classification
    properties.status = "Generated"
    try book.setProperties(properties)
    for property in content.properties { try book.addProperty(property.name, property.value) }
}

private func arrange(
    _ sheet: Sheet, _ layout: SheetLayout, _ content: WorkbookContent, _ id: SheetID, in book: borrowing Workbook
) throws(XLSXError) {
    for (column, width) in layout.widths.sorted(by: { $0.key < $1.key }) {
        try book.setWidth(width, id, columns: column...column)
    }
    for (row, height) in layout.heights.sorted(by: { $0.key < $1.key }) { try book.setHeight(height, id, row: row) }
    if let freeze = sheet.freeze { try book.freeze(id, row: freeze.row, column: freeze.column) }
    book.setTabColour(Palette(content.template.palette).tab(sheet.kind), id)
    if sheet.kind == .presentation || sheet.kind == .control { book.hideGridlines(id) }
    var page = PageSetup()
    page.paper = content.paper == .a4 ? .a4 : .letter
    page.landscape = sheet.landscape
    page.pagesHigh = sheet.onePage ? 1 : 0
    page.pagesWide = sheet.pagesWide
    page.area = layout.printArea
    page.repeatRows = sheet.repeatRows
    page.repeatColumns = sheet.repeatColumns
    page.breaks = sheet.pageBreaks
    if !sheet.onePage, !sheet.pageBlocks.isEmpty { layout.deal(rows: sheet.pageBlocks, onto: &page) }
    if let columns = sheet.columnPages { layout.deal(columns, onto: &page) }
    let left = [content.classification, content.template.footer].filter { !$0.isEmpty }.joined(separator: " · ")
    page.footer = footer(left: left, right: content.footer)
    try book.setPage(page, id)
}

/// Declares the tables and writes their header rows. A table without a row below its header is left as plain cells.
///
/// - Returns: The header cells, which must not be written again: the file counts its texts.
private func writeTables(
    of sheet: Sheet, _ layout: SheetLayout, _ styles: StyleSheet, _ id: SheetID, in book: borrowing Workbook
) throws(XLSXError) -> Set<CellAddress> {
    var written: Set<CellAddress> = []
    for (i, table) in sheet.tables.enumerated() where table.last.row > table.first.row {
        var headers: [TableRange.Header] = []
        for column in table.first.column...max(table.first.column, table.last.column) {
            let address = CellAddress(row: table.first.row, column: column)
            let cell = sheet.cells[address] ?? Cell(.blank, .heading)
            let style = try styles.style(for: cell, rightAligned: layout.standsRight(address, sheet), in: book)
            if case .text(let text) = cell.content {
                headers.append(TableRange.Header(text, style))
            } else {
                headers.append(TableRange.Header("", style))
            }
            written.insert(address)
        }
        let letters = sheet.name.unicodeScalars.map { $0.isASCII && $0.properties.isAlphabetic ? Character($0) : "_" }
        let name = "tbl_\(String(letters))" + (i == 0 ? "" : "_\(i + 1)")
        try book.addTable(id, TableRange(name: name, area: Area(table), headers: headers))
    }
    return written
}

private func write(
    _ content: CellContent, _ id: SheetID, _ at: CellAddress, _ style: StyleID, in book: borrowing Workbook
) throws(XLSXError) {
    switch content {
    case .blank: try book.writeBlank(id, at.row, at.column, style)
    case .number(let number): try book.writeNumber(number, id, at.row, at.column, style)
    case .date(let serial): try book.writeNumber(Double(serial), id, at.row, at.column, style)
    case .text(let text): try book.writeText(text, id, at.row, at.column, style)
    case .formula(let text, let value):
        try book.writeFormula(text, value: CachedValue(value), id, at.row, at.column, style)
    case .link(let text, let sheet): try book.writeLink(text, to: sheet, id, at.row, at.column, style)
    }
}

/// Footer of every page: classification, page of pages, and what the report says of itself with the sheet's name.
/// At most 255 bytes: the right part is shortened first.
func footer(left: String, right: String) -> String {
    // A space keeps digits of the text apart from the font size.
    let start = "&L&9 "
    let middle = "&C&9 Page &P of &N&R&9 "
    let end = right.isEmpty ? "&A" : " · &A"
    var room = 255 - start.utf8.count - middle.utf8.count - end.utf8.count
    let leftText = escaped(left, room: room)
    room -= leftText.utf8.count
    return start + leftText + middle + escaped(right, room: room) + end
}

/// Text in which `&` is no code, cut at a character when it takes more bytes than there is room.
private func escaped(_ text: String, room: Int) -> String {
    let pieces = text.map { $0 == "&" ? "&&" : String($0) }
    let whole = pieces.joined()
    if whole.utf8.count <= room { return whole }
    var result = ""
    for piece in pieces where result.utf8.count + piece.utf8.count + 3 <= room {
        result += piece
    }
    return room >= 3 ? result + "…" : ""
}

extension Area {
    init(_ first: CellAddress, _ last: CellAddress) {
        self.init(first.row, first.column, last.row, last.column)
    }

    init(_ range: CellRange) { self.init(range.first, range.last) }
}

extension CachedValue {
    init(_ value: CellValue) {
        switch value {
        case .number(let number): self = .number(number)
        case .text(let text): self = .text(text)
        }
    }
}

extension XLSXError {
    fileprivate var status: ExitStatus {
        switch cause {
        case .content: .defect
        case .cannotCreate: .cannotCreate
        case .inputOutput: .inputOutput
        }
    }
}
