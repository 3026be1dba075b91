/// Conditions on what an index names, for properties of a type; nil where no index names the property, or where JSON
/// has nothing for the value.
enum Indexed<R: Record> {
    static func compare<Value>(
        _ path: PartialKeyPath<R>, _ comparison: Condition.Comparison, _ value: Value
    ) -> Condition? {
        let isOrdered = comparison != .equal && comparison != .notEqual
        guard let field = field(path), let value = fieldValue(value, isOrdered: isOrdered) else { return nil }
        guard value == .null else { return .compare(field, comparison, value) }
        // A property is nil where its member is `null` and where there is none.
        let isNil = Condition.isNull(field) || Condition.isAbsent(field)
        switch comparison {
        case .equal: return isNil
        case .notEqual: return !isNil
        default: return nil
        }
    }

    static func among<Value>(_ path: PartialKeyPath<R>, _ values: [Value]) -> Condition? {
        guard let field = field(path) else { return nil }
        var listed: [FieldValue] = []
        for value in values {
            guard let value = fieldValue(value, isOrdered: false), value != .null else { return nil }
            listed.append(value)
        }
        return .among(field, listed)
    }

    static func prefix(_ path: PartialKeyPath<R>, _ text: String) -> Condition? {
        field(path).map { .prefix($0, text) }
    }

    static func contains(_ path: PartialKeyPath<R>, _ text: String) -> Condition? {
        field(path).map { .contains($0, .string(text)) }
    }

    static func field(_ path: PartialKeyPath<R>) -> FieldPath? {
        R.indices.first { $0.path == path }?.definition.path ?? LearnedMembers.field(path)
    }

    private static func fieldValue<Value>(_ value: Value, isOrdered: Bool) -> FieldValue? {
        guard let value = FieldValue(comparing: value, isOrdered: isOrdered), value != .absent else { return nil }
        return value
    }
}
