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

    deinit { close(descriptor) }
}

extension Diagnostic {
    static func lockHeld(_ path: String) -> Diagnostic {
        Diagnostic(
            "busy", at: SourcePosition(file: path), found: "another run that holds the project",
            expected: "to be the only one", fix: "wait until it has ended and try again")
    }
}
