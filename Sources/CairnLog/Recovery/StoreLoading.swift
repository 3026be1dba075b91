internal import CairnDisk
internal import CairnLines

/// Reads a store into a key index and judges it. Changes nothing.
struct StoreLoading {
    let environment: LogEnvironment
    let options: LogOptions
    let survey: StoreSurvey
    let manifest: ManifestReader.Result
    let progress: ProgressReport?
    /// Reads every byte, trusts no hints, and compares digests.
    var isDeep = false
    /// A writer has the store: what it has not acknowledged yet is not shown, and is no finding.
    var isFollowing = false

    var report = RecoveryReport()
    let index = KeyIndex()
    let catalog = SegmentCatalog()
    /// The last segment, as it was read.
    var last: (record: SegmentRecord, scan: SegmentScan, file: any DiskFile)?
    var next = SequenceNumber.first
    var lastMicroseconds: Int64 = 0
    var told = SequenceNumber.none
    /// Where the last segment's torn tail begins.
    var tornFrom: Int64?
    /// Segment files that the manifest does not count and nobody needs.
    var leftovers: [String] = []
    var isDamaged = false
    /// The index was loaded as of this sequence from a snapshot's hints.
    var snapshot = SequenceNumber.none
    var damage: [(record: SegmentRecord, stretch: SegmentScan.BadStretch, gap: Finding)] = []

    init(
        environment: LogEnvironment, options: LogOptions, survey: StoreSurvey, manifest: ManifestReader.Result,
        progress: ProgressReport?
    ) {
        self.environment = environment
        self.options = options
        self.survey = survey
        self.manifest = manifest
        self.progress = progress
    }

    var identity: StoreIdentity { manifest.state.identity ?? StoreIdentity(name: "", seed: 0) }

    mutating func run() throws(LogError) {
        guard manifest.state.identity != nil, !manifest.isDamaged else {
            throw LogError(
                .damaged,
                "\(FileName.manifest(manifest.generation)) is damaged; `cairn recover --mode salvage` rebuilds "
                    + "it from the segments"
            )
        }
        report.mode = options.recovery
        if let rebuilt = manifest.rebuilt {
            report.findings += rebuilt
            isDamaged = true
        }
        if manifest.isTorn {
            note(
                .leftover, FileName.manifest(manifest.generation), manifest.goodEnd,
                manifest.size - manifest.goodEnd,
                "a line of the manifest was being written at a crash; it did not count yet")
        }
        try findLeftovers()
        let segments = manifest.state.segments
        if !isDeep { try loadSnapshotHints() }
        noteMissingBegin()
        let total = segments.reduce(0) { $0 &+ (survey.segments[$1.fileName] ?? 0) }
        var done: Int64 = 0
        for (position, record) in segments.enumerated() {
            try load(record, at: position, isLast: position == segments.count - 1)
            done &+= survey.segments[record.fileName] ?? 0
            try tell(done, of: total)
        }
        conclude()
    }

    /// Segment files that the manifest does not list: leftovers of a rotation or compaction that a crash cut short,
    /// or else the sign that the manifest lost a line or that a stranger's file lies here.
    private mutating func findLeftovers() throws(LogError) {
        let known = Set(manifest.state.segments.map(\.fileName))
        for name in survey.segments.keys.sorted() where !known.contains(name) {
            guard environment.checks.contains(.unknownFiles) else { continue }
            guard let header = try SegmentHeader.read(environment, name)?.header else {
                leftovers.append(name)
                continue
            }
            guard header.store == identity.name, FileName.segment(header.segment, first: header.first) == name else {
                throw LogError(
                    .foreign,
                    "\(name) is a segment of another store or was renamed; move it away. Nothing was touched")
            }
            guard header.stands != nil || header.segment < manifest.state.nextSegment else {
                throw LogError(
                    .damaged,
                    "\(name) holds records but the manifest does not list it: the manifest lost a line. Rebuild "
                        + "it with `cairn recover --mode salvage`"
                )
            }
            leftovers.append(name)
        }
    }

