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
    ) -> Query { ordered(by: path, direction) }

    /// Sorts by a property that may be nil: those without a value come before all others.
    public func sorted<Value: Comparable>(
        by path: any KeyPath<R, Value?> & Sendable, _ direction: Direction = .ascending
    ) -> Query { ordered(by: path, direction) }

    private func ordered(by path: any PartialKeyPath<R> & Sendable, _ direction: Direction) -> Query {
        var query = self
        guard let field = Indexed<R>.field(path) else {
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

    /// Whether the order matters to what it asks for.
    var isLimited: Bool { most != nil }

    /// The same records in no order, where that is possible: sorting would be for nothing.
    var asSet: Query {
        guard most == nil else { return self }
        var query = self
        query.keys = []
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
