import Diagnostics
import TestSupport
import Testing

@testable import XLSX

@Suite struct WorkbookTests {
    typealias Step = @Sendable (borrowing Workbook, SheetID, StyleID) throws(XLSXError) -> Void

    /// What happens when a step is tried on a fresh workbook with one sheet, `Cash`.
    private func refusal(_ step: Step) -> XLSXError? {
        let folder = ScratchFolder()
        do {
            let book = try Workbook(path: folder.file("a.xlsx"), created: 1)
            let sheet = try book.addSheet("Cash")
            try step(book, sheet, try book.style(CellStyle()))
            return nil
        } catch {
            return error
        }
    }

    struct Case: CustomTestStringConvertible, Sendable {
        var message: String
        var step: Step
        var testDescription: String { message }
    }

    static let cases: [Case] = [
        Case(
            message: """
                Cash!B3: error: found the number nan, expected a finite number
                  fix: give the cell a text or leave it blank
                """
        ) { book, sheet, style throws(XLSXError) in try book.writeNumber(.nan, sheet, 2, 1, style) },
        Case(
            message: """
                Cash!A1: error: found the number inf, expected a finite number
                  fix: give the cell a text or leave it blank
                """
        ) { book, sheet, style throws(XLSXError) in
            try book.writeFormula("1/A2", value: .number(.infinity), sheet, 0, 0, style)
        },
        Case(
            message: """
                Cash!A1: error: found a text of 32768 characters, expected at most 32767
                  fix: shorten it
                """
        ) { book, sheet, style throws(XLSXError) in
            try book.writeText(String(repeating: "x", count: 32_768), sheet, 0, 0, style)
        },
        Case(
            message: """
                Cash!A1: error: found the character U+0000 in a text, expected characters that XML allows
                  fix: remove the character from the text
                """
        ) { book, sheet, style throws(XLSXError) in try book.writeText("a\0b", sheet, 0, 0, style) },
        Case(
            message: """
                Cash!A1: error: found the character U+FFFF in a text, expected characters that XML allows
                  fix: remove the character from the text
                """
        ) { book, sheet, style throws(XLSXError) in try book.writeText("a\u{FFFF}", sheet, 0, 0, style) },
        Case(
            message: """
                Cash!A1: error: found a formula of 8193 characters, expected at most 8192
                  fix: shorten it
                """
        ) { book, sheet, style throws(XLSXError) in
            try book.writeFormula(
                String(repeating: "1+", count: 4_096) + "1", value: .number(4_097), sheet, 0, 0, style)
        },
        Case(
            message: """
                Cash!A1: error: found a text inside a formula of 256 characters, expected at most 255
                  fix: shorten it
                """
        ) { book, sheet, style throws(XLSXError) in
            try book.writeFormula(
                "LEN(\"" + String(repeating: "x", count: 256) + "\")", value: .number(256), sheet, 0, 0, style)
        },
        Case(
            message: """
                Cash!A1: error: found a ( without its ) in the formula SUM(A2:A3, expected a formula without =, \
                every ( and every quote closed
                  fix: correct the formula
                """
        ) { book, sheet, style throws(XLSXError) in
            try book.writeFormula("SUM(A2:A3", value: .number(0), sheet, 0, 0, style)
        },
        Case(
            message: """
                Cash!A1: error: found a leading = in the formula =1+1, expected a formula without =, every ( and \
                every quote closed
                  fix: correct the formula
                """
        ) { book, sheet, style throws(XLSXError) in
            try book.writeFormula("=1+1", value: .number(2), sheet, 0, 0, style)
        },
        Case(
            message: """
                Cash: error: found row 1048577, column 1, expected rows 1 to 1048576 and columns 1 to 16384
                  fix: spread the content over several sheets
                """
        ) { book, sheet, style throws(XLSXError) in try book.writeNumber(1, sheet, 1_048_576, 0, style) },
        Case(
            message: """
                Cash!A1: error: found a link to the sheet "Gone", expected a sheet of this workbook
                  fix: add the sheet or point elsewhere
                """
        ) { book, sheet, style throws(XLSXError) in try book.writeLink("x", to: "Gone", sheet, 0, 0, style) },
        Case(
            message: """
                workbook: error: found the name in_x to the sheet "Gone", expected a sheet of this workbook
                  fix: add the sheet or point elsewhere
                """
        ) { book, _, _ throws(XLSXError) in try book.define("in_x", "Gone", Area(0, 0, 0, 0)) },
        Case(
            message: """
                Cash: error: found the name in_x on rows 2 to 1 and columns 1 to 1, expected first before \
                last, both on the sheet
                  fix: correct the range
                """
        ) { book, _, _ throws(XLSXError) in try book.define("in_x", "Cash", Area(1, 0, 0, 0)) },
        Case(
            message: """
                Cash!A2:B4: error: found the table tbl_b that overlaps the one on A1:B3, expected no common cell
                  fix: move one of them
                """
        ) { book, sheet, style throws(XLSXError) in
            let headers = [TableRange.Header("a", style), TableRange.Header("b", style)]
            try book.addTable(sheet, TableRange(name: "tbl_a", area: Area(0, 0, 2, 1), headers: headers))
            try book.addTable(sheet, TableRange(name: "tbl_b", area: Area(1, 0, 3, 1), headers: headers))
        },
        Case(
            message: """
                Cash!A1:B2: error: found the header "A" twice in the table tbl_a, expected one header a column, \
                each a short text of its own
                  fix: correct the header row
                """
        ) { book, sheet, style throws(XLSXError) in
            let headers = [TableRange.Header("a", style), TableRange.Header("A", style)]
            try book.addTable(sheet, TableRange(name: "tbl_a", area: Area(0, 0, 1, 1), headers: headers))
        },
        Case(
            message: """
                Cash!A1: error: found the table tbl_a without a row below its header, expected at least one row
                  fix: leave the table out or add a row that says there is nothing
                """
        ) { book, sheet, style throws(XLSXError) in
            try book.addTable(
                sheet, TableRange(name: "tbl_a", area: Area(0, 0, 0, 0), headers: [TableRange.Header("a", style)]))
        },
        Case(
            message: """
                Cash!A1: error: found a list of choices of 258 bytes, expected at most 255
                  fix: shorten it
                """
        ) { book, sheet, _ throws(XLSXError) in
            try book.validate(
                sheet, Area(0, 0, 0, 0),
                Validation(
                    .choice([String(repeating: "ü", count: 129)]), title: "", prompt: "", errorTitle: "",
                    errorMessage: ""))
        },
        Case(
            message: """
                Cash!A1: error: found the choice "a,b", expected at least one word, each without comma and quote
                  fix: choose other words
                """
        ) { book, sheet, _ throws(XLSXError) in
            try book.validate(
                sheet, Area(0, 0, 0, 0),
                Validation(.choice(["a,b"]), title: "", prompt: "", errorTitle: "", errorMessage: ""))
        },
        Case(
            message: """
                Cash!A1: error: found a prompt title of 33 characters, expected at most 32
                  fix: shorten it
                """
        ) { book, sheet, _ throws(XLSXError) in
            try book.validate(
                sheet, Area(0, 0, 0, 0),
                Validation(
                    .number(min: nil, max: nil), title: String(repeating: "t", count: 33), prompt: "", errorTitle: "",
                    errorMessage: ""))
        },
        Case(
            message: """
                Cash!A1: error: found the lower bound 2.0 above the upper bound 1.0, expected lower at most upper
                  fix: swap them
                """
        ) { book, sheet, _ throws(XLSXError) in
            try book.validate(
                sheet, Area(0, 0, 0, 0),
                Validation(.number(min: 2, max: 1), title: "", prompt: "", errorTitle: "", errorMessage: ""))
        },
        Case(
            message: """
                Cash!A1:A3: error: found a validation that overlaps the one on A2, expected no common cell
                  fix: move one of them
                """
        ) { book, sheet, _ throws(XLSXError) in
            let any = Validation(.number(min: nil, max: nil), title: "", prompt: "", errorTitle: "", errorMessage: "")
            try book.validate(sheet, Area(1, 0, 1, 0), any)
            try book.validate(sheet, Area(0, 0, 2, 0), any)
        },
        Case(
            message: """
                Cash: error: found a footer of 256 bytes, expected at most 255
                  fix: shorten it
                """
        ) { book, sheet, _ throws(XLSXError) in
            var page = PageSetup()
            page.footer = String(repeating: "f", count: 256)
            try book.setPage(page, sheet)
        },
        Case(
            message: """
                Cash!A1: error: found a column width of 256.0, expected above 0 and at most 255
                  fix: choose another size
                """
        ) { book, sheet, _ throws(XLSXError) in try book.setWidth(256, sheet, columns: 0...0) },
        Case(
            message: """
                workbook: error: found the document property "a", expected a name that is not empty and not in use
                  fix: choose another name
                """
        ) { book, _, _ throws(XLSXError) in
            try book.addProperty("A", "1")
            try book.addProperty("a", "2")
        },
        Case(
            message: """
                Cash!A1: error: found 2 points for Cash!A1:A3 in the series "s", expected one row or one column of \
                cells and as many points, at most 65535
                  fix: correct the series
                """
        ) { book, sheet, _ throws(XLSXError) in try book.addChart(sheet, plan(points: [1, 2])) },
        Case(
            message: """
                Cash!A1: error: found the number -inf, expected a finite number
                  fix: give the cell a text or leave it blank
                """
        ) { book, sheet, _ throws(XLSXError) in try book.addChart(sheet, plan(points: [1, 2, -.infinity])) },
        Case(
            message: """
                Cash!A1: error: found the chart "t" without an alternative text, expected a sentence that says \
                what the chart shows
                  fix: add the text
                """
        ) { book, sheet, _ throws(XLSXError) in
            var plan = plan(points: [1, 2, 3])
            plan.altText = ""
            try book.addChart(sheet, plan)
        },
        Case(
            message: """
                Cash!A1: error: found a picture without an alternative text, expected a sentence that says what the \
                picture shows
                  fix: add the text
                """
        ) { book, sheet, _ throws(XLSXError) in try book.addPicture(sheet, picture(altText: "", scale: 1)) },
        Case(
            message: """
                Cash!A1: error: found the scale of a picture of 0.0, expected above 0 and at most 100
                  fix: choose another size
                """
        ) { book, sheet, _ throws(XLSXError) in try book.addPicture(sheet, picture(altText: "a", scale: 0)) },
        Case(
            message: """
                Cash!A1: error: found the picture was refused: Couldn't read image dimensions or DPI., expected \
                content that the file format can hold
                  fix: this is a defect of the program: please report it with the inputs that lead to it
                """
        ) { book, sheet, _ throws(XLSXError) in try book.addPicture(sheet, picture(altText: "a", scale: 1)) },
    ]

