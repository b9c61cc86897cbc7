import Diagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// An open file for reading; closes itself.
struct ReadableFile: ~Copyable {
    let descriptor: Int32
    /// Bytes, as the file system says at the time of opening.
    let size: Int
    let file: InputFile

    /// - Throws: 66 when the file is absent, is no regular file or may not be read.
    init(_ file: InputFile) throws(Failure) {
        // Without waiting: opening a pipe would wait for somebody to write into it.
        let descriptor = open(file.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Failure(.missingInput, .cannotOpen(file.name, reason: errno)) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let reason = errno
            close(descriptor)
            throw Failure(.missingInput, .cannotOpen(file.name, reason: reason))
        }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            close(descriptor)
            throw Failure(.missingInput, .cannotOpen(file.name, reason: EISDIR))
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw Failure(.missingInput, .notAFile(file.name))
        }
        self.descriptor = descriptor
        size = Int(status.st_size)
        self.file = file
    }

    deinit { close(descriptor) }

    /// Reads at `offset` until the buffer is full or the file ends.
    ///
    /// - Returns: Bytes read; fewer than the buffer holds only at the end of the file.
    /// - Throws: 74 when the system cannot read on.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(Failure) -> Int {
        var done = 0
        while done < buffer.count {
            // In bounds: `done` is below the buffer's count.
            let n = pread(descriptor, buffer.baseAddress! + done, buffer.count - done, off_t(offset + done))
            if n > 0 {
                done += n
            } else if n == 0 {
                break
            } else if errno != EINTR {
                throw Failure(.inputOutput, .cannotRead(file.name, reason: errno))
            }
        }
        return done
    }
}

extension Diagnostic {
    /// The file is absent or closed to us.
    static func cannotOpen(_ file: String, reason: Int32) -> Diagnostic {
        let position = SourcePosition(file: file)
        switch reason {
        case ENOENT, ENOTDIR:
            return Diagnostic(
                "file-missing", at: position, found: "no such file", expected: "a readable file",
                fix: "check the path and its spelling")
        case EACCES, EPERM:
            return Diagnostic(
                "file-unreadable", at: position, found: "a file that may not be read (permission denied)",
                expected: "a readable file", fix: "give the user who runs this program the right to read it")
        case EISDIR:
            return Diagnostic(
                "file-unreadable", at: position, found: "a folder", expected: "a file",
                fix: "name the files in it, or put a file in its place")
        default:
            return Diagnostic(
                "file-unreadable", at: position, found: "a file that cannot be opened (\(systemMessage(reason)))",
                expected: "a readable file",
                fix: reason == ELOOP
                    ? "it is a link that leads to itself: put the file itself in its place, or remove the link"
                    : "copy the file to a local disk, or move it out of the project")
        }
    }

    static func notAFile(_ file: String) -> Diagnostic {
        Diagnostic(
            "file-unreadable", at: SourcePosition(file: file), found: "a pipe, device or socket",
            expected: "a file", fix: "write its content into a file first")
    }

    /// The system broke off in the middle.
    static func cannotRead(_ file: String, reason: Int32) -> Diagnostic {
        Diagnostic(
            "read-failed", at: SourcePosition(file: file),
            found: "an input error (\(systemMessage(reason)))", expected: "to read the file to its end",
            fix: "check the disk or the network share")
    }
}

/// The system's words for an error number.
func systemMessage(_ code: Int32) -> String { String(cString: strerror(code)) }
