package import CairnLines

/// One thing to be written: a record, a change of a record, or its removal. Checked when it is made, so that nothing
/// that cannot be read back is ever staged.
public struct Entry: Sendable {
    package var draft: LineDraft

    package init(draft: LineDraft) { self.draft = draft }

    /// A whole record. `json` is one JSON object; white space outside strings goes, its `id` moves to the front, all
    /// else stays to the byte. Without an `id` member the given one is put in; without either, a new UUIDv7 is.
    ///
    /// - Throws: `.invalidEntry` with the place and the reason.
    public static func record(kind: String, id: String? = nil, json: some Sequence<UInt8>) throws(LogError) -> Entry {
        let bytes = Array(json)
        let kind = Array(kind.utf8)
        do throws(LineError) {
            return Entry(draft: try draft(kind, id.map { Array($0.utf8) }, bytes))
        } catch {
            guard error.code == .missingID else { throw refused(error, "record") }
        }
        do throws(LineError) {
            return Entry(draft: try draft(kind, RecordID.make(), bytes))
        } catch { throw refused(error, "record") }
    }

    /// A change of a record: a JSON merge patch (RFC 7386) over what is there.
    ///
    /// - Throws: `.invalidEntry` with the place and the reason.
    public static func update(kind: String, id: String, changes: some Sequence<UInt8>) throws(LogError) -> Entry {
        let bytes = Array(changes)
        do throws(LineError) {
            return Entry(
                draft: try bytes.withUnsafeBufferPointer { (changes) throws(LineError) in
                    try LineDraft.update(
                        kind: Array(kind.utf8), id: Array(id.utf8), changes: UnsafeRawBufferPointer(changes))
                })
        } catch { throw refused(error, "change") }
    }

    /// The removal of a record.
    ///
    /// - Throws: `.invalidEntry` for a kind or id that cannot exist.
    public static func delete(kind: String, id: String) throws(LogError) -> Entry {
        do throws(LineError) {
            return Entry(draft: try LineDraft.delete(kind: Array(kind.utf8), id: Array(id.utf8)))
        } catch { throw refused(error, "removal") }
    }

    /// The id that the record has or was given.
    public var id: String {
        draft.withKeyBytes { key in
            let at = key.firstIndex(of: 0).map { $0 + 1 } ?? key.count
            return String(decoding: key[at...], as: UTF8.self)
        }
    }

    private static func draft(_ kind: [UInt8], _ id: [UInt8]?, _ json: [UInt8]) throws(LineError) -> LineDraft {
        try json.withUnsafeBufferPointer { (data) throws(LineError) in
            try LineDraft.record(kind: kind, id: id, data: UnsafeRawBufferPointer(data))
        }
    }

    private static func refused(_ error: LineError, _ what: String) -> LogError {
        LogError(.invalidEntry, "the \(what) cannot be stored", cause: error)
    }
}
