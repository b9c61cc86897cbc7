import Diagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The place of a report's folder, and what lies there now.
struct OutputTarget {
    enum State: Equatable {
        case absent
        case emptyFolder
        /// A folder with an earlier report and nothing else.
        case report
        /// A link to such a folder beside it, by name: see ``VersionedFolder``.
        case linkedReport(String)
    }

    /// As the user wrote it; messages show it.
    let shown: String
    let path: String
    let parent: String
    let name: String
    let state: State

    /// Looks at the place and touches nothing.
    ///
    /// - Throws: 73 when a report may not be written there.
    init(_ shown: String) throws(Failure) {
        var path = withoutFinalSlashes(shown)
        guard !path.isEmpty else { throw outputFailure(shown, ENOENT) }
        var state = State.absent
        if let status = fileStatus(path) {
            if isLink(status) {
                guard let link = linkTarget(path), VersionedFolder.isVersion(link, of: split(path).name),
                    let folder = resolved(path)
                else { throw Failure(.cannotCreate, .targetIsLink(shown)) }
                try Self.refuseWideFolders(folder, shown: shown)
                guard try Self.holdsReport(folder, shown: shown) else {
                    throw Failure(.cannotCreate, .targetIsLink(shown))
                }
                state = .linkedReport(link)
            } else if isFolder(status) {
                guard let folder = resolved(path) else { throw outputFailure(shown, errno) }
                try Self.refuseWideFolders(folder, shown: shown)
                state = try Self.holdsReport(folder, shown: shown) ? .report : .emptyFolder
                path = folder
            } else {
                throw Failure(.cannotCreate, .targetIsFile(shown))
            }
        } else if errno != ENOENT {
            throw outputFailure(shown, errno)
        }
        self.shown = shown
        self.path = path
        (parent, name) = split(path)
        self.state = state
    }

    /// - Parameter folder: Without links and dots.
    private static func refuseWideFolders(_ folder: String, shown: String) throws(Failure) {
        if folder == "/" { throw Failure(.cannotCreate, .targetIsRoot(shown)) }
        if let home = getenv("HOME"), resolved(String(cString: home)) == folder {
            throw Failure(.cannotCreate, .targetIsHome(shown))
        }
        if let current = resolved("."), current == folder || current.hasPrefix(folder + "/") {
            throw Failure(.cannotCreate, .targetHoldsCurrentFolder(shown))
        }
    }

    /// Whether a folder holds a report; if not, it is empty.
    ///
    /// - Throws: 73 when it holds anything else.
    static func holdsReport(_ folder: String, shown: String) throws(Failure) -> Bool {
        guard let names = entries(of: folder) else { throw outputFailure(shown, errno) }
        if names.isEmpty { return false }
        let manifest = Manifest.read(folder: folder)
        var ours = Set(manifest?.outputs.map(\.path) ?? [])
        if manifest != nil { ours.insert(Manifest.fileName) }
        if let foreign = foreignFile(in: folder, besides: ours) {
            throw Failure(
                .cannotCreate,
                manifest == nil ? .targetIsNoReport(shown, file: foreign) : .foreignFile(shown, file: foreign))
        }
        guard manifest != nil else { throw Failure(.cannotCreate, .targetIsNoReport(shown, file: names[0])) }
        return true
    }

    /// The first thing in a folder that is not listed, hidden files and links included; folders count by their files,
    /// and a folder that cannot be read is foreign.
    private static func foreignFile(in folder: String, besides ours: Set<String>, below prefix: String = "") -> String?
    {
        guard let names = entries(of: prefix.isEmpty ? folder : folder + "/" + prefix) else { return prefix }
        for name in names {
            let path = prefix.isEmpty ? name : prefix + "/" + name
            if let status = fileStatus(folder + "/" + path), isFolder(status) {
                if let foreign = foreignFile(in: folder, besides: ours, below: path) { return foreign }
            } else if !ours.contains(path) {
                return path
            }
        }
        return nil
    }
}

extension Diagnostic {
    static func targetIsFile(_ target: String) -> Diagnostic {
        unfit(target, found: "a file", fix: "choose another place with --output, or move the file away")
    }

    static func targetIsLink(_ target: String) -> Diagnostic {
        unfit(
            target, found: "a link that this program did not make",
            fix: "name the folder it leads to, or remove the link")
    }

    static func targetIsRoot(_ target: String) -> Diagnostic {
        unfit(target, found: "the root of the file system", fix: "choose a folder for the report alone with --output")
    }

    static func targetIsHome(_ target: String) -> Diagnostic {
        unfit(target, found: "the home folder", fix: "choose a folder for the report alone with --output")
    }

    static func targetHoldsCurrentFolder(_ target: String) -> Diagnostic {
        unfit(
            target, found: "the current folder or one above it",
            fix: "choose a folder for the report alone with --output")
    }

    static func targetIsNoReport(_ target: String, file: String) -> Diagnostic {
        unfit(
            target, found: "a folder that holds \(file) and is no report of this program",
            fix: "choose another place with --output, or empty the folder yourself")
    }

    static func foreignFile(_ target: String, file: String) -> Diagnostic {
        unfit(
            target, found: "\(file), which is no part of the earlier report",
            fix: "move the file out of the folder, which is replaced as a whole")
    }

    static func noParent(_ target: String, parent: String) -> Diagnostic {
        Diagnostic(
            "output-parent-missing", at: SourcePosition(file: target), found: "no folder \(parent)",
            expected: "an existing folder to put the report into",
            fix: "create it, or correct the path given with --output")
    }

    private static func unfit(_ target: String, found: String, fix: String) -> Diagnostic {
        Diagnostic(
            "output-unfit", at: SourcePosition(file: target), found: found,
            expected: "no folder yet, an empty one, or an earlier report of this program", fix: fix)
    }
}
