internal import CairnDisk

/// The segment that grows: owned by the committer alone.
struct ActiveSegment {
    var file: any DiskFile
    var record: SegmentRecord
    /// What readers see of it.
    var shared: SegmentFile
    /// End of the last written line.
    var end: Int64
    var lines: Int
    /// What the next record gets.
    var next: SequenceNumber
    /// Over the bytes up to `end`; nil until the first write after opening, which reads them.
    var digest: RunningDigest?
    /// Its header is written with its first group.
    var isFresh: Bool
    /// Something was written and not synced.
    var isDirty = false
    let room: SegmentRoom

    func position(_ digest: SHA256Value) -> SegmentEnd {
        SegmentEnd(segment: record.id, bytes: end, lines: lines, next: next, digest: digest)
    }
}
