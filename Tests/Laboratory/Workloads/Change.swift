import CairnLog

/// One thing that a workload writes, with what the laboratory expects of it.
struct Change {
    var kind: String
    var id: String
    var form: StoredLine.Form
    /// The record, where it is written whole.
    var record: ModelRecord?
    /// What an update changes.
    var members: [(name: String, value: String)] = []
    /// The JSON object of the line; empty for a removal.
    let json: [UInt8]

    init(_ kind: String, _ id: String, writes record: ModelRecord) {
        (self.kind, self.id, self.record) = (kind, id, record)
        form = .record
        json = record.json
    }

    init(_ kind: String, _ id: String, changes members: [(name: String, value: String)]) {
        (self.kind, self.id, self.members) = (kind, id, members)
        form = .update
        json = ModelRecord.object(members)
    }

    init(removing kind: String, _ id: String) {
        (self.kind, self.id) = (kind, id)
        form = .delete
        json = []
    }

    var key: String { "\(kind)/\(id)" }

    func entry() throws -> Entry {
        switch form {
        case .record: try Entry.record(kind: kind, json: json)
        case .update: try Entry.update(kind: kind, id: id, changes: json)
        case .delete: try Entry.delete(kind: kind, id: id)
        }
    }
}
