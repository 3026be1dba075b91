/// What a query demands of a record, made from properties: `\.score >= 100 && \.name == "Arthur"`.
///
/// A property that an index names is looked up by the index; any other is checked on the record.
public struct RecordCondition<R: Record>: Sendable {
    /// What follows from it for the record's JSON: no record that passes fails this.
    let condition: Condition
    /// That is all of it.
    let isExact: Bool
    let matches: @Sendable (R) -> Bool

    init(_ condition: Condition?, _ matches: @escaping @Sendable (R) -> Bool) {
        self.condition = condition ?? .always
        isExact = condition != nil
        self.matches = matches
    }

    init(_ condition: Condition, isExact: Bool, _ matches: @escaping @Sendable (R) -> Bool) {
        self.condition = condition
        self.isExact = isExact
        self.matches = matches
    }

    static func compare<Value>(
        _ path: any KeyPath<R, Value> & Sendable, _ comparison: Condition.Comparison, _ value: Value,
        _ matches: @escaping @Sendable (R) -> Bool
    ) -> RecordCondition {
        RecordCondition(Indexed<R>.compare(path, comparison, value), matches)
    }

    /// Both.
    public static func && (a: Self, b: Self) -> Self {
        Self(a.condition && b.condition, isExact: a.isExact && b.isExact) { a.matches($0) && b.matches($0) }
    }

    /// One of them at least.
    public static func || (a: Self, b: Self) -> Self {
        Self(a.condition || b.condition, isExact: a.isExact && b.isExact) { a.matches($0) || b.matches($0) }
    }

    /// Not this.
    public static prefix func ! (a: Self) -> Self { Self(a.isExact ? !a.condition : nil) { !a.matches($0) } }
}

/// The property has this value; `nil` for none.
public func == <R: Record, Value: Equatable & Sendable>(
    path: any KeyPath<R, Value> & Sendable, value: Value
) -> RecordCondition<R> {
    .compare(path, .equal, value) { $0[keyPath: path] == value }
}

/// The property has another value.
public func != <R: Record, Value: Equatable & Sendable>(
    path: any KeyPath<R, Value> & Sendable, value: Value
) -> RecordCondition<R> {
    .compare(path, .notEqual, value) { $0[keyPath: path] != value }
}

/// The property is less.
public func < <R: Record, Value: Comparable & Sendable>(
    path: any KeyPath<R, Value> & Sendable, value: Value
) -> RecordCondition<R> {
    .compare(path, .less, value) { $0[keyPath: path] < value }
}

/// The property is less or equal.
public func <= <R: Record, Value: Comparable & Sendable>(
    path: any KeyPath<R, Value> & Sendable, value: Value
) -> RecordCondition<R> {
    .compare(path, .lessOrEqual, value) { $0[keyPath: path] <= value }
}

/// The property is greater.
public func > <R: Record, Value: Comparable & Sendable>(
    path: any KeyPath<R, Value> & Sendable, value: Value
) -> RecordCondition<R> {
    .compare(path, .greater, value) { $0[keyPath: path] > value }
}

/// The property is greater or equal.
public func >= <R: Record, Value: Comparable & Sendable>(
    path: any KeyPath<R, Value> & Sendable, value: Value
) -> RecordCondition<R> {
    .compare(path, .greaterOrEqual, value) { $0[keyPath: path] >= value }
}
