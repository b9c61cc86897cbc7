import Synchronization

/// Values that are worked out once a key, from any thread.
///
/// A class because all copies of its owner share what is known.
final class Memo<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let known = Mutex<[Key: Value]>([:])

    /// - Parameter make: must be pure; two threads may both run it.
    func value(for key: Key, make: () -> Value) -> Value {
        if let value = known.withLock({ $0[key] }) { return value }
        let value = make()
        known.withLock { $0[key] = value }
        return value
    }
}
