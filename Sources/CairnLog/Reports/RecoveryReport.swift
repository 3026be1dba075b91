/// What opening or checking a store found, and what was done about it.
public struct RecoveryReport: Sendable, Codable {
    /// The sum of all findings.
    public enum Verdict: String, Sendable, Codable {
        /// There was no store; one was created.
        case created
        /// Everything is as it was left.
        case clean
        /// Bytes after the last acknowledged write were incomplete, as a crash leaves them.
        case torn
        /// Bytes that had been acknowledged were damaged, and everything in them was restored.
        case healed
        /// Bytes that had been acknowledged are not what they were.
        case damaged
    }

    /// The sum of all findings.
    public var verdict: Verdict = .clean
    /// The mode in force.
    public var mode: RecoveryMode = .acknowledged
    /// The store takes writes.
    public var isWritable = false
    /// Everything that was not as expected, worst first.
    public var findings: [Finding] = []
    /// Segments that make up the store.
    public var segments = 0
    /// Lines read, control lines included. Lines known from hints are not read.
    public var linesRead = 0
    /// Bytes of log checked line by line.
    public var bytesRead: Int64 = 0
    /// Keys that have a value.
    public var keys = 0
    /// The last sequence in the store.
    public var lastSequence = SequenceNumber.none
    /// The sequence of the snapshot that opening started from, if it did.
    public var snapshot: SequenceNumber?
    /// Segments whose hints spared reading them.
    public var segmentsFromHints = 0
    /// How long it took.
    public var milliseconds: Double = 0

    package init() {}
}

/// One thing that was not as expected.
public struct Finding: Sendable, Codable {
    /// What kind of thing.
    public enum Kind: String, Sendable, Codable {
        /// Incomplete bytes behind the last acknowledged write; dropped.
        case tornTail
        /// A transaction whose last lines never arrived; dropped.
        case tornTransaction
        /// Acknowledged bytes that do not match their checksum or order.
        case damage
        /// Damage found earlier and accepted by salvage.
        case acceptedGap
        /// A segment's content does not match its seal or its successor's record of it.
        case brokenChain
        /// Derived hints were unusable; the segment was read instead.
        case badHints
        /// A snapshot was unusable; an older one or the log was used.
        case badSnapshot
        /// Damage whose lines a snapshot holds; served from there.
        case healed
        /// Leftovers of an interrupted operation; cleared away.
        case leftover
    }

    /// What kind of thing.
    public var kind: Kind
    /// The file it was found in.
    public var file: String
    /// First byte of the stretch.
    public var offset: Int64
    /// Length of the stretch.
    public var bytes: Int64
    /// The first sequence that is affected, where known.
    public var firstSequence: SequenceNumber?
    /// The last sequence that is affected, where known.
    public var lastSequence: SequenceNumber?
    /// Ids that could still be made out in the bytes; at most 100.
    public var ids: [String]
    /// Where a copy of the bytes was put.
    public var quarantine: String?
    /// What it means and what can be done.
    public var message: String

    package init(
        _ kind: Kind, file: String, offset: Int64 = 0, bytes: Int64 = 0, first: SequenceNumber? = nil,
        last: SequenceNumber? = nil, ids: [String] = [], quarantine: String? = nil, message: String
    ) {
        self.kind = kind
        self.file = file
        self.offset = offset
        self.bytes = bytes
        self.firstSequence = first
        self.lastSequence = last
        self.ids = ids
        self.quarantine = quarantine
        self.message = message
    }
}
