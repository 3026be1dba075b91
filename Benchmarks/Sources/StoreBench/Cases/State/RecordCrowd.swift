import Cairn
import Synchronization

/// So many tasks that each do one thing to a store after the other.
struct RecordCrowd: Sendable {
    let state: StateManager
    var tasks: Int

    /// How often `body`, which is given a number of its own each time, was done in a second.
    @concurrent
    func timesPerSecond(seconds: Double, _ body: @escaping @Sendable (Int) async throws -> Void) async throws -> Double
    {
        let clock = ContinuousClock()
        let start = clock.now
        let end = start + .seconds(seconds)
        let tasks = tasks
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for task in 0..<tasks {
                group.addTask {
                    var count = 0
                    while clock.now < end {
                        try await body(count * tasks + task)
                        count += 1
                    }
                    return count
                }
            }
            return try await group.reduce(0, +)
        }
        return Double(count) / ((clock.now - start) / .seconds(1))
    }
}
