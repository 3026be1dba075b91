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
        var key = Array(kind.utf8)
        key.append(0)
        key.append(contentsOf: id.utf8)
        return key
    }

    package var description: String { "\(kind) \(id)" }
}
