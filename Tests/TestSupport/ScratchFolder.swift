#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A folder of its own for one test; it disappears with the value.
package final class ScratchFolder: Sendable {
    package let path: String

    package init() {
        let place = getenv("TMPDIR").map { String(cString: $0) } ?? P_tmpdir
        var template = Array("\(place)/breakeven-test-\(String(repeating: "X", count: 6))".utf8CString)
        guard mkdtemp(&template) != nil else { fatalError("no scratch folder: \(String(cString: strerror(errno)))") }
        path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }

    deinit { _ = system("rm -rf '\(path)'") }

    package func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Names in the folder, sorted.
    package var names: [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}

/// The bytes of a file; nil when it cannot be read.
package func bytes(of path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = fread(&buffer, 1, buffer.count, file)
        if count == 0 { return bytes }
        bytes += buffer[..<count]
    }
}

/// Replaces a file by these bytes.
package func write(_ bytes: [UInt8], to path: String) {
    guard let file = fopen(path, "wb") else { return }
    defer { fclose(file) }
    fwrite(bytes, 1, bytes.count, file)
}

/// Runs the body while this thread writes numbers as in German, with a decimal comma.
///
/// - Returns: The result, or nil where the locale is neither there nor can be compiled.
package func inGermanLocale<T>(_ body: () throws -> T) rethrows -> T? {
    var german = newlocale(LC_NUMERIC_MASK, "de_DE.UTF-8", nil)
    if german == nil {
        let folder = ScratchFolder()
        if system("localedef -i de_DE -f UTF-8 '\(folder.file("de_DE.UTF-8"))' >/dev/null 2>&1") == 0 {
            setenv("LOCPATH", folder.path, 1)
            german = newlocale(LC_NUMERIC_MASK, "de_DE.UTF-8", nil)
            unsetenv("LOCPATH")
        }
    }
    guard let german else { return nil }
    let before = uselocale(german)
    defer {
        uselocale(before)
        freelocale(german)
    }
    guard let point = localeconv()?.pointee.decimal_point, String(cString: point) == "," else { return nil }
    return try body()
}
