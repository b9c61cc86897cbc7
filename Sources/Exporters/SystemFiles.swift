#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The status of what lies at a path, a link itself included; nil when there is nothing or it cannot be seen.
func fileStatus(_ path: String) -> stat? {
    var status = stat()
    return lstat(path, &status) == 0 ? status : nil
}

func isFolder(_ status: stat) -> Bool { status.st_mode & S_IFMT == S_IFDIR }
func isRegularFile(_ status: stat) -> Bool { status.st_mode & S_IFMT == S_IFREG }
func isLink(_ status: stat) -> Bool { status.st_mode & S_IFMT == S_IFLNK }

/// Bytes of a file; nil when there is none.
package func fileSize(_ path: String) -> Int? { fileStatus(path).map { Int($0.st_size) } }

/// The path without links and dots; nil when it does not exist.
func resolved(_ path: String) -> String? {
    guard let buffer = realpath(path, nil) else { return nil }
    defer { free(buffer) }
    return String(cString: buffer)
}

/// What a link says; nil when there is no link.
func linkTarget(_ path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = buffer.withUnsafeMutableBytes { raw in
        readlink(path, raw.baseAddress!.assumingMemoryBound(to: CChar.self), raw.count)
    }
    return count < 0 ? nil : String(decoding: buffer[..<count], as: UTF8.self)
}

/// Names in a folder without `.` and `..`, sorted; nil when the folder cannot be read.
func entries(of folder: String) -> [String]? {
    guard let stream = opendir(folder) else { return nil }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
        // The name is zero-terminated within the entry, which lives until the next call.
        let offset = MemoryLayout<dirent>.offset(of: \.d_name)!
        let name = String(cString: UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self))
        if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
}

/// A file's bytes; nil when it cannot be read.
func contents(of path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = read(descriptor, &buffer, buffer.count)
        if count > 0 {
            bytes.append(contentsOf: buffer[..<count])
        } else if count == 0 {
            return bytes
        } else if errno != EINTR {
            return nil
        }
    }
}

/// Removes a file, a link or a folder with all it holds. What cannot be removed stays.
func removeTree(_ path: String) {
    guard let status = fileStatus(path) else { return }
    guard isFolder(status) else {
        unlink(path)
        return
    }
    for name in entries(of: path) ?? [] { removeTree(path + "/" + name) }
    rmdir(path)
}

/// Hands a file or folder to the disk.
///
/// - Returns: 0 or the error number. File systems that cannot flush folders count as done.
func flush(_ path: String) -> Int32 {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return errno }
    defer { close(descriptor) }
    guard fsync(descriptor) != 0 else { return 0 }
    return errno == EINVAL || errno == ENOTSUP || errno == EROFS ? 0 : errno
}

/// Hands a folder and everything in it to the disk, the innermost first.
///
/// - Returns: 0 or the first error number.
func flushTree(_ path: String) -> Int32 {
    guard let status = fileStatus(path), isFolder(status) || isRegularFile(status) else { return 0 }
    if isFolder(status) {
        for name in entries(of: path) ?? [] {
            let code = flushTree(path + "/" + name)
            if code != 0 { return code }
        }
    }
    return flush(path)
}

func withoutFinalSlashes(_ path: String) -> String {
    var path = path
    while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
}

/// Folder and name of a path that does not end in `/`.
func split(_ path: String) -> (parent: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let parent = path[..<slash]
    return (parent.isEmpty ? "/" : String(parent), String(path[path.index(after: slash)...]))
}

/// The path of a name in a folder, without doubling the slash of the root.
func join(_ folder: String, _ name: String) -> String { folder.hasSuffix("/") ? folder + name : folder + "/" + name }

/// Makes something new beside others: `.breakeven-PID-N.tmp` with the first N that is free.
///
/// - Parameter make: Returns 0 or the error number; EEXIST asks for the next name.
/// - Returns: The path, or the error number.
func makeTemporary(in folder: String, make: (String) -> Int32) -> (path: String, code: Int32) {
    var number = 0
    while true {
        let path = join(folder, ".breakeven-\(getpid())-\(number).tmp")
        let code = make(path)
        if code != EEXIST { return (path, code) }
        number += 1
    }
}

/// Whether a name is one that ``makeTemporary(in:make:)`` gives.
func isTemporary(_ name: String) -> Bool { name.hasPrefix(".breakeven-") && name.hasSuffix(".tmp") }

/// A mark on a temporary file or folder that its run is alive; the system takes it off even when the run is killed.
struct Hold {
    private let descriptor: Int32
    /// Another run has the mark.
    let isTakenElsewhere: Bool

    /// Without the right to open it, or on a file system without locks, there is no mark and no harm done.
    init(on path: String) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        isTakenElsewhere = descriptor >= 0 && flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    /// Call it once.
    func release() {
        if descriptor >= 0 { close(descriptor) }
    }
}
