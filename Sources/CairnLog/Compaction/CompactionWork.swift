internal import CairnDisk
internal import CairnLines
internal import Synchronization

/// Performs a compaction plan, run by run. Each run is finished or has not happened.
struct CompactionWork: ~Copyable {
    private let core: LogCore
    private let progress: ProgressReport?
    private let total: Int64
    private let removals: RemovalSurvey
    private var done: Int64 = 0
    private var pacer: Pacer

    /// A line that was copied.
    private struct Move {
        var hash: KeyHash
        var old: KeyPlace
        var new: KeyPlace
    }

    /// What copying a run came to.
    private struct Copied {
        var moves: [Move] = []
        var droppedRemovals: [(hash: KeyHash, place: KeyPlace)] = []
        var kept = 0
        var dropped = 0
        /// Bytes of lines that only retention keeps.
        var retained: Int64 = 0
        var retainedLines = 0
    }

    init(
        _ core: LogCore, _ plan: CompactionPlan, _ sealed: [LogCore.SealedSegment], _ progress: ProgressReport?
    ) throws(LogError) {
        let chosen = Set(plan.runs.flatMap(\.segments))
        removals = try RemovalSurvey(core, of: sealed.filter { chosen.contains($0.file.id) })
        self.core = core
        self.progress = progress
        total = plan.runs.reduce(0) { $0 + $1.bytes }
        pacer = Pacer(core)
    }

    /// Rewrites adjacent segments into one. False when it was cancelled.
    mutating func rewrite(
        _ inputs: [LogCore.SealedSegment], into report: inout CompactionReport
    ) throws(LogError) -> Bool {
        guard let first = inputs.first, let last = inputs.last else { return true }
        let id = core.committer.withLock { $0.takeSegmentID() }
        guard let id else {
            throw LogError(.exhausted, "all segment numbers are used; export the store and import it anew")
        }
        let durable = SequenceNumber(core.staging.withLock { $0.durable })
        let stands = last.file.record.stands ?? last.end
        let header = SegmentHeader(
            store: core.identity.name, segment: id, first: first.file.record.first,
            previous: first.file.record.previous, stands: stands)
        var rewriter = try SegmentRewriter.begin(
            core.environment.folder, clock: core.environment.clock, header, acknowledged: durable)
        var copied = Copied()
        let record: SegmentRecord
        do throws(LogError) {
            guard try copy(inputs, to: &rewriter, &copied) else {
                rewriter.abandon()
                return false
            }
            try makeSuccessorsDurable()
            record = try rewriter.publish(next: stands.next)
            try core.manifest.append([.superseded(inputs.map(\.file.id), by: record)], acknowledged: durable)
        } catch {
            rewriter.abandon(error)
            throw error
        }
        let file = SegmentFile(record, rewriter.file, end: record.own?.bytes ?? 0)
        try switchOver(inputs, to: file, copied)
        if let own = record.own {
            try? SegmentHints(core.environment.folder, seed: core.identity.seed)
                .write(rewriter.effects, of: record, own)
        }
        count(inputs, record, copied, &report)
        return true
    }

    /// A line was dropped because of a newer one. That one may have been written without a sync; a crash must not take
    /// both.
    private func makeSuccessorsDurable() throws(LogError) {
        core.settle { (committer) throws(CommitFailure) in try committer.sync() }
        if let refusal = core.staging.withLock({ $0.refusal }) { throw refusal }
    }

    /// Readers find each line at its old place or at its new one; the old files stay open for those who are reading.
    private func switchOver(
        _ inputs: [LogCore.SealedSegment], to file: SegmentFile, _ copied: Copied
    ) throws(LogError) {
        core.catalog.add(file)
        // Counted before a writer can supersede the first of its lines, which is then taken off again.
        core.index.liveness.addDead(lines: copied.retainedLines, bytes: Int(copied.retained), in: file.id)
        for move in copied.moves { _ = try core.index.move(move.hash, from: move.old, to: move.new) }
        for removal in copied.droppedRemovals { core.index.forgetRemoval(removal.hash, at: removal.place) }
        let old = inputs.map(\.file)
        core.catalog.remove(old.map(\.id))
        core.upkeep.withLock {
            $0.retained[file.id] = copied.retained
            $0.neededRemovals = [:]
            $0.hinted.insert(file.id)
        }
        for segment in old {
            core.index.liveness.forget(segment.id)
            // What stays is cleared at the next opening.
            try? core.environment.folder.unlink(segment.record.fileName, .dropSegment)
            try? core.environment.folder.unlinkIfPresent(segment.record.hintsName, .dropHints)
        }
    }

