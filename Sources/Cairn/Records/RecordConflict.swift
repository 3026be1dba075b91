public import CairnLog

/// Both sides of a write that demanded another revision than there is.
public struct RecordConflict: Sendable, Hashable {
    /// The record's kind.
    public var kind: String
    /// The record's id.
    public var id: String
    /// The revision that the writer demanded.
    public var expected: SequenceNumber
    /// The revision that the record has; nil where it is gone, or was written in this same transaction.
    public var found: SequenceNumber?
    /// The record as it is, as JSON; nil where it is gone.
    public var current: [UInt8]?
    /// The record as the writer wanted it, as JSON; nil where it was to be removed.
    public var proposed: [UInt8]?
}
