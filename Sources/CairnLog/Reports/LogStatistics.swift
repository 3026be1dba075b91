/// Numbers about a log since it was opened, and about its files now.
public struct LogStatistics: Sendable, Codable {
    /// Microseconds at percentiles, from a histogram with 6 % resolution.
    public struct Latency: Sendable, Codable {
        /// Half are faster.
        public var p50 = 0.0
        /// Nine in ten are faster.
        public var p90 = 0.0
        /// 99 in a hundred are faster.
        public var p99 = 0.0
        /// 999 in a thousand are faster.
        public var p999 = 0.0
        /// The slowest.
        public var worst = 0.0

        package init() {}
    }

    /// The last sequence given out.
    public var lastSequence = SequenceNumber.none
    /// The last sequence known to be on the device.
    public var durableSequence = SequenceNumber.none
    /// Keys with a value.
    public var keys = 0
    /// Bytes of memory used by the key table; what keys with changes need besides is not among them.
    public var keyTableBytes = 0
    /// Bytes of memory that the store was told to keep within.
    public var memoryBudget = 0
    /// Bytes of memory that it takes up: keys, lines that were read, indices and leaves of them that were read.
    public var memoryBytes = 0
    /// Bytes of the file that has what indices have no memory for.
    public var indexFileBytes: Int64 = 0
    /// Bytes of memory used for lines that were read.
    public var cacheBytes = 0
    /// Reads that found their line there, since opening.
    public var cacheHits: UInt64 = 0
    /// Reads that did not.
    public var cacheMisses: UInt64 = 0
    /// Files that make up the log.
    public var segments = 0
    /// Bytes of log, unused room not counted.
    public var logBytes: Int64 = 0
    /// Bytes that are the newest version of a key.
    public var liveBytes: Int64 = 0
    /// Records written since opening.
    public var recordsWritten: UInt64 = 0
    /// Bytes of lines written since opening, control lines included.
    public var bytesWritten: UInt64 = 0
    /// Groups committed since opening.
    public var groups: UInt64 = 0
    /// Syncs of the log since opening.
    public var syncs: UInt64 = 0
    /// Bytes that compaction wrote since opening.
    public var bytesCompacted: UInt64 = 0
    /// Compactions since opening.
    public var compactions: UInt64 = 0
    /// Times that a write failed for want of room.
    public var spaceFailures: UInt64 = 0
    /// From the start of a group's write to its acknowledgement.
    public var commit = Latency()
    /// How the indices are doing, of a store that was opened with typed records.
    public var indices: [IndexHealth] = []
    /// Why the store takes no writes, where it does not.
    public var readOnlyReason: String?

    package init() {}
}
