/// What a compaction did.
public struct CompactionReport: Sendable, Codable {
    /// Segments that were replaced.
    public var segmentsBefore = 0
    /// Segments that replaced them.
    public var segmentsAfter = 0
    /// Bytes of the replaced segments.
    public var bytesRead: Int64 = 0
    /// Bytes of their replacements: the extra write.
    public var bytesWritten: Int64 = 0
    /// Bytes given back to the file system.
    public var bytesReclaimed: Int64 = 0
    /// Lines that were copied, byte for byte.
    public var linesKept = 0
    /// Lines that nobody needs any more.
    public var linesDropped = 0
    /// The whole log afterwards.
    public var logBytes: Int64 = 0
    /// The part of it that is the newest version of a key.
    public var liveBytes: Int64 = 0
    /// Stopped by the caller; what was finished by then is kept.
    public var wasCancelled = false
    /// How long it took.
    public var milliseconds: Double = 0

    package init() {}
}

/// What a published snapshot holds.
public struct SnapshotReport: Sendable, Codable {
    /// The state as of this sequence.
    public var sequence = SequenceNumber.none
    /// The file's name in the store.
    public var file = ""
    /// Lines in it: one for each key, and one more for each change since the key's record was written whole.
    public var records = 0
    /// Bytes of text in it.
    public var bytes: Int64 = 0
    /// Bytes on disk.
    public var compressedBytes: Int64 = 0
    /// How long it took.
    public var milliseconds: Double = 0

    package init() {}
}

/// What `reseal` accepted.
public struct ResealReport: Sendable, Codable {
    /// One hand-edited line that was given a new checksum.
    public struct Line: Sendable, Codable {
        /// The segment file.
        public var file: String
        /// Where the line starts in the old file.
        public var offset: Int64
        /// The record's place in the order.
        public var sequence: SequenceNumber
        /// The checksum that stood there.
        public var oldSum: String
        /// The checksum that stands there now.
        public var newSum: String
    }

    /// The lines that were accepted.
    public var lines: [Line] = []
    /// Nothing was changed, only looked at.
    public var isDryRun = false

    package init() {}
}

/// How far a long piece of work has come. Given to a callback on the working thread; return `false` to cancel.
public struct Progress: Sendable {
    /// Bytes done.
    public var done: Int64
    /// Bytes in all.
    public var total: Int64
    /// What is being done now.
    public var phase: String

    package init(done: Int64, total: Int64, phase: String) {
        self.done = done
        self.total = total
        self.phase = phase
    }
}

/// Called now and then during long work; returning `false` cancels it.
public typealias ProgressReport = @Sendable (Progress) -> Bool
