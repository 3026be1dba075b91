// Order among properties that may be `nil`, which is neither less nor greater than anything.

/// The property is there and less.
public func < <R: Record, Value: Comparable & Sendable>(
    path: any KeyPath<R, Value?> & Sendable, value: Value
) -> RecordCondition<R> {
    .compare(path, .less, value) { record in record[keyPath: path].map { $0 < value } ?? false }
}

/// The property is there and less or equal.
public func <= <R: Record, Value: Comparable & Sendable>(
    path: any KeyPath<R, Value?> & Sendable, value: Value
) -> RecordCondition<R> {
    .compare(path, .lessOrEqual, value) { record in record[keyPath: path].map { $0 <= value } ?? false }
}

/// The property is there and greater.
public func > <R: Record, Value: Comparable & Sendable>(
    path: any KeyPath<R, Value?> & Sendable, value: Value
) -> RecordCondition<R> {
    .compare(path, .greater, value) { record in record[keyPath: path].map { $0 > value } ?? false }
}

/// The property is there and greater or equal.
public func >= <R: Record, Value: Comparable & Sendable>(
    path: any KeyPath<R, Value?> & Sendable, value: Value
) -> RecordCondition<R> {
    .compare(path, .greaterOrEqual, value) { record in record[keyPath: path].map { $0 >= value } ?? false }
}
