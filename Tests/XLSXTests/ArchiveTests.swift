import Diagnostics
import TestSupport
import Testing

@testable import XLSX

@Suite struct ArchiveTests {
    private func sample(in folder: ScratchFolder) throws -> [UInt8] {
        let book = try Workbook(path: folder.file("a.xlsx"), created: 1)
        let sheet = try book.addSheet("Cash")
        let style = try book.style(CellStyle())
        for row in 0..<500 { try book.writeNumber(Double(row) * 1.37, sheet, row, 0, style) }
        try book.close()
        return try #require(bytes(of: folder.file("a.xlsx")))
    }

    @Test func aWholeFilePasses() throws {
        let folder = ScratchFolder()
        _ = try sample(in: folder)
        try verifyArchive(at: folder.file("a.xlsx"), shownAs: "a.xlsx")
    }

    @Test func aFileCutAnywhereIsFound() throws {
        let folder = ScratchFolder()
        let whole = try sample(in: folder)
        for length in stride(from: 0, to: whole.count, by: 97) {
            write(Array(whole[..<length]), to: folder.file("b.xlsx"))
            #expect(throws: XLSXError.self, "cut to \(length) of \(whole.count) bytes") {
                try verifyArchive(at: folder.file("b.xlsx"), shownAs: "b.xlsx")
            }
        }
        write([], to: folder.file("b.xlsx"))
        let error = #expect(throws: XLSXError.self) {
            try verifyArchive(at: folder.file("b.xlsx"), shownAs: "report.xlsx")
        }
        #expect(
            error?.diagnostic.rendered == """
                report.xlsx: error: found a list of parts, which is damaged: it is missing or cut off, expected a whole \
                workbook file
                  fix: free room on that disk and write the workbook again
                """)
    }

    @Test func aFlippedByteInAPartIsFound() throws {
        let folder = ScratchFolder()
        var damaged = try sample(in: folder)
        let archive = try Archive(path: folder.file("a.xlsx"))
        let part = try #require(archive.parts.first { $0.name == "xl/worksheets/sheet1.xml" })
        damaged[part.headerOffset + 30 + part.name.utf8.count + part.compressedSize / 2] ^= 0x10
        write(damaged, to: folder.file("b.xlsx"))
        #expect(throws: XLSXError.self) { try verifyArchive(at: folder.file("b.xlsx"), shownAs: "b.xlsx") }
    }

    @Test(arguments: [
        ("<?xml version=\"1.0\"?>\n<a><b/></a>", true),
        ("<?xml version=\"1.0\"?>\n<a x=\"1\"></a>\n", true),
        ("<a/>", true),
        ("<a x=\"1\"/>", true),
        ("<?xml version=\"1.0\"?>\n<a><b/>", false),
        ("<a><b></b>", false),
        ("<a><b></", false),
        ("<a", false),
        ("<?xml version=\"1.0\"?>", false),
        ("", false),
    ])
    func aPartEndsWithItsClosingTag(_ xml: String, _ isWhole: Bool) {
        #expect(endsWithItsClosingTag(Array(xml.utf8)) == isWhole)
    }
}
