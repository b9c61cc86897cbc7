package import Diagnostics

/// SHA-256 of what a file says, whatever its packing, byte order mark, line ends and blank lines at the end: the same for an
/// export and a copy that went through an editor or gzip.
///
/// - Throws: 65 when the file is broken, 66 when it cannot be opened, 74 when reading breaks off.
package func contentDigest(of file: InputFile) throws(Failure) -> String {
    let source = try BlockSource(file, blockSize: 1 << 18, hashing: false)
    let block = Block(capacity: source.blockSize)
    let hasher = SHA256Hasher()
    var plain: [UInt8] = []
    plain.reserveCapacity(block.capacity + 1)
    var followsCR = false
    // Line ends that count only if something follows them.
    var pending = 0
    var index = 0
    repeat {
        try source.fill(block, index: index)
        plain.removeAll(keepingCapacity: true)
        var bytes = block.data[...]
        if index == 0, bytes.starts(with: byteOrderMark) { bytes = bytes.dropFirst(3) }
        for byte in bytes {
            if byte == 13 || byte == 10 {
                if byte == 13 || !followsCR { pending += 1 }
            } else {
                while pending > 0 {
                    plain.append(10)
                    pending -= 1
                }
                plain.append(byte)
            }
            followsCR = byte == 13
        }
        plain.withUnsafeBytes { hasher.update($0) }
        index += 1
    } while !block.isLast
    return hasher.finish()
}
