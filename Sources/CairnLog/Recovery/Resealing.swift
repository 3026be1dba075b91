internal import CairnDisk
internal import CairnLines
internal import Synchronization

extension Log {
    /// Accepts lines that were edited by hand: gives them new checksums, in rewritten segments that stand for the old
    /// ones, and writes an audit line for each. The old files go to `quarantine/`.
    ///
    /// A line is accepted if it is valid, has its place in the order, and only its checksum is wrong or missing.
    ///
    /// - Errors: `.locked`; `.damaged` where something is wrong that is no edit of a line (nothing is changed then).
    public static func reseal(
        _ path: String, dryRun: Bool, progress: ProgressReport? = nil
    ) async throws(LogError) -> ResealReport {
        try await Blocking.run("cairn-reseal") { () throws(LogError) in
            try resealNow(try environment(path), dryRun: dryRun, progress: progress)
        }
    }

    /// The same, on the calling thread and any folder.
    package static func resealNow(
        _ environment: LogEnvironment, dryRun: Bool, progress: ProgressReport? = nil
    ) throws(LogError) -> ResealReport {
        var environment = environment
        environment.hasThreads = false
        var options = LogOptions()
        options.createIfMissing = false
        options.compactsByItself = false
        options.snapshotEveryBytes = 0
        let report = try Resealing(environment, options, progress).run(dryRun: dryRun)
        guard !dryRun, !report.lines.isEmpty else { return report }
        let log = try openNow(environment, options: options, progress: progress)
        do throws(LogError) {
            for line in report.lines { try log.core.audit(line) }
        } catch {
            try? log.closeNow()
            throw error
        }
        try log.closeNow()
        return report
    }
}

extension LogCore {
    /// Writes the line that says who was given a new checksum.
    fileprivate func audit(_ line: ResealReport.Line) throws(LogError) {
        if let refusal = staging.withLock({ $0.refusal }) { throw refusal }
        var data = ControlData()
        data.add("file", line.file)
        data.add("offset", UInt64(clamping: line.offset))
        data.add("sequence", line.sequence.number)
        data.add("oldSum", line.oldSum)
        data.add("newSum", line.newSum)
        var failure: CommitFailure?
        committer.withLock { committer in
            do throws(CommitFailure) { try committer.note(.reseal, data) } catch { failure = error }
        }
        if let failure { throw failure.reason }
    }
}

/// Finds edited lines and rewrites the segments that have them.
private struct Resealing {
    private let environment: LogEnvironment
    private let opening: StoreOpening

    /// A line that will get a new checksum.
    private struct Edit {
        var line: ResealReport.Line
        var bytes: [UInt8]
    }

    init(_ environment: LogEnvironment, _ options: LogOptions, _ progress: ProgressReport?) {
        self.environment = environment
        opening = StoreOpening(environment, options, progress)
    }

    func run(dryRun: Bool) throws(LogError) -> ResealReport {
        let lock = dryRun ? nil : try opening.takeLock()
        defer { lock?.release() }
        let survey = try StoreSurvey(environment.folder)
        guard !survey.isEmpty else {
            throw .noStore(environment.folder.path)
        }
        let advice = "`cairn recover --mode salvage` writes a new one; reseal then"
        guard let newest = survey.manifests.last else {
            throw LogError(.damaged, "the manifest is missing; \(advice)")
        }
        let read = try ManifestReader.read(environment.folder, generation: newest, checks: environment.checks)
        guard read.state.identity != nil, !read.isDamaged else {
            throw LogError(.damaged, "the manifest is damaged; \(advice)")
        }
        var report = ResealReport()
        report.isDryRun = dryRun
        var work: [(position: Int, edits: [Int64: Edit], next: SequenceNumber)] = []
        for position in read.state.segments.indices {
            let (edits, next) = try edits(in: read.state, at: position, survey)
            report.lines += edits.values.map(\.line).sorted { $0.offset < $1.offset }
            if !edits.isEmpty { work.append((position, edits, next)) }
        }
        guard !dryRun, !work.isEmpty else { return report }
        let manifest = ManifestWriter(environment.folder, clock: environment.clock, read)
        defer { manifest.close() }
        // Indices that were kept still are of the lines as they were.
        try environment.dropKeptIndices()
        for (position, edits, next) in work {
            try rewrite(read.state, position, edits, next: next, manifest, survey)
        }
        try withdrawSnapshots(manifest)
        return report
    }

