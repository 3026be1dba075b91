/// What the manifest knows of one segment.
package struct SegmentRecord: Sendable, Hashable {
    package var id: SegmentID
    package var first: SequenceNumber
    /// The end of the segment that it follows.
    package var previous: SegmentEnd?
    /// Its own end, where compaction or reseal wrote it whole. An ordinary segment's end is told by its successor.
    package var own: SegmentEnd?
    /// For a rewritten segment: the end of the last segment that it stands for.
    package var stands: SegmentEnd?

    package init(
        id: SegmentID, first: SequenceNumber, previous: SegmentEnd?, own: SegmentEnd? = nil, stands: SegmentEnd? = nil
    ) {
        self.id = id
        self.first = first
        self.previous = previous
        self.own = own
        self.stands = stands
    }

    package var isRewritten: Bool { own != nil }
    package var fileName: String { FileName.segment(id, first: first) }
    package var hintsName: String { FileName.hints(id, first: first) }
}

extension SegmentRecord {
    package func write(to data: inout ControlData) {
        data.add("segment", UInt64(id.number))
        data.add("first", first.number)
        data.add("previous", object: previous?.data)
        if let own { data.add("own", object: own.data) }
        if let stands { data.add("stands", object: stands.data) }
    }

    package init?(_ data: ControlData.Reader) {
        guard let id = data.segment("segment"), let first = data.sequence("first") else { return nil }
        self.init(id: id, first: first, previous: data.object("previous").flatMap(SegmentEnd.init))
        own = data.object("own").flatMap(SegmentEnd.init)
        stands = data.object("stands").flatMap(SegmentEnd.init)
    }
}

/// What the manifest knows of one snapshot.
package struct SnapshotRecord: Sendable, Hashable {
    /// The state as of this sequence.
    package var sequence: SequenceNumber
    package var records: UInt64
    /// Bytes of text, before compression.
    package var bytes: UInt64
    /// SHA-256 over that text.
    package var digest: SHA256Value

    package init(sequence: SequenceNumber, records: UInt64, bytes: UInt64, digest: SHA256Value) {
        self.sequence = sequence
        self.records = records
        self.bytes = bytes
        self.digest = digest
    }
}

/// A stretch of damage that salvage accepted.
package struct GapRecord: Sendable, Hashable {
    package var segment: SegmentID
    package var offset: Int64
    package var bytes: Int64
    /// The first sequence that may be lost in it.
    package var from: SequenceNumber
    /// The last sequence that may be lost in it.
    package var to: SequenceNumber

    package init(segment: SegmentID, offset: Int64, bytes: Int64, from: SequenceNumber, to: SequenceNumber) {
        self.segment = segment
        self.offset = offset
        self.bytes = bytes
        self.from = from
        self.to = to
    }
}
