public import CairnLog

/// What a restore did.
public struct RestoreReport: Sendable, Codable {
    /// The last record of the old store that is in the new one.
    public var sequence: SequenceNumber
    /// When that record was accepted, RFC 3339.
    public var timestamp: String
    /// Lines written: all versions, changes and removals that the old store still had.
    public var lines: UInt64
    /// Records in the new store.
    public var keys: Int
    /// Each line has the sequence that it had. Not so where compaction had left gaps: they were closed.
    public var keepsSequences: Bool
    /// How long it took.
    public var milliseconds: Double
}
