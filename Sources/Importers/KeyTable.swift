import Tabular

/// Numbers the distinct keys of records, of several kinds at once: those of groups, and those of the census.
///
/// How it works. Each column of the file that any key needs numbers its own texts by their raw bytes. These numbers lead
/// to those of the texts that count (``KeyTexts``), which side by side are looked up again (``RowTable``); so keys that
/// differ only in what is simplified away, or in quotes that need not be there, are one key. ``read(_:_:at:)`` does the
/// first step for all kinds, ``number(_:at:)`` the second one for the kind that is wanted. Between them lie some other
/// records, so that what the second step looks at is brought into the cache for all of them at once.
struct KeyTable: ~Copyable {
    /// Where a key finds its column's entry.
    private struct Use: BitwiseCopyable {
        var column: Int
        /// Of ``KeyTexts``; moves when they grow.
        var numbers: UnsafePointer<UInt32>
        var factor: UInt64
    }

    private let columnCount: Int
    private let columns: UnsafeMutablePointer<KeyColumnEntries>
    private let keyCount: Int
    private let keys: UnsafeMutablePointer<KeyTexts>
    private let uses: UnsafeMutablePointer<Use>
    private let kindCount: Int
    private let kinds: UnsafeMutablePointer<RowTable>
    /// By kind, and one more: the first of its keys.
    private let firstKeys: RawList<Int>
    /// By column: its keys.
    private let keysOfColumn: [[Int]]
    /// By column: the entry of the record under way.
    private let entries: UnsafeMutablePointer<Int>
    /// By kind, then by place: the row of numbers of a record, and its hash.
    private let rows: UnsafeMutablePointer<UnsafeMutablePointer<UInt32>>
    private let hashes: UnsafeMutablePointer<UnsafeMutablePointer<UInt64>>
    private var seen: UInt32 = 0

    /// Records that may be read before their keys are asked for.
    static let places = 32

    /// - Parameters:
    ///   - kinds: the keys of each kind.
    ///   - simplify: by index into the keys of the first kind.
    init(_ kinds: [[KeyColumn]], names: [String], simplify: [Int: @Sendable (String) -> String] = [:]) {
        let all = kinds.flatMap { $0 }
        // Prefixes of one column share the longest; whole texts, which may be many more, stay apart.
        var shared: [(column: Int, prefix: Int)] = []
        var keysOfColumn: [[Int]] = []
        for (index, key) in all.enumerated() {
            let prefix = key.prefix ?? .max
            let place = shared.firstIndex { $0.column == key.column && ($0.prefix == .max) == (prefix == .max) }
            if let place {
                shared[place].prefix = max(shared[place].prefix, prefix)
                keysOfColumn[place].append(index)
            } else {
                shared.append((key.column, prefix))
                keysOfColumn.append([index])
            }
        }
        self.keysOfColumn = keysOfColumn
        columnCount = shared.count
        columns = .allocate(capacity: columnCount)
        entries = .allocate(capacity: columnCount)
        entries.initialize(repeating: 0, count: columnCount)
        for (place, column) in shared.enumerated() {
            (columns + place).initialize(to: KeyColumnEntries(column: column.column, prefix: column.prefix))
        }
        keyCount = all.count
        keys = .allocate(capacity: keyCount)
        uses = .allocate(capacity: keyCount)
        for (index, key) in all.enumerated() {
            (keys + index).initialize(to: KeyTexts(key, name: names[key.column], simplify: simplify[index]))
            let column = keysOfColumn.firstIndex { $0.contains(index) }!
            (uses + index).initialize(
                to: Use(
                    column: column, numbers: UnsafePointer(keys[index].numbers.start), factor: RowTable.factor(index)))
        }
        kindCount = kinds.count
        self.kinds = .allocate(capacity: kindCount)
        rows = .allocate(capacity: kindCount)
        hashes = .allocate(capacity: kindCount)
        var firstKeys = RawList<Int>()
        firstKeys.append(0)
        for (kind, keys) in kinds.enumerated() {
            (self.kinds + kind).initialize(to: RowTable(width: keys.count))
            firstKeys.append(firstKeys[kind] + keys.count)
            let size = self.kinds[kind].width * Self.places
            (rows + kind).initialize(to: .allocate(capacity: size))
            rows[kind].initialize(repeating: 0, count: size)
            (hashes + kind).initialize(to: .allocate(capacity: Self.places))
            hashes[kind].initialize(repeating: 0, count: Self.places)
        }
        self.firstKeys = firstKeys
    }

    deinit {
        columns.deinitialize(count: columnCount).deallocate()
        entries.deallocate()
        keys.deinitialize(count: keyCount).deallocate()
        uses.deallocate()
        for kind in 0..<kindCount {
            rows[kind].deallocate()
            hashes[kind].deallocate()
        }
        rows.deallocate()
        hashes.deallocate()
        kinds.deinitialize(count: kindCount).deallocate()
    }

    /// Takes in the key columns of a record that has all of them.
    ///
    /// - Parameter place: below ``places``.
    @inline(__always)
    func read(_ batch: RecordBatch, _ record: Int, at place: Int) {
        let fields = RecordFields(batch, record)
        for column in 0..<columnCount {
            let (entry, isNew) = columns[column].entry(of: fields[columns[column].column])
            if isNew { add(column, batch, record) }
            entries[column] = entry
        }
        for kind in 0..<kindCount {
            let first = firstKeys[kind]
            let row = rows[kind] + place &* kinds[kind].width
            var sum: UInt64 = 0
            for k in 0..<(firstKeys[kind &+ 1] &- first) {
                let use = uses[first &+ k]
                let number = use.numbers[entries[use.column]]
                row[k] = number
                sum &+= UInt64(number) &* use.factor
            }
            hashes[kind][place] = RowTable.hash(sum)
        }
    }

    /// After the last record that is read before the first key is asked for; `count` places are in use.
    mutating func finishReading(_ count: Int) {
        for kind in 0..<kindCount { seen ^= kinds[kind].touch(hashes[kind], count: count) }
    }

    @inline(never)
    private func add(_ place: Int, _ batch: RecordBatch, _ record: Int) {
        let text = batch.text(record, columns[place].column)
        for key in keysOfColumn[place] {
            keys[key].add(text)
            uses[key].numbers = UnsafePointer(keys[key].numbers.start)
        }
    }

    /// The number of a record's key of a kind; the next free one when the key is new.
    @inline(__always)
    func number(_ kind: Int, at place: Int) -> Int {
        kinds[kind].number(of: rows[kind] + place &* kinds[kind].width, hash: hashes[kind][place])
    }

    /// The texts of a record's key.
    func texts(_ kind: Int, at place: Int) -> [String] {
        let row = rows[kind] + place * kinds[kind].width
        return (0..<firstKeys[kind + 1] - firstKeys[kind]).map { keys[firstKeys[kind] + $0].texts[Int(row[$0])] }
    }

    /// Each text of that key reads like its column's name, as in a header.
    func isHeader(_ kind: Int, at place: Int) -> Bool {
        let row = rows[kind] + place * kinds[kind].width
        return (0..<firstKeys[kind + 1] - firstKeys[kind]).allSatisfy {
            keys[firstKeys[kind] + $0].nameNumber == row[$0]
        }
    }
}
