public import FoundationEssentials

/// What a record is found by besides its id: a member of its JSON, named, with the property that it comes from.
public struct Index<R: Record>: Sendable {
    package let definition: IndexDefinition
    let path: any PartialKeyPath<R> & Sendable
    /// What it demands of the records; nil for nothing, or what the trees themselves see to.
    let rule: IndexRule?

    private init(
        _ member: String, _ path: any PartialKeyPath<R> & Sendable, _ kind: IndexDefinition.Kind,
        _ rule: IndexRule? = nil
    ) {
        definition = IndexDefinition(
            name: member, path: FieldPath(member.split(separator: ".").map(String.init)), kind: kind)
        self.path = path
        self.rule = rule
    }

    /// No two records may have the same value. Records without one, and those with `null`, do not count.
    ///
    /// `member` is the name in JSON, with dots from object to object; it names the index too.
    public static func unique<Value>(_ member: String, _ path: any KeyPath<R, Value> & Sendable) -> Index {
        Index(member, path, .unique)
    }

    /// For ranges, sorting and prefixes.
    public static func ordered<Value>(_ member: String, _ path: any KeyPath<R, Value> & Sendable) -> Index {
        Index(member, path, .ordered)
    }

    /// The member names a record of another kind, or of this one, which must be there as long as this one points at it.
    ///
    /// Kept whenever something is written, single or in a transaction, and between tasks: a write that would point at
    /// nothing fails with `.dangling`, and `rule` says what becomes of this record when the other is removed. Such a
    /// removal goes ``Transaction/mostCascadeLevels`` records far, and all of it is one transaction with at most
    /// ``Transaction/mostWrites`` writes.
    ///
    /// `Spec.where(\.planID == plan.id)` are all that point at a record.
    public static func relation<Target: Record>(
        _ member: String, _ path: any KeyPath<R, Target.ID> & Sendable, to target: Target.Type,
        onDelete rule: RelationRule
    ) -> Index {
        let rule: OptionalRelationRule = rule == .cascade ? .cascade : .restrict
        return Index(member, path, .relation, .relation(target: target.kind, onDelete: rule))
    }

    /// The same for a member that may be `nil`, which points at nothing.
    public static func relation<Target: Record>(
        _ member: String, _ path: any KeyPath<R, Target.ID?> & Sendable, to target: Target.Type,
        onDelete rule: OptionalRelationRule
    ) -> Index {
        Index(member, path, .relation, .relation(target: target.kind, onDelete: rule))
    }

    /// The member is a state: which may follow on which, and which a new record may have. Any that is named, if `first`
    /// names none. One without followers is final.
    ///
    /// A transaction is judged by what a record was before it and is after it: those are the states that others see. A
    /// change that is not allowed fails with `.forbiddenTransition`.
    public static func status<Value: RawRepresentable & Hashable & Encodable>(
        _ member: String, _ path: any KeyPath<R, Value> & Sendable, first: Set<Value> = [],
        allows following: [Value: Set<Value>]
    ) -> Index {
        let value: (Value) -> FieldValue = { FieldValue(state: $0) }
        var states: [FieldValue: Set<FieldValue>] = [:]
        for (from, to) in following { states[value(from)] = Set(to.map(value)) }
        let table = StatusTable(first: Set(first.map(value)), following: states)
        return Index(member, path, .status, .status(table))
    }

    /// A moment, for ranges and sorting by time.
    ///
    /// In JSON it stands in UTC with six digits of a second, as a `Date` is written; a patch with another form fails
    /// with `.invalidRecord`.
    public static func time(_ member: String, _ path: any KeyPath<R, Date> & Sendable) -> Index {
        Index(member, path, .time, .time)
    }

    /// The same for a moment that may be missing.
    public static func time(_ member: String, _ path: any KeyPath<R, Date?> & Sendable) -> Index {
        Index(member, path, .time, .time)
    }
}
