import CairnDisk

/// Time since it was made.
package struct Stopwatch: Sendable {
    private let clock = SystemClock()
    private let start: UInt64

    package init() { start = clock.monotonic() }

    package var seconds: Double { Double(clock.monotonic() &- start) / 1e9 }
}
