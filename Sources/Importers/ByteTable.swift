/// Numbers distinct runs of bytes from 0 up.
///
/// How it works. Open addressing over a power of two, at most three quarters full. A slot holds the first and the last eight bytes
/// and the length, which is all of a run of up to sixteen bytes: one look at one place settles most look-ups. Longer runs
/// lie one after the other in an arena, and what is between their ends is compared there.
struct ByteTable: ~Copyable {
    private struct Slot: BitwiseCopyable {
        /// The first eight bytes; all of a shorter run, with zeros behind it.
        var head: UInt64
        /// The last eight bytes of a run of more than eight, which may repeat some of the head; otherwise 0.
        var tail: UInt64
        var count: UInt32
        /// Number + 1, or 0 when free.
        var entry: UInt32
        /// Where a run of more than sixteen bytes begins in the arena.
        var start: Int

        static let free = Slot(head: 0, tail: 0, count: 0, entry: 0, start: 0)
    }

    private var slots: UnsafeMutablePointer<Slot>
    private var slotCount = 1 << 6
    private var hashes = RawList<UInt64>()
    private var arena = RawList<UInt8>()

    init() {
        slots = .allocate(capacity: slotCount)
        slots.initialize(repeating: .free, count: slotCount)
    }

    deinit { slots.deallocate() }

    var count: Int { hashes.count }

    /// The number of these bytes; the next free one when they are new.
    ///
    /// - Parameter bytes: eight more bytes may be read after them.
    @inline(__always)
    mutating func number(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
        guard let first = UnsafeRawPointer(bytes.baseAddress) else { return number(ofNone: ()) }
        let count = bytes.count
        var key = Slot.free
        key.count = UInt32(truncatingIfNeeded: count)
        // In bounds: the caller vouches for eight bytes after a short run; what is not its own is masked away.
        let word = UInt64(littleEndian: first.loadUnaligned(as: UInt64.self))
        if count > 8 {
            key.head = word
            key.tail = UInt64(littleEndian: first.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self))
        } else {
            key.head = word & ~(~0 << UInt64(8 &* count))
        }
        var hash = Self.mixed(key.head ^ 0x9E37_79B9_7F4A_7C15, key.tail ^ 0xD6E8_FEB8_6659_FD93 ^ UInt64(key.count))
        if count > 16 { hash = Self.hash(first, count, from: hash) }
        var place = Int(truncatingIfNeeded: hash) & (slotCount &- 1)
        while true {
            let slot = slots[place]
            if slot.entry == 0 { break }
            if slot.head == key.head, slot.tail == key.tail, slot.count == key.count,
                count <= 16 || isSameInside(first, slot.start, count)
            {
                return Int(slot.entry) &- 1
            }
            place = (place &+ 1) & (slotCount &- 1)
        }
        return insert(key, bytes, hash)
    }

    /// The number of no bytes at all, which lie nowhere.
    private mutating func number(ofNone: Void) -> Int {
        var nothing: UInt64 = 0
        return withUnsafeMutablePointer(to: &nothing) { pointer in
            pointer.withMemoryRebound(to: UInt8.self, capacity: 8) {
                number(of: UnsafeBufferPointer(start: $0, count: 0))
            }
        }
    }

    /// Of a run of more than sixteen bytes, those between its ends; the last look steps back so as to end with them.
    @inline(__always)
    private static func hash(_ first: UnsafeRawPointer, _ count: Int, from start: UInt64) -> UInt64 {
        var hash = start
        var i = 8
        while i < count &- 8 {
            let at = first + min(i, count &- 16)
            hash = mixed(
                UInt64(littleEndian: at.loadUnaligned(as: UInt64.self)) ^ hash,
                UInt64(littleEndian: at.loadUnaligned(fromByteOffset: 8, as: UInt64.self)) ^ 0xA076_1D64_78BD_642F)
            i &+= 16
        }
        return hash
    }

    @inline(__always)
    private func isSameInside(_ first: UnsafeRawPointer, _ start: Int, _ count: Int) -> Bool {
        // In bounds: both are `count` bytes long, more than sixteen.
        let own = UnsafeRawPointer(arena.start + start)
        var difference: UInt64 = 0
        var i = 8
        while i < count &- 8 {
            let at = min(i, count &- 16)
            difference |=
                own.loadUnaligned(fromByteOffset: at, as: UInt64.self)
                ^ first.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            difference |=
                own.loadUnaligned(fromByteOffset: at &+ 8, as: UInt64.self)
                ^ first.loadUnaligned(fromByteOffset: at &+ 8, as: UInt64.self)
            i &+= 16
        }
        return difference == 0
    }

    /// Both halves of the product, folded.
    @inline(__always)
    private static func mixed(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }

    @inline(never)
    private mutating func insert(_ key: Slot, _ bytes: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> Int {
        var key = key
        if bytes.count > 16, let first = bytes.baseAddress {
            key.start = arena.count
            arena.append(contentsOf: first, count: bytes.count)
        }
        hashes.append(hash)
        key.entry = UInt32(hashes.count)
        if hashes.count * 4 > slotCount * 3 { grow() }
        place(key)
        return hashes.count - 1
    }

    private func place(_ key: Slot) {
        var place = Int(truncatingIfNeeded: hashes[Int(key.entry) - 1]) & (slotCount - 1)
        while slots[place].entry != 0 { place = (place + 1) & (slotCount - 1) }
        slots[place] = key
    }

    private mutating func grow() {
        let old = UnsafeBufferPointer(start: slots, count: slotCount)
        slotCount *= 2
        slots = .allocate(capacity: slotCount)
        slots.initialize(repeating: .free, count: slotCount)
        for slot in old where slot.entry != 0 { place(slot) }
        old.deallocate()
    }
}
