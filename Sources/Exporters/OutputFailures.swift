import Diagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What an error number means for a report that is being written.
///
/// - Parameter path: As the user knows it.
/// - Returns: 73 where the user may not write or the place does not exist, 74 for a full disk and all other errors.
func outputFailure(_ path: String, _ code: Int32) -> Failure {
    switch code {
    case ENOSPC, EDQUOT: Failure(.inputOutput, .diskFull(path))
    case EACCES, EPERM, EROFS: Failure(.cannotCreate, .mayNotWrite(path, code))
    case EBUSY, EXDEV: Failure(.cannotCreate, .mountPoint(path))
    case ENOENT, ENOTDIR, EISDIR, ELOOP, ENAMETOOLONG, EEXIST, ENOTEMPTY:
        Failure(.cannotCreate, .cannotCreate(path, code))
    default: Failure(.inputOutput, .cannotWrite(path, code))
    }
}

private func words(_ code: Int32) -> String { String(cString: strerror(code)) }

extension Diagnostic {
    static func diskFull(_ path: String) -> Diagnostic {
        Diagnostic(
            "disk-full", at: SourcePosition(file: path), found: "disk full", expected: "room for the whole output",
            fix: "free some space and run again; what was there before is untouched")
    }

    static func mayNotWrite(_ path: String, _ code: Int32) -> Diagnostic {
        Diagnostic(
            "output-denied", at: SourcePosition(file: path), found: "a place that may not be written (\(words(code)))",
            expected: "a folder that the user who runs this program may write",
            fix: "change its permissions or choose another place with --output")
    }

    static func mountPoint(_ path: String) -> Diagnostic {
        Diagnostic(
            "output-is-mount", at: SourcePosition(file: path),
            found: "a folder that is mounted or in use, so that nothing can take its place",
            expected: "a folder that can be replaced as a whole", fix: "name a folder inside it with --output")
    }

    static func cannotCreate(_ path: String, _ code: Int32) -> Diagnostic {
        Diagnostic(
            "output-not-created", at: SourcePosition(file: path),
            found: "a path that cannot be created (\(words(code)))", expected: "a free name in an existing folder",
            fix: "create the folder or choose another place with --output")
    }

    static func cannotWrite(_ path: String, _ code: Int32) -> Diagnostic {
        Diagnostic(
            "write-failed", at: SourcePosition(file: path), found: "an output error (\(words(code)))",
            expected: "to write the output to its end", fix: "check the disk or the network share and run again")
    }
}
