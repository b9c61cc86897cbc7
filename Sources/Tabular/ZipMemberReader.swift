import CZlib
import Diagnostics

/// Unpacks a member of a ZIP archive piece by piece, in bounded memory.
///
/// A class because zlib keeps a pointer to its stream: the stream must not move.
final class ZipMemberReader {
    private let member: ZipMember
    /// What the user calls the member: archive and name in it.
    private let shown: String
    private let stream: UnsafeMutablePointer<z_stream>
    private let input: UnsafeMutableRawBufferPointer
    /// Where the next packed bytes lie; nil before the first.
    private var place: Int?
    private var packedLeft: Int
    private var unpacked = 0
    private var checksum: UInt = 0
    private var isFinished = false

    /// - Throws: 65 when the member is encrypted, packed in a way that zlib does not know, or a trap.
    init(_ member: ZipMember, shown: String) throws(Failure) {
        guard !member.isEncrypted else { throw Failure(.badData, .encryptedMember(shown)) }
        guard member.method == 0 || member.method == 8 else {
            throw Failure(.badData, .unknownMethod(member.method, shown))
        }
        guard !UnpackingLimit.isExceeded(packed: member.packedSize, unpacked: member.size) else {
            throw Failure(.badData, .decompressionBomb(shown, "member of a ZIP archive"))
        }
        self.member = member
        self.shown = shown
        packedLeft = member.packedSize
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        input = .allocate(byteCount: 1 << 16, alignment: 64)
        // Minus 15 bits of window: deflate without any wrapping.
        let code = inflateInit2_(stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(code == Z_OK, "zlib cannot start")
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        input.deallocate()
    }

    /// Fills `output` as far as the member goes.
    ///
    /// - Returns: Bytes written; fewer than `output` holds only at the end.
    /// - Throws: 65 when the member is cut off or corrupt, or unpacks to anything but what the archive promises.
    func read(into output: UnsafeMutableRawBufferPointer, from file: borrowing ReadableFile) throws(Failure) -> Int {
        if place == nil { place = try dataOffset(in: file) }
        var done = 0
        while done < output.count, !isFinished {
            let rest = UnsafeMutableRawBufferPointer(rebasing: output[done...])
            let count = member.method == 0 ? try copy(into: rest, from: file) : try inflate(into: rest, from: file)
            update(UnsafeRawBufferPointer(rebasing: rest[..<count]))
            done += count
            unpacked += count
            guard unpacked <= member.size else { throw corrupt("it unpacks to more than the archive says") }
        }
        if isFinished, done < output.count { try checkWhole() }
        return done
    }

    private func checkWhole() throws(Failure) {
        guard unpacked == member.size else { throw corrupt("it unpacks to less than the archive says") }
        guard checksum == UInt(member.checksum) else { throw corrupt("its checksum is wrong") }
    }

    private func copy(into output: UnsafeMutableRawBufferPointer, from file: borrowing ReadableFile) throws(Failure)
        -> Int
    {
        let wanted = min(output.count, packedLeft)
        let count = try takePacked(UnsafeMutableRawBufferPointer(rebasing: output[..<wanted]), from: file)
        isFinished = packedLeft == 0
        return count
    }

    private func inflate(
        into output: UnsafeMutableRawBufferPointer, from file: borrowing ReadableFile
    ) throws(Failure) -> Int {
        if stream.pointee.avail_in == 0, packedLeft > 0 {
            let wanted = min(input.count, packedLeft)
            let count = try takePacked(UnsafeMutableRawBufferPointer(rebasing: input[..<wanted]), from: file)
            stream.pointee.next_in = input.baseAddress!.assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_in = UInt32(count)
        }
        // In bounds: zlib is told how much `output` holds.
        stream.pointee.next_out = output.baseAddress!.assumingMemoryBound(to: UInt8.self)
        let room = UInt32(clamping: output.count)
        stream.pointee.avail_out = room
        let code = CZlib.inflate(stream, Z_NO_FLUSH)
        switch code {
        case Z_STREAM_END:
            isFinished = true
            if stream.pointee.avail_in > 0 || packedLeft > 0 { throw corrupt("bytes follow its end") }
        case Z_OK: break
        case Z_BUF_ERROR where packedLeft > 0 || stream.pointee.avail_out < room: break
        default: throw corrupt("its packed bytes are wrong")
        }
        return Int(room - stream.pointee.avail_out)
    }

    private func takePacked(
        _ buffer: UnsafeMutableRawBufferPointer, from file: borrowing ReadableFile
    ) throws(Failure) -> Int {
        let count = buffer.count == 0 ? 0 : try file.read(into: buffer, at: place!)
        guard count == buffer.count else { throw corrupt("the archive breaks off inside it") }
        place! += count
        packedLeft -= count
        return count
    }

    /// Where the data begins: after a header of its own, which repeats what the directory says.
    private func dataOffset(in file: borrowing ReadableFile) throws(Failure) -> Int {
        let head = UnsafeMutableRawBufferPointer.allocate(byteCount: 30, alignment: 16)
        defer { head.deallocate() }
        let count = try file.read(into: head, at: member.headerOffset)
        let bytes = Array(head[..<count])
        guard count == 30, number(bytes, 0, 4) == 0x0403_4B50, number(bytes, 8, 2) == member.method else {
            throw corrupt("its own header is damaged")
        }
        return member.headerOffset + 30 + number(bytes, 26, 2) + number(bytes, 28, 2)
    }

    private func update(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count > 0 else { return }
        checksum = UInt(crc32_z(uLong(checksum), bytes.baseAddress!.assumingMemoryBound(to: UInt8.self), bytes.count))
    }

    private func corrupt(_ reason: String) -> Failure { Failure(.badData, .corruptMember(shown, reason)) }
}

/// Beyond both figures, packed data is a trap and not an export: text packs to a tenth or a fiftieth, and deflate ends at
/// about a thousandth, on endless repeats.
enum UnpackingLimit {
    static let bytes = 256 << 20
    static let ratio = 200

    static func isExceeded(packed: Int, unpacked: Int) -> Bool { unpacked > bytes && unpacked / ratio > packed }
}

extension Diagnostic {
    static func encryptedMember(_ file: String) -> Diagnostic {
        Diagnostic(
            "encrypted-member", at: SourcePosition(file: file), found: "an encrypted member of a ZIP archive",
            expected: "an archive without a password", fix: "unpack it with its password and give the CSV files")
    }

    static func unknownMethod(_ method: Int, _ file: String) -> Diagnostic {
        let names = [9: "Deflate64", 12: "bzip2", 14: "LZMA", 93: "Zstandard", 95: "xz"]
        let name = names[method].map { "\($0), method \(method)" } ?? "method \(method)"
        return Diagnostic(
            "unknown-method", at: SourcePosition(file: file),
            found: "a member of a ZIP archive that is packed with \(name)", expected: "stored or deflated members",
            fix: "unpack it and give the CSV file")
    }

    static func corruptMember(_ file: String, _ reason: String) -> Diagnostic {
        Diagnostic(
            "corrupt-member", at: SourcePosition(file: file), found: "a corrupt member of a ZIP archive: \(reason)",
            expected: "a whole archive", fix: "download it again")
    }

    static func decompressionBomb(_ file: String, _ what: String) -> Diagnostic {
        Diagnostic(
            "decompression-bomb", at: SourcePosition(file: file),
            found: "a \(what) that unpacks to more than 256 MiB and 200 times its size", expected: "an export",
            fix: "if the file is genuine, unpack it yourself and give the .csv")
    }
}
