#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Calls `body` with the path of a new file that holds `bytes`, and removes the file afterwards.
package func withTemporaryFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
    var template = Array(
        "\(getenv("TMPDIR").map { String(cString: $0) } ?? P_tmpdir)/breakeven-test-\(String(repeating: "X", count: 6))"
            .utf8CString)
    let descriptor = mkstemp(&template)
    precondition(descriptor >= 0, "no temporary file")
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { unlink(path) }
    var done = 0
    while done < bytes.count {
        done += bytes[done...].withUnsafeBytes { write(descriptor, $0.baseAddress!, $0.count) }
    }
    close(descriptor)
    return try body(path)
}
