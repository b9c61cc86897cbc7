/// What a company makes of the look of its reports. Colours are 0xRRGGBB.
package struct ReportTemplate: Hashable, Sendable {
    /// The colours that are a company's own. Inputs, links to other sheets and states keep the colours that finance knows.
    package struct Palette: Hashable, Sendable {
        /// Titles, and the fill behind white headings.
        package var dark: UInt32 = 0x1F3864
        /// Fill behind the headings of sections.
        package var pale: UInt32 = 0xDDE5F2
        /// Units and notes.
        package var note: UInt32 = 0x595959
        /// Thin rules between rows.
        package var rule: UInt32 = 0xD9D9D9
        package var link: UInt32 = 0x1F4E9E
        /// Of charts, in order; a chart with more series begins again, with another pattern or dash.
        package var series: [UInt32] = [
            0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0x5B2A86, 0x8C510A, 0x404040, 0x7A7A00,
        ]

        package init() {}
    }

    /// A picture in the PNG format.
    package struct Logo: Hashable, Sendable {
        package var bytes: [UInt8]
        /// Pixels.
        package var width: Int
        package var height: Int
        package var altText: String

        package init(bytes: [UInt8], width: Int, height: Int, altText: String) {
            self.bytes = bytes
            self.width = width
            self.height = height
            self.altText = altText
        }
    }

    package var palette = Palette()
    package var font = Font.calibri
    package var logo: Logo?
    /// Who stands behind the report, on the sheet About.
    package var lines: [String] = []
    /// Left part of every printed page's footer, behind the classification.
    package var footer = ""
    /// Names of sheets that the workbook goes without.
    package var leaveOut: [String] = []

    package init() {}

    /// Fonts whose widths are known: a figure that does not fit its column would show as ####.
    package enum Font: String, CaseIterable, Hashable, Sendable {
        case calibri = "Calibri"
        case carlito = "Carlito"
        case arial = "Arial"
        case liberationSans = "Liberation Sans"
        case segoe = "Segoe UI"
        case tahoma = "Tahoma"
        case cambria = "Cambria"
        case times = "Times New Roman"
        case georgia = "Georgia"
        case verdana = "Verdana"

        /// Width of a digit relative to that of Calibri.
        package var width: Double {
            switch self {
            case .calibri, .carlito, .times: 1
            case .segoe, .tahoma: 1.08
            case .arial, .liberationSans, .cambria: 1.1
            case .georgia: 1.22
            case .verdana: 1.26
            }
        }
    }
}
