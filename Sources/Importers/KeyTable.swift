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

        /// The number of a record's text.
        @inline(__always)
        mutating func number(of batch: RecordBatch, _ record: Int) -> UInt32 {
            let entry = table.number(of: KeyTable.counted(batch.field(record, column), prefix: prefix))
            if entry == textNumbers.count { add(batch.text(record, column)) }
            return textNumbers[entry]
        }

        /// Numbers the text of the table's newest entry.
        private mutating func add(_ whole: String) {
            let text = KeyTable.prefix(whole, key)
            let counted = simplify.map { $0(text) } ?? text
            let isName = text == name
            if let number = isName ? nameNumber : numbers[counted] {
                textNumbers.append(number)
                return
            }
            let number = UInt32(texts.count)
            texts.append(counted)
            textNumbers.append(number)
            if isName { nameNumber = number } else { numbers[counted] = number }
        }
    }

    private let count: Int
    private let columns: UnsafeMutablePointer<Column>
    /// The numbers of the record under way, four bytes each.
    private let current: UnsafeMutablePointer<UInt8>
    private var table = ByteTable()

    /// - Parameter simplify: by index into `keys`.
    init(_ keys: [KeyColumn], names: [String], simplify: [Int: @Sendable (String) -> String] = [:]) {
        count = keys.count
        columns = .allocate(capacity: count)
        // Eight more: a look-up may read that many past them.
        current = .allocate(capacity: 4 * count + 8)
        current.initialize(repeating: 0, count: 4 * count + 8)
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
            let column = columns + k
            let number = column.pointee.number(of: batch, record)
            UnsafeMutableRawPointer(current).storeBytes(of: number, toByteOffset: 4 &* k, as: UInt32.self)
        }
        return table.number(of: UnsafeBufferPointer(start: current, count: 4 &* count))
    }

    private func number(_ k: Int) -> UInt32 {
        UnsafeRawPointer(current).loadUnaligned(fromByteOffset: 4 * k, as: UInt32.self)
    }

    /// The key of the record that was looked up last.
    var currentTexts: [String] { (0..<count).map { columns[$0].texts[Int(number($0))] } }

    /// Each column of that record reads like its name, as in a header.
    var currentIsHeader: Bool { (0..<count).allSatisfy { columns[$0].nameNumber == number($0) } }

    fileprivate static func prefix(_ text: String, _ key: KeyColumn) -> String {
        key.prefix.map { String(decoding: text.utf8.prefix($0), as: UTF8.self) } ?? text
    }

    /// The bytes of a field that tell its text.
    @inline(__always)
    fileprivate static func counted(_ field: UnsafeBufferPointer<UInt8>, prefix: Int) -> UnsafeBufferPointer<UInt8> {
        guard field.count > prefix else { return field }
        if field[0] != UInt8(ascii: "\"") { return UnsafeBufferPointer(rebasing: field[..<prefix]) }
        // A quote among the counted bytes: the whole field decides, which at worst is looked up twice.
        guard field.count > prefix + 1, !field[1...prefix].contains(UInt8(ascii: "\"")) else { return field }
        return UnsafeBufferPointer(rebasing: field[...prefix])
    }
}
