/// A file to read: where it is, and what the user calls it.
package struct InputFile: Hashable, Sendable {
    /// What the operating system opens.
    package var path: String
    /// What messages and reports show; relative to the project folder where there is one.
    package var name: String
    /// Of the archive at `path`; nil: the file itself.
    package var member: ZipMember?

    package init(path: String, name: String, member: ZipMember? = nil) {
        self.path = path
        self.name = name
        self.member = member
    }
}

/// How the bytes of a file are packed, told by its first bytes and never by its name.
package enum Compression: String, Sendable {
    case none, gzip
    /// A member of a ZIP archive, itself packed by gzip or not.
    case zip
}

/// How the text of a file is cut into fields, and where its records begin.
package struct Dialect: Hashable, Sendable {
    package var delimiter: UInt8
    /// Physical line of the header record, from 1. Everything before it is preamble.
    package var headerLine: Int

    package init(delimiter: UInt8, headerLine: Int = 1) {
        self.delimiter = delimiter
        self.headerLine = headerLine
    }
}
