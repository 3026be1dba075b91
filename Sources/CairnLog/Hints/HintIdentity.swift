/// What hints were derived from. Hints whose identity differs from what is there describe something else.
package struct HintIdentity: Sendable, Hashable {
    package enum Kind: UInt32, Sendable, Hashable {
        /// All keyed lines of one sealed segment, in their order.
        case segment = 1
        /// The lines that make up each key at a sequence, in the order of the log, from whatever segments.
        case snapshot = 2
    }

    package var kind: Kind
    /// The segment described; for a snapshot 0.
    package var segment: SegmentID
    /// The first and last line described.
    package var first: SequenceNumber
    package var last: SequenceNumber
    /// Bytes of the segment, or of the snapshot's content.
    package var contentBytes: UInt64
    /// The first eight bytes of the segment's or snapshot's SHA-256 (``SHA256Value/prefix``).
    package var digestPrefix: UInt64

    package init(
        kind: Kind, segment: SegmentID, first: SequenceNumber, last: SequenceNumber, contentBytes: UInt64,
        digestPrefix: UInt64
    ) {
        self.kind = kind
        self.segment = segment
        self.first = first
        self.last = last
        self.contentBytes = contentBytes
        self.digestPrefix = digestPrefix
    }

    /// Whether an entry can belong to what is identified.
    func admits(_ entry: HintEntry) -> Bool {
        guard entry.sequence >= first, entry.sequence <= last else { return false }
        guard kind == .segment else { return true }
        return entry.segment == segment && UInt64(entry.offset) &+ UInt64(entry.length) <= contentBytes
    }
}
