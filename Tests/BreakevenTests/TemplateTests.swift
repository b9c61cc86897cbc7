import Diagnostics
import Exporters
import Foundation
import Reports
import Tabular
import TestSupport
import Testing
import XLSX

@testable import Breakeven
@testable import Settings

/// `report.template`: what it changes, and what of it is refused.
@Suite struct TemplateTests {
    private static func project() -> RandomProject {
        var project = RandomProject(seed: 103)
        project.horizon = 6
        project.trials = 0
        return project
    }

    /// A project of its own with the folder `brand`.
    private static func analysed(_ template: String, logo: [UInt8]? = nil, name: String = "brand") throws -> Analysis {
        let folder = try project().write()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder + "/brand", withIntermediateDirectories: true)
        write(Array(template.utf8), to: folder + "/brand/template.yaml")
        if let logo { write(logo, to: folder + "/brand/logo.png") }
        return try Analysis(
            try ProjectFolder(path: folder, overrides: ["report.template=\(name)"]), RunOptions())
    }

    /// Of the file: the head of a picture of 240 by 60 pixels is enough for the workbook.
    private static let logo: [UInt8] =
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
        + [0, 0, 0, 240, 0, 0, 0, 60, 8, 2, 0, 0, 0, 0, 0, 0, 0] + [0, 0, 0, 0] + Array("IEND".utf8)
        + [0xAE, 0x42, 0x60, 0x82]

    private static func parts(_ analysis: Analysis) throws -> [String: [UInt8]] {
        let scratch = ScratchFolder()
        try writeWorkbook(try ReportWorkbook.make(analysis.data), to: scratch.file("book.xlsx"))
        let archive = try Archive(path: scratch.file("book.xlsx"))
        var parts: [String: [UInt8]] = [:]
        for part in archive.parts { parts[part.name] = try archive.contents(of: part) }
        return parts
    }

    private static let whole = """
        palette: {dark: "14532D", pale: "E3F1E7", link: "#14532D", series: ["000000", "9A3412"]}
        font: Verdana
        title_block: {logo: logo.png, logo_text: Logo of Example, lines: [Group Finance, London], footer: Group Finance}
        paper: Letter
        classification: Board only
        leave_out: [Break-even]
        """

    @Test func aTemplateSetsLogoPaletteFontPaperClassificationAndSheets() throws {
        let analysis = try Self.analysed(Self.whole, logo: Self.logo)
        let parts = try Self.parts(analysis)
        #expect(parts["xl/media/image1.png"] == Self.logo)
        func text(_ name: String) throws -> String {
            String(decoding: try #require(parts[name], "\(name)"), as: UTF8.self)
        }
        let styles = try text("xl/styles.xml")
        #expect(styles.contains("<name val=\"Verdana\"/>") && styles.contains("FF14532D") && !styles.contains("1F3864"))
        let charts = try parts.keys.filter { $0.hasPrefix("xl/charts/chart") }.map(text).joined()
        #expect(charts.contains("typeface=\"Verdana\"") && charts.contains("srgbClr val=\"9A3412\""))
        // Black is a colour, too: 0 would leave the choice to the program that draws.
        #expect(charts.contains("srgbClr val=\"000000\""))
        let texts = try text("xl/sharedStrings.xml")
        for line in ["Issued by", "Group Finance", "London", "Board only"] { #expect(texts.contains(line), "\(line)") }
        #expect(try text("xl/workbook.xml").contains("name=\"Break-even\"") == false)
        let board = try text("xl/worksheets/sheet2.xml")
        #expect(
            board.contains("paperSize=\"1\"") || !board.contains("paperSize"), "Letter is the default of the format")
        #expect(board.contains("Board only · Group Finance"))
        #expect(try text("xl/drawings/drawing1.xml").contains("descr=\"Logo of Example, a picture without figures\""))
        #expect(Set(analysis.inputs.map(\.file.name)).isSuperset(of: ["brand/template.yaml", "brand/logo.png"]))
    }

    /// As an auditor would see it: only the shape of formulas is a matter of the model.
    @Test func aReportWithATemplateKeepsTheCriteria() throws {
        let scratch = ScratchFolder()
        let data = try Self.analysed(Self.whole, logo: Self.logo).data
        try writeWorkbook(try ReportWorkbook.make(data), to: scratch.file("book.xlsx"))
        let failing = try Verification(file: scratch.file("book.xlsx"), project: nil).criteria
            .filter { !$0.passes }
        #expect(failing.map { "\($0.id): \($0.detail)" } == [])
    }

    @Test func whatTheProjectSaysGoesBeforeTheTemplate() throws {
        let folder = try Self.project().write()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder + "/brand", withIntermediateDirectories: true)
        write(Array("paper: Letter\nclassification: Board only\n".utf8), to: folder + "/brand/template.yaml")
        let heading = try Analysis(
            try ProjectFolder(
                path: folder, overrides: ["report.template=brand", "report.paper=A4", "report.classification=Open"]),
            RunOptions()
        ).data.heading
        #expect(heading.paper == .a4 && heading.classification == "Open")
    }

    @Test("check --show-config prints what the template sets, with its place", .enabled(if: Binary.path != nil))
    func theEffectiveConfigurationHoldsTheTemplate() throws {
        let project = try SmallProject()
        try project.write("breakeven.yaml", "report: {template: brand}\n")
        try project.write("brand/template.yaml", "paper: Letter\nclassification: Board only\n")
        let shown = try project.run(["check", "p", "--show-config"])
        #expect(shown.status == 0, "\(shown.errors)")
        let lines = shown.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        #expect(lines.contains("paper: Letter # brand/template.yaml:1"), "\(shown.output.prefix(900))")
        #expect(lines.contains("classification: \"Board only\" # brand/template.yaml:2"))
        try project.write("breakeven.yaml", "report: {template: brand, paper: A4}\n")
        #expect(try project.run(["check", "p", "--show-config"]).output.contains("paper: A4"))
    }

    @Test("a template changes the look and no figure", arguments: ["standard", "monochrome"])
    func aShippedTemplateChangesNoFigure(_ name: String) throws {
        let without = try Self.parts(try BreakevenTests.analysed(Self.project()))
        let with = try Self.parts(try Self.analysed("", name: name))
        func cells(_ parts: [String: [UInt8]]) -> [String: [UInt8]] {
            parts.filter { $0.key.hasPrefix("xl/worksheets/sheet") || $0.key == "xl/sharedStrings.xml" }
        }
        if name == "standard" {
            #expect(
                with.filter { $0.key != "docProps/custom.xml" } == without.filter { $0.key != "docProps/custom.xml" })
        } else {
            #expect(with["xl/sharedStrings.xml"] == without["xl/sharedStrings.xml"])
            #expect(with["xl/styles.xml"] != without["xl/styles.xml"])
        }
    }

    /// WCAG 2, AA: 4.5 for text, 3 for lines.
    @Test(arguments: ["standard", "monochrome"]) func everyPairOfColoursCanBeRead(_ name: String) throws {
        let folder = Repository.root.appending(path: "Templates/workbook/\(name)").path
        let palette = try TemplateSetup(folder: folder, shown: name).template.palette
        let white: Colour = 0xFFFFFF
        for (text, behind) in [
            (palette.dark, 0xFFFFFF), (palette.dark, palette.pale), (palette.note, 0xFFFFFF), (palette.link, 0xFFFFFF),
        ] {
            #expect(contrast(Colour(text), Colour(behind)) >= 4.5)
        }
        for colour in palette.series { #expect(contrast(Colour(colour), white) >= 3) }
        #expect(Set(palette.series).count == palette.series.count && palette.series.count >= 6)
    }

    /// An auditor has the project; templates that came with the program are with the program.
    @Test func verifyFindsTheTemplateOfTheProgram() throws {
        let folder = try Self.project().write()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let analysis = try Analysis(
            try ProjectFolder(path: folder, overrides: ["report.template=monochrome"]), RunOptions())
        let written = try ReportFiles(analysis, formats: ["xlsx", "csv"]).write(output: nil, restate: false)
        let verification = try Verification(file: try #require(written.workbook), project: folder)
        #expect(verification.findings.isEmpty, "\(verification.findings)")
        #expect(written.manifest.inputs.contains { $0.file == "Templates/workbook/monochrome/template.yaml" })
    }

    @Test func theSameTemplateGivesTheSameBytes() throws {
        #expect(
            try Self.parts(try Self.analysed(Self.whole, logo: Self.logo))
                == Self.parts(try Self.analysed(Self.whole, logo: Self.logo)))
    }

    @Test(
        arguments: [
            ("fnt: Arial", "brand/template.yaml:1:1", "the unknown key `fnt`"),
            ("font: Comic Sans", "brand/template.yaml:1:7", "\"Comic Sans\""),
            ("palette: {dark: blue}", "brand/template.yaml:1:17", "\"blue\""),
            ("palette:\n  dark: \"F0E68C\"", "brand/template.yaml:2:9", "a contrast of 1.2 on white"),
            ("palette: {series: [\"FFFF00\"]}", "brand/template.yaml:1:20", "a contrast of 1.0 on white"),
            ("palette: {series: [\"0072B2\", \"0072B2\"]}", "brand/template.yaml:1:20", "the same colour"),
            ("title_block: {logo: absent.png}", "brand/template.yaml:1:21", "no file absent.png"),
            ("title_block: {logo: template.yaml}", "brand/template.yaml:1:21", "template.yaml, which is no PNG file"),
            ("paper: A5", "brand/template.yaml:1:8", "\"A5\""),
        ]) func whatIsWrongInATemplateIsNamedWithItsPlace(_ text: String, _ place: String, _ found: String) throws
    {
        let failure = #expect(throws: Failure.self) { try Self.analysed(text) }
        let said = try #require(failure?.diagnostics.first)
        #expect(said.position.map { "\($0)" } == place, "\(said)")
        #expect(said.found.contains(found) && said.expected?.isEmpty == false, "\(said)")
    }

    @Test func aTemplateThatIsNowhereOffersTheShippedOnes() {
        let failure = #expect(throws: Failure.self) { try Self.analysed("", name: "monochrom") }
        #expect(failure?.status == .missingInput)
        #expect(failure?.diagnostics.first?.expected?.contains("one of monochrome, standard") == true)
    }

    @Test(
        arguments: [
            ("TCO", "the sheet Board page reads"), ("Checks", " reads"),
            ("Assumptions", " reads"), ("Sheet1", "no sheet has that name"),
        ]) func aSheetThatOthersRestOnStays(_ name: String, _ found: String) throws
    {
        let data = try Self.analysed("leave_out: [\(name)]").data
        let failure = #expect(throws: Failure.self) { try ReportWorkbook.make(data) }
        #expect(failure?.status == .badConfiguration)
        #expect(failure?.diagnostics.first?.found.contains(found) == true, "\(String(describing: failure))")
    }
}
