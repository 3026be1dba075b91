/// What the log's own housekeeping has to remember between its turns.
struct Upkeep {
    /// Unsynced writes must be synced by then.
    var syncDue: UInt64?
    /// The segment during whose growth a spare was filled, or was tried to be.
    var spareBehind: SegmentID?
    /// A failure of filling: not tried again before the segment changes, since a full disk stays full for a while.
    var fillFailedAt: Int64 = -1
    /// Bytes of log when the last snapshot was taken.
    var bytesAtSnapshot: UInt64 = 0
    /// Segments that have their hints, or cannot have them.
    var hinted: Set<SegmentID> = []
    /// Bytes that only retention kept when a segment was rewritten.
    var retained: [SegmentID: Int64] = [:]
    /// Bytes of removals that an older segment was seen to need; forgotten whenever a segment is rewritten.
    var neededRemovals: [SegmentID: Int64] = [:]
    var bytesCompacted: UInt64 = 0
    var compactions: UInt64 = 0
}
