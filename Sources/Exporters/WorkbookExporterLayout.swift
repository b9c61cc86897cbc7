import Reports
import XLSX

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Widths, heights and print area of a sheet, as far as its author left them open.
struct SheetLayout {
    /// Characters.
    var widths: [Int: Double]
    /// Points.
    var heights: [Int: Double]
    var printArea: Area?

    static let defaultWidth = 8.43
    static let defaultHeight = 15.0

    /// Width of a digit of the font relative to that of Calibri.
    private let digit: Double

    init(_ sheet: Sheet, digit: Double = 1) {
        self.digit = digit
        widths = sheet.columnWidths.mapValues { min($0 * digit, 255) }
        heights = sheet.rowHeights
        printArea = nil
        fitWidths(sheet)
        fitHeights(sheet)
        printArea = usedArea(sheet)
        if let rows = sheet.printRows {
            printArea?.firstRow = rows.lowerBound
            printArea?.lastRow = rows.upperBound
        }
        if let column = sheet.lastPrintColumn { printArea?.lastColumn = column }
    }

    /// Scale below which letters of 10 points are hard to read on paper.
    static let leastScale = 0.57

    /// Breaks the columns into groups and sets the largest scale at which each group fits a page.
    ///
    /// The number of columns to a page is halved while the print would be too small.
    func deal(_ columns: ColumnPages, onto page: inout PageSetup) {
        guard let area = printArea else { return }
        let room = page.room
        let fixed = width(0..<columns.first)
        var every = columns.every
        while true {
            var breaks: [Int] = []
            var widest = 0.0
            var start = columns.first
            var end = columns.first + columns.lead + every
            while start <= area.lastColumn {
                widest = max(widest, width(start..<min(end, area.lastColumn + 1)))
                if start > columns.first { breaks.append(start) }
                start = end
                end += every
            }
            // Programs round column widths to whole pixels: a hair less than fits.
            let scale = 0.985 * room.width / (fixed + widest)
            if scale >= Self.leastScale || every <= 3 {
                let head = height(0..<page.repeatRows)
                let tall = 0.97 * room.height / (head + height(area.firstRow..<area.lastRow + 1))
                // One page high where that stays readable too.
                let fitting = tall >= Self.leastScale ? min(scale, tall) : scale
                page.scale = min(100, max(10, Int(fitting * 100)))
                page.columnBreaks = breaks
                return
            }
            every /= 2
        }
    }

    /// Ends a page before a table that would not fit what is left of it, on a sheet that is one page wide. The print is
    /// made smaller, as long as it can be read, where that saves a page.
    ///
    /// - Parameter rows: first rows of the tables, those with their heading; what stands above the first is one, too.
    func deal(rows: [Int], onto page: inout PageSetup) {
        guard let area = printArea else { return }
        let starts = rows.sorted().filter { (area.firstRow + 1...area.lastRow).contains($0) }
        let wide = min(1, 0.985 * page.room.width / width(area.firstColumn..<area.lastColumn + 1))
        var best: (percent: Int, pages: Pages)?
        var percent = max(10, Int(wide * 100))
        repeat {
            let dealt = pages(of: starts, area, page, scale: Double(percent) / 100)
            if best.map({ (dealt.cut, dealt.count) < ($0.pages.cut, $0.pages.count) }) ?? true {
                best = (percent, dealt)
            }
            percent -= 1
        } while percent >= Int((Self.leastScale * 100).rounded())
        page.scale = best?.percent
        page.breaks += best?.pages.breaks ?? []
    }

    private struct Pages {
        var breaks: [Int] = []
        var count = 1
        /// Tables that go over the end of a page.
        var cut = 0
    }

