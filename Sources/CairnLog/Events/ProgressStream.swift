internal import Synchronization

/// How far a long piece of work has come, for a task to read beside it.
///
///     let progress = ProgressStream()
///     async let report = state.compact(progress: progress.report)
///     for await now in progress { print(now.done, now.total) }
///     print(try await report)
///
/// Only the newest is kept: a slow reader misses steps and holds nothing up. It ends when the work lets go of
/// ``report``, done or failed.
public final class ProgressStream: AsyncSequence, Sendable {
    public typealias Element = Progress
    public typealias Failure = Never

    private struct State {
        var newest: Progress?
        var works = 0
        var hasBegun = false
        var isCancelled = false
        var waiting: UnsafeContinuation<Void, Never>?

        var isOver: Bool { hasBegun && works == 0 }
    }

    private let state = Mutex(State())

    /// Of work that is to begin.
    public init() {}

    /// Held by the work as long as it goes on.
    private final class Work: Sendable {
        let stream: ProgressStream

        init(_ stream: ProgressStream) {
            self.stream = stream
            stream.state.withLock { ($0.works, $0.hasBegun) = ($0.works + 1, true) }
        }

        deinit {
            stream.state.withLock { state in
                state.works -= 1
                return state.waiting.take()
            }?.resume()
        }
    }

    /// What the work is given to tell it. Each use of it counts as one piece of work.
    public var report: ProgressReport {
        let work = Work(self)
        return { work.stream.note($0) }
    }

    /// Asks the work to end at its next step.
    public func cancel() { state.withLock { $0.isCancelled = true } }

    private func note(_ progress: Progress) -> Bool {
        let (reader, goesOn) = state.withLock { state in
            state.newest = progress
            return (state.waiting.take(), !state.isCancelled)
        }
        reader?.resume()
        return goesOn
    }

    public func makeAsyncIterator() -> Iterator { Iterator(stream: self) }

    /// Gives the newest step, whenever there is a newer one.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let stream: ProgressStream

        /// The newest step; nil when the work is over or the task is cancelled.
        public mutating func next() async -> Progress? {
            while !Task.isCancelled {
                let (newest, isOver) = stream.state.withLock { ($0.newest.take(), $0.isOver) }
                if let newest { return newest }
                if isOver { return nil }
                await stream.wait()
            }
            return nil
        }

        public mutating func next(isolation actor: isolated (any Actor)?) async -> Progress? { await next() }
    }

    private func wait() async {
        await withTaskCancellationHandler {
            await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
                let resumed = state.withLock { state -> [UnsafeContinuation<Void, Never>] in
                    let others = state.waiting.take().map { [$0] } ?? []
                    if state.newest != nil || state.isOver || Task.isCancelled { return others + [continuation] }
                    state.waiting = continuation
                    return others
                }
                for one in resumed { one.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.take() }?.resume()
        }
    }
}
