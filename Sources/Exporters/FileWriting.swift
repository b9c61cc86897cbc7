package import Diagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Writes a file whole or not at all: it is complete on the disk before it takes its name.
///
/// A link is followed; devices and pipes are written as they are. The folder must exist. A file that is replaced keeps
/// its permissions.
///
/// - Throws: 73 when the file cannot be created, 74 when the disk is full or fails.
package func writeFile(_ bytes: [UInt8], to path: String) throws(Failure) {
    try writeFile(to: path) { (write) throws(Failure) in try write(bytes) }
}

/// Takes the next piece of a file.
package typealias PieceWriter = ([UInt8]) throws(Failure) -> Void

/// The same for a file that is made piece by piece.
///
/// - Parameter produce: hands over the pieces; when it throws, the file is as before.
/// - Returns: What `produce` returns.
package func writeFile<Outcome>(
    to path: String, _ produce: (_ write: @escaping PieceWriter) throws(Failure) -> Outcome
) throws(Failure) -> Outcome {
    let target = resolved(path) ?? path
    let earlier = fileStatus(target)
    if let earlier, isFolder(earlier) { throw outputFailure(path, EISDIR) }
    if let earlier, !isRegularFile(earlier) {
        let descriptor = open(target, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw outputFailure(path, errno) }
        defer { close(descriptor) }
        return try produce { (bytes) throws(Failure) in try writeAll(bytes, to: descriptor, of: path) }
    }
    // A file that may not be written is not replaced either.
    if earlier != nil, access(target, W_OK) != 0 { throw outputFailure(path, errno) }
    var descriptor: Int32 = -1
    let temporary = makeTemporary(in: split(target).parent) {
        descriptor = open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        return descriptor < 0 ? errno : 0
    }
    guard temporary.code == 0 else { throw outputFailure(path, temporary.code) }
    let hold = Hold(on: temporary.path)
    defer { hold.release() }
    let file = descriptor
    let outcome: Outcome
    do throws(Failure) {
        outcome = try produce { (bytes) throws(Failure) in try writeAll(bytes, to: file, of: path) }
    } catch {
        close(file)
        unlink(temporary.path)
        throw error
    }
    var code: Int32 = 0
    if let earlier { code = fchmod(file, earlier.st_mode & 0o7777) == 0 ? 0 : errno }
    if code == 0 { code = fsync(file) == 0 ? 0 : errno }
    if close(file) != 0, code == 0 { code = errno }
    if code == 0 { code = rename(temporary.path, target) == 0 ? 0 : errno }
    if code != 0 {
        unlink(temporary.path)
        throw outputFailure(path, code)
    }
    return outcome
}

/// - Throws: 74 when the disk is full or fails.
private func writeAll(_ bytes: [UInt8], to descriptor: Int32, of path: String) throws(Failure) {
    let code = writeAll(bytes, to: descriptor)
    if code != 0 { throw outputFailure(path, code) }
}

/// - Returns: 0 or the error number.
private func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    bytes.withUnsafeBytes { buffer in
        var done = 0
        while done < buffer.count {
            // In bounds: `done` is below the buffer's count.
            let count = write(descriptor, buffer.baseAddress! + done, buffer.count - done)
            if count >= 0 {
                done += count
            } else if errno != EINTR {
                return errno
            }
        }
        return 0
    }
}

/// Makes a folder and those above it, as far as they are missing.
///
/// - Returns: The folders that were made, the outermost first.
/// - Throws: 73 when a folder cannot be made, 74 when the disk is full or fails.
@discardableResult
package func makeFolder(_ path: String) throws(Failure) -> [String] {
    var missing: [String] = []
    var folder = path
    while fileStatus(folder) == nil {
        missing.append(folder)
        folder = split(folder).parent
    }
    var made: [String] = []
    for folder in missing.reversed() {
        guard mkdir(folder, 0o777) == 0 else {
            let code = errno
            // Another run was faster.
            if code == EEXIST, isExistingFolder(folder) { continue }
            for folder in made.reversed() { rmdir(folder) }
            throw outputFailure(path, code)
        }
        made.append(folder)
    }
    return made
}

/// The files below a folder as sorted relative paths.
///
/// Hidden files and folders are left out, links are neither followed nor listed. A folder that cannot be read is listed
/// itself, so that reading it fails in the open; a folder that does not exist has no files.
package func findFiles(under folder: String) -> [String] {
    var found: [String] = []
    func walk(_ relative: String) {
        let path = relative.isEmpty ? folder : folder + "/" + relative
        guard let names = entries(of: path) else {
            if !relative.isEmpty { found.append(relative) }
            return
        }
        for name in names where !name.hasPrefix(".") {
            let inner = relative.isEmpty ? name : relative + "/" + name
            guard let status = fileStatus(folder + "/" + inner) else { continue }
            if isFolder(status) {
                walk(inner)
            } else if isRegularFile(status) {
                found.append(inner)
            }
        }
    }
    walk("")
    return found.sorted()
}
