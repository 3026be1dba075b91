internal import Synchronization

/// Which members of JSON properties are, as far as indices have told that were added while a store was open: a
/// property has one name, whatever store its records are in. What a type declares itself stands in `indices`.
enum LearnedMembers {
    private struct Member: Sendable {
        var path: any AnyKeyPath & Sendable
        var field: FieldPath
    }

    /// Looked through one by one; properties beyond these are checked on the record.
    private static let most = 256

    private static let known = Mutex<[Member]>([])

    static func learn<R: Record>(_ index: Index<R>) {
        let member = Member(path: index.path, field: index.definition.path)
        known.withLock { known in
            known.removeAll { ($0.path as AnyKeyPath) == (member.path as AnyKeyPath) }
            if known.count < most { known.append(member) }
        }
    }

    static func field<R: Record>(_ path: PartialKeyPath<R>) -> FieldPath? {
        let list = known.withLock { $0 }
        return list.first { ($0.path as AnyKeyPath) == path }?.field
    }
}
