import CCrypto
package import Diagnostics

/// A SHA-256 in the making, by OpenSSL, which uses the processor's own instructions for it.
struct SHA256Hasher: ~Copyable {
    private let context: OpaquePointer

    init() {
        context = EVP_MD_CTX_new()!
        precondition(EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1, "SHA-256 is missing from libcrypto")
    }

    deinit { EVP_MD_CTX_free(context) }

    func update(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count > 0 else { return }
        EVP_DigestUpdate(context, bytes.baseAddress!, bytes.count)
    }

    /// 64 lower-case hexadecimal digits. The hasher is used up.
    consuming func finish() -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        EVP_DigestFinal_ex(context, &digest, nil)
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

/// SHA-256 as 64 lower-case hexadecimal digits.
package func sha256(of bytes: [UInt8]) -> String {
    let hasher = SHA256Hasher()
    bytes.withUnsafeBytes { hasher.update($0) }
    return hasher.finish()
}

/// SHA-256 of a file's bytes as they lie on disk, as 64 lower-case hexadecimal digits.
///
/// - Throws: 66 when the file cannot be opened, 74 when reading breaks off.
package func sha256(ofFile path: String) throws(Failure) -> String {
    try sha256(of: InputFile(path: path, name: path))
}

/// SHA-256 of a file's bytes as they lie on disk, or of those that an archive's member unpacks to.
///
/// - Throws: 65 when the member is corrupt, 66 when the file cannot be opened, 74 when reading breaks off.
package func sha256(of file: InputFile) throws(Failure) -> String {
    let stream = try ByteStream(file)
    let hasher = SHA256Hasher()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
    defer { buffer.deallocate() }
    while true {
        let count = try stream.read(into: buffer)
        hasher.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        if count < buffer.count { return hasher.finish() }
    }
}
