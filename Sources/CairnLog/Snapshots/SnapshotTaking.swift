internal import CairnDisk
internal import CairnLines
internal import Synchronization

extension Log {
    /// Publishes the state of this moment as one compressed file of lines, which `lz4cat` opens. Writers and readers go
    /// on meanwhile. The two newest snapshots are kept.
    ///
    /// - Errors: `.busy` while another snapshot or a compaction runs, `.readOnly`, `.noSpace`, `.damaged`,
    /// `.cancelled`.
    /// - Complexity: O(bytes of log); memory for the keys that change meanwhile.
    /// - Durability: the snapshot is on the device when this returns.
    public func snapshot(progress: ProgressReport? = nil) async throws(LogError) -> SnapshotReport {
        let core = core
        return try await Blocking.run("cairn-snapshot") { () throws(LogError) in
            try core.takeSnapshot(progress: progress)
        }
    }
}

extension LogCore {
    /// Older ones are withdrawn: one to go on with when the newest is damaged.
    static let keptSnapshots = 2

    func takeSnapshot(progress: ProgressReport?) throws(LogError) -> SnapshotReport {
        if let refusal = staging.withLock({ $0.refusal }) { throw refusal }
        guard isBusy.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing).exchanged else {
            throw LogError(.busy, "a compaction or snapshot is under way; wait for it")
        }
        defer { isBusy.store(false, ordering: .releasing) }
        let start = environment.clock.monotonic()
        let moment = try holdMoment()
        defer { index.release(moment.token) }
        var report = try SnapshotPublication(core: self, moment: moment, progress: progress).run()
        report.milliseconds = Double(environment.clock.monotonic() &- start) / 1_000_000
        let bytes = meters.withLock { $0.bytes }
        upkeep.withLock { $0.bytesAtSnapshot = bytes }
        note(report)
        return report
    }

    /// What a snapshot is made from: the segments and their ends at one sequence, all of it durable.
    struct Moment {
        var sequence: SequenceNumber
        var segments: [(file: SegmentFile, end: Int64)]
        var token: UInt64
    }

    private func holdMoment() throws(LogError) -> Moment {
        var failure: CommitFailure?
        let moment = committer.withLock { committer -> Moment in
            do throws(CommitFailure) { try committer.sync() } catch { failure = error }
            let sequence = SequenceNumber(visible.load(ordering: .acquiring))
            return Moment(
                sequence: sequence, segments: catalog.all.map { ($0, $0.end) }, token: index.hold(sequence))
        }
        if let failure {
            index.release(moment.token)
            stopWriting(failure.reason)
            throw failure.reason
        }
        return moment
    }
}

/// Writes a snapshot and its hints aside, makes them durable, and names them in the manifest.
private struct SnapshotPublication {
    let core: LogCore
    let moment: LogCore.Moment
    let progress: ProgressReport?

    private var folder: any Folder { core.environment.folder }
    private var name: String { FileName.snapshot(moment.sequence) }
    private var hintsName: String { FileName.snapshotHints(moment.sequence) }

    init(core: LogCore, moment: LogCore.Moment, progress: ProgressReport?) {
        self.core = core
        self.moment = moment
        self.progress = progress
    }

    func run() throws(LogError) -> SnapshotReport {
        do {
            return try make()
        } catch {
            abandon()
            if let error = error as? LogError { throw error }
            let cause = (error as? DiskError) ?? (error as? SnapshotError)?.cause ?? (error as? HintError)?.cause
            let code: LogError.Code = cause?.isAboutSpace == true ? .noSpace : .inputOutput
            throw LogError(code, "the snapshot could not be written; none was published", cause: cause ?? error)
        }
    }

    private func make() throws -> SnapshotReport {
        let file = try create(name + FileName.unfinished, .writeSnapshot)
        defer { file.close() }
        let hints = try create(hintsName + FileName.unfinished, .writeHints)
        defer { hints.close() }
        let (summary, records) = try write(to: file, hints)
        try file.sync(.writeSnapshot)
        try hints.sync(.writeHints)
        try withdrawNamesake()
        try folder.rename(hintsName + FileName.unfinished, to: hintsName, .publishHints)
        try folder.rename(name + FileName.unfinished, to: name, .publishSnapshot)
        try folder.sync(.publishSnapshot)
        let record = SnapshotRecord(
            sequence: moment.sequence, records: records, bytes: UInt64(summary.contentBytes), digest: summary.digest)
        try publish(record)
        return report(record, summary)
    }

    /// A snapshot of the same moment has the same name, and other bytes. It must not be named any more when its file is
    /// replaced.
    private func withdrawNamesake() throws(LogError) {
        guard core.manifest.state.snapshots.contains(where: { $0.sequence == moment.sequence }) else { return }
        try core.manifest.append([.withdrawn(moment.sequence)], acknowledged: moment.sequence)
    }

