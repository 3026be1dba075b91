/// One line of the manifest.
package enum ManifestEntry: Sendable, Hashable {
    /// The first line: which store.
    case store(StoreIdentity)
    /// A segment may hold acknowledged records from now on.
    case added(SegmentRecord)
    /// These segments count no more; the one that stands for them does.
    case superseded([SegmentID], by: SegmentRecord)
    case published(SnapshotRecord)
    case withdrawn(SequenceNumber)
    case gap(GapRecord)
    /// What compaction keeps of a kind; `""` for every kind that is not named.
    case retention(kind: String, Retention)
    /// By what the records of a kind can be found: a JSON array, which the floor above reads. Empty for nothing.
    case indices(kind: String, [UInt8])

    /// The line's type and data.
    package var line: (kind: ControlKind, data: ControlData) {
        var data = ControlData()
        switch self {
        case .store(let identity):
            data.add("store", identity.name)
            data.add("format", SegmentHeader.format)
            // As text: readers of JSON that know only doubles would round the number.
            data.add("seed", String(identity.seed, radix: 16))
            return (.store, data)
        case .added(let record):
            record.write(to: &data)
            return (.added, data)
        case .superseded(let old, let record):
            data.add("segments", old.map(\.description).joined(separator: ","))
            record.write(to: &data)
            return (.superseded, data)
        case .published(let snapshot):
            data.add("snapshot", snapshot.sequence.number)
            data.add("records", snapshot.records)
            data.add("bytes", snapshot.bytes)
            data.add("sha256", snapshot.digest.hex)
            return (.published, data)
        case .withdrawn(let sequence):
            data.add("snapshot", sequence.number)
            return (.withdrawn, data)
        case .retention(let kind, let keep):
            data.add("kind", hex: kind)
            data.add("keep", keep.word)
            return (.retention, data)
        case .indices(let kind, let list):
            data.add("kind", hex: kind)
            data.add("indices", array: list)
            return (.indices, data)
        case .gap(let gap):
            data.add("segment", UInt64(gap.segment.number))
            data.add("offset", UInt64(clamping: gap.offset))
            data.add("bytes", UInt64(clamping: gap.bytes))
            data.add("from", gap.from.number)
            data.add("to", gap.to.number)
            return (.gap, data)
        }
    }

    /// nil for a line that is not a manifest entry of this format.
    package init?(kind: ControlKind, data: ControlData.Reader) {
        switch kind {
        case .store:
            guard let name = data.text("store"), let seed = data.text("seed").flatMap({ UInt64($0, radix: 16) }),
                data.number("format") == SegmentHeader.format
            else { return nil }
            self = .store(StoreIdentity(name: name, seed: seed))
        case .added:
            guard let record = SegmentRecord(data) else { return nil }
            self = .added(record)
        case .superseded:
            guard let record = SegmentRecord(data), let list = data.text("segments") else { return nil }
            let old = list.split(separator: ",").compactMap { UInt32($0).map(SegmentID.init) }
            self = .superseded(old, by: record)
        case .published:
            guard let sequence = data.sequence("snapshot"), let records = data.number("records"),
                let bytes = data.number("bytes"), let digest = data.text("sha256").flatMap({ SHA256Value(hex: $0) }),
                sequence <= .last
            else { return nil }
            self = .published(
                SnapshotRecord(
                    sequence: sequence, records: records, bytes: bytes, digest: digest))
        case .withdrawn:
            guard let sequence = data.sequence("snapshot") else { return nil }
            self = .withdrawn(sequence)
        case .retention:
            guard let kind = data.hex("kind"), let keep = data.text("keep").flatMap({ Retention(word: $0) }) else {
                return nil
            }
            self = .retention(kind: kind, keep)
        case .indices:
            guard let kind = data.hex("kind"), let list = data.array("indices") else { return nil }
            self = .indices(kind: kind, list)
        case .gap:
            guard let segment = data.segment("segment"), let offset = data.number("offset"),
                let bytes = data.number("bytes"), let from = data.sequence("from"), let to = data.sequence("to")
            else { return nil }
            self = .gap(
                GapRecord(
                    segment: segment, offset: Int64(clamping: offset), bytes: Int64(clamping: bytes),
                    from: from, to: to))
        default: return nil
        }
    }
}
