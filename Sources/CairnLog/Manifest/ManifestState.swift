package import CairnLines

/// What the manifest's lines add up to. A pure value; the writer and the reader apply the same entries to it.
package struct ManifestState: Sendable {
    package var identity: StoreIdentity?
    /// The segments that count, in the order of their records.
    package private(set) var segments: [SegmentRecord] = []
    /// Snapshots, oldest first.
    package private(set) var snapshots: [SnapshotRecord] = []
    package private(set) var gaps: [GapRecord] = []
    /// What compaction keeps, by kind.
    package private(set) var retention: TextMap<Retention> = [:]
    /// JSON arrays of index definitions, by kind; none is empty.
    package private(set) var indices: TextMap<[UInt8]> = [:]
    /// Above every id ever given.
    package private(set) var nextSegment = SegmentID(1)

    package init() {}

    /// False where the entry contradicts what is known; nothing is changed then.
    package mutating func apply(_ entry: ManifestEntry) -> Bool {
        switch entry {
        case .store(let identity):
            guard self.identity == nil || self.identity == identity else { return false }
            self.identity = identity
        case .added(let record):
            return insert(record)
        case .superseded(let old, let record):
            let kept = segments.filter { !old.contains($0.id) }
            guard kept.count + old.count == segments.count else { return false }
            let before = segments
            segments = kept
            guard insert(record) else {
                segments = before
                return false
            }
            gaps.removeAll { old.contains($0.segment) }
        case .published(let snapshot):
            snapshots.removeAll { $0.sequence == snapshot.sequence }
            snapshots.append(snapshot)
            snapshots.sort { $0.sequence < $1.sequence }
        case .withdrawn(let sequence):
            snapshots.removeAll { $0.sequence == sequence }
        case .retention(let kind, let keep):
            retention[kind] = keep
        case .indices(let kind, let list):
            indices[kind] = list == Array("[]".utf8) ? nil : list
        case .gap(let gap):
            if !gaps.contains(gap) { gaps.append(gap) }
        }
        return true
    }

    private mutating func insert(_ record: SegmentRecord) -> Bool {
        guard !segments.contains(where: { $0.id == record.id }) else { return false }
        // Two segments may begin at the same sequence when the first of them holds no record; the older id comes first.
        let at = segments.firstIndex { ($0.first, $0.id) > (record.first, record.id) } ?? segments.count
        segments.insert(record, at: at)
        if nextSegment <= record.id { nextSegment = record.id.next }
        return true
    }

    /// Numbers up to this one are taken, be it by files that do not count.
    mutating func reserve(above id: SegmentID?) {
        if let id, nextSegment <= id { nextSegment = id.next }
    }

    /// The entries from which a new manifest starts.
    package var checkpoint: [ManifestEntry] {
        (identity.map { [.store($0)] } ?? []) + segments.map { .added($0) } + gaps.map { .gap($0) }
            + snapshots.map { .published($0) }
            + retention.inOrder.map { .retention(kind: $0.key, $0.value) }
            + indices.inOrder.map { .indices(kind: $0.key, $0.value) }
    }

    /// Where the segment at `index` ends, as far as the manifest can tell: by itself, or by its successor.
    package func end(at index: Int) -> SegmentEnd? {
        if let own = segments[index].own { return own }
        guard index + 1 < segments.count, let end = segments[index + 1].previous else { return nil }
        return end.segment == segments[index].id ? end : nil
    }
}
