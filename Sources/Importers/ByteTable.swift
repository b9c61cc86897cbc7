/// Numbers distinct runs of bytes from 0 up.
///
/// Open addressing over a power of two, at most half full; the bytes lie one after the other in an arena.
struct ByteTable: ~Copyable {
    private struct Slot {
        /// Number + 1, or 0 when free.
        var entry: UInt32
        /// The upper half of the hash; the lower one chose the slot.
        var hash: UInt32
    }

    private var slots: UnsafeMutablePointer<Slot>
    private var slotCount = 1 << 6
    private var hashes: UnsafeMutablePointer<UInt64>
    /// One more than entries: where the bytes of each begin in the arena, and where the last ones end.
    private var offsets: UnsafeMutablePointer<Int>
    private var capacity = 1 << 5
    private var arena: UnsafeMutablePointer<UInt8>
    private var arenaCapacity = 1 << 10
    private(set) var count = 0
    /// The number given last: neighbouring records are often alike.
    private var last = -1

    init() {
        slots = .allocate(capacity: slotCount)
        slots.initialize(repeating: Slot(entry: 0, hash: 0), count: slotCount)
        hashes = .allocate(capacity: capacity)
        offsets = .allocate(capacity: capacity + 1)
        offsets[0] = 0
        arena = .allocate(capacity: arenaCapacity + 8)
    }

    deinit {
        slots.deallocate()
        hashes.deallocate()
        offsets.deallocate()
        arena.deallocate()
    }

    /// The number of these bytes; the next free one when they are new.
    ///
    /// - Parameter bytes: eight more bytes may be read after them.
    @inline(__always)
    mutating func number(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
        if last >= 0, holds(last, bytes) { return last }
        let hash = Self.hash(bytes)
        var slot = Int(truncatingIfNeeded: hash) & (slotCount &- 1)
        while slots[slot].entry != 0 {
            let entry = Int(slots[slot].entry) &- 1
            if slots[slot].hash == UInt32(truncatingIfNeeded: hash >> 32), holds(entry, bytes) {
                last = entry
                return entry
            }
            slot = (slot &+ 1) & (slotCount &- 1)
        }
        last = insert(bytes, hash)
        return last
    }

    @inline(__always)
    private func holds(_ entry: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = offsets[entry]
        guard offsets[entry &+ 1] &- start == bytes.count else { return false }
        guard let other = UnsafeRawPointer(bytes.baseAddress) else { return true }
        let own = UnsafeRawPointer(arena + start)
        var i = 0
        while i &+ 8 <= bytes.count {
            if own.loadUnaligned(fromByteOffset: i, as: UInt64.self)
                != other.loadUnaligned(fromByteOffset: i, as: UInt64.self)
            {
                return false
            }
            i &+= 8
        }
        guard i < bytes.count else { return true }
        // In bounds: the arena ends with eight bytes to spare, and the caller vouches for as many.
        let difference =
            UInt64(littleEndian: own.loadUnaligned(fromByteOffset: i, as: UInt64.self))
            ^ UInt64(littleEndian: other.loadUnaligned(fromByteOffset: i, as: UInt64.self))
        return difference & (1 &<< UInt64(8 &* (bytes.count &- i)) &- 1) == 0
    }

    @inline(__always)
    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: bytes.count)
        guard let start = UnsafeRawPointer(bytes.baseAddress) else { return folded(hash) }
        var rest = bytes.count
        var at = start
        while rest >= 8 {
            hash = folded(hash ^ at.loadUnaligned(as: UInt64.self))
            at += 8
            rest &-= 8
        }
        if rest > 0 {
            // In bounds: the caller vouches for eight bytes after these; what is not theirs is masked away.
            let word = UInt64(littleEndian: at.loadUnaligned(as: UInt64.self))
            hash = folded(hash ^ (word & (1 &<< UInt64(8 &* rest) &- 1)))
        }
        return folded(hash)
    }

    @inline(__always)
    private static func folded(_ value: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        return (product.high ^ product.low) &+ 0x2545_F491_4F6C_DD1D
    }

    @inline(never)
    private mutating func insert(_ bytes: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> Int {
        if count == capacity { growEntries() }
        let start = offsets[count]
        if start + bytes.count > arenaCapacity { growArena(to: start + bytes.count) }
        if let first = bytes.baseAddress { (arena + start).update(from: first, count: bytes.count) }
        hashes[count] = hash
        count += 1
        offsets[count] = start + bytes.count
        if count * 2 > slotCount {
            slots.deallocate()
            slotCount *= 2
            slots = .allocate(capacity: slotCount)
            slots.initialize(repeating: Slot(entry: 0, hash: 0), count: slotCount)
            for entry in 0..<count { place(entry) }
        } else {
            place(count - 1)
        }
        return count - 1
    }

    private func place(_ entry: Int) {
        var slot = Int(truncatingIfNeeded: hashes[entry]) & (slotCount - 1)
        while slots[slot].entry != 0 { slot = (slot + 1) & (slotCount - 1) }
        slots[slot] = Slot(entry: UInt32(entry + 1), hash: UInt32(truncatingIfNeeded: hashes[entry] >> 32))
    }

    private mutating func growEntries() {
        let newHashes = UnsafeMutablePointer<UInt64>.allocate(capacity: capacity * 2)
        newHashes.initialize(from: hashes, count: count)
        hashes.deallocate()
        hashes = newHashes
        let newOffsets = UnsafeMutablePointer<Int>.allocate(capacity: capacity * 2 + 1)
        newOffsets.initialize(from: offsets, count: count + 1)
        offsets.deallocate()
        offsets = newOffsets
        capacity *= 2
    }

    private mutating func growArena(to needed: Int) {
        let used = offsets[count]
        arenaCapacity = max(arenaCapacity * 2, needed)
        let new = UnsafeMutablePointer<UInt8>.allocate(capacity: arenaCapacity + 8)
        new.initialize(from: arena, count: used)
        arena.deallocate()
        arena = new
    }
}
