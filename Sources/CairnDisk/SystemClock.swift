#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The clock of the machine. Complexity: about 20 ns a call.
package final class SystemClock: DiskClock {
    package init() {}

    package func now() -> Int64 {
        let time = Self.read(CLOCK_REALTIME)
        return Int64(time.tv_sec) &* 1_000_000 &+ Int64(time.tv_nsec) / 1_000
    }

    package func monotonic() -> UInt64 {
        let time = Self.read(CLOCK_MONOTONIC)
        return UInt64(truncatingIfNeeded: time.tv_sec) &* 1_000_000_000 &+ UInt64(truncatingIfNeeded: time.tv_nsec)
    }

    private static func read(_ clock: clockid_t) -> timespec {
        var time = timespec()
        // It fails for an unknown clock only; these two are always there.
        clock_gettime(clock, &time)
        return time
    }
}
