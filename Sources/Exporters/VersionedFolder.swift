import Diagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A folder on a file system that cannot exchange folders: a link NAME to `.breakeven-NAME.vN` beside it.
///
/// A new version is put beside the old one and the link is switched by a rename, which every file system does in one
/// step.
struct VersionedFolder {
    let parent: String
    let name: String

    /// Whether a file name is that of a version of a folder.
    static func isVersion(_ file: String, of name: String) -> Bool {
        let prefix = ".breakeven-\(name).v"
        let number = file.dropFirst(prefix.count)
        return file.hasPrefix(prefix) && !number.isEmpty && number.utf8.allSatisfy { (48...57).contains($0) }
    }

    /// Replaces a plain folder by a link to the new one.
    ///
    /// Between the two renames nothing bears the name; a run that is killed there loses neither version.
    func becomeLink(to temporary: String, keepOldAs oldName: String?, shown: String) throws(Failure) {
        let path = join(parent, name)
        let new = freeVersion()
        try succeed(renamed(temporary, join(parent, new)), shown)
        let old = join(parent, oldName ?? freeVersion())
        var link: String?
        do throws(Failure) {
            link = try makeLink(to: new, shown)
            try succeed(renamed(path, old), shown)
            if oldName == nil {
                do throws(Failure) {
                    _ = try OutputTarget.holdsReport(old, shown: shown)
                } catch {
                    _ = renamed(old, path)
                    throw error
                }
            }
            let code = renamed(link!, path)
            if code != 0 {
                _ = renamed(old, path)
                throw outputFailure(shown, code)
            }
        } catch {
            if let link { unlink(link) }
            removeTree(join(parent, new))
            throw error
        }
        if oldName == nil { removeTree(old) }
    }

    /// Switches the link from one version to the new one.
    func switchLink(
        to temporary: String, from version: String, keepOldAs oldName: String?, shown: String
    ) throws(Failure) {
        let new = freeVersion()
        try succeed(renamed(temporary, join(parent, new)), shown)
        do throws(Failure) {
            try point(at: new, shown)
            if oldName == nil {
                do throws(Failure) {
                    _ = try OutputTarget.holdsReport(join(parent, version), shown: shown)
                } catch {
                    try point(at: version, shown)
                    throw error
                }
            }
            if let oldName {
                let code = renamed(join(parent, version), join(parent, oldName))
                if code != 0 {
                    try point(at: version, shown)
                    throw outputFailure(shown, code)
                }
            }
        } catch {
            if linkTarget(join(parent, name)) != new { removeTree(join(parent, new)) }
            throw error
        }
        if oldName == nil { removeTree(join(parent, version)) }
    }

    /// Puts a link to a version in the place of the one that is there, in one step.
    private func point(at version: String, _ shown: String) throws(Failure) {
        let link = try makeLink(to: version, shown)
        let code = renamed(link, join(parent, name))
        if code != 0 {
            unlink(link)
            throw outputFailure(shown, code)
        }
    }

    private func makeLink(to version: String, _ shown: String) throws(Failure) -> String {
        let link = makeTemporary(in: parent) { symlink(version, $0) == 0 ? 0 : errno }
        try succeed(link.code, shown)
        return link.path
    }

    /// The first version name that is free.
    private func freeVersion() -> String {
        var number = 1
        while fileStatus(join(parent, ".breakeven-\(name).v\(number)")) != nil { number += 1 }
        return ".breakeven-\(name).v\(number)"
    }
}
