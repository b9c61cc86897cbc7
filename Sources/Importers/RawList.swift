/// A list of plain values for inner loops: one piece of memory, no reference counts and no checks of bounds.
///
/// What a caller owes: a place that it reads or writes is below ``count``.
struct RawList<Element: BitwiseCopyable>: ~Copyable {
    private(set) var start: UnsafeMutablePointer<Element>
    private(set) var count = 0
    private var capacity: Int

    init(capacity: Int = 16) {
        self.capacity = capacity
        start = .allocate(capacity: capacity)
    }

    deinit { start.deallocate() }

    @inline(__always)
    subscript(place: Int) -> Element {
        get {
            assert(place >= 0 && place < count)
            return start[place]
        }
        nonmutating set {
            assert(place >= 0 && place < count)
            start[place] = newValue
        }
    }

    mutating func append(_ element: Element, times: Int = 1) {
        reserve(times)
        (start + count).initialize(repeating: element, count: times)
        count += times
    }

    mutating func append(contentsOf other: UnsafePointer<Element>, count more: Int) {
        reserve(more)
        (start + count).initialize(from: other, count: more)
        count += more
    }

    /// Room for as many more; values that are written there without ``append(_:times:)`` are not part of the list.
    mutating func reserve(_ more: Int) {
        guard count + more > capacity else { return }
        capacity = max(capacity * 2, count + more)
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
        larger.initialize(from: start, count: count)
        start.deallocate()
        start = larger
    }
}
