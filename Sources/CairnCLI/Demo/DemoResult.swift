/// What the demonstration found, for machines.
struct DemoResult: Encodable {
    /// Syncs a second that the bare disk can do.
    var floorSyncsPerSecond = 0.0
    /// Records that were acknowledged before the writer was killed.
    var acknowledged = 0
    /// Records acknowledged a second.
    var acknowledgedPerSecond = 0.0
    /// Acknowledged records that were there, byte for byte, after the crash.
    var survived = 0
    /// Opening after the crash.
    var openMilliseconds = 0.0
    /// What `cairn verify` ended with after a bit was flipped.
    var verifyExitCode: Int32 = 0
    /// Acknowledged records that are not there after salvage; the flipped one and no other.
    var lostToDamage = 0
    /// Bytes of log before and after compaction.
    var bytesBeforeCompaction: Int64 = 0
    var bytesAfterCompaction: Int64 = 0
    /// What did not go as promised; empty if all is well.
    var brokenPromises: [String] = []
}
