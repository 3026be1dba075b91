/// Which states there are, which of them come first, and which may follow on which.
struct StatusTable: Sendable {
    /// What a new record may begin with.
    private let first: Set<FieldValue>
    private let following: [FieldValue: Set<FieldValue>]

    /// Where no first state is named, each that the table names may be one.
    init(first: Set<FieldValue>, following: [FieldValue: Set<FieldValue>]) {
        self.following = following
        self.first = first.isEmpty ? following.reduce(into: []) { $0.formUnion($1.value.union([$1.key])) } : first
    }

    /// - Parameter from: nil for a record that is new.
    /// - Throws: `.forbiddenTransition` with the states that would do.
    func check(_ from: FieldValue?, _ to: FieldValue, _ member: String, _ name: RecordName) throws(StateError) {
        guard let from else {
            if first.contains(to) { return }
            throw StateError(
                .forbiddenTransition,
                "\(name) is new and may not begin with the \(member) \(to); it may begin with \(Self.list(first))")
        }
        let allowed = following[from] ?? []
        if from == to || allowed.contains(to) { return }
        throw StateError(
            .forbiddenTransition,
            "the \(member) of \(name) may not go from \(from) to \(to); from \(from) it may go to \(Self.list(allowed))"
        )
    }

    private static func list(_ states: Set<FieldValue>) -> String {
        states.isEmpty ? "nothing else" : states.sorted().map(\.description).joined(separator: ", ")
    }
}
