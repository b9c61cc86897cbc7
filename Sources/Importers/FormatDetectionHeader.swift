/// The header of a file: names as they are compared, and as the file writes them.
struct Header: Hashable, Sendable {
    /// Lower case, trimmed, without byte order mark; runs of spaces of any kind are one space.
    let names: [String]
    let spelled: [String]
    private let indices: [String: Int]
    /// Names that stand more than once.
    let duplicates: Set<String>

    init(_ fields: [String]) {
        spelled = fields.map(Self.tidied)
        names = spelled.map { $0.lowercased() }
        var indices: [String: Int] = [:]
        var duplicates: Set<String> = []
        for (index, name) in names.enumerated() where !name.isEmpty {
            if indices[name] == nil { indices[name] = index } else { duplicates.insert(name) }
        }
        self.indices = indices
        self.duplicates = duplicates
    }

    func contains(_ name: String) -> Bool { indices[name] != nil }
    func index(of name: String) -> Int? { indices[name] }

    private static func tidied(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars where scalar != "\u{FEFF}" && scalar != "\u{200B}" {
            let isSpace = scalar == "\u{A0}" || scalar == "\u{202F}" || scalar.properties.isWhitespace
            if !isSpace {
                result.unicodeScalars.append(scalar)
            } else if !result.isEmpty, result.last != " " {
                result.append(" ")
            }
        }
        if result.last == " " { result.removeLast() }
        return result
    }
}

/// What a header must hold to be of a format. Names in lower case.
struct HeaderSignature: Hashable, Sendable {
    /// Every one of them.
    var all: [String]
    /// At least one of each group.
    var anyOf: [[String]] = []
    /// None of them.
    var none: [String] = []
    /// A column that begins with one of the texts, for each group: `cost (` for `Cost ($)`.
    var beginning: [[String]] = []
    /// The header holds nothing else.
    var isExact = false

    static func columns(_ names: String...) -> HeaderSignature { HeaderSignature(all: names) }

    func matches(_ header: Header) -> Bool {
        missing(in: header).isEmpty && !none.contains(where: header.contains)
            && (!isExact || header.names.count == all.count)
    }

    /// What the header lacks, each a name or a choice of names.
    func missing(in header: Header) -> [String] {
        all.filter { !header.contains($0) }
            + anyOf.filter { !$0.contains(where: header.contains) }.map { $0.joined(separator: " or ") }
            + beginning.filter { group in !header.names.contains { name in group.contains { name.hasPrefix($0) } } }
            .map { group in group.map { $0 + "…" }.joined(separator: " or ") }
    }

    /// Conditions in all, to say how near a header comes.
    var size: Int { all.count + anyOf.count + beginning.count }
}
