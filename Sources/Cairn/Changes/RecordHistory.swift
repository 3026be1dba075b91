public import CairnLog

/// One version of a record.
public struct RecordVersion<R: Record>: Sendable {
    /// What it was; nil where it was removed.
    public var record: R?
    /// The revision of this version.
    public var revision: SequenceNumber
    /// When it was accepted, RFC 3339.
    public var timestamp: String
    /// False where compaction has dropped lines since the record was last written whole: a change may be missing, and
    /// the record have been another.
    public var isCertain: Bool
    /// Compaction has dropped lines since the version before, or before the first one: there may have been others.
    public var followsGap: Bool

    init(_ version: UntypedVersion, _ name: RecordName) throws(StateError) {
        record = try version.json.map { (json) throws(StateError) in try RecordText.read(R.self, json, name) }
        (revision, timestamp) = (version.revision, version.timestamp)
        (isCertain, followsGap) = (version.isCertain, version.followsGap)
    }
}

extension RecordVersion: Equatable where R: Equatable {}

extension StateManager {
    /// The versions of a record that the store still has, oldest first, each of which says where compaction may have
    /// dropped something. Compaction keeps the newest and what the retention of its kind names.
    ///
    /// - Errors: `.undecodable`, `.newerRecord`, `.migrationFailed`, `.damaged`, `.unknownKind`, `.inputOutput`,
    ///   `.cancelled`.
    /// - Complexity: O(bytes of log): it reads all of it.
    nonisolated public func history<R: Record>(of type: R.Type, _ id: R.ID) async throws -> [RecordVersion<R>] {
        try core.check(type)
        let name = RecordName(kind: R.kind, id: id.recordKey)
        var versions: [RecordVersion<R>] = []
        try await UntypedStore(core.log).forEachVersion(of: name.kind, id: name.id) { version in
            versions.append(try RecordVersion(version, name))
        }
        return versions
    }

    /// The record as it was at a moment; nil where there was none.
    ///
    /// - Errors: `.overtaken` where compaction has dropped what it may have been; `.invalidOption` for a sequence that
    ///   the store has not come to; as ``history(of:_:)``.
    /// - Complexity: O(bytes of log up to the moment).
    nonisolated public func get<R: Record>(
        _ type: R.Type, _ id: R.ID, asOf moment: PastMoment
    ) async throws -> R? {
        try core.check(type)
        let name = RecordName(kind: R.kind, id: id.recordKey)
        let found = try await UntypedStore(core.log).record(of: name.kind, id: name.id, asOf: moment)
        return try found?.json.map { try RecordText.read(type, $0, name) }
    }
}
