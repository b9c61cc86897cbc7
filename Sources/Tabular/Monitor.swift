#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A lock with a condition to wait for: what the standard library's `Mutex` lacks.
///
/// A class because the system keeps the addresses of both.
final class Monitor: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        pthread_cond_destroy(condition)
        mutex.deallocate()
        condition.deallocate()
    }

    /// Runs `body` while no other thread does.
    func locked<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }

    /// Lets others in until one of them calls ``wakeAll()``. Only inside ``locked(_:)``.
    func wait() { pthread_cond_wait(condition, mutex) }

    func wakeAll() { pthread_cond_broadcast(condition) }
}

/// Runs `body` for each number below `count` at the same time, the last one on the calling thread, and waits for all.
package func inParallel(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    final class Work {
        let number: Int
        let body: @Sendable (Int) -> Void
        init(_ number: Int, _ body: @escaping @Sendable (Int) -> Void) {
            self.number = number
            self.body = body
        }
    }
    #if canImport(Darwin)
        typealias Thread = pthread_t?
    #else
        typealias Thread = pthread_t
    #endif
    var threads: [Thread] = []
    var left: [Int] = [count - 1]
    for number in 0..<(count - 1) {
        #if canImport(Darwin)
            var thread: Thread = nil
        #else
            var thread = Thread()
        #endif
        let work = Unmanaged.passRetained(Work(number, body))
        let code = pthread_create(
            &thread, nil,
            { argument in
                #if canImport(Darwin)
                    let work = Unmanaged<Work>.fromOpaque(argument).takeRetainedValue()
                #else
                    let work = Unmanaged<Work>.fromOpaque(argument!).takeRetainedValue()
                #endif
                work.body(work.number)
                return nil
            }, work.toOpaque())
        if code == 0 {
            threads.append(thread)
        } else {
            // The system has no thread to give: the caller's does this share after its own.
            work.release()
            left.append(number)
        }
    }
    for number in left { body(number) }
    for thread in threads {
        #if canImport(Darwin)
            pthread_join(thread!, nil)
        #else
            pthread_join(thread, nil)
        #endif
    }
}
