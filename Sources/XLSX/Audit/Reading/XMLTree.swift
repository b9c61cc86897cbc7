/// An element of a small part with everything in it.
struct XMLTree: Hashable, Sendable {
    var name: String
    /// By full name, prefix included.
    var attributes: [String: String] = [:]
    var children: [XMLTree] = []
    /// Text directly inside, joined.
    var text = ""

    /// Reads a whole part.
    init(_ bytes: [UInt8]) throws(XMLFault) {
        var reader = XMLReader(bytes)
        guard try reader.next() == .start else { throw XMLFault(offset: 0, reason: "there is no element") }
        self = try XMLTree(startedIn: &reader)
        while try reader.next() != nil {}
    }

    /// Reads the element whose start tag was read last, up to its end tag.
    init(startedIn reader: inout XMLReader) throws(XMLFault) {
        name = reader.name
        for attribute in reader.attributes { attributes[attribute.name] = reader.text(in: attribute.value) }
        while let token = try reader.next() {
            switch token {
            case .start: children.append(try XMLTree(startedIn: &reader))
            case .text:
                try reader.checkText()
                text += reader.text
            case .end: return
            }
        }
    }

    subscript(_ attribute: String) -> String? { attributes[attribute] }

    /// The first child of that name.
    func child(_ name: String) -> XMLTree? { children.first { $0.name == name } }

    /// The element at the end of a path of first children.
    func at(_ path: String...) -> XMLTree? {
        var here: XMLTree? = self
        for name in path { here = here?.child(name) }
        return here
    }

    func all(_ name: String) -> [XMLTree] { children.filter { $0.name == name } }

    /// Every element of that name below, in document order.
    func descendants(_ name: String) -> [XMLTree] {
        children.flatMap { ($0.name == name ? [$0] : []) + $0.descendants(name) }
    }

    /// The text of this element and all below.
    var allText: String { text + children.map(\.allText).joined() }

    /// Whether an attribute says yes; `whenAbsent` where it is not there.
    func flag(_ attribute: String, whenAbsent: Bool = false) -> Bool {
        attributes[attribute].map { $0 == "1" || $0 == "true" } ?? whenAbsent
    }
}
