import Reports
import XLSX

/// The colours of the workbook: those of its template, and those that finance knows. Every pair of text and fill has a
/// contrast of 4.5 or more.
struct Palette {
    let dark: Colour
    let pale: Colour
    let note: Colour
    let rule: Colour
    let link: Colour
    let series: [Colour]

    init(_ palette: ReportTemplate.Palette) {
        dark = Colour(palette.dark)
        pale = Colour(palette.pale)
        note = Colour(palette.note)
        rule = Colour(palette.rule)
        link = Colour(palette.link)
        series = palette.series.map { Colour($0) }
    }

    static let white: Colour = 0xFFFFFF
    static let inputBlue: Colour = 0x0000FF
    static let inputYellow: Colour = 0xFFFFCC
    static let crossSheetGreen: Colour = 0x007A00

    func tab(_ kind: SheetKind) -> Colour {
        switch kind {
        case .control: 0x7F7F7F
        case .presentation: 0x1F3864
        case .input: 0xFFC000
        case .working: 0x0072B2
        case .data: 0x009E73
        }
    }
}

/// Font and fill of a status word.
func highlight(for role: CellRole, _ palette: Palette) -> HighlightStyle {
    switch role {
    case .good: HighlightStyle(fontColour: 0x005A1C, fill: 0xC6EFCE, bold: true)
    case .caution: HighlightStyle(fontColour: 0x7A4A00, fill: 0xFFEB9C, bold: true)
    case .bad: HighlightStyle(fontColour: 0x9C0006, fill: 0xFFC7CE, bold: true)
    case .title, .subtitle, .heading, .section, .label, .unit, .note, .input, .derivedInput, .calculation, .crossSheet,
        .total, .headline, .text:
        HighlightStyle(fontColour: palette.dark, fill: palette.pale, bold: true)
    }
}

/// Number format code of cells. Codes are the file's own and do not depend on the reader's language.
func code(_ format: NumberFormat) -> String {
    switch format {
    case .general: "General"
    case .whole: "#,##0_);(#,##0);\"–\"_)"
    case .cents: "#,##0.00_);(#,##0.00);\"–\"_)"
    case .hourly: "#,##0.0000_);(#,##0.0000);\"–\"_)"
    case .precise: "#,##0.000000_);(#,##0.000000);\"–\"_)"
    case .percent: "0.0%_);(0.0%)"
    case .ratio: "0.00_);(0.00)"
    case .date: "yyyy-mm-dd"
    case .month: "mmm yy"
    case .longMonth: "mmm yyyy"
    case .monthsAfter: "\"after \"0.0\" months\"_)"
    }
}

/// Makes one style for each look in use, and hands out the same one again.
final class StyleSheet {
    private enum Alignment: Hashable { case byContent, indented, right }

    private struct Key: Hashable {
        var role: CellRole
        var format: NumberFormat
        var wrap: Bool
        var isLink: Bool
        var alignment: Alignment
    }

    private var styles: [Key: StyleID] = [:]
    let palette: Palette
    private let font: String

    init(_ template: ReportTemplate) {
        palette = Palette(template.palette)
        font = template.font.rawValue
    }

    /// - Parameter rightAligned: For a heading above numbers.
    func style(for cell: Cell, rightAligned: Bool, in book: borrowing Workbook) throws(XLSXError) -> StyleID {
        var key = Key(
            role: cell.role, format: cell.format, wrap: cell.wrap, isLink: false, alignment: .byContent)
        // What a cell does not show makes no style of its own: there are few enough for a reader to learn.
        switch cell.content {
        case .blank: if cell.role != .input { key.format = .general }
        case .text(let text):
            key.format = cell.role == .input ? cell.format : .general
            key.wrap = cell.wrap || text.utf8.contains(0x0A)
            key.alignment = rightAligned ? .right : .indented
        case .link:
            key.format = .general
            key.isLink = true
            key.alignment = .indented
        case .number, .date, .formula(_, .number): key.wrap = false
        // Such a formula may give a number another time, unless it stands where only words do.
        case .formula(_, .text):
            // A word among figures stands where the figure would.
            if cell.role.isWords || cell.format == .general && cell.role != .headline {
                key.alignment = .indented
            } else if cell.format != .general {
                key.alignment = .right
            }
        }
        if let known = styles[key] { return known }
        var style = look(of: key.role, palette)
        style.fontName = font
        style.numberFormat = code(key.format)
        style.wrap = key.wrap
        switch key.alignment {
        case .byContent: break
        case .indented:
            // Room between a word and the figure left of it.
            style.horizontal = .left
            style.indent = 1
        case .right: style.horizontal = .right
        }
        if key.isLink {
            style.fontColour = palette.link
            style.underlined = true
        }
        let id = try book.style(style)
        styles[key] = id
        return id
    }
}

extension CellRole {
    /// Whether cells of this role hold words only.
    fileprivate var isWords: Bool {
        switch self {
        case .title, .subtitle, .heading, .section, .label, .unit, .note, .text, .good, .caution, .bad: true
        case .input, .derivedInput, .calculation, .crossSheet, .total, .headline: false
        }
    }
}

extension CellRole {
    /// Points.
    var fontSize: Double {
        switch self {
        case .title: 16
        case .subtitle, .section: 12
        case .headline: 20
        case .heading, .label, .unit, .note, .input, .derivedInput, .calculation, .crossSheet, .total, .good, .caution,
            .bad, .text:
            10
        }
    }
}

/// The look of a role, without number format and wrapping.
func look(of role: CellRole, _ palette: Palette) -> CellStyle {
    var style = CellStyle()
    style.vertical = .centre
    style.fontSize = role.fontSize
    let hairline = CellStyle.Edge(.hair, palette.rule)
    switch role {
    case .title:
        style.bold = true
        style.fontColour = palette.dark
    case .subtitle:
        style.fontColour = palette.note
    case .heading:
        style.bold = true
        style.fontColour = Palette.white
        style.fill = palette.dark
    case .section:
        style.bold = true
        style.fontColour = palette.dark
        style.fill = palette.pale
    case .label:
        style.bottom = hairline
    case .unit, .note:
        style.fontColour = palette.note
        style.bottom = hairline
    case .input:
        style.fontColour = Palette.inputBlue
        style.fill = Palette.inputYellow
        style.box(CellStyle.Edge(.thin, palette.rule))
        style.unlocked = true
    case .derivedInput:
        style.fill = Palette.inputYellow
        style.box(CellStyle.Edge(.thin, palette.rule))
    case .calculation:
        style.bottom = hairline
    case .crossSheet:
        style.fontColour = Palette.crossSheetGreen
        style.bottom = hairline
    case .total:
        style.bold = true
        style.top = CellStyle.Edge(.thin, palette.dark)
        style.bottom = CellStyle.Edge(.thin, palette.dark)
    case .headline:
        style.bold = true
        style.fontColour = palette.dark
        style.horizontal = .left
        style.indent = 1
    case .good, .caution, .bad:
        let status = highlight(for: role, palette)
        style.fontColour = status.fontColour
        style.fill = status.fill
        style.bold = status.bold
        style.bottom = hairline
    case .text:
        break
    }
    return style
}

extension ColourScale {
    /// Pale enough for black text, and told apart by colour-blind readers: orange is worse, blue is better.
    static func heat(moreIsBetter: Bool) -> ColourScale {
        let worse: Colour = 0xF4B183
        let better: Colour = 0x9DC3E6
        return ColourScale(
            least: moreIsBetter ? worse : better, middle: Palette.white, most: moreIsBetter ? better : worse)
    }
}
