internal import CairnDisk

/// What opening hands over to the log.
struct OpenedStore {
    var identity: StoreIdentity
    var report: RecoveryReport
    var index: KeyIndex
    var catalog: SegmentCatalog
    var manifest: ManifestWriter
    /// nil for a reader.
    var lock: (any FolderLock)?
    /// What the next record gets.
    var next: SequenceNumber
    var lastMicroseconds: Int64
    /// The segment that goes on growing, if the last one may.
    var active: ActiveSegment?
    /// Where the segment ends that the next new one follows.
    var previous: SegmentEnd?
    /// The highest acknowledgement that a line in the log tells of.
    var told: SequenceNumber
    /// Acknowledged records that cannot be read.
    var lost: LostRecords?
    /// Why no writes are taken; nil where they are.
    var readOnlyReason: LogError?
}
