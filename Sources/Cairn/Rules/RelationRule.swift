/// What becomes of the records that point at one that is removed, where each of them must point at something.
public enum RelationRule: Sendable, Hashable {
    /// It cannot be removed while others point at it.
    case restrict
    /// They are removed with it, and what points at them by their own rules.
    case cascade
}

/// What becomes of the records that point at one that is removed, where they need not point at anything.
public enum OptionalRelationRule: Sendable, Hashable {
    /// It cannot be removed while others point at it.
    case restrict
    /// They are removed with it, and what points at them by their own rules.
    case cascade
    /// They stay, and point at nothing: the member is taken out of them.
    case detach
}
