import Diagnostics

/// The parts of a package by path, with the links between them.
struct WorkbookParts {
    var archive: Archive
    var shown: String

    func bytes(_ part: String) throws(Failure) -> [UInt8] {
        let found: [UInt8]?
        do {
            found = try archive.contents(of: part)
        } catch {
            throw Failure(.badData, .notAWorkbook(error, shown))
        }
        guard let found else { throw Failure(.badData, .brokenPart(shown, part, "it is missing")) }
        return found
    }

    func tree(_ part: String) throws(Failure) -> XMLTree {
        let bytes = try bytes(part)
        do {
            return try XMLTree(bytes)
        } catch {
            throw Failure(.badData, .brokenPart(shown, part, error.words))
        }
    }

    /// The links of a part; of the package itself for an empty path. None where the part has none.
    func relations(of part: String) throws(Failure) -> [Relation] {
        let folder = part.split(separator: "/").dropLast()
        let file = part.split(separator: "/").last ?? ""
        let path = (folder + ["_rels", "\(file).rels"]).joined(separator: "/")
        guard archive.parts.contains(where: { $0.name == path }) else { return [] }
        return try tree(path).all("Relationship").map { link in
            let target = link["Target"] ?? ""
            let isExternal = link["TargetMode"] == "External"
            return Relation(
                id: link["Id"] ?? "", kind: (link["Type"] ?? "").split(separator: "/").last.map(String.init) ?? "",
                target: isExternal ? target : resolve(target, in: folder.map(String.init)), isExternal: isExternal)
        }
    }

    private func resolve(_ target: String, in folder: [String]) -> String {
        if target.hasPrefix("/") { return String(target.dropFirst()) }
        var path = folder
        for step in target.split(separator: "/") {
            if step == ".." { _ = path.popLast() } else if step != "." { path.append(String(step)) }
        }
        return path.joined(separator: "/")
    }
}

extension Diagnostic {
    static func workbookMissing(_ found: String, _ shown: String) -> Diagnostic {
        Diagnostic(
            "workbook-missing", at: SourcePosition(file: shown), found: found, expected: "a workbook that can be read",
            fix: "check the path and the permissions")
    }

    static func notAWorkbook(_ error: XLSXError, _ shown: String) -> Diagnostic {
        Diagnostic(
            "not-a-workbook", at: SourcePosition(file: shown), found: error.found,
            expected: "a whole .xlsx file without a password",
            fix: error.code == "encrypted"
                ? "save it without a password" : "write the report again, or copy the file again")
    }

    static func notAWorkbookPackage(_ shown: String) -> Diagnostic {
        Diagnostic(
            "not-a-workbook", at: SourcePosition(file: shown), found: "an archive without a workbook",
            expected: "a whole .xlsx file without a password", fix: "name the .xlsx file of a report")
    }

    static func brokenPart(_ shown: String, _ part: String, _ reason: String) -> Diagnostic {
        Diagnostic(
            "broken-part", at: SourcePosition(file: shown), found: "\(part) that cannot be read: \(reason)",
            expected: "a whole .xlsx file", fix: "write the report again, or copy the file again")
    }

    static func tooLarge(_ shown: String, parts: Int, bytes: Int) -> Diagnostic {
        Diagnostic(
            "too-large", at: SourcePosition(file: shown), found: "\(parts) parts of \(bytes) bytes together",
            expected: "at most 10000 parts and 2000000000 bytes",
            fix: "name the .xlsx file of a report; this one unpacks to more than any report holds")
    }
}