    /// The edited lines of a segment by their offsets, and what the record behind its last one has.
    private func edits(
        in state: ManifestState, at position: Int, _ survey: StoreSurvey
    ) throws(LogError) -> (edits: [Int64: Edit], next: SequenceNumber) {
        let record = state.segments[position]
        guard let size = survey.segments[record.fileName] else {
            throw .missing(record.fileName)
        }
        var edits: [Int64: Edit] = [:]
        var next = record.first
        let limit = position == state.segments.count - 1 ? size : max(size, state.end(at: position)?.bytes ?? size)
        try SegmentReplacement.forEachLine(of: record, environment, to: limit) { (line) throws(LogError) in
            if line.isWhole, let envelope = try? LineReader.read(line.bytes) {
                next = SequenceNumber(envelope.sequence &+ (envelope.form == .control ? 0 : 1))
                return
            }
            guard line.isWhole, !line.isTooLong,
                let envelope = try? LineReader.readAnyOrder(line.bytes), envelope.form != .control,
                envelope.sequence == next.number || record.isRewritten && envelope.sequence > next.number,
                let edit = edit(line, envelope, record)
            else {
                throw LogError(
                    .damaged,
                    "byte \(line.offset) of \(record.fileName) is no edited line: it is not valid, or not "
                        + "record \(next). Nothing was changed"
                )
            }
            edits[line.offset] = edit
            next = SequenceNumber(envelope.sequence &+ 1)
        }
        return (edits, next)
    }

    /// The line with its right sum in its right place.
    private func edit(_ line: LineFeed.Line, _ envelope: Envelope, _ record: SegmentRecord) -> Edit? {
        var text = Array(line.bytes)
        var old = ""
        if LineSum.hasForm(line.bytes) {
            old = String(decoding: text[LineSum.digitsAt..<LineSum.digitsAt + 16], as: UTF8.self)
        } else {
            // Without a sum, or with one that has moved: it goes to the front, the rest stays as it is.
            let patch = Array(#"{"sum":null}"#.utf8)
            let bare = patch.withUnsafeBytes { patch in try? MergePatch.apply(patch: patch, to: line.bytes) }
            guard let bare, bare.count > 2 else { return nil }
            text = Array(#"{"sum":"0000000000000000","#.utf8) + bare.dropFirst()
        }
        let sum = text.withUnsafeBytes { LineSum.of(UnsafeRawBufferPointer(rebasing: $0[LineSum.coveredFrom...])) }
        let digits = String(sum, radix: 16)
        let new = String(repeating: "0", count: 16 - digits.utf8.count) + digits
        text.replaceSubrange(LineSum.digitsAt..<LineSum.digitsAt + 16, with: Array(new.utf8))
        return Edit(
            line: ResealReport.Line(
                file: record.fileName, offset: line.offset, sequence: SequenceNumber(envelope.sequence), oldSum: old,
                newSum: new), bytes: text)
    }
}

extension Resealing {
    private func rewrite(
        _ state: ManifestState, _ position: Int, _ edits: [Int64: Edit], next: SequenceNumber,
        _ manifest: ManifestWriter, _ survey: StoreSurvey
    ) throws(LogError) {
        let record = state.segments[position]
        guard let identity = state.identity else { return }
        var replacement = try SegmentReplacement(
            environment, identity, record, manifest, end: state.end(at: position), next: next,
            size: survey.segments[record.fileName] ?? 0)
        try replacement.run { (line, write) throws(LogError) in
            if let edit = edits[line.offset] {
                try write(edit.bytes)
            } else if let envelope = try? LineReader.read(line.bytes), envelope.form != .control {
                try write(Array(line.bytes))
            }
        }
    }

    /// Snapshots still hold the lines as they were.
    private func withdrawSnapshots(_ manifest: ManifestWriter) throws(LogError) {
        let snapshots = manifest.state.snapshots.map(\.sequence)
        guard !snapshots.isEmpty else { return }
        try manifest.append(snapshots.map { .withdrawn($0) }, acknowledged: .none)
        for sequence in snapshots {
            try? environment.folder.unlinkIfPresent(FileName.snapshot(sequence), .dropSnapshot)
            try? environment.folder.unlinkIfPresent(FileName.snapshotHints(sequence), .dropHints)
        }
    }
}
