import CZlib

/// gzip in memory. The header holds no time and no name, so that one zlib gives one result for the same bytes; another
/// zlib may compress differently, and comparisons therefore look at what is inside.
package enum Gzip {
    package enum Failure: Error { case zlib(Int32) }

    // windowBits of zlib: 15 for the window, 16 more for a gzip header in place of zlib's own.
    private static let gzipWindow: Int32 = 15 + 16

    package static func compressed(_ bytes: [UInt8]) throws(Failure) -> [UInt8] {
        var stream = z_stream()
        let started = deflateInit2_(
            &stream, Z_BEST_COMPRESSION, Z_DEFLATED, gzipWindow, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard started == Z_OK else { throw .zlib(started) }
        defer { deflateEnd(&stream) }
        return try pump(&stream, bytes) { deflate(&$0, Z_FINISH) }
    }

    package static func decompressed(_ bytes: [UInt8]) throws(Failure) -> [UInt8] {
        var stream = z_stream()
        let started = inflateInit2_(&stream, gzipWindow, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard started == Z_OK else { throw .zlib(started) }
        defer { inflateEnd(&stream) }
        return try pump(&stream, bytes) { inflate(&$0, Z_NO_FLUSH) }
    }

    /// Feeds all bytes and collects what comes out until zlib says that the stream is complete.
    private static func pump(
        _ stream: inout z_stream, _ bytes: [UInt8], _ step: (inout z_stream) -> Int32
    ) throws(Failure) -> [UInt8] {
        var input = bytes
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        var result: [UInt8] = []
        // Both buffers outlive the calls: zlib's pointers are set and used inside the two closures only.
        let status = input.withUnsafeMutableBufferPointer { source -> Int32 in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            var status = Z_OK
            repeat {
                let produced = chunk.withUnsafeMutableBufferPointer { target -> Int in
                    stream.next_out = target.baseAddress
                    stream.avail_out = UInt32(target.count)
                    status = step(&stream)
                    return target.count - Int(stream.avail_out)
                }
                result += chunk[..<produced]
            } while status == Z_OK
            return status
        }
        guard status == Z_STREAM_END else { throw .zlib(status) }
        return result
    }
}
