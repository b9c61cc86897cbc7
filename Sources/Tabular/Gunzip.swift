import CZlib
import Diagnostics

/// Unpacks a gzip file piece by piece, several members one after the other included.
///
/// A class because zlib keeps a pointer to its stream: the stream must not move.
final class Gunzip {
    private let stream: UnsafeMutablePointer<z_stream>
    private let input: UnsafeMutableRawBufferPointer
    private let file: String
    private var insideMember = false
    private var hasSeenMember = false
    private var sourceEnded = false
    /// Packed bytes taken from the file so far.
    private(set) var packedBytes = 0
    /// Unpacked bytes handed out so far.
    private(set) var unpackedBytes = 0
    private var finished = false

    init(file: String) {
        self.file = file
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        input = .allocate(byteCount: 1 << 16, alignment: 64)
        // 15 bits of window, + 16: gzip wrapping only.
        let code = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(code == Z_OK, "zlib cannot start")
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        input.deallocate()
    }

    /// Fills `output` as far as the file goes.
    ///
    /// - Parameter read: gives the next packed bytes; 0 at the end of the file.
    /// - Returns: Bytes written; fewer than `output` holds only at the end.
    /// - Throws: 65 when the file is cut off, corrupt, or unpacks to absurdly much.
    func fill(
        _ output: UnsafeMutableRawBufferPointer,
        read: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) -> Int {
        var done = 0
        while done < output.count, !finished {
            if stream.pointee.avail_in == 0, !sourceEnded {
                let count = try read(input)
                packedBytes += count
                sourceEnded = count == 0
                stream.pointee.next_in = input.baseAddress!.assumingMemoryBound(to: UInt8.self)
                stream.pointee.avail_in = UInt32(count)
            }
            if !insideMember {
                guard stream.pointee.avail_in > 0 else {
                    finished = true
                    break
                }
                // Zero bytes after a member are padding, as gzip itself takes them.
                if hasSeenMember, stream.pointee.next_in[0] == 0 {
                    stream.pointee.next_in += 1
                    stream.pointee.avail_in -= 1
                    continue
                }
                insideMember = true
                hasSeenMember = true
                inflateReset(stream)
            }
            // In bounds: `done` is below the count of `output`, and zlib is told what is left.
            stream.pointee.next_out = (output.baseAddress! + done).assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_out = UInt32(clamping: output.count - done)
            let before = Int(stream.pointee.avail_out)
            let code = inflate(stream, Z_NO_FLUSH)
            done += before - Int(stream.pointee.avail_out)
            switch code {
            case Z_STREAM_END:
                insideMember = false
            case Z_OK:
                break
            case Z_BUF_ERROR:
                if sourceEnded { throw Failure(.badData, .truncatedGzip(file)) }
            default:
                throw Failure(.badData, .corruptGzip(file, after: unpackedBytes + done))
            }
            if sourceEnded, insideMember, stream.pointee.avail_in == 0, stream.pointee.avail_out > 0 {
                throw Failure(.badData, .truncatedGzip(file))
            }
        }
        unpackedBytes += done
        guard !UnpackingLimit.isExceeded(packed: packedBytes, unpacked: unpackedBytes) else {
            throw Failure(.badData, .decompressionBomb(file, "gzip file"))
        }
        return done
    }
}

extension Diagnostic {
    static func truncatedGzip(_ file: String) -> Diagnostic {
        Diagnostic(
            "truncated-gzip", at: SourcePosition(file: file), found: "a gzip file that breaks off",
            expected: "a whole gzip file", fix: "download it again and compare its size with the source")
    }

    static func corruptGzip(_ file: String, after bytes: Int) -> Diagnostic {
        Diagnostic(
            "corrupt-gzip", at: SourcePosition(file: file),
            found: "a corrupt gzip file (damage after \(bytes) unpacked bytes)", expected: "a whole gzip file",
            fix: "download it again")
    }
}