    /// No picture at all.
    static func picture(altText: String, scale: Double) -> Picture {
        Picture(png: [1, 2, 3], altText: altText, row: 0, column: 0, xOffset: 0, yOffset: 0, scale: scale)
    }

    static func plan(points: [Double]) -> ChartPlan {
        var plan = ChartPlan(.line, title: "t")
        plan.altText = "what the chart shows"
        plan.series = [
            SeriesPlan(
                name: "s", categories: SheetArea("Cash", Area(0, 0, 2, 0)), values: SheetArea("Cash", Area(0, 0, 2, 0)),
                cachedCategories: [.text("a"), .text("b"), .text("c")], cachedValues: points, look: SeriesLook(0x0072B2)
            )
        ]
        return plan
    }

    @Test(arguments: cases)
    func whatAProgramWouldRepairIsRefused(_ refused: Case) {
        #expect(refusal(refused.step)?.diagnostic.rendered == refused.message)
    }

    @Test func aMissingFolderIsReported() {
        let error = #expect(throws: XLSXError.self) { () throws in
            _ = try Workbook(path: "/no/such/folder/a.xlsx", created: 1)
        }
        #expect(error?.cause == .cannotCreate)
        #expect(
            error?.diagnostic.rendered == """
                /no/such/folder/a.xlsx: error: found a file that cannot be created (No such file or directory), expected a folder \
                that exists and may be written to
                  fix: create the folder or choose another output
                """)
    }

    @Test func aDroppedWorkbookLeavesNothing() throws {
        let folder = ScratchFolder()
        do {
            let book = try Workbook(path: folder.file("a.xlsx"), created: 1)
            let sheet = try book.addSheet("Cash")
            try book.writeNumber(1, sheet, 0, 0, try book.style(CellStyle()))
        }
        #expect(folder.names.isEmpty)
    }

    @Test func aClosedWorkbookStandsAlone() throws {
        let folder = ScratchFolder()
        write([1, 2, 3], to: folder.file("a.xlsx"))
        let book = try Workbook(path: folder.file("a.xlsx"), created: 1)
        _ = try book.addSheet("Cash")
        #expect(bytes(of: folder.file("a.xlsx")) == [1, 2, 3])
        try book.close()
        #expect(folder.names == ["a.xlsx"])
        #expect(try Archive(path: folder.file("a.xlsx")).parts.contains { $0.name == "xl/workbook.xml" })
    }

    @Test func aWorkbookWithoutSheetsIsRefusedAndTheEarlierFileStays() throws {
        let folder = ScratchFolder()
        let path = folder.file("a.xlsx")
        write([1, 2, 3], to: path)
        let error = #expect(throws: XLSXError.self) { () throws in
            let book = try Workbook(path: path, created: 1)
            try book.close()
        }
        #expect(
            error?.diagnostic.rendered
                == "\(path): error: found no sheet, expected at least one\n  fix: add a sheet")
        #expect(bytes(of: path) == [1, 2, 3])
        #expect(folder.names == ["a.xlsx"])
    }

    @Test func theDocumentDateIsRequired() {
        let error = #expect(throws: XLSXError.self) { () throws in _ = try Workbook(path: "/tmp/a.xlsx", created: 0) }
        #expect(
            error?.diagnostic.rendered == """
                workbook: error: found document date 0, expected seconds since 1970, at least 1
                  fix: give the end of the report's period
                """)
    }

    /// Text as it stands in the file, and as a program shows it.
    @Test(arguments: [
        ("=1+1", "<t>=1+1</t>"),
        ("_x0041_", "<t>_x005F_x0041_</t>"),
        ("_x41_ _", "<t>_x41_ _</t>"),
        ("a\u{7}b", "<t>a_x0007_b</t>"),
        ("<&>\"", "<t>&lt;&amp;&gt;\"</t>"),
        (" two ", "<t xml:space=\"preserve\"> two </t>"),
        ("Ünïcode 模型", "<t>Ünïcode 模型</t>"),
    ])
    func textStaysText(_ text: String, _ expected: String) throws {
        let folder = ScratchFolder()
        let book = try Workbook(path: folder.file("a.xlsx"), created: 1)
        let sheet = try book.addSheet("Cash")
        try book.writeText(text, sheet, 0, 0, try book.style(CellStyle()))
        try book.close()
        let archive = try Archive(path: folder.file("a.xlsx"))
        let strings = String(decoding: try #require(try archive.contents(of: "xl/sharedStrings.xml")), as: UTF8.self)
        #expect(strings.contains(expected))
        let cells = String(decoding: try #require(try archive.contents(of: "xl/worksheets/sheet1.xml")), as: UTF8.self)
        #expect(!cells.contains("<f>"))
    }

    @Test func resultsOfFormulasAreCached() throws {
        let folder = ScratchFolder()
        let book = try Workbook(path: folder.file("a.xlsx"), created: 1)
        let sheet = try book.addSheet("Cash")
        let style = try book.style(CellStyle())
        try book.writeFormula("1/4", value: .number(0.25), sheet, 0, 0, style)
        try book.writeFormula("\"a\"&\"b\"", value: .text("ab"), sheet, 1, 0, style)
        try book.writeFormula("\"\"", value: .text(""), sheet, 2, 0, style)
        try book.close()
        let archive = try Archive(path: folder.file("a.xlsx"))
        let cells = String(decoding: try #require(try archive.contents(of: "xl/worksheets/sheet1.xml")), as: UTF8.self)
        #expect(cells.contains("<f>1/4</f><v>0.25</v>"))
        #expect(cells.contains("t=\"str\"><f>\"a\"&amp;\"b\"</f><v>ab</v>"))
        #expect(cells.contains("t=\"str\"><f>\"\"</f><v></v>"))
    }
}
