public import CairnLog

/// One line of the store: what happened to one record.
public struct RecordChange: Sendable {
    /// What happened.
    public enum Form: String, Sendable, Codable {
        /// The record was written whole.
        case written
        /// The record was changed by a merge patch.
        case patched
        /// The record was removed.
        case removed
    }

    /// Its place in the order of the store; the record's revision after it.
    public var sequence: SequenceNumber
    /// What happened.
    public var form: Form
    /// The record's kind.
    public var kind: String
    /// The record's id.
    public var id: String
    /// When it was accepted, RFC 3339.
    public var timestamp: String
    /// The record, or the merge patch, as JSON; empty for a removal.
    public var json: [UInt8]

    init(_ line: StoredLine) {
        sequence = line.sequence
        kind = line.kind
        id = line.id
        timestamp = line.timestamp
        json = Array(line.json)
        form =
            switch line.form {
            case .record: .written
            case .update: .patched
            case .delete: .removed
            }
    }

    /// The record that was written; nil for another kind, a patch or a removal.
    ///
    /// - Errors: `.undecodable`, `.newerRecord`, `.migrationFailed`.
    public func record<R: Record>(_ type: R.Type) throws(StateError) -> R? {
        guard form == .written, kind == R.kind else { return nil }
        return try RecordText.read(type, json, RecordName(kind: kind, id: id))
    }
}
