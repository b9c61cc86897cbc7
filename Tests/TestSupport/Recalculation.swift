import Foundation
import XLSX

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// The second calculator: LibreOffice without a window, set to recalculate every formula on load.
package enum Recalculation {
    /// Nil where LibreOffice is not installed; `make test` installs it.
    package static let program: String? = [
        "/usr/bin/soffice", "/usr/local/bin/soffice", "/opt/homebrew/bin/soffice",
        "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    ]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

    package enum Value: Hashable {
        case number(Double)
        case text(String)
        case error(String)
    }

    /// Recalculates workbooks in one call of LibreOffice.
    ///
    /// - Returns: For each file, the value of every cell by sheet name and A1 address.
    package static func recalculate(_ files: [String]) throws -> [[String: [String: Value]]] {
        let folder = NSTemporaryDirectory() + "recalculation-" + UUID().uuidString
        let profile = folder + "/profile/user"
        try FileManager.default.createDirectory(atPath: profile, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let settings = """
            <?xml version="1.0" encoding="UTF-8"?>
            <oor:items xmlns:oor="http://openoffice.org/2001/registry">
            <item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
            </oor:items>
            """
        try settings.write(toFile: profile + "/registrymodifications.xcu", atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program!)
        process.arguments =
            [
                "-env:UserInstallation=file://\(folder)/profile", "--headless", "--norestore", "--convert-to", "xlsx",
                "--outdir", folder + "/out",
            ] + files
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return try files.map { file in
            try cells(of: folder + "/out/" + (file.split(separator: "/").last.map(String.init) ?? ""))
        }
    }

    /// The value of every cell of a workbook file.
    package static func cells(of file: String) throws -> [String: [String: Value]] {
        let archive = try Archive(path: file)
        func part(_ name: String) throws -> Data { Data(try archive.contents(of: name) ?? []) }
        let strings = SharedStrings()
        parse(try part("xl/sharedStrings.xml"), strings)
        let names = SheetNames()
        parse(try part("xl/workbook.xml"), names)
        var result: [String: [String: Value]] = [:]
        for (index, name) in names.names.enumerated() {
            let reader = CellReader(strings: strings.strings)
            parse(try part("xl/worksheets/sheet\(index + 1).xml"), reader)
            result[name] = reader.cells
        }
        return result
    }

    private static func parse(_ data: Data, _ delegate: any XMLParserDelegate) {
        let parser = XMLParser(data: data)
        parser.delegate = delegate
        _ = parser.parse()
    }
}

// XMLParser calls a delegate: these are classes for that reason only.

private final class SharedStrings: NSObject, XMLParserDelegate {
    var strings: [String] = []
    private var isText = false

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        if name == "si" { strings.append("") }
        isText = name == "t"
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
        if isText { strings[strings.count - 1] += text }
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        if name == "t" { isText = false }
    }
}

private final class SheetNames: NSObject, XMLParserDelegate {
    var names: [String] = []

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        if name == "sheet", let text = attributes["name"] { names.append(text) }
    }
}

private final class CellReader: NSObject, XMLParserDelegate {
    let strings: [String]
    var cells: [String: Recalculation.Value] = [:]
    private var address = ""
    private var type = ""
    private var text = ""
    private var isValue = false

    init(strings: [String]) { self.strings = strings }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        if name == "c" {
            address = attributes["r"] ?? ""
            type = attributes["t"] ?? "n"
        }
        isValue = name == "v"
        if isValue { text = "" }
    }

    func parser(_ parser: XMLParser, foundCharacters found: String) {
        if isValue { text += found }
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        guard name == "v" else { return }
        isValue = false
        switch type {
        case "s": cells[address] = .text(strings[Int(text) ?? 0])
        case "str", "inlineStr": cells[address] = .text(text)
        case "e": cells[address] = .error(text)
        default: cells[address] = .number(Double(text) ?? .nan)
        }
    }
}
