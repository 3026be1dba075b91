internal import CairnDisk
internal import CairnLines
internal import Synchronization

extension Log {
    /// Rewrites segments that are mostly superseded lines, and gives their space back. Writers and readers go on.
    ///
    /// Without `all`, a segment that is more than half live is left alone. Cancelled, it keeps what is finished.
    ///
    /// - Errors: `.busy` while another compaction or a snapshot runs, `.readOnly`, `.noSpace` (nothing is lost),
    ///   `.damaged` where a line to be kept is not what was written.
    /// - Durability: what replaces a segment is on the device before the segment is removed.
    public func compact(all: Bool = false, progress: ProgressReport? = nil) async throws(LogError) -> CompactionReport {
        let core = core
        return try await Blocking.run("cairn-compact") { () throws(LogError) in
            try core.compactNow(all: all, sealsActive: true, progress: progress)
        }
    }
}

extension LogCore {
    /// More than half of what is sealed is dead.
    var isCompactionDue: Bool {
        let sealed = sealedSegments()
        let bytes = sealed.reduce(Int64(0)) { $0 + $1.end.bytes }
        let live = sealed.reduce(Int64(0)) { $0 + keptBytes($1.file) - needlessRemovals($1.file) }
        return bytes > Int64(options.segmentBytes) && live * 2 < bytes
    }

    /// What must be copied: the live lines, and what retention was seen to keep the last time.
    private func keptBytes(_ file: SegmentFile) -> Int64 {
        let live = Int64(index.liveness[file.id].liveBytes)
        return max(live, min(file.end, live + upkeep.withLock { $0.retained[file.id] ?? 0 }))
    }

    /// Removals that no older segment is known to need: those of a segment that was not looked at yet, all of them.
    private func needlessRemovals(_ file: SegmentFile) -> Int64 {
        guard RetentionRule(manifest.state.retention, nowMicroseconds: 0).isLatestOnly else { return 0 }
        let known = upkeep.withLock { $0.neededRemovals[file.id] ?? 0 }
        return max(0, Int64(index.liveness[file.id].removalBytes) - known)
    }

    /// What the plan is made from. Where removals decide, it is looked up whether older segments need them.
    private func candidates(_ sealed: [SealedSegment], all: Bool) throws(LogError) -> [CompactionPlan.Candidate] {
        let doubtful = sealed.filter { needlessRemovals($0.file) > 0 && candidate($0).isWorthIt(all) }
        let survey = try RemovalSurvey(self, of: doubtful)
        for segment in doubtful {
            let needed = try survey.neededBytes(in: segment)
            upkeep.withLock { $0.neededRemovals[segment.file.id] = needed }
        }
        return sealed.map { candidate($0) }
    }

    private func candidate(_ segment: SealedSegment) -> CompactionPlan.Candidate {
        candidate(segment.file, bytes: segment.end.bytes)
    }

    private func candidate(_ file: SegmentFile, bytes: Int64) -> CompactionPlan.Candidate {
        let counted = index.liveness[file.id]
        let retained = upkeep.withLock { $0.retained[file.id] ?? 0 }
        let needless = needlessRemovals(file)
        return CompactionPlan.Candidate(
            id: file.id, bytes: bytes, live: keptBytes(file) - needless,
            superseded: Int64(counted.bytes - counted.liveBytes) - retained + needless)
    }

    struct SealedSegment {
        var file: SegmentFile
        var end: SegmentEnd
    }

    /// Segments that take no more writes, in the order of the log.
    func sealedSegments() -> [SealedSegment] {
        let state = manifest.state
        let (active, previous) = committer.withLock { ($0.active?.record.id, $0.previous) }
        return state.segments.indices.compactMap { position in
            let record = state.segments[position]
            guard record.id != active, let file = catalog[record.id] else { return nil }
            let end = state.end(at: position) ?? (previous?.segment == record.id ? previous : nil)
            return end.map { SealedSegment(file: file, end: $0) }
        }
    }

    /// Removals behind the records that go in the first pass go in the second.
    private static let compactionPasses = 2

    /// Compacts on the calling thread.
    func compactNow(
        all: Bool, sealsActive: Bool = false, progress: ProgressReport?
    ) throws(LogError) -> CompactionReport {
        if let refusal = staging.withLock({ $0.refusal }) { throw refusal }
        guard isBusy.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing).exchanged else {
            throw LogError(.busy, "a compaction or snapshot is under way; wait for it")
        }
        defer { isBusy.store(false, ordering: .releasing) }
        let start = environment.clock.monotonic()
        if sealsActive { try sealIfMostlyDead(all: all) }
        var report = CompactionReport()
        for _ in 0..<Self.compactionPasses where !report.wasCancelled {
            guard try rewriteWhatPays(all: all, progress, &report) else { break }
        }
        note(&report, since: start)
        note(report)
        return report
    }

    /// False where there was nothing to do.
    private func rewriteWhatPays(
        all: Bool, _ progress: ProgressReport?, _ report: inout CompactionReport
    ) throws(LogError) -> Bool {
        let sealed = sealedSegments()
        let plan = CompactionPlan(try candidates(sealed, all: all), target: Int64(options.segmentBytes), all: all)
        guard !plan.runs.isEmpty else { return false }
        var work = try CompactionWork(self, plan, sealed, progress)
        for run in plan.runs {
            let inputs = sealed.filter { run.segments.contains($0.file.id) }
            guard try work.rewrite(inputs, into: &report) else {
                report.wasCancelled = true
                break
            }
        }
        return true
    }

    /// A segment that still grows is sealed first when there is something to gain in it.
    private func sealIfMostlyDead(all: Bool) throws(LogError) {
        var failure: CommitFailure?
        committer.withLock { committer in
            guard let active = committer.active, !active.isFresh else { return }
            // With `all`, it must be sealed to see which removals in it are needed.
            guard candidate(active.shared, bytes: active.end).isWorthIt(all) else { return }
            do throws(CommitFailure) { try committer.sealNow() } catch { failure = error }
        }
        guard let failure else { return }
        if failure.endsWriting { stopWriting(failure.reason) }
        throw failure.reason
    }

    private func note(_ report: inout CompactionReport, since start: UInt64) {
        for segment in catalog.all {
            report.logBytes += segment.end
            report.liveBytes += Int64(index.liveness[segment.id].liveBytes)
        }
        report.milliseconds = Double(environment.clock.monotonic() &- start) / 1_000_000
        let written = UInt64(clamping: report.bytesWritten)
        let isDone = report.segmentsBefore > 0
        upkeep.withLock {
            $0.bytesCompacted &+= written
            $0.compactions &+= isDone ? 1 : 0
        }
    }
}
