package import Diagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Keeps other runs out of a project while this value lives. The file stays; only the lock on it counts, and the system
/// releases it even when the program is killed.
package struct ProjectLock: ~Copyable {
    private let descriptor: Int32

    /// Takes the lock or fails at once.
    ///
    /// - Throws: 75 when another run holds it, 73 when the file cannot be created, 74 when the file system cannot lock.
    package init(path: String) throws(Failure) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
        guard descriptor >= 0 else { throw outputFailure(path, errno) }
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            if code == EINTR { continue }
            close(descriptor)
            throw code == EWOULDBLOCK ? Failure(.busy, .lockHeld(path)) : outputFailure(path, code)
        }
        self.descriptor = descriptor
    }

    /// Takes the lock that goes with a report's folder: `.lock` beside a project's own reports, `.breakeven.lock` beside
    /// a folder that the user named. A named folder that is unfit is refused before anything is written beside it.
    ///
    /// - Throws: As ``init(path:)``, and 73 when the folder is unfit or nothing can be put beside it.
    package init(forReportAt target: String, isNamedByUser: Bool) throws(Failure) {
        guard isNamedByUser else {
            self = try ProjectLock(path: join(split(withoutFinalSlashes(target)).parent, ".lock"))
            return
        }
        let place = try OutputTarget(target)
        guard isExistingFolder(place.parent) else {
            throw Failure(.cannotCreate, .noParent(target, parent: place.parent))
        }
        self = try ProjectLock(path: join(place.parent, ".breakeven.lock"))
    }

    deinit {
        // Unlocked by name: a child started meanwhile may still hold a copy of the descriptor.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}

extension Diagnostic {
    static func lockHeld(_ path: String) -> Diagnostic {
        Diagnostic(
            "busy", at: SourcePosition(file: path), found: "another run that holds the project",
            expected: "to be the only one", fix: "wait until it has ended and try again")
    }
}
