/// Where and why a part is not XML.
package struct XMLFault: Error, Hashable, Sendable {
    /// Offset in the part, from 0.
    package var offset: Int
    package var reason: String
}

/// A pull reader of XML over bytes: elements, attributes and text, without namespaces, document types and entities of
/// one's own. Checks what makes a part well-formed: matching tags, one root, attributes that come once, known entities.
struct XMLReader {
    enum Token { case start, end, text }

    struct Attribute {
        var name: String
        var value: Range<Int>
    }

    /// Deeper nesting than any workbook has.
    private static let deepest = 256

    let bytes: [UInt8]
    /// Of the tag read last, without its prefix.
    private(set) var name = ""
    private(set) var attributes: [Attribute] = []
    /// Of the text read last, entities not yet replaced.
    private(set) var textRange = 0..<0
    private var isCharacterData = false
    private var position = 0
    private var open: [String] = []
    private var closesItself = false
    private var hasRoot = false

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// Elements that are open.
    var depth: Int { open.count }

    /// The next token; nil at the end of a whole document.
    mutating func next() throws(XMLFault) -> Token? {
        if closesItself {
            closesItself = false
            name = local(open.removeLast())
            attributes.removeAll(keepingCapacity: true)
            return .end
        }
        while position < bytes.count {
            if bytes[position] != 0x3C {
                let start = position
                while position < bytes.count, bytes[position] != 0x3C { position += 1 }
                guard open.isEmpty else {
                    textRange = start..<position
                    isCharacterData = false
                    return .text
                }
                if !bytes[start..<position].allSatisfy(isSpace) { throw fault("text outside the root", at: start) }
                continue
            }
            switch position + 1 < bytes.count ? bytes[position + 1] : 0 {
            case 0x3F: try skip(past: [0x3F, 0x3E], "a processing instruction")
            case 0x21:
                if bytes[position...].starts(with: Array("<!--".utf8)) {
                    try skip(past: Array("-->".utf8), "a comment")
                } else if !open.isEmpty, bytes[position...].starts(with: Array("<![CDATA[".utf8)) {
                    let start = position + 9
                    try skip(past: Array("]]>".utf8), "character data")
                    textRange = start..<position - 3
                    isCharacterData = true
                    return .text
                } else {
                    throw fault("a document type or declaration")
                }
            case 0x2F: return try endTag()
            default: return try startTag()
            }
        }
        if let last = open.last { throw fault("the element \(last) is not closed") }
        if !hasRoot { throw fault("there is no element") }
        return nil
    }

    /// The value of an attribute of the start tag read last.
    func attribute(_ name: String) -> String? {
        attributes.first { $0.name == name }.map { text(in: $0.value) }
    }

    /// The text read last.
    var text: String { isCharacterData ? String(decoding: bytes[textRange], as: UTF8.self) : text(in: textRange) }

