package import Diagnostics

extension AuditedWorkbook {
    /// Bounds that no report comes near: beyond them a file is refused instead of filling the memory.
    private static let mostParts = 10_000
    private static let mostBytes = 2_000_000_000

    /// Reads a workbook file.
    ///
    /// - Parameter shown: The path as messages name it.
    /// - Throws: ``Failure`` with 66 when there is no such file, 65 when it is no whole workbook.
    package init(path: String, shownAs shown: String) throws(Failure) {
        let archive: Archive
        do {
            archive = try Archive(path: path, shownAs: shown)
        } catch {
            throw error.code == "unreadable"
                ? Failure(.missingInput, .workbookMissing(error.found, shown))
                : Failure(.badData, .notAWorkbook(error, shown))
        }
        let bytes = archive.parts.reduce(0) { $0 + $1.size }
        guard archive.parts.count <= Self.mostParts, bytes <= Self.mostBytes else {
            throw Failure(.badData, .tooLarge(shown, parts: archive.parts.count, bytes: bytes))
        }
        guard Set(archive.parts.map(\.name)).count == archive.parts.count else {
            throw Failure(.badData, .brokenPart(shown, "the directory", "a part stands in it twice"))
        }
        try self.init(WorkbookParts(archive: archive, shown: shown))
    }

    private init(_ source: WorkbookParts) throws(Failure) {
        parts = source.archive.parts.map(\.name)
        let book = try source.relations(of: "").first { $0.kind == "officeDocument" }?.target
        guard let book else { throw Failure(.badData, .notAWorkbookPackage(source.shown)) }
        settings = try source.tree(book)
        guard settings.name == "workbook" else { throw Failure(.badData, .notAWorkbookPackage(source.shown)) }
        let relations = try source.relations(of: book)
        func part(_ kind: String) -> String? { relations.first { $0.kind == kind }?.target }
        if let styles = part("styles") { self.styles = AuditedStyles(try source.tree(styles)) }
        if let shared = part("sharedStrings") {
            strings = try source.tree(shared).all("si").map { item in
                item.child("t")?.text ?? item.all("r").map { $0.child("t")?.text ?? "" }.joined()
            }
        }
        for sheet in settings.child("sheets")?.all("sheet") ?? [] {
            guard let relation = relations.first(where: { $0.id == sheet["r:id"] }), relation.kind == "worksheet" else {
                throw Failure(
                    .badData,
                    .brokenPart(source.shown, book, "the sheet \"\(sheet["name"] ?? "")\" has no worksheet part"))
            }
            let bytes = try source.bytes(relation.target)
            do {
                sheets.append(
                    try AuditedSheet(
                        name: sheet["name"] ?? "", part: relation.target, state: sheet["state"], bytes,
                        strings: strings))
            } catch {
                throw Failure(.badData, .brokenPart(source.shown, relation.target, error.words))
            }
            sheets[sheets.count - 1].relations = try source.relations(of: relation.target)
            try readAttached(to: sheets.count - 1, source)
        }
        names = (settings.child("definedNames")?.all("definedName") ?? []).map { name in
            AuditedName(
                name: name["name"] ?? "", sheet: name["localSheetId"].flatMap { Int($0) }, formula: name.text,
                isHidden: name.flag("hidden"))
        }
        try readProperties(source)
        checkParts(source)
    }

    /// Tables, charts and pictures of a sheet.
    private mutating func readAttached(to sheet: Int, _ source: WorkbookParts) throws(Failure) {
        for relation in sheets[sheet].relations where !relation.isExternal {
            if relation.kind == "table" {
                if let table = AuditedTable(try source.tree(relation.target), sheet: sheet) { tables.append(table) }
            } else if relation.kind == "drawing" {
                let drawing = try source.tree(relation.target)
                for frame in drawing.descendants("cNvPr") where frame["id"] != "0" {
                    pictures.append(
                        AuditedPicture(
                            sheet: sheet, name: frame["name"] ?? "", words: frame["descr"] ?? "",
                            isDecorative: frame.descendants("decorative").contains { $0.flag("val") }))
                }
                for chart in try source.relations(of: relation.target) where chart.kind == "chart" {
                    charts.append(AuditedChart(try source.tree(chart.target), part: chart.target, sheet: sheet))
                }
            }
        }
    }

    private mutating func readProperties(_ source: WorkbookParts) throws(Failure) {
        for relation in try source.relations(of: "") {
            switch relation.kind {
            case "core-properties", "extended-properties":
                for property in try source.tree(relation.target).children {
                    properties[property.name] = property.allText
                }
            case "custom-properties":
                for property in try source.tree(relation.target).children {
                    customProperties[property["name"] ?? ""] = property.allText
                }
            default: break
            }
        }
    }

    /// Looks at every part once: whether its text is text, and whether its tags match.
    private mutating func checkParts(_ source: WorkbookParts) {
        let sheetParts = Set(sheets.map(\.part))
        for part in source.archive.parts {
            guard let bytes = try? source.archive.contents(of: part) else {
                faults.append(Fault(part: part.name, reason: "it does not inflate"))
                continue
            }
            guard part.name.hasSuffix(".xml") || part.name.hasSuffix(".rels") else { continue }
            if let reason = firstBadText(bytes) { badTexts.append(Fault(part: part.name, reason: reason)) }
            if sheetParts.contains(part.name) { continue }
            var reader = XMLReader(bytes)
            do {
                while let token = try reader.next() { if token == .text { try reader.checkText() } }
            } catch {
                faults.append(Fault(part: part.name, reason: error.words))
            }
        }
        for part in source.archive.parts where part.name.hasSuffix(".rels") {
            guard let bytes = try? source.archive.contents(of: part), let tree = try? XMLTree(bytes) else { continue }
            for relation in tree.children where relation["TargetMode"] == "External" {
                externalTargets.append("\(part.name): \(relation["Target"] ?? "")")
            }
        }
    }
}

/// What is not text: broken UTF-8, or a control character that XML does not know.
private func firstBadText(_ bytes: [UInt8]) -> String? {
    if let index = bytes.firstIndex(where: { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }) {
        return "a control character at byte \(index)"
    }
    if bytes.allSatisfy({ $0 < 0x80 }) { return nil }
    return String(validating: bytes, as: UTF8.self) == nil ? "bytes that are not UTF-8" : nil
}

extension XMLFault {
    /// The reason and the place, as a message shows them.
    var words: String { offset > 0 ? "\(reason), at byte \(offset)" : reason }
}
