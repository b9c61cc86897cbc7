/// What a pass over a file saw of it as a whole.
package struct ScanSummary: Hashable, Sendable {
    /// Of the bytes as they lie on disk, as 64 lower-case hexadecimal digits; empty when hashing is off.
    package var sha256: String
    /// On disk.
    package var bytes: Int
    /// After the header, without blank lines.
    package var records: Int
    /// Physical lines of the whole file.
    package var lines: Int

    package init(sha256: String, bytes: Int, records: Int, lines: Int) {
        self.sha256 = sha256
        self.bytes = bytes
        self.records = records
        self.lines = lines
    }
}

/// A record of a small table.
package struct TableRow: Hashable, Sendable {
    /// Physical line on which it begins, from 1.
    package var line: Int
    package var fields: [String]

    package init(line: Int, fields: [String]) {
        self.line = line
        self.fields = fields
    }
}
