/// One figure about the records that a query asks for: how many, the least, the greatest, the sum or the average of a
/// property.
///
///     let (count, best) = try state.aggregate(of: Player.where(\.score > 0), .count, .max(\.score))
///
/// Strings are compared by their UTF-8 bytes, as everywhere in the store.
public struct Aggregate<R: Record, Reply: Sendable>: Sendable {
    /// What it is called where a plan is explained.
    let name: String
    /// Where the answer can be found without all records being looked at.
    let shortcut: Shortcut?
    private let makeFold: @Sendable () -> AggregateFold<R, Reply>

    /// A way to the answer that is shorter than looking at every record.
    enum Shortcut: Sendable {
        /// Counting takes no record.
        case count
        /// It is the value of the first record in the order of this property, which an index has.
        case first(FieldPath, SortKey.Direction)
    }

    init(_ name: String, _ shortcut: Shortcut? = nil, _ makeFold: @escaping @Sendable () -> AggregateFold<R, Reply>) {
        self.name = name
        self.shortcut = shortcut
        self.makeFold = makeFold
    }

    func fold() -> AggregateFold<R, Reply> { makeFold() }
}

extension Aggregate where Reply == Int {
    /// How many records.
    public static var count: Aggregate {
        Aggregate("count", .count) {
            var count = 0
            return AggregateFold(add: { _ in count += 1 }, addMany: { count += $0 }, reply: { count })
        }
    }
}

extension Aggregate {
    /// The least value of a property; nil where there is no record. With an index on the property it is the first
    /// entry of the index that belongs to a wanted record.
    public static func min<Value: Comparable & Sendable>(
        _ path: any KeyPath<R, Value> & Sendable
    ) -> Aggregate where Reply == Value? {
        outermost("min", path, .ascending) { $0[keyPath: path] }
    }

    /// The least value of a property that may be nil, of those records that have one.
    public static func min<Value: Comparable & Sendable>(
        _ path: any KeyPath<R, Value?> & Sendable
    ) -> Aggregate where Reply == Value? {
        outermost("min", path, .ascending) { $0[keyPath: path] }
    }

    /// The greatest value of a property; nil where there is no record. An index answers from its other end.
    public static func max<Value: Comparable & Sendable>(
        _ path: any KeyPath<R, Value> & Sendable
    ) -> Aggregate where Reply == Value? {
        outermost("max", path, .descending) { $0[keyPath: path] }
    }

    /// The greatest value of a property that may be nil, of those records that have one.
    public static func max<Value: Comparable & Sendable>(
        _ path: any KeyPath<R, Value?> & Sendable
    ) -> Aggregate where Reply == Value? {
        outermost("max", path, .descending) { $0[keyPath: path] }
    }

    private static func outermost<Value: Comparable & Sendable>(
        _ name: String, _ path: any PartialKeyPath<R> & Sendable, _ direction: SortKey.Direction,
        _ value: @escaping @Sendable (R) -> Value?
    ) -> Aggregate where Reply == Value? {
        Aggregate(name + Self.of(path), shortcut(path, Value.self, direction)) {
            var outermost: Value?
            return AggregateFold { record in
                guard let new = value(record) else { return }
                guard let old = outermost else { return outermost = new }
                if direction == .ascending ? precedes(new, old) : precedes(old, new) { outermost = new }
            } reply: {
                outermost
            }
        }
    }

    /// An index has the order of a type only where the type's values are what the JSON has.
    private static func shortcut<Value>(
        _ path: any PartialKeyPath<R> & Sendable, _ type: Value.Type, _ direction: SortKey.Direction
    ) -> Shortcut? {
        guard type is any FieldValueConvertible.Type,
            let index = R.indices.first(where: { $0.path == path })?.definition, index.isOrdered
        else { return nil }
        return .first(index.path, direction)
    }

    private static func precedes<Value: Comparable>(_ a: Value, _ b: Value) -> Bool {
        guard let a = a as? String, let b = b as? String else { return a < b }
        return ByteOrder.compare(a, b) < 0
    }

    /// The property as an index calls it, for explanations.
    static func of(_ path: any PartialKeyPath<R> & Sendable) -> String {
        let index = R.indices.first { $0.path == path }
        return "(\(index.map { "\($0.definition.path)" } ?? "\(path)"))"
    }
}
