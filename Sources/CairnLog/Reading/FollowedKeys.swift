internal import CairnDisk
internal import CairnLines
internal import Synchronization

/// Somebody who keeps something in step with a reader's keys, such as indices.
package protocol KeyFollower: Sendable {
    /// Records changed, are new, or went. Not to be seen before ``becomeVisible()``.
    ///
    /// - Parameters:
    ///   - before: Each record as it was, without those that were not there; `after` as it is, likewise.
    func take(_ before: [FollowedRecord], _ after: [FollowedRecord])
    /// What was taken is seen by readers from now on. Called while they are kept out; must be short.
    func becomeVisible()
    /// Nothing further will be seen.
    func end(_ error: LogError)
}

/// A record as a follower found it.
package struct FollowedRecord: Sendable {
    package var kind: String
    package var id: String
    package var json: [UInt8]
}

/// Keeps the keys of a reader as new as what it has seen of another process's log, through rotation and compaction.
///
/// New lines are applied as a writer applies them. Where segments were replaced, keys that point into the old ones are
/// led to the same lines in the new ones; the old files stay open until then. A key that finds its line no more was
/// removed, and compaction needed the removal no more either; that is certain only when everything that was in the
/// log when the replacement was seen is acknowledged, so nothing is shown before.
final class FollowedKeys: Sendable {
    private struct State {
        /// Rewritten segments whose lines keys were not led to yet.
        var fresh: Set<SegmentID> = []
        var known: Set<SegmentID>
        /// Nothing is shown before this was acknowledged.
        var least = SequenceNumber.none
        /// Behind the last line that was applied; nil where it is to be looked for.
        var place: (segment: SegmentID, offset: Int64)?
        var isOver = false
    }

    private let state: Mutex<State>
    let follower: any KeyFollower

    /// So many lines are applied at once: what changed among them is in memory twice.
    static let mostAtOnce = 16_384

    init(_ core: LogCore, _ follower: any KeyFollower) {
        self.follower = follower
        state = Mutex(State(known: Set(core.catalog.all.map(\.id))))
    }

    /// Shows what can be shown up to `target`. The caller sees to it that it runs once at a time.
    ///
    /// - Parameters:
    ///   - gone: Segments that were replaced; they are let go when no key points into them any more.
    ///   - written: The last line that stands in the log, acknowledged or not.
    func keepUp(
        _ core: LogCore, without gone: [SegmentID], from shown: SequenceNumber, to target: SequenceNumber,
        written: SequenceNumber
    ) -> SequenceNumber {
        state.withLock { state in
            guard !state.isOver else { return shown }
            let all = core.catalog.all
            let new = all.filter { !state.known.contains($0.id) }
            state.known = Set(all.map(\.id))
            let rewritten = new.filter(\.record.isRewritten).map(\.id)
            state.fresh = state.fresh.union(rewritten).intersection(state.known)
            if !rewritten.isEmpty { state.least = max(state.least, written) }
            guard state.fresh.isEmpty || target >= state.least else { return shown }
            do throws(LogError) { return try advance(core, &state, Set(gone), from: shown, to: target) } catch {
                if error.code == .closed { return shown }
                state.isOver = true
                core.note(.error, "following.ended", error.message, ["code": "\(error.code)"])
                follower.end(error)
                return shown
            }
        }
    }

    private func advance(
        _ core: LogCore, _ state: inout State, _ gone: Set<SegmentID>, from shown: SequenceNumber,
        to target: SequenceNumber
    ) throws(LogError) -> SequenceNumber {
        let segments = core.catalog.all.filter { !gone.contains($0.id) }
        var reading = FollowedLines(
            segments, seed: core.identity.seed, behind: shown, upTo: target,
            from: state.fresh.isEmpty ? state.place : nil)
        var at = shown
        // Keys whose records were told of as they were, and are to be told of as they are.
        var changed: Set<KeyHash> = []
        while let chunk = try reading.next(atMost: Self.mostAtOnce) {
            try apply(chunk, core, at, &changed)
            at = chunk.last
            guard state.fresh.isEmpty else { continue }
            try tell(&changed, core, at)
            show(core, at)
        }
        state.place = reading.place
        if !state.fresh.isEmpty {
            // With keys that are on their way to other segments, no moment between can be told.
            for segment in segments where state.fresh.contains(segment.id) {
                try FollowedMoves(core, from: gone).follow(into: segment)
            }
            state.fresh = []
            try dropRemoved(core, gone, target)
            try tell(&changed, core, target)
        }
        show(core, target)
        if !gone.isEmpty { core.catalog.remove(Array(gone)) }
        return target
    }

    private func show(_ core: LogCore, _ sequence: SequenceNumber) {
        core.turning.withLock { _ in
            core.visible.store(sequence.number, ordering: .releasing)
            follower.becomeVisible()
        }
    }

    private func apply(
        _ chunk: FollowedLines.Chunk, _ core: LogCore, _ at: SequenceNumber, _ changed: inout Set<KeyHash>
    ) throws(LogError) {
        let token = core.index.hold(at)
        defer { core.index.release(token) }
        for (effect, segment) in chunk.effects { try core.index.apply(effect, in: segment) }
        var before: [FollowedRecord] = []
        for (effect, _) in chunk.effects where changed.insert(effect.hash).inserted {
            if let old = try record(core, effect.hash, at, token) { before.append(old) }
        }
        follower.take(before, [])
    }

    /// Tells of what changed as it is now.
    private func tell(_ changed: inout Set<KeyHash>, _ core: LogCore, _ now: SequenceNumber) throws(LogError) {
        let token = core.index.hold(now)
        defer { core.index.release(token) }
        var after: [FollowedRecord] = []
        for key in changed {
            if let new = try record(core, key, now, token) { after.append(new) }
            if after.count == Self.mostAtOnce {
                follower.take([], after)
                after = []
            }
        }
        follower.take([], after)
        changed = []
    }

    private func record(
        _ core: LogCore, _ key: KeyHash, _ moment: SequenceNumber, _ token: UInt64
    ) throws(LogError) -> FollowedRecord? {
        guard let found = try core.get(key, key: nil, at: moment, token) else { return nil }
        let (kind, id) = found.newest.name
        return FollowedRecord(kind: kind, id: id, json: found.record.json)
    }

    /// Keys that still point into segments that are no more: their records were removed.
    private func dropRemoved(
        _ core: LogCore, _ segments: Set<SegmentID>, _ target: SequenceNumber
    ) throws(LogError) {
        let token = core.index.hold(target)
        defer { core.index.release(token) }
        var gone: [FollowedRecord] = []
        for shard in 0..<KeyTable.shardCount {
            for entry in core.index.table.entries(inShard: shard) where segments.contains(entry.place.segment) {
                if !entry.place.isTombstone, let record = try record(core, entry.hash, target, token) {
                    gone.append(record)
                }
                core.index.forget(entry.hash, at: entry.place, endedBy: target)
            }
        }
        if !gone.isEmpty { follower.take(gone, []) }
    }
}

extension LogCore {
    /// From now on a reader's keys are as new as what it has seen, and `follower` is told of every change.
    package func keepKeys(_ follower: any KeyFollower) {
        guard !isWriter, lost == nil else { return }
        followedTail.withLock { _ in
            followedKeys.withLock { if $0 == nil { $0 = FollowedKeys(self, follower) } }
        }
    }
}
