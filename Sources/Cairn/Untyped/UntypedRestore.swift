internal import CairnDisk
internal import CairnLines
public import CairnLog

extension UntypedStore {
    /// Makes a new store of this one's past: everything up to a moment, with its history, its times, the
    /// retention of its kinds and what they are found by now.
    ///
    /// The folder appears under its name when the new store is complete, durable and was read back; until then it is
    /// called `….unfinished`, which is removed where it fails or is cancelled. This store is not touched.
    ///
    /// - Parameters:
    ///   - path: A folder that does not exist yet, or is empty.
    ///   - moment: nil for the present.
    /// - Errors: `.exists` for a folder with something in it; `.overtaken` where compaction has dropped what the
    ///   moment may have been; `.notFound` where there was nothing yet; `.invalidOption` for a sequence that the store
    ///   has not come to; `.damaged`, `.noSpace`, `.inputOutput`, `.cancelled`.
    /// - Complexity: O(bytes of log up to the moment), twice: written, and read back. Memory for the keys.
    public func restore(
        to path: String, asOf moment: PastMoment? = nil, progress: ProgressReport? = nil
    ) async throws -> RestoreReport {
        if let moment { try check(moment) }
        let clock = SystemClock()
        let began = clock.monotonic()
        let site = try RestoreSite(path)
        do {
            var report = try await fill(site, moment, progress)
            try await verify(site, progress)
            try site.publish()
            report.milliseconds = Double(clock.monotonic() &- began) / 1e6
            return report
        } catch {
            site.clear()
            throw error
        }
    }

    private func fill(
        _ site: RestoreSite, _ moment: PastMoment?, _ progress: ProgressReport?
    ) async throws -> RestoreReport {
        let (target, clock) = try site.openLog(
            retention: log.retention)
        var copy = PastCopy(target, clock)
        let ending: PastWalk.Ending
        do {
            ending = try await PastWalk(log, upTo: moment, progress).run { line in
                try await copy.take(line)
                return false
            }
            if let moment { try ending.check(moment, "the store at that moment") }
            try await copy.finish()
            try IndexBook(target).take(from: log)
        } catch {
            try? await target.close()
            throw error
        }
        let keys = target.statistics.keys
        do throws(LogError) { try await target.close() } catch { throw StateError(error) }
        guard let last = ending.last else {
            throw StateError(.notFound, "there was nothing in the store at that moment; choose a later one")
        }
        return RestoreReport(
            sequence: last.line.sequence, timestamp: last.line.timestamp, lines: copy.written, keys: keys,
            keepsSequences: last.line.sequence.number == copy.written, milliseconds: 0)
    }

    /// What is given its name has been read back from the disk.
    private func verify(_ site: RestoreSite, _ progress: ProgressReport?) async throws(StateError) {
        let report: RecoveryReport
        do throws(LogError) { report = try await Log.verify(site.unfinishedPath, progress: progress) } catch {
            throw StateError(error)
        }
        guard report.verdict == .clean else {
            throw StateError(.damaged, "what was written does not read back as it should; check the disk and try again")
        }
    }
}

/// Writes the lines of one log into another, as they were and when they were.
struct PastCopy {
    private let target: Log
    private let clock: PastClock
    /// Lines of one time, in their order.
    private var batch: [Entry] = []
    private var bytes = 0
    private var time = Timestamp.earliest
    private(set) var written: UInt64 = 0
    /// Records that are there: a change of one that compaction has dropped says nothing.
    private var present: Set<KeyHash> = []

    /// A batch beyond this gains nothing; the log bounds what is in flight by itself.
    private static let maxEntries = 1_024
    private static let maxBytes = 1 << 20

    init(_ target: Log, _ clock: PastClock) { (self.target, self.clock) = (target, clock) }

    mutating func take(_ line: PastLine) async throws(StateError) {
        guard let entry = try entry(line.line) else { return }
        if line.time != time || batch.count >= Self.maxEntries || bytes >= Self.maxBytes { try await write() }
        time = line.time
        batch.append(entry)
        bytes += line.line.bytes.count
    }

    /// Writes what is left and makes all of it durable.
    mutating func finish() async throws(StateError) {
        try await write()
        do throws(LogError) { try await target.flush() } catch { throw StateError(error) }
        // Nobody waits for a single line, so a write that failed shows here.
        guard target.core.failures == 0, target.statistics.lastSequence.number == written else {
            throw StateError(.noSpace, "some lines could not be written; make room on the disk and begin again")
        }
    }

    private mutating func write() async throws(StateError) {
        guard !batch.isEmpty else { return }
        clock.set(time)
        do throws(LogError) {
            _ = try await target.append(batch: batch, durability: .volatile)
        } catch { throw StateError(error) }
        written += UInt64(batch.count)
        batch.removeAll(keepingCapacity: true)
        bytes = 0
    }

    private mutating func entry(_ line: StoredLine) throws(StateError) -> Entry? {
        let hash = RecordName(kind: line.kind, id: line.id).key.withUnsafeBytes { KeyHash.of(keyBytes: $0, seed: 0) }
        do throws(LogError) {
            switch line.form {
            case .record:
                present.insert(hash)
                return try .record(kind: line.kind, json: line.json)
            case .delete:
                present.remove(hash)
                return try .delete(kind: line.kind, id: line.id)
            case .update:
                guard present.contains(hash) else { return nil }
                return try .update(kind: line.kind, id: line.id, changes: line.json)
            }
        } catch { throw StateError(error) }
    }
}
