import Diagnostics
import Exporters
import Reports
import Settings
import Tabular
import XLSX

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `report.template`: a name under `Templates/workbook`, or a folder of the project with a `template.yaml`.
struct TemplateSetup: Sendable {
    let template: ReportTemplate
    /// What holds where the project says nothing, with the place in the template.
    private let paper: (value: ReportSettings.Paper, position: SourcePosition?)?
    private let classification: (value: String, position: SourcePosition?)?
    /// The template and its logo.
    let files: [InputFile]

    /// - Throws: 66 when there is no such template or logo, 78 for what is wrong in it.
    private static func make(_ report: ReportSettings, at position: SourcePosition?, project: String) throws(Failure)
        -> Self?
    {
        guard let name = report.template else { return nil }
        let own = "\(project)/\(name)"
        if isThere("\(own)/template.yaml") { return try Self(folder: own, shown: name) }
        let shipped = shippedFolder
        if let shipped, !name.contains("/"), isThere("\(shipped)/\(name)/template.yaml") {
            return try Self(folder: "\(shipped)/\(name)", shown: "\(home)/\(name)")
        }
        let known = shipped.map { folder in
            findFiles(under: folder).filter { $0.hasSuffix("/template.yaml") }.map { String($0.dropLast(14)) }.sorted()
        }
        throw Failure(.missingInput, .noTemplate(name, known: known ?? [], at: position))
    }

    private static let home = "Templates/workbook"
    private static var shippedFolder: String? { (try? ShippedFiles(home))?.folder }

    /// Where a file lies that a manifest names as part of a template of the program; nil for another one.
    static func path(ofShipped name: String) -> String? {
        guard name.hasPrefix(home + "/"), let folder = shippedFolder else { return nil }
        return folder + name.dropFirst(home.utf8.count)
    }

    /// - Parameter shown: the folder as messages call it.
    init(folder: String, shown: String) throws(Failure) {
        let file = "\(shown)/template.yaml"
        let settings = try loadTemplate(
            file: "\(folder)/template.yaml", name: file, fonts: ReportTemplate.Font.allCases.map(\.rawValue))
        var template = ReportTemplate()
        for (key, ink) in settings.palette {
            switch key {
            case "dark": template.palette.dark = ink.colour
            case "pale": template.palette.pale = ink.colour
            case "note": template.palette.note = ink.colour
            case "rule": template.palette.rule = ink.colour
            default: template.palette.link = ink.colour
            }
        }
        if !settings.series.isEmpty { template.palette.series = settings.series.map(\.colour) }
        template.font = settings.font.flatMap(ReportTemplate.Font.init) ?? template.font
        template.lines = settings.lines
        template.footer = settings.footer ?? ""
        template.leaveOut = settings.leaveOut
        var files = [InputFile(path: "\(folder)/template.yaml", name: file)]
        var problems = Self.paleInks(template.palette, settings, file: file)
        if let logo = settings.logo {
            let place = settings.origins["title_block.logo"]
            guard let data = FileManager.default.contents(atPath: "\(folder)/\(logo)") else {
                throw Failure(.missingInput, .noLogo(logo, at: place))
            }
            let bytes = [UInt8](data)
            if let size = pngSize(bytes), size.width > 0, size.height > 0 {
                template.logo = .init(
                    bytes: bytes, width: size.width, height: size.height,
                    altText: "\(settings.logoText ?? "Logo"), a picture without figures")
            } else {
                problems.append(.logoIsNoPNG(logo, at: place))
            }
            files.append(InputFile(path: "\(folder)/\(logo)", name: "\(shown)/\(logo)"))
        }
        guard problems.isEmpty else { throw Failure(.badConfiguration, problems) }
        self.template = template
        self.files = files
        paper = settings.paper.map { ($0, settings.origins["paper"]) }
        classification = settings.classification.map { ($0, settings.origins["classification"]) }
    }

