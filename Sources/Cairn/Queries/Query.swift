/// A question for records of one type: a condition, an order, how many.
///
///     Player.where(\.score >= 100).sorted(by: \.score, .descending).limit(10)
///
/// Strings are compared by their UTF-8 bytes, as the store has them.
public struct Query<R: Record>: Sendable {
    /// The direction of an order.
    public enum Direction: Sendable { case ascending, descending }

    var condition: RecordCondition<R>
    private var keys: [SortKey] = []
    private var most: Int?
    /// Properties that no index names cannot be sorted by the store.
    private var unknown: String?

    init(_ condition: RecordCondition<R>) { self.condition = condition }

    /// Sorts by a property that an index names; given again, by the next one where the first are equal.
    public func sorted<Value: Comparable>(
        by path: any KeyPath<R, Value> & Sendable, _ direction: Direction = .ascending
    ) -> Query {
        var query = self
        guard let field = R.indices.first(where: { $0.path == path })?.definition.path else {
            query.unknown = "\(path)"
            return query
        }
        query.keys.append(SortKey(field, direction == .ascending ? .ascending : .descending))
        return query
    }

    /// At most so many.
    public func limit(_ count: Int) -> Query {
        var query = self
        query.most = count
        return query
    }

    /// - Throws: `.unknownIndex`.
    func request() throws(StateError) -> QueryRequest {
        if let unknown {
            throw StateError(.unknownIndex, "\(R.self) has no index for \(unknown); add one to sort by it")
        }
        return QueryRequest(
            condition.condition, sort: keys, limit: most, isCheckedFurther: !condition.isExact)
    }
}

extension Record {
    /// The records that meet a condition.
    public static func `where`(_ condition: RecordCondition<Self>) -> Query<Self> { Query(condition) }

    /// All records of the type.
    public static var all: Query<Self> { Query(RecordCondition(.always) { _ in true }) }
}

extension RecordSource {
    /// Runs a typed query.
    ///
    /// Errors: `.invalidQuery`, `.unknownIndex`, `.undecodable`, and those of reading.
    func forEach<R: Record>(_ query: Query<R>, _ body: (R) throws -> Bool) throws {
        let request = try query.request()
        let plan = try QueryRun<Self>.plan(request, R.kind, self)
        // A record is decoded once, whether it is checked or given out.
        var decoded: (id: String, record: R)?
        let decode: (QueryRun<Self>.Row) throws -> R = { row in
            if let decoded, decoded.id == row.id { return decoded.record }
            let record = try RecordText.decode(R.self, row.json, RecordName(kind: R.kind, id: row.id))
            decoded = (row.id, record)
            return record
        }
        let matches = query.condition.matches
        let check: ((QueryRun<Self>.Row) throws -> Bool)? =
            query.condition.isExact ? nil : { try matches(decode($0)) }
        try QueryRun(source: self, kind: R.kind, plan: plan, check: check).forEach { try body(decode($0)) }
    }

    func rows<R: Record>(_ query: Query<R>) throws -> [R] {
        var rows: [R] = []
        try forEach(query) { record in
            rows.append(record)
            return true
        }
        return rows
    }

    func count<R: Record>(_ query: Query<R>) throws -> Int {
        let request = try query.request()
        let plan = try QueryRun<Self>.plan(request, R.kind, self)
        // Where the index alone decides, its counts are the answer.
        if plan.residual == .always, !plan.isCheckedFurther, plan.limit == nil, case .index(let access) = plan.access,
            let tree = indices(R.kind)?.tree(access.index)
        {
            return access.ranges.reduce(0) { $0 + tree.count(in: $1.range) }
        }
        var count = 0
        try forEach(query) { _ in
            count += 1
            return true
        }
        return count
    }

    func explain<R: Record>(_ query: Query<R>) throws(StateError) -> String {
        try QueryRun<Self>.plan(query.request(), R.kind, self).description
    }
}
