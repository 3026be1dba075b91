import CairnLog

/// So many tasks, each of which writes a record and waits for it before it writes the next.
struct WriterCrowd: Sendable {
    let log: Log
    let sample: SampleLine
    var tasks = 1
    /// Records written at once, with one acknowledgement.
    var batch = 1
    /// Ids are taken from 0 up to this and over again.
    var keys = 1_000_000

    /// Acknowledged records a second.
    @concurrent
    func recordsPerSecond(seconds: Double) async throws -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        let count = try await write(until: start + .seconds(seconds))
        return Double(count) / ((clock.now - start) / .seconds(1))
    }

    private func write(until end: ContinuousClock.Instant) async throws -> Int {
        // A lone writer is the task that asks, without a group around it.
        if tasks == 1 { return try await writeAlone(0, until: end) }
        return try await withThrowingTaskGroup(of: Int.self) { group in
            for task in 0..<tasks { group.addTask { try await writeAlone(task, until: end) } }
            return try await group.reduce(0, +)
        }
    }

    private func writeAlone(_ task: Int, until end: ContinuousClock.Instant) async throws -> Int {
        let clock = ContinuousClock()
        var count = 0
        while clock.now < end {
            if batch == 1 {
                _ = try await log.append(try sample.entry(key(task, count)))
            } else {
                let from = count
                _ = try await log.append(batch: try (0..<batch).map { try sample.entry(key(task, from + $0)) })
            }
            count += batch
        }
        return count
    }

    private func key(_ task: Int, _ count: Int) -> Int { (count &* tasks &+ task) % keys }
}