    /// Reads the template that the project names, and fills in what it says where the project is silent.
    ///
    /// - Throws: As ``make(_:at:project:)``.
    static func fill(_ settings: inout ProjectSettings, project: String) throws(Failure) -> Self? {
        let template = try make(settings.report, at: settings.origins["report.template"], project: project)
        if let paper = template?.paper, settings.origins["report.paper"] == nil {
            settings.report.paper = paper.value
            settings.origins["report.paper"] = paper.position
        }
        if let classification = template?.classification, settings.report.classification == nil {
            settings.report.classification = classification.value
            settings.origins["report.classification"] = classification.position
        }
        return template
    }

    /// Pairs that would be hard to read: WCAG 2 asks for 4.5 between text and what is behind it, and 3 for lines.
    private static func paleInks(
        _ palette: ReportTemplate.Palette, _ settings: TemplateSettings, file: String
    ) -> [Diagnostic] {
        let white: UInt32 = 0xFFFFFF
        var problems: [Diagnostic] = []
        func check(_ key: String, _ text: UInt32, on behind: UInt32, _ what: String, least: Double) {
            let found = contrast(Colour(text), Colour(behind))
            if found < least {
                let place = settings.palette[key]?.position ?? SourcePosition(file: file)
                problems.append(.tooPale("palette.\(key)", found, what, least: least, at: place))
            }
        }
        check("dark", palette.dark, on: white, "on white", least: 4.5)
        check("dark", palette.dark, on: palette.pale, "on the pale colour", least: 4.5)
        check("note", palette.note, on: white, "on white", least: 4.5)
        check("link", palette.link, on: white, "on white", least: 4.5)
        for ink in settings.series where contrast(Colour(ink.colour), Colour(white)) < 3 {
            problems.append(
                .tooPale(
                    "palette.series", contrast(Colour(ink.colour), Colour(white)), "on white", least: 3,
                    at: ink.position))
        }
        if !settings.series.isEmpty, Set(settings.series.map(\.colour)).count < Swift.min(6, settings.series.count) {
            problems.append(.sameSeries(at: settings.series[0].position))
        }
        return problems
    }
}

/// Pixels of a PNG file, nil for another one: its signature, then the header chunk with width and height.
private func pngSize(_ bytes: [UInt8]) -> (width: Int, height: Int)? {
    let head: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    guard bytes.count > 32, Array(bytes[..<8]) == head, Array(bytes[12..<16]) == Array("IHDR".utf8) else { return nil }
    func number(_ at: Int) -> Int { bytes[at..<(at + 4)].reduce(0) { $0 << 8 | Int($1) } }
    return (number(16), number(20))
}

extension Diagnostic {
    static func noTemplate(_ name: String, known: [String], at position: SourcePosition?) -> Diagnostic {
        let shipped =
            known.isEmpty
            ? "a folder of the project" : "one of \(known.joined(separator: ", ")), or a folder of the project"
        return Diagnostic(
            "no-template", at: position, key: "report.template", found: "no template \(name)",
            expected: "\(shipped) that holds template.yaml",
            fix:
                "correct the name, or write \(name)/template.yaml; without the key the report has the look of the program"
        )
    }

    static func noLogo(_ name: String, at position: SourcePosition?) -> Diagnostic {
        Diagnostic(
            "no-logo", at: position, key: "title_block.logo", found: "no file \(name) beside the template",
            expected: "a PNG file", fix: "put it there, or take the key out")
    }

    static func logoIsNoPNG(_ name: String, at position: SourcePosition?) -> Diagnostic {
        Diagnostic(
            "logo-is-no-png", at: position, key: "title_block.logo", found: "\(name), which is no PNG file",
            expected: "a PNG file", fix: "save the picture as PNG")
    }

    static func tooPale(
        _ key: String, _ found: Double, _ behind: String, least: Double, at position: SourcePosition?
    ) -> Diagnostic {
        let shown = "\(Int(found * 10) / 10).\(Int(found * 10) % 10)"
        return Diagnostic(
            "too-pale", at: position, key: key, found: "a contrast of \(shown) \(behind)",
            expected: "at least \(least == 3 ? "3" : "4.5"), so that everybody can read it", fix: "take a darker colour"
        )
    }

    static func sameSeries(at position: SourcePosition?) -> Diagnostic {
        Diagnostic(
            "same-series", at: position, key: "palette.series", found: "the same colour for two series",
            expected: "six or more colours that differ", fix: "write other colours, or take the list out")
    }
}
