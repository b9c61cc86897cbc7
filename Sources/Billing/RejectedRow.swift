package import Money

/// A record that could not become a charge line: where it stands, why, and the money it would have carried.
package struct RejectedRow: Hashable, Sendable {
    package var file: String
    /// Physical line of the record's start, from 1.
    package var line: Int
    package var column: String
    /// Stable kebab-case name of the reason: `not-a-number`.
    package var code: String
    /// As the file has it; masked before it is shown (``Masking``).
    package var value: String
    package var expected: String
    package var fix: String
    /// The record's measures that could be read, by name.
    package var amounts: [String: Amount]
    /// Records that this entry stands for, when a fault is common to all records with the same texts.
    package var rows: Int

    package init(
        file: String, line: Int, column: String, code: String, value: String, expected: String, fix: String,
        amounts: [String: Amount] = [:], rows: Int = 1
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.code = code
        self.value = value
        self.expected = expected
        self.fix = fix
        self.amounts = amounts
        self.rows = rows
    }
}
