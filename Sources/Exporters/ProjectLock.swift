package import Diagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Keeps other runs out of a project or a folder while this value lives. The files stay; only the locks on them count,
/// and the system releases those even when the program is killed.
package struct ProjectLock: ~Copyable {
    private let descriptors: [Int32]

    /// Takes the lock or fails at once.
    ///
    /// - Throws: 75 when another run holds it, 73 when the file cannot be created, 74 when the file system cannot lock.
    package init(path: String) throws(Failure) {
        descriptors = [try Self.take(path, LOCK_EX, .lockHeld(path))]
    }

    /// Takes the lock that goes with a report's folder: `.lock` beside a project's own reports; beside a folder NAME that
    /// the user named, a share of `.breakeven.lock` and all of `.breakeven-NAME.lock`, so that reports into several
    /// folders side by side do not wait for each other, and whoever holds the former alone keeps all of them out. A named
    /// folder that is unfit is refused before anything is written beside it.
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
        let common = join(place.parent, ".breakeven.lock")
        let shared = try Self.take(common, LOCK_SH, .lockHeld(common))
        do throws(Failure) {
            let own = join(place.parent, ".breakeven-\(place.name).lock")
            descriptors = [shared, try Self.take(own, LOCK_EX, .outputHeld(target))]
        } catch {
            Self.release(shared)
            throw error
        }
    }

    deinit { descriptors.forEach(Self.release) }

    /// - Parameter kind: `LOCK_EX` or `LOCK_SH`.
    private static func take(_ path: String, _ kind: Int32, _ held: Diagnostic) throws(Failure) -> Int32 {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
        guard descriptor >= 0 else { throw outputFailure(path, errno) }
        while flock(descriptor, kind | LOCK_NB) != 0 {
            let code = errno
            if code == EINTR { continue }
            close(descriptor)
            throw code == EWOULDBLOCK ? Failure(.busy, held) : outputFailure(path, code)
        }
        return descriptor
    }

    /// Unlocks by name: a child started meanwhile may still hold a copy of the descriptor.
    private static func release(_ descriptor: Int32) {
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

    static func outputHeld(_ target: String) -> Diagnostic {
        Diagnostic(
            "busy", at: SourcePosition(file: target), found: "another run that writes this folder",
            expected: "to be the only one",
            fix: "wait until it has ended and try again, or name another folder with --output")
    }
}