    private mutating func copy(
        _ inputs: [LogCore.SealedSegment], to rewriter: inout SegmentRewriter, _ copied: inout Copied
    ) throws(LogError) -> Bool {
        var rule = try RetentionSurvey(core).rule(for: inputs)
        guard let first = inputs.first?.file else { return true }
        for input in inputs {
            var feed = LineFeed(input.file.file, from: 0, to: input.end.bytes, .readSegment)
            while let line = try next(&feed, input) {
                let isChunk = try take(line, of: input, behind: first, &rule, &rewriter, &copied)
                if isChunk {
                    if pacer.rest() { try rewriter.sync() }
                    let now = Progress(done: done + line.offset, total: total, phase: "compacting")
                    if let progress, !progress(now) { return false }
                }
            }
            done += input.end.bytes
        }
        return true
    }

    private func next(_ feed: inout LineFeed, _ input: LogCore.SealedSegment) throws(LogError) -> LineFeed.Line? {
        do throws(DiskError) { return try feed.next() } catch {
            throw LogError(.inputOutput, "\(input.file.record.fileName) cannot be read", cause: error)
        }
    }

    /// Copies a line, or does not. True when a chunk was written.
    private func take(
        _ line: LineFeed.Line, of input: LogCore.SealedSegment, behind first: SegmentFile,
        _ rule: inout RetentionRule, _ rewriter: inout SegmentRewriter, _ copied: inout Copied
    ) throws(LogError) -> Bool {
        guard line.isWhole, let envelope = try? LineReader.read(line.bytes) else {
            if core.manifest.state.gaps.contains(where: { $0.segment == input.file.id }) { return false }
            throw LogError(
                .damaged,
                "the line at byte \(line.offset) of \(input.file.record.fileName) is not what was written; "
                    + "nothing was compacted. Run `cairn verify`"
            )
        }
        guard envelope.form != .control else { return false }
        let effect = KeyEffect(line, envelope, seed: core.identity.seed)
        let old = effect.place(in: input.file.id)
        let kind = UnsafeRawBufferPointer(rebasing: line.bytes[envelope.kind])
        let isRetained = rule.keeps(effect, kind: kind)
        let isLive = core.index.isLive(effect.hash, at: old)
        // Where older versions stay, so do the removals behind them.
        if isLive, old.isTombstone, !removals.isNeeded(effect.hash, in: first), !rule.keepsHistory(of: kind) {
            copied.droppedRemovals.append((effect.hash, old))
            copied.dropped += 1
            return false
        }
        guard isLive || isRetained else {
            copied.dropped += 1
            return false
        }
        copied.kept += 1
        if isLive {
            var new = old
            new.segment = rewriter.id
            new.offset = UInt32(truncatingIfNeeded: rewriter.end)
            copied.moves.append(Move(hash: effect.hash, old: old, new: new))
        } else {
            copied.retained += line.length
            copied.retainedLines += 1
        }
        return try rewriter.append(line.bytes, effect)
    }

    private func count(
        _ inputs: [LogCore.SealedSegment], _ record: SegmentRecord, _ copied: Copied,
        _ report: inout CompactionReport
    ) {
        let before = inputs.reduce(Int64(0)) { $0 + $1.end.bytes }
        let after = record.own?.bytes ?? 0
        report.segmentsBefore += inputs.count
        report.segmentsAfter += 1
        report.bytesRead += before
        report.bytesWritten += after
        report.bytesReclaimed += before - after
        report.linesKept += copied.kept
        report.linesDropped += copied.dropped
    }
}

extension KeyEffect {
    /// What a good line that is no control line does.
    init(_ line: LineFeed.Line, _ envelope: Envelope, seed: UInt64) {
        let text = UnsafeRawBufferPointer(rebasing: line.bytes[envelope.timestamp])
        let time = Timestamp(parsing: text)?.microseconds ?? 0
        self.init(
            hash: LineReader.keyHash(of: envelope, in: line.bytes, seed: seed),
            sequence: SequenceNumber(envelope.sequence), offset: UInt32(truncatingIfNeeded: line.offset),
            length: UInt32(truncatingIfNeeded: line.length), form: envelope.form,
            seconds: UInt32(clamping: time / 1_000_000))
    }

    func place(in segment: SegmentID) -> KeyPlace {
        KeyPlace(segment: segment, offset: offset, length: length, isTombstone: form == .delete)
    }
}
