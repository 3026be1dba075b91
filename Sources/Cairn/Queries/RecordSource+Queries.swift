extension RecordSource {
    /// Runs a typed query.
    ///
    /// Errors: `.invalidQuery`, `.unknownIndex`, `.undecodable`, and those of reading.
    func forEach<R: Record>(_ query: Query<R>, _ body: (R) throws -> Bool) throws {
        try forEach(query.request(), query) { _, record in try body(record) }
    }

    /// Runs a request that was made of a typed query.
    func forEach<R: Record>(
        _ request: QueryRequest, _ query: Query<R>, _ body: (QueryRow, R) throws -> Bool
    ) throws {
        var run = try RecordRun(request, query, self)
        while let (row, record) = try run.next() {
            guard try body(row, record) else { return }
        }
    }

    func rows<R: Record>(_ query: Query<R>) throws -> [R] {
        try withoutUnreadable {
            var rows: [R] = []
            try forEach(query) { record in
                rows.append(record)
                return true
            }
            return rows
        }
    }

    func count<R: Record>(_ query: Query<R>) throws -> Int {
        try withoutUnreadable {
            if let count = try indexedCount(query) { return count }
            var count = 0
            try forEach(query.asSet) { _ in
                count += 1
                return true
            }
            return count
        }
    }

    /// Where a part of an index turns out to be unreadable on the way, the answer is looked for again: without it.
    func withoutUnreadable<Answer>(_ answer: () throws -> Answer) throws -> Answer {
        do { return try answer() } catch let error as StateError where error.code == .beingBuilt { return try answer() }
    }

    /// How many records a query asks for, where the index alone decides.
    func indexedCount<R: Record>(_ query: Query<R>) throws(StateError) -> Int? {
        guard let plan = try QueryRun<Self>.planner(R.kind, self).counting(query.asSet.request()),
            plan.residual == .always, case .index(let access) = plan.access,
            let tree = indices(R.kind)?.tree(access.index)
        else { return nil }
        let count = access.ranges.reduce(0) { $0 + tree.count(in: $1.range) }
        return tree.fault == nil ? count : nil
    }

    func explain<R: Record>(_ query: Query<R>) throws(StateError) -> String {
        try explain(query.request(), R.kind)
    }
}
