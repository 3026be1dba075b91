internal import CairnLog

/// What a query gives: now, and then after each commit that changes it.
///
/// Only what is committed is shown, in its order. Nothing is kept for a slow reader but its place: when it asks again
/// it gets the newest answer, and those in between are left out. The query is asked again only where a commit touched
/// its kind of record, and an answer is given out only where it is another.
public struct QueryValues<R: Record>: AsyncSequence, Sendable {
    public typealias Element = [R]
    public typealias Failure = StateError

    let query: Query<R>
    let core: StateCore

    public func makeAsyncIterator() -> Iterator { Iterator(query, core) }

    /// Gives one answer after the other.
    public struct Iterator: AsyncIteratorProtocol {
        private let query: Query<R>
        private let core: StateCore
        /// What the kind's records were when the query was last asked.
        private var mark: KindMark?
        private var print: AnswerPrint?

        init(_ query: Query<R>, _ core: StateCore) {
            self.query = query
            self.core = core
        }

        /// The next answer; nil where the store closes or the task is cancelled.
        ///
        /// - Errors: as ``StateSnapshot/query(_:)``; asking again asks the query again.
        public mutating func next() async throws(StateError) -> [R]? {
            try core.check(R.self)
            while !Task.isCancelled, !core.log.core.isClosed {
                // In this order: what the indices show is as new as this or newer.
                let seen = core.log.visibleSequence
                if core.published.newest.mark(of: R.kind) != mark {
                    do throws(StateError) {
                        if let answer = try ask() { return answer }
                    } catch {
                        if error.code == .closed { return nil }
                        throw error
                    }
                }
                guard await core.log.core.waitForMore(than: seen) else { return nil }
            }
            return nil
        }

        public mutating func next(isolation actor: isolated (any Actor)?) async throws(StateError) -> [R]? {
            try await next()
        }

        /// The answer of now; nil where it is the one that was given last.
        private mutating func ask() throws(StateError) -> [R]? {
            let snapshot = StateSnapshot(core)
            let request = try query.request()
            var run = try RecordRun(request, query, snapshot)
            var print = AnswerPrint(isOrdered: request.order != nil)
            var records: [R] = []
            while let (row, record) = try run.next() {
                print.add(row)
                records.append(record)
            }
            mark = snapshot.mark(of: R.kind)
            guard print != self.print else { return nil }
            self.print = print
            return records
        }
    }
}

extension StateManager {
    /// What a query gives: now, and then after each commit that changes it, until the store closes or the task is
    /// cancelled. A reader that is slow gets the newest and misses those in between.
    ///
    /// - Complexity: the query once for each commit that touches its kind, or less often where the reader is slower.
    nonisolated public func values<R: Record>(of query: Query<R>) -> QueryValues<R> {
        QueryValues(query: query, core: core)
    }
}
