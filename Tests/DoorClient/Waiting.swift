import Dispatch
import Synchronization

/// Runs asynchronous work on the time of the thread that begins a program.
enum Waiting {
    private final class Outcome<Value: Sendable>: Sendable {
        let result = Mutex<Result<Value, any Error>?>(nil)
    }

    struct Lost: Error {}

    static func run<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) throws -> Value {
        let (outcome, done) = (Outcome<Value>(), DispatchSemaphore(value: 0))
        Task.detached {
            let result: Result<Value, any Error>
            do { result = .success(try await body()) } catch { result = .failure(error) }
            outcome.result.withLock { $0 = result }
            done.signal()
        }
        done.wait()
        guard let result = outcome.result.withLock({ $0.take() }) else { throw Lost() }
        return try result.get()
    }
}
