internal import FoundationEssentials

// A predicate is a tree of generic expressions. Each that has a meaning here says so by conforming to one of these:
// it is a condition, it is a property of the record, or it is a value that is known beforehand. What conforms to none
// cannot be walked, and is refused instead of being run record by record behind the reader's back.

/// An expression that is true or false of a record.
protocol ConditionExpression {
    /// - Throws: `.invalidQuery`.
    func condition<R: Record>(of type: R.Type) throws(StateError) -> WalkedCondition
}

/// An expression that is a property of the record.
protocol PropertyExpression<Output>: PredicateExpression {
    /// nil where it is none after all.
    func path<R: Record>(in type: R.Type) -> KeyPath<R, Output>?
}

/// An expression that is a value whatever the record is.
protocol ConstantExpression<Output>: PredicateExpression {
    /// nil where it is none after all.
    var constant: Output? { get }
}

/// What a part of a predicate demands of a record's JSON, and whether that is all of it: a property that no index names
/// is looked at in the record.
struct WalkedCondition {
    var condition: Condition
    var isExact: Bool

    init(_ condition: Condition, isExact: Bool = true) {
        self.condition = condition
        self.isExact = isExact
    }

    init(_ condition: Condition?) { self.init(condition ?? .always, isExact: condition != nil) }

    static func && (a: Self, b: Self) -> Self { Self(a.condition && b.condition, isExact: a.isExact && b.isExact) }

    static func || (a: Self, b: Self) -> Self { Self(a.condition || b.condition, isExact: a.isExact && b.isExact) }

    static prefix func ! (a: Self) -> Self { a.isExact ? Self(!a.condition) : Self(nil) }
}

/// Finds out which side of an expression is what.
enum PredicateSides {
    static func walk<R: Record>(_ expression: some PredicateExpression, of type: R.Type) throws(StateError)
        -> WalkedCondition
    {
        guard let expression = expression as? any ConditionExpression else { throw refusal(expression) }
        return try expression.condition(of: type)
    }

    static func path<R: Record, E: PredicateExpression>(_ expression: E, _ type: R.Type) -> KeyPath<R, E.Output>? {
        guard let property = expression as? any PropertyExpression<E.Output> else { return nil }
        return property.path(in: type)
    }

    /// A property that is a string.
    static func text<R: Record, E: PredicateExpression>(_ expression: E, _ type: R.Type) -> KeyPath<R, String>? {
        let path: KeyPath<R, E.Output>? = path(expression, type)
        return path as? KeyPath<R, String>
    }

    static func constant<E: PredicateExpression>(_ expression: E) -> E.Output? {
        guard let constant = expression as? any ConstantExpression<E.Output> else { return nil }
        return constant.constant
    }

    /// A property beside a value, whichever comes first.
    static func compare<R: Record, A: PredicateExpression, B: PredicateExpression>(
        _ a: A, _ comparison: Condition.Comparison, _ b: B, _ type: R.Type
    ) throws(StateError) -> WalkedCondition {
        if let path = path(a, type), let value = constant(b) {
            return WalkedCondition(Indexed<R>.compare(path, comparison, value))
        }
        if let path = path(b, type), let value = constant(a) {
            return WalkedCondition(Indexed<R>.compare(path, comparison.turned, value))
        }
        throw refusal("\(A.self) \(comparison.rawValue) \(B.self)")
    }

    static func refusal(_ what: some Any) -> StateError {
        StateError(
            .invalidQuery,
            "a predicate compares a record's property with a value; this part does something else: \(what). Write the "
                + "query with key paths, or filter what it gives")
    }
}

extension Condition.Comparison {
    /// The same with its sides exchanged.
    var turned: Self {
        switch self {
        case .equal, .notEqual: self
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        }
    }
}
