import Tabular

/// Numbers the distinct texts of one key: what counts of them, in the order in which they came.
///
/// A key that is simplified, or that shares its column with one of a longer prefix, has fewer numbers than its column has
/// entries; ``numbers`` leads from these to those.
struct KeyTexts: ~Copyable {
    private let key: KeyColumn
    /// The part of the column's name that a key keeps.
    private let name: String
    private let simplify: (@Sendable (String) -> String)?
    /// By the column's entries.
    private(set) var numbers = RawList<UInt32>()
    private var known: [String: UInt32] = [:]
    private(set) var texts: [String] = []
    /// The text that repeats the column's name; it shares no number with what simplifies to the same.
    private(set) var nameNumber: UInt32?

    init(_ key: KeyColumn, name: String, simplify: (@Sendable (String) -> String)?) {
        self.key = key
        self.name = key.counted(of: name)
        self.simplify = simplify
    }

    /// Numbers the text of the column's newest entry.
    mutating func add(_ whole: String) {
        let text = key.counted(of: whole)
        let counted = simplify.map { $0(text) } ?? text
        let isName = text == name
        if let number = isName ? nameNumber : known[counted] {
            numbers.append(number)
            return
        }
        let number = UInt32(texts.count)
        texts.append(counted)
        numbers.append(number)
        if isName { nameNumber = number } else { known[counted] = number }
    }
}

/// Numbers the entries of one column of the file by their raw bytes, once for all keys that need it.
struct KeyColumnEntries: ~Copyable {
    let column: Int
    /// Bytes of the text that count; `Int.max` for all.
    let prefix: Int
    private var table = ByteTable()
    private(set) var count = 0

    init(column: Int, prefix: Int) {
        self.column = column
        self.prefix = prefix
    }

    /// - Returns: The field's entry, and whether it is a new one.
    @inline(__always)
    mutating func entry(of field: UnsafeBufferPointer<UInt8>) -> (number: Int, isNew: Bool) {
        let number = table.number(of: counted(field))
        if number < count { return (number, false) }
        count += 1
        return (number, true)
    }

    /// The bytes of a field that tell its text.
    @inline(__always)
    private func counted(_ field: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        guard field.count > prefix else { return field }
        if field[0] != UInt8(ascii: "\"") { return UnsafeBufferPointer(start: field.baseAddress, count: prefix) }
        // A quote among the counted bytes: the whole field decides, which at worst is looked up twice.
        guard field.count > prefix + 1, !field[1...prefix].contains(UInt8(ascii: "\"")) else { return field }
        return UnsafeBufferPointer(start: field.baseAddress, count: prefix &+ 1)
    }
}

extension KeyColumn {
    fileprivate func counted(of text: String) -> String {
        prefix.map { String(decoding: text.utf8.prefix($0), as: UTF8.self) } ?? text
    }
}
