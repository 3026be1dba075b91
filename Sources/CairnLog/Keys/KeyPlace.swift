/// Where a key's newest line stands.
package struct KeyPlace: Sendable, Hashable {
    /// Below ``segmentLimit``.
    package var segment: SegmentID
    /// Of the line's first byte in its segment.
    package var offset: UInt32
    /// Of the line with its newline; at least 1, below ``lengthLimit``.
    package var length: UInt32
    /// The line says that the key was deleted.
    package var isTombstone: Bool

    package init(segment: SegmentID, offset: UInt32, length: UInt32, isTombstone: Bool) {
        self.segment = segment
        self.offset = offset
        self.length = length
        self.isTombstone = isTombstone
    }

    /// By where it is alone: two lines do not begin in one place.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(UInt64(segment.number) &<< 32 | UInt64(offset))
    }

    /// A key table has 24 bits for a segment's number: a petabyte of segments of 64 MiB each.
    package static let segmentLimit: UInt32 = 1 << 24
    /// A key table has 28 bits for a line's length, 256 MiB, several times the longest line that a store takes.
    package static let lengthLimit: UInt32 = 1 << 28

    /// Whether a key table can hold it. Length 0 is excluded: no line is empty, and an empty slot is known by it.
    package var isRepresentable: Bool {
        segment.number < Self.segmentLimit && length > 0 && length < Self.lengthLimit
    }
}
