internal import CairnLines

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

    package var description: String { "\(kind) \(id)" }

    /// By their bytes, as the log tells records apart: strings that Swift calls equal may be two ids.
    package static func == (left: RecordName, right: RecordName) -> Bool {
        left.id.isSameText(as: right.id) && left.kind.isSameText(as: right.kind)
    }

    /// By the id alone: a few kinds may share one, and each text takes its time.
    package func hash(into hasher: inout Hasher) { ExactText(id).hash(into: &hasher) }
}
