public import CairnLog

/// One version of a record.
public struct RecordVersion<R: Record>: Sendable {
    /// What it was; nil where it was removed.
    public var record: R?
    /// The revision of this version.
    public var revision: SequenceNumber
    /// When it was accepted, RFC 3339.
    public var timestamp: String
}

extension RecordVersion: Equatable where R: Equatable {}

extension StateManager {
    /// The versions of a record that the store still has, oldest first. Compaction keeps the newest and what the
    /// retention of its kind names.
    ///
    /// - Errors: `.undecodable`, `.damaged`, `.unknownKind`, `.inputOutput`.
    /// - Complexity: O(bytes of log): it reads all of it.
    nonisolated public func history<R: Record>(of type: R.Type, _ id: R.ID) async throws(StateError) -> [RecordVersion<
        R
    >] {
        try core.check(type)
        let name = RecordName(kind: R.kind, id: id.recordKey)
        var versions: [RecordVersion<R>] = []
        var json: [UInt8]?
        for try await change in changes(following: false) where change.id == name.id && change.kind == name.kind {
            switch change.form {
            case .written: json = change.json
            case .removed: json = nil
            case .patched:
                // A patch whose record compaction has dropped says nothing by itself.
                guard let base = json else { continue }
                json = try RecordText.patched(base, with: change.json, name)
            }
            var record: R?
            if let json { record = try RecordText.decode(type, json, name) }
            versions.append(
                RecordVersion(record: record, revision: change.sequence, timestamp: change.timestamp))
        }
        return versions
    }

    /// The record as it was when the store had come to `sequence`; nil where there was none.
    ///
    /// - Errors: as ``history(of:_:)``.
    /// - Complexity: O(bytes of log).
    nonisolated public func get<R: Record>(
        _ type: R.Type, _ id: R.ID, asOf sequence: SequenceNumber
    ) async throws(StateError) -> R? {
        try await history(of: type, id).last { $0.revision <= sequence }?.record
    }
}
