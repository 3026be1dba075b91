internal import CairnLines

/// A record on its way into the store, made ready as far as that can be without knowing what is there: on its caller's
/// time, beside all others.
struct PreparedRecord: Sendable {
    var name: RecordName
    var json: [UInt8]
    var draft: LineDraft
    /// nil where its kind has no indices.
    var entries: RecordEntries?
}

extension StateCore {
    /// - Throws: `.invalidRecord`, `.unknownKind`.
    func prepare<R: Record>(_ record: R) throws(StateError) -> PreparedRecord {
        try check(R.self)
        let name = RecordName(kind: R.kind, id: record.id.recordKey)
        let json = try RecordText.encode(record)
        return PreparedRecord(
            name: name, json: json, draft: try RecordText.draft(json, of: name),
            entries: definitions[name.kind].map { RecordEntries(json, name.id, $0) })
    }

    func prepare<R: Record>(all records: [R]) throws(StateError) -> [PreparedRecord] {
        var prepared: [PreparedRecord] = []
        prepared.reserveCapacity(records.count)
        for record in records { prepared.append(try prepare(record)) }
        return prepared
    }
}
