/// Some of a query's records, in their order, and where the next ones begin.
public struct Page<R: Record>: Sendable {
    /// The records.
    public var records: [R]
    /// What to ask for the next page with; nil where there was nothing behind this one.
    public var next: Cursor?
}

extension Page: Equatable where R: Equatable {}

extension Query {
    /// The records of a page where the query has no limit.
    public static var usualPage: Int { 100 }

    /// The most records of a page: what is sorted at once.
    public static var mostInPage: Int { QueryPlanner.maxSortedRows - 1 }
}

extension RecordSource {
    func readPage<R: Record>(_ query: Query<R>, after cursor: Cursor?) throws -> Page<R> {
        var request = try query.request()
        let size = request.limit ?? Query<R>.usualPage
        guard size > 0, size <= Query<R>.mostInPage else {
            throw StateError(.invalidQuery, "a page has 1 to \(Query<R>.mostInPage) records, not \(size)")
        }
        request.isPaged = true
        request.after = cursor
        // One more, to know whether there is one.
        request.limit = size + 1
        var run = try RecordRun(request, query, self)
        var page = Page<R>(records: [], next: nil)
        var last: QueryRow?
        while let (row, record) = try run.next() {
            guard page.records.count < size else {
                page.next = last.flatMap { last in
                    last.json.withUnsafeBytes { request.order?.cursor(after: $0, id: Array(last.id.utf8)) }
                }
                break
            }
            page.records.append(record)
            last = row
        }
        return page
    }
}

extension StateSnapshot {
    /// A page of a query's records: as many as its limit says, behind those that a cursor stands for.
    ///
    /// The order is that of the query, then of ids. A cursor holds values and no position, so it is good for later
    /// moments too: a record is shown twice or not at all only where it moved in the order meanwhile. As text it can
    /// be given to others and come back.
    ///
    /// - Errors: `.invalidQuery` also for a cursor of another order, and for a limit of none or of more than
    ///   ``Query/mostInPage``; else as ``query(_:)``.
    /// - Complexity: where an index has the order, O(log n) and the page; else every record that the query looks at.
    public func page<R: Record>(_ query: Query<R>, after cursor: Cursor? = nil) throws -> Page<R> {
        try checkKind(of: R.self)
        return try readPage(query, after: cursor)
    }
}

extension StateManager {
    /// A page of a query's records as they are now: as many as its limit says, behind those that a cursor stands for.
    ///
    /// - Errors: as ``StateSnapshot/page(_:after:)``.
    nonisolated public func page<R: Record>(_ query: Query<R>, after cursor: Cursor? = nil) throws -> Page<R> {
        try snapshot().page(query, after: cursor)
    }
}
