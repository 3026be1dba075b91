internal import CairnDisk
internal import CairnLines
internal import Synchronization

/// The log without its threads: each step is taken by the caller, in an order that a seed can repeat.
extension Log {
    /// Stages entries; nothing is written before ``drive()``. Gives the last sequence.
    package func stageNow(
        _ entries: [Entry], isTransaction: Bool = false, durability: Durability = .synced
    ) throws(LogError) -> SequenceNumber {
        let drafts = entries.map(\.draft)
        let hashes = drafts.map { $0.keyHash(seed: core.identity.seed) }
        let first = try core.stage(drafts, hashes, isTransaction, durability, nil).get()
        return SequenceNumber(first.number &+ UInt64(drafts.count) &- 1)
    }

    /// Commits what is staged, as the committer's thread would.
    package func drive() { core.drainCommitter() }

    /// Everything up to here was acknowledged as synced.
    package var durableSequence: SequenceNumber { SequenceNumber(core.staging.withLock { $0.durable }) }

    /// The last record that was staged, written or not.
    package var stagedSequence: SequenceNumber { SequenceNumber(core.staging.withLock { $0.next } &- 1) }

    /// Everything up to here is in the log.
    package var visibleSequence: SequenceNumber { SequenceNumber(core.visible.load(ordering: .acquiring)) }

    /// Why no writes are taken, where they are not.
    package var refusal: LogError? { core.staging.withLock { $0.refusal } }

    /// What the committer's thread does when it has nothing to do: the mark, and unused room given back.
    package func idleNow(trims: Bool = false) {
        core.settle { (committer) throws(CommitFailure) in try committer.mark() }
        if trims { core.committer.withLock { $0.trim() } }
    }

    /// What the maintenance thread does before anything else: room ahead, and the segment to come.
    package func prepareNow() {
        core.fillAhead(paced: false)
        core.prepareSpare(paced: false)
    }

    /// ``compact(all:progress:)`` on the calling thread.
    ///
    /// - Parameter sealsActive: False leaves the segment that grows alone, as the log itself does when it compacts.
    package func compactNow(all: Bool = false, sealsActive: Bool = true) throws(LogError) -> CompactionReport {
        try core.compactNow(all: all, sealsActive: sealsActive, progress: nil)
    }

    /// ``snapshot(progress:)`` on the calling thread.
    package func snapshotNow() throws(LogError) -> SnapshotReport { try core.takeSnapshot(progress: nil) }

    /// Writes hints for segments that have none.
    package func writeHintsNow() { core.writeMissingHints() }

    /// ``close()`` on the calling thread.
    package func closeNow() throws(LogError) { try core.shutDown() }

    /// What a reader beside a writer does now and then: looks at what the writer has added.
    package func followNow() { _ = core.followFiles() }

    /// The records from `first` on that are there now.
    package func linesNow(from first: SequenceNumber = .first) throws(LogError) -> [StoredLine] {
        var cursor = SegmentCursor(from: first)
        var lines: [StoredLine] = []
        while true {
            let more = try cursor.step(core.catalog, upTo: visibleSequence)
            if more.isEmpty { return lines }
            lines += more
        }
    }

    /// The records that can be read, in their order, and why others cannot; ends after so many failures.
    package func intactNow(failures limit: Int = 64) -> (lines: [StoredLine], failures: [LogError]) {
        var cursor = SegmentCursor(from: .first)
        var lines: [StoredLine] = []
        var failures: [LogError] = []
        while failures.count < limit {
            do throws(LogError) {
                let more = try cursor.step(core.catalog, upTo: visibleSequence)
                if more.isEmpty { break }
                lines += more
            } catch { failures.append(error) }
        }
        return (lines, failures)
    }
}
