package import Money

/// A record that could not be taken into the ledger, with what it would have carried.
package struct RejectedRow: Hashable, Sendable {
    package var file: String
    /// Physical line on which the record begins, from 1.
    package var line: Int
    /// Header of the column at fault; empty when the whole record is.
    package var column: String
    /// Kebab-case reason: `ragged-row`, `not-a-number`.
    package var code: String
    /// As the file has it.
    package var value: String
    package var expected: String
    package var fix: String?
    /// Measures of that record that could be read, by measure name.
    package var amounts: [String: Amount]

    package init(
        file: String, line: Int, column: String, code: String, value: String, expected: String, fix: String? = nil,
        amounts: [String: Amount] = [:]
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.code = code
        self.value = value
        self.expected = expected
        self.fix = fix
        self.amounts = amounts
    }
}
