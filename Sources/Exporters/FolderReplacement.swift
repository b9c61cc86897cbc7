import CPlatform
package import Diagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Writes a report's folder all or nothing.
///
/// The files are written into a temporary folder beside the target and flushed to the disk; then the two are exchanged
/// in one step, and the earlier content is removed. Whatever fails before that step, the earlier report stays as it was
/// and the temporary is removed. Where the file system cannot exchange folders, the target becomes a link that is
/// switched (``VersionedFolder``).
///
/// - Parameters:
///   - target: Absent, an empty folder, or an earlier report without other files.
///   - createParents: Makes the folders above the target; else its folder must exist.
///   - oldName: Keeps the earlier report under this name beside the target instead of removing it; nothing may lie
///     there yet.
///   - exchange: Exchanges two folders of one file system; returns 0 or the error number.
///   - write: Writes every file into the folder it is given, `manifest.json` last.
/// - Throws: 73 when the target may not be replaced or its place not be written, 74 when the disk is full or fails, and
///   what `write` throws. Messages name the target, never the temporary.
package func replaceFolder(
    at target: String, createParents: Bool, keepOldAs oldName: String? = nil,
    exchange: (_ first: String, _ second: String) -> Int32 = exchangeInOneStep,
    write: (_ temporary: String) throws(Failure) -> Void
) throws(Failure) {
    let place = try OutputTarget(target)
    var made: [String] = []
    if !isExistingFolder(place.parent) {
        guard createParents else { throw Failure(.cannotCreate, .noParent(target, parent: place.parent)) }
        made = try makeFolder(place.parent)
    }
    let temporary = makeTemporary(in: place.parent) { mkdir($0, 0o777) == 0 ? 0 : errno }
    let hold = Hold(on: temporary.path)
    defer { hold.release() }
    do throws(Failure) {
        guard temporary.code == 0 else { throw outputFailure(target, temporary.code) }
        try write(temporary.path)
        if let earlier = fileStatus(place.path), isFolder(earlier) {
            chmod(temporary.path, earlier.st_mode & 0o7777)
        }
        try succeed(flushTree(temporary.path), target)
        // Writing takes its time: someone may have put a file there meanwhile.
        let place = try OutputTarget(target)
        switch place.state {
        case .absent, .emptyFolder: try succeed(renamed(temporary.path, place.path), target)
        case .report: try exchangeReport(temporary.path, place, keepOldAs: oldName, exchange: exchange)
        case .linkedReport(let version):
            let folder = VersionedFolder(parent: place.parent, name: place.name)
            try folder.switchLink(to: temporary.path, from: version, keepOldAs: oldName, shown: target)
        }
    } catch {
        if temporary.code == 0 { removeTree(temporary.path) }
        for folder in made.reversed() { rmdir(folder) }
        throw error.naming(target, insteadOf: temporary.path)
    }
    // The report is in place; a parent that cannot be flushed does not make it less so.
    _ = flush(place.parent)
    for folder in made { _ = flush(split(folder).parent) }
}

/// Removes what runs that were killed left beside a target; what a living run is writing is left alone. Call it under
/// the lock.
package func removeLeftovers(beside target: String) {
    let path = withoutFinalSlashes(target)
    let (parent, name) = split(path)
    let current = linkTarget(path).flatMap { VersionedFolder.isVersion($0, of: name) ? $0 : nil }
    for entry in entries(of: parent) ?? [] {
        // Without a link of ours, a version may be the only copy of a report.
        let isOldVersion = current != nil && entry != current && VersionedFolder.isVersion(entry, of: name)
        guard isTemporary(entry) || isOldVersion else { continue }
        let leftover = join(parent, entry)
        if let status = fileStatus(leftover), !isLink(status) {
            // Runs for different folders may write side by side under locks of their own.
            let hold = Hold(on: leftover)
            if !hold.isTakenElsewhere { removeTree(leftover) }
            hold.release()
        } else {
            removeTree(leftover)
        }
    }
}

/// Exchanges two paths of one file system in one step; 0 or the error number.
package func exchangeInOneStep(_ first: String, _ second: String) -> Int32 { platform_exchange(first, second) }

/// Puts the new report in the place of the earlier one, which then is kept or removed.
private func exchangeReport(
    _ temporary: String, _ place: OutputTarget, keepOldAs oldName: String?, exchange: (String, String) -> Int32
) throws(Failure) {
    // The new report waits under the name that the old one shall have: no moment at which the old one could be taken
    // for a leftover.
    let waiting = oldName.map { join(place.parent, $0) } ?? temporary
    if waiting != temporary {
        try succeed(fileStatus(waiting) == nil ? renamed(temporary, waiting) : EEXIST, place.shown)
    }
    let code = exchange(waiting, place.path)
    switch code {
    case 0:
        guard oldName == nil else { return }
        do throws(Failure) {
            // A file may have come up to the exchange itself; only now nobody finds the old folder by its name.
            _ = try OutputTarget.holdsReport(temporary, shown: place.shown)
        } catch {
            if exchange(temporary, place.path) == 0 { throw error }
            // It must not be taken for a leftover, as it is not all ours.
            _ = renamed(temporary, join(place.parent, place.name + ".earlier"))
            throw error
        }
        removeTree(temporary)
    case EINVAL, ENOSYS, ENOTSUP, EOPNOTSUPP:
        if waiting != temporary, case let code = renamed(waiting, temporary), code != 0 {
            removeTree(waiting)
            throw outputFailure(place.shown, code)
        }
        try VersionedFolder(parent: place.parent, name: place.name)
            .becomeLink(to: temporary, keepOldAs: oldName, shown: place.shown)
    default:
        if waiting != temporary { removeTree(waiting) }
        throw outputFailure(place.shown, code)
    }
}

func isExistingFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && isFolder(status)
}

/// - Returns: 0 or the error number.
func renamed(_ old: String, _ new: String) -> Int32 { rename(old, new) == 0 ? 0 : errno }

/// - Throws: What the error number means for the output, unless it is 0.
func succeed(_ code: Int32, _ shown: String) throws(Failure) {
    if code != 0 { throw outputFailure(shown, code) }
}

extension Failure {
    /// The same failure about the path that the user knows.
    fileprivate func naming(_ path: String, insteadOf hidden: String) -> Failure {
        Failure(
            status,
            diagnostics.map {
                var diagnostic = $0
                diagnostic.position?.file.replace(hidden, with: path)
                diagnostic.found.replace(hidden, with: path)
                return diagnostic
            })
    }
}
