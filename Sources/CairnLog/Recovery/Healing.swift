internal import CairnDisk
internal import CairnLines

/// Repairs damage without losing anything: rewrites a damaged segment from its intact lines and, for the records that
/// are lost in it, from a snapshot that holds them.
///
/// It is all or nothing: either every damaged stretch can be made whole, or nothing is touched. A segment of its own
/// stands for the damaged one, whose file is put aside first; so a crash at any point leaves the store as damaged, or
/// as healed, as it was.
struct Healing {
    private let environment: LogEnvironment
    private let loaded: StoreLoading

    init(_ environment: LogEnvironment, _ loaded: StoreLoading) {
        self.environment = environment
        self.loaded = loaded
    }

    /// The finding for each segment that was healed; nil where not everything can be.
    func run() throws(LogError) -> [Finding]? {
        guard let lines = linesToRestore() else { return nil }
        let manifest = ManifestWriter(environment.folder, clock: environment.clock, loaded.manifest)
        defer { manifest.close() }
        var findings: [Finding] = []
        for record in damagedSegments {
            findings.append(try heal(record, with: lines[record.id] ?? [], manifest))
        }
        return findings
    }

    private var damagedSegments: [SegmentRecord] {
        loaded.manifest.state.segments.filter { record in loaded.damage.contains { $0.record.id == record.id } }
    }

    /// A line that is put back.
    private struct Restored {
        var sequence: SequenceNumber
        var bytes: [UInt8]
    }

    /// The lost lines of each segment, in their order; nil where some cannot be had.
    private func linesToRestore() -> [SegmentID: [Restored]]? {
        var ranges: [(segment: SegmentID, lost: ClosedRange<SequenceNumber>)] = []
        for damaged in loaded.damage {
            if damaged.gap.firstSequence == nil {
                // Only control lines are bad. Where records may be missing between others, that cannot be known.
                guard !damaged.record.isRewritten else { return nil }
                continue
            }
            guard let first = damaged.gap.firstSequence, let last = damaged.gap.lastSequence, first <= last else {
                return nil
            }
            ranges.append((damaged.record.id, first...last))
        }
        guard let needed = ranges.map(\.lost.upperBound).max() else { return [:] }
        for snapshot in loaded.manifest.state.snapshots.reversed() where snapshot.sequence >= needed {
            if let lines = lines(of: snapshot, in: ranges) { return lines }
        }
        return nil
    }

    private func lines(
        of snapshot: SnapshotRecord, in ranges: [(segment: SegmentID, lost: ClosedRange<SequenceNumber>)]
    ) -> [SegmentID: [Restored]]? {
        guard var lines = removals(of: snapshot, in: ranges) else { return nil }
        let problem = SnapshotCheck(environment).problem(with: snapshot) { line in
            guard let envelope = try? LineReader.read(line), envelope.form != .control else { return }
            let sequence = SequenceNumber(envelope.sequence)
            guard let range = ranges.first(where: { $0.lost.contains(sequence) }) else { return }
            lines[range.segment, default: []].append(Restored(sequence: sequence, bytes: Array(line)))
        }
        guard problem == nil else { return nil }
        return lines.mapValues { $0.sorted { $0.sequence < $1.sequence } }
    }

