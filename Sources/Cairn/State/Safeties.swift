/// What stands between tasks and a wrong answer. The laboratory takes one away at a time to see that it was needed.
package struct Safeties: OptionSet, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Later transactions are decided upon what was accepted, and not upon what readers see.
    package static let pending = Safeties(rawValue: 1 << 0)
    /// What is pending stays so until readers see it.
    package static let patience = Safeties(rawValue: 1 << 1)
    /// What was staged behind a write that failed is forgotten with it.
    package static let forgetting = Safeties(rawValue: 1 << 2)
    /// Nobody hears of what can still fail.
    package static let silence = Safeties(rawValue: 1 << 3)
    /// Readers see indices together with the lines that made them.
    package static let publication = Safeties(rawValue: 1 << 4)
    /// A cancelled task writes nothing.
    package static let cancellation = Safeties(rawValue: 1 << 5)
    /// A write that demands a revision finds it.
    package static let revisions = Safeties(rawValue: 1 << 6)
    /// Removals go on over relations.
    package static let removals = Safeties(rawValue: 1 << 7)
    /// What is pointed at is there.
    package static let targets = Safeties(rawValue: 1 << 8)
    /// What others point at stays.
    package static let referrers = Safeties(rawValue: 1 << 9)
    /// States follow on each other as their table says.
    package static let members = Safeties(rawValue: 1 << 10)
    /// What a type does not know of a record stays in it.
    package static let unknownMembers = Safeties(rawValue: 1 << 11)

    /// A value of a unique index has one holder.
    package static let uniqueness = Safeties(rawValue: 1 << 12)
    /// A snapshot asks the indices of its own moment.
    package static let moments = Safeties(rawValue: 1 << 13)

    package static let all = Safeties(rawValue: (1 << 14) - 1)
    package static let each: [(name: String, safety: Safeties)] = [
        ("pending writes", .pending), ("patience", .patience), ("forgetting", .forgetting), ("silence", .silence),
        ("publication", .publication), ("cancellation", .cancellation), ("revisions", .revisions),
        ("removals", .removals), ("targets", .targets), ("referrers", .referrers), ("members", .members),
        ("unknown members", .unknownMembers), ("uniqueness", .uniqueness), ("indices of a moment", .moments),
    ]
}
