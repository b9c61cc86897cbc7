import Tabular

/// Numbers the distinct keys of records from 0 up.
///
/// How it works. Each column numbers its own texts by their raw bytes, and makes a `String` of each once. The numbers of
/// a record's columns, side by side, are looked up again; so keys that differ only in what is simplified away, or in
/// quotes that need not be there, are one key.
struct KeyTable: ~Copyable {
    private struct Column: ~Copyable {
        let key: KeyColumn
        let column: Int
        /// Bytes of the text that count; `Int.max` for all.
        let prefix: Int
        /// The part of the column's name that a key keeps.
        let name: String
        let simplify: (@Sendable (String) -> String)?
        var table = ByteTable()
        /// By the table's numbers.
        var textNumbers: [UInt32] = []
        var numbers: [String: UInt32] = [:]
        var texts: [String] = []
        /// The text that repeats the column's name; it shares no number with what simplifies to the same.
        var nameNumber: UInt32?
    }

    private let count: Int
    private let columns: UnsafeMutablePointer<Column>
    /// The numbers of the record under way.
    private let current: UnsafeMutablePointer<UInt32>
    private var table = ByteTable()

    /// - Parameter simplify: by index into `keys`.
    init(_ keys: [KeyColumn], names: [String], simplify: [Int: @Sendable (String) -> String] = [:]) {
        count = keys.count
        columns = .allocate(capacity: count)
        // Two more: a look-up may read eight bytes past them.
        current = .allocate(capacity: count + 2)
        current.initialize(repeating: 0, count: count + 2)
        for (index, key) in keys.enumerated() {
            (columns + index).initialize(
                to: Column(
                    key: key, column: key.column, prefix: key.prefix ?? .max,
                    name: Self.prefix(names[key.column], key), simplify: simplify[index]))
        }
    }

    deinit {
        columns.deinitialize(count: count)
        columns.deallocate()
        current.deallocate()
    }

    /// The number of the record's key; the next free one when the key is new.
    mutating func group(of batch: RecordBatch, _ record: Int) -> Int {
        for k in 0..<count {
            let field = Self.counted(batch.field(record, columns[k].column), prefix: columns[k].prefix)
            let entry = columns[k].table.number(of: field)
            if entry == columns[k].textNumbers.count {
                Self.addText(&columns[k], batch.text(record, columns[k].column))
            }
            current[k] = columns[k].textNumbers[entry]
        }
        let length = 4 &* count
        return current.withMemoryRebound(to: UInt8.self, capacity: length) { bytes in
            table.number(of: UnsafeBufferPointer(start: bytes, count: length))
        }
    }

    /// The key of the record that was looked up last.
    var currentTexts: [String] { (0..<count).map { columns[$0].texts[Int(current[$0])] } }

    /// Each column of that record reads like its name, as in a header.
    var currentIsHeader: Bool { (0..<count).allSatisfy { columns[$0].nameNumber == current[$0] } }

    private static func addText(_ column: inout Column, _ whole: String) {
        let text = prefix(whole, column.key)
        let counted = column.simplify.map { $0(text) } ?? text
        let isName = text == column.name
        if let number = isName ? column.nameNumber : column.numbers[counted] {
            column.textNumbers.append(number)
            return
        }
        let number = UInt32(column.texts.count)
        column.texts.append(counted)
        column.textNumbers.append(number)
        if isName { column.nameNumber = number } else { column.numbers[counted] = number }
    }

    private static func prefix(_ text: String, _ key: KeyColumn) -> String {
        key.prefix.map { String(decoding: text.utf8.prefix($0), as: UTF8.self) } ?? text
    }

    /// The bytes of a field that tell its text.
    @inline(__always)
    private static func counted(_ field: UnsafeBufferPointer<UInt8>, prefix: Int) -> UnsafeBufferPointer<UInt8> {
        guard field.count > prefix else { return field }
        if field[0] != UInt8(ascii: "\"") { return UnsafeBufferPointer(rebasing: field[..<prefix]) }
        // A quote among the counted bytes: the whole field decides, which at worst is looked up twice.
        guard field.count > prefix + 1, !field[1...prefix].contains(UInt8(ascii: "\"")) else { return field }
        return UnsafeBufferPointer(rebasing: field[...prefix])
    }
}
