/// A record's kind and id: what it is found by.
package struct RecordName: Sendable, Hashable, CustomStringConvertible {
    package var kind: String
    package var id: String

    package init(kind: String, id: String) {
        self.kind = kind
        self.id = id
    }

    /// As the log hashes it: kind, a zero byte, id.
    package var key: [UInt8] {
        var key: [UInt8] = []
        key.reserveCapacity(kind.utf8.count + 1 + id.utf8.count)
        key.append(contentsOf: kind.utf8)
        key.append(0)
        key.append(contentsOf: id.utf8)
        return key
    }

    package static func == (one: RecordName, other: RecordName) -> Bool { one.id == other.id && one.kind == other.kind }

    /// By the id alone: a few kinds may share one, and each text takes its time.
    package func hash(into hasher: inout Hasher) { hasher.combine(id) }

    package var description: String { "\(kind) \(id)" }
}
