package import Diagnostics

/// A file inside a ZIP archive: where its bytes lie, and what they must unpack to.
package struct ZipMember: Hashable, Sendable {
    /// As the archive has it, with slashes between folders.
    package let name: String
    /// Bytes after unpacking.
    package let size: Int
    /// Bytes in the archive.
    package let packedSize: Int
    let method: Int
    let isEncrypted: Bool
    let checksum: UInt32
    let headerOffset: Int
}

/// The list of contents at the end of a ZIP archive, 64-bit sizes included.
///
/// Nothing is ever written to the disk. Names that would lie outside a folder are refused all the same: whoever made such
/// an archive meant no good.
package struct ZipDirectory: Sendable {
    /// Files in the order of the directory; folders are left out.
    package let members: [ZipMember]

    /// More than that is no export.
    static let memberLimit = 10_000
    /// Bytes of a list of contents that is read.
    private static let sizeLimit = 64 << 20
    private static let endSize = 22
    private static let commentLimit = 65_535

    /// Whether a file begins like a ZIP archive, whatever its name. False for a workbook, which is one by its bytes only,
    /// and for a file that cannot be opened.
    package static func recognises(_ file: InputFile) -> Bool {
        guard file.member == nil, let source = try? ReadableFile(file), let head = try? bytes(4096, at: 0, of: source)
        else { return false }
        guard head.starts(with: [0x50, 0x4B, 3, 4]) || head.starts(with: [0x50, 0x4B, 5, 6]) else { return false }
        return !String(decoding: head, as: UTF8.self).contains("[Content_Types].xml")
    }

    /// - Throws: 65 when the archive is cut off, damaged or one part of several, has unsafe, equal or too many names, or
    ///   members that share bytes; 66 when it cannot be opened; 74 when reading breaks off.
    package init(_ file: InputFile) throws(Failure) {
        let source = try ReadableFile(file)
        let end = try Self.end(of: source)
        guard end.count <= Self.memberLimit else {
            throw Failure(.badData, .tooManyMembers(end.count, limit: Self.memberLimit, file: file.name))
        }
        // What precedes the archive, as in one that unpacks itself, shifts all offsets.
        guard 0...min(end.position, Self.sizeLimit) ~= end.size, 0...(end.position - end.size) ~= end.offset,
            end.count >= 0
        else { throw Self.damaged(file) }
        let shift = end.position - end.size - end.offset
        let bytes = try Self.bytes(end.size, at: end.position - end.size, of: source)
        guard bytes.count == end.size else { throw Self.damaged(file) }
        var members: [ZipMember] = []
        var names: Set<String> = []
        var place = 0
        for _ in 0..<end.count {
            let entry = try Self.entry(bytes, at: place, shift: shift, file: file)
            place = entry.next
            let name = entry.member.name
            if let fault = Self.fault(inName: name) {
                throw Failure(.badData, .unsafeMember(name, fault, file: file.name))
            }
            guard !name.hasSuffix("/") else { continue }
            guard names.insert(name).inserted else { throw Failure(.badData, .memberTwice(name, file: file.name)) }
            members.append(entry.member)
        }
        try Self.checkOverlap(members, end: end.position - end.size, file: file)
        self.members = members
    }

    // MARK: The end record

    private struct End {
        /// Where the directory ends in the file.
        var position: Int
        var count: Int
        var size: Int
        var offset: Int
    }

    private static func end(of source: borrowing ReadableFile) throws(Failure) -> End {
        let file = source.file
        let length = min(source.size, endSize + commentLimit)
        let tail = try bytes(length, at: source.size - length, of: source)
        // Backwards, so that an archive inside the archive is not taken for it.
        var at = tail.count - endSize
        while at >= 0, number(tail, at, 4) != 0x0605_4B50 || at + endSize + number(tail, at + 20, 2) != tail.count {
            at -= 1
        }
        guard at >= 0 else { throw Failure(.badData, .truncatedZip(file.name)) }
        var end = End(
            position: source.size - length + at, count: number(tail, at + 10, 2), size: number(tail, at + 12, 4),
            offset: number(tail, at + 16, 4))
        let isSplit = number(tail, at + 4, 2) != number(tail, at + 6, 2) || number(tail, at + 8, 2) != end.count
        guard end.count == 0xFFFF || end.size == 0xFFFF_FFFF || end.offset == 0xFFFF_FFFF else {
            guard !isSplit else { throw Failure(.badData, .splitZip(file.name)) }
            return end
        }
        let locator = try bytes(20, at: end.position - 20, of: source)
        guard number(locator, 0, 4) == 0x0706_4B50 else {
            guard !isSplit else { throw Failure(.badData, .splitZip(file.name)) }
            return end
        }
        guard number(locator, 16, 4) <= 1 else { throw Failure(.badData, .splitZip(file.name)) }
        let wide = try bytes(56, at: number(locator, 8, 8), of: source)
        guard number(wide, 0, 4) == 0x0606_4B50 else { throw damaged(file) }
        end.position = number(locator, 8, 8)
        end.count = number(wide, 32, 8)
        end.size = number(wide, 40, 8)
        end.offset = number(wide, 48, 8)
        return end
    }

    // MARK: Entries

    private static func entry(
        _ bytes: [UInt8], at place: Int, shift: Int, file: InputFile
    ) throws(Failure) -> (member: ZipMember, next: Int) {
        guard place + 46 <= bytes.count, number(bytes, place, 4) == 0x0201_4B50 else { throw damaged(file) }
        let flags = number(bytes, place + 8, 2)
        let nameLength = number(bytes, place + 28, 2)
        let extraLength = number(bytes, place + 30, 2)
        let next = place + 46 + nameLength + extraLength + number(bytes, place + 32, 2)
        guard next <= bytes.count else { throw damaged(file) }
        var size = number(bytes, place + 24, 4)
        var packedSize = number(bytes, place + 20, 4)
        var offset = number(bytes, place + 42, 4)
        // Of 64-bit sizes the extra field has those that do not fit, in this order.
        var extra = place + 46 + nameLength
        let extraEnd = extra + extraLength
        while extra + 4 <= extraEnd {
            let length = number(bytes, extra + 2, 2)
            if number(bytes, extra, 2) == 1 {
                var value = extra + 4
                func take(_ field: inout Int) {
                    guard field == 0xFFFF_FFFF, value + 8 <= min(extra + 4 + length, extraEnd) else { return }
                    field = number(bytes, value, 8)
                    value += 8
                }
                take(&size)
                take(&packedSize)
                take(&offset)
            }
            extra += 4 + length
        }
        let (headerOffset, overflow) = offset.addingReportingOverflow(shift)
        guard size >= 0, packedSize >= 0, offset >= 0, !overflow else { throw damaged(file) }
        let name = String(decoding: bytes[place + 46..<place + 46 + nameLength], as: UTF8.self)
        return (
            ZipMember(
                name: name, size: size, packedSize: packedSize, method: number(bytes, place + 10, 2),
                isEncrypted: flags & 1 != 0, checksum: UInt32(number(bytes, place + 16, 4)),
                headerOffset: headerOffset),
            next
        )
    }

    /// What is wrong with a name that a file of an export would not have.
    private static func fault(inName name: String) -> String? {
        if name.isEmpty { return "an empty name" }
        if name.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) { return "a control character" }
        let parts = name.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }
        if parts.contains("..") { return "a step out of the folder" }
        if parts[0].isEmpty || parts[0].dropFirst() == ":" { return "an absolute path" }
        return nil
    }

    /// Members that share bytes make endless data out of a small file.
    private static func checkOverlap(_ members: [ZipMember], end: Int, file: InputFile) throws(Failure) {
        var free = 0
        for member in members.sorted(by: { $0.headerOffset < $1.headerOffset }) {
            guard member.headerOffset >= free else {
                throw Failure(.badData, .overlappingMembers(member.name, file: file.name))
            }
            guard member.packedSize <= end - 30, member.headerOffset <= end - 30 - member.packedSize else {
                throw damaged(file)
            }
            free = member.headerOffset + 30 + member.packedSize
        }
    }

    // MARK: Bytes

    private static func damaged(_ file: InputFile) -> Failure { Failure(.badData, .damagedZip(file.name)) }

    /// Fewer where the file ends.
    private static func bytes(
        _ count: Int, at offset: Int, of source: borrowing ReadableFile
    ) throws(Failure) -> [UInt8] {
        guard offset >= 0, count > 0, offset < source.size else { return [] }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: min(count, source.size - offset), alignment: 16)
        defer { buffer.deallocate() }
        let got = try source.read(into: buffer, at: offset)
        return Array(buffer[..<got])
    }
}