    private mutating func load(_ record: SegmentRecord, at position: Int, isLast: Bool) throws(LogError) {
        let name = record.fileName
        guard let size = survey.segments[name] else {
            throw .missing(name)
        }
        let segments = manifest.state.segments
        let known = manifest.state.end(at: position)
        let limit = known?.bytes ?? size
        if let known, !isDeep, size >= known.bytes, try loadFromHints(record, known) { return }
        let file: any DiskFile
        do throws(DiskError) {
            file = try environment.folder.open(name, isLast && !isReader ? .readWrite : .read, .readSegment)
        } catch {
            throw Self.unreadable(name, error)
        }
        // What lies behind the last proof may be in the page cache alone, after a sync that failed.
        if isLast { file.dropCache(from: .zero) }
        var scan: SegmentScan
        do throws(DiskError) { scan = try self.scan(record, file, upTo: min(limit, size), known) } catch {
            file.close()
            throw Self.unreadable(name, error)
        }
        if scan.header == nil { try refuseForeign(record, file) }
        if let known {
            judge(record, &scan, known, size: size)
            if isDeep, scan.stretches.isEmpty { checkDigest(record, file, known, scan.seal) }
        } else if isLast {
            judgeLast(record, &scan)
        } else {
            judgeUnnamed(record, &scan, before: segments[position + 1].first)
        }
        try index.load(scan.effects.after(snapshot), in: record.id)
        try index.load(scan.later.after(snapshot), in: record.id)
        report.segments += 1
        report.linesRead += scan.lines + scan.laterLines
        report.bytesRead += min(size, limit)
        next = max(next, scan.next)
        lastMicroseconds = max(lastMicroseconds, scan.lastMicroseconds)
        told = max(told, scan.acknowledged)
        let readable = scan.later.isEmpty ? scan.end : min(size, limit)
        let shared = SegmentFile(
            record, file, end: readable, hasGaps: hasGaps(record), firm: scan.later.isEmpty ? 0 : readable)
        catalog.add(shared)
        if isLast { last = (record, scan, file) }
    }

    /// No crash puts the intact header of another store into a segment: somebody did.
    private func refuseForeign(_ record: SegmentRecord, _ file: any DiskFile) throws(LogError) {
        let name = record.fileName
        guard environment.checks.contains(.header), let header = try SegmentHeader.read(environment, name)?.header,
            header.store != identity.name
        else { return }
        file.close()
        throw LogError(
            .foreign, "\(name) is a segment of another store; put the right one in its place. Nothing was touched")
    }

    private var isReader: Bool { options.recovery == .readOnly }

    /// A segment with a known end must be exactly what its successor, or its own record, says.
    private mutating func judge(
        _ record: SegmentRecord, _ scan: inout SegmentScan, _ known: SegmentEnd, size: Int64
    ) {
        let next = record.stands?.next ?? known.next
        for at in scan.stretches.indices {
            // What is bad to the end of the segment ends where its successor begins. What a rewritten one had there is
            // not known.
            if scan.stretches[at].following == nil, !record.isRewritten { scan.stretches[at].following = next }
            noteDamage(record, scan.stretches[at])
        }
        guard scan.stretches.isEmpty, environment.checks.contains(.sealedLength) else {
            scan.next = max(scan.next, next)
            return
        }
        let isWhole = record.isRewritten ? scan.seal != nil : scan.next == known.next
        if scan.end != known.bytes || scan.lines != known.lines || !isWhole {
            noteDamage(
                record,
                SegmentScan.BadStretch(
                    offset: scan.end, end: max(scan.end, min(size, known.bytes)), expected: scan.next,
                    resumes: next, following: next))
        }
        scan.next = max(scan.next, next)
    }

    private mutating func judgeLast(_ record: SegmentRecord, _ scan: inout SegmentScan) {
        let promised = max(manifest.acknowledged, manifest.state.snapshots.last?.sequence ?? .none)
        let gaps = manifest.state.gaps.filter { $0.segment == record.id }
        let verdict: RecoveryVerdict =
            !scan.stretches.isEmpty
                && scan.stretches.allSatisfy { stretch in gaps.contains { $0.offset == stretch.offset } }
            ? .damaged : RecoveryVerdict.judge(scan, isLast: true, promised: promised, checks: environment.checks)
        if isFollowing, verdict != .damaged { return hideUnacknowledged(record, &scan) }
        switch verdict {
        case .clean: break
        case .torn(let from):
            tornFrom = from
            noteTorn(record, scan, from)
            scan.later = []
            scan.next = scan.stretches.first?.expected ?? scan.next
        case .damaged:
            if scan.stretches.isEmpty {
                let end = scan.end
                scan.stretches = [
                    SegmentScan.BadStretch(
                        offset: end, end: end, expected: scan.next,
                        resumes: promised.next, following: promised.next)
                ]
                scan.next = promised.next
            }
            // A number that was acknowledged is never given again, not even after salvage.
            scan.next = max(scan.next, promised.next)
            for stretch in scan.stretches { noteDamage(record, stretch) }
        }
    }

    /// Damage in it was accepted before, or is being accepted now.
    func hasGaps(_ record: SegmentRecord) -> Bool {
        options.recovery == .salvage || manifest.state.gaps.contains { $0.segment == record.id }
    }

    private func tell(_ done: Int64, of total: Int64) throws(LogError) {
        guard let progress else { return }
        if !progress(Progress(done: done, total: total, phase: "reading segments")) {
            throw LogError(.cancelled, "opening was cancelled; nothing was touched")
        }
    }

    static func unreadable(_ name: String, _ error: DiskError) -> LogError {
        LogError(
            error.code == .notAPlainFile ? .foreign : .inputOutput, "\(name) cannot be read; nothing was touched",
            cause: error)
    }
}
