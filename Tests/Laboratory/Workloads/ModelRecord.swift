/// A record as the laboratory thinks of it: members in their order, values as JSON text. It knows nothing of the
/// engine's parser or merge, so it can say what both should have given.
struct ModelRecord: Equatable {
    let id: String
    private(set) var members: [(name: String, value: String)]

    init(id: String, _ members: [(name: String, value: String)]) {
        self.id = id
        self.members = [("id", "\"\(id)\"")] + members
    }

    static func == (a: ModelRecord, b: ModelRecord) -> Bool { a.json == b.json }

    /// As the engine should store it.
    var json: [UInt8] { Self.object(members) }

    /// RFC 7386 for flat objects: a null removes, the rest replaces in its place or is added at the end.
    mutating func apply(_ changes: [(name: String, value: String)]) {
        for change in changes {
            let at = members.firstIndex { $0.name == change.name }
            if change.value == "null" {
                if let at { members.remove(at: at) }
            } else if let at {
                members[at].value = change.value
            } else {
                members.append(change)
            }
        }
    }

    static func object(_ members: [(name: String, value: String)]) -> [UInt8] {
        Array(("{" + members.map { "\"\($0.name)\":\($0.value)" }.joined(separator: ",") + "}").utf8)
    }
}
