/// Numbers distinct rows of numbers from 0 up; all rows have the same width.
///
/// Open addressing over a power of two, at most half full; the rows lie one after the other.
struct RowTable: ~Copyable {
    private struct Slot: BitwiseCopyable {
        /// Number + 1, or 0 when free.
        var entry: UInt32
        /// The upper half of the hash; the lower one chose the slot.
        var hash: UInt32
    }

    /// Numbers of a row, rounded up to whole words of two: what is compared at once.
    let width: Int
    private var slots: UnsafeMutablePointer<Slot>
    private var slotCount = 1 << 6
    private var hashes = RawList<UInt64>()
    private var rows = RawList<UInt32>()

    init(width: Int) {
        self.width = (width + 1) / 2 * 2
        slots = .allocate(capacity: slotCount)
        slots.initialize(repeating: Slot(entry: 0, hash: 0), count: slotCount)
    }

    deinit { slots.deallocate() }

    /// The hash of a row.
    ///
    /// - Parameter sum: of its numbers, each times its own ``factor(_:)``.
    @inline(__always)
    static func hash(_ sum: UInt64) -> UInt64 {
        let product = sum.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        return product.high ^ product.low
    }

    /// The number of a row; the next free one when it is new.
    ///
    /// - Parameter row: ``width`` numbers.
    @inline(__always)
    mutating func number(of row: UnsafePointer<UInt32>, hash: UInt64) -> Int {
        var place = Int(truncatingIfNeeded: hash) & (slotCount &- 1)
        while slots[place].entry != 0 {
            let entry = Int(slots[place].entry) &- 1
            if slots[place].hash == UInt32(truncatingIfNeeded: hash >> 32), holds(entry, row) { return entry }
            place = (place &+ 1) & (slotCount &- 1)
        }
        return insert(row, hash)
    }

    /// Brings what a look-up will need into the cache, for many rows at once: one after the other, each look-up would
    /// wait for memory on its own.
    ///
    /// - Returns: What was seen there, without any meaning.
    func touch(_ hashes: UnsafePointer<UInt64>, count: Int) -> UInt32 {
        var seen: UInt32 = 0
        for i in 0..<count { seen ^= slots[Int(truncatingIfNeeded: hashes[i]) & (slotCount &- 1)].hash }
        guard rows.count > 0 else { return seen }
        for i in 0..<count {
            let entry = Int(slots[Int(truncatingIfNeeded: hashes[i]) & (slotCount &- 1)].entry)
            seen ^= rows[max(entry &- 1, 0) &* width]
        }
        return seen
    }

    /// What the number at a place of a row is multiplied with in the sum: odd and without a pattern.
    static func factor(_ place: Int) -> UInt64 {
        var value = UInt64(place + 1) &* 0x9E37_79B9_7F4A_7C15
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return (value ^ value >> 31) | 1
    }

    @inline(__always)
    private func holds(_ entry: Int, _ row: UnsafePointer<UInt32>) -> Bool {
        // In bounds: both are `width` numbers long.
        let own = UnsafeRawPointer(rows.start + entry &* width)
        let other = UnsafeRawPointer(row)
        var difference: UInt64 = 0
        var i = 0
        while i < 4 &* width {
            difference |=
                own.loadUnaligned(fromByteOffset: i, as: UInt64.self)
                ^ other.loadUnaligned(fromByteOffset: i, as: UInt64.self)
            i &+= 8
        }
        return difference == 0
    }

    @inline(never)
    private mutating func insert(_ row: UnsafePointer<UInt32>, _ hash: UInt64) -> Int {
        rows.append(contentsOf: row, count: width)
        hashes.append(hash)
        if hashes.count * 2 > slotCount {
            slots.deallocate()
            slotCount *= 2
            slots = .allocate(capacity: slotCount)
            slots.initialize(repeating: Slot(entry: 0, hash: 0), count: slotCount)
            for entry in 0..<hashes.count { place(entry) }
        } else {
            place(hashes.count - 1)
        }
        return hashes.count - 1
    }

    private func place(_ entry: Int) {
        let hash = hashes[entry]
        var place = Int(truncatingIfNeeded: hash) & (slotCount - 1)
        while slots[place].entry != 0 { place = (place + 1) & (slotCount - 1) }
        slots[place] = Slot(entry: UInt32(entry + 1), hash: UInt32(truncatingIfNeeded: hash >> 32))
    }
}