    /// A snapshot's text has no removals; its hints have those that older lines still need. A removal is written again
    /// for the key of the line that it removes.
    ///
    /// nil also where a line stood in another file when the snapshot was taken: the damaged one was rewritten since,
    /// may have been without that line because it was removed, and the removal may be gone with it.
    private func removals(
        of snapshot: SnapshotRecord, in ranges: [(segment: SegmentID, lost: ClosedRange<SequenceNumber>)]
    ) -> [SegmentID: [Restored]]? {
        let name = FileName.snapshotHints(snapshot.sequence)
        guard let file = try? environment.folder.open(name, .read, .readHints) else { return nil }
        defer { file.close() }
        let expected = HintIdentity(
            kind: .snapshot, segment: SegmentID(0), first: .first, last: snapshot.sequence,
            contentBytes: snapshot.bytes, digestPrefix: snapshot.digest.prefix ^ loaded.identity.seed)
        guard let reader = try? HintReader(file, expecting: expected) else { return nil }
        var found: [(SegmentID, HintEntry)] = []
        var isOfThese = true
        do throws(HintError) {
            try reader.forEach { entry in
                guard let range = ranges.first(where: { $0.lost.contains(entry.sequence) }) else { return }
                isOfThese = isOfThese && entry.segment == range.segment
                if entry.act == .delete { found.append((range.segment, entry)) }
            }
        } catch { return nil }
        guard isOfThese else { return nil }
        var lines: [SegmentID: [Restored]] = [:]
        for (segment, entry) in found {
            // Without an older line there is nothing to remove.
            guard let place = loaded.index.newest(entry.hash), !place.isTombstone else { continue }
            guard let line = removal(of: place, entry) else { return nil }
            lines[segment, default: []].append(line)
        }
        return lines
    }

    private func removal(of place: KeyPlace, _ entry: HintEntry) -> Restored? {
        guard let segment = loaded.catalog[place.segment] else { return nil }
        var feed = LineFeed(
            segment.file, from: Int64(place.offset), to: Int64(place.offset) + Int64(place.length), .readSegment)
        guard let line = try? feed.next(), let envelope = try? LineReader.read(line.bytes) else { return nil }
        let key = LineReader.keyBytes(of: envelope, in: line.bytes)
        let at = key.firstIndex(of: 0) ?? key.count
        guard let draft = try? LineDraft.delete(kind: Array(key[..<at]), id: Array(key.dropFirst(at + 1))) else {
            return nil
        }
        var buffer = ByteBuffer()
        var formatter = TimestampFormatter()
        formatter.withText(of: Timestamp(microseconds: Int64(entry.seconds) * 1_000_000)) {
            _ = LineWriter.append(
                draft, sequence: entry.sequence.number, acknowledged: entry.sequence.number &- 1, timestamp: $0,
                to: &buffer)
        }
        return Restored(sequence: entry.sequence, bytes: buffer.withBytes { Array($0.dropLast()) })
    }
}

extension Healing {
    private func heal(
        _ record: SegmentRecord, with restored: [Restored], _ manifest: ManifestWriter
    ) throws(LogError) -> Finding {
        let size = loaded.survey.segments[record.fileName] ?? 0
        var rewriting = try SegmentReplacement(
            environment, loaded.identity, record, manifest, end: loaded.manifest.state.known(record),
            next: record.stands?.next ?? endOf(record), size: size)
        var left = restored[...]
        try rewriting.run { (line, write) throws(LogError) in
            guard let envelope = try? LineReader.read(line.bytes), envelope.form != .control else { return }
            while let first = left.first, first.sequence.number < envelope.sequence {
                try write(first.bytes)
                left.removeFirst()
            }
            try write(Array(line.bytes))
        } atEnd: { (write) throws(LogError) in
            for line in left { try write(line.bytes) }
        }
        return Finding(
            .healed, file: record.fileName, bytes: size, first: restored.first?.sequence,
            last: restored.last?.sequence, quarantine: rewriting.quarantine,
            message: restored.isEmpty
                ? "damaged lines of the log itself; no record was lost, and the segment was written anew"
                : "\(restored.count) damaged records were restored from a snapshot, and the segment was written anew")
    }

    private func endOf(_ record: SegmentRecord) -> SequenceNumber {
        loaded.manifest.state.known(record)?.next ?? loaded.next
    }
}

extension ManifestState {
    /// Where a segment ends, as far as the manifest can tell.
    func known(_ record: SegmentRecord) -> SegmentEnd? {
        segments.firstIndex { $0.id == record.id }.flatMap { end(at: $0) }
    }
}
