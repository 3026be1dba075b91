public import CairnLog

/// What happens to the records of a store, in the order in which it became durable.
///
/// It reads the log itself, so it holds no more than a chunk of it, never slows a writer down, and goes on where it was
/// left from any sequence. From the first sequence on it begins with what compaction has left; behind that, and for
/// whoever begins at a later one, each change is given or its absence is an error. The retention of a kind keeps more.
public struct StateChanges: AsyncSequence, Sendable {
    public typealias Element = RecordChange
    public typealias Failure = StateError

    private let lines: LineStream
    private let gaps: GapWatch

    init(_ log: Log, from first: SequenceNumber, following: Bool) {
        gaps = GapWatch(from: first, present: log.visibleSequence)
        lines = log.lines(from: first, following: following)
    }

    public func makeAsyncIterator() -> Iterator { Iterator(lines: lines.makeAsyncIterator(), gaps: gaps) }

    /// Gives one change after the other.
    public struct Iterator: AsyncIteratorProtocol {
        var lines: LineStream.Iterator
        private var chunk: [StoredLine] = []
        private var at = 0
        private var gaps: GapWatch

        init(lines: LineStream.Iterator, gaps: GapWatch) { (self.lines, self.gaps) = (lines, gaps) }

        /// The next change; nil at the end, when the task is cancelled, or when the store closes.
        ///
        /// - Errors: `.overtaken` where changes are missing that compaction has dropped; `.damaged`, `.inputOutput`.
        ///   Asking again goes on behind what could not be read.
        public mutating func next() async throws(StateError) -> RecordChange? {
            if at == chunk.count {
                do throws(LogError) {
                    guard let more = try await lines.next() else { return nil }
                    (chunk, at) = (more, 0)
                } catch { throw StateError(error) }
            }
            try gaps.pass(chunk[at].sequence)
            at += 1
            return RecordChange(chunk[at - 1])
        }

        public mutating func next(isolation actor: isolated (any Actor)?) async throws(StateError) -> RecordChange? {
            try await next()
        }
    }
}

extension StateManager {
    /// The changes from `first` on: what is there already, then, unless told otherwise, what comes, for as long as the
    /// store is open.
    nonisolated public func changes(
        from first: SequenceNumber = .first, following: Bool = true
    ) -> StateChanges {
        StateChanges(core.log, from: first, following: following)
    }
}
