internal import Synchronization

/// Events of a store for one task to read, in their order.
///
/// It holds a bounded number of them. A reader that is too slow misses the oldest; the next event that it gets then is
/// `events.missed`, which says how many.
public final class EventStream: EventSink, AsyncSequence {
    public typealias Element = StoreEvent
    public typealias Failure = Never

    private struct State {
        var events: [StoreEvent] = []
        var missed = 0
        var isOver = false
        var waiting: UnsafeContinuation<Void, Never>?
    }

    /// So many are kept: a minute of a busy store, some hundred kilobytes.
    public static let most = 1_024

    private let least: StoreEvent.Level
    private let state = Mutex(State())

    /// Takes events of this level and above.
    public init(from least: StoreEvent.Level = .info) { self.least = least }

    /// Keeps an event, if it is of the level and the stream was not finished.
    public func note(_ event: StoreEvent) {
        guard event.level >= least else { return }
        let reader = state.withLock { state -> UnsafeContinuation<Void, Never>? in
            guard !state.isOver else { return nil }
            if state.events.count == Self.most {
                state.events.removeFirst()
                state.missed += 1
            }
            state.events.append(event)
            return state.waiting.take()
        }
        reader?.resume()
    }

    /// Ends it: the reader gets what is there, and then nil.
    public func finish() {
        let reader = state.withLock { state in
            state.isOver = true
            return state.waiting.take()
        }
        reader?.resume()
    }

    public func makeAsyncIterator() -> Iterator { Iterator(stream: self) }

    /// Gives one event after the other. Of several readers each event goes to one.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let stream: EventStream

        /// The next event; nil where the stream was finished or the task is cancelled.
        public mutating func next() async -> StoreEvent? {
            while !Task.isCancelled {
                if let event = stream.takeNow() { return event }
                guard await stream.waitForMore() else { return stream.takeNow() }
            }
            return nil
        }

        public mutating func next(isolation actor: isolated (any Actor)?) async -> StoreEvent? { await next() }
    }

    /// The next one, if there is one.
    package func takeNow() -> StoreEvent? {
        state.withLock { state in
            if state.missed > 0 {
                defer { state.missed = 0 }
                return StoreEvent(
                    .warning, "events.missed", "\(state.missed) events came faster than they were read",
                    ["count": "\(state.missed)"])
            }
            return state.events.isEmpty ? nil : state.events.removeFirst()
        }
    }

    /// False where there is nothing to wait for. A reader that waits already goes on, and looks again.
    private func waitForMore() async -> Bool {
        await withTaskCancellationHandler {
            await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
                let resumed = state.withLock { state -> [UnsafeContinuation<Void, Never>] in
                    let others = state.waiting.take().map { [$0] } ?? []
                    let isReady = !state.events.isEmpty || state.missed > 0 || state.isOver || Task.isCancelled
                    if isReady { return others + [continuation] }
                    state.waiting = continuation
                    return others
                }
                for one in resumed { one.resume() }
            }
            return state.withLock { !$0.isOver || !$0.events.isEmpty }
        } onCancel: {
            state.withLock { $0.waiting.take() }?.resume()
        }
    }
}
