internal import Synchronization

extension StateManager {
    /// Keeps the store open until the task is cancelled, then makes everything durable that was accepted, closes, and
    /// returns; or until somebody else closes it. The shape that swift-service-lifecycle wants of a service.
    ///
    ///     try await withThrowingTaskGroup(of: Void.self) { group in
    ///         group.addTask { try await state.run() }
    ///         group.addTask { try await server.run() }
    ///         try await group.next()
    ///         group.cancelAll()
    ///     }
    ///
    /// - Errors: `.durabilityUnknown` where the last sync failed.
    nonisolated public func run() async throws(StateError) {
        await core.ending.wait()
        try await close()
    }
}

/// The end of a store, for those who wait for it.
final class Ending: Sendable {
    private struct State {
        var isOver = false
        var waiting: [UInt64: UnsafeContinuation<Void, Never>] = [:]
        var last: UInt64 = 0
    }

    private let state = Mutex(State())

    func finish() {
        let all = state.withLock { state in
            defer { state.waiting = [:] }
            state.isOver = true
            return Array(state.waiting.values)
        }
        for one in all { one.resume() }
    }

    /// Returns when it is over, or the task is cancelled.
    func wait() async {
        let ticket = state.withLock { state in
            state.last += 1
            return state.last
        }
        await withTaskCancellationHandler {
            await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
                let waits = state.withLock { state in
                    guard !state.isOver, !Task.isCancelled else { return false }
                    state.waiting[ticket] = continuation
                    return true
                }
                if !waits { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume()
        }
    }
}
