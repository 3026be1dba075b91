import CrashLab
import Synchronization

/// Runs tasks on the thread that asks for it, one piece after the other, and in an order that follows from a seed: so
/// that a store with an actor and many tasks does the same on every run.
package final class SteppedExecutor: TaskExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var random: Seeded
    }

    private let state: Mutex<State>

    package init(seed: UInt64) { state = Mutex(State(random: Seeded(seed, 4_711))) }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.withLock { $0.jobs.append(job) }
    }

    /// Something is ready to run.
    package var isReady: Bool { state.withLock { !$0.jobs.isEmpty } }

    /// Runs one piece of what is ready. False where nothing was.
    package func step() -> Bool {
        guard let job = take() else { return false }
        job.runSynchronously(on: asUnownedTaskExecutor())
        return true
    }

    /// Any of those that are ready: tasks have no order among each other.
    private func take() -> UnownedJob? {
        state.withLock { state in
            guard !state.jobs.isEmpty else { return nil }
            let place = state.random.below(state.jobs.count)
            return state.jobs.remove(at: place)
        }
    }

    /// Begins a task that runs here.
    package func begin<Reply: Sendable>(_ body: @escaping @Sendable () async throws -> Reply) -> SteppedTask<Reply> {
        let stepped = SteppedTask<Reply>()
        let task = Task(executorPreference: self) {
            let result: Result<Reply, any Error>
            do { result = .success(try await body()) } catch { result = .failure(error) }
            stepped.finish(result)
        }
        stepped.remember(task)
        return stepped
    }
}

/// A task whose end can be seen from outside of tasks.
package final class SteppedTask<Reply: Sendable>: Sendable {
    private struct State {
        var task: Task<Void, Never>?
        var result: Result<Reply, any Error>?
    }

    private let state = Mutex(State())

    /// nil while it runs.
    package var result: Result<Reply, any Error>? { state.withLock { $0.result } }

    package func cancel() { state.withLock { $0.task }?.cancel() }

    fileprivate func remember(_ task: Task<Void, Never>) { state.withLock { $0.task = task } }

    fileprivate func finish(_ result: Result<Reply, any Error>) { state.withLock { $0.result = result } }
}
