/// The records that a query asks for, one after the other, all as of one moment.
///
/// Each is read when it is asked for, so that memory holds one of them and not all, but for what must be sorted without
/// an index. The moment is held from the first record to the last, or until the iterator is let go.
public struct RecordSequence<R: Record>: AsyncSequence, Sendable {
    public typealias Element = R
    public typealias Failure = StateError

    let query: Query<R>
    let moment: @Sendable () -> StateSnapshot

    public func makeAsyncIterator() -> Iterator { Iterator(query, moment) }

    /// Gives one record after the other.
    public struct Iterator: AsyncIteratorProtocol {
        private enum Stage {
            case before(Query<R>, () -> StateSnapshot)
            case running(RecordRun<R, StateSnapshot>)
            case over
        }
        private var stage: Stage

        init(_ query: Query<R>, _ moment: @escaping () -> StateSnapshot) { stage = .before(query, moment) }

        /// The next record; nil after the last, and after an error.
        ///
        /// - Errors: as ``StateSnapshot/query(_:)``; `.cancelled` where the task was: what came is not all.
        public mutating func next() async throws(StateError) -> R? {
            do throws(StateError) {
                if Task.isCancelled { throw StateError(.cancelled, "the task was cancelled; there are more records") }
                return try step()
            } catch {
                stage = .over
                throw error
            }
        }

        public mutating func next(isolation actor: isolated (any Actor)?) async throws(StateError) -> R? {
            try await next()
        }

        private mutating func step() throws(StateError) -> R? {
            var run: RecordRun<R, StateSnapshot>
            switch stage {
            case .over: return nil
            case .running(let running): run = running
            case .before(let query, let moment):
                let snapshot = moment()
                try snapshot.checkKind(of: R.self)
                run = try RecordRun(query.request(), query, snapshot)
            }
            // Let go of, so that it is changed in place.
            stage = .over
            guard let (_, record) = try run.next() else { return nil }
            stage = .running(run)
            return record
        }
    }
}

extension StateSnapshot {
    /// The records that a query asks for, as they were at this moment, read as they are asked for.
    public func records<R: Record>(of query: Query<R>) -> RecordSequence<R> {
        RecordSequence(query: query) { self }
    }
}

extension StateManager {
    /// The records that a query asks for, read as they are asked for, all as of the moment when the first is.
    nonisolated public func records<R: Record>(of query: Query<R>) -> RecordSequence<R> {
        let core = core
        return RecordSequence(query: query) { StateSnapshot(core) }
    }
}
