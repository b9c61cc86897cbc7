import Diagnostics
import Exporters
import Reports
import TestSupport
import Testing
import XLSX

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct WorkbookExporterTests {
    private func written(_ content: WorkbookContent, in folder: ScratchFolder) throws -> [UInt8] {
        try writeWorkbook(content, to: folder.file("report.xlsx"))
        return try #require(bytes(of: folder.file("report.xlsx")))
    }

    private func part(_ name: String, of content: WorkbookContent) throws -> String {
        let folder = ScratchFolder()
        _ = try written(content, in: folder)
        let archive = try Archive(path: folder.file("report.xlsx"))
        return String(decoding: try #require(try archive.contents(of: name)), as: UTF8.self)
    }

    @Test func equalContentGivesEqualBytesInAnyFolder() throws {
        let first = try written(WorkbookSample.content, in: ScratchFolder())
        let second = try written(WorkbookSample.content, in: ScratchFolder())
        #expect(first == second)
    }

    private static let hasGerman = inGermanLocale { true } != nil

    @Test(.enabled(if: hasGerman, "needs the locale de_DE.UTF-8, or localedef to compile it"))
    func aDecimalCommaOfTheReaderStaysOutOfTheFile() throws {
        let plain = try written(WorkbookSample.content, in: ScratchFolder())
        let german = try inGermanLocale { try written(WorkbookSample.content, in: ScratchFolder()) }
        #expect(german == plain)
    }

    /// The points of a chart's caches in order, as written in the file.
    private func cachedPoints(_ chart: String) -> [[String]] {
        var caches: [[String]] = []
        for piece in chart.split(separator: "<c:ptCount ").dropFirst() {
            let end = piece.split(separator: "Cache>", maxSplits: 1)[0]
            caches.append(
                end.split(separator: "<c:v>").dropFirst().map { String($0.prefix { $0 != "<" }) })
        }
        return caches
    }

    @Test func chartsHoldThePointsThatTheirCellsShow() throws {
        let chart = try part("xl/charts/chart2.xml", of: WorkbookSample.content)
        let caches = cachedPoints(chart)
        #expect(caches.count == 4)
        let months = (0..<WorkbookSample.months)
        #expect(caches[0] == months.map { String(WorkbookSample.serial($0)) })
        let lines: [(Int) -> Double] = [{ WorkbookSample.bill($0) }, { _ in WorkbookSample.server }]
        for (i, expected) in lines.enumerated() {
            let points = caches[1 + 2 * i].compactMap(Double.init)
            #expect(points.count == months.count)
            for (month, point) in points.enumerated() {
                #expect(abs(point - expected(month)) <= 1e-12 * abs(expected(month)))
            }
        }
        #expect(chart.contains("<c:f>'Cash flow'!$C$5:$Z$5</c:f>"))
    }

    @Test func chartsOfWordsHoldTheWords() throws {
        let chart = try part("xl/charts/chart5.xml", of: WorkbookSample.content)
        #expect(
            cachedPoints(chart) == [
                ["Acme AI", "=1+1 Models", "Example &amp; Sons &lt;GmbH&gt;", "Ünïcode 模型", "_x005F_x0041_ Labs"],
                ["1000.25", "2000.25", "3000.25", "4000.25", "5000.25"],
            ])
        #expect(chart.contains("<c:f>'It''s data'!$B$4:$B$8</c:f>"))
    }

    @Test func formulasCarryTheirResults() throws {
        let cells = try part("xl/worksheets/sheet4.xml", of: WorkbookSample.content)
        #expect(cells.contains("<f>in_volume</f><v>1200</v>"))
        #expect(cells.contains("<f>D9*in_price</f><v>3090</v>"))
    }

    @Test func stylesStayFewAndTheFontIsOne() throws {
        let styles = try part("xl/styles.xml", of: WorkbookSample.content)
        let count = styles.split(separator: "<cellXfs count=\"")[1].prefix { $0 != "\"" }
        #expect(Int(count)! <= 60)
        let names = Set(styles.split(separator: "<name val=\"").dropFirst().map { $0.prefix { $0 != "\"" } })
        #expect(names == ["Calibri"])
    }

    @Test func footersEscapeAmpersandsAndNameTheSheet() throws {
        let cells = try part("xl/worksheets/sheet2.xml", of: WorkbookSample.content)
        #expect(
            cells.contains(
                "&amp;L&amp;9 Confidential &amp;&amp; internal&amp;C&amp;9 Page &amp;P of &amp;N&amp;R&amp;9 "
                    + "report.xlsx · version 1.0 · data as of 2026-06-30 · &amp;A"))
    }

    @Test func aLongFooterIsShortenedNotRefused() throws {
        var content = WorkbookSample.content
        content.classification = String(repeating: "Geheim & ", count: 20)
        content.footer = String(repeating: "Übersicht & mehr ", count: 40)
        let cells = try part("xl/worksheets/sheet2.xml", of: content)
        #expect(cells.contains("… · &amp;A</oddFooter>"))
    }

    @Test func inputsSayWhatTheyAccept() throws {
        let cells = try part("xl/worksheets/sheet3.xml", of: WorkbookSample.content)
        for message in [
            "This cell takes a number of at least 0.", "This cell takes a number from 0 to 1.",
            "This cell takes a date from 2000-01-01 to 2099-12-31.", "This cell takes one of the words in the list.",
            "This cell takes a number of at least 0, or not given.",
        ] { #expect(cells.contains("error=\"\(message)\""), "\(message)") }
        #expect(cells.contains("<formula1>OR(AND(ISNUMBER(C9),C9&gt;=0),C9=\"not given\")</formula1>"))
        #expect(cells.contains("<formula1>\"buy,rent\"</formula1>"))
    }

    @Test(arguments: [
        (CellContent.number(.nan), Diagnostics.ExitStatus.defect, "the number nan"),
        (.text("\0"), .defect, "the character U+0000 in a text"),
        (.link(text: "x", sheet: "Gone"), .defect, "a link to the sheet \"Gone\""),
    ])
    func contentThatBreaksTheFormatIsADefect(_ cell: CellContent, _ status: Diagnostics.ExitStatus, _ found: String) {
        let folder = ScratchFolder()
        var content = WorkbookSample.content
        content.sheets[1][99, 0] = Cell(cell)
        let failure = #expect(throws: Failure.self) { try writeWorkbook(content, to: folder.file("a.xlsx")) }
        #expect(failure?.status == status)
        #expect(failure?.diagnostics.map(\.found) == [found])
        #expect(folder.names.isEmpty)
    }

    @Test func aMissingFolderCannotBeCreatedIn() {
        let failure = #expect(throws: Failure.self) {
            try writeWorkbook(WorkbookSample.content, to: "/no/such/folder/a.xlsx")
        }
        #expect(failure?.status == .cannotCreate)
    }

    /// Folder of the independent checker, and a Python that runs it.
    private static let rig: (folder: String, python: String)? = {
        guard let shared = getenv("BREAKEVEN_SHARED"), system("command -v soffice >/dev/null 2>&1") == 0 else {
            return nil
        }
        let folder = String(cString: shared) + "/tools/xlsx"
        let python = String(cString: getenv("HOME")) + "/.cache/xlsxrig/venv/bin/python"
        return access(folder, R_OK) == 0 && access(python, X_OK) == 0 ? (folder, python) : nil
    }()

    @Test(
        .enabled(if: rig != nil, "needs LibreOffice, and the checker in the folder that BREAKEVEN_SHARED names"),
        arguments: ["recalc.py", "lint.py --strict", "render.py"])
    func anotherCalculatorAgreesAndFindsNothingToMend(_ script: String) throws {
        let rig = try #require(Self.rig)
        let folder = ScratchFolder()
        _ = try written(WorkbookSample.content, in: folder)
        let words = script.split(separator: " ", maxSplits: 1)
        let options = words.count > 1 ? String(words[1]) : ""
        let output = words[0] == "render.py" ? "'\(folder.file("pages"))'" : ""
        let command = """
            XLSXRIG_TMP='\(folder.file("tmp"))' '\(rig.python)' '\(rig.folder)/\(words[0])' \(options) \
            '\(folder.file("report.xlsx"))' \(output) >'\(folder.file("log"))' 2>&1
            """
        let status = system(command)
        let log = String(decoding: bytes(of: folder.file("log")) ?? [], as: UTF8.self)
        #expect(status == 0, "\(log)")
    }
}
