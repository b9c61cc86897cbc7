import Diagnostics

/// The bytes of a file in order: as they lie on disk or, for a member of an archive, as they are unpacked.
///
/// A class because a member is unpacked in place.
final class ByteStream {
    let file: ReadableFile
    private let member: ZipMemberReader?
    /// Bytes that were looked at ahead of their turn.
    private var ahead: [UInt8] = []
    private var taken = 0

    /// - Throws: 65 for a member that cannot be unpacked; 66 when the file cannot be opened.
    init(_ input: InputFile) throws(Failure) {
        file = try ReadableFile(input)
        if let member = input.member {
            self.member = try ZipMemberReader(member, shown: input.name)
        } else {
            member = nil
        }
    }

    /// The bytes can be read at any place, not only in order.
    var isRandomAccess: Bool { member == nil }

    /// Bytes handed out by ``read(into:)``.
    private(set) var count = 0

    /// Whether the file begins with these bytes. Only before the first ``read(into:)``.
    func begins(with bytes: [UInt8]) throws(Failure) -> Bool {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        defer { buffer.deallocate() }
        let got = try next(into: buffer)
        ahead = Array(buffer[..<got])
        return ahead == bytes
    }

    /// Reads until the buffer is full or the file ends.
    ///
    /// - Returns: Bytes read; fewer than the buffer holds only at the end of the file.
    /// - Throws: 65 when a member is corrupt, 74 when reading breaks off.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
        let early = min(ahead.count, buffer.count)
        buffer.copyBytes(from: ahead.prefix(early))
        ahead.removeFirst(early)
        let got = early + (try next(into: UnsafeMutableRawBufferPointer(rebasing: buffer[early...])))
        count += got
        return got
    }

    private func next(into buffer: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
        guard buffer.count > 0 else { return 0 }
        if let member { return try member.read(into: buffer, from: file) }
        let got = try file.read(into: buffer, at: taken)
        taken += got
        return got
    }
}
