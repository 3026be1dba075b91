internal import CairnLines
internal import Synchronization

/// One moment of the log, held for reading while writers and compaction go on.
///
/// It costs what changes meanwhile, so it should be let go soon; one that is held while too much changes expires.
package final class LogMoment: Sendable {
    private let core: LogCore
    private let token: UInt64
    /// Keeps the files.
    private let hold: UInt64
    /// The last record that it sees.
    package let sequence: SequenceNumber

    init(_ core: LogCore, _ token: UInt64, hold: UInt64, _ sequence: SequenceNumber) {
        (self.core, self.token, self.hold, self.sequence) = (core, token, hold, sequence)
    }

    deinit {
        core.index.release(token)
        core.catalog.release(hold)
    }

    /// The state of a record at this moment, or nil where there was none. Errors: as `Log.get`; `.overtaken` where the
    /// moment was held for too long.
    package func get(_ key: [UInt8]) throws(LogError) -> StoredRecord? {
        let hash = key.withUnsafeBytes { KeyHash.of(keyBytes: $0, seed: core.identity.seed) }
        return try core.get(hash, key: key, at: sequence, token)?.record
    }

    /// All records of this moment, in no order.
    ///
    /// `body` ends the walk by returning false. Errors: as ``get(_:)``. Complexity: one read for each record of the
    /// store; memory for the keys of one shard.
    package func forEach(_ body: (_ kind: String, _ id: String, StoredRecord) throws(LogError) -> Bool) throws(LogError)
    {
        for shard in 0..<KeyTable.shardCount {
            // In the order of the log, so that neighbours are read together.
            let entries = core.index.table.entries(inShard: shard).sorted {
                ($0.place.segment, $0.place.offset) < ($1.place.segment, $1.place.offset)
            }
            // Whose removal was forgotten since the moment. Asked for behind the others and against them: what is
            // forgotten from now on is among both.
            let changed = core.index.changedKeys(inShard: shard)
            let present = changed.isEmpty ? [] : Set(entries.map(\.hash))
            let gone = changed.filter { !present.contains($0) }
            for entry in entries where try !visit(entry.hash, body) { return }
            for hash in gone where try !visit(hash, body) { return }
        }
    }

    private func visit(
        _ hash: KeyHash, _ body: (String, String, StoredRecord) throws(LogError) -> Bool
    ) throws(LogError) -> Bool {
        guard let found = try core.get(hash, key: nil, at: sequence, token) else { return true }
        return try body(found.newest.line.kind, found.newest.line.id, found.record)
    }
}

extension LogCore {
    /// Holds the newest visible moment. `body` runs at that moment: what it takes from elsewhere, changed only by
    /// ``StagedEffect``, fits the moment.
    package func moment<R>(_ body: () -> R) -> (LogMoment, R) {
        turning.withLock { _ in
            let sequence = SequenceNumber(visible.load(ordering: .acquiring))
            let hold = catalog.hold()
            return (LogMoment(self, index.hold(sequence), hold: hold, sequence), body())
        }
    }
}