/// Little-endian number of at most eight bytes; 0 outside the bytes, -1 when it is no `Int`.
func number(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> Int {
    guard offset >= 0, offset + count <= bytes.count else { return 0 }
    let value = (0..<count).reduce(UInt64(0)) { $0 | UInt64(bytes[offset + $1]) << UInt64(8 * $1) }
    return Int(exactly: value) ?? -1
}

extension Diagnostic {
    static func truncatedZip(_ file: String) -> Diagnostic {
        Diagnostic(
            "truncated-zip", at: SourcePosition(file: file),
            found: "a ZIP archive that breaks off (its list of contents is missing)", expected: "a whole archive",
            fix: "download it again and compare its size with the source")
    }

    static func damagedZip(_ file: String) -> Diagnostic {
        Diagnostic(
            "damaged-zip", at: SourcePosition(file: file),
            found: "a ZIP archive whose list of contents is damaged", expected: "a whole archive",
            fix: "download it again")
    }

    static func splitZip(_ file: String) -> Diagnostic {
        Diagnostic(
            "split-zip", at: SourcePosition(file: file),
            found: "one part of a ZIP archive that is split over several files",
            expected: "an archive in one file", fix: "unpack all parts together and give the CSV files")
    }

    static func tooManyMembers(_ count: Int, limit: Int, file: String) -> Diagnostic {
        Diagnostic(
            "too-many-members", at: SourcePosition(file: file), found: "a ZIP archive of \(count) files",
            expected: "at most \(limit)", fix: "unpack it and give the CSV files")
    }

    static func unsafeMember(_ name: String, _ fault: String, file: String) -> Diagnostic {
        Diagnostic(
            "unsafe-member", at: SourcePosition(file: file),
            found: "a ZIP archive with \(fault) in the name \"\(printable(name))\"",
            expected: "names inside the archive's own folder",
            fix: "do not trust this file; get the export from its source again")
    }

    static func memberTwice(_ name: String, file: String) -> Diagnostic {
        Diagnostic(
            "member-twice", at: SourcePosition(file: file), found: "a ZIP archive with two files named \(name)",
            expected: "each name once", fix: "unpack it and give the CSV file that counts")
    }

    static func overlappingMembers(_ name: String, file: String) -> Diagnostic {
        Diagnostic(
            "overlapping-members", at: SourcePosition(file: file),
            found: "a ZIP archive in which \(name) shares bytes with another file",
            expected: "files that lie one after the other",
            fix: "do not trust this file; get the export from its source again")
    }

    private static func printable(_ name: String) -> String {
        String(
            String.UnicodeScalarView(name.unicodeScalars.prefix(80).map { $0.value < 32 || $0.value == 127 ? "?" : $0 })
        )
    }
}
