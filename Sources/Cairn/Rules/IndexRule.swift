/// What an index says must hold, besides how records are found by it.
enum IndexRule: Sendable {
    /// The member names a record of another kind, which is there for as long as this one points at it.
    case relation(target: String, onDelete: OptionalRelationRule)
    /// The member has states, and not every one may follow on every other.
    case status(StatusTable)
    /// The member is a moment in the one form whose order as text is that of time.
    case time
}
