package import Diagnostics

/// A record of a preview: where it begins, and its fields without their quotes.
package struct PreviewRecord: Hashable, Sendable {
    /// Physical line, from 1.
    package var line: Int
    package var fields: [String]

    package init(line: Int, fields: [String]) {
        self.line = line
        self.fields = fields
    }
}

/// The beginning of a file, enough to tell what it is: at most 256 KiB after unpacking.
package struct FilePreview: Sendable {
    package let file: InputFile
    package let compression: Compression
    /// Only one thread at a time can get at its bytes.
    package var isPacked: Bool { compression != .none }
    /// `utf-8` or `utf-8-bom`.
    package let encoding: String
    /// `lf`, `crlf`, `cr`, `mixed`, or `none` when the preview holds one line.
    package let lineEnding: String
    /// The preview ends where the file ends.
    package let isWhole: Bool
    /// Decoded bytes, byte order mark included.
    package let bytes: [UInt8]

    static let limit = 1 << 18

    /// Reads the beginning of a file.
    ///
    /// - Throws: 65 when it is not UTF-8 text, or broken; 66 when it cannot be opened.
    package static func open(_ file: InputFile) throws(Failure) -> FilePreview {
        let source = try BlockSource(file, blockSize: limit + 1, hashing: false)
        let block = Block(capacity: limit + 1)
        try source.fill(block, index: 0)
        return try FilePreview(
            file, bytes: Array(block.data.prefix(limit)), isWhole: block.count <= limit,
            compression: file.member != nil ? .zip : source.isGzip ? .gzip : .none)
    }

    private init(
        _ file: InputFile, bytes: [UInt8], isWhole: Bool, compression: Compression
    ) throws(Failure) {
        if let wrong = notText(bytes, file: file.name) { throw Failure(.badData, wrong) }
        if let offset = firstInvalidUTF8(bytes, isWhole: isWhole) {
            throw Failure(.badData, .invalidUTF8(bytes[offset], at: position(of: offset, in: bytes, file: file.name)))
        }
        self.file = file
        self.bytes = bytes
        self.isWhole = isWhole
        self.compression = compression
        encoding = bytes.starts(with: byteOrderMark) ? "utf-8-bom" : "utf-8"
        lineEnding = lineEndings(bytes)
    }

    /// The first records, blank lines left out. A record that the preview cuts off is left out too.
    ///
    /// - Parameter limit: most records to return.
    package func records(delimiter: UInt8, limit: Int) -> [PreviewRecord] {
        bytes.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return [] }
            let index = RecordIndex(delimiter: delimiter)
            let first = bytes.starts(with: byteOrderMark) ? 3 : 0
            index.begin(at: first)
            index.scan(start, from: first, to: bytes.count)
            if isWhole { index.finish(at: bytes.count) }
            let batch = RecordBatch(index, bytes: start, baseLine: 1, after: 0)
            return batch.records.prefix(limit).map { record in
                PreviewRecord(
                    line: batch.line(record),
                    fields: (0..<batch.fieldCount(record)).map { batch.text(record, $0) })
            }
        }
    }
}

let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

private func lineEndings(_ bytes: [UInt8]) -> String {
    var found: Set<String> = []
    var i = 0
    while i < bytes.count {
        if bytes[i] == 10 {
            found.insert("lf")
        } else if bytes[i] == 13 {
            if i + 1 < bytes.count, bytes[i + 1] == 10 {
                found.insert("crlf")
                i += 1
            } else {
                found.insert("cr")
            }
        }
        i += 1
    }
    return found.count > 1 ? "mixed" : found.first ?? "none"
}

/// The bytes of a file, unpacked nowhere: for small documents that are read in one piece.
///
/// - Throws: 66 when it cannot be opened; 74 when reading breaks off.
package func wholeFile(_ file: InputFile) throws(Failure) -> [UInt8] {
    let source = try ReadableFile(file)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, source.size), alignment: 16)
    defer { buffer.deallocate() }
    let count = try source.read(into: buffer, at: 0)
    return Array(buffer[..<count])
}