    /// Bytes as text, with their entities replaced. The reader has checked them.
    func text(in range: Range<Int>) -> String {
        guard bytes[range].contains(0x26) else { return String(decoding: bytes[range], as: UTF8.self) }
        var out: [UInt8] = []
        var i = range.lowerBound
        while i < range.upperBound {
            if bytes[i] == 0x26, let entity = entity(at: i, before: range.upperBound) {
                out += entity.utf8
                i = entity.end
            } else {
                out.append(bytes[i])
                i += 1
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    // MARK: - Tags

    private mutating func startTag() throws(XMLFault) -> Token {
        let start = position
        position += 1
        let whole = try nameText()
        guard !open.isEmpty || !hasRoot else { throw fault("a second root, \(whole)", at: start) }
        guard open.count < Self.deepest else { throw fault("elements nest too deeply", at: start) }
        hasRoot = true
        name = local(whole)
        attributes.removeAll(keepingCapacity: true)
        while true {
            let hadSpace = skipSpace()
            guard position < bytes.count else { throw fault("the tag \(whole) is cut off", at: start) }
            if bytes[position] == 0x3E {
                position += 1
                open.append(whole)
                return .start
            }
            if bytes[position] == 0x2F {
                guard position + 1 < bytes.count, bytes[position + 1] == 0x3E else { throw fault("a stray slash") }
                position += 2
                open.append(whole)
                closesItself = true
                return .start
            }
            guard hadSpace else { throw fault("no space before an attribute of \(whole)") }
            try attribute(of: whole)
        }
    }

    private mutating func attribute(of element: String) throws(XMLFault) {
        let key = try nameText()
        _ = skipSpace()
        guard position < bytes.count, bytes[position] == 0x3D else { throw fault("the attribute \(key) has no value") }
        position += 1
        _ = skipSpace()
        guard position < bytes.count, bytes[position] == 0x22 || bytes[position] == 0x27 else {
            throw fault("the value of \(key) stands without quotes")
        }
        let quote = bytes[position]
        let start = position + 1
        position = start
        while position < bytes.count, bytes[position] != quote {
            if bytes[position] == 0x3C { throw fault("a tag inside the value of \(key)") }
            position += 1
        }
        guard position < bytes.count else { throw fault("the value of \(key) is cut off", at: start) }
        try checkEntities(start..<position)
        if attributes.contains(where: { $0.name == key }) { throw fault("the attribute \(key) of \(element) twice") }
        attributes.append(Attribute(name: key, value: start..<position))
        position += 1
    }

    private mutating func endTag() throws(XMLFault) -> Token {
        let start = position
        position += 2
        let whole = try nameText()
        _ = skipSpace()
        guard position < bytes.count, bytes[position] == 0x3E else { throw fault("the end of \(whole) is cut off") }
        position += 1
        guard open.last == whole else {
            throw fault("the end of \(whole) where \(open.last.map { "that of \($0)" } ?? "none") belongs", at: start)
        }
        open.removeLast()
        name = local(whole)
        attributes.removeAll(keepingCapacity: true)
        return .end
    }

    // MARK: - Bytes

    private mutating func nameText() throws(XMLFault) -> String {
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case 0x09, 0x0A, 0x0D, 0x20, 0x22, 0x26, 0x27, 0x2F, 0x3C, 0x3D, 0x3E: break
            default:
                position += 1
                continue
            }
            break
        }
        guard position > start else { throw fault("a name is missing") }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private func local(_ name: String) -> String {
        guard let colon = name.utf8.lastIndex(of: 0x3A) else { return name }
        return String(name[name.index(after: colon)...])
    }

    private mutating func skipSpace() -> Bool {
        let start = position
        while position < bytes.count, isSpace(bytes[position]) { position += 1 }
        return position > start
    }

    private mutating func skip(past end: [UInt8], _ what: String) throws(XMLFault) {
        let start = position
        while position + end.count <= bytes.count {
            if bytes[position..<position + end.count].elementsEqual(end) {
                position += end.count
                return
            }
            position += 1
        }
        throw fault("\(what) is not closed", at: start)
    }

    /// Checks the entities of the text read last.
    func checkText() throws(XMLFault) {
        if !isCharacterData { try checkEntities(textRange) }
    }

    private func checkEntities(_ range: Range<Int>) throws(XMLFault) {
        for i in range where bytes[i] == 0x26 && entity(at: i, before: range.upperBound) == nil {
            throw fault("an entity that is not known", at: i)
        }
    }

    private func entity(at start: Int, before end: Int) -> (utf8: [UInt8], end: Int)? {
        guard let semicolon = bytes[start..<min(end, start + 12)].firstIndex(of: 0x3B) else { return nil }
        let body = String(decoding: bytes[start + 1..<semicolon], as: UTF8.self)
        let known: UInt32? =
            switch body {
            case "amp": 0x26
            case "lt": 0x3C
            case "gt": 0x3E
            case "quot": 0x22
            case "apos": 0x27
            default:
                if body.hasPrefix("#x") {
                    UInt32(body.dropFirst(2), radix: 16)
                } else if body.hasPrefix("#") {
                    UInt32(body.dropFirst())
                } else {
                    nil
                }
            }
        guard let known, let scalar = Unicode.Scalar(known) else { return nil }
        return (Array(String(scalar).utf8), semicolon + 1)
    }

    private func fault(_ reason: String, at offset: Int? = nil) -> XMLFault {
        XMLFault(offset: offset ?? position, reason: reason)
    }
}

private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
