import CXlsxWriter

/// A colour as `0xRRGGBB`.
package struct Colour: Hashable, Sendable, ExpressibleByIntegerLiteral {
    package var rgb: UInt32

    /// As the library wants it for a chart, where 0 stands for no colour of one's own and not for black.
    var ink: UInt32 { rgb == 0 ? UInt32(LXW_COLOR_BLACK.rawValue) : rgb }

    package init(_ rgb: UInt32) { self.rgb = rgb }
    package init(integerLiteral value: UInt32) { rgb = value }
}

/// How a cell looks and whether it may be changed on a protected sheet.
package struct CellStyle: Hashable, Sendable {
    package enum Horizontal: Hashable, Sendable { case automatic, left, centre, right }
    package enum Vertical: Hashable, Sendable { case bottom, centre, top }
    package enum Line: Hashable, Sendable { case none, hair, thin, medium, double }

    /// An edge of a cell.
    package struct Edge: Hashable, Sendable {
        package var line: Line
        package var colour: Colour

        package init(_ line: Line, _ colour: Colour) {
            self.line = line
            self.colour = colour
        }
    }

    package var fontName = "Calibri"
    /// Points.
    package var fontSize = 10.0
    package var bold = false
    package var italic = false
    package var underlined = false
    package var fontColour: Colour = 0x000000
    package var fill: Colour?
    /// Number format code; `General` for none.
    package var numberFormat = "General"
    package var wrap = false
    package var horizontal = Horizontal.automatic
    package var vertical = Vertical.bottom
    package var indent = 0
    package var top: Edge?
    package var bottom: Edge?
    package var left: Edge?
    package var right: Edge?
    package var unlocked = false

    package init() {}

    package mutating func box(_ edge: Edge) {
        top = edge
        bottom = edge
        left = edge
        right = edge
    }
}

/// What a conditional format changes: fill and font colour, with bold on request.
package struct HighlightStyle: Hashable, Sendable {
    package var fontColour: Colour
    package var fill: Colour
    package var bold: Bool

    package init(fontColour: Colour, fill: Colour, bold: Bool = false) {
        self.fontColour = fontColour
        self.fill = fill
        self.bold = bold
    }
}

/// Colours of the least, the middle and the greatest number of an area.
package struct ColourScale: Hashable, Sendable {
    package var least: Colour
    package var middle: Colour
    package var most: Colour

    package init(least: Colour, middle: Colour, most: Colour) {
        self.least = least
        self.middle = middle
        self.most = most
    }
}
