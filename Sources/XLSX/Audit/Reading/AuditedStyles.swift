#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Fonts, fills, number formats and the cell formats made of them.
struct AuditedStyles: Sendable {
    struct Font: Sendable, Hashable {
        var name = ""
        var size = 11.0
        var isBold = false
        /// `RRGGBB`.
        var colour = "000000"
    }

    struct CellFormat: Sendable, Hashable {
        var font = Font()
        /// `RRGGBB` of a solid fill; nil without one.
        var fill: String?
        var code = "General"
        var isLocked = true
        var wraps = false
        var indent = 0
    }

    var fonts: [Font] = []
    var formats: [CellFormat] = [CellFormat()]
    /// Font colour and fill of conditional formats.
    var differences: [(font: String?, fill: String?)] = []

    init() {}

    init(_ tree: XMLTree) {
        fonts = (tree.child("fonts")?.all("font") ?? []).map(Self.font)
        let fills = (tree.child("fills")?.all("fill") ?? []).map { fill -> String? in
            guard let pattern = fill.child("patternFill"), pattern["patternType"] == "solid" else { return nil }
            return pattern.child("fgColor").flatMap(Self.colour)
        }
        var codes: [Int: String] = [0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"]
        for format in tree.child("numFmts")?.all("numFmt") ?? [] {
            codes[Int(format["numFmtId"] ?? "") ?? -1] = format["formatCode"] ?? ""
        }
        let read = (tree.child("cellXfs")?.all("xf") ?? []).map { format in
            let font = Int(format["fontId"] ?? "") ?? 0
            let fill = Int(format["fillId"] ?? "") ?? 0
            let number = Int(format["numFmtId"] ?? "") ?? 0
            return CellFormat(
                font: fonts.indices.contains(font) ? fonts[font] : Font(),
                fill: fills.indices.contains(fill) ? fills[fill] : nil, code: codes[number] ?? "built-in \(number)",
                isLocked: format.child("protection")?.flag("locked", whenAbsent: true) ?? true,
                wraps: format.child("alignment")?.flag("wrapText") ?? false,
                indent: Int(format.child("alignment")?["indent"] ?? "") ?? 0)
        }
        if !read.isEmpty { formats = read }
        differences = (tree.child("dxfs")?.all("dxf") ?? []).map { difference in
            (
                difference.at("font", "color").flatMap(Self.colour),
                difference.at("fill", "patternFill", "bgColor").flatMap(Self.colour)
            )
        }
    }

    /// The format of a cell; the plain one where the file names none.
    func format(_ index: Int) -> CellFormat { formats.indices.contains(index) ? formats[index] : formats[0] }

    private static func font(_ tree: XMLTree) -> Font {
        Font(
            name: tree.child("name")?["val"] ?? "", size: Double(tree.child("sz")?["val"] ?? "") ?? 11,
            isBold: tree.child("b")?.flag("val", whenAbsent: true) ?? false,
            colour: tree.child("color").flatMap(colour) ?? "000000")
    }

    private static func colour(_ tree: XMLTree) -> String? {
        if let rgb = tree["rgb"] { return String(rgb.suffix(6)).uppercased() }
        // Of the theme's colours only the ink and the paper are told apart.
        if let theme = tree["theme"] { return theme == "0" ? "FFFFFF" : "000000" }
        return nil
    }
}

/// Contrast of two colours by WCAG 2: 1 to 21.
package func contrast(_ a: Colour, _ b: Colour) -> Double {
    let (x, y) = (luminance(a.rgb), luminance(b.rgb))
    return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

/// The same of two texts RRGGBB.
func contrast(_ a: String, _ b: String) -> Double {
    contrast(Colour(UInt32(a, radix: 16) ?? 0), Colour(UInt32(b, radix: 16) ?? 0))
}

private func luminance(_ value: UInt32) -> Double {
    func channel(_ shift: UInt32) -> Double {
        let share = Double((value >> shift) & 0xFF) / 255
        return share <= 0.03928 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0)
}
