/// What a cell holds. A formula always comes with the value that the engine computed for it.
package enum CellContent: Hashable, Sendable {
    case blank
    case number(Double)
    case text(String)
    /// A calendar date as a spreadsheet serial (1900 system).
    case date(Int)
    /// `text` without the leading `=`.
    case formula(text: String, value: CellValue)
    /// A link inside the workbook: shown text and sheet name.
    case link(text: String, sheet: String)
}

/// The cached result of a formula.
package enum CellValue: Hashable, Sendable {
    case number(Double)
    case text(String)
}

/// Number formats, a closed list so that every sheet reads alike. Negatives stand in parentheses.
package enum NumberFormat: Hashable, Sendable, CaseIterable {
    case general
    /// `#,##0`
    case whole
    /// `#,##0.00`
    case cents
    /// Four decimals, for prices of a GPU-hour.
    case hourly
    /// Six decimals, for prices of tokens.
    case precise
    /// `0.0%`
    case percent
    /// `0.00`
    case ratio
    /// `yyyy-mm-dd`
    case date
    /// `mmm yy`
    case month
    /// `mmm yyyy`
    case longMonth
    /// `after 20.2 months`
    case monthsAfter
}

/// What a cell is for; the writer turns roles into fonts, fills, borders and protection (legend on the About sheet).
package enum CellRole: Hashable, Sendable, CaseIterable {
    case title, subtitle, heading, section, label, unit, note
    /// A number or text the user may change: unlocked, blue on pale yellow.
    case input
    /// An input worked out from others: black on pale yellow, locked.
    case derivedInput
    case calculation
    /// A formula that only links to another sheet: green.
    case crossSheet
    case total
    /// Large figure of the board page.
    case headline
    case good, caution, bad
    case text
}

package struct Cell: Hashable, Sendable {
    package var content: CellContent
    package var role: CellRole
    package var format: NumberFormat
    package var wrap: Bool

    package init(
        _ content: CellContent, _ role: CellRole = .text, _ format: NumberFormat = .general, wrap: Bool = false
    ) {
        self.content = content
        self.role = role
        self.format = format
        self.wrap = wrap
    }
}

/// Zero-based row and column.
package struct CellAddress: Hashable, Comparable, Sendable {
    package var row: Int
    package var column: Int

    package init(row: Int, column: Int) {
        self.row = row
        self.column = column
    }

    package static func < (a: CellAddress, b: CellAddress) -> Bool { (a.row, a.column) < (b.row, b.column) }
}

/// A rectangle of cells on a named sheet, both ends included.
package struct CellRange: Hashable, Sendable {
    package var sheet: String
    package var first: CellAddress
    package var last: CellAddress

    package init(sheet: String, first: CellAddress, last: CellAddress) {
        self.sheet = sheet
        self.first = first
        self.last = last
    }
}

/// A defined name of the workbook. `target` is one cell.
package struct DefinedName: Hashable, Sendable {
    package var name: String
    package var target: CellRange

    package init(_ name: String, _ target: CellRange) {
        self.name = name
        self.target = target
    }
}

/// What a typed input accepts; shown to the user as a prompt.
package struct InputRule: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case number(min: Double?, max: Double?)
        /// At most 255 bytes when joined with commas.
        case choice([String])
        /// A number or one of the words.
        case numberOrWord(min: Double?, words: [String])
    }
    package var cell: CellAddress
    package var kind: Kind
    /// At most 32 characters.
    package var title: String
    /// At most 255 characters.
    package var prompt: String

    package init(cell: CellAddress, kind: Kind, title: String, prompt: String) {
        self.cell = cell
        self.kind = kind
        self.title = title
        self.prompt = prompt
    }
}

/// One line, column stack or bar of a chart. The cached points come with it: the writer computes nothing.
package struct ChartSeries: Hashable, Sendable {
    package var name: String
    package var categories: CellRange
    package var values: CellRange
    package var cachedCategories: [CellValue]
    package var cachedValues: [Double]
    /// Number format of categories when they are dates.
    package var categoryFormat: NumberFormat
    package var ink = Ink.normal

    package enum Ink: Hashable, Sendable {
        case normal
        /// Lifts what is stacked on it and is not seen itself.
        case invisible
        /// One point with a line down to the axis.
        case dropPoint
    }

    package init(
        name: String, categories: CellRange, values: CellRange, cachedCategories: [CellValue], cachedValues: [Double],
        categoryFormat: NumberFormat = .general
    ) {
        self.name = name
        self.categories = categories
        self.values = values
        self.cachedCategories = cachedCategories
        self.cachedValues = cachedValues
        self.categoryFormat = categoryFormat
    }
}