    private func pages(of starts: [Int], _ area: Area, _ page: PageSetup, scale: Double) -> Pages {
        // Programs round row heights to whole pixels: a hair less than fits.
        let room = 0.97 * page.room.height / scale
        let next = room - height(0..<page.repeatRows)
        var pages = Pages()
        var left = room
        var start = area.firstRow
        for end in starts + [area.lastRow + 1] {
            let table = height(start..<end)
            // A table that no page holds may as well start here, unless little is left.
            if table > left, start > area.firstRow, table <= next || left < next / 4 {
                pages.breaks.append(start)
                pages.count += 1
                left = next
            }
            left -= table
            if left < 0 { pages.cut += 1 }
            // A table longer than a page goes on over as many as it takes.
            while left < 0 {
                pages.count += 1
                left += next
            }
            start = end
        }
        return pages
    }

    /// Points on paper, where a digit of the default font of 11 points is 5.58 wide.
    private func width(_ columns: Swift.Range<Int>) -> Double {
        columns.reduce(0) { $0 + (widths[$1] ?? Self.defaultWidth) * 5.58 + 4 }
    }

    private func height(_ rows: Swift.Range<Int>) -> Double {
        rows.reduce(0) { $0 + (heights[$1] ?? Self.defaultHeight) }
    }

    /// Whether the next filled cell below a heading holds a number: it stands right, above its figures.
    func standsRight(_ address: CellAddress, _ sheet: Sheet) -> Bool {
        for row in address.row + 1...address.row + 2 {
            guard let cell = sheet[row, address.column] else { continue }
            if cell.role == .heading { continue }
            switch cell.content {
            case .number, .date, .formula(_, .number): return cell.role != .headline
            case .blank: continue
            case .text, .link, .formula(_, .text): return false
            }
        }
        return false
    }

    /// Columns without a width take that of their widest short cell; one that is too narrow for a figure grows, since a
    /// figure that does not fit shows as ####.
    private mutating func fitWidths(_ sheet: Sheet) {
        let columns = sheet.cells.rows.reduce(0) { max($0, $1.count) }
        let isOpen = (0..<columns).map { sheet.columnWidths[$0] == nil }
        var needs = [Double](repeating: 0, count: columns)
        for (address, cell) in sheet.cells where isOpen[address.column] || cell.content.isFigure {
            if let need = characters(cell) { needs[address.column] = max(needs[address.column], need * digit) }
        }
        for (column, need) in needs.enumerated() {
            if let width = widths[column] {
                if need > width { widths[column] = min(need, 255) }
            } else if need > 7 {
                widths[column] = min(max(need + 2, 9), 48 * digit)
            }
        }
    }

    /// Characters that the cell needs to be readable; nil for a text that may run over its neighbours or wrap.
    private func characters(_ cell: Cell) -> Double? {
        switch cell.content {
        case .blank: return nil
        case .text(let text), .link(let text, _), .formula(_, .text(let text)):
            switch cell.role {
            case .title, .subtitle, .section, .note, .headline: return nil
            case .heading, .label, .unit, .input, .derivedInput, .calculation, .crossSheet, .total, .good, .caution,
                .bad, .text:
                if cell.wrap || text.utf8.count > 60 { return nil }
                return Double(text.scalarCount) * (cell.role == .heading ? 1.15 : 1) + 1
            }
        case .number(let number), .formula(_, .number(let number)):
            let length = digits(number, cell.format)
            return cell.role == .headline ? length * 2.1 : length
        case .date: return cell.format == .month ? 6 : cell.format == .longMonth ? 8 : 10
        }
    }

    /// Characters of a formatted number, brackets included.
    private func digits(_ number: Double, _ format: NumberFormat) -> Double {
        let whole = abs(number) < 1 ? 1 : Int(abs(number).exponent10) + 1
        // A separator is half as wide as a digit; there is room for a bracket on the right of every figure.
        let grouped = Double(whole) + 0.5 * Double((whole - 1) / 3) + (number < 0 ? 2 : 1.5)
        return switch format {
        case .general: Double(min(11, whole + (number.rounded() == number ? 0 : 8)))
        case .whole: grouped
        case .cents: grouped + 3
        case .hourly: grouped + 4.5
        case .precise: grouped + 6.5
        case .percent: Double(abs(number) < 0.1 ? 6 : whole + 7)
        case .ratio: Double(whole + 5)
        case .date: 10
        case .month: 6
        case .longMonth: 8
        case .monthsAfter: Double(whole + 13)
        }
    }

