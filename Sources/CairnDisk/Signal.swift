import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Wakes one waiting thread. It remembers: a `notify()` that comes before the `wait()` ends that wait at once, and
/// several of them count as one.
///
/// The usual case on the commit path is a notify that finds nobody asleep; it costs one atomic exchange.
package final class Signal: Sendable {
    private let state = Atomic<Int>(Signal.idle)
    private static let idle = 0
    private static let notified = 1
    private static let asleep = 2

    // unsafe: the system's own objects, at a fixed address, made for use by several threads
    nonisolated(unsafe) private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    // unsafe: as above
    nonisolated(unsafe) private let condition: UnsafeMutablePointer<pthread_cond_t>

    package init() {
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
        condition = .allocate(capacity: 1)
        condition.initialize(to: pthread_cond_t())
        #if canImport(Darwin)
            pthread_cond_init(condition, nil)
        #else
            var attributes = pthread_condattr_t()
            pthread_condattr_init(&attributes)
            pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)  // a wall clock that jumps must not stretch a wait
            pthread_cond_init(condition, &attributes)
            pthread_condattr_destroy(&attributes)
        #endif
    }

    deinit {
        pthread_cond_destroy(condition)
        condition.deallocate()
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// Ends the present or the next wait. May be called by any thread.
    package func notify() {
        guard state.exchange(Self.notified, ordering: .acquiringAndReleasing) == Self.asleep else { return }
        // Passing through the mutex makes sure that the sleeper is either before its check or really asleep. Waking
        // it after the mutex is free spares it from running into it.
        pthread_mutex_lock(mutex)
        pthread_mutex_unlock(mutex)
        pthread_cond_signal(condition)
    }

    /// Returns once notified. Only one thread may wait at a time.
    package func wait() { _ = sleep(until: nil) }

    /// As ``wait()``, but gives up after some time. Returns whether it was notified.
    package func wait(nanoseconds: UInt64) -> Bool {
        if take() { return true }
        var deadline = timespec()
        #if canImport(Darwin)
            clock_gettime(CLOCK_REALTIME, &deadline)
        #else
            clock_gettime(CLOCK_MONOTONIC, &deadline)
        #endif
        let total = UInt64(deadline.tv_nsec) &+ nanoseconds % 1_000_000_000
        deadline.tv_sec += Int(nanoseconds / 1_000_000_000) + Int(total / 1_000_000_000)
        deadline.tv_nsec = Int(total % 1_000_000_000)
        return sleep(until: deadline)
    }

    /// Consumes a notification that is there already.
    private func take() -> Bool {
        state.compareExchange(expected: Self.notified, desired: Self.idle, ordering: .acquiringAndReleasing).exchanged
    }

    private func sleep(until deadline: timespec?) -> Bool {
        if take() { return true }
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        let (mayRest, _) = state.compareExchange(
            expected: Self.idle, desired: Self.asleep, ordering: .acquiringAndReleasing)
        guard mayRest else { return take() }
        while state.load(ordering: .acquiring) == Self.asleep {
            if var deadline {
                guard pthread_cond_timedwait(condition, mutex, &deadline) == ETIMEDOUT else { continue }
                let (gaveUp, _) = state.compareExchange(
                    expected: Self.asleep, desired: Self.idle, ordering: .acquiringAndReleasing)
                if gaveUp { return false }
            } else {
                pthread_cond_wait(condition, mutex)
            }
        }
        return take()
    }
}