package struct Chart: Hashable, Sendable {
    package enum Kind: Hashable, Sendable { case line, stackedColumn, column, bar, scatter }
    package var kind: Kind
    /// The message, with measure, unit and period.
    package var title: String
    package var categoryAxis: String
    package var valueAxis: String
    package var valueFormat: NumberFormat
    package var series: [ChartSeries]
    package var at: CellAddress
    /// Pixels.
    package var width: Int
    package var height: Int
    /// What the chart showed when it was written, and where the live numbers are; at least 30 characters.
    package var altText: String

    package init(
        _ kind: Kind, title: String, categoryAxis: String, valueAxis: String, valueFormat: NumberFormat,
        series: [ChartSeries], at: CellAddress, width: Int, height: Int, altText: String
    ) {
        self.kind = kind
        self.title = title
        self.categoryAxis = categoryAxis
        self.valueAxis = valueAxis
        self.valueFormat = valueFormat
        self.series = series
        self.at = at
        self.width = width
        self.height = height
        self.altText = altText
    }
}

/// Colours cells by a word they hold, on top of their role.
package struct StatusRule: Hashable, Sendable {
    package var first: CellAddress
    package var last: CellAddress
    package var word: String
    package var role: CellRole

    package init(first: CellAddress, last: CellAddress, word: String, role: CellRole) {
        self.first = first
        self.last = last
        self.word = word
        self.role = role
    }
}

/// Shades the numbers of a table from its least to its most, on top of their role.
package struct HeatMap: Hashable, Sendable {
    package var first: CellAddress
    package var last: CellAddress
    /// Else less is.
    package var moreIsBetter: Bool

    package init(first: CellAddress, last: CellAddress, moreIsBetter: Bool) {
        self.first = first
        self.last = last
        self.moreIsBetter = moreIsBetter
    }
}

package enum SheetKind: String, Hashable, Sendable, CaseIterable {
    case control, presentation, input, working, data
}

/// How columns are dealt to printed pages: those before `first` repeat, then come `lead` and `every` on the first page
/// and `every` on each page after it. Fewer stand on a page where the print would be too small to read.
package struct ColumnPages: Hashable, Sendable {
    package var first: Int
    package var lead: Int
    package var every: Int

    package init(first: Int, lead: Int, every: Int) {
        self.first = first
        self.lead = lead
        self.every = every
    }
}

/// A sheet as neutral cells: no layout is left to the writer, and nothing in it knows a file format.
package struct Sheet: Hashable, Sendable {
    package var name: String
    package var kind: SheetKind
    package var cells = CellGrid()
    /// Characters; a column without an entry gets the writer's default.
    package var columnWidths: [Int: Double] = [:]
    /// Points.
    package var rowHeights: [Int: Double] = [:]
    /// First row and column that scroll.
    package var freeze: CellAddress?
    /// Rows and columns repeated on every printed page: number of leading ones.
    package var repeatRows = 0
    package var repeatColumns = 0
    /// Row indexes before which a page ends.
    package var pageBreaks: [Int] = []
    /// Row indexes at which a table starts: as many tables as fit share a page, and none is cut that fits a page.
    package var pageBlocks: [Int] = []
    /// Squeeze onto one page; otherwise ``pagesWide`` pages wide and as many high as it takes.
    package var onePage = false
    package var pagesWide = 1
    /// Columns that stand so many to a page, such as the months of a year; nil leaves the break to the width.
    package var columnPages: ColumnPages?
    /// The rows that print; nil for all. The repeated rows print above them.
    package var printRows: ClosedRange<Int>?
    /// The last column that prints; nil for all.
    package var lastPrintColumn: Int?
    package var landscape = true
    package var charts: [Chart] = []
    /// Where a template's logo goes: at the right end of this cell.
    package var logo: CellAddress?
    package var rules: [InputRule] = []
    package var statuses: [StatusRule] = []
    package var heatMaps: [HeatMap] = []
    /// Tables: header row first. Headers are unique text cells.
    package var tables: [CellRange] = []

    package init(name: String, kind: SheetKind) {
        self.name = name
        self.kind = kind
    }

    package subscript(row: Int, column: Int) -> Cell? {
        get { cells[CellAddress(row: row, column: column)] }
        set { cells[CellAddress(row: row, column: column)] = newValue }
    }
}

/// A whole workbook before any file format.
package struct WorkbookContent: Sendable {
    package enum Paper: String, Hashable, Sendable { case a4 = "A4", letter = "Letter" }
    package var sheets: [Sheet]
    package var names: [DefinedName]
    package var title: String
    package var subject: String
    package var author: String
    package var company: String
    package var keywords: String
    package var classification: String
    package var paper: Paper
    /// Document date: seconds since 1970 of the end of the period, UTC.
    package var created: Int
    /// Custom document properties, in order.
    package var properties: [(name: String, value: String)]
    /// Footer right part, e.g. file, version and data-as-of; `&` codes are the writer's business.
    package var footer: String
    package var template = ReportTemplate()

    package init(sheets: [Sheet], names: [DefinedName], title: String) {
        self.sheets = sheets
        self.names = names
        self.title = title
        subject = ""
        author = ""
        company = ""
        keywords = ""
        classification = ""
        paper = .a4
        created = 1
        properties = []
        footer = ""
    }

}
