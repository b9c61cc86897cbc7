import CZlib

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The parts of a workbook file, read back. Reads what a spreadsheet program writes: stored and deflated parts, no
/// encryption, no 64-bit sizes.
package struct Archive: Sendable {
    package struct Part: Hashable, Sendable {
        package var name: String
        /// Bytes after inflating, as the directory says.
        package var size: Int
        var method: Int
        var compressedSize: Int
        var headerOffset: Int
        var checksum: UInt32
    }

    /// In the order of the directory.
    package let parts: [Part]
    private let bytes: [UInt8]
    private let path: String

    /// - Throws: ``XLSXError`` when the file cannot be read or its directory is damaged.
    package init(path: String) throws(XLSXError) {
        try self.init(path: path, shownAs: path)
    }

    init(path: String, shownAs shown: String) throws(XLSXError) {
        self.path = shown
        bytes = try readFile(path, shownAs: shown)
        parts = try Archive.directory(bytes, shown)
    }

    /// The inflated bytes of a part.
    ///
    /// - Throws: ``XLSXError`` when they do not inflate to the promised size and checksum.
    package func contents(of part: Part) throws(XLSXError) -> [UInt8] {
        let start = part.headerOffset + 30
        guard start <= bytes.count, little(bytes, part.headerOffset, 4) == 0x0403_4B50 else {
            throw .damaged(path, part.name, "no part header")
        }
        let data = start + little(bytes, part.headerOffset + 26, 2) + little(bytes, part.headerOffset + 28, 2)
        guard data + part.compressedSize <= bytes.count else { throw .damaged(path, part.name, "it is cut off") }
        let packed = bytes[data..<data + part.compressedSize]
        let result: [UInt8]?
        switch part.method {
        case 0: result = packed.count == part.size ? Array(packed) : nil
        case 8: result = inflated(packed, size: part.size)
        default: throw .damaged(path, part.name, "compression method \(part.method)")
        }
        guard let result else { throw .damaged(path, part.name, "it does not inflate") }
        let sum = result.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) }
        guard UInt32(truncatingIfNeeded: sum) == part.checksum else {
            throw .damaged(path, part.name, "wrong checksum")
        }
        return result
    }

    /// - Returns: The inflated part, or nil when there is none of this name.
    package func contents(of name: String) throws(XLSXError) -> [UInt8]? {
        guard let part = parts.first(where: { $0.name == name }) else { return nil }
        return try contents(of: part)
    }

    private static func directory(_ bytes: [UInt8], _ path: String) throws(XLSXError) -> [Part] {
        let damaged = XLSXError.damaged(path, "a list of parts", "it is missing or cut off")
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { throw .encrypted(path) }
        guard bytes.isEmpty || bytes.starts(with: [0x50, 0x4B]) else { throw .notAnArchive(path) }
        var end = bytes.count - 22
        while end >= 0 && end >= bytes.count - 22 - 65_535 && little(bytes, end, 4) != 0x0605_4B50 { end -= 1 }
        guard end >= 0, little(bytes, end, 4) == 0x0605_4B50 else { throw damaged }
        var offset = little(bytes, end + 16, 4)
        var parts: [Part] = []
        for _ in 0..<little(bytes, end + 10, 2) {
            guard offset + 46 <= bytes.count, little(bytes, offset, 4) == 0x0201_4B50 else { throw damaged }
            let nameLength = little(bytes, offset + 28, 2)
            if little(bytes, offset + 8, 2) & 1 != 0 { throw .encrypted(path) }
            guard offset + 46 + nameLength <= bytes.count else { throw damaged }
            parts.append(
                Part(
                    name: String(decoding: bytes[offset + 46..<offset + 46 + nameLength], as: UTF8.self),
                    size: little(bytes, offset + 24, 4), method: little(bytes, offset + 10, 2),
                    compressedSize: little(bytes, offset + 20, 4), headerOffset: little(bytes, offset + 42, 4),
                    checksum: UInt32(little(bytes, offset + 16, 4))))
            offset += 46 + nameLength + little(bytes, offset + 30, 2) + little(bytes, offset + 32, 2)
        }
        return parts
    }
}

