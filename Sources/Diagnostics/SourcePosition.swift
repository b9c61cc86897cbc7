/// A place in an input file. Lines and columns count from 1; a column counts bytes of the decoded line.
package struct SourcePosition: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Path as the user knows it, relative to the project folder where there is one; the `.gz` path for a compressed file.
    package var file: String
    package var line: Int?
    package var column: Int?

    package init(file: String, line: Int? = nil, column: Int? = nil) {
        self.file = file
        self.line = line
        self.column = column
    }

    package var description: String {
        [file, line.map(String.init), column.map(String.init)].compactMap(\.self).joined(separator: ":")
    }

    /// The same place without its column.
    package var ofLine: SourcePosition { SourcePosition(file: file, line: line) }

    package static func < (a: SourcePosition, b: SourcePosition) -> Bool {
        (a.file, a.line ?? 0, a.column ?? 0) < (b.file, b.line ?? 0, b.column ?? 0)
    }
}
