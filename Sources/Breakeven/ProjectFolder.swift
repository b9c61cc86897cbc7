import Billing
import Diagnostics
import Importers
import Settings
import Tabular

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The input files of a project, found and sorted; nothing is read yet.
struct ProjectFolder: Sendable {
    /// Folder of the project; empty for bare files.
    var path: String
    var settings: ProjectSettings
    var invoices: [InputFile] = []
    var quotes: [InputFile] = []
    /// Results of the user's own benchmarks, below `benchmarks/`.
    var benchmarks: [InputFile] = []
    var workloads: InputFile?
    var exchangeRates: InputFile?
    var controlTotals: InputFile?
    var incidents: InputFile?
    var readiness: InputFile?
    /// Playbooks of the project itself, below `playbooks/`.
    var playbooks: [InputFile] = []
    /// Published SLA terms that the project keeps itself.
    var slaTerms: InputFile?
    var configuration: InputFile?
    var notes: [Diagnostic] = []

    /// A project folder with its configuration.
    ///
    /// - Throws: 66 when the folder is not there; 78 for its configuration.
    init(path: String, overrides: [String]) throws(Failure) {
        self.path = path
        guard isFolder(path) else {
            throw Failure(.missingInput, isThere(path) ? .fileForProject(path) : .noProjectFolder(path))
        }
        let file = "\(path)/breakeven.yaml"
        let hasFile = isThere(file)
        if !hasFile, let other = Self.configurationUnderOtherName(in: path) {
            throw Failure(.badConfiguration, .configurationNotRead(other))
        }
        let all = Self.files(under: path)
        settings = try loadSettings(
            file: hasFile ? file : nil, name: "breakeven.yaml", overrides: overrides,
            ownCapabilities: PlaybookSetup.ownIDs(among: all.map(\.name)))
        if hasFile { configuration = InputFile(path: file, name: "breakeven.yaml") }
        invoices = try pick(
            settings.inputs.invoices, from: all, what: "invoices", endings: tableEndings + [".txt", ".zip"])
        quotes = try pick(settings.inputs.quotes, from: all, what: "quotes", endings: tableEndings + [".txt", ".zip"])
        benchmarks = try pick(["benchmarks/**"], from: all, what: "benchmarks", endings: [".json", ".csv"])
        playbooks = try pick(["playbooks/*"], from: all, what: "playbooks", endings: [".md"])
        let inputs = settings.inputs
        workloads = try single(inputs.workloads, named: "workloads")
        exchangeRates = try single(inputs.fx, named: "fx")
        controlTotals = try single(inputs.controlTotals, named: "control_totals")
        incidents = try single(inputs.incidents, named: "incidents")
        slaTerms = try single("sla_terms.csv", named: nil)
        readiness = try single(inputs.readiness, named: "readiness")
        notes += straysAmong(all)
    }

    /// Bare invoice files with every default.
    init(files: [String], overrides: [String]) throws(Failure) {
        path = ""
        settings = try loadSettings(file: nil, name: "breakeven.yaml", overrides: overrides)
        for file in files {
            guard FileManager.default.fileExists(atPath: file) else { throw Failure(.missingInput, .noSuchFile(file)) }
        }
        invoices = files.map { InputFile(path: $0, name: String($0.split(separator: "/").last ?? "")) }
    }

    /// - Parameter key: of `inputs`, which makes the file one that must be there once it is given.
    private func single(_ name: String, named key: String?) throws(Failure) -> InputFile? {
        let file = "\(path)/\(name)"
        if isThere(file) { return InputFile(path: file, name: name) }
        if let key, let place = settings.origins["inputs.\(key)"] {
            throw Failure(.missingInput, .noFileOfInput(name, key: key, at: place))
        }
        return nil
    }

