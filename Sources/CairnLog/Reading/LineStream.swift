internal import CairnDisk
internal import Synchronization

/// The records of a log in their order, in chunks; following, it waits for more at the end.
///
/// It holds one chunk in memory at a time and never slows a writer down. It ends when its task is cancelled, when the
/// log closes, or, where it does not follow, at the last record.
public struct LineStream: AsyncSequence, Sendable {
    public typealias Element = [StoredLine]
    public typealias Failure = LogError

    let core: LogCore
    let first: SequenceNumber
    let isFollowing: Bool

    public func makeAsyncIterator() -> Iterator {
        Iterator(core: core, cursor: SegmentCursor(from: first), isFollowing: isFollowing)
    }

    /// Reads chunk by chunk.
    public struct Iterator: AsyncIteratorProtocol {
        let core: LogCore
        var cursor: SegmentCursor
        let isFollowing: Bool

        /// The next records, nil at the end.
        ///
        /// - Errors: `.damaged`, `.inputOutput`; asking again goes on behind what could not be read.
        public mutating func next() async throws(LogError) -> [StoredLine]? {
            while true {
                if Task.isCancelled { return nil }
                let limit = SequenceNumber(core.visible.load(ordering: .acquiring))
                let lines = try cursor.step(core.catalog, upTo: limit)
                if !lines.isEmpty { return lines }
                guard isFollowing, await core.waitForMore(than: limit) else { return nil }
            }
        }

        public mutating func next(isolation actor: isolated (any Actor)?) async throws(LogError) -> [StoredLine]? {
            try await next()
        }
    }
}

extension Log {
    /// The records from `first` on, in their order; what compaction has dropped is not among them. With `following`, it
    /// goes on with what comes, each record once it is acknowledged.
    ///
    /// A log opened `.readOnly` beside a writer in another process follows that writer's files.
    public func lines(from first: SequenceNumber = .first, following: Bool = false) -> LineStream {
        LineStream(core: core, first: first, isFollowing: following)
    }
}

extension LogCore {
    /// A reader looks at the files of another process's log this often.
    static let pollNanoseconds: UInt64 = 10_000_000

    /// There will never be more.
    package var isClosed: Bool { listeners.withLock { $0.isClosed } }

    /// Waits until there is more than `seen`. False when there never will be, or the task was cancelled.
    package func waitForMore(than seen: SequenceNumber) async -> Bool {
        guard isWriter else { return await pollForMore(than: seen) }
        let ticket = listeners.withLock { $0.ticket() }
        return await withTaskCancellationHandler {
            await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
                let isWaiting = listeners.withLock { listeners in
                    guard !Task.isCancelled, visible.load(ordering: .acquiring) == seen.number else { return false }
                    return listeners.wait(ticket, continuation)
                }
                if !isWaiting { continuation.resume() }
            }
            let isClosed = listeners.withLock { $0.isClosed }
            return !Task.isCancelled && (!isClosed || visible.load(ordering: .acquiring) > seen.number)
        } onCancel: {
            listeners.withLock { $0.cancel(ticket) }
        }
    }

    private func pollForMore(than seen: SequenceNumber) async -> Bool {
        while !Task.isCancelled {
            if staging.withLock({ $0.isClosed }) { return false }
            if followFiles() > seen { return true }
            try? await Task.sleep(nanoseconds: Self.pollNanoseconds)
        }
        return false
    }
}
