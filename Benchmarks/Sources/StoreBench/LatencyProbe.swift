import CairnLog

/// A task that writes one record after the other and notes how long each took.
struct LatencyProbe: Sendable {
    let log: Log
    let sample: SampleLine
    let keys: Int

    /// Microseconds of each write, until the time is over or `change` gives another number than at first.
    @concurrent
    func latencies(seconds: Double, until change: @Sendable () -> UInt64 = { 0 }) async throws -> [Double] {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        let first = change()
        var times: [Double] = []
        while clock.now < end, times.count % 64 != 0 || change() == first {
            let entry = try sample.entry(times.count % keys)
            let start = clock.now
            _ = try await log.append(entry)
            times.append((clock.now - start) / .microseconds(1))
        }
        return times
    }
}