    private mutating func pick(
        _ globs: [String], from all: [FoundFile], what: String, endings: [String]
    ) throws(Failure) -> [InputFile] {
        let patterns = globs.map { Glob($0) }
        var files: [InputFile] = []
        if let place = settings.origins["inputs.\(what)"] {
            for (glob, pattern) in zip(globs, patterns) where !all.contains(where: { pattern.matches($0.name) }) {
                guard glob.contains(where: { "*?".contains($0) }) else {
                    throw Failure(.missingInput, .noFileOfInput(glob, key: what, at: place))
                }
                notes.append(.nothingOfInput(glob, key: what, at: place))
            }
        }
        for found in all where patterns.contains(where: found.isReached(by:)) {
            if found.isClosedFolder { throw Failure(.missingInput, .closedFolder(found.name, what: what)) }
            let file = InputFile(path: "\(path)/\(found.name)", name: found.name)
            let lower = found.name.lowercased()
            if let kind = found.specialKind {
                notes.append(.specialFile(found.name, kind: kind, what: what))
            } else if endings.contains(where: lower.hasSuffix) || what == "invoices" && file.isPartList {
                files.append(file)
            } else {
                notes.append(
                    what == "playbooks" ? .notAPlaybook(found.name) : .fileNotRead(found.name, what: what))
            }
        }
        return files
    }

    /// Something in the folder that is no folder itself.
    private struct FoundFile {
        /// Relative to the project.
        var name: String
        /// What it is, when it is no file that could be read.
        var specialKind: String?
        /// A folder, or a link to one, whose files nobody has seen.
        var isFolder = false
        /// A folder that may not be opened.
        var isClosedFolder = false

        /// Whether a pattern takes the file, or would take files in the folder.
        func isReached(by pattern: Glob) -> Bool {
            pattern.matches(name) || isFolder && (pattern.matches("\(name)/x") || pattern.matches("\(name)/x.csv"))
        }
    }

    /// Everything in any subfolder, relative and in byte order; hidden files are left out, links to folders not followed.
    private static func files(under folder: String) -> [FoundFile] {
        var found: [FoundFile] = []
        func walk(_ relative: String) {
            let here = relative.isEmpty ? folder : "\(folder)/\(relative)"
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: here) else {
                found.append(FoundFile(name: relative, isFolder: true, isClosedFolder: true))
                return
            }
            for name in names where !name.hasPrefix(".") {
                let child = relative.isEmpty ? name : "\(relative)/\(name)"
                if relative.isEmpty, name == "reports" { continue }
                var status = stat()
                guard lstat("\(folder)/\(child)", &status) == 0 else { continue }
                let isLink = status.st_mode & S_IFMT == S_IFLNK
                // A link that leads nowhere stays a link: reading it says that it is missing.
                if isLink { _ = stat("\(folder)/\(child)", &status) }
                switch status.st_mode & S_IFMT {
                case S_IFDIR:
                    if isLink {
                        found.append(FoundFile(name: child, specialKind: "a link to a folder", isFolder: true))
                    } else {
                        if tableEndings.contains(where: name.lowercased().hasSuffix) {
                            found.append(FoundFile(name: child, specialKind: "a folder named as a file"))
                        }
                        walk(child)
                    }
                case S_IFREG, S_IFLNK: found.append(FoundFile(name: child))
                case S_IFIFO: found.append(FoundFile(name: child, specialKind: "a pipe"))
                case S_IFSOCK: found.append(FoundFile(name: child, specialKind: "a socket"))
                default: found.append(FoundFile(name: child, specialKind: "a device"))
                }
            }
        }
        walk("")
        return found.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
}

extension ProjectFolder {
    /// `breakeven.yml`, `breakeven.yaml.txt`: whoever keeps one believes that it is read.
    private static func configurationUnderOtherName(in path: String) -> String? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.first { name in
            let lower = name.lowercased()
            return lower.hasPrefix("breakeven.y") && lower.dropFirst(11).allSatisfy { "aml.tx".contains($0) }
        }
    }

    /// Tables at the top of the folder that no input takes, such as a `workload.csv`.
    private func straysAmong(_ all: [FoundFile]) -> [Diagnostic] {
        let inputs = settings.inputs
        let known = [
            inputs.workloads, inputs.fx, inputs.controlTotals, inputs.incidents, inputs.readiness, "sla_terms.csv",
        ]
        let read = Set((invoices + quotes + benchmarks).map(\.name) + known)
        return all.filter { found in
            !found.name.contains("/") && !found.isFolder && !read.contains(found.name)
                && (tableEndings + [".xlsx", ".zip"]).contains(where: found.name.lowercased().hasSuffix)
        }.map { found in
            .strayTable(found.name, known: known, nearest: nearestInput(to: found.name, among: known))
        }
    }

    private func nearestInput(to name: String, among known: [String]) -> String? {
        let stem = { (name: String) in String(name.prefix { $0 != "." }) }
        let best = nearest(to: stem(name), among: known.map(stem))
        return known.first { stem($0) == best && isAlike(stem(name), stem($0)) }
    }

    private func isAlike(_ a: String, _ b: String) -> Bool {
        editDistance(Array(a.lowercased().utf8), Array(b.utf8)) * 3 <= b.utf8.count
    }
}

