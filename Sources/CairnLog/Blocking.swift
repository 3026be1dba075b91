internal import CairnDisk

/// Runs work that blocks on a thread of its own, never on the pool that tasks share.
package enum Blocking {
    package static func run<R: Sendable>(
        _ name: String, _ body: @escaping @Sendable () throws(LogError) -> R
    ) async throws(LogError) -> R {
        let result: Result<R, LogError> = await withUnsafeContinuation { continuation in
            do throws(WorkerThread.StartError) {
                _ = try WorkerThread(name: name) {
                    do throws(LogError) { continuation.resume(returning: .success(try body())) } catch {
                        continuation.resume(returning: .failure(error))
                    }
                }
            } catch {
                continuation.resume(
                    returning: .failure(LogError(.exhausted, "no thread could be started for this", cause: error)))
            }
        }
        return try result.get()
    }
}
