extension Condition {
    /// How deep conditions may nest. People write three levels; what evaluates them recurses, so it must have an end.
    package static let maxDepth = 64
    /// How many comparisons one condition may have.
    package static let maxTerms = 1024
    /// How many values an `in` may list. Each may become a range of an index; a longer list is a join.
    package static let maxListed = 10_000
    /// The longest text that is compared with: that of the longest id is far below.
    package static let maxTextBytes = 64 * 1024
    /// The longest text that is searched for within others, as each place of these is a place to compare.
    package static let maxContainedBytes = 1024

    /// Refuses what is above a limit or has no meaning. Everything below assumes that it was called.
    ///
    /// Errors: `.tooLarge` above a limit, `.invalidQuery` for a value that no record can have, a range with ends of
    /// different or unordered sorts, or a condition within itself deeper than ``maxDepth``. Complexity: O(size).
    package func check() throws(StateError) {
        // The stack is an array, so that the depth that is refused does not exhaust the other one.
        var open: [(condition: Condition, depth: Int)] = [(self, 1)]
        var terms = 1
        while let (condition, depth) = open.popLast() {
            guard depth <= Self.maxDepth else {
                throw StateError(.invalidQuery, "a condition nests deeper than \(Self.maxDepth); write it flatter")
            }
            let inner = condition.parts
            terms += inner.count
            guard terms <= Self.maxTerms else {
                throw StateError(
                    .tooLarge, "a condition has more than \(Self.maxTerms) terms; list values with `in`")
            }
            for part in inner { open.append((part, depth + 1)) }
            try condition.checkLeaf()
        }
    }

    /// What a condition is made of.
    var parts: [Condition] {
        switch self {
        case .not(let inner): [inner]
        case .all(let inner), .any(let inner): inner
        default: []
        }
    }

    private func checkLeaf() throws(StateError) {
        switch self {
        case .compare(let path, _, let value): try Self.check([value], path)
        case .among(let path, let values):
            guard values.count <= Self.maxListed else {
                throw StateError(.tooLarge, "\(path) in …: more than \(Self.maxListed) values; ask in several queries")
            }
            try Self.check(values, path)
        case .range(let path, let range):
            try Self.check([range.low, range.high], path)
            guard range.low.rank == range.high.rank, range.low.rank >= .number else {
                throw StateError(.invalidQuery, "\(path) in …: a range goes from number to number or text to text")
            }
        case .prefix(let path, let text): try Self.check([.string(text)], path)
        case .contains(let path, let value):
            try Self.check([value], path)
            if case .string(let text) = value, text.utf8.count > Self.maxContainedBytes {
                throw StateError(
                    .tooLarge, "\(path) contains …: the text is longer than \(Self.maxContainedBytes) bytes")
            }
        case .exists(let path): try Self.check([], path)
        case .always, .never, .all, .any, .not: break
        }
    }

    private static func check(_ values: [FieldValue], _ path: FieldPath) throws(StateError) {
        guard path.members.count <= FieldPath.maxMembers else {
            throw StateError(.tooLarge, "the path \(path) has more than \(FieldPath.maxMembers) members")
        }
        for value in values {
            guard value.isLiteral else {
                throw StateError(
                    .invalidQuery,
                    "\(path) is compared with what JSON has no value for; for a missing member ask !exists(\(path))")
            }
            if case .string(let text) = value, text.utf8.count > maxTextBytes {
                throw StateError(.tooLarge, "\(path) is compared with a text longer than \(maxTextBytes) bytes")
            }
        }
    }
}