/// Whether something of this name is there, even a link that leads nowhere: reading it says what is wrong.
func isThere(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
}

/// Whether a folder is there, links followed.
func isFolder(_ path: String) -> Bool { FileManager.default.fileExists(atPath: "\(path)/.") }

extension Diagnostic {
    static func noProjectFolder(_ path: String) -> Diagnostic {
        Diagnostic(
            "no-project", at: SourcePosition(file: path), found: "no folder of this name",
            expected: "a project folder with invoices/ or breakeven.yaml",
            fix: "check the path, or run `breakeven init \(path)`")
    }

    static func fileForProject(_ path: String) -> Diagnostic {
        Diagnostic(
            "no-project", at: SourcePosition(file: path), found: "a file",
            expected: "a project folder with invoices/ or breakeven.yaml",
            fix: "name the folder; `breakeven report \(path)` takes invoice files alone")
    }

    static func configurationNotRead(_ name: String) -> Diagnostic {
        Diagnostic(
            "configuration-not-read", at: SourcePosition(file: name), found: "a configuration of another name",
            expected: "breakeven.yaml", fix: "rename it to breakeven.yaml, or move it out of the project")
    }

    static func strayTable(_ name: String, known: [String], nearest: String?) -> Diagnostic {
        Diagnostic(
            "file-not-read", .warning, at: SourcePosition(file: name), found: "a table that no input takes",
            expected: "\(listed(known)); exports under invoices/ and quotes/",
            fix: nearest.map { "rename it to \($0); it is not part of this report" }
                ?? "move it to where it belongs; it is not part of this report")
    }

    static func noSuchFile(_ path: String) -> Diagnostic {
        Diagnostic(
            "no-such-file", at: SourcePosition(file: path), found: "no file or folder of this name",
            expected: "a project folder or an invoice file",
            fix: "check the path and its spelling")
    }

    /// Codes of what lies under the inputs and is no part of the report.
    static let codesOfUnread: Set = ["file-not-read", "special-file"]

    static func fileNotRead(_ name: String, what: String) -> Diagnostic {
        if what == "benchmarks" {
            return Diagnostic(
                "file-not-read", .warning, at: SourcePosition(file: name),
                found: "a file under benchmarks that is not .json or .csv", expected: "a result as JSON",
                fix: "export the result as JSON; the file is not part of this report")
        }
        return Diagnostic(
            "file-not-read", .warning, at: SourcePosition(file: name),
            found: "a file under \(what) that is not .csv, .tsv, a gzip of these or .zip", expected: "a CSV export",
            fix: "export it as CSV or unpack it; the file is not part of this report")
    }

    static func noFileOfInput(_ name: String, key: String, at place: SourcePosition) -> Diagnostic {
        Diagnostic(
            "no-file-of-input", at: place, key: "inputs.\(key)", found: "no file \(name) in the project",
            expected: "the file that `inputs.\(key)` names", fix: "correct the name, or leave the key out")
    }

    static func nothingOfInput(_ glob: String, key: String, at place: SourcePosition) -> Diagnostic {
        Diagnostic(
            "nothing-of-input", .warning, at: place, key: "inputs.\(key)",
            found: "no file that matches `\(glob)`", expected: "at least one",
            fix: "correct the pattern, or take it out")
    }

    static func closedFolder(_ name: String, what: String) -> Diagnostic {
        Diagnostic(
            "closed-folder", at: SourcePosition(file: name), found: "a folder under \(what) that may not be opened",
            expected: "a folder whose files can be listed",
            fix: "give the user who runs this leave to read it, or move it out of the project")
    }

    static func notAPlaybook(_ name: String) -> Diagnostic {
        Diagnostic(
            "file-not-read", .warning, at: SourcePosition(file: name), found: "a file under playbooks that is not .md",
            expected: "a playbook in Markdown",
            fix: "name it after its capability, with .md; it is not part of this report")
    }

    static func specialFile(_ name: String, kind: String, what: String) -> Diagnostic {
        Diagnostic(
            "special-file", .warning, at: SourcePosition(file: name), found: "\(kind) under \(what)",
            expected: "a file", fix: "write its content into a file; it is not part of this report")
    }
}