    /// Rows without a height take that of their tallest cell. Programs that do not measure texts would cut them off.
    private mutating func fitHeights(_ sheet: Sheet) {
        for (row, cells) in sheet.cells.rows.enumerated() where sheet.rowHeights[row] == nil {
            var height = SheetLayout.defaultHeight
            for (column, cell) in cells.enumerated() {
                if let cell { height = max(height, self.height(cell, column)) }
            }
            if height > SheetLayout.defaultHeight { heights[row] = min(height, 409) }
        }
    }

    /// Points that the cell needs in its column.
    private func height(_ cell: Cell, _ column: Int) -> Double {
        var height: Double
        switch cell.role {
        case .title: height = 27
        case .subtitle: height = 19
        case .section: height = 21
        case .heading: height = 18
        case .headline: height = 32
        case .label, .unit, .note, .input, .derivedInput, .calculation, .crossSheet, .total, .good, .caution, .bad,
            .text:
            height = SheetLayout.defaultHeight
        }
        let text: String? =
            switch cell.content {
            case .text(let text), .formula(_, .text(let text)), .link(let text, _): text
            case .blank, .number, .date, .formula(_, .number): nil
            }
        if let text, cell.wrap || text.holds(0x0A) {
            let size = cell.role.fontSize
            let width = widths[column] ?? SheetLayout.defaultWidth
            let count = lines(text, cell.wrap ? (width - 1) * 11.7 / size : .infinity)
            if count > 1 { height = max(height, Double(count) * size * 1.3 + 5) }
        }
        return height
    }

    /// Lines of a text whose words wrap at so many characters.
    private func lines(_ text: String, _ width: Double) -> Int {
        var count = 0
        for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
            count += 1
            var used = 0.0
            for word in paragraph.split(separator: " ") {
                let length = Double(word.unicodeScalars.count)
                if used > 0 && used + 1 + length > width {
                    count += 1
                    used = length
                } else {
                    used += (used > 0 ? 1 : 0) + length
                }
                while used > width && width.isFinite {
                    count += 1
                    used -= width
                }
            }
        }
        return count
    }

    /// From A1 to the last cell that holds something or lies under a chart.
    private func usedArea(_ sheet: Sheet) -> Area? {
        var row = sheet.cells.rows.count - 1
        var column = sheet.cells.rows.reduce(0) { max($0, $1.count) } - 1
        for chart in sheet.charts {
            var pixels = 0.0
            var last = chart.at.row
            while pixels < Double(chart.height) {
                pixels += (heights[last] ?? SheetLayout.defaultHeight) * 4 / 3
                last += 1
            }
            row = max(row, last - 1)
            pixels = 0
            last = chart.at.column
            while pixels < Double(chart.width) {
                pixels += (widths[last] ?? SheetLayout.defaultWidth) * 7 + 5
                last += 1
            }
            column = max(column, last - 1)
        }
        return row < 0 || column < 0 ? nil : Area(0, 0, row, column)
    }
}

extension String {
    /// Whether a byte of ASCII is in the text: every cell is asked.
    fileprivate func holds(_ byte: UInt8) -> Bool {
        utf8.withContiguousStorageIfAvailable { bytes in
            bytes.baseAddress.map { memchr($0, Int32(byte), bytes.count) != nil } ?? false
        }
            ?? utf8.contains(byte)
    }

    /// Unicode scalars, which are all bytes but those that continue one.
    fileprivate var scalarCount: Int {
        utf8.withContiguousStorageIfAvailable { bytes in bytes.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) } }
            ?? unicodeScalars.count
    }
}

extension CellContent {
    /// Whether the cell shows a number or a date.
    fileprivate var isFigure: Bool {
        switch self {
        case .number, .date, .formula(_, .number): true
        case .blank, .text, .link, .formula(_, .text): false
        }
    }
}

extension Double {
    /// Power of ten of a positive number: 2 for 345.
    fileprivate var exponent10: Int {
        var power = 0
        var rest = self
        while rest >= 10 && power < 308 {
            rest /= 10
            power += 1
        }
        return power
    }
}
