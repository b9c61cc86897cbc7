package import Diagnostics

/// `template.yaml`: how a company wants its reports to look; what is nil stays as it is without a template.
package struct TemplateSettings: Hashable, Sendable {
    /// A colour as it was written, with its place.
    package struct Ink: Hashable, Sendable {
        /// 0xRRGGBB.
        package var colour: UInt32
        package var position: SourcePosition
    }

    /// By key of `palette`: dark, pale, note, rule, link.
    package var palette: [String: Ink] = [:]
    package var series: [Ink] = []
    package var font: String?
    /// File beside the template.
    package var logo: String?
    package var logoText: String?
    package var lines: [String] = []
    package var footer: String?
    package var paper: ReportSettings.Paper?
    package var classification: String?
    package var leaveOut: [String] = []
    /// Places of what was written, by key.
    package var origins: [String: SourcePosition] = [:]
}

/// Reads a template.
///
/// - Parameters:
///   - file: Path of the file.
///   - name: What messages call it.
///   - fonts: Names that `font` may have.
/// - Throws: 66 when the file cannot be read; 78 with everything that is wrong in it, by place.
package func loadTemplate(file: String, name: String, fonts: [String]) throws(Failure) -> TemplateSettings {
    let text = try readConfigText(file: file, name: name)
    var reader = SchemaReader()
    let settings = reader.template(try readYAML(text), fonts: fonts)
    guard reader.diagnostics.isEmpty else {
        throw Failure(.badConfiguration, inOrder(reader.diagnostics).map { $0.withExcerpt(from: text) })
    }
    return settings
}

extension SchemaReader {
    fileprivate mutating func template(_ root: ConfigNode, fonts: [String]) -> TemplateSettings {
        var settings = TemplateSettings()
        let top = fields(root, "", keys: SchemaKeys.template)
        let palette = fields(top.values["palette"], "palette", keys: SchemaKeys.palette)
        for key in SchemaKeys.palette where key != "series" {
            let colour = value(
                palette, key, expected: Self.colourWords, fix: { _ in "write it in quotes, as in \"1F3864\"" },
                Self.colour)
            if let colour {
                settings.palette[key] = .init(colour: colour, position: palette.values[key]!.position)
            }
        }
        for (text, position) in placedTexts(palette, "series") ?? [] {
            if let colour = Self.colour(text) {
                settings.series.append(.init(colour: colour, position: position))
            } else {
                report(
                    .wrongValue(
                        quoted(text), key: "palette.series", expected: Self.colourWords,
                        fix: "write it in quotes, as in \"1F3864\"", at: position))
            }
        }
        settings.font = value(
            top, "font", expected: listed(fonts), fix: { adviceOnWord($0, fonts) }, { fonts.contains($0) ? $0 : nil })
        let block = fields(top.values["title_block"], "title_block", keys: SchemaKeys.titleBlock)
        settings.logo = text(block, "logo")
        settings.logoText = text(block, "logo_text")
        settings.lines = texts(block, "lines") ?? []
        settings.footer = text(block, "footer")
        settings.paper = choice(top, "paper")
        settings.classification = text(top, "classification")
        settings.leaveOut = texts(top, "leave_out") ?? []
        settings.origins = origins
        for (key, node) in top.values { settings.origins[key] = node.position }
        return settings
    }

    private static let colourWords = "a colour of six hexadecimal digits, RRGGBB"

    private static func colour(_ text: String) -> UInt32? {
        let digits = text.hasPrefix("#") ? text.dropFirst() : text[...]
        guard digits.utf8.count == 6, digits.allSatisfy(\.isHexDigit) else { return nil }
        return UInt32(digits, radix: 16)
    }
}
