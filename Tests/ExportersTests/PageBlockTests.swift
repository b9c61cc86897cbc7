import Reports
import Testing
import XLSX

@testable import Exporters

/// Where the pages of a sheet end whose author only says where its tables start.
struct PageBlockTests {
    /// Tables of so many rows, one after the other, `width` characters wide in all.
    private static func dealt(_ tables: [Int], width: Double = 60) -> PageSetup {
        var sheet = Sheet(name: "Tables", kind: .presentation)
        sheet.columnWidths = [0: width]
        var row = 0
        for rows in tables {
            if row > 0 { sheet.pageBlocks.append(row) }
            for _ in 0..<rows {
                sheet[row, 0] = Cell(.text("A row"), .label)
                row += 1
            }
        }
        sheet.repeatRows = 1
        var page = PageSetup()
        SheetLayout(sheet).deal(rows: sheet.pageBlocks, onto: &page)
        return page
    }

    @Test("Tables that fit a page together stay on it at full size")
    func tablesShareAPage() {
        let page = Self.dealt([10, 10, 10])
        #expect(page.breaks.isEmpty && page.scale == 100)
    }

    @Test("A little less size saves a page, and no more is taken than that needs")
    func theScaleSavesAPage() throws {
        let page = Self.dealt([20, 18])
        #expect(page.breaks.isEmpty)
        let scale = try #require(page.scale)
        #expect((80..<100).contains(scale), "\(scale)")
        #expect(Double(38) * 15 <= page.room.height / (Double(scale) / 100))
    }

    @Test(
        "No table is cut that fits a page, whatever came before",
        arguments: [[30, 30, 30], [45, 20, 45], [5, 55, 5, 55]])
    func noTableIsCut(_ tables: [Int]) throws {
        let page = Self.dealt(tables)
        let scale = Double(try #require(page.scale)) / 100
        #expect(scale >= SheetLayout.leastScale)
        let room = page.room.height / scale
        var starts: [Int] = [0]
        for rows in tables.dropLast() { starts.append(starts.last! + rows) }
        #expect(Set(page.breaks).isSubset(of: starts))
        let ends = page.breaks + [tables.reduce(0, +)]
        for (first, end) in zip([0] + page.breaks, ends) { #expect(Double(end - first) * 15 <= room, "\(page)") }
    }

    @Test("A table longer than a page goes on, and what follows may share its last page")
    func aLongTableGoesOn() {
        let page = Self.dealt([5, 400, 5])
        #expect(page.breaks.count <= 1 && !page.breaks.contains(405), "\(page.breaks)")
    }

    @Test("A sheet that is too wide is made as small as its width needs, however small that is")
    func widthComesFirst() {
        #expect(Self.dealt([3, 3], width: 255).scale! < 60)
    }
}
