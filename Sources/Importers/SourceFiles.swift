package import Billing
package import Diagnostics
package import Tabular

/// The files that a run reads, once its archives are opened and its lists of parts are checked.
///
/// Each table in an archive is a file of its own, named `archive.zip/member.csv`; the archive stands before them with its
/// own digest and says what of it was left aside.
package struct SourceFiles: Sendable {
    package enum Entry: Sendable {
        case table(InputFile)
        /// Holds no rows itself.
        case archive(ImportedFile)
    }

    package private(set) var entries: [Entry] = []
    /// Archives that cannot be opened, and exports with a missing part.
    package private(set) var problems: [Diagnostic] = []
    package private(set) var status: ExitStatus?

    package var tables: [InputFile] {
        entries.compactMap { if case .table(let file) = $0 { file } else { nil } }
    }

    /// - Parameters:
    ///   - files: tables, archives of tables, and manifests that list the parts of an export.
    ///   - checksParts: Whether a missing part is a problem; not where files are looked at one by one.
    package init(_ files: [InputFile], checksParts: Bool = true) {
        var lists: [PartList] = []
        for file in files {
            do throws(Failure) {
                if file.isPartList {
                    lists.append(try PartList(file))
                } else if ZipDirectory.recognises(file) {
                    try open(file, lists: &lists)
                } else {
                    entries.append(.table(file))
                }
            } catch {
                problems += error.diagnostics
                status = min(status ?? error.status, error.status)
            }
        }
        guard checksParts else { return }
        let names = tables.map(\.name)
        let missing = lists.flatMap { $0.missing(among: names) } + missingParts(among: names)
        problems += missing
        if !missing.isEmpty { status = .badData }
    }

    /// - Throws: 65 for an archive that is damaged, a trap, empty of tables, or holds another archive.
    private mutating func open(_ file: InputFile, lists: inout [PartList]) throws(Failure) {
        let directory = try ZipDirectory(file)
        guard !directory.members.contains(where: { $0.name == "[Content_Types].xml" }) else {
            // A workbook: what reads tables says so.
            entries.append(.table(file))
            return
        }
        var archive = ImportedFile(name: file.name, sha256: try sha256(ofFile: file.path), format: Self.archiveFormat)
        archive.compression = Compression.zip.rawValue
        var tables: [InputFile] = []
        for member in directory.members where !member.isHousekeeping {
            let inside = InputFile(path: file.path, name: "\(file.name)/\(member.name)", member: member)
            switch MemberKind(member.name) {
            case .table: tables.append(inside)
            case .archive: throw Failure(.badData, .nestedArchive(member.name, file: file.name))
            case .partList: lists.append(try PartList(inside))
            case .document: archive.notes.append(.memberSkipped(member.name, file: file.name))
            case .other: archive.notes.append(.memberNotRead(member.name, file: file.name))
            }
        }
        guard !tables.isEmpty else { throw Failure(.badData, .archiveWithoutTables(file.name)) }
        entries.append(.archive(archive))
        entries += tables.map(Entry.table)
    }

    /// Format id of an archive among the sources; its members have formats of their own.
    package static let archiveFormat = "zip"
}

/// Endings of files that hold a table.
package let tableEndings = [".csv", ".tsv", ".csv.gz", ".tsv.gz"]

/// What a member of an archive is for, by its name.
private enum MemberKind {
    case table, archive, partList
    /// Goes along with exports and holds no charges.
    case document
    case other

    init(_ name: String) {
        let lower = name.lowercased()
        func ends(_ endings: [String]) -> Bool { endings.contains(where: lower.hasSuffix) }
        if ends(tableEndings) {
            self = .table
        } else if ends([".zip", ".tar", ".tgz", ".tar.gz", ".7z", ".rar", ".bz2", ".xz", ".zst"]) {
            self = .archive
        } else if InputFile(path: "", name: name).isPartList {
            self = .partList
        } else if ends([".json", ".pdf", ".txt", ".md", ".html", ".htm", ".xml", ".yaml", ".yml", ".sql"]) {
            self = .document
        } else {
            self = .other
        }
    }
}

extension ZipMember {
    /// What systems leave in archives without being asked.
    fileprivate var isHousekeeping: Bool {
        let parts = name.split(separator: "/")
        return parts.first == "__MACOSX" || parts.last?.hasPrefix(".") == true || parts.last == "Thumbs.db"
    }
}

extension Diagnostic {
    static func nestedArchive(_ member: String, file: String) -> Diagnostic {
        Diagnostic(
            "nested-archive", at: SourcePosition(file: file), found: "an archive within the archive: \(member)",
            expected: "CSV files", fix: "unpack \(member) and give the files in it")
    }

    static func archiveWithoutTables(_ file: String) -> Diagnostic {
        Diagnostic(
            "archive-without-tables", at: SourcePosition(file: file), found: "a ZIP archive without a CSV file",
            expected: "at least one .csv, .tsv or gzip of these", fix: "export it as CSV, or remove the archive")
    }

    static func memberSkipped(_ member: String, file: String) -> Diagnostic {
        .note(
            "member-skipped", at: SourcePosition(file: "\(file)/\(member)"),
            found: "a document beside the tables; it is not read")
    }

    static func memberNotRead(_ member: String, file: String) -> Diagnostic {
        Diagnostic(
            "member-not-read", .warning, at: SourcePosition(file: "\(file)/\(member)"),
            found: "a member that is not .csv, .tsv or a gzip of these", expected: "a CSV export",
            fix: "if it holds charges, export it as CSV; it is not part of this report")
    }
}
