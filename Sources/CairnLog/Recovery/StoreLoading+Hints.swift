internal import CairnDisk
internal import CairnLines

extension StoreLoading {
    /// Starts from the newest snapshot whose hints are whole and whose segments are all there. The snapshot's text is
    /// not needed for that, as its lines stand in the log.
    mutating func loadSnapshotHints() throws(LogError) {
        let present = Set(manifest.state.segments.map(\.id))
        for record in manifest.state.snapshots.reversed() {
            switch try load(record, present) {
            case .taken:
                snapshot = record.sequence
                report.snapshot = record.sequence
                return
            // A compaction behind a snapshot is everyday life, and nothing to tell anybody about.
            case .outdated: continue
            case .unusable:
                note(
                    .badHints, FileName.snapshotHints(record.sequence), 0, 0,
                    "the snapshot's hints are missing or damaged; the log was read instead")
            }
        }
    }

    /// What became of a snapshot's hints.
    private enum SnapshotHints {
        case taken
        /// They name segments that a compaction has replaced since.
        case outdated
        case unusable
    }

    /// Takes the entries in, segment by segment in the order of the log, or nothing at all.
    /// They are read twice: kept in memory, those of a large store would take more than its key table.
    private func load(_ record: SnapshotRecord, _ present: Set<SegmentID>) throws(LogError) -> SnapshotHints {
        let name = FileName.snapshotHints(record.sequence)
        guard let file = try? environment.folder.open(name, .read, .readHints) else { return .unusable }
        defer { file.close() }
        let expected = HintIdentity(
            kind: .snapshot, segment: SegmentID(0), first: .first, last: record.sequence, contentBytes: record.bytes,
            digestPrefix: record.digest.prefix ^ identity.seed)
        guard let reader = try? HintReader(file, expecting: environment.checks.contains(.hints) ? expected : nil),
            let isCurrent = try? reader.isOnly(of: present)
        else { return .unusable }
        guard isCurrent else { return .outdated }
        try index.reserve(reader.count)
        try take(reader, from: name)
        return .taken
    }

    /// So many entries on their way into the index at a time.
    private static let hintsAtOnce = 65_536

    private func take(_ reader: HintReader, from name: String) throws(LogError) {
        var effects: [KeyEffect] = []
        effects.reserveCapacity(Self.hintsAtOnce)
        var segment: SegmentID?
        var failure: LogError?
        func settle() {
            guard failure == nil, let segment else { return }
            do throws(LogError) { try index.load(effects, in: segment) } catch { failure = error }
            effects.removeAll(keepingCapacity: true)
        }
        do throws(HintError) {
            try reader.forEach { entry in
                if entry.segment != segment || effects.count == Self.hintsAtOnce {
                    settle()
                    segment = entry.segment
                }
                effects.append(KeyEffect(entry))
            }
        } catch {
            throw LogError(.inputOutput, "\(name) changed while it was read; open the store again", cause: error)
        }
        settle()
        if let failure { throw failure }
    }

    /// Takes a sealed segment in without reading it. False where it must be read.
    mutating func loadFromHints(_ record: SegmentRecord, _ known: SegmentEnd) throws(LogError) -> Bool {
        let next = record.stands?.next ?? known.next
        var effects: [KeyEffect] = []
        if next > snapshot.next {
            let hints = SegmentHints(environment.folder, seed: identity.seed)
            guard let found = hints.read(record, known, checks: environment.checks) else {
                if survey.hints.contains(record.hintsName) {
                    note(
                        .badHints, record.hintsName, 0, 0,
                        "the hints are damaged or of another segment; the segment was read instead")
                }
                return false
            }
            effects = found.after(snapshot)
            report.segmentsFromHints += 1
        }
        guard let header = try SegmentHeader.read(environment, record.fileName)?.header, header.store == identity.name,
            header.segment == record.id, header.first == record.first, header.previous == record.previous
        else { return false }
        let file: any DiskFile
        do throws(DiskError) { file = try environment.folder.open(record.fileName, .read, .readSegment) } catch {
            throw Self.unreadable(record.fileName, error)
        }
        catalog.add(SegmentFile(record, file, end: known.bytes, hasGaps: hasGaps(record)))
        try index.load(effects, in: record.id)
        report.segments += 1
        self.next = max(self.next, next)
        lastMicroseconds = max(lastMicroseconds, Int64(effects.last?.seconds ?? 0) * 1_000_000)
        return true
    }
}

extension [KeyEffect] {
    /// Those that a snapshot does not hold yet.
    func after(_ snapshot: SequenceNumber) -> [KeyEffect] {
        guard snapshot > .none, let first, first.sequence <= snapshot else { return self }
        return filter { $0.sequence > snapshot }
    }
}

extension HintReader {
    /// Whether every entry is good and stands in one of these segments.
    fileprivate func isOnly(of present: Set<SegmentID>) throws(HintError) -> Bool {
        var (known, isOnly): (SegmentID?, Bool) = (nil, true)
        try forEach { entry in
            guard entry.segment != known else { return }
            known = entry.segment
            isOnly = isOnly && present.contains(entry.segment)
        }
        return isOnly
    }
}
