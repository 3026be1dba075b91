/// A field to sort by, and the direction.
package struct SortKey: Sendable, Hashable {
    /// From the least to the greatest, or the other way round.
    package enum Direction: String, Sendable, Hashable { case ascending, descending }

    /// The most keys a query sorts by; each is kept for every row that waits to be sorted.
    package static let maxKeys = 8

    package var path: FieldPath
    package var direction: Direction

    package init(_ path: FieldPath, _ direction: Direction = .ascending) {
        self.path = path
        self.direction = direction
    }

    /// Reads `score descending, address.city`; `asc` and `desc` do as well.
    ///
    /// Errors: `.invalidQuery` with the column and what was expected, `.tooLarge` for more than ``maxKeys``.
    package static func list(parsing text: String) throws(StateError) -> [SortKey] {
        var keys: [SortKey] = []
        do throws(QueryMistake) {
            var parser = try QueryParser(text)
            keys = try parser.parseSortKeys()
        } catch {
            throw error.error(in: text)
        }
        try check(keys)
        return keys
    }

    /// Errors: `.tooLarge` for more than ``maxKeys``, or a path that is too long.
    static func check(_ keys: [SortKey]) throws(StateError) {
        guard keys.count <= maxKeys else { throw StateError(.tooLarge, "a query sorts by at most \(maxKeys) fields") }
        for key in keys where key.path.members.count > FieldPath.maxMembers {
            throw StateError(.tooLarge, "the path \(key.path) has more than \(FieldPath.maxMembers) members")
        }
    }
}

extension SortKey: CustomStringConvertible {
    package var description: String { direction == .ascending ? "\(path)" : "\(path) descending" }
}
