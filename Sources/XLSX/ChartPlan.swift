/// A rectangle on a named sheet.
package struct SheetArea: Hashable, Sendable {
    package var sheet: String
    package var area: Area

    package init(_ sheet: String, _ area: Area) {
        self.sheet = sheet
        self.area = area
    }
}

/// How one series is told from the others, with and without colour.
package struct SeriesLook: Hashable, Sendable {
    package enum Dash: Hashable, Sendable { case solid, dash, squareDot, longDash, dashDot, longDashDotDot }
    package enum Marker: Hashable, Sendable { case none, circle, square, diamond, triangle, cross, star }
    package enum Pattern: Hashable, Sendable {
        case solid, wideUpward, horizontal, wideDownward, vertical, smallCheck, half
    }
    package var colour: Colour
    package var dash = Dash.solid
    package var marker = Marker.none
    package var pattern = Pattern.solid
    /// Takes its room in a stack and is not seen, in the legend neither.
    package var isInvisible = false
    /// Points without a line between them, each with a line down to the axis.
    package var dropsToAxis = false

    package init(_ colour: Colour) { self.colour = colour }
}

/// One series with the points that stand in the file until a program reads the cells again.
package struct SeriesPlan: Hashable, Sendable {
    package var name: String
    package var categories: SheetArea
    package var values: SheetArea
    /// One a cell of `categories`; numbers for dates.
    package var cachedCategories: [CachedValue]
    /// One a cell of `values`.
    package var cachedValues: [Double]
    package var look: SeriesLook

    package init(
        name: String, categories: SheetArea, values: SheetArea, cachedCategories: [CachedValue],
        cachedValues: [Double], look: SeriesLook
    ) {
        self.name = name
        self.categories = categories
        self.values = values
        self.cachedCategories = cachedCategories
        self.cachedValues = cachedValues
        self.look = look
    }
}

/// A chart and where it stands.
package struct ChartPlan: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case line, stackedColumn, column, bar
        /// Straight lines over a number axis.
        case scatter
    }
    package var kind: Kind
    package var title: String
    package var categoryAxis = ""
    package var valueAxis = ""
    package var valueFormat = "General"
    package var categoryFormat = "General"
    package var series: [SeriesPlan] = []
    package var row = 0
    package var column = 0
    /// Pixels.
    package var width = 480
    package var height = 288
    package var altText = ""
    package var font = "Calibri"
    package var titleColour: Colour = 0x1F3864
    /// Start of the value axis; nil leaves it to the program that draws.
    package var valueMinimum: Double?
    /// End of the category axis of a scatter; it starts at 0.
    package var categoryMaximum: Double?
    /// Every how many categories a label stands.
    package var labelEvery = 1

    package init(_ kind: Kind, title: String) {
        self.kind = kind
        self.title = title
    }
}