/// Reads the file that was just written and makes sure that no part lost its end: a full disk for temporary parts goes
/// unnoticed by the library, which then packs half a part correctly.
func verifyArchive(at path: String, shownAs shown: String) throws(XLSXError) {
    let archive = try Archive(path: path, shownAs: shown)
    guard archive.parts.contains(where: { $0.name == "xl/workbook.xml" }) else {
        throw .damaged(shown, "xl/workbook.xml", "it is missing")
    }
    for part in archive.parts {
        let bytes = try archive.contents(of: part)
        if (part.name.hasSuffix(".xml") || part.name.hasSuffix(".rels")) && !endsWithItsClosingTag(bytes) {
            throw .damaged(shown, part.name, "its closing tag is missing")
        }
    }
}

/// Whether an XML part's last tag closes its first element, or is that element closed in itself.
func endsWithItsClosingTag(_ bytes: [UInt8]) -> Bool {
    var i = 0
    while i + 1 < bytes.count, bytes[i] != 0x3C || bytes[i + 1] == 0x3F || bytes[i + 1] == 0x21 { i += 1 }
    let name = bytes.dropFirst(i + 1).prefix { $0 != 0x20 && $0 != 0x3E && $0 != 0x2F && $0 != 0x0A && $0 != 0x0D }
    guard !name.isEmpty else { return false }
    let end = bytes.lastIndex { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D } ?? 0
    let text = bytes[...end]
    if text.suffix(name.count + 3).elementsEqual([0x3C, 0x2F] + name + [0x3E]) { return true }
    // One element, closed in itself.
    return text.suffix(2).elementsEqual([0x2F, 0x3E]) && !text.dropFirst(i + 1).contains(0x3C)
}

/// Little-endian number of 2 or 4 bytes; 0 outside the bytes.
private func little(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> Int {
    guard offset >= 0, offset + count <= bytes.count else { return 0 }
    return (0..<count).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
}

private func readFile(_ path: String, shownAs shown: String) throws(XLSXError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { throw .unreadable(shown, errorText(errno)) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(shown, errorText(errno)) }
    let size = Int(status.st_size)
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
        while count < size {
            // Inside the buffer: `count` never exceeds `size`.
            let got = read(descriptor, buffer.baseAddress! + count, size - count)
            if got < 0 && errno == EINTR { continue }
            if got < 0 { failure = errno }
            if got <= 0 { break }
            count += got
        }
    }
    if failure != 0 { throw .unreadable(shown, errorText(failure)) }
    return bytes
}

/// Raw deflate data as bytes, or nil when it is damaged or of another size.
private func inflated(_ packed: ArraySlice<UInt8>, size: Int) -> [UInt8]? {
    // Deflate packs at most 1032 to 1: a directory that promises more is damaged.
    guard size <= packed.count * 1_032 + 1_024 else { return nil }
    var stream = z_stream()
    guard inflateInit2_(&stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
        return nil
    }
    defer { inflateEnd(&stream) }
    var isComplete = false
    let result = packed.withUnsafeBufferPointer { input in
        // zlib reads `avail_in` bytes and writes at most `avail_out`: both are the buffers' own sizes.
        [UInt8](unsafeUninitializedCapacity: max(size, 1)) { output, count in
            stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.avail_in = UInt32(clamping: input.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(clamping: output.count)
            isComplete = inflate(&stream, Z_FINISH) == Z_STREAM_END
            count = Int(stream.total_out)
        }
    }
    return isComplete && result.count == size ? result : nil
}

extension XLSXError {
    static func unreadable(_ path: String, _ reason: String) -> XLSXError {
        XLSXError(
            .inputOutput, "unreadable", path: path, found: "a file that cannot be read (\(reason))",
            expected: "a readable workbook file",
            fix: "check the path and the permissions")
    }

    static func notAnArchive(_ path: String) -> XLSXError {
        XLSXError(
            .inputOutput, "damaged-file", path: path, found: "a file that does not begin as .xlsx files do",
            expected: "a whole workbook file", fix: "name the .xlsx file of a report")
    }

    static func encrypted(_ path: String) -> XLSXError {
        XLSXError(
            .inputOutput, "encrypted", path: path,
            found: "a file that is protected with a password, or in the format before .xlsx",
            expected: "an .xlsx file without a password", fix: "save it without a password")
    }

    static func damaged(_ path: String, _ part: String, _ reason: String) -> XLSXError {
        XLSXError(
            .inputOutput, "damaged-file", path: path, found: "\(part), which is damaged: \(reason)",
            expected: "a whole workbook file", fix: "free room on that disk and write the workbook again")
    }
}
