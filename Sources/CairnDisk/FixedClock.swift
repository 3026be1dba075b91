import Synchronization

/// A clock that stands still until it is told otherwise, for tests of clocks that jump, freeze or run backwards.
package final class FixedClock: DiskClock {
    private let wall: Atomic<Int64>
    private let steady: Atomic<UInt64>

    package init(now: Int64 = 0, monotonic: UInt64 = 0) {
        wall = Atomic(now)
        steady = Atomic(monotonic)
    }

    package func now() -> Int64 { wall.load(ordering: .acquiring) }

    package func monotonic() -> UInt64 { steady.load(ordering: .acquiring) }

    /// Sets the wall clock alone, in any direction.
    package func set(now: Int64) { wall.store(now, ordering: .releasing) }

    /// Lets time pass on both clocks.
    package func advance(nanoseconds: UInt64) {
        wall.wrappingAdd(Int64(clamping: nanoseconds / 1_000), ordering: .acquiringAndReleasing)
        steady.wrappingAdd(nanoseconds, ordering: .acquiringAndReleasing)
    }
}
