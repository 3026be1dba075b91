/// What a planner knows of an index: a row of entries, each the key of a field's value and then the record's id, in
/// memcmp's order, one for each record of the kind.
package struct IndexDefinition: Sendable, Hashable {
    /// What an index is for.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case unique, ordered, relation, time
        /// Sets of ids by value, in no order.
        case status
    }

    package var name: String
    /// The field whose values it has.
    package var path: FieldPath
    package var kind: Kind
    /// Whether it can be asked now; false while it is built, or damaged.
    package var isUsable: Bool
    /// Whether it has entries for records that lack the field.
    package var hasAbsent: Bool

    package init(name: String, path: FieldPath, kind: Kind, isUsable: Bool = true, hasAbsent: Bool = true) {
        self.name = name
        self.path = path
        self.kind = kind
        self.isUsable = isUsable
        self.hasAbsent = hasAbsent
    }

    /// Whether it knows ranges and order, not only single values.
    package var isOrdered: Bool { kind != .status }
}
