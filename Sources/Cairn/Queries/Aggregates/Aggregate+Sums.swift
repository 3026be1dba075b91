extension Aggregate {
    /// The sum of a whole number; 0 where there is no record.
    ///
    /// Asking fails with `.tooLarge` where the sum does not fit the property's type; what it is on the way does not
    /// matter.
    public static func sum(
        _ path: any KeyPath<R, Reply> & Sendable
    ) -> Aggregate where Reply: FixedWidthInteger {
        whole("sum" + of(path), { $0[keyPath: path] }) { total, _ throws(StateError) in try fitting(total, path) }
    }

    /// The sum of a whole number that may be nil, of those records that have one.
    public static func sum(
        _ path: any KeyPath<R, Reply?> & Sendable
    ) -> Aggregate where Reply: FixedWidthInteger {
        whole("sum" + of(path), { $0[keyPath: path] }) { total, _ throws(StateError) in try fitting(total, path) }
    }

    /// The sum of a floating-point number; 0 where there is no record. Records come in no promised order, so its last
    /// digits may differ from one way of answering to another.
    public static func sum(
        _ path: any KeyPath<R, Reply> & Sendable
    ) -> Aggregate where Reply: BinaryFloatingPoint {
        floating("sum" + of(path), { $0[keyPath: path] }) { total, _ in total }
    }

    /// The sum of a floating-point number that may be nil, of those records that have one.
    public static func sum(
        _ path: any KeyPath<R, Reply?> & Sendable
    ) -> Aggregate where Reply: BinaryFloatingPoint {
        floating("sum" + of(path), { $0[keyPath: path] }) { total, _ in total }
    }

    /// The average of a whole number, added up exactly; nil where there is no record.
    public static func average<Value: FixedWidthInteger & Sendable>(
        _ path: any KeyPath<R, Value> & Sendable
    ) -> Aggregate where Reply == Double? {
        whole("average" + of(path), { $0[keyPath: path] }) { $1 == 0 ? nil : Double($0) / Double($1) }
    }

    /// The average of a whole number that may be nil, of those records that have one.
    public static func average<Value: FixedWidthInteger & Sendable>(
        _ path: any KeyPath<R, Value?> & Sendable
    ) -> Aggregate where Reply == Double? {
        whole("average" + of(path), { $0[keyPath: path] }) { $1 == 0 ? nil : Double($0) / Double($1) }
    }

    /// The average of a floating-point number; nil where there is no record. For its last digits see `sum`.
    public static func average<Value: BinaryFloatingPoint & Sendable>(
        _ path: any KeyPath<R, Value> & Sendable
    ) -> Aggregate where Reply == Double? {
        floating("average" + of(path), { $0[keyPath: path] }) { $1 == 0 ? nil : Double($0) / Double($1) }
    }

    /// The average of a floating-point number that may be nil, of those records that have one.
    public static func average<Value: BinaryFloatingPoint & Sendable>(
        _ path: any KeyPath<R, Value?> & Sendable
    ) -> Aggregate where Reply == Double? {
        floating("average" + of(path), { $0[keyPath: path] }) { $1 == 0 ? nil : Double($0) / Double($1) }
    }

    /// Adds up in 128 bits: more records than a store has cannot make numbers of 64 bits exceed them, so the answer
    /// does not depend on the order of the records.
    private static func whole<Value: FixedWidthInteger & Sendable>(
        _ name: String, _ value: @escaping @Sendable (R) -> Value?,
        _ finish: @escaping @Sendable (Int128, Int) throws(StateError) -> Reply
    ) -> Aggregate {
        Aggregate(name) {
            var total: Int128 = 0
            var count = 0
            return AggregateFold { record throws(StateError) in
                guard let value = value(record) else { return }
                guard let value = Int128(exactly: value) else { throw tooLarge(name) }
                let (sum, isOver) = total.addingReportingOverflow(value)
                guard !isOver else { throw tooLarge(name) }
                total = sum
                count += 1
            } reply: { () throws(StateError) in
                try finish(total, count)
            }
        }
    }

    private static func floating<Value: BinaryFloatingPoint & Sendable>(
        _ name: String, _ value: @escaping @Sendable (R) -> Value?, _ finish: @escaping @Sendable (Value, Int) -> Reply
    ) -> Aggregate {
        Aggregate(name) {
            var total: Value = 0
            var count = 0
            return AggregateFold { record in
                guard let value = value(record) else { return }
                total += value
                count += 1
            } reply: {
                finish(total, count)
            }
        }
    }

    private static func fitting<Value: FixedWidthInteger>(
        _ total: Int128, _ path: any PartialKeyPath<R> & Sendable
    ) throws(StateError) -> Value {
        guard let sum = Value(exactly: total) else { throw tooLarge("sum" + of(path)) }
        return sum
    }

    private static func tooLarge(_ name: String) -> StateError {
        StateError(.tooLarge, "\(name) does not fit its type; ask for the average, or for fewer records")
    }
}
