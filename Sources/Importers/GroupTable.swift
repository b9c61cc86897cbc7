import Tabular

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Numbers distinct keys from 0 up, told apart by the raw bytes of their columns.
///
/// Open addressing over a power of two, at most half full; the bytes of a key lie one after the other in an arena, each
/// column with its length before it. Two spellings of one text (with quotes and without) are two keys here.
struct GroupTable: ~Copyable {
    private let keyCount: Int
    private let columns: UnsafeMutablePointer<Int>
    /// Bytes of the text that count; `Int.max` for all.
    private let prefixes: UnsafeMutablePointer<Int>
    /// Group + 1, or 0 when free.
    private var slots: UnsafeMutablePointer<UInt32>
    private var slotCount = 1 << 10
    private var hashes: UnsafeMutablePointer<UInt64>
    private var offsets: UnsafeMutablePointer<Int>
    private var groupCapacity = 1 << 9
    private var arena: UnsafeMutablePointer<UInt8>
    private var arenaCapacity = 1 << 16
    private var arenaCount = 0
    private(set) var count = 0
    /// The key columns of the record under way.
    private let fields: UnsafeMutablePointer<UnsafeBufferPointer<UInt8>>

    init(keys: [KeyColumn]) {
        keyCount = keys.count
        columns = .allocate(capacity: max(1, keys.count))
        prefixes = .allocate(capacity: max(1, keys.count))
        for (k, key) in keys.enumerated() {
            (columns + k).initialize(to: key.column)
            (prefixes + k).initialize(to: key.prefix ?? .max)
        }
        slots = .allocate(capacity: slotCount)
        slots.initialize(repeating: 0, count: slotCount)
        hashes = .allocate(capacity: groupCapacity)
        offsets = .allocate(capacity: groupCapacity)
        arena = .allocate(capacity: arenaCapacity)
        fields = .allocate(capacity: max(1, keys.count))
        fields.initialize(repeating: UnsafeBufferPointer(start: nil, count: 0), count: max(1, keys.count))
    }

    deinit {
        columns.deallocate()
        prefixes.deallocate()
        slots.deallocate()
        hashes.deallocate()
        offsets.deallocate()
        arena.deallocate()
        fields.deallocate()
    }

    /// The number of the record's key; the next free one when the key is new.
    mutating func group(of batch: RecordBatch, _ record: Int) -> Int {
        var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
        for k in 0..<keyCount {
            let field = counted(batch.field(record, columns[k]), prefix: prefixes[k])
            fields[k] = field
            hash = mixed(hash, field)
        }
        var slot = Int(truncatingIfNeeded: hash) & (slotCount - 1)
        while slots[slot] != 0 {
            let group = Int(slots[slot]) - 1
            if hashes[group] == hash, isCurrent(group) { return group }
            slot = (slot + 1) & (slotCount - 1)
        }
        return insert(hash)
    }

    /// The bytes of a field that make the key.
    @inline(__always)
    private func counted(_ field: UnsafeBufferPointer<UInt8>, prefix: Int) -> UnsafeBufferPointer<UInt8> {
        guard field.count > prefix else { return field }
        if field[0] != UInt8(ascii: "\"") { return UnsafeBufferPointer(rebasing: field[..<prefix]) }
        // A quote among the counted bytes: the whole field decides, which at worst tells equal texts apart.
        guard field.count > prefix + 1, !field[1...prefix].contains(UInt8(ascii: "\"")) else { return field }
        return UnsafeBufferPointer(rebasing: field[...prefix])
    }

    @inline(__always)
    private func mixed(_ hash: UInt64, _ field: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash = hash ^ UInt64(truncatingIfNeeded: field.count)
        var rest = field.count
        guard rest > 0, let start = UnsafeRawPointer(field.baseAddress) else { return folded(hash) }
        var at = start
        while rest >= 8 {
            hash = folded(hash ^ at.loadUnaligned(as: UInt64.self))
            at += 8
            rest -= 8
        }
        if rest > 0 {
            // In bounds: a batch vouches for eight bytes after a field; what is not the field's is masked away.
            let word = UInt64(littleEndian: at.loadUnaligned(as: UInt64.self))
            hash = folded(hash ^ (word & (1 &<< UInt64(8 * rest) &- 1)))
        }
        return hash
    }

    @inline(__always)
    private func folded(_ value: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        return product.high ^ product.low &+ 0x2545_F491_4F6C_DD1D
    }

    /// Whether a known group has the key of the record under way.
    @inline(__always)
    private func isCurrent(_ group: Int) -> Bool {
        var at = arena + offsets[group]
        for k in 0..<keyCount {
            let field = fields[k]
            let length = Int(UnsafeRawPointer(at).loadUnaligned(as: UInt32.self))
            guard length == field.count else { return false }
            at += 4
            if length > 0, memcmp(at, field.baseAddress!, length) != 0 { return false }
            at += length
        }
        return true
    }

    private mutating func insert(_ hash: UInt64) -> Int {
        let group = count
        if group == groupCapacity { growGroups() }
        let needed = (0..<keyCount).reduce(0) { $0 + 4 + fields[$1].count }
        if arenaCount + needed > arenaCapacity { growArena(by: needed) }
        hashes[group] = hash
        offsets[group] = arenaCount
        for k in 0..<keyCount {
            let field = fields[k]
            UnsafeMutableRawPointer(arena + arenaCount).storeBytes(of: UInt32(field.count), as: UInt32.self)
            if let start = field.baseAddress {
                (arena + arenaCount + 4).update(from: start, count: field.count)
            }
            arenaCount += 4 + field.count
        }
        count += 1
        if count * 2 > slotCount {
            slots.deallocate()
            slotCount *= 2
            slots = .allocate(capacity: slotCount)
            slots.initialize(repeating: 0, count: slotCount)
            for group in 0..<count { place(group) }
        } else {
            place(group)
        }
        return group
    }

    private func place(_ group: Int) {
        var slot = Int(truncatingIfNeeded: hashes[group]) & (slotCount - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (slotCount - 1) }
        slots[slot] = UInt32(group + 1)
    }

    private mutating func growGroups() {
        let (groupCapacity, count) = (groupCapacity, count)
        func larger<T>(_ old: UnsafeMutablePointer<T>) -> UnsafeMutablePointer<T> {
            let new = UnsafeMutablePointer<T>.allocate(capacity: groupCapacity * 2)
            new.initialize(from: old, count: count)
            old.deallocate()
            return new
        }
        hashes = larger(hashes)
        offsets = larger(offsets)
        self.groupCapacity *= 2
    }

    private mutating func growArena(by needed: Int) {
        arenaCapacity = max(arenaCapacity * 2, arenaCount + needed)
        let new = UnsafeMutablePointer<UInt8>.allocate(capacity: arenaCapacity)
        new.initialize(from: arena, count: arenaCount)
        arena.deallocate()
        arena = new
    }
}