    private func report(_ record: SnapshotRecord, _ summary: SnapshotSummary) -> SnapshotReport {
        var report = SnapshotReport()
        report.sequence = record.sequence
        report.file = name
        report.records = Int(clamping: record.records)
        report.bytes = Int64(summary.contentBytes)
        report.compressedBytes = Int64(summary.fileBytes)
        return report
    }

    private func create(_ name: String, _ purpose: Purpose) throws(DiskError) -> any DiskFile {
        try folder.unlinkIfPresent(name, purpose)
        return try folder.open(name, .create, purpose)
    }

    private func abandon() {
        try? folder.unlink(name + FileName.unfinished, .dropSnapshot)
        try? folder.unlink(hintsName + FileName.unfinished, .dropHints)
    }
}

extension SnapshotPublication {
    /// All lines that were live at the moment, in the order of the log, between a first and a last line that say so.
    private func write(
        to file: any DiskFile, _ hintsFile: any DiskFile
    ) throws -> (SnapshotSummary, UInt64) {
        var writer = try SnapshotWriter(file)
        var hints = try HintWriter(hintsFile)
        var records: UInt64 = 0
        try writer.append(line: .snapshot, data(records: nil), moment.sequence, core)
        let total = moment.segments.reduce(Int64(0)) { $0 + $1.end }
        var done: Int64 = 0
        for (segment, end) in moment.segments {
            var feed = LineFeed(segment.file, from: 0, to: end, .readSegment)
            while let line = try feed.next() {
                guard let effect = liveEffect(of: line, in: segment) else { continue }
                // Removals are no text, but older segments need them when the index is loaded from these hints.
                try hints.append(effect.hint(in: segment.id))
                guard effect.form != .delete else { continue }
                try writer.append(UnsafeRawBufferPointer(start: line.bytes.baseAddress, count: line.bytes.count + 1))
                records += 1
                if records & 0xFFF == 0, let progress {
                    let isWanted = progress(
                        Progress(done: done + line.offset, total: total, phase: "writing the snapshot"))
                    if !isWanted { throw LogError(.cancelled, "the snapshot was cancelled; nothing was published") }
                }
            }
            done += end
        }
        guard core.index.holds(moment.token) else {
            throw LogError(
                .overtaken, "too much changed while the snapshot was written; take it while less is written")
        }
        try writer.append(line: .snapshotEnd, data(records: records), moment.sequence, core)
        let summary = try writer.finish()
        _ = try hints.finish(
            HintIdentity(
                kind: .snapshot, segment: SegmentID(0), first: .first, last: moment.sequence,
                contentBytes: UInt64(summary.contentBytes), digestPrefix: summary.digest.prefix ^ core.identity.seed))
        return (summary, records)
    }

    private func data(records: UInt64?) -> ControlData {
        var data = ControlData()
        data.add("store", core.identity.name)
        data.add("format", SegmentHeader.format)
        data.add("snapshot", moment.sequence.number)
        if let records { data.add("records", records) }
        return data
    }

    private func liveEffect(of line: LineFeed.Line, in segment: SegmentFile) -> KeyEffect? {
        guard line.isWhole, let envelope = try? LineReader.read(line.bytes), envelope.form != .control else {
            return nil
        }
        let effect = KeyEffect(line, envelope, seed: core.identity.seed)
        return core.index.wasLive(effect.hash, at: effect.place(in: segment.id), moment.sequence) ? effect : nil
    }

    /// The manifest names the new one and withdraws the oldest; only then are files removed.
    private func publish(_ record: SnapshotRecord) throws(LogError) {
        let older = core.manifest.state.snapshots.filter { $0.sequence != record.sequence }
        let withdrawn = older.dropLast(LogCore.keptSnapshots - 1).map(\.sequence)
        try core.manifest.append(
            [.published(record)] + withdrawn.map { .withdrawn($0) }, acknowledged: moment.sequence)
        for sequence in withdrawn {
            try? folder.unlink(FileName.snapshot(sequence), .dropSnapshot)
            try? folder.unlink(FileName.snapshotHints(sequence), .dropHints)
        }
    }
}

extension SnapshotWriter {
    fileprivate mutating func append(
        line kind: ControlKind, _ data: ControlData, _ moment: SequenceNumber, _ core: LogCore
    ) throws {
        var buffer = ByteBuffer()
        try ControlLine.append(
            kind, data, next: moment.next, acknowledged: moment, microseconds: core.environment.clock.now(),
            to: &buffer)
        var failure: (any Error)?
        buffer.withBytes { bytes in
            do { try append(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
    }
}
