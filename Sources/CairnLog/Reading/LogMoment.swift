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

    /// Those that may have had a record at this moment, in the order of the log, so that neighbours are read together.
    func keys(inShard shard: Int) -> [KeyHash] {
        let entries = core.index.table.entries(inShard: shard).sorted {
            ($0.place.segment, $0.place.offset) < ($1.place.segment, $1.place.offset)
        }
        // Whose removal was forgotten since the moment. Asked for behind the others and against them: what is
        // forgotten from now on is among both.
        let changed = core.index.changedKeys(inShard: shard)
        let present = changed.isEmpty ? [] : Set(entries.map(\.hash))
        return entries.map(\.hash) + changed.filter { !present.contains($0) }
    }

    func record(of hash: KeyHash) throws(LogError) -> (kind: String, id: String, record: StoredRecord)? {
        guard let found = try core.get(hash, key: nil, at: sequence, token, isPassing: true) else { return nil }
        let (kind, id) = found.newest.name
        return (kind, id, found.record)
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
